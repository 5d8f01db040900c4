// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How things are done outside
//
// A step changes the world outside by saying what it wants (EffectDraft). The commit that records the step writes it into the outbox; only then
// is it carried out, by a target, on a thread of its own.
//
// 1. An effect exists exactly if its step is recorded: both are one commit. A step that is run again after a crash writes its effects then, for
//    the first time.
// 2. Its key is made of context, node, visit and position, and never changes. So whatever is sent twice is sent under one key, and a receiver
//    that knows keys has it once.
// 3. That an attempt begins is committed before it does. An end of the process in the middle is a lost attempt: it is sent again, with a number
//    above 1, by which targets that keep a record of their own (files) know to look first. After ten such ends it has failed.
// 4. Retryable errors are tried again after the backoff of the node, and not before the receiver asks; what a breaker or a rate refused was never
//    sent and does not count. Then it has failed, stays listed, and can be retried or discarded.
// 5. A step that waits for its effects (Suspension::For::Effects) is woken in the commit in which the last of them ends.
// 6. Of a serial target's address at most one batch is under way, the oldest first; one that waits for its next try lets later ones pass. Of any
//    other address a few go at once, so that one slow host does not hold all threads.
// 7. Dry replays write nothing here. What belongs to a paused pipeline waits.
#include "engine/outbox.h"

#include "engine/runner.h"
#include "store/faultpoint.h"

#include <QLoggingCategory>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <pthread.h>
#include <system_error>
#include <thread>
#include <utility>

using namespace Qt::StringLiterals;

Q_DECLARE_LOGGING_CATEGORY(lcEngine)

namespace Millrace {

namespace {

constexpr int kMostLost = 10; ///< ends of the process under one effect
constexpr int kWindow = 512; ///< due effects that are looked at together
constexpr int kMostPages = 16; ///< of them in one turn
constexpr qint64 kDeepLookUs = 250'000; ///< between two looks past the first page
constexpr int kMostAtOnce = 4; ///< of an address that is not serial
constexpr qsizetype kMostInBatch = 256;
constexpr qint64 kMostBatchBytes = 16 * 1024 * 1024;
constexpr qint64 kGraceUs = 1'000'000; ///< how long past its time a target may take to answer
constexpr std::chrono::milliseconds kPatience{1500};
constexpr std::chrono::milliseconds kLastWords{300};

RetryPolicy policyOf(const Json &terms)
{
    const Json &retry = terms.value("retry");
    return {.maxAttempts = static_cast<int>(retry.value("max_attempts").toInt(3)),
            .backoff = retry.value("exponential").toBool(true) ? RetryPolicy::Backoff::Exponential : RetryPolicy::Backoff::Fixed,
            .delayMs = retry.value("delay_ms").toInt(1000),
            .maxDelayMs = retry.value("max_delay_ms").toInt(60'000),
            .jitter = retry.value("jitter").toDouble(0.1)};
}

/// It never reached the receiver: refused by ourselves, or called off before its turn.
bool wasNotSent(const Error &error)
{
    return error.code == ErrorCode::HttpCircuitOpen || error.code == ErrorCode::Cancelled
        || (error.code == ErrorCode::HttpRateLimited && !error.detail.contains("status"));
}

} // namespace

struct Outbox::Control
{
    std::atomic<bool> cancelled = false;
    std::atomic<qint64> beganUs = 0; ///< monotonic; 0: not yet
};

struct Outbox::Batch
{
    quint64 number = 0;
    std::shared_ptr<EffectTarget> target;
    QList<Delivery> deliveries;
    std::shared_ptr<Control> control;
    qint64 limitUs = 0;
    qint64 bytes = 0;
    Flight flight;
};

struct Outbox::Arrival
{
    quint64 number = 0;
    QList<qint64> effects;
    QList<DeliveryResult> results;
};

struct Outbox::State
{
    std::mutex mutex;
    std::condition_variable wake;
    std::condition_variable ended;
    std::deque<Batch> queue;
    std::vector<std::pair<quint64, QList<DeliveryResult>>> arrived;
    QSet<quint64> writtenOff;
    int alive = 0;
    bool stopping = false;
    RunServices services;
    std::function<void()> tell;
};

namespace {

/// What a target may ask for.
class DeliveryContext final : public RunContext
{
public:
    DeliveryContext(const RunServices &services, const std::atomic<bool> &cancelled, qint64 deadlineUs)
        : m_services(services)
        , m_cancelled(cancelled)
        , m_deadlineUs(deadlineUs)
    {}
    const Clock &clock() const override { return *m_services.clock; }
    bool isCancelled() const override { return m_cancelled.load(std::memory_order_relaxed) || m_services.clock->monotonicUs() >= m_deadlineUs; }
    qint64 deadlineUs() const override { return m_deadlineUs; }
    TemplateSource *templates() const override { return m_services.templates; }
    ModelService *models() const override { return nullptr; }
    PassageSource *passages() const override { return nullptr; }
    HttpService *http() const override { return m_services.http; }

private:
    const RunServices &m_services;
    const std::atomic<bool> &m_cancelled;
    qint64 m_deadlineUs;
};

} // namespace

Outbox::Outbox(Options options)
    : m_options(std::move(options))
    , m_clock(*m_options.services.clock)
    , m_state(std::make_shared<State>())
{
    m_state->services = m_options.services;
    m_state->tell = m_options.arrived;
}

Outbox::~Outbox()
{
    stop();
    std::unique_lock lock(m_state->mutex);
    m_state->stopping = true;
    m_state->wake.notify_all();
    m_state->ended.wait_for(lock, kPatience, [this] { return m_state->alive == 0; });
}

void Outbox::stop()
{
    for (const auto &[number, flight] : m_flights)
        flight.control->cancelled.store(true);
    const std::lock_guard lock(m_state->mutex);
    m_state->queue.clear();
}

void Outbox::waitForAnswers() const
{
    std::unique_lock lock(m_state->mutex);
    const auto begun
        = [this] { return std::ranges::count_if(m_flights, [](const auto &entry) { return entry.second.control->beganUs.load() != 0; }); };
    m_state->ended.wait_for(lock, kLastWords, [&] { return m_state->alive == 0 || static_cast<qsizetype>(m_state->arrived.size()) >= begun(); });
}

void Outbox::startThread()
{
    // Detached at once: those that are alive are counted, and one that was given up may come back much later or never.
    try {
        std::thread(&Outbox::work, m_state).detach();
        ++m_state->alive;
    } catch (const std::system_error &e) {
        qCWarning(lcEngine) << "no thread to send with:" << e.what(); // tried again with the next batch
    }
}

void Outbox::work(std::shared_ptr<State> state)
{
    pthread_setname_np(pthread_self(), "outbox");
    std::unique_lock lock(state->mutex);
    while (true) {
        state->wake.wait(lock, [&] { return state->stopping || !state->queue.empty(); });
        if (state->stopping)
            break;
        Batch batch = std::move(state->queue.front());
        state->queue.pop_front();
        const quint64 number = batch.number;
        lock.unlock();
        carryOut(state, std::move(batch));
        lock.lock();
        if (state->writtenOff.remove(number))
            return; // another thread took this one's place
    }
    --state->alive;
    state->ended.notify_all();
}

void Outbox::carryOut(const std::shared_ptr<State> &state, Batch batch)
{
    const qint64 began = state->services.clock->monotonicUs();
    batch.control->beganUs.store(std::max<qint64>(began, 1));
    DeliveryContext context(state->services, batch.control->cancelled, began + batch.limitUs);
    QList<DeliveryResult> results;
    // Targets throw nothing; a plugin's might.
    try {
        results = batch.target->deliver(batch.deliveries, context);
    } catch (const std::exception &e) {
        results.clear();
        for (qsizetype i = 0; i < batch.deliveries.size(); ++i)
            results.append(DeliveryResult::failed(
                Error::make(ErrorCode::ComponentFailed, u"the target \"%1\" threw: %2"_s.arg(batch.target->id(), QString::fromLocal8Bit(e.what())))));
    }
    faultPoint("outbox.sent");
    while (results.size() < batch.deliveries.size())
        results.append(
            DeliveryResult::failed(Error::make(ErrorCode::ComponentOutput, u"the target \"%1\" said nothing of it"_s.arg(batch.target->id()))));
    std::function<void()> tell;
    {
        const std::lock_guard lock(state->mutex);
        if (state->stopping || state->writtenOff.contains(batch.number))
            return; // a late answer is nobody's
        state->arrived.emplace_back(batch.number, std::move(results));
        state->ended.notify_all();
        tell = state->tell;
    }
    if (tell)
        tell();
}

std::size_t Outbox::queued() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->queue.size();
}

void Outbox::runQueued(std::size_t index)
{
    std::unique_lock lock(m_state->mutex);
    const auto it = m_state->queue.begin() + static_cast<std::ptrdiff_t>(index);
    Batch batch = std::move(*it);
    m_state->queue.erase(it);
    lock.unlock();
    carryOut(m_state, std::move(batch));
}

Result<void> Outbox::recover(WriteScope &scope) const
{
    const auto keys = scope.outbox.sending();
    if (!keys)
        return std::unexpected(keys.error());
    for (const qint64 key : *keys) {
        auto effect = scope.outbox.find(key);
        if (!effect)
            return std::unexpected(effect.error());
        if (!*effect)
            continue;
        StoredEffect &lost = **effect;
        ++lost.lost;
        ++lost.attemptBase;
        lost.changedAt = scope.now;
        if (lost.lost < kMostLost) {
            lost.state = EffectState::Waiting;
            lost.dueAt = std::min(lost.createdAt, scope.now); // before what was written later
        } else {
            lost.state = EffectState::Failed;
            lost.answer
                = Error::make(ErrorCode::LeaseLost, u"the process ended %1 times while this was being sent"_s.arg(lost.lost)).toJson().toBytes();
        }
        if (auto done = m_options.ledger->endEffect(scope, lost, EffectState::Sending); !done)
            return done;
    }
    return {};
}

bool Outbox::takeNews()
{
    const qint64 now = m_clock.monotonicUs();
    const std::lock_guard lock(m_state->mutex);
    for (auto &[number, results] : m_state->arrived) {
        const auto it = m_flights.find(number);
        if (it == m_flights.end())
            continue;
        m_taken.push_back({number, it->second.effects, std::move(results)});
    }
    m_state->arrived.clear();
    if (m_options.threads > 0 && m_state->alive == 0 && !m_state->queue.empty())
        startThread(); // none could be made before
    for (const auto &[number, flight] : m_flights) {
        const qint64 began = flight.control->beganUs.load();
        if (began == 0 || now < began + flight.limitUs + kGraceUs || m_state->writtenOff.contains(number)
            || std::ranges::contains(m_taken, number, &Arrival::number))
            continue;
        flight.control->cancelled.store(true);
        m_state->writtenOff.insert(number);
        --m_state->alive;
        startThread();
        QList<DeliveryResult> results;
        for (qsizetype i = 0; i < flight.effects.size(); ++i)
            results.append(DeliveryResult::failed(
                Error::make(ErrorCode::ComponentTimeout, u"the target \"%1\" did not answer in time and was given up"_s.arg(flight.target))));
        m_taken.push_back({number, flight.effects, std::move(results)});
    }
    return !m_taken.empty();
}

bool Outbox::hasRoom() const
{
    return m_flights.size() + m_starting.size() < static_cast<std::size_t>(std::max(m_options.threads, 1));
}

bool Outbox::isDue(qint64 now) const
{
    return m_mayStart && hasRoom() && m_nextDue && *m_nextDue <= now;
}

bool Outbox::isAtRest() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_flights.empty() && m_taken.empty() && m_state->arrived.empty();
}

Result<void> Outbox::land(WriteScope &scope)
{
    for (const Arrival &arrival : m_taken) {
        for (qsizetype i = 0; i < arrival.effects.size(); ++i) {
            if (auto done = landOne(scope, arrival.effects.at(i), arrival.results.at(i)); !done)
                return done;
        }
    }
    return {};
}

Result<void> Outbox::landOne(WriteScope &scope, qint64 key, const DeliveryResult &result)
{
    auto found = scope.outbox.find(key);
    if (!found)
        return std::unexpected(found.error());
    if (!*found || (*found)->state != EffectState::Sending)
        return {};
    StoredEffect &effect = **found;
    effect.changedAt = scope.now;
    if (!result.error) {
        effect.state = EffectState::Delivered;
        effect.answer = result.answer.isNull() ? QByteArray() : result.answer.toBytes();
        return m_options.ledger->endEffect(scope, effect, EffectState::Sending);
    }
    const Error &error = *result.error;
    effect.answer = error.toJson().toBytes();
    if (wasNotSent(error))
        ++effect.attemptBase;
    const RetryPolicy policy = policyOf(Json::parse(effect.terms).value_or(Json()));
    const int tried = effect.attempts - effect.attemptBase;
    if (wasNotSent(error) || (error.category == ErrorCategory::Retryable && tried < policy.maxAttempts)) {
        effect.state = EffectState::Waiting;
        const qint64 wait = error.code == ErrorCode::Cancelled ? 0 : policy.delayUs(std::max(tried, 1), m_options.random());
        effect.dueAt = scope.now + std::max(wait, result.retryAfterUs);
        m_nextDue = m_nextDue ? std::min(*m_nextDue, *effect.dueAt) : *effect.dueAt;
        return scope.outbox.update(effect, EffectState::Sending);
    }
    effect.state = EffectState::Failed;
    return m_options.ledger->endEffect(scope, effect, EffectState::Sending);
}

/// What one look at the outbox has found so far.
struct Outbox::Round
{
    QHash<QString, int> busy; ///< by target and address: batches under way
    QHash<QString, std::size_t> open; ///< batches of serial targets that are being filled
    bool leftSome = false;

    static QString placeOf(const QString &target, const QString &address) { return target + u'\n' + address; }
};

Result<void> Outbox::start(WriteScope &scope)
{
    m_mayStart |= scope.outboxChanged || !m_taken.empty();
    if (scope.outboxChanged || !m_taken.empty())
        m_nextDue = scope.now;
    if (!m_mayStart || !hasRoom() || !m_nextDue || *m_nextDue > scope.now)
        return {};
    Round round;
    for (const auto &[number, flight] : m_flights) {
        if (!std::ranges::contains(m_taken, number, &Arrival::number))
            ++round.busy[Round::placeOf(flight.target, flight.address)];
    }
    // Past what waits for one slow address to what others wait for; not each time that one of its own has landed.
    const bool looksDeep = m_clock.monotonicUs() >= m_nextDeepLook;
    OutboxRepository::Due last;
    bool isAll = false;
    for (int page = 0; page < (looksDeep ? kMostPages : 1) && !isAll && hasRoom(); ++page) {
        if (page > 0)
            m_nextDeepLook = m_clock.monotonicUs() + kDeepLookUs;
        const auto due = scope.outbox.due(scope.now, kWindow, last);
        if (!due)
            return std::unexpected(due.error());
        for (const OutboxRepository::Due &candidate : *due) {
            if (auto started = startOne(scope, candidate, round); !started)
                return started;
        }
        isAll = due->size() < kWindow;
        if (!isAll)
            last = due->last();
    }
    if (!isAll && !looksDeep && hasRoom()) {
        m_mayStart = true;
        m_nextDue = scope.now + kDeepLookUs;
    } else if (round.leftSome || !isAll) {
        m_mayStart = !m_starting.empty() && !isAll && hasRoom();
        m_nextDue = scope.now;
    } else {
        const auto next = scope.outbox.nextDue(scope.now);
        if (!next)
            return std::unexpected(next.error());
        m_nextDue = *next;
    }
    return {};
}

Result<void> Outbox::startOne(WriteScope &scope, const OutboxRepository::Due &candidate, Round &round)
{
    const std::shared_ptr<EffectTarget> target = m_options.targets.value(candidate.target);
    const QString place = Round::placeOf(candidate.target, candidate.address);
    const auto filling = round.open.constFind(place);
    Batch *batch = filling == round.open.cend() ? nullptr : &m_starting.at(*filling);
    const bool isFull = batch && (batch->deliveries.size() >= kMostInBatch || batch->bytes >= kMostBatchBytes);
    if (target && (isFull || (!batch && (round.busy.value(place) >= (target->isSerial() ? 1 : kMostAtOnce) || !hasRoom())))) {
        round.leftSome = true;
        return {};
    }
    auto found = scope.outbox.find(candidate.key);
    if (!found)
        return std::unexpected(found.error());
    if (!*found)
        return {};
    StoredEffect &effect = **found;
    ++effect.attempts;
    effect.state = EffectState::Sending;
    effect.dueAt.reset();
    effect.changedAt = scope.now;
    if (!target || effect.isDamaged) {
        effect.state = EffectState::Failed;
        const Error error = effect.isDamaged
            ? Error::make(ErrorCode::WorkspaceDamaged, u"what effect %1 was to do is damaged in the file"_s.arg(effect.key))
            : Error::make(ErrorCode::EffectTarget, u"there is no target \"%1\" on this machine"_s.arg(effect.target));
        effect.answer = error.toJson().toBytes();
        return m_options.ledger->endEffect(scope, effect, EffectState::Waiting);
    }
    if (auto done = scope.outbox.update(effect, EffectState::Waiting); !done)
        return done;
    const Json terms = Json::parse(effect.terms).value_or(Json());
    if (!batch) {
        batch = &m_starting.emplace_back();
        batch->number = ++m_number;
        batch->target = target;
        batch->control = std::make_shared<Control>();
        batch->flight = {batch->control, effect.target, effect.address, {}, 0};
        ++round.busy[place];
        if (target->isSerial())
            round.open.insert(place, m_starting.size() - 1);
    }
    batch->bytes += effect.body.size();
    batch->limitUs = batch->flight.limitUs = std::max(batch->limitUs, terms.value("timeout_ms").toInt(60'000) * 1000);
    batch->flight.effects.append(effect.key);
    batch->deliveries.append({terms.value("key").utf8().toByteArray(), effect.address, Json::parse(effect.request).value_or(Json()),
                              std::move(effect.body), effect.attempts});
    return {};
}

void Outbox::committed()
{
    for (const Arrival &arrival : std::exchange(m_taken, {}))
        m_flights.erase(arrival.number);
    const std::lock_guard lock(m_state->mutex);
    for (Batch &batch : std::exchange(m_starting, {})) {
        m_flights.emplace(batch.number, batch.flight);
        m_state->queue.push_back(std::move(batch));
        if (m_state->alive < std::min<int>(m_options.threads, static_cast<int>(m_flights.size())))
            startThread();
        m_state->wake.notify_one();
    }
}

void Outbox::forget()
{
    m_starting.clear();
    m_mayStart = true;
    m_nextDue = 0;
}

} // namespace Millrace
