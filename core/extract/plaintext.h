// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/blockwriter.h"

namespace Millrace {

enum class TextMarkup : quint8 { Plain, Markdown, ReStructured };

/// Brings plain text, Markdown or reStructuredText to a source text: hard-wrapped lines of a paragraph are joined, headings
/// found and marked, lists and code kept as blocks, inline markup reduced to the words it dresses. Places are
/// characters of `text`.
[[nodiscard]] TextDocument textFromPlain(QStringView text, TextMarkup markup);

} // namespace Millrace
