// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QRandomGenerator>
#include <QTest>

#include <csignal>
#include <sys/wait.h>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// R27: a `work` that is asked to end, or that stands still for a while. MILLRACE_SIGTERMS says how often it is asked.
class TestCliSignals : public QObject
{
    Q_OBJECT

    static constexpr qint64 kLongestEndMs = 2'000;

    /// Three steps, one of them in a process of its own.
    static void submit(const Program &program, int count)
    {
        const QString pipeline = program.write(
            u"signals.pipeline.json"_s,
            R"js({"format":"millrace.pipeline/1","id":"signals","nodes":[{"id":"a","component":"set_fields","config":{"fields":{"a":1}}},)js"
            R"js({"id":"s","component":"script","config":{"source":"function run(data) { data.s = 1; return data; }"},"timeout_ms":1500,)js"
            R"js("retry":{"max_attempts":5,"backoff":"fixed","delay_ms":10,"max_delay_ms":10}},{"id":"b","component":"set_fields","config":{"fields":{"b":1}}}],)js"
            R"js("links":[{"from":{"node":"a"},"to":{"node":"s"}},{"from":{"node":"s"},"to":{"node":"b"}}]})js");
        constexpr int kAtOnce = 5'000;
        for (int from = 0; from < count; from += kAtOnce) {
            QByteArray lines;
            for (int i = from; i < std::min(from + kAtOnce, count); ++i)
                lines += "{\"id\":\"d" + QByteArray::number(i) + "\",\"type\":\"note\",\"data\":{\"n\":" + QByteArray::number(i) + "}}\n";
            const ProgramRun submitted = program.on(u"submit"_s, {pipeline, program.write(u"documents.jsonl"_s, lines)});
            if (submitted.code != 0)
                qFatal("submit: %s", submitted.err.constData());
        }
    }

    static void startWork(const Program &program, QProcess &work)
    {
        program.prepare(work);
        work.start(Program::binary(), {u"work"_s, u"-w"_s, program.workspace(), u"--json"_s});
        QVERIFY(work.waitForStarted());
    }

    /// Works on what is left, and holds the file against what was submitted.
    static void finish(const Program &program, int count)
    {
        const ProgramRun rest = program.run({u"work"_s, u"-w"_s, program.workspace(), u"--json"_s}, 600'000);
        QVERIFY2(rest.code == 0, rest.err.constData());
        QCOMPARE(rest.json().value("completed").toInt(), count);
        QCOMPARE(rest.json().value("submitted").toInt(), count);
        const ProgramRun checked = program.on(u"check"_s);
        QVERIFY2(checked.code == 0, checked.out.constData());
    }

private Q_SLOTS:
    void workEndsSoonWithEverythingCommitted()
    {
        const int wanted = qEnvironmentVariableIsSet("MILLRACE_SIGTERMS") ? qEnvironmentVariableIntValue("MILLRACE_SIGTERMS") : 20;
        const int count = 2'000 + 200 * wanted; // more than is done before the last one is asked
        Program program;
        QCOMPARE(program.on(u"init"_s).code, 0);
        submit(program, count);
        QRandomGenerator random(27);
        QList<qint64> ends;
        int asked = 0;
        for (int i = 0; i < wanted; ++i) {
            QProcess work;
            startWork(program, work);
            QTest::qWait(random.bounded(20, 400)); // now and then before it has opened the file
            QElapsedTimer timer;
            timer.start();
            work.terminate();
            QVERIFY2(work.state() == QProcess::NotRunning || work.waitForFinished(20'000), "it does not end");
            ends.append(timer.elapsed());
            asked += work.exitStatus() == QProcess::NormalExit && work.exitCode() == 128 + SIGTERM ? 1 : 0;
            // Whole and alone: nothing that the next owner would have to recover.
            QVERIFY2(!QFile::exists(program.workspace() + u"-wal"_s) || work.exitStatus() == QProcess::CrashExit, "the log was left behind");
        }
        std::ranges::sort(ends);
        qInfo("%d times SIGTERM (%d in the middle of the work): ended within %lld ms (median), %lld ms at most", wanted, asked,
              static_cast<long long>(ends.at(ends.size() / 2)), static_cast<long long>(ends.last()));
        QVERIFY(ends.last() <= kLongestEndMs);
        QVERIFY(asked * 2 >= wanted);
        finish(program, count);
    }

    void workThatStoodStillGoesOn()
    {
        constexpr int kCount = 1500;
        Program program;
        QCOMPARE(program.on(u"init"_s).code, 0);
        submit(program, kCount);
        QProcess work;
        startWork(program, work);
        QTest::qWait(400);
        // Longer than a step may take: what runs now is late when it goes on.
        QCOMPARE(::kill(static_cast<pid_t>(work.processId()), SIGSTOP), 0);
        QTest::qWait(2'500);
        QCOMPARE(::kill(static_cast<pid_t>(work.processId()), SIGCONT), 0);
        QVERIFY(work.state() == QProcess::NotRunning || work.waitForFinished(120'000));
        QCOMPARE(work.exitCode(), 0);
        finish(program, kCount);
    }
};

QTEST_GUILESS_MAIN(TestCliSignals)
#include "tst_clisignals.moc"
