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
#include "review/renderededit.h"
#include "review/reviewrows.h"
#include "review/reviewtext.h"
#include "sdk/clock.h"
#include "sdk/edit.h"
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
constexpr qsizetype kShownValue = 80; ///< of what a proposal changes beside the text

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
    if (m_drafts.size() > kMostDrafts)
        m_drafts.clear();
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
    const QHash<QString, QKeySequence> keys = m_keys.of(m_givenKeys);
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
            if (!taken.contains(choice.key))
                action->setShortcut(choice.key);
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
            action->setAutoRepeat(false);
            taken.insert(choice.key);
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

void ReviewPane::decide(const QString &decision)
{
    switch (room()) {
    case Room::Item:
        decideCurrent(decision);
        break;
    case Room::Queue:
        if (decision == "edited"_L1) {
            const QString item = m_queue->currentItem();
            setRoom(Room::Item);
            m_session->open(item, false);
        } else {
            decideSelected(decision);
        }
        break;
    case Room::Decisions:
        correctDecision(decision);
        break;
    case Room::Quality:
        break;
    }
    m_pressedAt = 0;
}

bool ReviewPane::mayDecide(const QString &decision)
{
    // A key counts for what was on the screen when it went down.
    if (!m_item->isOnScreen() || (m_pressedAt > 0 && m_pressedAt < m_item->paintedAt()))
        return false;
    const bool answersCount = decision == "approved"_L1 || decision == "rejected"_L1 || decision == "edited"_L1;
    if (!answersCount)
        return true;
    if (const QStringList unseen = m_item->unseen(); !unseen.isEmpty()) {
        m_item->focusAnswer(unseen.constFirst());
        m_bar->setLast(tr("Look at what is suggested first: it counts once it was seen."));
        return false;
    }
    if (const QStringList missing = m_item->unanswered(); !missing.isEmpty()) {
        QList<FormProblem> problems;
        for (const QString &name : missing)
            problems.append({'/' + escapePointerToken(name.toUtf8()), tr("An answer is needed")});
        m_item->form()->setProblems(problems);
        m_item->focusAnswer(missing.constFirst());
        m_bar->setLast(tr("The form needs an answer first."));
        return false;
    }
    return true;
}

void ReviewPane::decideCurrent(const QString &decision)
{
    if (m_session->current().isNull() || m_item->item().value("item") != m_session->current().value("item"))
        return;
    if (decision == "edited"_L1) {
        if (m_item->isCut())
            m_bar->setLast(tr("This text is too long to be edited here: only its beginning is shown."));
        else
            m_item->text()->setEditing(true);
        return;
    }
    if (!mayDecide(decision))
        return;
    const ReviewDraft draft = m_item->draft();
    ReviewVerdict d{.item = m_session->currentId(),
                    .decision = decision,
                    .key = newId(),
                    .answers = draft.answers,
                    .note = draft.note,
                    .seen = m_item->seen(),
                    .proposal = m_proposal,
                    .revision = m_item->shownRevision(),
                    .tookMs = m_item->seenMs()};
    if (decision == "approved"_L1 && (m_item->isEdited() || !m_proposed.isNull())) {
        auto patch = m_item->patch();
        if (!patch) {
            Q_EMIT noticeRequested({.severity = Notice::Severity::Warning,
                                    .what = tr("The edit cannot be put back into the document"),
                                    .why = tr("It changes a heading that is not part of it, or its form cannot say what you wrote."),
                                    .remedy = tr("Change the words alone, or discard the edit."),
                                    .actionText = tr("Discard the edit"),
                                    .action = [this, item = m_session->currentId()] {
                                        if (item == m_session->currentId())
                                            discardEdit();
                                    }});
            return;
        }
        if (!m_proposed.isNull())
            patch = proposedPatch(*patch);
        d.patch = *patch;
        if (!patch->isNull())
            d.decision = u"edited"_s;
    }
    if (decision == "rejected"_L1)
        d.rerunFrom = draft.rerunFrom;
    // Who passes an item on answers nothing.
    if (decision == "skipped"_L1 || decision == "escalated"_L1)
        d.answers = Json::object();
    keepDraft();
    m_bar->setLast(tr("%1: %2").arg(DecisionModel::word(d.decision), m_session->current().value("title").toString()));
    m_session->decide(d);
}

/// What the proposal changes, with the text as it stands on the screen.
Json ReviewPane::proposedPatch(const Json &edits) const
{
    const Json &before = m_session->current().value("data");
    Json after = m_proposed;
    for (const ReadingPart &part : m_item->text()->reading().parts) {
        if (const Json *text = before.find(part.pointer)) {
            Edit shown;
            shown.replace(part.pointer, *text);
            after = shown.appliedTo(after).value_or(after);
        }
    }
    const auto typed = Edit::fromJson(edits.isNull() ? Json::array() : edits);
    if (typed)
        after = typed->appliedTo(after).value_or(after);
    const Edit edit = Edit::between(before, after);
    return edit.isEmpty() ? Json() : edit.toJson();
}

void ReviewPane::decideSelected(const QString &decision)
{
    const QStringList items = m_queue->selected();
    if (items.isEmpty())
        return;
    run(u"review.decide_many"_s, Json::object({{"items", Json::array(items)}, {"decision", Json(decision)}, {"key", Json(newId())}}),
        [this, decision](const Json &answer) {
            const qint64 refused = answer.value("refused").size();
            m_bar->setLast(tr("%1: %n items", nullptr, static_cast<int>(answer.value("decided").toInt())).arg(DecisionModel::word(decision)));
            if (refused > 0) {
                Q_EMIT noticeRequested({.severity = Notice::Severity::Warning,
                                        .what = tr("%n items were not decided", nullptr, static_cast<int>(refused)),
                                        .why = answer.value("refused").at(0).value("error").value("text").toString(),
                                        .remedy = tr("They are still selected: open one with Return.")});
            }
            m_queue->refresh();
        });
}

void ReviewPane::correctDecision(const QString &decision)
{
    const Json was = m_decisions->current();
    if (was.isNull() || was.value("decision").toString() == decision)
        return;
    // The same answers to the same question: only what they came to was wrong.
    Json args = Json::object({{"decision", was.value("id")}, {"as", Json(decision)}, {"key", Json(newId())}});
    if (const Json &answers = was.value("answers"); !answers.isEmpty()) {
        args.insert("answers", answers);
        Json seen = Json::array();
        for (const JsonMember &answer : answers.members())
            seen.append(Json(answer.key));
        args.insert("seen", seen);
    }
    if (const QString note = was.value("note").toString(); !note.isEmpty())
        args.insert("note", Json(note));
    run(u"review.correct"_s, args, [this, was, decision](const Json &answer) {
        m_bar->setLast(tr("%1 instead: %2").arg(DecisionModel::word(decision), was.value("title").toString()));
        const Json &undone = answer.value("undone");
        if (const QString text = outcomeText(undone); !text.isEmpty())
            Q_EMIT noticeRequested(
                {.severity = Notice::Severity::Warning, .what = tr("Corrected: %1").arg(was.value("title").toString()), .why = text});
        m_decisions->refresh();
    });
}

void ReviewPane::undo()
{
    if (room() == Room::Decisions)
        m_session->undo(m_decisions->current().value("id").toString());
    else
        m_session->undo();
}

void ReviewPane::takeUndone(const Json &answer)
{
    const Json &decision = answer.value("undone");
    const QString item = answer.value("item").value("item").toString();
    m_bar->setLast(tr("Taken back: %1").arg(decision.value("title").toString()));
    const QString old = decision.value("item").toString();
    ReviewDraft draft = m_drafts.value(old);
    draft.answers = decision.value("answers").isObject() ? decision.value("answers") : Json::object();
    draft.note = decision.value("note").toString();
    draft.revision = answer.value("item").value("revision").toInt(); // the document is as it was before the decision
    m_drafts.insert(item, draft);
    const QString outcome = outcomeText(answer);
    if (!outcome.isEmpty()) {
        m_banners.insert(item, outcome); // over the item, where it comes before the person
    }
    if (!outcome.isEmpty() && room() != Room::Item) {
        const QString superseded = answer.value("superseded").toString();
        Q_EMIT noticeRequested({.severity = Notice::Severity::Warning,
                                .what = tr("“%1” had gone on already").arg(decision.value("title").toString()),
                                .why = outcome,
                                .actionText = superseded.isEmpty() ? QString() : tr("Show the old context"),
                                .action = [this, superseded] { Q_EMIT openRequested({.pane = u"contexts"_s, .contextId = superseded}); }});
    }
    if (room() == Room::Decisions)
        m_decisions->refresh();
}

void ReviewPane::tellRefused(const ReviewVerdict &decision, const Json &item, const Error &error)
{
    const QString title = item.value("title").toString();
    Notice notice = Notice::fromError(error);
    if (error.code == ErrorCode::Conflict) {
        const QString by = error.detail.value("by").value("name").toString();
        notice.what = by.isEmpty() ? tr("“%1” is otherwise by now: your decision did not count").arg(title)
                                   : tr("%1 was first: your decision on “%2” did not count").arg(by, title);
        notice.remedy = tr("Look at it as it is now, then decide.");
    } else {
        notice.what = tr("Your decision on “%1” did not count").arg(title);
    }
    notice.actionText = tr("Show it");
    notice.action = [this, id = decision.item] {
        setRoom(Room::Item);
        m_session->open(id, false);
    };
    Q_EMIT noticeRequested(notice);
}

void ReviewPane::tellHeld(const QString &item, const Error &error)
{
    const QString by = error.detail.value("by").value("name").toString();
    const auto until = parseIso(error.detail.value("until").toString());
    Q_EMIT noticeRequested({.severity = Notice::Severity::Info,
                            .what = by.isEmpty() ? tr("Somebody else has this item") : tr("%1 has this item").arg(by),
                            .why = until ? tr("Until %1, unless it is renewed.").arg(Format::clockTime(*until)) : error.text,
                            .remedy = tr("Taking it over is recorded."),
                            .actionText = tr("Take it over"),
                            .action = [this, item] {
                                setRoom(Room::Item);
                                m_session->open(item, true);
                            }});
}

void ReviewPane::forgetProposal()
{
    m_proposal.clear();
    m_proposed = {};
    m_beforeProposal = {};
}

/// The text, answers and note as they were before it was looked at.
void ReviewPane::withdrawProposal()
{
    const ReviewDraft before = m_beforeProposal;
    forgetProposal();
    m_item->setItem(m_session->current(), before);
}

/// What is proposed, with all that came with it; else what was typed: the document is then as it is by now.
void ReviewPane::discardEdit()
{
    if (!m_proposal.isEmpty()) {
        m_item->setBanner(m_banners.value(m_session->currentId()));
        withdrawProposal(); // what was typed before may have its own to say
        showState();
        return;
    }
    m_item->text()->revert();
    m_item->updateItem(m_session->current());
    m_item->setBanner(m_banners.value(m_session->currentId()));
    showState();
}

void ReviewPane::takeProposal(const Json &proposal)
{
    // One proposal after another: none inherits from the one before.
    if (m_proposal.isEmpty())
        m_beforeProposal = m_item->draft();
    m_proposal = proposal.value("id").toString();
    ReviewDraft draft = m_beforeProposal;
    for (const JsonMember &answer : proposal.value("answers").members())
        draft.answers.insert(answer.key, answer.value);
    draft.note = proposal.value("note").toString(draft.note);
    const Json &full = m_session->current();
    if (proposal.value("data").isObject()) {
        const Reading changed = readingOf(withData(full, proposal.value("data")));
        draft.text = renderedText(changed.text, changed.form);
        draft.revision = full.value("revision").toInt();
    }
    m_item->setItem(full, draft);
    m_proposed = proposal.value("data").isObject() ? proposal.value("data") : Json();
    QStringList banner{
        tr("As %1 proposes. Nothing is decided: look, change what is wrong, then decide.").arg(proposal.value("by").value("name").toString())};
    QStringList beside;
    if (!m_proposed.isNull()) {
        const Json changes = Edit::between(full.value("data"), m_proposed).toJson();
        for (const Json &op : changes.items()) {
            const QString path = op.value("path").toString();
            const bool isShown = std::ranges::any_of(m_item->text()->reading().parts,
                                                     [&](const ReadingPart &part) { return path == QString::fromUtf8(part.pointer); });
            if (!isShown)
                beside.append(tr("%1: %2").arg(path, QString::fromUtf8(op.value("value").toBytes()).left(kShownValue)));
        }
    }
    if (!beside.isEmpty())
        banner.append(tr("Approving it also changes %1.").arg(beside.join(u"; "_s)));
    m_item->setBanner(banner.join(u' '));
    showState();
}

} // namespace Millrace
