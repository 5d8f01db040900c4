// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QByteArray>
#include <QList>

#include <functional>
#include <utility>

namespace Millrace::Mcp {

/// A message to a server, and what HTTP repeats of it in headers.
struct Outgoing
{
    QByteArray json;
    qint64 id = 0; ///< of the answer that is owed; 0: none is
    QByteArray version = {}; ///< of the protocol; empty: not agreed on yet
    QByteArray method = {}; ///< empty: it is not repeated, as before 2026-07-28
    QByteArray name = {}; ///< of the tool, resource or prompt; empty: none
    QList<std::pair<QByteArray, QByteArray>> params = {}; ///< Mcp-Param-*: the rest of the name, and the value
};

/// The way to another server, without a word of what is in its messages. Made, used and ended on one thread with an event loop, on which it tells what
/// comes; not from within a call of its own.
class ClientWire
{
public:
    struct Events
    {
        std::function<void(const QByteArray &json)> received;
        /// Nothing more comes for that request; 0: for none, the wire has ended.
        std::function<void(qint64 id, const Error &error)> failed;
        /// Whether somebody still waits for that answer.
        std::function<bool(qint64 id)> isAwaited;
    };

    explicit ClientWire(Events events)
        : m_events(std::move(events))
    {}
    virtual ~ClientWire() = default;
    ClientWire(const ClientWire &) = delete;
    ClientWire &operator=(const ClientWire &) = delete;

    virtual void send(const Outgoing &message) = 0;
    /// Nobody waits for that answer any more.
    virtual void abandon(qint64 id) = 0;

protected:
    [[nodiscard]] const Events &events() const { return m_events; }

private:
    const Events m_events;
};

} // namespace Millrace::Mcp
