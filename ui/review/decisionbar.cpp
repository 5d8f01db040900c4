// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/decisionbar.h"

#include "common/actions.h"
#include "common/format.h"
#include "common/keycap.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>

#include <algorithm>

namespace Millrace {

DecisionButton::DecisionButton(QAction *action, QWidget *parent)
    : QAbstractButton(parent)
    , m_action(action)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(action, &QAction::changed, this, &DecisionButton::follow);
    connect(this, &QAbstractButton::clicked, action, &QAction::trigger);
    follow();
}

void DecisionButton::follow()
{
    setText(m_action->iconText());
    setIcon(m_action->icon());
    setEnabled(m_action->isEnabled());
    setToolTip(withKey(m_action->text(), m_action->shortcut()));
    setAccessibleName(m_action->text());
    updateGeometry();
    update();
}

QSize DecisionButton::sizeHint() const
{
    const QFontMetrics metrics(Theme::font(TextRole::Body));
    const QSize cap = KeyCap::size(KeyCap::name(m_action->shortcut()));
    return {Metrics::gap(6) + Metrics::smallIcon() + Metrics::gap(2) + metrics.horizontalAdvance(text())
                + (cap.isEmpty() ? 0 : cap.width() + Metrics::gap(2)),
            Metrics::gap(9)};
}

void DecisionButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::color(hasFocus()        ? ThemeRole::Accent
                                         : isEnabled() ? ThemeRole::ControlBorder
                                                       : ThemeRole::Separator),
                        hasFocus() ? 2 : 1));
    painter.setBrush(Theme::color(isDown() ? ThemeRole::Selection : underMouse() && isEnabled() ? ThemeRole::Hover : ThemeRole::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), Metrics::controlRadius(), Metrics::controlRadius());
    int left = Metrics::gap(3);
    const int size = Metrics::smallIcon();
    icon().paint(&painter, {left, (height() - size) / 2, size, size}, Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
    left += size + Metrics::gap(2);
    const QFont font = Theme::font(TextRole::Body);
    painter.setFont(font);
    painter.setPen(Theme::color(isEnabled() ? ThemeRole::Text : ThemeRole::ControlBorder));
    const int textWidth = QFontMetrics(font).horizontalAdvance(text());
    painter.drawText(QRect(left, 0, textWidth + 1, height()), Qt::AlignVCenter | Qt::AlignLeft, text());
    left += textWidth + Metrics::gap(2);
    const QString key = KeyCap::name(m_action->shortcut());
    KeyCap::paint(&painter, {left, 0, KeyCap::size(key).width(), height()}, key, isEnabled());
}

DecisionBar::DecisionBar(QWidget *parent)
    : QWidget(parent)
    , m_buttons(new QHBoxLayout)
    , m_last(new ElidedLabel(TextRole::Secondary, this))
    , m_pace(new ElidedLabel(TextRole::Secondary, this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(Metrics::gap(4), Metrics::gap(2), Metrics::gap(4), Metrics::gap(2));
    layout->setSpacing(Metrics::gap(4));
    m_buttons->setSpacing(Metrics::gap(2));
    layout->addLayout(m_buttons);
    m_last->setAccessibleName(tr("Last decision"));
    layout->addWidget(m_last, 1);
    m_pace->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_pace->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    layout->addWidget(m_pace);
}

void DecisionBar::setDecisions(const QList<QAction *> &actions)
{
    if (actions == m_actions)
        return;
    m_actions = actions;
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be the one that was clicked
        delete item;
    }
    for (QAction *action : actions)
        m_buttons->addWidget(new DecisionButton(action, this));
}

void DecisionBar::setLast(const QString &text)
{
    m_last->setText(text);
}

void DecisionBar::setProgress(qint64 done, qint64 waiting, const QString &pace)
{
    m_done = done;
    m_waiting = waiting;
    m_pace->setText(pace);
    update();
}

void DecisionBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::color(ThemeRole::Window));
    painter.fillRect(QRect(0, 0, width(), 1), Theme::color(ThemeRole::Separator));
    const qint64 all = m_done + m_waiting;
    if (all > 0 && m_done > 0) {
        // How far one is, along the bar's upper edge.
        const auto done = static_cast<int>(static_cast<double>(width()) * static_cast<double>(m_done) / static_cast<double>(all));
        painter.fillRect(QRect(0, 0, std::max(2, done), 2), Theme::color(ThemeRole::Accent));
    }
}

} // namespace Millrace
