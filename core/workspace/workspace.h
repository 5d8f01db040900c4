// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/definition.h"
#include "pipeline/records.h"
#include "sdk/component.h"
#include "sdk/effecttarget.h"
#include "sdk/error.h"
#include "sdk/services.h"
#include "workspace/command.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace Millrace {

class AgentDesk;

struct WorkspaceOptions
{
    QString path;
    bool create = false; ///< make the file where there is none (WorkspaceExists where there is one)
    bool readOnly = false; ///< only look; also chosen by itself where the place allows nothing else
    bool runEngine = true; ///< start working at once; false: the engine waits for `engine.start`
    int runners = 0; ///< threads that run steps; 0: as many as the machine has cores, at least 2
    bool synchronousFull = true; ///< every commit reaches the disk before it is acknowledged
    int longestReadMs = 10'000; ///< where the write-ahead log grows, a read that takes longer begins again on a newer state
    QString actorName; ///< who works here; empty: the workspace's first person, else the login name
    QString hostProgram; ///< the `millrace` program for component hosts; empty: beside this one
    QString indexPath; ///< side file of rebuildable indexes; empty: the user's cache folder
    QList<std::shared_ptr<Component>> extraComponents; ///< beside the built-in ones; tests and plugins
    QList<std::shared_ptr<EffectTarget>> extraTargets; ///< where effects can go beside the built-in targets
    Json settings; ///< merged settings: providers, default_provider, …
    const Clock *clock = nullptr; ///< nullptr: the machine's
};

/// How the engine is, for status bars. A plain value.
struct EngineState
{
    bool running = false;
    bool readOnly = false;
    qint64 ready = 0; ///< steps that could start now
    qint64 inFlight = 0; ///< steps that run
    double stepsPerSecond = 0; ///< over the last second
    qint64 nextDueAt = 0; ///< the next retry, microseconds since the epoch; 0: none
    QString problem; ///< why it stopped, or what was lost and found at opening; empty when all is well
    QString notice; ///< what slows it or costs room at present; empty when nothing does

    friend bool operator==(const EngineState &, const EngineState &) = default;
};

/// The door: one open workspace file with its engine and capabilities. Window, command line, REST and MCP do everything through it.
///
/// Made and used on the main thread. Writes run on the engine's thread, reads on reader threads; both answer through futures.
/// Deleting it stops the engine after its commit, writes everything back into the one file and frees the lock.
class Workspace : public QObject
{
    Q_OBJECT

public:
    /// Opens (or creates) the file and takes its lock. Errors: WorkspaceMissing, WorkspaceExists, WorkspaceForeign,
    /// WorkspaceNewer, WorkspaceDamaged, WorkspaceLocked (detail: pid, host, socket).
    [[nodiscard]] static Result<std::unique_ptr<Workspace>> open(const WorkspaceOptions &options);
    ~Workspace() override;

    [[nodiscard]] QString path() const;
    /// The stable id inside the file; a copy made by `copy` keeps it.
    [[nodiscard]] QString workspaceId() const;
    [[nodiscard]] bool isReadOnly() const;
    /// The person who works here: principal id and name.
    [[nodiscard]] QString actor() const;
    [[nodiscard]] QString actorName() const;

    // --- the command table: everything that can be done, for callers that are not C++ -----------------------------------
    [[nodiscard]] const QList<CommandInfo> &commands() const;
    /// Checks the arguments against the command's schema and runs it. The result is there after the commit.
    /// A client's principal may what its policy allows without asking; where somebody has to be asked first, agents() does that.
    [[nodiscard]] QFuture<Result<Json>> execute(const QString &command, const Json &args, const QString &actor);
    /// Where agents come in.
    [[nodiscard]] AgentDesk &agents() const;
    /// The user-only socket by which other processes of this user reach the commands; empty where the workspace is only read.
    [[nodiscard]] QString socketPath() const;

    // --- typed reads for the window -------------------------------------------------------------------------------------
    /// Keys of all contexts that pass, in order; at a million rows 8 MB and some ten milliseconds.
    [[nodiscard]] QFuture<Result<QList<ContextKey>>> contextKeys(const ContextFilter &filter, ContextOrder order, bool descending) const;
    /// The first `limit` of them, which costs little whatever the number of contexts is.
    [[nodiscard]] QFuture<Result<QList<ContextKey>>> firstContextKeys(const ContextFilter &filter, ContextOrder order, bool descending,
                                                                      int limit) const;
    /// Rows in the order asked; keys that are gone are left out.
    [[nodiscard]] QFuture<Result<QList<ContextSummary>>> contextRows(const QList<ContextKey> &keys) const;
    /// One value per key and expression (JMESPath over the current S2 document); null where there is none.
    [[nodiscard]] QFuture<Result<QList<QList<Json>>>> contextFields(const QList<ContextKey> &keys, const QStringList &expressions) const;
    /// The S2 document after `step` finished steps; -1: as it is now.
    [[nodiscard]] QFuture<Result<Json>> contextDocument(ContextKey key, int step = -1) const;
    [[nodiscard]] QFuture<Result<QList<TransitionRecord>>> contextHistory(ContextKey key) const;
    [[nodiscard]] QFuture<Result<std::optional<ContextKey>>> findContext(const QString &id) const;
    [[nodiscard]] QFuture<Result<StatusCounts>> counts(const ContextFilter &filter = {}) const;
    /// Every value of a facet among the contexts that pass, the most frequent first.
    [[nodiscard]] QFuture<Result<QList<FacetCount>>> contextFacets(const ContextFilter &filter, ContextFacet facet) const;
    /// The newest runs first.
    [[nodiscard]] QFuture<Result<QList<RunSummary>>> runs(int limit) const;
    /// The newest version of every pipeline.
    [[nodiscard]] QFuture<Result<QList<PipelineDefinition>>> pipelines() const;
    [[nodiscard]] QFuture<Result<QList<ContentTemplate>>> contentTemplates() const;
    [[nodiscard]] QList<ComponentDescriptor> components() const;

    [[nodiscard]] EngineState engineState() const;

Q_SIGNALS:
    /// After commits, at most 60 times a second.
    void changed(const Millrace::ChangeSet &changes);
    void engineStateChanged(const Millrace::EngineState &state);
    /// Something about sources or their files is otherwise than it was (`source.list`, `source.files`); at most 60 times a second.
    void sourcesChanged();
    /// Drafts or versions of these pipelines are otherwise than they were, whoever changed them; at most 60 times a second.
    void pipelinesChanged(const QStringList &ids);
    /// These trials (`pipeline.try`) have new steps, or stand otherwise; at most 60 times a second.
    void trialsChanged(const QStringList &ids);
    /// These review items were asked, claimed, decided, commented or taken back, whoever did it; at most 60 times a second.
    void reviewsChanged(const QStringList &items);

private:
    class Private;
    explicit Workspace(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace Millrace
