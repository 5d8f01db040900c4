// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/triallog.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kLargestShown = 1024 * 1024; ///< of an input or output; larger ones are only counted
constexpr qint64 kMostShown = 64 * 1024 * 1024; ///< of all of them

std::tuple<QString, QString, int> keyOf(const StepInput &input)
{
    return {input.contextId, input.node, input.visit};
}

} // namespace

TrialLog::TrialLog(Options options)
    : m_options(std::move(options))
    , m_stopsAtNext(m_options.stopsAtFirst)
{}

int TrialLog::begin(const StepInput &input)
{
    const qint64 bytes = input.data.toBytes().size();
    const std::lock_guard lock(m_mutex);
    if (static_cast<int>(m_steps.size()) >= m_options.mostSteps) {
        m_tooMany = true;
        return 0;
    }
    TrialStep step;
    step.number = static_cast<int>(m_steps.size()) + 1;
    step.stamp = ++m_stamp;
    step.node = input.node;
    step.context = input.contextId;
    step.visit = input.visit;
    step.state = u"running"_s;
    step.inputBytes = bytes;
    if (bytes <= kLargestShown && m_shownBytes + bytes <= kMostShown) {
        step.input = input.data;
        m_shownBytes += bytes;
    }
    step.at = m_options.services.clock->nowUs();
    m_steps.push_back(std::move(step));
    return m_steps.back().number;
}

void TrialLog::update(int number, const std::function<void(TrialStep &)> &change)
{
    if (number > 0) {
        const std::lock_guard lock(m_mutex);
        TrialStep &step = m_steps.at(static_cast<std::size_t>(number - 1));
        m_shownBytes -= step.output.isNull() ? 0 : step.outputBytes;
        change(step);
        step.stamp = ++m_stamp;
        if (step.outputBytes > kLargestShown || m_shownBytes + step.outputBytes > kMostShown)
            step.output = {};
        m_shownBytes += step.output.isNull() ? 0 : step.outputBytes;
    }
    if (m_options.changed)
        m_options.changed();
}

void TrialLog::pause(const TrialPause &pause)
{
    const std::lock_guard lock(m_mutex);
    m_pauses.append(pause);
}

void TrialLog::resume(const QString &context)
{
    const std::lock_guard lock(m_mutex);
    m_pauses.removeIf([&](const TrialPause &pause) { return pause.context == context; });
}

void TrialLog::stopAtNext(bool stops)
{
    const std::lock_guard lock(m_mutex);
    m_stopsAtNext = stops;
}

bool TrialLog::takeStop()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_stopsAtNext, false);
}

QList<TrialPause> TrialLog::pauses() const
{
    const std::lock_guard lock(m_mutex);
    return m_pauses;
}

QList<TrialStep> TrialLog::steps(qint64 after) const
{
    const std::lock_guard lock(m_mutex);
    QList<TrialStep> changed;
    for (const TrialStep &step : m_steps) {
        if (step.stamp > after)
            changed.append(step);
    }
    return changed;
}

qint64 TrialLog::stamp() const
{
    const std::lock_guard lock(m_mutex);
    return m_stamp;
}

bool TrialLog::hasTooMany() const
{
    const std::lock_guard lock(m_mutex);
    return m_tooMany;
}

void TrialLog::close(const Error &reason)
{
    const std::lock_guard lock(m_mutex);
    m_pauses.clear();
    for (TrialStep &step : m_steps) {
        if (step.state != "running"_L1 && step.state != "waits"_L1)
            continue;
        step.state = u"failed"_s;
        step.error = reason;
        step.stamp = ++m_stamp;
    }
}

TrialLog::Visit TrialLog::visit(const StepInput &input) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_visits.find(keyOf(input));
    return found == m_visits.end() ? Visit() : found->second;
}

void TrialLog::remember(const StepInput &input, const Visit &visit)
{
    const std::lock_guard lock(m_mutex);
    m_visits.insert_or_assign(keyOf(input), visit);
}

void TrialLog::keep(const QList<NewOriginal> &originals)
{
    const std::lock_guard lock(m_mutex);
    for (const NewOriginal &original : originals)
        m_originals.insert(originalHash(original.bytes), original);
}

std::optional<NewOriginal> TrialLog::original(const QString &hash) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_originals.constFind(hash);
    return found == m_originals.cend() ? std::nullopt : std::optional(*found);
}

} // namespace Millrace
