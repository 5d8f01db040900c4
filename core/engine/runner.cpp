// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runner.h"

#include "engine/componentprocess.h"
#include "engine/enginemeters.h"
#include "pipeline/contextdocument.h"
#include "sdk/stepwire.h"

#include <QDir>
#include <QTemporaryFile>

#include <algorithm>
#include <cmath>
#include <exception>
#include <map>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

// A chain of pure steps is cut here, so that no context holds a runner for long and commits stay small.
constexpr std::size_t kMostFused = 32;

/// Originals as files for one step: made when asked for, gone with it.
class StepOriginals final : public OriginalSource
{
public:
    explicit StepOriginals(const OriginalStore &store)
        : m_store(store)
    {}

    Result<OriginalInfo> find(const QString &hash) override { return m_store.find(hash); }

    Result<QString> path(const QString &hash) override
    {
        if (const auto known = m_files.find(hash); known != m_files.end())
            return known->second->fileName();
        auto file = std::make_unique<QTemporaryFile>(QDir::tempPath() + u"/millrace-original-XXXXXX"_s);
        if (!file->open())
            return fail(ErrorCode::FileWrite, u"no room for an original in %1: %2"_s.arg(QDir::tempPath(), file->errorString()));
        if (const auto copied = m_store.copy(hash, *file); !copied)
            return std::unexpected(copied.error());
        if (!file->flush())
            return fail(ErrorCode::FileWrite, u"an original could not be written to %1: %2"_s.arg(QDir::tempPath(), file->errorString()));
        file->close();
        return m_files.emplace(hash, std::move(file)).first->second->fileName();
    }

private:
    const OriginalStore &m_store;
    std::map<QString, std::unique_ptr<QTemporaryFile>> m_files;
};

/// Passes calls on to the models, and keeps what was asked and answered. The offline provider reads no prompt, and its answer is in the edit.
class RecordedModels final : public ModelService
{
public:
    explicit RecordedModels(ModelService &models)
        : m_models(models)
    {}

    QString fingerprint() const override { return m_models.fingerprint(); }
    Result<ModelAnswer> generate(const ModelRequest &request, const RunContext &context, qint64 *retryAfterUs) override
    {
        auto answer = m_models.generate(request, context, retryAfterUs);
        if (answer && answer->usage.provider != "offline"_L1)
            m_calls.append(recorded(request, *answer));
        return answer;
    }
    Result<VectorAnswer> embed(const VectorRequest &request, const RunContext &context, qint64 *retryAfterUs) override
    {
        return m_models.embed(request, context, retryAfterUs);
    }
    [[nodiscard]] QList<SealedCall> takeCalls() { return std::exchange(m_calls, {}); }

private:
    static SealedCall recorded(const ModelRequest &request, const ModelAnswer &answer)
    {
        Json messages = Json::array();
        qsizetype room = kLongestModelText / 2; // escaped they may be longer
        qint64 size = 0;
        for (const ModelMessage &message : request.messages) {
            const QByteArray text = message.text.toUtf8();
            size += text.size();
            const QString kept = text.size() <= room ? message.text : QString::fromUtf8(text.first(room));
            room -= std::min(room, text.size());
            messages.append(Json::object({{"role", message.role}, {"text", kept}}));
        }
        SealedCall call;
        call.body = Json::object({{"provider", answer.usage.provider},
                                  {"model", answer.model},
                                  {"asked_model", request.model},
                                  {"kind", answer.kind},
                                  {"parameters", Json::object({{"temperature", request.temperature}, {"max_tokens", request.maxTokens}})}})
                        .toBytes();
        call.prompt = sealModelText(messages.toBytes());
        call.prompt.size = size;
        call.answer = sealModelText(answer.text.isEmpty() ? answer.content.toBytes() : answer.text.toUtf8());
        return call;
    }

    ModelService &m_models;
    QList<SealedCall> m_calls;
};

/// A component's own numbers, under its name and its node's.
class NodeMetrics final : public MetricSink
{
    /// A component's own name, as others can read it: one that they cannot would cost them all that is counted.
    static QByteArray nameOf(QByteArray name)
    {
        for (char &c : name) {
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9'))
                c = '_';
        }
        return "component_" + name;
    }

public:
    NodeMetrics(MetricRegistry &registry, const PlanNode &node)
        : m_registry(registry)
        , m_labels({{"component", node.node.component.toUtf8()}, {"node", node.node.id.toUtf8()}})
    {}

    void count(const QByteArray &name, qint64 n) override
    {
        m_registry.counter({.name = nameOf(name), .kind = MetricKind::Counter, .group = "components"}, m_labels).add(n);
    }
    void observe(const QByteArray &name, double value) override
    {
        m_registry.histogram({.name = nameOf(name), .kind = MetricKind::Histogram, .resolution = 1e-3, .group = "components"}, m_labels)
            .record(std::llround(value * 1e3));
    }

private:
    MetricRegistry &m_registry;
    const MetricLabels m_labels;
};

class TaskContext : public RunContext
{
public:
    TaskContext(const RunServices &services, const TaskControl &control)
        : m_services(services)
        , m_control(control)
    {
        if (services.models)
            m_models.emplace(*services.models);
        if (services.originals)
            m_originals.emplace(*services.originals);
    }

    const Clock &clock() const override { return *m_services.clock; }
    bool isCancelled() const override
    {
        return m_control.cancelled.load(std::memory_order_relaxed) || m_services.clock->monotonicUs() >= deadlineUs();
    }
    qint64 deadlineUs() const override { return m_control.deadlineUs.load(std::memory_order_relaxed); }
    TemplateSource *templates() const override { return m_services.templates; }
    ModelService *models() const override { return m_models ? &*m_models : nullptr; }
    PassageSource *passages() const override { return m_services.passages; }
    HttpService *http() const override { return m_services.http; }
    SimilaritySource *similarity() const override { return m_services.similarity; }
    OriginalSource *originals() const override { return m_originals ? &*m_originals : nullptr; }
    [[nodiscard]] QList<SealedCall> takeCalls() { return m_models ? m_models->takeCalls() : QList<SealedCall>(); }

private:
    const RunServices &m_services;
    const TaskControl &m_control;
    mutable std::optional<RecordedModels> m_models;
    mutable std::optional<StepOriginals> m_originals;
};

/// The same where components may count.
class CountingContext final : public TaskContext, public MetricTaker
{
public:
    CountingContext(const RunServices &services, const TaskControl &control, const PlanNode &node, MetricRegistry &registry)
        : TaskContext(services, control)
        , m_metrics(registry, node)
    {}

    MetricSink &metrics() override { return m_metrics; }

private:
    NodeMetrics m_metrics;
};

Json lineageToJson(const QList<LineageRef> &refs)
{
    Json list = Json::array();
    for (const LineageRef &ref : refs)
        list.append(Json::array({ref.source, ref.sourceFrom, ref.sourceTo, Json(ref.target), ref.targetFrom, ref.targetTo}));
    return list;
}

/// What comes from outside the document: other contexts and templates, each once.
QList<LineageSource> sourcesOf(const QList<LineageRef> &refs)
{
    QList<LineageSource> sources;
    for (const LineageRef &ref : refs) {
        if (ref.source.startsWith(u'/'))
            continue;
        LineageSource source = LineageSource::of(ref.source);
        source.pointer.clear();
        if (source.kind != LineageSource::Kind::Own && !sources.contains(source))
            sources.append(std::move(source));
    }
    return sources;
}

/// With a kept result goes what its models were asked and answered, by the digests of the texts.
Json callsToJson(const QList<SealedCall> &calls)
{
    Json list = Json::array();
    for (const SealedCall &call : calls)
        list.append(Json::object({{"body", call.body}, {"prompt", call.prompt.digest.toHex()}, {"answer", call.answer.digest.toHex()}}));
    return list;
}

QList<SealedCall> keptCalls(const Json &list)
{
    QList<SealedCall> calls;
    for (const Json &call : list.items())
        calls.append({call.value("body").utf8().toByteArray(),
                      {QByteArray::fromHex(call.value("prompt").utf8().toByteArray()), 0, {}},
                      {QByteArray::fromHex(call.value("answer").utf8().toByteArray()), 0, {}},
                      true});
    return calls;
}

StepResult runNode(const PlanNode &node, const StepInput &input, const RunServices &services, const TaskControl &control, QList<SealedCall> &calls)
{
    if (node.isChild()) {
        TaskContext context(services, control);
        if (!services.processes)
            return StepResult::failed(
                Error::make(ErrorCode::Unsupported, u"\"%1\" needs a child process, and there is no program for it here"_s.arg(node.node.component)));
        return services.processes->run(
            node.node.component, node.node.config, input, context.deadlineUs(), [&] { return context.isCancelled(); }, context.originals());
    }
    // The one place with foreign code: a component of ours throws nothing, a plugin's might.
    try {
        const auto runIn = [&](TaskContext &context) {
            StepResult result = node.step->run(input, context);
            calls = context.takeCalls();
            return result;
        };
        if (MetricRegistry *registry = registryOf(services)) {
            CountingContext context(services, control, node, *registry);
            return runIn(context);
        }
        TaskContext context(services, control);
        return runIn(context);
    } catch (const std::exception &e) {
        return StepResult::failed(
            Error::make(ErrorCode::ComponentFailed, u"\"%1\" threw: %2"_s.arg(node.node.component, QString::fromLocal8Bit(e.what()))));
    } catch (...) {
        return StepResult::failed(Error::make(ErrorCode::ComponentFailed, u"\"%1\" threw something unknown"_s.arg(node.node.component)));
    }
}

/// What a kept result is found by: everything that it depends on.
QByteArray cacheKeyOf(const PlanNode &node, const StepInput &input, const RunServices &services)
{
    const ComponentDescriptor &component = node.component->descriptor();
    const QByteArray models = component.effect == Effect::Pure || !services.models ? QByteArray() : services.models->fingerprint().toUtf8();
    return contentDigest({component.name.toUtf8(), QByteArray::number(component.version), node.node.config.toBytes(), models,
                          input.contextType.toUtf8(), input.data.toBytes()});
}

/// A result that was kept; nothing where there is none that can be read.
std::optional<StepResult> keptResult(const QByteArray &key, const RunServices &services, QList<SealedCall> &calls)
{
    const auto bytes = services.findKept(key);
    const auto json = bytes ? Json::parse(*bytes) : Result<Json>(Json());
    if (!bytes || !json)
        return std::nullopt;
    auto result = stepResultFromJson(*json);
    if (!result)
        return std::nullopt;
    result->usage.clear(); // this time nobody was asked
    calls = keptCalls(json->value("calls"));
    return std::move(*result);
}

/// Runs the node, or takes what it came to before, or passes it over in a dry run.
void runInto(StepRecord &record, const PlanNode &node, const StepInput &input, const StepTask &task, const RunServices &services)
{
    if (task.dry && node.effect() == Effect::Writes) {
        record.result.port = node.component->descriptor().outputs.value(0).name;
        record.result.reasons
            = Json::array({Json::object({{"path", ""}, {"message", "It writes outside, and this replay does not."}, {"severity", "info"}})});
        return;
    }
    const bool keeps = node.node.caches && services.findKept && input.wake == Wake::Entered;
    if (keeps) {
        record.cacheKey = cacheKeyOf(node, input, services);
        record.component = node.node.component;
        if (auto kept = keptResult(record.cacheKey, services, record.calls)) {
            record.result = std::move(*kept);
            record.wasKept = true;
            return;
        }
    }
    record.result = runNode(node, input, services, *task.control, record.calls);
    const StepResult &result = record.result;
    // What a component passed over in a dry run is no answer for another time.
    if (keeps && !task.dry && result.reusable && !result.error && !result.suspension && result.children.isEmpty() && result.events.isEmpty()
        && result.effects.isEmpty()) {
        Json kept = stepResultToJson(result);
        if (!record.calls.isEmpty())
            kept.insert("calls", callsToJson(record.calls));
        record.toKeep = seal(kept.toBytes());
    }
}

} // namespace

/// What waits behind a link with a limit has to be counted first, which is the scheduler's.
static bool goesOn(const PlanNode &next)
{
    return next.mayFollow() && std::ranges::none_of(next.exits, [](const PlanNode::Exit &exit) { return exit.limits.isSet(); });
}

QByteArray idempotencyKey(const QString &contextId, const QString &node, int visit)
{
    return contextId.toUtf8() + '/' + node.toUtf8() + '/' + QByteArray::number(visit);
}

StepReport runTask(const StepTask &task, const RunServices &services)
{
    StepReport report;
    report.context = task.context;
    report.revision = task.revision;
    report.data = task.data;
    Result<void> loaded = task.unreadable ? Result<void>(std::unexpected(*task.unreadable)) : Result<void>();
    QList<ChildOutcome> children = task.children;
    if (loaded && !task.forks.isEmpty()) {
        if (auto found = services.loadChildren(task.forks))
            children = std::move(*found);
        else
            loaded = std::unexpected(found.error());
    }
    if (loaded && (task.loadsData || task.stored)) {
        auto data = task.stored ? dataOf(*task.stored) : services.loadData(task.context);
        if (data)
            report.data = std::move(*data);
        else
            loaded = std::unexpected(data.error());
    }
    int ordinal = task.node;
    int visit = task.visit;
    int attempt = task.attempt;
    while (true) {
        const PlanNode &node = task.plan->node(ordinal);
        StepRecord record;
        record.node = ordinal;
        record.visit = visit;
        record.attempt = attempt;
        record.startedAt = services.clock->nowUs();
        const qint64 began = services.clock->monotonicUs();
        task.control->deadlineUs.store(began + node.node.timeoutMs * 1000, std::memory_order_relaxed);
        StepInput input;
        input.data = report.data;
        input.contextId = task.contextId;
        input.contextType = task.contextType;
        input.node = node.node.id;
        input.visit = visit;
        input.attempt = attempt;
        input.idempotencyKey = idempotencyKey(task.contextId, node.node.id, visit);
        if (report.records.empty()) {
            input.wake = task.wake;
            input.children = std::move(children);
            input.signal = task.signal;
            input.effects = task.effects;
        }
        input.dry = task.dry;
        if (loaded)
            runInto(record, node, input, task, services);
        else
            record.result = StepResult::failed(loaded.error());
        // Whoever listens stops at the deadline as it would for a person, and calls it the same.
        if (record.result.error && record.result.error->code == ErrorCode::Cancelled && !task.control->cancelled.load(std::memory_order_relaxed)
            && services.clock->monotonicUs() >= task.control->deadlineUs.load(std::memory_order_relaxed))
            record.result = StepResult::failed(
                Error::make(ErrorCode::ComponentTimeout, u"\"%1\" did not end within %2 ms"_s.arg(node.node.component).arg(node.node.timeoutMs)));
        const bool stays = record.result.suspension.has_value();
        if (!record.result.error && !record.result.lineage.isEmpty()) {
            record.lineage = seal(lineageToJson(record.result.lineage).toBytes());
            record.sources = sourcesOf(record.result.lineage);
        }
        if (!record.result.error && !stays && !record.result.edit.isEmpty()) {
            if (auto edited = record.result.edit.appliedTo(report.data)) {
                report.data = std::move(*edited);
                record.edit = record.result.edit.toJson().toBytes();
                if (record.edit.contains("\"/title\""))
                    report.title = titleOf(report.data, {});
                record.packedEdit = pack(record.edit);
            } else {
                record.result = StepResult::failed(edited.error());
            }
        }
        if (!record.result.error) {
            for (const NewOriginal &original : std::as_const(record.result.originals))
                record.originals.append(sealOriginal(original.name, original.mediaType, original.bytes));
        }
        record.result.originals.clear();
        record.finishedAt = services.clock->nowUs();
        record.durationUs = services.clock->monotonicUs() - began;
        // What the store keeps is ready; what it was made of is thrown away here, not on the engine's thread.
        record.result.edit = {};
        record.result.lineage.clear();
        const bool failed = record.result.error.has_value();
        if (!failed && !stays) {
            record.next = task.plan->next(ordinal, record.result.port, report.data);
            if ((task.steps + static_cast<int>(report.records.size()) + 1) % kKeyframeInterval == 0)
                record.keyframe = seal(report.data.toBytes());
        }
        const std::optional<int> next = record.next;
        report.records.push_back(std::move(record));
        if (failed || !next || !task.mayFuse || report.records.size() >= kMostFused || !goesOn(task.plan->node(*next))
            || task.control->cancelled.load(std::memory_order_relaxed))
            break;
        ordinal = *next;
        visit = 1;
        attempt = 1;
    }
    if (!report.records.back().next)
        report.data = {}; // freed here, not on the engine's thread
    // Nobody waits for this task's clock any more.
    task.control->deadlineUs.store(0, std::memory_order_relaxed);
    return report;
}

} // namespace Millrace
