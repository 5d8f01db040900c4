// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/canvas.h"

#include "common/componenttext.h"
#include "common/metrics.h"
#include "designer/gesture.h"

#include <QAccessible>
#include <QApplication>
#include <QContextMenuEvent>
#include <QMimeData>
#include <QNativeGestureEvent>
#include <QPaintEvent>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kLeastScale = 0.02;
constexpr double kMostScale = 3;
constexpr double kWheelStep = 1.15;
constexpr int kRefineMs = 12;
constexpr double kReachPixels = 9;
constexpr int kCornerPixels = 14;
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
    setAccessibleDescription(tr("Arrow keys go along the links, slash adds a step, Enter opens the step's settings."));
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
    setDefinition(m_definition);
}

void Canvas::setDefinition(const Json &definition, bool glides)
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
    if (!m_hasFit && !m_scene.graph().nodes.isEmpty() && width() > 1)
        showBeginning();
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
        m_dirty += changed & rect();
        update();
    }
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
    m_dirty = rect();
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
    changeSelection(selection);
}

void Canvas::setCurrent(const QString &node)
{
    if (m_scene.graph().indexOf(node) < 0)
        return;
    m_current = node;
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
    if (m_scene.mark(node).errors > 0)
        text += tr(", has a problem");
    return text;
}

void Canvas::announce()
{
    const int node = m_scene.graph().indexOf(m_current);
    if (node < 0)
        return;
    const QString text = describe(node);
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

// --- painting --------------------------------------------------------------------------------------------------------------

void Canvas::ensureLayer()
{
    const double ratio = devicePixelRatioF();
    const QSize size = (QSizeF(this->size()) * ratio).toSize();
    if (m_layer.size() != size || m_layer.devicePixelRatio() != ratio) {
        m_layer = QPixmap(size);
        m_layer.setDevicePixelRatio(ratio);
        m_dirty = rect();
    }
    if (m_layerView.scale != m_view.scale) {
        m_dirty = rect();
    } else if (m_layerView.origin != m_view.origin) {
        const QPoint step = m_layerView.origin - m_view.origin;
        const QPointF exact = QPointF(step) * ratio;
        if (std::abs(step.x()) < width() && std::abs(step.y()) < height() && exact == exact.toPoint()) {
            m_layer.scroll(exact.toPoint().x(), exact.toPoint().y(), m_layer.rect());
            m_dirty.translate(step);
            m_dirty += QRegion(rect()) - QRegion(rect().translated(step));
        } else {
            m_dirty = rect();
        }
    }
    m_layerView = m_view;
    m_dirty &= rect();
    if (!m_dirty.isEmpty())
        paintLayer(m_dirty);
    m_dirty = {};
}

void Canvas::paintLayer(const QRegion &region)
{
    QPainter painter(&m_layer);
    m_painter.begin();
    for (const QRect &part : region) {
        painter.setClipRect(part);
        m_painter.background(painter, part, m_view);
        m_painter.scene(painter, part, m_view, m_scene, m_emphasis);
    }
    if (m_painter.isRough())
        m_refine.start();
}

void Canvas::paintEvent(QPaintEvent *event)
{
    ensureLayer();
    QPainter painter(this);
    painter.setClipRegion(event->region());
    painter.drawPixmap(0, 0, m_layer);
    paintOverlay(painter);
}

void Canvas::paintOverlay(QPainter &painter)
{
    const QRectF area = m_view.toScene(QRectF(rect())).adjusted(-16, -16, 16, 16);
    for (const int link : std::as_const(m_emphasis.hiddenLinks)) {
        m_painter.link(painter, m_view, m_scene, link, m_painter.linkColor(m_scene, link), 1.5);
    }
    for (const int node : std::as_const(m_emphasis.hiddenNodes)) {
        if (m_scene.card(node).intersects(area))
            m_painter.card(painter, m_view, m_scene, node);
    }
    paintSelection(painter);
    if (m_hoverLink >= 0 && !m_gesture)
        m_painter.link(painter, m_view, m_scene, m_hoverLink, Theme::color(ThemeRole::Accent), 2);
    if (m_hoverPort.isValid() && !m_gesture) {
        const DesignNode &node = m_scene.graph().nodes.at(m_hoverPort.node);
        const QPointF at = m_hoverPort.port < 0 ? DesignLayout::inPoint(node) : DesignLayout::outPoint(node, m_hoverPort.port);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(Theme::color(ThemeRole::Accent), 2));
        painter.setBrush(Theme::color(ThemeRole::Surface));
        const double radius = (DesignLayout::kPortRadius + 2) * m_view.scale;
        painter.drawEllipse(m_view.toPixels(at), radius, radius);
    }
    if (!m_dropping.isEmpty()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(Theme::color(ThemeRole::Accent), 1.5, Qt::DashLine));
        QColor fill = Theme::color(ThemeRole::Selection);
        painter.setBrush(fill);
        const QRectF ghost = m_view.toPixels(QRectF(m_dropPlace, QSizeF(DesignLayout::kCardWidth, DesignLayout::kCardHead)));
        painter.drawRoundedRect(ghost, 6 * m_view.scale, 6 * m_view.scale);
        painter.setFont(Theme::font(TextRole::Strong));
        painter.setPen(Theme::color(ThemeRole::Text));
        const ComponentDescriptor kind = m_components.value(m_dropping);
        const QString title = ComponentText::of(kind.name, kind.title, kind.description).title;
        painter.drawText(ghost, Qt::AlignCenter, title.isEmpty() ? m_dropping : title);
        if (m_dropLink >= 0)
            m_painter.link(painter, m_view, m_scene, m_dropLink, Theme::color(ThemeRole::Accent), 3);
    }
    if (m_gesture)
        m_gesture->paint(painter);
}

void Canvas::paintSelection(QPainter &painter)
{
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor accent = Theme::color(ThemeRole::Accent);
    for (const LinkRef &link : std::as_const(m_selection.links)) {
        if (const int index = linkIndex(link); index >= 0) {
            m_painter.link(painter, m_view, m_scene, index, accent, 2.5);
            m_painter.linkLabel(painter, m_view, m_scene, index);
        }
    }
    const auto frame = [&](const QRectF &rect, bool isCurrent) {
        const QRectF pixels = m_view.toPixels(rect);
        if (!pixels.intersects(QRectF(this->rect())))
            return;
        painter.setPen(QPen(accent, 2));
        painter.setBrush(Qt::NoBrush);
        const double radius = 6 * m_view.scale + 1;
        painter.drawRoundedRect(pixels.adjusted(-1, -1, 1, 1), radius, radius);
        if (isCurrent && hasFocus()) {
            painter.setPen(QPen(accent, 1));
            painter.drawRoundedRect(pixels.adjusted(-4.5, -4.5, 4.5, 4.5), radius + 3, radius + 3);
        }
    };
    for (const int node : indexes(m_selection.nodes))
        frame(m_scene.card(node), m_scene.graph().nodes.at(node).id == m_current);
    for (const DesignNote &note : m_scene.graph().notes) {
        if (m_selection.notes.contains(note.id))
            frame(note.rect, false);
    }
    for (int group = 0; group < m_scene.graph().groups.size(); ++group) {
        if (m_selection.groups.contains(m_scene.graph().groups.at(group).id))
            frame(m_scene.group(group), false);
    }
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

// --- the mouse -------------------------------------------------------------------------------------------------------------

void Canvas::hover(QPointF pixel)
{
    const QPointF point = m_view.toScene(pixel);
    m_lastPoint = point;
    const DesignScene::PortHit port = m_view.scale >= DesignPainter::kTiny ? m_scene.portAt(point, reach()) : DesignScene::PortHit();
    const int card = m_scene.cardAt(point);
    const int link = port.isValid() || card >= 0 ? -1 : m_scene.linkAt(point, reach() / 2);
    if (port != m_hoverPort || link != m_hoverLink) {
        m_hoverPort = port;
        m_hoverLink = link;
        update();
    }
    setCursor(m_spaceDown                  ? Qt::OpenHandCursor
                  : port.isValid()         ? Qt::CrossCursor
                  : card >= 0 || link >= 0 ? Qt::PointingHandCursor
                                           : Qt::ArrowCursor);
    QString hint;
    const int source = port.isValid() || card >= 0 || link >= 0 ? -1 : m_scene.sourceAt(point);
    if (card >= 0) {
        const NodeMark &mark = m_scene.mark(card);
        if (const qint64 here = std::accumulate(mark.counts.cbegin(), mark.counts.cend(), qint64(0)); here > 0 && !port.isValid())
            hint = tr("%n context(s) here; W lists them", nullptr, int(here));
    }
    if (source >= 0) {
        const DesignSource &one = m_scene.sources().at(source);
        setCursor(Qt::PointingHandCursor);
        hint
            = one.problem.isEmpty() ? tr("What comes into %1 goes through this pipeline").arg(one.folder) : tr("%1: %2").arg(one.folder, one.problem);
    } else if (port.isValid()) {
        const DesignNode &node = m_scene.graph().nodes.at(port.node);
        hint = port.port < 0 ? tr("The way into %1").arg(node.title)
                             : tr("%1 leaves %2 here: draw a link from it").arg(node.outputs.at(port.port).title, node.title);
    } else if (link >= 0) {
        const DesignLink &one = m_scene.graph().links.at(link);
        hint = tr("From %1 by “%2” to %3").arg(one.ref.from.node, one.ref.from.port, one.ref.to.node);
        if (const LinkMark &mark = m_scene.linkMark(link); mark.waiting > 0)
            hint += u" · "_s + tr("%n wait(s); double click lists them", nullptr, int(mark.waiting));
        if (m_scene.linkMark(link).isFull)
            hint += u" · "_s + tr("full: the step before it holds back");
    }
    setToolTip(hint);
    Q_EMIT hinted(hint);
}

void Canvas::selectHit(QPointF point, bool adds)
{
    CanvasSelection chosen = adds ? m_selection : CanvasSelection();
    const auto toggle = [adds](auto &list, const auto &id) {
        if (!adds || !list.removeOne(id))
            list.append(id);
    };
    if (const int card = m_scene.cardAt(point); card >= 0) {
        const QString &id = m_scene.graph().nodes.at(card).id;
        if (!adds && m_selection.nodes.contains(id)) {
            m_current = id;
            update();
            return;
        }
        toggle(chosen.nodes, id);
        m_current = id;
    } else if (const int link = m_scene.linkAt(point, reach() / 2); link >= 0) {
        toggle(chosen.links, m_scene.graph().links.at(link).ref);
    } else if (const int note = m_scene.noteAt(point); note >= 0) {
        const QString &id = m_scene.graph().notes.at(note).id;
        if (!adds && m_selection.notes.contains(id))
            return;
        toggle(chosen.notes, id);
    } else if (const int group = m_scene.groupAt(point); group >= 0) {
        const QString &id = m_scene.graph().groups.at(group).id;
        if (!adds && m_selection.groups.contains(id))
            return;
        toggle(chosen.groups, id);
    } else if (adds) {
        return;
    }
    select(chosen);
    if (!m_current.isEmpty())
        announce();
}

void Canvas::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    if (m_gesture)
        return; // another button does not take over
    m_mayMove = false;
    m_pressed = event->position();
    m_lastPoint = m_view.toScene(m_pressed);
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_spaceDown)) {
        m_gesture = std::make_unique<PanGesture>(*this, m_pressed);
        setCursor(m_gesture->cursor());
        return;
    }
    if (const int source = m_scene.cardAt(m_lastPoint) < 0 ? m_scene.sourceAt(m_lastPoint) : -1;
        source >= 0 && (event->button() == Qt::LeftButton || event->button() == Qt::RightButton)) {
        Q_EMIT sourceMenuRequested(source, event->globalPosition().toPoint());
        return;
    }
    if (event->button() == Qt::RightButton) {
        const int card = m_scene.cardAt(m_lastPoint);
        if (card < 0 || !m_selection.nodes.contains(m_scene.graph().nodes.at(card).id))
            selectHit(m_lastPoint, false);
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    const bool adds = event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier);
    const DesignScene::PortHit port = m_view.scale >= DesignPainter::kTiny ? m_scene.portAt(m_lastPoint, reach()) : DesignScene::PortHit();
    if (port.isValid() && !m_readOnly && !adds) {
        m_gesture = std::make_unique<ConnectGesture>(*this, port, m_pressed);
        setCursor(m_gesture->cursor());
        return;
    }
    const bool hitsSomething = m_scene.cardAt(m_lastPoint) >= 0 || m_scene.linkAt(m_lastPoint, reach() / 2) >= 0 || m_scene.noteAt(m_lastPoint) >= 0
        || m_scene.groupAt(m_lastPoint) >= 0;
    if (!hitsSomething) {
        m_gesture = std::make_unique<BandGesture>(*this, m_pressed, adds);
        return;
    }
    const int note = m_scene.cardAt(m_lastPoint) < 0 ? m_scene.noteAt(m_lastPoint) : -1;
    selectHit(m_lastPoint, adds);
    m_mayMove = true;
    if (note >= 0 && !m_readOnly) {
        const QPointF corner = m_view.toPixels(m_scene.graph().notes.at(note).rect.bottomRight());
        if ((corner - m_pressed).manhattanLength() < 2 * kCornerPixels)
            m_gesture = std::make_unique<NoteSizeGesture>(*this, note, m_pressed);
    }
}

void Canvas::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_gesture && m_mayMove && (event->buttons() & Qt::LeftButton) && !m_readOnly
        && (!m_selection.nodes.isEmpty() || !m_selection.notes.isEmpty() || !m_selection.groups.isEmpty())
        && (event->position() - m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_gesture = std::make_unique<MoveGesture>(*this, m_pressed);
        setCursor(m_gesture->cursor());
    }
    if (m_gesture)
        m_gesture->move(event->position(), event->modifiers());
    else if (!(event->buttons() & Qt::LeftButton))
        hover(event->position());
}

void Canvas::mouseReleaseEvent(QMouseEvent *event)
{
    m_mayMove = false;
    if (!m_gesture)
        return;
    // It may ask for an edit, which shows a new definition: it is over by then.
    const std::unique_ptr<Gesture> done = std::move(m_gesture);
    endGesture();
    done->finish();
    hover(event->position());
}

void Canvas::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_gesture.reset();
    const QPointF point = m_view.toScene(event->position());
    if (const int card = m_scene.cardAt(point); card >= 0)
        Q_EMIT nodeActivated(m_scene.graph().nodes.at(card).id);
    else if (const int link = m_scene.linkAt(point, reach() / 2); link >= 0)
        Q_EMIT linkActivated(m_scene.graph().links.at(link).ref);
    else if (const int note = m_scene.noteAt(point); note >= 0)
        Q_EMIT noteActivated(m_scene.graph().notes.at(note).id);
    else if (const int group = m_scene.groupAt(point); group >= 0)
        Q_EMIT groupActivated(m_scene.graph().groups.at(group).id);
    else if (!m_readOnly)
        Q_EMIT insertRequested(point, -1, -1);
}

void Canvas::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    m_hoverPort = {};
    m_hoverLink = -1;
    Q_EMIT hinted({});
    update();
}

void Canvas::wheelEvent(QWheelEvent *event)
{
    const QPoint angle = event->angleDelta();
    if (event->modifiers() & Qt::ControlModifier) {
        const double steps = (angle.y() != 0 ? angle.y() : angle.x()) / 120.0;
        zoomTo(m_view.scale * std::pow(kWheelStep, steps), event->position());
    } else {
        QPoint step = event->pixelDelta().isNull() ? angle * Metrics::gap(18) / 120 : event->pixelDelta();
        if (event->modifiers() & Qt::ShiftModifier)
            step = step.transposed();
        scrollBy(-step);
    }
    event->accept();
}

bool Canvas::event(QEvent *event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto *gesture = static_cast<QNativeGestureEvent *>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomTo(m_view.scale * (1 + gesture->value()), gesture->position());
            return true;
        }
    }
    // The arrows and Escape are the canvas's own while it has the focus, whatever a menu says.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isArrow = key->key() >= Qt::Key_Left && key->key() <= Qt::Key_Down;
        if ((isArrow && !(key->modifiers() & (Qt::AltModifier | Qt::ControlModifier))) || (key->key() == Qt::Key_Escape && m_gesture)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void Canvas::contextMenuEvent(QContextMenuEvent *event)
{
    if (event->reason() == QContextMenuEvent::Mouse && m_scene.sourceAt(m_view.toScene(QPointF(event->pos()))) >= 0)
        return; // it had its own with the press
    Q_EMIT menuRequested(event->globalPos());
}

// --- dropping --------------------------------------------------------------------------------------------------------------

void Canvas::dragEnterEvent(QDragEnterEvent *event)
{
    if (m_readOnly)
        return;
    m_dropping = QString::fromUtf8(event->mimeData()->data(kComponentMime));
    if (!m_dropping.isEmpty() || event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void Canvas::dragMoveEvent(QDragMoveEvent *event)
{
    const QPointF point = m_view.toScene(event->position());
    m_dropLink = m_scene.linkAt(point, reach() * 2);
    m_dropPlace = DesignLayout::snapped(point - QPointF(DesignLayout::kCardWidth, DesignLayout::kCardHead) / 2);
    event->acceptProposedAction();
    update();
}

void Canvas::dragLeaveEvent(QDragLeaveEvent *)
{
    m_dropping.clear();
    m_dropLink = -1;
    update();
}

void Canvas::dropEvent(QDropEvent *event)
{
    const QString component = std::exchange(m_dropping, {});
    const int link = std::exchange(m_dropLink, -1);
    event->acceptProposedAction();
    if (component.isEmpty()) {
        QStringList paths;
        for (const QUrl &url : event->mimeData()->urls()) {
            if (url.isLocalFile())
                paths.append(url.toLocalFile());
        }
        if (!paths.isEmpty())
            Q_EMIT filesDropped(paths, m_view.toScene(event->position()));
        return;
    }
    std::optional<LinkRef> into;
    if (link >= 0)
        into = m_scene.graph().links.at(link).ref;
    setFocus(Qt::MouseFocusReason);
    addComponent(component, m_dropPlace, {}, into);
}

} // namespace Millrace
