// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/panelboard.h"

#include "common/metrics.h"
#include "metrics/panelcard.h"
#include "metrics/plotview.h"

#include <QKeyEvent>

#include <algorithm>
#include <cmath>

namespace Millrace {

namespace {

/// Of the crosshair, where a panel has no points to go by.
constexpr int kCrosshairSteps = 100;
constexpr double kKeyZoom = 1.5;

} // namespace

PanelBoard::PanelBoard(BoardDocument *document, QWidget *parent)
    : QScrollArea(parent)
    , m_document(document)
    , m_ground(new QWidget)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setFocusPolicy(Qt::NoFocus);
    setWidget(m_ground);
    connect(document, &BoardDocument::changed, this, &PanelBoard::showPanels);
}

void PanelBoard::setEditable(bool editable)
{
    m_isEditable = editable;
    for (PanelCard *card : std::as_const(m_cards))
        card->setEditable(editable && m_enlarged.isEmpty());
}

PanelCard *PanelBoard::current() const
{
    return m_cards.value(m_current);
}

void PanelBoard::setCurrent(const QString &id)
{
    PanelCard *card = m_cards.value(id);
    if (!card)
        return;
    m_current = id;
    if (isVisible())
        card->setFocus(Qt::OtherFocusReason);
    ensureWidgetVisible(card, 0, Metrics::gap(2));
}

QList<PanelCard *> PanelBoard::cards() const
{
    QList<PanelCard *> cards;
    for (const PanelInfo &panel : m_document->board().panels) {
        if (PanelCard *card = m_cards.value(panel.id))
            cards.append(card);
    }
    return cards;
}

void PanelBoard::setEnlarged(const QString &id)
{
    m_enlarged = m_cards.contains(id) ? id : QString();
    setEditable(m_isEditable);
    arrange();
    if (!m_enlarged.isEmpty())
        setCurrent(m_enlarged);
}

void PanelBoard::setRange(double from, double to)
{
    m_from = from;
    m_to = to;
    for (const PanelCard *card : std::as_const(m_cards))
        card->plot()->setRange(from, to);
}

void PanelBoard::setMarks(const QList<PlotMark> &marks)
{
    m_marks = marks;
    for (const PanelCard *card : std::as_const(m_cards))
        card->plot()->setMarks(marks);
}

void PanelBoard::setCrosshair(std::optional<double> time)
{
    m_crosshair = time;
    for (const PanelCard *card : std::as_const(m_cards))
        card->plot()->setCrosshair(time);
}

void PanelBoard::showPanels()
{
    const BoardInfo &board = m_document->board();
    for (auto it = m_cards.begin(); it != m_cards.end();) {
        if (board.panel(it.key())) {
            ++it;
            continue;
        }
        it.value()->hide();
        it.value()->deleteLater();
        it = m_cards.erase(it);
    }
    const QWidget *before = nullptr;
    for (const PanelInfo &panel : board.panels) {
        if (!m_cards.contains(panel.id))
            makeCard(panel.id);
        PanelCard *card = m_cards.value(panel.id);
        if (card->info() != panel)
            card->setInfo(panel);
        if (before)
            QWidget::setTabOrder(const_cast<QWidget *>(before), card);
        before = card;
    }
    if (!m_cards.contains(m_enlarged))
        m_enlarged.clear();
    if (!m_cards.contains(m_current))
        m_current = board.panels.isEmpty() ? QString() : board.panels.constFirst().id;
    arrange();
}

void PanelBoard::makeCard(const QString &id)
{
    auto *card = new PanelCard(m_ground);
    m_cards.insert(id, card);
    card->setEditable(m_isEditable && m_enlarged.isEmpty());
    card->installEventFilter(this);
    PlotView *plot = card->plot();
    plot->setRange(m_from, m_to);
    plot->setMarks(m_marks);
    connect(plot, &PlotView::crosshairMoved, this, &PanelBoard::setCrosshair);
    connect(plot, &PlotView::rangeRequested, this, &PanelBoard::rangeRequested);
    connect(plot, &PlotView::backRequested, this, &PanelBoard::backRequested);
    connect(card, &PanelCard::focused, this, [this, id] { m_current = id; });
    connect(card, &PanelCard::menuRequested, this, [this, id](QPoint position) { Q_EMIT menuRequested(id, position); });
    connect(card, &PanelCard::moveDragged, this, [this, id](QPoint way) {
        const QRect cells = m_document->board().panel(id)->cells;
        dragTo(
            id,
            cells.translated(static_cast<int>(std::lround(way.x() / columnWidth())), static_cast<int>(std::lround(double(way.y()) / rowHeight()))));
    });
    connect(card, &PanelCard::sizeDragged, this, [this, id](QPoint way) {
        const QRect cells = m_document->board().panel(id)->cells;
        dragTo(id,
               cells.adjusted(0, 0, static_cast<int>(std::lround(way.x() / columnWidth())),
                              static_cast<int>(std::lround(double(way.y()) / rowHeight()))));
    });
    connect(card, &PanelCard::dragEnded, this, [this, id](bool isKept) { endDrag(id, isKept); });
    card->show();
}

void PanelBoard::dragTo(const QString &id, const QRect &cells)
{
    // No wider than from where it stands to the edge.
    QRect fitted = cells;
    if (cells.left() + cells.width() > kGridColumns && cells.left() == m_document->board().panel(id)->cells.left())
        fitted.setRight(kGridColumns - 1);
    fitted = fittedToGrid(fitted);
    if (m_dragged == fitted)
        return;
    m_dragged = fitted;
    m_cards.value(id)->raise();
    arrange(placed(m_document->board().places(), id, fitted));
}

void PanelBoard::endDrag(const QString &id, bool isKept)
{
    const std::optional<QRect> cells = std::exchange(m_dragged, std::nullopt);
    if (isKept && cells)
        m_document->place(id, *cells);
    arrange();
}

int PanelBoard::rowHeight() const
{
    return Metrics::gap(20);
}

double PanelBoard::columnWidth() const
{
    return (m_ground->width() - 2 * Metrics::gap(4) + Metrics::gap(2)) / double(kGridColumns);
}

QRect PanelBoard::pixels(const QRect &cells) const
{
    const int gap = Metrics::gap(2);
    const int left = Metrics::gap(4) + static_cast<int>(std::lround(cells.left() * columnWidth()));
    const int right = Metrics::gap(4) + static_cast<int>(std::lround((cells.left() + cells.width()) * columnWidth())) - gap;
    return {left, gap + cells.top() * rowHeight(), right - left, cells.height() * rowHeight() - gap};
}

void PanelBoard::arrange()
{
    arrange(m_document->board().places());
}

void PanelBoard::arrange(const QList<GridPlace> &places)
{
    for (auto it = m_cards.cbegin(); it != m_cards.cend(); ++it)
        it.value()->setVisible(m_enlarged.isEmpty() || it.key() == m_enlarged);
    if (PanelCard *card = m_cards.value(m_enlarged)) {
        m_ground->setMinimumHeight(0);
        card->setGeometry(viewport()->rect().adjusted(Metrics::gap(4), Metrics::gap(2), -Metrics::gap(4), -Metrics::gap(4)));
        return;
    }
    m_ground->setMinimumHeight(gridRows(places) * rowHeight() + Metrics::gap(4));
    for (const GridPlace &place : places) {
        if (PanelCard *card = m_cards.value(place.id))
            card->setGeometry(pixels(place.cells));
    }
}

void PanelBoard::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

bool PanelBoard::eventFilter(QObject *watched, QEvent *event)
{
    auto *card = qobject_cast<PanelCard *>(watched);
    if (card && event->type() == QEvent::KeyPress && takeKey(card, *static_cast<QKeyEvent *>(event)))
        return true;
    return QScrollArea::eventFilter(watched, event);
}

bool PanelBoard::takeKey(PanelCard *card, const QKeyEvent &event)
{
    const QString id = card->info().id;
    const auto key = static_cast<Qt::Key>(event.key());
    const bool isArrow = key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    const bool isPlaced = modifiers == Qt::ControlModifier || modifiers == (Qt::ControlModifier | Qt::ShiftModifier);
    if (isArrow && isPlaced) {
        if (!m_isEditable || !m_enlarged.isEmpty())
            return true;
        const int across = key == Qt::Key_Left ? -1 : key == Qt::Key_Right ? 1 : 0;
        const int down = key == Qt::Key_Up ? -1 : key == Qt::Key_Down ? 1 : 0;
        QRect cells = card->info().cells;
        if (modifiers & Qt::ShiftModifier) {
            cells.adjust(0, 0, cells.right() + across < kGridColumns ? across : 0, down);
        } else {
            // Panels rise: one row down alone leads back. As far as it takes to stand elsewhere.
            const QList<GridPlace> before = m_document->board().places();
            for (int way = 1; way <= kMostPanelRows; ++way) {
                const QRect moved = cells.translated(across * way, down * way);
                if (placed(before, id, moved) != before) {
                    cells = moved;
                    break;
                }
            }
        }
        m_document->place(id, cells);
        ensureWidgetVisible(card, 0, Metrics::gap(2));
        return true;
    }
    if (modifiers != Qt::NoModifier && modifiers != Qt::ShiftModifier)
        return false;
    const double span = m_to - m_from;
    const double middle = m_crosshair.value_or(m_from + span / 2);
    switch (key) {
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (m_enlarged.isEmpty())
            setCurrent(neighbour(m_document->board().places(), id, key));
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (modifiers & Qt::ShiftModifier) {
            const double way = span / 10 * (key == Qt::Key_Left ? -1 : 1);
            Q_EMIT rangeRequested(m_from + way, m_to + way);
        } else {
            stepCrosshair(*card, key == Qt::Key_Left ? -1 : 1);
        }
        return true;
    case Qt::Key_Home:
        setCrosshair(m_from);
        return true;
    case Qt::Key_End:
        setCrosshair(m_to);
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        Q_EMIT rangeRequested(middle - (middle - m_from) / kKeyZoom, middle + (m_to - middle) / kKeyZoom);
        return true;
    case Qt::Key_Minus:
        Q_EMIT rangeRequested(middle - (middle - m_from) * kKeyZoom, middle + (m_to - middle) * kKeyZoom);
        return true;
    case Qt::Key_Backspace:
        Q_EMIT backRequested();
        return true;
    case Qt::Key_Escape:
        if (m_crosshair)
            setCrosshair({});
        else if (!m_enlarged.isEmpty())
            setEnlarged({});
        else
            return false;
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_isEditable)
            Q_EMIT editRequested(id);
        return true;
    case Qt::Key_Delete:
        if (m_isEditable)
            m_document->remove(id);
        return true;
    default:
        return false;
    }
}

void PanelBoard::stepCrosshair(const PanelCard &card, int steps)
{
    const double span = m_to - m_from;
    const double step = std::max(card.content().lines.isEmpty() ? 0 : card.content().step, span / kCrosshairSteps);
    const double next = m_crosshair ? *m_crosshair + step * steps : steps > 0 ? m_from : m_to;
    setCrosshair(std::clamp(next, m_from, m_to));
}

} // namespace Millrace
