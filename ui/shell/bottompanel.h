// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPlainTextEdit;
class QStackedWidget;
class QTabBar;

namespace Millrace {

class LogBuffer;
class NoticeModel;

/// The panel under the pane (Ctrl+J): the messages that were shown, and the log.
class BottomPanel final : public QWidget
{
    Q_OBJECT

public:
    enum class Page : int { Problems, Log };

    /// `log` may be nullptr; then there is no log to read.
    BottomPanel(NoticeModel *notices, LogBuffer *log, QWidget *parent = nullptr);

    void setPage(Page page);

Q_SIGNALS:
    void closeRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showLog();

    NoticeModel *m_notices;
    LogBuffer *m_log;
    QTabBar *m_tabs;
    QStackedWidget *m_pages;
    QPlainTextEdit *m_lines;
};

} // namespace Millrace
