// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/measuring.h"

#include "engine/engine.h"
#include "sdk/http.h"
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

} // namespace Millrace
