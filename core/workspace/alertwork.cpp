// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/alertwork.h"

#include "engine/engine.h"
#include "pipeline/contextdocument.h"
#include "sdk/id.h"
#include "workspace/commandschema.h"

#include <QLoggingCategory>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

Q_LOGGING_CATEGORY(lcAlerts, "millrace.alerts")

constexpr qint64 kSecondUs = 1'000'000;
constexpr qint64 kFirstWaitUs = 10 * kSecondUs;
constexpr qint64 kLongestWaitUs = 3600 * kSecondUs;
constexpr qint64 kSlackSeconds = 60; ///< of ticks in memory, beyond what the longest rule looks back
constexpr int kMostAttempts = 50; ///< two days or so
constexpr int kMostNotices = 10; ///< at once
constexpr int kMostEvents = 10'000; ///< that a rule looks back over
constexpr auto kTopic = "millrace.alert"_L1;

QString stateName(AlertState state)
{
    return state == AlertState::Pending ? u"pending"_s : state == AlertState::Firing ? u"firing"_s : u"resolved"_s;
}

Json timeOf(qint64 us)
{
    return us > 0 ? Json(isoSeconds(us)) : Json();
}

Json toJson(const StoredAlert &alert, const QList<StoredSilence> &silences, qint64 now)
{
    qint64 silent = 0;
    for (const StoredSilence &silence : silences) {
        if (isSilenced(alert, {silence}, now))
            silent = std::max(silent, silence.until);
    }
    return Json::object({{"id", alert.key},
                         {"rule", alert.rule},
                         {"title", alert.title},
                         {"severity", alert.severity},
                         {"state", stateName(alert.state)},
                         {"labels", Json::parse(alert.labels).value_or(Json::object())},
                         {"value", alert.value},
                         {"threshold", alert.threshold},
                         {"text", alert.text},
                         {"since", timeOf(alert.since)},
                         {"fired_at", timeOf(alert.firedAt)},
                         {"resolved_at", timeOf(alert.resolvedAt)},
                         {"acknowledged_at", timeOf(alert.acknowledgedAt)},
                         {"acknowledged_by", alert.acknowledgedBy.isEmpty() ? Json() : Json(alert.acknowledgedBy)},
                         {"note", alert.note.isEmpty() ? Json() : Json(alert.note)},
                         {"silenced_until", timeOf(silent)}});
}

Json toJson(const StoredSilence &silence)
{
    return Json::object({{"id", silence.key},
                         {"rule", silence.rule.isEmpty() ? Json() : Json(silence.rule)},
                         {"labels", Json::parse(silence.labels).value_or(Json::object())},
                         {"until", timeOf(silence.until)},
                         {"reason", silence.reason},
                         {"by", silence.actor}});
}

Json readingsToJson(const QList<AlertReading> &readings)
{
    Json json = Json::array();
    for (const AlertReading &reading : readings) {
        json.append(Json::object({{"labels", Json::parse(reading.labels).value_or(Json::object())},
                                  {"value", reading.value ? Json(*reading.value) : Json()},
                                  {"fires", reading.holds}}));
    }
    return json;
}

std::unexpected<Error> readOnly()
{
    return fail(ErrorCode::WorkspaceReadOnly, u"nothing is watched here: the workspace is only read, or measuring is off"_s);
}

Json ruleSchema()
{
    return Json::object({{"type", "object"},
                         {"description",
                          "id, title, enabled, severity (info, warning, critical), kind (threshold, rate, absence, event), metric, function, "
                          "where, by, window (s), op, value, for (s), topic, notify {desktop, webhook}"}});
}

} // namespace

AlertWork::AlertWork(Options options)
    : m_options(std::move(options))
{
    m_sender.setMaxThreadCount(1);
}

AlertWork::~AlertWork()
{
    stop();
}

void AlertWork::stop()
{
    m_isStopping = true;
    m_sender.waitForDone();
}

Result<std::unique_ptr<AlertWork>> AlertWork::make(Options options)
{
    std::unique_ptr<AlertWork> work(new AlertWork(std::move(options)));
    const auto loaded = work->m_options.readers.runNow<bool>([&](Reader &reader) -> Result<bool> {
        MetricRepository repository(reader.db);
        const auto open = repository.openAlerts();
        if (!open)
            return std::unexpected(open.error());
        work->m_book = AlertBook(*open);
        const auto rules = work->load(reader);
        return rules ? Result<bool>(true) : std::unexpected(rules.error());
    });
    return loaded ? Result<std::unique_ptr<AlertWork>>(std::move(work)) : std::unexpected(loaded.error());
}

Result<QList<AlertRule>> AlertWork::rulesOf(MetricRepository &repository)
{
    const auto saved = repository.rules();
    if (!saved)
        return std::unexpected(saved.error());
    QList<AlertRule> rules = shippedAlertRules();
    for (const auto &[id, body] : *saved) {
        auto rule = AlertRule::fromJson(Json::parse(body).value_or(Json()));
        if (!rule) {
            qCWarning(lcAlerts).noquote() << "a rule cannot be read:" << id << rule.error().text;
            continue;
        }
        rule->id = id;
        const auto it = std::ranges::find(rules, id, &AlertRule::id);
        if (it == rules.end()) {
            rules.append(*rule);
            continue;
        }
        rule->isShipped = rule->isChanged = true;
        *it = *rule;
    }
    return rules;
}

Result<void> AlertWork::load(Reader &reader)
{
    MetricRepository repository(reader.db);
    auto rules = rulesOf(repository);
    if (!rules)
        return std::unexpected(rules.error());
    const std::lock_guard lock(m_mutex);
    m_rules = std::move(*rules);
    const auto longest = std::ranges::max_element(m_rules, {}, &AlertRule::window);
    m_options.recorder.keepFor(longest == m_rules.end() ? 0 : longest->window + kSlackSeconds);
    return {};
}

void AlertWork::rulesChanged()
{
    m_hasStaleRules = true;
    if (m_options.changed)
        m_options.changed();
}

Result<QList<AlertReading>> AlertWork::read(const AlertRule &rule, qint64 nowUs) const
{
    if (rule.kind != AlertRule::Kind::Event) {
        // Windows end before the second given: what has just been measured counts.
        return readingsOf(
            rule, m_options.recorder, nowUs / kSecondUs + 1, [this](const QList<StoredSeries> &series, qint64 from, qint64 to, bool hasDetail) {
                return m_options.readers.runNow<MetricPoints>([&](Reader &reader) {
                    return MetricArchive(MetricRepository(reader.db)).read(series, kMetricLevels.front(), from, to, hasDetail, &m_options.recorder);
                });
            });
    }
    const auto events = m_options.readers.runNow<qint64>(
        [&](Reader &reader) { return MetricRepository(reader.db).eventsSince(rule.topic, nowUs - rule.window * kSecondUs, kMostEvents); });
    return events ? Result<QList<AlertReading>>(readingsOf(rule, *events)) : std::unexpected(events.error());
}

void AlertWork::tick(qint64 nowUs)
{
    if (m_hasStaleRules.exchange(false)) {
        const auto loaded = m_options.readers.runNow<bool>([this](Reader &reader) -> Result<bool> {
            const auto rules = load(reader);
            return rules ? Result<bool>(true) : std::unexpected(rules.error());
        });
        if (!loaded)
            qCInfo(lcAlerts).noquote() << "rules were not read:" << loaded.error().text;
    }
    QList<AlertRule> rules;
    {
        const std::lock_guard lock(m_mutex);
        rules = m_rules;
    }
    const QList<StoredSeries> series = m_options.recorder.series();
    QList<AlertBook::Change> changes;
    QStringList watched;
    for (const AlertRule &rule : std::as_const(rules)) {
        if (!rule.isEnabled)
            continue;
        watched.append(rule.id);
        const auto readings = read(rule, nowUs);
        if (!readings) {
            qCDebug(lcAlerts).noquote() << rule.id << readings.error().text;
            continue;
        }
        const auto known = std::ranges::find(series, rule.metric, [](const StoredSeries &one) { return one.info.name; });
        const std::lock_guard lock(m_mutex);
        m_last.insert(rule.id, *readings);
        changes += m_book.judge(rule, *readings, known == series.end() ? QByteArray() : known->info.unit, nowUs);
    }
    {
        const std::lock_guard lock(m_mutex);
        changes += m_book.settle(watched, nowUs);
    }
    if (!changes.isEmpty() || !m_unwritten.isEmpty())
        write(changes, nowUs);
    if (m_hasNotices)
        sendNotices(nowUs);
}

AlertRule AlertWork::ruleOf(const QString &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = std::ranges::find(m_rules, id, &AlertRule::id);
    return it != m_rules.end() ? *it : AlertRule();
}

Result<void> AlertWork::note(WriteScope &scope, MetricRepository &repository, const AlertBook::Change &change, const QList<StoredSilence> &silences,
                             QHash<AlertName, qint64> &keys)
{
    StoredAlert alert = change.alert;
    if (alert.key == 0)
        alert.key = keys.value(nameOf(alert));
    if (change.what == AlertBook::What::Gone)
        return alert.key > 0 ? repository.removeAlert(alert.key) : Result<void>();
    const auto key = repository.save(alert);
    if (!key)
        return std::unexpected(key.error());
    keys.insert(nameOf(alert), *key);
    scope.afterCommit.emplace_back([this, alert, key = *key] {
        const std::lock_guard lock(m_mutex);
        m_book.keyed(alert, key);
    });
    if (change.what == AlertBook::What::Began)
        return {};
    const AlertRule rule = ruleOf(alert.rule);
    const bool fires = change.what == AlertBook::What::Fired;
    const auto system = scope.catalog.ensurePrincipal(u"system"_s, u"system"_s, u"Millrace"_s, scope.now);
    if (!system)
        return std::unexpected(system.error());
    Json body = toJson(alert, silences, scope.now);
    body.insert("id", *key);
    // A rule on such events must not feed itself.
    if (rule.kind != AlertRule::Kind::Event || !rule.topic.startsWith("millrace."_L1)) {
        const auto seq = scope.events.publish(
            {.topic = kTopic, .key = alert.rule, .at = scope.now, .context = {}, .actor = system->key, .payload = body.toBytes(), .depth = 0});
        if (!seq)
            return std::unexpected(seq.error());
        scope.lastEvent = std::max(scope.lastEvent, *seq);
    }
    if (fires) {
        const Json link = Json::object({{"alert", *key}});
        const StoredAnnotation mark{
            .key = 0, .at = alert.firedAt, .until = {}, .kind = u"alert"_s, .text = alert.text, .severity = alert.severity, .link = link.toBytes()};
        if (const auto added = repository.add(mark, system->key); !added)
            return std::unexpected(added.error());
    }
    if (isSilenced(alert, silences, scope.now))
        return {};
    if (!rule.webhook.isEmpty()) {
        if (auto added
            = repository.add(StoredNotice{.key = 0, .url = rule.webhook, .body = body.toBytes(), .attempts = 0, .dueAt = scope.now, .problem = {}});
            !added)
            return added;
        scope.afterCommit.emplace_back([this] { m_hasNotices = true; });
    }
    if (fires && rule.notifiesDesktop && m_options.raised && !m_told.contains(nameOf(alert)))
        scope.afterCommit.emplace_back([this, raised = RaisedAlert{*key, alert.title, alert.severity, alert.text}] { m_options.raised(raised); });
    return {};
}

void AlertWork::write(const QList<AlertBook::Change> &changes, qint64 nowUs)
{
    const bool wereOwed = !m_unwritten.isEmpty();
    const QList<AlertBook::Change> all = owedChanges(std::exchange(m_unwritten, {}), changes);
    // Waited for: the next judgement needs the keys, and this thread has nothing else to do.
    const auto written = m_options.engine
                             .write([&](WriteScope &scope) -> Result<Json> {
                                 MetricRepository repository(scope.db);
                                 const auto silences = repository.silences(nowUs);
                                 if (!silences)
                                     return std::unexpected(silences.error());
                                 QHash<AlertName, qint64> keys;
                                 for (const AlertBook::Change &change : all) {
                                     if (auto noted = note(scope, repository, change, *silences, keys); !noted)
                                         return std::unexpected(noted.error());
                                 }
                                 return Json();
                             })
                             .result();
    if (!written) {
        // The book has gone on: what it said would not come again as long as the condition holds.
        m_unwritten = all;
        if (!wereOwed) // each tick comes by here while a disk is full
            qCInfo(lcAlerts).noquote() << "alerts were not stored, and are kept for the next time:" << written.error().text;
        tellUnwritten(nowUs);
        return;
    }
    m_told.clear();
    if (m_options.changed)
        m_options.changed();
}

void AlertWork::tellUnwritten(qint64 nowUs)
{
    // A full disk is what people have to hear of while it is full; the row, the event and the notices outside follow.
    const auto silences
        = m_options.readers.runNow<QList<StoredSilence>>([nowUs](Reader &reader) { return MetricRepository(reader.db).silences(nowUs); });
    for (const AlertBook::Change &change : std::as_const(m_unwritten)) {
        const StoredAlert &alert = change.alert;
        if (change.what != AlertBook::What::Fired || !m_options.raised || m_told.contains(nameOf(alert)) || !ruleOf(alert.rule).notifiesDesktop
            || isSilenced(alert, silences.value_or(QList<StoredSilence>()), nowUs))
            continue;
        m_told.insert(nameOf(alert));
        m_options.raised({alert.key, alert.title, alert.severity, alert.text});
    }
}

void AlertWork::sendNotices(qint64 nowUs)
{
    if (!m_options.post || m_isStopping || m_isSending.exchange(true))
        return;
    m_sender.start([this, nowUs] {
        const auto due
            = m_options.readers.runNow<QList<StoredNotice>>([&](Reader &reader) { return MetricRepository(reader.db).notices(nowUs, kMostNotices); });
        // Before it is looked, or one that comes meanwhile would wait for the next.
        m_hasNotices = false;
        const auto later = m_options.readers.runNow<QList<StoredNotice>>(
            [](Reader &reader) { return MetricRepository(reader.db).notices(std::numeric_limits<qint64>::max(), 1); });
        if (!later || !later->isEmpty())
            m_hasNotices = true;
        for (const StoredNotice &notice : due.value_or(QList<StoredNotice>())) {
            if (m_isStopping)
                break;
            const Result<void> sent = m_options.post(notice.url, notice.body, m_isStopping);
            if (m_isStopping && !sent)
                break; // it is tried again at the next opening
            const qint64 wait = std::min(kFirstWaitUs << std::min(notice.attempts, 20), kLongestWaitUs);
            const bool isOver = sent || notice.attempts + 1 >= kMostAttempts;
            if (!sent)
                qCInfo(lcAlerts).noquote() << "a notice was not taken:" << errorCodeName(sent.error().code) << (isOver ? "it is given up" : "");
            auto written = m_options.engine.write([notice, sent, wait, isOver, now = m_options.clock.nowUs()](WriteScope &scope) -> Result<Json> {
                MetricRepository repository(scope.db);
                const auto done = isOver ? repository.removeNotice(notice.key) : repository.postpone(notice.key, now + wait, sent.error().text);
                return done ? Result<Json>(Json()) : std::unexpected(done.error());
            });
            written.waitForFinished();
        }
        m_isSending = false;
    });
}

Result<Json> AlertWork::list(Reader &reader, qint64 now, bool isOpen, int limit)
{
    MetricRepository repository(reader.db);
    const auto alerts = isOpen ? repository.openAlerts() : repository.alerts(limit);
    const auto silences = repository.silences(now);
    if (!alerts || !silences)
        return std::unexpected(alerts ? silences.error() : alerts.error());
    Json all = Json::array();
    int firing = 0;
    int unacknowledged = 0;
    for (const StoredAlert &alert : *alerts) {
        firing += alert.state == AlertState::Firing;
        unacknowledged += alert.firedAt > 0 && alert.acknowledgedAt == 0;
        if (all.size() < limit)
            all.append(toJson(alert, *silences, now));
    }
    Json quiet = Json::array();
    for (const StoredSilence &silence : *silences)
        quiet.append(toJson(silence));
    return Json::object({{"alerts", all}, {"firing", firing}, {"unacknowledged", unacknowledged}, {"silences", quiet}});
}

void AlertWork::addCommands(CommandTable &table, const std::function<AlertWork *()> &work, const Clock &clock)
{
    table.add(info("alert.rules", "List the rules of alerts",
                   "When people are told something: those that ship and those that people made, and what each saw last.", Access::Read,
                   "contexts.read", schema({})),
              [work](Reader &reader, const CommandCall &) -> Result<Json> {
                  MetricRepository repository(reader.db);
                  const auto rules = rulesOf(repository);
                  const auto open = repository.openAlerts();
                  if (!rules || !open)
                      return std::unexpected(rules ? open.error() : rules.error());
                  Json list = Json::array();
                  for (const AlertRule &rule : *rules) {
                      Json json = rule.toJson();
                      AlertState state = AlertState::Resolved;
                      for (const StoredAlert &alert : *open) {
                          if (alert.rule == rule.id && alert.state != AlertState::Resolved)
                              state = std::max(state == AlertState::Resolved ? AlertState::Pending : state, alert.state);
                      }
                      json.insert("state", state == AlertState::Resolved ? u"ok"_s : stateName(state));
                      Json last;
                      if (AlertWork *mine = work()) {
                          const std::lock_guard lock(mine->m_mutex);
                          for (const AlertReading &reading : mine->m_last.value(rule.id)) {
                              if (reading.value && (last.isNull() || reading.holds))
                                  last = Json(*reading.value);
                          }
                      }
                      json.insert("last", last);
                      list.append(json);
                  }
                  return Json::object({{"rules", list}});
              });
    table.add(info("alert.save", "Save a rule",
                   "Makes a rule, or replaces the one of that id; of a rule that ships, what is saved counts in its place.", Access::Write,
                   "workspace.manage", schema({{"rule", ruleSchema()}}, {u"rule"_s})),
              [work](WriteScope &scope, const CommandCall &call, qint64 actor) -> Result<Json> {
                  auto rule = AlertRule::fromJson(call.args.value("rule"));
                  if (!rule)
                      return std::unexpected(rule.error());
                  if (rule->id.isEmpty())
                      rule->id = newId();
                  if (auto saved = MetricRepository(scope.db).saveRule(rule->id, rule->toJson().toBytes(), scope.now, actor); !saved)
                      return std::unexpected(saved.error());
                  scope.afterCommit.emplace_back([work] {
                      if (AlertWork *mine = work())
                          mine->rulesChanged();
                  });
                  return Json::object({{"id", rule->id}});
              });
    table.add(info("alert.remove", "Remove a rule",
                   "A rule that people made is gone; one that ships is as it was shipped. To silence that, switch it off.", Access::Write,
                   "workspace.manage", schema({{"id", text("of the rule")}}, {u"id"_s})),
              [work](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const auto removed = MetricRepository(scope.db).removeRule(call.args.value("id").toString());
                  if (!removed)
                      return std::unexpected(removed.error());
                  if (!*removed)
                      return fail(ErrorCode::NotFound, u"nobody saved a rule \"%1\""_s.arg(call.args.value("id").toString()));
                  scope.afterCommit.emplace_back([work] {
                      if (AlertWork *mine = work())
                          mine->rulesChanged();
                  });
                  return Json::object({{"id", call.args.value("id")}});
              });
    table.add(info("alert.test", "Try a rule", "What a rule would say now, of what was measured in the last hour. Nothing is saved.", Access::Read,
                   "contexts.read", schema({{"rule", ruleSchema()}}, {u"rule"_s})),
              [work, &clock](Reader &, const CommandCall &call) -> Result<Json> {
                  AlertWork *mine = work();
                  if (!mine)
                      return readOnly();
                  const auto rule = AlertRule::fromJson(call.args.value("rule"));
                  if (!rule)
                      return std::unexpected(rule.error());
                  const auto readings = mine->read(*rule, clock.nowUs());
                  return readings ? Result<Json>(Json::object({{"readings", readingsToJson(*readings)}})) : std::unexpected(readings.error());
              });
    table.add(info("alert.list", "List alerts",
                   "What fires, and what has fired and nobody has acknowledged yet; with `open` false all that ever fired, the newest first.",
                   Access::Read, "contexts.read",
                   schema({{"open", Json::object({{"type", "boolean"}})}, {"limit", integer("at most so many; 200", 1)}})),
              [&clock](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const qint64 limit = std::min<qint64>(call.args.value("limit").toInt(200), 10'000);
                  return list(reader, clock.nowUs(), call.args.value("open").toBool(true), static_cast<int>(limit));
              });
    table.add(info("alert.acknowledge", "Acknowledge alerts", "Somebody has seen them: what is resolved leaves the list of open ones.", Access::Write,
                   "contexts.run",
                   schema({{"ids", Json::object({{"type", "array"}, {"items", Json::object({{"type", "integer"}})}, {"maxItems", 1'000}})},
                           {"all", Json::object({{"type", "boolean"}})},
                           {"note", text("what was found, or done")}})),
              [work](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  MetricRepository repository(scope.db);
                  const auto open = repository.openAlerts();
                  if (!open)
                      return std::unexpected(open.error());
                  const Json &ids = call.args.value("ids");
                  const bool all = call.args.value("all").toBool();
                  QList<qint64> done;
                  for (const StoredAlert &alert : *open) {
                      const bool isMeant = all || std::ranges::any_of(ids.items(), [&](const Json &id) { return id.toInt() == alert.key; });
                      if (!isMeant || alert.acknowledgedAt > 0 || alert.firedAt == 0)
                          continue;
                      if (auto noted = repository.acknowledge(alert.key, scope.now, call.actor, call.args.value("note").toString()); !noted)
                          return std::unexpected(noted.error());
                      done.append(alert.key);
                  }
                  scope.afterCommit.emplace_back([work, done, now = scope.now] {
                      AlertWork *mine = work();
                      if (!mine)
                          return;
                      {
                          const std::lock_guard lock(mine->m_mutex);
                          for (const qint64 key : done)
                              mine->m_book.acknowledge(key, now);
                      }
                      if (mine->m_options.changed)
                          mine->m_options.changed();
                  });
                  return Json::object({{"acknowledged", done.size()}});
              });
    table.add(
        info("alert.silence", "Silence alerts",
             "For so many minutes nobody is told of a rule's alerts, or of those that have these labels; they are still in the list. 0 minutes lift "
             "it.",
             Access::Write, "contexts.run",
             schema({{"rule", text("id of the rule; any without it")},
                     {"labels", Json::object({{"type", "object"}})},
                     {"minutes", Json::object({{"type", "integer"}, {"minimum", 0}, {"maximum", 525'600}})},
                     {"reason", text("for others to read")}},
                    {u"minutes"_s})),
        [work](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
            MetricRepository repository(scope.db);
            const qint64 minutes = call.args.value("minutes").toInt();
            const Json &wanted = call.args.value("labels");
            const QByteArray labels = labelsToBytes(labelsFromBytes(wanted.isObject() ? wanted.toBytes() : QByteArray("{}")));
            const QString rule = call.args.value("rule").toString();
            if (auto removed = repository.removeSilences(rule, labels); !removed)
                return std::unexpected(removed.error());
            const qint64 until = scope.now + minutes * 60 * kSecondUs;
            if (minutes > 0) {
                const StoredSilence silence{
                    .key = 0, .rule = rule, .labels = labels, .until = until, .reason = call.args.value("reason").toString(), .actor = call.actor};
                if (auto added = repository.add(silence); !added)
                    return std::unexpected(added.error());
            }
            scope.afterCommit.emplace_back([work] {
                if (AlertWork *mine = work(); mine && mine->m_options.changed)
                    mine->m_options.changed();
            });
            return Json::object({{"until", minutes > 0 ? timeOf(until) : Json()}});
        });
}

} // namespace Millrace
