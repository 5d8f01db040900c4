// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/workers.h"
#include "sdk/component.h"

#include <QString>
#include <QStringList>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace Millrace {

/// Where a ComponentProcessPool gets its processes and what they may take.
struct ComponentProcessOptions
{
    QString program; ///< path of a program that ends in runComponentHost()
    QStringList arguments; ///< before `--memory-mib N`, which the pool adds
    int maxProcesses = 4;
    int memoryMiB = 512;
    qint64 maxAnswerBytes = qint64(64) * 1024 * 1024;
};

/// Runs steps in child processes that may crash, hang, fork or eat memory without harm to this one.
///
/// Processes are started as they are needed, kept warm and used again; one that misbehaves is killed with its whole process group
/// and never used again. Every process is waited for, so that none stays as a zombie. Owned by the engine; run() may be called
/// from any number of threads at once and blocks the caller's; the destructor must not run while a run() does.
class ComponentProcessPool
{
public:
    explicit ComponentProcessPool(const ComponentProcessOptions &options);
    ~ComponentProcessPool();
    Q_DISABLE_COPY_MOVE(ComponentProcessPool)

    /// The step may ask for `originals` while it runs.
    /// Runs one step until it answers, `deadlineMonotonicUs` (Clock::system()) passes or `isCancelled` says so (asked every 20 ms).
    /// Errors beside the component's own: ComponentTimeout (within 100 ms of the deadline), Cancelled, ComponentCrashed with the
    /// signal or exit code in the detail, ComponentMemory, ComponentOutput.
    [[nodiscard]] StepResult run(const QString &component, const Json &config, const StepInput &input, qint64 deadlineMonotonicUs,
                                 const std::function<bool()> &isCancelled = {}, OriginalSource *originals = nullptr);

    /// Processes that are running or warm.
    [[nodiscard]] int processCount() const;
    [[nodiscard]] ComponentProcesses look() const;

private:
    class Launcher;
    struct Child
    {
        int pid = -1; ///< also its process group
        int socket = -1;
        int uses = 0;
    };
    struct Outcome
    {
        StepResult result;
        bool isReusable = false;
        bool wasStarted = true; ///< false: the process was gone before it had the whole request
    };
    struct Request;

    [[nodiscard]] Result<Child> acquire(const Request &request);
    [[nodiscard]] Outcome exchange(const Child &child, const Request &request) const;
    [[nodiscard]] std::optional<Error> interruption(const Request &request) const;
    [[nodiscard]] Outcome read(const Json &answer) const;
    [[nodiscard]] Outcome lost(const Child &child, const Request &request) const;
    void release(const Child &child);
    void discard(const Child &child);
    void forgetOne();

    ComponentProcessOptions m_options;
    mutable std::mutex m_mutex;
    std::condition_variable m_freed;
    std::vector<Child> m_idle;
    int m_count = 0;
    qint64 m_ended = 0; ///< not to be used again
    std::unique_ptr<Launcher> m_launcher;
};

} // namespace Millrace
