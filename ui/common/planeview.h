// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPoint>
#include <QRectF>

namespace Millrace {

/// What part of a plane is seen, and how large. Units of the plane times `scale` are pixels, from `origin` on.
struct PlaneView
{
    double scale = 1;
    QPoint origin = {};

    [[nodiscard]] QPointF toScene(QPointF pixel) const { return (pixel + origin) / scale; }
    [[nodiscard]] QRectF toScene(const QRectF &pixels) const { return {toScene(pixels.topLeft()), pixels.size() / scale}; }
    [[nodiscard]] QPointF toPixels(QPointF point) const { return point * scale - origin; }
    [[nodiscard]] QRectF toPixels(const QRectF &rect) const { return {toPixels(rect.topLeft()), rect.size() * scale}; }

    friend bool operator==(const PlaneView &, const PlaneView &) = default;
};

} // namespace Millrace
