// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/notice.h"
#include "common/rowmodel.h"

namespace Millrace {

/// A message that was shown, as the list keeps it.
struct NoticeRow
{
    qint64 id = 0;
    qint64 at = 0; ///< microseconds since the epoch
    Notice::Severity severity = Notice::Severity::Info;
    QString what;
    QString why;
    QString remedy;

    friend bool operator==(const NoticeRow &, const NoticeRow &) = default;
};

/// The last messages, newest first.
class NoticeModel final : public RowModel<NoticeRow, qint64>
{
    Q_OBJECT

public:
    enum class Column : int { Time, What, Why, Remedy };

    explicit NoticeModel(QObject *parent = nullptr);

    void add(const Notice &notice, qint64 at);
    void clear();

protected:
    [[nodiscard]] int columns() const override;
    [[nodiscard]] qint64 idOf(const NoticeRow &row) const override;
    [[nodiscard]] QVariant cell(const NoticeRow &row, int column, int role) const override;
    [[nodiscard]] QVariant header(int column, int role) const override;

private:
    qint64 m_lastId = 0;
};

} // namespace Millrace
