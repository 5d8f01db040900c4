// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

namespace Millrace {

/// An effect at its turn.
struct Delivery
{
    QByteArray key; ///< the same over all attempts: what the receiver knows a repetition by
    QString address;
    Json request;
    QByteArray body;
    int attempt = 1; ///< above 1: an earlier one may have gone through, and only its answer been lost
};

/// What came of it.
struct DeliveryResult
{
    Json answer; ///< what the receiver said: kept with the effect, and given to a step that waits
    std::optional<Error> error; ///< a retryable one is tried again
    qint64 retryAfterUs = 0;

    [[nodiscard]] static DeliveryResult failed(Error error, qint64 retryAfterUs = 0) { return {{}, std::move(error), retryAfterUs}; }
};

/// Where effects go: a kind of receiver. Stateless or thread-safe; lives as long as the engine.
///
/// Each delivery comes at least once, and after an end of the program at the wrong moment once more, with the same key; the target sees to it
/// that the receiver has it once.
class MILLRACE_SDK_EXPORT EffectTarget
{
public:
    virtual ~EffectTarget();
    [[nodiscard]] virtual QString id() const = 0; ///< what drafts name it by: "folder"
    /// True: what goes to one address comes in order of writing, one call at a time, and several at once.
    [[nodiscard]] virtual bool isSerial() const { return false; }
    /// Carries out deliveries to one address; one result for each, in order. Asks `context` whether to stop. Throws nothing.
    [[nodiscard]] virtual QList<DeliveryResult> deliver(const QList<Delivery> &deliveries, RunContext &context) const = 0;
};

} // namespace Millrace
