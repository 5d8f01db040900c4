// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowmodel.h"
#include "sdk/json.h"

namespace Millrace {

/// What one node took. Times in seconds.
struct SlowNode
{
    QString pipeline;
    QString pipelineTitle;
    QString node;
    QString title;
    qint64 calls = 0;
    qint64 failed = 0;
    double total = 0;
    double share = 0;
    double mean = 0;
    double median = 0;
    double p95 = 0;
    double p99 = 0;
    double greatest = 0;
    double wait = 0; ///< 95th percentile of the time before it began

    [[nodiscard]] static SlowNode fromJson(const Json &json);

    friend bool operator==(const SlowNode &, const SlowNode &) = default;
};

/// What one statement of the store took, all its runs together.
struct SlowStatement
{
    QString sql;
    qint64 calls = 0;
    double total = 0;
    double share = 0;
    double mean = 0;
    double greatest = 0;
    qint64 rowsScanned = 0;
    qint64 sorts = 0;
    qint64 autoIndexes = 0;
    QString plan;

    [[nodiscard]] static SlowStatement fromJson(const Json &json);

    friend bool operator==(const SlowStatement &, const SlowStatement &) = default;
};

class SlowNodesModel final : public RowModel<SlowNode, QString>
{
    Q_OBJECT

public:
    enum class Column : quint8 { Node, Pipeline, Share, Total, Calls, Failed, Mean, Median, P95, P99, Wait };

    explicit SlowNodesModel(QObject *parent = nullptr);

protected:
    [[nodiscard]] int columns() const override { return static_cast<int>(Column::Wait) + 1; }
    [[nodiscard]] QString idOf(const SlowNode &row) const override { return row.pipeline + QLatin1Char('/') + row.node; }
    [[nodiscard]] QVariant cell(const SlowNode &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

class SlowStatementsModel final : public RowModel<SlowStatement, QString>
{
    Q_OBJECT

public:
    enum class Column : quint8 { Sql, Share, Total, Calls, Mean, Greatest, Rows };

    explicit SlowStatementsModel(QObject *parent = nullptr);

protected:
    [[nodiscard]] int columns() const override { return static_cast<int>(Column::Rows) + 1; }
    [[nodiscard]] QString idOf(const SlowStatement &row) const override { return row.sql; }
    [[nodiscard]] QVariant cell(const SlowStatement &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

/// Role under which a cell gives a share of 0 to 1, for the bar behind it.
inline constexpr int kShareRole = Qt::UserRole + 120;

} // namespace Millrace
