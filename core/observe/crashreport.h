// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QDateTime>
#include <QList>
#include <QString>

namespace Millrace {

/// From now on a fatal signal (SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE) leaves a report in the folder: program, version, time,
/// signal, backtrace, the last log lines. Then the signal takes its course, so that the exit status and a core file are as without.
/// Once per process, by main. Does nothing where the folder cannot be made.
void writeCrashReports(const QString &program, const QString &version, const QString &folder);

/// Keeps a line for a report that may have to be written. Not from two threads at once.
void rememberForCrash(QByteArrayView line);

/// `millrace/crashes` in the XDG state folder.
[[nodiscard]] QString crashFolder();

/// A report that an earlier run left, and that nobody has seen yet.
struct CrashReport
{
    QString path;
    QString program; ///< "millrace-workbench"
    QDateTime at;

    /// Keeps the file, offers it no more, and returns where it is now: as before, where the place allows no change.
    QString setAside() const;
    bool remove() const;

    friend bool operator==(const CrashReport &, const CrashReport &) = default;
};

/// The newest first; of one program, or of all. Deletes all but the newest ten files of the folder.
[[nodiscard]] QList<CrashReport> unseenCrashReports(const QString &folder, const QString &program = {});

} // namespace Millrace
