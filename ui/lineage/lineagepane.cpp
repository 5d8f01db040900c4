// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineagepane.h"

#include "common/actions.h"
#include "common/difflines.h"
#include "common/format.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/paneheader.h"
#include "common/searchfield.h"
#include "lineage/affectedview.h"
#include "lineage/lineagedetail.h"
#include "lineage/lineagetext.h"
#include "lineage/lineageview.h"
#include "lineage/replayview.h"
#include "lineage/spanview.h"
#include "shell/finder.h"
#include "workspace/workspace.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QMenu>
#include <QProgressBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr double kZoomStep = 1.25;
constexpr int kHopsOffered = 4;
constexpr int kSlowMs = 150;

struct FieldName
{
    QString context;
    QByteArray pointer; ///< empty: the whole document, which is no node among its fields
};

/// Of "field:CONTEXT@STEP#/pointer"; nothing where it is another node's.
std::optional<FieldName> fieldOf(const QString &node)
{
    if (!node.startsWith("field:"_L1))
        return std::nullopt;
    const QString place = node.section(u':', 1);
    const qsizetype hash = place.indexOf(u'#');
    const QString document = hash < 0 ? place : place.first(hash);
    const qsizetype at = document.lastIndexOf(u'@');
    return FieldName{at < 0 ? document : document.first(at), hash < 0 ? QByteArray() : place.sliced(hash + 1).toUtf8()};
}

} // namespace

LineagePane::LineagePane(Workspace *workspace, QWidget *parent)
    : Pane(workspace, parent)
    , m_door([workspace](const QString &command, const Json &args) { return workspace->execute(command, args, workspace->actor()); })
    , m_header(new PaneHeader(tr("Lineage"), this))
    , m_choose(new QToolButton(this))
    , m_search(new SearchField(tr("Find in the graph"), this))
    , m_found(makeLabel(TextRole::Secondary, {}, this))
    , m_level(new QComboBox(this))
    , m_hops(new QComboBox(this))
    , m_asOfButton(new QToolButton(this))
    , m_asOf(new QDateTimeEdit(this))
    , m_pathButton(new QToolButton(this))
    , m_busy(new QProgressBar(this))
    , m_tabs(new QTabBar(this))
    , m_pages(new QStackedWidget(this))
    , m_view(new LineageView(m_door, this))
    , m_affected(new AffectedView(m_door, this))
    , m_texts(new SpanView(m_door, this))
    , m_replays(new ReplayView(m_door, workspace->isReadOnly(), this))
    , m_finder(new Finder(this))
{
    makeHeader();
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const QString &title : {tr("Graph"), tr("Everything affected"), tr("Text and sources"), tr("Replays")})
        m_tabs->addTab(title);
    for (QWidget *page : QList<QWidget *>{m_view, m_affected, m_texts, m_replays}) {
        page->setAutoFillBackground(true);
        page->setBackgroundRole(QPalette::Base);
        m_pages->addWidget(page);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_tabs);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_view);
    m_finder->setWorkspace(workspace);
    makeActions();
    connectViews();
    showHeader();
}

PaneInfo LineagePane::info()
{
    return {u"lineage"_s, tr("Lineage"), u"vcs-branch"_s,
            [](Workspace *workspace, QWidget *parent) -> Pane * { return new LineagePane(workspace, parent); }};
}

void LineagePane::makeHeader()
{
    m_search->setMinimumWidth(Metrics::gap(44));
    m_level->addItem(tr("Things"), int(LineageView::Level::Item));
    m_level->addItem(tr("Fields"), int(LineageView::Level::Field));
    m_level->setToolTip(tr("Whole things, or the fields within them"));
    m_level->setAccessibleName(tr("Level"));
    for (int hops = 1; hops <= kHopsOffered; ++hops)
        m_hops->addItem(tr("%n hop(s)", nullptr, hops), hops);
    m_hops->setToolTip(tr("How far around the middle is shown at first; the + of a card shows more where it matters"));
    m_hops->setAccessibleName(tr("Hops"));
    m_asOf->setCalendarPopup(true);
    m_asOf->setDisplayFormat(u"yyyy-MM-dd HH:mm:ss"_s);
    m_asOf->setAccessibleName(tr("As of"));
    m_asOf->hide();
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedWidth(Metrics::gap(12));
    m_busy->setAccessibleName(tr("Asking"));
    QSizePolicy stays = m_busy->sizePolicy();
    stays.setRetainSizeWhenHidden(true);
    m_busy->setSizePolicy(stays);
    m_busy->hide();
    for (QToolButton *button : {m_choose, m_asOfButton, m_pathButton})
        button->setIconSize({Metrics::barIcon(), Metrics::barIcon()});
    m_choose->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (QWidget *control : QList<QWidget *>{m_busy, m_found, m_search, m_choose, m_level, m_hops, m_asOf, m_asOfButton, m_pathButton})
        m_header->addControl(control);
}

QAction *LineagePane::add(const QString &icon, const QString &text, const QKeySequence &key, const std::function<void()> &then)
{
    QAction *action = makeAction(this, icon, text, key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, then);
    addAction(action);
    return action;
}

void LineagePane::makeActions()
{
    LineageCanvas *canvas = m_view->canvas();
    // What is for the node that the keys are on.
    const auto withCurrent = [this, canvas](auto then) {
        return [this, canvas, then] {
            if (!canvas->current().isEmpty()) {
                setPage(Page::Graph);
                then(canvas->current());
            }
        };
    };
    m_choose->setDefaultAction(add(u"edit-find"_s, tr("Choose what to look at…"), Qt::CTRL | Qt::Key_L, [this] { m_finder->popUp(); }));
    m_choose->defaultAction()->setIconText(tr("Choose…"));
    const auto seek = [this] {
        setPage(Page::Graph);
        m_search->setFocus();
        m_search->selectAll();
    };
    add(u"edit-find"_s, tr("Find in the graph"), QKeySequence::Find, seek)
        ->setShortcuts({QKeySequence(QKeySequence::Find), QKeySequence(Qt::Key_Slash)});
    add(u"go-down-search"_s, tr("Next one found"), Qt::Key_F3, [canvas] { canvas->findNext(); });
    m_menuActions.append(add(u"snap-bounding-box-center"_s, tr("Center on it"), Qt::CTRL | Qt::Key_Return,
                             withCurrent([this](const QString &node) { m_view->setFocusNode(node); })));
    m_menuActions.append(add(u"go-previous"_s, tr("Show what it came from"), Qt::SHIFT | Qt::Key_Left,
                             withCurrent([this](const QString &node) { m_view->expand(node, LineageCanvas::Way::Up); })));
    m_menuActions.append(add(u"go-next"_s, tr("Show what came of it"), Qt::SHIFT | Qt::Key_Right,
                             withCurrent([this](const QString &node) { m_view->expand(node, LineageCanvas::Way::Down); })));
    m_menuActions.append(add(u"collapse-all"_s, tr("Hide what it came from"), Qt::CTRL | Qt::SHIFT | Qt::Key_Left,
                             withCurrent([this](const QString &node) { m_view->fold(node, true); })));
    m_menuActions.append(add(u"collapse-all"_s, tr("Hide what came of it"), Qt::CTRL | Qt::SHIFT | Qt::Key_Right,
                             withCurrent([this](const QString &node) { m_view->fold(node, false); })));
    m_menuActions.append(
        add(u"edit-select-all"_s, tr("Select it with what it came from"), Qt::CTRL | Qt::SHIFT | Qt::Key_U, [this] { selectLine(true); }));
    m_menuActions.append(
        add(u"edit-select-all"_s, tr("Select it with what came of it"), Qt::CTRL | Qt::SHIFT | Qt::Key_D, [this] { selectLine(false); }));
    m_replayAction = add(u"view-refresh"_s, tr("Replay the selection…"), Qt::CTRL | Qt::Key_R, [this] { replay(m_view->chosen()); });
    m_menuActions.append(m_replayAction);
    m_path = add(u"path-simplify"_s, tr("Show only the way to the middle"), Qt::Key_P, [this, canvas] { canvas->setPathShown(m_path->isChecked()); });
    m_path->setCheckable(true);
    m_path->setToolTip(withKey(tr("Dims all that is not on a way between the middle and what is chosen"), m_path->shortcut()));
    m_pathButton->setDefaultAction(m_path);
    m_asOfAction = add(u"view-history"_s, tr("As of a time"), Qt::Key_T, [this] {
        const bool isOn = m_asOfAction->isChecked();
        if (isOn)
            m_asOf->setDateTime(QDateTime::currentDateTime());
        m_asOf->setVisible(isOn);
        if (isOn)
            m_asOf->setFocus();
        m_view->setAsOf(isOn ? m_asOf->dateTime().toUTC().toString(Qt::ISODateWithMs) : QString());
        showPage();
    });
    m_asOfAction->setCheckable(true);
    m_asOfAction->setToolTip(withKey(tr("Shows what was known at a time"), m_asOfAction->shortcut()));
    m_asOfButton->setDefaultAction(m_asOfAction);
    add(u"code-variable"_s, tr("Switch between things and fields"), Qt::Key_L, [this] { m_level->setCurrentIndex(1 - m_level->currentIndex()); });
    add(u"zoom-in"_s, tr("Zoom in"), Qt::Key_Plus, [canvas] {
        canvas->zoomBy(kZoomStep);
    })->setShortcuts({QKeySequence(Qt::Key_Plus), QKeySequence(Qt::Key_Equal)});
    add(u"zoom-out"_s, tr("Zoom out"), Qt::Key_Minus, [canvas] { canvas->zoomBy(1 / kZoomStep); });
    add(u"zoom-original"_s, tr("Zoom to 100 %"), Qt::Key_1, [canvas] { canvas->zoomTo(LineagePainter::baseScale(), canvas->rect().center()); });
    add(u"zoom-fit-best"_s, tr("Show everything"), Qt::Key_F, [canvas] { canvas->fitAll(); });
    QAction *details = add(u"view-right-new"_s, tr("Show the details at the side"), Qt::CTRL | Qt::Key_Backslash, [] {});
    details->setCheckable(true);
    details->setChecked(true);
    connect(details, &QAction::toggled, m_view, &LineageView::setDetailShown);
    add(u"go-down"_s, tr("Next sentence with a source"), Qt::CTRL | Qt::Key_Down, [this] {
        setPage(Page::Texts);
        m_texts->goTo(1);
    });
    add(u"go-up"_s, tr("Sentence before with a source"), Qt::CTRL | Qt::Key_Up, [this] {
        setPage(Page::Texts);
        m_texts->goTo(-1);
    });
    const std::pair<Page, QString> pages[] = {{Page::Graph, tr("Show the graph")},
                                              {Page::Affected, tr("List everything affected")},
                                              {Page::Texts, tr("Read the text with its sources")},
                                              {Page::Replays, tr("Show the replays")}};
    int number = 1;
    for (const auto &[page, text] : pages)
        add(u"view-preview"_s, text, QKeySequence(Qt::ALT | Qt::Key(Qt::Key_0 + number++)), [this, page] { setPage(page); });
}

void LineagePane::connectViews()
{
    connect(m_search, &SearchField::searchChanged, this, &LineagePane::find);
    const auto toCanvas = [this] { m_view->setFocus(Qt::OtherFocusReason); };
    connect(m_search, &SearchField::downRequested, this, [this, toCanvas] {
        m_view->canvas()->findNext();
        toCanvas();
    });
    connect(m_search, &QLineEdit::returnPressed, this, [this] { m_view->canvas()->findNext(); });
    connect(m_search, &SearchField::leaveRequested, this, toCanvas);
    connect(m_level, &QComboBox::currentIndexChanged, this, [this] { m_view->setLevel(LineageView::Level(m_level->currentData().toInt())); });
    connect(m_hops, &QComboBox::currentIndexChanged, this, [this] { m_view->setHops(m_hops->currentData().toInt()); });
    connect(m_asOf, &QDateTimeEdit::editingFinished, this, [this] {
        if (m_asOfAction->isChecked()) {
            m_view->setAsOf(m_asOf->dateTime().toUTC().toString(Qt::ISODateWithMs));
            showPage();
        }
    });
    connect(m_tabs, &QTabBar::currentChanged, this, &LineagePane::showPage);
    connect(m_finder, &Finder::openRequested, this, [this](const PaneTarget &target) {
        if (target.contextId.isEmpty() && target.documentId.isEmpty())
            return chooseNewest(target.filter); // a pipeline: what it did last
        open(target);
    });

    connect(m_view, &LineageView::shown, this, [this] {
        showHeader();
        fillPage();
        setReady();
    });
    connect(m_view, &LineageView::focusChanged, this, [this] {
        m_textsContext.clear();
        m_textsField.clear();
        showHeader();
        showPage();
    });
    connect(m_view->canvas(), &LineageCanvas::currentChanged, this, [this] { showHeader(); });
    connect(m_view->canvas(), &LineageCanvas::selectionChanged, this, [this] { showHeader(); });
    m_slow.setSingleShot(true);
    m_slow.setInterval(kSlowMs);
    connect(&m_slow, &QTimer::timeout, m_busy, &QWidget::show);
    connect(m_view, &LineageView::busyChanged, this, [this](bool isBusy) {
        m_busy->hide();
        isBusy ? m_slow.start() : m_slow.stop();
    });
    connect(m_view, &LineageView::focusRequested, m_finder, &QuickPopup::popUp);
    connect(m_view, &LineageView::menuRequested, this, &LineagePane::showMenu);
    connect(m_view, &LineageView::openRequested, this, &Pane::openRequested);
    connect(m_view, &LineageView::failed, this, &LineagePane::showError);
    connect(m_view, &LineageView::textsRequested, this, [this](const QString &context, const QString &field) {
        m_textsContext = context;
        m_textsField = field.toUtf8();
        if (page() == Page::Texts)
            showPage();
        setPage(Page::Texts);
    });

    const auto focusOn = [this](const QString &node) {
        setPage(Page::Graph);
        m_view->setFocusNode(node);
    };
    connect(m_affected, &AffectedView::focusRequested, this, focusOn);
    connect(m_affected, &AffectedView::replayRequested, this, &LineagePane::replay);
    connect(m_affected, &AffectedView::failed, this, &LineagePane::showError);
    connect(m_affected, &AffectedView::noticeRequested, this, &Pane::noticeRequested);
    connect(m_affected, &AffectedView::workStarted, this, &Pane::workStarted);
    connect(m_texts, &SpanView::focusRequested, this, focusOn);
    connect(m_texts, &SpanView::openRequested, this, &Pane::openRequested);
    connect(m_texts, &SpanView::failed, this, &LineagePane::showError);
    connect(m_replays, &ReplayView::failed, this, &LineagePane::showError);
    connect(m_replays, &ReplayView::noticeRequested, this, &Pane::noticeRequested);
    connect(m_replays, &ReplayView::openRequested, this, &Pane::openRequested);
}

// --- what is looked at -----------------------------------------------------------------------------------------------------

void LineagePane::open(const PaneTarget &target)
{
    const QString node = !target.documentId.isEmpty() ? u"document:"_s + target.documentId
        : !target.contextId.isEmpty()                 ? u"context:"_s + target.contextId
                                                      : QString();
    if (node.isEmpty() || node == m_view->focusNode())
        return;
    answers().forget("newest"); // what was asked for goes before what is there to begin with
    if (page() == Page::Replays)
        setPage(Page::Graph);
    m_view->setFocusNode(node);
}

PaneTarget LineagePane::place() const
{
    const QString &node = m_view->focusNode();
    PaneTarget place{.pane = u"lineage"_s};
    if (node.startsWith("context:"_L1))
        place.contextId = node.section(u':', 1);
    else if (node.startsWith("document:"_L1))
        place.documentId = node.section(u':', 1);
    return place;
}

/// What was worked on last: there is something to see at once.
void LineagePane::chooseNewest(const ContextFilter &filter)
{
    answers().ask("newest", workspace()->firstContextKeys(filter, ContextOrder::Updated, true, 1), [this](const QList<ContextKey> &keys) {
        if (keys.isEmpty()) {
            m_view->refresh();
            setReady();
            return;
        }
        answers().ask("newest", workspace()->contextRows(keys), [this](const QList<ContextSummary> &rows) {
            if (!rows.isEmpty())
                m_view->setFocusNode(u"context:"_s + rows.first().id);
        });
    });
}

void LineagePane::refresh()
{
    if (m_view->focusNode().isEmpty())
        chooseNewest({});
    else
        m_view->refresh();
    if (page() == Page::Texts)
        m_texts->refresh();
    else if (page() == Page::Replays)
        m_replays->refresh();
}

QString LineagePane::subjectTitle() const
{
    const ShownNode *focus = m_view->graph().find(m_view->focusNode());
    if (focus && focus->kind != ShownKind::Field)
        return LineageText::title(*focus);
    const auto field = fieldOf(m_view->focusNode());
    if (!field)
        return {};
    const QString of = Format::shortId(field->context);
    return field->pointer.isEmpty() ? of : u"%1 · %2"_s.arg(of, dottedPath(field->pointer));
}

void LineagePane::showHeader()
{
    const QFontMetrics metrics(Theme::font(TextRole::Secondary));
    m_header->setNote(metrics.elidedText(subjectTitle(), Qt::ElideMiddle, Metrics::gap(60)));
    const int chosen = int(m_view->chosen().size());
    m_replayAction->setEnabled(chosen > 0);
    for (QAction *action : std::as_const(m_menuActions))
        action->setEnabled(chosen > 0);
}

// --- pages -----------------------------------------------------------------------------------------------------------------

LineagePane::Page LineagePane::page() const
{
    return Page(m_tabs->currentIndex());
}

void LineagePane::setPage(Page page)
{
    m_tabs->setCurrentIndex(int(page));
}

void LineagePane::showPage()
{
    const Page shown = page();
    m_pages->setCurrentIndex(int(shown));
    for (QWidget *control : QList<QWidget *>{m_search, m_found, m_level, m_hops, m_pathButton})
        control->setVisible(shown == Page::Graph);
    fillPage();
    if (shown == Page::Replays)
        m_replays->refresh();
    setFocusProxy(m_pages->currentWidget());
    if (isVisible())
        m_pages->currentWidget()->setFocus(Qt::OtherFocusReason);
}

/// What is beside the graph is about the same thing.
void LineagePane::fillPage()
{
    if (page() == Page::Affected) {
        m_affected->setSubject(m_view->focusNode(), subjectTitle(), m_view->asOf());
    } else if (page() == Page::Texts) {
        const ShownNode *focus = m_view->graph().find(m_view->focusNode());
        const auto field = fieldOf(m_view->focusNode());
        const QString context = !m_textsContext.isEmpty() ? m_textsContext : field ? field->context : focus ? focus->context : QString();
        const ShownNode *node = m_view->graph().find(u"context:"_s + context);
        m_texts->setSubject(context, node ? LineageText::title(*node) : subjectTitle(), m_textsField);
    }
}

void LineagePane::find(const QString &words)
{
    const int found = m_view->canvas()->find(words);
    m_found->setText(words.trimmed().isEmpty() ? QString() : tr("%n found", nullptr, found));
}

void LineagePane::selectLine(bool up)
{
    const ShownGraph &graph = m_view->canvas()->graph();
    const int current = graph.indexOf(m_view->canvas()->current());
    if (current < 0)
        return;
    QStringList nodes;
    for (const int node : graph.reached(current, up))
        nodes.append(graph.nodes().at(node).id);
    setPage(Page::Graph);
    m_view->canvas()->select(nodes);
}

void LineagePane::replay(const QStringList &nodes)
{
    if (nodes.isEmpty())
        return;
    m_replays->plan(nodes);
    setPage(Page::Replays);
}

void LineagePane::showMenu(QPoint global)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_menuActions);
    menu->popup(global);
}

bool LineagePane::askExport()
{
    setPage(Page::Affected);
    m_affected->askExport();
    return true;
}

Json LineagePane::saveState() const
{
    Json sizes = Json::array();
    for (const int size : m_view->splitter()->sizes())
        sizes.append(size);
    Json state = Json::object({{"focus", m_view->focusNode()}, {"hops", m_view->hops()}, {"level", m_level->currentIndex()}});
    if (!m_view->detail()->isHidden())
        state.insert("sizes", sizes);
    return state;
}

void LineagePane::restoreState(const Json &state)
{
    m_hops->setCurrentIndex(std::clamp(int(state.value("hops").toInt(1)), 1, kHopsOffered) - 1);
    m_level->setCurrentIndex(state.value("level").toInt() == 1 ? 1 : 0);
    QList<int> sizes;
    for (const Json &size : state.value("sizes").items())
        sizes.append(int(size.toInt()));
    if (sizes.size() == m_view->splitter()->count())
        m_view->splitter()->setSizes(sizes);
}

} // namespace Millrace
