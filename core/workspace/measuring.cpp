// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/measuring.h"

#include "engine/engine.h"
#include "sdk/http.h"
#include "store/catalog.h"
#include "store/reviewrepository.h"
#include "workspace/metricdesk.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kNoticeMs = 10'000;

/// What posting a notice may ask for.
class NoticeContext final : public RunContext
{
public:
    NoticeContext(const Clock &clock, const std::atomic<bool> &cancelled)
        : m_clock(clock)
        , m_cancelled(cancelled)
        , m_deadlineUs(clock.monotonicUs() + kNoticeMs * 1000)
    {}
    const Clock &clock() const override { return m_clock; }
    bool isCancelled() const override { return m_cancelled || m_clock.monotonicUs() >= m_deadlineUs; }
    qint64 deadlineUs() const override { return m_deadlineUs; }
    TemplateSource *templates() const override { return nullptr; }
    ModelService *models() const override { return nullptr; }
    PassageSource *passages() const override { return nullptr; }

private:
    const Clock &m_clock;
    const std::atomic<bool> &m_cancelled;
    const qint64 m_deadlineUs;
};

} // namespace

Measuring::Measuring(const Clock &clock, bool isOn)
    : m_clock(clock)
    , m_isOn(isOn)
    , m_startedUs(clock.nowUs())
{}

Measuring::~Measuring() = default;

ModelService *Measuring::counted(ModelService &models, const QString &usualProvider)
{
    if (!m_isOn)
        return &models;
    m_models.emplace(models, usualProvider, m_clock, m_registry);
    return &*m_models;
}

Result<void> Measuring::begin(Place place)
{
    m_place = std::move(place);
    if (!m_isOn || !m_place.engine)
        return {};
    Readers &readers = *m_place.readers;
    Engine &engine = *m_place.engine;
    const auto stored = readers.runNow<QList<StoredSeries>>([](Reader &reader) { return MetricRepository(reader.db).series(); });
    const auto settings = readers.runNow<MetricSettings>([](Reader &reader) { return MetricSettings::read(reader); });
    const auto lastTicks = readers.runNow<qint64>([](Reader &reader) { return MetricRepository(reader.db).lastTicks(); });
    if (!stored || !settings)
        return std::unexpected(stored ? settings.error() : stored.error());
    if (!lastTicks)
        return std::unexpected(lastTicks.error());
    knowNames(*stored);
    m_work = std::make_unique<MetricWork>(MetricWork::Options{.clock = m_clock,
                                                              .registry = m_registry,
                                                              .readers = readers,
                                                              .engine = engine,
                                                              .path = m_place.path,
                                                              .ticked = [this](qint64 nowUs) { m_alerts->tick(nowUs); }},
                                          *stored, *lastTicks, *settings);
    auto alerts = AlertWork::make(
        {.clock = m_clock,
         .readers = readers,
         .engine = engine,
         .recorder = m_work->recorder(),
         .post = [this](const QString &url, const QByteArray &body, const std::atomic<bool> &cancelled) { return post(url, body, cancelled); },
         .changed = [this] { tellDesk(&MetricDesk::alertsChanged); },
         .raised =
             [this](const RaisedAlert &alert) {
                 if (MetricDesk *desk = m_desk)
                     QMetaObject::invokeMethod(desk, [desk, alert] { Q_EMIT desk->alertRaised(alert); }, Qt::QueuedConnection);
             }});
    if (!alerts)
        return std::unexpected(alerts.error());
    m_alerts = std::move(*alerts);
    m_work->start();
    return {};
}

void Measuring::attach(Workspace &workspace)
{
    m_desk = new MetricDesk(&workspace);
}

void Measuring::stop()
{
    if (m_work)
        m_work->stop();
    if (m_alerts)
        m_alerts->stop();
    m_lookers.waitForDone();
    m_health.reset(); // waits for looks that nobody waited for
    m_desk = nullptr;
}

void Measuring::end()
{
    m_alerts.reset();
    m_work.reset();
}

Result<void> Measuring::post(const QString &url, const QByteArray &body, const std::atomic<bool> &cancelled) const
{
    HttpCall call;
    call.method = "POST";
    call.url = QUrl(url);
    call.headers = {{"Content-Type", "application/json"}};
    call.body = body;
    call.timeoutMs = kNoticeMs;
    const NoticeContext context(m_clock, cancelled);
    const auto reply = m_place.http->call(call, context);
    if (!reply)
        return std::unexpected(reply.error());
    const auto refused = errorOfStatus(*reply, m_clock.nowUs());
    return refused ? Result<void>(std::unexpected(*refused)) : Result<void>();
}

void Measuring::sampleNow()
{
    if (m_work)
        m_work->sampleNow();
}

void Measuring::countCommand(const QString &command, qint64 waitUs, qint64 runUs, bool succeeded)
{
    if (!m_isOn)
        return;
    // A request's way through the door: it waits for a thread or for the engine, then it runs.
    const MetricInfo phases{.name = "millrace_command_phase_seconds",
                            .kind = MetricKind::Histogram,
                            .unit = "seconds",
                            .resolution = 1e-6,
                            .group = "server",
                            .title = u"Commands by phase"_s,
                            .help = u"Time that commands waited for their turn and ran, by command and phase."_s};
    const QByteArray name = command.toUtf8();
    m_registry.histogram(phases, {{"command", name}, {"phase", "wait"}}).record(waitUs);
    m_registry.histogram(phases, {{"command", name}, {"phase", "run"}}).record(runUs);
    m_registry
        .counter(
            {.name = "millrace_commands_total", .group = "server", .title = u"Commands"_s, .help = u"Commands that ended, by command and result."_s},
            {{"command", name}, {"result", succeeded ? "succeeded" : "failed"}})
        .add();
}

void Measuring::countRequest(const QString &client, const QString &transport, const QString &method, const QString &tool, qint64 us, bool succeeded)
{
    if (!m_isOn)
        return;
    const QByteArray who = client.toUtf8();
    const QByteArray way = transport.toUtf8();
    const QByteArray result = succeeded ? "succeeded" : "failed";
    m_registry
        .counter({.name = "millrace_requests_total",
                  .group = "server",
                  .title = u"Requests"_s,
                  .help = u"Requests of clients that were answered, by client, transport, method and result."_s},
                 {{"client", who}, {"transport", way}, {"method", method.toUtf8()}, {"result", result}})
        .add();
    // What listens, and what goes on as a task, is no time that anybody waits for an answer.
    if (method != "subscribe"_L1 && method != "subscriptions/listen"_L1 && method != "task"_L1) {
        m_registry
            .histogram({.name = "millrace_request_duration_seconds",
                        .kind = MetricKind::Histogram,
                        .unit = "seconds",
                        .resolution = 1e-6,
                        .group = "server",
                        .title = u"Request duration"_s,
                        .help = u"Time from a client's request to its answer, by client and transport."_s},
                       {{"client", who}, {"transport", way}})
            .record(us);
    }
    // A call that goes on as a task was counted when it became one, and what listens is none.
    if (tool.isEmpty() || method == "task"_L1 || method == "subscribe"_L1)
        return;
    m_registry
        .counter({.name = "millrace_tool_calls_total",
                  .group = "server",
                  .title = u"Calls of tools"_s,
                  .help = u"Tools that clients called, and commands that they called by name, by client, tool and result."_s},
                 {{"client", who}, {"tool", tool.toUtf8()}, {"result", result}})
        .add();
}

void Measuring::countAdmission(const QString &client, const char *phase, qint64 us)
{
    if (!m_isOn)
        return;
    m_registry
        .histogram({.name = "millrace_request_phase_seconds",
                    .kind = MetricKind::Histogram,
                    .unit = "seconds",
                    .resolution = 1e-6,
                    .group = "server",
                    .title = u"Requests by phase"_s,
                    .help = u"Time that clients' calls were checked, and waited for a person's word, before their command began."_s},
                   {{"client", client.toUtf8()}, {"phase", phase}})
        .record(us);
}

void Measuring::countDecision(const ReviewDecision &decision, const ReviewItem &item)
{
    if (!m_isOn)
        return;
    const QLatin1StringView kind = reviewKindName(decision.kind);
    const MetricLabels labels{{"decision", QByteArray(kind.data(), kind.size())}, {"pipeline", item.pipeline.toUtf8()}};
    m_registry
        .counter({.name = "millrace_review_decisions_total",
                  .group = "reviews",
                  .title = u"Decisions"_s,
                  .help = u"Decisions of reviewers, by pipeline and decision."_s},
                 labels)
        .add();
    const auto seconds = [&](const char *name, const QString &title, const QString &help) -> MetricHistogram & {
        return m_registry.histogram(
            {.name = name, .kind = MetricKind::Histogram, .unit = "seconds", .resolution = 1e-3, .group = "reviews", .title = title, .help = help},
            {{"pipeline", item.pipeline.toUtf8()}});
    };
    seconds("millrace_review_wait_seconds", u"Wait for a decision"_s, u"Time from when people were asked until one decided."_s)
        .record((decision.at - item.askedAt) / 1000);
    if (decision.tookUs > 0)
        seconds("millrace_review_work_seconds", u"Work on a decision"_s, u"Time that reviewers had an item before they decided."_s)
            .record(decision.tookUs / 1000);
}

Result<void> Measuring::markVersion(WriteScope &scope, const QString &kind, const StoredPipeline &stored, qint64 actor)
{
    MetricRepository repository(scope.db);
    const auto isNew = repository.wasSavedAt(stored.key, scope.now);
    if (!isNew || !*isNew)
        return isNew ? Result<void>() : std::unexpected(isNew.error());
    const PipelineDefinition &pipeline = stored.definition;
    const Json link = Json::object({{"pipeline", pipeline.id}, {"version", pipeline.version}});
    const QString text = kind == "restore"_L1 ? u"%1: restored as version %2"_s : u"%1: version %2 published"_s;
    const auto added
        = repository.add(StoredAnnotation{.key = 0,
                                          .at = scope.now,
                                          .until = {},
                                          .kind = kind,
                                          .text = text.arg(pipeline.title.isEmpty() ? pipeline.id : pipeline.title).arg(pipeline.version),
                                          .severity = {},
                                          .link = link.toBytes()},
                         actor);
    if (!added)
        return std::unexpected(added.error());
    scope.afterCommit.emplace_back([this] { tellDesk(&MetricDesk::annotationsChanged); });
    return {};
}

} // namespace Millrace
