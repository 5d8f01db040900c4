// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/draftstack.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

DraftStack::DraftStack(const Json &definition)
    : m_definition(definition)
{}

DraftStack::DraftStack(const Json &definition, const QList<DraftEdit> &edits, qsizetype position, qsizetype first, qsizetype total)
    : m_definition(definition)
    , m_edits(edits)
    , m_first(std::max<qsizetype>(first, 0))
    , m_total(std::max(total, m_first + edits.size()))
    , m_position(std::clamp<qsizetype>(position, 0, m_total))
{}

void DraftStack::holds(const QList<DraftEdit> &edits, qsizetype first)
{
    m_edits = edits;
    m_first = std::max<qsizetype>(first, 0);
    m_total = std::max(m_total, end());
    m_sealed = true;
}

void DraftStack::trim(qsizetype most)
{
    const qsizetype superfluous = std::min(m_edits.size() - most, m_position - m_first - most);
    if (superfluous <= 0)
        return;
    m_edits.remove(0, superfluous);
    m_first += superfluous;
}

Result<void> DraftStack::push(const DraftEdit &edit)
{
    if (edit.isEmpty())
        return {};
    auto changed = edit.patch.appliedTo(m_definition);
    if (!changed)
        return std::unexpected(changed.error());
    m_definition = std::move(*changed);
    const bool merges = !m_sealed && !canRedo() && m_position > m_first && !edit.mergeKey.isEmpty() && m_edits.last().mergeKey == edit.mergeKey;
    if (m_position < m_first || m_position > end()) { // none of what is here leads on from there
        m_edits.clear();
        m_first = m_position;
    }
    m_edits.resize(m_position - m_first);
    if (merges) {
        m_edits.last() = m_edits.last().mergedWith(edit);
    } else {
        m_edits.append(edit);
        ++m_position;
    }
    m_total = m_position;
    m_sealed = false;
    return {};
}

Result<void> DraftStack::undo()
{
    if (!canUndo())
        return fail(ErrorCode::NotFound, u"there is nothing to undo"_s);
    if (isAtEdge(true))
        return fail(ErrorCode::NotFound, u"the edit to undo is not here"_s);
    auto changed = m_edits.at(m_position - m_first - 1).inverse.appliedTo(m_definition);
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
    if (isAtEdge(false))
        return fail(ErrorCode::NotFound, u"the edit to redo is not here"_s);
    auto changed = m_edits.at(m_position - m_first).patch.appliedTo(m_definition);
    if (!changed)
        return std::unexpected(changed.error());
    m_definition = std::move(*changed);
    ++m_position;
    m_sealed = true;
    return {};
}

} // namespace Millrace
