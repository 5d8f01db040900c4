// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/pane.h"
#include "pipeline/definition.h"
#include "sources/sourceinfo.h"

class QListView;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace Millrace {

class EmptyState;
class PaneHeader;
class SourceDetail;
class SourceEditor;
class SourcesModel;

/// The pane of the watched folders: all of them, and the chosen one with what becomes of its files. A folder that is dropped on it is
/// offered to be watched; files are taken in once, as anywhere in the window.
class SourcesPane final : public Pane
{
    Q_OBJECT

public:
    explicit SourcesPane(Workspace *workspace, QWidget *parent = nullptr);

    /// How the window knows it.
    [[nodiscard]] static PaneInfo info();

    /// Chooses the target's source.
    void open(const PaneTarget &target) override;
    [[nodiscard]] PaneTarget place() const override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const Json &state) override;

    [[nodiscard]] SourceDetail *detail() const { return m_detail; }
    [[nodiscard]] SourceEditor *editor() const { return m_editor; }
    /// Opens the form for a new one; `folder` may be empty.
    void addFolder(const QString &folder);

protected:
    void refresh() override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makeActions();
    void showSources(const Json &answer);
    void showPage(QWidget *page);
    void showCurrent();
    void leaveEditor();
    [[nodiscard]] const SourceInfo *current() const;
    [[nodiscard]] QString pipelineTitle(const QString &id) const;
    void save(const Json &args);
    void edit();
    void togglePause();
    void remove();
    void scan();
    void retry(const QString &path);
    void change(const char *question, const QString &command, const Json &args, const std::function<void(const Json &)> &then = {});

    PaneHeader *m_header;
    QPushButton *m_add;
    QSplitter *m_splitter;
    SourcesModel *m_model;
    QListView *m_list;
    SourceDetail *m_detail;
    SourceEditor *m_editor;
    QStackedWidget *m_right;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
    QList<PipelineDefinition> m_pipelines;
    QString m_wanted; ///< id, to be chosen once the list has it
};

} // namespace Millrace
