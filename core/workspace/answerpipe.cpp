// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/answerpipe.h"

#include <QFutureWatcher>

namespace Millrace::AnswerPipe {

namespace {

using Watcher = QFutureWatcher<Result<Json>>;

/// Ends with the future it looks at.
Watcher *watching(QObject *context)
{
    auto *watcher = new Watcher(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
    return watcher;
}

} // namespace

void onCancel(QObject *context, const Promise &promise, std::function<void()> then)
{
    QMetaObject::invokeMethod(context, [context, future = promise->future(), then = std::move(then)] {
        Watcher *watcher = watching(context);
        QObject::connect(watcher, &QFutureWatcherBase::canceled, context, then);
        watcher->setFuture(future);
    });
}

void follow(QObject *context, const QFuture<Result<Json>> &from, const Promise &to)
{
    if (from.isFinished())
        return;
    onCancel(context, to, [waited = QFuture(from)]() mutable { waited.cancel(); });
    QMetaObject::invokeMethod(context, [context, from, to] {
        Watcher *watcher = watching(context);
        QObject::connect(watcher, &QFutureWatcherBase::progressRangeChanged, context,
                         [to](int least, int most) { to->setProgressRange(least, most); });
        QObject::connect(watcher, &QFutureWatcherBase::progressValueChanged, context,
                         [to, from](int value) { to->setProgressValueAndText(value, from.progressText()); });
        watcher->setFuture(from);
    });
}

} // namespace Millrace::AnswerPipe
