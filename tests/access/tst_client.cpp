// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/client.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNewClientReadsAndIsAskedAboutTheRest()
    {
        const ClientPolicy policy;
        QCOMPARE(policy.verdict(u"any"_s, Access::Read), Verdict::Allow);
        QCOMPARE(policy.verdict(u"any"_s, Access::Propose), Verdict::Allow);
        QCOMPARE(policy.verdict(u"any"_s, Access::Write), Verdict::AskOnce);
        QCOMPARE(policy.verdict(u"any"_s, Access::Destroy), Verdict::AskAlways);
    }

    void aToolsOwnRuleGoesBeforeItsClass()
    {
        ClientPolicy policy;
        policy.tools.insert(u"submit"_s, Verdict::Allow);
        policy.tools.insert(u"search"_s, Verdict::Deny);
        QCOMPARE(policy.verdict(u"submit"_s, Access::Write), Verdict::Allow);
        QCOMPARE(policy.verdict(u"search"_s, Access::Read), Verdict::Deny);
        QCOMPARE(policy.verdict(u"other"_s, Access::Write), Verdict::AskOnce);
    }

    void readOnlyGoesBeforeEverything()
    {
        ClientPolicy policy;
        policy.access.fill(Verdict::Allow);
        policy.tools.insert(u"submit"_s, Verdict::Allow);
        policy.readOnly = true;
        QCOMPARE(policy.verdict(u"submit"_s, Access::Write), Verdict::Deny);
        QCOMPARE(policy.verdict(u"propose"_s, Access::Propose), Verdict::Deny);
        QCOMPARE(policy.verdict(u"get"_s, Access::Read), Verdict::Allow);
    }

    void aPolicyIsReadAsItIsWritten()
    {
        ClientPolicy policy;
        policy.access = {Verdict::AskOnce, Verdict::Deny, Verdict::AskAlways, Verdict::Allow};
        policy.tools.insert(u"submit"_s, Verdict::Deny);
        policy.folders = {u"/srv/in"_s, u"/srv/out"_s};
        policy.readOnly = true;
        QCOMPARE(ClientPolicy::fromJson(policy.toJson(), {}).value(), policy);
    }

    void whatIsNotGivenStays()
    {
        ClientPolicy before;
        before.tools.insert(u"submit"_s, Verdict::Deny);
        before.tools.insert(u"get"_s, Verdict::Deny);
        before.folders = {u"/srv"_s};
        const auto after = ClientPolicy::fromJson(
            Json::object({{"write", "deny"}, {"tools", Json::object({{"submit", nullptr}, {"search", "ask_once"}})}}), before);
        QVERIFY(after);
        QCOMPARE(after->access, (std::array{Verdict::Allow, Verdict::Allow, Verdict::Deny, Verdict::AskAlways}));
        QCOMPARE(after->tools, (QMap<QString, Verdict>{{u"get"_s, Verdict::Deny}, {u"search"_s, Verdict::AskOnce}}));
        QCOMPARE(after->folders, QStringList{u"/srv"_s});
    }

    void wordsThatMeanNothingAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("a verdict that there is none of") << QByteArray(R"({"write":"sometimes"})");
        QTest::newRow("a verdict that is no text") << QByteArray(R"({"read":true})");
        QTest::newRow("a tool's") << QByteArray(R"({"tools":{"x":"maybe"}})");
        QTest::newRow("a folder that is relative") << QByteArray(R"({"folders":["in"]})");
        QTest::newRow("a folder with a NUL") << QByteArray(R"({"folders":["/in\u0000put"]})");
    }
    void wordsThatMeanNothingAreRefused()
    {
        QFETCH(const QByteArray, json);
        const auto policy = ClientPolicy::fromJson(Json::parse(json).value(), {});
        QVERIFY(!policy);
        QCOMPARE(policy.error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_APPLESS_MAIN(TestClient)
#include "tst_client.moc"
