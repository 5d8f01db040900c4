// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "quarantine/fixeditor.h"
#include "sdk/json.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QTreeWidget;

namespace Millrace {

class ElidedLabel;
class Workspace;

/// One context in quarantine: why it rests there, its content to be mended, the bytes as they came, and every pass so far. What is typed is
/// checked while one types; nothing changes until it is sent back in.
class QuarantineDetail final : public QWidget
{
    Q_OBJECT

public:
    enum class Page : quint8 { Content, Raw, Passes };

    explicit QuarantineDetail(Workspace *workspace, QWidget *parent = nullptr);

    /// Reads and shows a context; empty: none. An edit of it that is not sent yet stays.
    void show(const QString &id);
    [[nodiscard]] QString id() const { return m_id; }
    void setPage(Page page);
    [[nodiscard]] FixEditor *editor() const { return m_editor; }
    [[nodiscard]] bool isChanged() const;
    /// Sends the content back in, as it stands in the editor.
    void sendBack();
    void discard();
    /// The node that is chosen to go back in; empty: the one that refused it.
    [[nodiscard]] QString from() const;
    void focusNote();
    void focusNode();

Q_SIGNALS:
    void shown();
    /// It is back at work.
    void sent(const QString &id, const QString &status);
    void changedChanged(bool changed);
    void contextRequested(const QString &id);
    void failed(const Millrace::Error &error);

private:
    void showAnswer(const Json &answer);
    void showProblems(const Json &problems);
    void check();

    Workspace *m_workspace;
    Answers m_answers;
    QString m_id;
    QString m_text; ///< as it came
    bool m_isOurs = false; ///< the text is being set, not typed
    QTimer m_pause;
    ElidedLabel *m_title;
    ElidedLabel *m_line;
    QTabBar *m_tabs;
    QStackedWidget *m_pages;
    FixEditor *m_editor;
    QLabel *m_state;
    QListWidget *m_problems;
    QComboBox *m_node;
    QLineEdit *m_note;
    QPushButton *m_send;
    QPlainTextEdit *m_raw;
    QTreeWidget *m_passes;
};

} // namespace Millrace
