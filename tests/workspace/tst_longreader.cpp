// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginebench.h"
#include "workspace/readers.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr qint64 kMegabyte = 1'000'000;
constexpr qint64 kLongestWaitUs = 100'000;

qint64 logBytes(const Bench &bench)
{
    return QFileInfo(bench.file.path + u"-wal"_s).size();
}

/// A commit of some two megabytes that leaves the file as large as it was; how long it took, in milliseconds.
double fill(Bench &bench, int number)
{
    const QString filler = QString::number(number).repeated(2'000'000).first(2'000'000);
    QElapsedTimer timer;
    timer.start();
    const auto written = bench.write([&](WriteScope &scope) -> Result<Json> {
        const auto set = scope.catalog.setMeta("filler", filler);
        return set ? Result<Json>(Json()) : std::unexpected(set.error());
    });
    if (!written)
        qFatal("%s", qPrintable(written.error().text));
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

} // namespace

/// R26: somebody keeps looking at one state of the workspace while others write. MILLRACE_LONG_READER_TRANSITIONS makes it longer.
class TestLongReader : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_files = 0;

    QString newPath() { return m_folder.filePath(u"w%1.millrace"_s.arg(++m_files)); }

    /// Reads a table row by row, as a person scrolls; from the given beginning on at once.
    static Result<int> scroll(Reader &reader, bool isQuick, const std::atomic<bool> &isOver)
    {
        Statement &cursor = reader.db.prepared("SELECT pk FROM context ORDER BY pk");
        cursor.bind();
        for (int rows = 0;; ++rows) {
            const auto row = cursor.step();
            if (!row)
                return std::unexpected(row.error());
            if (!*row)
                return rows;
            if (!isQuick && !isOver)
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    }

private Q_SLOTS:
    void theLogStaysBoundedAndTheReaderBeginsAgain()
    {
        const int wanted = qEnvironmentVariableIsSet("MILLRACE_LONG_READER_TRANSITIONS")
            ? qEnvironmentVariableIntValue("MILLRACE_LONG_READER_TRANSITIONS")
            : 90'000;
        Bench bench(newPath(), Clock::system(), {}, {.usualHoldMs = 300, .mostLogBytes = 100 * kMegabyte});
        Readers readers(bench.file);
        const PipelineDefinition pipeline = chain({u"test_echo"_s, u"test_echo"_s, u"test_echo"_s});
        bench.submit(pipeline, 2000, u"first"_s);
        bench.untilIdle();

        std::atomic<int> beginnings = 0;
        std::atomic<bool> isOver = false;
        const auto look = [&] {
            return readers.run<int>([&](Reader &reader) {
                ++beginnings;
                return scroll(reader, false, isOver);
            });
        };
        int given = 0; // up, by readers that never came to their end
        auto reading = look();
        qint64 mostLog = 0;
        QList<double> commitsMs;
        constexpr int kGroup = 500;
        for (int done = 0; done < wanted; done += 6 * kGroup) {
            QElapsedTimer timer;
            timer.start();
            bench.submit(pipeline, kGroup, u"g%1-"_s.arg(done));
            commitsMs.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
            for (int i = 0; i < 4; ++i)
                commitsMs.append(fill(bench, i));
            bench.untilIdle();
            mostLog = std::max(mostLog, logBytes(bench));
            if (reading.isFinished()) {
                QCOMPARE(reading.result().error().code, ErrorCode::Busy);
                ++given;
                reading = look();
            }
        }
        isOver = true;
        reading.waitForFinished();
        QVERIFY2(reading.result().has_value(), "with nobody writing the reader comes to its end");
        const SnapshotGate::State state = bench.file.gate->state();
        std::ranges::sort(commitsMs);
        qInfo("%d transitions: the log at most %.1f MB, readers begun %d times and given up %d times, writer held up %.1f ms at most, "
              "commits p50 %.1f, p99 %.1f ms",
              wanted, static_cast<double>(mostLog) / 1e6, beginnings.load(), given, static_cast<double>(state.longestWaitUs) / 1e3,
              commitsMs.at(commitsMs.size() / 2), commitsMs.at(commitsMs.size() * 99 / 100));
        QVERIFY(beginnings > 1);
        QVERIFY(mostLog <= 180 * kMegabyte); // what the last beginning may keep, and what is written until it hears of it
        QVERIFY(state.longestWaitUs < kLongestWaitUs);
        QVERIFY(bench.isSound());
    }

    void aCopyMayStayUntilTheLogIsTooLarge()
    {
        // What would begin again in vain may stay longer; that is said, in the log and by the engine.
        Bench bench(newPath(), Clock::system(), {}, {.usualHoldMs = 50, .mostLogBytes = 160 * kMegabyte});
        Readers readers(bench.file);
        bench.submit(chain({u"test_echo"_s}), 2000);
        bench.untilIdle();
        const std::atomic<bool> isOver = false;
        auto reading = readers.run<int>([&](Reader &reader) { return scroll(reader, false, isOver); }, SnapshotGate::Stay::Long);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"a reader keeps \\d+ pages in the write-ahead log"_s));
        bool isTold = false;
        int commits = 0;
        for (; commits < 200 && !reading.isFinished(); ++commits) {
            fill(bench, commits);
            isTold |= bench.engine->status().notice.contains("write-ahead log"_L1);
            if (logBytes(bench) < 150 * kMegabyte)
                QVERIFY(!reading.isFinished());
            if (logBytes(bench) > 165 * kMegabyte)
                std::this_thread::sleep_for(std::chrono::milliseconds(20)); // it is on its way out
        }
        reading.waitForFinished();
        QCOMPARE(reading.result().error().code, ErrorCode::Busy);
        QVERIFY(isTold);
        // It is gone: the log begins anew, and nothing is to be said.
        for (int i = 0; i < 4; ++i)
            fill(bench, i);
        QTRY_COMPARE(bench.engine->status().notice, QString());
        QVERIFY(logBytes(bench) <= 70 * kMegabyte);
    }

    void readersOneAfterTheOtherLeaveRoomForTheLog()
    {
        Bench bench(newPath());
        Readers readers(bench.file);
        bench.submit(chain({u"test_echo"_s}), 500);
        bench.untilIdle();
        std::atomic<bool> isOver = false;
        std::vector<std::thread> threads;
        std::atomic<int> reads = 0;
        for (int i = 0; i < 3; ++i) {
            threads.emplace_back([&, i] {
                std::this_thread::sleep_for(std::chrono::milliseconds(5 * i));
                for (; !isOver; ++reads) {
                    const auto read = readers.runNow<int>([](Reader &reader) -> Result<int> {
                        const auto keys = reader.contexts.keys({}, ContextOrder::Created, false, std::nullopt);
                        std::this_thread::sleep_for(std::chrono::milliseconds(15));
                        return keys ? Result<int>(static_cast<int>(keys->size())) : std::unexpected(keys.error());
                    });
                    if (!read)
                        qFatal("%s", qPrintable(read.error().text));
                }
            });
        }
        qint64 mostLog = 0;
        for (int i = 0; i < 120; ++i) {
            fill(bench, i);
            mostLog = std::max(mostLog, logBytes(bench));
        }
        isOver = true;
        for (std::thread &thread : threads)
            thread.join();
        qInfo("240 MB written beside %d reads: the log at most %.1f MB", reads.load(), static_cast<double>(mostLog) / 1e6);
        QVERIFY(mostLog <= 64 * 1024 * 1024);
    }
};

QTEST_GUILESS_MAIN(TestLongReader)
#include "tst_longreader.moc"
