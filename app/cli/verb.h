// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCommandLineOption>
#include <QList>
#include <QString>
#include <QStringList>

#include <functional>

namespace Millrace::Cli {

class Call;

/// What the shell learns from the program's end; a signal's is 128 + its number.
enum ExitCode : int {
    ExitDone = 0,
    ExitSomeFailed = 1, ///< some items failed, an id is unknown, or check found damage
    ExitUsage = 2,
    ExitCannotOpen = 3, ///< the workspace cannot be opened
};

/// One verb of the command line: described values, of which its help is made, and the function that does it.
struct Verb
{
    QString name;
    QString summary; ///< one line of the list of verbs
    QString usage = {}; ///< what follows the verb: "PIPELINE INPUT…"
    QString description; ///< paragraphs of its help
    QStringList examples = {}; ///< lines that work as they stand
    QList<QCommandLineOption> options = {}; ///< beside those that every verb has
    int minArguments = 0;
    int maxArguments = -1; ///< -1: any number
    bool needsWorkspace = true;
    std::function<int(Call &)> run;
};

[[nodiscard]] Verb initVerb();
[[nodiscard]] Verb submitVerb();
[[nodiscard]] Verb runVerb();
[[nodiscard]] Verb workVerb();
[[nodiscard]] Verb listVerb();
[[nodiscard]] Verb lineageVerb();
[[nodiscard]] Verb impactVerb();
[[nodiscard]] Verb showVerb();
[[nodiscard]] Verb historyVerb();
[[nodiscard]] Verb statsVerb();
[[nodiscard]] Verb retryVerb();
[[nodiscard]] Verb cancelVerb();
[[nodiscard]] Verb exportVerb();
[[nodiscard]] Verb copyVerb();
[[nodiscard]] Verb checkVerb();
[[nodiscard]] Verb commandsVerb();
[[nodiscard]] Verb outboxVerb();
[[nodiscard]] Verb pipelineVerb();
[[nodiscard]] Verb callVerb();
[[nodiscard]] Verb clientVerb();
[[nodiscard]] Verb secretVerb();
[[nodiscard]] Verb runsVerb();
[[nodiscard]] Verb quarantineVerb();
[[nodiscard]] Verb reviewVerb();
[[nodiscard]] Verb replayVerb();
[[nodiscard]] Verb scheduleVerb();
[[nodiscard]] Verb eventVerb();
[[nodiscard]] Verb formatsVerb();
[[nodiscard]] Verb galleryVerb();
[[nodiscard]] Verb sourceVerb();
[[nodiscard]] Verb libraryVerb();
[[nodiscard]] Verb serveVerb();
[[nodiscard]] Verb mcpVerb();

/// All of them, in the order of the help.
[[nodiscard]] QList<Verb> allVerbs();
/// The page that `millrace --help` prints.
[[nodiscard]] QString programHelp(const QList<Verb> &verbs);
/// The page that `millrace VERB --help` prints.
[[nodiscard]] QString verbHelp(const Verb &verb);
/// The options that every verb has.
[[nodiscard]] QList<QCommandLineOption> commonOptions(const Verb &verb);

} // namespace Millrace::Cli
