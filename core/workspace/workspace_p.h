// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "access/secretstore.h"
#include "ai/modelhub.h"
#include "components/pluginloader.h"
#include "engine/componentprocess.h"
#include "engine/engine.h"
#include "extract/documentreader.h"
#include "lineage/lineageemitter.h"
#include "net/httpclient.h"
#include "net/httpthread.h"
#include "pipeline/validator.h"
#include "review/reviewpack.h"
#include "search/meaningindex.h"
#include "store/workspacefile.h"
#include "workspace/agentdesk_p.h"
#include "workspace/commandsocket.h"
#include "workspace/commandtable.h"
#include "workspace/indexer.h"
#include "workspace/inverse.h"
#include "workspace/readers.h"
#include "workspace/readingdesk.h"
#include "workspace/reviewjson.h"
#include "workspace/similardocuments.h"
#include "workspace/sourcewatch.h"
#include "workspace/storedoriginals.h"
#include "workspace/submitter.h"
#include "workspace/templatecache.h"
#include "workspace/trialdesk.h"
#include "workspace/workspace.h"

#include <QElapsedTimer>
#include <QSet>
#include <QThreadPool>
#include <QTimer>

#include <mutex>

namespace Millrace {

/// A context to be done again, and after which of its finished steps.
struct ReplayItem
{
    QString id;
    int fromStep = 0;
};
struct ReplayTerms
{
    bool isLatest = false; ///< on the pipeline's newest version
    bool sinks = false; ///< steps that write outside run too
    bool replaces = true; ///< false: it is offered in the old ones' place
    QString title;
};

/// What a workspace is made of, in the order it comes up; it goes down in reverse.
class Workspace::Private
{
public:
    explicit Private(WorkspaceOptions o)
        : options(std::move(o))
        , clock(options.clock ? *options.clock : Clock::system())
    {
        background.setMaxThreadCount(8); // which mostly wait
    }
    ~Private();

    Result<void> open();
    /// Starts what needs the public object: change signals, the socket.
    void attach(Workspace *workspace);

    QFuture<Result<Json>> execute(const QString &command, const Json &args, const QString &actor);
    /// A WriteFunction's command in the engine's group commit, with its audit row. The entry is one of `table`.
    [[nodiscard]] QFuture<Result<Json>> write(const CommandTable::Entry &command, const CommandCall &call);
    /// On a thread of `background`; closing waits for it, so that it may use everything.
    [[nodiscard]] QFuture<Result<Json>> inBackground(std::function<Result<Json>()> work);
    /// Cleared: what the actor's policy says has been seen to.
    QFuture<Result<Json>> run(const QString &command, const Json &args, const QString &actor, bool isCleared);
    QFuture<Result<Json>> runWrite(const CommandTable::Entry &entry, const CommandCall &call);
    [[nodiscard]] Result<void> note(WriteScope &scope, const CommandTable::Entry &entry, const CommandCall &call, qint64 actorKey, const Json &result,
                                    const Json &before);
    [[nodiscard]] Result<void> tellDeed(WriteScope &scope, const CommandTable::Entry &entry, const CommandCall &call, qint64 actorKey,
                                        const Json &result) const;
    QFuture<Result<Json>> runStart(const CommandTable::Entry &entry, const CommandCall &call);
    /// Keys of the contexts whose texts hold the filter's words; nothing where it has none.
    [[nodiscard]] std::optional<QList<ContextKey>> among(Reader &reader, const ContextFilter &filter) const;
    template <typename T>
    [[nodiscard]] QFuture<Result<T>> read(std::function<Result<T>(Reader &)> query) const
    {
        return readers->run<T>(std::move(query));
    }

    // --- workspacecommands.cpp -------------------------------------------------------------------------------------------
    void addReadCommands();
    void addWriteCommands();
    void addWorkCommands();
    // --- flowcommands.cpp
    void addFlowCommands();
    void addRunCommands();
    // --- reviewcommands.cpp, reviewreading.cpp, reviewfeedback.cpp
    void addReviewCommands();
    void addReviewReadCommands();
    void addClaimCommands();
    void addDecisionCommands();
    void addUndoCommands();
    void addReviewNoteCommands();
    void addReviewFeedbackCommands();
    [[nodiscard]] ReviewDesk reviewDesk();
    /// Who calls, and what answers them.
    [[nodiscard]] static Result<std::pair<ReviewJson, Reviewer>> reviewerOf(Connection &db, const QString &who, qint64 now);
    void addReviewLookups();
    /// Keys of those that pass its filter now, of which the caller could have the next ones: what no index finds is looked up outside of the engine.
    [[nodiscard]] Result<Json> lookUp(const Json &wish, const QString &actor);
    /// With an array of keys in `found`: among these alone.
    [[nodiscard]] Result<Json> claimNext(WriteScope &scope, ReviewJson &out, const Reviewer &who, const Json &wish, bool fresh,
                                         const Json &found = {});
    [[nodiscard]] Result<Json> decidedToJson(WriteScope &scope, ReviewJson &out, const Reviewer &who, const ReviewDecided &decided, const Json &args);
    // --- packcommands.cpp
    void addPackCommands();
    [[nodiscard]] Result<Json> holdForPack(WriteScope &scope, const CommandCall &call, const QString &name);
    [[nodiscard]] Result<Json> packItems(const CommandCall &call);
    [[nodiscard]] Result<Json> takeIn(WriteScope &scope, const CommandCall &call, const PackContent &content);
    // --- quarantinecommands.cpp
    void addQuarantineCommands();
    [[nodiscard]] Result<Json> checkFix(const QString &id, const QByteArray &text, const QString &from);
    /// Puts a context that failed, or is in quarantine, back to work where it stopped; what could not be read is read again.
    [[nodiscard]] Result<void> retry(WriteScope &scope, ContextKey key, qint64 actorKey);
    [[nodiscard]] Result<void> retryQuarantined(WriteScope &scope, const QString &id, qint64 actorKey, const Json &from);
    // --- triggercommands.cpp
    void addTriggerCommands();
    void addScheduleCommands();
    void addEventCommands();
    void addSubscriptionCommands();
    // --- outboxcommands.cpp
    void addOutboxCommands();
    // --- replaycommands.cpp
    void addReplayCommands();
    /// What it would take over and run again, and what that took the last time.
    [[nodiscard]] Result<Json> replayBill(Reader &reader, const QList<ReplayItem> &items, const ReplayTerms &terms);
    /// Does them again as one run.
    [[nodiscard]] Result<Json> replayAll(WriteScope &scope, const QList<ReplayItem> &items, const ReplayTerms &terms, qint64 actorKey);
    // --- lineagecommands.cpp
    void addLineageCommands();
    [[nodiscard]] Result<Json> exportImpact(const Json &args);
    // --- lineagereplay.cpp
    void addLineageReplayCommands();
    // --- openlineagecommands.cpp
    void addOpenLineageCommands();
    void makeEmitter();
    [[nodiscard]] Result<Json> exportLineage(const Json &args);
    // --- sourcecommands.cpp
    void addSourceCommands();
    void addReadingCommands();
    // --- gallerycommands.cpp
    void addGalleryCommands();
    [[nodiscard]] QFuture<Result<Json>> openGallery(const QStringList &ids, const QString &who);
    // --- versioncommands.cpp
    void addVersionCommands();
    void addPipelineFileCommands();
    [[nodiscard]] QList<PipelineProblem> problemsOf(const Json &definition) const;
    [[nodiscard]] Result<Json> importPipeline(WriteScope &scope, const Json &args, qint64 actorKey);
    /// Makes a definition its pipeline's next version, unless the newest one says the same. PipelineInvalid where it cannot run here.
    [[nodiscard]] Result<void> mayWrite(WriteScope &scope, const PipelineDefinition &definition, qint64 actorKey);
    [[nodiscard]] Result<StoredPipeline> publish(WriteScope &scope, const Json &definition, const QString &note, qint64 actorKey);
    // --- draftcommands.cpp
    void addDraftCommands();
    void addDraftEditCommands();
    void addDraftMarkCommands();
    /// Without an id of its own it gets one made of its title.
    [[nodiscard]] Result<Json> makeDraft(WriteScope &scope, Json definition, int baseVersion, qint64 actorKey, QString id = {});
    /// What the draft says is that version.
    [[nodiscard]] Result<void> baseDraft(WriteScope &scope, const QString &id, int version);
    // --- trialcommands.cpp
    void addTrialCommands();
    void addTrialControlCommands();
    [[nodiscard]] Result<Json> beginTrial(const CommandCall &call);
    // --- agentcommands.cpp
    void addAgentCommands();
    void addClientCommands();
    void addCallCommands();
    void addRequestCommands();
    [[nodiscard]] Result<Json> written(WriteScope &scope, const StoredClient &client, bool forgetsAllowed);
    // --- clientundo.cpp
    void addClientUndo();
    [[nodiscard]] Result<Json> undoClient(const CommandCall &call);
    // --- librarycommands.cpp
    void addLibraryCommands();
    [[nodiscard]] Result<Json> searchLibrary(Reader &reader, const Json &args) const;
    [[nodiscard]] Result<Json> similarInLibrary(Reader &reader, const Json &args) const;
    void addCacheCommands();
    [[nodiscard]] QFuture<Result<Json>> waitForWork(const CommandCall &call);
    [[nodiscard]] Result<Json> copyTo(const QString &path) const;

    // --- workspaceseed.cpp -----------------------------------------------------------------------------------------------
    /// Fills a new file: its id, the person, templates and pipelines; later only what a newer program ships.
    Result<Json> seed(WriteScope &scope);

    Result<void> readIdentity();
    void makeDesk();
    void refreshTemplates();
    void committed(const ChangeSet &changes);
    void flushChanges();
    void flushState();
    void sourcesChanged();
    void pipelineChanged(const QString &id);
    void trialChanged(const QString &id);
    /// Gathers ids until the next frame, and tells of them on the main thread.
    void gather(QSet<QString> &ids, const QString &id, void (Workspace::*changed)(const QStringList &));
    [[nodiscard]] QString readableFormats() const;

    WorkspaceOptions options;
    const Clock &clock;
    WorkspaceFile file;
    QString workspaceId;
    QString actor;
    QString actorName;
    QString socketPath;

    ComponentRegistry registry;
    TemplateCache templates;
    CommandTable table;
    std::unique_ptr<Readers> readers;
    std::unique_ptr<StoredOriginals> originals;
    std::unique_ptr<PassageIndex> index; ///< null where no file can be made for it
    std::unique_ptr<MeaningIndex> meaning; ///< with the index
    std::unique_ptr<SourcePassages> passages;
    std::unique_ptr<SimilarDocuments> similar;
    std::shared_ptr<SecretStore> secrets;
    std::unique_ptr<ModelHub> models;
    std::unique_ptr<HttpClient> http;
    std::unique_ptr<ComponentProcessPool> processes;
    std::unique_ptr<DocumentReader> documents;
    std::unique_ptr<Engine> engine; ///< null where read-only
    std::unique_ptr<ModelHub> trialModels; ///< without providers: what answers in trials
    std::unique_ptr<TrialDesk> trials; ///< null where read-only
    QSet<QString> ownComponents; ///< names of those that ship with the program
    QList<PluginProblem> pluginProblems;
    std::unique_ptr<ReadingDesk> readings;
    std::unique_ptr<Submitter> submitter;
    std::unique_ptr<SourceWatch> sources; ///< null where the engine is not to work
    std::unique_ptr<Indexer> indexer;
    std::unique_ptr<AgentDesk> agents;
    AgentDesk::Private *desk = nullptr; ///< of agents
    std::unique_ptr<CommandSocket> socket;
    std::atomic<bool> closing = false; ///< what runs in `background` is to end
    QThreadPool background; ///< copies, examples, and what is looked for before a write
    std::atomic<Workspace *> q = nullptr;

    std::mutex changesMutex; ///< guards the next five
    ChangeSet gathered;
    bool flushScheduled = false;
    QSet<QString> changedPipelines;
    QSet<QString> changedTrials;
    QSet<QString> changedReviews;
    std::atomic<bool> stateScheduled = false;
    std::atomic<bool> sourcesScheduled = false;
    EngineState lastState;
    QElapsedTimer sinceSample;
    qint64 sampledSteps = 0;
    QTimer *stateTimer = nullptr; ///< owned by q
    std::unique_ptr<HttpThread> emitterHttp; ///< made with the first event that goes out
    std::unique_ptr<LineageEmitter> emitter; ///< null where read-only
};

} // namespace Millrace
