// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/label.h"

#include "common/metrics.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace Millrace {

namespace {

void applyRole(QLabel *label, TextRole role)
{
    label->setFont(Theme::font(role));
    if (role == TextRole::Secondary || role == TextRole::Label)
        label->setForegroundRole(QPalette::PlaceholderText);
    label->setTextFormat(Qt::PlainText);
}

} // namespace

QLabel *makeLabel(TextRole role, const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    applyRole(label, role);
    return label;
}

ElidedLabel::ElidedLabel(TextRole role, QWidget *parent)
    : QLabel(parent)
{
    applyRole(this, role);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {Metrics::gap(6), QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, foregroundRole()));
    painter.drawText(contentsRect(), static_cast<int>(alignment()) | Qt::TextSingleLine,
                     fontMetrics().elidedText(text(), m_mode, contentsRect().width()));
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty()) {
        if (fontMetrics().horizontalAdvance(text()) > contentsRect().width())
            QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), text(), this);
        return true;
    }
    return QLabel::event(event);
}

} // namespace Millrace
