// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "quarantine/quarantinemodel.h"

#include "common/format.h"
#include "sdk/clock.h"

namespace Millrace {

void QuarantineModel::fetchMore(const QModelIndex &)
{
    if (std::exchange(m_more, false))
        Q_EMIT moreWanted();
}

QString QuarantineModel::titleOf(const Json &row)
{
    for (const char *key : {"title", "source"}) {
        if (const QString name = row.value(key).toString(); !name.isEmpty())
            return name;
    }
    return Format::shortId(row.value("id").toString());
}

QVariant QuarantineModel::cell(const Json &row, int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (which == Column::Since || which == Column::Passes ? Qt::AlignRight : Qt::AlignLeft));
    const qint64 since = parseIso(row.value("since").toString()).value_or(0);
    if (role == Qt::ToolTipRole && which == Column::Since)
        return Format::fullTime(since);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (which) {
    case Column::Title:
        return titleOf(row);
    case Column::Reason: {
        const qint64 reasons = row.value("reasons").toInt();
        QString message = row.value("message").toString();
        // Of a file its name is enough; where it lies would hide what is wrong with it.
        if (const QString source = row.value("source").toString(); !source.isEmpty() && message.contains(u'/' + source + u':'))
            message.remove(0, message.indexOf(u'/' + source + u':') + 1);
        if (const QString path = row.value("path").toString(); !path.isEmpty() && !message.contains(path))
            message = tr("%1: %2").arg(path, message);
        if (reasons > 1 && message.endsWith(u'.'))
            message.chop(1);
        return reasons > 1 ? tr("%1, and %n more", nullptr, static_cast<int>(reasons - 1)).arg(message) : message;
    }
    case Column::Since:
        return Format::clockTime(since);
    case Column::Passes:
        return Format::count(row.value("passes").toInt());
    }
    return {};
}

QVariant QuarantineModel::header(int column, int role) const
{
    if (role == Qt::TextAlignmentRole)
        return cell({}, column, role);
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(column)) {
    case Column::Title:
        return tr("Title");
    case Column::Reason:
        return tr("Why");
    case Column::Since:
        return tr("Since");
    case Column::Passes:
        return tr("Passes");
    }
    return {};
}

} // namespace Millrace
