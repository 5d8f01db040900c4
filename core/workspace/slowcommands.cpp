// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where time goes, on one page.
#include "workspace/commandschema.h"
#include "workspace/measuring.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr qint64 kSecondUs = 1'000'000;
constexpr double kBusyShare = 0.5; ///< of all step time in one node: worth a word
constexpr double kSlowCommit = 0.1; ///< seconds
constexpr double kNano = 1e-9;

/// The values of one number over the whole time, by labels.
using Values = std::map<MetricLabels, double>;

QString labelOf(const MetricLabels &labels, const QByteArray &name)
{
    const auto it = std::ranges::find(labels, name, &std::pair<QByteArray, QByteArray>::first);
    return it == labels.end() ? QString() : QString::fromUtf8(it->second);
}

Json numberOf(const Values &values, const MetricLabels &labels)
{
    const auto it = values.find(labels);
    return it == values.end() ? Json() : Json(it->second);
}

double totalOf(const Values &values)
{
    double sum = 0;
    for (const auto &[labels, value] : values)
        sum += value;
    return sum;
}

Json advice(const char *severity, const QString &text)
{
    return Json::object({{"severity", severity}, {"text", text}});
}

} // namespace

Result<Json> Measuring::slow(Reader &reader, const Json &args)
{
    sampleNow();
    const qint64 now = m_clock.nowUs() / kSecondUs;
    const auto since = MetricArchive(MetricRepository(reader.db)).since();
    if (!since)
        return std::unexpected(since.error());
    const qint64 oldest = since->value_or(now - 3600);
    const auto from = args.contains("from") ? metricTime(args.value("from"), now, oldest) : std::optional(now - 3600);
    const auto to = args.contains("to") ? metricTime(args.value("to"), now, oldest) : std::optional(now);
    if (!from || !to || *from >= *to)
        return fail(ErrorCode::InvalidArgument, u"a time is -6h, now, start, seconds since 1970 or ISO 8601, and the first before the second"_s);
    // One value for all of the time; a metric that nobody counted yet has none.
    const auto values = [&](const char *metric, const char *function, const QStringList &by, const Json &where = Json::object()) {
        Values found;
        const auto answer = ask(reader,
                                Json::object({{"metric", metric},
                                              {"function", function},
                                              {"by", Json::array(by)},
                                              {"where", where},
                                              {"from", *from},
                                              {"to", *to},
                                              {"points", 1},
                                              {"limit", kMostMetricSeries}}),
                                oldest);
        if (!answer)
            return found;
        const bool isSum = answer->function == "sum"_L1 || answer->function == "increase"_L1;
        for (const MetricCurve &curve : answer->curves) {
            // A span that begins within a step has two.
            double value = std::nan("");
            for (const double one : curve.values) {
                if (!std::isnan(one))
                    value = std::isnan(value) ? one : isSum ? value + one : std::max(value, one);
            }
            if (!std::isnan(value))
                found.emplace(curve.labels, value);
        }
        return found;
    };
    const QStringList byNode = {u"pipeline"_s, u"node"_s};
    constexpr const char *kSteps = "millrace_step_duration_seconds";
    const Values spent = values(kSteps, "sum", byNode);
    const Values calls = values(kSteps, "increase", byNode);
    const Values p50 = values(kSteps, "p50", byNode);
    const Values p95 = values(kSteps, "p95", byNode);
    const Values p99 = values(kSteps, "p99", byNode);
    const Values longest = values(kSteps, "max", byNode);
    const Values waits = values("millrace_step_wait_seconds", "p95", byNode);
    const Values failed = values("millrace_steps_total", "increase", byNode, Json::object({{"result", "failed"}}));
    const double busy = totalOf(spent);
    std::vector<std::pair<MetricLabels, double>> order(spent.begin(), spent.end());
    std::ranges::stable_sort(order, std::ranges::greater(), &std::pair<MetricLabels, double>::second);
    const auto limit = static_cast<std::size_t>(args.value("limit").toInt(20));
    Json nodes = Json::array();
    Json hints = Json::array();
    for (const auto &[labels, seconds] : order) {
        const double n = calls.contains(labels) ? calls.at(labels) : 0;
        if (static_cast<std::size_t>(nodes.size()) >= limit || n == 0)
            break;
        const double share = busy > 0 ? seconds / busy : 0;
        const QString pipeline = labelOf(labels, "pipeline");
        const QString node = labelOf(labels, "node");
        nodes.append(Json::object({{"pipeline", pipeline},
                                   {"node", node},
                                   {"calls", std::llround(n)},
                                   {"failed", failed.contains(labels) ? std::llround(failed.at(labels)) : 0LL},
                                   {"total_seconds", seconds},
                                   {"share", share},
                                   {"avg", seconds / n},
                                   {"p50", numberOf(p50, labels)},
                                   {"p95", numberOf(p95, labels)},
                                   {"p99", numberOf(p99, labels)},
                                   {"max", numberOf(longest, labels)},
                                   {"wait_p95", numberOf(waits, labels)}}));
        if (share > kBusyShare && order.size() > 1) {
            Json hint = advice("info", u"\"%1\" of \"%2\" takes %3 % of all step time"_s.arg(node, pipeline).arg(std::llround(share * 100)));
            hint.insert("pipeline", pipeline);
            hint.insert("node", node);
            hints.append(hint);
        }
    }
    const auto whole = [](const Values &all) { return all.empty() ? Json() : Json(all.begin()->second); };
    constexpr const char *kCommit = "millrace_commit_duration_seconds";
    const Values slowest = values(kCommit, "p95", {});
    const Json commits = Json::object({{"count", whole(values(kCommit, "increase", {}))},
                                       {"avg", whole(values(kCommit, "avg", {}))},
                                       {"p50", whole(values(kCommit, "p50", {}))},
                                       {"p95", whole(slowest)},
                                       {"p99", whole(values(kCommit, "p99", {}))},
                                       {"max", whole(values(kCommit, "max", {}))},
                                       {"transitions_avg", whole(values("millrace_commit_transitions", "avg", {}))}});
    if (!slowest.empty() && slowest.begin()->second > kSlowCommit)
        hints.append(
            advice("warning", u"one commit in twenty takes longer than %1 ms to reach the disk"_s.arg(std::llround(slowest.begin()->second * 1000))));
    const QStringList byModel = {u"gen_ai_provider_name"_s, u"gen_ai_request_model"_s};
    constexpr const char *kModels = "gen_ai_client_operation_duration_seconds";
    const Values modelTime = values(kModels, "sum", byModel);
    const Values modelCalls = values(kModels, "increase", byModel);
    const Values modelSlow = values(kModels, "p95", byModel);
    Json providers = Json::array();
    for (const auto &[labels, seconds] : modelTime) {
        const double n = modelCalls.contains(labels) ? modelCalls.at(labels) : 0;
        providers.append(Json::object({{"provider", labelOf(labels, "gen_ai_provider_name")},
                                       {"model", labelOf(labels, "gen_ai_request_model")},
                                       {"calls", std::llround(n)},
                                       {"avg", n > 0 ? Json(seconds / n) : Json()},
                                       {"p95", numberOf(modelSlow, labels)},
                                       {"total_seconds", seconds}}));
    }
    Json statements = Json::array();
    const QList<StatementUse> uses = m_work ? m_work->statements().uses() : QList<StatementUse>();
    qint64 looked = 0;
    for (const StatementUse &use : uses)
        looked += use.spentNs;
    for (const StatementUse &use : uses) {
        if (static_cast<std::size_t>(statements.size()) >= limit)
            break;
        statements.append(Json::object({{"sql", QString::fromUtf8(use.sql)},
                                        {"calls", use.runs},
                                        {"total_seconds", double(use.spentNs) * kNano},
                                        {"share", looked > 0 ? double(use.spentNs) / double(looked) : 0.0},
                                        {"avg", double(use.spentNs) * kNano / double(std::max<qint64>(use.runs, 1))},
                                        {"max", double(use.longestNs) * kNano},
                                        {"rows_scanned", use.scanned},
                                        {"sorts", use.sorts},
                                        {"auto_indexes", use.autoIndexes},
                                        {"plan", planOf(reader.db, use.sql).join(u"; "_s)}}));
    }
    return Json::object({{"from", *from},
                         {"to", *to},
                         {"busy_seconds", busy},
                         {"nodes", nodes},
                         {"commits", commits},
                         {"providers", providers},
                         {"statements", statements},
                         {"sampled", StatementProfile::kSample},
                         {"advice", hints}});
}

void Measuring::addSlowCommands(CommandTable &table)
{
    table.add(info("metrics.slow", "Explain what is slow",
                   "Where time went: by node, by commit, by model, and by statement of the engine's connection (of which a sample is looked at). "
                   "What took the "
                   "most comes first.",
                   Access::Read, "contexts.read",
                   schema({{"from", Json::object({{"type", Json::array({"string", "number"})}, {"description", "-1h without it"}})},
                           {"to", Json::object({{"type", Json::array({"string", "number"})}})},
                           {"limit", Json::object({{"type", "integer"}, {"minimum", 1}, {"maximum", 500}})}})),
              [this](Reader &reader, const CommandCall &call) -> Result<Json> { return slow(reader, call.args); });
}

} // namespace Millrace
