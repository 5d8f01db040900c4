// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/pane.h"
#include "pipeline/definition.h"

class QStackedWidget;

namespace Millrace {

class DesignerView;
class PaneHeader;
class StartPage;
class WorkspaceDesignerSource;

/// The pane of pipelines: where to begin, and the one that is being designed. A subflow opens in its place, and leaving it comes back.
class DesignerPane final : public Pane
{
    Q_OBJECT

public:
    explicit DesignerPane(Workspace *workspace, QWidget *parent = nullptr);
    ~DesignerPane() override;

    [[nodiscard]] static PaneInfo info();

    [[nodiscard]] DesignerView *view() const { return m_view; }
    [[nodiscard]] StartPage *start() const { return m_start; }
    void openPipeline(const QString &id);

    /// A filter's pipeline is the one that is opened.
    void open(const PaneTarget &target) override;
    [[nodiscard]] PaneTarget place() const override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const Json &state) override;

protected:
    void refresh() override;
    void changesArrived(const ChangeSet &changes) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void showStart();
    void leave();
    void askStart();
    void fillStart(const QList<PipelineDefinition> &published, const Json &drafts);
    void importFile();
    void importFrom(const QString &path, const QString &as);

    WorkspaceDesignerSource *m_source;
    QStackedWidget *m_pages;
    QWidget *m_startPage;
    PaneHeader *m_header;
    StartPage *m_start;
    DesignerView *m_view;
    QStringList m_way; ///< pipelines to come back to
    QString m_from; ///< what led to the subflow that is being opened
    QString m_wanted; ///< to be opened with the first data
};

} // namespace Millrace
