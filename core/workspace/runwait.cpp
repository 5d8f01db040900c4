// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/runwait.h"

#include <QFutureWatcher>
#include <QTimer>

#include <algorithm>

namespace Millrace {

namespace {

constexpr double kMostSeconds = 86'400.0 * 20; // a QTimer counts milliseconds in an int

} // namespace

RunWait::RunWait(Counts counts, const QFuture<Result<Json>> &allIdle, double waitSeconds, std::shared_ptr<QPromise<Result<Json>>> promise,
                 QObject *parent)
    : QObject(parent)
    , m_counts(std::move(counts))
    , m_promise(std::move(promise))
    , m_allIdle(allIdle)
{
    auto *watcher = new QFutureWatcher<Result<Json>>(this);
    connect(watcher, &QFutureWatcher<Result<Json>>::finished, this, [this, watcher] {
        if (watcher->future().resultCount() > 0)
            answer(watcher->result());
    });
    watcher->setFuture(allIdle);
    QTimer::singleShot(int(std::min(waitSeconds, kMostSeconds) * 1000), this, [this] {
        m_isOverdue = true;
        look();
    });
    look();
}

RunWait::~RunWait()
{
    m_allIdle.cancel(); // the engine need not remember it
    if (m_promise)
        m_promise->finish();
}

void RunWait::look()
{
    if (!m_promise)
        return;
    if (m_isCounting) {
        m_hasChanged = true;
        return;
    }
    m_isCounting = true;
    m_hasChanged = false;
    auto *watcher = new QFutureWatcher<Result<Json>>(this);
    connect(watcher, &QFutureWatcher<Result<Json>>::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_isCounting = false;
        if (watcher->future().resultCount() > 0)
            judge(watcher->result());
    });
    watcher->setFuture(m_counts());
}

void RunWait::judge(const Result<Json> &counts)
{
    if (!counts) {
        answer(counts);
        return;
    }
    const auto count = [&counts](const char *state) { return counts->value(state).toInt(); };
    if (count("pending") + count("processing") == 0 && (count("retrying") == 0 || m_isOverdue))
        answer(Json::object());
    else if (m_hasChanged)
        look();
}

void RunWait::answer(const Result<Json> &result)
{
    if (!m_promise)
        return;
    m_promise->addResult(result);
    std::exchange(m_promise, nullptr)->finish();
    deleteLater();
}

} // namespace Millrace
