// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowmodel.h"
#include "metrics/alertinfo.h"

#include <QIcon>

namespace Millrace {

/// Problems that are there, or were and nobody has looked yet.
class AlertsModel final : public RowModel<AlertInfo, QString>
{
    Q_OBJECT

public:
    enum class Column : quint8 { Severity, Title, What, State, Since };

    explicit AlertsModel(QObject *parent = nullptr);

protected:
    [[nodiscard]] int columns() const override { return static_cast<int>(Column::Since) + 1; }
    [[nodiscard]] QString idOf(const AlertInfo &row) const override { return row.id(); }
    [[nodiscard]] QVariant cell(const AlertInfo &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

/// What is watched.
class RulesModel final : public RowModel<RuleInfo, QString>
{
    Q_OBJECT

public:
    enum class Column : quint8 { Title, Condition, Severity, State };

    explicit RulesModel(QObject *parent = nullptr);

protected:
    [[nodiscard]] int columns() const override { return static_cast<int>(Column::State) + 1; }
    [[nodiscard]] QString idOf(const RuleInfo &row) const override { return row.id; }
    [[nodiscard]] QVariant cell(const RuleInfo &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

/// Sign and colour of a severity; the word stands beside it.
[[nodiscard]] QIcon severityIcon(const QString &severity);

} // namespace Millrace
