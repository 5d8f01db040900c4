// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/readingtext.h"
#include "sdk/json.h"

#include <QList>
#include <QString>

#include <optional>

namespace Millrace {

/// A stretch of a reading that is one string of the document, character for character.
struct ReadingPart
{
    QByteArray pointer; ///< JSON Pointer under `data`
    qsizetype from = 0; ///< UTF-16 units in the reading's text
    qsizetype to = 0;

    friend bool operator==(const ReadingPart &, const ReadingPart &) = default;
};

/// What there is to read in a document's `data`.
struct Reading
{
    QString text;
    ReadingText::Form form = ReadingText::Form::Plain;
    bool formatted = false; ///< made by a transformer, not laid out here from the generated sections
    QList<ReadingPart> parts; ///< in the text's order; between them stand headings made here

    /// The formatted content, else the generated sections under headings; nothing where there is neither.
    [[nodiscard]] static std::optional<Reading> of(const Json &data);

    friend bool operator==(const Reading &, const Reading &) = default;
};

} // namespace Millrace
