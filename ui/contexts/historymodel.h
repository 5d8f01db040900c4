// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowmodel.h"
#include "pipeline/records.h"

namespace Millrace {

/// The transitions of one context, oldest first. Lives on the main thread.
class HistoryModel final : public RowModel<TransitionRecord, qint64>
{
    Q_OBJECT

public:
    enum class Column : int { Seq, Time, From, To, Node, Visit, Attempt, Actor, Duration, Port, Reason };
    static constexpr int kColumns = int(Column::Reason) + 1;

    using RowModel::RowModel;

    /// A reason in one line: the error's or the messages' texts.
    [[nodiscard]] static QString reasonText(const Json &reason);

protected:
    [[nodiscard]] int columns() const override { return kColumns; }
    [[nodiscard]] qint64 idOf(const TransitionRecord &row) const override { return row.seq; }
    [[nodiscard]] QVariant cell(const TransitionRecord &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

} // namespace Millrace
