// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/queryanswer.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

Series lineOf(const Json &json, double step)
{
    Series line;
    const double start = json.value("t0").toDouble();
    const auto values = json.value("values").items();
    line.times.reserve(static_cast<qsizetype>(values.size()));
    line.values.reserve(static_cast<qsizetype>(values.size()));
    for (const Json &value : values) {
        line.times.append(start + step * static_cast<double>(line.times.size()));
        line.values.append(value.isNumber() ? value.toDouble() : kNothing);
    }
    return line;
}

Buckets bucketsOf(const Json &json, const QList<double> &bounds, double from, double to, double step)
{
    Buckets buckets{.bounds = bounds, .times = {}, .counts = {}};
    const double start = json.contains("t0") ? json.value("t0").toDouble() : from;
    const auto columns = static_cast<qsizetype>(std::clamp(std::ceil((to - start) / step), 0.0, 10'000.0));
    for (qsizetype i = 0; i < columns; ++i) {
        buckets.times.append(start + step * static_cast<double>(i));
        buckets.counts.append(QList<double>(bounds.size(), 0));
    }
    for (const Json &cell : json.value("cells").items()) {
        const qint64 column = cell.at(0).toInt(-1);
        const qint64 bucket = cell.at(1).toInt(-1);
        if (column >= 0 && column < columns && bucket >= 0 && bucket < bounds.size())
            buckets.counts[column][bucket] += cell.at(2).toDouble();
    }
    return buckets;
}

/// Sums two of the same shape.
void add(Buckets &to, const Buckets &from)
{
    if (to.bounds.isEmpty()) {
        to = from;
        return;
    }
    for (qsizetype i = 0; i < std::min(to.counts.size(), from.counts.size()); ++i) {
        for (qsizetype k = 0; k < std::min(to.counts.at(i).size(), from.counts.at(i).size()); ++k)
            to.counts[i][k] += from.counts.at(i).at(k);
    }
}

/// Without the buckets below and above which nothing ever was.
Buckets trimmed(const Buckets &buckets)
{
    const QList<double> sums = buckets.sums();
    const auto first = std::ranges::find_if(sums, [](double sum) { return sum > 0; }) - sums.begin();
    if (first == sums.size())
        return buckets;
    qsizetype last = sums.size() - 1;
    while (sums.at(last) <= 0)
        --last;
    Buckets result{.bounds = buckets.bounds.sliced(first, last - first + 1), .times = buckets.times, .counts = {}};
    for (const QList<double> &column : buckets.counts)
        result.counts.append(column.sliced(first, last - first + 1));
    return result;
}

Series scaled(Series series, double factor)
{
    if (factor != 1) {
        for (double &value : series.values)
            value *= factor;
    }
    return series;
}

} // namespace

QueryAnswer QueryAnswer::fromJson(const Json &json)
{
    QueryAnswer answer{.metric = json.value("metric").toString(),
                       .function = json.value("function").toString(),
                       .unit = json.value("unit").toString(),
                       .from = json.value("from").toDouble(),
                       .to = json.value("to").toDouble(),
                       .step = std::max(json.value("step").toDouble(10), 1e-3),
                       .series = {},
                       .dropped = json.value("dropped").toInt(),
                       .problem = json.value("error").value("message").toString(),
                       .isUnmeasured = json.value("error").value("code").toString() == "not_found"_L1};
    QList<double> bounds;
    for (const Json &bound : json.value("buckets").items())
        bounds.append(bound.isNumber() ? bound.toDouble() : std::numeric_limits<double>::infinity());
    for (const Json &item : json.value("series").items()) {
        Labelled one;
        for (const JsonMember &label : item.value("labels").members())
            one.labels.append({QString::fromUtf8(label.key), label.value.toString()});
        if (item.value("cells").isArray())
            one.buckets = bucketsOf(item, bounds, answer.from, answer.to, answer.step);
        else
            one.line = lineOf(item, answer.step);
        answer.series.append(one);
    }
    return answer;
}

QList<QueryAnswer> QueryAnswer::listFromJson(const Json &json)
{
    QList<QueryAnswer> answers;
    for (const Json &item : json.value("results").items())
        answers.append(fromJson(item));
    return answers;
}

QueryAnswer joined(const QueryAnswer &kept, const QueryAnswer &live)
{
    QueryAnswer result = kept;
    if (!live.problem.isEmpty())
        return result;
    for (const QueryAnswer::Labelled &newer : live.series) {
        const auto has = [](double value) { return !std::isnan(value); };
        const auto first = std::ranges::find_if(newer.line.values, has) - newer.line.values.begin();
        if (first == newer.line.values.size())
            continue;
        auto older = std::ranges::find(result.series, newer.labels, &QueryAnswer::Labelled::labels);
        if (older == result.series.end()) {
            result.series.append({newer.labels, {}, {}});
            older = result.series.end() - 1;
        }
        Series &line = older->line;
        const double from = newer.line.times.at(first);
        const auto kept = std::ranges::lower_bound(line.times, from) - line.times.begin();
        line.times.resize(kept);
        line.values.resize(kept);
        line.times += newer.line.times.sliced(first);
        line.values += newer.line.values.sliced(first);
    }
    return result;
}

QString lineName(const PanelQuery &query, const QueryAnswer::Labelled &series, bool isAlone)
{
    if (!query.legend.isEmpty()) {
        QString name = query.legend;
        for (const auto &[label, value] : series.labels)
            name.replace(u"{{%1}}"_s.arg(label), value);
        static const QRegularExpression unknown(u"\\{\\{[^}]*\\}\\}"_s);
        name = name.remove(unknown).simplified();
        if (!name.isEmpty())
            return name;
    }
    QStringList values;
    for (const auto &[label, value] : series.labels)
        values.append(value);
    // Of several questions each says what it asked.
    if (values.isEmpty() || !isAlone)
        values.append(query.function);
    return values.join(u" · "_s);
}

PlotContent panelContent(const PanelInfo &panel, const QList<QueryAnswer> &answers, const QList<QueryAnswer> &earlier)
{
    PlotContent content;
    content.kind = panel.kind;
    content.least = panel.least;
    content.greatest = panel.greatest;
    content.thresholds = panel.thresholds;
    content.isLogarithmic = panel.isLogarithmic;
    content.isCounted
        = !panel.queries.isEmpty() && std::ranges::all_of(panel.queries, [](const PanelQuery &query) { return query.function == "increase"_L1; });
    if (!answers.isEmpty()) {
        const UnitName name = UnitName::of(panel.unit.isEmpty() ? answers.constFirst().unit : panel.unit);
        content.unit = name.unit;
        content.step = answers.constFirst().step;
    }
    const bool isAlone = panel.queries.size() == 1;
    for (qsizetype i = 0; i < std::min(answers.size(), panel.queries.size()); ++i) {
        const QueryAnswer &answer = answers.at(i);
        const double factor = UnitName::of(answer.unit).factor;
        for (const QueryAnswer::Labelled &series : answer.series) {
            if (!series.buckets.bounds.isEmpty()) {
                add(content.buckets, series.buckets);
                continue;
            }
            Series line = scaled(series.line, factor);
            line.name = lineName(panel.queries.at(i), series, isAlone);
            content.lines.append(PlotLine(line));
            if (earlier.isEmpty())
                continue;
            // A line that was not there before stays without: the two lists go side by side.
            Series before;
            if (i < earlier.size()) {
                const auto found = std::ranges::find(earlier.at(i).series, series.labels, &QueryAnswer::Labelled::labels);
                if (found != earlier.at(i).series.end())
                    before = scaled(found->line, factor);
            }
            content.earlier.append(PlotLine(before));
        }
    }
    content.buckets = trimmed(content.buckets);
    return content;
}

LineSums LineSums::of(const Series &series)
{
    LineSums sums;
    qint64 count = 0;
    for (const double value : series.values) {
        if (std::isnan(value))
            continue;
        sums.least = count == 0 ? value : std::min(sums.least, value);
        sums.greatest = count == 0 ? value : std::max(sums.greatest, value);
        sums.last = value;
        sums.sum += value;
        ++count;
    }
    sums.isEmpty = count == 0;
    sums.mean = count > 0 ? sums.sum / static_cast<double>(count) : 0;
    return sums;
}

} // namespace Millrace
