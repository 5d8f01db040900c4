// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/designerpane.h"

#include "common/actions.h"
#include "common/paneheader.h"
#include "designer/designerview.h"
#include "designer/draftdocument.h"
#include "designer/inspector.h"
#include "designer/startpage.h"
#include "designer/workspacedesignersource.h"
#include "pipeline/pipelinefile.h"
#include "workspace/workspace.h"

#include <QFileDialog>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

QStringList pipelineFiles(const QMimeData *data)
{
    QStringList paths;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile() && url.path().endsWith(".json"_L1, Qt::CaseInsensitive))
            paths.append(url.toLocalFile());
    }
    return paths;
}

} // namespace

DesignerPane::DesignerPane(Workspace *workspace, QWidget *parent)
    : Pane(workspace, parent)
    , m_source(new WorkspaceDesignerSource(workspace, this))
    , m_pages(new QStackedWidget(this))
    , m_startPage(new QWidget(this))
    , m_header(new PaneHeader(tr("Design"), this))
    , m_start(new StartPage(this))
    , m_view(new DesignerView(m_source, this))
{
    auto *start = new QVBoxLayout(m_startPage);
    start->setContentsMargins(0, 0, 0, 0);
    start->setSpacing(0);
    start->addWidget(m_header);
    start->addWidget(m_start, 1);
    m_start->setComponents(m_source->components());
    m_start->setReadOnly(workspace->isReadOnly());
    m_pages->addWidget(m_startPage);
    m_pages->addWidget(m_view);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    setFocusProxy(m_view);
    QAction *create = makeAction(this, u"document-new"_s, tr("New pipeline"), Qt::CTRL | Qt::ALT | Qt::Key_N);
    connect(create, &QAction::triggered, m_start, &StartPage::newRequested);
    create->setEnabled(!workspace->isReadOnly());
    addAction(create);
    QAction *import = makeAction(this, u"document-import"_s, tr("Import a pipeline…"), Qt::CTRL | Qt::ALT | Qt::Key_O);
    connect(import, &QAction::triggered, this, &DesignerPane::importFile);
    import->setEnabled(!workspace->isReadOnly());
    addAction(import);
    setAcceptDrops(!workspace->isReadOnly());
    addActions(m_view->actions());
    addActions(m_view->canvas()->actions());

    connect(m_start, &StartPage::newRequested, this, [this] {
        m_way.clear();
        m_view->document()->openNew(tr("New pipeline"));
        m_pages->setCurrentWidget(m_view);
        m_view->setFocus();
    });
    connect(m_start, &StartPage::pipelineRequested, this, &DesignerPane::openPipeline);
    connect(m_start, &StartPage::galleryRequested, this, [this](const QString &id) {
        const auto &commands = this->workspace()->commands();
        if (std::ranges::none_of(commands, [](const CommandInfo &command) { return command.name == "gallery.use"_L1; })) {
            Q_EMIT openRequested({.pane = u"gallery"_s});
            return;
        }
        answers().ask("use", m_source->execute(u"gallery.use"_s, Json::object({{"id", id}})), [this](const Json &answer) {
            m_way.clear();
            m_view->document()->take(answer);
            m_pages->setCurrentWidget(m_view);
            m_view->setFocus();
        });
    });
    connect(m_start, &StartPage::importRequested, this, &DesignerPane::importFile);
    connect(m_view, &DesignerView::ready, this, &DesignerPane::setReady);
    connect(m_view, &DesignerView::noticeRequested, this, &DesignerPane::noticeRequested);
    connect(m_view, &DesignerView::openRequested, this, &DesignerPane::openRequested);
    connect(m_view, &DesignerView::workStarted, this, &DesignerPane::workStarted);
    connect(m_view, &DesignerView::leaveRequested, this, &DesignerPane::leave);
    connect(m_view, &DesignerView::subflowRequested, this, [this](const QString &id) {
        m_from = m_view->document()->state().pipeline;
        m_view->document()->open(id);
    });
    connect(m_view, &DesignerView::pipelineRequested, this, &DesignerPane::openPipeline);
    connect(m_view, &DesignerView::importRequested, this, [this](const QString &path) { importFrom(path, {}); });
    connect(m_view, &DesignerView::filesGiven, this,
            [this](const QStringList &paths) { Q_EMIT intakeRequested({.pipeline = m_view->document()->state().pipeline, .paths = paths}); });
    connect(m_view->document(), &DraftDocument::opened, this, [this] {
        if (!m_from.isEmpty())
            m_way.append(std::exchange(m_from, {}));
        if (m_view->document()->isOpen())
            m_pages->setCurrentWidget(m_view);
        else
            showStart();
    });
    connect(m_view->document(), &DraftDocument::failed, this, [this] {
        m_from.clear();
        // There is nothing to look at: it may have been another workspace's pipeline.
        if (!m_view->document()->isOpen() && m_pages->currentWidget() == m_view)
            showStart();
    });
    // What waited to be opened is not opened.
    connect(m_view->document(), &DraftDocument::conflicted, this, [this] { m_from.clear(); });
    connect(workspace, &Workspace::pipelinesChanged, this, [this] {
        if (m_pages->currentWidget() == m_startPage && isVisible())
            scheduleRefresh();
    });
}

DesignerPane::~DesignerPane()
{
    // What was typed in the last moment, too.
    m_view->inspector()->flush();
    m_view->document()->flush();
}

PaneInfo DesignerPane::info()
{
    return {u"design"_s, tr("Design"), u"view-process-tree"_s,
            [](Workspace *workspace, QWidget *parent) -> Pane * { return new DesignerPane(workspace, parent); }};
}

void DesignerPane::openPipeline(const QString &id)
{
    m_way.clear();
    m_from.clear();
    m_wanted.clear();
    m_pages->setCurrentWidget(m_view);
    m_view->document()->open(id);
    m_view->setFocus();
}

void DesignerPane::showStart()
{
    m_pages->setCurrentWidget(m_startPage);
    askStart();
}

void DesignerPane::leave()
{
    if (!m_way.isEmpty())
        m_view->document()->open(m_way.takeLast());
    else
        m_view->document()->close();
}

void DesignerPane::refresh()
{
    if (!m_wanted.isEmpty())
        openPipeline(std::exchange(m_wanted, {}));
    else if (m_pages->currentWidget() == m_startPage)
        askStart();
    else
        m_view->refresh();
}

void DesignerPane::changesArrived(const ChangeSet &)
{
    // Counts are asked for each second anyway.
}

void DesignerPane::askStart()
{
    answers().ask("pipelines", workspace()->pipelines(), [this](const QList<PipelineDefinition> &published) {
        answers().ask("drafts", m_source->execute(u"draft.list"_s, Json::object()),
                      [this, published](const Json &answer) { fillStart(published, answer.value("drafts")); });
    });
    answers().ask("gallery", m_source->execute(u"gallery.list"_s, Json::object()), [this](const Json &answer) {
        QList<StartPage::Tile> tiles;
        for (const Json &one : answer.value("gallery").items())
            tiles.append({one.value("id").toString(), one.value("title").toString(), one.value("description").toString(), one.value("definition")});
        m_start->setGallery(tiles);
    });
}

void DesignerPane::fillStart(const QList<PipelineDefinition> &published, const Json &drafts)
{
    QHash<QString, Json> byPipeline;
    for (const Json &draft : drafts.items())
        byPipeline.insert(draft.value("pipeline").toString(), draft);
    QList<StartPage::Tile> tiles;
    for (const PipelineDefinition &pipeline : published) {
        const Json draft = byPipeline.take(pipeline.id);
        QString note = tr("Version %1").arg(pipeline.version);
        if (draft.value("modified").toBool())
            note += tr(" · with a draft");
        if (!pipeline.description.isEmpty())
            note += u'\n' + pipeline.description;
        tiles.append({pipeline.id, pipeline.title, note, pipeline.toJson()});
    }
    for (const auto &[id, draft] : byPipeline.asKeyValueRange())
        tiles.append({id, draft.value("title").toString(), tr("Draft, never published"), {}});
    std::ranges::sort(tiles, {}, [](const StartPage::Tile &tile) { return tile.title.toCaseFolded(); });
    // What was never published has its picture from the draft.
    const auto rest = std::make_shared<qsizetype>(byPipeline.size());
    const auto filled = std::make_shared<QList<StartPage::Tile>>(tiles);
    const auto show = [this, filled] {
        m_start->setPipelines(*filled);
        setReady();
    };
    if (*rest == 0) {
        show();
        return;
    }
    for (const QString &id : byPipeline.keys()) {
        m_source->execute(u"draft.get"_s, Json::object({{"pipeline", id}})).then(this, [this, id, rest, filled, show](const Result<Json> &answer) {
            const auto tile = std::ranges::find(*filled, id, &StartPage::Tile::id);
            if (answer && tile != filled->end())
                tile->definition = answer->value("definition");
            if (--*rest == 0)
                show();
        });
    }
}

void DesignerPane::importFile()
{
    auto *dialog = new QFileDialog(this, tr("Import a pipeline"), {}, tr("Pipelines (*.pipeline.json *.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) { importFrom(path, {}); });
    dialog->open();
}

/// Takes the file in as a draft and opens it. `as` says what to do where its id is taken by another pipeline: "copy", "version"; empty: ask.
void DesignerPane::importFrom(const QString &path, const QString &as)
{
    const Result<Json> definition = readJsonFile(path);
    if (!definition) {
        showError(definition.error());
        return;
    }
    Json args = Json::object({{"definition", *definition}});
    if (as.isEmpty())
        args.insert("draft", true);
    else
        args.insert("as", as);
    m_source->execute(u"pipeline.import"_s, args).then(this, [this, path, as](const Result<Json> &answer) {
        if (!answer && answer.error().code == ErrorCode::AlreadyExists && as.isEmpty()) {
            Notice notice;
            notice.severity = Notice::Severity::Warning;
            notice.what = tr("%1 was not imported.").arg(QFileInfo(path).fileName());
            notice.why = tr("There is another pipeline of its name here: “%1”.").arg(answer.error().detail.value("pipeline").toString());
            notice.actionText = tr("Import as a copy");
            notice.action = [this, path] { importFrom(path, u"copy"_s); };
            notice.otherText = tr("Import as its next version");
            notice.other = [this, path] { importFrom(path, u"version"_s); };
            Q_EMIT noticeRequested(notice);
            return;
        }
        if (!answer) {
            showError(answer.error());
            return;
        }
        QStringList unknown;
        for (const Json &name : answer->value("unknown_components").items())
            unknown.append(name.toString());
        if (!unknown.isEmpty()) {
            Notice notice;
            notice.severity = Notice::Severity::Warning;
            notice.what = tr("The pipeline needs what this machine does not have.");
            notice.why = unknown.join(u", "_s);
            Q_EMIT noticeRequested(notice);
        }
        openPipeline(answer->value("pipeline").toString());
    });
}

void DesignerPane::dragEnterEvent(QDragEnterEvent *event)
{
    if (!pipelineFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void DesignerPane::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    for (const QString &path : pipelineFiles(event->mimeData()))
        importFrom(path, {});
}

void DesignerPane::open(const PaneTarget &target)
{
    if (!target.filter.pipeline.isEmpty())
        openPipeline(target.filter.pipeline);
}

PaneTarget DesignerPane::place() const
{
    PaneTarget target;
    target.pane = u"design"_s;
    target.filter.pipeline = m_view->document()->state().pipeline;
    return target;
}

Json DesignerPane::saveState() const
{
    Json state = m_view->saveState();
    state.insert("workspace", workspace()->path());
    return state;
}

/// How it looked is the person's; which pipeline it was, the workspace's.
void DesignerPane::restoreState(const Json &state)
{
    const bool isOurs = state.value("workspace").toString() == workspace()->path();
    Json rest = state;
    if (!isOurs)
        rest.remove("inputs");
    m_view->restoreState(rest);
    m_wanted = isOurs ? state.value("pipeline").toString() : QString();
}

void DesignerPane::showEvent(QShowEvent *event)
{
    Pane::showEvent(event);
    m_view->setLive(true);
}

void DesignerPane::hideEvent(QHideEvent *event)
{
    Pane::hideEvent(event);
    m_view->setLive(false);
}

} // namespace Millrace
