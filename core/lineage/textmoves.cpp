// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/textmoves.h"

#include <QHash>

#include <algorithm>
#include <cstdlib>

namespace Millrace {

namespace {

constexpr qsizetype kShortestKept = 4; ///< bytes at the ends of a changed stretch that are worth telling

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool isInsideCharacter(QByteArrayView text, qsizetype at)
{
    return at > 0 && at < text.size() && (static_cast<uchar>(text.at(at)) & 0xC0U) == 0x80U;
}

/// What two stretches have in common at their beginnings and ends.
void addEnds(QByteArrayView before, QByteArrayView after, TextMove gap, std::vector<TextMove> &moves)
{
    qsizetype head = 0;
    const qsizetype most = std::min(gap.to - gap.from, gap.targetTo - gap.targetFrom);
    while (head < most && before.at(gap.from + head) == after.at(gap.targetFrom + head))
        ++head;
    while (isInsideCharacter(before, gap.from + head))
        --head;
    qsizetype tail = 0;
    while (tail < most - head && before.at(gap.to - tail - 1) == after.at(gap.targetTo - tail - 1))
        ++tail;
    while (tail > 0 && isInsideCharacter(before, gap.to - tail))
        --tail;
    if (head >= kShortestKept || (head > 0 && head == most))
        moves.push_back({gap.from, gap.from + head, gap.targetFrom, gap.targetFrom + head});
    if (tail >= kShortestKept)
        moves.push_back({gap.to - tail, gap.to, gap.targetTo - tail, gap.targetTo});
}

} // namespace

std::vector<ByteRange> piecesOf(QByteArrayView text, ByteRange range)
{
    std::vector<ByteRange> pieces;
    qint64 from = range.from;
    const auto end = [&](qint64 to) {
        qint64 a = from;
        qint64 b = to;
        while (a < b && isSpace(text.at(a)))
            ++a;
        while (b > a && isSpace(text.at(b - 1)))
            --b;
        if (b > a)
            pieces.push_back({a, b});
        from = to;
    };
    for (qint64 i = range.from; i < range.to; ++i) {
        const char c = text.at(i);
        const bool endsSentence = (c == '.' || c == '!' || c == '?') && i + 1 < range.to && isSpace(text.at(i + 1));
        if (c == '\n' || endsSentence)
            end(i + 1);
    }
    end(range.to);
    return pieces;
}

std::vector<TextMove> keptText(QByteArrayView before, QByteArrayView after)
{
    std::vector<TextMove> moves;
    const std::vector<ByteRange> old = piecesOf(before, {0, before.size()});
    const std::vector<ByteRange> now = piecesOf(after, {0, after.size()});
    QHash<QByteArrayView, std::vector<std::size_t>> places;
    for (std::size_t i = 0; i < old.size(); ++i)
        places[before.sliced(old[i].from, old[i].to - old[i].from)].push_back(i);
    TextMove gap;
    std::size_t next = 0;
    for (const ByteRange &piece : now) {
        const auto known = places.constFind(after.sliced(piece.from, piece.to - piece.from));
        if (known == places.cend())
            continue;
        const auto at = std::ranges::lower_bound(*known, next);
        if (at == known->end())
            continue;
        const ByteRange &from = old[*at];
        next = *at + 1;
        gap.to = from.from;
        gap.targetTo = piece.from;
        addEnds(before, after, gap, moves);
        moves.push_back({from.from, from.to, piece.from, piece.to});
        gap.from = from.to;
        gap.targetFrom = piece.to;
    }
    gap.to = before.size();
    gap.targetTo = after.size();
    addEnds(before, after, gap, moves);
    return moves;
}

qint64 placeOf(QByteArrayView piece, QByteArrayView text, qint64 near)
{
    qint64 best = -1;
    for (qint64 at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
        if (best >= 0 && std::abs(at - near) >= std::abs(best - near))
            break; // they only get farther away
        best = at;
    }
    return best;
}

QByteArray plainOf(QByteArrayView html)
{
    QByteArray text;
    text.reserve(html.size());
    for (qsizetype i = 0; i < html.size(); ++i) {
        if (html.at(i) == '<') {
            const qsizetype end = html.indexOf('>', i);
            if (end >= 0) {
                i = end;
                continue;
            }
        }
        text += html.at(i);
    }
    for (const auto &[entity, character] : {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
        text.replace(entity, character);
    return text.trimmed();
}

QList<TextLeaf> leavesOf(const Json &data, const QByteArray &pointer, qsizetype most)
{
    QList<TextLeaf> leaves;
    const auto visit = [&](const auto &self, const Json &value, const QByteArray &at) -> void {
        if (leaves.size() >= most)
            return;
        if (value.isString()) {
            if (!value.utf8().isEmpty())
                leaves.append({at, value.utf8().toByteArray()});
            return;
        }
        for (qsizetype i = 0; value.isArray() && i < value.size(); ++i)
            self(self, value.at(i), at + '/' + QByteArray::number(i));
        for (const JsonMember &member : value.members())
            self(self, member.value, at + '/' + escapePointerToken(member.key));
    };
    visit(visit, data, pointer);
    return leaves;
}

} // namespace Millrace
