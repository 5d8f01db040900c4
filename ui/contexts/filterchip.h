// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/contextstate.h"

#include <QAbstractButton>

namespace Millrace {

/// A switch that keeps one status in the list, with how many there are: sign, word and count. Without a status it stands for all.
class FilterChip final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit FilterChip(std::optional<ContextStatus> status, QWidget *parent = nullptr);

    [[nodiscard]] std::optional<ContextStatus> status() const { return m_status; }
    void setCount(qint64 count);
    [[nodiscard]] qint64 count() const { return m_count; }
    /// Without the word where room is short; the tooltip has it.
    void setCompact(bool compact);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QString words() const;

    std::optional<ContextStatus> m_status;
    qint64 m_count = -1;
    bool m_compact = false;
};

} // namespace Millrace
