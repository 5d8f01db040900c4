// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a key comes to: a decision on the item, on what is selected or on an older decision, undo, and proposals on the way to a decision.
#include "common/format.h"
#include "common/schemaform.h"
#include "review/answersdialog.h"
#include "review/decisionbar.h"
#include "review/decisionsview.h"
#include "review/queueview.h"
#include "review/renderededit.h"
#include "review/reviewpane.h"
#include "review/reviewrows.h"
#include "review/reviewtext.h"
#include "sdk/clock.h"
#include "sdk/edit.h"
#include "sdk/id.h"

#include <QMap>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kShownValue = 80; ///< of what a proposal changes beside the text

} // namespace

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

/// Alike in what they ask: one form, whose answers are given once for all of them.
void ReviewPane::decideSelected(const QString &decision)
{
    QMap<QString, QList<Json>> alike;
    for (const Json &row : m_queue->selectedRows())
        alike[row.value("pipeline").toString() + u' ' + row.value("node").toString() + u' ' + QString::number(row.value("version").toInt())].append(
            row);
    const bool answersCount = decision == "approved"_L1 || decision == "rejected"_L1;
    for (const QList<Json> &rows : std::as_const(alike)) {
        if (!answersCount) {
            decideAlike(decision, rows, Json::object());
            continue;
        }
        run(u"review.show"_s, Json::object({{"items", Json::array({rows.constFirst().value("item")})}}), [this, decision, rows](const Json &answer) {
            const Json form = answer.value("items").at(0).value("form");
            if (form.value("required").isEmpty()) {
                decideAlike(decision, rows, Json::object());
                return;
            }
            auto *dialog = new AnswersDialog(form, DecisionModel::word(decision), rows.size(), this);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &QDialog::accepted, this, [this, dialog, decision, rows] { decideAlike(decision, rows, dialog->answers()); });
            dialog->open();
        });
    }
}

void ReviewPane::decideAlike(const QString &decision, const QList<Json> &rows, const Json &answers)
{
    Json items = Json::array();
    Json revisions = Json::array();
    for (const Json &row : rows) {
        items.append(row.value("item"));
        revisions.append(row.value("revision"));
    }
    Json args = Json::object({{"items", items}, {"revisions", revisions}, {"decision", Json(decision)}, {"key", Json(newId())}});
    if (!answers.isEmpty())
        args.insert("answers", answers);
    run(u"review.decide_many"_s, args, [this, decision](const Json &answer) {
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
    else if (room() == Room::Queue)
        undoTogether();
    else
        m_session->undo();
}

/// What one key decided, one key takes back.
void ReviewPane::undoTogether()
{
    run(u"review.undo"_s, Json::object({{"together", Json(true)}}), [this](const Json &answer) {
        const Json &undone = answer.value("undone");
        m_queue->refresh();
        if (undone.size() == 1 && answer.value("passed_over").isEmpty()) {
            takeUndone(undone.at(0));
            return;
        }
        bool inPlace = true;
        Json published = Json::array();
        for (const Json &one : undone.items()) {
            inPlace = inPlace && one.value("in_place").toBool();
            for (const Json &sent : one.value("published").items())
                published.append(sent);
        }
        const auto count = static_cast<int>(undone.size());
        m_bar->setLast(tr("Taken back: %n items", nullptr, count));
        const QString outcome
            = outcomeText(Json::object({{"in_place", inPlace}, {"published", published}, {"passed_over", answer.value("passed_over")}}));
        if (!outcome.isEmpty())
            Q_EMIT noticeRequested(
                {.severity = Notice::Severity::Warning, .what = tr("%n decisions are taken back", nullptr, count), .why = outcome});
    });
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
