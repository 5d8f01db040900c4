// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QFuture>
#include <QPromise>

#include <functional>
#include <memory>

namespace Millrace {

/// A command's answer that somebody else's stands behind: what is done first, or afterwards, must not lose what a caller does with a future.
/// Told on the thread of `context`, which ends it; any thread may call these.
namespace AnswerPipe {

using Promise = std::shared_ptr<QPromise<Result<Json>>>;

/// Nobody waits for the answer any more; as long as there is none.
void onCancel(QObject *context, const Promise &promise, std::function<void()> then);
/// Cancelling what was promised cancels `from`, whose progress is told as the promise's own. The answer is the caller's to hand on.
void follow(QObject *context, const QFuture<Result<Json>> &from, const Promise &to);

} // namespace AnswerPipe

} // namespace Millrace
