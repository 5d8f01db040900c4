// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/checkpointer.h"

#include "store/sqlite.h"

#include <sqlite3.h>

#include <utility>

namespace Millrace {

Result<std::unique_ptr<Checkpointer>> Checkpointer::start(const QString &path)
{
    auto connection = std::make_unique<Connection>();
    if (auto opened = connection->open(path, Connection::Mode::ReadWrite); !opened)
        return std::unexpected(opened.error());
    return std::unique_ptr<Checkpointer>(new Checkpointer(std::move(connection)));
}

Checkpointer::Checkpointer(std::unique_ptr<Connection> connection)
    : m_connection(std::move(connection))
    , m_thread([this] { run(); })
{}

Checkpointer::~Checkpointer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isOver = true;
    }
    m_asked.notify_all();
    m_thread.join();
}

void Checkpointer::ask()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isAsked = true;
    }
    m_asked.notify_all();
}

Checkpointer::Pass Checkpointer::last() const
{
    const std::lock_guard lock(m_mutex);
    return m_last;
}

void Checkpointer::run()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_asked.wait(lock, [this] { return m_isAsked || m_isOver; });
        if (m_isOver)
            return;
        m_isAsked = false;
        lock.unlock();
        Pass pass;
        pass.result = sqlite3_wal_checkpoint_v2(m_connection->handle(), "main", SQLITE_CHECKPOINT_PASSIVE, &pass.frames, &pass.written);
        lock.lock();
        m_last = pass;
    }
}

} // namespace Millrace
