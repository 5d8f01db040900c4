// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"
#include "store/sqlite.h"

#include <QList>

#include <optional>

namespace Millrace {

/// Stored: never renumber.
enum class TrialState : quint8 { Done = 1, Failed = 2, Cancelled = 3 };

/// A trial of a pipeline that is over, as it is kept to be shown again.
struct StoredTrial
{
    qint64 key = 0;
    QString id;
    QString pipeline; ///< its id
    TrialState state = TrialState::Done;
    Json body; ///< what was asked and how it ended
    qint64 actor = 0;
    qint64 at = 0;

    friend bool operator==(const StoredTrial &, const StoredTrial &) = default;
};

/// One step of it.
struct StoredTrialStep
{
    int number = 0;
    QString node;
    Json body;

    friend bool operator==(const StoredTrialStep &, const StoredTrialStep &) = default;
};

/// The last trials of each pipeline. Reads work on any connection, writes inside the engine's transaction.
class TrialRepository
{
public:
    explicit TrialRepository(Connection &db)
        : m_db(db)
    {}

    static constexpr int kMostKept = 20; ///< of each pipeline
    static constexpr qint64 kMostBytes = 32 * 1024 * 1024; ///< of the steps of each pipeline, packed

    /// Adds it, and drops what is too old or too much.
    [[nodiscard]] Result<void> add(const StoredTrial &trial, const QList<StoredTrialStep> &steps);
    [[nodiscard]] Result<std::optional<StoredTrial>> find(const QString &id);
    /// The newest first.
    [[nodiscard]] Result<QList<StoredTrial>> ofPipeline(const QString &pipeline, int limit);
    [[nodiscard]] Result<QList<StoredTrialStep>> steps(qint64 trial);
    /// The newest step of every node over the trials of a pipeline, with its trial.
    [[nodiscard]] Result<QList<std::pair<StoredTrial, StoredTrialStep>>> lastSteps(const QString &pipeline);

private:
    [[nodiscard]] Result<void> prune(const QString &pipeline);

    Connection &m_db;
};

} // namespace Millrace
