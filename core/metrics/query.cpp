// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/query.h"

#include "sdk/clock.h"

#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr int kBucketsPerDecade = 10;
/// Steps that people can read; of more than a day, whole days.
constexpr std::array kSteps = {10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10'800, 21'600, 43'200, 86'400};

std::unexpected<Error> wrong(const QString &text)
{
    return fail(ErrorCode::InvalidArgument, text);
}

struct Function
{
    const char *name;
    MetricFunction function;
    double quantile;
    bool counter;
    bool gauge;
    bool histogram;
};

constexpr Function kFunctions[] = {
    {"rate", MetricFunction::Rate, 0, true, true, true},         {"increase", MetricFunction::Increase, 0, true, false, true},
    {"avg", MetricFunction::Avg, 0, false, true, true},          {"sum", MetricFunction::Sum, 0, true, true, true},
    {"min", MetricFunction::Min, 0, false, true, true},          {"max", MetricFunction::Max, 0, false, true, true},
    {"last", MetricFunction::Last, 0, false, true, false},       {"p50", MetricFunction::Quantile, 0.5, false, false, true},
    {"p90", MetricFunction::Quantile, 0.9, false, false, true},  {"p95", MetricFunction::Quantile, 0.95, false, false, true},
    {"p99", MetricFunction::Quantile, 0.99, false, false, true}, {"p99.9", MetricFunction::Quantile, 0.999, false, false, true},
    {"heatmap", MetricFunction::Heatmap, 0, false, false, true},
};

const Function *functionNamed(const QString &name)
{
    const auto it = std::ranges::find_if(kFunctions, [&](const Function &f) { return name == QLatin1StringView(f.name); });
    return it == std::end(kFunctions) ? nullptr : it;
}

/// A finer and a coarser step than this divide it or are divided by it.
qint64 stepFor(qint64 span, int points, int level)
{
    const qint64 least = std::max<qint64>((span + points - 1) / points, level);
    for (const qint64 step : kSteps) {
        if (step >= least && step % level == 0)
            return step;
    }
    return (least + 86'399) / 86'400 * 86'400;
}

int coarsestLevelFor(qint64 step)
{
    int level = kMetricLevels.front();
    for (const int one : kMetricLevels) {
        if (one <= step && step % one == 0)
            level = one;
    }
    return level;
}

MetricLabels groupOf(const StoredSeries &series, const QList<QByteArray> &by)
{
    MetricLabels labels;
    for (const auto &label : series.labels) {
        if (by.contains(label.first))
            labels.append(label);
    }
    return labels;
}

/// What one series was in each step.
struct Steps
{
    std::vector<MetricPoint> points;
    std::vector<bool> isThere;
};

Steps stepsOf(const std::vector<MetricPoint> &points, const MetricGrid &grid, qint64 offset)
{
    Steps steps{std::vector<MetricPoint>(static_cast<std::size_t>(grid.count)), std::vector<bool>(static_cast<std::size_t>(grid.count))};
    for (const MetricPoint &point : points) {
        const qint64 at = point.at + offset - grid.from;
        if (at < 0 || at / grid.step >= grid.count)
            continue;
        const auto i = static_cast<std::size_t>(at / grid.step);
        if (!steps.isThere[i])
            steps.points[i].at = point.at;
        steps.points[i].merge(point);
        steps.isThere[i] = true;
    }
    return steps;
}

double valueOf(const MetricQuery &query, const MetricInfo &info, const MetricPoint &p, const MetricPoint *before, double seconds)
{
    const double unit = info.resolution;
    const double count = double(p.n);
    switch (query.function) {
    case MetricFunction::Rate:
        if (info.kind == MetricKind::Gauge)
            return before ? (double(p.last) - double(before->last)) * unit / seconds : kNothing;
        return (info.kind == MetricKind::Histogram ? count : double(p.sum) * unit) / seconds;
    case MetricFunction::Increase:
        return info.kind == MetricKind::Histogram ? count : double(p.sum) * unit;
    case MetricFunction::Avg:
        return p.n > 0 ? double(p.sum) / count * unit : kNothing;
    case MetricFunction::Sum:
        if (info.kind == MetricKind::Gauge)
            return p.n > 0 ? double(p.sum) / count * unit : kNothing;
        return double(p.sum) * unit;
    case MetricFunction::Min:
        return p.n > 0 ? double(p.min) * unit : kNothing;
    case MetricFunction::Max:
        return p.n > 0 ? double(p.max) * unit : kNothing;
    case MetricFunction::Last:
        return p.n > 0 ? double(p.last) * unit : kNothing;
    case MetricFunction::Quantile:
    case MetricFunction::Heatmap:
        break;
    }
    return kNothing;
}

MetricAcross acrossFor(const MetricQuery &query)
{
    if (query.across != MetricAcross::Usual)
        return query.across;
    return query.function == MetricFunction::Min ? MetricAcross::Min : query.function == MetricFunction::Max ? MetricAcross::Max : MetricAcross::Sum;
}

/// Puts the values of a group's series of one step together.
class Fold
{
public:
    explicit Fold(MetricAcross across)
        : m_across(across)
    {}
    void add(double value)
    {
        if (std::isnan(value))
            return;
        if (m_n++ == 0)
            m_value = value;
        else if (m_across == MetricAcross::Min)
            m_value = std::min(m_value, value);
        else if (m_across == MetricAcross::Max)
            m_value = std::max(m_value, value);
        else
            m_value += value;
    }
    [[nodiscard]] double value() const { return m_n == 0 ? kNothing : m_across == MetricAcross::Avg ? m_value / double(m_n) : m_value; }

private:
    MetricAcross m_across;
    double m_value = 0;
    qint64 m_n = 0;
};

int decadeBucket(double value)
{
    return value > 0 ? int(std::ceil(std::log10(value) * kBucketsPerDecade - 1e-9)) : -12 * kBucketsPerDecade;
}

/// Cells with buckets numbered from the smallest that is there; the bounds go to the answer.
void drawHeat(MetricAnswer &answer, const QList<std::vector<MetricPoint>> &groups)
{
    int least = std::numeric_limits<int>::max();
    int most = std::numeric_limits<int>::min();
    for (qsizetype g = 0; g < groups.size(); ++g) {
        for (std::size_t column = 0; column < groups.at(g).size(); ++column) {
            std::map<int, qint64> cells;
            for (const MetricHistogram::Count &count : groups.at(g)[column].counts)
                cells[decadeBucket(std::max(MetricBuckets::middle(count.bucket), 1.0) * answer.info.resolution)]
                    += count.n; // 0 is less than can be told
            for (const auto &[bucket, n] : cells) {
                answer.curves[g].cells.push_back({static_cast<int>(column), bucket, n});
                least = std::min(least, bucket);
                most = std::max(most, bucket);
            }
        }
    }
    for (int bucket = least; bucket <= most && least <= most; ++bucket)
        answer.buckets.push_back(std::pow(10.0, double(bucket) / kBucketsPerDecade));
    for (MetricCurve &curve : answer.curves) {
        for (MetricCurve::Cell &cell : curve.cells)
            cell.bucket -= least;
    }
}

QByteArray unitOf(const MetricQuery &query, const MetricInfo &info)
{
    const bool counts = info.kind == MetricKind::Histogram && (query.function == MetricFunction::Rate || query.function == MetricFunction::Increase);
    const QByteArray unit = counts ? QByteArray() : info.unit;
    return query.function == MetricFunction::Rate ? (unit.isEmpty() ? QByteArray("1/s") : unit + "/s") : unit;
}

bool matches(const MetricQuery &query, const StoredSeries &series)
{
    for (const auto &[label, values] : query.where.asKeyValueRange()) {
        const auto it = std::ranges::find(series.labels, label, &std::pair<QByteArray, QByteArray>::first);
        if (!values.contains(it == series.labels.end() ? QByteArray() : it->second))
            return false;
    }
    return true;
}

} // namespace

std::optional<qint64> metricTime(const Json &json, qint64 now, qint64 since)
{
    if (json.isNumber())
        return static_cast<qint64>(json.toDouble());
    const QString text = json.toString().trimmed();
    if (text == "now"_L1)
        return now;
    if (text == "start"_L1)
        return since;
    if (text.startsWith(u'-') && text.size() >= 3) {
        static constexpr std::pair<char16_t, qint64> kUnits[]
            = {{u's', 1}, {u'm', 60}, {u'h', 3600}, {u'd', 86'400}, {u'w', 604'800}, {u'y', 31'536'000}};
        bool isNumber = false;
        const qint64 n = QStringView(text).sliced(1).chopped(1).toLongLong(&isNumber);
        for (const auto &[letter, seconds] : kUnits) {
            if (isNumber && n >= 0 && n <= 36'500 && text.back() == letter)
                return now - n * seconds;
        }
        return std::nullopt;
    }
    const auto iso = parseIso(text);
    return iso ? std::optional(*iso / 1'000'000) : std::nullopt;
}

Result<MetricQuery> MetricQuery::parse(const Json &json, qint64 now, qint64 since)
{
    MetricQuery query;
    query.metric = json.value("metric").toString().toUtf8();
    if (query.metric.isEmpty())
        return wrong(u"a query names a metric; metrics.list has their names"_s);
    query.functionName = json.value("function").toString(u"avg"_s);
    const Function *function = functionNamed(query.functionName);
    if (!function)
        return wrong(u"there is no function \"%1\""_s.arg(query.functionName));
    query.function = function->function;
    query.quantile = function->quantile;
    for (const JsonMember &member : json.value("where").members()) {
        QList<QByteArray> &values = query.where[member.key];
        if (member.value.isArray()) {
            for (const Json &value : member.value.items())
                values.append(value.toString().toUtf8());
        } else {
            values.append(member.value.toString().toUtf8());
        }
    }
    for (const Json &label : json.value("by").items())
        query.by.append(label.toString().toUtf8());
    const QString across = json.value("across").toString();
    query.across = across == "sum"_L1 ? MetricAcross::Sum
        : across == "avg"_L1          ? MetricAcross::Avg
        : across == "min"_L1          ? MetricAcross::Min
        : across == "max"_L1          ? MetricAcross::Max
                                      : MetricAcross::Usual;
    const auto from = json.contains("from") ? metricTime(json.value("from"), now, since) : std::optional(now - 3600);
    const auto to = json.contains("to") ? metricTime(json.value("to"), now, since) : std::optional(now);
    if (!from || !to)
        return wrong(u"a time is -6h (s, m, h, d, w, y), now, start, seconds since 1970 or ISO 8601"_s);
    if (*from >= *to)
        return wrong(u"the time that a query begins at is to be before the one that it ends at"_s);
    query.from = std::max<qint64>(*from, 0);
    query.to = *to;
    query.points = static_cast<int>(std::clamp<qint64>(json.value("points").toInt(500), 1, kMostMetricPoints));
    query.step = std::max<qint64>(json.value("step").toInt(0), 0);
    query.offset = std::max<qint64>(json.value("offset").toInt(0), 0);
    query.limit = static_cast<int>(std::clamp<qint64>(json.value("limit").toInt(50), 1, kMostMetricSeries));
    return query;
}

MetricGrid MetricGrid::of(const MetricQuery &query, const MetricRetention &retention, qint64 now)
{
    const qint64 span = query.to - query.from;
    MetricGrid grid;
    for (std::size_t i = 0; i < kMetricLevels.size(); ++i) {
        // What is gone at this level is asked of the next.
        const auto kept = [&](int days) { return days == 0 || query.from - query.offset >= now - days * qint64(86'400); };
        const bool isKept = kept(retention.days[i]) && (!query.needsDetail() || kept(retention.detailDays[i]));
        if (!isKept && i + 1 < kMetricLevels.size())
            continue;
        grid.step
            = std::max(stepFor(span, query.points, kMetricLevels[i]), (query.step + kMetricLevels[i] - 1) / kMetricLevels[i] * kMetricLevels[i]);
        grid.level = std::max(coarsestLevelFor(grid.step), kMetricLevels[i]);
        break;
    }
    grid.from = query.from / grid.step * grid.step;
    grid.count = static_cast<int>((query.to - grid.from + grid.step - 1) / grid.step);
    return grid;
}

MetricGrid MetricGrid::live(qint64 now, int seconds)
{
    return {.from = now - seconds + 1, .step = 1, .count = seconds, .level = 1};
}

Result<QList<StoredSeries>> seriesFor(const MetricQuery &query, const QList<StoredSeries> &all)
{
    QList<StoredSeries> found;
    const StoredSeries *any = nullptr;
    const StoredSeries *up = nullptr;
    for (const StoredSeries &series : all) {
        if (series.info.name == kUpMetric)
            up = &series;
        if (series.info.name != query.metric)
            continue;
        any = &series;
        if (matches(query, series))
            found.append(series);
    }
    if (!any)
        return fail(ErrorCode::NotFound, u"there is no metric \"%1\""_s.arg(QString::fromUtf8(query.metric)));
    const Function *function = functionNamed(query.functionName);
    const MetricKind kind = any->info.kind;
    if (!function || !(kind == MetricKind::Counter ? function->counter : kind == MetricKind::Gauge ? function->gauge : function->histogram))
        return wrong(u"\"%1\" is nothing that can be asked of a %2"_s.arg(query.functionName,
                                                                          kind == MetricKind::Counter     ? u"counter"_s
                                                                              : kind == MetricKind::Gauge ? u"gauge"_s
                                                                                                          : u"histogram"_s));
    if (up && query.metric != kUpMetric)
        found.append(*up);
    return found;
}

MetricAnswer evaluate(const MetricQuery &query, const MetricGrid &grid, const QList<StoredSeries> &series, const MetricPoints &points, qint64 now)
{
    MetricAnswer answer{{}, query.functionName, {}, grid, {}, {}, 0};
    static const std::vector<MetricPoint> none;
    const auto pointsOf = [&points](const StoredSeries &one) -> const std::vector<MetricPoint> & {
        const auto it = points.constFind(one.key);
        return it != points.cend() ? *it : none;
    };
    std::vector<bool> wasOpen(static_cast<std::size_t>(grid.count), true);
    std::map<MetricLabels, QList<const StoredSeries *>> groups;
    for (const StoredSeries &one : series) {
        if (one.info.name == kUpMetric)
            wasOpen = stepsOf(pointsOf(one), grid, query.offset).isThere;
        if (one.info.name != query.metric)
            continue;
        answer.info = one.info;
        groups[groupOf(one, query.by)].append(&one);
    }
    answer.unit = unitOf(query, answer.info);
    const bool isGauge = answer.info.kind == MetricKind::Gauge;
    const MetricAcross across = acrossFor(query);
    QList<std::vector<MetricPoint>> merged; // of a heat map
    for (const auto &[labels, members] : groups) {
        MetricCurve curve{labels, std::vector<double>(static_cast<std::size_t>(grid.count), kNothing), {}};
        std::vector<Steps> steps;
        for (const StoredSeries *member : members)
            steps.push_back(stepsOf(pointsOf(*member), grid, query.offset));
        std::vector<MetricPoint> columns(query.function == MetricFunction::Heatmap ? curve.values.size() : 0);
        bool isThere = false;
        for (std::size_t i = 0; i < curve.values.size(); ++i) {
            if (!wasOpen[i])
                continue;
            const qint64 begins = grid.from + static_cast<qint64>(i) * grid.step;
            const double seconds = double(std::clamp<qint64>(now - begins, 1, grid.step));
            if (query.needsDetail()) {
                MetricPoint all;
                for (const Steps &one : steps)
                    all.merge(one.points[i]);
                isThere |= all.n > 0;
                if (query.function == MetricFunction::Heatmap)
                    columns[i] = std::move(all);
                else if (const auto value = quantileOf(all.counts, query.quantile))
                    curve.values[i] = *value * answer.info.resolution;
                continue;
            }
            if (query.function == MetricFunction::Avg && answer.info.kind == MetricKind::Histogram && query.across == MetricAcross::Usual) {
                MetricPoint all; // weighted by how many came: the mean of means is nobody's
                for (const Steps &one : steps)
                    all.merge(one.points[i]);
                isThere |= all.n > 0;
                curve.values[i] = valueOf(query, answer.info, all, nullptr, seconds);
                continue;
            }
            Fold fold(across);
            for (const Steps &one : steps) {
                isThere |= one.isThere[i];
                if (isGauge && !one.isThere[i])
                    continue;
                const MetricPoint *before = i > 0 && one.isThere[i - 1] ? &one.points[i - 1] : nullptr;
                fold.add(valueOf(query, answer.info, one.points[i], before, seconds));
            }
            curve.values[i] = fold.value();
        }
        if (!isThere)
            continue;
        answer.curves.append(std::move(curve));
        if (query.function == MetricFunction::Heatmap)
            merged.append(std::move(columns));
    }
    if (query.function == MetricFunction::Heatmap) {
        drawHeat(answer, merged);
        return answer;
    }
    if (answer.curves.size() > query.limit) {
        const auto weight = [](const MetricCurve &curve) {
            double sum = 0;
            for (const double value : curve.values)
                sum += std::isnan(value) ? 0 : std::abs(value);
            return sum;
        };
        std::ranges::stable_sort(answer.curves, std::ranges::greater(), weight);
        answer.dropped = answer.curves.size() - query.limit;
        answer.curves.resize(query.limit);
    }
    return answer;
}

Json MetricAnswer::toJson(qint64 offset) const
{
    Json series = Json::array();
    for (const MetricCurve &curve : curves) {
        Json labels = Json::object();
        for (const auto &[name, value] : curve.labels)
            labels.insert(name, QString::fromUtf8(value));
        Json one = Json::object({{"labels", labels}, {"t0", grid.from}});
        if (buckets.empty() && curve.cells.empty()) {
            Json values = Json::array();
            for (const double value : curve.values)
                values.append(Json(value));
            one.insert("values", values);
        } else {
            Json cells = Json::array();
            for (const MetricCurve::Cell &cell : curve.cells)
                cells.append(Json::array({cell.column, cell.bucket, cell.n}));
            one.insert("cells", cells);
        }
        series.append(one);
    }
    Json json = Json::object({{"metric", QString::fromUtf8(info.name)},
                              {"function", function},
                              {"unit", QString::fromUtf8(unit)},
                              {"kind", metricKindName(info.kind)},
                              {"from", grid.from},
                              {"to", grid.from + grid.step * grid.count},
                              {"step", grid.step},
                              {"level", grid.level},
                              {"series", series},
                              {"dropped", dropped}});
    if (offset > 0)
        json.insert("offset", offset);
    if (function == "heatmap"_L1) {
        Json bounds = Json::array();
        for (const double bound : buckets)
            bounds.append(Json(bound));
        json.insert("buckets", bounds);
    }
    return json;
}

QByteArray metricCsv(const QList<MetricAnswer> &answers)
{
    const auto quoted = [](QByteArray text) {
        if (!text.contains(',') && !text.contains('"') && !text.contains('\n') && !text.contains('\r'))
            return text;
        return '"' + text.replace("\"", "\"\"") + '"';
    };
    QByteArray csv = "time";
    std::map<qint64, QHash<qsizetype, double>> rows;
    qsizetype column = 0;
    for (const MetricAnswer &answer : answers) {
        for (const MetricCurve &curve : answer.curves) {
            QByteArray name = answer.info.name + ' ' + answer.function.toUtf8();
            for (const auto &[label, value] : curve.labels)
                name += ' ' + label + '=' + value;
            csv += ',' + quoted(name);
            for (std::size_t i = 0; i < curve.values.size(); ++i)
                rows[answer.grid.from + static_cast<qint64>(i) * answer.grid.step].insert(column, curve.values[i]);
            ++column;
        }
    }
    csv += "\r\n";
    for (const auto &[at, values] : rows) {
        csv += isoSeconds(at * 1'000'000).toUtf8();
        for (qsizetype i = 0; i < column; ++i) {
            const double value = values.value(i, kNothing);
            csv += ',' + (std::isnan(value) ? QByteArray() : QByteArray::number(value, 'g', QLocale::FloatingPointShortest));
        }
        csv += "\r\n";
    }
    return csv;
}

} // namespace Millrace
