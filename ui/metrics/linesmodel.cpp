// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/linesmodel.h"

#include <algorithm>

namespace Millrace {

LinesModel::LinesModel(QObject *parent)
    : RowModel(parent)
{}

QList<LineRow> LinesModel::rowsOf(const PlotContent &content)
{
    QList<LineRow> rows;
    for (const PlotLine &line : content.lines) {
        const LineSums sums = LineSums::of(line.series());
        if (!sums.isEmpty)
            rows.append({line.series().name, sums, content.unit});
    }
    std::ranges::stable_sort(rows, std::ranges::greater(), [&](const LineRow &row) { return content.isCounted ? row.sums.sum : row.sums.last; });
    return rows;
}

void LinesModel::setContent(const PlotContent &content)
{
    setRows(rowsOf(content));
}

QVariant LinesModel::cell(const LineRow &row, int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::TextAlignmentRole)
        return which == Column::Name ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && which == Column::Name)
        return row.name;
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::Name:
        return row.name;
    case Column::Sum:
        return UnitText::value(row.sums.sum, row.unit);
    case Column::Last:
        return UnitText::value(row.sums.last, row.unit);
    case Column::Least:
        return UnitText::value(row.sums.least, row.unit);
    case Column::Mean:
        return UnitText::value(row.sums.mean, row.unit);
    case Column::Greatest:
        return UnitText::value(row.sums.greatest, row.unit);
    }
    return {};
}

QVariant LinesModel::header(int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::TextAlignmentRole)
        return which == Column::Name ? QVariant() : QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::Name:
        return tr("What");
    case Column::Sum:
        return tr("Sum");
    case Column::Last:
        return tr("Last");
    case Column::Least:
        return tr("Least");
    case Column::Mean:
        return tr("Mean");
    case Column::Greatest:
        return tr("Greatest");
    }
    return {};
}

} // namespace Millrace
