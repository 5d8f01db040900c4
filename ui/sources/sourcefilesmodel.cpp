// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/sourcefilesmodel.h"

#include "common/errortext.h"
#include "common/format.h"
#include "common/theme.h"

#include <QBrush>

using namespace Qt::StringLiterals;

namespace Millrace {

SourceFilesModel::SourceFilesModel(QObject *parent)
    : RowModel(parent)
{}

void SourceFilesModel::fetchMore(const QModelIndex &)
{
    m_hasMore = false; // until the answer says otherwise
    Q_EMIT moreRequested();
}

QString SourceFilesModel::reasonText(const SourceFile &file)
{
    if (!file.reason.isObject())
        return {};
    const Error error = Error::fromJson(file.reason);
    // The row has the file's name already.
    QString why = Format::withoutFolders(error.text);
    if (const QString name = file.path.section(u'/', -1) + u": "_s; why.startsWith(name))
        why = why.sliced(name.size());
    const QString what = file.kind == SourceFileKind::Failed ? ErrorText::of(error).what : tr("In quarantine, whole or in part");
    return why.isEmpty() ? what : u"%1: %2"_s.arg(what, why);
}

QVariant SourceFilesModel::cell(const SourceFile &row, int column, int role) const
{
    const auto which = static_cast<Column>(column);
    const bool isNumber = which == Column::Size || which == Column::Attempts || which == Column::Changed;
    switch (role) {
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ForegroundRole:
        return which == Column::File ? QVariant() : QVariant(QBrush(Theme::color(ThemeRole::Secondary)));
    case Qt::ToolTipRole:
        if (which == Column::Changed)
            return Format::fullTime(row.changedAt);
        return which == Column::Reason && row.reason.isObject() ? ErrorText::of(Error::fromJson(row.reason)).paragraph() : row.path;
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (which) {
    case Column::File:
        return row.path;
    case Column::Reason:
        return reasonText(row);
    case Column::Size:
        return Format::bytes(row.size);
    case Column::Attempts:
        return row.attempts > 0 ? Format::count(row.attempts) : QString();
    case Column::Changed:
        return Format::clockTime(row.changedAt);
    }
    return {};
}

QVariant SourceFilesModel::header(int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = which == Column::Size || which == Column::Attempts || which == Column::Changed;
        return QVariant::fromValue(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::File:
        return tr("File");
    case Column::Reason:
        return tr("Reason");
    case Column::Size:
        return tr("Size");
    case Column::Attempts:
        return tr("Attempts");
    case Column::Changed:
        return tr("When");
    }
    return {};
}

} // namespace Millrace
