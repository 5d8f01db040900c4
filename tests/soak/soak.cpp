// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// millrace-soak: does anything grow? (R25)
//
// One workspace at half of what the machine can do, for half an hour or as long as asked. First the full rate is measured for a moment; then
// half of it is offered, evenly, with everything that a workspace does (soakload.h). Each minute prints a line; the end judges:
// memory by the slope of a robust line (Theil-Sen) after the warm-up, with its interval, so that single large documents do not
// matter; descriptors by their median; the write-ahead log by its largest size; commits by the p99 of the last third against the first
// minutes'. The disk's own p99 stands beside it: on a machine with other customers it says whose the change is.
#include "soak/soakload.h"
#include "soak/soakverdict.h"

#include "sdk/json.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QTemporaryDir>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <thread>
#include <unistd.h>
#ifdef MILLRACE_JEMALLOC
#include <jemalloc/jemalloc.h>
#endif

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr int kSampleMs = 5'000;

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Bytes that the program holds, without what its allocator keeps for it.
double allocatedMb()
{
#ifdef MILLRACE_JEMALLOC
    std::uint64_t epoch = 1;
    std::size_t bytes = 0;
    std::size_t size = sizeof bytes;
    ::mallctl("epoch", nullptr, nullptr, &epoch, sizeof epoch); // its figures are those of the last epoch
    ::mallctl("stats.allocated", &bytes, &size, nullptr, 0);
    return static_cast<double>(bytes) / 1e6;
#else
    return 0; // under a sanitizer
#endif
}

double residentMb()
{
    return contentOf(u"/proc/self/statm"_s).split(' ').value(1).toDouble() * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

/// How little and how much memory the process has, looked at 50 times a second.
class MemoryWatch
{
public:
    struct Range
    {
        double least = 0;
        double most = 0;

        void take(double mb)
        {
            least = most == 0 ? mb : std::min(least, mb);
            most = std::max(most, mb);
        }
        void take(const Range &range)
        {
            take(range.least);
            take(range.most);
        }
    };
    struct Seen
    {
        Range resident;
        Range held;

        void take(const Seen &seen)
        {
            resident.take(seen.resident);
            held.take(seen.held);
        }
    };

    MemoryWatch()
        : m_thread([this] { watch(); })
    {}
    ~MemoryWatch()
    {
        m_isOver = true;
        m_thread.join();
    }

    /// Since the last time.
    Seen take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_seen, {});
    }

private:
    void watch()
    {
        while (!m_isOver) {
            const double resident = residentMb();
            const double held = allocatedMb();
            {
                const std::lock_guard lock(m_mutex);
                m_seen.resident.take(resident);
                m_seen.held.take(held);
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }

    std::atomic<bool> m_isOver = false;
    std::mutex m_mutex;
    Seen m_seen;
    std::thread m_thread;
};

int childProcesses()
{
    qsizetype count = 0;
    const QString tasks = u"/proc/self/task/"_s;
    for (const QString &task : QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        count += contentOf(tasks + task + u"/children"_s).count(' ');
    return static_cast<int>(count);
}

SoakSample sampleOf(const QString &path, double minute, const MemoryWatch::Seen &memory)
{
    SoakSample sample;
    sample.minute = minute;
    sample.residentMb = memory.resident.least;
    sample.heldMb = memory.held.least;
    sample.descriptors = static_cast<int>(QDir(u"/proc/self/fd"_s).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
    sample.walMb = static_cast<double>(QFileInfo(path + u"-wal"_s).size()) / 1e6;
    sample.children = childProcesses();
    return sample;
}

/// What the disk takes for a page of somebody else's, a few times a second.
class DiskWatch
{
public:
    explicit DiskWatch(const QString &folder)
        : m_thread([this, path = QFile::encodeName(folder + u"/disk"_s)] { watch(path); })
    {}
    ~DiskWatch()
    {
        m_isOver = true;
        m_thread.join();
    }

    QList<double> take()
    {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_ms, {});
    }

private:
    void watch(const QByteArray &path)
    {
        const int file = ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        const QByteArray page(16'384, 'x');
        while (!m_isOver && file >= 0) {
            QElapsedTimer timer;
            timer.start();
            if (::pwrite(file, page.constData(), static_cast<std::size_t>(page.size()), 0) != page.size() || ::fdatasync(file) != 0)
                break;
            {
                const std::lock_guard lock(m_mutex);
                m_ms.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
        }
        ::close(file);
    }

    std::atomic<bool> m_isOver = false;
    std::mutex m_mutex;
    QList<double> m_ms;
    std::thread m_thread;
};

void runEventsUntil(const QElapsedTimer &timer, qint64 ms)
{
    while (timer.elapsed() < ms)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents,
                                        static_cast<int>(std::min<qint64>(ms - timer.elapsed(), 50)));
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QLoggingCategory::setFilterRules(u"*.info=false"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Runs a workspace at half load and says whether memory, descriptors, log or commit times grow."_s);
    parser.addHelpOption();
    const QCommandLineOption minutes(u"minutes"_s, u"How long; MILLRACE_SOAK_MINUTES, else 30."_s, u"N"_s);
    const QCommandLineOption share(u"load"_s, u"The share of the full rate (0.5)."_s, u"SHARE"_s);
    const QCommandLineOption folder(u"folder"_s, u"Where the workspace is made (the temporary folder)."_s, u"DIR"_s);
    const QCommandLineOption json(u"json"_s, u"End with one line of JSON on standard output."_s);
    parser.addOptions({minutes, share, folder, json});
    parser.process(application);
    const QString given = parser.isSet(minutes) ? parser.value(minutes) : qEnvironmentVariable("MILLRACE_SOAK_MINUTES", u"30"_s);
    const double length = given.toDouble();
    const double load = parser.isSet(share) ? parser.value(share).toDouble() : 0.5;
    const QTemporaryDir temporary(parser.isSet(folder) ? parser.value(folder) + u"/millrace-soak-XXXXXX"_s : QTemporaryDir().path());
    if (length <= 0 || load <= 0 || !temporary.isValid()) {
        std::fprintf(stderr, "millrace-soak: there is no such folder, or a number is not one\n");
        return 2;
    }

    const QString path = temporary.filePath(u"soak.millrace"_s);
    SoakLoad soak(path);
    const double full = soak.measureFullRate(static_cast<int>(std::min(20.0, std::max(3.0, length * 6)) * 1000));
    const double perSecond = std::max(full * load, 1.0);
    std::fprintf(stderr, "%.0f contexts a second at full load; %.0f are offered for %.1f minutes\n", full, perSecond, length);
    std::fprintf(
        stderr,
        "minute  submitted  RSS MB: least, most  held MB: least, most  descriptors  children  WAL MB  commit p50   p99 ms  disk p99 ms   file "
        "MB\n");

    QList<SoakSample> samples;
    QList<SoakMinute> lines;
    DiskWatch disk(temporary.path());
    MemoryWatch memory;
    MemoryWatch::Seen ofMinute;
    soak.start(perSecond);
    QElapsedTimer timer;
    timer.start();
    const auto end = static_cast<qint64>(length * 60'000);
    for (qint64 at = 0; at < end && soak.problem().isEmpty();) {
        at = std::min<qint64>(at + kSampleMs, end);
        runEventsUntil(timer, at);
        const MemoryWatch::Seen seen = memory.take();
        ofMinute.take(seen);
        const SoakSample sample = sampleOf(path, static_cast<double>(at) / 60'000, seen);
        samples.append(sample);
        if (at % 60'000 != 0 && at != end)
            continue;
        const QList<double> commits = soak.takeCommitTimes();
        const SoakMinute line{static_cast<int>((at + 59'999) / 60'000), percentile(commits, 0.5), percentile(commits, 0.99),
                              percentile(disk.take(), 0.99)};
        lines.append(line);
        std::fprintf(stderr, "%6d  %9lld  %13.1f %6.1f  %14.1f %6.1f  %11d  %8d  %6.1f  %10.2f  %7.2f  %11.2f  %8.0f\n", line.minute,
                     static_cast<long long>(soak.submitted()), ofMinute.resident.least, ofMinute.resident.most, ofMinute.held.least,
                     ofMinute.held.most, sample.descriptors, sample.children, sample.walMb, line.p50Ms, line.p99Ms, line.diskP99Ms,
                     static_cast<double>(QFileInfo(path).size()) / 1e6);
        ofMinute = {};
    }
    soak.stop();
    SoakVerdict verdict = judgeSoak(samples, lines);
    if (const QString problem = soak.settle(); !problem.isEmpty())
        verdict.failures.append(problem);

    std::fprintf(stderr, "after a warm-up of %.1f minutes:\n", verdict.warmUpMinutes);
    for (const auto &[what, slope] : {std::pair("resident", verdict.resident), std::pair("held", verdict.held)})
        std::fprintf(stderr, "  %s memory %+.2f MB an hour (95 %%: %+.2f to %+.2f)%s\n", what, slope.mbPerHour, slope.low, slope.high,
                     verdict.judgesGrowth ? "" : "; too short a run to judge it");
    std::fprintf(stderr, "  descriptors %d, then %d; the log at most %.1f MB\n", verdict.descriptorsBefore, verdict.descriptorsAfter,
                 verdict.mostWalMb);
    std::fprintf(stderr, "  p99 of a commit %.2f ms in the first minutes, %.2f ms in the last third\n", verdict.commitBeforeMs,
                 verdict.commitAfterMs);
    std::fprintf(stderr, "  %lld documents submitted, %lld held back, %lld reads; all came to rest and the sums add up: %s\n",
                 static_cast<long long>(soak.submitted()), static_cast<long long>(soak.heldBack()), static_cast<long long>(soak.reads()),
                 verdict.failures.isEmpty() ? "yes" : "see below");
    for (const QString &failure : std::as_const(verdict.failures))
        std::fprintf(stderr, "millrace-soak: %s\n", qPrintable(failure));
    if (parser.isSet(json))
        std::printf("%s\n",
                    Json::object({{"minutes", length},
                                  {"rss_mb_per_hour", verdict.resident.mbPerHour},
                                  {"held_mb_per_hour", verdict.held.mbPerHour},
                                  {"descriptors_before", verdict.descriptorsBefore},
                                  {"descriptors_after", verdict.descriptorsAfter},
                                  {"wal_mb", verdict.mostWalMb},
                                  {"p99_before_ms", verdict.commitBeforeMs},
                                  {"p99_after_ms", verdict.commitAfterMs},
                                  {"submitted", soak.submitted()},
                                  {"ok", verdict.failures.isEmpty()}})
                        .toBytes()
                        .constData());
    return verdict.failures.isEmpty() ? 0 : 1;
}
