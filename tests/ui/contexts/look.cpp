// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the contexts pane on made-up data into a PNG, for looking at it: look OUT.png [light|dark] [WIDTHxHEIGHT] [COUNT] [SCENE].
// Scenes: reading, source, document, diff, history, failed, quarantined, running, groups, none, nothing, columns.
#include "common/theme.h"
#include "contexts/columnsdialog.h"
#include "contexts/contextdetail.h"
#include "contexts/contextstable.h"
#include "contexts/contextsview.h"
#include "contexts/facetpanel.h"
#include "contexts/readingview.h"
#include "contexts/timelineview.h"
#include "ui/contexts/fakecontextsource.h"

#include <QApplication>
#include <QDateTime>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

ContextKey keyWith(const FakeContextSource &source, qint64 count, ContextStatus status)
{
    for (ContextKey key = count; key > 0; --key) {
        if (source.summary(key).status == status) {
            return key;
        }
    }
    return 0;
}

void play(const QString &scene, FakeContextSource &source, qint64 count, ContextsView &view)
{
    using Tab = ContextDetail::Tab;
    const auto show = [&](ContextStatus status, Tab tab) {
        view.detail()->setTab(tab);
        view.table()->setCurrentKey(keyWith(source, count, status));
    };
    if (scene == "reading"_L1 || scene == "source"_L1) {
        show(ContextStatus::Completed, Tab::Reading);
    } else if (scene == "document"_L1) {
        show(ContextStatus::Completed, Tab::Document);
    } else if (scene == "diff"_L1) {
        show(ContextStatus::Completed, Tab::Diff);
    } else if (scene == "history"_L1) {
        show(ContextStatus::Completed, Tab::History);
    } else if (scene == "failed"_L1) {
        show(ContextStatus::Failed, Tab::History);
    } else if (scene == "quarantined"_L1) {
        show(ContextStatus::Quarantined, Tab::Document);
    } else if (scene == "running"_L1) {
        show(ContextStatus::Processing, Tab::Reading);
    } else if (scene == "groups"_L1) {
        QList<ContextColumn> columns = defaultColumns();
        columns.insert(2, ContextColumn::field(u"data.formatted_content.word_count"_s));
        view.model()->setColumns(columns);
        view.setFilter({.statuses = {ContextStatus::Completed, ContextStatus::AwaitingReview}, .text = u"a"_s});
        view.setGroupsShown(true);
        show(ContextStatus::Completed, Tab::Diff);
    } else if (scene == "nothing"_L1) {
        view.setFilter({.text = u"no such words"_s});
    }
}

} // namespace

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    const QStringList args = app.arguments();
    const Theme theme(args.value(2) == "dark"_L1 ? ThemeMode::Dark : ThemeMode::Light);
    const QStringList size = args.value(3, u"1280x800"_s).split(u'x');
    const qint64 count = args.value(4, u"2000"_s).toLongLong();
    const QString scene = args.value(5, u"reading"_s);
    FakeContextSource source(count);
    source.startUs = (QDateTime::currentMSecsSinceEpoch() - 30'000) * 1000 - count * 1'730'000;
    ContextsView view(&source);
    view.resize(size.value(0).toInt(), size.value(1).toInt());
    view.setWindowTitle(u"Contexts"_s);
    view.show();
    view.refresh();
    QWidget *shown = &view;
    QTimer::singleShot(500, &view, [&] {
        play(scene, source, count, view);
        if (scene == "columns"_L1) {
            auto *dialog = new ColumnsDialog(&source, view.table()->columns(), view.detail()->key(), &view);
            dialog->open();
            shown = dialog;
        }
    });
    QTimer::singleShot(1200, &view, [&] {
        if (scene == "source"_L1) {
            view.detail()->reading()->stepCitation(1);
            view.detail()->reading()->stepCitation(1);
        }
    });
    QTimer::singleShot(1800, &view, [&] {
        const bool saved = shown->grab().save(args.value(1));
        app.exit(saved ? 0 : 1);
    });
    return app.exec();
}
