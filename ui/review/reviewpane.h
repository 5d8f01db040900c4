// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/pane.h"
#include "review/itemview.h"
#include "review/reviewkeys.h"
#include "review/reviewsession.h"

#include <QHash>

#include <functional>

class QLabel;
class QStackedWidget;
class QTabBar;

namespace Millrace {

class DecisionBar;
class DecisionsView;
class EmptyState;
class PaneHeader;
class QualityView;
class QueueView;

/// The pane where a person decides: one item at a time by one key each, the queue as a list for many at once, what was decided, and how good the
/// confidence is. The same keys mean the same in every room.
///
/// A decision counts for the item that was on the screen when its key went down: a key that repeats itself, or that was pressed before the item
/// was painted, decides nothing.
class ReviewPane final : public Pane
{
    Q_OBJECT

public:
    enum class Room : quint8 { Item, Queue, Decisions, Quality };

    explicit ReviewPane(Workspace *workspace, QWidget *parent = nullptr);
    ~ReviewPane() override;

    /// How the window knows it.
    [[nodiscard]] static PaneInfo info();

    /// A context: its item; statuses: everything that they count, as the queue's list.
    void open(const PaneTarget &target) override;
    [[nodiscard]] PaneTarget place() const override;
    [[nodiscard]] Json saveState() const override;
    void restoreState(const Json &state) override;

    [[nodiscard]] Room room() const;
    void setRoom(Room room);
    [[nodiscard]] ReviewSession *session() const { return m_session; }
    [[nodiscard]] ItemView *item() const { return m_item; }
    [[nodiscard]] QueueView *queue() const { return m_queue; }
    /// The action of a name: "approved", "undo", "comment", …
    [[nodiscard]] QAction *action(const QString &name) const { return m_actions.value(name); }
    [[nodiscard]] const ReviewKeys &keys() const { return m_keys; }
    void setKeys(const ReviewKeys &keys);

    /// Writes the chosen items (or, with none, the queue's first) to a pack.
    void exportPack(const QString &path);
    void mergePack(const QString &path);

protected:
    void refresh() override;
    void changesArrived(const ChangeSet &changes) override;
    bool event(QEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void makeActions();
    void makePackActions();
    void connectSession();
    void connectItem();
    void showCurrent();
    void showKeys();
    void showState();
    void showStats(const Json &stats);
    void askStats();
    void setQueue(const Json &filter, const QString &order);
    void decide(const QString &decision);
    void decideCurrent(const QString &decision);
    [[nodiscard]] Json proposedPatch(const Json &edits) const;
    void decideSelected(const QString &decision);
    void decideAlike(const QString &decision, const QList<Json> &rows, const Json &answers);
    void undoTogether();
    void correctDecision(const QString &decision);
    void undo();
    [[nodiscard]] bool mayDecide(const QString &decision);
    [[nodiscard]] bool isNew() const;
    void keepDraft();
    void takeUndone(const Json &answer);
    void tellRefused(const ReviewVerdict &decision, const Json &item, const Error &error);
    void tellHeld(const QString &item, const Error &error);
    void chooseKeys();
    void takeProposal(const Json &proposal);
    void forgetProposal();
    void withdrawProposal();
    void discardEdit();
    void showConflicts(const Json &merged);
    void run(const QString &command, const Json &args, std::function<void(const Json &)> then);

    ReviewSession *m_session;
    ReviewKeys m_keys;
    QHash<QString, QAction *> m_actions;
    QHash<QAction *, QKeySequence> m_usualKeys; ///< of actions that give way to a form's keys
    QList<QAction *> m_formActions;
    QByteArray m_formShown;
    Json m_givenKeys;
    QHash<QString, ReviewDraft> m_drafts; ///< what was entered, by item
    QHash<QString, QString> m_banners; ///< what a correction found, by item
    bool m_statsAsked = false; ///< and not answered yet
    bool m_statsAgain = false;
    QString m_proposal; ///< that is being looked at
    Json m_proposed; ///< the data that it would have; null: as it is
    ReviewDraft m_beforeProposal; ///< what was entered before anything proposed was looked at
    qint64 m_pressedAt = 0; ///< the key that is handled now, on QElapsedTimer's clock; 0: no key
    qint64 m_keyClock = 0; ///< that clock minus the events' own
    bool m_knowsKeyClock = false;
    Json m_stats;
    QTimer m_statsPause;
    QTimer m_listPause;

    PaneHeader *m_header;
    QTabBar *m_tabs;
    QStackedWidget *m_rooms;
    QStackedWidget *m_itemPages;
    ItemView *m_item;
    EmptyState *m_empty;
    QueueView *m_queue;
    DecisionsView *m_decisions;
    QualityView *m_quality;
    DecisionBar *m_bar;
};

} // namespace Millrace
