// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "call.h"
#include "interrupt.h"
#include "settings.h"
#include "table.h"

#include "access/secretstore.h"
#include "observe/log.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QSocketNotifier>

#include <cerrno>
#include <optional>
#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

constexpr qsizetype kLongestInput = 1024 * 1024;

/// Keeps a terminal from showing what is typed, while it lives.
class EchoOff
{
public:
    EchoOff()
    {
        if (::tcgetattr(STDIN_FILENO, &m_before) != 0)
            return;
        m_isTerminal = true;
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~EchoOff()
    {
        if (m_isTerminal)
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    EchoOff(const EchoOff &) = delete;
    EchoOff &operator=(const EchoOff &) = delete;

    [[nodiscard]] bool isTerminal() const { return m_isTerminal; }

private:
    termios m_before = {};
    bool m_isTerminal = false;
};

/// The value as typed or piped, without the newline at its end. A terminal's ends with the line, a pipe's with the pipe.
Result<QString> readValue(Call &call, const QString &name)
{
    const EchoOff quiet;
    if (quiet.isTerminal())
        call.console().note(u"type or paste the value of \"%1\" (it is not shown), then press Enter"_s.arg(name));
    QByteArray bytes;
    bool failed = false;
    QEventLoop loop;
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&call.interrupt(), &Interrupt::received, &loop, &QEventLoop::quit);
    QObject::connect(&input, &QSocketNotifier::activated, &loop, [&] {
        char buffer[4096];
        const ssize_t got = ::read(STDIN_FILENO, buffer, sizeof buffer);
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            return;
        failed = got < 0;
        if (got > 0)
            bytes.append(buffer, got);
        if (got <= 0 || bytes.size() > kLongestInput || (quiet.isTerminal() && bytes.endsWith('\n'))) {
            input.setEnabled(false);
            loop.quit();
        }
    });
    loop.exec();
    if (call.interrupt().signalNumber() != 0)
        return fail(ErrorCode::Cancelled, u"stopped by a signal"_s);
    if (failed)
        return fail(ErrorCode::FileUnreadable, u"stdin cannot be read"_s);
    if (bytes.endsWith('\n'))
        bytes.chop(bytes.endsWith("\r\n") ? 2 : 1);
    const QString value = QString::fromUtf8(bytes);
    if (value.toUtf8() != bytes)
        return fail(ErrorCode::InvalidArgument, u"the secret is not valid UTF-8"_s);
    return value;
}

QStringList names(const QList<SecretPlace> &places)
{
    QStringList words;
    for (const SecretPlace place : places)
        words.append(secretPlaceName(place));
    return words;
}

int set(Call &call, const SecretStore &store, const QString &name)
{
    const Result<QString> value = readValue(call, name);
    if (!value)
        return call.failed(value.error());
    const Result<SecretStore::Kept> kept = store.set(name, *value);
    if (!kept)
        return call.failed(kept.error());
    if (call.wantsJson()) {
        Json json = Json::object({{"name", name}, {"place", secretPlaceName(kept->place)}});
        if (!kept->notice.isEmpty())
            json.insert("notice", kept->notice);
        call.printJson(json);
        return ExitDone;
    }
    const bool isFile = kept->place == SecretPlace::File;
    call.console().result(u"kept \"%1\" in %2"_s.arg(name, isFile ? u"the sealed file "_s + store.filePath() : u"the keychain"_s));
    if (!kept->notice.isEmpty())
        call.console().note(Console::harmless(kept->notice));
    return ExitDone;
}

int remove(Call &call, const SecretStore &store, const QString &name)
{
    const Result<QList<SecretPlace>> places = store.remove(name);
    if (!places)
        return call.failed(places.error());
    if (call.wantsJson())
        call.printJson(Json::object({{"name", name}, {"places", Json::array(names(*places))}}));
    else
        call.console().result(u"removed \"%1\" from %2"_s.arg(name, names(*places).join(u" and "_s)));
    return ExitDone;
}

int list(Call &call, const SecretStore &store)
{
    const Result<QList<SecretEntry>> entries = store.list();
    if (!entries)
        return call.failed(entries.error());
    const QString problem = store.keychainProblem();
    if (call.wantsJson()) {
        Json secrets = Json::array();
        for (const SecretEntry &entry : *entries)
            secrets.append(Json::object({{"name", entry.name}, {"places", Json::array(names(entry.places))}}));
        Json keychain = Json::object({{"used", problem.isEmpty()}});
        if (!problem.isEmpty())
            keychain.insert("why", problem);
        call.printJson(Json::object({{"secrets", secrets}, {"keychain", keychain}, {"file", store.filePath()}}));
        return ExitDone;
    }
    if (!problem.isEmpty())
        call.console().note(u"the keychain is not asked: %1"_s.arg(problem));
    Table table({{u"NAME"_s}, {u"ANSWERED BY"_s}, {u"ALSO IN"_s}});
    for (const SecretEntry &entry : *entries) {
        QStringList places = names(entry.places);
        if (!problem.isEmpty() && places.size() > 1 && entry.places.first() == SecretPlace::Keychain)
            places.append(places.takeFirst());
        table.addRow({entry.name, places.takeFirst(), places.join(u", "_s)});
    }
    table.print(call.console());
    return ExitDone;
}

int run(Call &call)
{
    const QStringList arguments = call.arguments();
    const QString &action = arguments.first();
    // What too much was given is not repeated: it is the value, most likely.
    if (action == "set"_L1 && arguments.size() > 2)
        return call.usage(u"the value comes from stdin: on the command line other users and the shell's history would see it"_s);
    const Result<Json> settings = userSettings();
    if (!settings)
        return call.failed(settings.error());
    SecretStoreOptions options = SecretStoreOptions::standard(*settings, QCoreApplication::applicationFilePath());
    options.learned = Log::conceal;
    const SecretStore store(std::move(options));
    if (action == "set"_L1 && arguments.size() == 2)
        return set(call, store, arguments.at(1));
    if (action == "remove"_L1 && arguments.size() == 2)
        return remove(call, store, arguments.at(1));
    if (action == "list"_L1 && arguments.size() == 1)
        return list(call, store);
    return call.usage(u"secret takes set NAME, remove NAME or list; `millrace secret --help` describes them"_s);
}

} // namespace

Verb secretVerb()
{
    return {
        .name = u"secret"_s,
        .summary = u"Keep, list or remove secrets, such as API keys"_s,
        .usage = u"set NAME | remove NAME | list"_s,
        .description
        = u"Settings name a secret as \"secret:NAME\"; its value is looked up when it is needed: in the desktop's keychain, else in a sealed file of "
          "yours, else in the environment (MILLRACE_SECRET_NAME, in capitals, with _ for - and .). Values are never in a workspace, a log or a "
          "message, and no verb prints one.\n\n"
          "set reads the value from stdin, without showing it on a terminal, and keeps it in the keychain, or in the file where there is none. "
          "list shows each name, which place answers for it, and which others have it. remove takes it out of keychain and file.\n\n"
          "MILLRACE_KEYCHAIN=off, or \"secrets\": {\"keychain\": \"off\"} in the settings, leaves the keychain alone."_s,
        .examples
        = {u"millrace secret set openai"_s, u"millrace secret set openai < key.txt"_s, u"millrace secret list"_s, u"millrace secret remove openai"_s},
        .minArguments = 1,
        .needsWorkspace = false,
        .run = run};
}

} // namespace Millrace::Cli
