// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace Millrace {

struct TextBlock;

/// The text of a file, and how its bytes were understood.
struct DecodedText
{
    QString text; ///< line ends are "\n"
    QByteArray charset; ///< "UTF-8", "windows-1252", …
    QString warning; ///< what was guessed or does not fit; empty where nothing was
    QString raw; ///< before its line ends were made alike; shares the text's data where they were
    qsizetype markSize = 0; ///< bytes of the byte order mark

    /// Turns the blocks' places, which are characters of `text`, into bytes of the original.
    void placesToBytes(QList<TextBlock> &blocks) const;
};

/// The text of a file: by its byte order mark, else by `declaredCharset`, else UTF-8, else by a guess from the bytes, which the warning states.
/// A few bytes that do not fit a text that is else UTF-8 become U+FFFD, and the warning counts them. FileRefused where the bytes
/// are no text in any charset.
[[nodiscard]] Result<DecodedText> decodedText(QByteArrayView bytes, const std::optional<QByteArray> &declaredCharset = {});

/// The offset of the first byte that is not valid UTF-8; -1 where all are.
[[nodiscard]] qsizetype firstInvalidUtf8(QByteArrayView bytes);

} // namespace Millrace
