// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/planeview.h"

#include <QPixmap>
#include <QWidget>

#include <functional>

namespace Millrace {

/// The whole of a plane in a corner of its canvas, with the part that is seen; a press or drag there goes there. Hidden where all is seen.
/// Who makes it calls viewChanged() with every change of what is seen.
class Minimap final : public QWidget
{
    Q_OBJECT

public:
    /// From the plane's units to the map's pixels.
    using Mapping = std::function<QRectF(const QRectF &)>;

    /// What the map shows of its canvas.
    struct Source
    {
        std::function<QRectF()> bounds;
        std::function<PlaneView()> view;
        std::function<void(QPoint pixels)> scrollBy;
        std::function<void(QPainter &, const Mapping &)> paint; ///< what rests; kept as a picture until forget()
        std::function<void(QPainter &, const Mapping &)> paintLive = {}; ///< what comes and goes without that
    };

    Minimap(QWidget *canvas, Source source);

    /// There is something else to be shown; the picture is made anew with the next paint.
    void forget();
    void viewChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    void goTo(QPointF pixel);
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] double scale() const;

    QWidget *m_canvas;
    Source m_source;
    QPixmap m_picture;
    QRectF m_bounds;
};

} // namespace Millrace
