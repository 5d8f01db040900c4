// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "observe/logfile.h"

#include <QStringList>

#include <functional>

namespace Millrace {

enum class LogLevel : quint8 { Debug, Info, Warning, Error, Off };

struct LogOptions
{
    QString program; ///< "millrace", "millrace-workbench"
    QString version;
    LogLevel level = LogLevel::Info;
    LogFile::Options file;
    QStringList ignored; ///< messages that begin so are of no use to anybody and go nowhere

    /// The person's own log: `millrace/logs` in the XDG state folder, at the level that MILLRACE_LOG names (debug, info, warning,
    /// error, off; info where it is not set or names none). Every MILLRACE_SECRET_* of the environment is taken out of it.
    [[nodiscard]] static LogOptions standard(const QString &program, const QString &version);
};

/// Writes what the program says through Qt's logging into JSON Lines, while it lives: one object a line with time (UTC, microseconds),
/// level, category, message, pid, thread, program and version. Made first by main, once per process; takes lines from every thread.
///
/// - What Millrace says below a warning goes to the file alone. Warnings, and everything others say, reach stderr as before.
/// - Secrets are taken out on every way (Redactor). Contents of documents are not logged: that is for those who log.
/// - Where the file cannot be written the program goes on without. A storm of lines is cut at 2,000 in ten seconds.
class Log
{
public:
    using Listener = std::function<void(QLatin1StringView level, const QString &category, const QString &message)>;

    explicit Log(const LogOptions &options);
    ~Log();
    Log(const Log &) = delete;
    Log &operator=(const Log &) = delete;

    /// Told every line beside the file, on the thread that said it. It must not log. Empty: nobody.
    void setListener(Listener listener);

    /// From now on the value is in no line. For the process: a secret may be learned before there is a log. Any thread.
    static void conceal(const QString &value);
    /// A text without what is concealed or looks like a credential, for what is kept elsewhere. Any thread.
    [[nodiscard]] static QString redacted(const QString &text);
};

} // namespace Millrace
