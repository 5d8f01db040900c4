// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/boardinfo.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kKindNames = {"line", "area", "stacked", "bar", "histogram", "heatmap", "table", "value"};

void insertOrRemove(Json &json, const char *key, const QString &value)
{
    if (value.isEmpty())
        json.remove(key);
    else
        json.insert(key, value);
}

std::optional<double> number(const Json &json)
{
    return json.isNumber() ? std::optional(json.toDouble()) : std::nullopt;
}

} // namespace

QString panelKindName(PanelKind kind)
{
    return QString::fromLatin1(kKindNames.at(static_cast<std::size_t>(kind)));
}

PanelKind panelKindOf(const QString &name)
{
    const auto found = std::ranges::find(kKindNames, name.toUtf8(), [](const char *kind) { return QByteArray(kind); });
    return found == kKindNames.end() ? PanelKind::Line : static_cast<PanelKind>(found - kKindNames.begin());
}

PanelQuery PanelQuery::fromJson(const Json &json)
{
    return {.metric = json.value("metric").toString(),
            .function = json.value("function").toString(),
            .where = json.value("where").isObject() ? json.value("where") : Json::object(),
            .by = json.value("by").toStringList(),
            .across = json.value("across").toString(),
            .legend = json.value("legend").toString()};
}

Json PanelQuery::toArgs() const
{
    Json args = Json::object({{"metric", metric}, {"function", function}});
    if (!where.isEmpty())
        args.insert("where", where);
    if (!by.isEmpty())
        args.insert("by", Json::array(by));
    if (!across.isEmpty())
        args.insert("across", across);
    return args;
}

Json PanelQuery::toJson() const
{
    Json json = toArgs();
    if (!legend.isEmpty())
        json.insert("legend", legend);
    return json;
}

PanelInfo PanelInfo::fromJson(const Json &json)
{
    PanelInfo panel{.id = json.value("id").toString(),
                    .title = json.value("title").toString(),
                    .kind = panelKindOf(json.value("kind").toString()),
                    .cells = fittedToGrid({static_cast<int>(json.value("x").toInt()), static_cast<int>(json.value("y").toInt()),
                                           static_cast<int>(json.value("w").toInt(6)), static_cast<int>(json.value("h").toInt(3))}),
                    .queries = {},
                    .unit = json.value("unit").toString(),
                    .least = number(json.value("min")),
                    .greatest = number(json.value("max")),
                    .thresholds = {},
                    .isLogarithmic = json.value("log").toBool(),
                    .json = json};
    for (const Json &query : json.value("queries").items())
        panel.queries.append(PanelQuery::fromJson(query));
    for (const Json &threshold : json.value("thresholds").items())
        panel.thresholds.append(threshold.value("value").toDouble());
    return panel;
}

Json PanelInfo::toJson() const
{
    Json out = json.isObject() ? json : Json::object();
    out.insert("id", id);
    out.insert("title", title);
    out.insert("kind", panelKindName(kind));
    out.insert("x", cells.left());
    out.insert("y", cells.top());
    out.insert("w", cells.width());
    out.insert("h", cells.height());
    Json asked = Json::array();
    for (const PanelQuery &query : queries)
        asked.append(query.toJson());
    out.insert("queries", asked);
    insertOrRemove(out, "unit", unit);
    for (const auto &[key, value] : {std::pair("min", least), std::pair("max", greatest)}) {
        if (value)
            out.insert(key, *value);
        else
            out.remove(key);
    }
    if (isLogarithmic)
        out.insert("log", true);
    else
        out.remove("log");
    QList<double> before;
    for (const Json &threshold : json.value("thresholds").items())
        before.append(threshold.value("value").toDouble());
    if (before != thresholds) {
        Json lines = Json::array();
        for (const double threshold : thresholds)
            lines.append(Json::object({{"value", threshold}, {"severity", "warning"}}));
        out.insert("thresholds", lines);
    }
    return out;
}

BoardInfo BoardInfo::fromJson(const Json &json)
{
    BoardInfo board{.id = json.value("id").toString(),
                    .title = json.value("title").toString(),
                    .description = json.value("description").toString(),
                    .range = json.value("range").toString(),
                    .isShipped = json.value("shipped").toBool(),
                    .isChanged = json.value("changed").toBool(),
                    .panels = {},
                    .json = json};
    QSet<QString> ids;
    for (const Json &item : json.value("panels").items()) {
        PanelInfo panel = PanelInfo::fromJson(item);
        // Whoever wrote it by hand may have forgotten the id or used one twice.
        if (panel.id.isEmpty() || ids.contains(panel.id))
            panel.id = board.freePanelId();
        ids.insert(panel.id);
        board.panels.append(panel);
    }
    board.setPlaces(settled(board.places()));
    return board;
}

Json BoardInfo::toJson() const
{
    Json out = json.isObject() ? json : Json::object();
    if (id.isEmpty())
        out.remove("id");
    else
        out.insert("id", id);
    out.insert("title", title);
    insertOrRemove(out, "description", description);
    insertOrRemove(out, "range", range);
    Json list = Json::array();
    for (const PanelInfo &panel : panels)
        list.append(panel.toJson());
    out.insert("panels", list);
    return out;
}

const PanelInfo *BoardInfo::panel(const QString &id) const
{
    const auto found = std::ranges::find(panels, id, &PanelInfo::id);
    return found == panels.end() ? nullptr : &*found;
}

QList<GridPlace> BoardInfo::places() const
{
    QList<GridPlace> places;
    for (const PanelInfo &panel : panels)
        places.append({panel.id, panel.cells});
    return places;
}

void BoardInfo::setPlaces(const QList<GridPlace> &places)
{
    for (const GridPlace &place : places) {
        const auto found = std::ranges::find(panels, place.id, &PanelInfo::id);
        if (found != panels.end())
            found->cells = place.cells;
    }
}

QString BoardInfo::freePanelId() const
{
    for (qsizetype number = panels.size() + 1;; ++number) {
        const QString id = u"panel-%1"_s.arg(number);
        if (!panel(id))
            return id;
    }
}

MetricChoice MetricChoice::fromJson(const Json &json)
{
    MetricChoice metric{.name = json.value("name").toString(),
                        .kind = json.value("kind").toString(),
                        .unit = json.value("unit").toString(),
                        .title = json.value("title").toString(),
                        .help = json.value("help").toString(),
                        .group = json.value("group").toString(),
                        .labels = json.value("labels").toStringList(),
                        .series = json.value("series").toInt(),
                        .values = {}};
    for (const JsonMember &member : json.value("values").members())
        metric.values.insert(QString::fromUtf8(member.key), member.value.toStringList());
    return metric;
}

QStringList MetricChoice::functionsOf(const QString &kind)
{
    if (kind == "counter"_L1)
        return {u"rate"_s, u"increase"_s};
    if (kind == "histogram"_L1)
        return {u"p95"_s, u"p50"_s, u"p90"_s, u"p99"_s, u"p99.9"_s, u"avg"_s, u"min"_s, u"max"_s, u"sum"_s, u"rate"_s, u"increase"_s, u"heatmap"_s};
    return {u"avg"_s, u"last"_s, u"min"_s, u"max"_s, u"sum"_s, u"rate"_s};
}

} // namespace Millrace
