// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineageplace.h"

#include "sdk/error.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestLineagePlace : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNodeReadsBackAsItIsWritten_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"context:ctx_1", "context:a:b#c", "document:0198-x", "template:tmpl_a@3", "model:local/llama 3/8b", "prompt:12.0",
                                 "answer:12.3", "review:r-1", "output:7", "event:9", "field:ctx_1@2#/a~1b/0", "field:x@y@0#/t",
                                 "stack:context:ctx|1|child|17|+0", "stack:template:t@1|template|0|+4711"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void aNodeReadsBackAsItIsWritten()
    {
        QFETCH(QString, text);
        const auto place = LineagePlace::of(text);
        QVERIFY2(place, place ? "" : qPrintable(place.error().text));
        QCOMPARE(place->toString(), text);
    }

    void aBareIdIsAContextsAndWithAPointerAFields()
    {
        QCOMPARE(LineagePlace::of(u"ctx_1"_s)->kind, LineageKind::Context);
        const auto field = LineagePlace::of(u"ctx_1#/title"_s);
        QVERIFY(field);
        QCOMPARE(field->kind, LineageKind::Field);
        QCOMPARE(field->id, u"ctx_1"_s);
        QCOMPARE(field->step, -1);
        QCOMPARE(field->pointer, "/title");
    }

    void whatNamesNothingIsRefused_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"", "template:x", "output:x", "event:", "field:x", "field:x#no", "stack:x", "prompt:x.0", "context:"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void whatNamesNothingIsRefused()
    {
        QFETCH(QString, text);
        const auto place = LineagePlace::of(text);
        QVERIFY(!place);
        QCOMPARE(place.error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_APPLESS_MAIN(TestLineagePlace)
#include "tst_lineageplace.moc"
