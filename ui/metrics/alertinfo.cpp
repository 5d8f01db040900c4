// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/alertinfo.h"

#include "common/format.h"
#include "metrics/metrictext.h"

#include <QCoreApplication>
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kSecond = 1'000'000;

void insertOrRemove(Json &json, const char *key, const QString &value)
{
    if (value.isEmpty())
        json.remove(key);
    else
        json.insert(key, value);
}

} // namespace

qint64 momentOf(const Json &json)
{
    if (json.isNumber())
        return static_cast<qint64>(json.toDouble() * kSecond);
    const QDateTime time = QDateTime::fromString(json.toString(), Qt::ISODateWithMs);
    return time.isValid() ? time.toMSecsSinceEpoch() * 1000 : 0;
}

AlertInfo AlertInfo::fromJson(const Json &json)
{
    return {.key = json.value("id"),
            .rule = json.value("rule").toString(),
            .title = json.value("title").toString(),
            .severity = json.value("severity").toString(),
            .state = json.value("state").toString(),
            .labels = json.value("labels").isObject() ? json.value("labels") : Json::object(),
            .text = json.value("text").toString(),
            .note = json.value("note").toString(),
            .since = momentOf(json.value("since")),
            .resolvedAt = momentOf(json.value("resolved_at")),
            .acknowledgedAt = momentOf(json.value("acknowledged_at")),
            .acknowledgedBy = json.value("acknowledged_by").toString(),
            .silencedUntil = momentOf(json.value("silenced_until"))};
}

RuleInfo RuleInfo::fromJson(const Json &json)
{
    return {.id = json.value("id").toString(),
            .title = json.value("title").toString(),
            .isEnabled = json.value("enabled").toBool(true),
            .severity = json.value("severity").toString(u"warning"_s),
            .kind = json.value("kind").toString(u"threshold"_s),
            .metric = json.value("metric").toString(),
            .function = json.value("function").toString(),
            .where = json.value("where").isObject() ? json.value("where") : Json::object(),
            .by = json.value("by").toStringList(),
            .window = json.value("window").toInt(300),
            .op = json.value("op").toString(u">"_s),
            .value = json.value("value").toDouble(),
            .holds = json.value("for").toInt(),
            .topic = json.value("topic").toString(),
            .onDesktop = json.value("notify").value("desktop").toBool(),
            .webhook = json.value("notify").value("webhook").toString(),
            .isShipped = json.value("shipped").toBool(),
            .state = json.value("state").toString(u"ok"_s),
            // "value" is both the limit and, among the rules' states, what it was last; the state's is beside.
            .last = json.value("last").isNumber() ? std::optional(json.value("last").toDouble()) : std::nullopt,
            .json = json};
}

Json RuleInfo::toJson() const
{
    Json out = json.isObject() ? json : Json::object();
    for (const char *key : {"state", "last", "shipped", "changed"})
        out.remove(key);
    insertOrRemove(out, "id", id);
    out.insert("title", title);
    out.insert("enabled", isEnabled);
    out.insert("severity", severity);
    out.insert("kind", kind);
    out.insert("window", window);
    out.insert("value", value);
    out.insert("for", holds);
    if (kind == "event"_L1) {
        out.insert("topic", topic);
        for (const char *key : {"metric", "function", "where", "by", "op"})
            out.remove(key);
    } else {
        out.remove("topic");
        out.insert("metric", metric);
        insertOrRemove(out, "function", function);
        out.insert("op", op);
        if (where.isEmpty())
            out.remove("where");
        else
            out.insert("where", where);
        if (by.isEmpty())
            out.remove("by");
        else
            out.insert("by", Json::array(by));
    }
    Json notify = json.value("notify").isObject() ? json.value("notify") : Json::object();
    notify.insert("desktop", onDesktop);
    notify.insert("webhook", webhook.isEmpty() ? Json() : Json(webhook));
    out.insert("notify", notify);
    return out;
}

QString RuleInfo::condition() const
{
    const auto text = [](const char *words) { return QCoreApplication::translate("RuleInfo", words); };
    const QString within = Format::shortDuration(window * kSecond);
    const QString number = Format::locale().toString(value, 'g', 6);
    QString said;
    if (kind == "event"_L1)
        said = text(QT_TRANSLATE_NOOP("RuleInfo", "%1: %2 or more within %3")).arg(topic, number, within);
    else if (kind == "absence"_L1)
        said = text(QT_TRANSLATE_NOOP("RuleInfo", "%1: nothing measured for %2")).arg(metric, within);
    else
        said = text(QT_TRANSLATE_NOOP("RuleInfo", "%1, %2 %3 %4 within %5"))
                   .arg(metric, kind == "rate"_L1 && function.isEmpty() ? MetricText::function(u"rate"_s) : MetricText::function(function), op,
                        number, within);
    return holds > 0 ? text(QT_TRANSLATE_NOOP("RuleInfo", "%1, and that for %2")).arg(said, Format::shortDuration(holds * kSecond)) : said;
}

} // namespace Millrace
