// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extractor.h"

namespace Millrace {

/// One file packed by gzip, as manual pages and logs mostly lie: read as what it unpacks to, in memory alone. Places are of the unpacked file.
///
/// Refused (R14): more than 192 MiB unpacked, or a hundred times the packed size from 1 MiB on; a file that is packed twice. What is unpacked of a
/// damaged one is read, and said to be a part.
class GzipExtractor final : public Extractor
{
public:
    [[nodiscard]] const FormatDescriptor &descriptor() const override;
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] Result<ExtractInput> child(const ExtractInput &input, int index) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;
};

} // namespace Millrace
