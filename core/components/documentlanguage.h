// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QString>

namespace Millrace {

/// The headings that a text gets where its template names none.
struct UsualHeadings
{
    QString introduction;
    QString conclusion;
    QString sources;
};

/// The language that a document's text is written in, as two letters: its own `language` field ("de-CH" is "de"), else what the function
/// words of `source_text`, or else of the title, tell. "en" where they tell nothing. Knows en, de, fr, es and it.
[[nodiscard]] QByteArray documentLanguage(const Json &data);

[[nodiscard]] UsualHeadings usualHeadings(QByteArrayView language);

/// A template section with the heading that its `headings` ({"de": "Kurz gesagt"}) give for this language in the place of `heading`.
[[nodiscard]] Json inLanguage(const Json &section, QByteArrayView language);

} // namespace Millrace
