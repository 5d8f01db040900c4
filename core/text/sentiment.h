// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/segmenter.h"

#include <QByteArrayView>
#include <QString>

#include <vector>

namespace Millrace {

/// A word that is kind or unkind, as it stands in its sentence.
struct SentimentWord
{
    TextSpan span;
    double weight = 0; ///< above zero kind; turned round behind a negation, more behind "very"
    bool isNegated = false;

    friend bool operator==(const SentimentWord &, const SentimentWord &) = default;
};

struct Sentiment
{
    bool isKnownLanguage = false;
    QByteArray label; ///< "positive", "negative", "mixed", "neutral"; empty where the language is not known
    double score = 0; ///< −1 to 1
    double confidence = 0; ///< grows with the words found and how far they agree
    qint64 words = 0;
    std::vector<SentimentWord> found;

    friend bool operator==(const Sentiment &, const Sentiment &) = default;
};

/// By word lists of our own for English, German and French. It reads words, not meaning: irony and quotations it takes at their word.
[[nodiscard]] Sentiment sentimentOf(QStringView text, QByteArrayView language);

} // namespace Millrace
