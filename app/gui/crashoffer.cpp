// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "crashoffer.h"

#include "common/format.h"
#include "common/notice.h"
#include "observe/crashreport.h"
#include "shell/mainwindow.h"
#include "shell/reportdialog.h"

#include <QCoreApplication>
#include <QFile>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QString text(const char *source)
{
    return QCoreApplication::translate("CrashOffer", source);
}

void show(const CrashReport &report, MainWindow *window)
{
    const CrashReport seen{report.setAside(), report.program, report.at};
    QFile file(seen.path);
    const QString content = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : file.errorString();
    auto *dialog = new ReportDialog(text(QT_TRANSLATE_NOOP("CrashOffer", "Crash report")), seen.path, content, window);
    QObject::connect(dialog, &ReportDialog::deleteRequested, window, [seen] { seen.remove(); });
    dialog->open();
}

} // namespace

bool offerCrashReport(MainWindow *window, const QString &folder)
{
    const QList<CrashReport> reports = unseenCrashReports(folder);
    if (reports.isEmpty())
        return false;
    const CrashReport newest = reports.first();
    // Whoever has seen the newest has heard of the others.
    const auto forgetOlder = [older = reports.sliced(1)] {
        for (const CrashReport &report : older)
            report.setAside();
    };
    const QString when = Format::clockTime(newest.at.toMSecsSinceEpoch() * 1000);
    Notice notice;
    notice.severity = Notice::Severity::Warning;
    notice.what = (newest.program == "millrace"_L1 ? text(QT_TRANSLATE_NOOP("CrashOffer", "The command millrace ended unexpectedly at %1"))
                                                   : text(QT_TRANSLATE_NOOP("CrashOffer", "Millrace ended unexpectedly at %1")))
                      .arg(when);
    notice.why = text(QT_TRANSLATE_NOOP("CrashOffer", "What was acknowledged is kept. A report says where it happened; it stays on this machine"));
    notice.actionText = text(QT_TRANSLATE_NOOP("CrashOffer", "Show report"));
    notice.action = [newest, forgetOlder, window] {
        forgetOlder();
        show(newest, window);
    };
    notice.otherText = text(QT_TRANSLATE_NOOP("CrashOffer", "Delete"));
    notice.other = [newest, forgetOlder] {
        forgetOlder();
        newest.remove();
    };
    notice.dismissed = [newest, forgetOlder] {
        forgetOlder();
        newest.setAside();
    };
    window->showNotice(notice);
    return true;
}

} // namespace Millrace
