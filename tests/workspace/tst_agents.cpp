// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "openworkspace.h"
#include "workspace/agentdesk.h"

#include <QDir>
#include <QSignalSpy>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kPipeline = "{'format':'millrace.pipeline/1','id':'p','title':'P','nodes':[{'id':'a','component':'test_echo'}],'links':[]}";

} // namespace

/// Agents at the desk of a workspace: who comes in, what each may do, what waits for a person, what is on record.
class TestAgents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_workspace = std::make_unique<OpenWorkspace>(); }
    void cleanup() { m_workspace.reset(); }

    void aTokenIsShownOnceAndLetsIn()
    {
        const Json added = run(u"client.add"_s, "{'name':'Claude Code'}");
        const QByteArray token = added.value("token").utf8().toByteArray();
        QVERIFY(token.startsWith("mlr_"));
        const auto client = desk().authenticate(token);
        QVERIFY(client);
        QCOMPARE(client->name, u"Claude Code"_s);
        QVERIFY(!desk().authenticate("mlr_" + QByteArray(43, 'A')));
        QVERIFY(!desk().authenticate(""));
        const QByteArray list = run(u"client.list"_s).toBytes();
        QVERIFY(list.contains("Claude Code"));
        QVERIFY(!list.contains("mlr_"));
        const Json person = find(run(u"person.list"_s).value("people"), "id", client->principal);
        QCOMPARE(person.value("kind").toString(), u"agent"_s);
        QCOMPARE(person.value("name").toString(), u"Claude Code"_s);
    }

    void theFileHoldsNoToken()
    {
        const QByteArray token = addClient(u"a"_s);
        m_workspace->reopen(); // everything is in the one file
        QVERIFY(desk().authenticate(token));
        QFile file(m_workspace->path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(!bytes.contains(token));
        QVERIFY(!bytes.contains(token.mid(4)));
        QVERIFY(!bytes.contains(QByteArray::fromBase64(token.mid(4), QByteArray::Base64UrlEncoding)));
    }

    void aRevokedClientIsShutOutAtOnce()
    {
        const QByteArray token = addClient(u"a"_s);
        const auto client = desk().authenticate(token);
        QVERIFY(wait(desk().execute(client, u"stats"_s, u"stats"_s, {})));
        run(u"client.revoke"_s, idOf(client));
        QVERIFY(!desk().authenticate(token));
        QVERIFY(!desk().current(client->id));
        QVERIFY(!desk().mayUse(*client, u"stats"_s, Access::Read));
        QCOMPARE(wait(desk().execute(client, u"stats"_s, u"stats"_s, {})).error().code, ErrorCode::TokenInvalid);
        QCOMPARE(m_workspace->askAs(client->principal, u"stats"_s).error().code, ErrorCode::TokenInvalid);
        m_workspace->reopen();
        QVERIFY(!desk().authenticate(token));
        const Json renewed = run(u"client.renew"_s, idOf(client));
        QVERIFY(!desk().authenticate(token));
        QVERIFY(desk().authenticate(renewed.value("token").utf8()));
    }

    void twoClientsHaveTwoNames()
    {
        addClient(u"Claude"_s);
        QCOMPARE(m_workspace->ask(u"client.add"_s, parsed("{'name':' claude '}")).error().code, ErrorCode::AlreadyExists);
        QCOMPARE(m_workspace->ask(u"client.add"_s, parsed("{'name':'  '}")).error().code, ErrorCode::InvalidArgument);
        const auto other = desk().authenticate(addClient(u"Codex"_s));
        Json args = idOf(other);
        args.insert("name", "CLAUDE");
        QCOMPARE(m_workspace->ask(u"client.rename"_s, args).error().code, ErrorCode::AlreadyExists);
        args.insert("name", "Codex 2");
        run(u"client.rename"_s, args);
        QCOMPARE(desk().current(other->id)->name, u"Codex 2"_s);
        QCOMPARE(find(run(u"person.list"_s).value("people"), "id", other->principal).value("name").toString(), u"Codex 2"_s);
    }

    void whatIsDeniedIsDeniedOnEveryWay()
    {
        m_workspace->save(kPipeline);
        const auto client = desk().authenticate(addClient(u"a"_s, "{'write':'deny'}"));
        const Json args = parsed("{'pipeline':'p','documents':[{'x':1}]}");
        QVERIFY(!desk().mayUse(*client, u"submit.documents"_s, Access::Write));
        QCOMPARE(wait(desk().execute(client, u"submit"_s, u"submit.documents"_s, args)).error().code, ErrorCode::PermissionDenied);
        // By the side door too, and for work that only starts something.
        QCOMPARE(m_workspace->askAs(client->principal, u"submit.documents"_s, args).error().code, ErrorCode::PermissionDenied);
        QCOMPARE(m_workspace->askAs(client->principal, u"engine.pause"_s).error().code, ErrorCode::PermissionDenied);
        QVERIFY(m_workspace->askAs(client->principal, u"stats"_s));
        QCOMPARE(run(u"stats"_s).value("submitted").toInt(), 0);
    }

    void aReadThatIsDeniedIsRefusedToo()
    {
        const auto client = desk().authenticate(addClient(u"a"_s, "{'tools':{'context.list':'deny'}}"));
        QCOMPARE(m_workspace->askAs(client->principal, u"context.list"_s).error().code, ErrorCode::PermissionDenied);
        QCOMPARE(wait(desk().execute(client, u"context.list"_s, u"context.list"_s, {})).error().code, ErrorCode::PermissionDenied);
        QVERIFY(wait(desk().execute(client, u"stats"_s, u"stats"_s, {})));
    }

    void nobodyIsRefused()
    {
        for (const QString &command : {u"stats"_s, u"engine.state"_s, u"pipeline.save"_s})
            QCOMPARE(m_workspace->askAs(u"nobody"_s, command).error().code, ErrorCode::PermissionDenied);
    }

    void aRuleForAToolBindsItsCommand()
    {
        desk().setTools({{u"submit_document"_s, u"Submit"_s, u"submit.documents"_s, Access::Write},
                         {u"run_pipeline"_s, u"Run"_s, u"submit.documents"_s, Access::Write}});
        const auto client = desk().authenticate(addClient(u"a"_s, "{'write':'allow','tools':{'submit_document':'deny'}}"));
        m_workspace->save(kPipeline);
        const Json args = parsed("{'pipeline':'p','documents':[{'x':1}]}");
        QVERIFY(!desk().mayUse(*client, u"submit_document"_s, Access::Write));
        QVERIFY(desk().mayUse(*client, u"run_pipeline"_s, Access::Write));
        QCOMPARE(wait(desk().execute(client, u"submit.documents"_s, u"submit.documents"_s, args)).error().code, ErrorCode::PermissionDenied);
        QVERIFY(wait(desk().execute(client, u"run_pipeline"_s, u"submit.documents"_s, args)));
        const Json tools = run(u"tool.list"_s, Json::object({{"client", client->id}})).value("tools");
        QCOMPARE(find(tools, "name", u"submit_document"_s).value("verdict").toString(), u"deny"_s);
        QCOMPARE(find(tools, "name", u"run_pipeline"_s).value("verdict").toString(), u"allow"_s);
    }

    void aRuleForAPipelinesToolBindsWhateverStartsIt()
    {
        desk().setTools({{u"run_p"_s, u"P"_s, u"submit.documents"_s, Access::Write, u"p"_s},
                         {u"run_other"_s, u"Other"_s, u"submit.documents"_s, Access::Write, u"other"_s, true},
                         {u"run_pipeline"_s, u"Run"_s, u"submit.documents"_s, Access::Write}});
        m_workspace->save(kPipeline);
        QByteArray other = kPipeline;
        m_workspace->save(other.replace("'id':'p'", "'id':'other'").replace("'title':'P'", "'title':'Other'"));
        const auto client = desk().authenticate(addClient(u"a"_s, "{'write':'allow','tools':{'run_p':'deny','run_other':'ask_always'}}"));
        const auto as = [&](const QString &tool, const QString &command, const QByteArray &args) {
            return wait(desk().execute(client, tool, command, parsed(args)));
        };
        // By id, by title in any case, by the document's own word, in a text, for later.
        for (const QByteArray &args : {QByteArray("{'pipeline':'p','documents':[{'x':1}]}"), QByteArray("{'pipeline':'p','documents':[{'x':1}]}"),
                                       QByteArray("{'documents':[{'id':'d','type':'n','pipeline':'p','data':{'x':1}}]}")})
            QCOMPARE(as(u"run_pipeline"_s, u"submit.documents"_s, args).error().code, ErrorCode::PermissionDenied);
        const Json text = Json::object({{"name", "a.json"}, {"text", R"({"id":"d","type":"n","pipeline":"p","data":{"x":1}})"}});
        QCOMPARE(wait(desk().execute(client, u"submit_text"_s, u"submit.content"_s, text)).value().value("refused").at(0).value("code").toString(),
                 u"permission.denied"_s);
        const Json held = Json::object({{"name", "a.json"}, {"text", R"({"id":"d","type":"n","pipeline":"other","data":{"x":1}})"}});
        QCOMPARE(wait(desk().execute(client, u"submit_text"_s, u"submit.content"_s, held)).value().value("refused").at(0).value("code").toString(),
                 u"permission.denied"_s);
        QCOMPARE(as(u"schedule.save"_s, u"schedule.save"_s, "{'id':'s','pipeline':'p','when':{'every_s':3600}}").error().code,
                 ErrorCode::PermissionDenied);
        // Nor by documents that somebody puts into a folder later.
        QTemporaryDir inbox;
        run(u"client.policy"_s, Json::object({{"id", client->id}, {"folders", Json::array({inbox.path()})}}));
        QCOMPARE(wait(desk().execute(client, u"source.add"_s, u"source.add"_s, Json::object({{"folder", inbox.path()}}))).error().code,
                 ErrorCode::InvalidArgument);
        // Nor by a schedule that somebody else saved.
        run(u"schedule.save"_s, parsed("{'id':'theirs','pipeline':'p','when':{'every_s':3600}}"));
        QCOMPARE(as(u"schedule.fire_now"_s, u"schedule.fire_now"_s, "{'id':'theirs'}").error().code, ErrorCode::PermissionDenied);
        // What is hidden is still asked about; what no rule is for runs.
        auto asked = desk().execute(client, u"run_pipeline"_s, u"submit.documents"_s, parsed("{'pipeline':'OTHER','documents':[{'x':1}]}"));
        run(u"call.allow"_s, Json::object({{"id", onlyHeld().value("id")}, {"always", true}}));
        QVERIFY(wait(asked));
        QVERIFY(as(u"run_pipeline"_s, u"submit.documents"_s, "{'pipeline':'other','documents':[{'x':2}]}")); // always is always
        QCOMPARE(find(run(u"tool.list"_s).value("tools"), "name", u"run_other"_s), Json());
        QCOMPARE(run(u"stats"_s).value("submitted").toInt(), 2);
    }

    void whatWouldBeOtherwiseIsShown_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QByteArray>("args");
        QTest::addColumn<QByteArray>("objects"); ///< kind and title of each
        QTest::addColumn<QByteArray>("changes");
        QTest::newRow("a run is cancelled") << u"run.cancel"_s << QByteArray("{'id':'RUN'}") << QByteArray("run:")
                                            << QByteArray("pending (2)>cancelled");
        QTest::newRow("a source is paused") << u"source.pause"_s << QByteArray("{'id':'SOURCE'}") << QByteArray("source:Inbox")
                                            << QByteArray("on>paused");
        QTest::newRow("a subscription is removed") << u"subscription.remove"_s << QByteArray("{'id':'s'}") << QByteArray("subscription:News")
                                                   << QByteArray("news>");
        QTest::newRow("a draft is discarded") << u"draft.discard"_s << QByteArray("{'pipeline':'p','sequence':SEQUENCE}") << QByteArray("draft:P")
                                              << QByteArray("SEQUENCE>");
        QTest::newRow("a template is saved") << u"template.save"_s
                                             << QByteArray("{'template':{'id':'TEMPLATE','title':'Mine','type':'article','sections':[]}}")
                                             << QByteArray("template:Mine") << QByteArray(">Mine");
        QTest::newRow("a folder is watched") << u"source.add"_s << QByteArray("{'folder':'FOLDER','pipeline':'p','title':'In'}")
                                             << QByteArray("folder:In") << QByteArray(">p");
    }
    void whatWouldBeOtherwiseIsShown()
    {
        QFETCH(QString, command);
        QFETCH(QByteArray, args);
        QFETCH(QByteArray, objects);
        QFETCH(QByteArray, changes);
        run(u"engine.pause"_s);
        m_workspace->save(kPipeline);
        const Json submitted = m_workspace->submit(u"p"_s, "[{'id':'d','data':{'title':'A'}},{'id':'e','data':{'title':'B'}}]");
        QTemporaryDir folder;
        const Json source = run(u"source.add"_s, Json::object({{"folder", folder.path()}, {"title", "Inbox"}, {"pipeline", "p"}}));
        run(u"subscription.save"_s, parsed("{'id':'s','title':'News','topic':'news','enabled':false}"));
        const Json draft = run(u"draft.open"_s, parsed("{'pipeline':'p'}"));
        const Json content = run(u"template.list"_s).value("templates").at(0).value("id");
        for (QByteArray *text : {&args, &changes}) {
            text->replace("RUN", submitted.value("run").utf8().toByteArray());
            text->replace("SOURCE", source.value("id").utf8().toByteArray());
            text->replace("SEQUENCE", draft.value("sequence").toBytes());
            text->replace("TEMPLATE", content.utf8().toByteArray());
            text->replace("FOLDER", folder.path().toUtf8());
        }
        const Json policy = Json::object({{"write", "ask_always"}, {"destroy", "ask_always"}, {"folders", Json::array({folder.path()})}});
        const auto client = desk().authenticate(addClient(u"a"_s, policy.toBytes()));
        auto future = desk().execute(client, command, command, parsed(args));
        QTRY_VERIFY(onlyHeld().value("preview").isObject());
        const Json preview = onlyHeld().value("preview");
        const Json &object = preview.value("objects").at(0);
        QCOMPARE(object.value("kind").utf8().toByteArray() + ':' + object.value("title").utf8().toByteArray(), objects);
        const auto changed = preview.value("changes").items();
        const auto told = [](const Json &value) {
            return value.isNull() ? QByteArray() : value.isString() ? value.utf8().toByteArray() : value.toBytes();
        };
        QVERIFY2(std::ranges::any_of(changed,
                                     [&](const Json &change) {
                                         return told(change.value("before")) + '>' + told(change.value("after")) == changes
                                             || told(change.value("what")) + '>' + told(change.value("after")) == changes
                                             || '>' + told(change.value("after")) == changes;
                                     }),
                 preview.toBytes().constData());
        future.cancel();
    }

    void allowedAlwaysIsAskedNoMore()
    {
        const auto client = desk().authenticate(addClient(u"a"_s, "{'tools':{'engine.pause':'ask_always'}}"));
        auto first = desk().execute(client, u"stop"_s, u"engine.pause"_s, {});
        run(u"call.allow"_s, Json::object({{"id", onlyHeld().value("id")}, {"always", true}}));
        QVERIFY(wait(first));
        QVERIFY(wait(desk().execute(client, u"stop"_s, u"engine.pause"_s, {})));
        QVERIFY(run(u"call.list"_s).value("calls").isEmpty());
    }

    void whatAPersonHadStoppedStaysStopped()
    {
        run(u"engine.pause"_s);
        const auto client = desk().authenticate(addClient(u"a"_s, "{'write':'allow'}"));
        QVERIFY(wait(desk().execute(client, u"engine.pause"_s, u"engine.pause"_s, {})));
        run(u"client.undo"_s, idOf(client));
        QCOMPARE(run(u"engine.state"_s).value("running").toBool(), false);
        QVERIFY(wait(desk().execute(client, u"engine.start"_s, u"engine.start"_s, {})));
        run(u"client.undo"_s, idOf(client));
        QCOMPARE(run(u"engine.state"_s).value("running").toBool(), false);
    }

    void whatAnAgentPublishesWritesWhereItMay()
    {
        QTemporaryDir folder;
        const QString root = QDir(folder.path()).canonicalPath();
        QVERIFY(QDir(root).mkpath(u"in"_s));
        const Json policy = Json::object({{"write", "allow"}, {"folders", Json::array(QStringList{root + u"/in"_s})}});
        const auto client = desk().authenticate(addClient(u"a"_s, policy.toBytes()));
        const auto definition = [](const QString &at) {
            const Json node
                = Json::object({{"id", "w"}, {"component", "publish"}, {"config", Json::object({{"to", "folder"}, {"at", at}, {"name", "id"}})}});
            return Json::object(
                {{"definition",
                  Json::object(
                      {{"format", "millrace.pipeline/1"}, {"id", "w"}, {"title", "W"}, {"nodes", Json::array({node})}, {"links", Json::array()}})}});
        };
        for (const QString &at : {root, u"~"_s, u"~/.config/autostart"_s, root + u"/in/../out"_s, u"/etc"_s}) {
            QCOMPARE(wait(desk().execute(client, u"pipeline.save"_s, u"pipeline.save"_s, definition(at))).error().code, ErrorCode::PathDenied);
            QCOMPARE(wait(desk().execute(client, u"pipeline.import"_s, u"pipeline.import"_s, definition(at))).error().code, ErrorCode::PathDenied);
        }
        const auto saved = wait(desk().execute(client, u"pipeline.save"_s, u"pipeline.save"_s, definition(root + u"/in"_s)));
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().text));
        // Where a person's version writes, the agent's next one may go on writing.
        run(u"pipeline.save"_s, definition(root));
        Json next = definition(root).value("definition");
        next.insert("title", "W2");
        QVERIFY(wait(desk().execute(client, u"pipeline.save"_s, u"pipeline.save"_s, Json::object({{"definition", next}}))));
        // A file of its own is no way around.
        QFile file(root + u"/in/p.json"_s);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(definition(u"/etc"_s).value("definition").toBytes()) > 0);
        file.close();
        QCOMPARE(wait(desk().execute(client, u"run"_s, u"submit.documents"_s,
                                     Json::object({{"pipeline", file.fileName()}, {"documents", parsed("[{'x':1}]")}})))
                     .error()
                     .code,
                 ErrorCode::PermissionDenied);
    }

    void filesAreMovedWhereTheirMoverMayWrite()
    {
        QTemporaryDir folder;
        const QString root = QDir(folder.path()).canonicalPath();
        QVERIFY(QDir(root).mkpath(u"in"_s) && QDir(root).mkpath(u"out"_s) && QFile::link(root + u"/out"_s, root + u"/in/link"_s));
        const Json policy = Json::object({{"write", "allow"}, {"folders", Json::array(QStringList{root + u"/in"_s})}});
        const auto client = desk().authenticate(addClient(u"a"_s, policy.toBytes()));
        const auto add = [&](const char *to) {
            return wait(desk().execute(client, u"source.add"_s, u"source.add"_s,
                                       Json::object({{"id", "s"}, {"folder", root + u"/in"_s}, {"after", "move"}, {"move_to", to}})));
        };
        QCOMPARE(add("link").error().code, ErrorCode::PathDenied);
        QCOMPARE(add("link/below").error().code, ErrorCode::PathDenied);
        QVERIFY(add("done"));
    }

    void whatAClientStartedStopsWithIt()
    {
        m_workspace->save(kPipeline);
        QTemporaryDir folder;
        constexpr int kFiles = 3'000;
        for (int i = 0; i < kFiles; ++i) {
            QFile file(folder.filePath(u"%1.txt"_s.arg(i)));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("A text " + QByteArray::number(i)) > 0);
        }
        const Json policy = Json::object({{"write", "allow"}, {"folders", Json::array(QStringList{folder.path()})}});
        const auto client = desk().authenticate(addClient(u"a"_s, policy.toBytes()));
        auto future = desk().execute(client, u"submit.files"_s, u"submit.files"_s,
                                     Json::object({{"pipeline", "p"}, {"paths", Json::array(QStringList{folder.path()})}}));
        QTRY_VERIFY(future.progressValue() > 0); // how far it is
        future.cancel();
        while (!future.isFinished())
            QTest::qWait(1);
        QTest::qWait(100);
        m_workspace->untilIdle();
        QVERIFY(run(u"stats"_s).value("submitted").toInt() < kFiles);
    }

    void readOnlyIsOneSwitch()
    {
        const auto client = desk().authenticate(addClient(u"a"_s, "{'write':'allow','destroy':'allow'}"));
        QVERIFY(desk().mayUse(*client, u"context.cancel"_s, Access::Destroy));
        Json args = idOf(client);
        args.insert("read_only", true);
        run(u"client.policy"_s, args);
        for (const Access access : {Access::Propose, Access::Write, Access::Destroy})
            QVERIFY(!desk().mayUse(*client, u"any"_s, access));
        QVERIFY(desk().mayUse(*client, u"any"_s, Access::Read));
        args.insert("read_only", false);
        run(u"client.policy"_s, args);
        QVERIFY(desk().mayUse(*client, u"any"_s, Access::Destroy));
    }

    void agentsDoNotManageAgents()
    {
        const auto client = desk().authenticate(addClient(u"a"_s, "{'write':'allow','destroy':'allow'}"));
        Json policy = idOf(client);
        policy.insert("read_only", false);
        for (const auto &[command, args] : {std::pair(u"client.list"_s, Json::object()), std::pair(u"client.policy"_s, policy),
                                            std::pair(u"client.add"_s, parsed("{'name':'b'}")), std::pair(u"request.list"_s, Json::object()),
                                            std::pair(u"person.rename"_s, parsed("{'name':'Ada'}")), std::pair(u"call.list"_s, Json::object())}) {
            QCOMPARE(m_workspace->askAs(client->principal, command, args).error().code, ErrorCode::PermissionDenied);
            QCOMPARE(wait(desk().execute(client, command, command, args)).error().code, ErrorCode::PermissionDenied);
        }
    }

    void whatIsAskedAboutWaitsForAPerson()
    {
        m_workspace->save(kPipeline);
        const auto client = desk().authenticate(addClient(u"a"_s));
        QSignalSpy told(&desk(), &AgentDesk::callsChanged);
        auto future = desk().execute(client, u"submit.documents"_s, u"submit.documents"_s,
                                     parsed("{'pipeline':'p','documents':[{'id':'d','data':{'title':'A title'}}]}"));
        const Json held = onlyHeld();
        QVERIFY(!future.isFinished());
        QCOMPARE(future.progressText(), held.value("id").toString());
        QCOMPARE(held.value("client").value("name").toString(), u"a"_s);
        QCOMPARE(held.value("title").toString(), u"Submit documents"_s);
        QCOMPARE(held.value("access").toString(), u"write"_s);
        QTRY_COMPARE(onlyHeld().value("preview").value("count").toInt(), 1);
        QCOMPARE(onlyHeld().value("preview").value("objects").at(0).value("title").toString(), u"A title"_s);
        QCOMPARE(run(u"stats"_s).value("submitted").toInt(), 0);
        QTRY_VERIFY(told.count() > 0);
        // Others are not kept waiting by it.
        QVERIFY(wait(desk().execute(client, u"stats"_s, u"stats"_s, {})));
        run(u"call.allow"_s, Json::object({{"id", held.value("id")}}));
        const auto answer = wait(future);
        QVERIFY2(answer, answer ? "" : qPrintable(answer.error().text));
        QCOMPARE(answer->value("submitted").toInt(), 1);
        QVERIFY(run(u"call.list"_s).value("calls").isEmpty());
        // Once is enough, for this command.
        QVERIFY(wait(desk().execute(client, u"submit.documents"_s, u"submit.documents"_s, parsed("{'pipeline':'p','documents':[{'x':2}]}"))));
        auto other = desk().execute(client, u"engine.pause"_s, u"engine.pause"_s, {});
        run(u"call.refuse"_s, Json::object({{"id", onlyHeld().value("id")}, {"reason", "not now"}}));
        const auto refused = wait(other);
        QCOMPARE(refused.error().code, ErrorCode::CallRefused);
        QVERIFY(refused.error().text.contains("not now"_L1));
    }

    void aPolicyThatChangesIsAskedAboutAnew()
    {
        const auto client = desk().authenticate(addClient(u"a"_s));
        auto first = desk().execute(client, u"engine.start"_s, u"engine.start"_s, {});
        run(u"call.allow"_s, Json::object({{"id", onlyHeld().value("id")}}));
        QVERIFY(wait(first));
        Json args = idOf(client);
        args.insert("destroy", "deny");
        run(u"client.policy"_s, args);
        auto second = desk().execute(client, u"engine.start"_s, u"engine.start"_s, {});
        run(u"call.allow"_s, Json::object({{"id", onlyHeld().value("id")}, {"always", true}}));
        QVERIFY(wait(second));
        QCOMPARE(desk().current(client->id)->policy.tools.value(u"engine.start"_s), Verdict::Allow);
        QVERIFY(wait(desk().execute(client, u"engine.start"_s, u"engine.start"_s, {})));
    }

    void askAlwaysAsksAlways()
    {
        const auto client = desk().authenticate(addClient(u"a"_s, "{'write':'ask_always'}"));
        for (int i = 0; i < 2; ++i) {
            auto future = desk().execute(client, u"engine.start"_s, u"engine.start"_s, {});
            run(u"call.allow"_s, Json::object({{"id", onlyHeld().value("id")}}));
            QVERIFY(wait(future));
        }
    }

    void aCallThatWaitsCanBeWithdrawn()
    {
        const auto client = desk().authenticate(addClient(u"a"_s));
        auto future = desk().execute(client, u"engine.pause"_s, u"engine.pause"_s, {});
        const QString id = onlyHeld().value("id").toString();
        QTest::qWait(1); // the desk looks after it from now on
        future.cancel();
        QTRY_VERIFY(run(u"call.list"_s).value("calls").isEmpty());
        QCOMPARE(m_workspace->ask(u"call.allow"_s, Json::object({{"id", id}})).error().code, ErrorCode::NotFound);
        // One whose arguments may be paths goes another way.
        m_workspace->save(kPipeline);
        auto submitted = desk().execute(client, u"run"_s, u"submit.documents"_s, parsed("{'pipeline':'p','documents':[{'x':1}]}"));
        QTRY_COMPARE(run(u"call.list"_s).value("calls").size(), 1);
        submitted.cancel();
        QTRY_VERIFY(run(u"call.list"_s).value("calls").isEmpty());
        QCOMPARE(run(u"stats"_s).value("submitted").toInt(), 0);
    }

    void whoIsShutOutWaitsNoMore()
    {
        const auto client = desk().authenticate(addClient(u"a"_s));
        auto future = desk().execute(client, u"engine.pause"_s, u"engine.pause"_s, {});
        run(u"client.revoke"_s, idOf(client));
        QCOMPARE(wait(future).error().code, ErrorCode::TokenInvalid);
        auto left = desk().authenticate(addClient(u"b"_s));
        auto last = desk().execute(left, u"engine.pause"_s, u"engine.pause"_s, {});
        m_workspace->reopen();
        QCOMPARE(wait(last).error().code, ErrorCode::EngineStopped);
    }

    void whatIsWrongIsNotAskedAbout()
    {
        const auto client = desk().authenticate(addClient(u"a"_s));
        QCOMPARE(wait(desk().execute(client, u"x"_s, u"submit.documents"_s, parsed("{'documents':7}"))).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(wait(desk().execute(client, u"x"_s, u"no.such"_s, {})).error().code, ErrorCode::UnknownCommand);
        QVERIFY(run(u"call.list"_s).value("calls").isEmpty());
    }

    void tooManyAreNotKeptWaiting()
    {
        const auto client = desk().authenticate(addClient(u"a"_s));
        QList<QFuture<Result<Json>>> futures;
        for (int i = 0; i < 50; ++i)
            futures.append(desk().execute(client, u"engine.pause"_s, u"engine.pause"_s, {}));
        QCOMPARE(wait(desk().execute(client, u"engine.pause"_s, u"engine.pause"_s, {})).error().code, ErrorCode::Busy);
        const auto other = desk().authenticate(addClient(u"b"_s));
        QVERIFY(!desk().execute(other, u"engine.pause"_s, u"engine.pause"_s, {}).isFinished());
        QCOMPARE(run(u"call.list"_s).value("calls").size(), 51);
    }

    void pathsStayWithinTheFoldersThatWereGiven()
    {
        QTemporaryDir folder;
        const QString root = QDir(folder.path()).canonicalPath();
        QVERIFY(QDir(root).mkpath(u"in"_s));
        for (const QString &name : {u"/in/a.txt"_s, u"/secret.txt"_s}) {
            QFile file(root + name);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("A text of some words.") > 0);
        }
        QVERIFY(QFile::link(root + u"/secret.txt"_s, root + u"/in/link.txt"_s));
        m_workspace->save(kPipeline);
        const Json policy = Json::object({{"write", "allow"}, {"folders", Json::array(QStringList{root + u"/in"_s})}});
        const auto client = desk().authenticate(addClient(u"a"_s, policy.toBytes()));
        const auto submitted = [&](const QString &path, const QString &pipeline = u"p"_s) {
            return wait(desk().execute(client, u"ingest"_s, u"submit.files"_s,
                                       Json::object({{"pipeline", pipeline}, {"paths", Json::array(QStringList{path})}})));
        };
        for (const QString &path :
             {root + u"/secret.txt"_s, root + u"/in/../secret.txt"_s, root + u"/in/link.txt"_s, u"in/a.txt"_s, u"/etc/passwd"_s})
            QCOMPARE(submitted(path).error().code, ErrorCode::PathDenied);
        QCOMPARE(submitted(root + u"/in/a.txt"_s, root + u"/p.json"_s).error().code, ErrorCode::PathDenied);
        QCOMPARE(wait(desk().execute(client, u"copy"_s, u"workspace.copy"_s, Json::object({{"path", root + u"/copy.millrace"_s}}))).error().code,
                 ErrorCode::PathDenied);
        QVERIFY(!QFile::exists(root + u"/copy.millrace"_s));
        QCOMPARE(submitted(root + u"/in/a.txt"_s).value().value("submitted").toInt(), 1);
        // Of a folder what lies in it: not what a link in it leads to.
        QCOMPARE(submitted(root + u"/in"_s).value().value("submitted").toInt(), 1);
        QVERIFY(m_workspace->ask(u"submit.files"_s, Json::object({{"pipeline", "p"}, {"paths", Json::array(QStringList{root + u"/secret.txt"_s})}})));
    }

    void linksInAGivenFolderLeadNobodyOut()
    {
        QTemporaryDir folder;
        const QString root = QDir(folder.path()).canonicalPath();
        QVERIFY(QDir(root).mkpath(u"in"_s));
        QFile secret(root + u"/secret.txt"_s);
        QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("A text of some words.") > 0);
        secret.close();
        QVERIFY(QFile::link(root + u"/secret.txt"_s, root + u"/in/link.txt"_s));
        m_workspace->save(kPipeline);
        const Json policy = Json::object({{"write", "allow"}, {"folders", Json::array(QStringList{root + u"/in"_s})}});
        const auto client = desk().authenticate(addClient(u"a"_s, policy.toBytes()));
        const Json input = Json::object({{"pipeline", "p"}, {"input", Json::object({{"path", root + u"/in"_s}})}});
        QCOMPARE(wait(desk().execute(client, u"try.input"_s, u"try.input"_s, input)).error().code, ErrorCode::FileUnreadable);
        QVERIFY(m_workspace->ask(u"try.input"_s, input)); // a person's own links are followed
        const Json source = Json::object({{"id", "s"}, {"folder", root + u"/in"_s}, {"pipeline", "p"}, {"settle_ms", 0}});
        QVERIFY(wait(desk().execute(client, u"source.add"_s, u"source.add"_s, source)));
        QCOMPARE(run(u"source.scan"_s, parsed("{'id':'s'}")).value("taken").toInt(), 0);
        m_workspace->reopen();
        QCOMPARE(run(u"source.scan"_s, parsed("{'id':'s'}")).value("taken").toInt(), 0);
        QCOMPARE(run(u"stats"_s).value("submitted").toInt(), 0);
        run(u"source.add"_s, source);
        QTRY_COMPARE(run(u"stats"_s).value("submitted").toInt(), 1);
    }

    void whoShowsNoTokenActsAsAnAgentToo()
    {
        const auto client = wait(desk().localClient(u"Local agent"_s)).value();
        QVERIFY(!client->hasToken);
        QCOMPARE(find(run(u"person.list"_s).value("people"), "id", client->principal).value("kind").toString(), u"agent"_s);
        QCOMPARE(wait(desk().localClient(u"Local agent"_s)).value()->id, client->id);
        m_workspace->reopen();
        QCOMPARE(wait(desk().localClient(u"Local agent"_s)).value()->id, client->id);
        run(u"client.revoke"_s, idOf(client));
        QCOMPARE(wait(desk().localClient(u"Local agent"_s)).error().code, ErrorCode::PermissionDenied);
    }

    void whatAClientDidIsTakenBack()
    {
        m_workspace->save(kPipeline); // version 1, by Ada
        const auto client = desk().authenticate(addClient(u"a"_s, "{'write':'allow','destroy':'allow'}"));
        const auto as = [&](const QString &command, const Json &args) {
            const auto answer = wait(desk().execute(client, command, command, args));
            if (!answer)
                qFatal("%s: %s", qPrintable(command), qPrintable(answer.error().text));
            return *answer;
        };
        // A document that is finished at once, and one that never is; a version, a schedule, a draft with two edits, a first version.
        as(u"submit.documents"_s, parsed("{'pipeline':'p','documents':[{'id':'done','data':{'x':1}}]}"));
        m_workspace->untilIdle();
        run(u"engine.pause"_s);
        as(u"submit.documents"_s, parsed("{'pipeline':'p','documents':[{'id':'open','data':{'x':2}}]}"));
        QByteArray changed = kPipeline;
        as(u"pipeline.save"_s, Json::object({{"definition", parsed(changed.replace("'title':'P'", "'title':'Q'"))}}));
        as(u"schedule.save"_s, parsed("{'id':'s','pipeline':'p','when':{'every_s':3600}}"));
        as(u"schedule.enable"_s, parsed("{'id':'s','enabled':false}"));
        Json draft = as(u"draft.open"_s, parsed("{'new':true,'title':'Mine'}"));
        const QString id = draft.value("pipeline").toString();
        for (int i = 0; i < 2; ++i) {
            const Json edit
                = Json::parse(R"([{"label":"x","patch":[{"op":"replace","path":"/title","value":"n)" + QByteArray::number(i) + R"("}]}])").value();
            draft = as(u"draft.edit"_s, Json::object({{"pipeline", id}, {"sequence", draft.value("sequence")}, {"edits", edit}}));
        }
        QByteArray first = kPipeline;
        as(u"pipeline.save"_s, Json::object({{"definition", parsed(first.replace("'id':'p'", "'id':'first'"))}}));

        const Json would = run(u"client.undo"_s, Json::object({{"id", client->id}, {"dry_run", true}}));
        QCOMPARE(would.value("undone").size(), 8);
        QCOMPARE(would.value("kept").size(), 1);
        QCOMPARE(run(u"pipeline.get"_s, parsed("{'id':'p'}")).value("title").toString(), u"Q"_s); // it only said so

        const Json did = run(u"client.undo"_s, idOf(client));
        QStringList kept;
        for (const Json &deed : did.value("kept").items())
            kept.append(deed.value("command").toString() + u": "_s + deed.value("reason").value("text").toString());
        QCOMPARE(kept, (QStringList{u"pipeline.save: nothing takes back pipeline.save"_s, u"submit.documents: all of it is finished"_s}));
        QCOMPARE(did.value("undone").size(), 7);
        QCOMPARE(did.value("undone").at(0).value("command").toString(), u"draft.edit"_s); // the newest first
        QCOMPARE(m_workspace->statusOf(u"open"_s), u"cancelled"_s);
        QCOMPARE(m_workspace->statusOf(u"done"_s), u"completed"_s);
        QCOMPARE(run(u"pipeline.get"_s, parsed("{'id':'p'}")).value("title").toString(), u"P"_s);
        QVERIFY(run(u"schedule.list"_s).value("schedules").isEmpty());
        QCOMPARE(find(run(u"draft.list"_s).value("drafts"), "pipeline", id), Json());
        // What was taken back is not taken back again.
        QCOMPARE(run(u"client.undo"_s, idOf(client)).value("undone").size(), 0);
    }

    void whatWasThereAlreadyIsNotTakenBack()
    {
        m_workspace->save(kPipeline);
        run(u"engine.pause"_s);
        m_workspace->submit(u"p"_s, "[{'id':'ours','data':{'x':1}}]");
        const auto client = desk().authenticate(addClient(u"a"_s, "{'write':'allow'}"));
        const Json args = parsed("{'pipeline':'p','documents':[{'id':'ours','data':{'x':1}},{'id':'its','data':{'x':2}}]}");
        QCOMPARE(wait(desk().execute(client, u"run"_s, u"submit.documents"_s, args)).value().value("unchanged").toInt(), 1);
        const QString before = m_workspace->statusOf(u"ours"_s);
        run(u"client.undo"_s, idOf(client));
        QCOMPARE(m_workspace->statusOf(u"its"_s), u"cancelled"_s);
        QCOMPARE(m_workspace->statusOf(u"ours"_s), before);
    }

    void whatSomebodyElseWentOnFromStays()
    {
        const auto client = desk().authenticate(addClient(u"a"_s, "{'write':'allow'}"));
        const Json draft = wait(desk().execute(client, u"draft.open"_s, u"draft.open"_s, parsed("{'new':true,'title':'Mine'}"))).value();
        const Json edit = parsed("[{'label':'x','patch':[{'op':'replace','path':'/title','value':'Ada was here'}]}]");
        run(u"draft.edit"_s, Json::object({{"pipeline", draft.value("pipeline")}, {"sequence", draft.value("sequence")}, {"edits", edit}}));
        const Json did = run(u"client.undo"_s, idOf(client));
        QCOMPARE(did.value("undone").size(), 0);
        QCOMPARE(did.value("kept").at(0).value("reason").value("code").toString(), u"conflict"_s);
        QCOMPARE(run(u"draft.get"_s, Json::object({{"pipeline", draft.value("pipeline")}})).value("title").toString(), u"Ada was here"_s);
    }

    void requestsAreOnRecordWithoutTheirSecrets()
    {
        const auto client = desk().authenticate(addClient(u"a"_s));
        const quint64 one = desk().requestBegan(client, u"http"_s, u"tools/call"_s, u"stats"_s, R"({"api_key":"sk-1234567890abcdefghij"})");
        QCOMPARE(clientJson(client).value("doing").at(0).value("tool").toString(), u"stats"_s);
        desk().requestEnded(one, true, {}, R"({"submitted":1})");
        desk().requestEnded(one, true, {}, "again"); // counts once
        const quint64 two = desk().requestBegan(client, u"http"_s, u"tools/call"_s, u"none"_s, "{}");
        desk().requestEnded(two, false, u"command.unknown"_s, "{}");
        QTRY_COMPARE(run(u"request.list"_s).value("requests").size(), 2);
        QVERIFY(clientJson(client).value("doing").isEmpty());
        QVERIFY(clientJson(client).value("last_seen_at").isString());
        const Json failed = run(u"request.list"_s, parsed("{'failed':true}")).value("requests");
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed.at(0).value("code").toString(), u"command.unknown"_s);
        QCOMPARE(run(u"request.list"_s, parsed("{'text':'STAT'}")).value("requests").size(), 1);
        QCOMPARE(run(u"request.list"_s, parsed("{'client':'other'}")).value("requests").size(), 0);
        const Json page = run(u"request.list"_s, parsed("{'limit':1}"));
        QCOMPARE(page.value("requests").at(0).value("tool").toString(), u"none"_s);
        const Json rest = run(u"request.list"_s, Json::object({{"before", page.value("next")}}));
        QCOMPARE(rest.value("requests").at(0).value("tool").toString(), u"stats"_s);
        QVERIFY(rest.value("next").isNull());
        const Json whole = run(u"request.get"_s, Json::object({{"id", rest.value("requests").at(0).value("id")}}));
        QVERIFY(!whole.value("request").toString().contains("sk-1234"_L1));
        QVERIFY(whole.value("request").toString().contains("[redacted]"_L1));
        QCOMPARE(whole.value("answer").toString(), uR"({"submitted":1})"_s);
    }

    void aFloodIsCountedWhole()
    {
        const auto client = desk().authenticate(addClient(u"a"_s));
        constexpr int kCalls = 5'000;
        for (int i = 0; i < kCalls; ++i)
            desk().requestEnded(desk().requestBegan(client, u"stdio"_s, u"tools/call"_s, u"stats"_s, "{}"), true, {}, "{}");
        const auto counted = [this] {
            qint64 calls = 0;
            const Json answer = run(u"request.list"_s, parsed("{'limit':1000}"));
            for (const Json &row : answer.value("requests").items())
                calls += row.value("calls").toInt();
            return calls;
        };
        QTRY_COMPARE(counted(), kCalls);
        QVERIFY(run(u"request.list"_s, parsed("{'limit':1000}")).value("requests").size() < 1'000);
    }

    void whatIsOpenIsShown()
    {
        const auto client = desk().authenticate(addClient(u"a"_s));
        QSignalSpy told(&desk(), &AgentDesk::clientsChanged);
        const quint64 session = desk().sessionOpened(client, u"stdio"_s, u"claude-code"_s, u"2.0"_s);
        QCOMPARE(clientJson(client).value("sessions").at(0).value("program").toString(), u"claude-code"_s);
        QTRY_VERIFY(told.count() > 0);
        desk().sessionClosed(session);
        QVERIFY(clientJson(client).value("sessions").isEmpty());
    }

private:
    AgentDesk &desk() { return (*m_workspace)->agents(); }
    Json run(const QString &command, const Json &args = Json::object()) { return m_workspace->run(command, args); }
    Json run(const QString &command, const char *args) { return m_workspace->run(command, parsed(args)); }
    QByteArray addClient(const QString &name, const QByteArray &policy = "{}")
    {
        return run(u"client.add"_s, Json::object({{"name", name}, {"policy", parsed(policy)}})).value("token").utf8().toByteArray();
    }
    static Json idOf(const std::shared_ptr<const Client> &client) { return Json::object({{"id", client->id}}); }
    static Json find(const Json &list, const char *key, const QString &value)
    {
        for (const Json &one : list.items()) {
            if (one.value(key).toString() == value)
                return one;
        }
        return {};
    }
    Json clientJson(const std::shared_ptr<const Client> &client) { return find(run(u"client.list"_s).value("clients"), "id", client->id); }
    Json onlyHeld()
    {
        Json calls = run(u"call.list"_s).value("calls");
        for (int i = 0; i < 500 && calls.isEmpty(); ++i) { // its paths are looked at in the background first
            QTest::qWait(1);
            calls = run(u"call.list"_s).value("calls");
        }
        return calls.size() == 1 ? calls.at(0) : Json();
    }
    template <typename T>
    static T wait(QFuture<T> future)
    {
        while (!future.isFinished())
            QTest::qWait(1);
        return future.result();
    }

    std::unique_ptr<OpenWorkspace> m_workspace;
};

QTEST_GUILESS_MAIN(TestAgents)
#include "tst_agents.moc"
