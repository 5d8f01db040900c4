// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QTimer>

namespace Millrace {
class Workspace;
}

namespace Millrace::Mcp {

/// Tells which URIs are otherwise than they were, of those that somebody watches. Fed by the workspace's signals; lives on the server's
/// thread.
class Watches : public QObject
{
    Q_OBJECT

public:
    explicit Watches(Workspace *workspace, QObject *parent = nullptr);

    void watch(const QString &uri);
    void unwatch(const QString &uri); ///< as often as it was watched
    [[nodiscard]] bool isEmpty() const { return m_counts.isEmpty(); }

Q_SIGNALS:
    void updated(const QString &uri);

private:
    /// Looks for the keys of contexts, one after the other; of one that was not there before it is told that it is there now.
    void findNext();
    void committed(const Millrace::ChangeSet &changes);
    void tellOfContext(const QString &contextId);
    void tellOfSums();

    Workspace *m_workspace;
    QHash<QString, int> m_counts; ///< watchers of a URI
    QHash<QString, QSet<QString>> m_ofContext; ///< context's id → URIs
    QHash<ContextKey, QString> m_ids;
    QHash<QString, ContextKey> m_keys;
    QStringList m_toFind; ///< contexts that are still to be looked for
    QSet<QString> m_sought; ///< contexts that were looked for and not found
    QString m_finding; ///< that is being looked for
    QTimer m_missing; ///< looks for what was not found, a while after something was added
    QTimer m_sums; ///< what changes with every commit is told of once a second
};

} // namespace Millrace::Mcp
