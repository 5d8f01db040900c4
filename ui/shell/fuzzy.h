// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace Millrace {

/// How well a text answers a few typed letters.
struct FuzzyMatch
{
    int score = 0; ///< larger is better; only to be compared for one pattern
    QList<int> positions; ///< the letters that matched, in order

    friend bool operator==(const FuzzyMatch &, const FuzzyMatch &) = default;
};

/// Finds the pattern's letters in the text, in order, without regard to case; blanks in the pattern separate parts that all must
/// be found in order. Beginnings of words and runs of letters count more. Nothing where a letter is missing.
[[nodiscard]] std::optional<FuzzyMatch> fuzzyMatch(QStringView pattern, QStringView text);

} // namespace Millrace
