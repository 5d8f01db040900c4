// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

#include <vector>

namespace Millrace {

/// A piece of a text: `[from, to)` in UTF-8 bytes, never within a character.
struct PassageSpan
{
    qsizetype from = 0;
    qsizetype to = 0;

    friend bool operator==(const PassageSpan &, const PassageSpan &) = default;
};

/// Divides a text into passages of some sentences: whole paragraphs together up to about 800 bytes, a heading with what follows
/// it; a paragraph of more than 2000 bytes is divided after sentences. Blank text gives none.
[[nodiscard]] std::vector<PassageSpan> splitPassages(QByteArrayView utf8);

} // namespace Millrace
