// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>

#include <optional>

namespace Millrace {

/// Where things of a graph stand: in columns from what was first on the left to what came of it on the right. Pure; any thread.
///
/// 1. A node stands right of all that leads to it, and left of all that it leads to, where those have no place yet.
/// 2. What has a place keeps it, whatever is added.
/// 3. Nodes of a column never overlap: between the middles of two lie at least kPitch.
/// 4. An edge over several columns has a free place in each of them to pass through.
/// 5. The same question has the same answer.
class LineageLayout
{
public:
    static constexpr double kPitch = 64; ///< from the middle of one card to that of the next below
    static constexpr double kPass = 20; ///< the room of an edge that passes through a column

    struct Place
    {
        int column = 0;
        double y = 0; ///< of the middle

        friend bool operator==(const Place &, const Place &) = default;
    };

    struct Edge
    {
        int from = 0;
        int to = 0;
    };

    struct Question
    {
        int nodes = 0;
        QList<Edge> edges = {};
        int focus = 0; ///< stands at column 0 and y 0 where nothing has a place yet
        QHash<int, Place> places = {}; ///< of nodes that keep them
        QHash<int, QList<double>> ways = {}; ///< of edges that keep them: y in each column that they pass through
    };

    struct Answer
    {
        QList<Place> places; ///< of every node
        QHash<int, QList<double>> ways; ///< of every edge over several columns, by its number

        friend bool operator==(const Answer &, const Answer &) = default;
    };

    [[nodiscard]] static Answer of(const Question &question);
};

} // namespace Millrace
