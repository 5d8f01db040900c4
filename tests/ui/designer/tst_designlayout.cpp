// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designersupport.h"

#include "designer/autolayout.h"
#include "designer/designlayout.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

DesignGraph graphOf(const Json &definition)
{
    return DesignGraph::of(definition, builtInComponents());
}

Json withoutPlaces(Json definition)
{
    Json nodes = definition.value("nodes");
    for (qsizetype i = 0; i < nodes.size(); ++i) {
        Json node = nodes.at(i);
        node.remove("position");
        nodes.replaceAt(i, node);
    }
    definition.insert("nodes", nodes);
    return definition;
}

bool overlaps(const DesignGraph &graph)
{
    for (int a = 0; a < graph.nodes.size(); ++a) {
        for (int b = 0; b < a; ++b) {
            if (DesignLayout::cardRect(graph.nodes.at(a)).intersects(DesignLayout::cardRect(graph.nodes.at(b))))
                return true;
        }
    }
    return false;
}

} // namespace

class TestDesignLayout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nodesWithoutAPlaceGetOneInTheOrderOfTheFlow()
    {
        DesignGraph graph = graphOf(withoutPlaces(smallPipeline()));
        QVERIFY(!graph.nodes.first().hasPosition);
        DesignLayout::placeRest(graph);
        QVERIFY(!overlaps(graph));
        QVERIFY(graph.find(u"template"_s)->position.x() < graph.find(u"filter"_s)->position.x());
        QVERIFY(graph.find(u"filter"_s)->position.x() < graph.find(u"format"_s)->position.x());
    }

    void aLoopDoesNotKeepNodesFromTheirPlaces()
    {
        Json definition = withoutPlaces(smallPipeline());
        DraftEditor editor(definition);
        editor.connect({u"format"_s, u"out"_s}, {u"template"_s, u"in"_s});
        DesignGraph graph = graphOf(editor.definition());
        DesignLayout::placeRest(graph);
        QVERIFY(!overlaps(graph));
    }

    void portsHaveRowsWhereThereAreSeveral()
    {
        const DesignGraph graph = graphOf(smallPipeline());
        const DesignNode &filter = *graph.find(u"filter"_s);
        QCOMPARE(filter.outputs.size(), 3); // holds, does not hold, fails
        QVERIFY(DesignLayout::hasRow(filter, 0));
        QVERIFY(!DesignLayout::hasRow(filter, 2));
        QVERIFY(DesignLayout::outPoint(filter, 0).y() < DesignLayout::outPoint(filter, 1).y());
        QCOMPARE(DesignLayout::outPoint(filter, 2).y(), DesignLayout::cardRect(filter).bottom());
        const DesignNode &tmpl = *graph.find(u"template"_s);
        QVERIFY(!DesignLayout::hasRow(tmpl, 0));
        QCOMPARE(DesignLayout::outPoint(tmpl, 0).y(), DesignLayout::inPoint(tmpl).y());
    }

    void alignedCardsShareAnEdgeAndDistributedOnesAGap()
    {
        const DesignGraph graph = graphOf(smallPipeline());
        const auto top = DesignLayout::aligned(graph, {0, 1, 3}, DesignLayout::Edge::Top);
        QCOMPARE(top.value(u"tag"_s), QPointF(592, 0));
        const auto right = DesignLayout::aligned(graph, {0, 3}, DesignLayout::Edge::Right);
        QCOMPARE(right.value(u"template"_s).x(), 592.0);
        QVERIFY(DesignLayout::distributed(graph, {0, 1}, Qt::Horizontal).isEmpty());
        const auto across = DesignLayout::distributed(graph, {0, 1, 2}, Qt::Horizontal);
        QCOMPARE(across.value(u"filter"_s).x() - across.value(u"template"_s).x(), across.value(u"format"_s).x() - across.value(u"filter"_s).x());
    }

    void draggedCardsStopAtOthersElseOnTheGrid()
    {
        const QRectF moved(0, 0, 200, 56);
        const auto near = DesignLayout::snap(moved, {297, 101}, {QRectF(300, 300, 200, 56)}, 6);
        QCOMPARE(near.delta, QPointF(300, 104));
        QCOMPARE(near.guides.size(), 1);
        const auto alone = DesignLayout::snap(moved, {13, 3}, {}, 6);
        QCOMPARE(alone.delta, QPointF(16, 0));
        QVERIFY(alone.guides.isEmpty());
    }

    void aFreePlaceTouchesNothing()
    {
        const DesignGraph graph = graphOf(smallPipeline());
        const QRectF card(DesignLayout::freePlace(graph, {300, 4}, {208, 56}), QSizeF(208, 56));
        for (const DesignNode &node : graph.nodes)
            QVERIFY(!DesignLayout::cardRect(node).intersects(card));
    }

    void graphvizPlacesEverythingInOrder()
    {
        DesignGraph graph = graphOf(smallPipeline());
        const auto places = autoLayout(graph);
        QVERIFY(places);
        QCOMPARE(places->size(), 4);
        QCOMPARE(places->value(u"template"_s), QPointF(0, 0));
        for (DesignNode &node : graph.nodes)
            node.position = places->value(node.id);
        QVERIFY(!overlaps(graph));
        QVERIFY(graph.find(u"filter"_s)->position.x() < graph.find(u"format"_s)->position.x());
        QVERIFY(autoLayout(DesignGraph())->isEmpty());
    }

    void graphvizManagesAThousandNodes()
    {
        const DesignGraph graph = graphOf(largePipeline(1'000, 1'500));
        QElapsedTimer timer;
        timer.start();
        const auto places = autoLayout(graph);
        QVERIFY(places);
        QCOMPARE(places->size(), 1'000);
        qInfo("laid out in %lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 15'000); // some two seconds where nothing else runs; 24 before it was bounded
    }

    void tenThousandNodesGetColumns()
    {
        const auto places = autoLayout(graphOf(largePipeline(10'000, 15'000)));
        QVERIFY(places);
        QCOMPARE(places->size(), 10'000);
    }

    void partsStandBelowEachOtherAndItStopsBetweenThem()
    {
        DesignGraph graph = graphOf(smallPipeline()); // nothing leads to Tag
        qsizetype asked = 0;
        const auto places = autoLayout(graph, [&](qsizetype, qsizetype all) {
            ++asked;
            return all == 4;
        });
        QVERIFY(places);
        QVERIFY(asked >= 3);
        QVERIFY(places->value(u"tag"_s).y() > places->value(u"filter"_s).y() + DesignLayout::kCardHead);
        const auto stopped = autoLayout(graph, [](qsizetype done, qsizetype) { return done == 0; });
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    }

    void aLongRowIsFolded()
    {
        Json definition = largePipeline(24, 23); // one after the other
        Json nodes = Json::array();
        for (Json node : definition.value("nodes").items()) {
            node.remove("position");
            nodes.append(node);
        }
        definition.insert("nodes", nodes);
        DesignGraph graph = graphOf(definition);
        DesignLayout::placeRest(graph);
        QVERIFY(!overlaps(graph));
        const QRectF all = DesignLayout::bounds(graph);
        QVERIFY2(all.width() / all.height() > 1.2 && all.width() / all.height() < 4, qPrintable(QString::number(all.width() / all.height())));
        QVERIFY(graph.nodes.at(1).position.x() > graph.nodes.at(0).position.x());
        QVERIFY(std::abs(graph.nodes.at(1).position.y() - graph.nodes.at(0).position.y()) < 40); // in one row
        // Not through a group.
        DesignGraph grouped = graphOf(definition);
        grouped.groups.append({u"g"_s, u"All"_s, {0, 23}});
        DesignLayout::placeRest(grouped);
        QVERIFY(DesignLayout::bounds(grouped).height() < 400);
        const auto places = autoLayout(graphOf(definition));
        QVERIFY(places);
        QVERIFY(places->value(u"n23"_s).y() > places->value(u"n0"_s).y() + 100);
    }

    void whatDoesNotFitSaysWhy()
    {
        const ComponentTable components = builtInComponents();
        const DesignGraph graph = graphOf(smallPipeline());
        QVERIFY(canConnect(graph, components, 1, 1, 3).fits);
        QVERIFY(canConnect(graph, components, 0, 0, 3).reason.contains(u"Filter"_s));
        QVERIFY(!canConnect(graph, components, 0, 0, 1).fits);
        QVERIFY(!canConnect(graph, components, 2, 0, 2).fits);
        DraftEditor editor(smallPipeline());
        editor.addNode(Json::object({{"id", "join"}, {"component", "join"}}), {900, 0});
        QVERIFY(canConnect(graphOf(editor.definition()), components, 2, 0, 4).reason.contains(u"Split"_s));
    }
};

QTEST_MAIN(TestDesignLayout)
#include "tst_designlayout.moc"
