// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowmodel.h"
#include "pipeline/records.h"

namespace Millrace {

/// A finished context with what its result says about itself.
struct ResultRow
{
    ContextSummary context;
    qint64 words = -1; ///< -1: the result names none

    friend bool operator==(const ResultRow &, const ResultRow &) = default;
};

/// The contexts finished last, by title.
class ResultsModel final : public RowModel<ResultRow, ContextKey>
{
    Q_OBJECT

public:
    enum class Column : int { Title, Pipeline, Words, Took, Finished };

    explicit ResultsModel(QObject *parent = nullptr);

protected:
    [[nodiscard]] int columns() const override;
    [[nodiscard]] ContextKey idOf(const ResultRow &row) const override;
    [[nodiscard]] QVariant cell(const ResultRow &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;
};

} // namespace Millrace
