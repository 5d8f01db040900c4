// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What was asked of pipelines, components and templates, through the door alone: batches, the four kinds of stages, configuration
// that is asked by path, templates by type, the collections' key fields.
#include "openworkspace.h"

#include <QSet>

#include <algorithm>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kText = "The mill stands on the river. Its wheel turns when the sluice is open, and the miller sells flour in the town on Monday.";

QByteArray chain(const QByteArray &id, const QByteArrayList &steps)
{
    QByteArrayList links;
    QByteArrayList nodes;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        nodes.append("{'id':'n" + QByteArray::number(i) + "'," + steps.at(i) + "}");
        if (i > 0)
            links.append("{'from':{'node':'n" + QByteArray::number(i - 1) + "','port':'out'},'to':{'node':'n" + QByteArray::number(i) + "'}}");
    }
    return "{'format':'millrace.pipeline/1','id':'" + id + "','title':'" + id + "','nodes':[" + nodes.join(',') + "],'links':[" + links.join(',')
        + "]}";
}

} // namespace

class TestPipelineRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBatchIsOneJobWithProgressAndTotals()
    {
        OpenWorkspace workspace;
        workspace.save(chain("batch", {"'component':'set_fields','config':{'fields':{'seen':true}}", "'component':'tokenize'"}));
        QByteArrayList documents;
        for (int i = 0; i < 300; ++i)
            documents.append("{'data':{'title':'Record " + QByteArray::number(i) + "','source_text':'" + (i % 10 == 0 ? "" : kText) + "'}}");
        documents.append("{'data':{'title':'Without a text'}}");
        const Json sent
            = workspace.run(u"submit.documents"_s,
                            Json::object({{"pipeline", "batch"}, {"title", "Night batch"}, {"documents", parsed('[' + documents.join(',') + ']')}}));
        const QString run = sent.value("run").toString();
        QVERIFY(!run.isEmpty());
        qint64 done = 0;
        for (bool finished = false; !finished;) {
            const Json now = workspace.run(u"run.get"_s, Json::object({{"id", run}}));
            QVERIFY(now.value("done").toInt() >= done); // it never goes back
            done = now.value("done").toInt();
            finished = done == 301;
        }
        const Json last = workspace.run(u"run.get"_s, Json::object({{"id", run}}));
        QCOMPARE(last.value("title").toString(), u"Night batch"_s);
        QCOMPARE(last.value("counts").value("submitted").toInt(), 301);
        QCOMPARE(last.value("counts").value("completed").toInt(), 300);
        QCOMPARE(last.value("counts").value("quarantined").toInt() + last.value("counts").value("failed").toInt(), 1);
    }

    void theFourKindsOfStagesRunInAnyOrder_data()
    {
        QTest::addColumn<QByteArrayList>("steps");
        const QByteArray extraction = "'component':'keywords'";
        const QByteArray transformation = "'component':'clean'";
        const QByteArray validation = "'component':'validate','config':{'rules':[{'path':'title','rule':'required'}]}";
        const QByteArray enrichment = "'component':'ai_generator'";
        const QByteArrayList all{extraction, transformation, validation, enrichment};
        QList<int> order{0, 1, 2, 3};
        do {
            QByteArrayList steps;
            QByteArray name;
            for (const int one : std::as_const(order)) {
                steps.append(all.at(one));
                name += "xtve"[one];
            }
            QTest::newRow(name.constData()) << steps;
        } while (std::ranges::next_permutation(order).found);
    }

    void theFourKindsOfStagesRunInAnyOrder()
    {
        QFETCH(const QByteArrayList, steps);
        OpenWorkspace workspace;
        workspace.save(chain("stages", steps));
        const Json sent = workspace.submit(u"stages"_s, QByteArray("[{'data':{'title':'Mills','source_text':'") + kText + "'}}]");
        workspace.untilIdle();
        const Json document = workspace.run(u"context.get"_s, Json::object({{"id", sent.value("ids").at(0)}}));
        QCOMPARE(document.value("status").toString(), u"completed"_s);
        for (const char *given : {"key_phrases", "cleaning", "generated_content"})
            QVERIFY2(document.value("data").contains(given), given);
    }

    void everyKindOfStageExistsAndSaysWhatItGives()
    {
        OpenWorkspace workspace;
        QSet<QString> categories;
        const Json list = workspace.run(u"component.list"_s);
        for (const Json &component : list.value("components").items()) {
            if (!component.value("own").toBool())
                continue;
            categories.insert(component.value("category").toString());
            QVERIFY2(!component.value("outputs").isEmpty(), component.toBytes().constData());
        }
        for (const char *category : {"extract", "transform", "validate", "generate"})
            QVERIFY2(categories.contains(QLatin1StringView(category)), category);
    }

    void linksAreCheckedAgainstThePortsThatThereAre()
    {
        OpenWorkspace workspace;
        const auto problemsOf = [&](const QByteArray &port) {
            const QByteArray definition
                = "{'format':'millrace.pipeline/1','id':'p','nodes':[{'id':'a','component':'validate'},{'id':'b','component':'clean'}],"
                  "'links':[{'from':{'node':'a','port':'"
                + port + "'},'to':{'node':'b'}}]}";
            return workspace.run(u"pipeline.validate"_s, Json::object({{"definition", parsed(definition)}})).value("problems").size();
        };
        QCOMPARE(problemsOf("out"), 0);
        QCOMPARE(problemsOf("invalid"), 0);
        QVERIFY(problemsOf("approved") > 0);
    }

    /// Ports have types: what a step reads and adds is known, and said where the two do not go together.
    void linksAreCheckedAgainstWhatGoesThroughThem()
    {
        OpenWorkspace workspace;
        const auto answer = [&](const QByteArray &a, const QByteArray &b) {
            const QByteArray definition = "{'format':'millrace.pipeline/1','id':'p','nodes':[{'id':'a'," + a + "},{'id':'b'," + b
                + "}],'links':[{'from':{'node':'a','port':'out'},'to':{'node':'b'}}]}";
            return workspace.run(u"pipeline.validate"_s, Json::object({{"definition", parsed(definition)}}));
        };
        QCOMPARE(answer("'component':'extract_text'", "'component':'tokenize'").value("problems").size(), 0);
        QCOMPARE(answer("'component':'ai_generator'", "'component':'transformer'").value("problems").size(), 0);
        const Json early = answer("'component':'tokenize'", "'component':'extract_text'");
        QVERIFY(early.value("ok").toBool()); // a document may come with its text
        QCOMPARE(early.value("problems").size(), 1);
        QCOMPARE(early.value("problems").at(0).value("severity").toString(), u"warning"_s);
        QCOMPARE(early.value("problems").at(0).value("node").toString(), u"a"_s);
        QCOMPARE(early.value("problems").at(0).value("message").toString(), u"this step reads \"/source_text\", which only \"b\" behind it gives"_s);
        const Json other = answer("'component':'tokenize'", "'component':'summarize','config':{'field':'tokens'}");
        QCOMPARE(other.value("problems").at(0).value("message").toString(),
                 u"this step reads \"/tokens\" as a text, and \"a\" gives it as an object"_s);
        QCOMPARE(other.value("problems").at(0).value("path").toString(), u"/nodes/1/config/field"_s);
        // None of the shipped pipelines is warned of.
        const Json gallery = workspace.run(u"gallery.list"_s).value("gallery");
        for (const Json &one : gallery.items()) {
            const Json used = workspace.run(u"gallery.use"_s, Json::object({{"id", one.value("id")}}));
            const Json told = workspace.run(u"pipeline.validate"_s, Json::object({{"pipeline", used.value("pipeline")}})).value("problems");
            for (const Json &problem : told.items())
                QVERIFY2(problem.value("code").toString() == errorCodeName(ErrorCode::SecretMissing), problem.toBytes().constData());
        }
        QVERIFY(gallery.size() > 8);
    }

    void configurationIsStoredAndAskedByPath()
    {
        OpenWorkspace workspace;
        workspace.save(chain("settings",
                             {"'component':'set_fields','config':{'fields':{'profile':{'locale':'de','sizes':[1,2,3]}}}",
                              "'component':'jmespath','config':{'expression':'profile.sizes[-1]','into':'largest'}"}));
        const Json sent = workspace.submit(u"settings"_s, "[{'data':{'anything':{'goes':['here',1,null]}}}]");
        workspace.untilIdle();
        const Json data = workspace.run(u"context.get"_s, Json::object({{"id", sent.value("ids").at(0)}})).value("data");
        QCOMPARE(data.value("largest").toInt(), 3);
        QCOMPARE(data.value("anything").value("goes").size(), 3); // a form that nobody declared stays
        const Json definition = workspace.run(u"pipeline.get"_s, Json::object({{"id", "settings"}}));
        QCOMPARE(definition.find("/nodes/0/config/fields/profile/locale")->toString(), u"de"_s);
    }

    void templatesAreAskedByTypeAndKeptInVersions()
    {
        OpenWorkspace workspace;
        const Json all = workspace.run(u"template.list"_s).value("templates");
        const Json articles = workspace.run(u"template.list"_s, Json::object({{"type", "article"}})).value("templates");
        QVERIFY(!articles.isEmpty() && articles.size() < all.size());
        for (const Json &one : articles.items()) {
            QCOMPARE(one.value("type").toString(), u"article"_s);
            for (const char *key : {"id", "title", "sections", "version"})
                QVERIFY2(one.contains(key), key);
        }
        QVERIFY(workspace.run(u"template.list"_s, Json::object({{"type", "sonnet"}})).value("templates").isEmpty());
        const auto save = [&](const QByteArray &instructions) {
            return workspace.run(u"template.save"_s,
                                 Json::object({{"template",
                                                parsed("{'id':'tmpl_sonnet','title':'Sonnet','type':'sonnet','sections':[{'type':'body',"
                                                       "'instructions':'"
                                                       + instructions + "'}]}")}}));
        };
        QCOMPARE(save("Fourteen lines about {{ title }}").value("version").toInt(), 1);
        QCOMPARE(save("Fourteen lines about {{ title }}").value("version").toInt(), 1); // the same again
        QCOMPARE(save("Fourteen lines in praise of {{ title }}").value("version").toInt(), 2);
        QCOMPARE(workspace.run(u"template.list"_s, Json::object({{"type", "sonnet"}})).value("templates").size(), 1);
        QVERIFY(!workspace.ask(u"template.save"_s, Json::object({{"template", parsed("{'id':'tmpl_none'}")}})));
        // What runs takes the newest at once, and after a restart.
        workspace.save(chain("poem", {"'component':'template'"}));
        for (int i = 0; i < 2; ++i) {
            const Json sent = workspace.submit(u"poem"_s, "[{'type':'sonnet','data':{'title':'mills'}}]");
            workspace.untilIdle();
            const Json data = workspace.run(u"context.get"_s, Json::object({{"id", sent.value("ids").at(0)}})).value("data");
            QCOMPARE(data.find("/template/sections/0/instructions")->toString(), u"Fourteen lines in praise of mills"_s);
            workspace.reopen();
        }
    }

    void theCollectionsHaveTheirKeyFields()
    {
        OpenWorkspace workspace;
        workspace.save(chain("one", {"'component':'clean'"}));
        const Json sent = workspace.submit(u"one"_s, QByteArray("[{'type':'article','data':{'source_text':'") + kText + "'}}]");
        workspace.untilIdle();
        const Json context = workspace.run(u"context.get"_s, Json::object({{"id", sent.value("ids").at(0)}}));
        for (const char *key : {"id", "status", "type", "data", "processing"})
            QVERIFY2(context.contains(key), key);
        const Json component = workspace.run(u"component.list"_s).value("components").at(0);
        for (const char *key : {"name", "title", "category", "config_schema"})
            QVERIFY2(component.contains(key), component.toBytes().left(400).constData());
        const Json node = workspace.run(u"pipeline.get"_s, Json::object({{"id", "one"}})).value("nodes").at(0);
        for (const char *key : {"id", "component", "config"})
            QVERIFY2(node.contains(key), key);
        const Json person = workspace.run(u"person.list"_s);
        QVERIFY2(person.members().size() > 0, person.toBytes().constData());
    }

    void aPipelinesLayersBranchToEventsAndReports()
    {
        OpenWorkspace workspace;
        // Validation → transformation → processing, then an event for whoever subscribes, and a report.
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'layers','title':'layers','nodes':["
            "{'id':'check','component':'validate','config':{'rules':[{'path':'title','rule':'required'}]}},"
            "{'id':'clean','component':'clean'},{'id':'words','component':'tokenize'},{'id':'split','component':'split'},"
            "{'id':'tell','component':'publish_event','config':{'topic':'words.counted','payload':'tokens.words'}},"
            "{'id':'report','component':'report','config':{'text':'{{ title }}: {{ tokens.words }} words','format':'plain'}}],"
            "'links':[{'from':{'node':'check','port':'out'},'to':{'node':'clean'}},{'from':{'node':'clean','port':'out'},'to':{'node':'words'}},"
            "{'from':{'node':'words','port':'out'},'to':{'node':'split'}},{'from':{'node':'split','port':'item'},'to':{'node':'tell'}},"
            "{'from':{'node':'split','port':'out'},'to':{'node':'report'}}]}");
        const Json sent = workspace.submit(u"layers"_s, QByteArray("[{'data':{'title':'Mills','source_text':'") + kText + "'}}]");
        workspace.untilIdle();
        const Json data = workspace.run(u"context.get"_s, Json::object({{"id", sent.value("ids").at(0)}})).value("data");
        QCOMPARE(data.find("/formatted_content/content")->toString().trimmed(), u"Mills: 24 words"_s);
        const Json events = workspace.run(u"event.list"_s);
        QVERIFY2(events.toBytes().contains("words.counted"), events.toBytes().constData());
    }
};

QTEST_GUILESS_MAIN(TestPipelineRows)
#include "tst_pipelinerows.moc"
