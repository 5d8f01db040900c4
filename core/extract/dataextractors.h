// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extractor.h"

namespace Millrace {

/// Reads CSV and TSV as one table, where a file is wanted as a document and not as a context a row. Places are lines.
class CsvExtractor final : public Extractor
{
public:
    [[nodiscard]] const FormatDescriptor &descriptor() const override;
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;
};

/// Reads JSON and JSON Lines as a list of what they say: "path: value". Places are bytes of JSON Lines' lines.
class JsonExtractor final : public Extractor
{
public:
    explicit JsonExtractor(bool isLines);

    [[nodiscard]] const FormatDescriptor &descriptor() const override { return m_descriptor; }
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;

private:
    bool m_isLines;
    FormatDescriptor m_descriptor;
};

/// Reads the text of any XML: an element with text is a paragraph, one named like a title a heading. XML without text is code. Places are
/// bytes.
class XmlExtractor final : public Extractor
{
public:
    [[nodiscard]] const FormatDescriptor &descriptor() const override;
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;
};

} // namespace Millrace
