// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/emptystate.h"

#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"

#include <QEvent>
#include <QPushButton>
#include <QVBoxLayout>

namespace Millrace {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_picture(new QLabel(this))
    , m_sentence(makeLabel(TextRole::Body, {}, this))
    , m_button(new QPushButton(this))
{
    m_picture->setAlignment(Qt::AlignCenter);
    m_sentence->setAlignment(Qt::AlignCenter);
    m_sentence->setForegroundRole(QPalette::PlaceholderText);
    m_sentence->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Metrics::gap(6), Metrics::gap(6), Metrics::gap(6), Metrics::gap(6));
    layout->setSpacing(Metrics::gap(3));
    layout->addStretch(2);
    layout->addWidget(m_picture);
    layout->addWidget(m_sentence);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    m_button->hide();
    connect(m_button, &QPushButton::clicked, this, &EmptyState::buttonClicked);
}

void EmptyState::setContent(const QString &iconName, const QString &sentence, const QString &buttonText)
{
    m_iconName = iconName;
    m_sentence->setText(sentence);
    m_button->setText(buttonText);
    m_button->setVisible(!buttonText.isEmpty());
    showPicture();
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showPicture();
}

void EmptyState::showPicture()
{
    if (!m_iconName.isEmpty()) {
        m_picture->setPixmap(Icons::pixmap(m_iconName, Metrics::largeIcon(), devicePixelRatioF(), Theme::color(ThemeRole::ControlBorder)));
    }
}

} // namespace Millrace
