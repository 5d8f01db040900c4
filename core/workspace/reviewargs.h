// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "review/reviewdesk.h"
#include "workspace/commandschema.h"
#include "workspace/reviewjson.h"

#include <optional>

/// What the review's commands take: their schemas, and what a call's arguments mean.
namespace Millrace::ReviewArgs {

inline constexpr int kUsualPage = 100;

[[nodiscard]] Json choice(std::initializer_list<const char *> names, const char *description);
[[nodiscard]] Json filterSchema();
[[nodiscard]] Json orderSchema();
[[nodiscard]] Json leaseSchema();
[[nodiscard]] Json limitSchema(const char *description, qint64 most);
[[nodiscard]] Json nextSchema();
[[nodiscard]] Json answersSchema();
/// A pipeline and a node of it, and more.
[[nodiscard]] Json placeSchema(std::initializer_list<JsonMember> more);
[[nodiscard]] Json decideSchema(bool corrects);

[[nodiscard]] ReviewOrder orderFrom(const Json &json);
/// Without people: whose they are, or are to be.
[[nodiscard]] ReviewFilter plainFilterFrom(const Json &json);
[[nodiscard]] Result<ReviewFilter> filterFrom(const Json &json, const ReviewJson &out);
[[nodiscard]] Result<ReviewItem> itemOf(ReviewRepository &reviews, const QString &id);
/// By the item's id, or by its context's.
[[nodiscard]] Result<ReviewItem> itemFrom(ReviewRepository &reviews, const Json &args, const std::optional<ContextKey> &context);
[[nodiscard]] Result<ReviewDecision> decisionOf(ReviewRepository &reviews, const QString &id);
[[nodiscard]] Result<ReviewAnswer> answerFrom(const Json &args, const char *decisionName);

} // namespace Millrace::ReviewArgs
