// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "await.h"

#include "interrupt.h"

#include <QEventLoop>
#include <QFutureWatcher>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

Result<Json> await(const QFuture<Result<Json>> &future, const Interrupt &interrupt, const std::function<void()> &tick)
{
    if (interrupt.signalNumber() == 0 && !future.isFinished()) {
        QEventLoop loop;
        QFutureWatcher<Result<Json>> watcher;
        QObject::connect(&watcher, &QFutureWatcher<Result<Json>>::finished, &loop, &QEventLoop::quit);
        QObject::connect(&interrupt, &Interrupt::received, &loop, &QEventLoop::quit);
        watcher.setFuture(future);
        QTimer timer;
        if (tick) {
            QObject::connect(&timer, &QTimer::timeout, &loop, tick);
            timer.start(250);
        }
        loop.exec();
    }
    if (interrupt.signalNumber() != 0)
        return fail(ErrorCode::Cancelled, u"stopped by a signal"_s);
    if (!future.isFinished() || future.resultCount() == 0)
        return fail(ErrorCode::Cancelled, u"the work was cancelled before it was done"_s);
    return future.result();
}

} // namespace Millrace::Cli
