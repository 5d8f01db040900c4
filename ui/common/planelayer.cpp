// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/planelayer.h"

#include <QWidget>

#include <cmath>
#include <utility>

namespace Millrace {

QRegion PlaneLayer::moveTo(const QWidget &widget, const PlaneView &view)
{
    const double ratio = widget.devicePixelRatioF();
    const QSize size = (QSizeF(widget.size()) * ratio).toSize();
    const QRect all = widget.rect();
    if (m_picture.size() != size || m_picture.devicePixelRatio() != ratio) {
        m_picture = QPixmap(size);
        m_picture.setDevicePixelRatio(ratio);
        m_isWhole = true;
    }
    if (m_view.scale != view.scale) {
        m_isWhole = true;
    } else if (m_view.origin != view.origin) {
        const QPoint step = m_view.origin - view.origin;
        const QPointF exact = QPointF(step) * ratio;
        if (std::abs(step.x()) < all.width() && std::abs(step.y()) < all.height() && exact == exact.toPoint()) {
            m_picture.scroll(exact.toPoint().x(), exact.toPoint().y(), m_picture.rect());
            m_dirty.translate(step);
            m_dirty += QRegion(all) - QRegion(all.translated(step));
        } else {
            m_isWhole = true;
        }
    }
    m_view = view;
    const QRegion dirty = std::exchange(m_dirty, {});
    return std::exchange(m_isWhole, false) ? QRegion(all) : dirty & all;
}

} // namespace Millrace
