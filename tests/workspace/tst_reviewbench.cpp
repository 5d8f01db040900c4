// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/openworkspace.h"

#include <QElapsedTimer>
#include <QStandardPaths>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr int kSubmitters = 8;

} // namespace

/// How long a reviewer waits from a decision to the next item, with a hundred thousand waiting and the engine at work on something else.
class TestReviewBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void fromADecisionToTheNextItem()
    {
        const int waiting = qEnvironmentVariableIsSet("MILLRACE_BENCH_ITEMS") ? qEnvironmentVariableIntValue("MILLRACE_BENCH_ITEMS") : 100'000;
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'asked','nodes':[{'id':'check','component':'review','config':{'confidence':'sure',"
                       "'label':'kind'}}],'links':[]}");
        workspace.save(
            "{'format':'millrace.pipeline/1','id':'busy','nodes':[{'id':'a','component':'test_echo'},{'id':'b','component':'test_echo'},"
            "{'id':'c','component':'test_echo'}],'links':[{'from':{'node':'a'},'to':{'node':'b'}},{'from':{'node':'b'},'to':{'node':'c'}}]}");
        const auto submit = [&](const QString &pipeline, int from, int n) {
            Json documents = Json::array();
            for (int i = from; i < from + n; ++i)
                documents.append(Json::object({{"type", "note"},
                                               {"data",
                                                Json::object({{"title", u"Document %1"_s.arg(i)},
                                                              {"text", QString(1'700, u'a')},
                                                              {"sure", static_cast<double>(i * 7919 % 10'000) / 10'000},
                                                              {"kind", u"kind %1"_s.arg(i % 5)}})}}));
            return workspace->execute(u"submit.documents"_s, Json::object({{"pipeline", pipeline}, {"documents", documents}}), workspace->actor());
        };
        QElapsedTimer timer;
        timer.start();
        for (int from = 0; from < waiting; from += 5'000)
            submit(u"asked"_s, from, std::min(5'000, waiting - from)).waitForFinished();
        workspace.untilIdle();
        // The index reads what came in behind everybody's back; it is not what is measured.
        while (true) {
            const Json now = workspace.run(u"workspace.info"_s);
            if (now.value("indexed").isNull() || now.value("indexed").toInt() >= now.value("sequence").toInt())
                break;
            QTest::qWait(500);
        }
        qInfo("%d items wait after %.1f s", waiting, static_cast<double>(timer.elapsed()) / 1000);
        QCOMPARE(workspace.run(u"review.count"_s).value("count").toInt(), waiting);

        countsAndSearches(workspace);
        for (const char *order : {"confidence", "age"}) {
            for (const bool busy : {false, true}) {
                const Json next = Json::object({{"order", order}, {"limit", 1}, {"filter", Json::object({{"pipeline", "asked"}})}});
                QString item = workspace.run(u"review.claim"_s, next).value("items").at(0).value("item").toString();
                QList<double> took;
                std::array<QFuture<Result<Json>>, kSubmitters> loads;
                int submitted = 0;
                QElapsedTimer all;
                all.start();
                for (int i = 0; i < 500; ++i) {
                    // As many bring in as one turn of the engine takes at the most.
                    for (QFuture<Result<Json>> &load : loads) {
                        if (busy && (!load.isValid() || load.isFinished()))
                            load = submit(u"busy"_s, submitted++ * 500, 500);
                    }
                    timer.restart();
                    const Json done = workspace.run(u"review.decide"_s, Json::object({{"item", item}, {"decision", "approved"}, {"next", next}}));
                    took.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
                    item = done.value("next").at(0).value("item").toString();
                    QVERIFY(!item.isEmpty());
                }
                std::ranges::sort(took);
                const auto done = std::max(0, submitted - kSubmitters) * 500 * 1'000 / std::max<qint64>(1, all.elapsed());
                qInfo("by %s, engine %s (%lld documents a second): %.1f ms, p95 %.1f, longest %.1f", order, busy ? "busy" : "idle",
                      static_cast<long long>(done), took.at(took.size() / 2), took.at(took.size() * 95 / 100), took.last());
                QVERIFY2(took.at(took.size() * 95 / 100) < 50, "a reviewer would notice");
                workspace.untilIdle();
            }
        }
    }

    void whatLiesInQuarantineIsCounted()
    {
        const int waiting = qEnvironmentVariableIsSet("MILLRACE_BENCH_ITEMS") ? qEnvironmentVariableIntValue("MILLRACE_BENCH_ITEMS") : 100'000;
        OpenWorkspace workspace;
        workspace.save("{'format':'millrace.pipeline/1','id':'checked','nodes':[{'id':'a','component':'validate','config':{'schema':{'type':'object',"
                       "'properties':{'n':{'type':'string'}}}}}],'links':[]}");
        for (int from = 0; from < waiting; from += 5'000) {
            Json documents = Json::array();
            for (int i = from; i < std::min(from + 5'000, waiting); ++i)
                documents.append(Json::object(
                    {{"type", "note"}, {"data", Json::object({{"title", u"Document %1"_s.arg(i)}, {"n", i}, {"text", QString(500, u'a')}})}}));
            workspace->execute(u"submit.documents"_s, Json::object({{"pipeline", "checked"}, {"documents", documents}}), workspace->actor())
                .waitForFinished();
        }
        workspace.untilIdle();
        measure(workspace, "quarantine.facets"_L1, parsed("{}"));
        measure(workspace, "quarantine.list"_L1, parsed("{'limit':200}"));
        measure(workspace, "quarantine.list"_L1, parsed("{'code':'input.invalid','text':'ent 4711'}"));
    }

private:
    static void countsAndSearches(OpenWorkspace &workspace)
    {
        // What the window asks again and again while people decide.
        const auto all = [](const char *args) { return parsed(args); };
        measure(workspace, "review.count"_L1, all("{}"));
        measure(workspace, "review.count"_L1, all("{'filter':{'pipeline':'asked'}}"));
        measure(workspace, "review.count"_L1, all("{'filter':{'label':'kind 3'}}"));
        measure(workspace, "review.count"_L1, all("{'filter':{'text':'ent 4711'}}"));
        measure(workspace, "review.count"_L1, all("{'filter':{'escalated':true}}"));
        measure(workspace, "review.facets"_L1, all("{}"));
        measure(workspace, "review.stats"_L1, all("{}"));
        measure(workspace, "review.stats"_L1, all("{'pipeline':'asked','node':'check'}"));
        measure(workspace, "review.quality"_L1, all("{}"));
        measure(workspace, "review.list"_L1, all("{'filter':{'text':'ent 4711'}}"));
        measure(workspace, "review.claim"_L1, all("{'filter':{'text':'nothing is called so'}}"));

        // A search that finds nothing looks at everything; whoever decides meanwhile waits no longer for it.
        QList<double> took;
        for (int i = 0; i < 20; ++i) {
            auto search = workspace->execute(u"review.claim"_s, all("{'filter':{'text':'nothing is called so'}}"), workspace->actor());
            const QString item = workspace.run(u"review.claim"_s, all("{'limit':1}")).value("items").at(0).value("item").toString();
            QElapsedTimer timer;
            timer.start();
            workspace.run(u"review.decide"_s, Json::object({{"item", item}, {"decision", "approved"}}));
            took.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
            search.waitForFinished();
        }
        std::ranges::sort(took);
        qInfo("a decision while somebody searches: %.1f ms, longest %.1f", took.at(took.size() / 2), took.last());
        QVERIFY2(took.at(took.size() / 2) < 50, "the search holds the engine up");
    }

    /// Half of the times it takes less than this; nobody waits for more.
    static void measure(OpenWorkspace &workspace, QLatin1StringView command, const Json &args)
    {
        constexpr double kPatienceMs = 1'000;
        QList<double> took;
        for (int i = 0; i < 5; ++i) {
            QElapsedTimer timer;
            timer.start();
            workspace.run(command, args);
            took.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        }
        std::ranges::sort(took);
        qInfo("%s %s: %.1f ms, longest %.1f", command.data(), args.toBytes().constData(), took.at(2), took.last());
        QVERIFY2(took.at(2) < kPatienceMs, command.data());
    }
};

QTEST_GUILESS_MAIN(TestReviewBench)
#include "tst_reviewbench.moc"
