// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"
#include "door.h"
#include "verb.h"

#include <QCommandLineParser>

namespace Millrace::Cli {

class Interrupt;

/// One invocation of a verb: its arguments, the way to the workspace and the ways out. Lives for the length of the verb, on the
/// main thread.
class Call
{
public:
    Call(const QCommandLineParser &parser, Console &console, const Interrupt &interrupt);

    [[nodiscard]] QStringList arguments() const;
    [[nodiscard]] bool isSet(const QString &option) const { return m_parser.isSet(option); }
    [[nodiscard]] QString value(const QString &option) const { return m_parser.value(option); }
    [[nodiscard]] QStringList values(const QString &option) const { return m_parser.values(option); }
    /// The option as a whole number, `fallback` where it is not given; an error where it is no number from `least` up.
    [[nodiscard]] Result<qint64> number(const QString &option, qint64 fallback, qint64 least = 0) const;
    [[nodiscard]] bool wantsJson() const { return m_parser.isSet(QStringLiteral("json")); }
    /// The workspace file, absolute; empty where neither -w nor the environment names one.
    [[nodiscard]] QString workspacePath() const;
    [[nodiscard]] Console &console() { return m_console; }
    [[nodiscard]] const Interrupt &interrupt() const { return m_interrupt; }

    /// Opens the way to the workspace, with the user's settings.
    [[nodiscard]] Result<std::unique_ptr<Door>> open(DoorMode mode, bool create = false);
    /// Runs a command and waits for its answer.
    [[nodiscard]] Result<Json> execute(Door &door, const QString &command, const Json &args) const;
    /// Opens, runs one command, closes: what most verbs are.
    [[nodiscard]] Result<Json> once(DoorMode mode, const QString &command, const Json &args);

    /// One compact line, for --json.
    void printJson(const Json &json);
    /// Says what went wrong on stderr and returns the exit code for it.
    int failed(const Error &error);
    int usage(const QString &text);

private:
    const QCommandLineParser &m_parser;
    Console &m_console;
    const Interrupt &m_interrupt;
    bool m_openFailed = false; ///< whatever the reason was, the exit code says that the workspace could not be opened
};

} // namespace Millrace::Cli
