// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extractor.h"
#include "sdk/component.h"

#include <QHash>

#include <functional>
#include <mutex>

namespace Millrace {

/// Runs a step of a component in a limited child process; see ComponentProcessPool::run().
using RunInChild = std::function<StepResult(const QString &component, const Json &config, const StepInput &input, qint64 deadlineMonotonicUs,
                                            const std::function<bool()> &isCancelled)>;

struct DocumentReaderOptions
{
    RunInChild run; ///< empty: formats that need a child process are not offered
    qint64 limitUs = 60'000'000; ///< for a document, or a range of its pages
    qint64 totalLimitUs = 900'000'000; ///< for all ranges of a document
    qsizetype maxText = 8 * 1024 * 1024; ///< UTF-8 bytes of text; the rest is left out, and said
};

/// Reads documents of every format that works here: our own readers at once, the others in a child process, pages range by range.
/// A page that makes its reader crash, hang or eat memory costs that page: the range around it is read again in halves, and the page is
/// left out with the reason. So a document of a thousand pages comes as it is read, and a hostile one harms nobody. Where the reading is stopped
/// (the input's `isCancelled`), the pages that were read are the document, marked as a part; before the first, the answer is Cancelled.
///
/// Any thread; blocks the caller's.
class DocumentReader
{
public:
    /// Told after every range: what there is so far, of `partCount` parts.
    using Progress = std::function<void(const ExtractedDocument &soFar)>;

    explicit DocumentReader(DocumentReaderOptions options);

    /// The errors are the extractors' (their texts continue a sentence that begins with the file's name), and Cancelled.
    [[nodiscard]] Result<ExtractedDocument> read(const ExtractInput &input, const QString &format, const Progress &progress = {}) const;
    /// A document within another, and its bytes: empty where they are more than 32 MiB.
    struct Within
    {
        ExtractedDocument document;
        QByteArray bytes;
    };
    [[nodiscard]] Result<Within> readWithin(const ExtractInput &input) const;
    /// Whether a format is offered: its parser was tried once.
    [[nodiscard]] bool offers(const QString &format) const;
    /// Why a format is not offered; empty where it is.
    [[nodiscard]] QString problem(const QString &format) const;
    /// All formats: `[{"id","title","extensions","media_types","library","version","isolation","works","reason"}]`.
    [[nodiscard]] Json formats() const;

private:
    [[nodiscard]] Result<ExtractedDocument> readOnce(const ExtractInput &input, QByteArray *within = nullptr) const;
    [[nodiscard]] Result<ExtractedDocument> readAny(const ExtractInput &input, const QString &format, const Progress &progress,
                                                    QByteArray *within) const;
    [[nodiscard]] Result<ExtractedDocument> readPages(const ExtractInput &input, const Progress &progress) const;

    DocumentReaderOptions m_options;
    mutable std::mutex m_mutex;
    mutable QHash<QString, QString> m_problems; ///< by format, once it was tried
};

} // namespace Millrace
