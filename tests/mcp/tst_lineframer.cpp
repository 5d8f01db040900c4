// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/lineframer.h"

#include <QTest>

using namespace Millrace;

/// Lines of a pipe: the same in whatever pieces they come.
class TestLineFramer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesAreTheSameInWhateverPieces()
    {
        const QByteArray bytes = "one\ntwo\r\n\n\r\nthree is longer\nrest";
        for (qsizetype pieces = 1; pieces <= bytes.size(); ++pieces) {
            LineFramer framer(100);
            QByteArrayList lines;
            for (qsizetype at = 0; at < bytes.size(); at += pieces) {
                framer.append(bytes.mid(at, pieces));
                while (const auto line = framer.next())
                    lines.append(*line);
            }
            QCOMPARE(lines, QByteArrayList({"one", "two", "three is longer"}));
            QCOMPARE(framer.rest(), "rest");
            QVERIFY(!framer.isOverlong());
        }
    }

    void theEndOfALineDoesNotCount()
    {
        LineFramer framer(10);
        framer.append(QByteArray(10, 'x') + '\r');
        QVERIFY(!framer.next());
        QVERIFY(!framer.isOverlong());
        framer.append("\n");
        QCOMPARE(framer.next(), QByteArray(10, 'x'));
    }

    void aLineOverTheLimitEndsTheStream()
    {
        LineFramer whole(10);
        whole.append("short\n" + QByteArray(11, 'x') + "\nshort\n");
        QCOMPARE(whole.next(), QByteArray("short"));
        QVERIFY(!whole.next());
        QVERIFY(whole.isOverlong());
        LineFramer endless(10);
        for (int i = 0; i < 1000; ++i) {
            endless.append(QByteArray(100, 'x'));
            QVERIFY(!endless.next());
        }
        QVERIFY(endless.isOverlong());
        QVERIFY(endless.rest().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestLineFramer)
#include "tst_lineframer.moc"
