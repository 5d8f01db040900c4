// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How two texts are laid over each other.
//
// Both are cut into tokens (words, runs of blanks, single other characters; ideographs one by one) that become numbers, so that
// comparing is cheap. Common tokens at both ends are taken off. The middle goes through Myers' O(ND) search, whose frontier of every
// round is kept for the way back. A last pass makes the result read well: blanks alone between two changes join them.
//
// 1. Same + Removed runs joined are exactly `before`; Same + Added runs joined are exactly `after`.
// 2. Memory and time are bounded by kMaxEdits squared, whatever the texts.
#include "common/worddiff.h"

#include <QHash>

#include <algorithm>
#include <span>
#include <vector>

namespace Millrace {

namespace {

constexpr int kMaxEdits = 2000;

struct Tokens
{
    QList<QStringView> text;
    std::vector<int> id;
};

bool isIdeograph(QChar c)
{
    return c.unicode() >= 0x2E80 && c.unicode() < 0xA000;
}

enum class Class : quint8 { Word, Blank, Other };

Class classOf(QChar c)
{
    if (c.isSpace()) {
        return Class::Blank;
    }
    // Surrogates stay with their word, so that a pair is never cut.
    if (c.isSurrogate() || c.isMark() || c == u'_' || (c.isLetterOrNumber() && !isIdeograph(c))) {
        return Class::Word;
    }
    return Class::Other;
}

Tokens tokenize(QStringView text, QHash<QStringView, int> &ids)
{
    Tokens tokens;
    qsizetype at = 0;
    while (at < text.size()) {
        const Class kind = classOf(text[at]);
        qsizetype end = at + 1;
        while (kind != Class::Other && end < text.size() && classOf(text[end]) == kind) {
            ++end;
        }
        const QStringView token = text.sliced(at, end - at);
        tokens.text.append(token);
        auto id = ids.constFind(token);
        if (id == ids.constEnd()) {
            id = ids.insert(token, int(ids.size()));
        }
        tokens.id.push_back(*id);
        at = end;
    }
    return tokens;
}

using Kinds = std::vector<WordRun::Kind>;

/// The kinds of the steps from the start to the end of both middles; empty where they differ too much.
Kinds myers(std::span<const int> a, std::span<const int> b)
{
    const int n = int(a.size());
    const int m = int(b.size());
    const int limit = std::min(n + m, kMaxEdits);
    const int offset = limit + 1;
    std::vector<int> frontier(std::size_t(2 * limit + 3), 0);
    std::vector<std::vector<int>> rounds;
    int found = -1;
    for (int d = 0; d <= limit && found < 0; ++d) {
        rounds.emplace_back(frontier.begin() + offset - d - 1, frontier.begin() + offset + d + 2);
        for (int k = -d; k <= d; k += 2) {
            const bool down = k == -d || (k != d && frontier[offset + k - 1] < frontier[offset + k + 1]);
            int x = down ? frontier[offset + k + 1] : frontier[offset + k - 1] + 1;
            while (x < n && x - k < m && a[x] == b[x - k]) {
                ++x;
            }
            frontier[offset + k] = x;
            if (x >= n && x - k >= m) {
                found = d;
                break;
            }
        }
    }
    Kinds kinds;
    if (found < 0) {
        return kinds;
    }
    int x = n;
    int y = m;
    for (int d = found; d > 0; --d) {
        const std::vector<int> &before = rounds[d];
        const auto reach = [&](int k) { return before[k + d + 1]; };
        const int k = x - y;
        const bool down = k == -d || (k != d && reach(k - 1) < reach(k + 1));
        const int fromK = down ? k + 1 : k - 1;
        const int fromX = reach(fromK);
        const int fromY = fromX - fromK;
        while (x > fromX && y > fromY) {
            kinds.push_back(WordRun::Kind::Same);
            --x;
            --y;
        }
        kinds.push_back(down ? WordRun::Kind::Added : WordRun::Kind::Removed);
        x = fromX;
        y = fromY;
    }
    kinds.insert(kinds.end(), std::size_t(x), WordRun::Kind::Same);
    std::ranges::reverse(kinds);
    return kinds;
}

/// Collects runs; a stretch of changes gives at most one removal and one addition.
class Runs
{
public:
    void add(WordRun::Kind kind, QStringView text)
    {
        if (text.isEmpty()) {
            return;
        }
        switch (kind) {
        case WordRun::Kind::Removed:
            takeBlank();
            m_removed += text;
            return;
        case WordRun::Kind::Added:
            takeBlank();
            m_added += text;
            return;
        case WordRun::Kind::Same:
            break;
        }
        const bool changing = !m_removed.isEmpty() || !m_added.isEmpty();
        if (changing && m_blank.isEmpty() && text.trimmed().isEmpty() && !text.contains(u'\n')) {
            m_blank = text.toString();
            return;
        }
        flush();
        same(text);
    }

    QList<WordRun> take()
    {
        flush();
        return std::move(m_runs);
    }

private:
    /// A blank between two changes belongs to both.
    void takeBlank()
    {
        if (!m_blank.isEmpty()) {
            if (!m_removed.isEmpty() && !m_added.isEmpty()) {
                m_removed += m_blank;
                m_added += m_blank;
                m_blank.clear();
            } else {
                flush();
            }
        }
    }

    void flush()
    {
        if (!m_removed.isEmpty()) {
            m_runs.append({WordRun::Kind::Removed, std::exchange(m_removed, {})});
        }
        if (!m_added.isEmpty()) {
            m_runs.append({WordRun::Kind::Added, std::exchange(m_added, {})});
        }
        if (!m_blank.isEmpty()) {
            same(std::exchange(m_blank, {}));
        }
    }

    void same(QStringView text)
    {
        if (!m_runs.isEmpty() && m_runs.constLast().kind == WordRun::Kind::Same) {
            m_runs.last().text += text;
        } else {
            m_runs.append({WordRun::Kind::Same, text.toString()});
        }
    }

    QList<WordRun> m_runs;
    QString m_removed;
    QString m_added;
    QString m_blank;
};

} // namespace

QList<WordRun> wordDiff(QStringView before, QStringView after)
{
    QHash<QStringView, int> ids;
    const Tokens a = tokenize(before, ids);
    const Tokens b = tokenize(after, ids);
    std::size_t head = 0;
    while (head < a.id.size() && head < b.id.size() && a.id[head] == b.id[head]) {
        ++head;
    }
    std::size_t tail = 0;
    while (tail < a.id.size() - head && tail < b.id.size() - head && a.id[a.id.size() - 1 - tail] == b.id[b.id.size() - 1 - tail]) {
        ++tail;
    }
    const std::span<const int> midA = std::span(a.id).subspan(head, a.id.size() - head - tail);
    const std::span<const int> midB = std::span(b.id).subspan(head, b.id.size() - head - tail);
    Kinds kinds = myers(midA, midB);
    if (kinds.empty()) {
        kinds.assign(midA.size(), WordRun::Kind::Removed);
        kinds.insert(kinds.end(), midB.size(), WordRun::Kind::Added);
    }
    Runs runs;
    qsizetype x = 0;
    qsizetype y = 0;
    for (; x < qsizetype(head); ++x, ++y) {
        runs.add(WordRun::Kind::Same, a.text[x]);
    }
    for (const WordRun::Kind kind : kinds) {
        runs.add(kind, kind == WordRun::Kind::Added ? b.text[y] : a.text[x]);
        x += kind != WordRun::Kind::Added;
        y += kind != WordRun::Kind::Removed;
    }
    for (; x < a.text.size(); ++x) {
        runs.add(WordRun::Kind::Same, a.text[x]);
    }
    return runs.take();
}

} // namespace Millrace
