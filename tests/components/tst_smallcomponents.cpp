// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/filtercomponent.h"
#include "components/jmespathcomponent.h"
#include "components/setfieldscomponent.h"

#include "components/running.h"
#include "components/s2.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// JSON with apostrophes for quotation marks: moc loses count in raw string literals that hold brackets.
QByteArray json(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

Json parsed(const QByteArray &text)
{
    return Json::parse(text).value();
}

} // namespace

class TestSmallComponents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jmespathPutsItsResultIntoAField()
    {
        const Json config = Json::object({{"expression", "keywords[0]"}, {"into", "main"}});
        const Json data = after(runOnce<JmesPathComponent>(s2Data(0), config), s2Data(0));
        QCOMPARE(data.value("main").toString(), u"microservices"_s);
        QCOMPARE(data.size(), s2Data(0).size() + 1);
    }

    void jmespathReplacesEverythingWithAnObject()
    {
        const Json data = parsed(json("{'a':1,'b':[2,3]}"));
        const Json config = Json::object({{"expression", "{x: b[1]}"}, {"replace", true}});
        QCOMPARE(after(runOnce<JmesPathComponent>(data, config), data).toBytes(), json("{'x':3}"));
        const Json list = Json::object({{"expression", "b"}, {"replace", true}});
        QCOMPARE(runOnce<JmesPathComponent>(data, list).error->code, ErrorCode::InputInvalid);
    }

    void jmespathRefusesWrongConfigs_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::newRow("syntax") << json("{'expression':'a[[','into':'x'}");
        QTest::newRow("nowhere to") << json("{'expression':'a'}");
        QTest::newRow("both") << json("{'expression':'a','into':'x','replace':true}");
    }
    void jmespathRefusesWrongConfigs()
    {
        QFETCH(QByteArray, config);
        QCOMPARE(runOnce<JmesPathComponent>(s2Data(0), Json::parse(config).value()).error->code, ErrorCode::ComponentConfig);
    }

    void filterSendsByTwoWays_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<QString>("port");
        QTest::newRow("holds") << u"tone == 'technical'"_s << u"out"_s;
        QTest::newRow("does not") << u"tone == 'odd'"_s << u"rejected"_s;
        QTest::newRow("absent") << u"author"_s << u"rejected"_s;
        QTest::newRow("zero is something") << u"`0`"_s << u"out"_s;
        QTest::newRow("empty list") << u"keywords[?@ == 'x']"_s << u"rejected"_s;
    }
    void filterSendsByTwoWays()
    {
        QFETCH(QString, condition);
        const StepResult result = runOnce<FilterComponent>(s2Data(0), Json::object({{"expression", condition}}));
        QVERIFY(!result.error);
        QTEST(result.port, "port");
        QVERIFY(result.edit.isEmpty());
        QCOMPARE(result.reasons.size(), result.port == u"out"_s ? 0 : 1);
    }

    void setFieldsSetsComputesAndRemoves()
    {
        const Json data = parsed(json("{'a':1.10,'b':'x','c':3}"));
        const Json config = parsed(json("{'fields':{'b':'y','d':{'k':[1]}},'expressions':{'e':'b','f':'missing'},'remove':['c','absent']}"));
        QCOMPARE(after(runOnce<SetFieldsComponent>(data, config), data).toBytes(), json("{'a':1.10,'b':'y','d':{'k':[1]},'e':'x','f':null}"));
    }

    void setFieldsNamesTheWrongExpression()
    {
        const StepResult result = runOnce<SetFieldsComponent>(s2Data(0), parsed(json("{'expressions':{'a/b':'x[['}}")));
        QCOMPARE(result.error->code, ErrorCode::ComponentConfig);
        QCOMPARE(result.error->detail.value("path").toString(), u"/expressions/a~1b"_s);
    }
};

QTEST_APPLESS_MAIN(TestSmallComponents)
#include "tst_smallcomponents.moc"
