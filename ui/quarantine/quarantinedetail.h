// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "quarantine/fixeditor.h"
#include "sdk/json.h"

#include <QHash>
#include <QSet>
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
/// checked while one types; nothing changes until it is sent back in. What is typed and not sent stays with its context for as long as this lives.
///
/// It is asked for one context and may still show another until the answer is there: only what is shown is sent, checked and called changed.
class QuarantineDetail final : public QWidget
{
    Q_OBJECT

public:
    enum class Page : quint8 { Content, Raw, Passes };

    explicit QuarantineDetail(Workspace *workspace, QWidget *parent = nullptr);

    /// Reads and shows a context; empty: none. Of the one that is shown only what changed is shown anew: cursor, note and an edit stay.
    void show(const QString &id);
    /// The one it is asked to show.
    [[nodiscard]] QString id() const { return m_id; }
    /// The one in the editor; empty until the first answer.
    [[nodiscard]] QString shownId() const { return m_shown; }
    void setPage(Page page);
    [[nodiscard]] Page page() const;
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
    /// What somebody typed and did not send.
    struct Draft
    {
        QString text;
        QString note;
        QString came; ///< the content that it began with
    };

    void showAnswer(const Json &answer);
    void showNone(const QString &why);
    void showContent(const Json &answer, bool isOther);
    void showNodes(const Json &nodes, bool isOther);
    void showPasses(const Json &times);
    void showProblems(const Json &problems);
    void showCheck(const Json &answer);
    [[nodiscard]] static QString verdictOf(const Json &checked);
    void tell(const QString &state);
    void keepDraft();
    void setText(const QString &text);
    void edited();
    void setSendable(bool sendable);
    void check();

    Workspace *m_workspace;
    Answers m_answers; ///< to `show`: what goes wrong is told by what is shown at the time
    Answers m_checks;
    QString m_id;
    QString m_shown;
    Json m_answer; ///< what is shown
    QString m_text; ///< its content, as the editor gives it where nobody typed
    QHash<QString, Draft> m_drafts; ///< of those that are not shown
    QSet<QString> m_sending;
    bool m_isStale = false; ///< the content changed since somebody began to type
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
