// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/joblist.h"

#include <QFutureWatcher>

namespace Millrace {

void JobList::add(const QString &title, const QFuture<void> &work)
{
    if (work.isFinished())
        return;
    const quint64 id = ++m_lastId;
    m_jobs.append({.id = id, .title = title});
    m_futures.insert(id, work);
    auto *watcher = new QFutureWatcher<void>(this);
    connect(watcher, &QFutureWatcher<void>::progressValueChanged, this, [this, id, watcher](int value) {
        if (Job *job = find(id)) {
            job->done = value - watcher->progressMinimum();
            job->total = watcher->progressMaximum() - watcher->progressMinimum();
            Q_EMIT changed();
        }
    });
    connect(watcher, &QFutureWatcher<void>::finished, this, [this, id, watcher] {
        m_jobs.removeIf([id](const Job &job) { return job.id == id; });
        m_futures.remove(id);
        watcher->deleteLater();
        Q_EMIT changed();
    });
    watcher->setFuture(work);
    Q_EMIT changed();
}

void JobList::cancel(quint64 id)
{
    if (const auto found = m_futures.find(id); found != m_futures.end())
        found->cancel();
}

Job *JobList::find(quint64 id)
{
    const auto found = std::ranges::find_if(m_jobs, [id](const Job &job) { return job.id == id; });
    return found == m_jobs.end() ? nullptr : &*found;
}

} // namespace Millrace
