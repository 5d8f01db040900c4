// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "soak/soakload.h"

#include "support/testcomponents.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kTickMs = 50;
constexpr int kProbeMs = 40;
constexpr int kReadMs = 30;
constexpr int kLargeMs = 15'000;
constexpr qsizetype kLargeBytes = 3 * 1024 * 1024;
constexpr qint64 kMostUnderWay = 4'000;
constexpr int kKeptKinds = 40;

constexpr auto kMixed = R"({"format":"millrace.pipeline/1","id":"mixed","nodes":[
    {"id":"sort","component":"test_echo"},
    {"id":"split","component":"split","config":{"items":"parts"}},
    {"id":"part","component":"test_sleep","config":{"ms":0}},
    {"id":"join","component":"join","config":{"take":"item"}},
    {"id":"flaky","component":"test_flaky","config":{"fail_every":3},
     "retry":{"max_attempts":8,"backoff":"exponential","delay_ms":20,"max_delay_ms":400}},
    {"id":"kept","component":"test_sleep","config":{"ms":2},"cache":true},
    {"id":"script","component":"script","config":{"source":"function run(data) { data.length = data.text.length; return data; }"}},
    {"id":"slow","component":"test_sleep","config":{"ms":1}},
    {"id":"tell","component":"publish_event","config":{"topic":"soak.done","key":"lane","payload":"lane"}}],
    "links":[{"from":{"node":"sort"},"to":{"node":"split"},"condition":"kind == 'fan'"},
    {"from":{"node":"sort"},"to":{"node":"flaky"},"condition":"kind == 'flaky'"},
    {"from":{"node":"sort"},"to":{"node":"kept"},"condition":"kind == 'kept'"},
    {"from":{"node":"sort"},"to":{"node":"script"},"condition":"kind == 'script'"},
    {"from":{"node":"sort"},"to":{"node":"slow"}},
    {"from":{"node":"split","port":"item"},"to":{"node":"part"}},{"from":{"node":"split"},"to":{"node":"join"}},
    {"from":{"node":"part"},"to":{"node":"join"}},{"from":{"node":"join"},"to":{"node":"slow"}},
    {"from":{"node":"flaky"},"to":{"node":"slow"}},{"from":{"node":"script"},"to":{"node":"slow"}},
    {"from":{"node":"slow"},"to":{"node":"tell"},"condition":"tell"}]})";

constexpr auto kHeard
    = R"({"format":"millrace.pipeline/1","id":"heard","nodes":[{"id":"a","component":"test_echo"},{"id":"b","component":"test_sleep","config":{"ms":0}}],
    "links":[{"from":{"node":"a"},"to":{"node":"b"}}]})";

constexpr auto kLarge
    = R"({"format":"millrace.pipeline/1","id":"large","nodes":[{"id":"a","component":"test_sleep","config":{"ms":1}},{"id":"b","component":"test_echo"}],
    "links":[{"from":{"node":"a"},"to":{"node":"b"}}]})";

Json parsed(const char *text)
{
    return Json::parse(QByteArray(text)).value();
}

} // namespace

SoakLoad::SoakLoad(const QString &path)
{
    WorkspaceOptions options;
    options.path = path;
    options.create = true;
    options.actorName = u"Soak"_s;
    options.indexPath = path + u".index"_s;
    for (const std::shared_ptr<Component> &component : testComponents())
        options.extraComponents.append(component);
    auto opened = Workspace::open(options);
    if (!opened)
        qFatal("%s", qPrintable(opened.error().text));
    m_workspace = std::move(*opened);
    for (const char *pipeline : {kMixed, kHeard, kLarge})
        run(u"pipeline.save"_s, Json::object({{"definition", parsed(pipeline)}}));
    run(u"subscription.save"_s, parsed(R"({"id":"heard","topic":"soak.done","pipeline":"heard","ordered":true})"));
    run(u"schedule.save"_s, parsed(R"({"id":"tick","pipeline":"heard","when":{"every_s":5}})"));
    m_tick.setInterval(kTickMs);
    m_large.setInterval(kLargeMs);
    m_sums.setInterval(500);
    connect(&m_tick, &QTimer::timeout, this, &SoakLoad::tick);
    connect(&m_large, &QTimer::timeout, this, &SoakLoad::submitLarge);
    connect(&m_sums, &QTimer::timeout, this, &SoakLoad::lookAtSums);
    m_elapsed.start();
}

SoakLoad::~SoakLoad() = default;

void SoakLoad::fail(const QString &what, const Error &error)
{
    if (m_problem.isEmpty())
        m_problem = u"%1: %2"_s.arg(what, error.text);
}

template <typename T, typename Then>
void SoakLoad::then(const QFuture<Result<T>> &future, Then next)
{
    QFuture<Result<T>>(future).then(this, [this, next = std::move(next)](const Result<T> &answer) {
        if (answer)
            next(*answer);
        else
            fail(u"a read"_s, answer.error());
    });
}

void SoakLoad::ask(const QString &command, const Json &args, const std::function<void(const Json &)> &next)
{
    m_workspace->execute(command, args, m_workspace->actor()).then(this, [this, command, next](const Result<Json> &answer) {
        if (!answer)
            fail(command, answer.error());
        else
            next(*answer);
    });
}

Json SoakLoad::run(const QString &command, const Json &args)
{
    const auto future = m_workspace->execute(command, args, m_workspace->actor());
    while (!future.isFinished())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 20);
    if (!future.result()) {
        fail(command, future.result().error());
        return {};
    }
    return future.result().value();
}

Json SoakLoad::document(qint64 number)
{
    static constexpr std::array kKinds = {"plain", "plain", "plain", "fan", "flaky", "flaky", "kept", "kept"};
    const int drawn = m_random.bounded(100);
    const QByteArray kind = drawn < 2 ? "script" : kKinds.at(static_cast<std::size_t>(drawn) % kKinds.size());
    // What is kept has to come again.
    const qint64 content = kind == "kept" ? number % kKeptKinds : number;
    Json data = Json::object({{"kind", kind},
                              {"title", u"Document %1"_s.arg(content)},
                              {"lane", content % 17},
                              {"tell", content % 4 == 0},
                              {"text", u"word%1 in a text of some length. "_s.arg(content % 1000).repeated(24)}});
    if (kind == "fan")
        data.insert("parts", Json::array({1, 2, 3}));
    return Json::object({{"id", u"s%1"_s.arg(number)}, {"type", "article"}, {"data", data}});
}

void SoakLoad::submit(int count, const std::function<void()> &next)
{
    Json documents = Json::array();
    for (int i = 0; i < count; ++i)
        documents.append(document(m_submitted++));
    ask(u"submit.documents"_s, Json::object({{"pipeline", "mixed"}, {"documents", documents}}), [this, count, next](const Json &answer) {
        if (answer.value("submitted").toInt() != count && m_problem.isEmpty())
            m_problem = u"not every document was taken: "_s + QString::fromUtf8(answer.toBytes());
        if (next)
            next();
    });
}

void SoakLoad::submitLarge()
{
    QByteArray text;
    text.reserve(kLargeBytes + 64);
    while (text.size() < kLargeBytes)
        text += "word" + QByteArray::number(m_random.bounded(100'000)) + ' ';
    ask(u"submit.documents"_s,
        Json::object({{"pipeline", "large"},
                      {"documents", Json::array({Json::object({{"type", "book"}, {"data", Json::object({{"title", "Large"}, {"text", text}})}})})}}),
        [](const Json &) {});
}

double SoakLoad::measureFullRate(int ms)
{
    constexpr int kGroup = 50;
    constexpr int kGroupsUnderWay = 20;
    // Groups are counted under way until their contexts are at rest, by the sums.
    m_running = true;
    m_sums.start();
    const auto atRest = [this] {
        const Json sums = run(u"stats"_s);
        return sums.value("completed").toInt() + sums.value("quarantined").toInt();
    };
    const qint64 before = atRest();
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < ms && m_problem.isEmpty()) {
        lookAtSums();
        if (m_underWay + m_submitted - m_submittedAtSums < qint64(kGroup) * kGroupsUnderWay)
            run(u"submit.documents"_s, [&] {
                Json documents = Json::array();
                for (int i = 0; i < kGroup; ++i)
                    documents.append(document(m_submitted++));
                return Json::object({{"pipeline", "mixed"}, {"documents", documents}});
            }());
        else
            QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    }
    const qint64 done = atRest() - before;
    const double rate = static_cast<double>(done) * 1000.0 / static_cast<double>(timer.elapsed());
    run(u"engine.wait"_s, Json::object({{"wait_s", 2}}));
    m_running = false;
    m_sums.stop();
    return rate;
}

void SoakLoad::start(double perSecond)
{
    m_perSecond = perSecond;
    m_running = true;
    m_lastTickNs = m_elapsed.nsecsElapsed();
    m_tick.start();
    m_large.start();
    m_sums.start();
    probe();
    read();
}

void SoakLoad::stop()
{
    m_running = false;
    m_tick.stop();
    m_large.stop();
    m_sums.stop();
}

void SoakLoad::tick()
{
    const qint64 now = m_elapsed.nsecsElapsed();
    m_owed += m_perSecond * static_cast<double>(now - m_lastTickNs) / 1e9;
    m_lastTickNs = now;
    const int count = static_cast<int>(m_owed);
    m_owed -= count;
    if (count == 0)
        return;
    if (m_underWay + m_submitted - m_submittedAtSums > kMostUnderWay) {
        m_heldBack += count; // the machine has other things to do: half load is all that is asked for
        return;
    }
    submit(count);
}

void SoakLoad::probe()
{
    if (!m_running)
        return;
    const qint64 asked = m_elapsed.nsecsElapsed();
    m_workspace
        ->execute(u"event.publish"_s, Json::object({{"topic", "soak.probe"}, {"key", "probe"}}), m_workspace->actor())
        // On the engine's thread, at the moment of the answer.
        .then(QtFuture::Launch::Sync,
              [this, asked](const Result<Json> &answer) {
                  const std::lock_guard lock(m_mutex);
                  m_commitMs.append(static_cast<double>(m_elapsed.nsecsElapsed() - asked) / 1e6);
                  return answer;
              })
        .then(this, [this](const Result<Json> &answer) {
            if (!answer)
                fail(u"event.publish"_s, answer.error());
            QTimer::singleShot(kProbeMs, this, [this] { probe(); });
        });
}

void SoakLoad::read()
{
    if (!m_running)
        return;
    ++m_reads;
    const auto again = [this] { QTimer::singleShot(kReadMs, this, [this] { read(); }); };
    if (m_reads % 40 == 0) {
        ContextFilter found;
        found.text = u"word%1"_s.arg(m_random.bounded(1000));
        then(m_workspace->firstContextKeys(found, ContextOrder::Updated, true, 100), [again](const QList<ContextKey> &) { again(); });
        return;
    }
    if (m_reads % 10 == 0) {
        then(m_workspace->counts(), [again](const StatusCounts &) { again(); });
        return;
    }
    then(m_workspace->firstContextKeys({}, ContextOrder::Updated, true, 200), [this, again](const QList<ContextKey> &keys) {
        if (keys.isEmpty()) {
            again();
            return;
        }
        const ContextKey one = keys.at(m_random.bounded(static_cast<int>(keys.size())));
        then(m_workspace->contextRows(keys), [this, again, one](const QList<ContextSummary> &) {
            then(m_workspace->contextDocument(one),
                 [this, again, one](const Json &) { then(m_workspace->contextHistory(one), [again](const QList<TransitionRecord> &) { again(); }); });
        });
    });
}

void SoakLoad::lookAtSums()
{
    if (std::exchange(m_isLooking, true))
        return;
    ask(u"stats"_s, Json::object(), [this, submitted = m_submitted](const Json &sums) {
        m_isLooking = false;
        m_submittedAtSums = submitted;
        m_underWay = sums.value("pending").toInt() + sums.value("processing").toInt() + sums.value("retrying").toInt();
    });
}

QList<double> SoakLoad::takeCommitTimes()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_commitMs, {});
}

QString SoakLoad::settle()
{
    run(u"engine.wait"_s, Json::object({{"wait_s", 3}}));
    const Json sums = run(u"stats"_s);
    qint64 states = 0;
    for (const JsonMember &member : sums.members())
        states += member.key == "submitted" || member.value.isObject() ? 0 : member.value.toInt();
    if (states != sums.value("submitted").toInt())
        return u"the sums do not add up: "_s + QString::fromUtf8(sums.toBytes());
    for (const char *state : {"pending", "processing", "retrying", "failed", "cancelled"}) {
        if (sums.value(state).toInt() != 0)
            return u"%1 are %2"_s.arg(sums.value(state).toInt()).arg(QLatin1StringView(state));
    }
    return m_problem;
}

} // namespace Millrace
