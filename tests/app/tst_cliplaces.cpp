// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QSysInfo>
#include <QTest>

#include <clocale>
#include <csignal>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// Where workspaces lie and who else has them: odd paths and locales, read-only places, second processes, signals.
class TstCliPlaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oddPathsWork_data();
    void oddPathsWork();
    void namesTooLongForTheStoreAreRefusedWhole_data();
    void namesTooLongForTheStoreAreRefusedWhole();
    void inputsMayHaveAnyName();
    void otherLocalesChangeNothing_data();
    void otherLocalesChangeNothing();
    void aReadOnlyHomeIsNoHindrance();
    void aReadOnlyFolderCanBeViewed();
    void aSecondProcessIsServedByTheFirst();
    void aSecondProcessIsServedOverALink();
    void anOwnerThatDoesNotAnswerIsNamed();
    void theLockOfAKilledOwnerIsTakenOver();
    void aHardLinkOpensForViewingOnly();
    void aSignalStopsAfterTheCommit_data();
    void aSignalStopsAfterTheCommit();
    void workTellsWhatRemains();

private:
    static std::unique_ptr<Program> fresh();
    /// Submits a context whose step runs out of time and is due again in ten minutes, so that `work --wait 3600` owns the file and idles.
    static void submitSlow(const Program &program);
    /// Starts `work --wait 3600` and returns once it has the file.
    static void startOwner(const Program &program, QProcess &owner);
    static ProgramRun viewReadOnly(const Program &program, const QString &folder, const QStringList &arguments);
    static QString input(const Program &program, const QByteArray &id);
};

std::unique_ptr<Program> TstCliPlaces::fresh()
{
    auto program = std::make_unique<Program>();
    const ProgramRun made = program->on(u"init"_s);
    if (made.code != 0)
        qFatal("init: %s", made.err.constData());
    return program;
}

QString TstCliPlaces::input(const Program &program, const QByteArray &id)
{
    return program.write(QString::fromUtf8(id) + u".json"_s, "{\"id\":\"" + id + "\",\"type\":\"article\",\"data\":{\"title\":\"" + id + "\"}}");
}

void TstCliPlaces::submitSlow(const Program &program)
{
    const QString slow = program.write(
        u"slow.pipeline.json"_s,
        R"js({"format":"millrace.pipeline/1","id":"slow","title":"Slow","nodes":[{"id":"s","component":"script",)js"
        R"js("config":{"source":"function run(data) { while (true) {} }","timeout_ms":100},"retry":{"max_attempts":3,"backoff":"fixed","delay_ms":600000,"max_delay_ms":600000}}],"links":[]})js");
    const ProgramRun submitted = program.on(u"submit"_s, {slow, input(program, "slow")});
    if (submitted.code != 0)
        qFatal("submit: %s", submitted.err.constData());
}

void TstCliPlaces::startOwner(const Program &program, QProcess &owner)
{
    submitSlow(program);
    program.prepare(owner);
    owner.start(Program::binary(), {u"work"_s, u"-w"_s, program.workspace(), u"--wait"_s, u"3600"_s});
    QVERIFY(owner.waitForStarted());
    // It has the file once its first attempt has failed and waits to be repeated; asked through it, as soon as it answers.
    QElapsedTimer timer;
    timer.start();
    while (program.on(u"stats"_s, {u"--json"_s}).json().value("retrying").toInt() != 1)
        QVERIFY2(timer.elapsed() < 20'000, "the owner did not come up");
    QCOMPARE(owner.state(), QProcess::Running);
}

void TstCliPlaces::oddPathsWork_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("spaces and quotes") << u"my notes' \"new\"/a b.millrace"_s;
    QTest::newRow("emoji") << u"📚 Bücher/🚀.millrace"_s;
    QTest::newRow("a folder of 255 bytes") << QString(255, u'x') + u"/w.millrace"_s;
    // SQLite keeps `-journal` beside the file, so that 247 bytes are the most a name may have.
    QTest::newRow("247 bytes") << QString(238, u'x') + u".millrace"_s;
    QTest::newRow("percent and hash") << u"100%#?.millrace"_s;
    QTest::newRow("leading hyphen") << u"./-w.millrace"_s;
    QTest::newRow("long path") << (QString(60, u'd') + u'/').repeated(6) + u"w.millrace"_s;
}

void TstCliPlaces::oddPathsWork()
{
    QFETCH(QString, name);
    const Program program;
    const QString path = program.path(name);
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    const ProgramRun made = program.run({u"init"_s, u"-w"_s, path});
    QVERIFY2(made.code == 0, made.err.constData());
    const ProgramRun run = program.run({u"run"_s, u"-w"_s, path, u"article"_s, input(program, "one"), u"--json"_s});
    QVERIFY2(run.code == 0, run.err.constData());
    QCOMPARE(run.json().value("completed").toInt(), 1);
    QCOMPARE(program.run({u"check"_s, u"-w"_s, path}).code, 0);
    // One file is left, under the name that was given.
    QCOMPARE(QDir(QFileInfo(path).path()).entryList(QDir::Files | QDir::Hidden).filter(u"millrace"_s), QStringList{QFileInfo(path).fileName()});
}

void TstCliPlaces::namesTooLongForTheStoreAreRefusedWhole_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("255 bytes") << QString(246, u'x') + u".millrace"_s;
    QTest::newRow("a path of 1000 bytes") << (QString(200, u'd') + u'/').repeated(5) + u"w.millrace"_s;
}

void TstCliPlaces::namesTooLongForTheStoreAreRefusedWhole()
{
    QFETCH(QString, name);
    const Program program;
    const QString path = program.path(name);
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    const ProgramRun made = program.run({u"init"_s, u"-w"_s, path});
    QCOMPARE(made.code, 3);
    QCOMPARE(made.err.count('\n'), 1);
    QVERIFY(QDir(QFileInfo(path).path()).entryList(QDir::Files | QDir::Hidden).filter(u"millrace"_s).isEmpty());
}

void TstCliPlaces::inputsMayHaveAnyName()
{
    const auto program = fresh();
    const QByteArray text = "Salt is a mineral. Salt is found in sea water.\n";
    program->write(u"in/"_s + QString(251, u'n') + u".txt"_s, text);
    program->write(u"in/📚 with 'quotes' & \n newline.md"_s, text);
    program->write(u"in/-w.txt"_s, text);
    const ProgramRun run = program->on(u"run"_s, {u"article"_s, program->path(u"in"_s), u"--json"_s});
    QVERIFY2(run.code == 0, run.err.constData());
    QCOMPARE(run.json().value("completed").toInt(), 3);
}

void TstCliPlaces::otherLocalesChangeNothing_data()
{
    QTest::addColumn<QString>("locale");
    QTest::newRow("decimal comma") << u"de_DE.UTF-8"_s;
    QTest::newRow("Turkish i") << u"tr_TR.UTF-8"_s;
    QTest::newRow("C") << u"C"_s;
}

void TstCliPlaces::otherLocalesChangeNothing()
{
    QFETCH(QString, locale);
    // Where the C library does not know it, the program would run in "C" and nothing would be shown.
    const locale_t known = ::newlocale(LC_ALL_MASK, locale.toLocal8Bit().constData(), nullptr);
    if (!known)
        QSKIP(qPrintable(locale + u" is not installed"_s));
    ::freelocale(known);
    Program program;
    program.environment.insert(u"LC_ALL"_s, locale);
    program.environment.insert(u"LANG"_s, locale);
    QCOMPARE(program.on(u"init"_s).code, 0);
    const QString file = program.write(u"INPUT.JSON"_s, R"({"id":"I","type":"article","data":{"title":"INDIGO","tone":"TECHNICAL","n":1.5}})");
    const ProgramRun run = program.on(u"run"_s, {u"article"_s, file, u"--json"_s});
    QVERIFY2(run.code == 0, run.err.constData());
    const ProgramRun shown = program.on(u"show"_s, {u"I"_s, u"--json"_s});
    QVERIFY(shown.out.contains("\"n\":1.5"));
    QVERIFY(shown.out.contains("\"temperature\":0.7"));
}

void TstCliPlaces::aReadOnlyHomeIsNoHindrance()
{
    Program program;
    for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"})
        program.environment.insert(QString::fromLatin1(name), u"/proc/nowhere"_s);
    QVERIFY2(program.on(u"init"_s).code == 0, "init");
    const ProgramRun run = program.on(u"run"_s, {u"article"_s, input(program, "one"), u"--json"_s});
    QVERIFY2(run.code == 0, run.err.constData());
}

ProgramRun TstCliPlaces::viewReadOnly(const Program &program, const QString &folder, const QStringList &arguments)
{
    // Tests run as root too, whom permissions do not stop: a read-only mount does.
    return program.runOther(u"unshare"_s,
                            QStringList{u"--mount"_s, u"sh"_s, u"-c"_s,
                                        u"mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\""_s, folder, Program::binary()}
                                + arguments);
}

void TstCliPlaces::aReadOnlyFolderCanBeViewed()
{
    const Program program;
    const QString workspace = program.path(u"ro/w.millrace"_s);
    QVERIFY(QDir().mkpath(program.path(u"ro"_s)));
    QCOMPARE(program.run({u"init"_s, u"-w"_s, workspace}).code, 0);
    const QString file = input(program, "one");
    QCOMPARE(program.run({u"run"_s, u"-w"_s, workspace, u"article"_s, file}).code, 0);
    if (program.runOther(u"unshare"_s, {u"--mount"_s, u"true"_s}).code != 0)
        QSKIP("this machine lets nobody mount");

    const ProgramRun shown = viewReadOnly(program, program.path(u"ro"_s), {u"show"_s, u"-w"_s, workspace, u"one"_s, u"--json"_s});
    QVERIFY2(shown.code == 0, shown.err.constData());
    QCOMPARE(shown.json().value("status").toString(), u"completed"_s);
    QCOMPARE(viewReadOnly(program, program.path(u"ro"_s), {u"check"_s, u"-w"_s, workspace}).code, 0);

    for (const QStringList &arguments : {QStringList{u"submit"_s, u"-w"_s, workspace, u"article"_s, input(program, "two")},
                                         QStringList{u"work"_s, u"-w"_s, workspace}, QStringList{u"cancel"_s, u"-w"_s, workspace, u"one"_s}}) {
        const ProgramRun refused = viewReadOnly(program, program.path(u"ro"_s), arguments);
        QVERIFY2(refused.code == 3, refused.err.constData());
        QVERIFY2(refused.err.contains("workspace.read_only"), refused.err.constData());
    }
    QCOMPARE(program.run({u"stats"_s, u"-w"_s, workspace, u"--json"_s}).json().value("submitted").toInt(), 1);
}

void TstCliPlaces::aSecondProcessIsServedByTheFirst()
{
    const auto program = fresh();
    QProcess owner;
    startOwner(*program, owner);

    const ProgramRun submitted = program->on(u"submit"_s, {u"article"_s, input(*program, "one")});
    QVERIFY2(submitted.code == 0, submitted.err.constData());
    QCOMPARE(submitted.outLines(), QStringList{u"one"_s});
    // `run` has the same result as alone: the owner's engine works, this process counts.
    // Its end is the end of its own contexts, even where it would wait as long for a retry as the other one has to.
    const ProgramRun run = program->on(u"run"_s, {u"article"_s, input(*program, "two"), u"--json"_s, u"--wait"_s, u"3600"_s});
    QVERIFY2(run.code == 0, run.err.constData());
    QCOMPARE(run.json().value("submitted").toInt(), 1);
    QCOMPARE(run.json().value("completed").toInt(), 1);
    const ProgramRun cancelled = program->on(u"cancel"_s, {u"slow"_s});
    QVERIFY2(cancelled.code == 0, cancelled.err.constData());
    // With nothing left to wait for, the owner comes to its end.
    QVERIFY(owner.waitForFinished(20'000));
    QCOMPARE(owner.exitCode(), 0);
    const Json stats = program->on(u"stats"_s, {u"--json"_s}).json();
    QCOMPARE(stats.value("completed").toInt(), 2);
    QCOMPARE(stats.value("cancelled").toInt(), 1);
}

void TstCliPlaces::aSecondProcessIsServedOverALink()
{
    const auto program = fresh();
    QProcess owner;
    startOwner(*program, owner);
    const QString link = program->path(u"link.millrace"_s);
    QVERIFY(QFile::link(program->workspace(), link));
    const ProgramRun submitted = program->run({u"submit"_s, u"-w"_s, link, u"article"_s, input(*program, "one")});
    QVERIFY2(submitted.code == 0, submitted.err.constData());
    ::kill(static_cast<pid_t>(owner.processId()), SIGTERM);
    QVERIFY(owner.waitForFinished(20'000));
    QCOMPARE(program->on(u"stats"_s, {u"--json"_s}).json().value("submitted").toInt(), 2);
}

void TstCliPlaces::anOwnerThatDoesNotAnswerIsNamed()
{
    const auto program = fresh();
    QProcess owner;
    startOwner(*program, owner);
    const auto pid = static_cast<pid_t>(owner.processId());
    QCOMPARE(::kill(pid, SIGSTOP), 0);
    // R10's second, of a program that has the processor: the quickest of some.
    ProgramRun refused = program->on(u"submit"_s, {u"article"_s, input(*program, "one")});
    qint64 quickest = refused.milliseconds;
    for (int i = 0; i < 4 && quickest > 1'000; ++i)
        quickest = std::min(quickest, program->on(u"submit"_s, {u"article"_s, input(*program, "one")}).milliseconds);
    ::kill(pid, SIGCONT);
    QCOMPARE(refused.code, 3);
    QVERIFY2(refused.err.contains(QByteArray::number(pid)), refused.err.constData());
    QVERIFY2(refused.err.contains(QSysInfo::machineHostName().toUtf8()), refused.err.constData());
    QVERIFY2(quickest <= 1'000, qPrintable(QString::number(quickest)));
    ::kill(pid, SIGTERM);
    QVERIFY(owner.waitForFinished(20'000));
}

void TstCliPlaces::theLockOfAKilledOwnerIsTakenOver()
{
    const auto program = fresh();
    QProcess owner;
    startOwner(*program, owner);
    ::kill(static_cast<pid_t>(owner.processId()), SIGKILL);
    QVERIFY(owner.waitForFinished(20'000));
    const ProgramRun submitted = program->on(u"submit"_s, {u"article"_s, input(*program, "one")});
    QVERIFY2(submitted.code == 0, submitted.err.constData());
    const ProgramRun checked = program->on(u"check"_s, {u"--json"_s});
    QVERIFY2(checked.code == 0, checked.out.constData());
    QCOMPARE(program->on(u"stats"_s, {u"--json"_s}).json().value("submitted").toInt(), 2);
}

void TstCliPlaces::aHardLinkOpensForViewingOnly()
{
    const auto program = fresh();
    QCOMPARE(program->on(u"submit"_s, {u"article"_s, input(*program, "one")}).code, 0);
    const QString link = program->path(u"hard.millrace"_s);
    QCOMPARE(::link(QFile::encodeName(program->workspace()).constData(), QFile::encodeName(link).constData()), 0);
    QCOMPARE(program->run({u"list"_s, u"-w"_s, link, u"--json"_s}).json().value("contexts").size(), 1);
    const ProgramRun refused = program->run({u"submit"_s, u"-w"_s, link, u"article"_s, input(*program, "two")});
    QCOMPARE(refused.code, 3);
    QVERIFY2(refused.err.contains("workspace.read_only"), refused.err.constData());
}

void TstCliPlaces::aSignalStopsAfterTheCommit_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void TstCliPlaces::aSignalStopsAfterTheCommit()
{
    QFETCH(int, number);
    const auto program = fresh();
    QProcess owner;
    startOwner(*program, owner);
    QElapsedTimer timer;
    timer.start();
    ::kill(static_cast<pid_t>(owner.processId()), number);
    QVERIFY(owner.waitForFinished(20'000));
    QCOMPARE(owner.exitStatus(), QProcess::NormalExit);
    QCOMPARE(owner.exitCode(), 128 + number);
    QVERIFY2(timer.elapsed() < 4000, qPrintable(QString::number(timer.elapsed())));
    const QByteArray err = owner.readAllStandardError();
    QVERIFY2(err.contains("stopped after the commit"), err.constData());
    QCOMPARE(QDir(program->folder.path()).entryList({u"w.millrace*"_s}, QDir::Files), QStringList{u"w.millrace"_s});
    QCOMPARE(program->on(u"check"_s).code, 0);
}

void TstCliPlaces::workTellsWhatRemains()
{
    const auto program = fresh();
    submitSlow(*program);
    const ProgramRun worked = program->on(u"work"_s, {u"--wait"_s, u"1"_s, u"--json"_s});
    QVERIFY2(worked.code == 0, worked.err.constData());
    QCOMPARE(worked.json().value("retrying").toInt(), 1);
    QVERIFY2(worked.err.contains("1 waits for a retry"), worked.err.constData());
}

QTEST_GUILESS_MAIN(TstCliPlaces)
#include "tst_cliplaces.moc"
