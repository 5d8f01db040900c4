// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/client/eventparser.h"

#include <QList>
#include <QTest>

using namespace Millrace::Mcp;

class TestEventParser : public QObject
{
    Q_OBJECT

private:
    static QList<QByteArray> all(EventParser &parser)
    {
        QList<QByteArray> events;
        while (const auto event = parser.next())
            events.append(*event);
        return events;
    }

private Q_SLOTS:
    void eventsAreTheSameHoweverTheyCome_data()
    {
        QTest::addColumn<QByteArray>("end");
        QTest::newRow("lf") << QByteArray("\n");
        QTest::newRow("crlf") << QByteArray("\r\n");
        QTest::newRow("cr") << QByteArray("\r");
    }
    void eventsAreTheSameHoweverTheyCome()
    {
        QFETCH(QByteArray, end);
        const QByteArray text = QByteArray("\xEF\xBB\xBF: a comment\nid: 1\nretry: 20\ndata:\n\nevent: message\nid: 2\ndata: {\"a\":\ndata: 1}\n\n"
                                           "id: 3\n\ndata:x\n\n")
                                    .replace("\n", end);
        for (const qsizetype piece : {qsizetype(1), qsizetype(2), qsizetype(7), text.size()}) {
            EventParser parser(1000);
            QList<QByteArray> events;
            for (qsizetype at = 0; at < text.size(); at += piece) {
                parser.append(QByteArrayView(text).mid(at, piece));
                events += all(parser);
            }
            QCOMPARE(events, (QList<QByteArray>{"", "{\"a\":\n1}", "x"}));
            QCOMPARE(parser.lastId(), "3"); // also of what had no data
            QCOMPARE(parser.retryMs(), 20);
        }
    }

    void whatIsTooLongEndsIt()
    {
        EventParser parser(10);
        parser.append("data: 12345\ndata: 123456\n\n");
        QVERIFY(all(parser).isEmpty());
        QVERIFY(parser.isOverlong());
        EventParser endless(10);
        endless.append("data: 1234567890");
        QVERIFY(!endless.next());
        QVERIFY(endless.isOverlong());
    }
};

QTEST_APPLESS_MAIN(TestEventParser)
#include "tst_eventparser.moc"
