// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Everything that can be done in the review, each with its key; and packs, which need a file and an answer in detail.
#include "common/actions.h"
#include "common/format.h"
#include "common/icons.h"
#include "common/label.h"
#include "common/metrics.h"
#include "common/rowdelegate.h"
#include "common/schemaform.h"
#include "review/commentlist.h"
#include "review/qualityview.h"
#include "review/queueview.h"
#include "review/reviewpane.h"
#include "review/reviewrows.h"
#include "review/reviewtext.h"
#include "review/spellcheck.h"
#include "workspace/workspace.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kPackItems = 200;
constexpr qint64 kPackHoldSeconds = 7 * 24 * 3600;

} // namespace

void ReviewPane::makeActions()
{
    const auto add = [this](const char *name, const QString &icon, const QString &text, const QKeySequence &key, auto then) {
        QAction *action = makeAction(this, icon, text, key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        action->setAutoRepeat(false);
        connect(action, &QAction::triggered, this, then);
        addAction(action);
        m_actions.insert(QLatin1StringView(name), action);
        if (!ReviewKeys::names().contains(QLatin1StringView(name)))
            m_usualKeys.insert(action, key);
        return action;
    };
    // Decisions: their keys come from the pipeline and the person (showKeys).
    add("approved", {}, tr("Approve"), Qt::Key_A, [this] { decide(u"approved"_s); })->setIcon(Icons::icon(u"dialog-ok"));
    add("rejected", u"dialog-cancel"_s, tr("Reject"), Qt::Key_X, [this] { decide(u"rejected"_s); });
    add("edited", u"document-edit"_s, tr("Edit the text"), Qt::Key_E, [this] { decide(u"edited"_s); });
    add("skipped", u"go-next"_s, tr("Skip"), Qt::Key_S, [this] { decide(u"skipped"_s); });
    add("escalated", u"go-up"_s, tr("Escalate"), Qt::Key_G, [this] { decide(u"escalated"_s); });
    add("undo", u"edit-undo"_s, tr("Undo the last decision"), Qt::Key_Backspace, [this] { undo(); });

    add("accept", u"dialog-ok-apply"_s, tr("Approve as edited"), Qt::CTRL | Qt::Key_Return, [this] { decideCurrent(u"approved"_s); });
    add("discard", u"edit-clear"_s, tr("Discard the edit"), Qt::CTRL | Qt::SHIFT | Qt::Key_Backspace, [this] { discardEdit(); });
    QAction *differences = add("differences", u"vcs-diff"_s, tr("Show what was changed"), Qt::CTRL | Qt::Key_D,
                               [this] { m_item->setDiffShown(!m_item->isDiffShown()); });
    differences->setIcon(Icons::icon(u"vcs-diff"));
    add("nextSentence", u"go-down"_s, tr("Next sentence with a source"), Qt::ALT | Qt::Key_Down, [this] {
        m_item->stepSentence(1);
    })->setAutoRepeat(true);
    add("previousSentence", u"go-up"_s, tr("Previous sentence with a source"), Qt::ALT | Qt::Key_Up, [this] {
        m_item->stepSentence(-1);
    })->setAutoRepeat(true);
    QAction *source = add("source", u"view-split-left-right"_s, tr("Show the source"), Qt::CTRL | Qt::SHIFT | Qt::Key_O, [] {});
    source->setCheckable(true);
    source->setChecked(true);
    connect(source, &QAction::toggled, m_item, &ItemView::setSourceShown);
    add("note", u"document-edit"_s, tr("Write a note to the decision"), Qt::CTRL | Qt::Key_M, [this] {
        setRoom(Room::Item);
        m_item->focusNote();
    });
    add("rerun", u"view-refresh"_s, tr("Choose what a rejection does"), Qt::CTRL | Qt::SHIFT | Qt::Key_R, [this] {
        setRoom(Room::Item);
        m_item->focusRerun();
    });
    add("form", u"document-properties"_s, tr("Go to the form"), Qt::CTRL | Qt::Key_G, [this] {
        const QStringList missing = m_item->unanswered();
        const QList<QByteArray> keys = m_item->form()->keys();
        if (!keys.isEmpty())
            m_item->focusAnswer(missing.isEmpty() ? QString::fromUtf8(keys.constFirst()) : missing.constFirst());
    });
    add("comment", u"edit-comment"_s, tr("Comment on what is selected"), Qt::CTRL | Qt::SHIFT | Qt::Key_M, [this] { m_item->startComment(); });
    add("nextComment", u"go-down"_s, tr("Next comment that is not resolved"), Qt::Key_F8, [this] { m_item->comments()->step(1); });
    add("previousComment", u"go-up"_s, tr("Previous comment that is not resolved"), Qt::SHIFT | Qt::Key_F8, [this] { m_item->comments()->step(-1); });
    add("resolve", u"dialog-ok"_s, tr("Resolve the comment"), Qt::CTRL | Qt::Key_F8, [this] { m_item->comments()->resolveCurrent(); });
    add("nextMisspelt", u"tools-check-spelling"_s, tr("Next misspelt word"), Qt::Key_F7, [this] {
        m_item->focusText();
        m_item->text()->nextMisspelt();
    });
    add("suggestions", u"tools-check-spelling"_s, tr("Suggestions for the word"), Qt::SHIFT | Qt::Key_F7,
        [this] { m_item->text()->offerSuggestions(); });
    QAction *spelling = add("spelling", u"tools-check-spelling"_s, tr("Check the spelling"), Qt::CTRL | Qt::Key_F7, [] {});
    spelling->setCheckable(true);
    spelling->setChecked(true);
    connect(spelling, &QAction::toggled, this, [this](bool on) { m_item->text()->spelling()->setEnabled(on); });
    add("takeOver", u"user"_s, tr("Take the item over"), Qt::CTRL | Qt::Key_T, [this] {
        const QString item = room() == Room::Queue ? m_queue->currentItem() : m_session->currentId();
        if (item.isEmpty())
            return;
        setRoom(Room::Item);
        if (item != m_session->currentId())
            m_session->open(item, true);
        else
            run(u"review.claim"_s, Json::object({{"items", Json::array({Json(item)})}, {"take_over", true}}),
                [this](const Json &) { m_session->reload(); });
    });
    add("proposal", u"user"_s, tr("Look at what is proposed"), Qt::CTRL | Qt::SHIFT | Qt::Key_J, [this] {
        QList<Json> open;
        for (const Json &proposal : m_session->current().value("proposals").items()) {
            if (proposal.value("state").toString() == "open"_L1)
                open.append(proposal);
        }
        // The one behind that which is being looked at.
        const auto here = std::ranges::find(open, m_proposal, [](const Json &proposal) { return proposal.value("id").toString(); });
        if (!open.isEmpty())
            takeProposal(here == open.end() || here + 1 == open.end() ? open.constFirst() : *(here + 1));
    });
    add("author", u"edit-undo"_s, tr("Give back to the author"), Qt::CTRL | Qt::Key_B, [this] {
        const QStringList items = room() == Room::Queue ? m_queue->selected() : QStringList{m_session->currentId()};
        const QString note = m_item->draft().note;
        if (items.isEmpty() || items.constFirst().isEmpty() || workspace()->isReadOnly())
            return;
        Json args = Json::object({{"items", Json::array(items)}, {"finished", false}});
        if (!note.isEmpty())
            args.insert("note", Json(note));
        run(u"review.author"_s, args, [this, items](const Json &) {
            m_session->drop(items);
            m_queue->refresh();
        });
    });
    add("context", u"go-jump"_s, tr("Show the context"), Qt::CTRL | Qt::ALT | Qt::Key_O, [this] {
        if (const QString context = m_session->current().value("context").toString(); !context.isEmpty())
            Q_EMIT openRequested({.pane = u"contexts"_s, .contextId = context});
    });
    const std::tuple<const char *, Room, QString> rooms[] = {{"roomItem", Room::Item, tr("One by one")},
                                                             {"roomQueue", Room::Queue, tr("The queue as a list")},
                                                             {"roomDecisions", Room::Decisions, tr("My decisions")},
                                                             {"roomQuality", Room::Quality, tr("How good the confidence is")}};
    int number = 1;
    for (const auto &[name, room, text] : rooms)
        add(name, u"view-list-details"_s, text, QKeySequence(Qt::ALT | Qt::Key(Qt::Key_0 + number++)), [this, room = room] { setRoom(room); });
    add("find", u"edit-find"_s, tr("Search in the queue"), QKeySequence::Find, [this] {
        setRoom(Room::Queue);
        m_queue->focusSearch();
    });
    add("wanted", u"view-statistics"_s, tr("Choose the wanted error"), Qt::CTRL | Qt::Key_W, [this] {
        setRoom(Room::Quality);
        m_quality->focusWanted();
    });
    add("keys", u"configure-shortcuts"_s, tr("Choose the keys of the decisions…"), Qt::CTRL | Qt::SHIFT | Qt::Key_K, [this] { chooseKeys(); });
}

void ReviewPane::chooseKeys()
{
    QHash<QKeySequence, QString> taken;
    for (const QAction *action : std::as_const(m_formActions)) {
        if (!action->shortcut().isEmpty())
            taken.insert(action->shortcut(), action->text());
    }
    // What the window has works in every pane: a second meaning would make it mean nothing.
    for (const QAction *action : window()->findChildren<QAction *>()) {
        if (action->shortcutContext() == Qt::WindowShortcut || action->shortcutContext() == Qt::ApplicationShortcut) {
            for (const QKeySequence &key : action->shortcuts())
                taken.insert(key, action->text().remove(u'&'));
        }
    }
    auto *dialog = new ReviewKeysDialog(m_keys, m_session->current().value("keys"), taken, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { setKeys(dialog->keys()); });
    dialog->open();
}

void ReviewPane::makePackActions()
{
    const auto add = [this](const char *name, const QString &icon, const QString &text, const QKeySequence &key, auto then) {
        QAction *action = makeAction(this, icon, text, key);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, then);
        addAction(action);
        m_actions.insert(QLatin1StringView(name), action);
        m_usualKeys.insert(action, key);
    };
    add("pack", u"document-export"_s, tr("Export a review pack…"), Qt::CTRL | Qt::SHIFT | Qt::Key_P, [this] {
        auto *dialog = new QFileDialog(this, tr("Export a review pack"), tr("review.millrace"), tr("Millrace workspaces (*.millrace)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(u"millrace"_s);
        connect(dialog, &QFileDialog::fileSelected, this, &ReviewPane::exportPack);
        dialog->open();
    });
    add("merge", u"document-import"_s, tr("Merge a review pack…"), Qt::CTRL | Qt::SHIFT | Qt::Key_I, [this] {
        auto *dialog = new QFileDialog(this, tr("Merge a review pack"), {}, tr("Millrace workspaces (*.millrace)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &ReviewPane::mergePack);
        dialog->open();
    });
}

void ReviewPane::exportPack(const QString &path)
{
    const QStringList selected = room() == Room::Queue ? m_queue->selected() : QStringList();
    Json args = Json::object({{"path", Json(path)}, {"hold_s", Json(kPackHoldSeconds)}});
    if (selected.isEmpty()) {
        args.insert("filter", m_session->filter());
        args.insert("order", Json(m_session->order()));
        args.insert("limit", Json(kPackItems));
    } else {
        args.insert("items", Json::array(selected));
    }
    m_session->leave(false);
    QFuture<Result<Json>> packed = workspace()->execute(u"review.pack"_s, args, workspace()->actor());
    Q_EMIT workStarted(tr("Writing a review pack"), QFuture<void>(packed));
    packed.then(this, [this](const Result<Json> &answer) {
        if (isVisible())
            m_session->start();
        if (!answer) {
            showError(answer.error());
            return;
        }
        Q_EMIT noticeRequested(
            {.severity = Notice::Severity::Success,
             .what = tr("%n items are in the pack", nullptr, static_cast<int>(answer->value("items").toInt())),
             .why = tr("%1, %2").arg(QFileInfo(answer->value("path").toString()).fileName(), Format::bytes(answer->value("bytes").toInt())),
             .remedy = tr("They are held here until the pack comes back, for a week at most.")});
        m_queue->refresh();
    });
}

void ReviewPane::mergePack(const QString &path)
{
    QFuture<Result<Json>> merged = workspace()->execute(u"review.merge"_s, Json::object({{"path", Json(path)}}), workspace()->actor());
    Q_EMIT workStarted(tr("Merging a review pack"), QFuture<void>(merged));
    merged.then(this, [this](const Result<Json> &answer) {
        if (!answer) {
            showError(answer.error());
            return;
        }
        const auto conflicts = static_cast<int>(answer->value("conflicts").size());
        QStringList why;
        if (answer->value("already").toInt() > 0)
            why.append(tr("%n were here already", nullptr, static_cast<int>(answer->value("already").toInt())));
        if (answer->value("comments").toInt() > 0)
            why.append(tr("%n comments", nullptr, static_cast<int>(answer->value("comments").toInt())));
        if (conflicts > 0)
            why.append(tr("%n conflicts", nullptr, conflicts));
        Q_EMIT noticeRequested({.severity = conflicts > 0 ? Notice::Severity::Warning : Notice::Severity::Success,
                                .what = tr("%n decisions are merged", nullptr, static_cast<int>(answer->value("merged").toInt())),
                                .why = why.join(u", "_s),
                                .actionText = conflicts > 0 ? tr("Show the conflicts") : QString(),
                                .action = [this, all = *answer] { showConflicts(all); }});
        if (conflicts > 0)
            showConflicts(*answer);
        refresh();
    });
}

void ReviewPane::showConflicts(const Json &merged)
{
    auto *dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Conflicts of the pack"));
    dialog->resize(Metrics::gap(260), Metrics::gap(90)); // titles differ at their ends
    auto *list = new QTreeWidget(dialog);
    list->setHeaderLabels({tr("Title"), tr("Here"), tr("In the pack"), tr("Why")});
    list->setItemDelegate(new RowDelegate(list));
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setAllColumnsShowFocus(true);
    list->setAccessibleName(tr("Conflicts"));
    const auto told = [this](const Json &decision) {
        return decision.isNull()
            ? tr("nothing")
            : tr("%1 by %2").arg(DecisionModel::word(decision.value("decision").toString()), decision.value("by").value("name").toString());
    };
    for (const Json &conflict : merged.value("conflicts").items()) {
        const Json &there = conflict.value("there");
        const QString note = there.value("note").toString();
        const QString why = conflict.value("here").isNull() ? conflict.value("why").toString() : tr("It was decided here meanwhile");
        auto *row = new QTreeWidgetItem({conflict.value("title").toString(), told(conflict.value("here")), told(there), why});
        row->setToolTip(2, note);
        row->setData(0, Qt::UserRole, conflict.value("context").toString());
        list->addTopLevelItem(row);
    }
    connect(list, &QTreeWidget::itemActivated, this, [this, dialog](const QTreeWidgetItem *row) {
        setRoom(Room::Item);
        m_session->openContext(row->data(0, Qt::UserRole).toString());
        dialog->accept();
    });
    setUpColumns(list->header(), 0, {{1, 42}, {2, 58}, {3, 60}});
    list->setCurrentItem(list->topLevelItem(0));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto *layout = new QVBoxLayout(dialog);
    QLabel *what = makeLabel(TextRole::Body,
                             tr("What was decided here stays. Return shows a document; each decision can be corrected under Decisions."), dialog);
    what->setWordWrap(true);
    layout->setContentsMargins(Metrics::paneMargin(), Metrics::paneMargin(), Metrics::paneMargin(), Metrics::gap(4));
    layout->setSpacing(Metrics::gap(4));
    layout->addWidget(what);
    layout->addWidget(list, 1);
    layout->addWidget(buttons);
    dialog->open();
    list->setFocus();
}

} // namespace Millrace
