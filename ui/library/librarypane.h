// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/pane.h"
#include "library/librarydocument.h"

#include <QTimer>

class QLabel;
class QListView;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace Millrace {

class DocumentDetail;
class EmptyState;
class LibraryModel;
class LibrarySidebar;
class PaneHeader;
class ReadingStrip;
class SearchField;

/// The pane of everything that was taken in: groups and saved searches, the documents (newest first, or best first for words), and the chosen one
/// beside its original.
class LibraryPane final : public Pane
{
    Q_OBJECT

public:
    explicit LibraryPane(Workspace *workspace, QWidget *parent = nullptr);

    /// How the window knows it.
    [[nodiscard]] static PaneInfo info();

    /// Shows the document that the target's context came from.
    void open(const PaneTarget &target) override;
    [[nodiscard]] PaneTarget place() const override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const Json &state) override;

    [[nodiscard]] const LibraryFilter &filter() const;
    void setFilter(const LibraryFilter &filter);
    [[nodiscard]] DocumentDetail *detail() const { return m_detail; }

protected:
    void refresh() override;

private:
    void makeHeader();
    void makeActions();
    void showFilter();
    void showColumns();
    [[nodiscard]] QString lagText() const;
    void showEverything();
    void askFacets();
    void askReadings();
    void showReadings(const Json &readings);
    void choose(const QString &id);
    void showCurrent();
    void saveSearch();
    void exportOriginal(const LibraryDocument &document);

    PaneHeader *m_header;
    SearchField *m_search;
    QToolButton *m_save;
    QToolButton *m_clear;
    QToolButton *m_byMeaning; ///< a search's ranking
    QSplitter *m_splitter;
    LibrarySidebar *m_sidebar;
    LibraryModel *m_model;
    QListView *m_list;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
    ReadingStrip *m_readings;
    DocumentDetail *m_detail;
    bool m_isApart = false; ///< what is shown is not in the list
    QString m_wanted; ///< to be chosen once the list has it
    QString m_wantedPath; ///< of what was read a moment ago, likewise
    QTimer m_again; ///< the index follows what was taken in by a moment
    Json m_facets;
    qint64 m_total = -1;
};

} // namespace Millrace
