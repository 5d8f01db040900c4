// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/windowdialogs.h"

#include "common/metrics.h"

#include <QFileDialog>
#include <QMessageBox>

using namespace Qt::StringLiterals;

namespace Millrace {

WindowDialogs::WindowDialogs(QWidget *window)
    : QObject(window)
    , m_window(window)
{}

QFileDialog *WindowDialogs::make(const QString &title, bool saves, const QStringList &filters)
{
    auto *dialog = new QFileDialog(m_window, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(saves ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(saves ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    dialog->setNameFilters(filters);
    return dialog;
}

void WindowDialogs::chooseFiles()
{
    QFileDialog *dialog = make(tr("Add files"), false, {tr("Documents (*.json *.jsonl *.txt *.md *.html *.htm *.csv)"), tr("All files (*)")});
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &WindowDialogs::filesChosen);
    dialog->open();
}

void WindowDialogs::chooseFolder()
{
    QFileDialog *dialog = make(tr("Add a folder"), false, {});
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::filesSelected, this, &WindowDialogs::filesChosen);
    dialog->open();
}

void WindowDialogs::openWorkspace()
{
    QFileDialog *dialog = make(tr("Open a workspace"), false, {tr("Millrace workspaces (*.millrace)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &WindowDialogs::workspaceChosen);
    dialog->open();
}

void WindowDialogs::createWorkspace()
{
    QFileDialog *dialog = make(tr("New workspace"), true, {tr("Millrace workspaces (*.millrace)")});
    dialog->setDefaultSuffix(u"millrace"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &WindowDialogs::newWorkspaceChosen);
    dialog->open();
}

void WindowDialogs::copyWorkspace()
{
    QFileDialog *dialog = make(tr("Save a copy"), true, {tr("Millrace workspaces (*.millrace)")});
    dialog->setDefaultSuffix(u"millrace"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &WindowDialogs::copyChosen);
    dialog->open();
}

void WindowDialogs::showAbout()
{
    auto *box = new QMessageBox(m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Millrace"));
    box->setIconPixmap(m_window->windowIcon().pixmap(Metrics::largeIcon()));
    box->setText(tr("Millrace %1").arg(QStringLiteral(MILLRACE_VERSION)));
    box->setInformativeText(tr("A desktop workbench for content pipelines.\n"
                               "Free software under the GNU General Public License, version 3 or later.\n"
                               "Icons: Breeze, by the KDE community (LGPL)."));
    box->open();
}

} // namespace Millrace
