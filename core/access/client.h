// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/accessclass.h"
#include "sdk/error.h"
#include "sdk/json.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace Millrace {

/// What becomes of a call. In this order each is stricter than the one before. AskOnce: what a person allowed once is allowed for that
/// command until the workspace is closed or the policy changes.
enum class Verdict : quint8 { Allow, AskOnce, AskAlways, Deny };

/// "allow", "ask_once", "ask_always", "deny".
[[nodiscard]] QLatin1StringView verdictName(Verdict verdict);
[[nodiscard]] std::optional<Verdict> verdictFromName(QStringView name);

/// What a client may do: a verdict for each access class, others for single tools or commands, and the folders it was given.
struct ClientPolicy
{
    std::array<Verdict, kAllAccess.size()> access = {Verdict::Allow, Verdict::Allow, Verdict::AskOnce, Verdict::AskAlways};
    QMap<QString, Verdict> tools; ///< by the tool's name, or the command's
    bool readOnly = false; ///< everything but Read is denied, whatever else stands here
    QStringList folders; ///< absolute; paths in arguments must lie in one of them

    /// Of a tool or command called `name`.
    [[nodiscard]] Verdict verdict(const QString &name, Access access) const;

    [[nodiscard]] Json toJson() const;
    /// Reads what is given and keeps the rest of `before`: {"read","propose","write","destroy","read_only","tools","folders"}. A tool with
    /// null goes back to its class. InvalidArgument for unknown words and folders that are not absolute.
    [[nodiscard]] static Result<ClientPolicy> fromJson(const Json &json, const ClientPolicy &before);

    friend bool operator==(const ClientPolicy &, const ClientPolicy &) = default;
};

/// An agent that may come in: its name, the principal it acts as, what it may do.
struct Client
{
    QString id;
    QString name;
    QString principal; ///< id, of kind agent
    ClientPolicy policy;
    bool hasToken = true; ///< false: programs of the same user, over a pipe or the user-only socket
    qint64 addedAt = 0;
    qint64 lastSeenAt = 0; ///< 0: never
    qint64 revokedAt = 0; ///< 0: it may come in

    friend bool operator==(const Client &, const Client &) = default;
};

} // namespace Millrace
