// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every action of the designer, with its key. Letters alone are the canvas's: in a field they are text.
#include "designer/designerview.h"

#include "common/actions.h"
#include "common/icons.h"
#include "common/metrics.h"
#include "common/paneheader.h"
#include "common/searchfield.h"
#include "designer/componentlist.h"
#include "designer/designersource.h"
#include "designer/draftdocument.h"
#include "designer/inspector.h"
#include "designer/pipelinesources.h"
#include "designer/templatesdialog.h"
#include "designer/versionlist.h"
#include "pipeline/pipelinefile.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {
constexpr double kZoomStep = 1.25;
constexpr double kPanned = 0.25; ///< of what is seen, at one press
constexpr qsizetype kMany = 2'000; ///< steps: what is done to all of so many may take longer than a blink
constexpr auto kDiscard = "Discard the draft"_L1; ///< as the door labels it

/// As long as it lives the pointer says that the window is at work.
class BusyPointer
{
public:
    explicit BusyPointer(bool busy)
        : m_busy(busy)
    {
        if (m_busy)
            QGuiApplication::setOverrideCursor(Qt::WaitCursor);
    }
    ~BusyPointer()
    {
        if (m_busy)
            QGuiApplication::restoreOverrideCursor();
    }
    Q_DISABLE_COPY_MOVE(BusyPointer)

private:
    bool m_busy;
};

} // namespace

QAction *DesignerView::add(const QString &name, const QString &icon, const QString &text, const QKeySequence &key, const std::function<void()> &then,
                           bool onCanvasOnly)
{
    QAction *action = makeAction(this, icon, text, key);
    action->setShortcutContext(onCanvasOnly ? Qt::WidgetShortcut : Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, [this, then] {
        const BusyPointer busy(m_canvas->scene().graph().nodes.size() > kMany);
        then();
    });
    if (onCanvasOnly)
        m_canvas->addAction(action);
    else
        addAction(action);
    m_actions.insert(name, action);
    return action;
}

void DesignerView::makeActions()
{
    makeEditActions();
    makeViewActions();
    makeTrialActions();
    add(u"publish"_s, u"document-send"_s, tr("Publish…"), Qt::CTRL | Qt::Key_Return, [this] { askPublish(); });
    add(u"discard"_s, u"edit-clear-history"_s, tr("Discard the draft"), Qt::CTRL | Qt::SHIFT | Qt::Key_Backspace, [this] { askDiscard(); });
    add(u"versions"_s, u"view-history"_s, tr("Versions"), Qt::CTRL | Qt::Key_H, [this] { setTab(Tab::Versions); });
    add(u"compare.end"_s, u"dialog-close"_s, tr("End the comparison"), Qt::CTRL | Qt::SHIFT | Qt::Key_H, [this] { compare(0); });
    add(u"export"_s, u"document-export"_s, tr("Export the pipeline…"), Qt::CTRL | Qt::SHIFT | Qt::Key_E, [this] { exportFile(); });
    add(u"templates"_s, u"document-edit"_s, tr("Templates…"), Qt::CTRL | Qt::SHIFT | Qt::Key_L, [this] {
        auto *dialog = new TemplatesDialog(m_source, m_inspector->templateSupport(), this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    add(u"watch"_s, u"folder-sync"_s, tr("Watch a folder…"), Qt::CTRL | Qt::SHIFT | Qt::Key_W, [this] { askFolder(); });
    add(u"leave"_s, u"go-up"_s, tr("All pipelines"), Qt::ALT | Qt::Key_Up, [this] { Q_EMIT leaveRequested(); });
}

void DesignerView::makeEditActions()
{
    add(u"undo"_s, u"edit-undo"_s, tr("Undo"), QKeySequence::Undo, [this] { m_document->undo(); });
    add(u"redo"_s, u"edit-redo"_s, tr("Redo"), Qt::CTRL | Qt::SHIFT | Qt::Key_Z, [this] { m_document->redo(); });
    add(u"insert"_s, u"list-add"_s, tr("Add a step…"), Qt::Key_Slash, [this] { insert({}, -1, -1); }, true);
    add(u"connect"_s, u"draw-connector"_s, tr("Link the step to…"), Qt::Key_C, [this] { connectByKey(); }, true);
    add(u"rename"_s, u"edit-rename"_s, tr("Rename"), Qt::Key_F2, [this] {
        setTab(Tab::Inspector);
        m_inspector->focusTitle();
    });
    add(u"delete"_s, u"edit-delete"_s, tr("Delete"), Qt::Key_Delete, [this] { m_canvas->removeSelected(DraftEditor::Gap::Leave); }, true);
    add(
        u"delete.bridge"_s, u"edit-delete"_s, tr("Delete and close the gap"), Qt::CTRL | Qt::Key_Delete,
        [this] { m_canvas->removeSelected(DraftEditor::Gap::Bridge); }, true);
    add(u"cut"_s, u"edit-cut"_s, tr("Cut"), QKeySequence::Cut, [this] { m_canvas->copySelected(true); }, true);
    add(u"copy"_s, u"edit-copy"_s, tr("Copy"), QKeySequence::Copy, [this] { m_canvas->copySelected(false); }, true);
    add(u"paste"_s, u"edit-paste"_s, tr("Paste"), QKeySequence::Paste, [this] { m_canvas->paste(); }, true);
    add(u"duplicate"_s, u"edit-duplicate"_s, tr("Duplicate"), Qt::CTRL | Qt::Key_D, [this] { m_canvas->duplicateSelected(); }, true);
    add(u"select.all"_s, u"edit-select-all"_s, tr("Choose all"), QKeySequence::SelectAll, [this] { m_canvas->selectAll(); }, true);
    add(u"group"_s, u"object-group"_s, tr("Group"), Qt::CTRL | Qt::Key_G, [this] { m_canvas->groupSelected(); }, true);
    add(u"ungroup"_s, u"object-ungroup"_s, tr("Ungroup"), Qt::CTRL | Qt::SHIFT | Qt::Key_G, [this] { m_canvas->ungroupSelected(); }, true);
    add(u"note"_s, u"note"_s, tr("Add a note"), Qt::Key_N, [this] { m_canvas->addNote(); }, true);
    add(
        u"breakpoint"_s, u"media-playback-pause"_s, tr("Stop here in a trial"), Qt::Key_F9,
        [this] {
            if (!m_canvas->current().isEmpty())
                m_document->toggleBreakpoint(m_canvas->current());
        },
        true);
    add(u"waiting"_s, u"status-pending"_s, tr("List what waits here"), Qt::Key_W, [this] { showWaiting(); }, true);
    add(u"subflow.open"_s, u"go-down"_s, tr("Open the step"), Qt::ALT | Qt::Key_Down, [this] { openCurrent(); }, true);
    add(
        u"subflow.extract"_s, u"view-process-tree"_s, tr("Make a pipeline of the chosen steps"), Qt::CTRL | Qt::SHIFT | Qt::Key_M,
        [this] { extractSubflow(); }, true);
    const auto nudge = [this](const QString &name, const QString &text, Qt::Key key, QPoint by) {
        add(name, u"transform-move"_s, text, Qt::CTRL | key, [this, by] { m_canvas->nudge(by); }, true);
    };
    nudge(u"nudge.left"_s, tr("Move left"), Qt::Key_Left, {-1, 0});
    nudge(u"nudge.right"_s, tr("Move right"), Qt::Key_Right, {1, 0});
    nudge(u"nudge.up"_s, tr("Move up"), Qt::Key_Up, {0, -1});
    nudge(u"nudge.down"_s, tr("Move down"), Qt::Key_Down, {0, 1});
    const auto resize = [this](const QString &name, const QString &text, Qt::Key key, QPoint by) {
        add(name, u"transform-move"_s, text, Qt::CTRL | Qt::SHIFT | key, [this, by] { m_canvas->resizeNotes(by); }, true);
    };
    resize(u"note.narrower"_s, tr("Make the note narrower"), Qt::Key_Left, {-1, 0});
    resize(u"note.wider"_s, tr("Make the note wider"), Qt::Key_Right, {1, 0});
    resize(u"note.lower"_s, tr("Make the note lower"), Qt::Key_Up, {0, -1});
    resize(u"note.higher"_s, tr("Make the note higher"), Qt::Key_Down, {0, 1});
    add(u"link.lead"_s, u"draw-connector"_s, tr("Lead the link elsewhere…"), Qt::SHIFT | Qt::Key_C, [this] { leadLinkByKey(); }, true);
    add(u"link.into"_s, u"draw-connector"_s, tr("Put the step into a link…"), Qt::Key_I, [this] { putIntoLinkByKey(); }, true);
    using Edge = DesignLayout::Edge;
    const auto align = [this](const QString &icon, const QString &text, Qt::Key key, Edge edge) {
        add(u"align."_s + icon, icon, text, Qt::ALT | Qt::SHIFT | key, [this, edge] { m_canvas->align(edge); }, true);
    };
    align(u"align-horizontal-left"_s, tr("Align left edges"), Qt::Key_Left, Edge::Left);
    align(u"align-horizontal-center"_s, tr("Align centres, one above the other"), Qt::Key_C, Edge::HorizontalCentre);
    align(u"align-horizontal-right"_s, tr("Align right edges"), Qt::Key_Right, Edge::Right);
    align(u"align-vertical-top"_s, tr("Align top edges"), Qt::Key_Up, Edge::Top);
    align(u"align-vertical-center"_s, tr("Align centres, side by side"), Qt::Key_M, Edge::VerticalCentre);
    align(u"align-vertical-bottom"_s, tr("Align bottom edges"), Qt::Key_Down, Edge::Bottom);
    add(
        u"distribute.across"_s, u"distribute-horizontal-x"_s, tr("Same gaps from left to right"), Qt::ALT | Qt::SHIFT | Qt::Key_H,
        [this] { m_canvas->distribute(Qt::Horizontal); }, true);
    add(
        u"distribute.down"_s, u"distribute-vertical-y"_s, tr("Same gaps from top to bottom"), Qt::ALT | Qt::SHIFT | Qt::Key_V,
        [this] { m_canvas->distribute(Qt::Vertical); }, true);
    add(u"layout"_s, u"distribute-graph-directed"_s, tr("Lay out"), Qt::CTRL | Qt::Key_L, [this] { layOut(); });
}

void DesignerView::makeViewActions()
{
    add(u"link.next"_s, u"go-next"_s, tr("Next link of the step"), Qt::Key_L, [this] { m_canvas->nextLink(1); }, true);
    add(u"link.previous"_s, u"go-previous"_s, tr("Previous link of the step"), Qt::SHIFT | Qt::Key_L, [this] { m_canvas->nextLink(-1); }, true);
    add(u"frame.next"_s, u"go-next"_s, tr("Next note or group"), Qt::Key_G, [this] { m_canvas->nextFrame(1); }, true);
    add(u"frame.previous"_s, u"go-previous"_s, tr("Previous note or group"), Qt::SHIFT | Qt::Key_G, [this] { m_canvas->nextFrame(-1); }, true);
    add(u"select.keep"_s, u"edit-select-all"_s, tr("Keep the step chosen"), Qt::Key_A, [this] { m_canvas->keepChosen(); }, true);
    add(u"sources"_s, u"folder-sync"_s, tr("What is watched"), Qt::Key_O, [this] { showSources(); }, true);
    const auto pan = [this](const QString &name, const QString &icon, const QString &text, const QKeySequence &key, QPointF by) {
        add(
            name, icon, text, key, [this, by] { m_canvas->scrollBy(QPointF(by.x() * m_canvas->width(), by.y() * m_canvas->height()).toPoint()); },
            true);
    };
    pan(u"pan.up"_s, u"go-up"_s, tr("Look further up"), Qt::Key_PageUp, {0, -kPanned});
    pan(u"pan.down"_s, u"go-down"_s, tr("Look further down"), Qt::Key_PageDown, {0, kPanned});
    pan(u"pan.left"_s, u"go-previous"_s, tr("Look further left"), Qt::SHIFT | Qt::Key_PageUp, {-kPanned, 0});
    pan(u"pan.right"_s, u"go-next"_s, tr("Look further right"), Qt::SHIFT | Qt::Key_PageDown, {kPanned, 0});
    add(u"zoom.in"_s, u"zoom-in"_s, tr("Zoom in"), Qt::Key_Plus, [this] { m_canvas->zoomBy(kZoomStep); }, true);
    add(u"zoom.out"_s, u"zoom-out"_s, tr("Zoom out"), Qt::Key_Minus, [this] { m_canvas->zoomBy(1 / kZoomStep); }, true);
    add(
        u"zoom.normal"_s, u"zoom-original"_s, tr("Zoom to 100 %"), Qt::Key_1,
        [this] { m_canvas->zoomTo(DesignPainter::baseScale(), m_canvas->rect().center()); }, true);
    add(u"zoom.fit"_s, u"zoom-fit-best"_s, tr("Show everything"), Qt::Key_F, [this] { m_canvas->fitAll(); }, true);
    add(u"zoom.selection"_s, u"zoom-fit-selection"_s, tr("Show what is chosen"), Qt::SHIFT | Qt::Key_F, [this] { m_canvas->fitSelection(); }, true);
    add(u"search"_s, u"edit-find"_s, tr("Find steps"), QKeySequence::Find, [this] {
        m_search->setFocus();
        m_search->selectAll();
    });
    add(u"search.next"_s, u"go-down-search"_s, tr("Next step found"), Qt::Key_F3, [this] { nextFound(1); });
    add(u"search.previous"_s, u"go-up-search"_s, tr("Previous step found"), Qt::SHIFT | Qt::Key_F3, [this] { nextFound(-1); });
    add(u"problem.next"_s, u"status-failed"_s, tr("Next problem"), Qt::Key_F8, [this] { nextProblem(1); });
    add(u"problem.previous"_s, u"status-failed"_s, tr("Previous problem"), Qt::SHIFT | Qt::Key_F8, [this] { nextProblem(-1); });
    add(u"panels"_s, u"view-right-new"_s, tr("Show the panels at the sides"), Qt::CTRL | Qt::Key_Backslash,
        [this] { showPanels(m_components->isHidden()); });
    m_actions.value(u"panels"_s)->setCheckable(true);
    m_actions.value(u"panels"_s)->setChecked(true);
    add(u"components"_s, u"view-list-tree"_s, tr("Find a kind of step"), Qt::CTRL | Qt::SHIFT | Qt::Key_I, [this] {
        showPanels(true);
        m_components->focusSearch();
    });
}

/// Without them the canvas has all the room; what needs one of them brings both back.
void DesignerView::showPanels(bool shown)
{
    m_components->setVisible(shown);
    m_tabs->setVisible(shown);
    m_actions.value(u"panels"_s)->setChecked(shown);
    if (!shown)
        m_canvas->setFocus();
}

void DesignerView::makeHeader()
{
    m_search->setMinimumWidth(Metrics::gap(76));
    m_header->addControl(m_found);
    m_header->addControl(m_search);
    for (const char *name : {"undo", "redo", "insert", "layout", "zoom.fit", "try", "try.panel", "leave"}) {
        auto *button = new QToolButton(this);
        button->setDefaultAction(m_actions.value(QLatin1StringView(name)));
        button->setIconSize({Metrics::barIcon(), Metrics::barIcon()});
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        m_header->addControl(button);
        m_buttons.append(button);
    }
    auto *more = new QToolButton(this);
    more->setIcon(Icons::icon(u"application-menu"));
    more->setToolTip(tr("More"));
    more->setAccessibleName(tr("More"));
    more->setIconSize({Metrics::barIcon(), Metrics::barIcon()});
    more->setAutoRaise(true);
    more->setFocusPolicy(Qt::TabFocus);
    more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(more);
    for (const char *name : {"watch", "templates", "export", "versions", "compare.end", "discard"})
        menu->addAction(m_actions.value(QLatin1StringView(name)));
    more->setMenu(menu);
    m_header->addControl(more);
    auto *publish = new QPushButton(tr("Publish"), this);
    publish->setToolTip(m_actions.value(u"publish"_s)->toolTip());
    QAction *action = m_actions.value(u"publish"_s);
    connect(publish, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::enabledChanged, publish, &QWidget::setEnabled);
    m_header->addControl(publish);
}

void DesignerView::showActions()
{
    const CanvasSelection &chosen = m_canvas->selection();
    const DraftStack &stack = m_document->stack();
    const bool isOpen = m_document->isOpen();
    const bool canEdit = isOpen && !m_canvas->isReadOnly();
    const auto label = [this](const QString &name, const QString &text) {
        QAction *action = m_actions.value(name);
        action->setText(text);
        action->setToolTip(withKey(text, action->shortcut()));
    };
    label(u"undo"_s, !stack.undoLabel().isEmpty() ? tr("Undo: %1").arg(stack.undoLabel()) : tr("Undo"));
    label(u"redo"_s, !stack.redoLabel().isEmpty() ? tr("Redo: %1").arg(stack.redoLabel()) : tr("Redo"));
    for (auto it = m_actions.cbegin(); it != m_actions.cend(); ++it)
        (*it)->setEnabled(isOpen || it.key() == "leave"_L1);
    for (const char *name : {"insert", "paste", "note", "layout", "cut", "delete", "delete.bridge", "duplicate", "group", "ungroup", "connect",
                             "rename", "subflow.extract", "nudge.left", "nudge.right", "nudge.up", "nudge.down"})
        m_actions.value(QLatin1StringView(name))->setEnabled(canEdit);
    const bool hasSeveral = m_canvas->chosenNodes().size() > 1;
    for (auto it = m_actions.cbegin(); it != m_actions.cend(); ++it) {
        if (it.key().startsWith("align."_L1) || it.key().startsWith("distribute."_L1))
            (*it)->setEnabled(canEdit && hasSeveral);
    }
    const bool hasAny = !chosen.isEmpty();
    for (const char *name : {"cut", "delete", "delete.bridge", "duplicate", "group", "ungroup", "subflow.extract"})
        m_actions.value(QLatin1StringView(name))->setEnabled(canEdit && hasAny);
    for (const char *name : {"note.narrower", "note.wider", "note.lower", "note.higher"})
        m_actions.value(QLatin1StringView(name))->setEnabled(canEdit && !chosen.notes.isEmpty());
    m_actions.value(u"link.lead"_s)->setEnabled(canEdit && chosen.links.size() == 1);
    m_actions.value(u"link.into"_s)->setEnabled(canEdit && !m_canvas->current().isEmpty());
    m_actions.value(u"copy"_s)->setEnabled(hasAny);
    m_actions.value(u"waiting"_s)->setEnabled(isOpen && (chosen.links.size() == 1 || !m_canvas->current().isEmpty()));
    m_actions.value(u"connect"_s)->setEnabled(canEdit && !m_canvas->current().isEmpty());
    m_actions.value(u"undo"_s)->setEnabled(canEdit && stack.canUndo());
    m_actions.value(u"redo"_s)->setEnabled(canEdit && stack.canRedo());
    label(u"layout"_s, m_layout.isRunning() ? tr("Stop laying out") : tr("Lay out"));
    const DraftState &state = m_document->state();
    m_actions.value(u"publish"_s)->setEnabled(canEdit && (state.isModified || state.publishedVersion == 0));
    m_actions.value(u"discard"_s)->setEnabled(canEdit && (state.isModified || state.publishedVersion == 0));
    m_actions.value(u"compare.end"_s)->setEnabled(m_compared > 0);
    showTrialActions();
}

void DesignerView::askPublish()
{
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Publish"));
    auto *note = new QPlainTextEdit(dialog);
    note->setProperty("field", true);
    note->setPlaceholderText(tr("What is new in this version (may stay empty)"));
    note->setAccessibleName(tr("Note"));
    note->setTabChangesFocus(true);
    note->setMaximumHeight(Metrics::gap(24));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, dialog);
    QPushButton *publish = buttons->addButton(tr("Publish version %1").arg(m_document->state().publishedVersion + 1), QDialogButtonBox::AcceptRole);
    publish->setDefault(true);
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(note);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    connect(dialog, &QDialog::accepted, this, [this, note] { m_document->publish(note->toPlainText().trimmed()); });
    dialog->setMinimumWidth(Metrics::gap(100));
    dialog->open();
    note->setFocus();
}

void DesignerView::askDiscard()
{
    m_inspector->flush();
    m_document->discard();
}

/// Nothing is lost: the draft's history keeps it.
void DesignerView::tellDiscarded()
{
    Notice notice;
    notice.severity = Notice::Severity::Info;
    notice.what = tr("The draft was discarded.");
    if (m_document->state().baseVersion > 0)
        notice.why = tr("What is shown is the newest version.");
    notice.actionText = tr("Bring it back");
    notice.action = [this, pipeline = m_document->state().pipeline] {
        if (m_document->state().pipeline != pipeline) {
            m_answers.ask("bringBack", m_source->execute(u"draft.restore"_s, Json::object({{"pipeline", pipeline}})),
                          [this, pipeline](const Json &) { Q_EMIT pipelineRequested(pipeline); });
        } else if (m_document->stack().undoLabel() == kDiscard) {
            m_document->undo(); // it began anew already
        } else {
            fail(tr("The draft was edited since it was discarded."), tr("Undo leads back to what it was."));
        }
    };
    Q_EMIT noticeRequested(notice);
}

void DesignerView::exportFile()
{
    auto *dialog = new QFileDialog(this, tr("Export the pipeline"), {}, tr("Pipelines (*.pipeline.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(m_document->state().pipeline + u".pipeline.json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_document->whenSaved([this, path] {
            const Json args = Json::object({{"pipeline", m_document->state().pipeline}, {"draft", true}});
            m_answers.ask("export", m_source->execute(u"pipeline.export"_s, args), [this, path](const Json &answer) {
                const Result<QString> written = writePipelineFile(path, answer.value("file").toString(), answer.value("definition"));
                if (!written) {
                    Q_EMIT noticeRequested(Notice::fromError(written.error()));
                    return;
                }
                Notice notice;
                notice.severity = Notice::Severity::Success;
                notice.what = tr("Exported to %1.").arg(QFileInfo(*written).fileName());
                Q_EMIT noticeRequested(notice);
            });
        });
    });
    dialog->open();
}

// --- what comes from outside -----------------------------------------------------------------------------------------------

/// Pipeline files are imported. A folder can be watched, or taken in once; files can be taken in, or the folder that they lie in watched.
void DesignerView::takeFiles(const QStringList &paths)
{
    QStringList files;
    QStringList folders;
    for (const QString &path : paths) {
        if (path.endsWith(".pipeline.json"_L1, Qt::CaseInsensitive))
            Q_EMIT importRequested(path);
        else if (QFileInfo(path).isDir())
            folders.append(path);
        else
            files.append(path);
    }
    if (m_source->isReadOnly() || (files.isEmpty() && folders.isEmpty()))
        return;
    if (files.isEmpty()) {
        watch(folders);
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *take = menu->addAction(Icons::icon(u"document-import"), tr("Send %n file(s) through the pipeline", nullptr, int(paths.size())), this,
                                    [this, all = files + folders] { Q_EMIT filesGiven(all); });
    take->setEnabled(m_document->state().publishedVersion > 0);
    QStringList around = folders;
    for (const QString &file : std::as_const(files)) {
        if (const QString folder = QFileInfo(file).absolutePath(); !around.contains(folder))
            around.append(folder);
    }
    const QString watched = around.size() == 1 ? tr("Watch %1: what comes into it goes through the pipeline").arg(QDir(around.first()).dirName())
                                               : tr("Watch %n folder(s)", nullptr, int(around.size()));
    menu->addAction(Icons::icon(u"folder-sync"), watched, this, [this, around] { watch(around); });
    menu->addSeparator();
    menu->addAction(Icons::icon(u"dialog-cancel"), tr("Cancel"));
    menu->popup(QCursor::pos());
    menu->setActiveAction(take->isEnabled() ? take : menu->actions().at(1));
}

void DesignerView::watch(const QStringList &folders)
{
    m_sources->watch(folders);
    if (m_sources->pending().isEmpty())
        return;
    Notice notice;
    notice.severity = Notice::Severity::Info;
    notice.what = tr("%n folder(s) will be watched once the pipeline is published.", nullptr, int(m_sources->pending().size()));
    notice.actionText = tr("Publish…");
    notice.action = [this, pipeline = m_document->state().pipeline] {
        if (m_document->state().pipeline == pipeline)
            askPublish();
        else
            Q_EMIT pipelineRequested(pipeline);
    };
    Q_EMIT noticeRequested(notice);
}

void DesignerView::askFolder()
{
    auto *dialog = new QFileDialog(this, tr("Watch a folder"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) { watch({folder}); });
    dialog->open();
}

void DesignerView::showSourceMenu(int source, QPoint global)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(m_canvas->scene().sources().value(source).folder)->setEnabled(false);
    menu->addSeparator();
    fillSourceMenu(menu, source);
    menu->popup(global);
}

/// By key: the menu of the one that there is, or of all, each with its own.
void DesignerView::showSources()
{
    const QList<DesignSource> &sources = m_canvas->scene().sources();
    if (sources.isEmpty() || m_canvas->scene().first() < 0) {
        showHint(tr("No folder is watched for this pipeline."));
        return;
    }
    const QRectF first = m_canvas->scene().source(0);
    m_canvas->reveal(first);
    const QPoint at = m_canvas->mapToGlobal(m_canvas->view().toPixels(first).bottomLeft().toPoint());
    if (sources.size() == 1) {
        showSourceMenu(0, at);
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int source = 0; source < sources.size(); ++source)
        fillSourceMenu(menu->addMenu(sources.at(source).folder), source);
    menu->popup(at);
}

void DesignerView::fillSourceMenu(QMenu *menu, int source)
{
    const DesignSource one = m_canvas->scene().sources().value(source);
    const bool canEdit = !m_source->isReadOnly();
    if (!one.isPending) {
        menu->addAction(Icons::icon(u"view-refresh"), tr("Look through it now"), this, [this, one] { m_sources->scan(one.id); })->setEnabled(canEdit);
        menu->addAction(Icons::icon(one.isPaused ? u"media-playback-start" : u"media-playback-pause"), one.isPaused ? tr("Resume") : tr("Pause"),
                        this, [this, one] { m_sources->setPaused(one.id, !one.isPaused); })
            ->setEnabled(canEdit);
        menu->addAction(Icons::icon(u"view-list-details"), tr("Show its documents"), this, [this] { Q_EMIT openRequested({.pane = u"library"_s}); });
    }
    menu->addAction(Icons::icon(u"edit-delete"), tr("Watch it no more"), this, [this, one] { m_sources->remove(one.id); })->setEnabled(canEdit);
}

void DesignerView::showMenu(QPoint global)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto put = [&](std::initializer_list<const char *> names) {
        for (const char *name : names)
            menu->addAction(m_actions.value(QLatin1StringView(name)));
        menu->addSeparator();
    };
    const CanvasSelection &chosen = m_canvas->selection();
    put({"insert", "note", "paste"});
    if (!chosen.links.isEmpty())
        put({"waiting", "link.lead"});
    if (!chosen.nodes.isEmpty())
        put({"subflow.open", "connect", "rename", "waiting"});
    if (!m_canvas->current().isEmpty())
        put({"try.to", "try.to.on", "try.only", "try.only.on", "breakpoint", "pin", "pin.edit"});
    else
        put({"try", "try.on", "try.step"});
    if (!chosen.isEmpty())
        put({"cut", "copy", "duplicate", "delete", "delete.bridge"});
    if (!chosen.nodes.isEmpty())
        put({"group", "ungroup", "subflow.extract"});
    if (chosen.nodes.size() > 1) {
        QMenu *align = menu->addMenu(tr("Align"));
        for (const char *name :
             {"align.align-horizontal-left", "align.align-horizontal-center", "align.align-horizontal-right", "align.align-vertical-top",
              "align.align-vertical-center", "align.align-vertical-bottom", "distribute.across", "distribute.down"})
            align->addAction(m_actions.value(QLatin1StringView(name)));
    }
    put({"layout", "zoom.fit", "zoom.selection"});
    menu->popup(global);
}

} // namespace Millrace
