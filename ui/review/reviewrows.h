// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowmodel.h"
#include "sdk/json.h"

#include <initializer_list>

class QHeaderView;

namespace Millrace {

/// What waits for review, as the door's ITEM; more rows are asked for by the view as it scrolls.
class QueueModel final : public RowModel<Json, QString>
{
    Q_OBJECT

public:
    enum class Column : quint8 { Title, Confidence, Label, Pipeline, Since, Holder };

    using RowModel::RowModel;

    /// More rows than these are there.
    void setMore(bool more) { m_more = more; }
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override { return !parent.isValid() && m_more; }
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void moreWanted();

protected:
    [[nodiscard]] int columns() const override { return static_cast<int>(Column::Holder) + 1; }
    [[nodiscard]] QString idOf(const Json &row) const override { return row.value("item").toString(); }
    [[nodiscard]] QVariant cell(const Json &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;

private:
    bool m_more = false;
};

/// Decisions, the newest first, as the door's DECISION.
class DecisionModel final : public RowModel<Json, QString>
{
    Q_OBJECT

public:
    enum class Column : quint8 { At, Title, Decision, Note, Pipeline, Took, State };

    using RowModel::RowModel;

    void setMore(bool more) { m_more = more; }
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override { return !parent.isValid() && m_more; }
    void fetchMore(const QModelIndex &parent) override;

    /// "Approved", "Rejected", … in the person's language.
    [[nodiscard]] static QString word(const QString &decision);
    [[nodiscard]] static QString iconName(const QString &decision);

Q_SIGNALS:
    void moreWanted();

protected:
    [[nodiscard]] int columns() const override { return static_cast<int>(Column::State) + 1; }
    [[nodiscard]] QString idOf(const Json &row) const override { return row.value("id").toString(); }
    [[nodiscard]] QVariant cell(const Json &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;

private:
    bool m_more = false;
};

/// Columns as wide as so many units of the grid; one takes what is left.
void setUpColumns(QHeaderView *header, int stretched, const QList<std::pair<int, int>> &units);
template <typename Column>
void setUpColumns(QHeaderView *header, Column stretched, std::initializer_list<std::pair<Column, int>> units)
{
    QList<std::pair<int, int>> widths;
    for (const auto &[column, width] : units)
        widths.emplaceBack(static_cast<int>(column), width);
    setUpColumns(header, static_cast<int>(stretched), widths);
}

/// When the day began where this person is, as the door wants it.
[[nodiscard]] QString dayBegan();

} // namespace Millrace
