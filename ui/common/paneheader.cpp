// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/paneheader.h"

#include "common/label.h"
#include "common/metrics.h"
#include "common/theme.h"

#include <QHBoxLayout>
#include <QLabel>

namespace Millrace {

PaneHeader::PaneHeader(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(makeLabel(TextRole::Title, title, this))
    , m_note(makeLabel(TextRole::Secondary, {}, this))
    , m_controls(new QHBoxLayout)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Metrics::paneMargin(), 0, Metrics::gap(4), 0);
    layout->setSpacing(Metrics::gap(3));
    layout->addWidget(m_title);
    layout->addWidget(m_note);
    layout->addStretch(1);
    m_controls->setSpacing(Metrics::gap(2));
    layout->addLayout(m_controls);
    setFixedHeight(Metrics::barHeight() + Metrics::gap(2));
    m_note->hide();
}

void PaneHeader::setTitle(const QString &title)
{
    m_title->setText(title);
}

void PaneHeader::setNote(const QString &note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void PaneHeader::addControl(QWidget *control)
{
    m_controls->addWidget(control);
}

} // namespace Millrace
