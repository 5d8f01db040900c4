// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/definition.h"
#include "sdk/services.h"
#include "store/sqlite.h"

#include <optional>

namespace Millrace {

/// Who acts: a person, an agent, or the system. Stable ids from the first row on.
struct Principal
{
    qint64 key = 0;
    QString id;
    QString kind; ///< person, agent, system
    QString name;

    friend bool operator==(const Principal &, const Principal &) = default;
};

/// How a pipeline is run, whatever its version. Stored: never renumber.
enum class PipelineState : quint8 {
    Running = 0,
    Paused = 1, ///< nothing of it starts
    Draining = 2, ///< what is there goes on; nothing new is taken
};

struct StoredPipelineState
{
    PipelineState state = PipelineState::Running;
    int priority = 0; ///< of what is submitted without one

    friend bool operator==(const StoredPipelineState &, const StoredPipelineState &) = default;
};

/// One version of a pipeline, for its history.
struct PipelineVersion
{
    int version = 0;
    QString title;
    QString author;
    QString note;
    qint64 at = 0;
    QString hash; ///< originalHash() of its definition's bytes
    qint64 contexts = 0;
    qint64 runs = 0;

    friend bool operator==(const PipelineVersion &, const PipelineVersion &) = default;
};

struct StoredPipeline
{
    qint64 key = 0;
    PipelineDefinition definition;
};

/// What a workspace holds beside contexts: settings of the file, principals, pipelines, templates, runs, the audit of commands.
/// Reads work on any connection, writes inside the engine's transaction.
class Catalog
{
public:
    explicit Catalog(Connection &db)
        : m_db(db)
    {}

    [[nodiscard]] Result<QString> meta(const char *key);
    [[nodiscard]] Result<void> setMeta(const char *key, const QString &value);

    /// Finds the principal by id, or adds it.
    [[nodiscard]] Result<Principal> ensurePrincipal(const QString &id, const QString &kind, const QString &name, qint64 now);
    [[nodiscard]] Result<std::optional<Principal>> findPrincipal(const QString &id);
    [[nodiscard]] Result<QList<Principal>> principals();
    [[nodiscard]] Result<void> renamePrincipal(const QString &id, const QString &name);

    /// Adds a version, unless the newest one says the same; the stored version.
    [[nodiscard]] Result<StoredPipeline> savePipeline(const PipelineDefinition &definition, qint64 actor, qint64 now, const QString &note = {});
    /// 0 where there is none.
    [[nodiscard]] Result<int> newestVersion(const QString &id);
    /// All versions with what was done with them, the newest first.
    [[nodiscard]] Result<QList<PipelineVersion>> pipelineVersions(const QString &id);
    /// The newest runs in which contexts went through a pipeline, with the version: one, or (0) each. At most `limit`.
    [[nodiscard]] Result<QList<std::pair<QString, int>>> pipelineRuns(const QString &id, int version, int limit);
    /// The newest version.
    [[nodiscard]] Result<std::optional<StoredPipeline>> findPipeline(const QString &id);
    [[nodiscard]] Result<std::optional<StoredPipeline>> pipelineByKey(qint64 key);
    [[nodiscard]] Result<std::optional<StoredPipeline>> pipelineVersion(const QString &id, int version);
    [[nodiscard]] Result<void> setPipelineState(const QString &id, const StoredPipelineState &state, qint64 actor, qint64 now);
    /// Of those that are not run as usual.
    [[nodiscard]] Result<QHash<QString, StoredPipelineState>> pipelineStates();
    /// The newest version of each, by title.
    [[nodiscard]] Result<QList<StoredPipeline>> pipelines();

    [[nodiscard]] Result<void> saveTemplate(const ContentTemplate &content, qint64 actor, qint64 now);
    /// The newest version of each, by id.
    [[nodiscard]] Result<QList<ContentTemplate>> templates();

    [[nodiscard]] Result<qint64> addRun(const QString &id, std::optional<qint64> pipeline, const QString &title, qint64 actor, qint64 now);
    [[nodiscard]] Result<std::optional<qint64>> findRun(const QString &id);

    [[nodiscard]] Result<void> audit(qint64 actor, const QString &command, const QByteArray &args, const QString &outcome, qint64 now);

private:
    Connection &m_db;
};

} // namespace Millrace
