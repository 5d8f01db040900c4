// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/filterchip.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/statusstyle.h"
#include "common/theme.h"

#include <QEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

int signSide()
{
    return Metrics::gap(3) + Metrics::gap(1) / 2;
}

} // namespace

FilterChip::FilterChip(std::optional<ContextStatus> status, QWidget *parent)
    : QAbstractButton(parent)
    , m_status(status)
{
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    setCount(0);
}

QString FilterChip::words() const
{
    return m_status ? StatusStyle::word(*m_status) : tr("All");
}

void FilterChip::setCount(qint64 count)
{
    if (count == m_count) {
        return;
    }
    m_count = count;
    setText(tr("%1 %2", "status and count").arg(words(), Format::count(count)));
    setAccessibleName(text());
    setToolTip(m_status ? tr("%1. %2\nCtrl+click adds it to the others").arg(text(), StatusStyle::meaning(*m_status)) : tr("Every status"));
    updateGeometry();
    update();
}

void FilterChip::setCompact(bool compact)
{
    if (compact != m_compact) {
        m_compact = compact;
        updateGeometry();
        update();
    }
}

QSize FilterChip::sizeHint() const
{
    const QFontMetrics label(Theme::font(TextRole::Label));
    const int word = m_compact && m_status ? 0 : label.horizontalAdvance(words()) + Metrics::gap(1) + 2;
    const int sign = m_status ? signSide() + Metrics::gap(1) : 0;
    return {Metrics::gap(2) + sign + word + label.horizontalAdvance(Format::count(m_count)) + Metrics::gap(2), Metrics::gap(6)};
}

void FilterChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool on = isChecked();
    painter.setPen(Theme::color(hasFocus() || on ? ThemeRole::Accent : ThemeRole::Separator));
    painter.setBrush(Theme::color(on ? ThemeRole::Selection : underMouse() ? ThemeRole::Hover : ThemeRole::Surface));
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2);
    int x = Metrics::gap(2);
    if (m_status) {
        painter.drawPixmap(x, (height() - signSide()) / 2,
                           Icons::pixmap(StatusStyle::iconName(*m_status), signSide(), devicePixelRatioF(), Theme::color(*m_status)));
        x += signSide() + Metrics::gap(1);
    }
    const QFont font = Theme::font(TextRole::Label);
    painter.setFont(font);
    if (!m_compact || !m_status) {
        const int width = QFontMetrics(font).horizontalAdvance(words());
        painter.setPen(Theme::color(ThemeRole::Text));
        painter.drawText(QRect(x, 0, width, height()), Qt::AlignVCenter, words());
        x += width + Metrics::gap(1) + 2;
    }
    painter.setPen(Theme::color(m_compact ? ThemeRole::Text : ThemeRole::Secondary));
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter, Format::count(m_count));
}

void FilterChip::changeEvent(QEvent *event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        updateGeometry();
    }
}

} // namespace Millrace
