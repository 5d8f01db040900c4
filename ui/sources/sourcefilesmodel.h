// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/rowmodel.h"
#include "sources/sourceinfo.h"

namespace Millrace {

/// Files of one source in one state, by path; more are asked for as the view comes to its end.
class SourceFilesModel final : public RowModel<SourceFile, QString>
{
    Q_OBJECT

public:
    enum class Column : int { File, Reason, Size, Attempts, Changed };

    explicit SourceFilesModel(QObject *parent = nullptr);

    /// Whether there are more than these; moreRequested() asks for them.
    void setHasMore(bool hasMore) { m_hasMore = hasMore; }
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override { return !parent.isValid() && m_hasMore; }
    void fetchMore(const QModelIndex &parent) override;

    /// Why it failed, as one line; empty where it did not.
    [[nodiscard]] static QString reasonText(const SourceFile &file);

Q_SIGNALS:
    void moreRequested();

protected:
    [[nodiscard]] int columns() const override { return static_cast<int>(Column::Changed) + 1; }
    [[nodiscard]] QString idOf(const SourceFile &row) const override { return row.path; }
    [[nodiscard]] QVariant cell(const SourceFile &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;

private:
    bool m_hasMore = false;
};

} // namespace Millrace
