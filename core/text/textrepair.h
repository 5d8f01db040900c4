// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/segmenter.h"

#include <QString>

#include <vector>

namespace Millrace {

/// A text that was made of another: which piece of it came from where.
struct RepairedText
{
    struct Piece
    {
        TextSpan source;
        TextSpan target;

        friend bool operator==(const Piece &, const Piece &) = default;
    };

    QString text;
    std::vector<Piece> pieces; ///< in order; what lies between was taken away or put in
    int mojibake = 0; ///< places that were repaired
    int hyphens = 0; ///< words that were put together again
    QStringList boilerplate; ///< the lines that were taken away, one of each
    int boilerplateLines = 0; ///< how many

    friend bool operator==(const RepairedText &, const RepairedText &) = default;
};

struct RepairWish
{
    bool mojibake = true;
    bool boilerplate = true;
    bool hyphens = true;
    bool whitespace = true;
    int leastPages = 3; ///< a line at the edge of fewer pages stays
};

/// Repairs a text as it came out of a file.
///
/// Encoding: UTF-8 that was read as Windows-1252 ("Ã¤" for "ä", "â€™" for "’"), only where the bytes are one valid character.
/// Boilerplate: pages end at a form feed; a line among the first or last three (on a short page: fewer) of at least three and of half of the
/// pages, page numbers aside, is a header or footer. Without form feeds nothing is one.
/// Hyphens: "exam-", line end, "ple", where the second half begins with a small letter and the text has the whole word elsewhere, or the
/// hyphenated one nowhere. White space: no-break and zero-width blanks, blanks at line ends, more than one blank line.
[[nodiscard]] RepairedText repairedText(const QString &text, const RepairWish &wish = {});

} // namespace Millrace
