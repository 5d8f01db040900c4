// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// For looking at the pane with one's own eyes: quarantinelook OUT-FOLDER, pictures of every state, light and dark, in two sizes.
#include "common/theme.h"
#include "quarantine/fixeditor.h"
#include "quarantine/quarantinedetail.h"
#include "quarantine/quarantinepane.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kPipeline = R"json({"format":"millrace.pipeline/1","id":"intake","title":"Intake of notices","nodes":[
    {"id":"check","title":"Check the form","component":"validate","config":{"schema":{"type":"object","required":["title","year","place"],
        "properties":{"title":{"type":"string"},"place":{"type":"string","minLength":2},"year":{"type":"integer","minimum":1000,"maximum":2100},
        "tags":{"type":"array","items":{"type":"string"}}}}}},
    {"id":"count","title":"Count","component":"jmespath","config":{"expression":"abs(year)","into":"age"}}],
    "links":[{"from":{"node":"check"},"to":{"node":"count"}}]})json";

QString folder;

void take(QuarantinePane &pane, const QString &state)
{
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        Theme::current()->setMode(mode);
        for (const QSize size : {QSize(1204, 760), QSize(1844, 1010)}) {
            pane.resize(size);
            QTest::qWait(250);
            pane.grab().save(u"%1/quarantine-%2-%3-%4.png"_s.arg(folder, state, mode == ThemeMode::Dark ? u"dark"_s : u"light"_s).arg(size.width()));
        }
    }
    Theme::current()->setMode(ThemeMode::Light);
}

Json run(Workspace &workspace, const QString &command, const Json &args)
{
    QFuture<Result<Json>> future = workspace.execute(command, args, workspace.actor());
    while (!future.isFinished())
        QTest::qWait(5);
    if (!future.result())
        qFatal("%s: %s", qPrintable(command), qPrintable(future.result().error().text));
    return *future.result();
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    folder = QApplication::arguments().value(1, u"."_s);
    QTemporaryDir home;
    const Theme theme(ThemeMode::Light);
    WorkspaceOptions options;
    options.path = home.filePath(u"look.millrace"_s);
    options.indexPath = home.filePath(u"index"_s);
    options.create = true;
    options.actorName = u"Ada"_s;
    const auto workspace = Workspace::open(options);
    if (!workspace)
        qFatal("%s", qPrintable(workspace.error().text));
    {
        QuarantinePane pane(workspace->get());
        pane.show();
        QTest::qWait(500);
        take(pane, u"empty"_s);
    }
    run(**workspace, u"pipeline.save"_s, Json::object({{"definition", *Json::parse(kPipeline)}}));
    Json documents = Json::array();
    const char *const places[] = {"Riesa", "Greiz", "Pirna", "", "Torgau"};
    for (int i = 0; i < 24; ++i) {
        Json data
            = Json::object({{"title", Json(u"Notice %1 of the town council on the works at the bridge"_s.arg(i + 1))}, {"place", places[i % 5]}});
        if (i % 3 == 0)
            data.insert("year", "eighteen seventy-four");
        else if (i % 3 == 1)
            data.insert("year", Json(i * 1'000));
        data.insert("tags", Json::array({"works", Json(i), "bridge"}));
        data.insert("body", "The bridge closes for night works.\nCyclists are led over the railway bridge.");
        documents.append(Json::object({{"id", Json(u"notice-%1"_s.arg(i))}, {"type", "notice"}, {"data", data}}));
    }
    run(**workspace, u"submit.documents"_s, Json::object({{"pipeline", "intake"}, {"documents", documents}}));
    QDir().mkpath(home.filePath(u"in"_s));
    QFile torn(home.filePath(u"in/torn.json"_s));
    if (torn.open(QIODevice::WriteOnly))
        torn.write("{\"title\": \"Torn page\",\n \"year\": 1874,,\n \"place\": \"Riesa\"}\n");
    torn.close();
    run(**workspace, u"submit.files"_s, Json::object({{"pipeline", "intake"}, {"paths", Json::array({torn.fileName()})}}));
    run(**workspace, u"engine.wait"_s, Json::object({{"wait_s", 0}}));
    QuarantinePane pane(workspace->get());
    pane.show();
    pane.activateWindow();
    QTest::qWait(1'500);
    auto *list = pane.findChild<QTreeView *>();
    take(pane, u"item"_s);
    QTest::keyClick(list, Qt::Key_F8);
    FixEditor *editor = pane.detail()->editor();
    QTest::keyClick(editor, Qt::Key_End);
    QTest::keyClicks(editor, u" oops"_s);
    QTest::qWait(800);
    take(pane, u"broken"_s);
    QTest::keyClick(editor, Qt::Key_Backspace, Qt::ControlModifier | Qt::ShiftModifier);
    Json mended = Json::parse(editor->content().toUtf8()).value_or(Json::object());
    mended.insert("year", 1874);
    mended.insert("tags", Json::array({"works", "bridge"}));
    mended.insert("place", "Riesa");
    editor->selectAll();
    editor->insertPlainText(QString::fromUtf8(mended.toBytes(Json::Format::Pretty)));
    QTest::qWait(1'200);
    take(pane, u"mended"_s);
    QTest::keyClick(editor, Qt::Key_Backspace, Qt::ControlModifier | Qt::ShiftModifier);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_R);
    QTest::qWait(1'500);
    pane.detail()->setPage(QuarantineDetail::Page::Passes);
    take(pane, u"passes"_s);
    pane.detail()->setPage(QuarantineDetail::Page::Content);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_End);
    QTest::qWait(800);
    take(pane, u"unread"_s);
    pane.detail()->setPage(QuarantineDetail::Page::Raw);
    take(pane, u"raw"_s);
    pane.detail()->setPage(QuarantineDetail::Page::Content);
    QTest::keyClick(list, Qt::Key_A, Qt::ControlModifier);
    QTest::qWait(300);
    take(pane, u"many"_s);
    QTest::keyClick(list, Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget() ? QApplication::focusWidget() : list, u"nothing is called so"_s);
    QTest::qWait(1'200);
    take(pane, u"none"_s);
    return 0;
}
