// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/pane.h"
#include "lineage/lineagedoor.h"

class QComboBox;
class QDateTimeEdit;
class QLabel;
class QProgressBar;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace Millrace {

class AffectedView;
class Finder;
class LineageView;
class PaneHeader;
class ReplayView;
class SearchField;
class SpanView;

/// The pane of where things came from, and what became of them: the graph around one thing, the list of everything affected, a text beside its
/// sources, and replays.
class LineagePane final : public Pane
{
    Q_OBJECT

public:
    enum class Page : quint8 { Graph, Affected, Texts, Replays };

    explicit LineagePane(Workspace *workspace, QWidget *parent = nullptr);

    /// How the window knows it.
    [[nodiscard]] static PaneInfo info();

    /// Begins around the target's document or context.
    void open(const PaneTarget &target) override;
    [[nodiscard]] PaneTarget place() const override;
    bool askExport() override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const Json &state) override;

    void setPage(Page page);
    [[nodiscard]] Page page() const;
    [[nodiscard]] LineageView *view() const { return m_view; }
    [[nodiscard]] AffectedView *affected() const { return m_affected; }
    [[nodiscard]] SpanView *texts() const { return m_texts; }
    [[nodiscard]] ReplayView *replays() const { return m_replays; }

protected:
    void refresh() override;

private:
    void makeHeader();
    void makeActions();
    void connectViews();
    QAction *add(const QString &icon, const QString &text, const QKeySequence &key, const std::function<void()> &then);
    void showMenu(QPoint global);
    void showHeader();
    void showPage();
    void fillPage();
    void find(const QString &words);
    void chooseNewest(const ContextFilter &filter);
    void replay(const QStringList &nodes);
    void selectLine(bool up);
    [[nodiscard]] QString subjectTitle() const;

    LineageDoor m_door;
    PaneHeader *m_header;
    QToolButton *m_choose;
    SearchField *m_search;
    QLabel *m_found;
    QComboBox *m_level;
    QComboBox *m_hops;
    QToolButton *m_asOfButton;
    QDateTimeEdit *m_asOf;
    QToolButton *m_pathButton;
    QProgressBar *m_busy;
    QTimer m_slow; ///< what is answered at once shows no progress
    QTabBar *m_tabs;
    QStackedWidget *m_pages;
    LineageView *m_view;
    AffectedView *m_affected;
    SpanView *m_texts;
    ReplayView *m_replays;
    Finder *m_finder;
    QList<QAction *> m_menuActions;
    QAction *m_path = nullptr;
    QAction *m_asOfAction = nullptr;
    QAction *m_replayAction = nullptr;
    QString m_textsContext; ///< what the texts page is asked to show; empty: the subject
    QByteArray m_textsField;
};

} // namespace Millrace
