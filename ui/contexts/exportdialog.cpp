// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/exportdialog.h"

#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"

#include <QButtonGroup>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace Millrace {

ExportDialog::ExportDialog(qint64 chosen, qint64 listed, bool filtered, QWidget *parent)
    : QDialog(parent)
    , m_chosen(new QRadioButton(chosen == 1 ? tr("The chosen context") : tr("The %1 chosen contexts").arg(Format::count(chosen)), this))
    , m_listed(new QRadioButton(
          filtered ? tr("All that the filter shows (%1)").arg(Format::count(listed)) : tr("All contexts (%1)").arg(Format::count(listed)), this))
    , m_formats(new QButtonGroup(this))
{
    setWindowTitle(tr("Export"));
    auto *which = new QButtonGroup(this);
    which->addButton(m_chosen);
    which->addButton(m_listed);
    m_chosen->setEnabled(chosen > 0);
    // One row is always chosen, because it is looked at; several are chosen on purpose.
    QRadioButton *first = chosen > 1 ? m_chosen : m_listed;
    first->setChecked(true);
    first->setFocus();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Metrics::gap(5), Metrics::gap(4), Metrics::gap(5), Metrics::gap(4));
    layout->setSpacing(Metrics::gap(2));
    layout->addWidget(makeLabel(TextRole::Section, tr("What"), this));
    layout->addWidget(m_chosen);
    layout->addWidget(m_listed);
    layout->addSpacing(Metrics::gap(2));
    layout->addWidget(makeLabel(TextRole::Section, tr("As"), this));
    const auto add = [&](ExportFormat format, const QString &text) {
        auto *button = new QRadioButton(text, this);
        m_formats->addButton(button, static_cast<int>(format));
        layout->addWidget(button);
        return button;
    };
    add(ExportFormat::JsonLines, tr("JSON Lines: one document a line, which can be submitted again"))->setChecked(true);
    add(ExportFormat::JsonArray, tr("JSON: one array of documents"));
    add(ExportFormat::Markdown, tr("Markdown: the finished texts, a file each"));
    add(ExportFormat::Html, tr("HTML: the finished texts, a file each"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton *next = buttons->addButton(tr("Choose where…"), QDialogButtonBox::AcceptRole);
    next->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addSpacing(Metrics::gap(2));
    layout->addWidget(buttons);
}

bool ExportDialog::exportsChosen() const
{
    return m_chosen->isChecked();
}

ExportFormat ExportDialog::format() const
{
    return static_cast<ExportFormat>(m_formats->checkedId());
}

} // namespace Millrace
