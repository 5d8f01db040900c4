// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QHash>
#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <vector>

namespace Millrace {

class Workspace;
class WireOutlet;
struct Client;

/// The event bus over WebSockets: a client names a topic (or the beginning of topics and "*") and from where on, and gets every event of it once and
/// in order, those that are stored first.
///
/// There: {"subscribe": TOPIC, "since": N?} and {"unsubscribe": TOPIC}. Back: {"subscribed": TOPIC, "since": N}, {"topic": TOPIC, "event": {"seq", …}},
/// {"unsubscribed": TOPIC}, {"error": {…}}. Without `since` it begins with what happens from now on. On the server's thread.
///
/// 1. `m_last` is the newest event that everybody who is up to date has had; one look at the bus serves all of them.
/// 2. Who is behind is given pages of its own, and is up to date when a page that was asked for at `m_last` came back with room left.
/// 3. Nobody is told faster than it reads: one whose wire is full is behind from then on.
/// 4. Whoever is not up to date is passed over by the common look: nobody gets an event twice, or before an earlier one.
class EventFeed final : public QObject
{
    Q_OBJECT

public:
    explicit EventFeed(Workspace &workspace, QObject *parent = nullptr);
    ~EventFeed() override;

    void opened(const std::shared_ptr<WireOutlet> &outlet, const std::shared_ptr<const Client> &client);
    void receive(const QByteArray &message, const std::shared_ptr<WireOutlet> &outlet);
    void closed(WireOutlet *outlet);
    [[nodiscard]] qsizetype subscriptionCount() const;

private:
    struct Subscription;
    struct Listener;

    void subscribe(const std::shared_ptr<Listener> &listener, const QString &topic, const Json &since);
    /// What the client's policy says about reading events holds for these, too: a person may have to allow it first.
    void admit(const std::shared_ptr<Listener> &listener, const std::shared_ptr<Subscription> &subscription);
    /// May not any more, or never might.
    void refuse(const std::shared_ptr<Subscription> &subscription, const Error &error);
    [[nodiscard]] bool mayRead(const Subscription &subscription) const;
    void begin(const std::shared_ptr<Subscription> &subscription, qint64 last);
    void catchUp(const std::shared_ptr<Subscription> &subscription);
    void look();
    void tell(const Json &page);

    Workspace &m_workspace;
    QHash<WireOutlet *, std::shared_ptr<Listener>> m_listeners;
    QTimer m_timer;
    qint64 m_last = -1; ///< not known yet
    bool m_looking = false;
};

} // namespace Millrace
