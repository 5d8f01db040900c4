// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/csvexport.h"

#include <QHash>
#include <QSaveFile>
#include <QtConcurrent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr qsizetype kPage = 1000;

QByteArray linesOf(const QList<ContextSummary> &rows, const QList<QList<Json>> &fields, const QList<ContextColumn> &columns)
{
    QByteArray lines;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        ContextTableRow row{rows[i], {}};
        for (const Json &field : fields.value(i)) {
            // The whole field, not what fits a cell.
            row.fields.append({field.isString() ? field.toString() : FieldValue::of(field).text, field.toDouble(), field.isNumber()});
        }
        QList<CsvCell> cells;
        qsizetype field = 0;
        for (const ContextColumn &column : columns) {
            cells.append(csvCell(row, column, field));
            field += column.kind == ContextColumn::Kind::Field;
        }
        lines += csvLine(cells);
    }
    return lines;
}

} // namespace

CsvExport::CsvExport(ContextSource *source, const QString &path, const QList<ContextKey> &keys, const QList<ContextColumn> &columns, QObject *parent)
    : QObject(parent)
    , m_source(source)
    , m_path(path)
    , m_keys(keys)
    , m_file(std::make_shared<QSaveFile>(path))
{
    std::ranges::copy_if(columns, std::back_inserter(m_columns), &ContextColumn::visible);
    for (const ContextColumn &column : m_columns) {
        if (column.kind == ContextColumn::Kind::Field) {
            m_expressions.append(column.expression);
        }
    }
}

CsvExport::~CsvExport() = default;

QFuture<void> CsvExport::start()
{
    m_promise.start();
    m_promise.setProgressRange(0, int(m_keys.size()));
    const QFuture<void> future = m_promise.future();
    if (!m_file->open(QIODevice::WriteOnly)) {
        QMetaObject::invokeMethod(
            this, [this] { end(fail(ErrorCode::FileWrite, m_file->errorString(), Json::object({{"path", Json(m_path)}}))); }, Qt::QueuedConnection);
        return future;
    }
    QList<CsvCell> header;
    for (const ContextColumn &column : m_columns) {
        header.append({csvHeader(column)});
    }
    m_file->write(csvLine(header));
    readPage();
    return future;
}

void CsvExport::readPage()
{
    if (m_promise.isCanceled()) {
        end(fail(ErrorCode::Cancelled, u"The export was cancelled."_s));
        return;
    }
    if (m_next >= m_keys.size()) {
        end(m_file->commit() ? Result<qint64>(m_written) : fail(ErrorCode::FileWrite, m_file->errorString(), Json::object({{"path", Json(m_path)}})));
        return;
    }
    const QList<ContextKey> page = m_keys.sliced(m_next, std::min(kPage, m_keys.size() - m_next));
    m_next += page.size();
    m_source->rows(page).then(this, [this](const Result<QList<ContextSummary>> &rows) {
        if (!rows) {
            end(std::unexpected(rows.error()));
        } else if (m_expressions.isEmpty()) {
            writePage(*rows, {});
        } else {
            readFields(*rows);
        }
    });
}

void CsvExport::readFields(const QList<ContextSummary> &rows)
{
    QList<ContextKey> keys;
    for (const ContextSummary &row : rows) {
        keys.append(row.key);
    }
    m_source->fields(keys, m_expressions).then(this, [this, rows](const Result<QList<QList<Json>>> &fields) {
        if (fields) {
            writePage(rows, *fields);
        } else {
            end(std::unexpected(fields.error()));
        }
    });
}

void CsvExport::writePage(const QList<ContextSummary> &rows, const QList<QList<Json>> &fields)
{
    QtConcurrent::run([file = m_file, rows, fields, columns = m_columns] {
        const QByteArray lines = linesOf(rows, fields, columns);
        return file->write(lines) == lines.size();
    }).then(this, [this, count = rows.size()](bool written) {
        if (!written) {
            end(fail(ErrorCode::FileWrite, m_file->errorString(), Json::object({{"path", Json(m_path)}})));
            return;
        }
        m_written += count;
        m_promise.setProgressValue(int(m_next));
        readPage();
    });
}

void CsvExport::end(const Result<qint64> &rows)
{
    m_file->cancelWriting();
    m_promise.finish();
    Q_EMIT finished(rows);
    deleteLater();
}

} // namespace Millrace
