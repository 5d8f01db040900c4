// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Versions in the window: two of them in one picture, an older one as the newest again.
#include "designer/designerview.h"

#include "common/emptystate.h"
#include "common/format.h"
#include "common/minimap.h"
#include "designer/designersource.h"
#include "designer/designlayout.h"
#include "designer/draftdocument.h"
#include "designer/inspector.h"
#include "designer/versionlist.h"

#include <QDateTime>
#include <QLabel>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

DiffKind diffKind(const Json &kind)
{
    const QString name = kind.toString();
    return name == "added"_L1  ? DiffKind::Added
        : name == "removed"_L1 ? DiffKind::Removed
        : name == "changed"_L1 ? DiffKind::Changed
        : name == "moved"_L1   ? DiffKind::Moved
                               : DiffKind::Same;
}

} // namespace

/// The message may have stayed while another pipeline was opened: it is about the one that it was about.
void DesignerView::publishOver(const QString &pipeline, const QString &note)
{
    if (m_document->state().pipeline == pipeline) {
        m_document->publish(note, true);
        return;
    }
    const Json args = Json::object({{"pipeline", pipeline}, {"note", note}, {"over", true}});
    m_answers.ask("publish", m_source->execute(u"draft.publish"_s, args), [this](const Json &answer) {
        Notice notice;
        notice.severity = Notice::Severity::Success;
        notice.what = tr("Published as version %1.").arg(answer.value("version").toInt());
        Q_EMIT noticeRequested(notice);
    });
}

void DesignerView::askVersions()
{
    if (!m_document->isOpen() || m_document->state().publishedVersion == 0)
        return;
    const Json args = Json::object({{"pipeline", m_document->state().pipeline}});
    m_answers.ask("versions", m_source->execute(u"pipeline.versions"_s, args),
                  [this](const Json &answer) { m_versions->setVersions(answer.value("versions")); });
}

/// `to` 0: the draft, as it is now.
void DesignerView::compare(int from, int to)
{
    for (const char *question : {"from", "to", "diff"}) // of what was chosen before
        m_answers.forget(question);
    if (from == 0) {
        if (m_compared == 0)
            return;
        m_compared = 0;
        m_comparedTo = 0;
        m_versions->setDifference({});
        m_canvas->setFrameDiffs({}, {});
        m_canvas->setReadOnly(m_source->isReadOnly());
        showDefinition(false);
        showState();
        showActions();
        return;
    }
    m_document->whenSaved([this, from, to] {
        const QString pipeline = m_document->state().pipeline;
        const auto versionOf = [pipeline](int version) { return Json::object({{"id", pipeline}, {"version", version}}); };
        const auto ask = [this, from, to, pipeline](const Json &older, const Json &newer) {
            // The sides as they were read: the draft may be another by now.
            const Json args = Json::object({{"pipeline", pipeline}, {"from", older}, {"to", newer}});
            m_answers.ask("diff", m_source->execute(u"pipeline.diff"_s, args), [this, from, to, older, newer](const Json &answer) {
                m_compared = from;
                m_comparedTo = to;
                showDifference(older, newer, answer);
            });
        };
        m_answers.ask("from", m_source->execute(u"pipeline.get"_s, versionOf(from)), [this, to, versionOf, ask](const Json &older) {
            if (to == 0)
                ask(older, m_document->definition());
            else
                m_answers.ask("to", m_source->execute(u"pipeline.get"_s, versionOf(to)), [ask, older](const Json &newer) { ask(older, newer); });
        });
    });
}

/// Where a step without a place would stand: behind the one that led to it.
QPointF DesignerView::placeBehind(const Json &from, const QString &id, const Json &shown) const
{
    const DesignGraph graph = DesignGraph::of(shown, m_canvas->components());
    QPointF wanted;
    for (const Json &link : from.value("links").items()) {
        const DesignNode *before = graph.find(link.value("from").value("node").toString());
        if (before && link.value("to").value("node").toString() == id)
            wanted = before->position + QPointF(DesignLayout::kCardWidth + DesignLayout::kColumnGap, 0);
    }
    return DesignLayout::freePlace(graph, wanted, {DesignLayout::kCardWidth, DesignLayout::kCardHead});
}

/// Both versions in one picture: the newer one, with what it lacks beside it.
void DesignerView::showDifference(const Json &from, const Json &to, const Json &answer)
{
    m_nodeDiff.clear();
    m_linkDiff.clear();
    m_noteDiff.clear();
    m_groupDiff.clear();
    m_canvas->setDefinition(to);
    DraftEditor both = m_canvas->editor(); // with a place for each step
    QHash<QString, Json> nodesBefore;
    for (const Json &was : from.value("nodes").items())
        nodesBefore.insert(was.value("id").toString(), was);
    for (const Json &node : answer.value("nodes").items()) {
        const QString id = node.value("id").toString();
        m_nodeDiff.insert(id, diffKind(node.value("kind")));
        if (m_nodeDiff.value(id) != DiffKind::Removed)
            continue;
        const Json was = nodesBefore.value(id);
        both.addNode(was, positionOf(was).value_or(placeBehind(from, id, both.definition())));
    }
    // What else is gone stands beside the rest as it was: a group that came back by an edit would take its steps out of the others.
    Json shown = both.definition();
    const auto addTo = [&shown](const char *list, const Json &gone) {
        if (gone.isEmpty())
            return;
        Json all = shown.value(list).isArray() ? Json(shown.value(list)) : Json::array();
        for (const Json &was : gone.items())
            all.append(was);
        shown.insert(list, all);
    };
    const auto keyOf = [](const Json &link, int nth) {
        return LinkRef{{link.value("from").value("node").toString(), link.value("from").value("port").toString(u"out"_s)},
                       {link.value("to").value("node").toString(), link.value("to").value("port").toString(u"in"_s)},
                       nth};
    };
    QHash<LinkRef, Json> linksBefore;
    for (const Json &was : from.value("links").items()) {
        int nth = 0;
        while (linksBefore.contains(keyOf(was, nth)))
            ++nth;
        linksBefore.insert(keyOf(was, nth), was);
    }
    Json gone = Json::array();
    for (const Json &link : answer.value("links").items()) {
        const LinkRef key = keyOf(link, static_cast<int>(link.value("nth").toInt()));
        m_linkDiff.insert(key, diffKind(link.value("kind")));
        if (m_linkDiff.value(key) == DiffKind::Removed)
            gone.append(linksBefore.value(key));
    }
    addTo("links", gone);
    const auto mark = [&](const char *list, QHash<QString, DiffKind> &marks) {
        QHash<QString, Json> before;
        for (const Json &was : from.value(list).items())
            before.insert(was.value("id").toString(), was);
        Json missing = Json::array();
        for (const Json &one : answer.value(list).items()) {
            const QString id = one.value("id").toString();
            marks.insert(id, diffKind(one.value("kind")));
            if (marks.value(id) == DiffKind::Removed && before.contains(id))
                missing.append(before.value(id));
        }
        addTo(list, missing);
    };
    mark("notes", m_noteDiff);
    mark("groups", m_groupDiff);
    m_canvas->setReadOnly(true);
    m_canvas->setDefinition(shown);
    m_inspector->refresh(); // it can change nothing of what is shown
    m_empty->hide();
    m_minimap->forget();
    m_versions->setDifference(answer.value("same").toBool() ? tr("Nothing differs.") : answer.value("text").toString());
    showMarks();
    showState();
    showActions();
    m_canvas->fitAll();
}

void DesignerView::restore(int version)
{
    m_document->whenSaved([this, version] {
        const QString pipeline = m_document->state().pipeline;
        const Json args = Json::object({{"pipeline", pipeline}, {"version", version}, {"note", tr("Restored version %1").arg(version)}});
        m_answers.ask("restore", m_source->execute(u"pipeline.restore"_s, args), [this, pipeline](const Json &answer) {
            Notice notice;
            notice.severity = Notice::Severity::Success;
            notice.what = tr("Restored as version %1.").arg(answer.value("version").toInt());
            if (m_document->state().pipeline == pipeline && m_document->state().isModified) {
                notice.severity = Notice::Severity::Info;
                notice.why = tr("It is in use from now on. The canvas shows your draft still, which has changes of its own.");
                notice.actionText = tr("Show version %1").arg(answer.value("version").toInt());
                notice.action = [this, pipeline] {
                    if (m_document->state().pipeline == pipeline)
                        askDiscard(); // which can be undone, and says so
                    else
                        Q_EMIT pipelineRequested(pipeline);
                };
            }
            Q_EMIT noticeRequested(notice);
            compare(0);
            m_document->open(pipeline);
            askVersions();
        });
    });
}

/// The runs that a version was used in; the chosen one is shown among the contexts.
void DesignerView::listRuns(int version, QPoint global)
{
    const QString pipeline = m_document->state().pipeline;
    const Json args = Json::object({{"pipeline", pipeline}, {"version", version}});
    m_answers.ask("runs", m_source->execute(u"pipeline.runs"_s, args), [this, pipeline, global](const Json &answer) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const Json &run : answer.value("runs").items()) {
            const qint64 contexts = countsOf(run.value("counts")).submitted();
            const QDateTime at = QDateTime::fromString(run.value("created_at").toString(), Qt::ISODate);
            const QString text = u"%1 · %2 · %3"_s.arg(run.value("title").toString(), Format::clockTime(at.toMSecsSinceEpoch() * 1000),
                                                       tr("%n context(s)", nullptr, int(contexts)));
            menu->addAction(text, this, [this, pipeline, id = run.value("id").toString()] {
                PaneTarget target{.pane = u"contexts"_s};
                target.filter.pipeline = pipeline;
                target.filter.run = id;
                Q_EMIT openRequested(target);
            });
        }
        menu->popup(global);
    });
}

} // namespace Millrace
