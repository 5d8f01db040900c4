// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace Millrace {

enum class FileKind : quint8 { Json, JsonLines, Csv, Plain, Markdown, ReStructured, Html, Source };

/// What a file is, by its name and its first bytes (a few KiB suffice).
[[nodiscard]] FileKind fileKindOf(const QString &name, QByteArrayView head);

/// Names a format that is not taken in, by its signature: "a PNG image", "a gzip archive", "a Linux program". Nothing where
/// the bytes may be text.
[[nodiscard]] std::optional<QString> foreignFormatOf(QByteArrayView head);

/// Names a text that nobody reads, by name and content: "an SVG image", "a style sheet", "a source map", "a packed script". They lie beside
/// documents in every folder of web pages. Nothing where it may be worth reading; a script as somebody wrote it may be.
[[nodiscard]] std::optional<QString> unreadFormatOf(const QString &name, QByteArrayView head);

/// The text of a file: by its byte order mark, else by `declaredCharset`, else UTF-8. FileRefused where bytes do not fit,
/// with the offset of the first that does not. Line ends become "\n".
[[nodiscard]] Result<QString> decodedText(QByteArrayView bytes, const std::optional<QByteArray> &declaredCharset);

/// The offset of the first byte that is not valid UTF-8; -1 where all are.
[[nodiscard]] qsizetype firstInvalidUtf8(QByteArrayView bytes);

} // namespace Millrace
