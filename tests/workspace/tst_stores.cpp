// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One file that is several stores by role (mission, M11): objects, tables, documents, vectors with the nearest of them (M9), cache and sums; the graph
// has tests of its own with the lineage. Each is put into, got from and asked through the door, and is still there after the workspace was closed.
#include "workspace/openworkspace.h"

#include <cmath>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

QByteArray base64(const QByteArray &bytes)
{
    return bytes.toBase64();
}

} // namespace

class TestStores : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void objectsLieUnderTheirHash()
    {
        OpenWorkspace workspace;
        const QByteArray bytes("\0\1\2 any bytes \xff", 15);
        const Json put = workspace.run(u"original.put"_s, Json::object({{"name", "wheel.bin"}, {"base64", base64(bytes)}}));
        const Json again = workspace.run(u"original.put"_s, Json::object({{"name", "same.bin"}, {"base64", base64(bytes)}}));
        QCOMPARE(again.value("hash"), put.value("hash"));
        workspace.reopen();
        QCOMPARE(workspace.run(u"original.get"_s, Json::object({{"hash", put.value("hash")}})).value("name").toString(), u"wheel.bin"_s);
        QCOMPARE(workspace.run(u"original.get"_s).value("count").toInt(), 1);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"out.bin"_s);
        workspace.run(u"original.export"_s, Json::object({{"hash", put.value("hash")}, {"path", path}}));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), bytes);
        QCOMPARE(workspace.ask(u"original.get"_s, Json::object({{"hash", QString(64, u'0')}})).error().code, ErrorCode::NotFound);
    }

    void tablesAreAskedByTheirKeys()
    {
        OpenWorkspace workspace;
        const Json put = workspace.run(
            u"original.put"_s,
            Json::object(
                {{"name", "mills.csv"}, {"media_type", "text/csv"}, {"base64", base64("code,name,wheels\nA1,Upper mill,2\nB2,Lower mill,5\n")}}));
        workspace.run(
            u"pipeline.save"_s,
            Json::object(
                {{"definition",
                  Json::object(
                      {{"format", "millrace.pipeline/1"},
                       {"id", "asked"},
                       {"nodes",
                        Json::array({Json::object(
                            {{"id", "l"},
                             {"component", "lookup"},
                             {"config",
                              Json::object({{"table_original", put.value("hash")}, {"key", "code"}, {"value", "mill"}, {"into", "row"}})}})})},
                       {"links", Json::array()}})}}));
        workspace.reopen();
        workspace.submit(u"asked"_s, "[{'id':'q1','type':'note','data':{'mill':'B2'}}]");
        workspace.untilIdle();
        const Json row = workspace.dataOf(u"q1"_s).value("row").value("row");
        QCOMPARE(row.value("name").toString(), u"Lower mill"_s);
        QCOMPARE(row.value("wheels").toString(), u"5"_s);
    }

    void documentsOfAnyFormAreKeptAndFound()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'plain','nodes':[{'id':'a','component':'test_echo'}],'links':[]}");
        workspace.submit(u"plain"_s,
                         "[{'id':'d1','type':'note','data':{'title':'Race','depth':{'m':[1,2.50]}}},"
                         "{'id':'d2','type':'memo','data':{'title':'Wheel'}}]");
        workspace.untilIdle();
        workspace.reopen();
        QCOMPARE(workspace.dataOf(u"d1"_s).value("depth").toBytes(), "{\"m\":[1,2.50]}"_ba);
        const Json memos = workspace.run(u"context.list"_s, parsed("{'type':'memo'}")).value("contexts");
        QCOMPARE(memos.size(), 1);
        QCOMPARE(memos.at(0).value("id").toString(), u"d2"_s);
    }

    void vectorsAreKeptAndTheNearestComeWithTheirDistance()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'meaning','nodes':[{'id':'e','component':'embed'},"
                       "{'id':'s','component':'similar','config':{'limit':3}}],'links':[{'from':{'node':'e'},'to':{'node':'s'}}]}");
        workspace.save("{'format':'millrace.pipeline/1','id':'plain','nodes':[{'id':'a','component':'test_echo'}],'links':[]}");
        QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/text/facts.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const Json passages = Json::parse(file.readAll()).value_or(Json());
        for (qsizetype i = 0; i < passages.size(); ++i)
            workspace.run(u"submit.content"_s,
                          Json::object({{"pipeline", "plain"}, {"name", u"%1.txt"_s.arg(i)}, {"text", passages.at(i).value("text")}}));
        workspace.untilIdle();
        const auto isSettled = [&] {
            const Json now = workspace.run(u"library.search"_s, parsed("{'query':'x'}")).value("index");
            return now.value("behind").toInt(-1) == 0 && now.value("meaning_behind").toInt(-1) == 0 && now.value("model").isString();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(), 30'000);
        workspace.reopen();
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(), 30'000);
        const Json asked
            = Json::array({Json::object({{"id", "q1"}, {"type", "note"}, {"data", Json::object({{"source_text", passages.at(9).value("text")}})}})});
        workspace.run(u"submit.documents"_s, Json::object({{"pipeline", "meaning"}, {"documents", asked}}));
        workspace.untilIdle();
        const Json data = workspace.dataOf(u"q1"_s);
        double length = 0;
        for (const Json &value : data.value("vector").value("values").items())
            length += value.toDouble() * value.toDouble();
        QVERIFY(std::abs(length - 1) < 1e-3);
        const Json &nearest = data.value("similar").value("documents");
        QVERIFY(nearest.size() >= 1 && nearest.size() <= 3);
        double last = 1.001;
        for (const Json &one : nearest.items()) {
            const double near = one.value("similarity").toDouble(); // the cosine: its distance from 1
            QVERIFY(near <= last && near > 0);
            last = near;
        }
        QVERIFY(workspace.dataOf(nearest.at(0).value("context").toString()).value("source_text").toString().contains(u"Pre-Depends"_s));
    }

    void resultsAreKeptForAnotherTime()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'slow','nodes':[{'id':'a','component':'test_sleep','config':{'ms':1},'cache':true}],"
                       "'links':[]}");
        workspace.submit(u"slow"_s, "[{'id':'c1','type':'note','data':{'n':1}}]");
        workspace.untilIdle();
        workspace.reopen();
        workspace.submit(u"slow"_s, "[{'id':'c2','type':'note','data':{'n':1}}]");
        workspace.untilIdle();
        const auto used = [&] { return workspace.run(u"cache.stats"_s).value("components").at(0); };
        QCOMPARE(used().value("component").toString(), u"test_sleep"_s);
        QCOMPARE(used().value("hits").toInt(), 1);
        QCOMPARE(used().value("entries").toInt(), 1);
        QCOMPARE(workspace.run(u"cache.clear"_s).value("removed").toInt(), 1);
        QCOMPARE(used().value("entries").toInt(), 0);
    }

    void whatHappenedIsSummedByWhatItWas()
    {
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'plain','nodes':[{'id':'a','component':'test_echo'}],'links':[]}");
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'bad','nodes':[{'id':'v','component':'validate','config':{'schema':{'required':['n']}}}],"
            "'links':[]}");
        workspace.submit(u"plain"_s, "[{'type':'note','data':{'n':1}},{'type':'note','data':{'n':2}}]");
        workspace.submit(u"bad"_s, "[{'type':'note','data':{'x':1}}]");
        workspace.untilIdle();
        workspace.reopen();
        QCOMPARE(workspace.run(u"stats"_s, parsed("{'pipeline':'plain'}")).value("completed").toInt(), 2);
        const Json all = workspace.run(u"stats"_s);
        QCOMPARE(all.value("submitted").toInt(), 3);
        QCOMPARE(all.value("quarantined").toInt(), 1);
        QCOMPARE(workspace.run(u"quarantine.facets"_s).value("pipelines").at(0).value("n").toInt(), 1);
    }
};

QTEST_GUILESS_MAIN(TestStores)
#include "tst_stores.moc"
