// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/reviewpane.h"

#include "common/emptystate.h"
#include "common/format.h"
#include "common/keyedfield.h"
#include "common/metrics.h"
#include "common/paneheader.h"
#include "common/schemaform.h"
#include "review/commentlist.h"
#include "review/decisionbar.h"
#include "review/decisionsview.h"
#include "review/qualityview.h"
#include "review/queueview.h"
#include "review/reviewrows.h"
#include "review/reviewtext.h"
#include "sdk/clock.h"
#include "sdk/id.h"
#include "workspace/workspace.h"

#include <QAction>
#include <QKeyEvent>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kStatsMs = 700;
constexpr qsizetype kMostDrafts = 500;

qint64 monotonicMs()
{
    QElapsedTimer now;
    now.start();
    return now.msecsSinceReference();
}

} // namespace

ReviewPane::ReviewPane(Workspace *workspace, QWidget *parent)
    : Pane(workspace, parent)
    , m_session(new ReviewSession(workspace, this))
    , m_header(new PaneHeader(tr("Review"), this))
    , m_tabs(new QTabBar(this))
    , m_rooms(new QStackedWidget(this))
    , m_itemPages(new QStackedWidget(this))
    , m_item(new ItemView(this))
    , m_empty(new EmptyState(this))
    , m_queue(new QueueView(workspace, this))
    , m_decisions(new DecisionsView(workspace, this))
    , m_quality(new QualityView(workspace, this))
    , m_bar(new DecisionBar(this))
{
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Rooms of the review"));
    for (const QString &title : {tr("One by one"), tr("Queue"), tr("Decisions"), tr("Quality")})
        m_tabs->addTab(title);
    m_header->addControl(m_tabs);
    m_itemPages->addWidget(m_empty);
    m_itemPages->addWidget(m_item);
    m_rooms->addWidget(m_itemPages);
    m_rooms->addWidget(m_queue);
    m_rooms->addWidget(m_decisions);
    m_rooms->addWidget(m_quality);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_rooms, 1);
    layout->addWidget(m_bar);
    setFocusPolicy(Qt::StrongFocus);

    makeActions();
    makePackActions();
    connectSession();
    connectItem();
    m_item->setReadOnly(workspace->isReadOnly());
    m_statsPause.setSingleShot(true);
    m_statsPause.setInterval(kStatsMs);
    connect(&m_statsPause, &QTimer::timeout, this, &ReviewPane::askStats);
    m_listPause.setSingleShot(true);
    m_listPause.setInterval(kStatsMs);
    connect(&m_listPause, &QTimer::timeout, this, [this] {
        if (room() == Room::Queue)
            m_queue->refresh();
        else if (room() == Room::Decisions)
            m_decisions->refresh();
    });
    connect(workspace, &Workspace::reviewsChanged, this, [this] {
        if (!isVisible())
            return;
        if (!m_statsPause.isActive())
            m_statsPause.start();
        if (!m_listPause.isActive())
            m_listPause.start();
    });
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int tab) { setRoom(static_cast<Room>(tab)); });
    connect(m_queue, &QueueView::queueChosen, this, &ReviewPane::setQueue);
    connect(m_queue, &QueueView::selectionChanged, this, &ReviewPane::showState);
    connect(m_queue, &QueueView::failed, this, &ReviewPane::showError);
    connect(m_queue, &QueueView::openRequested, this, [this](const QString &item) {
        setRoom(Room::Item);
        m_session->open(item, false);
    });
    connect(m_decisions, &DecisionsView::failed, this, &ReviewPane::showError);
    connect(m_decisions, &DecisionsView::currentChanged, this, &ReviewPane::showState);
    connect(m_decisions, &DecisionsView::contextRequested, this,
            [this](const QString &id) { Q_EMIT openRequested({.pane = u"contexts"_s, .contextId = id}); });
    connect(m_quality, &QualityView::failed, this, &ReviewPane::showError);
    connect(m_empty, &EmptyState::buttonClicked, this, [this] {
        if (!m_session->filter().isEmpty())
            setQueue(Json::object(), m_session->order());
        else if (isNew())
            Q_EMIT openRequested({.pane = u"gallery"_s});
        else
            setRoom(Room::Decisions);
    });
    m_queue->setQueue(m_session->filter(), m_session->order());
    showKeys();
    showState();
}

ReviewPane::~ReviewPane()
{
    // The parts go after this object's own members, and still tell of it.
    for (QObject *part : {static_cast<QObject *>(m_session), static_cast<QObject *>(m_item), static_cast<QObject *>(m_queue),
                          static_cast<QObject *>(m_decisions), static_cast<QObject *>(m_tabs)})
        part->disconnect(this);
}

PaneInfo ReviewPane::info()
{
    return {u"review"_s, tr("Review"), u"status-review"_s,
            [](Workspace *workspace, QWidget *parent) -> Pane * { return new ReviewPane(workspace, parent); }};
}

void ReviewPane::run(const QString &command, const Json &args, std::function<void(const Json &)> then)
{
    workspace()->execute(command, args, workspace()->actor()).then(this, [this, then = std::move(then)](const Result<Json> &answer) {
        if (answer)
            then(*answer);
        else
            showError(answer.error());
    });
}

void ReviewPane::connectSession()
{
    connect(m_session, &ReviewSession::currentChanged, this, &ReviewPane::showCurrent);
    connect(m_session, &ReviewSession::currentUpdated, this, [this] {
        // What was proposed would take the change back.
        if (!m_proposal.isEmpty() && m_session->current().value("data") != m_item->item().value("data")) {
            withdrawProposal();
            m_item->setBanner(tr("The document was changed meanwhile: what is proposed is to be looked at again."));
        } else {
            m_item->updateItem(m_session->current());
        }
        showState();
    });
    connect(m_session, &ReviewSession::stateChanged, this, &ReviewPane::showState);
    connect(m_session, &ReviewSession::failed, this, &ReviewPane::showError);
    connect(m_session, &ReviewSession::refused, this, &ReviewPane::tellRefused);
    connect(m_session, &ReviewSession::heldByOther, this, &ReviewPane::tellHeld);
    connect(m_session, &ReviewSession::undone, this, &ReviewPane::takeUndone);
    connect(m_session, &ReviewSession::decided, this, [this](const ReviewVerdict &, const Json &) {
        if (!m_statsPause.isActive())
            m_statsPause.start();
    });
    connect(m_session, &ReviewSession::currentLost, this, [this](const QString &item) {
        if (item != m_session->currentId())
            return;
        const QString by = m_session->current().value("claim").value("by").value("name").toString();
        Q_EMIT noticeRequested({.severity = Notice::Severity::Warning,
                                .what = by.isEmpty() ? tr("This item is no longer yours to decide") : tr("%1 took this item over").arg(by),
                                .remedy = tr("What you entered is kept here; go on with the next, or take it back."),
                                .actionText = tr("Take it back"),
                                .action = [this, item] { m_session->open(item, true); }});
        showState();
    });
}

void ReviewPane::connectItem()
{
    connect(m_item, &ItemView::editedChanged, this, &ReviewPane::showState);
    connect(m_item, &ItemView::editingChanged, this, &ReviewPane::showState);
    connect(m_item, &ItemView::shown, this, &ReviewPane::setReady);
    connect(m_item, &ItemView::contextRequested, this, [this](const QString &id) { Q_EMIT openRequested({.pane = u"contexts"_s, .contextId = id}); });
    connect(m_item, &ItemView::sourceRequested, this, [this](const QString &context) {
        answers().ask("source", workspace()->findContext(context), [this, context](const std::optional<ContextKey> &key) {
            if (!key)
                return;
            answers().ask("source", workspace()->contextDocument(*key),
                          [this, context](const Json &document) { m_item->setSourceDocument(context, document); });
        });
    });
    connect(m_item, &ItemView::commentRequested, this, [this](const QString &text, const Json &place) {
        Json args = place;
        args.insert("item", Json(m_session->currentId()));
        args.insert("text", Json(text));
        args.insert("key", Json(newId()));
        run(u"review.comment"_s, args, [this](const Json &) { m_session->reload(); });
    });
    connect(m_item, &ItemView::resolveRequested, this, [this](const QString &comment, bool resolved) {
        run(u"review.resolve"_s, Json::object({{"comment", Json(comment)}, {"resolved", Json(resolved)}}),
            [this](const Json &) { m_session->reload(); });
    });
    connect(m_item, &ItemView::proposalTaken, this, &ReviewPane::takeProposal);
}

ReviewPane::Room ReviewPane::room() const
{
    return static_cast<Room>(m_rooms->currentIndex());
}

void ReviewPane::setRoom(Room room)
{
    m_tabs->setCurrentIndex(static_cast<int>(room));
    if (room != this->room()) {
        m_rooms->setCurrentIndex(static_cast<int>(room));
        if (isVisible())
            refresh();
    }
    if (room == Room::Item)
        m_item->focusText();
    else
        m_rooms->currentWidget()->setFocus(Qt::OtherFocusReason);
    showState();
}

void ReviewPane::setQueue(const Json &filter, const QString &order)
{
    keepDraft();
    m_session->setQueue(filter, order);
    m_queue->setQueue(filter, order);
    m_queue->refresh();
    showState();
}

void ReviewPane::open(const PaneTarget &target)
{
    if (!target.contextId.isEmpty()) {
        setRoom(Room::Item);
        m_session->openContext(target.contextId);
    } else if (!target.filter.statuses.isEmpty()) {
        // Whoever comes from a count wants to see what it counts.
        Json filter = Json::object({{"author", "any"}});
        if (!target.filter.pipeline.isEmpty())
            filter.insert("pipeline", Json(target.filter.pipeline));
        setQueue(filter, m_session->order());
        setRoom(Room::Queue);
    }
}

PaneTarget ReviewPane::place() const
{
    return {.contextId = room() == Room::Item ? m_session->current().value("context").toString() : QString(), .keepsFilter = true};
}

Json ReviewPane::saveState() const
{
    return Json::object({{"filter", m_session->filter()},
                         {"order", Json(m_session->order())},
                         {"keys", m_keys.toJson()},
                         {"spelling", Json(action(u"spelling"_s)->isChecked())}});
}

void ReviewPane::restoreState(const Json &state)
{
    setKeys(ReviewKeys::fromJson(state.value("keys")));
    action(u"spelling"_s)->setChecked(state.value("spelling").toBool(true));
    if (state.value("filter").isObject())
        m_session->setQueue(state.value("filter"), state.value("order").toString(u"age"_s));
    m_queue->setQueue(m_session->filter(), m_session->order());
}

void ReviewPane::refresh()
{
    if (room() == Room::Queue)
        m_queue->refresh();
    else if (room() == Room::Decisions)
        m_decisions->refresh();
    else if (room() == Room::Quality)
        m_quality->refresh();
    askStats();
}

void ReviewPane::changesArrived(const ChangeSet &)
{
    // The review has a signal of its own, for what concerns it.
}

void ReviewPane::showEvent(QShowEvent *event)
{
    Pane::showEvent(event);
    if (!event->spontaneous())
        m_session->start();
}

void ReviewPane::hideEvent(QHideEvent *event)
{
    if (!event->spontaneous()) {
        keepDraft();
        // What is being edited stays claimed; the rest is for others meanwhile.
        m_session->leave(!m_item->isEdited());
    }
    Pane::hideEvent(event);
}

bool ReviewPane::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        // When the key went down, on our clock: events carry one of their own, whose distance is the least delay ever seen.
        const auto *key = static_cast<QKeyEvent *>(event);
        const qint64 now = monotonicMs();
        const auto stamp = static_cast<qint64>(key->timestamp());
        if (stamp > 0) {
            m_keyClock = m_knowsKeyClock ? std::min(m_keyClock, now - stamp) : now - stamp;
            m_knowsKeyClock = true;
        }
        m_pressedAt = stamp > 0 ? stamp + m_keyClock : now;
        // What it sets off is set off before this runs; a click afterwards is no key.
        QMetaObject::invokeMethod(this, [this] { m_pressedAt = 0; }, Qt::QueuedConnection);
    }
    return Pane::event(event);
}

void ReviewPane::keepDraft()
{
    if (m_item->item().isNull())
        return;
    // A text that somebody wrote is not thrown away for others that were only looked at.
    if (m_drafts.size() > kMostDrafts)
        erase_if(m_drafts, [](const QHash<QString, ReviewDraft>::iterator &draft) { return draft.value().text.isEmpty(); });
    m_drafts.insert(m_item->item().value("item").toString(), m_item->draft());
}

void ReviewPane::showCurrent()
{
    const Json &full = m_session->current();
    if (!m_item->item().isNull() && m_item->item().value("item") != full.value("item") && m_itemPages->currentWidget() == m_item)
        keepDraft();
    forgetProposal();
    if (full.isNull()) {
        m_itemPages->setCurrentWidget(m_empty);
        m_item->setItem({}, {});
    } else {
        const QString id = m_session->currentId();
        m_item->setBanner(m_banners.value(id));
        m_item->setItem(full, m_drafts.value(id));
        m_itemPages->setCurrentWidget(m_item);
        if (full.value("keys") != m_givenKeys || full.value("form").toBytes() != m_formShown)
            showKeys();
        // A key that was meant for the last item's form must not end in a field of this one.
        if (room() == Room::Item && !m_item->text()->hasFocus())
            m_item->focusText();
    }
}

void ReviewPane::setKeys(const ReviewKeys &keys)
{
    m_keys = keys;
    showKeys();
}

void ReviewPane::showKeys()
{
    const Json &full = m_session->current();
    m_givenKeys = full.value("keys");
    m_formShown = full.value("form").toBytes();
    for (QAction *action : std::as_const(m_formActions))
        removeAction(action);
    qDeleteAll(std::exchange(m_formActions, {}));
    QSet<QKeySequence> taken;
    for (const QByteArray &key : m_item->form()->keys()) {
        const auto *field = qobject_cast<KeyedField *>(m_item->form()->field(key));
        for (qsizetype i = 0; field && i < field->choices().size(); ++i) {
            if (const QKeySequence &choice = field->choices().at(i).key; !choice.isEmpty())
                taken.insert(choice);
        }
    }
    // A form says what its keys are to those who answer it; a person's own habit gives way to it, and they are told.
    QStringList yielding;
    const QHash<QString, QKeySequence> keys = m_keys.of(m_givenKeys, taken, &yielding);
    QStringList told;
    for (const QString &name : std::as_const(yielding))
        told.append(tr("%1 is %2 here").arg(ReviewKeys::title(name), keys.value(name).toString(QKeySequence::NativeText)));
    if (!told.isEmpty())
        m_bar->setLast(tr("Your own key means something else in this form: %1.").arg(told.join(u", "_s)));
    for (const QString &name : ReviewKeys::names()) {
        QAction *action = m_actions.value(name);
        action->setShortcut(keys.value(name));
        action->setToolTip(action->text());
        taken.insert(keys.value(name));
    }
    for (const QByteArray &key : m_item->form()->keys()) {
        auto *field = qobject_cast<KeyedField *>(m_item->form()->field(key));
        for (qsizetype i = 0; field && i < field->choices().size(); ++i) {
            const KeyedField::Choice &choice = field->choices().at(i);
            auto *action = new QAction(tr("%1: %2").arg(field->accessibleName(), choice.title), this);
            action->setShortcut(choice.key);
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
            action->setAutoRepeat(false);
            action->setEnabled(room() == Room::Item); // elsewhere it would answer what is not on the screen
            connect(action, &QAction::triggered, field, [field, i] { field->toggle(i); });
            addAction(action);
            m_formActions.append(action);
        }
    }
    // Keys of the form and the decisions come first.
    for (auto it = m_usualKeys.cbegin(); it != m_usualKeys.cend(); ++it)
        it.key()->setShortcut(taken.contains(it.value()) ? QKeySequence() : it.value());
}

void ReviewPane::showState()
{
    const Json &full = m_session->current();
    const bool writable = !workspace()->isReadOnly();
    const bool isOpen = full.value("state").toString() == "open"_L1;
    const Json &claim = full.value("claim");
    const bool mine = isOpen && (claim.isNull() || claim.value("mine").toBool());
    const qsizetype selected = room() == Room::Queue ? m_queue->selected().size() : 0;
    const Json decision = room() == Room::Decisions ? m_decisions->current() : Json();
    const bool standing = decision.value("state").toString() == "standing"_L1;
    const auto set = [&](const char *name, const QString &text, bool enabled) {
        QAction *action = m_actions.value(QLatin1StringView(name));
        action->setIconText(text);
        action->setEnabled(enabled);
    };
    const bool counts = writable && (room() == Room::Item ? mine : room() == Room::Queue ? selected > 0 : room() == Room::Decisions && standing);
    const auto titled = [&](const QString &one, const QString &many, const QString &correct) {
        return room() == Room::Queue && selected > 1 ? many.arg(Format::count(selected)) : room() == Room::Decisions ? correct : one;
    };
    set("approved",
        titled(m_item->isEdited() && room() == Room::Item ? tr("Approve as edited") : tr("Approve"), tr("Approve %1 items"), tr("Approve instead")),
        counts);
    set("rejected", titled(tr("Reject"), tr("Reject %1 items"), tr("Reject instead")), counts);
    set("edited", m_item->text()->isEditing() ? tr("Editing") : tr("Edit"),
        writable && ((room() == Room::Item && mine) || (room() == Room::Queue && !m_queue->currentItem().isEmpty())));
    set("skipped", titled(tr("Skip"), tr("Skip %1 items"), tr("Skip")), counts && room() != Room::Decisions);
    set("escalated", titled(tr("Escalate"), tr("Escalate %1 items"), tr("Escalate")), counts && room() != Room::Decisions);
    set("undo", room() == Room::Decisions ? tr("Take back") : tr("Undo"), writable && (room() != Room::Decisions || standing));
    m_actions.value(u"accept"_s)->setEnabled(writable && mine && m_item->isEdited());
    m_actions.value(u"discard"_s)->setEnabled(m_item->isEdited() || !m_proposal.isEmpty());
    m_actions.value(u"differences"_s)->setEnabled(m_item->isEdited());
    for (QAction *action : std::as_const(m_formActions))
        action->setEnabled(room() == Room::Item);
    m_bar->setVisible(room() != Room::Quality);
    // While one writes, letters are text: only what has another key is offered.
    const bool isWriting = room() == Room::Item && m_item->text()->isEditing();
    QList<QAction *> offered;
    for (const QString &name : isWriting ? QStringList{u"accept"_s, u"differences"_s, u"discard"_s} : ReviewKeys::names())
        offered.append(m_actions.value(name));
    m_bar->setDecisions(offered);

    if (full.isNull()) {
        const bool narrowed = !m_session->filter().isEmpty();
        if (m_session->isAsking())
            m_empty->setContent(u"status-review"_s, tr("Looking for the next item."));
        else if (narrowed)
            m_empty->setContent(u"task-complete"_s, tr("Nothing waits in this queue."), tr("Show the whole queue"));
        else if (m_stats.value("waiting").toInt() > 0)
            m_empty->setContent(u"status-review"_s, tr("What waits is held by others, or was skipped by you."), tr("Look at my decisions"));
        else if (isNew())
            m_empty->setContent(u"status-review"_s, tr("Contexts come here from a review step of a pipeline. The gallery has a review desk to try."),
                                tr("Open the gallery"));
        else
            m_empty->setContent(u"task-complete"_s, tr("Nothing waits for review. Contexts come here from a review step of a pipeline."),
                                tr("Look at my decisions"));
        if (!m_session->isAsking())
            setReady();
    }
    QStringList note;
    if (const QString title = m_queue->title(); !title.isEmpty())
        note.append(title);
    if (!m_stats.isNull())
        note.append(tr("%1 waiting").arg(Format::count(m_stats.value("waiting").toInt())));
    if (!writable)
        note.append(tr("only to look at"));
    m_header->setNote(note.join(u" · "_s));
}

/// Nothing was ever asked here.
bool ReviewPane::isNew() const
{
    const Json &states = m_stats.value("states");
    return states.isObject() && std::ranges::all_of(states.members(), [](const JsonMember &state) { return state.value.toInt() == 0; });
}

void ReviewPane::askStats()
{
    Json args = Json::object();
    for (const char *key : {"pipeline", "node"}) {
        if (m_session->filter().contains(key))
            args.insert(key, m_session->filter().value(key));
    }
    args.insert("since", Json(dayBegan()));
    // They count a lot: one question at a time.
    m_statsAgain = m_statsAsked;
    if (m_statsAsked)
        return;
    m_statsAsked = true;
    QElapsedTimer took;
    took.start();
    workspace()->execute(u"review.stats"_s, args, workspace()->actor()).then(this, [this, took](const Result<Json> &stats) {
        m_statsAsked = false;
        m_statsPause.setInterval(std::max(kStatsMs, static_cast<int>(std::min<qint64>(took.elapsed(), 15'000)) * 4));
        if (stats)
            showStats(*stats);
        else
            showError(stats.error());
        if (m_statsAgain && !m_statsPause.isActive())
            m_statsPause.start();
    });
}

void ReviewPane::showStats(const Json &stats)
{
    m_stats = stats;
    const Json &mine = stats.value("mine");
    QStringList pace;
    if (mine.value("today").toInt() > 0)
        pace.append(tr("%1 today").arg(Format::count(mine.value("today").toInt())));
    if (mine.value("last_hour").toInt() > 0 && mine.value("last_hour") != mine.value("today"))
        pace.append(tr("%1 in the last hour").arg(Format::count(mine.value("last_hour").toInt())));
    if (mine.value("median_ms").toInt() > 0)
        pace.append(tr("%1 each").arg(Format::duration(mine.value("median_ms").toInt() * 1000)));
    m_bar->setProgress(mine.value("today").toInt(), stats.value("waiting").toInt(), pace.join(u" · "_s));
    showState();
}

} // namespace Millrace
