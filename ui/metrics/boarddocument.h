// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/boardinfo.h"

#include <QObject>
#include <QUndoStack>

namespace Millrace {

/// A dashboard that is edited: the only writer of its panels, and the owner of what can be undone. Main thread.
class BoardDocument final : public QObject
{
    Q_OBJECT

public:
    explicit BoardDocument(QObject *parent = nullptr);
    ~BoardDocument() override { m_history.disconnect(); } // its end is no edit, and who would hear of it is ending too

    [[nodiscard]] const BoardInfo &board() const { return m_board; }
    /// Another dashboard, or the same as the door has it: nothing of before can be undone.
    void setBoard(const BoardInfo &board);
    [[nodiscard]] QUndoStack *history() { return &m_history; }

    /// Stands where there is room; returns its id.
    QString add(PanelInfo panel);
    /// The same id with other members.
    void change(const PanelInfo &panel);
    void remove(const QString &id);
    /// Others make way. What is moved again at once is one edit with this.
    void place(const QString &id, const QRect &cells);
    void rename(const QString &title);
    /// The whole dashboard, as one edit.
    void replace(const QString &what, const BoardInfo &board);

Q_SIGNALS:
    /// By an edit, its undoing or its redoing; not by setBoard().
    void edited();
    /// By anything.
    void changed();

private:
    class Edit;
    void apply(const BoardInfo &board);
    void push(const QString &text, const BoardInfo &after, const QString &placed = {});

    BoardInfo m_board;
    QUndoStack m_history;
};

} // namespace Millrace
