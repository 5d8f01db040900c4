// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QString>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace Millrace {

class Connection;

/// Writes the write-ahead log back into the file on a thread and a connection of its own, so that commits need not wait for a disk that
/// writes pages here and there. It takes what no reader holds; the little that came meanwhile, and beginning the log anew, are the writer's.
class Checkpointer
{
public:
    /// What the newest pass found. Of a log that has begun anew since, `written` may say too much.
    struct Pass
    {
        int result = 0; ///< SQLite's
        int frames = 0; ///< in the log
        int written = 0; ///< of these, written back
    };

    [[nodiscard]] static Result<std::unique_ptr<Checkpointer>> start(const QString &path);
    /// Ends the pass that is under way.
    ~Checkpointer();

    /// Asks for a pass. Any thread; does not wait.
    void ask();
    [[nodiscard]] Pass last() const;

private:
    explicit Checkpointer(std::unique_ptr<Connection> connection);
    void run();

    std::unique_ptr<Connection> m_connection;
    mutable std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_asked;
    bool m_isAsked = false;
    bool m_isOver = false;
    Pass m_last;
    std::thread m_thread;
};

} // namespace Millrace
