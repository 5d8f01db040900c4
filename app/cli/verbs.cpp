// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include "metricsverb.h"

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

namespace {

constexpr int kHelpWidth = 100;

/// Text broken at spaces, every line but the first indented.
QString wrapped(const QString &text, int indent)
{
    QStringList lines;
    QString line;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        if (!line.isEmpty() && indent + line.size() + 1 + word.size() > kHelpWidth) {
            lines.append(line);
            line.clear();
        }
        line += (line.isEmpty() ? QString() : u" "_s) + word;
    }
    lines.append(line);
    return lines.join(u'\n' + QString(indent, u' '));
}

QString optionNames(const QCommandLineOption &option)
{
    QStringList names;
    for (const QString &name : option.names())
        names.append((name.size() == 1 ? u"-"_s : u"--"_s) + name);
    const QString value = option.valueName();
    return names.join(u", "_s) + (value.isEmpty() ? QString() : u' ' + value);
}

QString optionLines(const QList<QCommandLineOption> &options)
{
    qsizetype width = 0;
    for (const QCommandLineOption &option : options)
        width = std::max(width, optionNames(option).size());
    QString text;
    for (const QCommandLineOption &option : options) {
        text += u"  "_s + optionNames(option).leftJustified(width) + u"  "_s + wrapped(option.description(), static_cast<int>(width) + 4) + u'\n';
    }
    return text;
}

} // namespace

QList<Verb> allVerbs()
{
    return {initVerb(),     submitVerb(), runVerb(),        workVerb(),   listVerb(),    showVerb(),    historyVerb(), statsVerb(),    retryVerb(),
            runsVerb(),     reviewVerb(), quarantineVerb(), replayVerb(), cancelVerb(),  exportVerb(),  copyVerb(),    checkVerb(),    pipelineVerb(),
            scheduleVerb(), eventVerb(),  outboxVerb(),     sourceVerb(), libraryVerb(), galleryVerb(), formatsVerb(), commandsVerb(), callVerb(),
            clientVerb(),   secretVerb(), serveVerb(),      mcpVerb(),    lineageVerb(), impactVerb(),
            metricsVerb(),  healthVerb(), alertsVerb()};
}

QList<QCommandLineOption> commonOptions(const Verb &verb)
{
    QList<QCommandLineOption> options;
    if (verb.needsWorkspace) {
        options.append(QCommandLineOption({u"w"_s, u"workspace"_s}, u"The workspace file. Without it, MILLRACE_WORKSPACE names it."_s, u"FILE"_s));
    }
    options.append(QCommandLineOption(u"json"_s, u"Print the result as JSON."_s));
    options.append(QCommandLineOption({u"h"_s, u"help"_s}, u"Print this page."_s));
    return options;
}

QString programHelp(const QList<Verb> &verbs)
{
    QString text = u"Usage: millrace VERB [OPTIONS] [ARGUMENTS]\n\n"
                   "Content pipelines in one file: submit documents, run them, see what became of them.\n\nVerbs:\n"_s;
    for (const Verb &verb : verbs)
        text += u"  "_s + verb.name.leftJustified(12) + verb.summary + u'\n';
    text += u"\n`millrace VERB --help` describes a verb, with examples. `millrace --version` prints the version.\n\n"
            "Exit codes: 0 done; 1 some items failed, an id is unknown, or check found damage; 2 wrong usage;\n"
            "3 the workspace cannot be opened; 130 stopped by Ctrl+C (after the commit in hand).\n\n"
            "Environment: MILLRACE_WORKSPACE (the file, where -w is not given), MILLRACE_SETTINGS (a settings file\n"
            "instead of the user's), MILLRACE_DEFAULT_PROVIDER (the model provider to use), MILLRACE_SECRET_NAME (the\n"
            "secret \"name\"), MILLRACE_KEYCHAIN (auto or off), MILLRACE_LOG (debug, info, warning, error or off: what goes\n"
            "into the log, ~/.local/state/millrace/logs).\n"_s;
    return text;
}

QString verbHelp(const Verb &verb)
{
    QString text = u"Usage: millrace %1%2 [OPTIONS]%3\n\n"_s.arg(verb.name, verb.needsWorkspace ? u" -w FILE"_s : QString(),
                                                                 verb.usage.isEmpty() ? QString() : u' ' + verb.usage);
    for (const QString &paragraph : verb.description.split(u"\n\n"_s))
        text += wrapped(paragraph, 0) + u"\n\n"_s;
    text += u"Options:\n"_s + optionLines(verb.options + commonOptions(verb));
    if (!verb.examples.isEmpty())
        text += u"\nExamples:\n"_s;
    for (const QString &example : verb.examples)
        text += u"  "_s + example + u'\n';
    return text;
}

} // namespace Millrace::Cli
