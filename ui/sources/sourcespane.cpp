// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/sourcespane.h"

#include "common/actions.h"
#include "common/emptystate.h"
#include "common/errortext.h"
#include "common/format.h"
#include "common/metrics.h"
#include "common/paneheader.h"
#include "common/theme.h"
#include "sources/sourcedelegate.h"
#include "sources/sourcedetail.h"
#include "sources/sourceeditor.h"
#include "sources/sourcesmodel.h"
#include "workspace/workspace.h"

#include <QAction>
#include <QDropEvent>
#include <QFileInfo>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

SourcesPane::SourcesPane(Workspace *workspace, QWidget *parent)
    : Pane(workspace, parent)
    , m_header(new PaneHeader(tr("Sources"), this))
    , m_add(new QPushButton(tr("Watch a folder…"), this))
    , m_splitter(new QSplitter(this))
    , m_model(new SourcesModel(this))
    , m_list(new QListView(this))
    , m_detail(new SourceDetail(workspace, this))
    , m_editor(new SourceEditor(this))
    , m_right(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
{
    setAcceptDrops(true);
    m_add->setToolTip(withKey(tr("Take in what comes to rest in a folder"), Qt::Key_Insert));
    m_add->setEnabled(!workspace->isReadOnly());
    m_header->addControl(m_add);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new SourceDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMouseTracking(true);
    m_list->setAccessibleName(tr("Watched folders"));
    m_right->addWidget(m_detail);
    m_right->addWidget(m_editor);
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_right);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_list->setMinimumWidth(Metrics::gap(60));
    m_right->setMinimumWidth(Metrics::gap(110));
    m_splitter->setSizes({Metrics::gap(76), Metrics::gap(210)});
    for (QWidget *surface : {static_cast<QWidget *>(m_list), static_cast<QWidget *>(m_right)}) {
        surface->setAutoFillBackground(true);
        surface->setBackgroundRole(QPalette::Base);
    }
    m_pages->addWidget(m_splitter);
    m_pages->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_list);
    makeActions();

    // Progress of a folder that is being taken in changes no context for as long as it is being read.
    connect(workspace, &Workspace::sourcesChanged, this, &SourcesPane::scheduleRefresh);
    connect(m_add, &QPushButton::clicked, this, [this] { addFolder({}); });
    connect(m_empty, &EmptyState::buttonClicked, this, [this] { addFolder({}); });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this] {
        m_right->setCurrentWidget(m_detail);
        showCurrent();
    });
    connect(m_editor, &SourceEditor::saveRequested, this, &SourcesPane::save);
    connect(m_editor, &SourceEditor::cancelRequested, this, &SourcesPane::leaveEditor);
    connect(m_detail, &SourceDetail::failed, this, &SourcesPane::showError);
    connect(m_detail, &SourceDetail::shown, this, &SourcesPane::setReady);
    connect(m_detail, &SourceDetail::editRequested, this, &SourcesPane::edit);
    connect(m_detail, &SourceDetail::pauseRequested, this, &SourcesPane::togglePause);
    connect(m_detail, &SourceDetail::removeRequested, this, &SourcesPane::remove);
    connect(m_detail, &SourceDetail::scanRequested, this, &SourcesPane::scan);
    connect(m_detail, &SourceDetail::retryRequested, this, &SourcesPane::retry);
    connect(m_detail, &SourceDetail::documentRequested, this,
            [this](const QString &id) { Q_EMIT openRequested({.pane = u"library"_s, .documentId = id}); });
    connect(m_detail, &SourceDetail::documentsRequested, this, [this] {
        if (const SourceInfo *source = current())
            Q_EMIT openRequested({.pane = u"library"_s, .sourceId = source->id});
    });
}

PaneInfo SourcesPane::info()
{
    return {u"sources"_s, tr("Sources"), u"folder-download"_s,
            [](Workspace *workspace, QWidget *parent) -> Pane * { return new SourcesPane(workspace, parent); }};
}

void SourcesPane::makeActions()
{
    const auto add = [this](const QString &icon, const QString &text, const QKeySequence &key, auto then) {
        QAction *action = makeAction(this, icon, text, key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        action->setEnabled(!workspace()->isReadOnly());
        connect(action, &QAction::triggered, this, then);
        addAction(action);
    };
    add(u"folder-new"_s, tr("Watch a folder"), Qt::Key_Insert, [this] {
        if (m_right->currentWidget() != m_editor || !m_editor->isVisible())
            addFolder({});
    });
    add(u"view-refresh"_s, tr("Look at the folder now"), Qt::Key_F5, [this] { scan(); });
    add(u"media-playback-pause"_s, tr("Pause or resume the folder"), Qt::CTRL | Qt::SHIFT | Qt::Key_U, [this] { togglePause(); });
    add(u"document-edit"_s, tr("Change what the folder is asked to do"), Qt::Key_F2, [this] { edit(); });
    add(u"media-playback-start"_s, tr("Retry the folder's failed files"), Qt::CTRL | Qt::Key_R, [this] { retry({}); });
    // Within the form, Delete deletes letters.
    QAction *remove = makeAction(this, u"edit-delete"_s, tr("Watch the folder no more"), Qt::Key_Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    remove->setEnabled(!workspace()->isReadOnly());
    connect(remove, &QAction::triggered, this, &SourcesPane::remove);
    m_list->addAction(remove);
}

void SourcesPane::refresh()
{
    // A form that is opened at once knows where documents can go.
    answers().ask("pipelines", workspace()->pipelines(), [this](const QList<PipelineDefinition> &pipelines) {
        if (pipelines != m_pipelines) {
            m_pipelines = pipelines;
            m_editor->setPipelines(pipelines);
        }
        answers().ask("sources", workspace()->execute(u"source.list"_s, Json::object(), workspace()->actor()),
                      [this](const Json &answer) { showSources(answer); });
    });
}

void SourcesPane::showSources(const Json &answer)
{
    QList<SourceInfo> sources;
    qint64 failed = 0;
    qint64 taken = 0;
    for (const Json &json : answer.value("sources").items()) {
        if (json.value("kind").toString() != "folder"_L1)
            continue;
        const SourceInfo source = SourceInfo::fromJson(json);
        failed += source.count(SourceFileKind::Failed);
        taken += source.count(SourceFileKind::Taken) + source.count(SourceFileKind::PutAway);
        sources.append(source);
    }
    m_model->setRows(sources);
    QStringList note{tr("%n folder(s) watched", nullptr, static_cast<int>(sources.size()))};
    if (!sources.isEmpty()) {
        note.append(tr("%1 files taken in").arg(Format::count(taken)));
        if (failed > 0)
            note.append(tr("%1 failed").arg(Format::count(failed)));
    }
    m_header->setNote(sources.isEmpty() ? QString() : note.join(u" · "_s));
    if (!workspace()->isReadOnly())
        m_empty->setContent(u"folder-download"_s,
                            tr("No folder is watched yet. Drop one here: what comes to rest in it is taken in, and its originals are kept, moved or "
                               "deleted as you say."),
                            tr("Watch a folder"));
    else
        m_empty->setContent(u"folder-download"_s, tr("No folder is watched."));
    const bool isEditing = m_right->currentWidget() == m_editor;
    showPage(sources.isEmpty() && !isEditing ? static_cast<QWidget *>(m_empty) : m_splitter);
    if (const int row = m_wanted.isEmpty() ? -1 : m_model->rowOf(m_wanted); row >= 0) {
        m_wanted.clear();
        m_list->setCurrentIndex(m_model->index(row, 0));
    } else if (!m_list->currentIndex().isValid() && !sources.isEmpty() && !isEditing) {
        m_list->setCurrentIndex(m_model->index(0, 0));
    }
    if (sources.isEmpty())
        setReady();
    else
        showCurrent();
}

/// The keys of the pane work wherever the focus is within it; so it must be somewhere.
void SourcesPane::showPage(QWidget *page)
{
    const bool hadFocus = focusWidget() == m_list || focusWidget() == m_add || !focusWidget();
    m_pages->setCurrentWidget(page);
    setFocusProxy(page == m_empty ? static_cast<QWidget *>(m_add) : m_list);
    if (hadFocus && isVisible())
        setFocus();
}

const SourceInfo *SourcesPane::current() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? &m_model->row(index.row()) : nullptr;
}

QString SourcesPane::pipelineTitle(const QString &id) const
{
    const auto found = std::ranges::find(m_pipelines, id, &PipelineDefinition::id);
    return found == m_pipelines.end() || found->title.isEmpty() ? id : found->title;
}

void SourcesPane::showCurrent()
{
    if (const SourceInfo *source = current())
        m_detail->show(*source, pipelineTitle(source->pipeline));
}

void SourcesPane::addFolder(const QString &folder)
{
    if (workspace()->isReadOnly())
        return;
    SourceInfo source;
    source.folder = folder;
    showPage(m_splitter);
    m_right->setCurrentWidget(m_editor);
    m_editor->edit(source);
}

void SourcesPane::edit()
{
    const SourceInfo *source = current();
    if (!source || workspace()->isReadOnly() || m_right->currentWidget() == m_editor)
        return;
    m_right->setCurrentWidget(m_editor);
    m_editor->edit(*source);
}

void SourcesPane::leaveEditor()
{
    m_right->setCurrentWidget(m_detail);
    if (m_model->rowCount() == 0)
        showPage(m_empty);
    else
        m_list->setFocus();
    showCurrent();
}

void SourcesPane::save(const Json &args)
{
    QFuture<Result<Json>> saved = workspace()->execute(u"source.add"_s, args, workspace()->actor());
    saved.then(this, [this](const Result<Json> &answer) {
        if (!answer) {
            // Beside the fields that it is about.
            m_editor->showProblem(ErrorText::of(answer.error()).paragraph());
            return;
        }
        m_wanted = answer->value("id").toString();
        leaveEditor();
        scheduleRefresh();
    });
}

void SourcesPane::change(const char *question, const QString &command, const Json &args, const std::function<void(const Json &)> &then)
{
    answers().ask(question, workspace()->execute(command, args, workspace()->actor()), [this, then](const Json &answer) {
        if (then)
            then(answer);
        scheduleRefresh();
    });
}

void SourcesPane::togglePause()
{
    if (const SourceInfo *source = current())
        change("pause", source->isPaused ? u"source.resume"_s : u"source.pause"_s, Json::object({{"id", source->id}}));
}

void SourcesPane::remove()
{
    const SourceInfo *source = current();
    if (!source)
        return;
    change("remove", u"source.remove"_s, Json::object({{"id", source->id}}), [this, removed = *source](const Json &) {
        Notice notice{.severity = Notice::Severity::Info,
                      .what = tr("%1 is watched no more").arg(removed.title),
                      .why = tr("Its documents stay in the workspace, and its files where they are")};
        notice.actionText = tr("Undo");
        notice.action = [this, removed] {
            m_wanted = removed.id;
            change("add", u"source.add"_s, removed.args, [this, removed](const Json &) {
                if (removed.isPaused)
                    change("pause", u"source.pause"_s, Json::object({{"id", removed.id}}));
            });
        };
        Q_EMIT noticeRequested(notice);
    });
}

void SourcesPane::scan()
{
    const SourceInfo *source = current();
    if (!source || source->isPaused)
        return;
    QFuture<Result<Json>> scanned = workspace()->execute(u"source.scan"_s, Json::object({{"id", source->id}}), workspace()->actor());
    Q_EMIT workStarted(tr("Looking at %1").arg(source->title), QFuture<void>(scanned));
    answers().ask("scan", scanned, [this, title = source->title](const Json &answer) {
        const auto taken = static_cast<int>(answer.value("taken").toInt());
        const auto failed = static_cast<int>(answer.value("failed").toInt());
        Notice notice{.severity = failed > 0 ? Notice::Severity::Warning : Notice::Severity::Success,
                      .what = taken > 0 ? tr("%n file(s) taken in from %1", nullptr, taken).arg(title) : tr("Nothing new in %1").arg(title)};
        if (failed > 0)
            notice.why = tr("%n failed; the list says why", nullptr, failed);
        Q_EMIT noticeRequested(notice);
        scheduleRefresh();
    });
}

void SourcesPane::retry(const QString &path)
{
    const SourceInfo *source = current();
    if (!source || source->count(SourceFileKind::Failed) == 0)
        return;
    Json args = Json::object({{"id", source->id}});
    if (!path.isEmpty())
        args.insert("path", path);
    change("retry", u"source.retry"_s, args);
}

void SourcesPane::open(const PaneTarget &target)
{
    if (target.sourceId.isEmpty())
        return;
    if (const int row = m_model->rowOf(target.sourceId); row >= 0)
        m_list->setCurrentIndex(m_model->index(row, 0));
    else
        m_wanted = target.sourceId;
}

PaneTarget SourcesPane::place() const
{
    const SourceInfo *source = current();
    return {.pane = u"sources"_s, .sourceId = source ? source->id : QString()};
}

Json SourcesPane::saveState() const
{
    Json sizes = Json::array();
    for (const int size : m_splitter->sizes())
        sizes.append(size);
    return Json::object({{"sizes", sizes}});
}

void SourcesPane::restoreState(const Json &state)
{
    QList<int> sizes;
    for (const Json &size : state.value("sizes").items())
        sizes.append(static_cast<int>(size.toInt()));
    if (sizes.size() == m_splitter->count())
        m_splitter->setSizes(sizes);
}

void SourcesPane::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls() && !workspace()->isReadOnly())
        event->acceptProposedAction();
}

void SourcesPane::dropEvent(QDropEvent *event)
{
    QStringList files;
    QString folder;
    for (const QUrl &url : event->mimeData()->urls()) {
        const QString path = url.toLocalFile();
        if (!path.isEmpty() && QFileInfo(path).isDir() && folder.isEmpty())
            folder = path;
        else if (!path.isEmpty())
            files.append(path);
    }
    event->acceptProposedAction();
    if (!folder.isEmpty())
        addFolder(folder);
    else if (!files.isEmpty())
        Q_EMIT intakeRequested({.paths = files});
}

} // namespace Millrace
