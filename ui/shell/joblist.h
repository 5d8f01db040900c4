// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>

namespace Millrace {

/// One piece of work in the background, as the status bar shows it.
struct Job
{
    quint64 id = 0;
    QString title = {};
    int done = 0;
    int total = 0; ///< 0: unknown how much there is

    friend bool operator==(const Job &, const Job &) = default;
};

/// The window's background work: follows futures, and lets a person cancel them. Main thread.
class JobList final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    void add(const QString &title, const QFuture<void> &work);
    [[nodiscard]] const QList<Job> &jobs() const { return m_jobs; }
    /// Asks the work to stop; it leaves the list when it has.
    void cancel(quint64 id);

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] Job *find(quint64 id);

    QList<Job> m_jobs;
    QHash<quint64, QFuture<void>> m_futures;
    quint64 m_lastId = 0;
};

} // namespace Millrace
