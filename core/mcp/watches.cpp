// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/watches.h"

#include "workspace/workspace.h"

#include <QPointer>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

const QString kContext = u"millrace://context/"_s;
const QString kPipeline = u"millrace://pipeline/"_s;
constexpr int kSumsMs = 1000;
constexpr int kMissingMs = 250;

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
    m_missing.setSingleShot(true);
    m_missing.setInterval(kMissingMs);
    connect(&m_missing, &QTimer::timeout, this, [this] {
        if (!m_toFind.isEmpty() || !m_finding.isEmpty()) {
            m_missing.start();
            return;
        }
        m_toFind = m_sought.values();
        findNext();
    });
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
        m_toFind.append(id);
        findNext();
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
        m_sought.remove(id);
        m_ids.remove(m_keys.take(id));
    }
}

void Watches::findNext()
{
    if (!m_finding.isEmpty())
        return;
    while (!m_toFind.isEmpty()) {
        const QString id = m_toFind.takeLast();
        if (!m_ofContext.contains(id) || m_keys.contains(id)) {
            m_sought.remove(id);
            continue;
        }
        m_finding = id;
        m_workspace->findContext(id)
            .then(this,
                  [this, id](const Result<std::optional<ContextKey>> &found) {
                      m_finding.clear();
                      if (!m_ofContext.contains(id)) {
                          m_sought.remove(id);
                      } else if (found && *found) {
                          m_ids.insert(**found, id);
                          m_keys.insert(id, **found);
                          if (m_sought.remove(id))
                              tellOfContext(id);
                      } else {
                          m_sought.insert(id);
                      }
                      findNext();
                  })
            .onCanceled(this, [there = QPointer(this)] {
                if (there) // which it is not in its own end
                    there->m_finding.clear();
            });
        return;
    }
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
        // What is being looked for now may have come after it was asked for.
        if (!m_finding.isEmpty())
            m_sought.insert(m_finding);
        for (const QString &id : std::as_const(m_toFind))
            m_sought.insert(id);
        if (!m_missing.isActive())
            m_missing.start();
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
