// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "contexts/contextsource.h"
#include "contexts/timelineentry.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

#include <functional>

class QKeySequence;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class QTableView;
class QToolButton;

namespace Millrace {

class DiffView;
class DocumentView;
class ElidedLabel;
class EmptyState;
class HistoryModel;
class ProblemPanel;
class ReadingView;
class StatusLabel;
class TimelineView;

/// One context in full: what it is and what can be done with it, why it rests, its way as a timeline, and at the chosen step its text, its
/// document, what changed, and its history. Main thread.
///
/// What is there stays on the screen until the next answer comes, so that following a running context does not flicker. The newest step is
/// followed until the person chooses another.
class ContextDetail final : public QWidget
{
    Q_OBJECT

public:
    enum class Tab : int { Reading, Document, Diff, History };

    explicit ContextDetail(ContextSource *source, QWidget *parent = nullptr);

    /// Shows a context, at a step if one is given; 0 shows none.
    void setContext(ContextKey key, int step = -1);
    /// Reads what is shown again, some eight times a second at most.
    void contextChanged();
    [[nodiscard]] ContextKey key() const { return m_key; }
    [[nodiscard]] const std::optional<ContextSummary> &summary() const { return m_summary; }
    /// The step shown; -1 while the newest is followed.
    [[nodiscard]] int step() const;

    [[nodiscard]] Tab tab() const;
    void setTab(Tab tab);
    [[nodiscard]] TimelineView *timeline() const { return m_timeline; }
    [[nodiscard]] ReadingView *reading() const { return m_reading; }
    /// What the right side says while no context is chosen.
    void setEmptyText(const QString &text);

Q_SIGNALS:
    /// The context and its first document are on the screen.
    void shown();
    void retryRequested(const QStringList &ids);
    void cancelRequested(const QStringList &ids);
    /// `shown`: the data that was on the screen; null: not as it is now.
    void decisionRequested(const QString &id, const QString &decision, const Millrace::Json &shown);
    void contextRequested(const QString &id);
    void failed(const Millrace::Error &error);
    void saved(const QString &path);

private:
    [[nodiscard]] QWidget *makeHeader();
    [[nodiscard]] QWidget *makeTabs();
    void addAction(const QString &text, const QKeySequence &keys, const std::function<void()> &act);
    void load();
    void showSummary();
    void showHistory(const QList<TransitionRecord> &history);
    void chooseEntry(int index);
    void showStep();
    void showPair();
    void withDocument(const char *question, int step, const std::function<void(const Json &)> &then);
    [[nodiscard]] QString stepTitle(int step) const;
    void exportAs(bool text);

    ContextSource *m_source;
    Answers m_answers;
    ContextKey m_key = 0;
    int m_wantedStep = -1; ///< asked for before the history was there
    std::optional<ContextSummary> m_summary;
    QList<TransitionRecord> m_history;
    QHash<int, Json> m_documents; ///< by step; -1: as it is now
    bool m_following = true;
    bool m_loaded = false;
    QTimer m_gather;

    QStackedWidget *m_stack;
    EmptyState *m_empty;
    StatusLabel *m_status;
    ElidedLabel *m_title;
    ElidedLabel *m_facts;
    QToolButton *m_copyId;
    QPushButton *m_retry;
    QPushButton *m_cancel;
    QToolButton *m_export;
    ProblemPanel *m_problem;
    TimelineView *m_timeline;
    QTabWidget *m_tabs;
    ReadingView *m_reading;
    DocumentView *m_document;
    DiffView *m_diff;
    HistoryModel *m_historyModel;
    QTableView *m_historyView;
};

/// True where the state table lets a person do this.
[[nodiscard]] bool canRetry(ContextStatus status);
[[nodiscard]] bool canCancel(ContextStatus status);

} // namespace Millrace
