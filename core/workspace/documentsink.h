// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <functional>
#include <memory>
#include <optional>

namespace Millrace {

enum class ExportFormat : quint8 { JsonLines, JsonArray, Markdown, Html };

/// "jsonl", "json", "markdown" or "html".
[[nodiscard]] std::optional<ExportFormat> exportFormat(QStringView name);
/// True for the formats that write one file per document into a folder.
[[nodiscard]] constexpr bool needsFolder(ExportFormat format)
{
    return format == ExportFormat::Markdown || format == ExportFormat::Html;
}

/// Where exported documents go: command line and window write the same bytes through it. Files appear whole or not at all: finish() is
/// what makes a stream's file visible, and a sink that is dropped before leaves none. One thread at a time.
class DocumentSink
{
public:
    virtual ~DocumentSink();
    /// True where the document was of use: false where it has no text of this kind. Fails with FileWrite.
    [[nodiscard]] virtual Result<bool> add(const Json &document) = 0;
    [[nodiscard]] virtual Result<void> finish() = 0;
};

/// Writes bytes of a stream, wherever they go.
using StreamWriter = std::function<Result<void>(const QByteArray &)>;

/// A sink into the file, or for Markdown and HTML into the folder, which is made where it is missing.
[[nodiscard]] std::unique_ptr<DocumentSink> makeFileSink(ExportFormat format, const QString &path);
/// A sink for JSON Lines or a JSON array that hands its bytes on.
[[nodiscard]] std::unique_ptr<DocumentSink> makeStreamSink(ExportFormat format, const StreamWriter &write);

/// A file name for a document, safe on every file system: of its title and id, at most 120 bytes, without the suffix.
[[nodiscard]] QString exportFileName(const Json &document);

} // namespace Millrace
