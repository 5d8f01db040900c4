// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/queryanswer.h"

#include "metrics/alertinfo.h"
#include "metrics/linesmodel.h"
#include "metrics/paneleditor.h"
#include "metrics/timerange.h"

#include <QAbstractItemModelTester>
#include <QTest>

#include <cmath>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Json parsed(const QByteArray &text)
{
    return Json::parseStrict(text).value();
}

const QByteArray kAnswer = R"({"metric":"millrace_step_duration_seconds","function":"p95","unit":"seconds","kind":"histogram",
    "from":1000,"to":1040,"step":10,"level":10,"series":[
        {"labels":{"node":"a"},"t0":1000,"values":[0.5,null,1.5,2]},
        {"labels":{"node":"b"},"t0":1000,"values":[null,null,null,null]}],"dropped":3})";

const QByteArray kHeat = R"({"metric":"m","function":"heatmap","unit":"seconds","from":1000,"to":1030,"step":10,"level":10,
    "buckets":[0.001,0.01,0.1,1],"series":[{"labels":{},"t0":1000,"cells":[[0,1,5],[2,2,7],[9,9,1]]}]})";

const QByteArray kPanel = R"({"id":"p","title":"Steps","kind":"area","x":6,"y":0,"w":6,"h":3,"decimals":2,
    "queries":[{"metric":"m","function":"p95","by":["node"],"legend":"{{node}} of {{other}}"}],
    "thresholds":[{"value":2,"severity":"critical"}],"mine":{"kept":true}})";

} // namespace

/// What the door says about measurements, as the window takes it.
class TestQueryAnswer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesStandAtTheirTimes()
    {
        const QueryAnswer answer = QueryAnswer::fromJson(parsed(kAnswer));
        QVERIFY(answer.problem.isEmpty());
        QCOMPARE(answer.dropped, 3);
        QCOMPARE(answer.series.size(), 2);
        QCOMPARE(answer.series.constFirst().line.times, (QList<double>{1000, 1010, 1020, 1030}));
        QVERIFY(std::isnan(answer.series.constFirst().line.values.at(1)));
        QCOMPARE(answer.series.constFirst().line.values.at(3), 2.0);
    }

    void countsBySizeAreFilledIn()
    {
        const QueryAnswer answer = QueryAnswer::fromJson(parsed(kHeat));
        const Buckets &buckets = answer.series.constFirst().buckets;
        QCOMPARE(buckets.times.size(), 3);
        QCOMPARE(buckets.counts.at(0).at(1), 5.0);
        QCOMPARE(buckets.counts.at(2).at(2), 7.0);
        QCOMPARE(buckets.sums(), (QList<double>{0, 5, 7, 0})); // what lies outside is nobody's
        PanelInfo panel;
        panel.kind = PanelKind::HeatMap;
        panel.queries = {PanelQuery()};
        const PlotContent content = panelContent(panel, {answer}, {});
        QCOMPARE(content.buckets.bounds, (QList<double>{0.01, 0.1})); // without the empty ones at both ends
        QVERIFY(!content.isEmpty());
    }

    void aQuestionThatFailedSaysWhy()
    {
        const QList<QueryAnswer> answers = QueryAnswer::listFromJson(
            Json::object({{"results", Json::array({parsed(kAnswer), parsed(R"({"error":{"code":"x","message":"no such metric"}})")})}}));
        QCOMPARE(answers.size(), 2);
        QCOMPARE(answers.at(1).problem, u"no such metric"_s);
        QVERIFY(!answers.at(1).isUnmeasured);
        QVERIFY(QueryAnswer::fromJson(parsed(R"({"error":{"code":"not_found","message":"none"}})")).isUnmeasured); // nobody has counted it yet
    }

    void namesComeFromLabels()
    {
        const QueryAnswer::Labelled series{{{u"node"_s, u"a"_s}, {u"pipeline"_s, u"p"_s}}, {}, {}};
        PanelQuery query;
        query.function = u"p95"_s;
        QCOMPARE(lineName(query, series, true), u"a · p"_s);
        QCOMPARE(lineName(query, series, false), u"a · p · p95"_s);
        QCOMPARE(lineName(query, {}, true), u"p95"_s);
        query.legend = u"{{node}} of {{pipeline}}"_s;
        QCOMPARE(lineName(query, series, true), u"a of p"_s);
        query.legend = u"{{unknown}}"_s;
        QCOMPARE(lineName(query, series, true), u"a · p"_s);
    }

    void theLastMinutesFollowTheKeptOnes()
    {
        const QueryAnswer kept = QueryAnswer::fromJson(parsed(kAnswer));
        const QueryAnswer live = QueryAnswer::fromJson(parsed(R"({"metric":"m","function":"p95","unit":"seconds","from":1015,"to":1045,"step":1,
            "series":[{"labels":{"node":"a"},"t0":1018,"values":[null,null,7,8]},{"labels":{"node":"c"},"t0":1018,"values":[1,2,3,4]}]})"));
        const QueryAnswer both = joined(kept, live);
        QCOMPARE(both.series.size(), 3);
        QCOMPARE(both.series.constFirst().line.times, (QList<double>{1000, 1010, 1020, 1021}));
        QCOMPARE(both.series.constFirst().line.values.at(2), 7.0);
        QCOMPARE(both.series.at(1), kept.series.at(1));
    }

    void anEarlierPeriodGoesBesideItsLine()
    {
        const PanelInfo panel = PanelInfo::fromJson(parsed(kPanel));
        const QueryAnswer now = QueryAnswer::fromJson(parsed(kAnswer));
        QueryAnswer before = now;
        before.series.removeFirst();
        const PlotContent content = panelContent(panel, {now}, {before});
        QCOMPARE(content.lines.size(), 2);
        QCOMPARE(content.earlier.size(), 2);
        QVERIFY(content.earlier.constFirst().isEmpty());
        QCOMPARE(content.unit, Unit::Seconds);
        QCOMPARE(content.thresholds, (QList<double>{2}));
        QCOMPARE(content.lines.constFirst().series().name, u"a of"_s);
    }

    void aPanelComesBackAsItWas()
    {
        const Json json = parsed(kPanel);
        const PanelInfo panel = PanelInfo::fromJson(json);
        QCOMPARE(panel.kind, PanelKind::Area);
        QCOMPARE(panel.cells, QRect(6, 0, 6, 3));
        QVERIFY2(panel.toJson().isEquivalent(json), panel.toJson().toBytes().constData()); // with what is not known here
        for (const PanelKind kind : kPanelKinds)
            QCOMPARE(panelKindOf(panelKindName(kind)), kind);
    }

    void aDashboardWrittenByHandIsMadeSound()
    {
        const BoardInfo board = BoardInfo::fromJson(parsed(
            R"({"id":"b","title":"B","refresh":"live","panels":[{"title":"1"},{"id":"x","x":40,"y":3,"w":90,"h":1},{"id":"x","x":0,"y":0,"w":6,"h":3}]})"));
        QCOMPARE(board.panels.size(), 3);
        QSet<QString> ids;
        for (const PanelInfo &panel : board.panels)
            ids.insert(panel.id);
        QCOMPARE(ids.size(), 3);
        QCOMPARE(settled(board.places()), board.places());
        QCOMPARE(board.toJson().value("refresh").toString(), u"live"_s);
    }

    void rangesAreReadAndWritten()
    {
        for (const TimeRange &range : TimeRange::offered()) {
            QCOMPARE(TimeRange::fromText(range.toText()), range);
            QVERIFY(!range.title().isEmpty());
        }
        const TimeRange fixed = TimeRange::fixed(1000, 2000.5);
        QCOMPARE(TimeRange::fromText(fixed.toText()), fixed);
        QCOMPARE(TimeRange::fromText(u"rubbish"_s), TimeRange::last(3600));
        QVERIFY(TimeRange::fixed(5, 5).to - TimeRange::fixed(5, 5).from >= 1);
    }

    void rulesComeBackWithoutTheirState()
    {
        const Json json = parsed(R"({"id":"r","title":"Slow","enabled":true,"severity":"critical","kind":"threshold","metric":"m","function":"p95",
            "by":["node"],"window":300,"op":">","value":2,"for":60,"notify":{"desktop":true,"webhook":null},"help":"why","shipped":true,"changed":false,
            "state":"firing","last":3.5})");
        const RuleInfo rule = RuleInfo::fromJson(json);
        QCOMPARE(rule.state, u"firing"_s);
        QCOMPARE(rule.last, 3.5);
        const Json out = rule.toJson();
        QVERIFY(!out.contains("state") && !out.contains("last") && !out.contains("shipped"));
        QCOMPARE(out.value("help").toString(), u"why"_s);
        QCOMPARE(out.value("for").toInt(), 60);
        QVERIFY(rule.condition().contains(u"m"_s));
        RuleInfo event = rule;
        event.kind = u"event"_s;
        event.topic = u"context.failed"_s;
        QVERIFY(!event.toJson().contains("metric"));
        QVERIFY(event.condition().contains(event.topic));
    }

    void alertsKnowTheirTimes()
    {
        const AlertInfo alert
            = AlertInfo::fromJson(parsed(R"({"id":7,"rule":"r","title":"Slow","severity":"warning","state":"firing","labels":{"node":"a"},
            "value":3,"threshold":2,"text":"3 s","since":"2026-11-22T08:00:00Z","acknowledged_at":null,"silenced_until":null})"));
        QCOMPARE(alert.id(), u"7"_s);
        QCOMPARE(alert.since, qint64(1'795'334'400) * 1'000'000);
        QVERIFY(!alert.isAcknowledged());
    }

    void filtersAreReadAndWritten()
    {
        const Json where = labelFilter(u"node = a|b , pipeline=c, rubbish, =x"_s);
        QCOMPARE(where.toBytes(), R"({"node":["a","b"],"pipeline":"c"})");
        QCOMPARE(labelFilterText(where), u"node=a|b, pipeline=c"_s);
    }

    void tablesHaveTheNumbersOfEachLine()
    {
        LinesModel model;
        const QAbstractItemModelTester tester(&model);
        model.setContent(panelContent(PanelInfo::fromJson(parsed(kPanel)), {QueryAnswer::fromJson(parsed(kAnswer))}, {}));
        QCOMPARE(model.rowCount(), 1); // what measured nothing is no row
        const auto text = [&](LinesModel::Column column) { return model.index(0, static_cast<int>(column)).data().toString(); };
        QCOMPARE(text(LinesModel::Column::Last), u"2\u202Fs"_s);
        QCOMPARE(text(LinesModel::Column::Least), u"500\u202Fms"_s);
        QCOMPARE(text(LinesModel::Column::Mean), u"1.33\u202Fs"_s);
    }
};

QTEST_MAIN(TestQueryAnswer)
#include "tst_queryanswer.moc"
