// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/reviewsession.h"

#include "workspace/workspace.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Enough for a person who decides faster than a busy engine commits.
constexpr qsizetype kAhead = 10;
constexpr int kLeaseSeconds = 300;
constexpr int kRenewMs = kLeaseSeconds * 1000 / 3;
constexpr int kAgainMs = 400;
constexpr int kForgetMs = 10'000; ///< no answer is older than that

QString idOf(const Json &item)
{
    return item.value("item").toString();
}

Json argsOf(const ReviewVerdict &d)
{
    Json args = Json::object({{"item", Json(d.item)}, {"decision", Json(d.decision)}, {"key", Json(d.key)}, {"took_ms", Json(d.tookMs)}});
    if (d.revision > 0)
        args.insert("revision", Json(d.revision));
    if (!d.answers.isEmpty())
        args.insert("answers", d.answers);
    if (!d.note.isEmpty())
        args.insert("note", Json(d.note));
    if (!d.patch.isNull())
        args.insert("patch", d.patch);
    if (!d.seen.isEmpty())
        args.insert("seen", Json::array(d.seen));
    if (!d.rerunFrom.isEmpty())
        args.insert("rerun_from", Json(d.rerunFrom));
    if (!d.proposal.isEmpty())
        args.insert("proposal", Json(d.proposal));
    return args;
}

} // namespace

ReviewSession::ReviewSession(Workspace *workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_order(u"age"_s)
{
    m_renew.setInterval(kRenewMs);
    connect(&m_renew, &QTimer::timeout, this, &ReviewSession::renew);
    m_again.setSingleShot(true);
    m_again.setInterval(kAgainMs);
    connect(&m_again, &QTimer::timeout, this, &ReviewSession::claim);
    connect(workspace, &Workspace::reviewsChanged, this, &ReviewSession::itemsChanged);
}

template <typename F>
void ReviewSession::ask(const QString &command, const Json &args, F then)
{
    m_workspace->execute(command, args, m_workspace->actor()).then(this, [then = std::move(then)](const Result<Json> &answer) { then(answer); });
}

void ReviewSession::setQueue(const Json &filter, const QString &order)
{
    if (filter == m_filter && order == m_order)
        return;
    m_filter = filter;
    m_order = order;
    ++m_generation;
    const bool wasActive = m_active;
    leave(true);
    setCurrent({});
    if (wasActive)
        start();
}

void ReviewSession::start()
{
    m_active = true;
    m_resting = false;
    if (!m_workspace->isReadOnly())
        m_renew.start();
    claim();
}

void ReviewSession::leave(bool all)
{
    m_resting = true;
    if (all) {
        m_active = false;
        m_renew.stop();
    }
    m_again.stop();
    QStringList items = m_loading;
    for (const Json &one : std::as_const(m_ahead))
        items.append(idOf(one));
    if (all && !m_current.isNull())
        items.append(currentId());
    m_ahead.clear();
    m_loading.clear();
    ++m_generation;
    m_claims = 0;
    if (!items.isEmpty() && !m_workspace->isReadOnly())
        ask(u"review.release"_s, Json::object({{"items", Json::array(items)}}), [](const Result<Json> &) {}); // what is not given back runs out
}

qsizetype ReviewSession::wanted() const
{
    return std::max<qsizetype>(0, kAhead - m_ahead.size() - m_loading.size());
}

bool ReviewSession::knows(const QString &item) const
{
    return item == currentId() || m_loading.contains(item) || m_gone.contains(item) || std::ranges::find(m_ahead, item, idOf) != m_ahead.end();
}

QStringList ReviewSession::held() const
{
    QStringList items;
    if (!m_current.isNull())
        items.append(currentId());
    for (const Json &one : m_ahead)
        items.append(idOf(one));
    return items;
}

void ReviewSession::claim()
{
    if (!m_active || m_resting || m_claims > 0)
        return;
    const quint64 generation = m_generation;
    // Where nothing can be written the items are only looked at.
    const bool looks = m_workspace->isReadOnly();
    ++m_claims;
    Json args = Json::object({{"filter", m_filter}, {"order", Json(m_order)}, {"limit", Json(qint64(kAhead + 1))}});
    if (!looks)
        args.insert("lease_s", Json(kLeaseSeconds));
    ask(looks ? u"review.list"_s : u"review.claim"_s, args, [this, generation](const Result<Json> &answer) {
        if (generation != m_generation)
            return;
        --m_claims;
        if (!answer) {
            Q_EMIT failed(answer.error());
            Q_EMIT stateChanged();
            return;
        }
        QStringList fresh;
        for (const Json &item : answer->value("items").items()) {
            if (!knows(idOf(item)))
                fresh.append(idOf(item));
        }
        load(fresh);
        Q_EMIT stateChanged();
    });
    Q_EMIT stateChanged();
}

void ReviewSession::load(const QStringList &items)
{
    if (items.isEmpty())
        return;
    m_loading += items;
    const quint64 generation = m_generation;
    ask(u"review.show"_s, Json::object({{"items", Json::array(items)}}), [this, generation, items](const Result<Json> &answer) {
        if (generation != m_generation)
            return;
        for (const QString &item : items)
            m_loading.removeOne(item);
        if (!answer) {
            Q_EMIT failed(answer.error());
        } else {
            for (const Json &full : answer->value("items").items())
                take(full);
        }
        Q_EMIT stateChanged();
    });
}

void ReviewSession::take(const Json &full)
{
    if (full.value("state").toString() != "open"_L1 || knows(idOf(full)))
        return;
    m_ahead.append(full);
    if (m_current.isNull())
        advance();
}

void ReviewSession::advance()
{
    setCurrent(m_ahead.isEmpty() ? Json() : m_ahead.takeFirst());
    if (m_current.isNull() && m_active)
        claim();
}

void ReviewSession::setCurrent(const Json &full)
{
    if (full.isNull() && m_current.isNull())
        return;
    m_current = full;
    Q_EMIT currentChanged();
    Q_EMIT stateChanged();
    if (m_stale.remove(currentId()))
        reload();
}

void ReviewSession::putBack(const Json &full)
{
    if (!m_current.isNull())
        m_ahead.prepend(m_current);
    setCurrent(full);
}

void ReviewSession::decide(const ReviewVerdict &decision)
{
    const Json item = m_current;
    m_unsettled.insert(decision.key, item);
    m_gone.insert(decision.item);
    Json args = argsOf(decision);
    m_lastKey = decision.key;
    // Where titles are searched the answer would wait for the search: those that come next are asked for on their own.
    const bool searches = m_filter.contains("text");
    if (m_active && !m_resting && !searches) {
        args.insert(
            "next",
            Json::object({{"filter", m_filter}, {"order", Json(m_order)}, {"limit", Json(qint64(wanted() + 1))}, {"lease_s", Json(kLeaseSeconds)}}));
    }
    const quint64 generation = m_generation;
    ask(u"review.decide"_s, args, [this, decision, generation, searches](const Result<Json> &answer) {
        const Json was = m_unsettled.take(decision.key);
        if (!answer) {
            m_gone.remove(decision.item);
            Q_EMIT refused(decision, was, answer.error());
            // Before the person again where it still is theirs to decide.
            if (answer.error().code == ErrorCode::InvalidArgument)
                putBack(was);
            Q_EMIT stateChanged();
            return;
        }
        // It may come back: taken back elsewhere, it is to be seen again.
        QTimer::singleShot(kForgetMs, this, [this, item = decision.item] { m_gone.remove(item); });
        if (generation == m_generation) {
            QStringList fresh;
            for (const Json &next : answer->value("next").items()) {
                if (!knows(idOf(next)))
                    fresh.append(idOf(next));
            }
            load(fresh);
        }
        Q_EMIT decided(decision, *answer);
        Q_EMIT stateChanged();
        if (m_current.isNull() || (searches && wanted() > kAhead / 2))
            claim();
    });
    advance();
}

void ReviewSession::undo(const QString &decision)
{
    // The last one may be on its way still, and be refused: it is never the one before it that is meant.
    const QString which = decision.isEmpty() && m_unsettled.contains(m_lastKey) ? m_lastKey : decision;
    const Json args = which.isEmpty() ? Json::object() : Json::object({{"decision", Json(which)}});
    ask(u"review.undo"_s, args, [this](const Result<Json> &answer) {
        if (!answer) {
            Q_EMIT failed(answer.error());
            return;
        }
        const QString item = idOf(answer->value("item"));
        m_gone.remove(item);
        Q_EMIT undone(*answer);
        open(item, false);
    });
}

void ReviewSession::open(const QString &item, bool takeOver)
{
    if (item.isEmpty() || (item == currentId() && !takeOver))
        return;
    const auto loaded = std::ranges::find(m_ahead, item, idOf);
    if (loaded != m_ahead.end()) {
        const Json full = *loaded;
        m_ahead.erase(loaded);
        putBack(full);
        return;
    }
    const auto show = [this, item] {
        ask(u"review.show"_s, Json::object({{"items", Json::array({Json(item)})}}), [this, item](const Result<Json> &answer) {
            if (!answer) {
                Q_EMIT failed(answer.error());
                return;
            }
            m_loading.removeOne(item);
            const Json full = answer->value("items").at(0);
            if (!full.isNull() && item != currentId()) {
                m_ahead.removeIf([&](const Json &one) { return idOf(one) == item; });
                putBack(full);
            }
        });
    };
    if (m_workspace->isReadOnly()) {
        show();
        return;
    }
    Json args = Json::object({{"items", Json::array({Json(item)})}, {"lease_s", Json(kLeaseSeconds)}});
    if (takeOver)
        args.insert("take_over", Json(true));
    ask(u"review.claim"_s, args, [this, item, show](const Result<Json> &answer) {
        if (answer) {
            m_gone.remove(item);
            m_toldLost.clear();
            item == currentId() ? reload() : show();
        } else if (answer.error().code == ErrorCode::Conflict) {
            Q_EMIT heldByOther(item, answer.error());
        } else {
            Q_EMIT failed(answer.error());
        }
    });
}

void ReviewSession::openContext(const QString &context)
{
    ask(u"review.show"_s, Json::object({{"id", Json(context)}}), [this](const Result<Json> &answer) {
        if (!answer) {
            Q_EMIT failed(answer.error());
            return;
        }
        const Json full = answer->value("items").at(0);
        if (full.value("state").toString() == "open"_L1)
            open(idOf(full), false);
        else if (!full.isNull() && idOf(full) != currentId())
            putBack(full);
    });
}

void ReviewSession::drop(const QStringList &items)
{
    m_ahead.removeIf([&](const Json &one) { return items.contains(idOf(one)); });
    if (items.contains(currentId()))
        advance();
    Q_EMIT stateChanged();
}

void ReviewSession::reload()
{
    const QString item = currentId();
    if (item.isEmpty())
        return;
    ask(u"review.show"_s, Json::object({{"items", Json::array({Json(item)})}}), [this, item, number = ++m_reloads](const Result<Json> &answer) {
        if (!answer || item != currentId() || number != m_reloads)
            return;
        const Json full = answer->value("items").at(0);
        if (full.isNull() || full == m_current)
            return;
        const bool lost = (m_current.value("state").toString() == "open"_L1 && full.value("state").toString() != "open"_L1)
            || (m_current.value("claim").value("mine").toBool() && !full.value("claim").isNull() && !full.value("claim").value("mine").toBool());
        m_current = full;
        Q_EMIT currentUpdated();
        if (lost && std::exchange(m_toldLost, item) != item)
            Q_EMIT currentLost(item);
    });
}

void ReviewSession::renew()
{
    const QStringList items = held();
    if (items.isEmpty())
        return;
    ask(u"review.renew"_s, Json::object({{"items", Json::array(items)}, {"lease_s", Json(kLeaseSeconds)}}), [this](const Result<Json> &answer) {
        if (!answer)
            return; // the next turn tries again; the lease outlives two of them
        const QStringList lost = answer->value("lost").toStringList();
        m_ahead.removeIf([&](const Json &one) { return lost.contains(idOf(one)); });
        if (lost.contains(currentId()) && std::exchange(m_toldLost, currentId()) != currentId())
            Q_EMIT currentLost(currentId());
        Q_EMIT stateChanged();
    });
}

void ReviewSession::itemsChanged(const QStringList &items)
{
    if (!m_active)
        return;
    if (!m_current.isNull() && items.contains(currentId()))
        reload();
    // Our own claims tell of themselves too: what lies ahead is read again when its turn comes.
    for (const QString &item : items) {
        if (std::ranges::find(m_ahead, item, idOf) != m_ahead.end())
            m_stale.insert(item);
    }
    // Not anew with each: under steady changes it would never come.
    if ((m_current.isNull() || wanted() > kAhead / 2) && !m_resting && !m_again.isActive())
        m_again.start();
}

} // namespace Millrace
