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
    /// Looks for a context's key; where `isNew`, that it is there now is told.
    void find(const QString &contextId, bool isNew);
    void committed(const Millrace::ChangeSet &changes);
    void tellOfContext(const QString &contextId);
    void tellOfSums();

    Workspace *m_workspace;
    QHash<QString, int> m_counts; ///< watchers of a URI
    QHash<QString, QSet<QString>> m_ofContext; ///< context's id → URIs
    QHash<ContextKey, QString> m_ids;
    QHash<QString, ContextKey> m_keys;
    QTimer m_sums; ///< what changes with every commit is told of once a second
};

} // namespace Millrace::Mcp
