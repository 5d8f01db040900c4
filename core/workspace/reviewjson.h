// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/catalog.h"
#include "store/reviewrepository.h"

namespace Millrace {

/// How reviews are written for callers: items, decisions, comments, with the names of people. Made for one call, on its connection.
class ReviewJson
{
public:
    ReviewJson(Connection &db, qint64 me, qint64 now)
        : m_db(db)
        , m_reviews(db)
        , m_me(me)
        , m_now(now)
    {}

    /// Reads who is who; first.
    [[nodiscard]] Result<void> readPeople();
    /// {"id","name","kind"}, or null.
    [[nodiscard]] Json person(const std::optional<qint64> &key) const;
    /// The key of somebody by id or name; "me".
    [[nodiscard]] std::optional<qint64> keyOf(const QString &who) const;

    [[nodiscard]] Json item(const ReviewRow &row) const;
    [[nodiscard]] Result<Json> items(const QList<qint64> &keys);
    [[nodiscard]] Result<Json> item(qint64 key);
    [[nodiscard]] Result<Json> decisions(const QList<ReviewDecision> &decisions);
    [[nodiscard]] Result<Json> decision(const ReviewDecision &decision);
    [[nodiscard]] Json proposal(const ReviewDecision &decision, const Json &data) const;
    [[nodiscard]] Result<Json> comments(const QList<ReviewComment> &comments);
    [[nodiscard]] Json events(const QList<ReviewEvent> &events) const;
    [[nodiscard]] static Json sent(const QList<ReviewRepository::Sent> &effects);

    [[nodiscard]] ReviewRepository &reviews() { return m_reviews; }
    [[nodiscard]] ReviewViewer viewer() const { return {m_me, m_now}; }

private:
    /// What a decision that was taken back had sent out already; null where it stands, or had not gone on.
    [[nodiscard]] Result<Json> published(const ReviewDecision &decision, const ReviewItem &item);

    Connection &m_db;
    ReviewRepository m_reviews;
    qint64 m_me;
    qint64 m_now;
    QList<Principal> m_people;
};

} // namespace Millrace
