// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "library/librarydocument.h"

#include <QTreeView>

class QStandardItem;
class QStandardItemModel;

namespace Millrace {

/// A search with a name.
struct SavedSearch
{
    QString name;
    LibraryFilter filter;

    friend bool operator==(const SavedSearch &, const SavedSearch &) = default;
};

/// Saved searches, and the documents in groups (format, language, tag, source, day, duplicates) with their counts. A click narrows the list
/// to a group, another click on it widens it again. Main thread; asks nothing itself.
class LibrarySidebar final : public QTreeView
{
    Q_OBJECT

public:
    explicit LibrarySidebar(QWidget *parent = nullptr);

    /// `facets` is what `library.facets` answers.
    void setFacets(const Json &facets);
    void setFilter(const LibraryFilter &filter);
    void setSearches(const QList<SavedSearch> &searches);
    [[nodiscard]] const QList<SavedSearch> &searches() const { return m_searches; }

Q_SIGNALS:
    void filterRequested(const Millrace::LibraryFilter &filter);
    void searchRemoved(const QString &name);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    void build();
    void choose(const QModelIndex &index);
    void removeSearch(const QModelIndex &index);
    void addRow(QStandardItem *section, const QString &text, const QString &count, bool isActive, const LibraryFilter &leadsTo);

    QStandardItemModel *m_model;
    Json m_facets;
    LibraryFilter m_filter;
    QList<SavedSearch> m_searches;
    QSet<QString> m_collapsed; ///< sections by name
};

} // namespace Millrace
