// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "common/notice.h"
#include "common/pane.h"
#include "contexts/contextsmodel.h"
#include "workspace/documentsink.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace Millrace {

class ContextDetail;
class ContextSums;
class ContextsTable;
class ElidedLabel;
class EmptyState;
class FacetPanel;
class FilterChip;
class PaneHeader;
class SearchField;

/// Everything of the contexts pane on a source: filters above, groups, the table, and the chosen context beside it. The pane around it
/// connects it to an open workspace; tests give it a made-up one. Main thread.
class ContextsView final : public QWidget
{
    Q_OBJECT

public:
    explicit ContextsView(ContextSource *source, QWidget *parent = nullptr);
    ~ContextsView() override;

    /// Reads everything again, keeping selection and place.
    void refresh();
    /// Follows changes of the workspace; to be called while the view is shown.
    void applyChanges(const ChangeSet &changes);

    void open(const PaneTarget &target);
    [[nodiscard]] PaneTarget place() const;
    [[nodiscard]] Json saveState() const;
    void restoreState(const Json &state);

    void setFilter(const ContextFilter &filter);
    [[nodiscard]] ContextsModel *model() const { return m_model; }
    [[nodiscard]] ContextsTable *table() const { return m_table; }
    [[nodiscard]] ContextDetail *detail() const { return m_detail; }
    [[nodiscard]] FacetPanel *facets() const { return m_facets; }
    void setGroupsShown(bool shown);
    /// Writes what the table shows, all rows of it, as CSV.
    void exportCsv(const QString &path);
    /// Asks which contexts to write, as what and where, and writes them.
    void askExport();
    /// Writes these contexts' documents into the file, or their texts into the folder.
    void exportDocuments(const QList<ContextKey> &keys, ExportFormat format, const QString &path);

    /// "Failed or quarantined · article · “solar”": what the filter keeps, in words; empty where it keeps all.
    [[nodiscard]] QString filterText() const;

Q_SIGNALS:
    /// The first rows are on the screen, or there are none.
    void ready();
    void noticeRequested(const Millrace::Notice &notice);
    void workStarted(const QString &title, const QFuture<void> &work);
    /// The empty workspace's button: somewhere to begin.
    void startRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeHeader();
    [[nodiscard]] QWidget *makeFilterBar();
    [[nodiscard]] QWidget *makeFooter();
    void makeActions();
    void wire();
    void showState();
    void showFilter();
    void showFooter();
    void askCounts();
    void askSums();
    void toggleStatus(FilterChip *chip);
    void chooseSort();
    void editColumns();
    void copyRows();
    void askTableExport();
    void run(const QString &command, const QStringList &ids);
    void runOnSelection(const QString &command, bool (*allowed)(ContextStatus));
    void decide(const QString &id, const QString &decision, const Json &shown);
    void fail(const Error &error);
    void arrangeChips();

    ContextSource *m_source;
    Answers m_answers;
    ContextsModel *m_model;
    ContextSums *m_sums;
    QHash<QString, QString> m_pipelineTitles;
    ContextKey m_wanted = 0; ///< to become current when it is in the list
    bool m_isReady = false;
    bool m_detailPlaced = false;

    PaneHeader *m_header;
    SearchField *m_search;
    QToolButton *m_group;
    QToolButton *m_sort;
    QToolButton *m_columnsButton;
    QToolButton *m_exportButton;
    QList<FilterChip *> m_chips;
    QWidget *m_chipBar = nullptr;
    ElidedLabel *m_summary;
    QPushButton *m_clear;
    QPushButton *m_news;
    QSplitter *m_splitter;
    FacetPanel *m_facets;
    QStackedWidget *m_stack;
    ContextsTable *m_table;
    EmptyState *m_empty;
    QLabel *m_count;
    QLabel *m_sumText;
    QPushButton *m_retrySelected;
    QPushButton *m_cancelSelected;
    ContextDetail *m_detail;
    QTimer m_countsTimer;
    QTimer m_detailTimer; ///< rows that an arrow key held down passes are not opened
};

} // namespace Millrace
