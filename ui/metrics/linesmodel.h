// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowmodel.h"
#include "metrics/queryanswer.h"

namespace Millrace {

/// One line of a panel in numbers.
struct LineRow
{
    QString name;
    LineSums sums;
    Unit unit = Unit::Number;

    friend bool operator==(const LineRow &, const LineRow &) = default;
};

/// The lines of a panel as a table: of each what it was last, at least, on average and at most.
class LinesModel final : public RowModel<LineRow, QString>
{
    Q_OBJECT

public:
    enum class Column : quint8 { Name, Sum, Last, Least, Mean, Greatest };
    static constexpr int kColumns = static_cast<int>(Column::Greatest) + 1;

    explicit LinesModel(QObject *parent = nullptr);

    void setContent(const PlotContent &content);
    [[nodiscard]] static QList<LineRow> rowsOf(const PlotContent &content);

protected:
    [[nodiscard]] int columns() const override { return kColumns; }
    [[nodiscard]] QString idOf(const LineRow &row) const override { return row.name; }
    [[nodiscard]] QVariant cell(const LineRow &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

} // namespace Millrace
