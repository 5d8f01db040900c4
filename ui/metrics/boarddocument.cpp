// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/boarddocument.h"

#include <QUndoCommand>

#include <algorithm>

namespace Millrace {

class BoardDocument::Edit final : public QUndoCommand
{
public:
    Edit(BoardDocument *document, const QString &text, const BoardInfo &after, const QString &placed)
        : QUndoCommand(text)
        , m_document(document)
        , m_before(document->m_board)
        , m_after(after)
        , m_placed(placed)
    {}

    void undo() override { m_document->apply(m_before); }
    void redo() override { m_document->apply(m_after); }
    [[nodiscard]] int id() const override { return m_placed.isEmpty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *later = static_cast<const Edit *>(other);
        if (later->m_placed != m_placed)
            return false;
        m_after = later->m_after;
        return true;
    }

private:
    BoardDocument *m_document;
    BoardInfo m_before;
    BoardInfo m_after;
    QString m_placed; ///< the panel that was moved, and nothing else done
};

BoardDocument::BoardDocument(QObject *parent)
    : QObject(parent)
{}

void BoardDocument::setBoard(const BoardInfo &board)
{
    m_history.clear();
    m_board = board;
    Q_EMIT changed();
}

void BoardDocument::apply(const BoardInfo &board)
{
    // What the door gave meanwhile stays: an id does not go when an edit is undone.
    const QString id = m_board.id;
    m_board = board;
    m_board.id = id;
    Q_EMIT edited();
    Q_EMIT changed();
}

void BoardDocument::push(const QString &text, const BoardInfo &after, const QString &placed)
{
    if (after != m_board)
        m_history.push(new Edit(this, text, after, placed));
}

QString BoardDocument::add(PanelInfo panel)
{
    BoardInfo after = m_board;
    panel.id = after.freePanelId();
    panel.cells = freePlace(after.places(), panel.cells.isValid() ? panel.cells.size() : QSize(6, 3));
    after.panels.append(panel);
    push(tr("Add a panel"), after);
    return panel.id;
}

void BoardDocument::change(const PanelInfo &panel)
{
    BoardInfo after = m_board;
    const auto found = std::ranges::find(after.panels, panel.id, &PanelInfo::id);
    if (found == after.panels.end())
        return;
    *found = panel;
    after.setPlaces(placed(after.places(), panel.id, panel.cells));
    push(tr("Edit \"%1\"").arg(panel.title), after);
}

void BoardDocument::remove(const QString &id)
{
    BoardInfo after = m_board;
    const auto found = std::ranges::find(after.panels, id, &PanelInfo::id);
    if (found == after.panels.end())
        return;
    const QString text = tr("Remove \"%1\"").arg(found->title);
    after.panels.erase(found);
    after.setPlaces(settled(after.places()));
    push(text, after);
}

void BoardDocument::place(const QString &id, const QRect &cells)
{
    BoardInfo after = m_board;
    after.setPlaces(placed(after.places(), id, cells));
    push(tr("Move a panel"), after, id);
}

void BoardDocument::rename(const QString &title)
{
    BoardInfo after = m_board;
    after.title = title;
    push(tr("Rename the dashboard"), after);
}

void BoardDocument::replace(const QString &what, const BoardInfo &board)
{
    push(what, board);
}

} // namespace Millrace
