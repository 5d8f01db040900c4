// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/exposition.h"

#include <QHash>
#include <QLocale>

#include <cctype>
#include <cmath>
#include <map>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

using Series = MetricRegistry::Series;

QByteArray number(double value)
{
    return QByteArray::number(value, 'g', QLocale::FloatingPointShortest);
}

/// Escaped as the format asks: in a label's value quotes too.
QByteArray escaped(QByteArray text, bool isLabel)
{
    text.replace('\\', "\\\\").replace('\n', "\\n");
    return isLabel ? text.replace('"', "\\\"") : text;
}

QByteArray labelsOf(const MetricLabels &labels, const QByteArray &more = {})
{
    QByteArray text;
    for (const auto &[name, value] : labels)
        text += (text.isEmpty() ? "" : ",") + name + "=\"" + escaped(value, true) + '"';
    if (!more.isEmpty())
        text += (text.isEmpty() ? "" : ",") + more;
    return text.isEmpty() ? text : '{' + text + '}';
}

/// Bounds that people can read, in units: 1, 2.5, 5 of each decade. What buckets hold is told to the nearest of ours below.
std::vector<double> boundsOf(const MetricInfo &info)
{
    const int first = info.resolution < 1 ? int(std::floor(std::log10(info.resolution))) + 2 : 0;
    std::vector<double> bounds;
    for (int decade = first; decade <= first + 6; ++decade) {
        for (const double step : {1.0, 2.5, 5.0})
            bounds.push_back(step * std::pow(10.0, decade));
    }
    return bounds;
}

/// How many lie at or below each bound.
std::vector<qint64> cumulative(const MetricHistogram::Reading &reading, const std::vector<double> &bounds, double resolution)
{
    std::vector<qint64> counts;
    qint64 sum = 0;
    auto at = reading.counts.cbegin();
    for (const double bound : bounds) {
        for (; at != reading.counts.cend() && double(MetricBuckets::highest(at->bucket)) * resolution <= bound * (1 + 1e-9); ++at)
            sum += at->n;
        counts.push_back(sum);
    }
    return counts;
}

std::map<QByteArray, std::vector<const Series *>> byName(const MetricRegistry &registry)
{
    std::map<QByteArray, std::vector<const Series *>> metrics;
    for (const Series *series : registry.series()) {
        if (!series->gauge || series->gauge->isSet())
            metrics[series->info->name].push_back(series);
    }
    return metrics;
}

/// A counter's name ends as Prometheus has it; where that is another's name, it stays.
QByteArray prometheusName(const QByteArray &name, MetricKind kind, const std::map<QByteArray, std::vector<const Series *>> &all)
{
    const QByteArray total = name + "_total";
    return kind == MetricKind::Counter && !name.endsWith("_total") && !all.contains(total) ? total : name;
}

Json attributesOf(const MetricLabels &labels)
{
    static const QHash<QByteArray, QByteArray> names = {{"gen_ai_operation_name", "gen_ai.operation.name"},
                                                        {"gen_ai_provider_name", "gen_ai.provider.name"},
                                                        {"gen_ai_request_model", "gen_ai.request.model"},
                                                        {"gen_ai_token_type", "gen_ai.token.type"},
                                                        {"error_type", "error.type"}};
    Json attributes = Json::array();
    for (const auto &[name, value] : labels) {
        attributes.append(Json::object(
            {{"key", QString::fromUtf8(names.value(name, name))}, {"value", Json::object({{"stringValue", QString::fromUtf8(value)}})}}));
    }
    return attributes;
}

QByteArray otlpName(const QByteArray &name)
{
    static const QHash<QByteArray, QByteArray> names = {{"gen_ai_client_token_usage", "gen_ai.client.token.usage"},
                                                        {"gen_ai_client_operation_duration_seconds", "gen_ai.client.operation.duration"}};
    return names.value(name, name);
}

QByteArray otlpUnit(const QByteArray &unit)
{
    return unit == "seconds" ? "s" : unit == "bytes" ? "By" : unit == "tokens" ? "{token}" : unit.isEmpty() || unit == "ratio" ? "1" : unit;
}

Json nanos(qint64 us)
{
    return Json(QString::number(us) + u"000"_s);
}

} // namespace

QByteArray toPrometheus(const MetricRegistry &registry)
{
    QByteArray text;
    const auto metrics = byName(registry);
    for (const auto &[key, all] : metrics) {
        const MetricInfo &info = *all.front()->info;
        const QByteArray name = prometheusName(key, info.kind, metrics);
        const QByteArray help = info.help.isEmpty() ? QByteArray("Counted by a component.") : info.help.toUtf8();
        text += "# HELP " + name + ' ' + escaped(help, false) + '\n';
        text += "# TYPE " + name + ' ' + QByteArray(metricKindName(info.kind).data()) + '\n';
        const std::vector<double> bounds = boundsOf(info);
        for (const Series *series : all) {
            if (series->counter) {
                text += name + labelsOf(series->labels) + ' ' + number(double(series->counter->value()) * info.resolution) + '\n';
            } else if (series->gauge) {
                text += name + labelsOf(series->labels) + ' ' + number(double(series->gauge->value()) * info.resolution) + '\n';
            } else {
                const MetricHistogram::Reading reading = series->histogram->read();
                const std::vector<qint64> counts = cumulative(reading, bounds, info.resolution);
                for (std::size_t i = 0; i < bounds.size(); ++i)
                    text += name + "_bucket" + labelsOf(series->labels, "le=\"" + number(bounds[i]) + '"') + ' ' + QByteArray::number(counts[i])
                        + '\n';
                text += name + "_bucket" + labelsOf(series->labels, "le=\"+Inf\"") + ' ' + QByteArray::number(reading.n) + '\n';
                text += name + "_sum" + labelsOf(series->labels) + ' ' + number(double(reading.sum) * info.resolution) + '\n';
                text += name + "_count" + labelsOf(series->labels) + ' ' + QByteArray::number(reading.n) + '\n';
            }
        }
    }
    return text;
}

Json toOtlp(const MetricRegistry &registry, const QString &version, qint64 startUs, qint64 nowUs)
{
    Json metrics = Json::array();
    for (const auto &[name, all] : byName(registry)) {
        const MetricInfo &info = *all.front()->info;
        const std::vector<double> bounds = boundsOf(info);
        Json points = Json::array();
        for (const Series *series : all) {
            Json point
                = Json::object({{"attributes", attributesOf(series->labels)}, {"startTimeUnixNano", nanos(startUs)}, {"timeUnixNano", nanos(nowUs)}});
            if (series->histogram) {
                const MetricHistogram::Reading reading = series->histogram->read();
                const std::vector<qint64> counts = cumulative(reading, bounds, info.resolution);
                Json buckets = Json::array();
                Json limits = Json::array();
                qint64 before = 0;
                for (std::size_t i = 0; i < bounds.size(); ++i) {
                    limits.append(Json(bounds[i]));
                    buckets.append(Json(QString::number(counts[i] - std::exchange(before, counts[i]))));
                }
                buckets.append(Json(QString::number(reading.n - before)));
                point.insert("count", Json(QString::number(reading.n)));
                point.insert("sum", Json(double(reading.sum) * info.resolution));
                point.insert("bucketCounts", buckets);
                point.insert("explicitBounds", limits);
            } else {
                const qint64 value = series->counter ? series->counter->value() : series->gauge->value();
                point.insert("asDouble", Json(double(value) * info.resolution));
            }
            points.append(point);
        }
        Json metric = Json::object(
            {{"name", QString::fromUtf8(otlpName(name))}, {"description", info.help}, {"unit", QString::fromUtf8(otlpUnit(info.unit))}});
        constexpr int kCumulative = 2;
        if (info.kind == MetricKind::Counter)
            metric.insert("sum", Json::object({{"aggregationTemporality", kCumulative}, {"isMonotonic", true}, {"dataPoints", points}}));
        else if (info.kind == MetricKind::Gauge)
            metric.insert("gauge", Json::object({{"dataPoints", points}}));
        else
            metric.insert("histogram", Json::object({{"aggregationTemporality", kCumulative}, {"dataPoints", points}}));
        metrics.append(metric);
    }
    const Json scope = Json::object({{"scope", Json::object({{"name", "millrace"}, {"version", version}})}, {"metrics", metrics}});
    const Json service = Json::object({{"key", "service.name"}, {"value", Json::object({{"stringValue", "millrace"}})}});
    const Json resource = Json::object({{"attributes", Json::array({service})}});
    return Json::object({{"resourceMetrics", Json::array({Json::object({{"resource", resource}, {"scopeMetrics", Json::array({scope})}})})}});
}

QByteArray toGraphite(const MetricRegistry &registry, const QByteArray &prefix, qint64 nowUs)
{
    const auto plain = [](QByteArray part) {
        for (char &c : part) {
            if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_' && c != '-')
                c = '_';
        }
        return part;
    };
    QByteArray text;
    const QByteArray at = ' ' + QByteArray::number(nowUs / 1'000'000) + '\n';
    for (const auto &[name, all] : byName(registry)) {
        for (const Series *series : all) {
            QByteArray path = prefix.isEmpty() ? name : prefix + '.' + name;
            for (const auto &[label, value] : series->labels)
                path += '.' + plain(label) + '.' + plain(value);
            const double resolution = series->info->resolution;
            if (series->histogram) {
                const MetricHistogram::Reading reading = series->histogram->read();
                text += path + ".count " + QByteArray::number(reading.n) + at;
                text += path + ".sum " + number(double(reading.sum) * resolution) + at;
            } else {
                text += path + ' ' + number(double(series->counter ? series->counter->value() : series->gauge->value()) * resolution) + at;
            }
        }
    }
    return text;
}

} // namespace Millrace
