// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designer/canvas.h"

namespace Millrace {

inline constexpr QSizeF kSmallestNote{96, 48};

/// What a pressed mouse button does until it is let go: one class each. The canvas owns the one that is going on.
class Gesture
{
public:
    explicit Gesture(Canvas &canvas)
        : m_canvas(canvas)
    {}
    virtual ~Gesture() = default;
    Gesture(const Gesture &) = delete;
    Gesture &operator=(const Gesture &) = delete;

    /// The pointer is at this pixel of the canvas.
    virtual void move(QPointF pixel, Qt::KeyboardModifiers keys) = 0;
    /// Let go: does what was shown.
    virtual void finish() = 0;
    /// Escape: as it was before.
    virtual void cancel() = 0;
    virtual void paint(QPainter &) {}
    [[nodiscard]] virtual Qt::CursorShape cursor() const { return Qt::ArrowCursor; }

protected:
    [[nodiscard]] Canvas &canvas() const { return m_canvas; }

private:
    Canvas &m_canvas;
};

/// Moves the view.
class PanGesture final : public Gesture
{
public:
    PanGesture(Canvas &canvas, QPointF pixel);
    void move(QPointF pixel, Qt::KeyboardModifiers keys) override;
    void finish() override {}
    void cancel() override {}
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::ClosedHandCursor; }

private:
    QPointF m_last;
};

/// Chooses what a rectangle touches.
class BandGesture final : public Gesture
{
public:
    BandGesture(Canvas &canvas, QPointF pixel, bool adds);
    void move(QPointF pixel, Qt::KeyboardModifiers keys) override;
    void finish() override {}
    void cancel() override;
    void paint(QPainter &painter) override;

private:
    QPointF m_start; ///< in the scene
    QPointF m_end;
    CanvasSelection m_before;
    bool m_adds;
};

/// Moves what is chosen; stops at edges and centres of other cards and on the grid (not with Alt). A single card without links that is let go on
/// a link goes into it.
class MoveGesture final : public Gesture
{
public:
    MoveGesture(Canvas &canvas, QPointF pixel);
    void move(QPointF pixel, Qt::KeyboardModifiers keys) override;
    void finish() override;
    void cancel() override;
    void paint(QPainter &painter) override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::SizeAllCursor; }

private:
    void placeAt(QPointF delta);

    QPointF m_start;
    QPointF m_delta;
    QHash<int, QPointF> m_from;
    QHash<int, QRectF> m_notes;
    QRectF m_box;
    QList<QRectF> m_others;
    QList<QLineF> m_guides;
    int m_link = -1; ///< that it would go into
};

/// Draws a link from a port, or takes the end of one to another place. Cards that do not fit are dimmed, and the one under the pointer says
/// why. Let go over nothing: asks for a new step there.
class ConnectGesture final : public Gesture
{
public:
    ConnectGesture(Canvas &canvas, DesignScene::PortHit port, QPointF pixel);
    void move(QPointF pixel, Qt::KeyboardModifiers keys) override;
    void finish() override;
    void cancel() override;
    void paint(QPainter &painter) override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::CrossCursor; }

private:
    [[nodiscard]] ConnectVerdict verdict(int node) const;

    DesignScene::PortHit m_port; ///< where the link begins; with backwards, where it ends
    bool m_backwards = false;
    std::optional<LinkRef> m_taken; ///< the link whose end was taken
    QPointF m_end;
    int m_target = -1;
    int m_targetPort = -1; ///< with backwards: of the target
    ConnectVerdict m_verdict;
    QSet<int> m_unfit;
};

/// Makes a note larger or smaller by its lower right corner.
class NoteSizeGesture final : public Gesture
{
public:
    NoteSizeGesture(Canvas &canvas, int note, QPointF pixel);
    void move(QPointF pixel, Qt::KeyboardModifiers keys) override;
    void finish() override;
    void cancel() override;
    [[nodiscard]] Qt::CursorShape cursor() const override { return Qt::SizeFDiagCursor; }

private:
    int m_note;
    QPointF m_start;
    QRectF m_before;
};

} // namespace Millrace
