// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contexts/contextsource.h"

#include <QHash>
#include <QPromise>

#include <functional>

namespace Millrace {

/// A made-up workspace of any size, computed from the keys: key k is context k. The same every time.
class FakeContextSource final : public ContextSource
{
    Q_OBJECT

public:
    explicit FakeContextSource(qint64 count, QObject *parent = nullptr);

    /// Context `key` as it is made up, with what was set for it.
    [[nodiscard]] ContextSummary summary(ContextKey key) const;
    void setStatus(ContextKey key, ContextStatus status);
    /// More contexts; emits changed() with them.
    void grow(qint64 count);
    /// emits changed() for these.
    void touch(const QList<ContextKey> &keys);
    /// While held, questions for keys wait; release() answers the oldest, or the newest first.
    void holdKeys(bool hold) { m_hold = hold; }
    void releaseKeys(bool newestFirst);
    [[nodiscard]] static Json documentOf(const ContextSummary &summary, int step);
    [[nodiscard]] static QList<TransitionRecord> historyOf(const ContextSummary &summary);

    int rowQuestions = 0;
    qint64 rowsAsked = 0;
    QList<std::pair<QString, Json>> executed;
    bool readOnly = false;
    bool failing = false; ///< every question is answered with StoreIo
    qint64 startUs = 1'790'000'000'000'000; ///< when the first was created

    [[nodiscard]] QFuture<Result<QList<ContextKey>>> keys(const ContextFilter &filter, ContextOrder order, bool descending) override;
    [[nodiscard]] QFuture<Result<QList<ContextSummary>>> rows(const QList<ContextKey> &keys) override;
    [[nodiscard]] QFuture<Result<QList<QList<Json>>>> fields(const QList<ContextKey> &keys, const QStringList &expressions) override;
    [[nodiscard]] QFuture<Result<Json>> document(ContextKey key, int step) override;
    [[nodiscard]] QFuture<Result<QList<TransitionRecord>>> history(ContextKey key) override;
    [[nodiscard]] QFuture<Result<std::optional<ContextKey>>> find(const QString &id) override;
    [[nodiscard]] QFuture<Result<StatusCounts>> counts(const ContextFilter &filter) override;
    [[nodiscard]] QFuture<Result<QList<FacetCount>>> facets(const ContextFilter &filter, ContextFacet facet) override;
    [[nodiscard]] QFuture<Result<QList<PipelineDefinition>>> pipelines() override;
    [[nodiscard]] QFuture<Result<Json>> execute(const QString &command, const Json &args) override;
    [[nodiscard]] bool isReadOnly() const override { return readOnly; }

private:
    [[nodiscard]] QList<ContextKey> sorted(const ContextFilter &filter, ContextOrder order, bool descending) const;
    [[nodiscard]] bool fits(const ContextSummary &summary, const ContextFilter &filter) const;

    qint64 m_count;
    QHash<ContextKey, ContextStatus> m_statuses;
    bool m_hold = false;
    struct Held
    {
        std::shared_ptr<QPromise<Result<QList<ContextKey>>>> promise;
        Result<QList<ContextKey>> answer;
    };
    QList<Held> m_held;
};

} // namespace Millrace
