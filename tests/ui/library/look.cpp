// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// For looking at the pane with one's own eyes: librarylook WORKSPACE WORDS PAGE THEME WIDTHxHEIGHT OUT.png
#include "common/theme.h"
#include "library/documentdetail.h"
#include "library/librarypane.h"
#include "library/pagerenderer.h"
#include "library/pageview.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QTimer>

using namespace Millrace;
using namespace Qt::StringLiterals;

int main(int argc, char *argv[])
{
    QApplication app(argc, argv);
    const QStringList args = QApplication::arguments();
    Theme theme(args.value(4) == "dark"_L1 ? ThemeMode::Dark : ThemeMode::Light);
    WorkspaceOptions options;
    options.path = args.value(1);
    options.runEngine = false;
    auto workspace = Workspace::open(options);
    if (!workspace)
        return 1;
    LibraryPane pane(workspace->get());
    pane.detail()->original()->renderer()->setProgram(QApplication::applicationDirPath() + u"/millrace-workbench"_s);
    const QStringList size = args.value(5).split(u'x');
    pane.resize(size.value(0).toInt(), size.value(1).toInt());
    pane.show();
    LibraryFilter filter;
    filter.query = args.value(2);
    if (filter.query.startsWith("format:"_L1)) {
        filter.format = filter.query.sliced(7);
        filter.query.clear();
    }
    QTimer::singleShot(5000, &pane, [&] { pane.setFilter(filter); });
    QTimer::singleShot(6000, &pane, [&] { pane.detail()->setPage(DocumentDetail::Page(args.value(3).toInt())); });
    QTimer::singleShot(9000, &pane, [&] {
        pane.grab().save(args.value(6));
        QApplication::quit();
    });
    return QApplication::exec();
}
