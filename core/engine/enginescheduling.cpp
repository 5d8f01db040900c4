// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/engine_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kLeastPureAhead = 32; ///< per runner
constexpr int kMostPureAhead = 256;
constexpr int kSuspectCrashes = 3; ///< after so many a step runs alone
constexpr std::size_t kReadyWindow = 4096;
constexpr std::size_t kReadyLow = 512;
constexpr std::size_t kLeastOfNode = 256; ///< of a lane's node, however full the lane is of what is held before others
constexpr int kHeldPage = 1024;
constexpr int kMostHeldPages = 16; ///< in one turn
constexpr int kMostEffectsAhead = 64;
constexpr qint64 kMostReadyBytes = 16 * 1024 * 1024; ///< of documents kept at hand for what is ready; others are read again when they start
constexpr qint64 kManyBytes = 64 * 1024 * 1024; ///< with so much in the runners' hands nothing is handed out ahead
constexpr qint64 kGraceUs = 50'000; ///< how long past its deadline a step may take to answer

} // namespace

int Engine::Private::ahead(qint64 paceUs, int least, int most) const
{
    return m_flightBytes > kManyBytes ? 1 : static_cast<int>(std::clamp<qint64>(kAheadUs / std::max<qint64>(paceUs, 1), least, most));
}

int Engine::Private::pureRoom() const
{
    return m_options.runners * ahead(m_purePaceUs, kLeastPureAhead, kMostPureAhead) - m_pureFlights;
}

int Engine::Private::effectRoom(Scheduler::Kind kind) const
{
    if (m_runsAlone)
        return 0;
    return kind == Scheduler::Kind::Child ? m_options.childRunners * ahead(m_childPaceUs, 1, kMostEffectsAhead) - m_childFlights
                                          : m_options.effectRunners * ahead(m_effectPaceUs, 1, kMostEffectsAhead) - m_effectFlights;
}

int &Engine::Private::flightsOf(Scheduler::Kind kind)
{
    return kind == Scheduler::Kind::Pure ? m_pureFlights : kind == Scheduler::Kind::Child ? m_childFlights : m_effectFlights;
}

RunnerPool &Engine::Private::runnersOf(Scheduler::Kind kind)
{
    return kind == Scheduler::Kind::Pure ? m_pure : kind == Scheduler::Kind::Child ? m_children : m_effects;
}

bool Engine::Private::isSuspect(const ContextRow &row)
{
    if (row.attemptBase < kSuspectCrashes)
        return false;
    // Trying again by hand lifts the base too: the history tells how often the process ended under it.
    const auto crashes = WriteScope(*m_options.writer).contexts.leasesLost(row.key, row.node, row.visit);
    return !crashes || *crashes >= kSuspectCrashes;
}

bool Engine::Private::canStartEffect()
{
    return canStartEffect(Scheduler::Kind::Effect) || canStartEffect(Scheduler::Kind::Child);
}

bool Engine::Private::canStartEffect(Scheduler::Kind kind)
{
    const ContextRow *next = effectRoom(kind) > 0 ? m_scheduler.peek(kind, m_clock.monotonicUs()) : nullptr;
    return next && (m_effectFlights + m_childFlights == 0 || !isSuspect(*next));
}

Result<void> Engine::Private::startEffects(WriteScope &scope)
{
    for (const Scheduler::Kind kind : {Scheduler::Kind::Effect, Scheduler::Kind::Child}) {
        if (auto started = startEffects(scope, kind); !started)
            return started;
        if (!m_starting.empty() && isSuspect(m_starting.back().row))
            break; // it runs alone
    }
    return {};
}

Result<void> Engine::Private::startEffects(WriteScope &scope, Scheduler::Kind kind)
{
    for (int room = effectRoom(kind); room > 0;) {
        auto ready = m_scheduler.take(kind, m_clock.monotonicUs());
        if (!ready)
            break;
        if (isSuspect(ready->row)) {
            if (m_effectFlights + m_childFlights > 0 || !m_starting.empty() || !m_goingOn.empty()) {
                m_scheduler.putBack(std::move(*ready));
                break;
            }
            room = 1;
        }
        m_starting.push_back(std::move(*ready));
        ContextRow row = m_starting.back().row;
        auto task = prepare(scope, m_starting.back());
        if (!task)
            return std::unexpected(task.error());
        const auto started = m_ledger->start(scope, row, *task->plan);
        if (!started)
            return std::unexpected(started.error());
        if (!*started) {
            scope.afterCommit.emplace_back([this, row] {
                m_scheduler.ended(row);
                m_known.remove(row.key);
                lookAgain(row);
            });
            continue;
        }
        --room;
        scope.afterCommit.emplace_back([this, row, task = std::move(*task)]() mutable { fly(row, std::move(task), true); });
    }
    return {};
}

void Engine::Private::dispatchPure()
{
    WriteScope scope(*m_options.writer); // only to read plans and documents
    while (pureRoom() > 0) {
        auto ready = m_scheduler.take(Scheduler::Kind::Pure, m_clock.monotonicUs());
        if (!ready)
            return;
        auto task = prepare(scope, *ready);
        if (!task) {
            stopFor(task.error());
            return;
        }
        fly(ready->row, std::move(*task), false);
    }
}

Result<StepTask> Engine::Private::prepare(WriteScope &scope, const Ready &ready)
{
    const ContextRow &row = ready.row;
    const auto planned = plan(scope, row.pipeline);
    if (!planned)
        return std::unexpected(planned.error());
    StepTask task;
    task.plan = *planned;
    if (ready.data) {
        task.data = *ready.data;
    } else if (row.bytes > kLargeDocument && m_options.services.loadData) {
        task.loadsData = true;
    } else {
        auto stored = readStored(scope.db, row.key);
        if (stored)
            task.stored = std::move(*stored);
        else if (isContentDamage(stored.error()))
            task.unreadable = stored.error();
        else
            return std::unexpected(stored.error());
    }
    if (row.waits == Waiting::No)
        return task;
    task.wake = row.waits == Waiting::Woken ? Wake::Fulfilled : Wake::TimedOut;
    auto forks = Ledger::forksOf(scope, row, **planned);
    const auto suspended = scope.forks.suspension(row.key);
    if (!forks || !suspended)
        return std::unexpected(forks ? suspended.error() : forks.error());
    if (m_options.services.loadChildren) {
        task.forks = std::move(*forks);
    } else if (auto children = Ledger::childrenOf(scope.db, *forks)) {
        task.children = std::move(*children);
    } else if (isContentDamage(children.error())) {
        task.unreadable = children.error();
    } else {
        return std::unexpected(children.error());
    }
    if (*suspended && (*suspended)->kind == static_cast<int>(Suspension::For::Effects)) {
        auto effects = Ledger::effectsOf(scope, row);
        if (!effects)
            return std::unexpected(effects.error());
        task.effects = std::move(*effects);
    }
    if (*suspended && !(*suspended)->answer.isEmpty()) {
        if (auto signal = Json::parse((*suspended)->answer))
            task.signal = std::move(*signal);
    }
    return task;
}

void Engine::Private::fly(const ContextRow &row, StepTask task, bool startRecorded)
{
    task.context = row.key;
    task.contextId = row.id;
    task.contextType = row.type;
    task.revision = row.revision;
    task.node = row.node;
    task.visit = row.visit;
    task.attempt = startRecorded ? row.attempt : row.attempt + 1;
    task.steps = row.steps;
    task.startRecorded = startRecorded;
    task.dry = row.dry;
    task.mayFuse = m_options.fuse;
    task.control = std::make_shared<TaskControl>();
    m_known.insert(row.key);
    const Scheduler::Kind kind = startRecorded ? Scheduler::kindOf(task.plan->node(row.node)) : Scheduler::Kind::Pure;
    m_flights.insert_or_assign(row.key, Flight{row, task.plan, task.control, startRecorded, kind});
    ++flightsOf(kind);
    m_flightBytes += row.bytes;
    if (startRecorded && isSuspect(row))
        m_runsAlone = row.key;
    runnersOf(kind).run(std::move(task));
}

void Engine::Private::land(ContextKey key)
{
    const auto it = m_flights.find(key);
    if (it == m_flights.end())
        return;
    --flightsOf(it->second.kind);
    m_flightBytes -= it->second.row.bytes;
    m_scheduler.ended(it->second.row);
    m_flights.erase(it);
    m_known.remove(key);
    if (m_runsAlone == key)
        m_runsAlone.reset();
}

void Engine::Private::stopRunning(ContextKey key)
{
    if (m_scheduler.remove(key))
        m_known.remove(key);
    if (const auto it = m_flights.find(key); it != m_flights.end())
        it->second.control->cancelled.store(true);
    // It may have been what the next due time was for: the store is asked again.
    m_nextDue.reset();
    m_backlog = true;
}

std::size_t Engine::Private::shareOf() const
{
    return std::max<std::size_t>(kReadyWindow / std::max<std::size_t>(m_cursors.size(), 1), kReadyLow / 4);
}

bool Engine::Private::hasRoom(const ContextRow &row) const
{
    const Lane lane{row.pipeline, row.priority};
    return m_scheduler.size(lane) < shareOf() || m_scheduler.size(lane, row.node) < kLeastOfNode;
}

void Engine::Private::enqueue(const ContextRow &row, std::optional<Json> data)
{
    if (!row.dueAt || m_known.contains(row.key))
        return;
    if (*row.dueAt > m_clock.nowUs()) {
        m_nextDue = m_nextDue ? std::min(*m_nextDue, *row.dueAt) : *row.dueAt;
        return;
    }
    if (!m_scheduler.knows(row.pipeline) || row.node < 0 || m_scheduler.isPaused(row.pipeline)) {
        m_backlog = true;
        return;
    }
    if (!hasRoom(row)) {
        const Lane lane{row.pipeline, row.priority};
        m_cursors[lane].passedOver.insert(row.node);
        if (!std::ranges::contains(m_unread, lane))
            m_unread.push_back(lane);
        return;
    }
    m_known.insert(row.key);
    if (row.bytes + m_scheduler.bytes() > kMostReadyBytes)
        data.reset();
    m_scheduler.offer({row, std::move(data)});
}

void Engine::Private::lookAgain(const ContextRow &row)
{
    m_cursors[{row.pipeline, row.priority}] = {};
    m_backlog = true;
}

bool Engine::Private::isLow(const Lane &lane)
{
    if (m_scheduler.size(lane) < std::min(kReadyLow, shareOf()))
        return true;
    if (!m_scheduler.isHeld(lane, m_clock.monotonicUs()))
        return false;
    // Nothing that is here can start, so what is behind it may have to: what is further down, tried again, or woken.
    const Cursor &cursor = m_cursors[lane];
    return !cursor.isAtEnd || std::ranges::any_of(cursor.passedOver, [&](int node) { return m_scheduler.size(lane, node) < kLeastOfNode / 2; });
}

void Engine::Private::refill()
{
    const qint64 now = m_clock.nowUs();
    if (m_nextDue && *m_nextDue <= now) {
        m_nextDue.reset();
        m_backlog = true;
    }
    if (!m_backlog && !m_readsOn && std::ranges::none_of(m_unread, [&](const Lane &lane) { return isLow(lane); }))
        return;
    WriteScope scope(*m_options.writer);
    const auto lanes = scope.contexts.lanes();
    if (!lanes) {
        stopFor(lanes.error());
        return;
    }
    // Of lanes that have nothing left nothing is kept, nor do they share in the room.
    const auto emptied = std::erase_if(
        m_cursors, [&](const auto &cursor) { return m_scheduler.size(cursor.first) == 0 && !std::ranges::contains(*lanes, cursor.first); });
    if (emptied > 0)
        m_scheduler.dropEmpty();
    for (const Lane &lane : *lanes)
        m_cursors.try_emplace(lane);
    m_backlog = false;
    m_readsOn = false;
    m_unread.clear();
    for (const Lane &lane : *lanes) {
        if (const auto filled = fillLane(scope, lane, now); !filled) {
            stopFor(filled.error());
            return;
        }
    }
}

Result<void> Engine::Private::fillLane(WriteScope &scope, const Lane &lane, qint64 now)
{
    const auto planned = plan(scope, lane.pipeline);
    if (!planned) {
        // This machine lacks a component: the contexts stay as they are, and the problem says why.
        const std::lock_guard lock(m_mutex);
        if (m_status.problem != planned.error().text)
            qCWarning(lcEngine).noquote() << "contexts wait:" << planned.error().text;
        m_status.problem = planned.error().text;
        return {};
    }
    if (m_scheduler.isPaused(lane.pipeline))
        return {}; // resuming asks again
    Cursor &cursor = m_cursors[lane];
    const std::size_t share = shareOf();
    const bool isShort = m_scheduler.size(lane) < std::min(kReadyLow, share);
    const bool isHeld = m_scheduler.isHeld(lane, m_clock.monotonicUs());
    if (!isShort && !isHeld) {
        cursor.isAtEnd = false;
        m_unread.push_back(lane);
        return {};
    }
    if (cursor.isAtEnd && (isShort || isLow(lane)))
        cursor = {};
    const bool fromStart = cursor.due == Cursor().due;
    if (fromStart)
        cursor.passedOver.clear();
    for (int page = 0;; ++page) {
        if (page == kMostHeldPages) {
            m_readsOn = true;
            m_unread.push_back(lane);
            return {};
        }
        const int wanted = isHeld ? kHeldPage : static_cast<int>(share - m_scheduler.size(lane));
        const auto rows = scope.contexts.due(lane, now, cursor.due, cursor.key, wanted);
        if (!rows)
            return std::unexpected(rows.error());
        for (const ContextRow &row : *rows) {
            cursor.due = *row.dueAt;
            cursor.key = row.key;
            if (m_known.contains(row.key))
                continue;
            if (!hasRoom(row)) {
                cursor.passedOver.insert(row.node);
                continue;
            }
            m_known.insert(row.key);
            m_scheduler.offer({row, std::nullopt});
        }
        if (rows->size() < wanted)
            break;
        if (isHeld)
            continue; // past all that is held
        m_unread.push_back(lane);
        return {};
    }
    // The end of what is due. What came in behind the cursor meanwhile is found by one more look from the start.
    if (cursor.passedOver.isEmpty())
        cursor = {};
    else
        cursor.isAtEnd = true;
    if (!fromStart || cursor.isAtEnd)
        m_unread.push_back(lane);
    const auto next = scope.contexts.nextDue(lane, now);
    if (!next)
        return std::unexpected(next.error());
    if (*next)
        m_nextDue = m_nextDue ? std::min(*m_nextDue, **next) : **next;
    return {};
}

void Engine::Private::abandonOverdue()
{
    const qint64 now = m_clock.monotonicUs();
    if (now < m_nextDeadlineScan)
        return;
    m_nextDeadlineScan = now + kDeadlineScanUs;
    for (const auto &[key, flight] : m_flights) {
        const qint64 deadline = flight.control->deadlineUs.load();
        if (deadline == 0 || now < deadline + kGraceUs || std::ranges::contains(m_abandoned, flight.control))
            continue;
        flight.control->cancelled.store(true);
        runnersOf(flight.kind).writeOff(flight.control);
        m_abandoned.push_back(flight.control);
        // A child is ended at its deadline; what runs in here can only be left to itself, and keeps its thread.
        qCInfo(lcEngine).noquote() << "context" << flight.row.id << "is given up: its step did not answer within its time, from node"
                                   << flight.plan->node(flight.row.node).node.id << "on";
    }
}

} // namespace Millrace
