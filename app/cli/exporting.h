// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "call.h"
#include "workspace/documentsink.h"

#include <memory>

namespace Millrace::Cli {

/// A sink for the format; `out` empty writes to the console's stdout (not for Markdown and HTML).
[[nodiscard]] std::unique_ptr<DocumentSink> makeSink(ExportFormat format, const QString &out, Console &console);

struct ExportSums
{
    qint64 exported = 0;
    qint64 without = 0; ///< no text of the kind that was asked for
    qint64 unknown = 0; ///< ids that are not there
    qint64 damaged = 0; ///< documents that cannot be read any more
};

/// Hands the documents with these ids, or all that pass the filter, to the sink, page by page.
[[nodiscard]] Result<ExportSums> exportDocuments(Call &call, Door &door, const Json &filter, const QStringList &ids, DocumentSink &sink);

} // namespace Millrace::Cli
