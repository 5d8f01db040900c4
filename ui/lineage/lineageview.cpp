// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineageview.h"

#include "common/emptystate.h"
#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/minimap.h"
#include "lineage/lineagedetail.h"
#include "lineage/lineagelegend.h"
#include "lineage/lineagetext.h"

#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostNodes = 500; ///< of one answer; the rest is reached by expanding

Minimap *makeMap(LineageCanvas *canvas)
{
    const auto paint = [canvas](QPainter &painter, const Minimap::Mapping &map) {
        const LineageScene &scene = canvas->scene();
        for (int node = 0; node < scene.graph().nodes().size(); ++node) {
            QRectF card = map(scene.card(node));
            card.setSize(card.size().expandedTo({2, 2}));
            const bool isFocus = scene.graph().nodes().at(node).id == scene.graph().focus();
            painter.fillRect(card, Theme::color(isFocus ? ThemeRole::Accent : ThemeRole::ControlBorder));
        }
    };
    auto *map = new Minimap(canvas,
                            {.bounds = [canvas] { return canvas->scene().bounds(); },
                             .view = [canvas] { return canvas->view(); },
                             .scrollBy = [canvas](QPoint pixels) { canvas->scrollBy(pixels); },
                             .paint = paint});
    QObject::connect(canvas, &LineageCanvas::viewChanged, map, &Minimap::viewChanged);
    QObject::connect(canvas, &LineageCanvas::shown, map, &Minimap::forget);
    return map;
}

} // namespace

LineageView::LineageView(LineageDoor door, QWidget *parent)
    : QWidget(parent)
    , m_door(std::move(door))
    , m_canvas(new LineageCanvas(this))
    , m_minimap(makeMap(m_canvas))
    , m_empty(new EmptyState(m_canvas))
    , m_hint(new ElidedLabel(TextRole::Secondary, this))
    , m_zoom(makeLabel(TextRole::Secondary, {}, this))
    , m_detail(new LineageDetail(m_door, this))
    , m_splitter(new QSplitter(this))
{
    m_empty->setContent(u"vcs-branch"_s,
                        tr("Where did it come from, and what became of it? Choose a context or a document, or press F12 on one anywhere."),
                        tr("Choose what to look at"));
    m_empty->setMinimumWidth(Metrics::gap(110));
    connect(m_empty, &EmptyState::buttonClicked, this, &LineageView::focusRequested);
    auto *over = new QVBoxLayout(m_canvas);
    over->addWidget(m_empty, 0, Qt::AlignCenter);

    auto *bar = new QWidget(this);
    auto *line = new QHBoxLayout(bar);
    line->setContentsMargins(Metrics::gap(4), Metrics::gap(1), Metrics::gap(4), Metrics::gap(1));
    line->setSpacing(Metrics::gap(4));
    line->addWidget(m_hint, 1);
    line->addWidget(new LineageLegend(this));
    line->addWidget(m_zoom);
    auto *left = new QWidget(this);
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_canvas, 1);
    column->addWidget(bar);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    left->setMinimumWidth(Metrics::gap(80));
    m_detail->setMinimumWidth(Metrics::gap(70));
    m_splitter->setSizes({Metrics::gap(220), Metrics::gap(90)});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    setFocusProxy(m_canvas);
    m_detail->hide();

    connect(m_canvas, &LineageCanvas::expandRequested, this, &LineageView::expand);
    connect(m_canvas, &LineageCanvas::activated, this, [this] { m_detail->setFocus(Qt::OtherFocusReason); });
    connect(m_canvas, &LineageCanvas::menuRequested, this, &LineageView::menuRequested);
    connect(m_canvas, &LineageCanvas::hinted, this, &LineageView::showHint);
    connect(m_canvas, &LineageCanvas::currentChanged, this, &LineageView::showCurrent);
    connect(m_canvas, &LineageCanvas::selectionChanged, this, [this] { showHint({}); });
    connect(m_canvas, &LineageCanvas::viewChanged, this, [this] { m_zoom->setText(tr("%1 %").arg(m_canvas->zoomPercent())); });
    connect(m_canvas, &LineageCanvas::shown, this, &LineageView::shown);
    connect(m_detail, &LineageDetail::nodeRequested, m_canvas, &LineageCanvas::setCurrent);
    connect(m_detail, &LineageDetail::focusRequested, this, &LineageView::setFocusNode);
    connect(m_detail, &LineageDetail::openRequested, this, &LineageView::openRequested);
    connect(m_detail, &LineageDetail::textsRequested, this, &LineageView::textsRequested);
    connect(m_detail, &LineageDetail::failed, this, &LineageView::failed);
}

// --- asking ----------------------------------------------------------------------------------------------------------------

void LineageView::ask(const QString &focus, int hops, LineageCanvas::Way way, const QStringList &open,
                      const std::function<void(const ShownGraph &)> &then)
{
    static constexpr std::array kWays{"up"_L1, "down"_L1, "both"_L1};
    Json args = Json::object({{"focus", focus},
                              {"hops", hops},
                              {"direction", kWays.at(std::size_t(way))},
                              {"level", m_level == Level::Item ? "item"_L1 : "field"_L1},
                              {"most", kMostNodes}});
    if (!m_asOf.isEmpty())
        args.insert("as_of", m_asOf);
    if (!open.isEmpty())
        args.insert("open", Json::array(open));
    if (m_asked++ == 0)
        Q_EMIT busyChanged(true);
    m_door(u"lineage.graph"_s, args).then(this, [this, generation = m_generation, then](const Result<Json> &answer) {
        if (--m_asked == 0)
            Q_EMIT busyChanged(false);
        if (generation != m_generation)
            return;
        if (answer) {
            then(ShownGraph::of(*answer));
        } else {
            Q_EMIT failed(answer.error());
            Q_EMIT shown();
        }
    });
}

void LineageView::begin()
{
    ++m_generation;
    if (m_focus.isEmpty()) {
        m_graph = {};
        showGraph(true);
        return;
    }
    ask(m_focus, m_hops, LineageCanvas::Way::Both, {}, [this](const ShownGraph &answer) {
        m_graph = answer;
        const bool isOther = !answer.focus().isEmpty() && std::exchange(m_focus, answer.focus()) != answer.focus();
        showGraph(true);
        if (isOther)
            Q_EMIT focusChanged(m_focus);
    });
}

void LineageView::setFocusNode(const QString &node)
{
    m_focus = node;
    begin();
    Q_EMIT focusChanged(m_focus);
}

void LineageView::setLevel(Level level)
{
    if (m_level == level)
        return;
    m_level = level;
    // A field is none of the things, and belongs to one.
    if (const ShownNode *focus = m_graph.find(m_focus); level == Level::Item && focus && !focus->context.isEmpty() && focus->kind == ShownKind::Field)
        m_focus = u"context:"_s + focus->context;
    begin();
}

void LineageView::setAsOf(const QString &time)
{
    if (m_asOf == time)
        return;
    m_asOf = time;
    begin();
}

void LineageView::setHops(int hops)
{
    hops = std::clamp(hops, 1, kMostHops);
    if (m_hops == hops)
        return;
    const bool isFurther = hops > std::exchange(m_hops, hops);
    if (!isFurther || m_graph.isEmpty())
        return begin();
    ask(m_focus, m_hops, LineageCanvas::Way::Both, {}, [this](const ShownGraph &answer) {
        m_graph.take(answer);
        showGraph(false, m_focus);
    });
}

void LineageView::refresh()
{
    if (m_focus.isEmpty() || m_graph.isEmpty())
        return begin();
    if (!m_asOf.isEmpty())
        return; // what was does not change
    ask(m_focus, m_hops, LineageCanvas::Way::Both, {}, [this](const ShownGraph &answer) {
        const ShownGraph before = m_graph;
        m_graph.take(answer);
        if (!(before == m_graph))
            showGraph(false);
    });
}

void LineageView::expand(const QString &node, LineageCanvas::Way way)
{
    const ShownNode *one = m_graph.find(node);
    if (!one)
        return;
    if (one->kind == ShownKind::Stack) {
        const LineageCanvas::Way side = one->direction == "up"_L1 ? LineageCanvas::Way::Up : LineageCanvas::Way::Down;
        const QString parent = one->parent;
        ask(parent, 1, side, {node}, [this, node, parent](const ShownGraph &answer) {
            m_graph.open(node, answer);
            showGraph(false, parent);
        });
        return;
    }
    ask(node, 1, way, {}, [this, node](const ShownGraph &answer) {
        m_graph.take(answer);
        showGraph(false, node);
    });
}

void LineageView::fold(const QString &node, bool up)
{
    m_graph.fold(node, up);
    showGraph(false, node);
}

QStringList LineageView::chosen() const
{
    if (!m_canvas->selection().isEmpty())
        return m_canvas->selection();
    return m_canvas->current().isEmpty() ? QStringList() : QStringList{m_canvas->current()};
}

// --- showing ---------------------------------------------------------------------------------------------------------------

void LineageView::showGraph(bool anew, const QString &around)
{
    m_empty->setVisible(m_graph.isEmpty());
    if (m_graph.isEmpty())
        m_detail->hide();
    m_canvas->setGraph(m_graph, anew, around);
    showHint({});
}

void LineageView::setDetailShown(bool shown)
{
    m_wantsDetail = shown;
    showCurrent();
}

void LineageView::showCurrent()
{
    const QString &current = m_canvas->current();
    const bool isShown = m_wantsDetail && !current.isEmpty();
    m_detail->setVisible(isShown);
    if (isShown)
        m_detail->showNode(m_canvas->graph(), current, m_asOf);
}

QString LineageView::standing() const
{
    if (m_graph.isEmpty())
        return {};
    QStringList parts{tr("%n node(s)", nullptr, int(m_graph.nodes().size())), tr("%n edge(s)", nullptr, int(m_graph.edges().size()))};
    if (m_canvas->selection().size() > 1)
        parts.append(tr("%n chosen", nullptr, int(m_canvas->selection().size())));
    if (m_graph.isTruncated())
        parts.append(tr("there is more than is shown: expand where it matters"));
    return parts.join(u" · "_s);
}

void LineageView::showHint(const QString &sentence)
{
    m_hint->setText(sentence.isEmpty() ? standing() : sentence);
}

} // namespace Millrace
