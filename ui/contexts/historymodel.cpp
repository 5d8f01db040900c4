// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/historymodel.h"

#include "common/errortext.h"
#include "common/format.h"
#include "common/statuschip.h"
#include "common/statusstyle.h"

using namespace Qt::StringLiterals;

namespace Millrace {

QString HistoryModel::reasonText(const Json &reason)
{
    if (reason.isArray()) {
        QStringList texts;
        for (const Json &item : reason.items()) {
            const QString path = item.value("path").toString();
            const QString message = item.value("message").toString();
            texts.append(path.isEmpty() ? message : path + u": "_s + message);
        }
        return texts.join(u"; "_s);
    }
    return reason.isObject() ? ErrorText::of(Error::fromJson(reason)).paragraph() : reason.toString();
}

QVariant HistoryModel::cell(const TransitionRecord &row, int column, int role) const
{
    const Column which = Column(column);
    if (role == kStatusRole) {
        return which == Column::From ? QVariant(int(row.from)) : which == Column::To ? QVariant(int(row.to)) : QVariant();
    }
    if (role == Qt::TextAlignmentRole) {
        const bool number
            = which == Column::Seq || which == Column::Time || which == Column::Visit || which == Column::Attempt || which == Column::Duration;
        return QVariant::fromValue(Qt::AlignVCenter | (number ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role == Qt::ToolTipRole && which == Column::Time) {
        return Format::fullTime(row.at);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) {
        return {};
    }
    switch (which) {
    case Column::Seq:
        return Format::count(row.seq);
    case Column::Time:
        return Format::clockTime(row.at);
    case Column::From:
        return StatusStyle::word(row.from);
    case Column::To:
        return StatusStyle::word(row.to);
    case Column::Node:
        return row.node;
    case Column::Visit:
        return row.node.isEmpty() ? QString() : Format::count(row.visit);
    case Column::Attempt:
        return row.node.isEmpty() ? QString() : Format::count(row.attempt);
    case Column::Actor:
        return row.actorName.isEmpty() ? row.actor : row.actorName;
    case Column::Duration:
        return row.kind == TransitionKind::Finished ? Format::duration(row.durationUs) : QString();
    case Column::Port:
        return row.port;
    case Column::Reason:
        return reasonText(row.reason);
    }
    return {};
}

QVariant HistoryModel::header(int column, int role) const
{
    if (role == Qt::TextAlignmentRole) {
        return cell({}, column, role);
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (Column(column)) {
    case Column::Seq:
        return tr("No.");
    case Column::Time:
        return tr("Time");
    case Column::From:
        return tr("From");
    case Column::To:
        return tr("To");
    case Column::Node:
        return tr("Step");
    case Column::Visit:
        return tr("Visit");
    case Column::Attempt:
        return tr("Attempt");
    case Column::Actor:
        return tr("Who");
    case Column::Duration:
        return tr("Duration");
    case Column::Port:
        return tr("Port");
    case Column::Reason:
        return tr("Reason");
    }
    return {};
}

} // namespace Millrace
