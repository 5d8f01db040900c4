// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contexts/contextsource.h"
#include "workspace/documentsink.h"

#include <QPromise>

#include <memory>

namespace Millrace {

/// What became of an export of documents.
struct ExportedDocuments
{
    qint64 written = 0;
    qint64 without = 0; ///< no text of the kind that was asked for

    friend bool operator==(const ExportedDocuments &, const ExportedDocuments &) = default;
};

/// Writes contexts as documents or finished texts, some at a time beside the window's thread. A single file appears when it is complete and
/// not at all when the work failed or was cancelled; of texts in a folder, those that were written stay.
///
/// Main thread; deletes itself after finished(). The source must outlive it.
class DocumentExport final : public QObject
{
    Q_OBJECT

public:
    /// `path`: a file, or a folder for Markdown and HTML.
    DocumentExport(ContextSource *source, ExportFormat format, const QString &path, const QList<ContextKey> &keys, QObject *parent = nullptr);
    ~DocumentExport() override;

    /// Begins. The future tells progress in contexts and takes a cancellation.
    QFuture<void> start();

Q_SIGNALS:
    /// Or FileWrite, Cancelled, or what the source said.
    void finished(const Millrace::Result<Millrace::ExportedDocuments> &documents);

private:
    void readPage();
    void writePage(const QList<QList<Json>> &documents);
    void complete();
    void end(const Result<ExportedDocuments> &documents);

    ContextSource *m_source;
    QList<ContextKey> m_keys;
    std::shared_ptr<DocumentSink> m_sink; ///< touched by one thread at a time: the next page starts when the last is written
    QPromise<void> m_promise;
    qsizetype m_next = 0;
    ExportedDocuments m_sums;
};

} // namespace Millrace
