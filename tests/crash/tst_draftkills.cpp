// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/edit.h"
#include "workspace/workspace.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

std::unique_ptr<Workspace> opened(const QString &path)
{
    WorkspaceOptions options;
    options.path = path;
    options.create = !QFile::exists(path);
    options.runEngine = false;
    options.actorName = u"Ada"_s;
    options.indexPath = path + u".index"_s;
    auto workspace = Workspace::open(options);
    if (!workspace)
        qFatal("%s", qPrintable(workspace.error().text));
    return std::move(*workspace);
}

Json run(Workspace &workspace, const QString &command, const Json &args)
{
    const auto future = workspace.execute(command, args, workspace.actor());
    while (!future.isFinished())
        QTest::qWait(1);
    if (!future.result())
        qFatal("%s: %s", qPrintable(command), qPrintable(future.result().error().text));
    return *future.result();
}

/// The process that is killed: adds nodes, now and then undoes and redoes, and says each sequence once it was promised.
int edit(const QString &path)
{
    const auto workspace = opened(path);
    Json draft = run(*workspace, u"draft.open"_s, Json::object({{"pipeline", "d"}}));
    qint64 sequence = draft.value("sequence").toInt();
    for (int i = 0;; ++i) {
        Json done;
        if (i % 7 == 5) {
            done = run(*workspace, i % 2 == 0 ? u"draft.undo"_s : u"draft.redo"_s,
                       Json::object({{"pipeline", "d"}, {"sequence", sequence}, {"steps", 1 + i % 3}}));
        } else {
            Edit add;
            add.add("/nodes/-", Json::object({{"id", u"n%1"_s.arg(sequence)}, {"component", "set_fields"}}));
            add.add("/title", Json(QString::number(sequence)));
            const Json one = Json::object({{"label", "Add"}, {"patch", add.toJson()}});
            done = run(*workspace, u"draft.edit"_s, Json::object({{"pipeline", "d"}, {"sequence", sequence}, {"edits", Json::array({one})}}));
        }
        sequence = done.value("sequence").toInt();
        std::printf("%lld\n", static_cast<long long>(sequence));
        std::fflush(stdout);
    }
}

} // namespace

/// kill -9 of a process that edits a draft: what was promised is there, and its whole history undoes to the bytes it began with.
class TestDraftKills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingThatWasPromisedIsLost()
    {
        const quint32 seed = qEnvironmentVariableIsSet("MILLRACE_CRASH_SEED") ? qEnvironmentVariable("MILLRACE_CRASH_SEED").toUInt()
                                                                              : QRandomGenerator::system()->generate();
        const int kills = qEnvironmentVariableIsSet("MILLRACE_CRASH_KILLS") ? qEnvironmentVariableIntValue("MILLRACE_CRASH_KILLS") : 15;
        qInfo("seed %u, %d kills", seed, kills);
        QRandomGenerator random(seed);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"w.millrace"_s);
        QByteArray beginning;
        {
            const auto workspace = opened(path);
            const Json definition = Json::object({{"format", "millrace.pipeline/1"},
                                                  {"id", "d"},
                                                  {"title", "D"},
                                                  {"nodes", Json::array({Json::object({{"id", "a"}, {"component", "set_fields"}})})},
                                                  {"links", Json::array()}});
            run(*workspace, u"pipeline.save"_s, Json::object({{"definition", definition}}));
            beginning = run(*workspace, u"draft.open"_s, Json::object({{"pipeline", "d"}})).value("definition").toBytes();
        }
        for (int kill = 0; kill < kills; ++kill) {
            QProcess editor;
            editor.start(QCoreApplication::applicationFilePath(), {u"edit"_s, path});
            QVERIFY(editor.waitForReadyRead(30'000));
            QThread::msleep(random.bounded(200));
            QCOMPARE(editor.state(), QProcess::Running);
            ::kill(static_cast<pid_t>(editor.processId()), SIGKILL);
            QVERIFY(editor.waitForFinished());
            const QByteArrayList told = editor.readAllStandardOutput().split('\n');
            const qint64 promised = told.value(told.size() - 2).toLongLong(); // the last may be cut
            QVERIFY(promised > 0);
            const auto workspace = opened(path);
            const Json draft = run(*workspace, u"draft.get"_s, Json::object({{"pipeline", "d"}}));
            QVERIFY2(draft.value("sequence").toInt() >= promised && draft.value("sequence").toInt() <= promised + 2,
                     qPrintable(u"%1 was promised, %2 is there"_s.arg(promised).arg(draft.value("sequence").toInt())));
        }
        const auto workspace = opened(path);
        const Json draft = run(*workspace, u"draft.get"_s, Json::object({{"pipeline", "d"}}));
        const QByteArray last = draft.value("definition").toBytes();
        qint64 sequence = draft.value("sequence").toInt();
        const auto moveAll = [&](const QString &command) {
            while (true) {
                const Json done = run(*workspace, command, Json::object({{"pipeline", "d"}, {"sequence", sequence}, {"steps", 1000}}));
                sequence = done.value("sequence").toInt();
                if (done.value("patches").isEmpty())
                    return run(*workspace, u"draft.get"_s, Json::object({{"pipeline", "d"}})).value("definition").toBytes();
            }
        };
        const qint64 position = draft.value("position").toInt();
        QCOMPARE(moveAll(u"draft.undo"_s), beginning);
        for (qint64 at = 0; at < position;) {
            const Json done = run(*workspace, u"draft.redo"_s,
                                  Json::object({{"pipeline", "d"}, {"sequence", sequence}, {"steps", std::min<qint64>(position - at, 1000)}}));
            sequence = done.value("sequence").toInt();
            at = done.value("position").toInt();
        }
        QCOMPARE(run(*workspace, u"draft.get"_s, Json::object({{"pipeline", "d"}})).value("definition").toBytes(), last);
        QCOMPARE(run(*workspace, u"workspace.check"_s, {}).value("problems").size(), 0);
    }
};

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "edit"_L1)
        return edit(arguments.value(2));
    TestDraftKills test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_draftkills.moc"
