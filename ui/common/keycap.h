// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QRect>
#include <QString>

class QPainter;

namespace Millrace {

/// The picture of a key beside what it does: a small frame with its name. Nothing for an empty name.
class KeyCap
{
public:
    /// "Ctrl+Enter", as the desktop writes it; the arrow alone for Backspace.
    [[nodiscard]] static QString name(const QKeySequence &key);
    [[nodiscard]] static QSize size(const QString &name);
    /// In the middle of the rect.
    static void paint(QPainter *painter, const QRect &rect, const QString &name, bool enabled = true);
};

} // namespace Millrace
