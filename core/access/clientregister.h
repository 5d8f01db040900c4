// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/client.h"
#include "access/token.h"

#include <QHash>

#include <memory>
#include <shared_mutex>

namespace Millrace {

/// The clients of an open workspace, found by token, id or principal. Any thread; a look-up costs a hash and a shared lock.
///
/// A token is found by its hash alone: what time a look-up takes tells about hashes, from which no token follows.
class ClientRegister
{
public:
    struct Entry
    {
        Client client;
        TokenHash token{}; ///< of zeros: it has none
    };

    /// Replaces all of them.
    void set(const QList<Entry> &entries);
    /// Adds or replaces one.
    void put(const Entry &entry);
    /// Replaces the client, and leaves its token.
    void update(const Client &client);

    /// Null: unknown, or revoked.
    [[nodiscard]] std::shared_ptr<const Client> findByToken(QByteArrayView token) const;
    /// Revoked ones too.
    [[nodiscard]] std::shared_ptr<const Client> findById(const QString &id) const;
    [[nodiscard]] std::shared_ptr<const Client> findByPrincipal(const QString &principal) const;
    /// In the order in which they were added.
    [[nodiscard]] QList<std::shared_ptr<const Client>> all() const;

private:
    struct Known
    {
        std::shared_ptr<const Client> client;
        TokenHash token{};
    };
    void insert(const Entry &entry);

    mutable std::shared_mutex m_mutex;
    QHash<QString, Known> m_byId;
    QHash<QString, QString> m_idByPrincipal;
    QMultiHash<quint64, QString> m_idByToken; ///< by the first eight bytes of its hash
    QStringList m_order;
};

} // namespace Millrace
