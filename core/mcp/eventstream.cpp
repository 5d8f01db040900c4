// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/eventstream.h"

namespace Millrace::Mcp {

EventStream::EventStream(const QByteArray &id, Keeps keeps)
    : m_id(id)
    , m_keeps(keeps)
{}

void EventStream::attach(const std::shared_ptr<Outlet> &outlet, qint64 after, bool primes)
{
    // Whoever is ended here may go on to another request at once.
    const auto before = std::exchange(m_outlet, outlet);
    if (before)
        before->finished();
    if (m_outlet != outlet)
        return;
    Opening opening;
    if (primes) {
        opening.retryMs = kRetryMs;
        opening.primingId = eventId(std::min(after, m_last));
    }
    outlet->open(opening);
    m_wasAttached = true;
    const auto kept = m_kept;
    for (const auto &[number, json] : kept) {
        // Writing may find out that the peer is gone.
        if (m_outlet != outlet)
            return;
        if (number > after)
            outlet->message(json, eventId(number));
    }
    if (m_ended && m_outlet == outlet)
        interrupt();
}

void EventStream::interrupt()
{
    if (const auto outlet = std::exchange(m_outlet, nullptr))
        outlet->finished();
}

void EventStream::send(const QByteArray &json)
{
    if (m_ended || (m_keeps == Keeps::WhenHeard && !m_wasAttached))
        return;
    m_kept.emplace_back(++m_last, json);
    m_bytes += json.size();
    while (m_kept.size() > 1 && (m_bytes > kMostBytes || static_cast<qsizetype>(m_kept.size()) > kMostEvents)) {
        m_bytes -= m_kept.front().second.size();
        m_kept.pop_front();
    }
    if (const auto outlet = m_outlet)
        outlet->message(json, eventId(m_last));
}

void EventStream::end()
{
    m_ended = true;
    interrupt();
}

QByteArray EventStream::eventId(qint64 number) const
{
    return m_id + '.' + QByteArray::number(number);
}

std::optional<std::pair<QByteArray, qint64>> EventStream::readEventId(QByteArrayView eventId)
{
    const qsizetype dot = eventId.lastIndexOf('.');
    if (dot <= 0)
        return std::nullopt;
    bool isNumber = false;
    const qint64 number = eventId.sliced(dot + 1).toLongLong(&isNumber);
    if (!isNumber || number < 0)
        return std::nullopt;
    return std::pair(eventId.first(dot).toByteArray(), number);
}

} // namespace Millrace::Mcp
