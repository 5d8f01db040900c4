// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/accessclass.h"
#include "sdk/error.h"
#include "sdk/json.h"

#include <QFuture>
#include <QList>
#include <QPromise>

#include <memory>
#include <mutex>
#include <optional>

namespace Millrace {

/// A client's call that waits for a person's word.
struct HeldCall
{
    QString id;
    QString client; ///< its id
    QString tool;
    QString command;
    Access access = Access::Write;
    Json args; ///< as they go to the door
    Json preview; ///< what would change; null until it is known
    qint64 askedAt = 0;
    qint64 heldUs = 0; ///< monotonic, since when
    std::shared_ptr<QPromise<Result<Json>>> promise;
};

/// What waits, the oldest first. Any thread. Whoever takes a call out answers it.
class HeldCalls
{
public:
    static constexpr qsizetype kMostOfClient = 50;

    /// Busy where as many of this client wait as may.
    [[nodiscard]] Result<void> hold(HeldCall call);
    void setPreview(const QString &id, const Json &preview);
    [[nodiscard]] std::optional<HeldCall> take(const QString &id);
    [[nodiscard]] QList<HeldCall> takeOf(const QString &client);
    [[nodiscard]] QList<HeldCall> takeAll();
    [[nodiscard]] std::optional<HeldCall> find(const QString &id) const;
    [[nodiscard]] QList<HeldCall> all() const;

private:
    mutable std::mutex m_mutex;
    QList<HeldCall> m_calls;
};

} // namespace Millrace
