// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contexts/contextcell.h"
#include "contexts/contextsource.h"

#include <QAbstractTableModel>
#include <QCache>
#include <QSet>
#include <QTimer>

namespace Millrace {

/// The contexts that pass a filter, a million of them or more: the sorted keys are all in memory (8 bytes a row), rows are read around
/// what the view shows and forgotten when they were not looked at for long.
///
/// Lives on the main thread and never waits: an unread row answers with empty cells until its page comes. Answers to an older filter
/// are dropped. Changes of the workspace come in by the source's signal: updated rows change in place, new ones are inserted where the
/// order is by creation, and everything else makes the model stale, which a look at all keys, at most once a second, makes good. Where that
/// moves rows about, the model resets; selections are kept by key, by the view.
class ContextsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Role : int {
        Key = Qt::UserRole, ///< ContextKey, known also for unread rows
        Loaded, ///< bool: the row is read
    };

    explicit ContextsModel(ContextSource *source, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// All columns, visible or not; a section of the view is the index here.
    [[nodiscard]] const QList<ContextColumn> &columns() const { return m_columns; }
    void setColumns(const QList<ContextColumn> &columns);
    /// Remembers widths without telling the views, which know.
    void setColumnWidth(int column, int width);
    /// The expressions of all visible field columns, as rows carry them.
    [[nodiscard]] const QStringList &expressions() const { return m_expressions; }
    /// The place of a column's value in ContextTableRow::fields; -1 for others.
    [[nodiscard]] qsizetype fieldOf(int column) const;

    [[nodiscard]] const ContextFilter &filter() const { return m_filter; }
    [[nodiscard]] ContextOrder order() const { return m_order; }
    [[nodiscard]] bool isDescending() const { return m_descending; }
    /// Reads the keys for another filter or order; the rows there stay until they come.
    void setFilter(const ContextFilter &filter);
    void setOrder(ContextOrder order, bool descending);
    /// Reads all keys again.
    void refresh();

    [[nodiscard]] bool isLoading() const { return m_loadingKeys; }
    /// True once keys have been read.
    [[nodiscard]] bool isReady() const { return m_ready; }
    /// How many contexts came or changed that the order or filter keeps from being put in place at once.
    [[nodiscard]] qint64 staleCount() const { return m_stale; }
    [[nodiscard]] const QList<ContextKey> &keys() const { return m_keys; }
    [[nodiscard]] ContextKey keyAt(int row) const;
    /// The row of a key; -1 where it is not in the list. Up to a millisecond at a million rows.
    [[nodiscard]] int rowOf(ContextKey key) const;
    /// The context, if it is read.
    [[nodiscard]] std::optional<ContextSummary> summaryAt(int row) const;

    /// The rows a view shows: these are read first, then those around.
    void setViewport(int first, int last);

    /// How many rows are kept read.
    static constexpr int kCachedRows = 4000;

Q_SIGNALS:
    /// The keys have been read, or could not be.
    void loaded();
    void loadFailed(const Millrace::Error &error);
    /// isLoading() or staleCount() is another.
    void stateChanged();
    /// A row that is in the list has been read or read again.
    void rowsRead();

private:
    void applyChanges(const ChangeSet &changes);
    void replaceMiddle(const QList<ContextKey> &keys, qsizetype head, qsizetype tail);
    void insertAdded(const QList<ContextKey> &added);
    void readAdded(const QList<ContextKey> &added);
    void setStale(qint64 count);
    void loadPages();
    void readPage(const QList<ContextKey> &page);
    void takePage(const QList<ContextKey> &page, const QList<ContextSummary> &rows, const QList<QList<Json>> &fields);
    void announce(const QSet<ContextKey> &keys);

    ContextSource *m_source;
    QList<ContextColumn> m_columns = defaultColumns();
    QStringList m_expressions;
    QList<qsizetype> m_fields; ///< per column: place in ContextTableRow::fields, or -1
    ContextFilter m_filter;
    ContextOrder m_order = ContextOrder::Created;
    bool m_descending = true;

    QList<ContextKey> m_keys;
    mutable QCache<ContextKey, ContextTableRow> m_rows{kCachedRows};
    QSet<ContextKey> m_outdated; ///< read rows that have changed since
    QSet<ContextKey> m_requested;
    int m_first = 0;
    int m_last = 60;
    int m_pagesOut = 0;
    quint64 m_generation = 0; ///< of keys
    quint64 m_rowGeneration = 0; ///< of rows: another when the expressions are others
    bool m_loadingKeys = false;
    bool m_ready = false;
    qint64 m_stale = 0;
    QTimer m_loadTimer;
    QTimer m_refreshTimer;
};

} // namespace Millrace
