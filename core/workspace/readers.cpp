// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/readers.h"

#include <QLoggingCategory>

namespace Millrace {

Q_LOGGING_CATEGORY(lcReaders, "millrace.workspace.readers")

namespace {

constexpr int kThreads = 3;
constexpr std::size_t kMostIdle = 8; ///< connections; runners have theirs for a moment each

} // namespace

Readers::Readers(const WorkspaceFile &file)
    : m_path(file.readPath)
    , m_mode(file.readMode)
    , m_gate(*file.gate)
{
    m_pool.setMaxThreadCount(kThreads);
    m_pool.setObjectName(QStringLiteral("readers"));
}

Readers::~Readers()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        for (Connection *connection : m_busy)
            connection->interrupt();
    }
    m_pool.waitForDone();
}

Readers::Slot Readers::take()
{
    Slot slot;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closing) {
            slot.error = Error::make(ErrorCode::Cancelled, QStringLiteral("the workspace is being closed"));
            return slot;
        }
        if (!m_idle.empty()) {
            slot.entry = std::move(m_idle.back());
            m_idle.pop_back();
            m_busy.push_back(&slot.entry->connection);
            return slot;
        }
    }
    slot.entry = std::make_unique<Entry>();
    if (const auto opened = slot.entry->connection.open(m_path, m_mode); !opened)
        slot.error = opened.error();
    const std::lock_guard lock(m_mutex);
    if (!slot.error)
        m_busy.push_back(&slot.entry->connection);
    return slot;
}

std::unexpected<Error> Readers::tookTooLong(SnapshotGate::Stay stay)
{
    if (stay == SnapshotGate::Stay::Usual)
        qCInfo(lcReaders, "a read stayed too long while the workspace was written, and begins again");
    return fail(ErrorCode::Busy,
                QStringLiteral("The workspace was written to faster than this could be read at once. Pause the engine, or ask for less."));
}

void Readers::give(Slot slot)
{
    const std::lock_guard lock(m_mutex);
    std::erase(m_busy, &slot.entry->connection);
    if (slot.isUsable && m_idle.size() < kMostIdle)
        m_idle.push_back(std::move(slot.entry));
}

} // namespace Millrace
