// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace Millrace {

/// What one start of the program came to.
struct ProgramRun
{
    int code = -1;
    QByteArray out;
    QByteArray err;
    qint64 milliseconds = 0;

    /// stdout as one JSON text; null where it is none.
    [[nodiscard]] Json json() const { return Json::parseStrict(out).value_or(Json()); }
    /// The items of a member of stdout's object, as copies: they outlive the object.
    [[nodiscard]] QList<Json> items(const char *key) const
    {
        const Json all = json();
        const std::span<const Json> items = all.value(key).items();
        return {items.begin(), items.end()};
    }
    [[nodiscard]] QStringList outLines() const { return QString::fromUtf8(out).split(u'\n', Qt::SkipEmptyParts); }
};

/// The built `millrace` in a folder of its own: home, settings and caches included, so that nothing of the machine's user matters.
class Program
{
public:
    Program()
    {
        environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"MILLRACE_WORKSPACE", "MILLRACE_SETTINGS", "MILLRACE_DEFAULT_PROVIDER", "MILLRACE_FAULT_POINT", "MILLRACE_LOG"})
            environment.remove(QString::fromLatin1(name));
        environment.insert(QStringLiteral("HOME"), path(QStringLiteral("home")));
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), path(QStringLiteral("home/config")));
        environment.insert(QStringLiteral("XDG_CACHE_HOME"), path(QStringLiteral("home/cache")));
        environment.insert(QStringLiteral("XDG_STATE_HOME"), path(QStringLiteral("home/state")));
        environment.insert(QStringLiteral("XDG_DATA_HOME"), path(QStringLiteral("home/data")));
        // Nobody's keychain is touched by a test.
        environment.insert(QStringLiteral("MILLRACE_KEYCHAIN"), QStringLiteral("off"));
        QDir(folder.path()).mkpath(QStringLiteral("home"));
    }

    [[nodiscard]] QString path(const QString &name) const { return folder.filePath(name); }
    /// The workspace that most tests use.
    [[nodiscard]] QString workspace() const { return path(QStringLiteral("w.millrace")); }

    /// Writes a file below the folder and returns its path.
    QString write(const QString &name, const QByteArray &bytes) const
    {
        const QString target = path(name);
        QDir(folder.path()).mkpath(QFileInfo(target).path());
        QFile file(target);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(target));
        return target;
    }

    /// Starts it and waits for its end.
    [[nodiscard]] ProgramRun run(const QStringList &arguments, int timeoutMs = 60'000) const { return runOther(binary(), arguments, timeoutMs); }
    [[nodiscard]] ProgramRun runOther(const QString &program, const QStringList &arguments, int timeoutMs = 60'000) const
    {
        QElapsedTimer timer;
        timer.start();
        QProcess process;
        prepare(process);
        process.start(program, arguments);
        ProgramRun run;
        const bool finished = process.waitForFinished(timeoutMs);
        run.milliseconds = timer.elapsed();
        run.out = process.readAllStandardOutput();
        run.err = process.readAllStandardError();
        if (finished && process.exitStatus() == QProcess::NormalExit)
            run.code = process.exitCode();
        return run;
    }
    /// The verb on the workspace: `on("list", {"--json"})`.
    [[nodiscard]] ProgramRun on(const QString &verb, const QStringList &arguments = {}) const
    {
        return run(QStringList{verb, QStringLiteral("-w"), workspace()} + arguments);
    }
    void prepare(QProcess &process) const
    {
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(folder.path());
        process.setStandardInputFile(QProcess::nullDevice());
    }

    [[nodiscard]] static QString binary() { return QStringLiteral(MILLRACE_BIN_DIR "/millrace"); }

    QTemporaryDir folder;
    QProcessEnvironment environment;
};

/// One of S2's four documents: 0 as submitted to 3 completed.
inline Json s2Document(int stage)
{
    QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/app/data/s2_stage%1.json").arg(stage));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return Json::parseStrict(file.readAll()).value_or(Json());
}

inline QStringList keysOf(const Json &object)
{
    QStringList keys;
    for (const JsonMember &member : object.members())
        keys.append(QString::fromUtf8(member.key));
    return keys;
}

} // namespace Millrace
