// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// millrace-bench-engine: how fast the engine is, in the machine's own measure.
//
// Disks and processors differ, and so do their other customers; so each round measures three things one after the other, and only their
// ratios are meant to be told: the raw limit (rawstore.h), the engine with three durable steps (every start recorded before the
// step runs, every result in a commit of its own right), and the engine with three pure steps, which it fuses. The documents go
// through the door: submitted while the engine is paused, then worked on; what came of them is read again and compared. The median
// round counts. Latency is one context on an idle engine, from the call to the answer that all is done.
#include "bench/benchdocuments.h"
#include "bench/benchworkspace.h"
#include "bench/rawstore.h"
#include "bench/scalebench.h"

#include "sdk/error.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr int kSubmitted = 1'000; ///< documents in one call

struct Settings
{
    QString folder;
    int contexts = 6'000;
    int rounds = 3;
    int samples = 300;
};

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.empty() ? 0 : values.at(values.size() / 2);
}

double percentile(std::vector<double> values, double share)
{
    std::ranges::sort(values);
    return values.empty() ? 0 : values.at(std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size()))));
}

double secondsOf(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

void removeDatabase(const QString &path)
{
    for (const QString &ending : {u""_s, u"-wal"_s, u"-shm"_s, u".index"_s, u".index-wal"_s, u".index-shm"_s})
        QFile::remove(path + ending);
}

QList<RawContext> rawContexts(int count)
{
    QList<RawContext> contexts;
    for (int i = 0; i < count; ++i) {
        const Json data = benchData(i);
        RawContext raw{data.toBytes(), {}};
        for (const char *field : kBenchFields) {
            Edit edit;
            edit.replace('/' + QByteArray(field), benchField(data, field, benchId(u"durable"_s, i)));
            raw.deltas.append(edit.toJson().toBytes());
        }
        contexts.append(raw);
    }
    return contexts;
}

struct EngineRun
{
    double intakeSeconds = 0;
    double runSeconds = 0;
    double engineUs = 0; ///< of the engine's thread, while it ran
    double runnersUs = 0;
    qint64 bytes = 0;
};

EngineRun measureEngine(const Settings &settings, const QString &pipeline)
{
    const QString path = settings.folder + u"/engine.millrace"_s;
    EngineRun run;
    {
        BenchWorkspace workspace(path, BenchWorkspace::Engine::Paused);
        QElapsedTimer timer;
        for (int from = 0; from < settings.contexts; from += kSubmitted) {
            const int to = std::min(from + kSubmitted, settings.contexts);
            timer.start();
            workspace.submit(pipeline, from, to);
            run.intakeSeconds += secondsOf(timer);
        }
        const double engineBefore = threadUs("engine");
        const double runnersBefore = threadUs("runner");
        timer.start();
        workspace.ask(u"engine.start"_s);
        workspace.waitUntilDone();
        run.runSeconds = secondsOf(timer);
        run.engineUs = threadUs("engine") - engineBefore;
        run.runnersUs = threadUs("runner") - runnersBefore;
        workspace.compare(pipeline, 0, settings.contexts);
    }
    run.bytes = QFileInfo(path).size();
    removeDatabase(path);
    return run;
}

/// Milliseconds from the call that submits one context to the answer that it is done.
std::vector<double> measureLatency(const Settings &settings, const QString &pipeline)
{
    const QString path = settings.folder + u"/latency.millrace"_s;
    std::vector<double> samples;
    {
        BenchWorkspace workspace(path, BenchWorkspace::Engine::Running);
        constexpr int kWarmUp = 20;
        for (int i = 0; i < settings.samples + kWarmUp; ++i) {
            QElapsedTimer timer;
            timer.start();
            workspace.submit(pipeline, i, i + 1);
            workspace.waitUntilDone();
            if (i >= kWarmUp)
                samples.push_back(secondsOf(timer) * 1e3);
            usleep(2'000); // an idle engine: what the last one left behind is over
        }
        workspace.compare(pipeline, 0, settings.samples);
    }
    removeDatabase(path);
    return samples;
}

/// What the disk takes for one page that must be there: what no commit can go below.
double fsyncMs(const Settings &settings)
{
    const QByteArray path = QFile::encodeName(settings.folder + u"/fsync"_s);
    const int file = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const QByteArray page(16'384, 'x');
    std::vector<double> samples;
    for (int i = 0; i < 50; ++i) {
        QElapsedTimer timer;
        timer.start();
        if (::pwrite(file, page.constData(), static_cast<std::size_t>(page.size()), i * page.size()) != page.size() || ::fdatasync(file) != 0)
            endBench(u"the folder cannot be written"_s);
        samples.push_back(secondsOf(timer) * 1e3);
    }
    ::close(file);
    ::unlink(path.constData());
    return median(samples);
}

Json measureAll(const Settings &settings)
{
    const QList<RawContext> raw = rawContexts(settings.contexts);
    std::vector<double> rawRates;
    std::vector<double> durableRates;
    std::vector<double> fusedRates;
    std::vector<double> intakeRates;
    std::vector<double> wholeRates;
    qint64 bytes = 0;
    const auto rate = [&](double seconds) { return settings.contexts / seconds; };
    std::fprintf(stderr, "%d contexts a round, 3 steps, 6 transitions; contexts a second:\n", settings.contexts);
    std::fprintf(stderr, "  round       raw   durable  (ratio)     fused  (ratio)    intake   durable with intake\n");
    for (int round = 0; round < settings.rounds; ++round) {
        const QString path = settings.folder + u"/raw.db"_s;
        const auto rawSeconds = measureRaw(path, raw);
        if (!rawSeconds)
            endBench(rawSeconds.error().text);
        removeDatabase(path);
        const EngineRun durable = measureEngine(settings, u"durable"_s);
        const EngineRun fused = measureEngine(settings, u"pure"_s);
        bytes = durable.bytes;
        rawRates.push_back(rate(*rawSeconds));
        durableRates.push_back(rate(durable.runSeconds));
        fusedRates.push_back(rate(fused.runSeconds));
        intakeRates.push_back(rate(durable.intakeSeconds));
        wholeRates.push_back(rate(durable.intakeSeconds + durable.runSeconds));
        std::fprintf(stderr, "  %5d  %8.0f  %8.0f  (%5.2f)  %8.0f  (%5.2f)  %8.0f  %8.0f\n", round + 1, rawRates.back(), durableRates.back(),
                     durableRates.back() / rawRates.back(), fusedRates.back(), fusedRates.back() / rawRates.back(), intakeRates.back(),
                     wholeRates.back());
    }
    const std::vector<double> latency = measureLatency(settings, u"pure"_s);
    const std::vector<double> durableLatency = measureLatency(settings, u"durable"_s);
    const double bytesPerContext = static_cast<double>(bytes) / settings.contexts;
    const double fsync = fsyncMs(settings);
    std::fprintf(stderr, "  medians to raw's: durable %.2f, fused %.2f\n", median(durableRates) / median(rawRates),
                 median(fusedRates) / median(rawRates));
    std::fprintf(stderr, "  one context on an idle engine: p50 %.2f ms, p99 %.2f ms (durable steps %.2f, %.2f); one fdatasync %.2f ms\n",
                 percentile(latency, 0.5), percentile(latency, 0.99), percentile(durableLatency, 0.5), percentile(durableLatency, 0.99), fsync);
    std::fprintf(stderr, "  %.0f bytes per context\n", bytesPerContext);
    return Json::object({
        {"engine_contexts_per_s", median(durableRates)},
        {"fused_contexts_per_s", median(fusedRates)},
        {"raw_contexts_per_s", median(rawRates)},
        {"ratio", median(durableRates) / median(rawRates)},
        {"fused_ratio", median(fusedRates) / median(rawRates)},
        {"p50_ms", percentile(latency, 0.5)},
        {"p99_ms", percentile(latency, 0.99)},
        {"bytes_per_context", bytesPerContext},
        {"intake_contexts_per_s", median(intakeRates)},
        {"engine_with_intake_contexts_per_s", median(wholeRates)},
        {"durable_p50_ms", percentile(durableLatency, 0.5)},
        {"durable_p99_ms", percentile(durableLatency, 0.99)},
        {"fsync_ms", fsync},
        {"contexts", settings.contexts},
        {"rounds", settings.rounds},
        {"slow_fsync_us", qEnvironmentVariableIntValue("MILLRACE_SLOW_FSYNC_US")},
    });
}

Json measureOne(const Settings &settings, const QString &pipeline)
{
    Json rates = Json::array();
    for (int round = 0; round < settings.rounds; ++round) {
        const EngineRun run = measureEngine(settings, pipeline);
        rates.append(settings.contexts / run.runSeconds);
        std::fprintf(stderr, "  %s: %6.0f contexts a second, intake %6.0f; processor per context: engine %5.1f µs, runners %5.1f µs\n",
                     qPrintable(pipeline), settings.contexts / run.runSeconds, settings.contexts / run.intakeSeconds,
                     run.engineUs / settings.contexts, run.runnersUs / settings.contexts);
    }
    return Json::object({{"contexts_per_s", rates}});
}

/// The same program again, with every fsync 5 ms slower.
void runAgainSlowly(char *argv[])
{
    qputenv("LD_PRELOAD", MILLRACE_SLOW_FSYNC);
    qputenv("MILLRACE_SLOW_FSYNC_US", "5000");
    ::execv("/proc/self/exe", argv);
    endBench(u"the slow disk cannot be had"_s);
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QLoggingCategory::setFilterRules(u"*.info=false"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Measures the engine against what SQLite and the disk allow."_s);
    parser.addHelpOption();
    const QCommandLineOption json(u"json"_s, u"End with one line of JSON on standard output."_s);
    const QCommandLineOption shortly(u"short"_s, u"A few contexts only: does it work?"_s);
    const QCommandLineOption slowFsync(u"slow-fsync"_s, u"Every fsync takes 5 ms longer."_s);
    const QCommandLineOption contexts(u"contexts"_s, u"Contexts in each round (6000)."_s, u"N"_s);
    const QCommandLineOption rounds(u"rounds"_s, u"Rounds (3)."_s, u"N"_s);
    const QCommandLineOption scale(u"scale"_s, u"Instead: memory, cost and start-up with up to N contexts in one file."_s, u"N"_s);
    const QCommandLineOption only(u"only"_s, u"Instead: one pipeline again and again, durable or pure, for a profiler."_s, u"PIPELINE"_s);
    const QCommandLineOption folder(u"folder"_s, u"Where the files are made (the temporary folder)."_s, u"DIR"_s);
    parser.addOptions({json, shortly, slowFsync, contexts, rounds, scale, only, folder});
    parser.process(application);
    if (parser.isSet(slowFsync) && !qEnvironmentVariableIsSet("MILLRACE_SLOW_FSYNC_US"))
        runAgainSlowly(argv);

    const QTemporaryDir temporary(parser.isSet(folder) ? parser.value(folder) + u"/millrace-bench-XXXXXX"_s : QTemporaryDir().path());
    Settings settings;
    settings.folder = temporary.path();
    if (parser.isSet(shortly)) {
        settings.contexts = 300;
        settings.rounds = 1;
        settings.samples = 20;
    }
    if (parser.isSet(contexts))
        settings.contexts = parser.value(contexts).toInt();
    if (parser.isSet(rounds))
        settings.rounds = parser.value(rounds).toInt();
    if (!temporary.isValid() || settings.contexts < 1 || settings.rounds < 1)
        endBench(u"there is no such folder, or a number is not one"_s);

    Json result;
    if (parser.isSet(scale))
        result = Json::object({{"scale", measureScale(settings.folder + u"/scale.millrace"_s, parser.value(scale).toInt())}});
    else if (parser.isSet(only))
        result = measureOne(settings, parser.value(only));
    else
        result = measureAll(settings);
    if (parser.isSet(json))
        std::printf("%s\n", result.toBytes().constData());
    return 0;
}
