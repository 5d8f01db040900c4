// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace Millrace {

enum class FileKind : quint8 { Json, JsonLines, Csv, Plain, Markdown, ReStructured, Html, Manual, Source };

/// What a file is, by its name and its first bytes (a few KiB suffice).
/// Whether it is UTF-8 without control characters but those of lines. What is cut off at the end does not count.
[[nodiscard]] bool isPlainText(QByteArrayView head);
[[nodiscard]] FileKind fileKindOf(const QString &name, QByteArrayView head);

/// Names a format that is not taken in, by its signature: "a PNG image", "a gzip archive", "a Linux program". Nothing where
/// the bytes may be text.
[[nodiscard]] std::optional<QString> foreignFormatOf(QByteArrayView head);

/// Names a text that nobody reads, by name and content: "an SVG image", "a style sheet", "a source map", "a packed script". They lie beside
/// documents in every folder of web pages. Nothing where it may be worth reading; a script as somebody wrote it may be.
[[nodiscard]] std::optional<QString> unreadFormatOf(const QString &name, QByteArrayView head);

} // namespace Millrace
