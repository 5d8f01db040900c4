// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/textmoves.h"

#include "sdk/error.h"

#include <QTest>

#include <random>

using namespace Millrace;

class TestTextMoves : public QObject
{
    Q_OBJECT

    static void checkMoves(QByteArrayView before, QByteArrayView after, const std::vector<TextMove> &moves)
    {
        qint64 from = 0;
        qint64 target = 0;
        for (const TextMove &move : moves) {
            QVERIFY(move.from >= from && move.targetFrom >= target);
            QVERIFY(move.to <= before.size() && move.targetTo <= after.size());
            QCOMPARE(before.sliced(move.from, move.to - move.from), after.sliced(move.targetFrom, move.targetTo - move.targetFrom));
            from = move.to;
            target = move.targetTo;
        }
    }

private Q_SLOTS:
    void whatAnEditorLeftIsKeptAndWhatTheyWroteIsNot()
    {
        const QByteArray before = "The mill turns. The water falls far below.\nNobody was there.";
        const QByteArray after = "The mill turns. The water runs far below.\nA new line.\nNobody was there.";
        const auto moves = keptText(before, after);
        checkMoves(before, after, moves);
        QByteArray kept(after.size(), '.');
        for (const TextMove &move : moves)
            kept.replace(move.targetFrom, move.targetTo - move.targetFrom, after.sliced(move.targetFrom, move.targetTo - move.targetFrom));
        QVERIFY(kept.contains("The mill turns."));
        QVERIFY(kept.contains("Nobody was there."));
        QVERIFY(!kept.contains("runs"));
        QVERIFY(!kept.contains("A new line."));
    }

    void movesAreOfEqualBytesWhateverTheTextsAre()
    {
        std::mt19937 random(7);
        const QByteArrayList words = {"aaa bbb.", " ", "\n", "ä ö ü.", "日本語。", "x", "The same sentence again. ", "!"};
        for (int round = 0; round < 300; ++round) {
            QByteArray texts[2];
            for (QByteArray &text : texts) {
                for (int n = static_cast<int>(random() % 20); n > 0; --n)
                    text += words.at(static_cast<qsizetype>(random() % static_cast<unsigned>(words.size())));
            }
            checkMoves(texts[0], texts[1], keptText(texts[0], texts[1]));
        }
    }

    void thePlaceNearestToWhereItIsLookedForIsTold()
    {
        QCOMPARE(placeOf("ab", "ab..ab..ab", 0), 0);
        QCOMPARE(placeOf("ab", "ab..ab..ab", 5), 4);
        QCOMPARE(placeOf("ab", "ab..ab..ab", 100), 8);
        QCOMPARE(placeOf("zz", "ab..ab..ab", 0), -1);
    }

    void textsOfADocumentAreFoundWithTheirPlaces()
    {
        const Json json = *Json::parse(R"({"a":"one","b":{"c/d":["two",3,"three"]},"e":""})");
        const auto leaves = leavesOf(json, {}, 10);
        QCOMPARE(leaves.size(), 3);
        QCOMPARE(leaves.at(2).pointer, "/b/c~1d/2");
        QCOMPARE(leavesOf(json, {}, 1).size(), 1);
    }

    void htmlIsReadAsItsWords() { QCOMPARE(plainOf("<p>a &lt; b &amp; \"c\"</p>"), "a < b & \"c\""); }
};

QTEST_APPLESS_MAIN(TestTextMoves)
#include "tst_textmoves.moc"
