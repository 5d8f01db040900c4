// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extractor.h"

namespace Millrace {

/// Every reader that this program was built with, in the order in which formats are listed.
[[nodiscard]] const std::vector<std::unique_ptr<const Extractor>> &extractors();
/// nullptr where there is none.
[[nodiscard]] const Extractor *findExtractor(QStringView format);

/// The format that the first bytes (8 KiB suffice) and the name say; "zip" for an archive that has to be opened to know. Empty where no reader
/// fits. Bytes go before names, so that a wrong extension costs nothing.
[[nodiscard]] QString formatOf(const QString &name, QByteArrayView head);

/// The reader for a file, which is opened where its first bytes do not tell. FileRefused with what it is, where none fits.
[[nodiscard]] Result<const Extractor *> extractorFor(const ExtractInput &input);

/// Reads a file, or the document within it that `input.child` names, whose bytes `within` takes where it is given.
[[nodiscard]] Result<ExtractedDocument> extractDocument(const ExtractInput &input, QByteArray *within = nullptr);

/// Reads a reader's own sample: nothing where the format works here, else why it does not.
[[nodiscard]] QString problemWith(const Extractor &extractor);

} // namespace Millrace
