// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/segmenter.h"

#include <QByteArrayView>
#include <QString>

#include <vector>

namespace Millrace {

/// A word or phrase a text is about.
struct KeyPhrase
{
    QString text; ///< as it is mostly written
    double score = 0; ///< the best has 1
    std::vector<TextSpan> places; ///< those where it is written so come first

    friend bool operator==(const KeyPhrase &, const KeyPhrase &) = default;
};

/// The key phrases of a text, best first: runs of up to `mostWords` words of content, inflected forms taken together by their stems,
/// weighed like C-value (Frantzi and Ananiadou 2000: a phrase that only stands within a longer one counts little) and by how early they
/// come. Deterministic. Function words and stems are known for English, German, French, Spanish and Italian; in other languages short
/// words count as function words. Addresses, paths and code between ``` fences are passed over; of a very long text the first 200,000 words count.
[[nodiscard]] std::vector<KeyPhrase> keyPhrases(QStringView text, QByteArrayView language, int limit, int mostWords = 3);

} // namespace Millrace
