// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/draftedit.h"

#include <QList>

namespace Millrace {

/// A definition with the edits that led to it and those that were taken back. Undo to the start and redo to the end give the same
/// bytes. A plain value; what fails leaves it as it was.
class DraftStack
{
public:
    DraftStack() = default;
    explicit DraftStack(const Json &definition);
    /// As it was left: `definition` is what the first `position` edits led to.
    DraftStack(const Json &definition, const QList<DraftEdit> &edits, qsizetype position);

    [[nodiscard]] const Json &definition() const { return m_definition; }
    [[nodiscard]] const QList<DraftEdit> &edits() const { return m_edits; }
    [[nodiscard]] qsizetype position() const { return m_position; } ///< how many of the edits are done
    [[nodiscard]] bool canUndo() const { return m_position > 0; }
    [[nodiscard]] bool canRedo() const { return m_position < m_edits.size(); }
    [[nodiscard]] QString undoLabel() const { return canUndo() ? m_edits.at(m_position - 1).label : QString(); }
    [[nodiscard]] QString redoLabel() const { return canRedo() ? m_edits.at(m_position).label : QString(); }

    /// Does the edit; what was taken back is gone. An edit of the last one's merge key becomes one with it, unless sealed. Errors:
    /// PatchConflict.
    Result<void> push(const DraftEdit &edit);
    /// The next edit is one of its own, whatever its merge key.
    void seal() { m_sealed = true; }
    Result<void> undo();
    Result<void> redo();

private:
    Json m_definition = Json::object();
    QList<DraftEdit> m_edits;
    qsizetype m_position = 0;
    bool m_sealed = true;
};

} // namespace Millrace
