// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPixmap>
#include <QWidget>

namespace Millrace {

class Canvas;

/// The whole pipeline in a corner of the canvas, with the part that is seen; a press or drag there goes there. Hidden where all is seen.
class Minimap final : public QWidget
{
    Q_OBJECT

public:
    explicit Minimap(Canvas *canvas);

    /// The definition is another; the picture is made anew with the next paint.
    void forget();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    void place();
    void goTo(QPointF pixel);
    [[nodiscard]] QRectF area() const;
    [[nodiscard]] double scale() const;

    Canvas *m_canvas;
    QPixmap m_picture;
    QRectF m_bounds;
};

} // namespace Millrace
