// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/heldcalls.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

Result<void> HeldCalls::hold(HeldCall call)
{
    const std::lock_guard lock(m_mutex);
    if (std::ranges::count(m_calls, call.client, &HeldCall::client) >= kMostOfClient)
        return fail(ErrorCode::Busy, u"%1 calls of this client wait for a person already"_s.arg(kMostOfClient));
    m_calls.append(std::move(call));
    return {};
}

void HeldCalls::setPreview(const QString &id, const Json &preview)
{
    const std::lock_guard lock(m_mutex);
    if (const auto found = std::ranges::find(m_calls, id, &HeldCall::id); found != m_calls.end())
        found->preview = preview;
}

std::optional<HeldCall> HeldCalls::take(const QString &id)
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::find(std::as_const(m_calls), id, &HeldCall::id);
    return found == m_calls.cend() ? std::nullopt : std::optional(m_calls.takeAt(std::distance(m_calls.cbegin(), found)));
}

QList<HeldCall> HeldCalls::takeOf(const QString &client)
{
    const std::lock_guard lock(m_mutex);
    QList<HeldCall> taken;
    for (const HeldCall &call : std::as_const(m_calls)) {
        if (call.client == client)
            taken.append(call);
    }
    m_calls.removeIf([&](const HeldCall &call) { return call.client == client; });
    return taken;
}

QList<HeldCall> HeldCalls::takeAll()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_calls, {});
}

std::optional<HeldCall> HeldCalls::find(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = std::ranges::find(m_calls, id, &HeldCall::id);
    return found == m_calls.cend() ? std::nullopt : std::optional(*found);
}

QList<HeldCall> HeldCalls::all() const
{
    const std::lock_guard lock(m_mutex);
    return m_calls;
}

} // namespace Millrace
