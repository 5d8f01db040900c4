// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/designscene.h"

#include "designer/designlayout.h"
#include "designer/linkrouter.h"

#include <QSet>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kCell = 384;
/// Beyond this many links, one edit draws only those anew that it touched with care.
constexpr qsizetype kCarefulLinks = 2'500;
/// Where so few cards came, went or moved, only the links near them are drawn anew.
constexpr qsizetype kFewTouched = 32;

quint64 cellKey(int x, int y)
{
    return quint64(quint32(x)) << 32 | quint32(y);
}

} // namespace

template <typename F>
void DesignScene::forCells(const QRectF &rect, const F &each) const
{
    const int left = int(std::floor(rect.left() / kCell));
    const int right = int(std::floor(rect.right() / kCell));
    const int top = int(std::floor(rect.top() / kCell));
    const int bottom = int(std::floor(rect.bottom() / kCell));
    if (qint64(right - left + 1) * (bottom - top + 1) > m_cells.size()) {
        // A far view: what there is is less than what could be.
        for (auto cell = m_cells.cbegin(); cell != m_cells.cend(); ++cell) {
            const int x = int(quint32(cell.key() >> 32));
            const int y = int(quint32(cell.key()));
            if (x >= left && x <= right && y >= top && y <= bottom)
                each(*cell);
        }
        return;
    }
    for (int x = left; x <= right; ++x) {
        for (int y = top; y <= bottom; ++y) {
            if (const auto cell = m_cells.constFind(cellKey(x, y)); cell != m_cells.cend())
                each(*cell);
        }
    }
}

void DesignScene::setGraph(DesignGraph graph)
{
    const DesignGraph before = std::exchange(m_graph, std::move(graph));
    DesignLayout::placeRest(m_graph);
    const QList<QRectF> cards = std::exchange(m_cards, {});
    const QList<QPolygonF> routes = std::exchange(m_routes, {});
    // What became of what was there, by its number then; -1: it is to be found in the grid no more.
    QList<int> nodesNow(before.nodes.size(), -1);
    QList<int> linksNow(before.links.size(), -1);
    QList<bool> remains(before.nodes.size(), false);
    QList<QRectF> touched;
    QList<int> moved;
    m_cards.reserve(m_graph.nodes.size());
    for (int node = 0; node < m_graph.nodes.size(); ++node) {
        const DesignNode &one = m_graph.nodes.at(node);
        m_cards.append(DesignLayout::cardRect(one));
        int earlier = node < before.nodes.size() && before.nodes.at(node).id == one.id ? node : before.indexOf(one.id);
        if (earlier >= 0 && remains.at(earlier))
            earlier = -1; // an id may be there twice
        if (earlier >= 0)
            remains[earlier] = true;
        if (earlier >= 0 && cards.at(earlier) == m_cards.last()) {
            nodesNow[earlier] = node;
            continue;
        }
        moved.append(node);
        touched.append(m_cards.last());
        if (earlier >= 0)
            touched.append(cards.at(earlier));
    }
    for (qsizetype node = 0; node < cards.size(); ++node) {
        if (!remains.at(node))
            touched.append(cards.at(node));
    }
    const auto renumber = [](QList<int> &numbers, const QList<int> &now) {
        numbers.removeIf([&](int number) { return now.at(number) < 0; });
        for (int &number : numbers)
            number = now.at(number);
    };
    for (Cell &cell : m_cells)
        renumber(cell.cards, nodesNow);
    for (const int node : std::as_const(moved))
        index(node, true);

    const bool isFew = touched.size() < kFewTouched;
    const bool isLarge = m_graph.links.size() > kCarefulLinks;
    QList<int> anew;
    m_routes.resize(m_graph.links.size());
    m_linksAt = QList<QList<int>>(m_graph.nodes.size());
    QHash<LinkRef, qsizetype> known;
    qsizetype follows = 0; // most stand behind the same one as before
    for (int link = 0; link < m_graph.links.size(); ++link) {
        const DesignLink &one = m_graph.links.at(link);
        if (one.from >= 0)
            m_linksAt[one.from].append(link);
        if (one.to >= 0 && one.to != one.from)
            m_linksAt[one.to].append(link);
        qsizetype earlier = follows;
        if (follows >= before.links.size() || before.links.at(follows).ref != one.ref) {
            if (known.isEmpty()) {
                known.reserve(before.links.size());
                for (qsizetype i = 0; i < before.links.size(); ++i)
                    known.insert(before.links.at(i).ref, i);
            }
            earlier = known.value(one.ref, -1);
        }
        follows = earlier + 1;
        // A link whose ends stand where they stood, with nothing new in its way, keeps its way.
        const auto stands = [&](int now, int then) { return now >= 0 && then >= 0 && nodesNow.at(then) == now; };
        bool keeps = earlier >= 0 && isFew && stands(one.from, before.links.at(earlier).from) && stands(one.to, before.links.at(earlier).to)
            && before.links.at(earlier).port == one.port;
        if (keeps && !touched.isEmpty()) {
            const QRectF box = routes.at(earlier).boundingRect().adjusted(-4, -4, 4, 4);
            keeps = std::ranges::none_of(touched, [&](const QRectF &rect) { return rect.intersects(box); });
        }
        if (keeps) {
            m_routes[link] = routes.at(earlier);
            linksNow[earlier] = link;
        } else {
            anew.append(link);
        }
    }
    for (Cell &cell : m_cells)
        renumber(cell.links, linksNow);
    for (const int link : std::as_const(anew)) {
        route(link, !isLarge || isFew);
        indexLink(link, true);
    }
    m_cells.removeIf([](const std::pair<const quint64 &, Cell &> &cell) { return cell.second.cards.isEmpty() && cell.second.links.isEmpty(); });
}

QRectF DesignScene::group(int group) const
{
    return DesignLayout::groupRect(m_graph, m_graph.groups.at(group));
}

QRectF DesignScene::bounds() const
{
    QRectF all = DesignLayout::bounds(m_graph);
    for (int i = 0; i < m_sources.size(); ++i)
        all |= source(i);
    return all;
}

int DesignScene::first() const
{
    for (int node = 0; node < m_graph.nodes.size(); ++node) {
        if (std::ranges::none_of(m_linksAt.at(node), [&](int link) { return m_graph.links.at(link).to == node; }))
            return node;
    }
    return m_graph.nodes.isEmpty() ? -1 : 0;
}

QRectF DesignScene::source(int source) const
{
    const int node = first();
    if (node < 0)
        return {};
    const QPointF in = DesignLayout::inPoint(m_graph.nodes.at(node));
    const double pitch = DesignLayout::kSourceHeight + 2 * DesignLayout::kGrid;
    const double down = (source - double(m_sources.size() - 1) / 2) * pitch - DesignLayout::kSourceHeight / 2;
    return {in.x() - DesignLayout::kRowGap * 1.6 - DesignLayout::kSourceWidth, in.y() + down, DesignLayout::kSourceWidth,
            DesignLayout::kSourceHeight};
}

QPolygonF DesignScene::sourceRoute(int source) const
{
    const QRectF rect = this->source(source);
    if (rect.isNull())
        return {};
    const QPointF from(rect.right(), rect.center().y());
    const QPointF to = DesignLayout::inPoint(m_graph.nodes.at(first()));
    const double turn = (from.x() + to.x()) / 2;
    return from.y() == to.y() ? QPolygonF{from, to} : QPolygonF{from, {turn, from.y()}, {turn, to.y()}, to};
}

QList<int> DesignScene::next(int node) const
{
    QList<int> links;
    for (const int link : m_linksAt.at(node)) {
        if (m_graph.links.at(link).from == node && m_graph.links.at(link).to >= 0)
            links.append(link);
    }
    std::ranges::stable_sort(links, {}, [this](int link) { return m_graph.links.at(link).port; });
    QList<int> nodes;
    for (const int link : links)
        nodes.append(m_graph.links.at(link).to);
    return nodes;
}

QList<int> DesignScene::previous(int node) const
{
    QList<int> nodes;
    for (const int link : m_linksAt.at(node)) {
        if (m_graph.links.at(link).to == node && m_graph.links.at(link).from >= 0)
            nodes.append(m_graph.links.at(link).from);
    }
    return nodes;
}

// --- the index -------------------------------------------------------------------------------------------------------------

void DesignScene::index(int node, bool in)
{
    const QRectF rect = m_cards.at(node).adjusted(-8, -8, 8, 16); // with its ports
    for (int x = int(std::floor(rect.left() / kCell)); x <= int(std::floor(rect.right() / kCell)); ++x) {
        for (int y = int(std::floor(rect.top() / kCell)); y <= int(std::floor(rect.bottom() / kCell)); ++y) {
            if (in)
                m_cells[cellKey(x, y)].cards.append(node);
            else
                m_cells[cellKey(x, y)].cards.removeOne(node);
        }
    }
}

void DesignScene::indexLink(int link, bool in)
{
    const QPolygonF &way = m_routes.at(link);
    for (qsizetype i = 1; i < way.size(); ++i) {
        const QRectF line = QRectF(way.at(i - 1), way.at(i)).normalized();
        for (int x = int(std::floor(line.left() / kCell)); x <= int(std::floor(line.right() / kCell)); ++x) {
            for (int y = int(std::floor(line.top() / kCell)); y <= int(std::floor(line.bottom() / kCell)); ++y) {
                QList<int> &links = m_cells[cellKey(x, y)].links;
                if (in && (links.isEmpty() || links.last() != link))
                    links.append(link);
                else if (!in)
                    links.removeAll(link);
            }
        }
    }
}

QList<int> DesignScene::cardsIn(const QRectF &rect) const
{
    QList<int> found;
    QSet<int> seen;
    forCells(rect.adjusted(-8, -16, 8, 8), [&](const Cell &cell) {
        for (const int node : cell.cards) {
            if (m_cards.at(node).intersects(rect) && !seen.contains(node)) {
                seen.insert(node);
                found.append(node);
            }
        }
    });
    std::ranges::sort(found);
    return found;
}

QList<int> DesignScene::linksIn(const QRectF &rect) const
{
    QList<int> found;
    forCells(rect, [&](const Cell &cell) { found += cell.links; });
    std::ranges::sort(found);
    const auto rest = std::ranges::unique(found);
    found.erase(rest.begin(), rest.end());
    return found;
}

QList<QRectF> DesignScene::cardRects(const QRectF &rect) const
{
    QList<QRectF> found;
    forCells(rect.adjusted(-8, -16, 8, 8), [&](const Cell &cell) {
        for (const int node : cell.cards) {
            if (m_cards.at(node).intersects(rect) && !found.contains(m_cards.at(node)))
                found.append(m_cards.at(node));
        }
    });
    return found;
}

// --- hits ------------------------------------------------------------------------------------------------------------------

DesignScene::PortHit DesignScene::portAt(QPointF point, double reach) const
{
    PortHit hit;
    double nearest = reach;
    for (const int node : cardsIn(QRectF(point, QSizeF()).adjusted(-reach, -reach, reach, reach))) {
        const DesignNode &one = m_graph.nodes.at(node);
        const auto consider = [&](QPointF port, int number) {
            const double distance = std::hypot(port.x() - point.x(), port.y() - point.y());
            if (distance <= nearest) {
                nearest = distance;
                hit = {node, number};
            }
        };
        consider(DesignLayout::inPoint(one), -1);
        for (int port = 0; port < one.outputs.size(); ++port)
            consider(DesignLayout::outPoint(one, port), port);
    }
    return hit;
}

int DesignScene::cardAt(QPointF point) const
{
    const QList<int> found = cardsIn(QRectF(point, QSizeF(0.1, 0.1)));
    return found.isEmpty() ? -1 : found.last(); // the last is drawn on top
}

int DesignScene::linkAt(QPointF point, double reach) const
{
    int best = -1;
    double nearest = reach;
    for (const int link : linksIn(QRectF(point, QSizeF()).adjusted(-reach, -reach, reach, reach))) {
        const double distance = distanceTo(m_routes.at(link), point);
        if (distance <= nearest) {
            nearest = distance;
            best = link;
        }
    }
    return best;
}

int DesignScene::noteAt(QPointF point) const
{
    for (int note = int(m_graph.notes.size()) - 1; note >= 0; --note) {
        if (m_graph.notes.at(note).rect.contains(point))
            return note;
    }
    return -1;
}

int DesignScene::sourceAt(QPointF point) const
{
    for (int i = 0; i < m_sources.size(); ++i) {
        if (source(i).contains(point))
            return i;
    }
    return -1;
}

int DesignScene::groupAt(QPointF point) const
{
    for (int i = int(m_graph.groups.size()) - 1; i >= 0; --i) {
        QRectF title = group(i);
        title.setHeight(DesignLayout::kGroupTitle + DesignLayout::kGrid);
        if (title.contains(point))
            return i;
    }
    return -1;
}

// --- changes ---------------------------------------------------------------------------------------------------------------

void DesignScene::route(int link, bool careful)
{
    const DesignLink &one = m_graph.links.at(link);
    if (one.from < 0 || one.to < 0) {
        m_routes[link] = {};
        return;
    }
    const DesignNode &source = m_graph.nodes.at(one.from);
    LinkEnds ends;
    ends.from = DesignLayout::outPoint(source, one.port);
    ends.to = DesignLayout::inPoint(m_graph.nodes.at(one.to));
    ends.fromCard = m_cards.at(one.from);
    ends.toCard = m_cards.at(one.to);
    ends.leavesDown = one.port >= 0 && source.outputs.at(one.port).isError;
    // Ports further down turn later where the link goes up, and earlier where it goes down, so that links do not cross.
    const int ports = int(source.outputs.size());
    if (ports > 2 && one.port >= 0 && !ends.leavesDown)
        ends.lane = ends.to.y() < ends.from.y() ? one.port : ports - 2 - one.port;
    m_routes[link] = routeLink(ends, careful ? CardSeeker([this](const QRectF &rect) { return cardRects(rect); }) : CardSeeker());
}

void DesignScene::place(const QHash<int, QPointF> &positions, bool careful)
{
    QSet<int> links;
    for (auto it = positions.cbegin(); it != positions.cend(); ++it) {
        index(it.key(), false);
        m_graph.nodes[it.key()].position = *it;
        m_cards[it.key()] = DesignLayout::cardRect(m_graph.nodes.at(it.key()));
        index(it.key(), true);
        for (const int link : m_linksAt.at(it.key()))
            links.insert(link);
    }
    for (const int link : std::as_const(links)) {
        indexLink(link, false);
        route(link, careful);
        indexLink(link, true);
    }
}

void DesignScene::setMarks(const QHash<QString, NodeMark> &nodes, const QHash<LinkRef, LinkMark> &links)
{
    m_marks = nodes;
    m_linkMarks = links;
}

void DesignScene::setFrameDiffs(const QHash<QString, DiffKind> &notes, const QHash<QString, DiffKind> &groups)
{
    m_noteDiffs = notes;
    m_groupDiffs = groups;
}

const NodeMark &DesignScene::mark(int node) const
{
    static const NodeMark none;
    const auto found = m_marks.constFind(m_graph.nodes.at(node).id);
    return found == m_marks.cend() ? none : *found;
}

const LinkMark &DesignScene::linkMark(int link) const
{
    static const LinkMark none;
    const auto found = m_linkMarks.constFind(m_graph.links.at(link).ref);
    return found == m_linkMarks.cend() ? none : *found;
}

} // namespace Millrace
