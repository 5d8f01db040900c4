// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>
#include <QTimer>

namespace Millrace {

class Workspace;

/// What a person decided about one item, on its way to the door.
struct ReviewVerdict
{
    QString item;
    QString decision; ///< "approved", "rejected", "edited", "escalated", "skipped"
    QString key; ///< made when the key went down: the same key is one decision, however often it arrives
    Json answers = Json::object();
    QString note;
    Json patch; ///< what was edited, under `data`; null: nothing
    QStringList seen; ///< fields whose suggestion was on the screen
    QString rerunFrom;
    QString proposal;
    qint64 revision = 0; ///< of the item as it was seen
    qint64 tookMs = 0;
};

/// A person at a queue: the item before them, the next ones claimed and loaded, every decision sent at once and in order.
///
/// A decision does not wait: the next item is there already, and what the door says comes later. Where it refuses, the item is put back before the
/// person with what was entered. Claims are renewed while the person works and given back when they leave. Main thread.
class ReviewSession final : public QObject
{
    Q_OBJECT

public:
    explicit ReviewSession(Workspace *workspace, QObject *parent = nullptr);

    /// Which items, in which order (the door's FILTER and ORDER); gives back what is held, keeps the current item.
    void setQueue(const Json &filter, const QString &order);
    [[nodiscard]] const Json &filter() const { return m_filter; }
    [[nodiscard]] const QString &order() const { return m_order; }

    /// Claims and loads, or asks whether there is more by now.
    void start();
    /// Gives back what is held but not before the person, until start(); with `all` that too.
    void leave(bool all);

    /// The item before the person with everything there is to know (FULL); null where there is none.
    [[nodiscard]] const Json &current() const { return m_current; }
    [[nodiscard]] QString currentId() const { return m_current.value("item").toString(); }
    [[nodiscard]] qsizetype ahead() const { return m_ahead.size(); }
    /// True until it is known whether there is an item.
    [[nodiscard]] bool isAsking() const { return m_claims > 0 || !m_loading.isEmpty(); }
    /// Decisions that are not acknowledged yet.
    [[nodiscard]] qsizetype unsettled() const { return m_unsettled.size(); }

    /// Sends the decision about the current item and goes on to the next.
    void decide(const ReviewVerdict &decision);
    /// Takes the last standing decision back, or the named one; its item comes before the person again.
    void undo(const QString &decision = {});
    /// Puts an item before the person; with `takeOver` also out of another's hands.
    void open(const QString &item, bool takeOver);
    void openContext(const QString &context);
    /// Items that are no longer the person's to decide: goes on without them.
    void drop(const QStringList &items);
    /// Reads the current item again, after a comment or another's change.
    void reload();

Q_SIGNALS:
    /// Another item is before the person, or none.
    void currentChanged();
    /// The same item with more or other facts.
    void currentUpdated();
    /// Somebody else changed or took the current item.
    void currentLost(const QString &item);
    /// isAsking(), ahead() or unsettled() are others.
    void stateChanged();
    void decided(const Millrace::ReviewVerdict &decision, const Millrace::Json &answer);
    void refused(const Millrace::ReviewVerdict &decision, const Millrace::Json &item, const Millrace::Error &error);
    void undone(const Millrace::Json &answer);
    /// An item is somebody else's at present (detail: by, until).
    void heldByOther(const QString &item, const Millrace::Error &error);
    void failed(const Millrace::Error &error);

private:
    template <typename F>
    void ask(const QString &command, const Json &args, F then);
    void claim();
    void load(const QStringList &items);
    void take(const Json &full);
    void advance();
    void setCurrent(const Json &full);
    void renew();
    void itemsChanged(const QStringList &items);
    void putBack(const Json &full);
    [[nodiscard]] QStringList held() const;
    [[nodiscard]] qsizetype wanted() const;
    [[nodiscard]] bool knows(const QString &item) const;

    Workspace *m_workspace;
    Json m_filter = Json::object();
    QString m_order;
    Json m_current;
    QList<Json> m_ahead; ///< loaded
    QStringList m_loading; ///< claimed, being read
    QHash<QString, Json> m_unsettled; ///< decided, not acknowledged, by the decision's key
    QSet<QString> m_gone; ///< decided here: a late answer must not bring them back
    QSet<QString> m_stale; ///< ahead, and changed since they were read
    int m_claims = 0; ///< under way
    quint64 m_generation = 0; ///< of the queue
    bool m_active = false;
    bool m_resting = false; ///< the person is elsewhere: nothing is taken beside what is before them
    quint64 m_reloads = 0;
    QString m_lastKey; ///< of the last decision that was sent
    QString m_toldLost; ///< the item of which the loss was told
    QTimer m_renew;
    QTimer m_again;
};

} // namespace Millrace
