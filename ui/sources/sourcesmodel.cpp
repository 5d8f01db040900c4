// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/sourcesmodel.h"

#include "sources/sourcedelegate.h"

using namespace Qt::StringLiterals;

namespace Millrace {

SourcesModel::SourcesModel(QObject *parent)
    : RowModel(parent)
{}

QVariant SourcesModel::cell(const SourceInfo &row, int, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case Qt::ToolTipRole:
        return row.problem.isEmpty() ? row.folder : u"%1\n%2"_s.arg(row.folder, row.problem);
    case Qt::AccessibleTextRole:
        return u"%1, %2, %3"_s.arg(row.title, SourceDelegate::stateWord(row), SourceDelegate::sums(row));
    case InfoRole:
        return QVariant::fromValue(row);
    default:
        return {};
    }
}

QVariant SourcesModel::header(int, int role) const
{
    return role == Qt::DisplayRole ? QVariant(tr("Folder")) : QVariant();
}

} // namespace Millrace
