// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"
#include "store/sqlite.h"

#include <QList>

#include <optional>

namespace Millrace {

/// An agent that may come in, as it is kept.
struct StoredClient
{
    qint64 key = 0;
    QString id;
    qint64 principal = 0;
    QString principalId; ///< only read
    QString name;
    std::optional<QByteArray> tokenHash;
    QByteArray policy; ///< JSON
    qint64 actor = 0; ///< who let it in
    qint64 addedAt = 0;
    qint64 seenAt = 0;
    qint64 revokedAt = 0;

    friend bool operator==(const StoredClient &, const StoredClient &) = default;
};

/// A request and its answer, or a sum of many alike.
struct StoredRequest
{
    qint64 key = 0;
    QString client; ///< its id
    QString clientName; ///< only read
    qint64 at = 0;
    qint64 durationUs = 0;
    qint64 calls = 1;
    QString transport;
    QString method;
    QString tool;
    QString code; ///< of the error; empty: it went well
    qint64 requestBytes = 0;
    qint64 answerBytes = 0;
    QString request; ///< of a list: not read
    QString answer;

    friend bool operator==(const StoredRequest &, const StoredRequest &) = default;
};

/// Which requests; what is empty passes all.
struct RequestFilter
{
    QString client;
    QString tool;
    QString method;
    std::optional<bool> failed;
    QString text; ///< part of the method's, tool's or error's name
    qint64 before = 0; ///< keys below this one; 0: the newest
    int limit = 100;
};

/// Something a client did, by the audit.
struct StoredDeed
{
    qint64 key = 0;
    qint64 at = 0;
    QString command;
    QByteArray args;
    QByteArray undo; ///< the call that takes it back, JSON; empty: there is none
    qint64 undoneAt = 0; ///< 0: it stands
};

/// Clients, their requests and their deeds. Reads work on any connection, writes inside the engine's transaction.
class ClientRepository
{
public:
    explicit ClientRepository(Connection &db)
        : m_db(db)
    {}

    [[nodiscard]] Result<std::optional<StoredClient>> find(const QString &id);
    [[nodiscard]] Result<std::optional<StoredClient>> findByPrincipal(const QString &principalId);
    /// Revoked ones too, in the order in which they were added.
    [[nodiscard]] Result<QList<StoredClient>> all();
    /// Adds it, and sets its key.
    [[nodiscard]] Result<void> add(StoredClient &client);
    /// Name, token, policy, revocation.
    [[nodiscard]] Result<void> save(const StoredClient &client);
    [[nodiscard]] Result<void> seen(const QString &id, qint64 at);

    [[nodiscard]] Result<void> addRequest(const StoredRequest &request);
    /// The newest first, without their texts.
    [[nodiscard]] Result<QList<StoredRequest>> requests(const RequestFilter &filter);
    [[nodiscard]] Result<std::optional<StoredRequest>> request(qint64 key);
    /// Forgets the oldest beyond so many; how many those were.
    [[nodiscard]] Result<qint64> keepRequests(qint64 most);

    /// The audit row of something that a client did.
    [[nodiscard]] Result<void> addDeed(qint64 client, qint64 actor, const StoredDeed &deed);
    /// What stands, the newest first.
    [[nodiscard]] Result<QList<StoredDeed>> deeds(qint64 client);
    [[nodiscard]] Result<void> markUndone(qint64 deed, qint64 at);

private:
    Connection &m_db;
};

} // namespace Millrace
