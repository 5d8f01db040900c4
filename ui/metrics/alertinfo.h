// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QList>
#include <QString>

#include <optional>

namespace Millrace {

/// A problem that a rule found. Times in microseconds since the epoch.
struct AlertInfo
{
    Json key; ///< its id, as the door has it
    QString rule;
    QString title;
    QString severity;
    QString state; ///< pending, firing, resolved
    Json labels = Json::object();
    QString text;
    QString note;
    qint64 since = 0;
    qint64 resolvedAt = 0;
    qint64 acknowledgedAt = 0;
    QString acknowledgedBy;
    qint64 silencedUntil = 0;

    [[nodiscard]] QString id() const { return QString::fromUtf8(key.utf8()); }
    [[nodiscard]] bool isAcknowledged() const { return acknowledgedAt > 0; }
    [[nodiscard]] static AlertInfo fromJson(const Json &json);

    friend bool operator==(const AlertInfo &, const AlertInfo &) = default;
};

/// What is watched, and when it is a problem. Members that are not known here survive in `json`.
struct RuleInfo
{
    QString id;
    QString title;
    bool isEnabled = true;
    QString severity;
    QString kind; ///< threshold, rate, absence, event
    QString metric;
    QString function;
    Json where = Json::object();
    QStringList by;
    qint64 window = 300; ///< seconds that are looked at
    QString op;
    double value = 0;
    qint64 holds = 0; ///< seconds that it must hold before it is a problem
    QString topic; ///< of events
    bool onDesktop = true;
    QString webhook;
    bool isShipped = false;
    QString state; ///< ok, pending, firing, silenced
    std::optional<double> last;
    Json json = Json::object();

    [[nodiscard]] static RuleInfo fromJson(const Json &json);
    [[nodiscard]] Json toJson() const;
    /// "95th percentile of Step duration > 2 s over 5 min, for 1 min"; metrics by their names where no title is known.
    [[nodiscard]] QString condition() const;

    friend bool operator==(const RuleInfo &, const RuleInfo &) = default;
};

/// Microseconds since the epoch of a time as the door writes it; 0 for null.
[[nodiscard]] qint64 momentOf(const Json &json);

} // namespace Millrace
