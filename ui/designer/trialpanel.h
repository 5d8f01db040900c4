// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/difflines.h"

#include <QHash>
#include <QWidget>

#include <optional>

class QAction;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabWidget;
class QTableView;

namespace Millrace {

class ConfigEditor;
class DiffEditor;
class DocumentView;
class ElidedLabel;
class EmptyState;
class FieldTree;
class TrialBusy;
class TrialDocument;
class TrialSteps;

/// A trial as it goes: its steps, and of the one that is looked at what came in, what came out, what the difference is, and why it failed. Where the
/// trial waits, the document that waits can be changed and let go on. It says what a trial does without. Main thread.
class TrialPanel final : public QWidget
{
    Q_OBJECT

public:
    enum class Tab : quint8 { Input, Output, Text, Changes, Outside };

    explicit TrialPanel(TrialDocument *trials, QWidget *parent = nullptr);

    /// Shown as buttons at the right end of the head.
    void addButton(QAction *action);
    void setTitles(const QHash<QString, QString> &titles);
    /// Ways out of steps: by "NODE\nPORT".
    void setPortTitles(const QHash<QString, QString> &titles) { m_portTitles = titles; }
    /// What a trial would begin with now, by its title.
    void setInputTitle(const QString &title);
    /// Looks at what this node last did; `expected` is shown as its input where it was never tried.
    void showNode(const QString &node, const Json &expected);
    void setPinned(const QStringList &nodes);
    void setReadOnly(bool readOnly);

    /// What is shown of a trial that takes long.
    [[nodiscard]] TrialBusy *busy() const { return m_busy; }
    [[nodiscard]] QTableView *list() const { return m_list; }
    [[nodiscard]] TrialSteps *steps() const { return m_steps; }
    [[nodiscard]] FieldTree *fields() const { return m_fields; }
    [[nodiscard]] ConfigEditor *waiting() const { return m_waiting; }
    [[nodiscard]] DocumentView *input() const { return m_input; }
    [[nodiscard]] DocumentView *output() const { return m_output; }
    [[nodiscard]] DiffEditor *changes() const { return m_changes; }
    [[nodiscard]] QComboBox *choice() const { return m_choice; }
    [[nodiscard]] QPushButton *pinButton() const { return m_pin; }
    [[nodiscard]] QPushButton *editButton() const { return m_edit; }
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString off() const;
    void setTab(Tab tab);
    /// The step that is looked at; null: none.
    [[nodiscard]] const Json &step() const { return m_step; }

    /// What is written in the document that waits, where it is another than what came; an error at its line keeps it from going on.
    [[nodiscard]] bool canGoOn() const;
    [[nodiscard]] QString waitingContext() const;
    [[nodiscard]] Json answer() const;

Q_SIGNALS:
    void stepLookedAt(const QString &node);
    void tryRequested();
    /// Let the document that waits go on, by a port where a person is asked.
    void goOnRequested(const QString &port);
    void pinRequested(const QString &node, const QString &port, const Millrace::Json &data);
    void unpinRequested(const QString &node);
    void pinEditRequested(const QString &node, const QString &port, const Millrace::Json &data);
    void fieldChosen(const QString &path);

private:
    QWidget *makeHead();
    QWidget *makePause();
    QWidget *makeDetail();
    void showTrial(bool isOther);
    void showList();
    void showState();
    void showPause();
    void look(int number);
    void showStep(const Json &step, const QString &note);
    void showProblem(const Json &step);
    void say(const QString &text, bool isProblem);
    void showChanges(const Json &step);
    [[nodiscard]] Json pauseOf(const Json &step) const;
    [[nodiscard]] Json waitingPause() const;
    [[nodiscard]] QString titleOf(const QString &node) const { return m_titles.value(node, node); }
    [[nodiscard]] QString trialText(const Json &trial) const;

    TrialDocument *m_trials;
    QHash<QString, QString> m_titles;
    QStringList m_pinned;
    QString m_inputTitle;
    Json m_step;
    Json m_pause; ///< what waits and is looked at
    Json m_shownPause; ///< in the bar
    QHash<QString, Json> m_answers; ///< what was written in documents that wait, by pauseKey()
    bool m_follows = true; ///< nobody chose a step: the newest is looked at
    bool m_isChoosing = false; ///< the list follows, nobody clicks
    bool m_readOnly = false;
    quint64 m_generation = 0;

    TrialBusy *m_busy;
    QHBoxLayout *m_buttons = nullptr;
    QLabel *m_sign = nullptr;
    QLabel *m_state = nullptr;
    QComboBox *m_choice = nullptr;
    ElidedLabel *m_facts = nullptr;
    QWidget *m_pauseBar = nullptr;
    QLabel *m_pauseText = nullptr;
    QLineEdit *m_note = nullptr; ///< of a review
    QHBoxLayout *m_pauseButtons = nullptr;
    QHash<QString, QString> m_portTitles;
    QStackedWidget *m_pages = nullptr;
    EmptyState *m_empty = nullptr;
    QSplitter *m_body = nullptr;
    QTableView *m_list = nullptr;
    TrialSteps *m_steps = nullptr;
    QLabel *m_problem = nullptr;
    QTabWidget *m_tabs = nullptr;
    FieldTree *m_fields = nullptr;
    QStackedWidget *m_inputs = nullptr;
    DocumentView *m_input = nullptr;
    ConfigEditor *m_waiting = nullptr;
    DocumentView *m_output = nullptr;
    QLabel *m_noOutput = nullptr;
    QPushButton *m_pin = nullptr;
    QPushButton *m_edit = nullptr;
    QPlainTextEdit *m_text = nullptr;
    QLabel *m_summary = nullptr;
    DiffEditor *m_changes = nullptr;
    DocumentView *m_outside = nullptr;
};

/// The texts of a document to be read: each with its path as a heading; short ones and numbers are left out.
[[nodiscard]] QString readableText(const Json &data);

} // namespace Millrace
