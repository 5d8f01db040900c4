// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/boardinfo.h"

namespace Millrace {

/// What the door said to one question of a panel.
struct QueryAnswer
{
    struct Labelled
    {
        QList<std::pair<QString, QString>> labels; ///< name and value, in the door's order
        Series line; ///< without a name
        Buckets buckets; ///< of a heat map

        friend bool operator==(const Labelled &, const Labelled &) = default;
    };

    QString metric;
    QString function;
    QString unit;
    double from = 0;
    double to = 0;
    double step = 10;
    QList<Labelled> series;
    qint64 dropped = 0; ///< lines beyond the most that were asked for
    QString problem; ///< why there is no answer; empty: there is one
    bool isUnmeasured = false; ///< because nothing of it has been measured yet

    [[nodiscard]] static QueryAnswer fromJson(const Json &json);
    /// Of `results`, one for each question.
    [[nodiscard]] static QList<QueryAnswer> listFromJson(const Json &json);
};

/// The older answer, and from the newer one's first value on the newer: the last minutes by the second, all before them as it was kept.
[[nodiscard]] QueryAnswer joined(const QueryAnswer &kept, const QueryAnswer &live);

/// What a line is called: the pattern ("{{node}} of {{pipeline}}") filled in, or the labels' values, or the question's own name.
[[nodiscard]] QString lineName(const PanelQuery &query, const QueryAnswer::Labelled &series, bool isAlone);

/// What a panel shows of the answers to its questions, and of those for an earlier period where it is compared with one.
[[nodiscard]] PlotContent panelContent(const PanelInfo &panel, const QList<QueryAnswer> &answers, const QList<QueryAnswer> &earlier);

/// Numbers about one line: rows of a table, the large number of a panel.
struct LineSums
{
    double last = 0;
    double least = 0;
    double mean = 0;
    double greatest = 0;
    double sum = 0;
    bool isEmpty = true;

    [[nodiscard]] static LineSums of(const Series &series);

    friend bool operator==(const LineSums &, const LineSums &) = default;
};

} // namespace Millrace
