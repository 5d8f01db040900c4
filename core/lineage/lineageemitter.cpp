// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineageemitter.h"

#include <QFile>
#include <QLoggingCategory>

#include <algorithm>
#include <chrono>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Q_LOGGING_CATEGORY(lcEmitter, "millrace.lineage")

constexpr qint64 kFirstDelayUs = 1'000'000;
constexpr qint64 kLongestDelayUs = 300'000'000;
constexpr qint64 kSaveEveryUs = 2'000'000;
constexpr auto kLongestSleep = std::chrono::seconds(2);

bool isRefusal(int status)
{
    return status >= 400 && status < 500 && status != 401 && status != 403 && status != 404 && status != 408 && status != 429;
}

} // namespace

LineageTargetSpec LineageTargetSpec::of(const Json &json)
{
    return {.isHttp = json.value("kind").toString() == "http"_L1,
            .path = json.value("path").toString(),
            .url = json.value("url").toString(),
            .token = json.value("token").toString(),
            .level = json.value("level").toString() == "run"_L1 ? OpenLineageLevel::Run : OpenLineageLevel::Step};
}

Json LineageTargetSpec::toJson() const
{
    Json json = Json::object({{"kind", isHttp ? "http" : "file"}, {"level", level == OpenLineageLevel::Run ? "run" : "step"}});
    if (isHttp)
        json.insert("url", url);
    else
        json.insert("path", path);
    if (!token.isEmpty())
        json.insert("token", token);
    return json;
}

void LineageEmitter::start()
{
    m_thread = std::thread([this] { work(); });
}

void LineageEmitter::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void LineageEmitter::poke()
{
    if (!m_hasTargets)
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_poked = true;
    }
    m_wake.notify_all();
}

void LineageEmitter::reload()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stale = true;
    }
    m_wake.notify_all();
}

QMap<QString, LineageEmitter::State> LineageEmitter::states() const
{
    const std::lock_guard lock(m_mutex);
    return m_states;
}

void LineageEmitter::loadTargets()
{
    const auto stored = m_options.targets();
    if (!stored) {
        qCWarning(lcEmitter).noquote() << "nobody is told of runs:" << stored.error().text;
        return;
    }
    std::vector<Target> targets;
    for (const StoredLineageTarget &one : *stored) {
        if (!one.enabled)
            continue;
        const auto known = std::ranges::find(m_targets, one.id, [](const Target &t) { return t.stored.id; });
        Target target;
        target.stored = one;
        target.spec = LineageTargetSpec::of(Json::parse(one.spec).value_or(Json()));
        target.state.position = one.position;
        target.savedPosition = one.position;
        // What is not saved yet counts, unless somebody set the position anew.
        if (known != m_targets.end() && known->stored.createdAt == one.createdAt && known->stored.spec == one.spec) {
            target.state = known->state;
            target.unsavedSent = known->unsavedSent;
            target.unsavedDropped = known->unsavedDropped;
            target.savedUs = known->savedUs;
        }
        targets.push_back(std::move(target));
    }
    m_targets = std::move(targets);
    m_hasTargets = !m_targets.empty();
}

void LineageEmitter::work()
{
    while (!m_stopping) {
        bool isStale = false;
        {
            const std::lock_guard lock(m_mutex);
            m_poked = false;
            isStale = std::exchange(m_stale, false);
        }
        if (isStale)
            loadTargets();
        bool hasMore = false;
        for (Target &target : m_targets) {
            if (m_stopping)
                break;
            hasMore = advance(target) || hasMore;
            save(target, false);
        }
        std::unique_lock lock(m_mutex);
        m_states.clear();
        for (const Target &target : m_targets)
            m_states.insert(target.stored.id, target.state);
        if (!hasMore)
            m_wake.wait_for(lock, kLongestSleep, [this] { return m_stopping || m_stale || m_poked; });
    }
    for (Target &target : m_targets)
        save(target, true);
}

bool LineageEmitter::advance(Target &target)
{
    if (target.nextTryUs > m_options.clock->monotonicUs())
        return false;
    if (target.batch.lines.isEmpty()) {
        auto batch = m_options.read(target.state.position, target.spec.level);
        if (!batch) {
            postpone(target, batch.error().text, 0);
            return false;
        }
        target.state.waiting = batch->last - batch->position;
        if (batch->position == target.state.position)
            return false;
        target.batch = std::move(*batch);
        target.done = 0;
    }
    if (!tell(target))
        return false;
    target.state.position = target.batch.position;
    const bool hasMore = target.batch.last > target.batch.position;
    target.batch = {};
    target.failures = 0;
    target.state.problem.clear();
    target.state.retryAt = 0;
    return hasMore;
}

bool LineageEmitter::tell(Target &target)
{
    const auto count = [&](qint64 sent, qint64 dropped) {
        target.state.sent += sent;
        target.state.dropped += dropped;
        target.unsavedSent += sent;
        target.unsavedDropped += dropped;
    };
    if (!target.spec.isHttp) {
        const QByteArray text = target.batch.lines.isEmpty() ? QByteArray() : target.batch.lines.join('\n') + '\n';
        QFile file(target.spec.path);
        const bool isOpen = file.open(QIODevice::WriteOnly | QIODevice::Append);
        const qint64 before = isOpen ? file.size() : 0;
        if (!isOpen || file.write(text) != text.size() || !file.flush()) {
            const QString problem = file.errorString();
            if (isOpen)
                file.resize(before); // half a line helps nobody
            postpone(target, problem, 0);
            return false;
        }
        count(target.batch.lines.size(), 0);
        return true;
    }
    while (target.done < target.batch.lines.size()) {
        if (m_stopping)
            return false;
        const Reply reply = m_options.send(target.spec, target.batch.lines.at(target.done), [this] { return m_stopping.load(); });
        if (reply.status >= 200 && reply.status < 300) {
            count(1, 0);
        } else if (isRefusal(reply.status)) {
            count(0, 1);
            target.state.problem = u"refused with %1: %2"_s.arg(reply.status).arg(reply.problem);
            qCWarning(lcEmitter).noquote() << target.stored.id << "refused an event with" << reply.status;
        } else {
            postpone(target, reply.status > 0 ? u"answered %1 %2"_s.arg(reply.status).arg(reply.problem) : reply.problem, reply.retryAfterUs);
            return false;
        }
        ++target.done;
    }
    return true;
}

void LineageEmitter::postpone(Target &target, const QString &problem, qint64 retryAfterUs)
{
    if (m_stopping)
        return;
    const qint64 delay = std::max(std::min(kFirstDelayUs << std::min(target.failures, 20), kLongestDelayUs), retryAfterUs);
    ++target.failures;
    target.nextTryUs = m_options.clock->monotonicUs() + delay;
    target.state.retryAt = m_options.clock->nowUs() + delay;
    if (target.state.problem != problem)
        qCInfo(lcEmitter).noquote() << target.stored.id << "is not told of runs now:" << problem;
    target.state.problem = problem;
}

void LineageEmitter::save(Target &target, bool now)
{
    if (target.state.position == target.savedPosition)
        return;
    const qint64 at = m_options.clock->monotonicUs();
    // Not with every commit that made events, which would be a commit of its own; whoever catches up comes by again and saves then.
    if (!now && at - target.savedUs < kSaveEveryUs)
        return;
    target.savedUs = at;
    m_options.advance(target.stored.id, target.state.position, std::exchange(target.unsavedSent, 0), std::exchange(target.unsavedDropped, 0));
    target.savedPosition = target.state.position;
}

} // namespace Millrace
