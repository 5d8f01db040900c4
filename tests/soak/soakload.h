// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "workspace/workspace.h"

#include <QElapsedTimer>
#include <QObject>
#include <QRandomGenerator>
#include <QTimer>

#include <memory>
#include <mutex>

namespace Millrace {

/// The load of a soak: one workspace through its door, on the main thread's event loop.
///
/// Documents of every kind that costs something else (branches, split and join, retries, kept results, a script in a process of its own, events
/// that start a second pipeline, now and then one of some megabytes), and a person who looks at lists, documents, histories and counts.
/// What goes wrong is kept in `problem`.
class SoakLoad : public QObject
{
public:
    explicit SoakLoad(const QString &path);
    ~SoakLoad() override;

    /// As fast as it goes for so long; contexts a second that came to rest.
    double measureFullRate(int ms);
    /// From here on `perSecond` documents, read queries beside them, and one measured commit after the other.
    void start(double perSecond);
    void stop();
    /// Waits for the rest, and holds the sums against each other; empty where they add up.
    [[nodiscard]] QString settle();

    /// Milliseconds from asking for a small write to its acknowledgement, since the last call.
    [[nodiscard]] QList<double> takeCommitTimes();
    [[nodiscard]] qint64 submitted() const { return m_submitted; }
    [[nodiscard]] qint64 reads() const { return m_reads; }
    [[nodiscard]] qint64 heldBack() const { return m_heldBack; } ///< documents that were not submitted, because too much was under way
    [[nodiscard]] QString problem() const { return m_problem; }

private:
    void ask(const QString &command, const Json &args, const std::function<void(const Json &)> &then);
    Json run(const QString &command, const Json &args = Json::object());
    void submit(int count, const std::function<void()> &then = {});
    void submitLarge();
    [[nodiscard]] Json document(qint64 number);
    void tick();
    void probe();
    void read();
    void lookAtSums();
    template <typename T, typename Then>
    void then(const QFuture<Result<T>> &future, Then next);
    void fail(const QString &what, const Error &error);

    std::unique_ptr<Workspace> m_workspace;
    QRandomGenerator m_random{25};
    QTimer m_tick;
    QTimer m_large;
    QTimer m_sums;
    QElapsedTimer m_elapsed;
    double m_perSecond = 0;
    double m_owed = 0;
    qint64 m_lastTickNs = 0;
    qint64 m_submitted = 0;
    qint64 m_underWay = 0; ///< by the last sums
    qint64 m_submittedAtSums = 0;
    bool m_isLooking = false;
    qint64 m_reads = 0;
    qint64 m_heldBack = 0;
    bool m_running = false;
    QString m_problem;

    std::mutex m_mutex; ///< guards the next one: the engine's thread writes it
    QList<double> m_commitMs;
};

} // namespace Millrace
