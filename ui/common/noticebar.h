// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/notice.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace Millrace {

/// The one message over the pane: sign, what happened, why, what can be done, and a button for it. Never in the way: the next
/// message replaces it, and what only informs leaves by itself. All messages stay in the bottom panel's list.
class NoticeBar final : public QWidget
{
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void post(const Notice &notice);
    /// Takes the message away, with what its buttons would do.
    void clear();
    [[nodiscard]] const Notice &notice() const { return m_notice; }

    [[nodiscard]] static QString iconName(Notice::Severity severity);
    [[nodiscard]] static QColor color(Notice::Severity severity);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showSign();

    Notice m_notice;
    QLabel *m_sign;
    QLabel *m_what;
    QLabel *m_more;
    QPushButton *m_action;
    QPushButton *m_other;
    QToolButton *m_close;
    QTimer m_leave;
};

} // namespace Millrace
