// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QMetaType>
#include <QString>
#include <QStringList>

namespace Millrace {

/// A client as `client.list` describes it.
struct AgentInfo
{
    QString id;
    QString name;
    bool hasToken = true;
    Json policy;
    qint64 lastSeenAt = 0; ///< 0: never
    bool isRevoked = false;
    QStringList sessions; ///< "claude-code 2.0, stdio"
    QStringList doing; ///< tools or methods that run
    qint64 held = 0; ///< calls that wait for a person

    [[nodiscard]] static AgentInfo fromJson(const Json &json);
    friend bool operator==(const AgentInfo &, const AgentInfo &) = default;
};

/// A call that waits, as `call.list` describes it.
struct HeldInfo
{
    QString id;
    QString client;
    QString tool;
    QString command;
    QString title; ///< the command's, in English
    QString access;
    Json args;
    Json preview; ///< null: not known yet
    qint64 askedAt = 0;

    [[nodiscard]] static HeldInfo fromJson(const Json &json);
    /// A plain sentence of what it would do.
    [[nodiscard]] QString sentence() const;
    /// Below it: what it is about, and what would be otherwise.
    [[nodiscard]] QStringList facts() const;
    friend bool operator==(const HeldInfo &, const HeldInfo &) = default;
};

/// A request on record, as `request.list` describes it.
struct RequestInfo
{
    qint64 id = 0;
    QString client;
    qint64 at = 0;
    qint64 durationUs = 0;
    qint64 calls = 1;
    QString transport;
    QString method;
    QString tool;
    QString code; ///< empty: it went well

    [[nodiscard]] static RequestInfo fromJson(const Json &json);
    friend bool operator==(const RequestInfo &, const RequestInfo &) = default;
};

} // namespace Millrace

Q_DECLARE_METATYPE(Millrace::AgentInfo)
