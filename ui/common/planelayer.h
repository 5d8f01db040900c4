// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/planeview.h"

#include <QPixmap>
#include <QRegion>

class QWidget;

namespace Millrace {

/// What rests on a plane, as a picture of the widget's size: where the view moves, the picture is scrolled, and only what comes into
/// sight has to be painted. Main thread.
class PlaneLayer
{
public:
    /// All of it is to be painted anew.
    void forget() { m_isWhole = true; }
    void forget(const QRegion &pixels) { m_dirty += pixels; }
    /// Moves the picture to what is seen now, and answers what of it has to be painted.
    [[nodiscard]] QRegion moveTo(const QWidget &widget, const PlaneView &view);
    [[nodiscard]] QPixmap &picture() { return m_picture; }

private:
    QPixmap m_picture;
    PlaneView m_view;
    QRegion m_dirty;
    bool m_isWhole = true;
};

} // namespace Millrace
