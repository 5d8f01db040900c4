// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agents/agentinfo.h"
#include "common/rowdelegate.h"
#include "common/rowmodel.h"

namespace Millrace {

/// The clients, in one column; a row is an AgentInfo under InfoRole.
class AgentsModel final : public RowModel<AgentInfo, QString>
{
    Q_OBJECT

public:
    // No type of its own: behind one lupdate loses the namespace, and the texts of the classes below their translations.
    enum Role { InfoRole = Qt::UserRole + 1 };

    explicit AgentsModel(QObject *parent = nullptr);
    /// "Connected", "Away", "Shut out"; what it does now, or when it was here last.
    [[nodiscard]] static QString stateText(const AgentInfo &agent);

protected:
    [[nodiscard]] int columns() const override { return 1; }
    [[nodiscard]] QString idOf(const AgentInfo &row) const override { return row.id; }
    [[nodiscard]] QVariant cell(const AgentInfo &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

/// A client in the list: its name, and below it what it does. Owned by its view.
class AgentDelegate final : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// Calls that wait for a person, the oldest first.
class HeldModel final : public RowModel<HeldInfo, QString>
{
    Q_OBJECT

public:
    // No type of its own: behind one lupdate loses the namespace, and this class and those below their translations.
    enum class Column { Agent, Wants, Access, Asked };
    explicit HeldModel(QObject *parent = nullptr);

protected:
    [[nodiscard]] int columns() const override { return 4; }
    [[nodiscard]] QString idOf(const HeldInfo &row) const override { return row.id; }
    [[nodiscard]] QVariant cell(const HeldInfo &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

/// Requests on record, the newest first.
class RequestsModel final : public RowModel<RequestInfo, qint64>
{
    Q_OBJECT

public:
    enum class Column { When, Agent, Asked, Outcome, Duration };
    explicit RequestsModel(QObject *parent = nullptr);

protected:
    [[nodiscard]] int columns() const override { return 5; }
    [[nodiscard]] qint64 idOf(const RequestInfo &row) const override { return row.id; }
    [[nodiscard]] QVariant cell(const RequestInfo &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

/// "reads", "proposes", "changes", "destroys", as people read it.
[[nodiscard]] QString accessWord(const QString &access);

} // namespace Millrace
