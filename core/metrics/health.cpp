// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/health.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {

QLatin1StringView healthStatusName(HealthStatus status)
{
    switch (status) {
    case HealthStatus::Off:
        return "off"_L1;
    case HealthStatus::Healthy:
        return "healthy"_L1;
    case HealthStatus::Degraded:
        return "degraded"_L1;
    case HealthStatus::Failing:
        break;
    }
    return "failing"_L1;
}

/// Outlives a look that somebody no longer waits for.
struct HealthBook::State
{
    struct Answer
    {
        std::optional<HealthFinding> finding;
        qint64 tookUs = 0;
    };
    std::mutex mutex;
    std::condition_variable wake;
    std::map<QString, std::shared_ptr<Answer>> underWay; ///< a check that hangs is not begun again: who looks meanwhile waits for the same answer
    int running = 0;
};

HealthBook::HealthBook(const Clock &clock, QList<HealthCheck> checks)
    : m_clock(clock)
    , m_checks(std::move(checks))
    , m_state(std::make_shared<State>())
{}

HealthBook::~HealthBook()
{
    std::unique_lock lock(m_state->mutex);
    m_state->wake.wait(lock, [this] { return m_state->running == 0; });
}

qint64 HealthBook::sinceOf(const QString &id, HealthStatus status, qint64 now)
{
    const std::lock_guard lock(m_mutex);
    auto &[known, since] = m_since.try_emplace(id, status, now).first->second;
    if (known != status) {
        known = status;
        since = now;
    }
    return since;
}

Json HealthBook::look(int limitMs)
{
    using Answer = State::Answer;
    QList<std::shared_ptr<Answer>> answers;
    const qint64 began = m_clock.monotonicUs();
    const qint64 at = m_clock.nowUs();
    {
        const std::lock_guard lock(m_state->mutex);
        for (const HealthCheck &check : m_checks) {
            const auto [entry, isNew] = m_state->underWay.try_emplace(check.id);
            if (isNew)
                entry->second = std::make_shared<Answer>();
            answers.append(entry->second);
            if (!isNew)
                continue;
            ++m_state->running;
            std::thread([state = m_state, answer = entry->second, check, &clock = m_clock] {
                const qint64 start = clock.monotonicUs();
                HealthFinding finding = check.look();
                const std::lock_guard inner(state->mutex);
                *answer = {std::move(finding), clock.monotonicUs() - start};
                state->underWay.erase(check.id);
                --state->running;
                state->wake.notify_all();
            }).detach();
        }
    }
    std::vector<Answer> found;
    {
        std::unique_lock lock(m_state->mutex);
        const auto isDone = [&] { return std::ranges::all_of(answers, [](const auto &answer) { return answer->finding.has_value(); }); };
        m_state->wake.wait_for(lock, std::chrono::milliseconds(limitMs), isDone);
        for (const auto &answer : std::as_const(answers))
            found.push_back(*answer);
    }
    HealthStatus worst = HealthStatus::Healthy;
    Json nodes = Json::array();
    Json failed = Json::array();
    int total = 0;
    int healthy = 0;
    const auto toJson
        = [&](const QString &id, const QString &title, HealthStatus status, const QString &reason, qint64 tookUs, const Json &children) {
              return Json::object({{"id", id},
                                   {"title", title},
                                   {"status", healthStatusName(status)},
                                   {"reason", reason},
                                   {"since", isoSeconds(sinceOf(id, status, at))},
                                   {"checked_at", isoSeconds(at)},
                                   {"duration_ms", double(tookUs) / 1000},
                                   {"children", children}});
          };
    for (qsizetype i = 0; i < m_checks.size(); ++i) {
        const HealthCheck &check = m_checks.at(i);
        const Answer &answer = found[static_cast<std::size_t>(i)];
        HealthFinding finding = answer.finding.value_or(
            HealthFinding{.status = HealthStatus::Failing, .reason = u"it did not answer within %1 ms"_s.arg(limitMs), .parts = {}});
        Json children = Json::array();
        for (const HealthFinding::Part &part : std::as_const(finding.parts)) {
            finding.status = std::max(finding.status, part.status);
            children.append(toJson(check.id + u'/' + part.id, part.title, part.status, part.reason, answer.tookUs, Json::array()));
            if (!check.isDependency || part.status == HealthStatus::Off)
                continue;
            ++total;
            if (part.status == HealthStatus::Healthy)
                ++healthy;
            else
                failed.append(part.title);
        }
        worst = std::max(worst, finding.status);
        nodes.append(toJson(check.id, check.title, finding.status, finding.reason, answer.finding ? answer.tookUs : limitMs * 1000LL, children));
    }
    return Json::object(
        {{"status", healthStatusName(worst)},
         {"checked_at", isoSeconds(at)},
         {"duration_ms", double(m_clock.monotonicUs() - began) / 1000},
         {"nodes", nodes},
         {"dependencies",
          Json::object({{"status", failed.isEmpty() ? "healthy" : "degraded"}, {"total", total}, {"healthy", healthy}, {"failed", failed}})}});
}

} // namespace Millrace
