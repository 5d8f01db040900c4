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
        QElapsedTimer timer;
        timer.start();
        fillTo(mark);
        const double us = static_cast<double>(timer.nsecsElapsed()) / 1e3 / std::max(there - before, 1);
        workspace->compare(u"durable"_s, before, there, 50);
        const double resident = megabytesResident();
        workspace.reset();
        const qint64 bytes = QFileInfo(path).size();
        timer.start();
        workspace = std::make_unique<BenchWorkspace>(path, BenchWorkspace::Engine::Running);
        const double openMs = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        workspace->waitUntilDone();
        runEventsFor(kIdleMs); // what opening left to do in the background
        const double used = processorMs();
        runEventsFor(kIdleMs);
        rows.append(Json::object({{"contexts", there},
                                  {"us_per_context", us},
                                  {"rss_mb", resident},
                                  {"rss_reopened_mb", megabytesResident()},
                                  {"file_bytes", bytes},
                                  {"open_ms", openMs},
                                  {"idle_cpu_ms", processorMs() - used}}));
        std::fprintf(stderr,
                     "  %9d contexts: %7.1f µs per context, %6.1f MB resident (%.1f reopened), %.1f KB per context, opened in %.1f ms, %.1f ms CPU "
                     "in 3 s idle\n",
                     there, us, resident, megabytesResident(), static_cast<double>(bytes) / 1e3 / there, openMs, processorMs() - used);
    }
    return rows;
}

} // namespace Millrace
