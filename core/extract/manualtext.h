// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/blockwriter.h"

#include <QByteArrayView>

namespace Millrace {

/// Whether a file's first bytes are those of a manual page in the man(7) macros: a `.TH` line after nothing but requests and comments.
[[nodiscard]] bool looksLikeManual(QByteArrayView head);

/// Brings a manual page (roff with the man(7) macros) to a source text, as a terminal would show it: sections are headings, tagged paragraphs items,
/// examples code, tables (tbl) rows. The title is "name(section)". Places are characters of `text`.
[[nodiscard]] TextDocument textFromManual(QStringView text);

} // namespace Millrace
