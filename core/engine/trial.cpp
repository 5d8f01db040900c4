// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/trial.h"

#include "engine/engine.h"
#include "pipeline/reviewoutcome.h"
#include "pipeline/topology.h"
#include "store/contextreader.h"
#include "store/migrator.h"
#include "store/placereader.h"

#include <pthread.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// One attempt at once and nothing that holds it up: who looks on wants to see what happens.
PipelineDefinition forTrial(PipelineDefinition definition)
{
    for (PipelineNode &node : definition.nodes) {
        node.retry.maxAttempts = 1;
        node.limits.concurrency = 0;
        node.limits.perSecond = 0;
        node.caches = false;
    }
    for (PipelineLink &link : definition.links)
        link.limits = {};
    return definition;
}

/// What becomes of a review's answer in a run: an edited document goes the way of an approved one where none is laid for it, and what was said is
/// written where the step says.
Json decisionOf(const TrialPause &pause, Json answer, const PipelineDefinition &definition, const Clock &clock)
{
    const QString decision = answer.value("port").toString(u"approved"_s);
    const bool isLinked
        = std::ranges::any_of(definition.links, [&](const PipelineLink &link) { return link.from.node == pause.node && link.from.port == decision; });
    if (decision == "edited"_L1 && !isLinked)
        answer.insert("port", "approved");
    const Json answers = answer.value("answers");
    const QString note = answer.value("note").toString();
    const PipelineNode *node = definition.find(pause.node);
    if (!node || (answers.isEmpty() && note.isEmpty() && pause.question.value("needed").toInt() <= 1))
        return answer;
    Json data = answer.contains("data") ? answer.value("data") : pause.data;
    data.insert(node->config.value("into").toString(u"review"_s).toUtf8(),
                reviewOutcome(QLatin1StringView(decision.toLatin1()), answers, note, {}, isoMicroseconds(clock.nowUs())));
    answer.insert("data", data);
    return answer;
}

} // namespace

QLatin1StringView trialStateName(Trial::State state)
{
    switch (state) {
    case Trial::State::Running:
        return "running"_L1;
    case Trial::State::Paused:
        return "paused"_L1;
    case Trial::State::Done:
        return "done"_L1;
    case Trial::State::Failed:
        return "failed"_L1;
    case Trial::State::Cancelled:
        return "cancelled"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

Result<PipelineDefinition> Trial::partOf(const PipelineDefinition &pipeline, const QString &to, const QString &only)
{
    const QString &wanted = only.isEmpty() ? to : only;
    if (wanted.isEmpty())
        return pipeline;
    if (!pipeline.find(wanted))
        return fail(ErrorCode::NotFound, u"there is no node \"%1\""_s.arg(wanted), Json::object({{"node", wanted}}));
    QSet<QString> part{wanted};
    if (only.isEmpty()) {
        part = leadingTo(pipeline, to);
        const QSet<QString> seen = reachableFrom(pipeline, {pipeline.firstNode()});
        if (!seen.contains(to))
            return fail(ErrorCode::NotFound, u"nothing leads to the node \"%1\""_s.arg(to), Json::object({{"node", to}}));
        part.intersect(seen);
    }
    PipelineDefinition rest = pipeline;
    rest.nodes.removeIf([&](const PipelineNode &node) { return !part.contains(node.id); });
    rest.links.removeIf(
        [&](const PipelineLink &link) { return !part.contains(link.from.node) || !part.contains(link.to.node) || link.from.node == wanted; });
    return rest;
}

Result<std::unique_ptr<Trial>> Trial::begin(TrialOptions options)
{
    const auto part = partOf(options.definition, options.to, options.only);
    if (!part)
        return std::unexpected(part.error());
    // Said at once, not when it runs.
    if (const auto compiled = Plan::compile(0, *part, *options.log.registry); !compiled)
        return std::unexpected(compiled.error());
    options.definition = forTrial(*part);
    for (PipelineDefinition &other : options.others)
        other = forTrial(other);
    auto trial = std::unique_ptr<Trial>(new Trial(std::move(options)));
    trial->m_thread = std::thread([raw = trial.get()] {
        pthread_setname_np(pthread_self(), "trial");
        raw->run();
    });
    return trial;
}

Trial::Trial(TrialOptions options)
    : m_options(std::move(options))
    , m_definition(m_options.definition)
    , m_log(std::make_shared<TrialLog>(m_options.log))
    , m_registry(trialRegistry(m_log))
{}

Trial::~Trial()
{
    stop();
}

void Trial::stop()
{
    cancel();
    if (m_thread.joinable())
        m_thread.join();
}

Trial::State Trial::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

bool Trial::isOver() const
{
    const State now = state();
    return now != State::Running && now != State::Paused;
}

std::optional<Error> Trial::error() const
{
    const std::lock_guard lock(m_mutex);
    return m_error;
}

QStringList Trial::nodes() const
{
    QStringList ids;
    for (const PipelineNode &node : m_definition.nodes)
        ids.append(node.id);
    return ids;
}

StatusCounts Trial::counts() const
{
    const std::lock_guard lock(m_mutex);
    return m_counts;
}

QList<std::pair<QString, QString>> Trial::families() const
{
    const std::lock_guard lock(m_mutex);
    return m_families;
}

Result<void> Trial::goOn(const QString &context, const Json &answer, bool stops)
{
    const QList<TrialPause> pauses = m_log->pauses();
    if (!std::ranges::contains(pauses, context, &TrialPause::context))
        return fail(ErrorCode::Conflict, u"\"%1\" does not wait in this trial"_s.arg(context));
    m_log->stopAtNext(stops);
    const TrialPause &pause = *std::ranges::find(pauses, context, &TrialPause::context);
    const std::lock_guard lock(m_mutex);
    m_answers.emplace_back(context, pause.reason == "review"_L1 ? decisionOf(pause, answer, m_definition, *m_log->options().services.clock) : answer);
    m_state = State::Running;
    m_wake.notify_all();
    return {};
}

void Trial::cancel()
{
    const std::lock_guard lock(m_mutex);
    m_cancelled = true;
    m_wake.notify_all();
    if (!m_engine)
        return;
    // On the engine's thread: what runs is told to stop, and the idle engine lets run() go on.
    [[maybe_unused]] const auto asked = m_engine->write([engine = m_engine, id = m_options.contextId](WriteScope &scope) -> Result<Json> {
        const auto identity = scope.contexts.identify(id);
        if (identity && *identity) [[maybe_unused]]
            const auto cancelled = engine->ledger().cancel(scope, (*identity)->key, 1);
        return Json();
    });
}

void Trial::end(State state, const std::optional<Error> &error)
{
    m_log->close(error.value_or(Error::make(ErrorCode::Cancelled, u"The trial was ended."_s)));
    {
        const std::lock_guard lock(m_mutex);
        m_state = state;
        m_error = error;
    }
    if (m_log->options().changed)
        m_log->options().changed();
}

void Trial::run()
{
    Connection db;
    auto opened = db.open(u":memory:"_s, Connection::Mode::Create);
    if (opened)
        opened = migrate(db, true).transform([](MigrationOutcome) {});
    if (!opened)
        return end(State::Failed, opened.error());
    Engine::Options options;
    options.writer = &db;
    options.registry = &m_registry;
    options.services = m_log->options().services;
    options.runners = 2;
    options.effectRunners = 4;
    options.childRunners = 1;
    options.deliveryRunners = 1;
    // Before what was made runs: whoever looks on is to know whose it is.
    options.committed = [this, &db](const ChangeSet &changes) {
        if (changes.added.isEmpty())
            return;
        auto families = PlaceReader(db).families();
        const std::lock_guard lock(m_mutex);
        if (families)
            m_families = std::move(*families);
    };
    Engine engine(options);
    {
        const std::lock_guard lock(m_mutex);
        m_engine = &engine;
    }
    std::optional<Error> problem;
    bool isOver = false;
    if (const auto started = start(engine); !started)
        problem = started.error();
    while (!problem && !isOver) {
        auto idle = engine.idle(0);
        idle.waitForFinished();
        const auto looked = idle.result() ? look(engine) : Result<bool>(std::unexpected(idle.result().error()));
        if (!looked) {
            problem = looked.error();
            break;
        }
        isOver = *looked;
        std::unique_lock lock(m_mutex);
        if (isOver || m_cancelled)
            break;
        if (m_answers.empty()) {
            m_state = State::Paused;
            lock.unlock();
            if (m_log->options().changed)
                m_log->options().changed();
            lock.lock();
            m_wake.wait(lock, [this] { return m_cancelled || !m_answers.empty(); });
            if (m_cancelled)
                break;
            m_state = State::Running;
        }
        lock.unlock();
        if (auto gone = letGoOn(engine); !gone)
            problem = gone.error();
    }
    bool wasCancelled = false;
    StatusCounts counts;
    {
        const std::lock_guard lock(m_mutex);
        m_engine = nullptr;
        counts = m_counts;
        wasCancelled = m_cancelled && (!isOver || counts.of(ContextStatus::Cancelled) > 0);
    }
    engine.stop();
    if (m_log->hasTooMany())
        problem = Error::make(ErrorCode::LoopLimit, u"A trial has at most %1 steps."_s.arg(m_log->options().mostSteps));
    const bool failed = problem || counts.of(ContextStatus::Failed) + counts.of(ContextStatus::Quarantined) > 0;
    end(wasCancelled ? State::Cancelled : failed ? State::Failed : State::Done, problem);
}

Result<Json> Trial::start(Engine &engine)
{
    auto started = engine.write([this, &engine](WriteScope &scope) -> Result<Json> {
        const auto who = scope.catalog.ensurePrincipal(u"system"_s, u"system"_s, u"Millrace"_s, scope.now);
        if (!who)
            return std::unexpected(who.error());
        for (const PipelineDefinition &other : m_options.others) {
            if (const auto saved = scope.catalog.savePipeline(other, who->key, scope.now); !saved)
                return std::unexpected(saved.error());
        }
        const auto stored = scope.catalog.savePipeline(m_definition, who->key, scope.now);
        if (!stored)
            return std::unexpected(stored.error());
        const auto plan = engine.plan(scope, stored->key);
        const auto run = scope.catalog.addRun(u"trial"_s, stored->key, u"trial"_s, who->key, scope.now);
        if (!plan || !run)
            return std::unexpected(plan ? run.error() : plan.error());
        NewSubmission submission;
        submission.document.id = m_options.contextId;
        submission.document.type = m_options.contextType;
        submission.document.data = m_options.data;
        submission.digestBytes = "trial";
        submission.plan = *plan;
        submission.run = *run;
        submission.actor = who->key;
        const auto submitted = engine.ledger().submit(scope, submission);
        return submitted ? Result<Json>(Json()) : std::unexpected(submitted.error());
    });
    started.waitForFinished();
    return started.result();
}

Result<bool> Trial::look(Engine &engine)
{
    auto looked = engine.write([this](WriteScope &scope) -> Result<Json> {
        const auto counts = ContextReader(scope.db).counts({});
        if (!counts)
            return std::unexpected(counts.error());
        const std::lock_guard lock(m_mutex);
        m_counts = *counts;
        return Json();
    });
    looked.waitForFinished();
    if (!looked.result())
        return std::unexpected(looked.result().error());
    return m_log->pauses().isEmpty();
}

Result<void> Trial::letGoOn(Engine &engine)
{
    std::vector<std::pair<QString, Json>> answers;
    {
        const std::lock_guard lock(m_mutex);
        answers.swap(m_answers);
    }
    auto gone = engine.write([&engine, answers = std::move(answers)](WriteScope &scope) -> Result<Json> {
        for (const auto &[context, answer] : answers) {
            const auto identity = scope.contexts.identify(context);
            if (!identity)
                return std::unexpected(identity.error());
            if (!*identity)
                continue;
            if (const auto signalled = engine.ledger().signal(scope, (*identity)->key, answer); !signalled)
                return std::unexpected(signalled.error());
        }
        return Json();
    });
    gone.waitForFinished();
    return gone.result().transform([](const Json &) {});
}

} // namespace Millrace
