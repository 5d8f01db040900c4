// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/reportdialog.h"

#include "common/label.h"
#include "common/metrics.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace Millrace {

ReportDialog::ReportDialog(const QString &title, const QString &path, const QString &text, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    auto *lines = new QPlainTextEdit(text, this);
    lines->setReadOnly(true);
    lines->setFont(Theme::font(TextRole::Fixed));
    lines->setLineWrapMode(QPlainTextEdit::NoWrap);
    auto *place = makeLabel(TextRole::Secondary, path, this);
    place->setWordWrap(true);
    place->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton *copy = buttons->addButton(tr("Copy report"), QDialogButtonBox::ActionRole);
    QPushButton *remove = buttons->addButton(tr("Delete report"), QDialogButtonBox::DestructiveRole);
    // Return must not delete anything.
    remove->setAutoDefault(false);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(Metrics::gap(3));
    layout->addWidget(lines, 1);
    layout->addWidget(place);
    layout->addWidget(buttons);
    resize(Metrics::gap(200), Metrics::gap(120));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, this, [text] { QApplication::clipboard()->setText(text); });
    connect(remove, &QPushButton::clicked, this, [this] {
        Q_EMIT deleteRequested();
        close();
    });
}

} // namespace Millrace
