// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/notice.h"
#include "metrics/boarddocument.h"
#include "metrics/queryanswer.h"
#include "metrics/timerange.h"

#include <QElapsedTimer>
#include <QHash>
#include <QTimer>
#include <QWidget>

#include <optional>

class QAction;
class QComboBox;
class QMenu;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace Millrace {

class EmptyState;
class PanelBoard;
class Workspace;

/// The dashboards: which one, over which time, compared with what; and everything that can be done with them. It asks the door for what the panels
/// show, at once for all of them, and saves each edit as it is made. Main thread.
class BoardView final : public QWidget
{
    Q_OBJECT

public:
    explicit BoardView(Workspace *workspace, QWidget *parent = nullptr);

    /// Asks for everything again: dashboards, values, what happened.
    void refresh();
    /// Nothing is asked for while it is not looked at.
    void setWatched(bool watched);
    /// The dashboards are otherwise than they were, perhaps by our own hand.
    void dashboardsChanged();
    void annotationsChanged();

    [[nodiscard]] PanelBoard *panels() const { return m_panels; }
    [[nodiscard]] BoardDocument *document() { return &m_document; }
    [[nodiscard]] const TimeRange &range() const { return m_range; }
    /// What was shown before is gone back to with back().
    void setRange(const TimeRange &range);
    void back();
    [[nodiscard]] bool isLive() const { return m_isLive; }
    void setLive(bool live);
    /// Seconds into the past; 0: no comparison.
    void setComparison(qint64 seconds);
    void showBoard(const QString &id);
    [[nodiscard]] QAction *action(const QString &name) const { return m_actions.value(name); }
    /// In the order of menus and palette.
    [[nodiscard]] const QList<QAction *> &allActions() const { return m_order; }

    [[nodiscard]] Json saveState() const;
    void restoreState(const Json &state);
    /// Asks where, and writes what is shown.
    bool askExport();
    /// Writes to `path` by what it ends in: png, svg, csv, html.
    Result<void> exportTo(const QString &path, const QString &panel = {});

Q_SIGNALS:
    /// Once, with the first answer.
    void ready();
    void failed(const Millrace::Error &error);
    void noticeRequested(const Millrace::Notice &notice);

private:
    void makeActions();
    QAction *add(const QString &name, QStringView icon, const QString &text, const QKeySequence &key, void (BoardView::*slot)());
    QWidget *makeBar();
    void fillRanges();
    void showBoards(const Json &answer);
    void takeBoard(const Json &answer);
    void showState();
    void showMenu(const QString &panel, QPoint position);

    void askValues();
    void ask(const char *question, const QString &command, const QList<Json> &queries, qsizetype from, QList<QueryAnswer> answers, const Json &args,
             const std::function<void(const QList<QueryAnswer> &)> &then);
    void askLive();
    void askMarks();
    void showAnswers();
    void tick();
    void moveWindow();
    [[nodiscard]] double now() const;
    [[nodiscard]] std::pair<double, double> moments() const;
    [[nodiscard]] bool isByTheSecond() const;

    void save();
    void addPanel();
    void editPanel();
    void editPanel(const QString &id, bool isNew);
    void copyPanel();
    void removePanel();
    void enlargePanel();
    void newBoard();
    void makeBoard(const Json &board);
    void copyBoard();
    void renameBoard();
    void removeBoard();
    void resetBoard();
    void noteHere();
    void exportPanel();
    void exportBoard();
    void askPath(const QString &panel);
    void toggleLive();
    void nextBoard();
    void undo();
    void redo();

    Workspace *m_workspace;
    Answers m_answers;
    BoardDocument m_document;
    QComboBox *m_boards;
    QComboBox *m_ranges;
    QComboBox *m_comparison;
    QToolButton *m_back;
    QToolButton *m_live;
    QPushButton *m_add;
    QToolButton *m_more;
    PanelBoard *m_panels;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
    QHash<QString, QAction *> m_actions;
    QList<QAction *> m_order;

    QString m_wanted; ///< the dashboard to be shown
    QString m_shown; ///< whose panels are there
    TimeRange m_range;
    QList<TimeRange> m_before; ///< ranges to go back to
    QElapsedTimer m_sinceZoom;
    qint64 m_offset = 0; ///< of the comparison
    bool m_isLive = true;
    bool m_isWatched = false;
    bool m_isReady = false;
    QTimer m_second;
    QTimer m_save;
    int m_sinceValues = 0; ///< seconds since all values were asked for
    QList<QueryAnswer> m_kept; ///< one for each question of each panel, in the document's order
    QList<QueryAnswer> m_newest; ///< the last minutes by the second
    QList<QueryAnswer> m_earlier;
    QList<PlotMark> m_marks;
};

} // namespace Millrace
