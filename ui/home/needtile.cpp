// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "home/needtile.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/statusstyle.h"

#include <QPainter>

namespace Millrace {

NeedTile::NeedTile(ContextStatus status, QWidget *parent)
    : QAbstractButton(parent)
    , m_status(status)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

void NeedTile::setCount(qint64 count)
{
    if (m_count == count)
        return;
    m_count = count;
    describe();
}

void NeedTile::setReason(const QString &reason)
{
    if (m_reason == reason)
        return;
    m_reason = reason;
    describe();
}

void NeedTile::describe()
{
    setText(tr("%1: %2").arg(StatusStyle::word(m_status), Format::count(m_count)));
    setAccessibleName(text());
    setAccessibleDescription(m_reason);
    setToolTip(m_reason.isEmpty() ? StatusStyle::meaning(m_status) : tr("%1 Mostly: %2").arg(StatusStyle::meaning(m_status), m_reason));
    update();
}

QSize NeedTile::sizeHint() const
{
    return {Metrics::gap(70), Metrics::gap(25)};
}

QSize NeedTile::minimumSizeHint() const
{
    return {Metrics::gap(36), Metrics::gap(25)};
}

void NeedTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool any = m_count > 0;
    painter.setPen(QPen(Theme::color(hasFocus() ? ThemeRole::Accent : underMouse() ? ThemeRole::ControlBorder : ThemeRole::Separator)));
    painter.setBrush(Theme::color(ThemeRole::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Metrics::cardRadius(), Metrics::cardRadius());
    if (any) {
        // The status' colour as a bar at the edge; the words say it too.
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::color(m_status));
        painter.drawRoundedRect(QRectF(1, Metrics::gap(3), 3, height() - Metrics::gap(6)), 1.5, 1.5);
    }
    const QRect inner = rect().adjusted(Metrics::gap(4), Metrics::gap(3), -Metrics::gap(4), -Metrics::gap(3));
    const QColor color = any ? Theme::color(m_status) : Theme::color(ThemeRole::Secondary);

    const QFontMetrics label(Theme::font(TextRole::Body));
    const int sign = Metrics::smallIcon();
    painter.drawPixmap(QPoint(inner.left(), inner.top() + (label.height() - sign) / 2),
                       Icons::pixmap(StatusStyle::iconName(m_status), sign, devicePixelRatioF(), color));
    painter.setFont(Theme::font(TextRole::Body));
    painter.setPen(color);
    painter.drawText(inner.adjusted(sign + Metrics::gap(2), 0, 0, 0), Qt::AlignTop | Qt::AlignLeft, StatusStyle::word(m_status));

    const QFont number = Theme::font(TextRole::Number);
    const QFontMetrics large(number);
    painter.setFont(number);
    painter.setPen(Theme::color(any ? ThemeRole::Text : ThemeRole::Secondary));
    const int numberTop = inner.top() + label.height() + Metrics::gap(1);
    painter.drawText(QRect(inner.left(), numberTop, inner.width(), large.height()), Qt::AlignLeft | Qt::AlignVCenter, Format::count(m_count));

    const QFont small = Theme::font(TextRole::Secondary);
    const QFontMetrics reasons(small);
    painter.setFont(small);
    painter.setPen(Theme::color(ThemeRole::Secondary));
    const QString line = !any ? tr("Nothing here") : m_reason.isEmpty() ? StatusStyle::meaning(m_status) : Format::withoutFolders(m_reason);
    painter.drawText(QRect(inner.left(), inner.bottom() - reasons.height() + 1, inner.width(), reasons.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     reasons.elidedText(line, Qt::ElideRight, inner.width()));
}

} // namespace Millrace
