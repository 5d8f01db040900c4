// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/jsonschema.h"
#include "support/httppeer.h"
#include "workspace/openworkspace.h"

#include <QDir>
#include <QDirIterator>
#include <QSet>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

const QByteArray kSource
    = "The mill stands by the river since 1743. Its wheel turns whenever the water is high enough to reach the lowest blades. "
      "Farmers from three villages brought their grain here. The miller kept one part in sixteen as his wage. "
      "In the winter of 1829 the ice broke the dam and the wheel stood still for a year. Nobody in the valley had flour of their own then.";

Json articleOf(const QString &id, const QByteArray &source = kSource)
{
    return Json::object({{"id", id},
                         {"type", "article"},
                         {"data",
                          Json::object({{"title", "The mill by the river"},
                                        {"target_audience", Json::array({"readers"})},
                                        {"keywords", Json::array({"mill", "river"})},
                                        {"source_text", source}})}});
}

const Json *nodeOf(const Json &graph, const QString &id)
{
    for (const Json &node : graph.value("nodes").items()) {
        if (node.value("id").toString() == id)
            return &node;
    }
    return nullptr;
}

QStringList relationsOf(const Json &graph)
{
    QStringList relations;
    for (const Json &edge : graph.value("edges").items())
        relations.append(edge.value("relation").toString());
    relations.sort();
    return relations;
}

JsonSchema runEventSchema()
{
    QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/openlineage/run-event.schema.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no schema");
    const auto schema = JsonSchema::compile(Json::parse(file.readAll()).value_or(Json()));
    if (!schema)
        qFatal("%s", qPrintable(schema.error().text));
    return *schema;
}

struct Piece
{
    qint64 from;
    qint64 to;
};

/// Sentences of a text as a reader sees them: not its headings.
QList<Piece> sentencesOf(const QByteArray &text)
{
    QList<Piece> pieces;
    qint64 from = 0;
    for (qint64 i = 0; i < text.size(); ++i) {
        const bool ends = text.at(i) == '\n'
            || ((text.at(i) == '.' || text.at(i) == '!' || text.at(i) == '?') && (i + 1 == text.size() || text.at(i + 1) == ' '));
        if (!ends && i + 1 < text.size())
            continue;
        qint64 a = from;
        qint64 b = i + 1;
        while (a < b && (text.at(a) == ' ' || text.at(a) == '\n'))
            ++a;
        while (b > a && (text.at(b - 1) == ' ' || text.at(b - 1) == '\n'))
            --b;
        if (b - a > 3 && text.at(a) != '#')
            pieces.append({a, b});
        from = i + 1;
    }
    return pieces;
}

} // namespace

/// Where results came from, through the door.
class TestLineage : public QObject
{
    Q_OBJECT

    static QList<Json> contextsOf(OpenWorkspace &workspace)
    {
        const Json answer = workspace.run(u"context.list"_s);
        const auto rows = answer.value("contexts").items();
        return {rows.begin(), rows.end()};
    }

    static Json submit(OpenWorkspace &workspace, const QString &pipeline, const Json &document)
    {
        const Json done = workspace.run(u"submit.documents"_s, Json::object({{"pipeline", pipeline}, {"documents", Json::array({document})}}));
        workspace.untilIdle();
        return done;
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void anArticleCameFromItsTemplateAndItsModel()
    {
        OpenWorkspace workspace;
        submit(workspace, u"template,ai_generator,transformer"_s, articleOf(u"x"_s));
        QCOMPARE(workspace.statusOf(u"x"_s), u"completed"_s);
        const Json graph = workspace.run(u"lineage.graph"_s, Json::object({{"focus", "x"}}));
        QCOMPARE(graph.value("focus").toString(), u"context:x"_s);
        QCOMPARE(relationsOf(graph), QStringList({u"model"_s, u"template"_s}));
        for (const Json &edge : graph.value("edges").items()) {
            QCOMPARE(edge.value("to").toString(), u"context:x"_s);
            QVERIFY(edge.value("component_version").toInt() > 0);
            QVERIFY(!edge.value("node").toString().isEmpty());
        }
        // From the template's side the same edge, and the same node.
        const QString templateId = graph.value("edges").at(0).value("relation").toString() == "template"_L1
            ? graph.value("edges").at(0).value("from").toString()
            : graph.value("edges").at(1).value("from").toString();
        const Json below = workspace.run(u"lineage.graph"_s, Json::object({{"focus", templateId}, {"direction", "down"}}));
        QVERIFY(nodeOf(below, u"context:x"_s));
        QCOMPARE(relationsOf(below), QStringList({u"template"_s}));
    }

    void eachSentenceOfTheArticleLeadsToItsSourceAndBack()
    {
        OpenWorkspace workspace;
        submit(workspace, u"template,ai_generator,transformer"_s, articleOf(u"x"_s));
        const QByteArray text = workspace.dataOf(u"x"_s).value("formatted_content").value("content").utf8().toByteArray();
        int fromSource = 0;
        for (const Piece &piece : sentencesOf(text)) {
            const Json answer = workspace.run(
                u"lineage.source_of"_s, Json::object({{"id", "x"}, {"field", "/formatted_content/content"}, {"from", piece.from}, {"to", piece.to}}));
            const QByteArray sentence = text.sliced(piece.from, piece.to - piece.from);
            QCOMPARE(answer.value("text").utf8().toByteArray(), sentence);
            for (const Json &span : answer.value("spans").items()) {
                if (span.value("ends").toString() != "submitted"_L1)
                    continue;
                const Json &place = span.value("place");
                QCOMPARE(place.value("context").toString(), u"x"_s);
                QCOMPARE(place.value("field").toString(), u"/source_text"_s);
                const QByteArray source = kSource.sliced(place.value("from").toInt(), place.value("to").toInt() - place.value("from").toInt());
                QCOMPARE(source, text.sliced(span.value("from").toInt(), span.value("to").toInt() - span.value("from").toInt()));
                QVERIFY(span.value("exact").toBool());
                QVERIFY(span.value("recorded").toBool());
                QCOMPARE(span.value("via").size(), 2); // the formatted text, the generated one
                ++fromSource;
                const Json back
                    = workspace.run(u"lineage.result_of"_s,
                                    Json::object({{"id", "x"}, {"field", "/source_text"}, {"from", place.value("from")}, {"to", place.value("to")}}));
                bool isBack = false;
                for (const Json &result : back.value("spans").items()) {
                    const Json &at = result.value("place");
                    isBack = isBack
                        || (at.value("field").toString() == "/formatted_content/content"_L1 && at.value("from").toInt() == span.value("from").toInt()
                            && at.value("to").toInt() == span.value("to").toInt());
                }
                QVERIFY(isBack);
            }
        }
        QVERIFY(fromSource >= 3);
    }

    void theChainOfAFieldNamesEverythingThatHadAPartInIt()
    {
        OpenWorkspace workspace;
        submit(workspace, u"template,ai_generator,transformer"_s, articleOf(u"x"_s));
        const Json answer = workspace.run(u"lineage.field"_s, Json::object({{"id", "x"}, {"field", "/formatted_content/content"}}));
        QStringList what;
        for (const Json &link : answer.value("chain").items())
            what.append(link.value("what").toString());
        QVERIFY(what.contains(u"submitted"_s));
        QVERIFY(what.contains(u"template"_s));
        QVERIFY(what.contains(u"model"_s));
        QVERIFY(what.indexOf(u"submitted"_s) < what.indexOf(u"model"_s));
        QCOMPARE(what.last(), u"step"_s);
        QCOMPARE(answer.value("chain").at(answer.value("chain").size() - 1).value("component").toString(), u"transformer"_s);
        QVERIFY(answer.value("nodes").size() >= 4);
    }

    void whatAPersonChangedIsTheirsAndTheRestGoesOn()
    {
        OpenWorkspace workspace;
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'p','nodes':[{'id':'ask','component':'review','config':{'text':'source_text'}}],'links':[]}");
        submit(workspace, u"p"_s, articleOf(u"x"_s));
        QCOMPARE(workspace.statusOf(u"x"_s), u"awaiting_review"_s);
        QByteArray edited = kSource;
        edited.replace("since 1743", "since the year 1744");
        Json data = workspace.dataOf(u"x"_s);
        data.insert("source_text", edited);
        workspace.run(u"review.decide"_s, Json::object({{"id", "x"}, {"decision", "edited"}, {"data", data}}));
        workspace.untilIdle();
        QCOMPARE(workspace.dataOf(u"x"_s).value("source_text").utf8().toByteArray(), edited);
        const Json answer
            = workspace.run(u"lineage.source_of"_s, Json::object({{"id", "x"}, {"field", "/source_text"}, {"from", 0}, {"to", edited.size()}}));
        bool isAdas = false;
        qint64 kept = 0;
        for (const Json &span : answer.value("spans").items()) {
            const QByteArray part = edited.sliced(span.value("from").toInt(), span.value("to").toInt() - span.value("from").toInt());
            if (span.value("ends").toString() == "person"_L1) {
                QCOMPARE(span.value("person").toString(), u"Ada"_s);
                isAdas = true;
                QVERIFY(part.size() < 40);
                continue;
            }
            QCOMPARE(span.value("ends").toString(), u"submitted"_s);
            const Json &place = span.value("place");
            QCOMPARE(kSource.sliced(place.value("from").toInt(), place.value("to").toInt() - place.value("from").toInt()), part);
            kept += part.size();
        }
        QVERIFY(isAdas);
        QVERIFY(kept > kSource.size() * 9 / 10);
        const Json graph = workspace.run(u"lineage.graph"_s, Json::object({{"focus", "x"}, {"direction", "down"}}));
        QCOMPARE(relationsOf(graph), QStringList({u"review"_s}));
        QCOMPARE(graph.value("nodes").at(1).value("outcome").toString(), u"edited"_s);
    }

    void aThousandChildrenAreOneStackThatOpens()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'p','nodes':[{'id':'s','component':'split','config':{'items':'items'}},"
                       "{'id':'e','component':'test_echo'},{'id':'j','component':'join'}],"
                       "'links':[{'from':{'node':'s','port':'item'},'to':{'node':'e'}},{'from':{'node':'e'},'to':{'node':'j'}},"
                       "{'from':{'node':'s'},'to':{'node':'j'}}]}");
        Json items = Json::array();
        for (int i = 0; i < 1'000; ++i)
            items.append(Json(u"item number %1 of the list"_s.arg(i)));
        submit(workspace, u"p"_s, Json::object({{"id", "x"}, {"type", "n"}, {"data", Json::object({{"items", items}})}}));
        QCOMPARE(workspace.statusOf(u"x"_s), u"completed"_s);
        const Json graph = workspace.run(u"lineage.graph"_s, Json::object({{"focus", "x"}, {"hops", 2}}));
        QCOMPARE(graph.value("nodes").size(), 2);
        const Json stack = graph.value("nodes").at(1);
        QCOMPARE(stack.value("kind").toString(), u"stack"_s);
        QCOMPARE(stack.value("count").toInt(), 1'000);
        QCOMPARE(stack.value("member_kind").toString(), u"context"_s);
        QVERIFY(graph.value("edges").at(0).value("joined").toBool());
        const Json opened = workspace.run(u"lineage.graph"_s, Json::object({{"focus", "x"}, {"open", Json::array({stack.value("id")})}}));
        QCOMPARE(opened.value("nodes").size(), 202); // itself, two hundred, and one for the rest
        const Json rest = opened.value("nodes").at(201);
        QCOMPARE(rest.value("count").toInt(), 800);
        // A child knows its parent, and the parent's result where it came from.
        const QString child = opened.value("nodes").at(1).value("id").toString();
        const Json up = workspace.run(u"lineage.graph"_s, Json::object({{"focus", child}, {"direction", "up"}}));
        QVERIFY(nodeOf(up, u"context:x"_s));
        const Json impact = workspace.run(u"lineage.impact"_s, Json::object({{"focus", "x"}, {"limit", 300}}));
        QCOMPARE(impact.value("total").toInt(), 1'000);
        QCOMPARE(impact.value("items").size(), 300);
        const Json next = workspace.run(u"lineage.impact"_s, Json::object({{"focus", "x"}, {"limit", 1000}, {"after", impact.value("after")}}));
        QCOMPARE(next.value("items").size(), 700);
        QVERIFY(next.value("after").isNull());
        QVERIFY(!next.value("total_is_least").toBool());
        // What is not wanted is gone through too, and counts for where it ends.
        Json outputs = Json::object({{"focus", "x"}, {"kinds", Json::array({"output"})}, {"most", 1'000}});
        QVERIFY(!workspace.run(u"lineage.impact"_s, outputs).value("total_is_least").toBool());
        outputs.insert("most", 999);
        const Json cut = workspace.run(u"lineage.impact"_s, outputs);
        QVERIFY(cut.value("total_is_least").toBool());
        QCOMPARE(cut.value("total").toInt(), 0);
    }

    void aListIsWrittenOverAFileWhereThatIsWanted()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'p','nodes':[{'id':'a','component':'test_echo'}],'links':[]}");
        submit(workspace, u"p"_s, Json::object({{"id", "x"}, {"type", "n"}, {"data", Json::object({{"n", 1}})}}));
        QTemporaryDir folder;
        const QString path = folder.filePath(u"list.csv"_s);
        Json args = Json::object({{"focus", "x"}, {"path", path}});
        workspace.run(u"lineage.export_impact"_s, args);
        QCOMPARE(workspace.ask(u"lineage.export_impact"_s, args).error().code, ErrorCode::InvalidArgument);
        args.insert("overwrite", true);
        args.insert("format", "json");
        workspace.run(u"lineage.export_impact"_s, args);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.read(1), QByteArray("["));
        for (const CommandInfo &info : workspace->commands()) {
            if (info.name == "lineage.export"_L1 || info.name == "lineage.export_impact"_L1)
                QCOMPARE(info.access, Access::Write); // who may only read writes no file
        }
    }

    void aSelectionIsReplayedAsOneJobAndTakenOrNot()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'p','nodes':[{'id':'a','component':'test_echo','config':{'value':'one'}}],'links':[]}");
        for (const char *id : {"x", "y"})
            submit(workspace, u"p"_s, Json::object({{"id", id}, {"type", "n"}, {"data", Json::object({{"n", 1}})}}));
        workspace.save("{'format':'millrace.pipeline/1','id':'p','nodes':[{'id':'a','component':'test_echo','config':{'value':'two'}}],'links':[]}");
        const Json args = Json::object({{"nodes", Json::array({"context:x", "context:y"})}, {"version", "latest"}});
        const Json plan = workspace.run(u"lineage.replay_plan"_s, args);
        QCOMPARE(plan.value("contexts").size(), 2);
        QCOMPARE(plan.value("steps_again").toInt(), 2);
        const Json job = workspace.run(u"lineage.replay"_s, args);
        QCOMPARE(job.value("contexts").size(), 2);
        workspace.untilIdle();
        const Json jobArgs = Json::object({{"job", job.value("job")}});
        Json state = workspace.run(u"lineage.replay_state"_s, jobArgs);
        QCOMPARE(state.value("state").toString(), u"ready"_s);
        QCOMPARE(state.value("contexts").at(0).value("changed").toInt(), 1);
        for (const QList<Json> rows = contextsOf(workspace); const Json &row : rows)
            QVERIFY(row.value("superseded_by").toString().isEmpty());
        // One is taken, the other is not.
        const QString taken = state.value("contexts").at(0).value("id").toString();
        QCOMPARE(workspace.run(u"lineage.adopt"_s, Json::object({{"job", job.value("job")}, {"ids", Json::array({taken})}})).value("adopted").toInt(),
                 1);
        QCOMPARE(workspace.run(u"lineage.discard"_s, jobArgs).value("discarded").toInt(), 1);
        state = workspace.run(u"lineage.replay_state"_s, jobArgs);
        QCOMPARE(state.value("state").toString(), u"mixed"_s);
        int superseded = 0;
        for (const QList<Json> rows = contextsOf(workspace); const Json &row : rows)
            superseded += row.value("superseded_by").toString() == taken;
        QCOMPARE(superseded, 1);
        // Nobody decides twice.
        QCOMPARE(workspace.run(u"lineage.adopt"_s, Json::object({{"job", job.value("job")}, {"ids", Json::array({taken})}})).value("refused").size(),
                 1);
        QCOMPARE(workspace.run(u"lineage.jobs"_s).value("jobs").size(), 1);
        const Json graph
            = workspace.run(u"lineage.graph"_s, Json::object({{"focus", state.value("contexts").at(0).value("of")}, {"direction", "down"}}));
        QCOMPARE(graph.value("nodes").at(1).value("replay").toString(), u"adopted"_s);
        QCOMPARE(workspace.run(u"workspace.check"_s).value("ok"), Json(true));
    }

    void whatCameLaterIsNotThereAsOfAnEarlierTime()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'p','nodes':[{'id':'a','component':'test_echo'}],'links':[]}");
        submit(workspace, u"p"_s, Json::object({{"id", "x"}, {"type", "n"}, {"data", Json::object({{"n", 1}})}}));
        QTest::qWait(5);
        const QString then = isoMicroseconds(Clock::system().nowUs());
        QTest::qWait(5);
        workspace.run(u"replay.run"_s, Json::object({{"id", "x"}}));
        workspace.untilIdle();
        QCOMPARE(workspace.run(u"lineage.graph"_s, Json::object({{"focus", "x"}})).value("nodes").size(), 2);
        const Json before = workspace.run(u"lineage.graph"_s, Json::object({{"focus", "x"}, {"as_of", then}}));
        QCOMPARE(before.value("nodes").size(), 1);
        QCOMPARE(before.value("nodes").at(0).value("superseded_by").toString(), QString());
        QCOMPARE(before.value("nodes").at(0).value("status").toString(), u"completed"_s);
        QCOMPARE(workspace.ask(u"lineage.graph"_s, Json::object({{"focus", "x"}, {"as_of", "yesterday"}})).error().code, ErrorCode::InvalidArgument);
    }

    void whatIsNotThereIsNotFound()
    {
        OpenWorkspace workspace;
        for (const char *focus : {"nobody", "document:x", "template:x@1", "output:9", "review:x", "event:4", "nobody#/title"})
            QCOMPARE(workspace.ask(u"lineage.graph"_s, Json::object({{"focus", focus}})).error().code, ErrorCode::NotFound);
        QCOMPARE(workspace.ask(u"lineage.graph"_s, Json::object({{"focus", "template:x"}})).error().code, ErrorCode::InvalidArgument);
    }

    void runsAreToldInOpenLineagesWords()
    {
        OpenWorkspace workspace;
        QTemporaryDir folder;
        const QString live = folder.filePath(u"live.jsonl"_s);
        workspace.run(u"lineage.set_target"_s, Json::object({{"id", "file"}, {"kind", "file"}, {"path", live}}));
        submit(workspace, u"template,ai_generator,transformer"_s, articleOf(u"x"_s));
        const QString path = folder.filePath(u"all.jsonl"_s);
        const qint64 events = workspace.run(u"lineage.export"_s, Json::object({{"path", path}})).value("events").toInt();
        QCOMPARE(events, 8); // a start and an end of the context, and of each of three steps
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray all = file.readAll();
        QSet<QString> open;
        bool hasColumns = false;
        const JsonSchema schema = runEventSchema();
        for (const QByteArray &line : all.trimmed().split('\n')) {
            const auto event = Json::parse(line);
            QVERIFY(event);
            const auto problems = schema.check(*event);
            QVERIFY2(problems.isEmpty(), problems.isEmpty() ? "" : (problems.first().path + ": " + problems.first().message.toUtf8()).constData());
            const QString run = event->value("run").value("runId").toString();
            if (event->value("eventType").toString() == "START"_L1) {
                open.insert(run);
            } else {
                QCOMPARE(event->value("eventType").toString(), u"COMPLETE"_s);
                QVERIFY(open.remove(run));
            }
            hasColumns = hasColumns || event->value("outputs").at(0).value("facets").contains("columnLineage");
            QVERIFY(!line.contains("The miller kept")); // no content goes out
        }
        QVERIFY(open.isEmpty());
        QVERIFY(hasColumns);
        // The same events go out by themselves, and nothing of it is lost over a restart.
        QFile told(live);
        QTRY_VERIFY_WITH_TIMEOUT(told.exists() && told.size() == all.size(), 20'000);
        workspace.reopen();
        const Json target = workspace.run(u"lineage.targets"_s).value("targets").at(0);
        QCOMPARE(target.value("waiting").toInt(), 0);
        QCOMPARE(target.value("sent").toInt(), events);
        QVERIFY(told.open(QIODevice::ReadOnly));
        QCOMPARE(told.readAll(), all);
        QCOMPARE(workspace.ask(u"lineage.set_target"_s, Json::object({{"id", "h"}, {"kind", "http"}, {"url", "ftp://x"}})).error().code,
                 ErrorCode::InvalidArgument);
    }

    void whatAModelWasAskedAndAnsweredIsKeptWithTheStep()
    {
        const QByteArray raw = R"({"introduction":"It began.","body":[{"heading":"H","content":"The wheel turned."}],"conclusion":"It ended."})";
        HttpPeer peer;
        peer.setHandler([&](const QByteArray &) {
            const QByteArray body = Json::object({{"model", "m1"},
                                                  {"choices", Json::array({Json::object({{"message", Json::object({{"content", raw}})}})})},
                                                  {"usage", Json::object({{"prompt_tokens", 30}, {"completion_tokens", 12}})}})
                                        .toBytes();
            return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
        });
        QTemporaryDir folder;
        WorkspaceOptions options;
        options.path = folder.filePath(u"w.millrace"_s);
        options.create = true;
        options.actorName = u"Ada"_s;
        options.indexPath = options.path + u".index"_s;
        options.settings = Json::object(
            {{"default_provider", "local"},
             {"providers", Json::array({Json::object({{"id", "local"}, {"base_url", peer.url().toString()}, {"model", "m1"}, {"stream", false}})})}});
        auto opened = Workspace::open(options);
        QVERIFY(opened);
        Workspace &workspace = **opened;
        const auto run = [&](const QString &command, const Json &args) -> Json {
            const auto future = workspace.execute(command, args, workspace.actor());
            while (!future.isFinished())
                QTest::qWait(1);
            return future.result().value_or(Json());
        };
        run(u"submit.documents"_s,
            Json::object({{"pipeline", "template,ai_generator,transformer"}, {"documents", Json::array({articleOf(u"x"_s)})}}));
        run(u"engine.wait"_s, Json::object({{"wait_s", 0}}));
        QCOMPARE(run(u"context.get"_s, Json::object({{"id", "x"}})).value("status").toString(), u"completed"_s);

        const Json field = run(u"lineage.field"_s, Json::object({{"id", "x"}, {"field", "/formatted_content/content"}}));
        QStringList what;
        QString call;
        for (const Json &link : field.value("chain").items()) {
            what.append(link.value("what").toString());
            if (what.last() == "answer"_L1)
                call = link.value("model").value("call").toString();
        }
        QVERIFY2(what.contains(u"template"_s) && what.contains(u"prompt"_s) && what.contains(u"model"_s), qPrintable(what.join(u' ')));
        QVERIFY(what.indexOf(u"prompt"_s) < what.indexOf(u"answer"_s));
        const Json kept = run(u"lineage.call"_s, Json::object({{"call", call}}));
        QCOMPARE(kept.value("answer").utf8().toByteArray(), raw);
        QCOMPARE(kept.value("model").toString(), u"m1"_s);
        QCOMPARE(kept.value("parameters").value("temperature").toDouble(), 0.7);
        QCOMPARE(kept.value("tokens_in").toInt(), 30);
        QVERIFY(kept.value("messages").toBytes().contains("The miller kept one part in sixteen"));
        QVERIFY(!kept.value("answer_cut").toBool());
        // What the model wrote ends with the model.
        const Json sources
            = run(u"lineage.source_of"_s, Json::object({{"id", "x"}, {"field", "/generated_content/introduction"}, {"from", 0}, {"to", 9}}));
        QCOMPARE(sources.value("spans").at(0).value("ends").toString(), u"model"_s);
        const Json below = run(u"lineage.graph"_s, Json::object({{"focus", "model:local/m1"}, {"direction", "down"}}));
        QVERIFY(nodeOf(below, u"context:x"_s));
        const Json fields = run(u"lineage.graph"_s, Json::object({{"focus", "x#/generated_content/introduction"}, {"level", "field"}}));
        QVERIFY(relationsOf(fields).contains(u"prompt"_s) && relationsOf(fields).contains(u"answer"_s));
        QCOMPARE(run(u"workspace.check"_s, Json::object()).value("ok"), Json(true));
    }

    void aRunThatFailsIsToldWithItsError()
    {
        OpenWorkspace workspace;
        QTemporaryDir folder;
        workspace.save("{'format':'millrace.pipeline/"
                       "1','id':'p','nodes':[{'id':'a','component':'test_flaky','config':{'failures':9,'category':'fatal'}}],'links':[]}");
        submit(workspace, u"p"_s, Json::object({{"id", "x"}, {"type", "n"}, {"data", Json::object({{"n", 1}})}}));
        QCOMPARE(workspace.statusOf(u"x"_s), u"failed"_s);
        const QString path = folder.filePath(u"all.jsonl"_s);
        workspace.run(u"lineage.export"_s, Json::object({{"path", path}}));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        int failed = 0;
        const JsonSchema schema = runEventSchema();
        for (const QByteArray &line : file.readAll().trimmed().split('\n')) {
            const auto event = Json::parse(line);
            QVERIFY(event);
            QVERIFY(schema.check(*event).isEmpty());
            if (event->value("eventType").toString() != "FAIL"_L1)
                continue;
            ++failed;
            QVERIFY(!event->value("run").value("facets").value("errorMessage").value("message").toString().isEmpty());
        }
        QCOMPARE(failed, 2); // the step, and with it the context's run
    }

    /// Documents that nobody here wrote: the example library's.
    void everySentenceOfTenRealDocumentsHasItsTrueSource()
    {
        const QString library = qEnvironmentVariable("MILLRACE_LIBRARY");
        if (library.isEmpty() || !QFile::exists(library))
            QSKIP("the example library is not here");
        OpenWorkspace workspace;
        QStringList files;
        for (const QString &language : {u"en"_s, u"de"_s, u"fr"_s}) {
            QDirIterator found(library + u'/' + language, {u"*.html"_s, u"*.txt"_s, u"*.md"_s}, QDir::Files, QDirIterator::Subdirectories);
            QStringList names;
            while (found.hasNext())
                names.append(found.next());
            names.sort();
            for (qsizetype i = 0; i < names.size() && i < 4; ++i)
                files.append(names.at(i * names.size() / 4));
        }
        if (files.size() < 10)
            QSKIP("the example library is too small");
        const Json done = workspace.run(u"submit.files"_s, Json::object({{"pipeline", "article"}, {"paths", Json::array(files)}}));
        workspace.untilIdle();
        int documents = 0;
        int sentences = 0;
        int traced = 0;
        for (const QList<Json> rows = contextsOf(workspace); const Json &row : rows) {
            const QString id = row.value("id").toString();
            const Json data = workspace.dataOf(id);
            const QByteArray text = data.value("formatted_content").value("content").utf8().toByteArray();
            if (text.isEmpty())
                continue;
            ++documents;
            for (const Piece &piece : sentencesOf(text)) {
                ++sentences;
                const Json answer
                    = workspace.run(u"lineage.source_of"_s,
                                    Json::object({{"id", id}, {"field", "/formatted_content/content"}, {"from", piece.from}, {"to", piece.to}}));
                bool isTraced = false;
                for (const Json &span : answer.value("spans").items()) {
                    const Json &place = span.value("place");
                    if (place.value("field").toString() != "/source_text"_L1)
                        continue;
                    // Held against the document itself, not against what the answer says of it.
                    const QByteArray source
                        = workspace.run(u"context.get"_s, Json::object({{"id", place.value("context")}, {"step", place.value("step")}}))
                              .value("data")
                              .value("source_text")
                              .utf8()
                              .toByteArray()
                              .sliced(place.value("from").toInt(), place.value("to").toInt() - place.value("from").toInt());
                    const QByteArray part = text.sliced(span.value("from").toInt(), span.value("to").toInt() - span.value("from").toInt());
                    QCOMPARE(source.simplified(), part.simplified());
                    isTraced = true;
                }
                traced += isTraced;
            }
        }
        qInfo("%d documents, %d sentences, %d with their source", documents, sentences, traced);
        QVERIFY(documents >= 10);
        QVERIFY2(traced * 100 >= sentences * 95, qPrintable(u"%1 of %2"_s.arg(traced).arg(sentences)));
    }
};

QTEST_GUILESS_MAIN(TestLineage)
#include "tst_lineage.moc"
