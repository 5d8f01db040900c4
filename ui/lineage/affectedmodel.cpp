// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/affectedmodel.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/statusstyle.h"
#include "lineage/lineagetext.h"

namespace Millrace {

QList<AffectedRow> AffectedModel::rowsOf(const Json &answer)
{
    QList<AffectedRow> rows;
    for (const Json &item : answer.value("items").items())
        rows.append({shownNodeOf(item), item.value("depth").toInt(), item.value("relation").toString()});
    return rows;
}

QVariant AffectedModel::cell(const AffectedRow &row, int column, int role) const
{
    if (role == Qt::ToolTipRole)
        return LineageText::detail(row.node);
    if (role == Qt::TextAlignmentRole && Column(column) == Column::Depth)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::DecorationRole) {
        if (Column(column) == Column::Title)
            return Icons::icon(LineageText::kindIcon(row.node.kind));
        const auto status = row.node.kind == ShownKind::Context ? statusFromName(row.node.status) : std::nullopt;
        return Column(column) == Column::Status && status ? QVariant(Icons::status(*status)) : QVariant();
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(column)) {
    case Column::Title:
        return LineageText::title(row.node);
    case Column::Kind:
        return LineageText::kindName(row.node.kind);
    case Column::Status:
        return LineageText::statusWord(row.node);
    case Column::How:
        return LineageText::relationName(row.relation);
    case Column::Depth:
        return Format::count(row.depth);
    case Column::At:
        return LineageText::time(row.node.at);
    }
    return {};
}

QVariant AffectedModel::header(int column, int role) const
{
    if (role == Qt::TextAlignmentRole && Column(column) == Column::Depth)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (Column(column)) {
    case Column::Title:
        return tr("Title");
    case Column::Kind:
        return tr("Kind");
    case Column::Status:
        return tr("Status");
    case Column::How:
        return tr("How");
    case Column::Depth:
        return tr("Hops");
    case Column::At:
        return tr("Made");
    }
    return {};
}

} // namespace Millrace
