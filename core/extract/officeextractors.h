// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extractor.h"

namespace Millrace {

// The formats that are XML in a zip archive. Places count paragraphs of a part from 1, or rows of a sheet; of EPUB, bytes of a chapter.
// What an XML part has after it breaks off is lost, and the document is partial.

/// Word documents: text, headings, lists, tables, foot and end notes. No headers and footers, comments or deleted text.
class DocxExtractor final : public Extractor
{
public:
    [[nodiscard]] const FormatDescriptor &descriptor() const override;
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;
};

/// Presentations: the slides in order, their titles as headings, their notes behind them.
class PptxExtractor final : public Extractor
{
public:
    [[nodiscard]] const FormatDescriptor &descriptor() const override;
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;
};

/// Workbooks: every sheet as a part, every row as a row, with the values that were last computed; dates as ISO 8601.
class XlsxExtractor final : public Extractor
{
public:
    [[nodiscard]] const FormatDescriptor &descriptor() const override;
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;
};

/// OpenDocument texts, spreadsheets and presentations.
class OdfExtractor final : public Extractor
{
public:
    enum class Kind : quint8 { Text, Spreadsheet, Presentation };
    explicit OdfExtractor(Kind kind);

    [[nodiscard]] const FormatDescriptor &descriptor() const override { return m_descriptor; }
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;

private:
    Kind m_kind;
    FormatDescriptor m_descriptor;
};

/// Electronic books: the chapters in reading order.
class EpubExtractor final : public Extractor
{
public:
    [[nodiscard]] const FormatDescriptor &descriptor() const override;
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;
};

/// The format of a document that is a zip archive; empty where it is none that is known.
[[nodiscard]] Result<QString> zippedFormatOf(const ExtractInput &input);

/// A zip archive of these files, uncompressed: for samples.
[[nodiscard]] QByteArray storedZip(const QList<std::pair<QByteArray, QByteArray>> &files);

/// What reads them: "KArchive", and the version that runs.
[[nodiscard]] QString archiveVersion();

} // namespace Millrace
