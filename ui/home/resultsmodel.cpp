// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "home/resultsmodel.h"

#include "common/format.h"
#include "common/theme.h"

#include <QBrush>

namespace Millrace {

ResultsModel::ResultsModel(QObject *parent)
    : RowModel(parent)
{}

int ResultsModel::columns() const
{
    return static_cast<int>(Column::Finished) + 1;
}

ContextKey ResultsModel::idOf(const ResultRow &row) const
{
    return row.context.key;
}

QVariant ResultsModel::cell(const ResultRow &row, int column, int role) const
{
    const ContextSummary &context = row.context;
    const auto which = static_cast<Column>(column);
    if (role == Qt::TextAlignmentRole) {
        const bool number = which == Column::Words || which == Column::Took || which == Column::Finished;
        return QVariant::fromValue(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role == Qt::ForegroundRole)
        return which == Column::Title ? QVariant() : QVariant(QBrush(Theme::color(ThemeRole::Secondary)));
    if (role == Qt::ToolTipRole)
        return which == Column::Finished ? Format::fullTime(context.endedAt) : which == Column::Title ? QVariant(context.id) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::Title:
        return context.title.isEmpty() ? context.id : context.title;
    case Column::Pipeline:
        return context.pipelineTitle.isEmpty() ? context.pipeline : context.pipelineTitle;
    case Column::Words:
        return row.words >= 0 ? Format::count(row.words) : QString();
    case Column::Took:
        return context.endedAt > 0 && context.startedAt > 0 ? Format::duration(context.endedAt - context.startedAt) : QString();
    case Column::Finished:
        return Format::clockTime(context.endedAt);
    }
    return {};
}

QVariant ResultsModel::header(int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::TextAlignmentRole) {
        const bool number = which == Column::Words || which == Column::Took || which == Column::Finished;
        return QVariant::fromValue(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::Title:
        return tr("Title");
    case Column::Pipeline:
        return tr("Pipeline");
    case Column::Words:
        return tr("Words");
    case Column::Took:
        return tr("Took");
    case Column::Finished:
        return tr("Finished");
    }
    return {};
}

} // namespace Millrace
