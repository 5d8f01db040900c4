// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A search over all ways to lay the pattern over the text would be quadratic for no visible gain: lists are short, and people type
// beginnings of words. So two greedy passes are made, one that prefers beginnings of words and one that takes the first place,
// and the better one counts.
#include "shell/fuzzy.h"

namespace Millrace {

namespace {

constexpr int kLetter = 1;
constexpr int kWordStart = 8;
constexpr int kConsecutive = 5;
constexpr int kTextStart = 6;

bool isWordStart(QStringView text, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = text.at(at - 1);
    return !before.isLetterOrNumber() || (before.isLower() && text.at(at).isUpper());
}

bool sameLetter(QChar a, QChar b)
{
    return a.toCaseFolded() == b.toCaseFolded();
}

std::optional<qsizetype> nextPlace(QChar letter, QStringView text, qsizetype from, bool wordStartsFirst)
{
    std::optional<qsizetype> any;
    for (qsizetype at = from; at < text.size(); ++at) {
        if (!sameLetter(letter, text.at(at)))
            continue;
        // A letter right after the last one continues its word: as good as a word's beginning.
        if (!wordStartsFirst || at == from || isWordStart(text, at))
            return at;
        if (!any)
            any = at;
    }
    return any;
}

std::optional<FuzzyMatch> pass(QStringView pattern, QStringView text, bool wordStartsFirst)
{
    FuzzyMatch match;
    qsizetype from = 0;
    for (const QChar letter : pattern) {
        if (letter.isSpace())
            continue;
        const std::optional<qsizetype> at = nextPlace(letter, text, from, wordStartsFirst);
        if (!at)
            return {};
        match.score += kLetter;
        if (*at == 0)
            match.score += kTextStart;
        if (isWordStart(text, *at))
            match.score += kWordStart;
        if (!match.positions.isEmpty() && match.positions.last() == *at - 1)
            match.score += kConsecutive;
        match.positions.append(static_cast<int>(*at));
        from = *at + 1;
    }
    return match;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(QStringView pattern, QStringView text)
{
    std::optional<FuzzyMatch> byWords = pass(pattern, text, true);
    std::optional<FuzzyMatch> first = pass(pattern, text, false);
    if (!byWords)
        return first;
    std::optional<FuzzyMatch> best = first && first->score > byWords->score ? std::move(first) : std::move(byWords);
    // Of two equal matches the shorter text is nearer to what was typed.
    best->score = best->score * 4 - static_cast<int>(std::min<qsizetype>(text.size(), 100)) / 8;
    return best;
}

} // namespace Millrace
