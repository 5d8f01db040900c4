// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/call.h"

#include <QHash>

namespace Millrace::Mcp {

enum class TaskStatus : quint8 { Working, InputRequired, Completed, Failed, Cancelled };

/// "working", "input_required", …
[[nodiscard]] QByteArrayView taskStatusName(TaskStatus status);

/// Work that a client follows by its id instead of waiting for an answer. Belongs to the client that asked for it; the TaskBook keeps it
/// until some time after its end.
class Task
{
public:
    static constexpr qint64 kTtlMs = 3'600'000; ///< from its beginning; while it works it lives on
    static constexpr qint64 kKeptMs = 600'000; ///< at least so long after its end, however long it took
    static constexpr qint64 kPollMs = 500;

    Task(const QString &id, const QString &clientId, qint64 now);

    QString id;
    QString clientId;
    TaskStatus status = TaskStatus::Working;
    QString statusMessage;
    qint64 createdAt = 0;
    qint64 updatedAt = 0;
    qint64 ttlMs = kTtlMs;
    QByteArray resultMembers; ///< of a completed one
    bool isError = false; ///< the result says that the tool failed
    Json error; ///< of a failed one
    Json inputRequests; ///< that wait: {key: request}
    QHash<QByteArray, QByteArray> asked; ///< 2025: requests to the client that are not answered, by the handler's keys
    bool isToAsk = false; ///< nobody has been told of them yet
    CallPtr call; ///< that does the work; null once it has ended
    std::weak_ptr<Session> session; ///< that asked for it, and is told of it; of the legacy era

    /// It waits for its client, and has waited for as long as it may live.
    [[nodiscard]] bool isForsaken(qint64 now) const { return status == TaskStatus::InputRequired && updatedAt + ttlMs * 1000 < now; }
    [[nodiscard]] bool isEnded() const { return status >= TaskStatus::Completed; }
    /// The extension's Task, 2026: with what its status brings along where `detailed`.
    [[nodiscard]] QByteArray modernMembers(bool detailed) const;
    /// The Task of 2025-11-25.
    [[nodiscard]] Json legacyJson() const;

    /// Names what is required so that no key is ever used twice.
    void require(const Json &requests);
    /// Takes what was asked for, ignores the rest. True: nothing is missing any more.
    [[nodiscard]] bool take(const Json &responses);
    /// What came, under the keys that were asked for.
    [[nodiscard]] Json takeInput() { return std::exchange(m_responses, Json()); }

    [[nodiscard]] Json toJson() const;
    [[nodiscard]] static std::shared_ptr<Task> fromJson(const Json &json);

private:
    QHash<QByteArray, QByteArray> m_keys; ///< of the wire → of the handler
    int m_round = 0;
    Json m_responses;
};

} // namespace Millrace::Mcp
