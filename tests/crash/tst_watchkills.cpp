// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/workspace.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// kill -9 of the program while it takes in a watched folder: in the end every file and every line is in exactly once. The seed is printed;
/// MILLRACE_CRASH_SEED repeats a run, MILLRACE_CRASH_KILLS makes it longer.
class TestWatchKills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFileIsTakenExactlyOnce_data()
    {
        QTest::addColumn<QString>("after");
        QTest::newRow("left") << u"leave"_s;
        QTest::newRow("moved") << u"move"_s;
        QTest::newRow("deleted") << u"delete"_s;
    }
    void everyFileIsTakenExactlyOnce()
    {
        QFETCH(QString, after);
        const quint32 seed = qEnvironmentVariableIsSet("MILLRACE_CRASH_SEED") ? qEnvironmentVariable("MILLRACE_CRASH_SEED").toUInt()
                                                                              : QRandomGenerator::system()->generate();
        const int wanted = qEnvironmentVariableIsSet("MILLRACE_CRASH_KILLS") ? qEnvironmentVariableIntValue("MILLRACE_CRASH_KILLS") : 15;
        qInfo("seed %u, %d kills", seed, wanted);
        QRandomGenerator random(seed);
        prepare(after);
        int kills = 0;
        while (kills < wanted) {
            for (int i = 0; i < 25; ++i)
                writeText();
            if (kills % 4 == 0)
                writeLines();
            QProcess program;
            start(program, {u"source"_s, u"watch"_s});
            QVERIFY(program.waitForStarted());
            QThread::msleep(static_cast<unsigned long>(150 + random.bounded(500)));
            QCOMPARE(program.state(), QProcess::Running);
            ::kill(static_cast<pid_t>(program.processId()), SIGKILL);
            QVERIFY(program.waitForFinished());
            ++kills;
        }
        QProcess last;
        start(last, {u"work"_s});
        QVERIFY(last.waitForFinished(120'000));
        QCOMPARE(last.exitCode(), 0);
        checkAll(after);
    }

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"w.millrace"_s); }
    [[nodiscard]] QString inbox() const { return m_folder->filePath(u"inbox"_s); }

    void start(QProcess &program, QStringList arguments) const
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"XDG_CACHE_HOME"_s, m_folder->filePath(u"cache"_s));
        environment.insert(u"XDG_STATE_HOME"_s, m_folder->filePath(u"state"_s));
        program.setProcessEnvironment(environment);
        program.setStandardOutputFile(QProcess::nullDevice());
        program.setStandardErrorFile(QProcess::nullDevice());
        arguments << u"-w"_s << path();
        program.start(QStringLiteral(MILLRACE_BIN_DIR "/millrace"), arguments);
    }

    [[nodiscard]] std::unique_ptr<Workspace> opened() const
    {
        WorkspaceOptions options;
        options.path = path();
        options.create = !QFile::exists(path());
        options.runEngine = false;
        options.actorName = u"Ada"_s;
        options.indexPath = m_folder->filePath(u"index"_s);
        auto workspace = Workspace::open(options);
        if (!workspace)
            qFatal("%s", qPrintable(workspace.error().text));
        return std::move(*workspace);
    }

    static Json run(Workspace &workspace, const QString &command, const Json &args)
    {
        const auto future = workspace.execute(command, args, workspace.actor());
        while (!future.isFinished())
            QTest::qWait(1);
        if (!future.result())
            qFatal("%s", qPrintable(future.result().error().text));
        return *future.result();
    }

    void prepare(const QString &after)
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_texts = m_lines = 0;
        QVERIFY(QDir().mkpath(inbox()));
        const auto workspace = opened();
        run(*workspace, u"pipeline.save"_s,
            Json::object(
                {{"definition",
                  Json::parse(
                      R"({"format":"millrace.pipeline/1","id":"seen","nodes":[{"id":"a","component":"set_fields","config":{"fields":{"seen":true}}}],
                                  "links":[]})")
                      .value()}}));
        run(*workspace, u"source.add"_s,
            Json::object({{"id", "inbox"},
                          {"folder", inbox()},
                          {"pipeline", "seen"},
                          {"settle_ms", 20},
                          {"rest_ms", 0},
                          {"rescan_ms", 100},
                          {"after", after},
                          {"move_to", m_folder->filePath(u"done"_s)}}));
    }

    void write(const QString &name, const QByteArray &bytes)
    {
        // Complete under another name first, as a copying program does it.
        QFile file(inbox() + u'/' + name + u".part"_s);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
        QVERIFY(file.rename(inbox() + u'/' + name));
    }

    void writeText()
    {
        const QByteArray n = QByteArray::number(m_texts++);
        write(u"text-%1.txt"_s.arg(QString::fromLatin1(n)), "Text number " + n + ".\n\nIt is like no other, and it is number " + n + ".\n");
    }

    void writeLines()
    {
        // Without ids, so that a line that is read twice is there twice; enough that one file takes several commits.
        QByteArray lines;
        for (int i = 0; i < 400; ++i)
            lines += "{\"type\":\"line\",\"data\":{\"title\":\"line " + QByteArray::number(m_lines++) + "\"}}\n";
        write(u"lines-%1.jsonl"_s.arg(m_lines), lines);
    }

    void checkAll(const QString &after)
    {
        const auto workspace = opened();
        QStringList titles;
        Json args = Json::object({{"limit", 10'000}});
        while (true) {
            const Json page = run(*workspace, u"context.list"_s, args);
            for (const Json &context : page.value("contexts").items())
                titles.append(context.value("title").toString());
            if (page.value("next").isNull())
                break;
            args.insert("after", page.value("next"));
        }
        QCOMPARE(titles.size(), m_texts + m_lines);
        QCOMPARE(QSet<QString>(titles.cbegin(), titles.cend()).size(), titles.size());
        const Json list = run(*workspace, u"source.list"_s, Json::object());
        for (const Json &source : list.value("sources").items()) {
            if (source.value("id").toString() != "inbox"_L1)
                continue;
            const Json files = source.value("files");
            const qint64 all = m_texts + m_lines / 400;
            QCOMPARE(files.value(after == "leave"_L1 ? "taken" : "put_away").toInt() + files.value("taken").toInt() * (after != "leave"_L1), all);
            QCOMPARE(files.value("failed").toInt() + files.value("taking").toInt(), 0);
        }
        const auto entries = [](const QString &folder) { return QDir(folder).entryList(QDir::Files).size(); };
        QCOMPARE(entries(inbox()), after == "leave"_L1 ? m_texts + m_lines / 400 : 0);
        if (after == "move"_L1)
            QCOMPARE(entries(m_folder->filePath(u"done"_s)), m_texts + m_lines / 400);
        QVERIFY(run(*workspace, u"workspace.check"_s, Json::object()).value("ok").toBool());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    int m_texts = 0;
    int m_lines = 0;
};

QTEST_GUILESS_MAIN(TestWatchKills)
#include "tst_watchkills.moc"
