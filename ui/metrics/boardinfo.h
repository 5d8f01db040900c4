// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/panelgrid.h"
#include "metrics/plotcontent.h"
#include "sdk/json.h"

#include <QHash>

namespace Millrace {

/// One question of a panel, as `metrics.query` takes it.
struct PanelQuery
{
    QString metric;
    QString function;
    Json where = Json::object(); ///< label → value or list of values
    QStringList by;
    QString across; ///< empty: as it is usual for the function
    QString legend; ///< "{{node}}"; empty: all labels of `by`

    [[nodiscard]] static PanelQuery fromJson(const Json &json);
    /// As it is kept in a panel.
    [[nodiscard]] Json toJson() const;
    /// As it is asked.
    [[nodiscard]] Json toArgs() const;

    friend bool operator==(const PanelQuery &, const PanelQuery &) = default;
};

/// One panel of a dashboard. Members that are not known here survive in `json`.
struct PanelInfo
{
    QString id;
    QString title;
    PanelKind kind = PanelKind::Line;
    QRect cells;
    QList<PanelQuery> queries;
    QString unit; ///< as the door names it; empty: what the answers say
    std::optional<double> least;
    std::optional<double> greatest;
    QList<double> thresholds;
    bool isLogarithmic = false;
    Json json = Json::object(); ///< as it came

    [[nodiscard]] static PanelInfo fromJson(const Json &json);
    [[nodiscard]] Json toJson() const;

    friend bool operator==(const PanelInfo &, const PanelInfo &) = default;
};

/// One dashboard with its panels.
struct BoardInfo
{
    QString id;
    QString title;
    QString description;
    QString range; ///< "6h"; empty: as it was left
    bool isShipped = false;
    bool isChanged = false; ///< a shipped one that is otherwise than it came
    QList<PanelInfo> panels;
    Json json = Json::object();

    [[nodiscard]] static BoardInfo fromJson(const Json &json);
    [[nodiscard]] Json toJson() const;
    [[nodiscard]] const PanelInfo *panel(const QString &id) const;
    [[nodiscard]] QList<GridPlace> places() const;
    void setPlaces(const QList<GridPlace> &places);
    /// One that no panel has.
    [[nodiscard]] QString freePanelId() const;

    friend bool operator==(const BoardInfo &, const BoardInfo &) = default;
};

/// One of the door's metrics, for whoever makes a panel or a rule.
struct MetricChoice
{
    QString name;
    QString kind; ///< counter, gauge, histogram
    QString unit;
    QString title;
    QString help;
    QString group;
    QStringList labels;
    qint64 series = 0;
    QHash<QString, QStringList> values; ///< of each label

    [[nodiscard]] static MetricChoice fromJson(const Json &json);
    /// What may be asked of a kind, the usual first.
    [[nodiscard]] static QStringList functionsOf(const QString &kind);
};

[[nodiscard]] QString panelKindName(PanelKind kind);
[[nodiscard]] PanelKind panelKindOf(const QString &name);

} // namespace Millrace
