// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What waits in links and at steps, told by the door each second.
#include "designer/designerview.h"

#include "common/format.h"
#include "designer/designersource.h"
#include "designer/draftdocument.h"
#include "designer/inspector.h"
#include "designer/waitinglist.h"

#include <QDateTime>
#include <QTabBar>
#include <QTabWidget>

#include <algorithm>
#include <span>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Since then: "42 s".
QString ageOf(const Json &at)
{
    const QDateTime time = QDateTime::fromString(at.toString(), Qt::ISODateWithMs);
    return time.isValid() ? Format::shortDuration(std::max<qint64>(0, time.msecsTo(QDateTime::currentDateTimeUtc())) * 1000) : QString();
}

} // namespace

StatusCounts DesignerView::countsOf(const Json &json)
{
    StatusCounts counts;
    for (const ContextStatus status : kAllStatuses)
        counts.of(status) = json.value(QString(statusName(status))).toInt();
    return counts;
}

/// How much is at the steps and in the links now.
void DesignerView::showLoadMarks(QHash<QString, NodeMark> &marks, QHash<LinkRef, LinkMark> &links) const
{
    for (const Json &node : m_load.value("nodes").items()) {
        StatusCounts counts = countsOf(node.value("counts"));
        // What is over is no longer here.
        counts.of(ContextStatus::Completed) = 0;
        counts.of(ContextStatus::Cancelled) = 0;
        marks[node.value("node").toString()].counts = counts.count;
    }
    for (const Json &link : m_load.value("links").items()) {
        const PortRef from{link.value("from").value("node").toString(), link.value("from").value("port").toString()};
        const PortRef to{link.value("to").value("node").toString(), link.value("to").value("port").toString(u"in"_s)};
        links.insert({from, to, 0}, {link.value("count").toInt(), ageOf(link.value("oldest_at")), link.value("full").toBool(), DiffKind::Same});
    }
}

void DesignerView::askLoad()
{
    if (!m_document->isOpen() || m_document->state().publishedVersion == 0)
        return;
    const Json args = Json::object({{"id", m_document->state().pipeline}});
    m_answers.ask("load", m_source->execute(u"pipeline.load"_s, args), [this](const Json &load) {
        const bool isOther = load != m_load;
        m_load = load;
        // What stands still grows older all the same.
        const std::span<const Json> links = m_load.value("links").items();
        if (!isOther && std::ranges::all_of(links, [](const Json &link) { return link.value("oldest_at").isNull(); }))
            return;
        showMarks();
        showWaitingFacts();
        if (isOther && m_tabs->currentWidget() == m_waiting)
            m_waiting->refresh();
    });
}

/// A link opens on what waits in it; where nothing does, on its settings.
void DesignerView::listWaiting(const LinkRef &link)
{
    const DesignGraph &graph = m_canvas->scene().graph();
    for (int i = 0; i < graph.links.size(); ++i) {
        if (graph.links.at(i).ref == link && (m_canvas->scene().linkMark(i).waiting > 0 || m_canvas->scene().linkMark(i).isFull)) {
            showWaiting();
            return;
        }
    }
    setTab(Tab::Inspector);
    m_inspector->refresh();
    m_inspector->focusTitle();
}

/// What waits in the chosen link, else at the chosen step.
void DesignerView::showWaiting()
{
    const DesignGraph &graph = m_canvas->scene().graph();
    const auto titleOf = [&graph](const QString &id) {
        const DesignNode *node = graph.find(id);
        return node ? node->title : id;
    };
    WaitingPlace place{.pipeline = m_document->state().pipeline};
    if (m_canvas->selection().links.size() == 1) {
        const LinkRef &link = m_canvas->selection().links.first();
        const DesignNode *from = graph.find(link.from.node);
        const int port = from ? from->portOf(link.from.port) : -1;
        place.node = link.to.node;
        place.from = link.from;
        place.title = tr("From “%1” of %2 to %3")
                          .arg(port < 0 ? link.from.port : from->outputs.at(port).title, titleOf(link.from.node), titleOf(link.to.node));
    } else if (!m_canvas->current().isEmpty()) {
        place.node = m_canvas->current();
        place.title = tr("At %1").arg(titleOf(place.node));
    } else {
        return;
    }
    m_waiting->show(place);
    showWaitingFacts();
    m_tabs->setTabVisible(int(Tab::Waiting), true);
    // All four names in full.
    m_tabs->setMinimumWidth(std::max(m_tabs->minimumWidth(), m_tabs->tabBar()->sizeHint().width()));
    setTab(Tab::Waiting);
    m_waiting->focusList();
}

/// How much waits where the list looks, how long, and what holds it.
void DesignerView::showWaitingFacts()
{
    const WaitingPlace &place = m_waiting->place();
    QStringList facts;
    for (const Json &link : m_load.value("links").items()) {
        if (!place.from || link.value("from").value("node").toString() != place.from->node
            || link.value("from").value("port").toString() != place.from->port || link.value("to").value("node").toString() != place.node)
            continue;
        facts.append(tr("%n wait(s)", nullptr, int(link.value("count").toInt())) + u", "_s + Format::bytes(link.value("bytes").toInt()));
        if (const QString age = ageOf(link.value("oldest_at")); !age.isEmpty())
            facts.append(tr("the oldest for %1").arg(age));
        if (const qint64 limit = link.value("limit_items").toInt(); limit > 0)
            facts.append(tr("at most %1 may wait").arg(Format::count(limit)));
        if (const qint64 limit = link.value("limit_bytes").toInt(); limit > 0)
            facts.append(tr("at most %1").arg(Format::bytes(limit)));
        if (link.value("full").toBool())
            facts.append(tr("full: the step before it holds back"));
    }
    m_waiting->setFacts(facts.join(u" · "_s));
}

} // namespace Millrace
