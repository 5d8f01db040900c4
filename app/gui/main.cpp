// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "options.h"
#include "workbench.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace Millrace;

int main(int argc, char *argv[])
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments += QString::fromLocal8Bit(argv[i]);
    const std::expected<WorkbenchOptions, QString> options = WorkbenchOptions::parse(arguments);
    if (!options) {
        std::fputs(qPrintable(u"millrace-workbench: %1\nTry --help.\n"_s.arg(options.error())), stderr);
        return Workbench::ExitUsage;
    }
    const bool noDisplay = !qEnvironmentVariableIsSet("DISPLAY") && !qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    const bool picture = !options->screenshot.isEmpty();
    // Both must be known before the application is made. A picture has the size it was asked for, whatever the screen's scale is.
    if (noDisplay && (picture || options->help || options->version) && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    if (options->scale > 0)
        qputenv("QT_SCALE_FACTOR", QByteArray::number(options->scale));

    QApplication app(argc, argv);
    QApplication::setApplicationName(u"millrace-workbench"_s);
    QApplication::setApplicationDisplayName(u"Millrace"_s);
    QApplication::setApplicationVersion(QStringLiteral(MILLRACE_VERSION));
    QApplication::setDesktopFileName(u"org.millrace.Workbench"_s);
    if (options->help) {
        std::fputs(qPrintable(WorkbenchOptions::helpText()), stdout);
        return Workbench::ExitDone;
    }
    if (options->version) {
        std::fputs("millrace-workbench " MILLRACE_VERSION "\n", stdout);
        return Workbench::ExitDone;
    }

    QTranslator qtTexts;
    QTranslator texts;
    if (qtTexts.load(QLocale(), u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QApplication::installTranslator(&qtTexts);
    if (texts.load(QLocale(), u"millrace"_s, u"_"_s, u":/i18n"_s))
        QApplication::installTranslator(&texts);

    Workbench workbench(*options);
    if (const std::optional<int> code = workbench.start())
        return *code;
    return QApplication::exec();
}
