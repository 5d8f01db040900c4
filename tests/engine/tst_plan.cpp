// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/plan.h"
#include "support/testcomponents.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestPlan : public QObject
{
    Q_OBJECT

private:
    ComponentRegistry m_registry;

    static PipelineDefinition forked()
    {
        PipelineDefinition definition = PipelineDefinition::chain(u"p"_s, u"P"_s, {u"test_echo"_s, u"test_echo"_s, u"test_echo"_s});
        definition.links.clear();
        definition.links.append({{u"test_echo"_s, u"out"_s}, {u"test_echo_2"_s, u"in"_s}, u"urgent"_s, Json::object(), {}});
        definition.links.append({{u"test_echo"_s, u"out"_s}, {u"test_echo_3"_s, u"in"_s}, {}, Json::object(), {}});
        return definition;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const auto &component : testComponents())
            m_registry.add(component);
    }

    void theFirstLinkWhoseConditionHoldsIsTaken()
    {
        const auto plan = Plan::compile(1, forked(), m_registry);
        QVERIFY2(plan.has_value(), plan ? "" : qPrintable(plan.error().text));
        QCOMPARE((*plan)->next(0, u"out"_s, Json::object({{"urgent", true}})), 1);
        QCOMPARE((*plan)->next(0, u"out"_s, Json::object({{"urgent", false}})), 2);
        QCOMPARE((*plan)->next(0, u"out"_s, Json::object()), 2);
        QCOMPARE((*plan)->next(1, u"out"_s, Json::object()), std::nullopt);
        QCOMPARE((*plan)->next(0, u"elsewhere"_s, Json::object()), std::nullopt);
    }

    void aLoopIsSeen()
    {
        PipelineDefinition definition = PipelineDefinition::chain(u"p"_s, u"P"_s, {u"test_echo"_s, u"test_echo"_s});
        QVERIFY(!(*Plan::compile(1, definition, m_registry))->node(1).inLoop);
        definition.links.append({{u"test_echo_2"_s, u"out"_s}, {u"test_echo_2"_s, u"in"_s}, u"again"_s, Json::object(), {}});
        const auto plan = *Plan::compile(1, definition, m_registry);
        QVERIFY(!plan->node(0).inLoop);
        QVERIFY(plan->node(1).inLoop);
    }

    void aSubmissionContinuesAfterWhatItSaysIsDone()
    {
        const auto plan = *Plan::compile(1, PipelineDefinition::chain(u"p"_s, u"P"_s, {u"test_echo"_s, u"test_flaky"_s}), m_registry);
        QCOMPARE(plan->resumeAt({}), 0);
        QCOMPARE(plan->resumeAt({u"test_echo"_s}), 1);
        QCOMPARE(plan->resumeAt({u"test_echo"_s, u"test_flaky"_s}), std::nullopt);
        QCOMPARE(plan->resumeAt({u"something else"_s}), 0);
    }

    void everyProblemIsTold()
    {
        PipelineDefinition definition = PipelineDefinition::chain(u"p"_s, u"P"_s, {u"nothing_like_it"_s, u"neither"_s});
        const auto plan = Plan::compile(1, definition, m_registry);
        QCOMPARE(plan.error().code, ErrorCode::PipelineInvalid);
        QCOMPARE(plan.error().detail.value("problems").size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
