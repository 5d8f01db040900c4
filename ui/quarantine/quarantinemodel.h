// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowmodel.h"
#include "sdk/json.h"

namespace Millrace {

/// What rests in quarantine, as the door's `quarantine.list` gives it.
class QuarantineModel final : public RowModel<Json, QString>
{
    Q_OBJECT

public:
    enum class Column : quint8 { Title, Reason, Since, Passes };

    using RowModel::RowModel;

    void setMore(bool more) { m_more = more; }
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override { return !parent.isValid() && m_more; }
    void fetchMore(const QModelIndex &parent) override;

    /// What a person calls a row: its title, its file, or its id.
    [[nodiscard]] static QString titleOf(const Json &row);

Q_SIGNALS:
    void moreWanted();

protected:
    [[nodiscard]] int columns() const override { return static_cast<int>(Column::Passes) + 1; }
    [[nodiscard]] QString idOf(const Json &row) const override { return row.value("id").toString(); }
    [[nodiscard]] QVariant cell(const Json &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;

private:
    bool m_more = false;
};

} // namespace Millrace
