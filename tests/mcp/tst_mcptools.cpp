// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/mcppeer.h"
#include "mcp/toolbox.h"
#include "sdk/jsonschema.h"

#include <QRegularExpression>
#include <QSet>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// What agents work with: the tools, resources and prompts of a workspace.
class TestMcpTools : public QObject
{
    Q_OBJECT

private:
    /// Until the pipelines are tools too.
    void untilPipelinesAreTools(McpPeer &peer) { QTRY_VERIFY(!toolNamed(peer.result("tools/list").value("tools"), "run_article").isNull()); }
    static Json toolNamed(const Json &tools, const char *name)
    {
        for (const Json &tool : tools.items()) {
            if (tool.value("name").utf8() == name)
                return tool;
        }
        return {};
    }
    static Mcp::Server::Options on(OpenWorkspace &workspace)
    {
        Mcp::Server::Options options;
        options.workspace = &*workspace;
        return options;
    }

private Q_SLOTS:
    void everyClientAcceptsTheTools()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        untilPipelinesAreTools(peer);
        const Json tools = peer.result("tools/list").value("tools");
        qsizetype own = 0;
        QSet<QByteArray> names;
        static const QRegularExpression plain(u"^[a-z0-9_]{1,64}$"_s);
        for (const Json &tool : tools.items()) {
            const QByteArray name = tool.value("name").utf8().toByteArray();
            QVERIFY2(plain.match(QString::fromUtf8(name)).hasMatch(), name.constData());
            QVERIFY2(!names.contains(name), name.constData());
            names.insert(name);
            own += name.startsWith("run_") && name != "run_pipeline" && name != "run_component" ? 0 : 1;
            for (const char *schema : {"inputSchema", "outputSchema"})
                QVERIFY2(Mcp::schemaProblems(tool.value(schema)).isEmpty(),
                         qPrintable(QString::fromUtf8(name) + u": "_s + Mcp::schemaProblems(tool.value(schema)).join(u", "_s)));
            QVERIFY2(tool.value("description").utf8().size() > 60, name.constData());
            QVERIFY(!tool.value("title").utf8().isEmpty());
            QVERIFY(tool.value("annotations").contains("readOnlyHint"));
            for (const Json &required : tool.value("inputSchema").value("required").items())
                QVERIFY2(tool.value("inputSchema").value("properties").contains(required.utf8()), name.constData());
        }
        QVERIFY2(own >= 15 && own <= 25, qPrintable(QString::number(own)));
        QCOMPARE(peer.result("tools/list").value("tools"), tools);
    }

    void annotationsFollowFromAccess()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        const Json tools = McpPeer(server).result("tools/list").value("tools");
        QVERIFY(toolNamed(tools, "get_context").value("annotations").value("readOnlyHint").toBool());
        QVERIFY(!toolNamed(tools, "submit_text").value("annotations").value("readOnlyHint").toBool());
        QVERIFY(!toolNamed(tools, "submit_text").value("annotations").value("destructiveHint").toBool());
        QVERIFY(toolNamed(tools, "cancel_contexts").value("annotations").value("destructiveHint").toBool());
    }

    void loweringKeepsWhatCounts()
    {
        const Json lowered = Mcp::lowered(
            parsed("{'type':['object','null'],'oneOf':[{}],'properties':{'a':{'type':['array','object']},"
                   "'b':{'enum':['x','y']},'c':{'type':'array','items':{'type':['string','null']}},'d':{'type':'integer','default':null}}}"));
        QVERIFY(Mcp::schemaProblems(lowered).isEmpty());
        QCOMPARE(lowered.value("properties").value("a").value("type").toString(), u"object"_s);
        QCOMPARE(lowered.value("properties").value("b").value("type").toString(), u"string"_s);
        QVERIFY(!Mcp::schemaProblems(parsed("{'type':'object','properties':{'a':{'anyOf':[]}}}")).isEmpty());
    }

    void anAgentRunsAPipelineAndReadsWhatCameOfIt()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        const Json run
            = peer.tool("run_pipeline",
                        parsed("{'pipeline':'article','documents':[{'id':'a-1','type':'article','data':{'title':'Rivers','keywords':['water']}}]}"));
        QVERIFY(run.value("finished").toBool());
        QCOMPARE(run.value("contexts").size(), 1);
        QCOMPARE(run.value("contexts").at(0).value("status").toString(), u"completed"_s);
        QCOMPARE(peer.tool("get_run", Json::object({{"id", run.value("run")}, {"wait", 5}})).value("done").toInt(), 1);
        QCOMPARE(peer.tool("list_contexts", Json::object({{"run", run.value("run")}})).value("contexts").at(0).value("id").toString(), u"a-1"_s);
        QCOMPARE(peer.tool("get_context", parsed("{'id':'a-1','step':0}")).value("data").value("title").toString(), u"Rivers"_s);
        QVERIFY(peer.tool("get_history", parsed("{'id':'a-1'}")).value("transitions").size() >= 6);
        QVERIFY(!peer.tool("diff_contexts", parsed("{'id':'a-1'}")).value("changes").isEmpty());
        QCOMPARE(peer.tool("workspace_status", parsed("{'counts':true}")).value("counts").value("completed").toInt(), 1);
        QVERIFY(!peer.tool("plan_replay", parsed("{'id':'a-1'}")).isEmpty());
    }

    void aLongRunGoesOnInGetRun()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/"
                       "1','id':'held','title':'Held','nodes':[{'id':'w','component':'wait','config':{'signal':'go'}}],'links':[]}");
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        const Json run = peer.tool("run_pipeline", parsed("{'pipeline':'held','wait':0,'documents':[{'id':'h','type':'n','data':{}}]}"));
        QVERIFY(!run.value("finished").toBool());
        QCOMPARE(run.value("ids").at(0).toString(), u"h"_s);
        const Json waiting = Json::object({{"id", run.value("run")}, {"wait", 20}});
        const Heard heard = peer.modern("tools/call", Json::object({{"name", "get_run"}, {"arguments", waiting}}));
        QVERIFY(heard->answer().isNull());
        workspace.untilIdle();
        workspace.run(u"context.signal"_s, parsed("{'name':'go'}"));
        QVERIFY(McpPeer::answered(heard).value("result").value("structuredContent").value("finished").toBool());
    }

    void aRunIsATaskForWhoKnowsTasks()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        peer.capabilities = parsed("{'extensions':{'io.modelcontextprotocol/tasks':{}}}");
        const Json made
            = peer.result("tools/call", parsed("{'name':'run_pipeline','arguments':{'pipeline':'article','documents':[{'title':'Rivers'}]}}"));
        QCOMPARE(made.value("resultType").toString(), u"task"_s);
        const Json which = Json::object({{"taskId", made.value("taskId")}});
        QTRY_COMPARE(peer.result("tasks/get", which).value("status").toString(), u"completed"_s);
        QVERIFY(peer.result("tasks/get", which).value("result").value("structuredContent").value("finished").toBool());
    }

    void everyPublishedPipelineIsATool()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        untilPipelinesAreTools(peer);
        const Json tools = peer.result("tools/list").value("tools");
        const Json checked = toolNamed(tools, "run_checked_article");
        QVERIFY(checked.value("inputSchema").value("required").toStringList().contains(u"title"_s));
        const Json run = peer.tool("run_checked_article", parsed("{'title':'Rivers','keywords':['water']}"));
        QCOMPARE(run.value("contexts").at(0).value("status").toString(), u"completed"_s);

        const Heard listener = peer.modern("subscriptions/listen", parsed("{'notifications':{'toolsListChanged':true}}"), "l");
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'mine','title':'Mine','input_schema':{'type':'object','properties':{'size':{'type':'integer'}}},"
            "'nodes':[{'id':'t','component':'template'}],'links':[]}");
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'secret','title':'Secret','tool':false,'nodes':[{'id':'t','component':'template'}],'links':[]}");
        QTRY_VERIFY(!listener->named("notifications/tools/list_changed").isEmpty());
        QTRY_VERIFY(!toolNamed(peer.result("tools/list").value("tools"), "run_mine").isNull());
        const Json now = peer.result("tools/list").value("tools");
        QCOMPARE(toolNamed(now, "run_mine").value("inputSchema").value("properties").value("size").value("type").toString(), u"integer"_s);
        QVERIFY(toolNamed(now, "run_secret").isNull());
    }

    void tryingChangesNothing()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        const Json tried = peer.tool("try_pipeline", parsed("{'pipeline':'article'}"));
        QCOMPARE(tried.value("state").toString(), u"done"_s);
        QVERIFY(tried.value("steps").size() >= 3);
        const Json pinned = peer.tool(
            "try_pipeline",
            parsed("{'pipeline':'article','input':{'document':{'title':'x'}},'pins':{'template':{'port':'out','data':{'title':'pinned'}}}}"));
        QCOMPARE(pinned.value("state").toString(), u"done"_s);
        const Json one = peer.tool("run_component", parsed("{'component':'set_fields','config':{'fields':{'b':2}},'data':{'a':1}}"));
        QCOMPARE(one.value("state").toString(), u"done"_s);
        QVERIFY(one.toBytes().contains(R"("b":2)"));
        QCOMPARE(workspace.run(u"stats"_s).value("submitted").toInt(), 0);
    }

    void pipelinesNeverShareATool()
    {
        QSet<QString> names;
        const QStringList ids{u"a-b"_s,  u"a_b"_s, u"A-B"_s, u"a.b"_s,          u"äb"_s,           u"öb"_s,
                              u"a--b"_s, u"a-"_s,  u"a_"_s,  QString(80, u'x'), QString(81, u'x'), QString(60, u'x')};
        for (const QString &id : ids) {
            const QString name = Mcp::pipelineToolName(id);
            QVERIFY2(name.size() <= 64 && !names.contains(name), qPrintable(id));
            names.insert(name);
        }
        QCOMPARE(Mcp::pipelineToolName(u"weekly-report"_s), u"run_weekly_report"_s);
    }

    void anActionIsJudgedByItsCommand()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        const Json added = workspace.run(u"client.add"_s, parsed("{'name':'Bot','policy':{'write':'deny','tools':{'review.comment':'deny'}}}"));
        McpPeer bot(server);
        bot.client = workspace->agents().authenticate(added.value("token").utf8());
        const auto call = [&](const char *tool, const QByteArray &args) {
            return McpPeer::answered(bot.modern("tools/call", Json::object({{"name", tool}, {"arguments", parsed(args)}}))).value("result");
        };
        const auto codeOf = [&](const Json &result) {
            return Json::parse(result.value("content").at(0).value("text").utf8()).value_or(Json()).value("code").toString();
        };
        QVERIFY(call("review", "{'action':'list'}").value("structuredContent").value("items").isArray());
        QVERIFY(call("quarantine", "{'action':'list','limit':3}").value("structuredContent").isObject());
        QCOMPARE(codeOf(call("review", "{'action':'claim'}")), u"permission.denied"_s);
        QCOMPARE(codeOf(call("review", "{'action':'comment','item':'x','text':'y'}")), u"permission.denied"_s);
        QCOMPARE(codeOf(call("quarantine", "{'action':'retry'}")), u"permission.denied"_s);
        QVERIFY(codeOf(call("review", "{'action':'propose','item':'none','decision':'approved'}")) != u"permission.denied"_s);
        QCOMPARE(codeOf(call("review", "{'action':'nonsense'}")), u"argument.invalid"_s);
        QCOMPARE(codeOf(call("review", "{}")), u"argument.invalid"_s);
        // Which of them a rule for the tool holds for is told too.
        const Json tools = workspace.run(u"tool.list"_s, Json::object({{"client", bot.client->id}})).value("tools");
        const Json review = toolNamed(tools, "review");
        QCOMPARE(review.value("verdict").toString(), u"deny"_s);
        QCOMPARE(review.value("actions").at(0).value("verdict").toString(), u"allow"_s);
        QVERIFY(review.value("tokens").toInt() > 50);
        workspace.run(u"client.policy"_s, Json::object({{"id", bot.client->id}, {"tools", parsed("{'review':'deny'}")}}));
        QVERIFY(toolNamed(bot.result("tools/list").value("tools"), "review").isNull());
        QVERIFY(!toolNamed(bot.result("tools/list").value("tools"), "quarantine").isNull());
    }

    // The whole round, and what is refused in it.
    void anAgentWorksAtTheDesksButNeverOnItsOwn()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'desk','nodes':[{'id':'rules','component':'validate','config':{'rules':[{'path':'/n',"
                       "'rule':'required'}]}},{'id':'check','component':'review','config':{'suggest':{'label':'kind'},'form':{'type':'object',"
                       "'properties':{'label':{'type':'string','enum':['note','letter']}},'required':['label']}}}],"
                       "'links':[{'from':{'node':'rules'},'to':{'node':'check'}}]}");
        workspace.submit(u"desk"_s,
                         "[{'id':'a','type':'note','data':{'n':1,'kind':'note'}},{'id':'b','type':'note','data':{'n':2,'kind':'note'}},"
                         "{'id':'c','type':'note','data':{'kind':'note'}},{'id':'d','type':'note','data':{'kind':'note'}}]");
        workspace.untilIdle();
        Mcp::Server server(on(workspace));
        const QTemporaryDir folder;
        const Json added = workspace.run(
            u"client.add"_s,
            Json::object({{"name", "Bot"}, {"policy", Json::object({{"write", "allow"}, {"folders", Json::array(QStringList{folder.path()})}})}}));
        McpPeer bot(server);
        bot.client = workspace->agents().authenticate(added.value("token").utf8());
        const auto call = [&](const char *tool, const QByteArray &args) {
            return McpPeer::answered(bot.modern("tools/call", Json::object({{"name", tool}, {"arguments", parsed(args)}}))).value("result");
        };
        const auto done = [&](const char *tool, const QByteArray &args) {
            const Json result = call(tool, args);
            if (result.value("isError").toBool())
                qFatal("%s: %s", args.constData(), result.toBytes().constData());
            return result.value("structuredContent");
        };
        const auto codeOf = [&](const QByteArray &args) {
            return Json::parse(call("review", args).value("content").at(0).value("text").utf8()).value_or(Json()).value("code").toString();
        };
        const Json items = done("review", "{'action':'claim','limit':10}").value("items");
        QCOMPARE(items.size(), 2);
        const QByteArray a = items.at(0).value("item").utf8().toByteArray();
        const QByteArray b = items.at(1).value("item").utf8().toByteArray();
        QCOMPARE(done("review", "{'action':'propose','item':'" + a + "','decision':'rejected','note':'not so','answers':{'label':'letter'}}")
                     .value("proposal")
                     .value("decision")
                     .toString(),
                 u"rejected"_s);
        QCOMPARE(codeOf("{'action':'decide','item':'" + a + "','decision':'rejected','answers':{'label':'letter'}}"), u"permission.denied"_s);
        // What is suggested is no answer, until whoever answers says that they have looked at it.
        QCOMPARE(codeOf("{'action':'decide','item':'" + b + "','decision':'approved','answers':{'label':'note'}}"), u"argument.invalid"_s);
        const Json decided
            = done("review",
                   "{'action':'decide','item':'" + b + "','decision':'rejected','answers':{'label':'note'},'seen':['label'],'rerun_from':'rules'}");
        QCOMPARE(decided.value("decision").value("rerun_from").toString(), u"rules"_s);
        QCOMPARE(done("review", "{'action':'stats'}").value("mine").value("rejected").toInt(), 1);
        QVERIFY(done("review", "{'action':'quality'}").value("thresholds").isArray());
        QCOMPARE(done("review", "{'action':'examples'}").value("examples").size(), 1);
        workspace.untilIdle();
        done("review", "{'action':'undo'}");
        QCOMPARE(codeOf("{'action':'undo'}"), u"not_found"_s);
        QCOMPARE(codeOf("{'action':'correct','decision':'none','as':'approved'}"), u"not_found"_s);
        done("review", "{'action':'release','all':true}");
        // Its proposal in a pack, decided there by another's name: that is not taken in from its hands.
        const QByteArray pack = folder.filePath(u"p.millrace"_s).toUtf8();
        QCOMPARE(done("review", "{'action':'pack','path':'" + pack + "','items':['" + a + "']}").value("items").toInt(), 1);
        QCOMPARE(done("review", "{'action':'merge','path':'" + pack + "'}").value("merged").toInt(), 0);
        QCOMPARE(codeOf("{'action':'merge','path':'/etc/passwd'}"), u"path.denied"_s);

        QVERIFY(!done("quarantine", "{'action':'check','id':'c','text':'{}'}").value("ok").toBool());
        done("quarantine", "{'action':'fix','id':'c','data':{'n':3,'kind':'note'},'note':'counted'}");
        QCOMPARE(done("quarantine", "{'action':'retry','ids':['d']}").value("retried").toInt(), 1);
        workspace.untilIdle();
        QCOMPARE(workspace.statusOf(u"c"_s), u"awaiting_review"_s);
        QCOMPARE(workspace.statusOf(u"d"_s), u"quarantined"_s);
    }

    void theToolsAreFew()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        qsizetype own = 0;
        qsizetype bytes = 0;
        const Json list = peer.result("tools/list");
        for (const Json &tool : list.value("tools").items()) {
            ++own;
            bytes += tool.toBytes().size();
        }
        QVERIFY2(own >= 15 && own <= 25, QByteArray::number(own).constData());
        QVERIFY2(bytes < 48 * 1024, QByteArray::number(bytes).constData()); // a client's model reads it all
    }

    void everyAnswerIsAsItsSchemaSays()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        untilPipelinesAreTools(peer);
        const Json tools = peer.result("tools/list").value("tools");
        const auto fits = [&](const char *name, const QByteArray &args) {
            const Json answer = peer.result("tools/call", Json::object({{"name", name}, {"arguments", parsed(args)}}));
            const auto compiled = JsonSchema::compile(toolNamed(tools, name).value("outputSchema"));
            if (answer.value("isError").toBool() || !compiled)
                return answer.toBytes();
            const auto problems = compiled->check(answer.value("structuredContent"));
            return problems.isEmpty() ? QByteArray() : problems.first().message.toUtf8() + ' ' + answer.toBytes();
        };
        const QList<std::pair<const char *, QByteArray>> calls = {
            {"submit_text", "{'pipeline':'article','name':'a.json','text':'[]'}"},
            {"submit_documents", "{'pipeline':'article','documents':[]}"},
            {"run_pipeline", "{'pipeline':'article','documents':[]}"},
            {"run_pipeline", "{'pipeline':'article','documents':[{'id':'s','type':'n','data':{'title':'x'}}]}"},
            {"run_pipeline", "{'pipeline':'article','documents':[{'id':'s','type':'n','data':{'title':'x'}}]}"},
            {"run_article", "{'title':'x'}"},
            {"list_components", "{}"},
            {"run_component", "{'component':'set_fields','config':{'fields':{'b':2}},'data':{'a':1}}"},
            {"list_pipelines", "{}"},
            {"get_pipeline", "{'id':'article'}"},
            {"try_pipeline", "{'pipeline':'article'}"},
            {"get_run", "{}"},
            {"list_contexts", "{}"},
            {"list_contexts", "{'text':'nowhere'}"},
            {"get_context", "{'id':'s'}"},
            {"get_history", "{'id':'s'}"},
            {"diff_contexts", "{'id':'s'}"},
            {"retry_contexts", "{'status':'failed'}"},
            {"cancel_contexts", "{'status':'failed'}"},
            {"plan_replay", "{'id':'s'}"},
            {"list_templates", "{}"},
            {"review", "{'action':'list'}"},
            {"quarantine", "{'action':'list'}"},
            {"library", "{'action':'list'}"},
            {"library", "{'action':'search','query':'rivers'}"},
            {"lineage", "{'action':'graph','focus':'s'}"},
            {"lineage", "{'action':'field','id':'s','field':'/title'}"},
            {"lineage", "{'action':'source_of','id':'s','field':'/title','from':0,'to':1}"},
            {"lineage", "{'action':'impact','focus':'s'}"},
            {"metrics", "{'action':'list'}"},
            {"metrics", "{'action':'query','metric':'millrace_commit_duration_seconds','function':'p95'}"},
            {"metrics", "{'action':'slow'}"},
            {"metrics", "{'action':'health'}"},
            {"metrics", "{'action':'alerts'}"},
            {"workspace_status", "{'counts':true}"},
        };
        for (const auto &[name, args] : calls) {
            const QByteArray wrong = fits(name, args);
            QVERIFY2(wrong.isEmpty(), (QByteArray(name) + ": " + wrong.left(600)).constData());
        }
    }

    void whatIsSentAgainIsAnsweredAgain()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        const Json args = parsed("{'pipeline':'article','documents':[{'id':'again','type':'n','data':{'title':'x'}}]}");
        QCOMPARE(peer.tool("run_pipeline", args).value("contexts").at(0).value("id").toString(), u"again"_s);
        const Json second = peer.tool("run_pipeline", args);
        QVERIFY(second.value("finished").toBool());
        QCOMPARE(second.value("unchanged").toInt(), 1);
        QCOMPARE(second.value("contexts").at(0).value("status").toString(), u"completed"_s);
    }

    void aCallIsMadeByHandAndAgain()
    {
        OpenWorkspace workspace;
        QVERIFY(!workspace.ask(u"tool.call"_s, parsed("{'tool':'workspace_status'}"))); // nobody serves
        Mcp::Server server(on(workspace));
        const Json called = workspace.run(u"tool.call"_s, parsed("{'tool':'submit_documents','args':{'pipeline':'article','documents':[{'x':1}]}}"));
        QCOMPARE(called.value("answer").value("result").value("structuredContent").value("submitted").toInt(), 1);
        QCOMPARE(called.value("request").value("method").toString(), u"tools/call"_s);
        QVERIFY(called.value("duration_us").toInt() > 0);
        // As a client, with its policy, and on its record.
        const Json added = workspace.run(u"client.add"_s, parsed("{'name':'Bot','policy':{'write':'allow'}}"));
        const Json id = added.value("client").value("id");
        McpPeer bot(server);
        bot.client = workspace->agents().authenticate(added.value("token").utf8());
        bot.tool("submit_documents", parsed("{'pipeline':'article','documents':[{'y':1}]}"));
        workspace.run(u"client.policy"_s, Json::object({{"id", id}, {"write", "deny"}}));
        const Json denied
            = workspace.run(u"tool.call"_s, Json::object({{"tool", "submit_documents"}, {"args", parsed("{'documents':[]}")}, {"client", id}}));
        QVERIFY(denied.value("answer").contains("error"));
        const auto logged = [&] { return workspace.run(u"request.list"_s, parsed("{'tool':'submit_documents','failed':false}")).value("requests"); };
        QTRY_COMPARE(logged().size(), 1);
        const Json again = workspace.run(u"request.replay"_s, Json::object({{"id", logged().at(0).value("id")}}));
        QCOMPARE(again.value("answer").value("result").value("structuredContent").value("submitted").toInt(), 1);
        QCOMPARE(workspace.run(u"stats"_s).value("submitted").toInt(), 3);
    }

    void promptsThatChangeAreTold()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        const Heard listener = peer.modern("subscriptions/listen", parsed("{'notifications':{'promptsListChanged':true}}"), "l");
        const Json content = workspace.run(u"template.list"_s).value("templates").at(0);
        Json other = content;
        other.insert("id", "another");
        other.remove("version");
        workspace.run(u"template.save"_s, Json::object({{"template", other}}));
        QTRY_COMPARE(listener->named("notifications/prompts/list_changed").size(), 1);
    }

    void whoHasNoSessionIsShownToo()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        const Json added = workspace.run(u"client.add"_s, parsed("{'name':'Bot'}"));
        McpPeer bot(server);
        bot.client = workspace->agents().authenticate(added.value("token").utf8());
        bot.tool("workspace_status");
        const Json shown = workspace.run(u"client.list"_s).value("clients").at(0).value("sessions");
        QCOMPARE(shown.at(0).value("program").toString(), u"test"_s); // who has no session says its name with each request
    }

    void aPolicyDecidesWhatAClientSees()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        const Json added = workspace.run(u"client.add"_s, parsed("{'name':'Bot','policy':{'write':'deny','tools':{'list_templates':'deny'}}}"));
        McpPeer bot(server);
        bot.client = workspace->agents().authenticate(added.value("token").utf8());
        QVERIFY(bot.client);
        const Json tools = bot.result("tools/list").value("tools");
        QVERIFY(!toolNamed(tools, "get_context").isNull());
        QVERIFY(toolNamed(tools, "submit_text").isNull());
        QVERIFY(toolNamed(tools, "list_templates").isNull());
        // What is not listed is not there either.
        for (const char *name : {"submit_text", "run_pipeline", "list_templates"}) {
            const Json params = Json::object({{"name", name}, {"arguments", Json::object()}});
            QCOMPARE(McpPeer::answered(bot.modern("tools/call", params)).value("error").value("code").toInt(), -32602);
        }
        QVERIFY(bot.result("prompts/list").value("prompts").isEmpty());
        QVERIFY(!bot.tool("workspace_status").isNull());
    }

    void aHeldCallWaitsForAPersonsWord()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        const Json added = workspace.run(u"client.add"_s, parsed("{'name':'Bot'}"));
        McpPeer bot(server);
        bot.client = workspace->agents().authenticate(added.value("token").utf8());
        const Json params
            = parsed("{'name':'submit_documents','arguments':{'pipeline':'article','documents':[{'id':'b','type':'n','data':{'title':'x'}}]}}");
        const Heard refused = bot.modern("tools/call", params);
        QTRY_COMPARE(workspace.run(u"call.list"_s).value("calls").size(), 1);
        QVERIFY(refused->messages.isEmpty());
        // Others are served meanwhile.
        QVERIFY(!bot.tool("workspace_status").isNull());
        workspace.run(u"call.refuse"_s, Json::object({{"id", workspace.run(u"call.list"_s).value("calls").at(0).value("id")}}));
        const Json no = McpPeer::answered(refused).value("result");
        QVERIFY(no.value("isError").toBool());
        QVERIFY(no.value("content").at(0).value("text").utf8().contains("call.refused"));

        const Heard lost = bot.modern("tools/call", params);
        QTRY_COMPARE(workspace.run(u"call.list"_s).value("calls").size(), 1);
        server.gone(lost.get());
        QTRY_VERIFY(workspace.run(u"call.list"_s).value("calls").isEmpty());

        const Heard allowed = bot.modern("tools/call", params);
        QTRY_COMPARE(workspace.run(u"call.list"_s).value("calls").size(), 1);
        workspace.run(u"call.allow"_s, Json::object({{"id", workspace.run(u"call.list"_s).value("calls").at(0).value("id")}}));
        QCOMPARE(McpPeer::answered(allowed).value("result").value("structuredContent").value("submitted").toInt(), 1);
        QCOMPARE(workspace.run(u"stats"_s).value("submitted").toInt(), 1);
    }

    void aRuleForAToolAsksOnce()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        const Json added = workspace.run(u"client.add"_s, parsed("{'name':'Bot','policy':{'tools':{'run_pipeline':'ask_always'}}}"));
        McpPeer bot(server);
        bot.client = workspace->agents().authenticate(added.value("token").utf8());
        const Heard run = bot.modern(
            "tools/call",
            parsed("{'name':'run_pipeline','arguments':{'pipeline':'article','documents':[{'id':'o','type':'n','data':{'title':'x'}}]}}"));
        QTRY_COMPARE(workspace.run(u"call.list"_s).value("calls").size(), 1);
        workspace.run(u"call.allow"_s, Json::object({{"id", workspace.run(u"call.list"_s).value("calls").at(0).value("id")}}));
        const Json answer = McpPeer::answered(run).value("result").value("structuredContent");
        QVERIFY2(answer.value("finished").toBool(), answer.toBytes().constData());
        QCOMPARE(answer.value("contexts").size(), 1);
        QVERIFY(workspace.run(u"call.list"_s).value("calls").isEmpty());
    }

    void aRefusedTaskDoesNoWork()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/"
                       "1','id':'held','title':'Held','nodes':[{'id':'w','component':'wait','config':{'signal':'go'}}],'links':[]}");
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        peer.capabilities = parsed("{'extensions':{'io.modelcontextprotocol/tasks':{}}}");
        const Json params = parsed("{'name':'run_pipeline','arguments':{'pipeline':'held','documents':[{'a':1}]}}");
        for (int i = 0; i < 100; ++i)
            QCOMPARE(peer.result("tools/call", params).value("resultType").toString(), u"task"_s);
        QVERIFY(!McpPeer::answered(peer.modern("tools/call", params)).value("error").isNull());
        QTRY_COMPARE(workspace.run(u"stats"_s).value("submitted").toInt(), 100);
        QTest::qWait(50);
        QCOMPARE(workspace.run(u"stats"_s).value("submitted").toInt(), 100);
    }

    void aRevokedClientIsOutAtOnce()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        const Json added = workspace.run(u"client.add"_s, parsed("{'name':'Bot'}"));
        McpPeer bot(server);
        bot.client = workspace->agents().authenticate(added.value("token").utf8());
        bot.begin();
        const Heard listener = bot.modern("subscriptions/listen", parsed("{'notifications':{'toolsListChanged':true}}"), "l");
        QVERIFY(listener->opened && !listener->ended);
        workspace.run(u"client.revoke"_s, Json::object({{"id", added.value("client").value("id")}}));
        QTRY_VERIFY(listener->ended);
        QCOMPARE(server.sessionCount(), 0);
        QCOMPARE(bot.legacy("tools/list")->opening.status, 404);
    }

    void aLongAnswerIsReadOnInPages()
    {
        OpenWorkspace workspace;
        const QByteArray words = QByteArray("\xc3\xa4").repeated(60'000);
        workspace.run(
            u"submit.documents"_s,
            Json::object(
                {{"pipeline", "article"},
                 {"documents", Json::array({Json::object({{"id", "long"}, {"type", "n"}, {"data", Json::object({{"text", Json(words)}})}})})}}));
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        const Json answer = peer.result("tools/call", parsed("{'name':'get_context','arguments':{'id':'long','step':0}}"));
        const Json &shown = answer.value("structuredContent");
        QVERIFY(shown.value("truncated").toBool());
        const Json &link = answer.value("content").at(answer.value("content").size() - 1);
        QCOMPARE(link.value("type").toString(), u"resource_link"_s);
        const Json whole = peer.result("resources/read", Json::object({{"uri", link.value("uri")}})).value("contents").at(0).value("text");
        QCOMPARE(whole.utf8().size(), shown.value("bytes").toInt());
        QByteArray read = shown.value("preview").utf8().toByteArray();
        for (Json next = shown.value("next"); !next.isNull();) {
            const Json page = peer.tool("read_more", Json::object({{"answer", shown.value("answer")}, {"from", next}}));
            QVERIFY(!page.value("text").utf8().isEmpty());
            read += page.value("text").utf8();
            next = page.value("next");
        }
        QCOMPARE(read, whole.utf8().toByteArray());
    }

    void whatFailsSaysWhyAndHow()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        const Json missing = peer.result("tools/call", parsed("{'name':'get_context','arguments':{'id':'nobody'}}"));
        QVERIFY(missing.value("isError").toBool());
        QVERIFY(missing.value("content").at(0).value("text").utf8().contains("not_found"));
        const Json wrong = peer.result("tools/call", parsed("{'name':'get_context','arguments':{'step':'x'}}"));
        QVERIFY(wrong.value("content").at(0).value("text").utf8().contains("argument.invalid"));
        const Json nulls = peer.result("tools/call", parsed("{'name':'list_contexts','arguments':{'status':null,'limit':5}}"));
        QVERIFY(!nulls.value("isError").toBool());
        QCOMPARE(McpPeer::answered(peer.modern("tools/call", parsed("{'name':'nonsense'}"))).value("error").value("code").toInt(), -32602);
    }

    void templatesArePrompts()
    {
        OpenWorkspace workspace;
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        const Json prompts = peer.result("prompts/list").value("prompts");
        QVERIFY(!prompts.isEmpty());
        const Json filled = peer.result(
            "prompts/get", parsed("{'name':'tmpl_article','arguments':{'title':'Rivers','keywords':'water, fish','source':'A river is long.'}}"));
        QCOMPARE(filled.value("messages").size(), 2);
        const QByteArray text = filled.value("messages").at(0).value("content").value("text").utf8().toByteArray();
        QVERIFY2(text.contains("\"Rivers\"") && text.contains("water, fish"), text.constData());
        const Json completion = peer.result(
            "completion/complete", parsed("{'ref':{'type':'ref/resource','uri':'millrace://pipeline/{id}'},'argument':{'name':'id','value':'art'}}"));
        QVERIFY(completion.value("completion").value("values").toStringList().contains(u"article"_s));
    }

    void resourcesAreReadByTheirAddress()
    {
        OpenWorkspace workspace;
        workspace.submit(u"article"_s, "[{'id':'r 1','type':'n','data':{'title':'x'}}]");
        workspace.untilIdle();
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        for (const char *uri : {"millrace://context/r%201", "millrace://context/r%201/history", "millrace://context/r%201/step/0",
                                "millrace://pipeline/article", "millrace://workspace", "millrace://status", "millrace://lineage/r%201"}) {
            const Json contents = peer.result("resources/read", Json::object({{"uri", uri}})).value("contents");
            QVERIFY2(Json::parse(contents.at(0).value("text").utf8()).has_value(), uri);
            QCOMPARE(contents.at(0).value("uri").toString(), QLatin1StringView(uri));
        }
        const Json counted = peer.result("resources/read", parsed("{'uri':'millrace://metrics'}")).value("contents").at(0);
        QCOMPARE(counted.value("mimeType").toString(), u"text/plain"_s);
        QVERIFY(counted.value("text").utf8().contains("# TYPE "));
        QVERIFY(peer.result("resources/templates/list").value("resourceTemplates").size() >= 8);
        // Pipelines become known a little after the start.
        QTRY_VERIFY(peer.result("resources/list").value("resources").size() > 2);
    }

    void anIdIsCompletedHoweverManyThereAre()
    {
        OpenWorkspace workspace;
        workspace.run(u"engine.pause"_s);
        Json documents = Json::array();
        for (int i = 0; i < 1'200; ++i)
            documents.append(Json::object({{"id", u"many-%1"_s.arg(i, 4, 10, QChar(u'0'))}, {"data", Json::object()}}));
        documents.append(parsed("{'id':'newest','data':{}}"));
        workspace.run(u"submit.documents"_s, Json::object({{"pipeline", "article"}, {"documents", documents}}));
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        const auto completed = [&](const char *begun) {
            return peer
                .result("completion/complete",
                        Json::object({{"ref", parsed("{'type':'ref/resource','uri':'millrace://context/{id}'}")},
                                      {"argument", Json::object({{"name", "id"}, {"value", begun}})}}))
                .value("completion");
        };
        QCOMPARE(completed("new").value("values").toStringList(), QStringList{u"newest"_s});
        QCOMPARE(completed("many-1199").value("values").size(), 1);
        QCOMPARE(completed("many-").value("values").size(), 100);
        QVERIFY(completed("many-").value("hasMore").toBool());
    }

    void aDocumentsFileIsReadToTheByte()
    {
        OpenWorkspace workspace;
        const QByteArray bytes = QByteArray("# Rivers\r\n\r\nThe mill at the river.\r\n");
        const Json args = Json::object({{"pipeline", "article"}, {"name", "rivers.md"}, {"base64", Json(bytes.toBase64())}});
        const Json id = workspace.run(u"submit.content"_s, args).value("ids").at(0);
        const Json document = workspace.run(u"library.list"_s).value("documents").at(0);
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        for (const QString &uri :
             {u"millrace://context/%1/file"_s.arg(id.toString()), u"millrace://document/%1/file"_s.arg(document.value("id").toString()),
              u"millrace://document/%1/file"_s.arg(document.value("hash").toString())}) {
            const Json contents = peer.result("resources/read", Json::object({{"uri", uri}})).value("contents").at(0);
            QCOMPARE(contents.value("uri").toString(), uri);
            QCOMPARE(QByteArray::fromBase64(contents.value("blob").utf8().toByteArray()), bytes);
            QVERIFY(contents.value("mimeType").toString().startsWith("text/"_L1));
        }
        const Json missing = McpPeer::answered(peer.modern("resources/read", parsed("{'uri':'millrace://document/none/file'}"))).value("error");
        QCOMPARE(missing.value("code").toInt(), -32602);
    }

    void whereAResultCameFromIsTold()
    {
        OpenWorkspace workspace;
        workspace.submit(u"article"_s, "[{'id':'told','type':'n','data':{'title':'Rivers','keywords':['water']}}]");
        workspace.untilIdle();
        Mcp::Server server(on(workspace));
        McpPeer peer(server);
        const Json graph = peer.tool("lineage", parsed("{'action':'graph','focus':'told'}"));
        QVERIFY(graph.value("nodes").size() > 1);
        const Json source = peer.tool("lineage", parsed("{'action':'source_of','id':'told','field':'/title','from':0,'to':6}"));
        QCOMPARE(source.value("text").toString(), u"Rivers"_s);
        QVERIFY(peer.tool("metrics", parsed("{'action':'list'}")).value("metrics").size() > 10);
        QVERIFY(!peer.tool("metrics", parsed("{'action':'health'}")).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestMcpTools)
#include "tst_mcptools.moc"
