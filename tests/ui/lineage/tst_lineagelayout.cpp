// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineagelayout.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

using Question = LineageLayout::Question;
using Answer = LineageLayout::Answer;

/// Every node right of what leads to it, and no two of a column nearer than they may be.
void check(const Question &question, const Answer &answer)
{
    QCOMPARE(answer.places.size(), question.nodes);
    for (const LineageLayout::Edge &edge : question.edges)
        QVERIFY2(answer.places.at(edge.from).column < answer.places.at(edge.to).column, "an edge leads back");
    QHash<int, QList<double>> columns;
    for (const LineageLayout::Place &place : answer.places)
        columns[place.column].append(place.y);
    for (QList<double> &ys : columns) {
        std::ranges::sort(ys);
        for (qsizetype i = 1; i < ys.size(); ++i)
            QVERIFY2(ys.at(i) - ys.at(i - 1) >= LineageLayout::kPitch - 1.01, "two nodes overlap");
    }
}

/// Beginning at `answer`, asks for more with all of it kept.
Question grown(const Question &question, const Answer &answer, int nodes, const QList<LineageLayout::Edge> &edges)
{
    Question more = question;
    more.nodes += nodes;
    more.edges += edges;
    for (int node = 0; node < answer.places.size(); ++node)
        more.places.insert(node, answer.places.at(node));
    more.ways = answer.ways;
    return more;
}

} // namespace

class TestLineageLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingAndOne()
    {
        QVERIFY(LineageLayout::of({.nodes = 0}).places.isEmpty());
        const Answer one = LineageLayout::of({.nodes = 1});
        QCOMPARE(one.places, QList<LineageLayout::Place>{{}});
    }

    void columnsFollowTheEdges()
    {
        // 0 → 1 → 2, 0 → 2, 3 → 1; the focus is 1.
        const Question question{.nodes = 4, .edges = {{0, 1}, {1, 2}, {0, 2}, {3, 1}}, .focus = 1};
        const Answer answer = LineageLayout::of(question);
        check(question, answer);
        QCOMPARE(answer.places.at(1).column, 0);
        QCOMPARE(answer.places.at(1).y, 0.0);
        QCOMPARE(answer.places.at(0).column, -1);
        QCOMPARE(answer.places.at(3).column, -1);
        QCOMPARE(answer.places.at(2).column, 1);
        // The long edge passes through the column of the focus beside it.
        QCOMPARE(answer.ways.value(2).size(), 1);
        QVERIFY(std::abs(answer.ways.value(2).first()) >= (LineageLayout::kPitch + LineageLayout::kPass) / 2 - 1.01);
    }

    void siblingsStandAroundTheirParentInTheirOrder()
    {
        Question question{.nodes = 12, .focus = 0};
        for (int child = 1; child < 12; ++child)
            question.edges.append({0, child});
        const Answer answer = LineageLayout::of(question);
        check(question, answer);
        for (int child = 2; child < 12; ++child)
            QVERIFY(answer.places.at(child).y > answer.places.at(child - 1).y);
        QVERIFY(std::abs(answer.places.at(1).y + answer.places.at(11).y) <= 2);
    }

    void whatIsThereKeepsItsPlaceWhileItGrows()
    {
        Question question{.nodes = 6, .edges = {{0, 1}, {0, 2}, {0, 3}, {4, 0}, {5, 0}}, .focus = 0};
        Answer answer = LineageLayout::of(question);
        check(question, answer);
        // Children of 2, then a parent of 4 that also leads to one of the children, then a sibling of 0.
        const QList<QList<LineageLayout::Edge>> growth{{{2, 6}, {2, 7}, {2, 8}}, {{9, 4}, {9, 7}}, {{4, 10}}, {{10, 11}, {1, 12}, {3, 12}}};
        const QList<int> nodes{3, 1, 1, 2};
        for (qsizetype i = 0; i < growth.size(); ++i) {
            const Answer before = answer;
            question = grown(question, answer, nodes.at(i), growth.at(i));
            answer = LineageLayout::of(question);
            check(question, answer);
            for (int node = 0; node < before.places.size(); ++node)
                QCOMPARE(answer.places.at(node), before.places.at(node));
            for (const auto &[edge, way] : before.ways.asKeyValueRange())
                QCOMPARE(answer.ways.value(edge), way);
        }
    }

    void newSiblingsGoTogetherIntoTheNearestGap()
    {
        Question question{.nodes = 4, .edges = {{0, 1}, {0, 2}, {0, 3}}, .focus = 0};
        const Answer answer = LineageLayout::of(question);
        question = grown(question, answer, 2, {{0, 4}, {0, 5}});
        const Answer more = LineageLayout::of(question);
        check(question, more);
        QCOMPARE(std::abs(more.places.at(5).y - more.places.at(4).y), LineageLayout::kPitch);
    }

    void aCircleEnds()
    {
        const Question question{.nodes = 4, .edges = {{0, 1}, {1, 2}, {2, 1}, {2, 3}, {3, 3}}, .focus = 0};
        const Answer answer = LineageLayout::of(question);
        QCOMPARE(answer.places.size(), 4);
        QVERIFY(std::ranges::all_of(answer.places, [](const LineageLayout::Place &place) { return std::abs(place.column) < 10; }));
    }

    void whatNothingJoinsHasAPlaceToo()
    {
        const Question question{.nodes = 3, .edges = {{0, 1}}, .focus = 0};
        check(question, LineageLayout::of(question));
    }

    void theSameQuestionHasTheSameAnswer()
    {
        Question question{.nodes = 400, .focus = 200};
        for (int node = 0; node < 400; ++node) {
            for (int step = 1; step <= 3; ++step) {
                if (node + step * 7 < 400 && (node * 31 + step * 17) % 5 < 2)
                    question.edges.append({node, node + step * 7});
            }
        }
        const Answer answer = LineageLayout::of(question);
        check(question, answer);
        QCOMPARE(LineageLayout::of(question), answer);
    }

    /// Two rows of nodes joined crosswise come out uncrossed.
    void sweepsUncross()
    {
        Question question{.nodes = 13, .focus = 0};
        for (int i = 0; i < 6; ++i) {
            question.edges.append({0, 1 + i});
            question.edges.append({1 + i, 7 + (5 - i)});
        }
        const Answer answer = LineageLayout::of(question);
        check(question, answer);
        int crossings = 0;
        for (int a = 0; a < 6; ++a) {
            for (int b = a + 1; b < 6; ++b)
                crossings += (answer.places.at(1 + a).y < answer.places.at(1 + b).y) != (answer.places.at(12 - a).y < answer.places.at(12 - b).y);
        }
        QCOMPARE(crossings, 0);
    }
};

QTEST_APPLESS_MAIN(TestLineageLayout)
#include "tst_lineagelayout.moc"
