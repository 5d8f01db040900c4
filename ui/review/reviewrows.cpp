// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/reviewrows.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "sdk/clock.h"

#include <QDateTime>
#include <QHeaderView>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

qint64 timeOf(const Json &time)
{
    return parseIso(time.toString()).value_or(0);
}

} // namespace

void QueueModel::fetchMore(const QModelIndex &)
{
    if (std::exchange(m_more, false))
        Q_EMIT moreWanted();
}

QVariant QueueModel::cell(const Json &row, int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (which == Column::Confidence || which == Column::Since ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole && which == Column::Since)
        return Format::fullTime(timeOf(row.value("since")));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (which) {
    case Column::Title:
        return row.value("title").toString(row.value("context").toString());
    case Column::Confidence:
        return row.value("confidence").isNumber() ? Format::locale().toString(row.value("confidence").toDouble(), 'f', 2) : QString();
    case Column::Label:
        return row.value("label").toString();
    case Column::Pipeline:
        return row.value("pipeline_title").toString(row.value("pipeline").toString());
    case Column::Since:
        return Format::clockTime(timeOf(row.value("since")));
    case Column::Holder: {
        const Json &claim = row.value("claim");
        if (!claim.isNull())
            return claim.value("pack").isString() ? tr("pack %1").arg(claim.value("pack").toString())
                : claim.value("mine").toBool()    ? tr("me")
                                                  : claim.value("by").value("name").toString();
        const Json &assignee = row.value("assignee");
        return assignee.isNull() ? QString() : tr("for %1").arg(assignee.value("name").toString());
    }
    }
    return {};
}

QVariant QueueModel::header(int column, int role) const
{
    if (role == Qt::TextAlignmentRole)
        return cell({}, column, role);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(column)) {
    case Column::Title:
        return tr("Title");
    case Column::Confidence:
        return tr("Confidence");
    case Column::Label:
        return tr("Label");
    case Column::Pipeline:
        return tr("Pipeline");
    case Column::Since:
        return tr("Waits since");
    case Column::Holder:
        return tr("Who");
    }
    return {};
}

void DecisionModel::fetchMore(const QModelIndex &)
{
    if (std::exchange(m_more, false))
        Q_EMIT moreWanted();
}

QString DecisionModel::word(const QString &decision)
{
    return decision == "approved"_L1 ? tr("Approved")
        : decision == "rejected"_L1  ? tr("Rejected")
        : decision == "edited"_L1    ? tr("Approved as edited")
        : decision == "escalated"_L1 ? tr("Escalated")
        : decision == "skipped"_L1   ? tr("Skipped")
                                     : decision;
}

QString DecisionModel::iconName(const QString &decision)
{
    return decision == "approved"_L1 ? u"dialog-ok"_s
        : decision == "rejected"_L1  ? u"dialog-cancel"_s
        : decision == "edited"_L1    ? u"document-edit"_s
        : decision == "escalated"_L1 ? u"go-up"_s
                                     : u"go-next"_s;
}

QVariant DecisionModel::cell(const Json &row, int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (which == Column::At || which == Column::Took ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::DecorationRole && which == Column::Decision)
        return Icons::icon(iconName(row.value("decision").toString()));
    if (role == Qt::ToolTipRole && which == Column::At)
        return Format::fullTime(timeOf(row.value("at")));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (which) {
    case Column::At:
        return Format::clockTime(timeOf(row.value("at")));
    case Column::Title:
        return row.value("title").toString(row.value("context").toString());
    case Column::Decision:
        return word(row.value("decision").toString());
    case Column::Note:
        return row.value("note").toString();
    case Column::Pipeline:
        return row.value("pipeline_title").toString(row.value("pipeline").toString());
    case Column::Took:
        return row.value("took_ms").toInt() > 0 ? Format::duration(row.value("took_ms").toInt() * 1000) : QString();
    case Column::State: {
        const QString state = row.value("state").toString();
        const QString pack = row.value("merged_from").toString();
        return state == "undone"_L1   ? tr("undone")
            : state == "corrected"_L1 ? tr("corrected")
            : !pack.isEmpty()         ? tr("from pack %1").arg(pack)
                                      : QString();
    }
    }
    return {};
}

QVariant DecisionModel::header(int column, int role) const
{
    if (role == Qt::TextAlignmentRole)
        return cell({}, column, role);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(column)) {
    case Column::At:
        return tr("Time");
    case Column::Title:
        return tr("Title");
    case Column::Decision:
        return tr("Decision");
    case Column::Note:
        return tr("Note");
    case Column::Pipeline:
        return tr("Pipeline");
    case Column::Took:
        return tr("Took");
    case Column::State:
        return tr("State");
    }
    return {};
}

void setUpColumns(QHeaderView *header, int stretched, const QList<std::pair<int, int>> &units)
{
    constexpr int kLeast = 18;
    header->setStretchLastSection(false);
    header->setSectionsMovable(false);
    header->setMinimumSectionSize(Metrics::gap(kLeast));
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(stretched, QHeaderView::Stretch);
    for (const auto &[column, width] : units)
        header->resizeSection(column, Metrics::gap(width));
}

QString dayBegan()
{
    return isoMicroseconds(QDate::currentDate().startOfDay().toMSecsSinceEpoch() * 1000);
}

} // namespace Millrace
