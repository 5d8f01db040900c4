// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/agentmodels.h"

#include "common/format.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/theme.h"

#include <QBrush>
#include <QCoreApplication>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Millrace {

QString accessWord(const QString &access)
{
    if (access == "read"_L1)
        return QCoreApplication::translate("Agents", "Reads");
    if (access == "propose"_L1)
        return QCoreApplication::translate("Agents", "Proposes");
    if (access == "write"_L1)
        return QCoreApplication::translate("Agents", "Changes");
    return QCoreApplication::translate("Agents", "Destroys");
}

// --- clients -----------------------------------------------------------------------------------------------------------------

AgentsModel::AgentsModel(QObject *parent)
    : RowModel(parent)
{}

QString AgentsModel::stateText(const AgentInfo &agent)
{
    if (agent.isRevoked)
        return tr("Shut out");
    if (agent.held > 0)
        return tr("%n call(s) wait for you", nullptr, static_cast<int>(agent.held));
    if (!agent.doing.isEmpty())
        return tr("Does %1").arg(agent.doing.join(u", "_s));
    if (!agent.sessions.isEmpty())
        return tr("Connected: %1").arg(agent.sessions.join(u"; "_s));
    return agent.lastSeenAt > 0 ? tr("Here last %1").arg(Format::clockTime(agent.lastSeenAt)) : tr("Was never here");
}

QVariant AgentsModel::cell(const AgentInfo &row, int, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return row.name;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return u"%1, %2"_s.arg(row.name, stateText(row));
    case InfoRole:
        return QVariant::fromValue(row);
    default:
        return {};
    }
}

QVariant AgentsModel::header(int, int role) const
{
    return role == Qt::DisplayRole ? QVariant(tr("Agent")) : QVariant();
}

QSize AgentDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {Metrics::gap(60), Metrics::gap(13)};
}

void AgentDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    paintBackground(painter, option);
    const auto agent = index.data(AgentsModel::InfoRole).value<AgentInfo>();
    const QRect inside = option.rect.adjusted(Metrics::gap(4), Metrics::gap(2), -Metrics::gap(4), -Metrics::gap(2));
    const int size = Metrics::gap(5);
    const double ratio = option.widget ? option.widget->devicePixelRatio() : 1.0;
    const bool isHere = !agent.sessions.isEmpty() || !agent.doing.isEmpty();
    const QString icon = agent.isRevoked ? u"dialog-cancel"_s
        : agent.held > 0                 ? u"dialog-question"_s
        : isHere                         ? u"network-connect"_s
                                         : u"network-disconnect"_s;
    const QColor color = agent.isRevoked ? Theme::color(ThemeRole::Secondary)
        : agent.held > 0                 ? Theme::color(ContextStatus::AwaitingReview)
        : isHere                         ? Theme::color(ContextStatus::Completed)
                                         : Theme::color(ThemeRole::Secondary);
    painter->drawPixmap(QPoint(inside.left(), inside.top() + (inside.height() - size) / 2), Icons::pixmap(icon, size, ratio, color));
    const QRect texts = inside.adjusted(size + Metrics::gap(3), 0, 0, 0);
    const QRect upper(texts.left(), texts.top(), texts.width(), texts.height() / 2);
    const QRect lower(texts.left(), upper.bottom() + 1, texts.width(), texts.height() - upper.height());
    const QFont strong = Theme::font(TextRole::Strong);
    painter->setFont(strong);
    painter->setPen(Theme::color(agent.isRevoked ? ThemeRole::Secondary : ThemeRole::Text));
    painter->drawText(upper, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(strong).elidedText(agent.name, Qt::ElideRight, upper.width()));
    const QFont small = Theme::font(TextRole::Secondary);
    painter->setFont(small);
    painter->setPen(agent.held > 0 && !agent.isRevoked ? color : Theme::color(ThemeRole::Secondary));
    painter->drawText(lower, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(small).elidedText(AgentsModel::stateText(agent), Qt::ElideRight, lower.width()));
}

// --- calls that wait -----------------------------------------------------------------------------------------------------------

HeldModel::HeldModel(QObject *parent)
    : RowModel(parent)
{}

QVariant HeldModel::cell(const HeldInfo &row, int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::ForegroundRole)
        return which == Column::Wants ? QVariant() : QVariant(QBrush(Theme::color(ThemeRole::Secondary)));
    if (role == Qt::ToolTipRole)
        return row.sentence();
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::Agent:
        return row.client;
    case Column::Wants:
        return row.title;
    case Column::Access:
        return accessWord(row.access);
    case Column::Asked:
        return Format::clockTime(row.askedAt);
    }
    return {};
}

QVariant HeldModel::header(int column, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    switch (static_cast<Column>(column)) {
    case Column::Agent:
        return tr("Agent");
    case Column::Wants:
        return tr("Wants to");
    case Column::Access:
        return tr("What it does");
    case Column::Asked:
        return tr("Asked");
    }
    return {};
}

// --- the log -------------------------------------------------------------------------------------------------------------------

RequestsModel::RequestsModel(QObject *parent)
    : RowModel(parent)
{}

QVariant RequestsModel::cell(const RequestInfo &row, int column, int role) const
{
    const auto which = static_cast<Column>(column);
    switch (role) {
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (which == Column::Duration ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ForegroundRole:
        if (which == Column::Outcome && !row.code.isEmpty())
            return QBrush(Theme::color(ContextStatus::Failed));
        return which == Column::Asked ? QVariant() : QVariant(QBrush(Theme::color(ThemeRole::Secondary)));
    case Qt::ToolTipRole:
        return which == Column::When ? Format::fullTime(row.at) : u"%1 %2"_s.arg(row.transport, row.method);
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (which) {
    case Column::When:
        return Format::clockTime(row.at);
    case Column::Agent:
        return row.client;
    case Column::Asked: {
        const QString name = row.tool.isEmpty() ? row.method : row.tool;
        return row.calls > 1 ? tr("%1, %2 times").arg(name, Format::count(row.calls)) : name;
    }
    case Column::Outcome:
        return row.code.isEmpty() ? tr("Answered") : row.code;
    case Column::Duration:
        return Format::duration(row.durationUs);
    }
    return {};
}

QVariant RequestsModel::header(int column, int role) const
{
    const auto which = static_cast<Column>(column);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (which == Column::Duration ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (which) {
    case Column::When:
        return tr("When");
    case Column::Agent:
        return tr("Agent");
    case Column::Asked:
        return tr("Asked for");
    case Column::Outcome:
        return tr("Outcome");
    case Column::Duration:
        return tr("Duration");
    }
    return {};
}

} // namespace Millrace
