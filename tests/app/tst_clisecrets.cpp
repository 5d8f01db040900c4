// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include "support/httppeer.h"

#include <QDirIterator>
#include <QTest>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr auto kValue = "sk-test-4711-a value/with+signs"_L1;

} // namespace

/// Secrets through the program: kept, listed, used, and found nowhere else.
class TstCliSecrets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSecretIsSetListedAndRemoved();
    void aTerminalDoesNotShowWhatIsTyped();
    void theCommandLineTakesNoValue();
    void aFileThatOthersCanReadIsRefused();
    void aModelGetsTheKeyAndNothingElseDoes();
    void aRefusingPeerLeavesNoTraceOfTheKey();
    void withoutASecretTheErrorSaysWhatToDo();
    void aHomeThatCannotBeWrittenDisturbsNobody();

private:
    static ProgramRun give(const Program &program, const QStringList &arguments, const QByteArray &input);
    /// Settings with one provider, and a workspace.
    static void provide(Program &program, const QUrl &url);
    /// Files below the folder that hold the text, the sealed one aside.
    static QStringList filesWith(const Program &program, const QByteArray &text);
};

ProgramRun TstCliSecrets::give(const Program &program, const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    program.prepare(process);
    process.setStandardInputFile(program.write(u"input.tmp"_s, input));
    process.start(Program::binary(), arguments);
    ProgramRun run;
    if (process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit)
        run.code = process.exitCode();
    run.out = process.readAllStandardOutput();
    run.err = process.readAllStandardError();
    QFile::remove(program.path(u"input.tmp"_s));
    return run;
}

void TstCliSecrets::provide(Program &program, const QUrl &url)
{
    program.environment.insert(u"MILLRACE_LOG"_s, u"debug"_s);
    program.environment.insert(
        u"MILLRACE_SETTINGS"_s,
        program.write(
            u"settings.json"_s,
            Json::object(
                {{"providers",
                  Json::array({Json::object({{"id", "peer"}, {"base_url", url.toString()}, {"model", "m1"}, {"api_key", "secret:test.key"}})})},
                 {"default_provider", "peer"}})
                .toBytes()));
    QCOMPARE(program.on(u"init"_s).code, 0);
}

QStringList TstCliSecrets::filesWith(const Program &program, const QByteArray &text)
{
    QStringList paths;
    QDirIterator it(program.folder.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
            paths.append(file.fileName());
    }
    return paths;
}

void TstCliSecrets::aSecretIsSetListedAndRemoved()
{
    const Program program;
    ProgramRun run = give(program, {u"secret"_s, u"set"_s, u"test.key"_s, u"--json"_s}, kValue.data() + "\n"_ba);
    QCOMPARE(run.code, 0);
    QCOMPARE(run.json().value("place").toString(), u"file"_s);
    QVERIFY(run.json().value("notice").toString().contains(u"switched off"_s));
    run = program.run({u"secret"_s, u"list"_s, u"--json"_s});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.items("secrets"), QList<Json>{Json::object({{"name", "test.key"}, {"places", Json::array({"file"})}})});
    QVERIFY(!run.json().value("keychain").value("used").toBool(true));
    run = program.run({u"secret"_s, u"list"_s});
    QVERIFY2(run.out.contains("test.key  file"), run.out.constData());
    run = program.run({u"secret"_s, u"remove"_s, u"test.key"_s});
    QCOMPARE(run.code, 0);
    run = program.run({u"secret"_s, u"remove"_s, u"test.key"_s});
    QCOMPARE(run.code, 1);
    QVERIFY(program.run({u"secret"_s, u"list"_s, u"--json"_s}).items("secrets").isEmpty());
    QCOMPARE(program.run({u"secret"_s}).code, 2);
    QCOMPARE(program.run({u"secret"_s, u"get"_s, u"test.key"_s}).code, 2);
    QCOMPARE(give(program, {u"secret"_s, u"set"_s, u"no name"_s}, "value").code, 2);
}

void TstCliSecrets::aTerminalDoesNotShowWhatIsTyped()
{
    const Program program;
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    QVERIFY(master >= 0 && ::grantpt(master) == 0 && ::unlockpt(master) == 0);
    const int slave = ::open(::ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    QVERIFY(slave >= 0);
    QProcess process;
    program.prepare(process);
    process.setStandardInputFile(QString::fromLocal8Bit(::ptsname(master)));
    process.start(Program::binary(), {u"secret"_s, u"set"_s, u"typed"_s});
    // It asks once the terminal is quiet.
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += process.readAllStandardError()).contains("press Enter"), 20'000);
    QCOMPARE(::write(master, "typed-value-42\n", 15), 15);
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 0);
    QByteArray shown;
    for (pollfd wait{master, POLLIN, 0}; ::poll(&wait, 1, 100) > 0 && (wait.revents & POLLIN);) {
        char buffer[512];
        const ssize_t got = ::read(master, buffer, sizeof buffer);
        if (got <= 0)
            break;
        shown.append(buffer, got);
    }
    ::close(slave);
    ::close(master);
    QVERIFY2(!shown.contains("typed-value"), shown.constData());
    QCOMPARE(program.run({u"secret"_s, u"list"_s, u"--json"_s}).items("secrets").size(), 1);
}

void TstCliSecrets::theCommandLineTakesNoValue()
{
    const Program program;
    const ProgramRun run = program.run({u"secret"_s, u"set"_s, u"test.key"_s, kValue});
    QCOMPARE(run.code, 2);
    QVERIFY(run.err.contains("stdin") && !run.err.contains("4711"));
    QVERIFY(filesWith(program, "4711").isEmpty());
}

void TstCliSecrets::aFileThatOthersCanReadIsRefused()
{
    const Program program;
    QCOMPARE(give(program, {u"secret"_s, u"set"_s, u"a"_s}, "value").code, 0);
    const QString sealed = program.path(u"home/data/millrace/secrets/sealed"_s);
    QVERIFY(QFile::setPermissions(sealed, QFile::permissions(sealed) | QFile::ReadOther));
    const ProgramRun run = program.run({u"secret"_s, u"list"_s});
    QCOMPARE(run.code, 1);
    QVERIFY2(run.err.contains("chmod 600") && run.err.contains("[file.unreadable]"), run.err.constData());
}

void TstCliSecrets::aModelGetsTheKeyAndNothingElseDoes()
{
    HttpPeer peer;
    peer.setHandler([](const QByteArray &request) {
        if (!request.contains("Authorization: Bearer "_ba + kValue.data() + "\r\n")
            && !request.contains("authorization: Bearer "_ba + kValue.data() + "\r\n"))
            return httpAnswer("401 No", R"({"error":{"message":"who are you"}})");
        return httpAnswer(
            "200 OK",
            R"json({"model":"m1","choices":[{"message":{"content":"# One\n\nA text of the peer.\n\n## Two\n\nMore of it."},"finish_reason":"stop"}]})json");
    });
    Program program;
    provide(program, peer.url());
    QCOMPARE(give(program, {u"secret"_s, u"set"_s, u"test.key"_s}, kValue.data()).code, 0);
    const QString document = program.write(u"in.json"_s, s2Document(0).toBytes());
    const ProgramRun run = program.on(u"run"_s, {u"article"_s, document, u"--json"_s});
    QVERIFY2(run.code == 0, (run.out + run.err).constData());
    QCOMPARE(peer.requests.load(), 1);
    QVERIFY2(!filesWith(program, "text of the peer").isEmpty() || program.on(u"export"_s).out.contains("text of the peer"), run.out.constData());
    const QStringList logs = filesWith(program, "the secret test.key came from file");
    QCOMPARE(logs, QStringList{program.path(u"home/state/millrace/logs/millrace.jsonl"_s)});
    QCOMPARE(filesWith(program, "4711"), QStringList());
    QVERIFY(!run.out.contains("4711") && !run.err.contains("4711"));
    QVERIFY(!program.on(u"export"_s).out.contains("4711"));
}

void TstCliSecrets::aRefusingPeerLeavesNoTraceOfTheKey()
{
    HttpPeer peer;
    peer.setHandler([](const QByteArray &) {
        return httpAnswer("401 No",
                          Json::object({{"error", Json::object({{"message", "Incorrect API key provided: "_ba + kValue.data()}})}}).toBytes());
    });
    Program program;
    provide(program, peer.url());
    // From the environment this time.
    program.environment.insert(u"MILLRACE_SECRET_TEST_KEY"_s, kValue);
    const QString document = program.write(u"in.json"_s, s2Document(0).toBytes());
    const ProgramRun run = program.on(u"run"_s, {u"article"_s, document, u"--json"_s});
    QCOMPARE(run.code, 1);
    const ProgramRun exported = program.on(u"export"_s);
    QVERIFY(!run.out.contains("4711") && !run.err.contains("4711") && !exported.out.contains("4711"));
    QCOMPARE(filesWith(program, "4711"), QStringList());
    QVERIFY(!filesWith(program, "provider peer model.refused").isEmpty());
}

void TstCliSecrets::withoutASecretTheErrorSaysWhatToDo()
{
    HttpPeer peer;
    peer.setHandler([](const QByteArray &) { return httpAnswer("200 OK", "{}"); });
    Program program;
    provide(program, peer.url());
    const QString document = program.write(u"in.json"_s, s2Document(0).toBytes());
    QCOMPARE(program.on(u"run"_s, {u"article"_s, document}).code, 1);
    QCOMPARE(peer.requests.load(), 0);
    const QByteArray id = s2Document(0).value("id").toString().toUtf8();
    const ProgramRun history = program.on(u"history"_s, {QString::fromUtf8(id), u"--json"_s});
    QVERIFY2(history.out.contains("millrace secret set test.key") && history.out.contains("MILLRACE_SECRET_TEST_KEY"), history.out.constData());
}

void TstCliSecrets::aHomeThatCannotBeWrittenDisturbsNobody()
{
    Program program;
    for (const QString &name : {u"XDG_STATE_HOME"_s, u"XDG_DATA_HOME"_s})
        program.environment.insert(name, u"/proc/nobody"_s);
    const ProgramRun made = program.on(u"init"_s);
    QCOMPARE(made.code, 0);
    QVERIFY2(made.err.isEmpty(), made.err.constData());
    QCOMPARE(program.on(u"list"_s).code, 0);
    const ProgramRun run = give(program, {u"secret"_s, u"set"_s, u"a"_s}, "value");
    QCOMPARE(run.code, 1);
    QVERIFY(run.err.contains("[file.write]"));
}

QTEST_GUILESS_MAIN(TstCliSecrets)
#include "tst_clisecrets.moc"
