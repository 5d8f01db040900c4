// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "designersupport.h"

#include "designer/designerpane.h"
#include "designer/designerview.h"
#include "designer/draftdocument.h"
#include "workspace/workspace.h"

#include <QTemporaryDir>
#include <QTest>

namespace Millrace {

using namespace Qt::StringLiterals;

/// The small pipeline as it can run.
inline Json runnable()
{
    DraftEditor editor(smallPipeline());
    editor.removeNodes({u"tag"_s});
    editor.setNodeMember(u"filter"_s, "config", Json::object({{"expression", "title"}}));
    return editor.definition();
}

/// A workspace in a folder of its own, with a pane on it.
class Opened
{
public:
    /// Without `durable` a commit does not wait for the disk: for what makes thousands of them.
    explicit Opened(bool withPipeline = true, bool runEngine = false, bool durable = true)
        : runEngine(runEngine)
        , durable(durable)
    {
        open(true);
        if (withPipeline) {
            run(u"pipeline.save"_s, Json::object({{"definition", runnable()}}));
            show(u"small"_s);
            // A step that nothing leads to: the draft cannot run as it is.
            DraftEditor editor(document().definition());
            editor.addNode(Json::object({{"id", "tag"}, {"title", "Tag"}, {"component", "tag"}, {"config", Json::object()}}), {592, 200});
            document().apply(editor.finish(u"Add Tag"_s));
            document().seal();
            QTRY_VERIFY_WITH_TIMEOUT(document().isSaved(), 10'000);
        }
    }

    void open(bool create)
    {
        WorkspaceOptions options;
        options.path = folder.filePath(u"w.millrace"_s);
        options.create = create;
        options.runEngine = runEngine;
        options.synchronousFull = durable;
        options.indexPath = folder.filePath(u"w.index"_s);
        auto opened = Workspace::open(options);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().text));
        workspace = std::move(*opened);
    }

    void show(const QString &pipeline)
    {
        pane = std::make_unique<DesignerPane>(workspace.get());
        pane->resize(1280, 800);
        pane->show();
        pane->activateWindow();
        if (!pipeline.isEmpty()) {
            pane->openPipeline(pipeline);
            QTRY_VERIFY_WITH_TIMEOUT(view().document()->isOpen(), 10'000);
            canvas().setFocus();
        }
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

    [[nodiscard]] DesignerView &view() const { return *pane->view(); }
    [[nodiscard]] Canvas &canvas() const { return *pane->view()->canvas(); }
    [[nodiscard]] const DesignGraph &graph() const { return canvas().scene().graph(); }
    [[nodiscard]] DraftDocument &document() const { return *pane->view()->document(); }
    [[nodiscard]] Json stored() { return run(u"draft.open"_s, Json::object({{"pipeline", document().state().pipeline}})); }

    bool runEngine = false;
    bool durable = true;
    QTemporaryDir folder;
    std::unique_ptr<Workspace> workspace;
    std::unique_ptr<DesignerPane> pane;
};

} // namespace Millrace
