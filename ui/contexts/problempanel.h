// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace Millrace {

/// Why a context rests, over its details: what happened, why, what the person can do, and the buttons for it. Hidden where all is well.
class ProblemPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemPanel(QWidget *parent = nullptr);

    /// `last` is the transition that brought it there.
    void setProblem(const ContextSummary &summary, const std::optional<TransitionRecord> &last, bool canAct);

Q_SIGNALS:
    void retryRequested();
    /// A review is decided: "approved" or "rejected".
    void decisionRequested(const QString &decision);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ContextStatus m_status = ContextStatus::Failed;
    QLabel *m_what;
    QLabel *m_why;
    QLabel *m_remedy;
    QPushButton *m_retry;
    QPushButton *m_approve;
    QPushButton *m_reject;
};

} // namespace Millrace
