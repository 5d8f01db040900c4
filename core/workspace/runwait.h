// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QFuture>
#include <QObject>
#include <QPromise>

#include <functional>

namespace Millrace {

/// Waits for one run, whatever else the engine has to do: until none of its contexts is ready or running, and none waits for a retry that
/// is due in time. Owned by its parent and deletes itself once it has answered; lives on the parent's thread. Where the parent goes first,
/// the future is cancelled.
class RunWait : public QObject
{
    Q_OBJECT

public:
    using Counts = std::function<QFuture<Result<Json>>()>;

    /// `counts` gives the run's sums (as the command `stats`); `allIdle` is the engine's answer that nothing at all is ready or due within
    /// `waitSeconds`. `promise` is started already.
    RunWait(Counts counts, const QFuture<Result<Json>> &allIdle, double waitSeconds, std::shared_ptr<QPromise<Result<Json>>> promise,
            QObject *parent);
    ~RunWait() override;

public Q_SLOTS:
    /// Something was committed: counts again, once at a time.
    void look();

private:
    void judge(const Result<Json> &counts);
    void answer(const Result<Json> &result);

    Counts m_counts;
    std::shared_ptr<QPromise<Result<Json>>> m_promise;
    QFuture<Result<Json>> m_allIdle;
    bool m_isCounting = false;
    bool m_hasChanged = false;
    bool m_isOverdue = false; ///< retries are not waited for any longer
};

} // namespace Millrace
