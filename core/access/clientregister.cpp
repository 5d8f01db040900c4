// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/clientregister.h"

#include <cstring>
#include <mutex>

namespace Millrace {

namespace {

quint64 beginningOf(const TokenHash &hash)
{
    quint64 beginning = 0;
    std::memcpy(&beginning, hash.data(), sizeof beginning);
    return beginning;
}

} // namespace

void ClientRegister::insert(const Entry &entry)
{
    const QString &id = entry.client.id;
    if (const auto known = m_byId.constFind(id); known != m_byId.cend())
        m_idByToken.remove(beginningOf(known->token), id);
    else
        m_order.append(id);
    m_byId.insert(id, {std::make_shared<const Client>(entry.client), entry.token});
    m_idByPrincipal.insert(entry.client.principal, id);
    // Zeros stand for a hash that cannot be read, and for a token that cannot be one.
    if (entry.client.hasToken && !isSame(entry.token, TokenHash{}))
        m_idByToken.insert(beginningOf(entry.token), id);
}

void ClientRegister::set(const QList<Entry> &entries)
{
    const std::lock_guard lock(m_mutex);
    m_byId.clear();
    m_idByPrincipal.clear();
    m_idByToken.clear();
    m_order.clear();
    for (const Entry &entry : entries)
        insert(entry);
}

void ClientRegister::put(const Entry &entry)
{
    const std::lock_guard lock(m_mutex);
    insert(entry);
}

void ClientRegister::update(const Client &client)
{
    const std::lock_guard lock(m_mutex);
    insert({client, m_byId.value(client.id).token});
}

std::shared_ptr<const Client> ClientRegister::findByToken(QByteArrayView token) const
{
    const TokenHash hash = hashOf(token);
    const std::shared_lock lock(m_mutex);
    for (auto [at, end] = m_idByToken.equal_range(beginningOf(hash)); at != end; ++at) {
        const auto known = m_byId.constFind(*at);
        if (known != m_byId.cend() && isSame(known->token, hash))
            return known->client->revokedAt == 0 ? known->client : nullptr;
    }
    return nullptr;
}

std::shared_ptr<const Client> ClientRegister::findById(const QString &id) const
{
    const std::shared_lock lock(m_mutex);
    const auto known = m_byId.constFind(id);
    return known == m_byId.cend() ? nullptr : known->client;
}

std::shared_ptr<const Client> ClientRegister::findByPrincipal(const QString &principal) const
{
    const std::shared_lock lock(m_mutex);
    const auto known = m_byId.constFind(m_idByPrincipal.value(principal));
    return known == m_byId.cend() ? nullptr : known->client;
}

QList<std::shared_ptr<const Client>> ClientRegister::all() const
{
    const std::shared_lock lock(m_mutex);
    QList<std::shared_ptr<const Client>> clients;
    for (const QString &id : m_order)
        clients.append(m_byId.value(id).client);
    return clients;
}

} // namespace Millrace
