// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extractor.h"

namespace Millrace {

/// Reads PDF with poppler: the text page by page in reading order, the outline, and what the document says of itself. Tells no tables, and
/// no text that is a picture.
class PdfExtractor final : public Extractor
{
public:
    [[nodiscard]] const FormatDescriptor &descriptor() const override;
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;
};

} // namespace Millrace
