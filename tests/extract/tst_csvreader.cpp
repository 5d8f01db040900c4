// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/csvreader.h"

#include <QBuffer>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

QList<CsvRecord> allOf(const QByteArray &bytes, qint64 maxRecord = 1 << 20)
{
    QBuffer buffer;
    buffer.setData(bytes);
    if (!buffer.open(QIODevice::ReadOnly))
        return {};
    CsvReader reader(&buffer, maxRecord);
    QList<CsvRecord> records;
    while (auto record = reader.next())
        records.append(*record);
    return records;
}

} // namespace

class TestCsvReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dividesFields_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QList<QByteArray>>("second");
        QTest::newRow("comma") << "a,b\n1,2\n"_ba << QList<QByteArray>{"1", "2"};
        QTest::newRow("semicolon") << "a;b\n1,5;2\n"_ba << QList<QByteArray>{"1,5", "2"};
        QTest::newRow("tab") << "a\tb\n1\t2\n"_ba << QList<QByteArray>{"1", "2"};
        QTest::newRow("CRLF") << "a,b\r\n1,2\r\n"_ba << QList<QByteArray>{"1", "2"};
        QTest::newRow("no line end at the end") << "a,b\n1,2"_ba << QList<QByteArray>{"1", "2"};
        QTest::newRow("empty fields") << "a,b\n,\n"_ba << QList<QByteArray>{"", ""};
        QTest::newRow("quoted") << "a,b\n\"x, y\",\"say \"\"so\"\"\"\n"_ba << QList<QByteArray>{"x, y", "say \"so\""};
        QTest::newRow("quoted line ends") << "a,b\n\"one\r\ntwo\",2\n"_ba << QList<QByteArray>{"one\r\ntwo", "2"};
        QTest::newRow("quoted and CRLF") << "a,b\r\n1,\"2\"\r\n"_ba << QList<QByteArray>{"1", "2"};
        QTest::newRow("byte order mark") << "\xEF\xBB\xBF"
                                            "a,b\n1,2\n"_ba
                                         << QList<QByteArray>{"1", "2"};
    }
    void dividesFields()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QList<QByteArray>, second);
        const QList<CsvRecord> records = allOf(bytes);
        QCOMPARE(records.size(), 2);
        QCOMPARE(records[0].fields, (QList<QByteArray>{"a", "b"}));
        QCOMPARE(records[1].fields, second);
        QCOMPARE(records[1].problem, QString());
    }

    void countsLinesThroughQuotedOnesAndBlankOnes()
    {
        const QList<CsvRecord> records = allOf("a,b\n\n\"1\n2\n3\",x\ny,z\n");
        QCOMPARE(records.size(), 3);
        QCOMPARE(records[1].line, 3);
        QCOMPARE(records[2].line, 6);
        QCOMPARE(records[1].raw, "\"1\n2\n3\",x"_ba);
    }

    void reportsWhatBreaksTheFormatAndGoesOn()
    {
        const QList<CsvRecord> records = allOf("a,b\nx\"y,2\n\"p\"q,3\nok,4\n\xff,5\n");
        QCOMPARE(records.size(), 5);
        QVERIFY(records[1].problem.contains("quote stands within"_L1));
        QVERIFY(records[2].problem.contains("follows a closing quote"_L1));
        QCOMPARE(records[3].problem, QString());
        QVERIFY(records[4].problem.contains("UTF-8"_L1));
    }

    void endsAtAQuoteThatIsNeverClosed()
    {
        QList<CsvRecord> records = allOf("a,b\n\"1,2\n3,4\n");
        QCOMPARE(records.size(), 2);
        QVERIFY(records[1].problem.contains("not closed"_L1));
        records = allOf("a,b\n\"" + QByteArray(100'000, 'x'), 1000);
        QCOMPARE(records.size(), 2);
        QVERIFY(records[1].problem.contains("larger than 1000"_L1));
        QVERIFY(records[1].raw.size() <= 4096);
    }

    void readsAcrossItsOwnBufferBorders()
    {
        QByteArray bytes = "a,b\n";
        for (int i = 0; i < 60'000; ++i)
            bytes += QByteArray::number(i) + ",\"x\ny\"\n";
        const QList<CsvRecord> records = allOf(bytes);
        QCOMPARE(records.size(), 60'001);
        for (int i = 0; i < 60'000; ++i) {
            QCOMPARE(records[i + 1].fields[0], QByteArray::number(i));
            QCOMPARE(records[i + 1].line, 2 + 2 * i);
        }
    }
};

QTEST_GUILESS_MAIN(TestCsvReader)
#include "tst_csvreader.moc"
