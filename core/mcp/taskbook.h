// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/task.h"

namespace Millrace::Mcp {

/// The tasks there are. A client sees its own alone: the ids of others are unknown to it. Ended ones are forgotten when their time is over,
/// the oldest earlier where there are many; those whose client does not say what they wait for end then, too. Those that had not ended when the program was closed come back as failed, and say so.
class TaskBook
{
public:
    static constexpr qsizetype kMostTasks = 250; ///< of one client
    static constexpr qsizetype kMostOpen = 100; ///< of one client
    static constexpr qsizetype kMostKeptBytes = 4 * 1024 * 1024; ///< of results that outlive the program, the newest ones

    /// A task is otherwise than it was.
    using Changed = std::function<void(Task &)>;

    explicit TaskBook(Changed changed);
    ~TaskBook();

    /// Null where the client has too many that have not ended.
    [[nodiscard]] std::shared_ptr<Task> begin(const QString &clientId, qint64 now);
    [[nodiscard]] std::shared_ptr<Task> find(const QString &id, const QString &clientId, qint64 now);
    /// The newest first.
    [[nodiscard]] QList<std::shared_ptr<Task>> of(const QString &clientId, qint64 now);
    void update(Task &task, qint64 now);
    /// What does the work of those that have not ended.
    [[nodiscard]] QList<CallPtr> working() const;
    /// Whether there is something to keep since it was last asked.
    [[nodiscard]] bool takeChanged() { return std::exchange(m_toKeep, false); }
    [[nodiscard]] bool hasChanged() const { return m_toKeep; }

    [[nodiscard]] Json toJson() const;
    void read(const Json &json, qint64 now);

private:
    void forgetOld(const QString &clientId, qint64 now);
    void endForsaken(qint64 now);

    Changed m_changed;
    QList<std::shared_ptr<Task>> m_order; ///< oldest first
    QHash<QString, std::shared_ptr<Task>> m_tasks;
    bool m_toKeep = false;
};

} // namespace Millrace::Mcp
