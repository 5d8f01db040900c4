// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/metrictext.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QString word(const char *text)
{
    return QCoreApplication::translate("MetricText", text);
}

/// What is not known stays as the door says it.
QString found(const QHash<QString, const char *> &words, const QString &name)
{
    const char *text = words.value(name);
    return text ? word(text) : name;
}

} // namespace

QString MetricText::kind(PanelKind kind)
{
    switch (kind) {
    case PanelKind::Line:
        return word(QT_TRANSLATE_NOOP("MetricText", "Lines"));
    case PanelKind::Area:
        return word(QT_TRANSLATE_NOOP("MetricText", "Areas"));
    case PanelKind::Stacked:
        return word(QT_TRANSLATE_NOOP("MetricText", "Areas on each other"));
    case PanelKind::Bar:
        return word(QT_TRANSLATE_NOOP("MetricText", "Bars"));
    case PanelKind::Histogram:
        return word(QT_TRANSLATE_NOOP("MetricText", "Histogram"));
    case PanelKind::HeatMap:
        return word(QT_TRANSLATE_NOOP("MetricText", "Heat map"));
    case PanelKind::Table:
        return word(QT_TRANSLATE_NOOP("MetricText", "Table"));
    case PanelKind::Value:
        return word(QT_TRANSLATE_NOOP("MetricText", "Number"));
    }
    return {};
}

QString MetricText::kindIcon(PanelKind kind)
{
    switch (kind) {
    case PanelKind::Line:
        return u"office-chart-line"_s;
    case PanelKind::Area:
        return u"office-chart-area"_s;
    case PanelKind::Stacked:
        return u"office-chart-area-stacked"_s;
    case PanelKind::Bar:
        return u"office-chart-bar-stacked"_s;
    case PanelKind::Histogram:
        return u"office-chart-bar"_s;
    case PanelKind::HeatMap:
        return u"view-grid"_s;
    case PanelKind::Table:
        return u"table"_s;
    case PanelKind::Value:
        return u"accessories-calculator"_s;
    }
    return {};
}

QString MetricText::function(const QString &function)
{
    static const QHash<QString, const char *> words = {
        {u"rate"_s, QT_TRANSLATE_NOOP("MetricText", "per second")},
        {u"increase"_s, QT_TRANSLATE_NOOP("MetricText", "how many more")},
        {u"avg"_s, QT_TRANSLATE_NOOP("MetricText", "mean")},
        {u"min"_s, QT_TRANSLATE_NOOP("MetricText", "least")},
        {u"max"_s, QT_TRANSLATE_NOOP("MetricText", "greatest")},
        {u"last"_s, QT_TRANSLATE_NOOP("MetricText", "last")},
        {u"sum"_s, QT_TRANSLATE_NOOP("MetricText", "sum")},
        {u"p50"_s, QT_TRANSLATE_NOOP("MetricText", "median")},
        {u"p90"_s, QT_TRANSLATE_NOOP("MetricText", "90th percentile")},
        {u"p95"_s, QT_TRANSLATE_NOOP("MetricText", "95th percentile")},
        {u"p99"_s, QT_TRANSLATE_NOOP("MetricText", "99th percentile")},
        {u"p99.9"_s, QT_TRANSLATE_NOOP("MetricText", "99.9th percentile")},
        {u"heatmap"_s, QT_TRANSLATE_NOOP("MetricText", "how many of each size")},
    };
    return found(words, function);
}

QString MetricText::severity(const QString &severity)
{
    static const QHash<QString, const char *> words = {
        {u"info"_s, QT_TRANSLATE_NOOP("MetricText", "Information")},
        {u"warning"_s, QT_TRANSLATE_NOOP("MetricText", "Warning")},
        {u"critical"_s, QT_TRANSLATE_NOOP("MetricText", "Critical")},
    };
    return found(words, severity);
}

QString MetricText::state(const QString &state)
{
    static const QHash<QString, const char *> words = {
        {u"ok"_s, QT_TRANSLATE_NOOP("MetricText", "All well")},       {u"pending"_s, QT_TRANSLATE_NOOP("MetricText", "May be one soon")},
        {u"firing"_s, QT_TRANSLATE_NOOP("MetricText", "Problem")},    {u"resolved"_s, QT_TRANSLATE_NOOP("MetricText", "Over")},
        {u"silenced"_s, QT_TRANSLATE_NOOP("MetricText", "Silenced")},
    };
    return found(words, state);
}

QString MetricText::health(const QString &status)
{
    static const QHash<QString, const char *> words = {
        {u"healthy"_s, QT_TRANSLATE_NOOP("MetricText", "Healthy")},
        {u"degraded"_s, QT_TRANSLATE_NOOP("MetricText", "Degraded")},
        {u"failing"_s, QT_TRANSLATE_NOOP("MetricText", "Failing")},
        {u"off"_s, QT_TRANSLATE_NOOP("MetricText", "Off")},
    };
    return found(words, status);
}

QString MetricText::healthIcon(const QString &status)
{
    return status == "healthy"_L1 ? u"status-completed"_s
        : status == "degraded"_L1 ? u"sign-warning"_s
        : status == "failing"_L1  ? u"status-failed"_s
                                  : u"status-cancelled"_s;
}

} // namespace Millrace
