// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designer/canvas.h"
#include "pipeline/draftstack.h"

namespace Millrace {

/// The built-in components.
[[nodiscard]] ComponentTable builtInComponents();

/// A pipeline of this many nodes in rows, with about half as many links again as nodes; some ports have conditions.
[[nodiscard]] Json largePipeline(int nodes, int links);

/// template → filter → transformer, and filter's way out for the rest to publish; all have places.
[[nodiscard]] Json smallPipeline();

/// A canvas whose edits are made at once, as the document does it.
class EditedCanvas : public QObject
{
    Q_OBJECT

public:
    explicit EditedCanvas(const Json &definition, QSize size = {1000, 700});

    [[nodiscard]] Canvas *operator->() { return &canvas; }
    [[nodiscard]] QPoint at(const QString &node) const; ///< the middle of its title, in pixels
    [[nodiscard]] QPoint portAt(const QString &node, const QString &port) const; ///< "in" is the way in
    [[nodiscard]] QPoint onLink(int link) const;
    [[nodiscard]] QStringList links() const; ///< "a.out>b.in"
    void undo();
    void redo();

    Canvas canvas;
    DraftStack stack;
};

/// Presses, moves in steps and lets go.
void drag(QWidget *widget, QPoint from, QPoint to, Qt::KeyboardModifiers keys = {});

} // namespace Millrace
