// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowmodel.h"
#include "sources/sourceinfo.h"

namespace Millrace {

/// The watched folders, in one column; a row is a SourceInfo under InfoRole.
class SourcesModel final : public RowModel<SourceInfo, QString>
{
    Q_OBJECT

public:
    enum Role : int { InfoRole = Qt::UserRole + 1 };

    explicit SourcesModel(QObject *parent = nullptr);

protected:
    [[nodiscard]] int columns() const override { return 1; }
    [[nodiscard]] QString idOf(const SourceInfo &row) const override { return row.id; }
    [[nodiscard]] QVariant cell(const SourceInfo &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

} // namespace Millrace

Q_DECLARE_METATYPE(Millrace::SourceInfo)
