// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <QSet>

#include <algorithm>

namespace Millrace {

/// A table over value rows: the boilerplate of every short list in the window. A subclass says columns, header and what a cell
/// shows; rows come with setRows(), which turns the difference into row signals, so that selection by row id survives.
///
/// `Row` needs operator==. Ids must be unique; setRows() keeps the first of two rows with one id. For up to some thousand
/// rows; a list of a million pages its rows instead.
template <typename Row, typename Id>
class RowModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const final { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const final { return parent.isValid() ? 0 : columns(); }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const final
    {
        return checkIndex(index, CheckIndexOption::IndexIsValid) ? cell(m_rows.at(index.row()), index.column(), role) : QVariant();
    }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const final
    {
        return orientation == Qt::Horizontal && section >= 0 && section < columns() ? header(section, role) : QVariant();
    }

    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }
    [[nodiscard]] const Row &row(int row) const { return m_rows.at(row); }
    /// -1 where no row has the id.
    [[nodiscard]] int rowOf(const Id &id) const
    {
        const auto found = std::ranges::find_if(m_rows, [&](const Row &row) { return idOf(row) == id; });
        return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
    }

    void setRows(const QList<Row> &given)
    {
        QList<Row> rows;
        QSet<Id> ids;
        rows.reserve(given.size());
        for (const Row &row : given) {
            if (!ids.contains(idOf(row))) {
                ids.insert(idOf(row));
                rows.append(row);
            }
        }
        removeOthers(ids);
        for (qsizetype i = 0; i < rows.size(); ++i)
            place(static_cast<int>(i), rows.at(i));
    }

protected:
    [[nodiscard]] virtual int columns() const = 0;
    [[nodiscard]] virtual Id idOf(const Row &row) const = 0;
    [[nodiscard]] virtual QVariant cell(const Row &row, int column, int role) const = 0;
    [[nodiscard]] virtual QVariant header(int column, int role) const = 0;

private:
    void removeOthers(const QSet<Id> &keep)
    {
        for (int last = static_cast<int>(m_rows.size()) - 1; last >= 0; --last) {
            if (keep.contains(idOf(m_rows.at(last))))
                continue;
            int first = last;
            while (first > 0 && !keep.contains(idOf(m_rows.at(first - 1))))
                --first;
            beginRemoveRows({}, first, last);
            m_rows.remove(first, last - first + 1);
            endRemoveRows();
            last = first;
        }
    }

    /// Makes row `at` this one; all rows before it are right already.
    void place(int at, const Row &row)
    {
        if (at < m_rows.size() && idOf(m_rows.at(at)) == idOf(row)) {
            if (!(m_rows.at(at) == row)) {
                m_rows[at] = row;
                Q_EMIT dataChanged(index(at, 0), index(at, columns() - 1));
            }
            return;
        }
        for (int from = at + 1; from < m_rows.size(); ++from) {
            if (idOf(m_rows.at(from)) != idOf(row))
                continue;
            beginMoveRows({}, from, from, {}, at);
            m_rows.move(from, at);
            endMoveRows();
            place(at, row);
            return;
        }
        beginInsertRows({}, at, at);
        m_rows.insert(at, row);
        endInsertRows();
    }

    QList<Row> m_rows;
};

} // namespace Millrace
