// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/segmenter.h"

#include <iterator>
#include <map>

namespace Millrace {

/// Places of a text that are taken, none over another: the first finder of a place has it.
class SpanSet
{
public:
    [[nodiscard]] bool overlaps(TextSpan span) const
    {
        const auto after = m_spans.lower_bound(span.to);
        return after != m_spans.begin() && std::prev(after)->second > span.from;
    }
    /// False where some of it is taken.
    bool take(TextSpan span)
    {
        if (overlaps(span))
            return false;
        m_spans.emplace(span.from, span.to);
        return true;
    }

private:
    std::map<qsizetype, qsizetype> m_spans; ///< from, to
};

} // namespace Millrace
