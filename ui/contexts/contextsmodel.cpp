// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a million contexts fit behind a table.
//
// 1. m_keys is complete and in order; a row is an index into it. Rows are read by key, in pages, so no query ever counts an offset.
// 2. At most kPagesOut pages are asked for at a time. What is asked next is decided when an answer comes, by what the view shows then:
//    a scroll bar dragged over a million rows costs two pages at a time, not one per row it passed.
// 3. An answer is used only if no other filter, order or set of expressions was asked for since (generations).
// 4. A read row that has changed stays as it was until it is read again: nothing flickers.
// 5. What touches every key is done beside the window's thread: new keys are compared with those there, and the old are let go. While keys
//    are read m_keys stays as it is, so that the comparison is still true when it comes. Rows are looked up through at(): the other way to
//    an element would copy a list that somebody shares.
#include "contexts/contextsmodel.h"

#include "common/format.h"
#include "common/statuschip.h"

#include <QElapsedTimer>
#include <QThreadPool>

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kPage = 128;
constexpr int kPagesOut = 2;
constexpr qsizetype kMostAddedRead = 512;
constexpr int kRefreshMs = 1000;
constexpr int kLongestRefreshMs = 10'000;

/// Another list of keys, and how much of it is as it was.
struct NewKeys
{
    QList<ContextKey> keys;
    qsizetype head = 0; ///< so many are the same at the beginning,
    qsizetype tail = 0; ///< and so many of the others at the end
};

NewKeys compared(const QList<ContextKey> &known, const QList<ContextKey> &keys)
{
    const auto different = std::ranges::mismatch(keys, known);
    const auto sameEnd = std::ranges::mismatch(std::ranges::subrange(different.in1, keys.end()) | std::views::reverse,
                                               std::ranges::subrange(different.in2, known.end()) | std::views::reverse);
    return {.keys = keys, .head = different.in1 - keys.begin(), .tail = keys.end() - sameEnd.in1.base()};
}

} // namespace

ContextsModel::ContextsModel(ContextSource *source, QObject *parent)
    : QAbstractTableModel(parent)
    , m_source(source)
{
    setColumns(m_columns);
    m_loadTimer.setSingleShot(true);
    m_loadTimer.setInterval(0);
    connect(&m_loadTimer, &QTimer::timeout, this, &ContextsModel::loadPages);
    m_refreshTimer.setSingleShot(true);
    m_refreshTimer.setInterval(kRefreshMs);
    connect(&m_refreshTimer, &QTimer::timeout, this, &ContextsModel::refresh);
    connect(source, &ContextSource::changed, this, &ContextsModel::applyChanges);
}

int ContextsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_keys.size());
}

int ContextsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QVariant ContextsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const ContextKey key = m_keys.at(index.row());
    const ContextColumn &column = m_columns[index.column()];
    if (role == int(Role::Key)) {
        return QVariant::fromValue(key);
    }
    if (role == Qt::TextAlignmentRole) {
        const ContextTableRow *row = column.kind == ContextColumn::Kind::Field ? m_rows.object(key) : nullptr;
        const qsizetype field = m_fields[index.column()];
        const bool number = row && field >= 0 && field < row->fields.size() && row->fields[field].isNumber;
        return QVariant::fromValue(Qt::AlignVCenter | (number || column.isRightAligned() ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != kStatusRole && role != int(Role::Loaded)) {
        return {};
    }
    const ContextTableRow *row = m_rows.object(key);
    if (role == int(Role::Loaded)) {
        return row != nullptr;
    }
    if (!row) {
        return role == Qt::DisplayRole && column.kind == ContextColumn::Kind::Title ? QVariant(u"…"_s) : QVariant();
    }
    switch (role) {
    case Qt::DisplayRole:
        return cellText(*row, column, m_fields[index.column()]);
    case kStatusRole:
        return column.kind == ContextColumn::Kind::Status ? QVariant(int(row->summary.status)) : QVariant();
    default:
        return cellToolTip(*row, column, m_fields[index.column()]);
    }
}

QVariant ContextsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical || section < 0 || section >= m_columns.size()) {
        return {};
    }
    const ContextColumn &column = m_columns[section];
    switch (role) {
    case Qt::DisplayRole:
        return column.header();
    case Qt::ToolTipRole:
        return column.description();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (column.isRightAligned() ? Qt::AlignRight : Qt::AlignLeft));
    default:
        return {};
    }
}

void ContextsModel::setColumns(const QList<ContextColumn> &columns)
{
    QStringList expressions;
    QList<qsizetype> fields;
    for (const ContextColumn &column : columns) {
        qsizetype field = -1;
        if (column.kind == ContextColumn::Kind::Field && column.visible) {
            field = expressions.indexOf(column.expression);
            if (field < 0) {
                field = expressions.size();
                expressions.append(column.expression);
            }
        }
        fields.append(field);
    }
    beginResetModel();
    m_columns = columns;
    m_fields = fields;
    if (expressions != m_expressions) {
        m_expressions = expressions;
        ++m_rowGeneration;
        m_rows.clear();
        m_requested.clear();
        m_outdated.clear();
    }
    endResetModel();
    m_loadTimer.start();
}

void ContextsModel::setColumnWidth(int column, int width)
{
    m_columns[column].width = width;
}

qsizetype ContextsModel::fieldOf(int column) const
{
    return m_fields.value(column, -1);
}

void ContextsModel::setFilter(const ContextFilter &filter)
{
    if (filter != m_filter || !m_ready) {
        m_filter = filter;
        refresh();
    }
}

void ContextsModel::setOrder(ContextOrder order, bool descending)
{
    if (order != m_order || descending != m_descending) {
        m_order = order;
        m_descending = descending;
        refresh();
    }
}

void ContextsModel::refresh()
{
    m_refreshTimer.stop();
    m_loadingKeys = true;
    m_stale = 0;
    const quint64 generation = ++m_generation;
    QElapsedTimer elapsed;
    elapsed.start();
    const auto compare = [known = m_keys](const Result<QList<ContextKey>> &keys) {
        return keys.transform([&known](const QList<ContextKey> &list) { return compared(known, list); });
    };
    const auto take = [this, generation, elapsed](const Result<NewKeys> &keys) {
        if (generation != m_generation) {
            return;
        }
        // Looking at everything again is to cost a twentieth of the time at most.
        m_refreshTimer.setInterval(int(std::clamp<qint64>(20 * elapsed.elapsed(), kRefreshMs, kLongestRefreshMs)));
        m_loadingKeys = false;
        if (keys) {
            m_ready = true;
            replaceMiddle(keys->keys, keys->head, keys->tail);
            m_loadTimer.start();
            Q_EMIT loaded();
        } else {
            Q_EMIT loadFailed(keys.error());
        }
        if (m_stale > 0) {
            m_refreshTimer.start();
        }
        Q_EMIT stateChanged();
    };
    m_source->keys(m_filter, m_order, m_descending).then(QThreadPool::globalInstance(), compare).then(this, take);
    Q_EMIT stateChanged();
}

ContextKey ContextsModel::keyAt(int row) const
{
    return m_keys.value(row, 0);
}

int ContextsModel::rowOf(ContextKey key) const
{
    if (m_order == ContextOrder::Created && !m_loadingKeys) {
        // Keys grow with creation, so the list is sorted by them.
        const auto found = m_descending ? std::ranges::lower_bound(m_keys, key, std::ranges::greater()) : std::ranges::lower_bound(m_keys, key);
        return found != m_keys.end() && *found == key ? int(found - m_keys.begin()) : -1;
    }
    return int(m_keys.indexOf(key));
}

std::optional<ContextSummary> ContextsModel::summaryAt(int row) const
{
    const ContextTableRow *found = row >= 0 && row < m_keys.size() ? m_rows.object(m_keys.at(row)) : nullptr;
    return found ? std::optional(found->summary) : std::nullopt;
}

void ContextsModel::setViewport(int first, int last)
{
    m_first = std::max(0, first);
    m_last = std::max(m_first, last);
    m_loadTimer.start();
}

void ContextsModel::replaceMiddle(const QList<ContextKey> &keys, qsizetype head, qsizetype tail)
{
    const qsizetype before = m_keys.size() - head - tail;
    const qsizetype after = keys.size() - head - tail;
    if (before == 0 && after == 0) {
        return;
    }
    QList<ContextKey> old = m_keys;
    if (before == 0) {
        beginInsertRows({}, int(head), int(head + after - 1));
        m_keys = keys;
        endInsertRows();
    } else if (after == 0) {
        beginRemoveRows({}, int(head), int(head + before - 1));
        m_keys = keys;
        endRemoveRows();
    } else {
        beginResetModel();
        m_keys = keys;
        endResetModel();
    }
    QThreadPool::globalInstance()->start([old = std::move(old)] {});
}

void ContextsModel::applyChanges(const ChangeSet &changes)
{
    if (!m_ready && !m_loadingKeys) {
        return; // nobody has looked yet
    }
    if (changes.reset) {
        m_rows.clear();
        m_outdated.clear();
        setStale(m_stale + 1);
        return;
    }
    const int span = m_last - m_first + 1;
    const qsizetype from = std::clamp<qsizetype>(m_first - span, 0, m_keys.size());
    const qsizetype to = std::min<qsizetype>(m_keys.size(), from + 3 * span);
    const QSet<ContextKey> kept(m_keys.constBegin() + from, m_keys.constBegin() + to);
    for (const ContextKey key : changes.updated) {
        if (kept.contains(key)) {
            m_outdated.insert(key);
        } else {
            m_rows.remove(key);
        }
    }
    if (!m_outdated.isEmpty()) {
        m_loadTimer.start();
    }
    const bool moves = m_order == ContextOrder::Updated || !m_filter.text.isEmpty() || !m_filter.statuses.isEmpty() || !m_filter.outcome.isEmpty()
        || m_filter.noOutcome;
    if (moves && !changes.updated.isEmpty()) {
        setStale(m_stale + changes.updated.size());
    }
    if (changes.added.isEmpty()) {
        return;
    }
    const bool inPlace = m_order == ContextOrder::Created && m_filter.text.isEmpty() && !m_loadingKeys;
    if (inPlace && m_filter == ContextFilter()) {
        insertAdded(changes.added);
    } else if (inPlace && changes.added.size() <= kMostAddedRead) {
        readAdded(changes.added);
    } else {
        setStale(m_stale + changes.added.size());
    }
}

void ContextsModel::readAdded(const QList<ContextKey> &added)
{
    m_source->rows(added).then(this, [this, generation = m_generation](const Result<QList<ContextSummary>> &rows) {
        if (generation != m_generation || !rows) {
            return;
        }
        QList<ContextKey> fitting;
        for (const ContextSummary &row : *rows) {
            if (passes(row, m_filter)) {
                fitting.append(row.key);
            }
        }
        insertAdded(fitting);
    });
}

void ContextsModel::insertAdded(const QList<ContextKey> &added)
{
    const ContextKey newest = m_keys.isEmpty() ? 0 : m_descending ? m_keys.constFirst() : m_keys.constLast();
    QList<ContextKey> fresh;
    std::ranges::copy_if(added, std::back_inserter(fresh), [newest](ContextKey key) { return key > newest; });
    if (fresh.isEmpty()) {
        return;
    }
    std::ranges::sort(fresh);
    if (m_descending) {
        beginInsertRows({}, 0, int(fresh.size() - 1));
        // One by one: the list keeps room at its beginning, and a million keys stay where they are.
        for (const ContextKey key : std::as_const(fresh)) {
            m_keys.prepend(key);
        }
    } else {
        beginInsertRows({}, int(m_keys.size()), int(m_keys.size() + fresh.size() - 1));
        m_keys.append(fresh);
    }
    endInsertRows();
    m_loadTimer.start();
    Q_EMIT stateChanged();
}

void ContextsModel::setStale(qint64 count)
{
    m_stale = count;
    if (!m_loadingKeys && !m_refreshTimer.isActive()) {
        m_refreshTimer.start();
    }
    Q_EMIT stateChanged();
}

void ContextsModel::loadPages()
{
    const int span = m_last - m_first + 1;
    const int size = int(m_keys.size());
    while (m_pagesOut < kPagesOut) {
        QList<ContextKey> page;
        const auto want = [&](int from, int to) {
            for (int row = std::max(0, from); row < std::min(to, size) && page.size() < kPage; ++row) {
                const ContextKey key = m_keys.at(row);
                if (!m_requested.contains(key) && (!m_rows.contains(key) || m_outdated.contains(key))) {
                    page.append(key);
                }
            }
        };
        want(m_first, m_last + 1);
        want(m_last + 1, m_last + 1 + span);
        want(m_first - span, m_first);
        if (page.isEmpty()) {
            return;
        }
        readPage(page);
    }
}

void ContextsModel::readPage(const QList<ContextKey> &page)
{
    ++m_pagesOut;
    for (const ContextKey key : page) {
        m_requested.insert(key);
        m_outdated.remove(key); // what changes from here on is outdated again
    }
    const quint64 generation = m_rowGeneration;
    const auto done = [this] {
        --m_pagesOut;
        m_loadTimer.start();
    };
    m_source->rows(page).then(this, [this, page, generation, done](const Result<QList<ContextSummary>> &rows) {
        if (generation != m_rowGeneration) {
            done();
            return;
        }
        if (!rows) {
            // Asked for again when the view moves or the context changes, not in a loop.
            takePage(page, {}, {});
            Q_EMIT loadFailed(rows.error());
            done();
            return;
        }
        takePage(page, *rows, {});
        if (m_expressions.isEmpty()) {
            done();
            return;
        }
        m_source->fields(page, m_expressions).then(this, [this, page, generation, done, rows = *rows](const Result<QList<QList<Json>>> &fields) {
            if (generation == m_rowGeneration && fields) {
                takePage(page, rows, *fields);
            }
            done();
        });
    });
}

void ContextsModel::takePage(const QList<ContextKey> &page, const QList<ContextSummary> &rows, const QList<QList<Json>> &fields)
{
    QHash<ContextKey, const ContextSummary *> byKey;
    for (const ContextSummary &row : rows) {
        byKey.insert(row.key, &row);
    }
    for (qsizetype i = 0; i < page.size(); ++i) {
        const ContextKey key = page[i];
        m_requested.remove(key);
        auto row = std::make_unique<ContextTableRow>();
        const ContextTableRow *old = m_rows.object(key);
        if (const ContextSummary *summary = byKey.value(key)) {
            row->summary = *summary;
        } else if (old) {
            row->summary = old->summary;
        }
        if (i < fields.size()) {
            for (const Json &field : fields[i]) {
                row->fields.append(FieldValue::of(field));
            }
        } else if (old) {
            row->fields = old->fields;
        }
        m_rows.insert(key, row.release());
    }
    announce(QSet<ContextKey>(page.begin(), page.end()));
}

void ContextsModel::announce(const QSet<ContextKey> &keys)
{
    // Views ask for what comes into sight anyway; only rows around the viewport need to be told, in runs.
    const int span = m_last - m_first + 1;
    const int end = int(std::min<qsizetype>(m_keys.size(), m_last + 1 + span));
    int from = -1;
    for (int row = std::max(0, m_first - span); row <= end; ++row) {
        const bool has = row < end && keys.contains(m_keys.at(row));
        if (has && from < 0) {
            from = row;
        } else if (!has && from >= 0) {
            Q_EMIT dataChanged(index(from, 0), index(row - 1, columnCount() - 1));
            from = -1;
        }
    }
    Q_EMIT rowsRead();
}

} // namespace Millrace
