// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A layered layout (after Sugiyama) that grows. Columns come first: what follows the placed nodes gets columns by its longest way from them, what leads to
// them by its longest way to them, and so on outwards. Then heights, column by column from the placed ones outwards: each node wants the mean of
// its neighbours. A column with nothing fixed in it is solved exactly (the least squares of wishes that keep their order and distance, by pooling
// adjacent violators); in a column with fixed nodes, those that want the same height go together into the nearest gap that holds them. A graph
// that is laid out for the first time is swept some times more with all neighbours' heights, which uncrosses edges.
#include "lineage/lineagelayout.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <ranges>

namespace Millrace {

namespace {

constexpr int kSweeps = 6;

/// What takes room in a column: a node, or an edge that passes through.
struct Slot
{
    int column = 0;
    double room = LineageLayout::kPitch;
    double y = 0;
    bool isFixed = false;
    bool isPlaced = false;
    QList<int> left = {}; ///< slots that lead to it
    QList<int> right = {};
};

class Layout
{
public:
    explicit Layout(const LineageLayout::Question &question)
        : m_question(question)
        , m_slots(question.nodes)
        , m_in(question.nodes)
        , m_out(question.nodes)
    {
        for (const LineageLayout::Edge &edge : question.edges) {
            if (edge.from != edge.to) {
                m_out[edge.from].append(edge.to);
                m_in[edge.to].append(edge.from);
            }
        }
    }

    LineageLayout::Answer answer()
    {
        if (m_question.nodes == 0)
            return {};
        const bool isFirst = m_question.places.isEmpty();
        giveColumns();
        passThrough();
        for (int slot = 0; slot < m_slots.size(); ++slot)
            m_columns[m_slots.at(slot).column].append(slot);
        giveHeights();
        if (isFirst)
            sweep();
        return collect();
    }

private:
    // --- columns -----------------------------------------------------------------------------------------------------------

    void giveColumns()
    {
        for (const auto &[node, place] : m_question.places.asKeyValueRange())
            settle(node, place.column);
        if (m_question.places.isEmpty())
            settle(std::clamp(m_question.focus, 0, m_question.nodes - 1), 0);
        while (m_settled < m_question.nodes) {
            const int before = m_settled;
            settleBeyond(m_out, m_in, 1);
            settleBeyond(m_in, m_out, -1);
            if (m_settled == before) {
                // Joined to nothing that has a place.
                const auto rest = std::ranges::find(m_slots, false, &Slot::isPlaced);
                settle(int(rest - m_slots.begin()), 0);
            }
        }
        for (Slot &slot : m_slots)
            slot.isPlaced = slot.isFixed; // from here on: has its height
    }

    void settle(int node, int column)
    {
        m_slots[node].column = column;
        m_slots[node].isPlaced = true;
        ++m_settled;
    }

    /// Gives columns to what is reached from the settled nodes along `onward`: one further than all that is before it.
    void settleBeyond(const QList<QList<int>> &onward, const QList<QList<int>> &back, int step)
    {
        QList<int> reached;
        QList<bool> isReached(m_question.nodes, false);
        for (int node = 0; node < m_question.nodes; ++node) {
            if (m_slots.at(node).isPlaced)
                reach(node, onward, isReached, reached);
        }
        for (qsizetype i = 0; i < reached.size(); ++i)
            reach(reached.at(i), onward, isReached, reached);
        QHash<int, int> open; // how many of those before it have no column yet
        QList<int> ready;
        for (const int node : std::as_const(reached)) {
            const int waits = int(std::ranges::count_if(back.at(node), [&](int other) { return isReached.at(other); }));
            open.insert(node, waits);
            if (waits == 0)
                ready.append(node);
        }
        qsizetype next = 0;
        qsizetype done = 0;
        while (done < reached.size()) {
            if (next == ready.size()) {
                // A circle: the first of it goes on without waiting.
                const auto isPlaced = [&](int other) { return m_slots.at(other).isPlaced; };
                const auto stuck
                    = std::ranges::find_if(reached, [&](int node) { return !isPlaced(node) && std::ranges::any_of(back.at(node), isPlaced); });
                open[*stuck] = 0;
                ready.append(*stuck);
            }
            const int node = ready.at(next++);
            int column = step > 0 ? std::numeric_limits<int>::min() : std::numeric_limits<int>::max();
            for (const int other : back.at(node)) {
                if (m_slots.at(other).isPlaced)
                    column = step > 0 ? std::max(column, m_slots.at(other).column) : std::min(column, m_slots.at(other).column);
            }
            settle(node, column + step);
            ++done;
            for (const int other : onward.at(node)) {
                if (isReached.at(other) && !m_slots.at(other).isPlaced && open.value(other) > 0 && --open[other] == 0)
                    ready.append(other);
            }
        }
    }

    void reach(int node, const QList<QList<int>> &onward, QList<bool> &isReached, QList<int> &reached) const
    {
        for (const int other : onward.at(node)) {
            if (!isReached.at(other) && !m_slots.at(other).isPlaced) {
                isReached[other] = true;
                reached.append(other);
            }
        }
    }

    // --- heights -----------------------------------------------------------------------------------------------------------

    /// Edges over several columns take room in each of them.
    void passThrough()
    {
        for (const auto &[node, place] : m_question.places.asKeyValueRange()) {
            m_slots[node].y = place.y;
            m_slots[node].isFixed = m_slots[node].isPlaced = true;
        }
        for (int edge = 0; edge < m_question.edges.size(); ++edge) {
            const auto [from, to] = m_question.edges.at(edge);
            const int first = m_slots.at(from).column + 1;
            const int last = m_slots.at(to).column - 1;
            const QList<double> kept = m_question.ways.value(edge);
            const bool isKept = kept.size() == last - first + 1;
            int before = from;
            for (int column = first; column <= last; ++column) {
                const int slot = int(m_slots.size());
                m_slots.append({.column = column, .room = LineageLayout::kPass});
                if (isKept) {
                    m_slots.last().y = kept.at(column - first);
                    m_slots.last().isFixed = m_slots.last().isPlaced = true;
                }
                m_ways[edge].append(slot);
                join(before, slot);
                before = slot;
            }
            if (from != to)
                join(before, to);
        }
    }

    void join(int left, int right)
    {
        m_slots[left].right.append(right);
        m_slots[right].left.append(left);
    }

    void giveHeights()
    {
        QList<int> order = m_columns.keys();
        if (m_question.places.isEmpty())
            put(std::clamp(m_question.focus, 0, m_question.nodes - 1), 0);
        // From the columns that have something outwards; without any, from the focus.
        const auto hasFixed
            = [&](int column) { return std::ranges::any_of(m_columns.value(column), [&](int slot) { return m_slots.at(slot).isFixed; }); };
        QList<int> seeds;
        for (const int column : std::as_const(order)) {
            if (hasFixed(column))
                seeds.append(column);
        }
        if (seeds.isEmpty())
            seeds.append(0);
        const auto distance = [&](int column) {
            int least = std::numeric_limits<int>::max();
            for (const int seed : std::as_const(seeds))
                least = std::min(least, std::abs(seed - column));
            return least;
        };
        std::ranges::sort(order, [&](int a, int b) { return std::pair(distance(a), -a) < std::pair(distance(b), -b); });
        // Each waits for a neighbour to have a height.
        for (bool goesOn = true; goesOn;) {
            goesOn = false;
            for (const int column : std::as_const(order))
                goesOn = fill(column, Which::Joined) || goesOn;
        }
        for (const int column : std::as_const(order))
            fill(column, Which::Missing);
    }

    /// The mean of the neighbours that have a height; the one that it has, where none of them does.
    [[nodiscard]] std::optional<double> wish(int slot) const
    {
        double sum = 0;
        int count = 0;
        for (const QList<int> *side : {&m_slots.at(slot).left, &m_slots.at(slot).right}) {
            for (const int other : *side) {
                if (m_slots.at(other).isPlaced && m_slots.at(other).column != m_slots.at(slot).column) {
                    sum += m_slots.at(other).y;
                    ++count;
                }
            }
        }
        return count > 0 ? std::optional(sum / count) : std::nullopt;
    }

    struct Wish
    {
        int slot = 0;
        double y = 0;
    };

    enum class Which : quint8 {
        Joined, ///< have no height, but a neighbour has one
        Missing, ///< have no height
        All, ///< anew, but for the fixed ones
    };

    /// False where there was nothing to do.
    bool fill(int column, Which which)
    {
        QList<Wish> wishes;
        bool isFree = true;
        for (const int slot : std::as_const(m_columns[column])) {
            const Slot &one = m_slots.at(slot);
            if (one.isFixed || (which != Which::All && one.isPlaced)) {
                isFree = false;
                continue;
            }
            const std::optional<double> wished = wish(slot);
            if (wished || which != Which::Joined)
                wishes.append({slot, wished.value_or(one.y)});
        }
        std::ranges::stable_sort(wishes, {}, &Wish::y);
        if (isFree)
            pool(wishes);
        else
            fitIn(column, wishes);
        return !wishes.isEmpty();
    }

    /// The heights nearest to the wishes that keep their order and distance.
    void pool(const QList<Wish> &wishes)
    {
        struct Block
        {
            double sum = 0; ///< of wishes, each less its distance from the first
            int count = 0;

            [[nodiscard]] double mean() const { return sum / count; }
        };
        QList<Block> blocks;
        double offset = 0;
        for (qsizetype i = 0; i < wishes.size(); ++i) {
            if (i > 0)
                offset += (m_slots.at(wishes.at(i - 1).slot).room + m_slots.at(wishes.at(i).slot).room) / 2;
            blocks.append({wishes.at(i).y - offset, 1});
            while (blocks.size() > 1 && blocks.at(blocks.size() - 2).mean() >= blocks.last().mean()) {
                const Block last = blocks.takeLast();
                blocks.last().sum += last.sum;
                blocks.last().count += last.count;
            }
        }
        offset = 0;
        qsizetype i = 0;
        for (const Block &block : std::as_const(blocks)) {
            for (int nth = 0; nth < block.count; ++nth, ++i) {
                if (i > 0)
                    offset += (m_slots.at(wishes.at(i - 1).slot).room + m_slots.at(wishes.at(i).slot).room) / 2;
                put(wishes.at(i).slot, std::round(block.mean() + offset));
            }
        }
    }

    /// Those that want the same go together into the nearest gap of what stands there.
    void fitIn(int column, const QList<Wish> &wishes)
    {
        std::map<double, double> taken; // top: bottom
        for (const int slot : std::as_const(m_columns[column])) {
            const Slot &one = m_slots.at(slot);
            if (one.isPlaced)
                taken[one.y - one.room / 2] = one.y + one.room / 2;
        }
        for (qsizetype first = 0; first < wishes.size();) {
            qsizetype end = first;
            double room = 0;
            while (end < wishes.size() && wishes.at(end).y - wishes.at(first).y < 1)
                room += m_slots.at(wishes.at(end++).slot).room;
            double top = gapFor(taken, wishes.at(first).y - room / 2, room);
            taken[top] = top + room;
            for (; first < end; ++first) {
                const double own = m_slots.at(wishes.at(first).slot).room;
                put(wishes.at(first).slot, top + own / 2);
                top += own;
            }
        }
    }

    /// The top nearest to the wanted one with so much room free below it.
    [[nodiscard]] static double gapFor(const std::map<double, double> &taken, double wanted, double room)
    {
        double best = std::numeric_limits<double>::quiet_NaN();
        const auto offer = [&](double from, double to) {
            if (to - from < room)
                return;
            const double top = std::clamp(wanted, from, to - room);
            if (std::isnan(best) || std::abs(top - wanted) < std::abs(best - wanted))
                best = top;
        };
        static constexpr double kFar = 1e12;
        double end = -kFar;
        for (const auto &[top, bottom] : taken) {
            offer(end, top);
            end = std::max(end, bottom);
        }
        offer(end, kFar);
        return best;
    }

    void put(int slot, double y)
    {
        m_slots[slot].y = y;
        m_slots[slot].isPlaced = true;
    }

    void sweep()
    {
        QList<int> order = m_columns.keys();
        std::ranges::sort(order);
        for (int turn = 0; turn < kSweeps; ++turn) {
            for (const int column : std::as_const(order))
                fill(column, Which::All);
            std::ranges::reverse(order);
        }
        // The focus is the origin.
        const double shift = m_slots.at(std::clamp(m_question.focus, 0, m_question.nodes - 1)).y;
        for (Slot &slot : m_slots)
            slot.y -= shift;
    }

    LineageLayout::Answer collect() const
    {
        LineageLayout::Answer answer;
        answer.places.reserve(m_question.nodes);
        for (int node = 0; node < m_question.nodes; ++node)
            answer.places.append({m_slots.at(node).column, m_slots.at(node).y});
        for (const auto &[edge, slots] : m_ways.asKeyValueRange()) {
            QList<double> &way = answer.ways[edge];
            for (const int slot : slots)
                way.append(m_slots.at(slot).y);
        }
        return answer;
    }

    const LineageLayout::Question &m_question;
    QList<Slot> m_slots;
    QList<QList<int>> m_in;
    QList<QList<int>> m_out;
    QHash<int, QList<int>> m_ways; ///< slots of edges over several columns
    QHash<int, QList<int>> m_columns;
    int m_settled = 0;
};

} // namespace

LineageLayout::Answer LineageLayout::of(const Question &question)
{
    return Layout(question).answer();
}

} // namespace Millrace
