// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/trialrepository.h"

#include "store/codec.h"
#include "store/rows.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// What a row keeps from `column` on: codec, hash, body. A trial that cannot be read is only shown less of: null.
Json bodyOf(const Statement &s, int column)
{
    const auto bytes = unpack(s.blobView(column + 2), static_cast<Codec>(s.integer(column)));
    return bytes && contentHash(*bytes) == s.integer(column + 1) ? Json::parse(*bytes).value_or(Json()) : Json();
}

StoredTrial readTrial(const Statement &s)
{
    return {s.integer(0), s.text(1), s.text(2), static_cast<TrialState>(s.integer(3)), bodyOf(s, 4), s.integer(7), s.integer(8)};
}

StoredTrialStep readStep(const Statement &s)
{
    return {static_cast<int>(s.integer(0)), s.text(1), bodyOf(s, 2)};
}

} // namespace

Result<void> TrialRepository::add(const StoredTrial &trial, const QList<StoredTrialStep> &steps)
{
    const Sealed body = seal(trial.body.toBytes());
    QList<Sealed> sealed;
    qint64 bytes = 0;
    for (const StoredTrialStep &step : steps) {
        sealed.append(seal(step.body.toBytes()));
        bytes += sealed.last().packed.bytes.size();
    }
    Statement &statement = m_db.prepared("INSERT INTO trial (id, pipeline, state, bytes, codec, hash, body, actor, at) "
                                         "VALUES (:id, :pipeline, :state, :bytes, :codec, :hash, :body, :actor, :at)");
    if (auto added = statement
                         .bind(trial.id, trial.pipeline, static_cast<int>(trial.state), bytes, static_cast<int>(body.packed.codec), body.hash,
                               body.packed.bytes, trial.actor, trial.at)
                         .run();
        !added)
        return added;
    const qint64 key = m_db.lastInsertId();
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const Sealed &step = sealed.at(i);
        Statement &insert = m_db.prepared("INSERT INTO trial_step (trial, seq, node, codec, hash, body) "
                                          "VALUES (:trial, :seq, :node, :codec, :hash, :body)");
        if (auto added
            = insert.bind(key, steps.at(i).number, steps.at(i).node, static_cast<int>(step.packed.codec), step.hash, step.packed.bytes).run();
            !added)
            return added;
    }
    return prune(trial.pipeline);
}

Result<void> TrialRepository::prune(const QString &pipeline)
{
    const auto sizes = allRows(m_db.prepared("SELECT pk, bytes FROM trial WHERE pipeline = :pipeline ORDER BY pk DESC").bind(pipeline),
                               [](const Statement &s) { return std::pair(s.integer(0), s.integer(1)); });
    if (!sizes)
        return std::unexpected(sizes.error());
    qint64 bytes = 0;
    int kept = 0;
    for (const auto &[key, size] : *sizes) {
        bytes += size;
        if (kept == 0 || (kept < kMostKept && bytes <= kMostBytes)) {
            ++kept; // the newest stays, whatever its size
            continue;
        }
        for (const char *sql : {"DELETE FROM trial_step WHERE trial = :trial", "DELETE FROM trial WHERE pk = :trial"}) {
            if (auto gone = m_db.prepared(sql).bind(key).run(); !gone)
                return gone;
        }
    }
    return {};
}

Result<std::optional<StoredTrial>> TrialRepository::find(const QString &id)
{
    return oneRow(m_db.prepared("SELECT pk, id, pipeline, state, codec, hash, body, actor, at FROM trial WHERE id = :id").bind(id), readTrial);
}

Result<QList<StoredTrial>> TrialRepository::ofPipeline(const QString &pipeline, int limit)
{
    Statement &statement = m_db.prepared("SELECT pk, id, pipeline, state, codec, hash, body, actor, at FROM trial WHERE pipeline = :pipeline "
                                         "ORDER BY pk DESC LIMIT :limit");
    return allRows(statement.bind(pipeline, limit), readTrial);
}

Result<QList<StoredTrialStep>> TrialRepository::steps(qint64 trial)
{
    Statement &statement = m_db.prepared("SELECT seq, node, codec, hash, body FROM trial_step WHERE trial = :trial ORDER BY seq");
    return allRows(statement.bind(trial), readStep);
}

Result<QList<std::pair<StoredTrial, StoredTrialStep>>> TrialRepository::lastSteps(const QString &pipeline)
{
    const auto trials = ofPipeline(pipeline, kMostKept);
    if (!trials)
        return std::unexpected(trials.error());
    QList<std::pair<StoredTrial, StoredTrialStep>> last;
    QSet<QString> seen;
    for (const StoredTrial &trial : *trials) {
        Statement &statement = m_db.prepared("SELECT seq, node, codec, hash, body FROM trial_step t WHERE trial = :trial AND seq = "
                                             "(SELECT max(seq) FROM trial_step WHERE trial = t.trial AND node = t.node) ORDER BY seq");
        const auto rows = allRows(statement.bind(trial.key), readStep);
        if (!rows)
            return std::unexpected(rows.error());
        for (const StoredTrialStep &step : *rows) {
            if (!seen.contains(step.node)) {
                seen.insert(step.node);
                last.append({trial, step});
            }
        }
    }
    return last;
}

} // namespace Millrace
