// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

class QAction;
class QHBoxLayout;

namespace Millrace {

class ElidedLabel;

/// A decision as a button: sign, verb, and its key. Follows its action.
class DecisionButton final : public QAbstractButton
{
    Q_OBJECT

public:
    DecisionButton(QAction *action, QWidget *parent);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void follow();

    QAction *m_action;
};

/// The foot of the review: the decisions with their keys, what was decided last, and how far one is.
class DecisionBar final : public QWidget
{
    Q_OBJECT

public:
    explicit DecisionBar(QWidget *parent = nullptr);

    void setDecisions(const QList<QAction *> &actions);
    /// What was just done; stays until the next.
    void setLast(const QString &text);
    /// Decided today, and what waits; both 0 show nothing.
    void setProgress(qint64 done, qint64 waiting, const QString &pace);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QHBoxLayout *m_buttons;
    QList<QAction *> m_actions;
    ElidedLabel *m_last;
    ElidedLabel *m_pace;
    qint64 m_done = 0;
    qint64 m_waiting = 0;
};

} // namespace Millrace
