// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QStringView>

namespace Millrace {

struct LanguageShare
{
    QByteArray code; ///< ISO 639-1, or 639-3 where there is none: "de", "zh", "zh-Hant"
    double share = 0; ///< of the text's letters, 0 to 1

    friend bool operator==(const LanguageShare &, const LanguageShare &) = default;
};

/// The languages a text is written in.
struct DetectedLanguage
{
    QByteArray code; ///< of most of it; empty where nothing can be told
    double confidence = 0; ///< 0 to 1: how often such an answer is right (measured, see languagedetector.cpp)
    bool isMixed = false; ///< a second language has a fifth of the text or more
    qint64 lettersRead = 0; ///< UTF-8 bytes that were judged
    QList<LanguageShare> shares; ///< most first

    friend bool operator==(const DetectedLanguage &, const DetectedLanguage &) = default;
};

/// Tells the language by CLD2 (some eighty languages). A short text, or one of names and code, gets a low confidence or no answer.
[[nodiscard]] DetectedLanguage detectLanguage(QStringView text);

} // namespace Millrace
