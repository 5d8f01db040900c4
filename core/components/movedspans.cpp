// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/movedspans.h"

#include <algorithm>

namespace Millrace {

namespace {

class Moved
{
public:
    Moved(const std::vector<MovedPiece> &pieces, BetweenPieces between)
        : m_pieces(pieces)
        , m_between(between)
    {}

    [[nodiscard]] qint64 startOf(qint64 byte) const
    {
        const auto next = std::ranges::upper_bound(m_pieces, byte, {}, &MovedPiece::from);
        if (const qint64 at = within(next, byte); at >= 0)
            return at;
        if (m_between == BetweenPieces::Dropped)
            return next == m_pieces.end() ? lastEnd() : next->targetFrom;
        return shifted(next, byte);
    }

    [[nodiscard]] qint64 endOf(qint64 byte) const
    {
        const auto next = std::ranges::lower_bound(m_pieces, byte, {}, &MovedPiece::from);
        if (const qint64 at = within(next, byte); at >= 0)
            return at;
        if (m_between == BetweenPieces::Dropped)
            return next == m_pieces.begin() ? m_pieces.empty() ? 0 : m_pieces.front().targetFrom : std::prev(next)->targetTo;
        return shifted(next, byte);
    }

private:
    using Place = std::vector<MovedPiece>::const_iterator;

    /// Where a byte is that lies in (or at the end of) the piece before `next`; -1 where it lies in none.
    [[nodiscard]] qint64 within(Place next, qint64 byte) const
    {
        if (next == m_pieces.begin() || byte > std::prev(next)->to)
            return -1;
        const MovedPiece &piece = *std::prev(next);
        return byte == piece.to ? piece.targetTo : std::min(piece.targetFrom + byte - piece.from, piece.targetTo);
    }

    [[nodiscard]] qint64 shifted(Place next, qint64 byte) const
    {
        return next == m_pieces.begin() ? byte : byte - std::prev(next)->to + std::prev(next)->targetTo;
    }

    [[nodiscard]] qint64 lastEnd() const { return m_pieces.empty() ? 0 : m_pieces.back().targetTo; }

    const std::vector<MovedPiece> &m_pieces;
    BetweenPieces m_between;
};

Json moved(const Json &value, const Moved &places)
{
    Json copy = value;
    if (value.isArray()) {
        for (qsizetype i = 0; i < value.size(); ++i)
            copy.replaceAt(i, moved(value.at(i), places));
        return copy;
    }
    if (!value.isObject())
        return copy;
    for (const JsonMember &member : value.members()) {
        if (member.value.isArray() || member.value.isObject())
            copy.insert(QByteArrayView(member.key), moved(member.value, places));
    }
    if (value.contains("from") && value.contains("to")) {
        const qint64 from = places.startOf(value.value("from").toInt());
        copy.insert("from", from);
        copy.insert("to", std::max(from, places.endOf(value.value("to").toInt())));
    }
    return copy;
}

} // namespace

Json withMovedSpans(Json data, const std::vector<MovedPiece> &pieces, BetweenPieces between)
{
    Json document = data.value("document");
    const Moved places(pieces, between);
    for (const char *list : {"parts", "blocks", "children"}) {
        if (document.contains(list))
            document.insert(list, moved(document.value(list), places));
    }
    data.insert("document", document);
    return data;
}

Json withMovedSpans(Json data, QByteArrayView before, QByteArrayView after)
{
    std::vector<MovedPiece> lines;
    MovedPiece line;
    while (line.from <= before.size() && line.targetFrom <= after.size()) {
        const qsizetype end = before.indexOf('\n', line.from);
        const qsizetype targetEnd = after.indexOf('\n', line.targetFrom);
        line.to = end < 0 ? before.size() : end;
        line.targetTo = targetEnd < 0 ? after.size() : targetEnd;
        lines.push_back(line);
        line.from = line.to + 1;
        line.targetFrom = line.targetTo + 1;
    }
    return withMovedSpans(std::move(data), lines, BetweenPieces::Kept);
}

} // namespace Millrace
