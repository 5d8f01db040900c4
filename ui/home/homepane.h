// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/pane.h"

class QLabel;
class QStackedWidget;
class QTreeView;

namespace Millrace {

class EmptyState;
class IntakeCard;
class NeedTile;
class PaneHeader;
class ResultsModel;
class RunList;
class Settings;
struct ResultRow;

/// Home: what needs the person now, what runs, what was finished last, and where content comes in. Without a workspace it is the
/// welcome. Every number opens the contexts it counts.
class HomePane final : public Pane
{
    Q_OBJECT

public:
    /// `workspace` may be nullptr; `settings` must outlive the pane.
    HomePane(Workspace *workspace, Settings *settings, QWidget *parent = nullptr);

protected:
    void refresh() override;
    /// Ctrl+V: what is on the clipboard comes in.
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeNeeds();
    [[nodiscard]] QWidget *makeResults();
    [[nodiscard]] QWidget *makeSide();
    void showCounts(const StatusCounts &counts);
    void askReasons(ContextStatus status);
    void askResults();
    void showResults(const QList<ContextSummary> &contexts, const QList<QList<Json>> &fields);
    void openContexts(const ContextFilter &filter);
    void fillWithExample();
    /// Notes the first answer to a question; with all of them the pane is ready.
    void arrived(const char *question);

    Settings *m_settings;
    PaneHeader *m_header = nullptr;
    QList<NeedTile *> m_tiles;
    RunList *m_runs = nullptr;
    EmptyState *m_noRuns = nullptr;
    EmptyState *m_noResults = nullptr;
    QStackedWidget *m_resultPages = nullptr;
    QTreeView *m_resultView = nullptr;
    ResultsModel *m_results = nullptr;
    IntakeCard *m_intake = nullptr;
    std::optional<StatusCounts> m_counts; ///< as shown; nothing before the first answer
    QList<QLatin1StringView> m_awaited; ///< questions that have no answer yet
};

} // namespace Millrace
