// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/effecttarget.h"
#include "sdk/http.h"

namespace Millrace {

/// "http": each effect is a request with an Idempotency-Key, until the host has answered below 300. Request: what callFromJson() reads; the
/// address is the URL.
class HttpTarget final : public EffectTarget
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] QList<DeliveryResult> deliver(const QList<Delivery> &deliveries, RunContext &context) const override;
};

/// `{"method","headers","secret_headers","timeout_s","max_bytes","redirects","hosts","per_minute"}`; URL and body are not a part of it.
[[nodiscard]] HttpCall callFromJson(const Json &json);
[[nodiscard]] Json callToJson(const HttpCall &call);
/// An answer as documents keep it: `{"status","headers","body"}`, the body as JSON where it is, else as text, else as base64 in "bytes".
[[nodiscard]] Json replyToJson(const HttpReply &reply);

} // namespace Millrace
