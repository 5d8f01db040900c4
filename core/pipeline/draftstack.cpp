// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/draftstack.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

DraftStack::DraftStack(const Json &definition)
    : m_definition(definition)
{}

DraftStack::DraftStack(const Json &definition, const QList<DraftEdit> &edits, qsizetype position)
    : m_definition(definition)
    , m_edits(edits)
    , m_position(std::clamp<qsizetype>(position, 0, edits.size()))
{}

Result<void> DraftStack::push(const DraftEdit &edit)
{
    if (edit.isEmpty())
        return {};
    auto changed = edit.patch.appliedTo(m_definition);
    if (!changed)
        return std::unexpected(changed.error());
    m_definition = std::move(*changed);
    const bool merges = !m_sealed && !canRedo() && canUndo() && !edit.mergeKey.isEmpty() && m_edits.last().mergeKey == edit.mergeKey;
    m_edits.resize(m_position);
    if (merges) {
        m_edits.last() = m_edits.last().mergedWith(edit);
    } else {
        m_edits.append(edit);
        ++m_position;
    }
    m_sealed = false;
    return {};
}

Result<void> DraftStack::undo()
{
    if (!canUndo())
        return fail(ErrorCode::NotFound, u"there is nothing to undo"_s);
    auto changed = m_edits.at(m_position - 1).inverse.appliedTo(m_definition);
    if (!changed)
        return std::unexpected(changed.error());
    m_definition = std::move(*changed);
    --m_position;
    m_sealed = true;
    return {};
}

Result<void> DraftStack::redo()
{
    if (!canRedo())
        return fail(ErrorCode::NotFound, u"there is nothing to redo"_s);
    auto changed = m_edits.at(m_position).patch.appliedTo(m_definition);
    if (!changed)
        return std::unexpected(changed.error());
    m_definition = std::move(*changed);
    ++m_position;
    m_sealed = true;
    return {};
}

} // namespace Millrace
