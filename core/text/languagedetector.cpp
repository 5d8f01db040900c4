// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// CLD2 gives the three likeliest languages with their share, and whether it thinks its answer reliable, but no probability. The
// confidence here is how often such an answer was right on the labelled texts of tests/data/text/languages.tsv, by length and by what
// CLD2 says; tst_languagedetector prints the table and fails where it promises more than was measured.
#include "text/languagedetector.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <QString>

#include <algorithm>
#include <array>

namespace Millrace {

namespace {

constexpr qsizetype kSample = 200'000; ///< UTF-16 units that are looked at: more changes no answer

QByteArray codeOf(CLD2::Language language)
{
    QByteArray code = CLD2::LanguageCode(language);
    if (code == "iw")
        return "he";
    if (code == "no")
        return "nb";
    return code;
}

double confidenceOf(bool isReliable, qint64 letters, double share)
{
    const double base = isReliable ? (letters < 40 ? 0.75 : 0.93) : (letters < 40 ? 0.35 : 0.5);
    // What is half of another language is an answer about a half.
    return base * std::min(1.0, share / 0.8);
}

} // namespace

DetectedLanguage detectLanguage(QStringView text)
{
    DetectedLanguage result;
    if (text.size() > kSample)
        text = text.first(text[kSample - 1].isHighSurrogate() ? kSample - 1 : kSample);
    const QByteArray utf8 = text.toUtf8();
    std::array<CLD2::Language, 3> languages{};
    std::array<int, 3> percents{};
    std::array<double, 3> scores{};
    const CLD2::CLDHints hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    int bytes = 0;
    int valid = 0;
    bool isReliable = false;
    CLD2::ExtDetectLanguageSummaryCheckUTF8(utf8.constData(), int(utf8.size()), true, &hints, 0, languages.data(), percents.data(), scores.data(),
                                            nullptr, &bytes, &isReliable, &valid);
    result.lettersRead = bytes;
    for (size_t i = 0; i < languages.size(); ++i) {
        if (languages[i] != CLD2::UNKNOWN_LANGUAGE && languages[i] != CLD2::TG_UNKNOWN_LANGUAGE && percents[i] > 0)
            result.shares.append({codeOf(languages[i]), percents[i] / 100.0});
    }
    std::ranges::stable_sort(result.shares, std::ranges::greater(), &LanguageShare::share);
    if (result.shares.isEmpty())
        return result;
    result.code = result.shares.first().code;
    result.isMixed = result.shares.size() > 1 && result.shares[1].share >= 0.2;
    result.confidence = confidenceOf(isReliable, bytes, result.shares.first().share);
    return result;
}

} // namespace Millrace
