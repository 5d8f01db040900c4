// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/slowmodels.h"

#include "common/format.h"
#include "common/theme.h"
#include "metrics/unittext.h"

#include <QBrush>
#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QString seconds(double value)
{
    return UnitText::value(value, Unit::Seconds);
}

QVariant rightAligned()
{
    return QVariant(Qt::AlignRight | Qt::AlignVCenter);
}

} // namespace

SlowNode SlowNode::fromJson(const Json &json)
{
    return {.pipeline = json.value("pipeline").toString(),
            .pipelineTitle = json.value("pipeline_title").toString(),
            .node = json.value("node").toString(),
            .title = json.value("title").toString(),
            .calls = json.value("calls").toInt(),
            .failed = json.value("failed").toInt(),
            .total = json.value("total_seconds").toDouble(),
            .share = json.value("share").toDouble(),
            .mean = json.value("avg").toDouble(),
            .median = json.value("p50").toDouble(),
            .p95 = json.value("p95").toDouble(),
            .p99 = json.value("p99").toDouble(),
            .greatest = json.value("max").toDouble(),
            .wait = json.value("wait_p95").toDouble()};
}

SlowStatement SlowStatement::fromJson(const Json &json)
{
    return {.sql = json.value("sql").toString(),
            .calls = json.value("calls").toInt(),
            .total = json.value("total_seconds").toDouble(),
            .share = json.value("share").toDouble(),
            .mean = json.value("avg").toDouble(),
            .greatest = json.value("max").toDouble(),
            .rowsScanned = json.value("rows_scanned").toInt(),
            .sorts = json.value("sorts").toInt(),
            .autoIndexes = json.value("auto_indexes").toInt(),
            .plan = json.value("plan").toString()};
}

SlowNodesModel::SlowNodesModel(QObject *parent)
    : RowModel(parent)
{}

QVariant SlowNodesModel::cell(const SlowNode &row, int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == kShareRole)
        return which == Column::Share ? QVariant(row.share) : QVariant();
    if (role == Qt::TextAlignmentRole)
        return which == Column::Node || which == Column::Pipeline ? QVariant() : rightAligned();
    if (role == Qt::ForegroundRole)
        return which == Column::Pipeline ? QVariant(QBrush(Theme::color(ThemeRole::Secondary))) : QVariant();
    if (role == Qt::ToolTipRole)
        return tr("%1 of %2: longest %3").arg(row.node, row.pipeline, seconds(row.greatest));
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::Node:
        return row.title.isEmpty() ? row.node : row.title;
    case Column::Pipeline:
        return row.pipelineTitle.isEmpty() ? row.pipeline : row.pipelineTitle;
    case Column::Share:
        return UnitText::value(row.share, Unit::Share);
    case Column::Total:
        return seconds(row.total);
    case Column::Calls:
        return Format::count(row.calls);
    case Column::Failed:
        return row.failed > 0 ? Format::count(row.failed) : QString();
    case Column::Mean:
        return seconds(row.mean);
    case Column::Median:
        return seconds(row.median);
    case Column::P95:
        return seconds(row.p95);
    case Column::P99:
        return seconds(row.p99);
    case Column::Wait:
        return seconds(row.wait);
    }
    return {};
}

QVariant SlowNodesModel::header(int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::TextAlignmentRole)
        return which == Column::Node || which == Column::Pipeline ? QVariant() : rightAligned();
    if (role == Qt::ToolTipRole && which == Column::Wait)
        return tr("95 of 100 waited no longer than this before they were begun");
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::Node:
        return tr("Node");
    case Column::Pipeline:
        return tr("Pipeline");
    case Column::Share:
        return tr("Share");
    case Column::Total:
        return tr("Total");
    case Column::Calls:
        return tr("Steps");
    case Column::Failed:
        return tr("Failed");
    case Column::Mean:
        return tr("Mean");
    case Column::Median:
        return tr("Median");
    case Column::P95:
        return tr("95 %");
    case Column::P99:
        return tr("99 %");
    case Column::Wait:
        return tr("Waited");
    }
    return {};
}

SlowStatementsModel::SlowStatementsModel(QObject *parent)
    : RowModel(parent)
{}

QVariant SlowStatementsModel::cell(const SlowStatement &row, int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == kShareRole)
        return which == Column::Share ? QVariant(row.share) : QVariant();
    if (role == Qt::TextAlignmentRole)
        return which == Column::Sql ? QVariant() : rightAligned();
    if (role == Qt::FontRole)
        return which == Column::Sql ? QVariant(Theme::font(TextRole::Fixed)) : QVariant();
    if (role == Qt::ToolTipRole)
        return row.plan.isEmpty() ? row.sql : u"%1\n%2"_s.arg(row.sql, row.plan);
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::Sql:
        return row.sql;
    case Column::Share:
        return UnitText::value(row.share, Unit::Share);
    case Column::Total:
        return seconds(row.total);
    case Column::Calls:
        return Format::count(row.calls);
    case Column::Mean:
        return seconds(row.mean);
    case Column::Greatest:
        return seconds(row.greatest);
    case Column::Rows:
        return Format::count(row.rowsScanned);
    }
    return {};
}

QVariant SlowStatementsModel::header(int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::TextAlignmentRole)
        return which == Column::Sql ? QVariant() : rightAligned();
    if (role == Qt::ToolTipRole && which == Column::Rows)
        return QCoreApplication::translate("SlowStatementsModel", "Rows that were read without an index");
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::Sql:
        return QCoreApplication::translate("SlowStatementsModel", "Statement");
    case Column::Share:
        return QCoreApplication::translate("SlowStatementsModel", "Share");
    case Column::Total:
        return QCoreApplication::translate("SlowStatementsModel", "Total");
    case Column::Calls:
        return QCoreApplication::translate("SlowStatementsModel", "Runs");
    case Column::Mean:
        return QCoreApplication::translate("SlowStatementsModel", "Mean");
    case Column::Greatest:
        return QCoreApplication::translate("SlowStatementsModel", "Longest");
    case Column::Rows:
        return QCoreApplication::translate("SlowStatementsModel", "Scanned");
    }
    return {};
}

} // namespace Millrace
