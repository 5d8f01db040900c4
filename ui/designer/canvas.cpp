// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/canvas.h"

#include "common/metrics.h"
#include "designer/gesture.h"

#include <QAccessible>
#include <QEvent>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kLeastScale = 0.02;
constexpr double kMostScale = 3;
constexpr int kRefineMs = 12;
constexpr double kReachPixels = 9;
constexpr double kReadableAtFirst = 0.45;
constexpr qsizetype kMostGliding = 500; ///< with more, a frame would take longer than one may

} // namespace

Canvas::Canvas(QWidget *parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAcceptDrops(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Pipeline"));
    setAccessibleDescription(
        tr("Arrow keys go along the links, L goes to a step's links, G to notes and groups, slash adds a step, Enter opens what is chosen."));
    m_view.scale = DesignPainter::baseScale();
    m_refine.setSingleShot(true);
    m_refine.setInterval(kRefineMs);
    connect(&m_refine, &QTimer::timeout, this, &Canvas::refreshAll);
    m_glide.setStartValue(0.0);
    m_glide.setEndValue(1.0);
    m_glide.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_glide, &QVariantAnimation::valueChanged, this, [this](const QVariant &value) {
        QHash<int, QPointF> positions;
        const double part = value.toDouble();
        for (const auto &[node, way] : m_glides.asKeyValueRange())
            positions.insert(node, way.first + (way.second - way.first) * part);
        m_scene.place(positions, part == 1);
        refreshAll();
    });
    if (Theme *theme = Theme::current()) {
        connect(theme, &Theme::changed, this, [this] {
            m_painter.forget();
            refreshAll();
        });
    }
}

Canvas::~Canvas() = default;

// --- what is shown ---------------------------------------------------------------------------------------------------------

void Canvas::setComponents(const ComponentTable &components)
{
    m_components = components;
    take(m_definition, false);
}

void Canvas::setDefinition(const Json &definition, bool glides)
{
    if (definition != m_definition)
        take(definition, glides);
    if (!m_hasFit && !m_scene.graph().nodes.isEmpty() && width() > 1)
        showBeginning();
}

void Canvas::take(const Json &definition, bool glides)
{
    m_mayMove = false;
    if (m_gesture) {
        m_gesture->cancel();
        endGesture();
    }
    m_definition = definition;
    QHash<QString, QPointF> before;
    if (glides) {
        for (const DesignNode &node : m_scene.graph().nodes)
            before.insert(node.id, node.position);
    }
    settle();
    m_scene.setGraph(DesignGraph::of(definition, m_components, m_scene.graph()));
    m_emphasis.hiddenNodes.clear();
    m_emphasis.hiddenLinks.clear();
    m_hoverLink = -1;
    m_hoverPort = {};
    pruneSelection();
    if (glides)
        glide(before);
    refreshAll();
}

/// All of it where that can be read; else its beginning, at a size that can.
void Canvas::showBeginning()
{
    fitAll();
    if (m_view.scale < kReadableAtFirst * DesignPainter::baseScale()) {
        const QRectF all = m_scene.bounds();
        const double scale = kReadableAtFirst * DesignPainter::baseScale();
        const double margin = Metrics::gap(10);
        const double top = all.height() * scale <= height() - 2 * margin ? all.center().y() * scale - height() / 2.0 : all.top() * scale - margin;
        setView({scale, QPointF(all.left() * scale - margin, top).toPoint()});
    }
    m_beginning = m_view;
}

void Canvas::glide(const QHash<QString, QPointF> &from)
{
    m_glides.clear();
    QHash<int, QPointF> start;
    for (int node = 0; node < m_scene.graph().nodes.size(); ++node) {
        const DesignNode &one = m_scene.graph().nodes.at(node);
        const QPointF was = from.value(one.id, one.position);
        if (was != one.position) {
            m_glides.insert(node, {was, one.position});
            start.insert(node, was);
        }
    }
    if (m_glides.isEmpty() || m_glides.size() > kMostGliding || Theme::motionMs() == 0)
        return;
    m_scene.place(start, false);
    m_glide.setDuration(Theme::motionMs());
    m_glide.start();
}

/// Cards that are on their way are where they go to: what is taken from the scene is then what the definition says.
void Canvas::settle()
{
    if (m_glide.state() == QAbstractAnimation::Running)
        m_glide.setCurrentTime(m_glide.totalDuration());
}

void Canvas::setMarks(const QHash<QString, NodeMark> &nodes, const QHash<LinkRef, LinkMark> &links)
{
    QRegion changed;
    QHash<int, NodeMark> before;
    for (int node = 0; node < m_scene.graph().nodes.size(); ++node) {
        const NodeMark now = nodes.value(m_scene.graph().nodes.at(node).id);
        if (m_scene.mark(node) != now)
            changed += m_view.toPixels(m_scene.card(node).adjusted(-12, -12, 12, 12)).toAlignedRect();
    }
    bool linksChanged = false;
    for (int link = 0; link < m_scene.graph().links.size() && !linksChanged; ++link)
        linksChanged = m_scene.linkMark(link) != links.value(m_scene.graph().links.at(link).ref);
    m_scene.setMarks(nodes, links);
    if (linksChanged) {
        refreshAll();
    } else if (!changed.isEmpty()) {
        m_layer.forget(changed & rect());
        update();
    }
}

void Canvas::setFrameDiffs(const QHash<QString, DiffKind> &notes, const QHash<QString, DiffKind> &groups)
{
    m_scene.setFrameDiffs(notes, groups);
    refreshAll();
}

void Canvas::setLit(const std::optional<QStringList> &nodes)
{
    const QSet<int> lit = nodes ? indexes(*nodes) : QSet<int>();
    if (m_emphasis.dims == nodes.has_value() && m_emphasis.lit == lit)
        return;
    m_emphasis.dims = nodes.has_value();
    m_emphasis.lit = lit;
    refreshAll();
}

void Canvas::setSources(const QList<DesignSource> &sources)
{
    m_scene.setSources(sources);
    if (m_view == m_beginning)
        showBeginning(); // nobody has moved yet: with them in sight
    refreshAll();
}

void Canvas::lift(const QSet<int> &nodes, const QSet<int> &notes)
{
    m_emphasis.hiddenNodes = nodes;
    m_emphasis.hiddenLinks.clear();
    m_liftedNotes = notes;
    for (const int node : nodes) {
        for (const int link : m_scene.linksAt(node))
            m_emphasis.hiddenLinks.insert(link);
    }
    refreshAll();
}

void Canvas::refreshAll()
{
    m_layer.forget();
    update();
}

void Canvas::endGesture()
{
    m_gesture.reset();
    unsetCursor();
    update();
}

// --- choosing --------------------------------------------------------------------------------------------------------------

QSet<int> Canvas::indexes(const QStringList &ids) const
{
    QSet<int> found;
    for (const QString &id : ids) {
        if (const int index = m_scene.graph().indexOf(id); index >= 0)
            found.insert(index);
    }
    return found;
}

int Canvas::linkIndex(const LinkRef &link) const
{
    const auto found = std::ranges::find(m_scene.graph().links, link, &DesignLink::ref);
    return found == m_scene.graph().links.cend() ? -1 : int(found - m_scene.graph().links.cbegin());
}

void Canvas::pruneSelection()
{
    CanvasSelection rest = m_selection;
    rest.nodes.removeIf([this](const QString &id) { return m_scene.graph().indexOf(id) < 0; });
    rest.links.removeIf([this](const LinkRef &link) { return linkIndex(link) < 0; });
    const auto lacks = [](const auto &list, const QString &id) { return std::ranges::none_of(list, [&](const auto &one) { return one.id == id; }); };
    rest.notes.removeIf([&](const QString &id) { return lacks(m_scene.graph().notes, id); });
    rest.groups.removeIf([&](const QString &id) { return lacks(m_scene.graph().groups, id); });
    if (m_scene.graph().indexOf(m_current) < 0)
        m_current = rest.nodes.value(0);
    changeSelection(rest);
}

void Canvas::changeSelection(CanvasSelection selection)
{
    if (m_selection == selection)
        return;
    m_selection = std::move(selection);
    update();
    Q_EMIT selectionChanged();
}

void Canvas::select(const CanvasSelection &selection)
{
    if (!selection.nodes.contains(m_current))
        m_current = selection.nodes.isEmpty() ? QString() : selection.nodes.last();
    m_anchor.clear();
    m_kept.clear();
    changeSelection(selection);
}

void Canvas::setCurrent(const QString &node)
{
    if (m_scene.graph().indexOf(node) < 0)
        return;
    m_current = node;
    m_anchor.clear();
    m_kept.clear();
    changeSelection({.nodes = {node}, .notes = {}, .groups = {}, .links = {}});
    reveal(m_scene.card(m_scene.graph().indexOf(node)));
    announce();
    update();
}

void Canvas::selectAll()
{
    CanvasSelection all;
    for (const DesignNode &node : m_scene.graph().nodes)
        all.nodes.append(node.id);
    for (const DesignNote &note : m_scene.graph().notes)
        all.notes.append(note.id);
    select(all);
}

QString Canvas::describe(int node) const
{
    const DesignNode &one = m_scene.graph().nodes.at(node);
    QStringList onward;
    for (const int next : m_scene.next(node)) {
        if (!onward.contains(m_scene.graph().nodes.at(next).title))
            onward.append(m_scene.graph().nodes.at(next).title);
    }
    QString text = tr("%1, %2, step %3 of %4").arg(one.title, one.kind).arg(node + 1).arg(m_scene.graph().nodes.size());
    text += onward.isEmpty() ? tr(", leads nowhere") : tr(", leads to %1").arg(onward.join(u", "_s));
    if (const QString reads = takenWords(one, m_components); !reads.isEmpty())
        text += tr(", reads %1").arg(reads);
    if (const QString adds = givenWords(one, m_components); !adds.isEmpty())
        text += tr(", adds %1").arg(adds);
    if (m_scene.mark(node).errors > 0)
        text += tr(", has a problem");
    return text;
}

/// A link with what goes along it.
QString Canvas::linkWords(int link) const
{
    const DesignGraph &graph = m_scene.graph();
    const DesignLink &one = graph.links.at(link);
    const QString from = one.from < 0 ? one.ref.from.node : graph.nodes.at(one.from).title;
    const QString port = one.from < 0 || one.port < 0 ? one.ref.from.port : graph.nodes.at(one.from).outputs.at(one.port).title;
    QString text = tr("From %1 by “%2” to %3").arg(from, port, one.to < 0 ? one.ref.to.node : graph.nodes.at(one.to).title);
    if (!one.condition.isEmpty())
        text += u" · "_s + tr("where %1").arg(one.condition);
    return text;
}

/// The one link, note or group that is chosen.
QString Canvas::describeChosen() const
{
    if (const int link = m_selection.links.size() == 1 ? linkIndex(m_selection.links.first()) : -1; link >= 0) {
        const LinkMark &mark = m_scene.linkMark(link);
        return linkWords(link) + (mark.waiting > 0 ? u" · "_s + tr("%n wait(s); W lists them", nullptr, int(mark.waiting)) : QString());
    }
    for (const DesignNote &note : m_scene.graph().notes) {
        if (m_selection.notes.contains(note.id))
            return tr("Note: %1").arg(note.text);
    }
    for (const DesignGroup &group : m_scene.graph().groups) {
        if (m_selection.groups.contains(group.id))
            return tr("Group %1, %n step(s)", nullptr, int(group.nodes.size())).arg(group.title);
    }
    return {};
}

void Canvas::announce()
{
    const int node = m_scene.graph().indexOf(m_current);
    const QString text = node < 0 ? describeChosen() : describe(node);
    if (text.isEmpty())
        return;
    QAccessibleAnnouncementEvent event(this, text);
    QAccessible::updateAccessibility(&event);
    Q_EMIT hinted(text);
}

// --- seeing ----------------------------------------------------------------------------------------------------------------

void Canvas::setView(const DesignView &view)
{
    if (m_view == view)
        return;
    m_view = view;
    update();
    Q_EMIT viewChanged();
}

void Canvas::zoomTo(double scale, QPointF about)
{
    scale = std::clamp(scale, kLeastScale, kMostScale * DesignPainter::baseScale());
    const QPointF point = m_view.toScene(about);
    m_hasFit = true;
    setView({scale, (point * scale - about).toPoint()});
}

void Canvas::zoomBy(double factor)
{
    zoomTo(m_view.scale * factor, rect().center());
}

int Canvas::zoomPercent() const
{
    return int(std::lround(m_view.scale / DesignPainter::baseScale() * 100));
}

void Canvas::fit(const QRectF &area)
{
    if (area.isEmpty() || width() < 2 || height() < 2)
        return;
    const double margin = Metrics::gap(10);
    const double room = std::min((width() - 2 * margin) / area.width(), (height() - 2 * margin) / area.height());
    const double scale = std::clamp(room, kLeastScale, DesignPainter::baseScale());
    m_hasFit = true;
    setView({scale, (area.center() * scale - QPointF(width() / 2.0, height() / 2.0)).toPoint()});
}

void Canvas::fitAll()
{
    fit(m_scene.bounds());
}

void Canvas::fitSelection()
{
    QRectF area;
    for (const int node : indexes(m_selection.nodes))
        area |= m_scene.card(node);
    for (const DesignNote &note : m_scene.graph().notes) {
        if (m_selection.notes.contains(note.id))
            area |= note.rect;
    }
    for (int group = 0; group < m_scene.graph().groups.size(); ++group) {
        if (m_selection.groups.contains(m_scene.graph().groups.at(group).id))
            area |= m_scene.group(group);
    }
    for (const LinkRef &link : std::as_const(m_selection.links)) {
        if (const int index = linkIndex(link); index >= 0)
            area |= m_scene.route(index).boundingRect();
    }
    fit(area.isNull() ? m_scene.bounds() : area);
}

void Canvas::scrollBy(QPoint pixels)
{
    m_hasFit = true;
    setView({m_view.scale, m_view.origin + pixels});
}

void Canvas::reveal(const QRectF &area)
{
    const QRectF pixels = m_view.toPixels(area);
    const double margin = Metrics::gap(4);
    QPointF move;
    if (pixels.left() < margin)
        move.setX(pixels.left() - margin);
    else if (pixels.right() > width() - margin)
        move.setX(pixels.right() - width() + margin);
    if (pixels.top() < margin)
        move.setY(pixels.top() - margin);
    else if (pixels.bottom() > height() - margin)
        move.setY(pixels.bottom() - height() + margin);
    if (!move.isNull() && width() > 1)
        scrollBy(move.toPoint());
}

double Canvas::reach() const
{
    return kReachPixels / m_view.scale;
}

void Canvas::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (!m_hasFit && !m_scene.graph().nodes.isEmpty())
        showBeginning();
    Q_EMIT viewChanged();
}

void Canvas::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        m_painter.forget();
        refreshAll();
    }
}

void Canvas::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void Canvas::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    m_spaceDown = false;
    update();
}

} // namespace Millrace
