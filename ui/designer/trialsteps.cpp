// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/trialsteps.h"

#include "common/format.h"
#include "common/icons.h"

#include <QBrush>

using namespace Qt::StringLiterals;

namespace Millrace {

TrialSteps::TrialSteps(QObject *parent)
    : RowModel(parent)
{}

TrialStepRow TrialSteps::toRow(const Json &step, const QString &title)
{
    return {int(step.value("number").toInt()),
            title.isEmpty() ? step.value("node").toString() : title,
            step.value("context").toString(),
            int(step.value("visit").toInt(1)),
            step.value("state").toString(),
            step.value("port").toString(),
            qint64(step.value("duration_ms").toDouble() * 1000)};
}

QString TrialSteps::stateWord(const QString &state)
{
    if (state == "done"_L1)
        return tr("Done");
    if (state == "failed"_L1)
        return tr("Failed");
    if (state == "running"_L1)
        return tr("Running");
    if (state == "waits"_L1)
        return tr("Waits");
    if (state == "paused"_L1)
        return tr("Paused");
    if (state == "pinned"_L1)
        return tr("Pinned");
    if (state == "passed_over"_L1)
        return tr("Not run");
    if (state == "cancelled"_L1)
        return tr("Cancelled");
    return state;
}

QIcon TrialSteps::stateIcon(const QString &state)
{
    if (state == "done"_L1)
        return Icons::status(ContextStatus::Completed);
    if (state == "failed"_L1)
        return Icons::status(ContextStatus::Failed);
    if (state == "running"_L1)
        return Icons::status(ContextStatus::Processing);
    if (state == "waits"_L1)
        return Icons::status(ContextStatus::Pending);
    if (state == "paused"_L1)
        return Icons::icon(u"media-playback-pause");
    if (state == "pinned"_L1)
        return Icons::icon(u"window-pin", ThemeRole::Secondary);
    return Icons::status(ContextStatus::Cancelled);
}

QVariant TrialSteps::cell(const TrialStepRow &row, int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (which == Column::Took ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ForegroundRole)
        return which == Column::Step || which == Column::State ? QVariant() : QVariant(QBrush(Theme::color(ThemeRole::Secondary)));
    if (role == Qt::DecorationRole)
        return which == Column::State ? QVariant(stateIcon(row.state)) : QVariant();
    if (role == Qt::ToolTipRole)
        return which == Column::Step ? tr("Document %1").arg(row.context) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::Step: {
        QString title = row.title;
        if (row.context != "1"_L1)
            title += u" · "_s + row.context;
        if (row.visit > 1)
            title += tr(" · turn %1").arg(row.visit);
        return title;
    }
    case Column::State:
        return stateWord(row.state);
    case Column::Port:
        return row.port;
    case Column::Took:
        return row.state == "running"_L1 || row.durationUs == 0 ? QString() : Format::duration(row.durationUs);
    }
    return {};
}

QVariant TrialSteps::header(int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (which == Column::Took ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::Step:
        return tr("Step");
    case Column::State:
        return tr("State");
    case Column::Port:
        return tr("Way out");
    case Column::Took:
        return tr("Took");
    }
    return {};
}

} // namespace Millrace
