// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QPlainTextEdit;
class QSyntaxHighlighter;

namespace Millrace {

/// Colours the JSON text in an editor by the theme's light or dark; follows the theme. Owned by the editor's document.
QSyntaxHighlighter *highlightJson(QPlainTextEdit *editor);

/// The same for a text with placeholders in Django syntax (resources/syntax/template.xml).
QSyntaxHighlighter *highlightTemplate(QPlainTextEdit *editor);

} // namespace Millrace
