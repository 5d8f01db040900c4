// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "call.h"

#include "await.h"
#include "interrupt.h"
#include "settings.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

ExitCode exitCodeFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::WorkspaceMissing:
    case ErrorCode::WorkspaceForeign:
    case ErrorCode::WorkspaceNewer:
    case ErrorCode::WorkspaceDamaged:
    case ErrorCode::WorkspaceLocked:
    case ErrorCode::WorkspaceReadOnly:
    case ErrorCode::WorkspaceExists:
    case ErrorCode::MigrationFailed:
    case ErrorCode::RemoteUnavailable:
        return ExitCannotOpen;
    case ErrorCode::InvalidArgument:
        return ExitUsage;
    default:
        return ExitSomeFailed;
    }
}

/// What a person can do about it, where that is not plain from the text.
QString adviceFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::WorkspaceMissing:
        return u"`millrace init -w FILE` makes one"_s;
    case ErrorCode::WorkspaceLocked:
        return u"close it there, or end that process"_s;
    default:
        return {};
    }
}

} // namespace

Call::Call(const QCommandLineParser &parser, Console &console, const Interrupt &interrupt)
    : m_parser(parser)
    , m_console(console)
    , m_interrupt(interrupt)
{}

QStringList Call::arguments() const
{
    return m_parser.positionalArguments();
}

Result<qint64> Call::number(const QString &option, qint64 fallback, qint64 least) const
{
    if (!isSet(option))
        return fallback;
    bool isNumber = false;
    const qint64 number = value(option).toLongLong(&isNumber);
    if (!isNumber || number < least)
        return fail(ErrorCode::InvalidArgument, u"--%1 takes a whole number from %2 up, not \"%3\""_s.arg(option).arg(least).arg(value(option)));
    return number;
}

QString Call::workspacePath() const
{
    const QString given = isSet(u"workspace"_s) ? value(u"workspace"_s) : qEnvironmentVariable("MILLRACE_WORKSPACE");
    return given.isEmpty() ? QString() : QDir::current().absoluteFilePath(given);
}

Result<std::unique_ptr<Door>> Call::open(DoorMode mode, bool create)
{
    DoorOptions options;
    options.path = workspacePath();
    options.mode = mode;
    options.create = create;
    Result<Json> settings = userSettings();
    if (!settings)
        return std::unexpected(settings.error());
    options.settings = *settings;
    if (m_parser.optionNames().contains(u"runners"_s)) {
        const Result<qint64> runners = number(u"runners"_s, 0, 1);
        if (!runners)
            return std::unexpected(runners.error());
        options.runners = static_cast<int>(*runners);
    }
    Result<std::unique_ptr<Door>> door = Door::open(options);
    m_openFailed = !door;
    if (door && mode != DoorMode::View && mode != DoorMode::Either && (*door)->isReadOnly())
        return fail(ErrorCode::WorkspaceReadOnly, u"%1 can be viewed but not changed here"_s.arg(options.path));
    return door;
}

Result<Json> Call::execute(Door &door, const QString &command, const Json &args) const
{
    return await(door.execute(command, args), m_interrupt);
}

Result<Json> Call::once(DoorMode mode, const QString &command, const Json &args)
{
    const Result<std::unique_ptr<Door>> door = open(mode);
    if (!door)
        return std::unexpected(door.error());
    return execute(**door, command, args);
}

void Call::printJson(const Json &json)
{
    m_console.write(json.toBytes() + '\n');
}

int Call::failed(const Error &error)
{
    if (m_interrupt.signalNumber() != 0)
        return m_interrupt.exitCode();
    const QString advice = adviceFor(error.code);
    m_console.note(u"%1 [%2]%3"_s.arg(Console::harmless(error.text), errorCodeName(error.code), advice.isEmpty() ? QString() : u"; "_s + advice));
    return m_openFailed ? ExitCannotOpen : exitCodeFor(error.code);
}

int Call::usage(const QString &text)
{
    m_console.note(text);
    return ExitUsage;
}

} // namespace Millrace::Cli
