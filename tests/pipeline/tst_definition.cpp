// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/definition.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kGraph
    = R"({"format":"millrace.pipeline/1","id":"p","title":"P","description":"what it is for","nodes":[)"
      R"({"id":"check","title":"Check","component":"validate","config":{"min":1.10},)"
      R"("retry":{"max_attempts":5,"backoff":"fixed","delay_ms":10,"max_delay_ms":20,"jitter":0},"timeout_ms":500,"position":{"x":1,"y":2},"later":"kept"},)"
      R"({"id":"good","component":"transformer","config":{},"timeout_ms":60000},{"id":"bad","component":"report","config":{},"timeout_ms":60000}],)"
      R"("links":[{"from":{"node":"check","port":"out"},"to":{"node":"good","port":"in"},"condition":"score > `3`","colour":"red"},)"
      R"({"from":{"node":"check","port":"invalid"},"to":{"node":"bad","port":"in"}}],"groups":[{"title":"G"}],"notes":["n"],"future":{"a":[1]}})";

QStringList problemPaths(const Result<PipelineDefinition> &definition)
{
    QStringList paths;
    if (!definition) {
        for (const Json &problem : definition.error().detail.value("problems").items())
            paths.append(problem.value("path").toString());
    }
    return paths;
}

} // namespace

class TestDefinition : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFileSurvivesARoundTripWithWhatIsUnknown()
    {
        const auto definition = PipelineDefinition::fromJson(Json::parseStrict(kGraph).value());
        QVERIFY(definition);
        QCOMPARE(definition->toJson().toBytes(), kGraph);
        QCOMPARE(PipelineDefinition::fromJson(definition->toJson()).value(), *definition);
        QCOMPARE(definition->nodes.first().retry.maxAttempts, 5);
        QCOMPARE(definition->nodes.first().retry.backoff, RetryPolicy::Backoff::Fixed);
        QCOMPARE(definition->nodes.first().timeoutMs, 500);
        QCOMPARE(definition->nodes.first().extra.value("later").toString(), u"kept"_s);
        QCOMPARE(definition->links.first().condition, u"score > `3`"_s);
    }

    void limitsSurviveWithWhatIsUnknownOfThem()
    {
        const QByteArray file
            = R"json({"format":"millrace.pipeline/1","id":"p","title":"P","nodes":[{"id":"a","component":"x","config":{},)json"
              R"json("timeout_ms":60000,"limits":{"concurrency":2,"gpus":1},"position":[1,2]}],"links":[{"from":{"node":"a","port":"out"},)json"
              R"json("to":{"node":"a","port":"in"},"limits":{"max_items":3,"of_kind":"b"}}],"groups":[],"notes":[],"limits":"mine"})json";
        const auto read = PipelineDefinition::fromJson(Json::parse(file).value());
        QVERIFY(read.has_value());
        QCOMPARE(read->nodes.first().limits.concurrency, 2);
        QCOMPARE(read->links.first().limits.maxItems, 3);
        QCOMPARE(read->toJson(), Json::parse(file).value());
    }

    void limitsThatAreNoneAreRefused_data()
    {
        QTest::addColumn<QByteArray>("limits");
        QTest::newRow("too many at once") << QByteArray("{\"concurrency\":4294967297}");
        QTest::newRow("hardly ever") << QByteArray("{\"per_second\":1e-300}");
        QTest::newRow("faster than any clock") << QByteArray("{\"per_second\":1e300}");
        QTest::newRow("negative") << QByteArray("{\"per_second\":-1}");
        QTest::newRow("more visits than are counted") << QByteArray("{\"max_visits\":65001}");
        QTest::newRow("visits that wrap round") << QByteArray("{\"max_visits\":4294967297}");
    }
    void limitsThatAreNoneAreRefused()
    {
        QFETCH(QByteArray, limits);
        const QByteArray file = "{\"format\":\"millrace.pipeline/1\",\"id\":\"p\",\"nodes\":[{\"id\":\"a\",\"component\":\"x\",\"limits\":" + limits
            + "}],\"links\":[]}";
        QVERIFY(!PipelineDefinition::fromJson(Json::parse(file).value()).has_value());
    }

    void aGraphKnowsItsWays()
    {
        const PipelineDefinition graph = PipelineDefinition::fromJson(Json::parse(kGraph).value()).value();
        QVERIFY(!graph.isChain());
        QCOMPARE(graph.shorthand().toBytes(), R"(["check","good","bad"])"_ba);
        QCOMPARE(graph.firstNode(), u"check"_s);
        QCOMPARE(graph.find(u"bad")->component, u"report"_s);
        QVERIFY(!graph.find(u"none"));
        QCOMPARE(graph.linksFrom(u"check", u"invalid").size(), 1);
        QCOMPARE(graph.linksFrom(u"check", u"invalid").first().to.node, u"bad"_s);
        QVERIFY(graph.linksFrom(u"good", u"out").isEmpty());
    }

    void theShortFormIsAChain()
    {
        const auto chain = PipelineDefinition::fromJson(Json::array({"template", "ai_generator", "transformer"}));
        QVERIFY(chain);
        QVERIFY(chain->isChain());
        QCOMPARE(chain->shorthand().toBytes(), R"(["template","ai_generator","transformer"])"_ba);
        QCOMPARE(chain->links.size(), 2);
        QCOMPARE(chain->firstNode(), u"template"_s);
        QCOMPARE(PipelineDefinition::fromJson(chain->toJson()).value(), *chain);
    }

    void aComponentMayComeTwice()
    {
        const PipelineDefinition chain
            = PipelineDefinition::chain(u"c"_s, u"C"_s, {u"transformer"_s, u"validate"_s, u"transformer"_s, u"transformer"_s});
        QCOMPARE(chain.nodes.at(0).id, u"transformer"_s);
        QCOMPARE(chain.nodes.at(2).id, u"transformer_2"_s);
        QCOMPARE(chain.nodes.at(3).id, u"transformer_3"_s);
        QVERIFY(chain.isChain());
        QCOMPARE(chain.shorthand().toBytes(), R"(["transformer","validate","transformer","transformer"])"_ba);
        QVERIFY(PipelineDefinition::fromJson(chain.toJson()));
    }

    void aNameThatLooksNumberedStaysUnique()
    {
        const PipelineDefinition chain = PipelineDefinition::chain(u"c"_s, u"C"_s, {u"a"_s, u"a_2"_s, u"a"_s});
        QVERIFY(PipelineDefinition::fromJson(chain.toJson()));
    }

    void emptyAndSingleNodes()
    {
        QVERIFY(!PipelineDefinition().isChain());
        QVERIFY(PipelineDefinition().firstNode().isEmpty());
        QVERIFY(PipelineDefinition::chain(u"c"_s, u"C"_s, {u"one"_s}).isChain());
    }

    void aRingBeginsWithItsFirstNode()
    {
        PipelineDefinition ring = PipelineDefinition::chain(u"c"_s, u"C"_s, {u"a"_s, u"b"_s});
        ring.links.append({{u"b"_s, u"again"_s}, {u"a"_s, u"in"_s}, {}, Json::object(), {}});
        QCOMPARE(ring.firstNode(), u"a"_s);
        QVERIFY(!ring.isChain());
    }

    void aConditionMakesAGraph()
    {
        PipelineDefinition chain = PipelineDefinition::chain(u"c"_s, u"C"_s, {u"a"_s, u"b"_s});
        chain.links.first().condition = u"x"_s;
        QVERIFY(!chain.isChain());
    }

    void everyProblemIsTold()
    {
        const auto definition
            = PipelineDefinition::fromJson(Json::parse(R"({"format":"other","id":5,"nodes":[{"id":"a"},{"id":"a","component":"x","config":[],
            "retry":{"backoff":"soon","max_attempts":0,"delay_ms":10,"max_delay_ms":5,"jitter":2},"timeout_ms":0},{"component":"x","retry":1}],
            "links":[{"from":{"node":"none"},"to":{"node":"a"},"condition":5}]})")
                                               .value());
        QVERIFY(!definition);
        QCOMPARE(definition.error().code, ErrorCode::PipelineInvalid);
        const QStringList paths = problemPaths(definition);
        for (const auto &path : {u"/format"_s, u"/id"_s, u"/nodes/0/component"_s, u"/nodes/1/id"_s, u"/nodes/1/config"_s, u"/nodes/1/retry/backoff"_s,
                                 u"/nodes/1/retry/max_attempts"_s, u"/nodes/1/retry/delay_ms"_s, u"/nodes/1/retry/jitter"_s, u"/nodes/1/timeout_ms"_s,
                                 u"/nodes/2/id"_s, u"/nodes/2/retry"_s, u"/links/0/from/node"_s, u"/links/0/condition"_s})
            QVERIFY2(paths.contains(path), qPrintable(path + u" in "_s + paths.join(u' ')));
        QVERIFY(definition.error().text.startsWith(u"/format"_s));
    }

    void refusesWhatIsNoPipeline_data()
    {
        QTest::addColumn<bool>("isTaken");
        for (const char *json : {"1", "null", "\"article\"", "[]", "[1]", "[\"a\",\"\"]", R"({"format":"millrace.pipeline/1","id":"p","nodes":[]})",
                                 R"({"format":"millrace.pipeline/1","id":"p","nodes":{}})", R"({"format":"millrace.pipeline/1","id":"p"})",
                                 R"({"format":"millrace.pipeline/1","id":"p","nodes":[1]})",
                                 R"({"format":"millrace.pipeline/1","id":"p","nodes":[{"id":"a","component":"c"}],"links":5})"})
            QTest::newRow(json) << false;
        QTest::newRow(R"({"format":"millrace.pipeline/1","id":"p","nodes":[{"id":"a","component":"c"}]})") << true;
    }
    void refusesWhatIsNoPipeline()
    {
        QFETCH(bool, isTaken);
        const auto definition = PipelineDefinition::fromJson(Json::parse(QTest::currentDataTag()).value());
        QCOMPARE(definition.has_value(), isTaken);
        if (!definition)
            QCOMPARE(definition.error().code, ErrorCode::PipelineInvalid);
    }
};

QTEST_APPLESS_MAIN(TestDefinition)
#include "tst_definition.moc"
