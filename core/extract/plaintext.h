// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/blockwriter.h"

namespace Millrace {

enum class TextMarkup : quint8 { Plain, Mail, Markdown, ReStructured };

/// Brings plain text, Markdown or reStructuredText to a source text: hard-wrapped lines of a paragraph are joined, headings
/// found and marked, lists and code kept as blocks, inline markup reduced to the words it dresses. What a mail quotes
/// becomes paragraphs that begin with "> ", and its lines that end before they had to (a greeting, a signature) stay apart.
/// Places are characters of `text`.
[[nodiscard]] TextDocument textFromPlain(QStringView text, TextMarkup markup);

} // namespace Millrace
