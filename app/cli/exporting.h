// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "call.h"

#include <optional>

namespace Millrace::Cli {

enum class ExportFormat : quint8 { JsonLines, JsonArray, Markdown, Html };

[[nodiscard]] std::optional<ExportFormat> exportFormat(QStringView name);

/// Where exported documents go. Files appear whole or not at all: finish() is what makes them visible.
class DocumentSink
{
public:
    virtual ~DocumentSink();
    /// True where the document was of use: false where it has no text of this kind.
    [[nodiscard]] virtual Result<bool> add(const Json &document) = 0;
    [[nodiscard]] virtual Result<void> finish() = 0;
};

/// A sink for the format; `out` empty writes to the console's stdout (not for Markdown and HTML).
[[nodiscard]] std::unique_ptr<DocumentSink> makeSink(ExportFormat format, const QString &out, Console &console);

struct ExportSums
{
    qint64 exported = 0;
    qint64 without = 0; ///< no text of the kind that was asked for
    qint64 unknown = 0; ///< ids that are not there
};

/// Hands the documents with these ids, or all that pass the filter, to the sink, page by page.
[[nodiscard]] Result<ExportSums> exportDocuments(Call &call, Door &door, const Json &filter, const QStringList &ids, DocumentSink &sink);

/// A file name for a context, safe on every file system: of its title and id, at most 120 bytes, without the suffix.
[[nodiscard]] QString exportFileName(const Json &document);

} // namespace Millrace::Cli
