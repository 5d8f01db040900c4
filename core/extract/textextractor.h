// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extractor.h"
#include "extract/filekind.h"

namespace Millrace {

/// Reads the kinds of text that are text as they stand: plain, Markdown, reStructuredText, HTML and source code. Places are bytes.
class TextExtractor final : public Extractor
{
public:
    explicit TextExtractor(FileKind kind);

    [[nodiscard]] const FormatDescriptor &descriptor() const override { return m_descriptor; }
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;

private:
    FileKind m_kind;
    FormatDescriptor m_descriptor;
};

} // namespace Millrace
