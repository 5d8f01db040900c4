// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowmodel.h"
#include "lineage/showngraph.h"

namespace Millrace {

/// One of the things that something led to (or came from), as `lineage.impact` lists them.
struct AffectedRow
{
    ShownNode node;
    qint64 depth = 0; ///< hops from what was asked about
    QString relation; ///< to what it came by

    friend bool operator==(const AffectedRow &, const AffectedRow &) = default;
};

class AffectedModel final : public RowModel<AffectedRow, QString>
{
    Q_OBJECT

public:
    enum class Column : quint8 { Title, Kind, Status, How, Depth, At };

    using RowModel::RowModel;

    /// The rows of an answer.
    [[nodiscard]] static QList<AffectedRow> rowsOf(const Json &answer);

protected:
    [[nodiscard]] int columns() const override { return 6; }
    [[nodiscard]] QString idOf(const AffectedRow &row) const override { return row.node.id; }
    [[nodiscard]] QVariant cell(const AffectedRow &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

} // namespace Millrace
