// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/draftedit.h"

#include <QList>

namespace Millrace {

/// A definition with the edits that led to it and those that were taken back. Undo to the start and redo to the end give the same
/// bytes. A plain value; what fails leaves it as it was.
///
/// Of a long history it may hold a part alone, around where it stands: then undo and redo end at the part's edge (isAtEdge), until holds() brings
/// in the part around there.
class DraftStack
{
public:
    DraftStack() = default;
    explicit DraftStack(const Json &definition);
    /// As it was left: `definition` is what the first `position` of `total` edits led to; `edits` are those from number `first` on, from 0.
    DraftStack(const Json &definition, const QList<DraftEdit> &edits, qsizetype position, qsizetype first = 0, qsizetype total = 0);

    [[nodiscard]] const Json &definition() const { return m_definition; }
    [[nodiscard]] const QList<DraftEdit> &edits() const { return m_edits; } ///< the part that is here
    [[nodiscard]] qsizetype position() const { return m_position; } ///< how many of all edits are done
    [[nodiscard]] bool canUndo() const { return m_position > 0; }
    [[nodiscard]] bool canRedo() const { return m_position < m_total; }
    /// The next edit to be undone (or redone) is not here.
    [[nodiscard]] bool isAtEdge(bool undoing) const { return undoing ? canUndo() && m_position <= m_first : canRedo() && m_position >= end(); }
    [[nodiscard]] QString undoLabel() const { return m_position > m_first ? m_edits.at(m_position - m_first - 1).label : QString(); }
    [[nodiscard]] QString redoLabel() const { return m_position < end() ? m_edits.at(m_position - m_first).label : QString(); }
    /// The part of the same history from number `first` on, in place of the one that was here.
    void holds(const QList<DraftEdit> &edits, qsizetype first);
    /// Lets the oldest edits go, but for `most`, where as many lie behind.
    void trim(qsizetype most);

    /// Does the edit; what was taken back is gone. An edit of the last one's merge key becomes one with it, unless sealed. Errors:
    /// PatchConflict.
    Result<void> push(const DraftEdit &edit);
    /// The next edit is one of its own, whatever its merge key.
    void seal() { m_sealed = true; }
    Result<void> undo();
    Result<void> redo();

private:
    [[nodiscard]] qsizetype end() const { return m_first + m_edits.size(); }

    Json m_definition = Json::object();
    QList<DraftEdit> m_edits;
    qsizetype m_first = 0; ///< how many edits came before those
    qsizetype m_total = 0;
    qsizetype m_position = 0;
    bool m_sealed = true;
};

} // namespace Millrace
