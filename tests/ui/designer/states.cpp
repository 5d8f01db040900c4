// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The designer's seven states as pictures, light and dark: designerstates FOLDER [WIDTHxHEIGHT]. Each is a workspace of its own that is worked on
// through its door: what runs is running.
#include "designersupport.h"

#include "common/theme.h"
#include "designer/designerpane.h"
#include "designer/designerview.h"
#include "designer/draftdocument.h"
#include "designer/startpage.h"
#include "designer/versionlist.h"
#include "workspace/workspace.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

#include <array>
#include <cstdio>
#include <functional>
#include <memory>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr int kSettleMs = 1'500; ///< fonts, icons and the answers that come one after the other
constexpr int kLongestMs = 30'000;

/// A workspace and its pane, for one picture.
class Desk
{
public:
    Desk(QSize size, bool runEngine)
    {
        WorkspaceOptions options;
        options.path = folder.filePath(u"w.millrace"_s);
        options.create = true;
        options.runEngine = runEngine;
        options.actorName = u"Ada"_s;
        options.indexPath = folder.filePath(u"w.index"_s);
        auto opened = Workspace::open(options);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().text));
        workspace = std::move(*opened);
        pane = std::make_unique<DesignerPane>(workspace.get());
        pane->resize(size);
        pane->show();
        pane->activateWindow();
    }

    Json run(const QString &command, const Json &args)
    {
        auto future = workspace->execute(command, args, workspace->actor());
        while (!future.isFinished())
            QTest::qWait(5);
        if (!future.result())
            qFatal("%s: %s", qPrintable(command), qPrintable(future.result().error().text));
        return *future.result();
    }
    static void until(const std::function<bool()> &isSo)
    {
        QElapsedTimer timer;
        timer.start();
        while (!isSo() && timer.elapsed() < kLongestMs)
            QTest::qWait(20);
    }
    void open(const QString &pipeline)
    {
        pane->openPipeline(pipeline);
        until([this] { return view().document()->isOpen(); });
    }
    QString use(const QString &piece) { return run(u"gallery.use"_s, Json::object({{"id", piece}})).value("pipeline").toString(); }
    [[nodiscard]] DesignerView &view() const { return *pane->view(); }

    QTemporaryDir folder;
    std::unique_ptr<Workspace> workspace;
    std::unique_ptr<DesignerPane> pane;
};

void empty(Desk &desk)
{
    Q_EMIT desk.pane->findChild<StartPage *>()->newRequested();
}

void small(Desk &desk)
{
    desk.open(desk.use(u"article"_s));
    Desk::until([&] { return !desk.view().canvas()->scene().graph().nodes.isEmpty(); });
    desk.view().canvas()->setCurrent(desk.view().canvas()->scene().graph().nodes.value(1).id);
}

void dossier(Desk &desk)
{
    desk.open(desk.use(u"dossier"_s));
}

/// With what its steps cannot do without.
void large(Desk &desk)
{
    const QHash<QString, Json> configs{
        {u"filter"_s, Json::object({{"expression", "title"}})},
        {u"classify"_s, Json::object({{"rules", Json::array({Json::object({{"label", "Water"}, {"terms", Json::array({"river"})}})})}})},
        {u"tag"_s, Json::object({{"rules", Json::array({Json::object({{"tag", "water"}, {"match", "any"}, {"terms", Json::array({"river"})}})})}})},
    };
    DraftEditor editor(largePipeline(300, 420));
    const Json nodes = editor.definition().value("nodes");
    for (const Json &node : nodes.items())
        editor.setNodeMember(node.value("id").toString(), "config", configs.value(node.value("component").toString(), Json::object()));
    editor.setNodeMember(u"n17"_s, "config", Json::object({{"temperature", "warm"}})); // one of them is wrong
    desk.open(desk.run(u"draft.open"_s, Json::object({{"new", true}, {"title", "300 steps"}, {"definition", editor.definition()}}))
                  .value("pipeline")
                  .toString());
}

void invalid(Desk &desk)
{
    desk.open(desk.use(u"checked-article"_s));
    DraftEditor editor = desk.view().canvas()->editor();
    const QRectF all = desk.view().canvas()->scene().bounds();
    const QString last = desk.view().canvas()->scene().graph().nodes.last().id;
    editor.addNode(Json::object({{"id", "tag"}, {"title", "Tag"}, {"component", "tag"}, {"config", Json::object()}}),
                   {all.left(), all.bottom() + 80});
    editor.addNode(Json::object({{"id", "ocr"}, {"title", "Read the scan"}, {"component", "scan_reader"}, {"config", Json::object()}}),
                   {all.left() + 296, all.bottom() + 80});
    editor.connect({u"ocr"_s, u"out"_s}, {last, u"in"_s});
    desk.view().document()->apply(editor.finish(u"Two steps"_s));
    desk.view().setTab(DesignerView::Tab::Problems);
}

void running(Desk &desk)
{
    desk.run(u"pipeline.save"_s,
             Json::object({{"definition",
                            Json::parseStrict(R"({"format":"millrace.pipeline/1","id":"letters","title":"Letters",
        "nodes":[{"id":"read","title":"Read","component":"clean","config":{},"position":{"x":0,"y":0}},
          {"id":"check","title":"Check","component":"filter","config":{"expression":"urgent"},"position":{"x":296,"y":0}},
          {"id":"words","title":"Key words","component":"keywords","config":{},"limits":{"per_second":0.2},"position":{"x":592,"y":0}},
          {"id":"sum","title":"Summary","component":"summarize","config":{},"limits":{"per_second":0.1},"position":{"x":592,"y":200}},
          {"id":"done","title":"Note it","component":"set_fields","config":{"fields":{"seen":true}},"position":{"x":888,"y":0}}],
        "links":[{"from":{"node":"read","port":"out"},"to":{"node":"check","port":"in"}},
          {"from":{"node":"check","port":"out"},"to":{"node":"words","port":"in"},"limits":{"max_items":6}},
          {"from":{"node":"check","port":"rejected"},"to":{"node":"sum","port":"in"}},
          {"from":{"node":"words","port":"out"},"to":{"node":"done","port":"in"}}]})")
                                .value()}}));
    Json documents = Json::array();
    for (int i = 0; i < 60; ++i) {
        Json data = Json::object({{"title", u"Letter %1"_s.arg(i)}, {"urgent", i % 3 != 0}});
        if (i % 12 != 5) // a letter without a text fails at the first step
            data.insert("source_text", u"The mill race carries water to the wheel. Letter %1 asks when the weir is opened."_s.arg(i));
        documents.append(Json::object({{"type", "letter"}, {"data", data}}));
    }
    desk.run(u"submit.documents"_s, Json::object({{"pipeline", "letters"}, {"documents", documents}}));
    desk.open(u"letters"_s);
    desk.view().setLive(true);
    Desk::until([&] {
        const DesignScene &scene = desk.view().canvas()->scene();
        for (int link = 0; link < scene.graph().links.size(); ++link) {
            if (scene.linkMark(link).isFull)
                return true;
        }
        return false;
    });
}

void diff(Desk &desk)
{
    const QString id = desk.use(u"checked-article"_s);
    const auto definition = [&] { return desk.run(u"draft.get"_s, Json::object({{"pipeline", id}})).value("definition"); };
    desk.run(u"draft.publish"_s, Json::object({{"pipeline", id}, {"note", "As the gallery has it"}}));
    DraftEditor editor(definition());
    const Json nodes = definition().value("nodes");
    QHash<QString, QPointF> places;
    for (qsizetype i = 0; i < nodes.size(); ++i)
        places.insert(nodes.at(i).value("id").toString(), QPointF(296.0 * double(i), 0));
    editor.moveNodes(places);
    editor.setNodeMember(nodes.at(0).value("id").toString(), "title", Json(u"The best template"_s));
    const QString added
        = editor.addNode(Json::object({{"title", "Key words"}, {"component", "keywords"}, {"config", Json::object()}}), QPointF(296, 280));
    editor.connect({nodes.at(0).value("id").toString(), u"error"_s}, {added, u"in"_s});
    editor.removeNodes({nodes.at(nodes.size() - 1).value("id").toString()}, DraftEditor::Gap::Bridge);
    editor.addNote(u"Key words come from the text itself, so that they fit."_s, QRectF(592, 272, 240, 80));
    desk.run(u"pipeline.save"_s, Json::object({{"definition", editor.definition()}}));
    desk.open(id);
    desk.view().setTab(DesignerView::Tab::Versions);
    auto *list = desk.view().versions()->findChild<QListWidget *>();
    Desk::until([&] { return list->count() == 3; });
    list->setCurrentRow(1);
    list->item(2)->setSelected(true);
    for (QPushButton *button : desk.view().versions()->findChildren<QPushButton *>()) {
        if (button->isCheckable())
            button->click();
    }
    Desk::until([&] { return desk.view().isComparing(); });
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const QStringList args = QApplication::arguments();
    const QStringList measure = args.value(2, u"1366x768"_s).split(u'x');
    const QSize size(measure.value(0).toInt(), measure.value(1).toInt());
    if (args.size() < 2 || size.isEmpty() || !QDir().mkpath(args.at(1))) {
        std::fputs("designerstates FOLDER [WIDTHxHEIGHT]\n", stderr);
        return 2;
    }
    struct State
    {
        const char *name;
        void (*make)(Desk &);
        bool runs;
    };
    static constexpr std::array kStates{State{"empty", empty, false}, State{"small", small, false},     State{"s0", dossier, false},
                                        State{"300", large, false},   State{"invalid", invalid, false}, State{"running", running, true},
                                        State{"diff", diff, false}};
    QTranslator texts; // English counts, too
    if (texts.load(QCoreApplication::applicationDirPath() + u"/../app/gui/millrace_en.qm"_s))
        QApplication::installTranslator(&texts);
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        const Theme theme(mode);
        for (const State &state : kStates) {
            Desk desk(size, state.runs);
            state.make(desk);
            QTest::qWait(kSettleMs);
            const QString file
                = QDir(args.at(1))
                      .filePath(u"designer-%1-%2-%3.png"_s.arg(QLatin1StringView(state.name), mode == ThemeMode::Light ? u"light"_s : u"dark"_s,
                                                               args.value(2, u"1366x768"_s)));
            if (!desk.pane->grab().save(file)) {
                std::fprintf(stderr, "%s cannot be written\n", qPrintable(file));
                return 1;
            }
            std::printf("%s\n", qPrintable(QDir::current().absoluteFilePath(file)));
            std::fflush(stdout);
        }
    }
    return 0;
}
