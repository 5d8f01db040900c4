// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowmodel.h"
#include "sdk/json.h"

#include <QIcon>

namespace Millrace {

/// One step of a trial in the list.
struct TrialStepRow
{
    int number = 0;
    QString title; ///< of the node
    QString context; ///< "1", what it made "1.1"
    int visit = 1;
    QString state;
    QString port;
    qint64 durationUs = 0;

    friend bool operator==(const TrialStepRow &, const TrialStepRow &) = default;
};

/// The steps of a trial, in the order of their beginnings.
class TrialSteps final : public RowModel<TrialStepRow, int>
{
    Q_OBJECT

public:
    enum class Column : int { Step, State, Port, Took };

    explicit TrialSteps(QObject *parent = nullptr);

    [[nodiscard]] static TrialStepRow toRow(const Json &step, const QString &title);
    /// The word and the sign of a step's or a trial's state.
    [[nodiscard]] static QString stateWord(const QString &state);
    [[nodiscard]] static QIcon stateIcon(const QString &state);

protected:
    [[nodiscard]] int columns() const override { return int(Column::Took) + 1; }
    [[nodiscard]] int idOf(const TrialStepRow &row) const override { return row.number; }
    [[nodiscard]] QVariant cell(const TrialStepRow &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

} // namespace Millrace
