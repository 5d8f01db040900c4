// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "call.h"
#include "componenthostverb.h"
#include "console.h"
#include "interrupt.h"
#include "verb.h"

#include "access/keychainhost.h"
#include "observe/crashreport.h"
#include "observe/log.h"

#include <QCoreApplication>

#include <clocale>
#include <cstdlib>
#include <string_view>

using namespace Qt::StringLiterals;
using namespace Millrace::Cli;

namespace {

int runVerb(const Verb &verb, const QStringList &rest, Console &console, const Interrupt &interrupt)
{
    QCommandLineParser parser;
    parser.addOptions(verb.options);
    parser.addOptions(commonOptions(verb));
    const QString hint = u"; `millrace %1 --help` describes it"_s.arg(verb.name);
    if (!parser.parse(QStringList{u"millrace"_s} + rest)) {
        console.note(parser.errorText() + hint);
        return ExitUsage;
    }
    if (parser.isSet(u"help"_s)) {
        console.write(verbHelp(verb).toUtf8());
        return ExitDone;
    }
    Call call(parser, console, interrupt);
    const qsizetype count = call.arguments().size();
    if (count < verb.minArguments)
        return call.usage(u"%1 needs %2%3"_s.arg(verb.name, verb.usage, hint));
    if (verb.maxArguments >= 0 && count > verb.maxArguments)
        return call.usage(u"%1 does not take \"%2\"%3"_s.arg(verb.name, call.arguments().at(verb.maxArguments), hint));
    if (verb.needsWorkspace && call.workspacePath().isEmpty())
        return call.usage(u"which workspace? Give -w FILE, or set MILLRACE_WORKSPACE"_s);
    return verb.run(call);
}

int dispatch(const QStringList &arguments, Console &console, const Interrupt &interrupt)
{
    const QList<Verb> verbs = allVerbs();
    QString name = arguments.value(1);
    QStringList rest = arguments.mid(2);
    if (name == "--version"_L1) {
        console.result(u"millrace "_s + QStringLiteral(MILLRACE_VERSION));
        return ExitDone;
    }
    if (name == "help"_L1 && !rest.isEmpty()) {
        name = rest.first();
        rest = {u"--help"_s};
    }
    if (name == "help"_L1 || name == "--help"_L1 || name == "-h"_L1) {
        console.write(programHelp(verbs).toUtf8());
        return ExitDone;
    }
    if (name.isEmpty()) {
        console.note(u"which verb? `millrace --help` lists them"_s);
        return ExitUsage;
    }
    const auto verb = std::ranges::find(verbs, name, &Verb::name);
    if (verb == verbs.end()) {
        console.note(u"there is no verb \"%1\"; `millrace --help` lists them"_s.arg(Console::harmless(name)));
        return ExitUsage;
    }
    return runVerb(*verb, rest, console, interrupt);
}

/// Once, to a person: a script has its exit code.
void tellOfCrash(Console &console)
{
    if (!Console::isNoteTerminal())
        return;
    const QList<Millrace::CrashReport> reports = Millrace::unseenCrashReports(Millrace::crashFolder(), u"millrace"_s);
    if (reports.isEmpty())
        return;
    console.note(u"an earlier run ended unexpectedly on %1; its report: %2"_s.arg(reports.first().at.toString(u"yyyy-MM-dd 'at' HH:mm"),
                                                                                  reports.first().setAside()));
    for (const Millrace::CrashReport &older : reports.sliced(1))
        older.setAside();
}

} // namespace

int main(int argc, char *argv[])
{
    // A component host is started for every worker of the pool: nothing else may cost it time or memory.
    if (argc > 1 && std::string_view(argv[1]) == "component-host")
        return runComponentHostVerb(argc, argv);
    if (argc > 1 && std::string_view(argv[1]) == "keychain-host")
        return Millrace::runKeychainHost(argc, argv);

    // Agents start this with next to no environment. Qt would say on standard error that it takes UTF-8 then.
    if (!std::getenv("LC_ALL") && !std::getenv("LC_CTYPE") && !std::getenv("LANG"))
        ::setenv("LC_CTYPE", "C.UTF-8", 0);
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"millrace"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(MILLRACE_VERSION));
    // Qt takes over the user's locale; a decimal comma must reach no library that reads numbers.
    std::setlocale(LC_NUMERIC, "C");

    const Millrace::Log log(Millrace::LogOptions::standard(QCoreApplication::applicationName(), QCoreApplication::applicationVersion()));
    Millrace::writeCrashReports(QCoreApplication::applicationName(), QCoreApplication::applicationVersion(), Millrace::crashFolder());

    Console console;
    tellOfCrash(console);
    Interrupt interrupt;
    int code = dispatch(QCoreApplication::arguments(), console, interrupt);
    if (!console.flush() && code == ExitDone)
        code = ExitSomeFailed;
    if (interrupt.signalNumber() != 0)
        code = interrupt.exitCode();
    // Everything is closed and written. A call to a process that does not answer may still wait on its own thread; leave without it.
    std::_Exit(code);
}
