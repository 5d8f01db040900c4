// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/archive.h"
#include "metrics/query.h"

#include <functional>

namespace Millrace {

/// When people are to be told something.
struct AlertRule
{
    enum class Kind : quint8 {
        Threshold, ///< a metric's value over the window
        Rate, ///< how fast it grows, a second
        Absence, ///< nothing of it came during the window
        Event, ///< so many events of a topic came
    };

    QString id;
    QString title;
    QString help;
    bool isEnabled = true;
    QString severity = QStringLiteral("warning"); ///< info, warning, critical
    Kind kind = Kind::Threshold;
    QByteArray metric;
    QString function;
    Json where = Json::object();
    Json by = Json::array();
    qint64 window = 60; ///< seconds
    QString op = QStringLiteral(">");
    double value = 0;
    qint64 holdsFor = 0; ///< seconds that the condition has to hold before it fires
    QString topic; ///< of events; may end in "*"
    bool notifiesDesktop = true;
    QString webhook; ///< empty: none
    bool isShipped = false;
    bool isChanged = false; ///< somebody saved it over the one that ships

    static constexpr qint64 kLongestWindow = 3600;

    /// InvalidArgument with what is wrong.
    [[nodiscard]] static Result<AlertRule> fromJson(const Json &json);
    [[nodiscard]] Json toJson() const;
    [[nodiscard]] bool exceeds(double measured) const;
    /// What is to be asked about the window that ends at `now`, in seconds; not of events.
    [[nodiscard]] Result<MetricQuery> query(qint64 now) const;

    friend bool operator==(const AlertRule &, const AlertRule &) = default;
};

/// Those that the program brings along.
[[nodiscard]] QList<AlertRule> shippedAlertRules();

/// What a rule saw for one set of labels.
struct AlertReading
{
    QByteArray labels = "{}"; ///< JSON object
    std::optional<double> value;
    bool holds = false;

    friend bool operator==(const AlertReading &, const AlertReading &) = default;
};

/// Points of some series in [from, to], with the buckets of histograms or without.
using PointSource = std::function<Result<MetricPoints>(const QList<StoredSeries> &series, qint64 from, qint64 to, bool hasDetail)>;

/// A rule on a metric, over the window that ends at `now`. Answered from what is in memory: watching costs no reading. Where that does not
/// reach back far enough, because the rule is new or the workspace was opened a moment ago, `older` is asked.
[[nodiscard]] Result<QList<AlertReading>> readingsOf(const AlertRule &rule, const MetricRecorder &recorder, qint64 now,
                                                     const PointSource &older = {});
/// A rule on events, of which so many came.
[[nodiscard]] QList<AlertReading> readingsOf(const AlertRule &rule, qint64 events);

/// "Disk free: 0.8 GB, less than 1 GB": what people read.
[[nodiscard]] QString alertText(const AlertRule &rule, const AlertReading &reading, const QByteArray &unit);

} // namespace Millrace
