// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Commands on what is measured: its catalogue, its curves, and how long they are kept.
#include "metrics/exposition.h"
#include "workspace/commandschema.h"
#include "workspace/measuring.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr const char *kListCommand = "metrics.list";
constexpr qint64 kSecondUs = 1'000'000;
constexpr qint64 kMostQueries = 64;
constexpr qint64 kMostLive = 600;
constexpr qsizetype kMostLabels = 8;
constexpr qsizetype kLongestLabel = 200;
constexpr std::size_t kMostNames = 500; ///< from outside: each stays in the file
constexpr std::size_t kMostSeries = 1'000; ///< from outside, of all names and labels
constexpr const char *kCustom = "custom_";

Json timeSchema(const char *description)
{
    return Json::object({{"type", Json::array({"string", "integer", "number"})}, {"description", description}});
}

std::vector<JsonMember> queryProperties()
{
    return {{"metric", text("its name, as metrics.list has it")},
            {"function",
             Json::object({{"type", "string"},
                           {"description",
                            "counter: rate, increase; gauge: avg, min, max, last, sum, rate; histogram: rate, increase, avg, "
                            "sum, min, max, p50, p90, p95, p99, p99.9, heatmap"}})},
            {"where", Json::object({{"type", "object"}, {"description", "only series whose label has this value, or one of an array of values"}})},
            {"by", texts("labels that stay apart; all others are put together")},
            {"across",
             Json::object({{"enum", Json::array({"sum", "avg", "min", "max"})}, {"description", "how the series of a group are put together"}})},
            {"from", timeSchema("-6h (s, m, h, d, w, y), now, start, seconds since 1970 or ISO 8601; -1h without it")},
            {"to", timeSchema("the same; now without it")},
            {"points", Json::object({{"type", "integer"}, {"minimum", 1}, {"maximum", kMostMetricPoints}, {"description", "at most so many; 500"}})},
            {"step", integer("seconds of a point, if it is to be no finer", 0)},
            {"offset", integer("seconds: what was so much earlier, moved to these times", 0)},
            {"limit", Json::object({{"type", "integer"}, {"minimum", 1}, {"maximum", kMostMetricSeries}, {"description", "curves at most; 50"}})}};
}

Json querySchema(std::initializer_list<JsonMember> more = {})
{
    Json properties = Json::object();
    for (const JsonMember &property : queryProperties())
        properties.insert(property.key, property.value);
    Json json = Json::object({{"type", "object"}, {"additionalProperties", false}});
    const Json one = Json::object({{"type", "object"}, {"properties", properties}, {"required", Json::array({"metric"})}});
    properties.insert("queries",
                      Json::object({{"type", "array"},
                                    {"items", one},
                                    {"minItems", 1},
                                    {"maxItems", kMostQueries},
                                    {"description", "several in place of one; what stands beside them holds for those that do not say"}}));
    for (const JsonMember &property : more)
        properties.insert(property.key, property.value);
    json.insert("properties", properties);
    return json;
}

/// The queries that a call asks, each with what it leaves to the call.
QList<Json> queriesOf(const Json &args)
{
    if (!args.contains("queries"))
        return {args};
    QList<Json> queries;
    for (Json query : args.value("queries").items()) {
        for (const JsonMember &member : args.members()) {
            if (member.key != "queries" && !query.contains(member.key))
                query.insert(member.key, member.value);
        }
        queries.append(query);
    }
    return queries;
}

Json errorToJson(const Error &error)
{
    return Json::object({{"error", Json::object({{"code", errorCodeName(error.code)}, {"message", error.text}})}});
}

/// Prometheus has these for itself: one of them would cost it the whole answer.
bool isReserved(const QByteArray &label)
{
    return label.startsWith("__") || label == "le" || label == "quantile";
}

bool isName(const QString &name)
{
    static const QRegularExpression pattern(u"^[a-zA-Z_][a-zA-Z0-9_]{0,119}$"_s);
    return pattern.match(name).hasMatch();
}

/// A question, what it is about, and how its answer is cut.
struct Asked
{
    MetricQuery query;
    QList<StoredSeries> series;
    MetricGrid grid;
};

QList<Result<Asked>> askedOf(const QList<Json> &queries, qint64 now, qint64 since, const Result<QList<StoredSeries>> &known,
                             const std::function<MetricGrid(const MetricQuery &)> &gridOf)
{
    const auto one = [&](const Json &args) -> Result<Asked> {
        auto query = MetricQuery::parse(args, now, since);
        if (!query || !known)
            return std::unexpected(query ? known.error() : query.error());
        auto series = seriesFor(*query, *known);
        if (!series)
            return std::unexpected(series.error());
        const MetricGrid grid = gridOf(*query);
        return Asked{std::move(*query), std::move(*series), grid};
    };
    QList<Result<Asked>> asked;
    for (const Json &args : queries)
        asked.append(one(args));
    return asked;
}

/// Those of `more` that are not there yet.
void add(QList<StoredSeries> &all, const QList<StoredSeries> &more)
{
    for (const StoredSeries &series : more) {
        if (std::ranges::find(all, series.key, &StoredSeries::key) == all.end())
            all.append(series);
    }
}

} // namespace

Result<QList<StoredSeries>> Measuring::series(Reader &reader) const
{
    return m_work ? Result<QList<StoredSeries>>(m_work->recorder().series()) : MetricRepository(reader.db).series();
}

Result<MetricAnswer> Measuring::ask(Reader &reader, const Json &args, qint64 since) const
{
    return askAll(reader, {args}, since).first();
}

QList<Result<MetricAnswer>> Measuring::askAll(Reader &reader, const QList<Json> &queries, qint64 since) const
{
    const qint64 now = m_clock.nowUs() / kSecondUs + 1; // ranges end before it: the second under way counts
    const auto settings = m_work ? Result<MetricSettings>(m_work->settings()) : MetricSettings::read(reader);
    const MetricRetention retention = settings ? settings->retention : MetricRetention();
    const auto known = this->series(reader);
    const QList<Result<Asked>> asked
        = askedOf(queries, now, since, known, [&](const MetricQuery &query) { return MetricGrid::of(query, retention, now); });
    using Span = std::tuple<int, qint64, qint64, bool>; // level, from, to, with buckets
    const auto spanOf = [](const Asked &one) {
        const qint64 from = one.grid.from - one.query.offset;
        return Span(one.grid.level, from, from + one.grid.step * one.grid.count - 1, one.query.needsDetail());
    };
    std::map<Span, QList<StoredSeries>> wanted;
    for (const Result<Asked> &one : asked) {
        if (one)
            add(wanted[spanOf(*one)], one->series);
    }
    std::map<Span, Result<MetricPoints>> read;
    for (const auto &[span, series] : wanted) {
        const auto &[level, from, to, hasDetail] = span;
        read.emplace(span, MetricArchive(MetricRepository(reader.db)).read(series, level, from, to, hasDetail, recorder()));
    }
    QList<Result<MetricAnswer>> answers;
    for (const Result<Asked> &one : asked) {
        const Result<MetricPoints> points = one ? read.at(spanOf(*one)) : Result<MetricPoints>(std::unexpected(one.error()));
        answers.append(points ? Result<MetricAnswer>(evaluate(one->query, one->grid, one->series, *points, now)) : std::unexpected(points.error()));
    }
    return answers;
}

/// What answers metrics.list: keeps the measurements, and is where they are found.
struct Measuring::List
{
    std::shared_ptr<Measuring> measuring;

    Result<Json> operator()(Reader &reader, const CommandCall &call) const { return measuring->list(reader, call.args); }
};

void Measuring::addTo(CommandTable &table, const Clock &clock, bool isOn)
{
    const auto measuring = std::make_shared<Measuring>(clock, isOn);
    table.add(info(kListCommand, "List what is measured",
                   "Every metric with its kind (counter, gauge, histogram), unit and labels, and since when there are numbers. With `values`, which "
                   "values each label has.",
                   Access::Read, "contexts.read",
                   schema({{"prefix", text("only metrics whose name begins with it")}, {"values", Json::object({{"type", "boolean"}})}})),
              CommandTable::ReadFunction(List{measuring}));
    measuring->addQueryCommands(table);
    measuring->addSettingCommands(table);
    measuring->addBoardCommands(table);
    measuring->addHealthCommands(table);
    measuring->addSlowCommands(table);
    AlertWork::addCommands(table, [measuring] { return measuring->m_alerts.get(); }, clock);
}

Measuring *Measuring::of(const CommandTable &table)
{
    const CommandTable::Entry *entry = table.find(QString::fromLatin1(kListCommand));
    const auto *function = entry ? std::get_if<CommandTable::ReadFunction>(&entry->function) : nullptr;
    const List *list = function ? function->target<List>() : nullptr;
    return list ? list->measuring.get() : nullptr;
}

Result<Json> Measuring::list(Reader &reader, const Json &args)
{
    sampleNow();
    const auto all = series(reader);
    const auto since = MetricArchive(MetricRepository(reader.db)).since();
    if (!all || !since)
        return std::unexpected(all ? since.error() : all.error());
    const QByteArray prefix = args.value("prefix").toString().toUtf8();
    std::map<QByteArray, std::pair<MetricInfo, qint64>> metrics;
    std::map<QByteArray, std::map<QByteArray, std::set<QByteArray>>> labels;
    for (const StoredSeries &one : *all) {
        if (!one.info.name.startsWith(prefix))
            continue;
        auto &[metric, n] = metrics[one.info.name];
        metric = one.info;
        ++n;
        for (const auto &[label, value] : one.labels)
            labels[one.info.name][label].insert(value);
    }
    Json found = Json::array();
    for (const auto &[name, entry] : metrics) {
        const auto &[metric, n] = entry;
        Json names = Json::array();
        Json values = Json::object();
        for (const auto &[label, each] : labels[name]) {
            names.append(QString::fromUtf8(label));
            Json some = Json::array();
            for (const QByteArray &value : each)
                some.append(QString::fromUtf8(value));
            values.insert(label, some);
        }
        Json json = Json::object({{"name", QString::fromUtf8(name)},
                                  {"kind", metricKindName(metric.kind)},
                                  {"unit", QString::fromUtf8(metric.unit)},
                                  {"title", metric.title},
                                  {"help", metric.help},
                                  {"group", QString::fromUtf8(metric.group)},
                                  {"labels", names},
                                  {"series", n}});
        if (args.value("values").toBool())
            json.insert("values", values);
        found.append(json);
    }
    const auto recent = recorder() ? recorder()->recentSince() : std::nullopt;
    const auto first = *since ? *since : recent;
    return Json::object({{"metrics", found}, {"since", first ? Json(*first) : Json()}, {"now", m_clock.nowUs() / kSecondUs}});
}

void Measuring::addQueryCommands(CommandTable &table)
{
    table.add(
        info("metrics.query", "Ask for a metric's curves",
             "Values over time of one metric, or of several at once: how fast a counter grows, what a gauge was, percentiles of a histogram; put "
             "together by labels. A value that was not measured is null.",
             Access::Read, "contexts.read", querySchema()),
        [this](Reader &reader, const CommandCall &call) -> Result<Json> {
            sampleNow();
            const auto since = MetricArchive(MetricRepository(reader.db)).since();
            if (!since)
                return std::unexpected(since.error());
            const qint64 first = since->value_or(m_clock.nowUs() / kSecondUs - 3600);
            const QList<Json> queries = queriesOf(call.args);
            const QList<Result<MetricAnswer>> answers = askAll(reader, queries, first);
            if (!call.args.contains("queries")) {
                const Result<MetricAnswer> &answer = answers.first();
                return answer ? Result<Json>(answer->toJson(call.args.value("offset").toInt())) : std::unexpected(answer.error());
            }
            Json results = Json::array();
            for (qsizetype i = 0; i < answers.size(); ++i) {
                const Result<MetricAnswer> &answer = answers.at(i);
                results.append(answer ? answer->toJson(queries.at(i).value("offset").toInt()) : errorToJson(answer.error()));
            }
            return Json::object({{"results", results}});
        });
    table.add(
        info("metrics.live", "Ask for what metrics are right now",
             "Curves in seconds, of the last minutes. Asking makes the workspace measure every second for the next ten; so ask once a second, and "
             "put it on top of metrics.query.",
             Access::Read, "contexts.read",
             querySchema({{"seconds", Json::object({{"type", "integer"}, {"minimum", 1}, {"maximum", kMostLive}, {"description", "300"}})}})),
        [this](Reader &, const CommandCall &call) -> Result<Json> {
            if (!m_work)
                return fail(ErrorCode::WorkspaceReadOnly, u"nothing is measured in a workspace that is only read"_s);
            m_work->watch();
            const qint64 now = m_clock.nowUs() / kSecondUs;
            const MetricGrid grid = MetricGrid::live(now, static_cast<int>(call.args.value("seconds").toInt(300)));
            const QList<Result<Asked>> asked
                = askedOf(queriesOf(call.args), now, 0, m_work->recorder().series(), [&grid](const MetricQuery &) { return grid; });
            QList<StoredSeries> wanted;
            for (const Result<Asked> &one : asked) {
                if (one)
                    add(wanted, one->series);
            }
            const MetricPoints points = livePoints(m_work->recorder(), wanted, grid.from, now);
            Json results = Json::array();
            for (const Result<Asked> &one : asked)
                results.append(one ? evaluate(one->query, grid, one->series, points, now).toJson(0) : errorToJson(one.error()));
            return Json::object({{"results", results}});
        });
    table.add(info("metrics.export", "Export curves",
                   "What metrics.query answers as a table (CSV, RFC 4180): a row for each time, a column for each curve.", Access::Read,
                   "contexts.read", querySchema({{"format", Json::object({{"enum", Json::array({"csv"})}})}})),
              [this](Reader &reader, const CommandCall &call) -> Result<Json> {
                  sampleNow();
                  const auto since = MetricArchive(MetricRepository(reader.db)).since();
                  if (!since)
                      return std::unexpected(since.error());
                  QList<MetricAnswer> answers;
                  for (const Result<MetricAnswer> &answer :
                       askAll(reader, queriesOf(call.args), since->value_or(m_clock.nowUs() / kSecondUs - 3600))) {
                      if (!answer)
                          return std::unexpected(answer.error());
                      if (answer->function == "heatmap"_L1)
                          return fail(ErrorCode::InvalidArgument, u"a heat map is no table of times and values; ask for percentiles"_s);
                      answers.append(*answer);
                  }
                  const QByteArray csv = metricCsv(answers);
                  return Json::object({{"text", QString::fromUtf8(csv)}, {"rows", csv.count('\n') - 1}});
              });
}

void Measuring::addSettingCommands(CommandTable &table)
{
    table.add(info("metrics.settings", "See how measurements are kept", "Whether and for how long, and how much room they take.", Access::Read,
                   "contexts.read", schema({})),
              [this](Reader &reader, const CommandCall &) -> Result<Json> {
                  const auto settings = MetricSettings::read(reader);
                  const auto size = MetricRepository(reader.db).size();
                  const auto since = MetricArchive(MetricRepository(reader.db)).since();
                  const auto series = this->series(reader);
                  if (!settings || !size || !since || !series)
                      return std::unexpected(!settings ? settings.error() : !size ? size.error() : !since ? since.error() : series.error());
                  Json json = settings->toJson();
                  json.insert("series", series->size());
                  json.insert("rows", size->blocks);
                  json.insert("bytes", size->bytes);
                  json.insert("since", *since ? Json(**since) : Json());
                  return json;
              });
    const Json days = Json::object({{"type", "object"},
                                    {"additionalProperties", Json::object({{"type", "integer"}, {"minimum", 0}, {"maximum", 36'500}})},
                                    {"propertyNames", Json::object({{"enum", Json::array({"10s", "1m", "1h", "1d"})}})},
                                    {"description", "days by level: 10s, 1m, 1h, 1d; 0 for ever"}});
    table.add(info("metrics.configure", "Set how measurements are kept",
                   "Switches measuring on and off, and says how long points of each level are kept, and the buckets that percentiles are made of.",
                   Access::Write, "workspace.manage", schema({{"enabled", Json::object({{"type", "boolean"}})}, {"keep", days}, {"detail", days}})),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const auto text = scope.catalog.meta("metrics");
                  if (!text)
                      return std::unexpected(text.error());
                  MetricSettings settings = MetricSettings::fromJson(Json::parse(text->toUtf8()).value_or(Json()));
                  settings.isEnabled = call.args.value("enabled").toBool(settings.isEnabled);
                  settings.retention.take(call.args.value("keep"), call.args.value("detail"));
                  if (auto set = scope.catalog.setMeta("metrics", QString::fromUtf8(settings.toJson().toBytes())); !set)
                      return std::unexpected(set.error());
                  scope.afterCommit.emplace_back([this, settings] {
                      if (m_work)
                          m_work->configure(settings);
                  });
                  return settings.toJson();
              });
    table.add(
        info("metrics.exposition", "Get what is counted in another program's format",
             "All counters, gauges and histograms as they are now: for Prometheus to scrape (text 0.0.4), as an OTLP/HTTP JSON request, or as "
             "lines for Graphite.",
             Access::Read, "contexts.read",
             schema({{"format", Json::object({{"enum", Json::array({"prometheus", "otlp", "graphite"})}, {"description", "prometheus without it"}})},
                     {"prefix", text("of Graphite's names")}})),
        [this](Reader &, const CommandCall &call) -> Result<Json> {
            const QString format = call.args.value("format").toString(u"prometheus"_s);
            if (format == "otlp"_L1)
                return Json::object({{"json", toOtlp(m_registry, QStringLiteral(MILLRACE_VERSION), m_startedUs, m_clock.nowUs())},
                                     {"content_type", "application/json"}});
            if (format == "graphite"_L1)
                return Json::object(
                    {{"text", QString::fromUtf8(toGraphite(m_registry, call.args.value("prefix").toString().toUtf8(), m_clock.nowUs()))},
                     {"content_type", "text/plain"}});
            return Json::object({{"text", QString::fromUtf8(toPrometheus(m_registry))}, {"content_type", kPrometheusType}});
        });
    table.add(
        info("metrics.record", "Count something of one's own",
             "A number from outside: an agent's, the window's, a script's. A counter grows by it, a gauge is set to it, a histogram takes it in.",
             Access::Write, "contexts.run",
             schema(
                 {{"name", text("letters, digits and _, as Prometheus has them; custom_ is put before it")},
                  {"value", Json::object({{"type", "number"}})},
                  {"kind", Json::object({{"enum", Json::array({"counter", "gauge", "histogram"})}, {"description", "gauge without it"}})},
                  {"labels",
                   Json::object({{"type", "object"}, {"additionalProperties", Json::object({{"type", "string"}})}, {"maxProperties", kMostLabels}})},
                  {"unit", text("seconds, bytes, …")},
                  {"help", text("one sentence on what it is")}},
                 {u"name"_s, u"value"_s})),
        [this](const CommandCall &call) -> QFuture<Result<Json>> {
            const auto told = record(call.args);
            return QtFuture::makeReadyValueFuture(told ? Result<Json>(Json::object({{"recorded", true}})) : std::unexpected(told.error()));
        });
}

void Measuring::know(const QByteArray &name, MetricLabels labels)
{
    std::ranges::sort(labels);
    m_customNames.insert(name);
    m_customSeries.insert({name, std::move(labels)});
}

void Measuring::knowNames(const QList<StoredSeries> &stored)
{
    const std::lock_guard lock(m_customMutex);
    for (const StoredSeries &series : stored) {
        if (series.info.name.startsWith(kCustom))
            know(series.info.name, series.labels);
    }
}

Result<void> Measuring::record(const Json &args)
{
    const QString name = args.value("name").toString();
    if (!isName(name))
        return fail(ErrorCode::InvalidArgument, u"\"%1\" is no name of a metric: letters, digits and _"_s.arg(name));
    MetricLabels labels;
    for (const JsonMember &label : args.value("labels").members()) {
        if (!isName(QString::fromUtf8(label.key)) || isReserved(label.key) || label.value.utf8().size() > kLongestLabel)
            return fail(
                ErrorCode::InvalidArgument,
                u"\"%1\" is no label: letters, digits and _, none of Prometheus' own, with at most %2 bytes"_s.arg(QString::fromUtf8(label.key))
                    .arg(kLongestLabel));
        labels.append({label.key, label.value.toString().toUtf8()});
    }
    std::ranges::sort(labels);
    const QString kind = args.value("kind").toString(u"gauge"_s);
    MetricInfo metric{.name = kCustom + name.toUtf8(),
                      .kind = kind == "counter"_L1 ? MetricKind::Counter
                          : kind == "histogram"_L1 ? MetricKind::Histogram
                                                   : MetricKind::Gauge,
                      .unit = args.value("unit").toString().toUtf8(),
                      .resolution = 1e-3,
                      .group = "custom",
                      .title = name,
                      .help = args.value("help").toString(u"Recorded from outside."_s)};
    const double value = args.value("value").toDouble() * 1e3;
    if (!(std::abs(value) < 9e15))
        return fail(ErrorCode::InvalidArgument, u"the value is too large to be counted"_s);
    const qint64 n = std::llround(value);
    if (metric.kind == MetricKind::Counter && n < 0)
        return fail(ErrorCode::InvalidArgument, u"a counter only grows"_s);
    {
        const std::lock_guard lock(m_customMutex);
        if (!m_customNames.contains(metric.name) && m_customNames.size() >= kMostNames)
            return fail(ErrorCode::InvalidArgument,
                        u"there are %1 names from outside already; labels tell things of one name apart"_s.arg(kMostNames));
        // An id as a label's value would take the room that Millrace's own measurements need.
        if (m_customSeries.size() >= kMostSeries && !m_customSeries.contains({metric.name, labels}))
            return fail(ErrorCode::InvalidArgument, u"there are %1 series from outside already"_s.arg(kMostSeries));
        know(metric.name, labels);
    }
    if (metric.kind == MetricKind::Counter)
        m_registry.counter(metric, labels).add(n);
    else if (metric.kind == MetricKind::Gauge)
        m_registry.gauge(metric, labels).set(n);
    else
        m_registry.histogram(metric, labels).record(n);
    return {};
}

} // namespace Millrace
