// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/alertrule.h"

#include <QUrl>

#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kKinds = {"threshold", "rate", "absence", "event"};
constexpr std::array kOps = {">", ">=", "<", "<=", "==", "!="};
constexpr std::array kSeverities = {"info", "warning", "critical"};
constexpr double kGibi = 1024.0 * 1024 * 1024;
constexpr double kMebi = 1024.0 * 1024;

template <std::size_t N>
qsizetype placeOf(const std::array<const char *, N> &names, const QString &name)
{
    for (std::size_t i = 0; i < N; ++i) {
        if (name == QLatin1StringView(names[i]))
            return static_cast<qsizetype>(i);
    }
    return -1;
}

std::unexpected<Error> wrong(const QString &text)
{
    return fail(ErrorCode::InvalidArgument, text);
}

AlertRule shipped(const char *id, const QString &title, const QString &help, const char *severity, const char *metric, const char *function,
                  qint64 window, const char *op, double value, qint64 holdsFor)
{
    AlertRule rule;
    rule.id = QString::fromLatin1(id);
    rule.title = title;
    rule.help = help;
    rule.severity = QString::fromLatin1(severity);
    rule.metric = metric;
    rule.function = QString::fromLatin1(function);
    rule.window = window;
    rule.op = QString::fromLatin1(op);
    rule.value = value;
    rule.holdsFor = holdsFor;
    rule.isShipped = true;
    return rule;
}

QString number(double value, const QByteArray &unit)
{
    if (unit == "bytes") {
        static constexpr std::array kUnits = {"B", "KiB", "MiB", "GiB", "TiB"};
        std::size_t i = 0;
        for (; std::abs(value) >= 1024 && i + 1 < kUnits.size(); ++i)
            value /= 1024;
        return u"%1 %2"_s.arg(value, 0, 'f', i == 0 ? 0 : 1).arg(QLatin1StringView(kUnits[i]));
    }
    if (unit == "ratio")
        return u"%1 %"_s.arg(value * 100, 0, 'f', 1);
    const QString text = QString::number(value, 'g', 4);
    return unit.isEmpty() ? text : text + u' ' + (unit == "seconds" ? u"s"_s : QString::fromUtf8(unit));
}

} // namespace

Result<AlertRule> AlertRule::fromJson(const Json &json)
{
    AlertRule rule;
    rule.id = json.value("id").toString();
    rule.title = json.value("title").toString().trimmed();
    rule.help = json.value("help").toString();
    rule.isEnabled = json.value("enabled").toBool(true);
    rule.severity = json.value("severity").toString(u"warning"_s);
    const qsizetype kind = placeOf(kKinds, json.value("kind").toString(u"threshold"_s));
    rule.metric = json.value("metric").toString().toUtf8();
    rule.function = json.value("function").toString();
    rule.where = json.contains("where") ? json.value("where") : Json::object();
    rule.by = json.contains("by") ? json.value("by") : Json::array();
    rule.window = json.value("window").toInt(60);
    rule.op = json.value("op").toString(u">"_s);
    rule.value = json.value("value").toDouble();
    rule.holdsFor = json.value("for").toInt(0);
    rule.topic = json.value("topic").toString();
    const Json &notify = json.value("notify");
    rule.notifiesDesktop = notify.value("desktop").toBool(true);
    rule.webhook = notify.value("webhook").toString();
    if (rule.title.isEmpty())
        return wrong(u"a rule has a title, which people read when it fires"_s);
    if (kind < 0)
        return wrong(u"a rule's kind is threshold, rate, absence or event"_s);
    rule.kind = static_cast<Kind>(kind);
    if (placeOf(kSeverities, rule.severity) < 0)
        return wrong(u"a rule's severity is info, warning or critical"_s);
    if (placeOf(kOps, rule.op) < 0)
        return wrong(u"a rule compares with >, >=, <, <=, == or !="_s);
    if (rule.window < 10 || rule.window > kLongestWindow)
        return wrong(u"a rule looks at a window of 10 to %1 seconds"_s.arg(kLongestWindow));
    if (rule.holdsFor < 0 || rule.holdsFor > 7 * 86'400)
        return wrong(u"a condition has to hold for 0 seconds to a week"_s);
    if (rule.kind == Kind::Event && rule.topic.isEmpty())
        return wrong(u"a rule on events names their topic"_s);
    if (rule.kind != Kind::Event && rule.metric.isEmpty())
        return wrong(u"a rule names a metric; metrics.list has their names"_s);
    if (!rule.webhook.isEmpty()) {
        const QUrl url(rule.webhook);
        if (!url.isValid() || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1) || url.host().isEmpty())
            return wrong(u"a webhook is an http or https address"_s);
    }
    if (rule.function.isEmpty())
        rule.function = rule.kind == Kind::Rate ? u"rate"_s : u"avg"_s;
    if (rule.kind == Kind::Rate)
        rule.function = u"rate"_s;
    if (rule.kind == Kind::Threshold) {
        if (const auto asked = rule.query(rule.window); !asked)
            return std::unexpected(asked.error());
    }
    return rule;
}

Json AlertRule::toJson() const
{
    return Json::object({{"id", id},
                         {"title", title},
                         {"help", help},
                         {"enabled", isEnabled},
                         {"severity", severity},
                         {"kind", kKinds[static_cast<std::size_t>(kind)]},
                         {"metric", QString::fromUtf8(metric)},
                         {"function", function},
                         {"where", where},
                         {"by", by},
                         {"window", window},
                         {"op", op},
                         {"value", value},
                         {"for", holdsFor},
                         {"topic", topic},
                         {"notify", Json::object({{"desktop", notifiesDesktop}, {"webhook", webhook.isEmpty() ? Json() : Json(webhook)}})},
                         {"shipped", isShipped},
                         {"changed", isChanged}});
}

bool AlertRule::exceeds(double measured) const
{
    switch (placeOf(kOps, op)) {
    case 0:
        return measured > value;
    case 1:
        return measured >= value;
    case 2:
        return measured < value;
    case 3:
        return measured <= value;
    case 4:
        return measured == value;
    default:
        return measured != value;
    }
}

Result<MetricQuery> AlertRule::query(qint64 now) const
{
    return MetricQuery::parse(Json::object({{"metric", QString::fromUtf8(metric)},
                                            {"function", function},
                                            {"where", where},
                                            {"by", by},
                                            {"from", now - window},
                                            {"to", now},
                                            {"points", 1}}),
                              now, now - window);
}

QList<AlertRule> shippedAlertRules()
{
    QList<AlertRule> rules = {
        shipped("disk-low", u"The disk is nearly full"_s,
                u"Less than 1 GiB is left where the workspace lies; without room nothing can be committed."_s, "critical", "millrace_disk_free_bytes",
                "min", 60, "<", kGibi, 0),
        shipped("documents-failed", u"Documents fail"_s, u"Ten documents or more failed within ten minutes."_s, "warning", "millrace_contexts_total",
                "increase", 600, ">=", 10, 0),
        shipped("documents-quarantined", u"Documents go to quarantine"_s, u"Ten documents or more went to quarantine within ten minutes."_s,
                "warning", "millrace_contexts_total", "increase", 600, ">=", 10, 0),
        shipped("model-errors", u"A model provider fails"_s, u"Five calls or more of a provider failed within five minutes."_s, "warning",
                "gen_ai_client_operation_duration_seconds", "increase", 300, ">=", 5, 0),
        shipped("commits-slow", u"The disk is slow"_s, u"One commit in twenty takes longer than half a second."_s, "warning",
                "millrace_commit_duration_seconds", "p95", 300, ">", 0.5, 120),
        shipped("log-large", u"The write-ahead log grows"_s,
                u"A reader keeps the write-ahead log from being written back: it has more than 256 MiB."_s, "warning", "millrace_store_wal_bytes",
                "min", 60, ">", 256 * kMebi, 60),
        shipped("queue-old", u"Documents wait long"_s, u"A document that could go on has waited for more than ten minutes."_s, "info",
                "millrace_queue_age_seconds", "min", 120, ">", 600, 0),
        shipped("outbox-failed", u"Something could not be sent"_s,
                u"Effects outside failed, and wait for somebody to send them again or discard them."_s, "warning", "millrace_outbox", "last", 60, ">",
                0, 0),
    };
    rules[1].where = Json::object({{"status", "failed"}});
    rules[1].by = Json::array({"pipeline"});
    rules[2].where = Json::object({{"status", "quarantined"}});
    rules[2].by = Json::array({"pipeline"});
    rules[3].where = Json::object(
        {{"error_type", Json::array({"model.unavailable", "model.rate_limited", "model.refused", "model.answer", "model.circuit_open"})}});
    rules[3].by = Json::array({"gen_ai_provider_name"});
    rules[7].where = Json::object({{"state", "failed"}});
    return rules;
}

Result<QList<AlertReading>> readingsOf(const AlertRule &rule, const MetricRecorder &recorder, qint64 now, const PointSource &older)
{
    auto query = rule.query(now);
    if (!query)
        return std::unexpected(query.error());
    const qint64 from = now - rule.window;
    const std::optional<qint64> since = recorder.recentSince();
    const bool isAbsence = rule.kind == AlertRule::Kind::Absence;
    // What was not open for as long as the window cannot miss anything.
    if (isAbsence && (!since || *since > from))
        return QList<AlertReading>();
    const QList<StoredSeries> all = recorder.series();
    if (isAbsence) {
        const auto known = std::ranges::find(all, query->metric, [](const StoredSeries &series) { return series.info.name; });
        const bool isGauge = known != all.end() && known->info.kind == MetricKind::Gauge;
        query->function = isGauge ? MetricFunction::Last : MetricFunction::Increase;
        query->functionName = isGauge ? u"last"_s : u"increase"_s;
    }
    const auto series = seriesFor(*query, all);
    if (!series && series.error().code == ErrorCode::NotFound)
        return isAbsence ? QList<AlertReading>{{"{}", std::nullopt, true}} : QList<AlertReading>(); // it may come yet
    if (!series)
        return std::unexpected(series.error());
    const MetricGrid grid{.from = from, .step = rule.window, .count = 1, .level = kMetricLevels.front()};
    const auto points = older && (!since || *since > from) ? older(*series, from, now, query->needsDetail())
                                                           : Result<MetricPoints>(recentPoints(recorder, *series, from, now));
    if (!points)
        return std::unexpected(points.error());
    const MetricAnswer answer = evaluate(*query, grid, *series, *points, now);
    QList<AlertReading> readings;
    for (const MetricCurve &curve : answer.curves) {
        const double value = curve.values.front();
        AlertReading reading{labelsToBytes(curve.labels), std::isnan(value) ? std::nullopt : std::optional(value), false};
        reading.holds = isAbsence ? !reading.value || (query->function == MetricFunction::Increase && *reading.value == 0)
                                  : reading.value && rule.exceeds(*reading.value);
        readings.append(reading);
    }
    if (isAbsence && readings.isEmpty())
        readings.append({"{}", std::nullopt, true});
    return readings;
}

QList<AlertReading> readingsOf(const AlertRule &rule, qint64 events)
{
    return {{"{}", double(events), double(events) >= std::max(rule.value, 1.0)}};
}

QString alertText(const AlertRule &rule, const AlertReading &reading, const QByteArray &unit)
{
    QString about;
    const Json labels = Json::parse(reading.labels).value_or(Json());
    for (const JsonMember &label : labels.members())
        about += (about.isEmpty() ? u" ("_s : u", "_s) + label.value.toString();
    if (!about.isEmpty())
        about += u')';
    if (rule.kind == AlertRule::Kind::Absence)
        return u"%1%2: nothing for %3 s"_s.arg(rule.title, about).arg(rule.window);
    if (rule.kind == AlertRule::Kind::Event)
        return u"%1: %2 within %3 s"_s.arg(rule.title).arg(reading.value.value_or(0)).arg(rule.window);
    return u"%1%2: %3 (%4 %5)"_s.arg(rule.title, about, reading.value ? number(*reading.value, unit) : u"-"_s, rule.op, number(rule.value, unit));
}

} // namespace Millrace
