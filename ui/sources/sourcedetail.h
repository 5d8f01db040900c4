// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "sources/sourceinfo.h"

#include <QWidget>

class QFormLayout;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QTreeView;

namespace Millrace {

class ElidedLabel;
class EmptyState;
class SourceFilesModel;
class Workspace;

/// One watched folder: what it is asked to do, and its files by what has become of them. Asks the door itself. Main thread.
class SourceDetail final : public QWidget
{
    Q_OBJECT

public:
    explicit SourceDetail(Workspace *workspace, QWidget *parent = nullptr);

    /// `pipelineTitle` as people know it.
    void show(const SourceInfo &source, const QString &pipelineTitle);
    [[nodiscard]] const SourceInfo &source() const { return m_source; }
    [[nodiscard]] SourceFileKind kind() const;
    void setKind(SourceFileKind kind);
    /// The file that is chosen; empty: none.
    [[nodiscard]] QString currentFile() const;

Q_SIGNALS:
    void failed(const Millrace::Error &error);
    void editRequested();
    void pauseRequested();
    void removeRequested();
    void scanRequested();
    void retryRequested(const QString &path);
    void documentRequested(const QString &id);
    void documentsRequested();
    /// The files of the chosen state are there.
    void shown();

private:
    QWidget *makeHead();
    QWidget *makeFiles();
    void showHead(const QString &pipelineTitle);
    void showTabs();
    void ask(const QString &after);
    void showFiles(const Json &answer, bool isMore);
    void showButtons();

    Workspace *m_workspace;
    Answers m_answers;
    SourceInfo m_source;
    QString m_next; ///< where the following page begins; empty: there is none
    bool m_isChosen = false; ///< the person chose the tab

    ElidedLabel *m_title;
    ElidedLabel *m_folder;
    QPushButton *m_scan;
    QPushButton *m_pause;
    QPushButton *m_edit;
    QPushButton *m_remove;
    QWidget *m_problemBar;
    QLabel *m_problem;
    QLabel *m_problemSign;
    QFormLayout *m_facts;
    QTabBar *m_tabs;
    SourceFilesModel *m_files;
    QTreeView *m_view;
    EmptyState *m_noFiles;
    QStackedWidget *m_pages;
    QPushButton *m_retryAll;
    QPushButton *m_retry;
    QPushButton *m_open;
    QPushButton *m_library;
    QLabel *m_note;
};

} // namespace Millrace
