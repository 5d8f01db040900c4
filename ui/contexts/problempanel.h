// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace Millrace {

/// Why a context rests where it should not, over its details: what happened, why, what the person can do, and the button for it.
/// Hidden where all is well.
class ProblemPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemPanel(QWidget *parent = nullptr);

    /// `last` is the transition that brought it there.
    void setProblem(const ContextSummary &summary, const std::optional<TransitionRecord> &last, bool canRetry);

Q_SIGNALS:
    void retryRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ContextStatus m_status = ContextStatus::Failed;
    QLabel *m_what;
    QLabel *m_why;
    QLabel *m_remedy;
    QPushButton *m_retry;
};

} // namespace Millrace
