// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/validator.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

class NoStep final : public Step
{
public:
    [[nodiscard]] StepResult run(const StepInput &, RunContext &) const override { return {}; }
};

/// Leaves by `out` or `invalid`, wants a text `words`, and refuses the word "never" only when it is prepared.
class FakeComponent final : public Component
{
public:
    FakeComponent()
    {
        m_descriptor.name = u"fake"_s;
        m_descriptor.configSchema
            = Json::parse(
                  R"({"type":"object","properties":{"words":{"type":"string","minLength":1},"ports":{"type":"array"}},"additionalProperties":false})")
                  .value();
        m_descriptor.outputs = {{u"out"_s, u"Out"_s}, {u"invalid"_s, u"Invalid"_s}};
    }
    [[nodiscard]] const ComponentDescriptor &descriptor() const override { return m_descriptor; }
    [[nodiscard]] Result<std::shared_ptr<const Step>> prepare(const Json &config) const override
    {
        if (config.value("words").toString() == u"never"_s)
            return fail(ErrorCode::ComponentConfig, u"not this word"_s);
        return std::make_shared<NoStep>();
    }

private:
    ComponentDescriptor m_descriptor;
};

/// Makes children by `item`.
class FakeSplit final : public Component
{
public:
    FakeSplit()
    {
        m_descriptor.name = u"fake_split"_s;
        m_descriptor.outputs = {{u"out"_s, u"Out"_s, false}, {u"item"_s, u"Item"_s, true}};
        m_descriptor.effect = Effect::Writes;
        m_descriptor.cacheable = true;
    }
    [[nodiscard]] const ComponentDescriptor &descriptor() const override { return m_descriptor; }
    [[nodiscard]] Result<std::shared_ptr<const Step>> prepare(const Json &) const override { return std::make_shared<NoStep>(); }

private:
    ComponentDescriptor m_descriptor;
};

class FakeJoin final : public Component
{
public:
    FakeJoin()
    {
        m_descriptor.name = u"fake_join"_s;
        m_descriptor.outputs = {{u"out"_s, u"Out"_s, false}};
        m_descriptor.joins = true;
    }
    [[nodiscard]] const ComponentDescriptor &descriptor() const override { return m_descriptor; }
    [[nodiscard]] Result<std::shared_ptr<const Step>> prepare(const Json &) const override { return std::make_shared<NoStep>(); }

private:
    ComponentDescriptor m_descriptor;
};

const Component *lookup(const QString &name)
{
    static const FakeComponent fake;
    static const FakeSplit split;
    static const FakeJoin join;
    for (const Component *component : std::initializer_list<const Component *>{&fake, &split, &join}) {
        if (component->descriptor().name == name)
            return component;
    }
    return nullptr;
}

QStringList messages(const PipelineDefinition &pipeline)
{
    QStringList all;
    for (const PipelineProblem &problem : validatePipeline(pipeline, lookup))
        all.append(problem.node + u": "_s + problem.message);
    return all;
}

PipelineDefinition chain(int nodes)
{
    return PipelineDefinition::chain(u"p"_s, u"P"_s, QStringList(nodes, u"fake"_s));
}

PipelineLink link(const QString &from, const QString &port, const QString &to, const QString &condition = {})
{
    return {{from, port}, {to, u"in"_s}, condition, Json::object(), {}};
}

} // namespace

class TestValidator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGoodPipelineHasNoProblems()
    {
        PipelineDefinition pipeline = chain(3);
        pipeline.links.append(link(u"fake"_s, u"invalid"_s, u"fake_3"_s));
        pipeline.links.append(link(u"fake_2"_s, u"error"_s, u"fake_3"_s));
        QVERIFY(validatePipeline(pipeline, lookup).isEmpty());
    }

    void aSpawningPortMayHaveManyOpenLinks()
    {
        PipelineDefinition pipeline = PipelineDefinition::chain(u"p"_s, u"P"_s, {u"fake_split"_s, u"fake_join"_s, u"fake"_s});
        pipeline.links.append(link(u"fake_split"_s, u"item"_s, u"fake_join"_s));
        pipeline.links.append(link(u"fake_split"_s, u"item"_s, u"fake"_s));
        QCOMPARE(messages(pipeline), QStringList());
    }

    void aJoinNeedsASplitBeforeIt()
    {
        const PipelineDefinition pipeline = PipelineDefinition::chain(u"p"_s, u"P"_s, {u"fake_join"_s, u"fake_split"_s});
        QCOMPARE(messages(pipeline), QStringList{u"fake_join: nothing before this node makes children that it could wait for"_s});
    }

    void aLoopNeedsAWayOut()
    {
        PipelineDefinition pipeline = chain(2);
        pipeline.nodes[1].config = Json::object();
        pipeline.links.append(link(u"fake_2"_s, u"out"_s, u"fake"_s));
        QCOMPARE(messages(pipeline), QStringList()); // `invalid` leads out of both
        pipeline.links.append(link(u"fake"_s, u"invalid"_s, u"fake_2"_s));
        pipeline.links.append(link(u"fake_2"_s, u"invalid"_s, u"fake"_s));
        QCOMPARE(messages(pipeline), QStringList{u"fake: nothing leads out of the loop that this node is in"_s});
        pipeline.links[1].condition = u"again"_s;
        QCOMPARE(messages(pipeline), QStringList());
    }

    void aLimitInALoopCouldHoldEverythingUp()
    {
        PipelineDefinition pipeline = chain(2);
        pipeline.links[0].limits.maxItems = 5;
        QCOMPARE(messages(pipeline), QStringList());
        pipeline.links.append(link(u"fake_2"_s, u"out"_s, u"fake"_s, u"again"_s));
        QCOMPARE(messages(pipeline).size(), 1);
    }

    void aConditionThatCannotBeReadIsNamedWithItsNode()
    {
        PipelineDefinition pipeline = chain(2);
        pipeline.links[0].condition = u"a ||"_s;
        const auto problems = validatePipeline(pipeline, lookup);
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.first().node, u"fake"_s);
        QCOMPARE(problems.first().code, ErrorCode::ExpressionInvalid);
    }

    void whatWritesOutsideIsNotKept()
    {
        PipelineDefinition pipeline = PipelineDefinition::chain(u"p"_s, u"P"_s, {u"fake_split"_s});
        pipeline.nodes[0].caches = true;
        QCOMPARE(messages(pipeline).size(), 1);
    }

    void anEmptyPipelineCannotRun()
    {
        const auto problems = validatePipeline(PipelineDefinition(), lookup);
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.first().code, ErrorCode::PipelineInvalid);
    }

    void unknownComponentsAreNamedAtTheirNode()
    {
        const auto problems = validatePipeline(PipelineDefinition::chain(u"p"_s, u"P"_s, {u"fake"_s, u"nobody"_s}), lookup);
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.first().node, u"nobody"_s);
        QCOMPARE(problems.first().code, ErrorCode::ComponentUnknown);
        QVERIFY(problems.first().message.contains(u"\"nobody\""_s));
    }

    void configsAreHeldAgainstTheirSchemaFirst()
    {
        PipelineDefinition pipeline = chain(2);
        pipeline.nodes[0].config = Json::object({{"words", ""}, {"colour", 1}});
        pipeline.nodes[1].config = Json::object({{"words", "never"}});
        const auto problems = validatePipeline(pipeline, lookup);
        QCOMPARE(problems.size(), 3);
        QCOMPARE(problems.at(0).code, ErrorCode::ComponentConfig);
        QVERIFY(problems.at(0).message.startsWith(u"config/words"_s));
        QVERIFY(problems.at(1).message.startsWith(u"config/colour"_s));
        QCOMPARE(problems.at(2).node, u"fake_2"_s);
        QCOMPARE(problems.at(2).message, u"not this word"_s);
    }

    void portsMustExist()
    {
        PipelineDefinition pipeline = chain(2);
        pipeline.links[0].from.port = u"sideways"_s;
        const auto problems = validatePipeline(pipeline, lookup);
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.first().node, u"fake"_s);
        QVERIFY(problems.first().message.contains(u"sideways"_s));
        pipeline.nodes[0].config = Json::object({{"ports", Json::array({"sideways"})}});
        QVERIFY(validatePipeline(pipeline, lookup).isEmpty());
    }

    void onePortLeadsOneWayUnlessConditionsDecide()
    {
        PipelineDefinition pipeline = chain(3);
        pipeline.links.append(link(u"fake"_s, u"out"_s, u"fake_3"_s));
        QCOMPARE(validatePipeline(pipeline, lookup).size(), 1);
        pipeline.links.last().condition = u"a"_s;
        QVERIFY(validatePipeline(pipeline, lookup).isEmpty());
    }

    void nodesThatNothingLeadsToAreTold()
    {
        PipelineDefinition pipeline = chain(3);
        pipeline.links.removeLast();
        const auto problems = validatePipeline(pipeline, lookup);
        QCOMPARE(problems.size(), 1);
        QCOMPARE(problems.first().node, u"fake_3"_s);
    }

    void linksToNowhereAreTold()
    {
        PipelineDefinition pipeline = chain(1);
        pipeline.links.append(link(u"fake"_s, u"out"_s, u"gone"_s));
        const auto problems = validatePipeline(pipeline, lookup);
        QCOMPARE(problems.size(), 1);
        QVERIFY(problems.first().message.contains(u"\"gone\""_s));
    }

    void loopsAreAllowed()
    {
        PipelineDefinition pipeline = chain(2);
        pipeline.links.append(link(u"fake_2"_s, u"invalid"_s, u"fake"_s));
        QVERIFY(validatePipeline(pipeline, lookup).isEmpty());
    }

    void problemsAreWrittenWithTheirCode()
    {
        const PipelineProblem problem{u"n"_s, ErrorCode::ComponentUnknown, u"m"_s};
        QCOMPARE(problem.toJson().toBytes(), R"({"node":"n","code":"component.unknown","message":"m"})"_ba);
    }
};

QTEST_APPLESS_MAIN(TestValidator)
#include "tst_validator.moc"
