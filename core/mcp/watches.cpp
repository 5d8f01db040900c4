// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/watches.h"

#include "workspace/workspace.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

const QString kContext = u"millrace://context/"_s;
const QString kPipeline = u"millrace://pipeline/"_s;
constexpr int kSumsMs = 1000;

QString contextOf(const QString &uri)
{
    return uri.startsWith(kContext) ? QUrl::fromPercentEncoding(uri.sliced(kContext.size()).section(u'/', 0, 0).toUtf8()) : QString();
}

bool isSum(const QString &uri)
{
    return uri == "millrace://status"_L1 || uri == "millrace://workspace"_L1 || uri.startsWith("millrace://run/"_L1);
}

} // namespace

Watches::Watches(Workspace *workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
{
    m_sums.setSingleShot(true);
    m_sums.setInterval(kSumsMs);
    connect(&m_sums, &QTimer::timeout, this, &Watches::tellOfSums);
    connect(workspace, &Workspace::changed, this, &Watches::committed);
    connect(workspace, &Workspace::pipelinesChanged, this, [this](const QStringList &ids) {
        for (const QString &id : ids) {
            if (m_counts.contains(kPipeline + id))
                Q_EMIT updated(kPipeline + id);
        }
    });
}

void Watches::watch(const QString &uri)
{
    if (m_counts[uri]++ > 0)
        return;
    if (const QString id = contextOf(uri); !id.isEmpty()) {
        m_ofContext[id].insert(uri);
        find(id, false);
    }
}

void Watches::unwatch(const QString &uri)
{
    const auto count = m_counts.find(uri);
    if (count == m_counts.end() || --*count > 0)
        return;
    m_counts.erase(count);
    const QString id = contextOf(uri);
    const auto uris = m_ofContext.find(id);
    if (uris == m_ofContext.end())
        return;
    uris->remove(uri);
    if (uris->isEmpty()) {
        m_ofContext.erase(uris);
        m_ids.remove(m_keys.take(id));
    }
}

void Watches::find(const QString &contextId, bool isNew)
{
    if (m_keys.contains(contextId))
        return;
    m_workspace->findContext(contextId).then(this, [this, contextId, isNew](const Result<std::optional<ContextKey>> &found) {
        if (!found || !*found || !m_ofContext.contains(contextId) || m_keys.contains(contextId))
            return;
        m_ids.insert(**found, contextId);
        m_keys.insert(contextId, **found);
        if (isNew)
            tellOfContext(contextId);
    });
}

void Watches::committed(const ChangeSet &changes)
{
    if (m_counts.isEmpty())
        return;
    if (!m_sums.isActive() && std::ranges::any_of(m_counts.keys(), isSum))
        m_sums.start();
    if (changes.reset) {
        const QStringList ids = m_ofContext.keys();
        for (const QString &id : ids)
            tellOfContext(id);
        return;
    }
    for (const ContextKey key : changes.updated) {
        if (const auto id = m_ids.constFind(key); id != m_ids.constEnd())
            tellOfContext(*id);
    }
    // One that was not there yet when it was asked for.
    if (!changes.added.isEmpty() && m_keys.size() < m_ofContext.size()) {
        const QStringList ids = m_ofContext.keys();
        for (const QString &id : ids)
            find(id, true);
    }
}

void Watches::tellOfContext(const QString &contextId)
{
    const QSet<QString> uris = m_ofContext.value(contextId);
    for (const QString &uri : uris)
        Q_EMIT updated(uri);
}

void Watches::tellOfSums()
{
    const QStringList uris = m_counts.keys();
    for (const QString &uri : uris) {
        if (isSum(uri))
            Q_EMIT updated(uri);
    }
}

} // namespace Millrace::Mcp
