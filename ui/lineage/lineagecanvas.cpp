// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineagecanvas.h"

#include "common/metrics.h"
#include "lineage/lineagetext.h"

#include <QAccessible>
#include <QApplication>
#include <QContextMenuEvent>
#include <QNativeGestureEvent>
#include <QtConcurrentRun>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kLeastScale = 0.005;
constexpr double kMostScale = 3;
constexpr int kRefineMs = 12;
constexpr double kReachPixels = 9;
constexpr double kReadableAtFirst = 0.6;
constexpr double kWheelStep = 1.15;
/// So few are laid out at once, without a turn through another thread: the picture never shows an in-between.
constexpr qsizetype kAtOnce = 60;

} // namespace

LineageCanvas::LineageCanvas(QWidget *parent)
    : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Lineage"));
    setAccessibleDescription(tr("Arrow keys go along the edges, Enter shows more, slash finds."));
    m_view.scale = LineagePainter::baseScale();
    m_refine.setSingleShot(true);
    m_refine.setInterval(kRefineMs);
    connect(&m_refine, &QTimer::timeout, this, &LineageCanvas::refreshAll);
    if (Theme *theme = Theme::current()) {
        connect(theme, &Theme::changed, this, [this] {
            m_painter.forget();
            refreshAll();
        });
    }
}

// --- what is shown ---------------------------------------------------------------------------------------------------------

void LineageCanvas::setGraph(const ShownGraph &graph, bool anew, const QString &around)
{
    m_next = {graph, anew || (m_next && m_next->anew), around};
    if (!m_isLayingOut)
        layOutNext();
}

void LineageCanvas::layOutNext()
{
    const Wish wish = *std::exchange(m_next, std::nullopt);
    const LineageLayout::Question question = m_scene.question(wish.graph, wish.anew);
    if (question.nodes - question.places.size() <= kAtOnce) {
        take(wish.graph, LineageLayout::of(question), wish.anew, wish.around);
        return;
    }
    m_isLayingOut = true;
    QtConcurrent::run([question] { return LineageLayout::of(question); }).then(this, [this, wish](const LineageLayout::Answer &layout) {
        m_isLayingOut = false;
        // Another focus came meanwhile: this one is not looked at any more.
        if (!m_next || !m_next->anew)
            take(wish.graph, layout, wish.anew, wish.around);
        if (m_next)
            layOutNext();
    });
}

void LineageCanvas::take(const ShownGraph &graph, const LineageLayout::Answer &layout, bool anew, const QString &around)
{
    m_scene.set(graph, layout);
    m_hoverEdge = -1;
    m_selection.removeIf([&](const QString &id) { return graph.indexOf(id) < 0; });
    if (anew || graph.indexOf(m_current) < 0)
        m_current = graph.indexOf(around) >= 0 ? around : graph.indexOf(graph.focus()) >= 0 ? graph.focus() : QString();
    if (anew) {
        m_selection.clear();
        m_hasMoved = false;
        m_painter.forget();
        showBeginning();
    } else if (const int node = graph.indexOf(around); node >= 0) {
        reveal(surroundings(node));
    }
    m_emphasis.found.clear();
    emphasize();
    if (!m_words.isEmpty())
        find(m_words);
    refreshAll();
    Q_EMIT shown();
    Q_EMIT currentChanged(m_current);
    Q_EMIT selectionChanged();
    Q_EMIT viewChanged();
}

/// All of it where that can be read; else the focus in the middle, at a size that can.
void LineageCanvas::showBeginning()
{
    fitAll();
    const double least = kReadableAtFirst * LineagePainter::baseScale();
    const int focus = graph().indexOf(graph().focus());
    if (m_view.scale < least && !graph().isEmpty()) {
        // A thing is not among its own fields.
        const QPointF middle = focus >= 0 ? m_scene.card(focus).center() : m_scene.bounds().center();
        setView({least, (middle * least - QPointF(width() / 2.0, height() / 2.0)).toPoint()});
    }
    m_hasMoved = false;
}

void LineageCanvas::refreshAll()
{
    m_layer.forget();
    update();
}

QRectF LineageCanvas::surroundings(int node) const
{
    QRectF area = m_scene.card(node);
    for (const int other : graph().before(node) + graph().after(node))
        area |= m_scene.card(other);
    const QSizeF room = QSizeF(size()) / m_view.scale;
    return area.width() > room.width() || area.height() > room.height() ? m_scene.card(node) : area;
}

void LineageCanvas::emphasize()
{
    const int focus = graph().indexOf(graph().focus());
    m_emphasis.dims = m_showsPath && focus >= 0;
    m_emphasis.lit = QList<bool>(m_emphasis.dims ? graph().nodes().size() : 0, false);
    if (!m_emphasis.dims)
        return;
    const int current = graph().indexOf(m_current);
    for (const int node : current < 0 || current == focus ? graph().lineOf(focus) : graph().between(focus, current))
        m_emphasis.lit[node] = true;
    if (current >= 0)
        m_emphasis.lit[current] = true;
}

void LineageCanvas::setPathShown(bool shown)
{
    m_showsPath = shown;
    emphasize();
    refreshAll();
}

void LineageCanvas::setCurrent(const QString &node)
{
    const int index = graph().indexOf(node);
    if (index < 0)
        return;
    const bool isOther = std::exchange(m_current, node) != node;
    reveal(m_scene.card(index));
    if (m_showsPath && isOther) {
        emphasize();
        refreshAll();
    }
    select({node});
    announce();
    update();
    if (isOther)
        Q_EMIT currentChanged(m_current);
}

void LineageCanvas::select(const QStringList &nodes)
{
    if (m_selection == nodes)
        return;
    m_selection = nodes;
    update();
    Q_EMIT selectionChanged();
}

void LineageCanvas::announce()
{
    const int node = graph().indexOf(m_current);
    if (node < 0)
        return;
    const QString text = LineageText::spoken(graph(), node);
    QAccessibleAnnouncementEvent event(this, text);
    QAccessible::updateAccessibility(&event);
    Q_EMIT hinted(text);
}

int LineageCanvas::find(const QString &words)
{
    m_words = words.trimmed();
    QSet<int> found;
    for (int node = 0; !m_words.isEmpty() && node < graph().nodes().size(); ++node) {
        const ShownNode &one = graph().nodes().at(node);
        const auto has = [&](const QString &text) { return text.contains(m_words, Qt::CaseInsensitive); };
        if (has(LineageText::title(one)) || has(LineageText::detail(one)) || has(one.value) || has(LineageText::statusWord(one)) || one.id == m_words)
            found.insert(node);
    }
    if (found != m_emphasis.found) {
        m_emphasis.found = found;
        refreshAll();
    }
    return int(found.size());
}

void LineageCanvas::findNext()
{
    QList<int> found(m_emphasis.found.cbegin(), m_emphasis.found.cend());
    if (found.isEmpty())
        return;
    // As one reads: column by column, from the top.
    const auto place = [this](int node) { return std::pair(m_scene.card(node).left(), m_scene.card(node).top()); };
    std::ranges::sort(found, {}, place);
    const int current = graph().indexOf(m_current);
    auto next = found.cbegin();
    if (current >= 0)
        next = std::ranges::find_if(std::as_const(found), [&](int node) { return place(node) > place(current); });
    setCurrent(graph().nodes().at(next == found.cend() ? found.first() : *next).id);
}

// --- seeing ----------------------------------------------------------------------------------------------------------------

void LineageCanvas::setView(const PlaneView &view)
{
    if (m_view == view)
        return;
    m_view = view;
    m_hasMoved = true;
    update();
    Q_EMIT viewChanged();
}

void LineageCanvas::zoomTo(double scale, QPointF about)
{
    scale = std::clamp(scale, kLeastScale, kMostScale * LineagePainter::baseScale());
    setView({scale, (m_view.toScene(about) * scale - about).toPoint()});
}

void LineageCanvas::zoomBy(double factor)
{
    zoomTo(m_view.scale * factor, rect().center());
}

int LineageCanvas::zoomPercent() const
{
    return std::max(1, int(std::lround(m_view.scale / LineagePainter::baseScale() * 100)));
}

void LineageCanvas::fit(const QRectF &area)
{
    if (area.isEmpty() || width() < 2 || height() < 2)
        return;
    const double margin = Metrics::gap(10);
    const double room = std::min((width() - 2 * margin) / area.width(), (height() - 2 * margin) / area.height());
    const double scale = std::clamp(room, kLeastScale, LineagePainter::baseScale());
    setView({scale, (area.center() * scale - QPointF(width() / 2.0, height() / 2.0)).toPoint()});
}

void LineageCanvas::fitAll()
{
    fit(m_scene.bounds());
}

void LineageCanvas::scrollBy(QPoint pixels)
{
    setView({m_view.scale, m_view.origin + pixels});
}

void LineageCanvas::reveal(const QRectF &area)
{
    const QRectF pixels = m_view.toPixels(area);
    const double margin = Metrics::gap(6);
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

double LineageCanvas::reach() const
{
    return kReachPixels / m_view.scale;
}

// --- painting --------------------------------------------------------------------------------------------------------------

void LineageCanvas::paintEvent(QPaintEvent *event)
{
    if (const QRegion missing = m_layer.moveTo(*this, m_view); !missing.isEmpty()) {
        QPainter painter(&m_layer.picture());
        m_painter.begin();
        for (const QRect &part : missing) {
            painter.setClipRect(part);
            m_painter.scene(painter, part, m_view, m_scene, m_emphasis);
        }
        if (m_painter.isRough())
            m_refine.start();
    }
    QPainter painter(this);
    painter.setClipRegion(event->region());
    painter.drawPixmap(0, 0, m_layer.picture());
    paintOverlay(painter);
}

void LineageCanvas::paintOverlay(QPainter &painter)
{
    const QColor accent = Theme::color(ThemeRole::Accent);
    painter.setRenderHint(QPainter::Antialiasing);
    // The edges of what is looked at stand out, as long as they can be told apart.
    if (const int current = graph().indexOf(m_current);
        current >= 0 && m_view.scale >= LineagePainter::kTiny && graph().edgesAt(current).size() <= 200) {
        for (const int edge : graph().edgesAt(current))
            m_painter.edge(painter, m_view, m_scene, edge, accent, 1.5);
    }
    if (m_hoverEdge >= 0)
        m_painter.edge(painter, m_view, m_scene, m_hoverEdge, accent, 2.5);
    const auto frame = [&](int node, double width, double away) {
        const QRectF pixels = m_view.toPixels(m_scene.card(node)).adjusted(-away, -away, away, away);
        if (!pixels.intersects(QRectF(rect())))
            return;
        painter.setPen(QPen(accent, width));
        painter.setBrush(Qt::NoBrush);
        const double radius = 6 * m_view.scale + away;
        painter.drawRoundedRect(pixels, radius, radius);
    };
    for (const QString &id : std::as_const(m_selection)) {
        if (const int node = graph().indexOf(id); node >= 0)
            frame(node, 2, 1);
    }
    if (const int current = graph().indexOf(m_current); current >= 0 && hasFocus())
        frame(current, 1, 4.5);
    if (m_drag == Drag::Band) {
        QColor fill = accent;
        fill.setAlphaF(0.1F);
        painter.setPen(QPen(accent, 1));
        painter.setBrush(fill);
        painter.drawRect(QRectF(m_pressed, m_last).normalized());
    }
}

// --- mouse and keys --------------------------------------------------------------------------------------------------------

void LineageCanvas::hover(QPointF pixel)
{
    const QPointF point = m_view.toScene(pixel);
    const auto [handle, up] = m_view.scale >= LineagePainter::kTiny ? m_scene.handleAt(point, reach()) : std::pair(-1, false);
    const int card = handle >= 0 ? -1 : m_scene.cardAt(point);
    const int edge = handle >= 0 || card >= 0 ? -1 : m_scene.edgeAt(point, reach() / 2);
    if (edge != m_hoverEdge) {
        m_hoverEdge = edge;
        update();
    }
    setCursor(handle >= 0 || card >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    QString hint;
    if (handle >= 0)
        hint = up ? tr("Shows what this came from") : tr("Shows what came of this");
    else if (edge >= 0)
        hint = LineageText::edgeSentence(graph(), edge);
    else if (card >= 0)
        hint = u"%1 · %2"_s.arg(LineageText::title(graph().nodes().at(card)), LineageText::detail(graph().nodes().at(card)));
    setToolTip(hint);
    Q_EMIT hinted(hint);
}

void LineageCanvas::mousePressEvent(QMouseEvent *event)
{
    setFocus(Qt::MouseFocusReason);
    if (m_drag != Drag::None)
        return; // another button does not take over
    m_pressed = m_last = event->position();
    const QPointF point = m_view.toScene(m_pressed);
    const int card = m_scene.cardAt(point);
    m_adds = event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier);
    if (event->button() == Qt::MiddleButton) {
        m_drag = Drag::Pan;
    } else if (event->button() == Qt::RightButton) {
        if (card >= 0 && !m_selection.contains(graph().nodes().at(card).id))
            setCurrent(graph().nodes().at(card).id);
    } else if (event->button() == Qt::LeftButton) {
        if (const auto [node, up] = m_view.scale >= LineagePainter::kTiny ? m_scene.handleAt(point, reach()) : std::pair(-1, false); node >= 0) {
            const QString id = graph().nodes().at(node).id;
            Q_EMIT expandRequested(id, up ? Way::Up : Way::Down);
        } else if (card >= 0 && m_adds) {
            QStringList chosen = m_selection;
            const QString &id = graph().nodes().at(card).id;
            if (!chosen.removeOne(id))
                chosen.append(id);
            m_current = id;
            select(chosen);
            Q_EMIT currentChanged(m_current);
        } else if (card >= 0) {
            setCurrent(graph().nodes().at(card).id);
        } else {
            m_drag = m_adds ? Drag::Band : Drag::Pan;
        }
    }
    if (m_drag == Drag::Pan)
        setCursor(Qt::ClosedHandCursor);
}

void LineageCanvas::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF moved = event->position() - m_last;
    if (m_drag == Drag::None) {
        if (!event->buttons())
            hover(event->position());
        return;
    }
    if (m_drag == Drag::Pan) {
        const QPoint step = moved.toPoint();
        m_last += step;
        scrollBy(-step);
    } else {
        m_last = event->position();
        update();
    }
}

void LineageCanvas::mouseReleaseEvent(QMouseEvent *event)
{
    const Drag done = std::exchange(m_drag, Drag::None);
    if (done == Drag::Band) {
        QStringList chosen = m_selection;
        for (const int node : m_scene.cardsIn(m_view.toScene(QRectF(m_pressed, m_last).normalized()))) {
            if (!chosen.contains(graph().nodes().at(node).id))
                chosen.append(graph().nodes().at(node).id);
        }
        select(chosen);
        update();
    }
    hover(event->position());
}

void LineageCanvas::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int card = event->button() == Qt::LeftButton ? m_scene.cardAt(m_view.toScene(event->position())) : -1;
    if (card >= 0)
        expandOrActivate(graph().nodes().at(card).id);
}

void LineageCanvas::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    m_hoverEdge = -1;
    Q_EMIT hinted({});
    update();
}

void LineageCanvas::wheelEvent(QWheelEvent *event)
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

bool LineageCanvas::event(QEvent *event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto *gesture = static_cast<QNativeGestureEvent *>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomTo(m_view.scale * (1 + gesture->value()), gesture->position());
            return true;
        }
    }
    return QWidget::event(event);
}

void LineageCanvas::keyPressEvent(QKeyEvent *event)
{
    const int node = graph().indexOf(m_current);
    const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    const auto key = Qt::Key(event->key());
    if (isPlain && key >= Qt::Key_Left && key <= Qt::Key_Down) {
        if (node < 0) {
            setCurrent(graph().focus());
        } else if (const int next = m_scene.neighbour(node, key); next >= 0) {
            setCurrent(graph().nodes().at(next).id);
        } else if (const ShownNode &one = graph().nodes().at(node);
                   (key == Qt::Key_Left && one.hasMoreUp) || (key == Qt::Key_Right && one.hasMoreDown)) {
            Q_EMIT hinted(tr("There is more; Enter shows it"));
        }
    } else if (isPlain && (key == Qt::Key_Return || key == Qt::Key_Enter) && node >= 0) {
        expandOrActivate(m_current);
    } else if (isPlain && key == Qt::Key_Space && node >= 0) {
        QStringList chosen = m_selection;
        if (!chosen.removeOne(m_current))
            chosen.append(m_current);
        select(chosen);
    } else if (isPlain && key == Qt::Key_Home) {
        setCurrent(graph().focus());
    } else {
        QWidget::keyPressEvent(event);
    }
}

void LineageCanvas::expandOrActivate(const QString &node)
{
    const ShownNode *one = graph().find(node);
    if (one && (one->kind == ShownKind::Stack || one->hasMoreUp || one->hasMoreDown))
        Q_EMIT expandRequested(node, Way::Both);
    else if (one)
        Q_EMIT activated(node);
}

void LineageCanvas::contextMenuEvent(QContextMenuEvent *event)
{
    Q_EMIT menuRequested(event->globalPos());
}

void LineageCanvas::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (!m_hasMoved && !graph().isEmpty())
        showBeginning();
    Q_EMIT viewChanged();
}

void LineageCanvas::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void LineageCanvas::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void LineageCanvas::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        m_painter.forget();
        refreshAll();
    }
}

} // namespace Millrace
