// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/scalebench.h"

#include "bench/benchworkspace.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <sys/resource.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kFirstMark = 10'000;
constexpr int kMeasured = 5'000; ///< contexts before a mark that are timed
constexpr int kChunk = 1'000;
constexpr int kIdleMs = 3'000;

double megabytesResident()
{
    QFile file(u"/proc/self/statm"_s);
    const qint64 pages = file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() : 0;
    return static_cast<double>(pages * sysconf(_SC_PAGESIZE)) / 1e6;
}

double processorMs()
{
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto ms = [](const timeval &t) { return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3; };
    return ms(used.ru_utime) + ms(used.ru_stime);
}

void runEventsFor(int ms)
{
    QEventLoop loop;
    QTimer::singleShot(ms, &loop, &QEventLoop::quit);
    loop.exec();
}

/// What opening left to do in the background (the index of texts) is over; two minutes at most.
void waitUntilQuiet()
{
    for (int second = 0; second < 120; ++second) {
        const double used = processorMs();
        runEventsFor(1'000);
        if (processorMs() - used < 10)
            return;
    }
}

} // namespace

Json measureScale(const QString &path, int most)
{
    Json rows = Json::array();
    auto workspace = std::make_unique<BenchWorkspace>(path, BenchWorkspace::Engine::Running);
    int there = 0;
    const auto fillTo = [&](int number) {
        while (there < number) {
            const int next = std::min(there + kChunk, number);
            workspace->submit(u"durable"_s, there, next);
            there = next;
        }
        workspace->waitUntilDone();
    };
    for (int mark = std::min(kFirstMark, most); there < most; mark = static_cast<int>(std::min<qint64>(mark * 10LL, most))) {
        fillTo(std::max(mark - kMeasured, there));
        const int before = there;
        const double engineBefore = threadUs("engine");
        QElapsedTimer timer;
        timer.start();
        fillTo(mark);
        const int added = std::max(there - before, 1);
        const double us = static_cast<double>(timer.nsecsElapsed()) / 1e3 / added;
        const double engineUs = (threadUs("engine") - engineBefore) / added;
        workspace->compare(u"durable"_s, before, there, 50);
        const double resident = megabytesResident();
        workspace.reset();
        const qint64 bytes = QFileInfo(path).size();
        timer.start();
        workspace = std::make_unique<BenchWorkspace>(path, BenchWorkspace::Engine::Running);
        const double openMs = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        workspace->waitUntilDone();
        waitUntilQuiet();
        const double used = processorMs();
        const double engineUsed = threadUs("engine");
        runEventsFor(kIdleMs);
        const double idleMs = processorMs() - used;
        const double idleEngineMs = (threadUs("engine") - engineUsed) / 1e3;
        const double reopened = megabytesResident();
        rows.append(Json::object({{"contexts", there},
                                  {"us_per_context", us},
                                  {"engine_us_per_context", engineUs},
                                  {"rss_mb", resident},
                                  {"rss_reopened_mb", reopened},
                                  {"file_bytes", bytes},
                                  {"open_ms", openMs},
                                  {"idle_engine_ms", idleEngineMs},
                                  {"idle_cpu_ms", idleMs}}));
        std::fprintf(stderr,
                     "  %8d contexts: one more %6.1f µs (engine's thread %5.1f µs), %6.1f MB resident (reopened %.1f), %.1f KB each, "
                     "opened in %.1f ms, idle for 3 s: %.1f ms of processor, %.1f of them the engine\n",
                     there, us, engineUs, resident, reopened, static_cast<double>(bytes) / 1e3 / there, openMs, idleMs, idleEngineMs);
    }
    return rows;
}

} // namespace Millrace
