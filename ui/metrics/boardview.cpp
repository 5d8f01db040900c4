// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/boardview.h"

#include "common/actions.h"
#include "common/emptystate.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "metrics/boardexport.h"
#include "metrics/panelboard.h"
#include "metrics/panelcard.h"
#include "metrics/paneleditor.h"
#include "metrics/plotview.h"
#include "workspace/workspace.h"

#include <QComboBox>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMenu>
#include <QPointer>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// What the door takes at once.
constexpr qsizetype kQueriesAtOnce = 64;
/// More lines than these tell nobody anything; the panel says how many there are beyond.
constexpr int kLines = 12;
constexpr int kTableLines = 100;
/// Between two askings for all values while it is live.
constexpr int kValuesSeconds = 10;
/// Ranges up to this are shown by the second.
constexpr qint64 kLiveSeconds = 600;
constexpr int kSaveMs = 400;
/// Turns of the wheel that follow each other within this are one.
constexpr int kOneGoMs = 700;
constexpr qsizetype kWaysBack = 50;
constexpr qint64 kDay = 86400;

QComboBox *makeBox(const QString &name, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return box;
}

} // namespace

BoardView::BoardView(Workspace *workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_answers(this)
    , m_document(this)
    , m_boards(makeBox(tr("Dashboard"), this))
    , m_ranges(makeBox(tr("Time that is shown"), this))
    , m_comparison(makeBox(tr("Compared with"), this))
    , m_back(new QToolButton(this))
    , m_live(new QToolButton(this))
    , m_add(new QPushButton(tr("Add a panel"), this))
    , m_more(new QToolButton(this))
    , m_panels(new PanelBoard(&m_document, this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
{
    m_answers.onError([this](const Error &error) {
        // What fails once a second is not asked for once a second.
        if (m_isLive)
            setLive(false);
        Q_EMIT failed(error);
    });
    makeActions();
    m_pages->addWidget(m_panels);
    m_pages->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_boards);
    m_panels->setEditable(!workspace->isReadOnly());

    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &BoardView::tick);
    m_save.setSingleShot(true);
    m_save.setInterval(kSaveMs);
    connect(&m_save, &QTimer::timeout, this, &BoardView::save);
    connect(&m_document, &BoardDocument::edited, this, [this] {
        m_save.start();
        // Other panels may ask other questions.
        askValues();
    });
    connect(&m_document, &BoardDocument::changed, this, &BoardView::showState);
    connect(m_document.history(), &QUndoStack::indexChanged, this, &BoardView::showState);
    connect(m_panels, &PanelBoard::rangeRequested, this, [this](double from, double to) { setRange(TimeRange::fixed(from, to)); });
    connect(m_panels, &PanelBoard::backRequested, this, &BoardView::back);
    connect(m_panels, &PanelBoard::editRequested, this, [this](const QString &id) { editPanel(id, false); });
    connect(m_panels, &PanelBoard::menuRequested, this, &BoardView::showMenu);
    connect(m_empty, &EmptyState::buttonClicked, this, &BoardView::addPanel);
    fillRanges();
    showState();
}

QAction *BoardView::add(const QString &name, QStringView icon, const QString &text, const QKeySequence &key, void (BoardView::*slot)())
{
    QAction *action = makeAction(this, icon, text, key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, slot);
    addAction(action);
    m_actions.insert(name, action);
    m_order.append(action);
    return action;
}

void BoardView::makeActions()
{
    add(u"add"_s, u"list-add", tr("Add a panel…"), Qt::Key_Insert, &BoardView::addPanel);
    add(u"edit"_s, u"document-edit", tr("Edit the panel…"), Qt::Key_F2, &BoardView::editPanel);
    add(u"enlarge"_s, u"view-fullscreen", tr("Enlarge the panel, or make it small again"), Qt::Key_F, &BoardView::enlargePanel);
    add(u"copy"_s, u"edit-copy", tr("Duplicate the panel"), QKeySequence(u"Ctrl+D"_s), &BoardView::copyPanel);
    add(u"remove"_s, u"edit-delete", tr("Remove the panel"), {}, &BoardView::removePanel);
    add(u"exportPanel"_s, u"document-export", tr("Export the panel…"), QKeySequence(u"Ctrl+Alt+E"_s), &BoardView::exportPanel);
    add(u"live"_s, u"media-playback-pause", tr("Go on by itself, or stand still"), Qt::Key_Space, &BoardView::toggleLive);
    add(u"back"_s, u"edit-undo", tr("Back to the time shown before"), {}, &BoardView::back);
    add(u"note"_s, u"sign-info", tr("Write a note at the crosshair…"), Qt::Key_N, &BoardView::noteHere);
    add(u"undo"_s, u"edit-undo", tr("Undo"), QKeySequence::Undo, &BoardView::undo);
    add(u"redo"_s, u"edit-redo", tr("Redo"), QKeySequence::Redo, &BoardView::redo);
    add(u"nextBoard"_s, u"go-next", tr("Next dashboard"), QKeySequence(u"Ctrl+PgDown"_s), &BoardView::nextBoard);
    add(u"newBoard"_s, u"document-new", tr("New dashboard…"), {}, &BoardView::newBoard);
    add(u"copyBoard"_s, u"edit-copy", tr("Duplicate the dashboard…"), {}, &BoardView::copyBoard);
    add(u"renameBoard"_s, u"edit-rename", tr("Rename the dashboard…"), {}, &BoardView::renameBoard);
    add(u"resetBoard"_s, u"edit-reset", tr("Reset the dashboard to how it came"), {}, &BoardView::resetBoard);
    add(u"removeBoard"_s, u"edit-delete", tr("Remove the dashboard"), {}, &BoardView::removeBoard);
    add(u"exportBoard"_s, u"document-export", tr("Export the dashboard…"), {}, &BoardView::exportBoard);
}

QWidget *BoardView::makeBar()
{
    m_comparison->addItem(tr("Not compared"), 0);
    m_comparison->addItem(tr("With the time before"), -1);
    m_comparison->addItem(tr("With a day earlier"), kDay);
    m_comparison->addItem(tr("With a week earlier"), 7 * kDay);
    m_back->setIcon(Icons::icon(u"edit-undo"));
    m_back->setToolTip(withKey(tr("Back to the time shown before"), Qt::Key_Backspace));
    m_back->setAccessibleName(m_back->toolTip());
    m_live->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_add->setToolTip(m_actions.value(u"add"_s)->toolTip());
    m_more->setIcon(Icons::icon(u"application-menu"));
    m_more->setToolTip(tr("What can be done with this dashboard"));
    m_more->setAccessibleName(m_more->toolTip());
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_more);
    for (const QString &name : {u"undo"_s, u"redo"_s, u"|"_s, u"newBoard"_s, u"copyBoard"_s, u"renameBoard"_s, u"resetBoard"_s, u"removeBoard"_s,
                                u"|"_s, u"note"_s, u"exportBoard"_s}) {
        if (name == "|"_L1)
            menu->addSeparator();
        else
            menu->addAction(m_actions.value(name));
    }
    m_more->setMenu(menu);

    auto *bar = new QWidget(this);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(Metrics::gap(4), Metrics::gap(2), Metrics::gap(4), Metrics::gap(1));
    layout->setSpacing(Metrics::gap(2));
    layout->addWidget(m_boards);
    layout->addSpacing(Metrics::gap(2));
    layout->addWidget(m_ranges);
    layout->addWidget(m_back);
    layout->addWidget(m_comparison);
    layout->addWidget(m_live);
    layout->addStretch(1);
    layout->addWidget(m_add);
    layout->addWidget(m_more);

    connect(m_boards, &QComboBox::activated, this, [this](int index) { showBoard(m_boards->itemData(index).toString()); });
    connect(m_ranges, &QComboBox::activated, this, [this](int index) { setRange(TimeRange::fromText(m_ranges->itemData(index).toString())); });
    connect(m_comparison, &QComboBox::activated, this, [this](int index) { setComparison(m_comparison->itemData(index).toLongLong()); });
    connect(m_back, &QToolButton::clicked, this, &BoardView::back);
    connect(m_live, &QToolButton::clicked, this, &BoardView::toggleLive);
    connect(m_add, &QPushButton::clicked, this, &BoardView::addPanel);
    return bar;
}

void BoardView::fillRanges()
{
    m_ranges->clear();
    for (const TimeRange &range : TimeRange::offered())
        m_ranges->addItem(range.title(), range.toText());
    int current = m_ranges->findData(m_range.toText());
    if (current < 0) {
        m_ranges->addItem(m_range.title(), m_range.toText());
        current = m_ranges->count() - 1;
    }
    m_ranges->setCurrentIndex(current);
}

// --- what is shown -----------------------------------------------------------------------------------------------------------

void BoardView::refresh()
{
    m_answers.ask("boards", m_workspace->execute(u"dashboard.list"_s, Json::object(), m_workspace->actor()),
                  [this](const Json &answer) { showBoards(answer); });
}

void BoardView::showBoards(const Json &answer)
{
    m_boards->clear();
    for (const Json &board : answer.value("dashboards").items())
        m_boards->addItem(board.value("title").toString(), board.value("id").toString());
    const int wanted = m_boards->findData(m_wanted);
    if (m_boards->count() == 0) {
        m_wanted.clear();
        m_document.setBoard({});
        showState();
        if (!std::exchange(m_isReady, true))
            Q_EMIT ready();
        return;
    }
    m_boards->setCurrentIndex(std::max(wanted, 0));
    m_wanted = m_boards->currentData().toString();
    m_answers.ask("board", m_workspace->execute(u"dashboard.get"_s, Json::object({{"id", m_wanted}}), m_workspace->actor()),
                  [this](const Json &board) { takeBoard(board); });
}

void BoardView::takeBoard(const Json &answer)
{
    const BoardInfo board = BoardInfo::fromJson(answer);
    const BoardInfo &shown = m_document.board();
    // What we have saved ourselves comes back: undoing must survive that. What is not saved yet is newer.
    const bool isSame = board.id == m_shown
        && (m_save.isActive() || (board.title == shown.title && board.toJson().value("panels").isEquivalent(shown.toJson().value("panels"))));
    if (!isSame) {
        const bool isOther = board.id != m_shown;
        m_shown = board.id;
        if (isOther) {
            m_kept.clear();
            m_newest.clear();
            m_earlier.clear();
            m_panels->setEnlarged({});
        }
        m_document.setBoard(board);
        if (isOther && !board.range.isEmpty() && m_before.isEmpty() && !m_isReady)
            m_range = TimeRange::fromText(board.range);
        fillRanges();
    }
    m_actions.value(u"resetBoard"_s)->setEnabled(board.isShipped && !m_workspace->isReadOnly());
    m_actions.value(u"removeBoard"_s)->setEnabled(!board.isShipped && !m_workspace->isReadOnly());
    askValues();
    askMarks();
}

void BoardView::showBoard(const QString &id)
{
    if (m_save.isActive())
        save();
    m_wanted = id;
    refresh();
}

void BoardView::nextBoard()
{
    if (m_boards->count() > 0)
        showBoard(m_boards->itemData((m_boards->currentIndex() + 1) % m_boards->count()).toString());
}

void BoardView::dashboardsChanged()
{
    if (m_isWatched)
        refresh();
}

void BoardView::annotationsChanged()
{
    if (m_isWatched)
        askMarks();
}

void BoardView::setWatched(bool watched)
{
    m_isWatched = watched;
    if (watched && m_isLive) {
        m_second.start();
    } else {
        m_second.stop();
        if (m_save.isActive())
            save();
    }
}

void BoardView::setRange(const TimeRange &range)
{
    if (range == m_range)
        return;
    // Turns of the wheel in one go are one step back.
    const bool isOneGo = range.kind == TimeRange::Kind::Fixed && m_sinceZoom.isValid() && m_sinceZoom.elapsed() < kOneGoMs;
    if (!isOneGo)
        m_before.append(m_range);
    if (range.kind == TimeRange::Kind::Fixed)
        m_sinceZoom.start();
    else
        m_sinceZoom.invalidate();
    if (m_before.size() > kWaysBack)
        m_before.removeFirst();
    m_range = range;
    fillRanges();
    showState();
    moveWindow();
    showAnswers();
    askValues();
    askMarks();
}

void BoardView::back()
{
    if (m_before.isEmpty())
        return;
    m_range = m_before.takeLast();
    m_sinceZoom.invalidate();
    fillRanges();
    showState();
    moveWindow();
    askValues();
    askMarks();
}

void BoardView::setLive(bool live)
{
    m_isLive = live;
    if (live && m_isWatched)
        m_second.start();
    else
        m_second.stop();
    showState();
    if (live)
        askValues();
}

void BoardView::toggleLive()
{
    setLive(!m_isLive);
}

void BoardView::setComparison(qint64 seconds)
{
    m_offset = seconds;
    m_earlier.clear();
    m_comparison->setCurrentIndex(std::max(0, m_comparison->findData(seconds)));
    askValues();
    showAnswers();
}

double BoardView::now() const
{
    return double(QDateTime::currentMSecsSinceEpoch()) / 1000;
}

std::pair<double, double> BoardView::moments() const
{
    switch (m_range.kind) {
    case TimeRange::Kind::Fixed:
        return {m_range.from, m_range.to};
    case TimeRange::Kind::Last:
        return {now() - double(m_range.seconds), now()};
    case TimeRange::Kind::All:
        break;
    }
    // As far back as the answers say that there is anything.
    double from = now() - 3600;
    for (const QueryAnswer &answer : m_kept) {
        if (answer.problem.isEmpty() && answer.from > 0)
            from = std::min(from, answer.from);
    }
    return {from, now()};
}

bool BoardView::isByTheSecond() const
{
    return m_isLive && !m_workspace->isReadOnly() && m_range.kind == TimeRange::Kind::Last && m_range.seconds <= kLiveSeconds;
}

void BoardView::moveWindow()
{
    const auto [from, to] = moments();
    m_panels->setRange(from, to);
}

void BoardView::tick()
{
    if (!isVisible())
        return;
    if (++m_sinceValues >= kValuesSeconds && m_range.kind != TimeRange::Kind::Fixed) {
        askValues();
        return;
    }
    if (isByTheSecond())
        askLive();
}

void BoardView::askValues()
{
    m_sinceValues = 0;
    QList<Json> queries;
    const auto [from, to] = moments();
    const bool isAll = m_range.kind == TimeRange::Kind::All;
    for (const PanelInfo &panel : m_document.board().panels) {
        for (const PanelQuery &query : panel.queries) {
            Json args = query.toArgs();
            args.insert("from", isAll ? Json("start") : Json(static_cast<qint64>(std::floor(from))));
            args.insert("to", static_cast<qint64>(std::ceil(to)));
            args.insert("limit", panel.kind == PanelKind::Table ? kTableLines : kLines);
            queries.append(args);
        }
    }
    const Json none = Json::object();
    ask("values", u"metrics.query"_s, queries, 0, {}, none, [this](const QList<QueryAnswer> &answers) {
        m_kept = answers;
        moveWindow();
        showAnswers();
        if (!std::exchange(m_isReady, true))
            Q_EMIT ready();
    });
    if (m_offset == 0 || isAll) {
        m_answers.forget("earlier");
        return;
    }
    const auto offset = m_offset > 0 ? m_offset : static_cast<qint64>(std::ceil(to - from));
    for (Json &query : queries)
        query.insert("offset", offset);
    ask("earlier", u"metrics.query"_s, queries, 0, {}, none, [this](const QList<QueryAnswer> &answers) {
        m_earlier = answers;
        showAnswers();
    });
}

void BoardView::ask(const char *question, const QString &command, const QList<Json> &queries, qsizetype from, QList<QueryAnswer> answers,
                    const Json &args, const std::function<void(const QList<QueryAnswer> &)> &then)
{
    if (from >= queries.size()) {
        m_answers.forget(question);
        then(answers);
        return;
    }
    const auto count = std::min(kQueriesAtOnce, queries.size() - from);
    Json list = Json::array();
    for (const Json &query : queries.sliced(from, count))
        list.append(query);
    Json all = args;
    all.insert("queries", list);
    m_answers.ask(question, m_workspace->execute(command, all, m_workspace->actor()),
                  [this, question, command, queries, next = from + count, answers, args, then](const Json &answer) {
                      ask(question, command, queries, next, answers + QueryAnswer::listFromJson(answer), args, then);
                  });
}

void BoardView::askLive()
{
    QList<Json> queries;
    for (const PanelInfo &panel : m_document.board().panels) {
        for (const PanelQuery &query : panel.queries)
            queries.append(query.toArgs());
    }
    ask("live", u"metrics.live"_s, queries, 0, {}, Json::object({{"seconds", std::min(m_range.seconds, kLiveSeconds)}}),
        [this](const QList<QueryAnswer> &answers) {
            m_newest = answers;
            moveWindow();
            showAnswers();
        });
}

void BoardView::askMarks()
{
    const auto [from, to] = moments();
    const bool isAll = m_range.kind == TimeRange::Kind::All;
    const Json args
        = Json::object({{"from", isAll ? Json("start") : Json(static_cast<qint64>(std::floor(from)))}, {"to", static_cast<qint64>(std::ceil(to))}});
    m_answers.ask("marks", m_workspace->execute(u"annotation.list"_s, args, m_workspace->actor()), [this](const Json &answer) {
        m_marks.clear();
        for (const Json &item : answer.value("annotations").items()) {
            const QString kind = item.value("kind").toString();
            m_marks.append({.time = item.value("at").toDouble(),
                            .kind = kind == "publish"_L1 ? PlotMark::Kind::Publish
                                : kind == "restore"_L1   ? PlotMark::Kind::Restore
                                : kind == "alert"_L1     ? PlotMark::Kind::Alert
                                                         : PlotMark::Kind::Other,
                            .text = item.value("text").toString()});
        }
        m_panels->setMarks(m_marks);
    });
}

void BoardView::showAnswers()
{
    qsizetype at = 0;
    for (const PanelInfo &panel : m_document.board().panels) {
        const qsizetype count = panel.queries.size();
        PanelCard *card = m_panels->card(panel.id);
        if (card && at + count <= m_kept.size() && count > 0) {
            QList<QueryAnswer> answers = m_kept.sliced(at, count);
            QStringList problems;
            qint64 dropped = 0;
            for (qsizetype i = 0; i < count; ++i) {
                if (isByTheSecond() && at + i < m_newest.size() && answers.at(i).problem.isEmpty() && panel.kind != PanelKind::HeatMap
                    && panel.kind != PanelKind::Histogram)
                    answers[i] = joined(answers.at(i), m_newest.at(at + i));
                if (!answers.at(i).problem.isEmpty() && !answers.at(i).isUnmeasured)
                    problems.append(answers.at(i).problem);
                dropped += answers.at(i).dropped;
            }
            if (problems.size() == count) {
                card->setProblem(problems.constFirst());
            } else {
                const bool isCompared = m_earlier.size() == m_kept.size();
                card->setContent(panelContent(panel, answers, isCompared ? m_earlier.sliced(at, count) : QList<QueryAnswer>()),
                                 dropped > 0 ? tr("and %n more line(s)", nullptr, static_cast<int>(dropped)) : QString());
            }
        }
        at += count;
    }
}

void BoardView::showState()
{
    const bool canEdit = !m_workspace->isReadOnly();
    const bool hasBoard = !m_document.board().id.isEmpty();
    const bool hasPanel = m_panels->current() != nullptr;
    for (const QString &name : {u"edit"_s, u"copy"_s, u"remove"_s})
        m_actions.value(name)->setEnabled(canEdit && hasPanel);
    for (const QString &name : {u"enlarge"_s, u"exportPanel"_s})
        m_actions.value(name)->setEnabled(hasPanel);
    for (const QString &name : {u"add"_s, u"copyBoard"_s, u"renameBoard"_s, u"note"_s})
        m_actions.value(name)->setEnabled(canEdit && hasBoard);
    m_actions.value(u"newBoard"_s)->setEnabled(canEdit);
    m_actions.value(u"exportBoard"_s)->setEnabled(hasPanel);
    m_actions.value(u"undo"_s)->setEnabled(canEdit && m_document.history()->canUndo());
    m_actions.value(u"redo"_s)->setEnabled(canEdit && m_document.history()->canRedo());
    m_actions.value(u"back"_s)->setEnabled(!m_before.isEmpty());
    m_add->setEnabled(canEdit && hasBoard);
    m_back->setEnabled(!m_before.isEmpty());
    const bool goesOn = m_isLive && m_range.kind != TimeRange::Kind::Fixed;
    m_live->setText(goesOn ? tr("Live") : tr("Paused"));
    m_live->setIcon(Icons::icon(goesOn ? u"media-playback-pause" : u"media-playback-start"));
    m_live->setEnabled(m_range.kind != TimeRange::Kind::Fixed);
    m_live->setToolTip(m_range.kind == TimeRange::Kind::Fixed
                           ? tr("A time that is over does not go on. Choose one of the last hours or days for that.")
                           : withKey(goesOn ? tr("Stand still") : tr("Go on by itself"), Qt::Key_Space));
    if (m_document.board().panels.isEmpty()) {
        m_empty->setContent(u"office-chart-line"_s,
                            tr("This dashboard has no panels yet. Each shows one or more metrics as lines, bars, a table or a number."),
                            canEdit && hasBoard ? tr("Add a panel") : QString());
        m_pages->setCurrentWidget(m_empty);
    } else {
        m_pages->setCurrentWidget(m_panels);
    }
}

void BoardView::showMenu(const QString &panel, QPoint position)
{
    m_panels->setCurrent(panel);
    showState();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString &name : {u"edit"_s, u"enlarge"_s, u"copy"_s, u"exportPanel"_s, u"remove"_s})
        menu->addAction(m_actions.value(name));
    menu->popup(position);
}

// --- edits -------------------------------------------------------------------------------------------------------------------

void BoardView::save()
{
    m_save.stop();
    if (m_workspace->isReadOnly() || m_document.board().id.isEmpty())
        return;
    m_answers.ask("save", m_workspace->execute(u"dashboard.save"_s, Json::object({{"dashboard", m_document.board().toJson()}}), m_workspace->actor()),
                  [](const Json &) {});
}

void BoardView::addPanel()
{
    if (!m_actions.value(u"add"_s)->isEnabled())
        return;
    editPanel({}, true);
}

void BoardView::editPanel()
{
    if (const PanelCard *card = m_panels->current())
        editPanel(card->info().id, false);
}

void BoardView::editPanel(const QString &id, bool isNew)
{
    PanelInfo panel;
    if (const PanelInfo *given = m_document.board().panel(id))
        panel = *given;
    auto *editor = new PanelEditor(m_workspace, panel, isNew, this);
    editor->setAttribute(Qt::WA_DeleteOnClose);
    connect(editor, &QDialog::accepted, this, [this, editor, isNew] {
        if (isNew)
            m_panels->setCurrent(m_document.add(editor->panel()));
        else
            m_document.change(editor->panel());
    });
    editor->open();
}

void BoardView::copyPanel()
{
    if (const PanelCard *card = m_panels->current()) {
        PanelInfo copy = card->info();
        copy.title = tr("%1 (copy)").arg(copy.title);
        m_panels->setCurrent(m_document.add(copy));
    }
}

void BoardView::removePanel()
{
    if (const PanelCard *card = m_panels->current())
        m_document.remove(card->info().id);
}

void BoardView::enlargePanel()
{
    if (const PanelCard *card = m_panels->current())
        m_panels->setEnlarged(m_panels->enlarged().isEmpty() ? card->info().id : QString());
}

void BoardView::undo()
{
    m_document.history()->undo();
}

void BoardView::redo()
{
    m_document.history()->redo();
}

void BoardView::newBoard()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("New dashboard"));
    dialog->setLabelText(tr("Its title"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &title) {
        if (title.trimmed().isEmpty())
            return;
        BoardInfo board;
        board.title = title.trimmed();
        makeBoard(board.toJson());
    });
    dialog->open();
}

void BoardView::makeBoard(const Json &board)
{
    m_answers.ask("new", m_workspace->execute(u"dashboard.save"_s, Json::object({{"dashboard", board}}), m_workspace->actor()),
                  [this](const Json &answer) { showBoard(answer.value("id").toString()); });
}

void BoardView::copyBoard()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Duplicate the dashboard"));
    dialog->setLabelText(tr("Title of the copy"));
    dialog->setTextValue(tr("%1 (copy)").arg(m_document.board().title));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &title) {
        Json copy = Json::object({{"title", title.trimmed()}});
        const Json board = m_document.board().toJson();
        for (const char *key : {"description", "range", "refresh", "panels"}) {
            if (board.contains(key))
                copy.insert(key, board.value(key));
        }
        makeBoard(copy);
    });
    dialog->open();
}

void BoardView::renameBoard()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Rename the dashboard"));
    dialog->setLabelText(tr("Its title"));
    dialog->setTextValue(m_document.board().title);
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &title) {
        if (!title.trimmed().isEmpty()) {
            m_document.rename(title.trimmed());
            m_boards->setItemText(m_boards->currentIndex(), title.trimmed());
        }
    });
    dialog->open();
}

void BoardView::removeBoard()
{
    const Json before = m_document.board().toJson();
    const QString title = m_document.board().title;
    m_save.stop();
    m_answers.ask("remove", m_workspace->execute(u"dashboard.remove"_s, Json::object({{"id", m_document.board().id}}), m_workspace->actor()),
                  [this, before, title](const Json &) {
                      m_wanted.clear();
                      refresh();
                      Notice notice{.severity = Notice::Severity::Info, .what = tr("The dashboard \"%1\" was removed").arg(title)};
                      notice.actionText = tr("Undo");
                      notice.action = [view = QPointer(this), before] {
                          if (view)
                              view->makeBoard(before);
                      };
                      Q_EMIT noticeRequested(notice);
                  });
}

void BoardView::resetBoard()
{
    const BoardInfo before = m_document.board();
    m_save.stop();
    m_answers.ask("reset", m_workspace->execute(u"dashboard.reset"_s, Json::object({{"id", before.id}}), m_workspace->actor()), [this](const Json &) {
        m_answers.ask("board", m_workspace->execute(u"dashboard.get"_s, Json::object({{"id", m_wanted}}), m_workspace->actor()),
                      [this](const Json &answer) {
                          // An edit like others: what was there comes back with it undone.
                          m_document.replace(tr("Reset the dashboard"), BoardInfo::fromJson(answer));
                          m_save.stop();
                      });
    });
}

void BoardView::noteHere()
{
    const double at = m_panels->crosshair().value_or(now());
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Note at %1").arg(UnitText::moment(at, 1)));
    dialog->setLabelText(tr("What happened then"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this, at](const QString &text) {
        if (text.trimmed().isEmpty())
            return;
        const Json args = Json::object({{"text", text.trimmed()}, {"at", static_cast<qint64>(std::llround(at))}});
        m_answers.ask("note", m_workspace->execute(u"annotation.add"_s, args, m_workspace->actor()), [this](const Json &) { askMarks(); });
    });
    dialog->open();
}

// --- files -------------------------------------------------------------------------------------------------------------------

bool BoardView::askExport()
{
    if (!m_panels->current())
        return false;
    askPath({});
    return true;
}

void BoardView::exportPanel()
{
    if (const PanelCard *card = m_panels->current())
        askPath(card->info().id);
}

void BoardView::exportBoard()
{
    askPath({});
}

void BoardView::askPath(const QString &panel)
{
    const PanelInfo *one = m_document.board().panel(panel);
    QString name = one ? one->title : m_document.board().title;
    name.replace(u'/', u'-');
    auto *dialog = new QFileDialog(this, tr("Export"), name + u".html"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Page with its data (*.html)"), tr("Picture (*.png)"), tr("Drawing (*.svg)"), tr("Values (*.csv)")});
    connect(dialog, &QFileDialog::filterSelected, dialog,
            [dialog](const QString &filter) { dialog->setDefaultSuffix(filter.section(u"*."_s, 1).section(u')', 0, 0)); });
    dialog->setDefaultSuffix(u"html"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this, panel](const QString &path) {
        if (const Result<void> written = exportTo(path, panel); !written)
            Q_EMIT failed(written.error());
        else
            Q_EMIT noticeRequested({.severity = Notice::Severity::Success, .what = tr("Exported"), .why = path});
    });
    dialog->open();
}

Result<void> BoardView::exportTo(const QString &path, const QString &panel)
{
    BoardExport out{.title = m_document.board().title,
                    .from = m_panels->from(),
                    .to = m_panels->to(),
                    .panels = panel.isEmpty() ? m_panels->cards() : QList<PanelCard *>{m_panels->card(panel)},
                    .marks = m_marks};
    return out.writeTo(path);
}

// --- state -------------------------------------------------------------------------------------------------------------------

Json BoardView::saveState() const
{
    return Json::object({{"board", m_wanted}, {"range", m_range.toText()}, {"live", m_isLive}});
}

void BoardView::restoreState(const Json &state)
{
    m_wanted = state.value("board").toString();
    if (state.contains("range")) {
        const TimeRange range = TimeRange::fromText(state.value("range").toString());
        // A moment that was looked at last week is not what somebody wants to see first.
        m_range = range.kind == TimeRange::Kind::Fixed ? TimeRange() : range;
    }
    m_isLive = state.value("live").toBool(true);
    fillRanges();
    showState();
}

} // namespace Millrace
