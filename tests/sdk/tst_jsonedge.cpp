// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/error.h"
#include "sdk/jsonedge.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestJsonEdge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesToQtAndBack()
    {
        const QByteArray text = R"({"a":[1,2.5,"x",true,null,{}],"b":9007199254740993,"c":-3})";
        const QJsonValue value = toQJson(Json::parse(text).value());
        QCOMPARE(value.toObject().value(u"b").toInteger(), 9007199254740993);
        QCOMPARE(value.toObject().value(u"a").toArray().size(), 6);
        QCOMPARE(fromQJson(value).toBytes(), text);
        QVERIFY(fromQJson(QJsonValue::Undefined).isNull());
    }

    void givesTemplatesPlainVariants()
    {
        const QVariantMap map = toVariant(Json::parse(R"({"n":3,"d":1.10,"l":["a"],"t":true,"z":null})").value()).toMap();
        QCOMPARE(map.value(u"n"_s), QVariant(qint64(3)));
        QCOMPARE(map.value(u"d"_s).toDouble(), 1.1);
        QCOMPARE(map.value(u"l"_s).toList(), QVariantList{u"a"_s});
        QCOMPARE(map.value(u"t"_s), QVariant(true));
        QVERIFY(!map.value(u"z"_s).isValid());
    }
};

QTEST_APPLESS_MAIN(TestJsonEdge)
#include "tst_jsonedge.moc"
