// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/answers.h"
#include "library/librarydocument.h"

#include <QAbstractListModel>

namespace Millrace {

class Workspace;

/// The documents that pass a filter, newest first, or best first where words are sought. Pages from the door as the view comes to its end;
/// what is selected keeps its row while nothing above it changes. Main thread.
class LibraryModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role : int { EntryRole = Qt::UserRole + 1 };

    explicit LibraryModel(Workspace *workspace, QObject *parent = nullptr);

    [[nodiscard]] const LibraryFilter &filter() const { return m_filter; }
    void setFilter(const LibraryFilter &filter);
    /// Asks again for as many rows as there are.
    void refresh();
    [[nodiscard]] const QList<LibraryEntry> &entries() const { return m_entries; }
    [[nodiscard]] int rowOf(const QString &id) const;
    /// What the last search could not look at, because the index is behind.
    struct Lag
    {
        qint64 documents = 0;
        bool isMore = false; ///< there are more than were counted
        qint64 byMeaning = 0; ///< found by their words alone as yet

        friend bool operator==(const Lag &, const Lag &) = default;
    };
    [[nodiscard]] const Lag &lag() const { return m_lag; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    /// The first rows for the filter are there, or it is known that there are none.
    void loaded();
    void failed(const Millrace::Error &error);

private:
    void ask(qsizetype wanted, bool anew);
    void replaceBy(const QList<LibraryEntry> &entries);

    Workspace *m_workspace;
    Answers m_answers;
    LibraryFilter m_filter;
    QList<LibraryEntry> m_entries;
    Lag m_lag;
    bool m_hasMore = false;
    bool m_isAsking = false;
};

} // namespace Millrace

Q_DECLARE_METATYPE(Millrace::LibraryEntry)
