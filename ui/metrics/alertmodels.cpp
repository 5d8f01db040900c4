// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/alertmodels.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/theme.h"
#include "metrics/metrictext.h"

#include <QBrush>
#include <QCoreApplication>
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QVariant secondary()
{
    return QBrush(Theme::color(ThemeRole::Secondary));
}

bool isFuture(qint64 microseconds)
{
    return microseconds > QDateTime::currentMSecsSinceEpoch() * 1000;
}

} // namespace

QIcon severityIcon(const QString &severity)
{
    if (severity == "critical"_L1)
        return Icons::status(ContextStatus::Failed);
    return Icons::icon(severity == "warning"_L1 ? u"sign-warning" : u"sign-info");
}

AlertsModel::AlertsModel(QObject *parent)
    : RowModel(parent)
{}

QVariant AlertsModel::cell(const AlertInfo &row, int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::DecorationRole)
        return which == Column::Severity ? QVariant(severityIcon(row.severity)) : QVariant();
    if (role == Qt::ForegroundRole)
        return which == Column::Title || which == Column::Severity ? QVariant() : secondary();
    if (role == Qt::ToolTipRole) {
        return which == Column::Since ? Format::fullTime(row.since) : row.note.isEmpty() ? row.text : u"%1\n%2"_s.arg(row.text, row.note);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::Severity:
        return MetricText::severity(row.severity);
    case Column::Title:
        return row.title;
    case Column::What:
        return row.text;
    case Column::State: {
        QStringList states{MetricText::state(row.state)};
        if (isFuture(row.silencedUntil))
            states.append(tr("silenced until %1").arg(Format::clockTime(row.silencedUntil)));
        if (row.isAcknowledged())
            states.append(row.acknowledgedBy.isEmpty() ? tr("acknowledged") : tr("acknowledged by %1").arg(row.acknowledgedBy));
        return states.join(u", "_s);
    }
    case Column::Since:
        return Format::clockTime(row.since);
    }
    return {};
}

QVariant AlertsModel::header(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(column)) {
    case Column::Severity:
        return tr("Severity");
    case Column::Title:
        return tr("Problem");
    case Column::What:
        return tr("What was seen");
    case Column::State:
        return tr("State");
    case Column::Since:
        return tr("Since");
    }
    return {};
}

RulesModel::RulesModel(QObject *parent)
    : RowModel(parent)
{}

QVariant RulesModel::cell(const RuleInfo &row, int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::DecorationRole)
        return which == Column::Severity ? QVariant(severityIcon(row.severity)) : QVariant();
    if (role == Qt::ForegroundRole)
        return row.isEnabled && which == Column::Title ? QVariant() : secondary();
    if (role == Qt::ToolTipRole)
        return row.json.value("help").isString() ? row.json.value("help").toString() : row.condition();
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::Title:
        return row.title;
    case Column::Condition:
        return row.condition();
    case Column::Severity:
        return MetricText::severity(row.severity);
    case Column::State:
        return row.isEnabled ? MetricText::state(row.state) : QCoreApplication::translate("RulesModel", "Off");
    }
    return {};
}

QVariant RulesModel::header(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(column)) {
    case Column::Title:
        return QCoreApplication::translate("RulesModel", "Rule");
    case Column::Condition:
        return QCoreApplication::translate("RulesModel", "It is a problem when");
    case Column::Severity:
        return QCoreApplication::translate("RulesModel", "Severity");
    case Column::State:
        return QCoreApplication::translate("RulesModel", "State");
    }
    return {};
}

} // namespace Millrace
