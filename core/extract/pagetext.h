// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extracteddocument.h"

namespace Millrace {

/// The lines of one page, as a page layout program set them.
struct PageLines
{
    int number = 1;
    QString text; ///< lines end in "\n", blocks stand apart by blank lines

    friend bool operator==(const PageLines &, const PageLines &) = default;
};

/// Makes paragraphs, headings and items of the lines of pages that follow each other; each page becomes a part. What stands at the top or
/// the foot of most pages (running heads, page numbers) is passed over, `outline` tells the headings.
[[nodiscard]] TextDocument textFromPages(const QList<PageLines> &pages, const QList<OutlineEntry> &outline);

} // namespace Millrace
