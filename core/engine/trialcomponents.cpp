// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Components as they run in a trial
//
// A trial runs on an engine of its own, so branches, loops, children and joins go as they always do; only the components are wrapped.
//
// 1. Nothing leaves: effects and events are written into the log in place of the ledger, a request over HTTP is noted and passed over, models
//    are asked offline, and what is not known to write through effects alone does not run.
// 2. What waits for a person, a signal or a time waits for whoever tries it, as a breakpoint does: all are the same signal, and the wrapper knows
//    what it was for.
// 3. From a breakpoint on a step works on the document that was edited there; its edit is made to fit the context's own.
#include "engine/componentprocess.h"
#include "engine/triallog.h"
#include "sdk/http.h"

#include <QTemporaryFile>

#include <optional>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Json note(const QString &message)
{
    return Json::object({{"path", ""}, {"message", message}, {"severity", "info"}});
}

/// A request as it would have gone out. Secrets stay references: nothing is looked up.
Json toJson(const HttpCall &call)
{
    Json headers = Json::object();
    for (const HttpCall::Headers *list : {&call.headers, &call.secretHeaders}) {
        for (const auto &[name, value] : *list)
            headers.insert(name, value);
    }
    return Json::object({{"method", call.method}, {"headers", headers}});
}

Json sending(const QString &target, const QString &address, const Json &request, const QByteArray &body)
{
    Json json = Json::object({{"target", target}, {"address", address}, {"request", request}, {"bytes", body.size()}});
    if (QString::fromUtf8(body).toUtf8() == body)
        json.insert("body", body);
    else
        json.insert("body_base64", body.toBase64());
    return json;
}

/// Notes what is asked and answers nothing.
class SilentHttp final : public HttpService
{
public:
    Result<HttpReply> call(const HttpCall &call, const RunContext &, qint64 *) override
    {
        asked.append(sending(u"http"_s, call.url.toString(), toJson(call), call.body));
        return fail(ErrorCode::Unsupported, u"The network is off in a trial."_s);
    }

    Json asked = Json::array();
};

/// The model that needs no network, whoever was asked.
class OfflineModels final : public ModelService
{
public:
    OfflineModels(ModelService *models, const QString &of)
        : m_models(models)
        , m_of(of)
    {}
    Result<ModelAnswer> generate(const ModelRequest &request, const RunContext &context, qint64 *retryAfterUs) override
    {
        if (!m_models)
            return fail(ErrorCode::Unsupported, u"There is no model here."_s);
        wasAsked = true;
        ModelRequest offline = request;
        offline.provider.clear();
        offline.model.clear();
        if (!m_of.isEmpty())
            offline.contextId = m_of;
        return m_models->generate(offline, context, retryAfterUs);
    }

    Result<VectorAnswer> embed(const VectorRequest &, const RunContext &, qint64 *) override
    {
        wasAskedForVectors = true;
        return fail(ErrorCode::Unsupported, u"Model providers are off in a trial."_s);
    }

    bool wasAsked = false;
    bool wasAskedForVectors = false; ///< no other model's would do: vectors of two models cannot be compared

private:
    ModelService *m_models;
    QString m_of;
};

/// What the workspace's documents mean, where the trial's own is the context that it was taken from.
class TrialSimilarity final : public SimilaritySource
{
public:
    TrialSimilarity(const SimilaritySource &others, const QString &of)
        : m_others(others)
        , m_of(of)
    {}
    QString model() const override { return m_others.model(); }
    Result<VectorAnswer> embed(const QStringList &texts) const override { return m_others.embed(texts); }
    Result<QList<SimilarText>> similar(const QString &text, int limit, double least, const QString &) const override
    {
        return m_others.similar(text, limit, least, m_of);
    }

private:
    const SimilaritySource &m_others;
    QString m_of;
};

/// Originals of the trial itself before those of the workspace.
class TrialOriginals final : public OriginalSource
{
public:
    TrialOriginals(TrialLog &log, OriginalSource *others)
        : m_log(log)
        , m_others(others)
    {}
    Result<OriginalInfo> find(const QString &hash) override
    {
        if (const auto own = m_log.original(hash))
            return OriginalInfo{hash, own->name, own->mediaType, own->bytes.size()};
        return m_others ? m_others->find(hash) : fail(ErrorCode::NotFound, u"there is no original %1"_s.arg(hash));
    }
    Result<QString> path(const QString &hash) override
    {
        const auto own = m_log.original(hash);
        if (!own)
            return m_others ? m_others->path(hash) : fail(ErrorCode::NotFound, u"there is no original %1"_s.arg(hash));
        auto file = std::make_unique<QTemporaryFile>();
        if (!file->open() || file->write(own->bytes) != own->bytes.size() || !file->flush())
            return fail(ErrorCode::FileWrite, u"no room for an original: %1"_s.arg(file->errorString()));
        m_files.push_back(std::move(file));
        return m_files.back()->fileName();
    }

private:
    TrialLog &m_log;
    OriginalSource *m_others;
    std::vector<std::unique_ptr<QTemporaryFile>> m_files;
};

class TrialContext final : public RunContext
{
public:
    TrialContext(TrialLog &log, RunContext &outer)
        : offline(log.options().services.models, log.options().of)
        , m_outer(outer)
        , m_originals(log, outer.originals())
    {
        if (outer.similarity())
            m_similarity.emplace(*outer.similarity(), log.options().of);
    }
    const Clock &clock() const override { return m_outer.clock(); }
    bool isCancelled() const override { return m_outer.isCancelled(); }
    qint64 deadlineUs() const override { return m_outer.deadlineUs(); }
    TemplateSource *templates() const override { return m_outer.templates(); }
    PassageSource *passages() const override { return m_outer.passages(); }
    SimilaritySource *similarity() const override { return m_similarity ? &*m_similarity : nullptr; }
    ModelService *models() const override { return &offline; }
    HttpService *http() const override { return &silent; }
    OriginalSource *originals() const override { return &m_originals; }

    mutable SilentHttp silent;
    mutable OfflineModels offline;

private:
    RunContext &m_outer;
    mutable TrialOriginals m_originals;
    mutable std::optional<TrialSimilarity> m_similarity;
};

class TrialRun final : public Step
{
public:
    TrialRun(std::shared_ptr<TrialLog> log, const Component &component, Json config, std::shared_ptr<const Step> step)
        : m_log(std::move(log))
        , m_component(component)
        , m_config(std::move(config))
        , m_step(std::move(step))
    {}

    StepResult run(const StepInput &input, RunContext &outer) const override
    {
        TrialLog::Visit visit = m_log->visit(input);
        if (input.wake == Wake::Entered) {
            visit = {};
            visit.step = m_log->begin(input);
            m_log->remember(input, visit);
            if (visit.step == 0)
                return StepResult::failed(Error::make(ErrorCode::LoopLimit, u"A trial has at most %1 steps."_s.arg(m_log->options().mostSteps)));
            m_log->update(visit.step, [](TrialStep &) {});
            if (m_log->takeStop() || m_log->options().breakpoints.contains(input.node))
                return pauseFor(u"breakpoint"_s, input, visit, input.data, {});
        }
        StepInput inner = input;
        const QString pausedFor = std::exchange(visit.pausedFor, QString());
        if (!pausedFor.isEmpty()) {
            m_log->resume(input.contextId);
            if (input.signal.contains("data") && pausedFor != "signal"_L1)
                visit.data = input.signal.value("data");
            m_log->remember(input, visit);
            m_log->update(visit.step, [](TrialStep &step) { step.state = u"running"_s; });
        }
        inner.data = visit.data.value_or(input.data);
        if (pausedFor == "review"_L1)
            return decided(input, visit, inner.data);
        if (pausedFor == "breakpoint"_L1)
            inner.wake = Wake::Entered;
        else if (pausedFor == "time"_L1 || input.signal.value("port").toString() == "timeout"_L1)
            inner.wake = Wake::TimedOut;
        else if (pausedFor == "signal"_L1)
            inner.signal = input.signal.value("data");
        return runInner(input, inner, visit, outer);
    }

private:
    [[nodiscard]] const ComponentDescriptor &descriptor() const { return m_component.descriptor(); }
    [[nodiscard]] QString firstPort() const { return descriptor().outputs.isEmpty() ? u"out"_s : descriptor().outputs.first().name; }

    StepResult runInner(const StepInput &input, const StepInput &inner, TrialLog::Visit &visit, RunContext &outer) const
    {
        const qint64 began = outer.clock().monotonicUs();
        const auto tookUs = [&] { return outer.clock().monotonicUs() - began; };
        if (const auto pin = m_log->options().pins.constFind(input.node); pin != m_log->options().pins.cend()) {
            StepResult result;
            result.port = pin->port;
            return finished(input, visit, std::move(result), pin->data, u"pinned"_s, 0);
        }
        const bool reachesOut = descriptor().effect == Effect::Writes || descriptor().effect == Effect::Network;
        if (reachesOut && !m_log->options().onlyDrafts(descriptor().name)) {
            m_log->update(visit.step,
                          [&](TrialStep &step) { step.wouldSend.append(sending(descriptor().name, QString(), m_config, inner.data.toBytes())); });
            return passedOver(input, visit, inner.data, u"It reaches outside, and a trial does not: it was not run."_s, tookUs());
        }
        TrialContext context(*m_log, outer);
        StepResult result;
        {
            // A component that throws is the runner's to catch; the log has to say it, too.
            struct Thrown
            {
                TrialLog &log;
                int step;
                bool isOver = false;
                ~Thrown()
                {
                    if (!isOver)
                        log.update(step, [](TrialStep &s) {
                            s.state = u"failed"_s;
                            s.error = Error::make(ErrorCode::ComponentFailed, u"The component threw something."_s);
                        });
                }
            } thrown{*m_log, visit.step};
            result = m_step ? m_step->run(inner, context) : runChild(inner, context);
            thrown.isOver = true;
        }
        return judged(input, inner, visit, std::move(result), context, tookUs());
    }

    StepResult runChild(const StepInput &inner, const TrialContext &context) const
    {
        ComponentProcessPool *processes = m_log->options().services.processes;
        if (!processes)
            return StepResult::failed(
                Error::make(ErrorCode::Unsupported, u"\"%1\" needs a child process, and there is no program for it here"_s.arg(descriptor().name)));
        return processes->run(descriptor().name, m_config, inner, context.deadlineUs(), [&] { return context.isCancelled(); }, context.originals());
    }

    /// What becomes of a result: the log gets what would have gone out, the engine what goes on.
    StepResult judged(const StepInput &input, const StepInput &inner, TrialLog::Visit &visit, StepResult result, const TrialContext &context,
                      qint64 tookUs) const
    {
        Json wouldSend = context.silent.asked;
        for (const EffectDraft &effect : std::as_const(result.effects))
            wouldSend.append(sending(effect.target, effect.address, effect.request, effect.body));
        Json events = Json::array();
        for (const EventDraft &event : std::as_const(result.events))
            events.append(Json::object({{"topic", event.topic}, {"key", event.key}, {"payload", event.payload}}));
        Json usage = Json::array();
        for (const Usage &use : std::as_const(result.usage))
            usage.append(
                Json::object({{"provider", use.provider}, {"model", use.model}, {"tokens_in", use.tokensIn}, {"tokens_out", use.tokensOut}}));
        Json notes = result.reasons.isArray() ? result.reasons : Json::array();
        if (context.offline.wasAsked)
            notes.append(note(u"The built-in model answered: model providers are off in a trial."_s));
        m_log->keep(result.originals);
        m_log->update(visit.step, [&](TrialStep &step) {
            for (const Json &one : wouldSend.items())
                step.wouldSend.append(one);
            for (const Json &one : events.items())
                step.events.append(one);
            for (const Json &one : usage.items())
                step.usage.append(one);
            for (const Json &one : notes.items())
                step.notes.append(one);
            step.children += result.children.size();
        });
        if (!context.silent.asked.isEmpty())
            return passedOver(input, visit, inner.data, u"The network is off in a trial: nothing was asked."_s, tookUs);
        if (result.error && context.offline.wasAskedForVectors)
            return passedOver(input, visit, inner.data, u"Model providers are off in a trial: no vector was made."_s, tookUs);
        if (result.error)
            return failed(visit, std::move(result), context, tookUs);
        const bool waitsForEffects = result.suspension && result.suspension->what == Suspension::For::Effects;
        if (!result.effects.isEmpty() || !result.events.isEmpty()) {
            result.effects.clear();
            result.events.clear();
            m_log->update(visit.step, [&](TrialStep &step) { step.notes.append(note(u"Nothing goes out of a trial: it was not sent."_s)); });
        }
        result.originals.clear();
        result.lineage.clear();
        if (waitsForEffects)
            return passedOver(input, visit, inner.data, u"It goes on as if it had been sent."_s, tookUs);
        if (result.suspension)
            return suspended(input, visit, inner.data, std::move(result), tookUs);
        const auto output = result.edit.appliedTo(inner.data);
        if (!output)
            return failed(visit, StepResult::failed(output.error()), context, tookUs);
        return finished(input, visit, std::move(result), *output, u"done"_s, tookUs);
    }

    StepResult failed(const TrialLog::Visit &visit, StepResult result, const TrialContext &context, qint64 tookUs) const
    {
        Error error = *result.error;
        if (error.code == ErrorCode::Cancelled && context.clock().monotonicUs() >= context.deadlineUs())
            error = Error::make(ErrorCode::ComponentTimeout, u"\"%1\" did not end within its time"_s.arg(descriptor().name));
        m_log->update(visit.step, [&](TrialStep &step) {
            step.state = u"failed"_s;
            step.error = error;
            step.durationUs += tookUs;
        });
        return result;
    }

    StepResult suspended(const StepInput &input, TrialLog::Visit &visit, const Json &data, StepResult result, qint64 tookUs) const
    {
        const Suspension suspension = *result.suspension;
        m_log->update(visit.step, [&](TrialStep &step) {
            step.state = u"waits"_s;
            step.durationUs += tookUs;
        });
        switch (suspension.what) {
        case Suspension::For::Children:
            result.suspension->timeoutUs = 0; // whoever looks at a breakpoint takes their time
            for (ChildDocument &child : result.children)
                child.version = 0; // the trial has the one version that is meant
            return result;
        case Suspension::For::Review:
            return pauseFor(u"review"_s, input, visit, data, suspension.question);
        case Suspension::For::Signal:
            return pauseFor(u"signal"_s, input, visit, data, Json::object({{"signal", suspension.signal}}));
        default:
            return pauseFor(u"time"_s, input, visit, data, Json::object({{"seconds", static_cast<double>(suspension.timeoutUs) / 1e6}}));
        }
    }

    StepResult pauseFor(const QString &reason, const StepInput &input, TrialLog::Visit &visit, const Json &data, const Json &question) const
    {
        visit.pausedFor = reason;
        m_log->remember(input, visit);
        QStringList ports;
        for (const PortDescriptor &port : descriptor().outputs)
            ports.append(port.name);
        m_log->pause({input.contextId, input.node, input.visit, reason, data, question, ports});
        m_log->update(visit.step, [](TrialStep &step) { step.state = u"waits"_s; });
        StepResult result;
        Suspension &suspension = result.suspension.emplace();
        suspension.what = Suspension::For::Signal;
        suspension.signal = u"trial"_s;
        return result;
    }

    StepResult decided(const StepInput &input, const TrialLog::Visit &visit, const Json &data) const
    {
        StepResult result;
        result.port = input.signal.value("port").toString(firstPort());
        return finished(input, visit, std::move(result), data, u"done"_s, 0);
    }

    StepResult passedOver(const StepInput &input, const TrialLog::Visit &visit, const Json &data, const QString &why, qint64 tookUs) const
    {
        m_log->update(visit.step, [&](TrialStep &step) { step.notes.append(note(why)); });
        StepResult result;
        result.port = firstPort();
        return finished(input, visit, std::move(result), data, u"passed_over"_s, tookUs);
    }

    StepResult finished(const StepInput &input, const TrialLog::Visit &visit, StepResult result, const Json &output, const QString &state,
                        qint64 tookUs) const
    {
        result.edit = Edit::between(input.data, output);
        const qint64 bytes = output.toBytes().size();
        m_log->update(visit.step, [&](TrialStep &step) {
            step.state = state;
            step.port = result.port;
            step.output = output;
            step.outputBytes = bytes;
            step.durationUs += tookUs;
            if (visit.data)
                step.input = *visit.data;
        });
        return result;
    }

    std::shared_ptr<TrialLog> m_log;
    const Component &m_component;
    Json m_config;
    std::shared_ptr<const Step> m_step; ///< null: in a child process
};

class TrialComponent final : public Component
{
public:
    TrialComponent(std::shared_ptr<TrialLog> log, const Component &component)
        : m_log(std::move(log))
        , m_component(component)
        , m_descriptor(component.descriptor())
    {
        // The child process is asked by the wrapper; beside pure steps everything may take its time.
        if (m_descriptor.isolation == Isolation::Child || m_descriptor.effect != Effect::Pure)
            m_descriptor.effect = Effect::Reads;
        m_descriptor.isolation = Isolation::InProcess;
    }
    const ComponentDescriptor &descriptor() const override { return m_descriptor; }
    Result<std::shared_ptr<const Step>> prepare(const Json &config) const override
    {
        auto step = m_component.prepare(config);
        if (!step)
            return step;
        const bool isChild = m_component.descriptor().isolation == Isolation::Child;
        return std::make_shared<const TrialRun>(m_log, m_component, config, isChild ? nullptr : std::move(*step));
    }

private:
    std::shared_ptr<TrialLog> m_log;
    const Component &m_component;
    ComponentDescriptor m_descriptor;
};

} // namespace

ComponentRegistry trialRegistry(const std::shared_ptr<TrialLog> &log)
{
    ComponentRegistry registry;
    for (const ComponentDescriptor &descriptor : log->options().registry->descriptors())
        registry.add(std::make_shared<TrialComponent>(log, *log->options().registry->find(descriptor.name)));
    return registry;
}

} // namespace Millrace
