// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/pane.h"

#include <QTimer>

class QComboBox;
class QSplitter;
class QStackedWidget;
class QTreeView;

namespace Millrace {

class EmptyState;
class PaneHeader;
class QuarantineDetail;
class QuarantineModel;
class SearchField;

/// The pane of what steps refused: by pipeline and reason, the chosen one to be mended and sent back in, or many retried at once.
class QuarantinePane final : public Pane
{
    Q_OBJECT

public:
    explicit QuarantinePane(Workspace *workspace, QWidget *parent = nullptr);
    ~QuarantinePane() override;

    /// How the window knows it.
    [[nodiscard]] static PaneInfo info();

    /// A context, or everything that a count of quarantined contexts counts.
    void open(const PaneTarget &target) override;
    [[nodiscard]] PaneTarget place() const override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const Json &state) override;

    [[nodiscard]] QuarantineModel *model() const { return m_model; }
    [[nodiscard]] QuarantineDetail *detail() const { return m_detail; }
    [[nodiscard]] QStringList selected() const;

protected:
    void refresh() override;

private:
    void makeActions();
    void ask(bool more);
    void askFacets();
    void showFacets(const Json &facets);
    void fillBoxes();
    void showRows(const QList<Json> &rows);
    void showState();
    void setFilter(const Json &filter);
    void retry(const Json &which);
    void step(int by);

    PaneHeader *m_header;
    SearchField *m_search;
    QComboBox *m_pipeline;
    QComboBox *m_code;
    QuarantineModel *m_model;
    QTreeView *m_list;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
    QuarantineDetail *m_detail;
    QSplitter *m_splitter;
    QAction *m_retry = nullptr;
    QAction *m_retryAll = nullptr;
    QAction *m_discard = nullptr;
    Json m_filter = Json::object();
    Json m_facets;
    Json m_after; ///< where the next page begins; null: nowhere
    QTimer m_facetsPause; ///< they count everything there is: not more often than this
    bool m_isCounting = false;
    bool m_countsAgain = false;
    QString m_wanted; ///< to be chosen once the list has it
};

} // namespace Millrace
