// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/eventfeed.h"

#include "server/wireoutlet.h"
#include "workspace/agentdesk.h"
#include "workspace/workspace.h"

#include <QFuture>
#include <QPointer>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kLookMs = 50; ///< how late an event may be told; looked for only while somebody listens
constexpr int kPage = 500;
constexpr int kMostTopics = 64; ///< of one connection
constexpr qint64 kPauseBytes = 1024 * 1024; ///< not taken by the peer: it is told nothing more until it has

Json errorMessage(ErrorCode code, const QString &text)
{
    return Json::object({{"error", Error::make(code, text).toJson()}});
}

bool fits(const QString &topic, const QString &wanted)
{
    return wanted.endsWith(u'*') ? topic.startsWith(QStringView(wanted).chopped(1)) : topic == wanted;
}

} // namespace

struct EventFeed::Subscription
{
    std::weak_ptr<WireOutlet> outlet;
    std::shared_ptr<const Client> client;
    QString topic;
    qint64 position = 0; ///< the last event it has had
    bool isUpToDate = false;
    bool isOver = false;
    QFuture<Result<Json>> asked; ///< whether it may, while that is not known

    void tell(const Json &event)
    {
        position = event.value("seq").toInt();
        if (const auto wire = outlet.lock(); wire && !isOver)
            wire->message(Json::object({{"topic", topic}, {"event", event}}).toBytes(), {});
    }
};

struct EventFeed::Listener
{
    std::shared_ptr<WireOutlet> outlet;
    std::shared_ptr<const Client> client;
    std::vector<std::shared_ptr<Subscription>> subscriptions;

    void say(const Json &message) { outlet->message(message.toBytes(), {}); }
};

EventFeed::EventFeed(Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_timer(this)
{
    m_timer.setInterval(kLookMs);
    connect(&m_timer, &QTimer::timeout, this, &EventFeed::look);
}

EventFeed::~EventFeed() = default;

qsizetype EventFeed::subscriptionCount() const
{
    qsizetype count = 0;
    for (const auto &listener : m_listeners)
        count += static_cast<qsizetype>(listener->subscriptions.size());
    return count;
}

void EventFeed::opened(const std::shared_ptr<WireOutlet> &outlet, const std::shared_ptr<const Client> &client)
{
    m_listeners.insert(outlet.get(), std::make_shared<Listener>(outlet, client));
}

void EventFeed::closed(WireOutlet *outlet)
{
    const auto listener = m_listeners.take(outlet);
    if (!listener)
        return;
    for (const auto &subscription : listener->subscriptions) {
        subscription->isOver = true;
        subscription->asked.cancel(); // a person need not answer any more
    }
    if (subscriptionCount() == 0) {
        m_timer.stop();
        m_last = -1;
    }
}

void EventFeed::receive(const QByteArray &message, const std::shared_ptr<WireOutlet> &outlet)
{
    const std::shared_ptr<Listener> listener = m_listeners.value(outlet.get());
    if (!listener)
        return;
    const Result<Json> parsed = Json::parseStrict(message);
    if (!parsed) {
        listener->say(Json::object({{"error", parsed.error().toJson()}}));
        return;
    }
    if (parsed->value("subscribe").isString()) {
        subscribe(listener, parsed->value("subscribe").toString(), parsed->value("since"));
    } else if (parsed->value("unsubscribe").isString()) {
        const QString topic = parsed->value("unsubscribe").toString();
        const auto gone = std::erase_if(listener->subscriptions, [&](const std::shared_ptr<Subscription> &subscription) {
            subscription->isOver = subscription->isOver || subscription->topic == topic;
            return subscription->isOver;
        });
        listener->say(gone > 0 ? Json::object({{"unsubscribed", topic}})
                               : errorMessage(ErrorCode::NotFound, u"there is no subscription to \"%1\" here"_s.arg(topic)));
    } else {
        listener->say(errorMessage(ErrorCode::InvalidArgument, u"a message says subscribe or unsubscribe, and a topic"_s));
    }
}

void EventFeed::subscribe(const std::shared_ptr<Listener> &listener, const QString &topic, const Json &since)
{
    const auto refuse = [&](ErrorCode code, const QString &text) { listener->say(errorMessage(code, text)); };
    if (topic.isEmpty() || QStringView(topic).chopped(1).contains(u'*'))
        return refuse(ErrorCode::InvalidArgument, u"a topic is a name, or the beginning of names and \"*\""_s);
    if (!since.isNull() && (!since.isNumber() || since.toInt(-1) < 0))
        return refuse(ErrorCode::InvalidArgument, u"`since` is the number of an event"_s);
    if (listener->subscriptions.size() >= kMostTopics)
        return refuse(ErrorCode::Busy, u"a connection has %1 subscriptions at most"_s.arg(kMostTopics));
    for (const auto &known : listener->subscriptions) {
        if (known->topic == topic)
            return refuse(ErrorCode::AlreadyExists, u"\"%1\" is subscribed to already"_s.arg(topic));
    }
    auto subscription = std::make_shared<Subscription>();
    subscription->outlet = listener->outlet;
    subscription->client = listener->client;
    subscription->topic = topic;
    subscription->position = since.toInt(-1);
    listener->subscriptions.push_back(subscription);
    admit(listener, subscription);
}

bool EventFeed::mayRead(const Subscription &subscription) const
{
    return m_workspace.agents().mayUse(*subscription.client, u"event.list"_s, Access::Read);
}

void EventFeed::refuse(const std::shared_ptr<Subscription> &subscription, const Error &error)
{
    const auto wire = subscription->outlet.lock();
    if (!wire || std::exchange(subscription->isOver, true))
        return;
    if (const auto listener = m_listeners.value(wire.get()))
        std::erase(listener->subscriptions, subscription);
    wire->message(Json::object({{"error", error.toJson()}}).toBytes(), {});
}

void EventFeed::admit(const std::shared_ptr<Listener> &listener, const std::shared_ptr<Subscription> &subscription)
{
    // The newest number is not known before somebody listens.
    // Nobody's topic, so that the answer is the newest number alone.
    const Json newest = Json::object({{"topic", QString(QChar(u'\x01'))}, {"limit", 1}});
    AgentDesk &desk = m_workspace.agents();
    const QByteArray asked = Json::object({{"subscribe", subscription->topic}}).toBytes();
    const quint64 logged = desk.requestBegan(listener->client, u"websocket"_s, u"subscribe"_s, u"event.list"_s, asked);
    subscription->asked = desk.execute(listener->client, u"event.list"_s, u"event.list"_s, newest);
    QFuture<Result<Json>> asking = subscription->asked;
    asking
        .then(this,
              [this, &desk, logged, subscription](const Result<Json> &page) {
                  desk.requestEnded(logged, page.has_value(), page ? QString() : QString(errorCodeName(page.error().code)), {});
                  const auto wire = subscription->outlet.lock();
                  if (!wire || subscription->isOver)
                      return;
                  if (!page) {
                      refuse(subscription, page.error());
                      return;
                  }
                  // While nobody listened nothing was looked for: what was the newest then may not be it now.
                  if (!m_timer.isActive()) {
                      m_last = page->value("last").toInt();
                      m_timer.start();
                  }
                  begin(subscription, m_last);
              })
        .onCanceled(this, [there = QPointer(this), &desk, logged] {
            if (there)
                desk.requestEnded(logged, false, u"cancelled"_s, {});
        });
}

void EventFeed::begin(const std::shared_ptr<Subscription> &subscription, qint64 last)
{
    const auto wire = subscription->outlet.lock();
    if (!wire || subscription->isOver)
        return;
    const bool fromNow = subscription->position < 0;
    if (fromNow)
        subscription->position = last;
    wire->message(Json::object({{"subscribed", subscription->topic}, {"since", subscription->position}}).toBytes(), {});
    if (fromNow)
        subscription->isUpToDate = true;
    else
        catchUp(subscription);
}

void EventFeed::catchUp(const std::shared_ptr<Subscription> &subscription)
{
    const auto later = [this, subscription] { QTimer::singleShot(kLookMs, this, [this, subscription] { catchUp(subscription); }); };
    if (const auto wire = subscription->outlet.lock(); wire && !subscription->isOver && wire->backlog() > kPauseBytes) {
        later();
        return;
    }
    if (!mayRead(*subscription)) {
        refuse(subscription, Error::make(ErrorCode::PermissionDenied, u"this client may not read events any more"_s));
        return;
    }
    const qint64 asked = m_last;
    const Json args = Json::object({{"topic", subscription->topic}, {"after", subscription->position}, {"limit", kPage}});
    m_workspace.execute(u"event.list"_s, args, m_workspace.actor()).then(this, [this, subscription, asked, later](const Result<Json> &page) {
        const auto wire = subscription->outlet.lock();
        if (!wire || subscription->isOver)
            return;
        if (!page) {
            refuse(subscription, page.error());
            return;
        }
        const auto events = page->value("events").items();
        for (const Json &event : events) {
            if (wire->backlog() > kPauseBytes) {
                later(); // from where this one stands
                return;
            }
            subscription->tell(event);
        }
        const bool hasRoom = events.size() < kPage;
        if (hasRoom)
            subscription->position = std::max(subscription->position, asked);
        if (hasRoom && asked == m_last)
            subscription->isUpToDate = true;
        else
            catchUp(subscription);
    });
}

void EventFeed::look()
{
    if (m_looking || m_last < 0)
        return;
    m_looking = true;
    const Json args = Json::object({{"topic", "*"}, {"after", m_last}, {"limit", kPage}});
    m_workspace.execute(u"event.list"_s, args, m_workspace.actor()).then(this, [this](const Result<Json> &page) {
        m_looking = false;
        if (!page || page->value("events").isEmpty())
            return;
        tell(*page);
        look(); // there may be more
    });
}

void EventFeed::tell(const Json &page)
{
    std::vector<std::shared_ptr<Subscription>> behind;
    std::vector<std::shared_ptr<Subscription>> denied;
    for (const auto &listener : std::as_const(m_listeners)) {
        for (const auto &subscription : listener->subscriptions) {
            if (!mayRead(*subscription))
                denied.push_back(subscription);
        }
    }
    for (const auto &subscription : denied)
        refuse(subscription, Error::make(ErrorCode::PermissionDenied, u"this client may not read events any more"_s));
    for (const Json &event : page.value("events").items()) {
        const qint64 seq = event.value("seq").toInt();
        const QString topic = event.value("topic").toString();
        m_last = std::max(m_last, seq);
        for (const auto &listener : std::as_const(m_listeners)) {
            for (const auto &subscription : listener->subscriptions) {
                if (!subscription->isUpToDate || subscription->position >= seq || !fits(topic, subscription->topic))
                    continue;
                if (listener->outlet->backlog() <= kPauseBytes) {
                    subscription->tell(event);
                } else {
                    subscription->isUpToDate = false;
                    behind.push_back(subscription);
                }
            }
        }
    }
    for (const auto &subscription : behind)
        catchUp(subscription);
}

} // namespace Millrace
