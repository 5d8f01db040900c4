// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// millrace-bench-measuring: what it costs to measure everything, at the engine's full speed.
//
// Rounds of the same work, with all collection on (by the second, as while somebody watches a board) and with none at all, one after the other
// and the other way round in turn, so that what else the machine does falls on both alike. The documents are submitted while the engine stands,
// then worked on. Told are the medians of the rounds' own ratios: of the time that passed, and of the processor time of all threads, which says
// the same on a busy machine.
#include "bench/benchworkspace.h"

#include "sdk/error.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QLoggingCategory>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr int kSubmitted = 1'000; ///< documents in one call

struct Cost
{
    double seconds = 0;
    double cpuSeconds = 0;
};

double cpuSeconds()
{
    timespec now = {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.empty() ? 0 : values.at(values.size() / 2);
}

Cost worked(const QString &pipeline, int contexts, bool isMeasured)
{
    QTemporaryDir folder;
    BenchWorkspace workspace(folder.filePath(u"measured.millrace"_s), BenchWorkspace::Engine::Paused,
                             Json::object({{"metrics", Json::object({{"enabled", isMeasured}})}}));
    for (int from = 0; from < contexts; from += kSubmitted)
        workspace.submit(pipeline, from, std::min(from + kSubmitted, contexts));
    if (isMeasured) // each second from now on
        workspace.ask(u"metrics.live"_s, Json::object({{"metric", "millrace_up"}, {"function", "last"}}));
    QElapsedTimer timer;
    timer.start();
    const double before = cpuSeconds();
    workspace.ask(u"engine.start"_s);
    workspace.waitUntilDone();
    return {static_cast<double>(timer.nsecsElapsed()) / 1e9, cpuSeconds() - before};
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    QLoggingCategory::setFilterRules(u"millrace.*.info=false"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Measures what measuring costs the engine."_s);
    parser.addHelpOption();
    parser.addOptions({{u"contexts"_s, u"Documents of a round."_s, u"N"_s, u"20000"_s},
                       {u"rounds"_s, u"Pairs of rounds."_s, u"N"_s, u"9"_s},
                       {u"pipeline"_s, u"pure (fused steps, the fastest there is) or durable."_s, u"NAME"_s, u"pure"_s},
                       {u"json"_s, u"One line of JSON."_s}});
    parser.process(application);
    const int contexts = std::max(parser.value(u"contexts"_s).toInt(), 1);
    const int rounds = std::max(parser.value(u"rounds"_s).toInt(), 1);
    const QString pipeline = parser.value(u"pipeline"_s);
    (void)worked(pipeline, std::min(contexts, 1'000), true); // what is only done once is nobody's cost
    std::vector<double> times;
    std::vector<double> cpus;
    std::vector<double> speeds;
    for (int round = 0; round < rounds; ++round) {
        const bool isOnFirst = round % 2 == 0;
        const Cost first = worked(pipeline, contexts, isOnFirst);
        const Cost second = worked(pipeline, contexts, !isOnFirst);
        const Cost &on = isOnFirst ? first : second;
        const Cost &off = isOnFirst ? second : first;
        times.push_back(on.seconds / off.seconds);
        cpus.push_back(on.cpuSeconds / off.cpuSeconds);
        speeds.push_back(contexts / on.seconds);
    }
    const Json figures = Json::object({{"contexts", contexts},
                                       {"rounds", rounds},
                                       {"pipeline", pipeline},
                                       {"contexts_per_s", median(speeds)},
                                       {"time_ratio", median(times)},
                                       {"cpu_ratio", median(cpus)}});
    if (parser.isSet(u"json"_s))
        std::printf("%s\n", figures.toBytes().constData());
    else
        std::printf("%d pairs of %d documents (%s), %.0f documents/s measured\non against off: time %.4f, processor time %.4f\n", rounds, contexts,
                    qPrintable(pipeline), median(speeds), median(times), median(cpus));
    return 0;
}
