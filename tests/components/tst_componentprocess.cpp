// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/componentprocess.h"

#include "components/s2.h"
#include "sdk/services.h"

#include <QElapsedTimer>
#include <QTemporaryFile>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <limits>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kSecond = 1'000'000;

ComponentProcessOptions options(int maxProcesses = 2)
{
    ComponentProcessOptions result;
    result.program = QStringLiteral(MILLRACE_BIN_DIR "/testhost");
    result.maxProcesses = maxProcesses;
    result.memoryMiB = 256;
    return result;
}

StepResult runIn(ComponentProcessPool &pool, const QString &component, const Json &config, qint64 limitUs = 20 * kSecond,
                 const std::function<bool()> &isCancelled = {})
{
    StepInput input;
    input.data = s2Data(0);
    input.contextId = u"ctx_123456"_s;
    input.contextType = u"article"_s;
    input.node = u"node"_s;
    input.idempotencyKey = QByteArray("\0\xff", 2);
    return pool.run(component, config, input, Clock::system().monotonicUs() + limitUs, isCancelled);
}

StepResult crash(ComponentProcessPool &pool, const char *how, qint64 limitUs = 20 * kSecond)
{
    return runIn(pool, u"test_crash"_s, Json::object({{"how", how}}), limitUs);
}

/// True where this process has a child that ended and was not waited for.
bool hasZombie()
{
    siginfo_t info{};
    return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

bool hasChild()
{
    siginfo_t info{};
    return ::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

/// One original, as a file.
class OneOriginal final : public OriginalSource
{
public:
    explicit OneOriginal(const QByteArray &bytes)
        : m_bytes(bytes)
    {
        if (!m_file.open() || m_file.write(bytes) != bytes.size() || !m_file.flush())
            qFatal("no temporary file");
    }
    Result<OriginalInfo> find(const QString &hash) override
    {
        if (hash != originalHash(m_bytes))
            return fail(ErrorCode::NotFound, u"not this one"_s);
        return OriginalInfo{hash, u"a.pdf"_s, u"application/pdf"_s, m_bytes.size()};
    }
    Result<QString> path(const QString &) override { return m_file.fileName(); }

private:
    QByteArray m_bytes;
    QTemporaryFile m_file;
};

} // namespace

class TestComponentProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY2(!hasChild(), "a process outlived its pool"); }

    void aStepReadsAnOriginalByAsking()
    {
        ComponentProcessPool pool(options());
        const QByteArray bytes(300'000, 'x');
        OneOriginal original(bytes);
        StepInput input;
        input.data = Json::object({{"original", Json::object({{"hash", originalHash(bytes)}})}});
        const auto run = [&](OriginalSource *source) {
            return pool.run(u"test_original_child"_s, Json::object({{"keep", true}}), input, Clock::system().monotonicUs() + 20 * kSecond, {},
                            source);
        };
        const StepResult result = run(&original);
        QVERIFY2(!result.error, result.error ? qPrintable(result.error->text) : "");
        const Json read = result.edit.appliedTo(input.data).value().value("read");
        QCOMPARE(read.value("name").toString(), u"a.pdf"_s);
        QCOMPARE(read.value("hash").toString(), originalHash(bytes));
        QCOMPARE(result.originals.size(), 1);
        QCOMPARE(result.originals.first().bytes, bytes.first(150'000));
        // What is not there, or nobody to ask, is an error of the step, and the process stays of use.
        QCOMPARE(run(nullptr).error.value().code, ErrorCode::Unsupported);
        input.data = Json::object({{"original", Json::object({{"hash", QString(64, u'0')}})}});
        QCOMPARE(run(&original).error.value().code, ErrorCode::NotFound);
        QCOMPARE(pool.processCount(), 1);
    }

    void aStepRunsAsItWouldInProcess()
    {
        ComponentProcessPool pool(options());
        const StepResult result = runIn(pool, u"template"_s, {});
        QVERIFY2(!result.error, result.error ? qPrintable(result.error->text) : "");
        QCOMPARE(result.edit.appliedTo(s2Data(0)).value().toBytes(), s2Data(1).toBytes());
    }

    void portsReasonsAndErrorsComeThrough()
    {
        ComponentProcessPool pool(options());
        const Json rules = Json::object({{"rules", Json::array({Json::object({{"path", "author"}, {"rule", "required"}})})}});
        const StepResult invalid = runIn(pool, u"validate"_s, rules);
        QCOMPARE(invalid.port, u"invalid"_s);
        QCOMPARE(invalid.reasons.size(), 1);
        QCOMPARE(runIn(pool, u"transformer"_s, {}).error->code, ErrorCode::InputInvalid);
        const StepResult flaky = runIn(pool, u"test_flaky"_s, Json::object({{"failures", 1}, {"category", "fatal"}, {"retry_after_ms", 5}}));
        QCOMPARE(flaky.error->category, ErrorCategory::Fatal);
        QCOMPARE(flaky.retryAfterUs, 5000);
        QCOMPARE(runIn(pool, u"none"_s, {}).error->code, ErrorCode::ComponentUnknown);
        QCOMPARE(runIn(pool, u"script"_s, Json::object({{"source", "("}})).error->code, ErrorCode::ComponentConfig);
    }

    void processesStayWarm()
    {
        ComponentProcessPool pool(options());
        for (int i = 0; i < 20; ++i)
            QVERIFY(!runIn(pool, u"test_echo"_s, {}).error);
        QCOMPARE(pool.processCount(), 1);
    }

    void crashesAreNamedAndTheNextStepRuns_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("signal");
        QTest::newRow("segfault") << u"segfault"_s << u"SIGSEGV"_s;
        QTest::newRow("abort") << u"abort"_s << u"SIGABRT"_s;
        QTest::newRow("exit") << u"exit"_s << QString();
        QTest::newRow("fork and crash") << u"fork_and_crash"_s << u"SIGABRT"_s;
    }
    void crashesAreNamedAndTheNextStepRuns()
    {
        QFETCH(QString, how);
        QFETCH(QString, signal);
        ComponentProcessPool pool(options());
        QElapsedTimer timer;
        timer.start();
        const StepResult result = crash(pool, qPrintable(how));
        QCOMPARE(result.error->code, ErrorCode::ComponentCrashed);
        QCOMPARE(result.error->category, ErrorCategory::Retryable);
        QCOMPARE(result.error->detail.value("signal").toString(), signal);
        if (signal.isEmpty())
            QCOMPARE(result.error->detail.value("exit_code").toInt(), 7);
        QVERIFY2(timer.elapsed() < 5000, "a crash is noticed at once, not at the deadline");
        QVERIFY(!runIn(pool, u"test_echo"_s, {}).error);
    }

    void aHangEndsWithin100MillisecondsOfItsLimit_data()
    {
        QTest::addColumn<QString>("component");
        QTest::addColumn<Json>("config");
        QTest::newRow("hang") << u"test_crash"_s << Json::object({{"how", "hang"}});
        QTest::newRow("deaf sleep") << u"test_sleep"_s << Json::object({{"ms", 600000}, {"deaf", true}});
        QTest::newRow("busy script") << u"script"_s << Json::object({{"source", "function run() { while (true) {} }"}});
        QTest::newRow("script in one call") << u"script"_s
                                            << Json::object({{"source", "function run() { for (;;) new Array(3e5).fill(0).sort(); }"}});
    }
    void aHangEndsWithin100MillisecondsOfItsLimit()
    {
        QFETCH(QString, component);
        QFETCH(Json, config);
        ComponentProcessPool pool(options());
        QVERIFY(!runIn(pool, u"test_echo"_s, {}).error);
        QElapsedTimer timer;
        timer.start();
        const StepResult result = runIn(pool, component, config, kSecond / 4);
        const qint64 elapsed = timer.elapsed();
        QCOMPARE(result.error->code, ErrorCode::ComponentTimeout);
        QVERIFY2(elapsed >= 245 && elapsed < 350, qPrintable(QString::number(elapsed)));
        QVERIFY(!runIn(pool, u"test_echo"_s, {}).error);
    }

    void aCancelledStepEndsSoon()
    {
        ComponentProcessPool pool(options());
        std::atomic<int> asked = 0;
        QElapsedTimer timer;
        timer.start();
        const StepResult result = runIn(pool, u"test_crash"_s, Json::object({{"how", "hang"}}), 60 * kSecond, [&asked] { return ++asked > 3; });
        QCOMPARE(result.error->code, ErrorCode::Cancelled);
        QVERIFY(timer.elapsed() < 5000);
    }

    void memoryIsLimited_data()
    {
        QTest::addColumn<QString>("component");
        QTest::addColumn<Json>("config");
        QTest::newRow("10 GB in C++") << u"test_crash"_s << Json::object({{"how", "alloc"}});
        QTest::newRow("8 GB in a script") << u"script"_s
                                          << Json::object(
                                                 {{"source", "function run() { const a = []; for (;;) a.push(new Array(1e6).fill('x')); }"}});
    }
    void memoryIsLimited()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("no limit can be set beside the sanitizer's own memory");
#endif
        QFETCH(QString, component);
        QFETCH(Json, config);
        ComponentProcessPool pool(options());
        const StepResult result = runIn(pool, component, config);
        QVERIFY(result.error);
        QVERIFY2(result.error->code == ErrorCode::ComponentMemory, qPrintable(result.error->text));
        QVERIFY(!runIn(pool, u"test_echo"_s, {}).error);
    }

    void whatItPrintsGoesNowhere()
    {
        ComponentProcessPool pool(options());
        const StepResult result = crash(pool, "print");
        QVERIFY(!result.error);
        QCOMPARE(result.edit.appliedTo(Json::object()).value().toBytes(), R"({"survived":true})"_ba);
    }

    void anAnswerThatIsTooLargeIsRefused()
    {
        ComponentProcessOptions roomy = options();
        roomy.memoryMiB = 2048; // the answer is to be too large, not its making
        ComponentProcessPool pool(roomy);
        QCOMPARE(crash(pool, "big").error->code, ErrorCode::ComponentOutput);
        QVERIFY(!runIn(pool, u"test_echo"_s, {}).error);
    }

    void anAnswerThatIsNoJsonIsRefused()
    {
        ComponentProcessPool pool(options());
        QCOMPARE(crash(pool, "nonjson").error->code, ErrorCode::ComponentOutput);
        QVERIFY(!runIn(pool, u"test_echo"_s, {}).error);
    }

    void anExceptionIsAnErrorAndTheProcessLives()
    {
        ComponentProcessPool pool(options());
        QVERIFY(!runIn(pool, u"test_echo"_s, {}).error);
        const StepResult result = crash(pool, "throw");
        QCOMPARE(result.error->code, ErrorCode::ComponentFailed);
        QVERIFY(result.error->text.contains("thrown on purpose"_L1));
        QCOMPARE(pool.processCount(), 1);
    }

    void processesThatAComponentLeavesAreKilled()
    {
        ComponentProcessPool pool(options());
        for (const bool returns : {false, true}) {
            const StepResult result = runIn(pool, u"test_crash"_s, Json::object({{"how", "fork"}, {"returns", returns}}));
            QVERIFY(!result.error);
            const auto pid = static_cast<pid_t>(result.edit.appliedTo(Json::object()).value().value("child").toInt());
            QVERIFY(pid > 0);
            QTRY_VERIFY(::kill(pid, 0) != 0 && errno == ESRCH);
        }
    }

    void aHundredCrashesLeaveNoZombie()
    {
        ComponentProcessPool pool(options());
        for (int i = 0; i < 100; ++i) {
            const StepResult result = crash(pool, i % 2 ? "abort" : "segfault");
            QCOMPARE(result.error->code, ErrorCode::ComponentCrashed);
        }
        QVERIFY(!hasZombie());
        QCOMPARE(pool.processCount(), 0);
    }

    void nothingOfThisProcessGetsIntoAChild()
    {
        QTemporaryFile marked;
        QVERIFY(marked.open());
        const int inheritable = ::open(QFile::encodeName(marked.fileName()).constData(), O_RDONLY);
        QVERIFY(inheritable >= 0);
        ComponentProcessPool pool(options());
        const StepResult first = crash(pool, "descriptors");
        ::close(inheritable);
        QVERIFY(!first.error);
        const QStringList open = first.edit.appliedTo(Json::object()).value().value("open").toStringList();
        QVERIFY(open.contains(u"/dev/null"_s));
        QVERIFY2(!open.contains(marked.fileName()), qPrintable(open.join(u' ')));
    }

    void manyThreadsShareFewProcesses()
    {
        ComponentProcessPool pool(options(2));
        std::atomic<int> good = 0;
        std::atomic<int> most = 0;
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 8; ++i) {
                threads.emplace_back([&] {
                    for (int n = 0; n < 25; ++n) {
                        const bool crashes = n % 10 == 9;
                        const StepResult result = crashes ? crash(pool, "abort") : runIn(pool, u"test_echo"_s, Json::object({{"value", n}}));
                        const bool isRight = crashes ? result.error && result.error->code == ErrorCode::ComponentCrashed
                                                     : !result.error && result.edit.appliedTo(Json::object()).value().value("echo").toInt(-1) == n;
                        good += isRight ? 1 : 0;
                        most = std::max(most.load(), pool.processCount());
                    }
                });
            }
        }
        QCOMPARE(good.load(), 200);
        QVERIFY(most.load() <= 2);
    }

    void aThreadThatEndsTakesNoProcessWithIt()
    {
        ComponentProcessPool pool(options());
        std::jthread([&pool] { (void)runIn(pool, u"test_echo"_s, {}); }).join();
        QTest::qWait(20);
        QVERIFY(!runIn(pool, u"test_echo"_s, {}).error);
        QCOMPARE(pool.processCount(), 1);
    }

    void aWarmProcessThatWasKilledMeanwhileIsReplaced()
    {
        ComponentProcessPool pool(options());
        const StepResult first = crash(pool, "pid");
        const auto pid = static_cast<pid_t>(first.edit.appliedTo(Json::object()).value().value("pid").toInt());
        QVERIFY(pid > 0);
        ::kill(pid, SIGKILL);
        siginfo_t info{};
        QCOMPARE(::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT), 0);
        QVERIFY(!runIn(pool, u"test_echo"_s, {}).error);
    }

    void aProgramThatIsNotThereIsAnError()
    {
        ComponentProcessOptions wrong = options();
        wrong.program = u"/nowhere/at/all"_s;
        ComponentProcessPool pool(wrong);
        const StepResult result = runIn(pool, u"test_echo"_s, {});
        QCOMPARE(result.error->code, ErrorCode::ComponentCrashed);
        QVERIFY(result.error->text.contains("/nowhere/at/all"_L1));
        QCOMPARE(pool.processCount(), 0);
    }

    void aProgramThatIsNoHostIsAnError()
    {
        ComponentProcessOptions wrong = options();
        wrong.program = u"/bin/true"_s;
        ComponentProcessPool pool(wrong);
        QCOMPARE(runIn(pool, u"test_echo"_s, {}).error->code, ErrorCode::ComponentCrashed);
    }

    void noLimitIsALimitToo()
    {
        ComponentProcessPool pool(options());
        StepInput input;
        input.data = Json::object();
        QVERIFY(!pool.run(u"test_echo"_s, {}, input, std::numeric_limits<qint64>::max()).error);
    }
};

QTEST_GUILESS_MAIN(TestComponentProcess)
#include "tst_componentprocess.moc"
