// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <vector>

namespace Millrace {

/// A piece of a text: `[from, to)` in UTF-16 units.
struct TextSpan
{
    qsizetype from = 0;
    qsizetype to = 0;

    [[nodiscard]] qsizetype size() const { return to - from; }
    friend bool operator==(const TextSpan &, const TextSpan &) = default;
};

enum class WordKind : quint8 { Letters, Number, Ideographs };

struct Word
{
    TextSpan span;
    WordKind kind = WordKind::Letters;

    friend bool operator==(const Word &, const Word &) = default;
};

/// The words of a text by ICU's rules (UAX 29), by dictionary where a script has no blanks (Thai, Chinese, Japanese, Khmer, Lao, Burmese).
/// Punctuation is none. `language` is a BCP 47 tag, or empty.
[[nodiscard]] std::vector<Word> wordsIn(QStringView text, QByteArrayView language);

/// The sentences of a text, trimmed, without those of no letter or digit. An abbreviation that the language is known for ends none. A
/// single line end within a paragraph divides nothing; a blank line, a heading's, list item's or table row's line do.
[[nodiscard]] std::vector<TextSpan> sentencesIn(QStringView text, QByteArrayView language);

/// The text with the line ends of wrapped paragraphs as blanks, unit by unit in the same places.
[[nodiscard]] QString unwrappedInPlace(QStringView text);

} // namespace Millrace
