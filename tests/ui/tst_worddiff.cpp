// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/worddiff.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestWordDiff : public QObject
{
    Q_OBJECT

    using Kind = WordRun::Kind;

    static QString joined(const QList<WordRun> &runs, Kind kind)
    {
        QString text;
        for (const WordRun &run : runs) {
            if (run.kind == Kind::Same || run.kind == kind) {
                text += run.text;
            }
        }
        return text;
    }

private Q_SLOTS:
    void oneWordAmongOthersIsTheOnlyChange()
    {
        const QList<WordRun> expected = {{Kind::Same, u"the "_s}, {Kind::Removed, u"quick"_s}, {Kind::Added, u"slow"_s}, {Kind::Same, u" fox"_s}};
        QCOMPARE(wordDiff(u"the quick fox", u"the slow fox"), expected);
    }

    void neighbouringChangesBecomeOne()
    {
        const QList<WordRun> expected = {{Kind::Same, u"a "_s}, {Kind::Removed, u"b c"_s}, {Kind::Added, u"x y"_s}, {Kind::Same, u" d"_s}};
        QCOMPARE(wordDiff(u"a b c d", u"a x y d"), expected);
    }

    void equalTextsAreOneRun()
    {
        QCOMPARE(wordDiff(u"same", u"same"), (QList<WordRun>{{Kind::Same, u"same"_s}}));
        QVERIFY(wordDiff(u"", u"").isEmpty());
    }

    void anEmptySideIsOneAdditionOrRemoval()
    {
        QCOMPARE(wordDiff(u"", u"new words"), (QList<WordRun>{{Kind::Added, u"new words"_s}}));
        QCOMPARE(wordDiff(u"old words", u""), (QList<WordRun>{{Kind::Removed, u"old words"_s}}));
    }

    void surrogatePairsStayWhole()
    {
        const QList<WordRun> runs = wordDiff(u"a 😀 b", u"a 😃 b");
        for (const WordRun &run : runs) {
            QVERIFY(!run.text.front().isLowSurrogate());
            QVERIFY(!run.text.back().isHighSurrogate());
        }
    }

    void everyRunTogetherGivesBothTexts()
    {
        QRandomGenerator random(20260501);
        const QStringList words = {u"alpha"_s, u"beta"_s, u"gamma"_s, u" "_s, u"  "_s, u"\n"_s, u"."_s, u"漢字"_s, u"é"_s};
        for (int round = 0; round < 400; ++round) {
            const auto text = [&] {
                QString made;
                for (quint32 i = random.bounded(30u); i > 0; --i) {
                    made += words[random.bounded(words.size())];
                }
                return made;
            };
            const QString before = text();
            const QString after = text();
            const QList<WordRun> runs = wordDiff(before, after);
            QCOMPARE(joined(runs, Kind::Removed), before);
            QCOMPARE(joined(runs, Kind::Added), after);
            for (qsizetype i = 1; i < runs.size(); ++i) {
                QVERIFY(runs[i].kind != runs[i - 1].kind);
                QVERIFY(!(runs[i].kind == Kind::Removed && runs[i - 1].kind == Kind::Added));
            }
        }
    }

    void quiteDifferentLongTextsAreAnsweredQuickly()
    {
        QString before;
        QString after;
        for (int i = 0; i < 60'000; ++i) {
            before += u"a%1 "_s.arg(i);
            after += u"b%1 "_s.arg(i);
        }
        const QList<WordRun> runs = wordDiff(before, after);
        QCOMPARE(joined(runs, Kind::Removed), before);
        QCOMPARE(joined(runs, Kind::Added), after);
    }
};

QTEST_GUILESS_MAIN(TestWordDiff)
#include "tst_worddiff.moc"
