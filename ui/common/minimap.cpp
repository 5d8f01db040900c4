// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/minimap.h"

#include "common/metrics.h"
#include "common/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace Millrace {

Minimap::Minimap(QWidget *canvas, Source source)
    : QWidget(canvas)
    , m_canvas(canvas)
    , m_source(std::move(source))
{
    setAccessibleName(tr("Overview"));
    setToolTip(tr("Overview: press or drag to go there"));
    setCursor(Qt::PointingHandCursor);
    canvas->installEventFilter(this);
    if (Theme *theme = Theme::current())
        connect(theme, &Theme::changed, this, &Minimap::forget);
    viewChanged();
}

void Minimap::forget()
{
    m_picture = {};
    m_bounds = m_source.bounds();
    viewChanged();
}

bool Minimap::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        viewChanged();
    return QWidget::eventFilter(watched, event);
}

void Minimap::viewChanged()
{
    const QSize size(Metrics::gap(44), Metrics::gap(28));
    const int margin = Metrics::gap(3);
    setGeometry(m_canvas->width() - size.width() - margin, m_canvas->height() - size.height() - margin, size.width(), size.height());
    const QRectF seen = m_source.view().toScene(QRectF(m_canvas->rect()));
    const bool isNeeded = !m_bounds.isEmpty() && !seen.contains(m_bounds) && m_canvas->width() > 3 * size.width();
    setVisible(isNeeded);
    update();
}

QRectF Minimap::area() const
{
    return m_bounds.adjusted(-80, -80, 80, 80);
}

double Minimap::scale() const
{
    const QRectF all = area();
    return std::min(width() / all.width(), height() / all.height());
}

void Minimap::paintEvent(QPaintEvent *)
{
    const double factor = scale();
    const QPointF shift = QPointF(width() / 2.0, height() / 2.0) - area().center() * factor;
    const Mapping map = [&](const QRectF &rect) { return QRectF(rect.topLeft() * factor + shift, rect.size() * factor); };
    const double ratio = devicePixelRatioF();
    if (m_picture.size() != (QSizeF(size()) * ratio).toSize()) {
        m_picture = QPixmap((QSizeF(size()) * ratio).toSize());
        m_picture.setDevicePixelRatio(ratio);
        m_picture.fill(Theme::color(ThemeRole::Surface));
        QPainter painter(&m_picture);
        m_source.paint(painter, map);
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    if (m_source.paintLive)
        m_source.paintLive(painter, map);
    const QRectF seen = map(m_source.view().toScene(QRectF(m_canvas->rect()))).intersected(QRectF(rect()));
    QColor fill = Theme::color(ThemeRole::Accent);
    fill.setAlphaF(0.12F);
    painter.setBrush(fill);
    painter.setPen(QPen(Theme::color(ThemeRole::Accent), 1));
    painter.drawRect(seen.adjusted(0.5, 0.5, -1.5, -1.5));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(Theme::color(ThemeRole::Separator));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void Minimap::goTo(QPointF pixel)
{
    const QPointF point = (pixel - QPointF(width() / 2.0, height() / 2.0)) / scale() + area().center();
    const QPointF centre = m_source.view().toPixels(point);
    m_source.scrollBy((centre - QPointF(m_canvas->rect().center())).toPoint());
}

void Minimap::mousePressEvent(QMouseEvent *event)
{
    goTo(event->position());
}

void Minimap::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        goTo(event->position());
}

} // namespace Millrace
