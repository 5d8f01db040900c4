// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/noticemodel.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/noticebar.h"

namespace Millrace {

namespace {
constexpr qsizetype kKept = 500;
}

NoticeModel::NoticeModel(QObject *parent)
    : RowModel(parent)
{}

void NoticeModel::add(const Notice &notice, qint64 at)
{
    QList<NoticeRow> rows = this->rows();
    rows.prepend({++m_lastId, at, notice.severity, notice.what, notice.why, notice.remedy});
    rows.resize(std::min(rows.size(), kKept));
    setRows(rows);
}

void NoticeModel::clear()
{
    setRows({});
}

int NoticeModel::columns() const
{
    return static_cast<int>(Column::Remedy) + 1;
}

qint64 NoticeModel::idOf(const NoticeRow &row) const
{
    return row.id;
}

QVariant NoticeModel::cell(const NoticeRow &row, int column, int role) const
{
    switch (static_cast<Column>(column)) {
    case Column::Time:
        if (role == Qt::DisplayRole)
            return Format::clockTime(row.at);
        if (role == Qt::ForegroundRole)
            return QBrush(Theme::color(ThemeRole::Secondary));
        break;
    case Column::What:
        if (role == Qt::DisplayRole)
            return row.what;
        if (role == Qt::DecorationRole) {
            const bool bad = row.severity == Notice::Severity::Error;
            return row.severity == Notice::Severity::Info   ? Icons::icon(NoticeBar::iconName(row.severity), ThemeRole::Accent)
                : bad                                       ? Icons::status(ContextStatus::Failed)
                : row.severity == Notice::Severity::Success ? Icons::status(ContextStatus::Completed)
                                                            : Icons::icon(NoticeBar::iconName(row.severity));
        }
        break;
    case Column::Why:
        if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
            return row.why;
        break;
    case Column::Remedy:
        if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
            return row.remedy;
        break;
    }
    return {};
}

QVariant NoticeModel::header(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(column)) {
    case Column::Time:
        return tr("Time");
    case Column::What:
        return tr("What happened");
    case Column::Why:
        return tr("Why");
    case Column::Remedy:
        return tr("What you can do");
    }
    return {};
}

} // namespace Millrace
