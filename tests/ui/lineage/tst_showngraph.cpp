// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/icons.h"
#include "lineage/affectedmodel.h"
#include "lineage/showngraph.h"
#include "lineage/lineagescene.h"
#include "lineage/lineagetext.h"
#include "lineage/replaybill.h"
#include "lineage/spans.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Json node(const QString &id, const char *kind = "context", bool up = false, bool down = false)
{
    return Json::object({{"id", id},
                         {"kind", kind},
                         {"title", id.section(u':', 1)},
                         {"detail", "Water mills"},
                         {"status", "completed"},
                         {"outcome", "out"},
                         {"at", "2026-03-12T14:03:22.000Z"},
                         {"count", 1},
                         {"hop", 1},
                         {"more_up", up},
                         {"more_down", down},
                         {"context", id.section(u':', 1)},
                         {"superseded_by", ""},
                         {"replay", ""}});
}

Json edge(const QString &from, const QString &to, const char *kind = "direct")
{
    return Json::object({{"id", from + u'>' + to},
                         {"from", from},
                         {"to", to},
                         {"kind", kind},
                         {"relation", "child"},
                         {"joined", false},
                         {"pipeline", "mills"},
                         {"version", 3},
                         {"node", "clean"},
                         {"component", "clean"},
                         {"component_version", nullptr},
                         {"step", 2},
                         {"fields", Json::array({Json::array({"/source_text", "/text"})})}});
}

ShownGraph graphOf(const QString &focus, const Json &nodes, const Json &edges)
{
    return ShownGraph::of(
        Json::object({{"focus", focus}, {"level", "item"}, {"as_of", nullptr}, {"nodes", nodes}, {"edges", edges}, {"truncated", false}}));
}

} // namespace

class TestShownGraph : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersAreRead()
    {
        const ShownGraph graph = graphOf(u"context:b"_s, Json::array({node(u"context:a"_s), node(u"context:b"_s, "context", true, false)}),
                                         Json::array({edge(u"context:a"_s, u"context:b"_s, "masked"), edge(u"context:a"_s, u"context:gone"_s)}));
        QCOMPARE(graph.nodes().size(), 2);
        QCOMPARE(graph.edges().size(), 1); // the other has only one end here
        const ShownNode &b = *graph.find(u"context:b"_s);
        QCOMPARE(b.kind, ShownKind::Context);
        QVERIFY(b.hasMoreUp);
        QVERIFY(!b.hasMoreDown);
        const ShownEdge &only = graph.edges().first();
        QCOMPARE(only.tie, LineageTie::Masked);
        QCOMPARE(only.version, 3);
        QVERIFY(only.componentVersion.isEmpty());
        QCOMPARE(only.fields.first().second, "/text");
        QCOMPARE(graph.before(graph.indexOf(u"context:b"_s)), QList<int>{graph.indexOf(u"context:a"_s)});
        const Json stack = Json::object({{"id", "stack:1"},
                                         {"kind", "stack"},
                                         {"member_kind", "context"},
                                         {"count", 1000},
                                         {"count_is_least", true},
                                         {"relation", "child"},
                                         {"parent", "context:a"},
                                         {"direction", "down"}});
        const ShownNode members = shownNodeOf(stack);
        QCOMPARE(members.memberKind, ShownKind::Context);
        QCOMPARE(members.count, 1000);
        QVERIFY(LineageText::title(members).contains(u"1"_s));
    }

    void itGrowsByAnswers()
    {
        ShownGraph graph = graphOf(u"context:b"_s, Json::array({node(u"context:b"_s, "context", true, true), node(u"context:a"_s, "context", true)}),
                                   Json::array({edge(u"context:a"_s, u"context:b"_s)}));
        graph.take(graphOf(u"context:a"_s, Json::array({node(u"context:a"_s, "context", false, true), node(u"document:d"_s, "document")}),
                           Json::array({edge(u"document:d"_s, u"context:a"_s)})));
        QCOMPARE(graph.focus(), u"context:b"_s);
        QCOMPARE(graph.nodes().size(), 3);
        // What lay beyond a is here now, on both sides.
        QVERIFY(!graph.find(u"context:a"_s)->hasMoreUp);
        QVERIFY(!graph.find(u"context:a"_s)->hasMoreDown);
        QCOMPARE(graph.between(graph.indexOf(u"context:b"_s), graph.indexOf(u"document:d"_s)).size(), 3);
        QCOMPARE(graph.reached(graph.indexOf(u"context:b"_s), true).size(), 3);

        graph.fold(u"context:a"_s, true);
        QCOMPARE(graph.nodes().size(), 2);
        QVERIFY(graph.find(u"context:a"_s)->hasMoreUp);
    }

    void aStackOpensInItsPlace()
    {
        const Json stack = Json::object(
            {{"id", "stack:s"}, {"kind", "stack"}, {"member_kind", "context"}, {"count", 1000}, {"parent", "context:a"}, {"direction", "down"}});
        const Json closed = Json::array({node(u"context:a"_s), stack});
        const Json toStack = Json::array({edge(u"context:a"_s, u"stack:s"_s)});
        ShownGraph graph = graphOf(u"context:a"_s, closed, toStack);
        LineageScene scene;
        scene.set(graph, LineageLayout::of(scene.question(graph, true)));
        const QRectF where = scene.card(graph.indexOf(u"stack:s"_s));

        Json rest = stack;
        rest.insert("id", "stack:s|+200");
        rest.insert("count", 800);
        Json nodes = Json::array({node(u"context:a"_s), rest});
        Json edges = Json::array({edge(u"context:a"_s, u"stack:s|+200"_s)});
        for (int i = 0; i < 200; ++i) {
            nodes.append(node(u"context:m%1"_s.arg(i)));
            edges.append(edge(u"context:a"_s, u"context:m%1"_s.arg(i)));
        }
        graph.open(u"stack:s"_s, graphOf(u"context:a"_s, nodes, edges));
        QCOMPARE(graph.nodes().size(), 202);
        QVERIFY(!graph.find(u"stack:s"_s));
        const LineageLayout::Question question = scene.question(graph, false);
        const LineageLayout::Answer layout = LineageLayout::of(question);
        scene.set(graph, layout);
        QCOMPARE(scene.card(graph.indexOf(u"stack:s|+200"_s)), where);

        // The same asked again leaves it open.
        graph.take(graphOf(u"context:a"_s, closed, toStack));
        QCOMPARE(graph.nodes().size(), 202);
        // Hidden, it comes back closed.
        graph.fold(u"context:a"_s, false);
        QCOMPARE(graph.nodes().size(), 1);
        graph.take(graphOf(u"context:a"_s, closed, toStack));
        QVERIFY(graph.find(u"stack:s"_s));
    }

    void theSceneKnowsWhatIsWhere()
    {
        const ShownGraph graph = graphOf(
            u"context:b"_s, Json::array({node(u"context:a"_s, "context", true), node(u"context:b"_s), node(u"context:c"_s), node(u"context:d"_s)}),
            Json::array({edge(u"context:a"_s, u"context:b"_s), edge(u"context:b"_s, u"context:c"_s), edge(u"context:b"_s, u"context:d"_s)}));
        LineageScene scene;
        scene.set(graph, LineageLayout::of(scene.question(graph, true)));
        for (int one = 0; one < 4; ++one)
            QCOMPARE(scene.cardAt(scene.card(one).center()), one);
        for (int one = 0; one < 3; ++one)
            QCOMPARE(scene.edgeAt(scene.route(one).at(scene.route(one).size() / 2), 6), one);
        QCOMPARE(scene.handleAt(scene.handle(0, true), 4), std::pair(0, true));
        QCOMPARE(scene.handleAt(scene.handle(1, true), 4).first, -1);
        QCOMPARE(scene.neighbour(1, Qt::Key_Left), 0);
        QCOMPARE(scene.neighbour(0, Qt::Key_Right), 1);
        const int upper = scene.card(2).top() < scene.card(3).top() ? 2 : 3;
        QCOMPARE(scene.neighbour(upper, Qt::Key_Down), 5 - upper);
        QCOMPARE(scene.neighbour(upper, Qt::Key_Up), -1);
        QCOMPARE(scene.cardsIn(scene.bounds()).size(), 4);
    }

    void everyKindHasWordsAndAnIcon()
    {
        for (int kind = 0; kind <= int(ShownKind::Other); ++kind) {
            QVERIFY(!LineageText::kindName(ShownKind(kind)).isEmpty());
            QVERIFY2(Icons::has(LineageText::kindIcon(ShownKind(kind))), qPrintable(LineageText::kindIcon(ShownKind(kind))));
            if (ShownKind(kind) != ShownKind::Other)
                QCOMPARE(shownKindOf(QString(LineageText::kindWord(ShownKind(kind)))), ShownKind(kind));
        }
        for (const char *icon :
             {"vcs-branch", "path-simplify", "snap-bounding-box-center", "collapse-all", "view-split-left-right", "view-right-new"})
            QVERIFY2(Icons::has(QString::fromLatin1(icon)), icon);
    }

    void everythingAffectedIsRead()
    {
        Json item = node(u"output:1"_s, "output");
        item.insert("status", "delivered");
        item.insert("depth", 3);
        item.insert("via", "context:a");
        item.insert("relation", "output");
        AffectedModel model;
        const QAbstractItemModelTester tester(&model);
        model.setRows(AffectedModel::rowsOf(Json::object({{"items", Json::array({item})}})));
        const auto text = [&](AffectedModel::Column column) { return model.index(0, int(column)).data().toString(); };
        QCOMPARE(text(AffectedModel::Column::Kind), u"Output"_s);
        QCOMPARE(text(AffectedModel::Column::Status), u"delivered"_s);
        QCOMPARE(text(AffectedModel::Column::How), u"sent out of"_s);
        QCOMPARE(text(AffectedModel::Column::Depth), u"3"_s);
    }

    void spansAreRead()
    {
        const Json answer = Json::object(
            {{"id", "c"},
             {"field", "/formatted_content/content"},
             {"spans",
              Json::array({Json::object(
                  {{"from", 0},
                   {"to", 12},
                   {"kind", "direct"},
                   {"exact", true},
                   {"ends", "document"},
                   {"place",
                    Json::object({{"context", "c"}, {"field", "/source_text"}, {"step", 0}, {"from", 40}, {"to", 52}, {"text", "The mill ran"}})},
                   {"document", Json::object({{"id", "d"}, {"title", "Mills"}, {"page", 2}, {"block", nullptr}})},
                   {"person", nullptr},
                   {"via", Json::array({Json::object({{"component", "transformer"}, {"component_version", "1.0"}})})}})})}});
        const QList<LineageSpan> spans = spansOf(answer);
        QCOMPARE(spans.size(), 1);
        const LineageSpan &span = spans.first();
        QCOMPARE(span.context, u"c"_s);
        QCOMPARE(span.page, 2);
        QCOMPARE(spanSentence(span), u"Mills, page 2 · source_text · word for word · by way of transformer 1.0"_s);
        const Citation citation = citationsOf(spans).first();
        QCOMPARE(citation.at, "/formatted_content/content");
        QCOMPARE(citation.sourceTo, 52);
    }

    void theBillIsRead()
    {
        const Json plan = Json::object(
            {{"contexts",
              Json::array({Json::object({{"id", "a"}, {"possible", true}}), Json::object({{"id", "b"}, {"possible", false}, {"goes_on_at", "x"}})})},
             {"refused", Json::array({Json::object({{"id", "r"}, {"error", Json::object({{"text", "gone"}})}})})},
             {"left_out", Json::array({Json::object({{"id", "l"}, {"why", "a child"}})})},
             {"steps_reused", 2},
             {"steps_again", 3},
             {"steps_passed_over", 1},
             {"tokens_in", 100},
             {"tokens_out", 20},
             {"cost_micros", 12'300},
             {"duration_ms", 1'500.0}});
        const ReplayBill bill = ReplayBill::of(plan);
        QCOMPARE(bill.contexts, 1);
        QCOMPARE(bill.notDone.size(), 3);
        QCOMPARE(bill.durationUs, 1'500'000);
        QVERIFY(ReplayBill::cost(bill.costMicros).contains(u"0123"_s));
        QCOMPARE(bill.lines().size(), 7);
    }
};

QTEST_MAIN(TestShownGraph)
#include "tst_showngraph.moc"
