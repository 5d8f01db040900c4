// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/documentexport.h"

#include <QtConcurrent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// A document may have megabytes: a page of them is what is in memory at a time.
constexpr qsizetype kPage = 32;
/// The whole document, as an expression over it.
constexpr auto kDocument = "@"_L1;

Result<ExportedDocuments> add(DocumentSink &sink, const QList<QList<Json>> &documents)
{
    ExportedDocuments sums;
    for (const QList<Json> &document : documents) {
        if (document.isEmpty() || document.first().isNull()) {
            continue; // gone meanwhile
        }
        const Result<bool> added = sink.add(document.first());
        if (!added) {
            return std::unexpected(added.error());
        }
        ++(*added ? sums.written : sums.without);
    }
    return sums;
}

} // namespace

DocumentExport::DocumentExport(ContextSource *source, ExportFormat format, const QString &path, const QList<ContextKey> &keys, QObject *parent)
    : QObject(parent)
    , m_source(source)
    , m_keys(keys)
    , m_sink(makeFileSink(format, path))
{}

DocumentExport::~DocumentExport() = default;

QFuture<void> DocumentExport::start()
{
    m_promise.start();
    m_promise.setProgressRange(0, int(m_keys.size()));
    // Queued, so that who starts it can listen first.
    QMetaObject::invokeMethod(this, &DocumentExport::readPage, Qt::QueuedConnection);
    return m_promise.future();
}

void DocumentExport::readPage()
{
    if (m_promise.isCanceled()) {
        end(fail(ErrorCode::Cancelled, u"The export was cancelled."_s));
        return;
    }
    if (m_next >= m_keys.size()) {
        complete();
        return;
    }
    const QList<ContextKey> page = m_keys.sliced(m_next, std::min(kPage, m_keys.size() - m_next));
    m_next += page.size();
    m_source->fields(page, {kDocument}).then(this, [this](const Result<QList<QList<Json>>> &documents) {
        if (documents) {
            writePage(*documents);
        } else {
            end(std::unexpected(documents.error()));
        }
    });
}

void DocumentExport::writePage(const QList<QList<Json>> &documents)
{
    QtConcurrent::run([sink = m_sink, documents] { return add(*sink, documents); }).then(this, [this](const Result<ExportedDocuments> &sums) {
        if (!sums) {
            end(sums);
            return;
        }
        m_sums.written += sums->written;
        m_sums.without += sums->without;
        m_promise.setProgressValue(int(m_next));
        readPage();
    });
}

void DocumentExport::complete()
{
    QtConcurrent::run([sink = m_sink] { return sink->finish(); }).then(this, [this](const Result<void> &done) {
        end(done ? Result<ExportedDocuments>(m_sums) : std::unexpected(done.error()));
    });
}

void DocumentExport::end(const Result<ExportedDocuments> &documents)
{
    m_sink.reset();
    m_promise.finish();
    Q_EMIT finished(documents);
    deleteLater();
}

} // namespace Millrace
