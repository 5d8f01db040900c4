// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "options.h"
#include "workbench.h"
#include "workbenchpanes.h"

#include "library/pagehost.h"
#include "observe/crashreport.h"
#include "observe/log.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

/// What to say where no pane has this id; empty where one has, or none is wanted.
QString unknownPane(const QString &id)
{
    QStringList ids;
    for (const PaneInfo &info : workbenchPanes(nullptr, nullptr, nullptr))
        ids += info.id;
    return id.isEmpty() || ids.contains(id) ? QString() : u"there is no pane \"%1\"; there are: %2"_s.arg(id, ids.join(u", "_s));
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc == 3 && QByteArrayView(argv[1]) == "page-host")
        return runPageHost(argc, argv);
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments += QString::fromLocal8Bit(argv[i]);
    const std::expected<WorkbenchOptions, QString> options = WorkbenchOptions::parse(arguments);
    if (!options) {
        std::fputs(qPrintable(u"millrace-workbench: %1\nTry --help.\n"_s.arg(options.error())), stderr);
        return Workbench::ExitUsage;
    }
    if (options->help || options->version) {
        const QCoreApplication app(argc, argv);
        std::fputs(options->help ? qPrintable(WorkbenchOptions::helpText()) : "millrace-workbench " MILLRACE_VERSION "\n", stdout);
        return Workbench::ExitDone;
    }
    if (const QString problem = unknownPane(options->pane); !problem.isEmpty()) {
        std::fputs(qPrintable(u"millrace-workbench: %1\n"_s.arg(problem)), stderr);
        return Workbench::ExitUsage;
    }
    const bool noDisplay = !qEnvironmentVariableIsSet("DISPLAY") && !qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    const bool picture = !options->screenshot.isEmpty();
    // Both must be known before the application is made. A picture has the size it was asked for, whatever the screen's scale is.
    if (noDisplay && picture && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    if (options->scale > 0)
        qputenv("QT_SCALE_FACTOR", QByteArray::number(options->scale));

    const QString program = u"millrace-workbench"_s;
    const QString version = QStringLiteral(MILLRACE_VERSION);
    LogOptions logOptions = LogOptions::standard(program, version);
    // Said by Qt for every window without a display.
    logOptions.ignored = {u"This plugin does not support propagateSizeHints"_s};
    Log log(logOptions);
    writeCrashReports(program, version, crashFolder());

    QApplication app(argc, argv);
    QApplication::setApplicationName(program);
    QApplication::setApplicationDisplayName(u"Millrace"_s);
    QApplication::setApplicationVersion(version);
    QApplication::setDesktopFileName(u"org.millrace.Workbench"_s);

    QTranslator qtTexts;
    QTranslator texts;
    if (qtTexts.load(QLocale(), u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(&qtTexts);
    // English is a translation too: it knows how to count.
    if (texts.load(QLocale(), u"millrace"_s, u"_"_s, u":/i18n"_s) || texts.load(u":/i18n/millrace_en.qm"_s))
        QApplication::installTranslator(&texts);

    Workbench workbench(*options, log);
    if (const std::optional<int> code = workbench.start())
        return *code;
    return QApplication::exec();
}
