// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// For looking at the pane with one's own eyes: designerlook WORKSPACE PIPELINE WHAT THEME WIDTHxHEIGHT OUT.png, where WHAT is plain, chosen,
// popup, connect, problems, versions, diff, running, search, waiting, large, new, trial, changes, failed, paused, empty-trial, input, pin, template or larger.
#include "designersupport.h"

#include "common/searchfield.h"
#include "common/templatefield.h"
#include "common/theme.h"
#include "designer/designerpane.h"
#include "designer/designerview.h"
#include "designer/draftdocument.h"
#include "designer/insertpopup.h"
#include "designer/inspector.h"
#include "designer/startpage.h"
#include "designer/trialpanel.h"
#include "designer/versionlist.h"
#include "workspace/workspace.h"

#include <QAction>
#include <QApplication>
#include <QStackedWidget>
#include <QTimer>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

void showTrial(DesignerView &view, const QString &what)
{
    if (what == "empty-trial"_L1) {
        view.action(u"try.panel"_s)->trigger();
    } else if (what == "input"_L1) {
        view.action(u"try.on"_s)->trigger();
    } else if (what == "paused"_L1) {
        view.canvas()->setCurrent(view.canvas()->scene().graph().nodes.last().id);
        view.document()->toggleBreakpoint(view.canvas()->current());
        QTimer::singleShot(300, &view, [&view] { view.action(u"try"_s)->trigger(); });
    } else {
        view.action(u"try"_s)->trigger();
    }
}

void showStep(DesignerView &view, const QString &what)
{
    if (what == "changes"_L1)
        view.trialPanel()->setTab(TrialPanel::Tab::Changes);
    else if (what == "pin"_L1)
        view.action(u"pin.edit"_s)->trigger();
    if (what != "template"_L1 && what != "larger"_L1)
        return;
    for (const DesignNode &node : view.canvas()->scene().graph().nodes) {
        if (node.component == "ai_generator"_L1 || node.component == "report"_L1)
            view.canvas()->setCurrent(node.id);
    }
    if (auto *editor = view.inspector()->findChild<TemplateEdit *>()) {
        editor->setFocus();
        if (editor->toPlainText().isEmpty())
            editor->insertPlainText(
                u"Write about {{ title|upper }} for {{ target_audience }}.\n\n{% for word in keywords %}* {{ word }}\n{% endfor %}"_s);
        if (what == "larger"_L1)
            view.inspector()->enlargeText();
        view.trialPanel()->setTab(TrialPanel::Tab::Input);
    }
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const QStringList args = QApplication::arguments();
    const QString what = args.value(3);
    Theme theme(args.value(4) == "dark"_L1 ? ThemeMode::Dark : ThemeMode::Light);
    WorkspaceOptions options;
    options.path = args.value(1);
    options.runEngine = false;
    auto workspace = Workspace::open(options);
    if (!workspace)
        return 1;
    DesignerPane pane(workspace->get());
    static const QStringList kTrials{u"trial"_s, u"changes"_s, u"failed"_s,   u"paused"_s, u"empty-trial"_s,
                                     u"input"_s, u"pin"_s,     u"template"_s, u"larger"_s};
    const bool trial = kTrials.contains(what);
    const QStringList size = args.value(5).split(u'x');
    pane.resize(size.value(0).toInt(), size.value(1).toInt());
    pane.show();
    pane.activateWindow();
    DesignerView *view = pane.view();
    if (what == "large"_L1) {
        view->document()->openNew(u"Large"_s, largePipeline(300, 420));
        pane.findChild<QStackedWidget *>()->setCurrentWidget(view);
    } else if (what == "new"_L1) {
        Q_EMIT pane.findChild<StartPage *>()->newRequested();
    } else if (args.value(2) != "-"_L1) {
        pane.openPipeline(args.value(2));
    }
    QTimer::singleShot(1200, &pane, [&] {
        Canvas *canvas = view->canvas();
        const QString second = canvas->scene().graph().nodes.value(1).id;
        if (what == "chosen"_L1)
            canvas->setCurrent(second);
        else if (what == "popup"_L1)
            view->action(u"insert"_s)->trigger();
        else if (what == "problems"_L1)
            view->setTab(DesignerView::Tab::Problems);
        else if (what == "waiting"_L1) {
            canvas->select({.nodes = {}, .notes = {}, .groups = {}, .links = {canvas->scene().graph().links.value(0).ref}});
            view->action(u"waiting"_s)->trigger();
        } else if (what == "versions"_L1)
            view->setTab(DesignerView::Tab::Versions);
        else if (what == "search"_L1)
            view->search()->setText(u"type:template"_s);
        else if (what == "diff"_L1) {
            view->setTab(DesignerView::Tab::Versions);
            Q_EMIT view->versions()->compareRequested(1, 0);
        } else if (what == "running"_L1) {
            QHash<QString, NodeMark> marks;
            QHash<LinkRef, LinkMark> links;
            NodeMark busy;
            busy.counts.at(std::size_t(ContextStatus::Pending)) = 1'240;
            busy.counts.at(std::size_t(ContextStatus::Processing)) = 4;
            marks.insert(second, busy);
            NodeMark failed;
            failed.counts.at(std::size_t(ContextStatus::Failed)) = 3;
            failed.counts.at(std::size_t(ContextStatus::Quarantined)) = 12;
            marks.insert(canvas->scene().graph().nodes.value(0).id, failed);
            for (int i = 0; i < canvas->scene().graph().links.size(); ++i)
                links.insert(canvas->scene().graph().links.at(i).ref, {i == 0 ? 1'240 : 7, i == 0 ? u"4 min"_s : u"2 s"_s, i == 0});
            view->setLive(false);
            canvas->setMarks(marks, links);
        }
    });
    if (trial) {
        // What a trial shows is there when it rests.
        QTimer::singleShot(1200, &pane, [&] { showTrial(*view, what); });
        QTimer::singleShot(4500, &pane, [&] { showStep(*view, what); });
    }
    QTimer::singleShot(trial ? 7000 : 2200, &pane, [&] {
        QWidget *shown = QApplication::activeModalWidget() ? QApplication::activeModalWidget() : &pane;
        shown->grab().save(args.value(6));
        QApplication::quit();
    });
    return QApplication::exec();
}
