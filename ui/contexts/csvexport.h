// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contexts/contextcell.h"
#include "contexts/contextsource.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <memory>

class QSaveFile;

namespace Millrace {

/// Writes contexts as CSV, page by page beside the window's thread, so that a million rows need neither memory nor frames. The file
/// appears when it is complete, and not at all when the work failed or was cancelled.
///
/// Main thread; deletes itself after finished(). The source must outlive it.
class CsvExport final : public QObject
{
    Q_OBJECT

public:
    /// Hidden columns are left out.
    CsvExport(ContextSource *source, const QString &path, const QList<ContextKey> &keys, const QList<ContextColumn> &columns,
              QObject *parent = nullptr);
    ~CsvExport() override;

    /// Begins. The future tells progress in rows and takes a cancellation.
    QFuture<void> start();

Q_SIGNALS:
    /// Rows written; or FileWrite, Cancelled, or what the source said.
    void finished(const Millrace::Result<qint64> &rows);

private:
    void readPage();
    void readFields(const QList<ContextSummary> &rows);
    void writePage(const QList<ContextSummary> &rows, const QList<QList<Json>> &fields);
    void end(const Result<qint64> &rows);

    ContextSource *m_source;
    QString m_path;
    QList<ContextKey> m_keys;
    QList<ContextColumn> m_columns;
    QStringList m_expressions;
    std::shared_ptr<QSaveFile> m_file; ///< touched by one thread at a time: the next page starts when the last is written
    QPromise<void> m_promise;
    qsizetype m_next = 0;
    qint64 m_written = 0;
};

} // namespace Millrace
