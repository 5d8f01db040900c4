// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is done to the pipeline by key or button and asks something first: which component, which port, what Graphviz makes of it.
#include "designer/designerview.h"

#include "designer/autolayout.h"
#include "designer/designersource.h"
#include "designer/draftdocument.h"
#include "designer/insertpopup.h"

#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr auto kNewStep = "\n"_L1; ///< in place of a step's id: no id is a line's end
} // namespace

void DesignerView::insert(QPointF place, int fromNode, int fromPort)
{
    // By name: somebody else may edit while one chooses.
    const DesignNode *before = fromNode >= 0 ? &m_canvas->scene().graph().nodes.at(fromNode) : nullptr;
    const QString beforeId = before ? before->id : QString();
    const QString beforePort = before && fromPort >= 0 ? before->outputs.at(fromPort).name : QString();
    m_onChosen = [this, place, beforeId, beforePort, fromNode, fromPort](const QString &component) {
        const DesignNode *node = m_canvas->scene().graph().find(beforeId);
        const DesignScene::PortHit from{m_canvas->scene().graph().indexOf(beforeId), node && fromPort >= 0 ? node->portOf(beforePort) : -1};
        if (fromNode >= 0 && (!node || (fromPort >= 0 && from.port < 0)))
            return;
        const QPointF corner = fromPort >= 0 || fromNode < 0 ? place - QPointF(0, DesignLayout::kCardHead / 2)
                                                             : place - QPointF(DesignLayout::kCardWidth, DesignLayout::kCardHead / 2);
        // With the keys there is no place: behind what is chosen.
        if (place.isNull() && fromNode < 0)
            m_canvas->addComponent(component);
        else
            m_canvas->addComponent(component, corner, from);
    };
    m_popup->ask(tr("Add a step: type what it should do"), InsertPopup::components(m_canvas->components(), m_plugins));
}

void DesignerView::connectByKey()
{
    const DesignGraph &graph = m_canvas->scene().graph();
    const int from = graph.indexOf(m_canvas->current());
    if (from < 0)
        return;
    const DesignNode &node = graph.nodes.at(from);
    // By name: somebody else may edit while one chooses.
    const auto ask = [this, id = node.id](const QString &port) {
        const DesignGraph &now = m_canvas->scene().graph();
        const DesignNode *source = now.find(id);
        const int number = source ? source->portOf(port) : -1;
        if (number < 0)
            return;
        m_onChosen = [this, id, port](const QString &target) {
            const DesignGraph &then = m_canvas->scene().graph();
            const DesignNode *here = then.find(id);
            if (here && here->portOf(port) >= 0 && target == kNewStep) {
                const int from = then.indexOf(id);
                const QRectF card = m_canvas->scene().card(from);
                // The popup closes first.
                QTimer::singleShot(0, this, [this, id, port, card] {
                    const DesignGraph &shown = m_canvas->scene().graph();
                    const DesignNode *leads = shown.find(id);
                    if (leads && leads->portOf(port) >= 0)
                        insert(card.topRight() + QPointF(DesignLayout::kColumnGap, DesignLayout::kCardHead / 2), shown.indexOf(id),
                               leads->portOf(port));
                });
            } else if (here && here->portOf(port) >= 0 && then.indexOf(target) >= 0)
                m_canvas->connectNodes(then.indexOf(id), here->portOf(port), then.indexOf(target));
        };
        QList<InsertPopup::Choice> targets = InsertPopup::targets(now, m_canvas->components(), now.indexOf(id), number);
        const bool isTaken = !source->outputs.at(number).spawns && std::ranges::any_of(now.links, [&](const DesignLink &link) {
            return link.ref.from.node == id && link.ref.from.port == port && link.condition.isEmpty();
        });
        if (!isTaken)
            targets.append(
                {{.id = kNewStep, .title = tr("A new step…"), .detail = tr("as if the link were let go over nothing"), .iconName = u"list-add"_s},
                 {},
                 {}});
        m_popup->ask(tr("Lead “%1” of %2 to").arg(source->outputs.at(number).title, source->title), targets);
    };
    QList<InsertPopup::Choice> ports;
    for (int port = 0; port < node.outputs.size(); ++port)
        ports.append(
            {{.id = node.outputs.at(port).name, .title = node.outputs.at(port).title, .detail = node.outputs.at(port).name, .iconName = u"go-next"_s},
             node.outputs.at(port).name,
             {}});
    if (ports.size() == 2) { // its way out and the one for what fails: the first is meant
        ask(node.outputs.first().name);
        return;
    }
    m_onChosen = [this, ask](const QString &port) {
        // The popup closes first.
        QTimer::singleShot(0, this, [ask, port] { ask(port); });
    };
    m_popup->ask(tr("By which way out of %1").arg(node.title), ports);
}

void DesignerView::leadLinkByKey()
{
    if (m_canvas->selection().links.size() != 1)
        return;
    const LinkRef link = m_canvas->selection().links.first();
    DesignGraph rest = m_canvas->scene().graph();
    rest.links.removeIf([&link](const DesignLink &one) { return one.ref == link; });
    const int from = rest.indexOf(link.from.node);
    const int port = from < 0 ? -1 : rest.nodes.at(from).portOf(link.from.port);
    if (port < 0)
        return;
    QList<InsertPopup::Choice> targets = InsertPopup::targets(rest, m_canvas->components(), from, port);
    targets.removeIf([&link](const InsertPopup::Choice &choice) { return choice.item.id == link.to.node; });
    m_onChosen = [this, link](const QString &target) { m_canvas->leadLink(link, target); };
    m_popup->ask(tr("Lead “%1” of %2 to").arg(rest.nodes.at(from).outputs.at(port).title, rest.nodes.at(from).title), targets);
}

void DesignerView::putIntoLinkByKey()
{
    const DesignGraph &graph = m_canvas->scene().graph();
    const DesignNode *node = graph.find(m_canvas->current());
    if (!node)
        return;
    if (!m_canvas->scene().linksAt(graph.indexOf(node->id)).isEmpty()) {
        fail(tr("The step was not put into a link."), tr("It has links of its own. Take them away first."));
        return;
    }
    QList<InsertPopup::Choice> links;
    QList<LinkRef> refs;
    for (const DesignLink &link : graph.links) {
        if (link.from < 0 || link.to < 0 || link.port < 0)
            continue;
        links.append({{.id = QString::number(refs.size()),
                       .title = tr("%1 to %2").arg(graph.nodes.at(link.from).title, graph.nodes.at(link.to).title),
                       .detail = graph.nodes.at(link.from).outputs.at(link.port).title,
                       .iconName = u"draw-connector"_s},
                      {},
                      {}});
        refs.append(link.ref);
    }
    m_onChosen = [this, refs, id = node->id](const QString &chosen) { m_canvas->putIntoLink(id, refs.value(chosen.toInt())); };
    m_popup->ask(tr("Put %1 into the link").arg(node->title), links);
}

/// Asked again while it goes on, it stops.
void DesignerView::layOut()
{
    if (m_layout.isRunning()) {
        m_layout.cancel();
        return;
    }
    if (m_canvas->isReadOnly() || m_canvas->scene().graph().nodes.isEmpty())
        return;
    m_layout = QtConcurrent::run([graph = m_canvas->scene().graph()](QPromise<Result<QHash<QString, QPointF>>> &promise) {
        promise.addResult(autoLayout(graph, [&promise](qsizetype done, qsizetype all) {
            promise.setProgressRange(0, int(all));
            promise.setProgressValue(int(done));
            return !promise.isCanceled();
        }));
    });
    m_layout
        .then(this,
              [this, pipeline = m_document->state().pipeline](const Result<QHash<QString, QPointF>> &places) {
                  m_layout = {};
                  showActions();
                  if (!places) {
                      Q_EMIT noticeRequested(Notice::fromError(places.error()));
                      return;
                  }
                  if (m_document->state().pipeline != pipeline || m_canvas->isReadOnly())
                      return;
                  // What was edited meanwhile stays; the steps that are still there come to their places.
                  DraftEditor editor = m_canvas->editor();
                  editor.moveNodes(*places);
                  const DraftEdit edit = editor.finish(tr("Lay out"));
                  if (edit.isEmpty())
                      return;
                  m_document->applyGliding(edit);
                  m_canvas->fit(DesignLayout::bounds(DesignGraph::of(m_document->definition(), m_canvas->components())));
              })
        .onCanceled(this, [this] {
            m_layout = {};
            showActions();
        });
    Q_EMIT workStarted(tr("Laying out %1").arg(m_document->state().title), QFuture<void>(m_layout));
    showActions();
}

void DesignerView::extractSubflow()
{
    const QStringList nodes = m_canvas->chosenNodes();
    if (nodes.isEmpty() || m_canvas->isReadOnly())
        return;
    const DesignNode *first = m_canvas->scene().graph().find(nodes.first());
    const QString title = tr("%1: %2").arg(m_document->state().title, first ? first->title : QString());
    const QString pipeline = m_document->state().pipeline;
    const QString id = u"%1-%2"_s.arg(pipeline, nodes.first());
    const auto refuse = [this] {
        fail(tr("These steps cannot become a pipeline of their own."),
             tr("They must be entered at their first step alone and left by one way out of one step, and nothing else may end within them."));
    };
    QHash<QString, QStringList> ports;
    for (const DesignNode &node : m_canvas->scene().graph().nodes) {
        for (const DesignPort &port : node.outputs)
            ports[node.id].append(port.name);
    }
    const std::optional<Json> part = m_canvas->editor().extractSubflow(nodes, id, title, ports);
    if (!part) {
        refuse();
        return;
    }
    // Under an id that nothing else has: there may be one of that name from an earlier time.
    m_answers.ask("extract", m_source->execute(u"pipeline.import"_s, Json::object({{"definition", *part}, {"as", "copy"}})),
                  [this, refuse, nodes, title, pipeline, ports](const Json &answer) {
                      if (m_document->state().pipeline != pipeline || m_canvas->isReadOnly())
                          return;
                      if (answer.value("version").toInt() == 0) {
                          fail(tr("These steps cannot become a pipeline of their own."),
                               tr("They cannot run by themselves. What they would become is kept as a draft: “%1”.").arg(title));
                          return;
                      }
                      // What was edited meanwhile stays.
                      DraftEditor editor = m_canvas->editor();
                      if (editor.extractSubflow(nodes, answer.value("pipeline").toString(), title, ports))
                          m_document->apply(editor.finish(tr("Make %n step(s) a pipeline of their own", nullptr, int(nodes.size()))));
                      else
                          refuse();
                  });
}

void DesignerView::fix(const Json &fix)
{
    const auto patch = Edit::fromJson(fix.value("patch"));
    if (!patch || m_canvas->isReadOnly())
        return;
    const auto after = patch->appliedTo(m_document->definition());
    if (!after) {
        Q_EMIT noticeRequested(Notice::fromError(after.error()));
        return;
    }
    m_document->apply({fix.value("label").toString(), *patch, Edit::between(*after, m_document->definition()), {}});
}

} // namespace Millrace
