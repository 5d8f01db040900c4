// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"

#include <QWidget>

class QVBoxLayout;

namespace Millrace {

/// The newest runs, those that still move first: title, a bar divided by status, and the sum in words. A click or Return opens
/// the run's contexts. The rows are reused, so that the focus stays where it is.
class RunList final : public QWidget
{
    Q_OBJECT

public:
    explicit RunList(QWidget *parent = nullptr);

    void setRuns(const QList<RunSummary> &runs);

    /// "118 completed · 40 in work · 2 need you": every part that is not zero, so that they add up to all.
    [[nodiscard]] static QString sums(const StatusCounts &counts);
    /// The same by status: "118 completed · 2 failed · 4 processing · 36 pending".
    [[nodiscard]] static QString details(const StatusCounts &counts);
    /// Runs that move first, newest first among equals; at most `limit`.
    [[nodiscard]] static QList<RunSummary> ordered(QList<RunSummary> runs, qsizetype limit);

Q_SIGNALS:
    void runRequested(const QString &run);

private:
    QVBoxLayout *m_layout;
};

} // namespace Millrace
