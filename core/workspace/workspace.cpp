// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/workspace.h"

#include "components/pluginloader.h"
#include "components/registry.h"
#include "extract/documentreader.h"
#include "observe/log.h"
#include "pipeline/contextdocument.h"
#include "search/hybridsearch.h"
#include "sdk/id.h"
#include "sdk/jmespath.h"
#include "workspace/answerpipe.h"
#include "workspace/hookcommands.h"
#include "workspace/measuring.h"
#include "workspace/workspace_p.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QLoggingCategory>
#include <QScopeGuard>
#include <QStandardPaths>
#include <QThread>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Q_LOGGING_CATEGORY(lcWorkspace, "millrace.workspace")

constexpr int kFrameMs = 16;
constexpr int kSampleMs = 500;
constexpr qsizetype kMostChanges = 20'000; ///< beyond this a list reads everything again anyway
constexpr int kMostHits = 5'000;
constexpr qsizetype kMostToldBytes = 16 * 1024; ///< of arguments, in the event that tells of a command
constexpr qsizetype kLongestCommand = 100; ///< of a name that nobody knows, in the log

QFuture<Result<Json>> answered(Result<Json> result)
{
    QPromise<Result<Json>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

/// The code alone: an error's text may quote what was sent.
void noteRefusal(const QString &command, const Error &error)
{
    qCInfo(lcWorkspace).noquote() << "refused" << command << errorCodeName(error.code);
}

QFuture<Result<Json>> refused(const QString &command, std::unexpected<Error> error)
{
    noteRefusal(command, error.error());
    return answered(std::move(error));
}

QString indexPathFor(const WorkspaceOptions &options, const QString &workspaceId, const QString &path)
{
    if (!options.indexPath.isEmpty())
        return options.indexPath;
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + u"/millrace/index"_s;
    QDir().mkpath(folder);
    const QByteArray place = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha1).toHex().first(12);
    return folder + u'/' + workspaceId + u'-' + QString::fromLatin1(place) + u".index"_s;
}

QString hostProgramFor(const WorkspaceOptions &options)
{
    return options.hostProgram.isEmpty() ? QCoreApplication::applicationDirPath() + u"/millrace"_s : options.hostProgram;
}

QList<ProviderConfig> providersIn(const Json &settings)
{
    QList<ProviderConfig> providers;
    for (const Json &json : settings.value("providers").items()) {
        ProviderConfig config;
        config.id = json.value("id").toString();
        config.kind = json.value("kind").toString(config.kind);
        config.baseUrl = QUrl(json.value("base_url").toString());
        config.model = json.value("model").toString();
        config.vectorModel = json.value("embedding_model").toString();
        QString secret = json.value("api_key").toString();
        if (secret.startsWith("secret:"_L1))
            config.apiKeySecret = secret.mid(7);
        config.timeoutMs = static_cast<int>(json.value("timeout_ms").toInt(config.timeoutMs));
        config.requestsPerMinute = static_cast<int>(json.value("requests_per_minute").toInt(config.requestsPerMinute));
        config.maxConcurrent = static_cast<int>(json.value("max_concurrent").toInt(config.maxConcurrent));
        config.stream = json.value("stream").toBool(config.stream);
        const Json &prices = json.value("prices");
        config.prices = {prices.value("in").toDouble(), prices.value("out").toDouble(), prices.value("currency").toString()};
        providers.append(config);
    }
    return providers;
}

/// The keychain, else the sealed file, else the environment; the value is in no log from then on.
std::shared_ptr<SecretStore> secretsFor(const WorkspaceOptions &options)
{
    SecretStoreOptions secrets = SecretStoreOptions::standard(options.settings, hostProgramFor(options));
    secrets.learned = Log::conceal;
    return std::make_shared<SecretStore>(std::move(secrets));
}

SecretSource sourceOf(const std::shared_ptr<SecretStore> &secrets)
{
    return [secrets](const QString &name) -> Result<QString> {
        Result<FoundSecret> found = secrets->find(name);
        if (!found)
            return std::unexpected(found.error());
        qCDebug(lcWorkspace).noquote() << "the secret" << name << "came from" << secretPlaceName(found->place);
        return found->value;
    };
}

QList<HealthFinding::Part> providerHealth(const ModelHub &models)
{
    QList<HealthFinding::Part> parts;
    for (const QString &id : models.providerIds()) {
        const auto breaker = models.breakerState(id);
        const bool isOpen = breaker && *breaker != CircuitBreaker::State::Closed;
        parts.append({id, id, isOpen ? HealthStatus::Degraded : HealthStatus::Healthy,
                      isOpen        ? u"it failed repeatedly and is left alone for a while"_s
                          : breaker ? QString()
                                    : u"built in"_s});
    }
    return parts;
}

QList<HealthFinding::Part> pluginHealth(const QList<PluginProblem> &problems, qsizetype components)
{
    QList<HealthFinding::Part> parts{{u"components"_s, u"Components"_s, HealthStatus::Healthy, u"%1 can be used"_s.arg(components)}};
    for (const PluginProblem &problem : problems)
        parts.append({problem.file, QFileInfo(problem.file).fileName(), HealthStatus::Degraded, problem.reason});
    return parts;
}

} // namespace

Workspace::Private::~Private()
{
    // Callers first, then the engine's customers, then the engine, then the file.
    socket.reset();
    closing = true;
    if (desk)
        desk->close();
    background.waitForDone();
    trials.reset(); // what runs in them uses all that follows
    if (emitter)
        emitter->stop(); // its last word is a job of the engine's
    emitterHttp.reset();
    // What was committed before tells the watch of it on the engine's thread; after a write of its own nothing does any more.
    if (engine && sources)
        engine->write([](WriteScope &) -> Result<Json> { return Json(); }).waitForFinished();
    sources.reset();
    submitter.reset();
    if (Measuring *measuring = Measuring::of(table))
        measuring->stop();
    if (engine)
        engine->stop(); // its last commit runs jobs of ours that look at it
    engine.reset();
    agents.reset(); // the last of what clients began looks at it
    indexer.reset(); // each commit pokes it
    emitter.reset(); // and this
    processes.reset();
    models.reset();
    trialModels.reset();
    http.reset();
    readers.reset();
    if (Measuring *measuring = Measuring::of(table))
        measuring->end(); // it looks into the file's writer
    if (const auto closed = file.close(); !closed)
        qCWarning(lcWorkspace).noquote() << options.path << "was not closed:" << closed.error().text;
    else if (!workspaceId.isEmpty())
        qCInfo(lcWorkspace).noquote() << "closed" << options.path;
}

Result<void> Workspace::Private::open()
{
    socketPath = runtimeFolder() + u'/' + newId().right(12) + u".sock"_s;
    auto opened = WorkspaceFile::open(
        {options.path, options.create, options.readOnly, options.synchronousFull, socketPath, {.usualHoldMs = options.longestReadMs}, true});
    if (!opened)
        return std::unexpected(opened.error());
    file = std::move(*opened);
    const auto own = builtinComponents();
    for (const auto &component : own)
        registry.add(component);
    for (const QString &folder : pluginFolders()) {
        LoadedPlugins plugins = loadPlugins(folder, own);
        for (const auto &component : plugins.components)
            registry.add(component);
        pluginProblems += plugins.problems;
    }
    for (const auto &component : options.extraComponents)
        registry.add(component);
    addReadCommands();
    addWriteCommands();
    addWorkCommands();
    addFlowCommands();
    addTriggerCommands();
    addReplayCommands();
    addOutboxCommands();
    addLineageCommands();
    addLineageReplayCommands();
    addOpenLineageCommands();
    addSourceCommands();
    addReadingCommands();
    addLibraryCommands();
    addGalleryCommands();
    addDraftCommands();
    addVersionCommands();
    addTrialCommands();
    Measuring::addTo(table, clock, options.settings.value("metrics").value("enabled").toBool(true));
    addHookCommands(table,
                    {.engine = [this] { return engine.get(); },
                     .secrets = [this] { return secrets; },
                     .inBackground = [this](std::function<Result<Json>()> work) { return inBackground(std::move(work)); }});
    addAgentCommands();
    readers = std::make_unique<Readers>(file);
    originals = std::make_unique<StoredOriginals>(*readers);
    documents = std::make_unique<DocumentReader>(DocumentReaderOptions());
    if (file.readOnly) {
        const auto identified = readIdentity();
        makeDesk();
        const auto begun = Measuring::of(table)->begin({file.path, readers.get(), nullptr, nullptr, {}, {}, {}});
        return identified ? begun : identified;
    }

    // A new or upgraded file gets its identity and what this program ships before anything runs.
    WriteScope scope(*file.writer);
    scope.now = clock.nowUs();
    if (auto begun = scope.db.exec("BEGIN IMMEDIATE"); !begun)
        return begun;
    if (auto seeded = seed(scope); !seeded)
        return std::unexpected(seeded.error());
    if (auto noted = LineageRepository(scope.db).noteComponents(registry.descriptors(), QStringLiteral(MILLRACE_VERSION)); !noted)
        return noted;
    if (auto dropped = OriginalRepository(scope.db).dropIncomplete(); !dropped)
        return dropped;
    if (auto committed = scope.db.exec("COMMIT"); !committed)
        return committed;
    if (auto identified = readIdentity(); !identified)
        return identified;

    if (auto made = PassageIndex::open(indexPathFor(options, workspaceId, file.path)); made) {
        index = std::move(*made);
        meaning = std::make_unique<MeaningIndex>(*index, indexPathFor(options, workspaceId, file.path) + u".meaning"_s);
        passages = std::make_unique<SourcePassages>(*index);
        similar = std::make_unique<SimilarDocuments>(*meaning, *readers);
    } else {
        qCWarning(lcWorkspace).noquote() << "no full-text search:" << made.error().text;
    }
    ModelHubOptions hub;
    hub.providers = providersIn(options.settings);
    hub.defaultProvider = options.settings.value("default_provider").toString();
    hub.clock = &clock;
    hub.passages = passages.get();
    secrets = secretsFor(options);
    hub.secrets = sourceOf(secrets);
    models = std::make_unique<ModelHub>(hub);
    http = std::make_unique<HttpClient>(HttpClient::Options{.clock = &clock, .secrets = hub.secrets});
    if (const QString program = hostProgramFor(options); QFileInfo(program).isExecutable()) {
        ComponentProcessOptions host;
        host.program = program;
        host.arguments = {u"component-host"_s};
        processes = std::make_unique<ComponentProcessPool>(host);
    }
    if (processes) {
        documents = std::make_unique<DocumentReader>(
            DocumentReaderOptions{.run = [pool = processes.get()](const QString &component, const Json &config, const StepInput &input,
                                                                  qint64 deadlineUs, const std::function<bool()> &isCancelled) {
                return pool->run(component, config, input, deadlineUs, isCancelled);
            }});
    }

    Engine::Options engineOptions;
    engineOptions.writer = file.writer.get();
    engineOptions.lock = file.lock.get();
    engineOptions.registry = &registry;
    engineOptions.services = {&clock, &templates, Measuring::of(table)->counted(*models, models->defaultProvider()), passages.get(), processes.get()};
    engineOptions.services.originals = originals.get();
    engineOptions.services.http = http.get();
    engineOptions.services.similarity = similar.get();
    for (const std::shared_ptr<EffectTarget> &target : builtinTargets())
        engineOptions.targets.append(target);
    engineOptions.targets += options.extraTargets;
    engineOptions.services.loadData
        = [this](qint64 key) { return readers->runNow<Json>([key](Reader &reader) { return readData(reader.db, key); }); };
    engineOptions.services.loadChildren = [this](const QList<qint64> &forks) {
        return readers->runNow<QList<ChildOutcome>>([&forks](Reader &reader) { return Ledger::childrenOf(reader.db, forks); });
    };
    engineOptions.services.findKept = [this](const QByteArray &key) {
        const auto found = readers->runNow<std::optional<QByteArray>>([&key](Reader &reader) { return ResultCache(reader.db).find(key); });
        return found.value_or(std::nullopt);
    };
    engineOptions.runners = options.runners > 0 ? options.runners : std::max(2, QThread::idealThreadCount());
    engineOptions.startPaused = !options.runEngine;
    engineOptions.acknowledgedBefore = file.lock->acknowledgedBefore();
    engineOptions.committed = [this](const ChangeSet &changes) { committed(changes); };
    engineOptions.reviewsChanged = [this](const QStringList &items) {
        for (const QString &item : items)
            gather(changedReviews, item, &Workspace::reviewsChanged);
    };
    engineOptions.statusChanged = [this] {
        if (q && !stateScheduled.exchange(true))
            QMetaObject::invokeMethod(q.load(), [this] { flushState(); }, Qt::QueuedConnection);
    };
    if (index)
        indexer = std::make_unique<Indexer>(*index, *meaning, *readers);
    makeEmitter();
    engine = std::make_unique<Engine>(std::move(engineOptions));
    emitter->start();
    makeDesk();
    if (auto begun = Measuring::of(table)->begin({file.path, readers.get(), engine.get(), http.get(), [this] { return providerHealth(*models); },
                                                  [this] { return pluginHealth(pluginProblems, registry.descriptors().size()); },
                                                  [this] { return desk->health(); }});
        !begun)
        return begun;
    trialModels = std::make_unique<ModelHub>(
        ModelHubOptions{.providers = {}, .defaultProvider = {}, .clock = &clock, .passages = passages.get(), .secrets = {}});
    trials = std::make_unique<TrialDesk>(TrialDesk::Options{.engine = engine.get(), .changed = [this](const QString &id) { trialChanged(id); }});
    readings = std::make_unique<ReadingDesk>([this] { sourcesChanged(); });
    submitter = std::make_unique<Submitter>(*engine, registry, documents.get(), readings.get());
    if (options.runEngine) {
        sources = std::make_unique<SourceWatch>(SourceWatch::Options{engine.get(), readers.get(), submitter.get(), actor,
                                                                     [this] { return readableFormats(); }, [this] { sourcesChanged(); }});
    }
    return {};
}

Result<void> Workspace::Private::readIdentity()
{
    const auto read = readers->runNow<bool>([this](Reader &reader) -> Result<bool> {
        const auto id = reader.catalog.meta("workspace_id");
        const auto person = reader.catalog.meta("person");
        if (!id || !person)
            return std::unexpected(id ? person.error() : id.error());
        workspaceId = *id;
        const auto principal = reader.catalog.findPrincipal(*person);
        if (!principal)
            return std::unexpected(principal.error());
        if (*principal) {
            actor = (*principal)->id;
            actorName = (*principal)->name;
        }
        const auto stored = reader.catalog.templates();
        if (!stored)
            return std::unexpected(stored.error());
        templates.set(*stored);
        return true;
    });
    return read ? Result<void>() : Result<void>(std::unexpected(read.error()));
}

void Workspace::Private::makeDesk()
{
    agents = std::unique_ptr<AgentDesk>(new AgentDesk(std::make_unique<AgentDesk::Private>(AgentDesk::Private::Options{
        .clock = clock,
        .table = table,
        .readers = readers.get(),
        .engine = engine.get(),
        .pass = [this](const QString &command, const Json &args, const QString &who) { return run(command, args, who, true); },
        .person = actor})));
    desk = agents->d.get();
    // A file of an older schema that is only read has none.
    if (const auto read = desk->readClients(); !read && !file.readOnly)
        qCWarning(lcWorkspace).noquote() << "no client can come in:" << read.error().text;
}

void Workspace::Private::refreshTemplates()
{
    const auto stored = readers->runNow<QList<ContentTemplate>>([](Reader &reader) { return reader.catalog.templates(); });
    if (stored)
        templates.set(*stored);
}

void Workspace::Private::attach(Workspace *workspace)
{
    q = workspace;
    sinceSample.start();
    if (!engine)
        return;
    Measuring::of(table)->attach(*workspace);
    stateTimer = new QTimer(workspace);
    stateTimer->setInterval(kSampleMs);
    QObject::connect(stateTimer, &QTimer::timeout, workspace, [this] { flushState(); });
    socket = std::make_unique<CommandSocket>(socketPath, [this](const QString &command, const Json &args, const QString &who) {
        return execute(command, args, who.isEmpty() ? actor : who);
    });
    QMetaObject::invokeMethod(workspace, [this] { flushState(); }, Qt::QueuedConnection);
}

/// The version and the formats whose parsers work here: what was refused under another one may be taken now.
QString Workspace::Private::readableFormats() const
{
    QStringList names{QStringLiteral(MILLRACE_VERSION)};
    const Json formats = documents ? documents->formats() : Json();
    for (const Json &format : formats.items()) {
        if (format.value("works").toBool())
            names.append(format.value("id").toString());
    }
    return names.join(u' ');
}

// The thread of the sources, or the engine's.
void Workspace::Private::sourcesChanged()
{
    if (!q || sourcesScheduled.exchange(true))
        return;
    QMetaObject::invokeMethod(
        q.load(),
        [this] {
            QTimer::singleShot(kFrameMs, q.load(), [this] {
                sourcesScheduled = false;
                Q_EMIT q.load()->sourcesChanged();
            });
        },
        Qt::QueuedConnection);
}

// Any thread.
void Workspace::Private::gather(QSet<QString> &ids, const QString &id, void (Workspace::*changed)(const QStringList &))
{
    const std::lock_guard lock(changesMutex);
    const bool scheduled = !ids.isEmpty();
    if (!q)
        return;
    ids.insert(id);
    if (scheduled)
        return;
    const auto tell = [this, &ids, changed] {
        QSet<QString> gatheredIds;
        {
            const std::lock_guard inner(changesMutex);
            gatheredIds.swap(ids);
        }
        Q_EMIT(q.load()->*changed)(QStringList(gatheredIds.cbegin(), gatheredIds.cend()));
    };
    QMetaObject::invokeMethod(q.load(), [this, tell] { QTimer::singleShot(kFrameMs, q.load(), tell); }, Qt::QueuedConnection);
}

void Workspace::Private::pipelineChanged(const QString &id)
{
    gather(changedPipelines, id, &Workspace::pipelinesChanged);
}

void Workspace::Private::trialChanged(const QString &id)
{
    gather(changedTrials, id, &Workspace::trialsChanged);
}

// Engine thread.
void Workspace::Private::committed(const ChangeSet &changes)
{
    if (indexer)
        indexer->poke();
    if (emitter)
        emitter->poke();
    const std::lock_guard lock(changesMutex);
    gathered.sequence = std::max(gathered.sequence, changes.sequence);
    gathered.added += changes.added;
    gathered.updated += changes.updated;
    if (gathered.added.size() + gathered.updated.size() > kMostChanges) {
        gathered.added.clear();
        gathered.updated.clear();
        gathered.reset = true;
    }
    if (flushScheduled || !q)
        return;
    flushScheduled = true;
    QMetaObject::invokeMethod(q.load(), [this] { QTimer::singleShot(kFrameMs, q.load(), [this] { flushChanges(); }); }, Qt::QueuedConnection);
}

void Workspace::Private::flushChanges()
{
    ChangeSet changes;
    {
        const std::lock_guard lock(changesMutex);
        std::swap(changes, gathered);
        flushScheduled = false;
    }
    for (QList<ContextKey> *keys : {&changes.added, &changes.updated}) {
        std::ranges::sort(*keys);
        const auto [first, last] = std::ranges::unique(*keys);
        keys->erase(first, last);
    }
    Q_EMIT q.load()->changed(changes);
}

void Workspace::Private::flushState()
{
    stateScheduled = false;
    const EngineStatus status = engine->status();
    if (sinceSample.elapsed() >= kSampleMs) {
        const auto steps = static_cast<double>(status.finishedSteps - sampledSteps);
        lastState.stepsPerSecond = steps * 1000.0 / static_cast<double>(sinceSample.restart());
        sampledSteps = status.finishedSteps;
    }
    lastState.running = status.running;
    lastState.ready = status.ready;
    lastState.inFlight = status.inFlight;
    lastState.nextDueAt = status.nextDueAt;
    lastState.problem = status.problem;
    lastState.notice = status.notice;
    const bool moving = lastState.stepsPerSecond > 0 || status.inFlight > 0 || status.ready > 0;
    if (moving != stateTimer->isActive())
        moving ? stateTimer->start() : stateTimer->stop();
    Q_EMIT q.load()->engineStateChanged(lastState);
}

QFuture<Result<Json>> Workspace::Private::execute(const QString &command, const Json &args, const QString &who)
{
    return run(command, args, who, false);
}

QFuture<Result<Json>> Workspace::Private::run(const QString &command, const Json &args, const QString &who, bool isCleared)
{
    const CommandTable::Entry *entry = table.find(command);
    if (!entry)
        return refused(command.left(kLongestCommand), fail(ErrorCode::UnknownCommand, u"there is no command \"%1\""_s.arg(command)));
    if (!engine && !std::holds_alternative<CommandTable::ReadFunction>(entry->function) && !entry->worksReadOnly)
        return refused(command, fail(ErrorCode::WorkspaceReadOnly, u"\"%1\" needs to write, and %2"_s.arg(command, file.readOnlyReason)));
    if (const auto may = desk->mayPass(*entry, who, isCleared); !may)
        return refused(command, std::unexpected(may.error()));
    const Json given = args.isNull() ? Json::object() : args;
    if (const auto fits = CommandTable::check(*entry, given); !fits)
        return refused(command, std::unexpected(fits.error()));
    const CommandCall call{given, who, {}};
    if (const auto *query = std::get_if<CommandTable::ReadFunction>(&entry->function)) {
        const qint64 asked = clock.monotonicUs();
        return readers->run<Json>(
            [this, entry, query, call, asked](Reader &reader) {
                const qint64 began = clock.monotonicUs();
                auto answer = (*query)(reader, call);
                Measuring::of(table)->countCommand(entry->info.name, began - asked, clock.monotonicUs() - began, answer.has_value());
                return answer;
            },
            entry->readsAll ? SnapshotGate::Stay::Long : SnapshotGate::Stay::Usual);
    }
    return std::holds_alternative<CommandTable::StartFunction>(entry->function) ? runStart(*entry, call) : runWrite(*entry, call);
}

QFuture<Result<Json>> Workspace::Private::inBackground(std::function<Result<Json>()> work)
{
    auto promise = std::make_shared<QPromise<Result<Json>>>();
    promise->start();
    background.start([promise, work = std::move(work)] {
        promise->addResult(work());
        promise->finish();
    });
    return promise->future();
}

QFuture<Result<Json>> Workspace::Private::runStart(const CommandTable::Entry &entry, const CommandCall &call)
{
    QFuture<Result<Json>> started = std::get<CommandTable::StartFunction>(entry.function)(call);
    // Where the workspace is only read there is no record either.
    if (!engine || entry.info.access == Access::Read || !desk->clients.findByPrincipal(call.actor))
        return started;
    // What a client did is on record, so that it can be taken back. The answer waits for that: it may be all that is left of the client.
    auto promise = std::make_shared<QPromise<Result<Json>>>();
    promise->start();
    AnswerPipe::follow(desk->q, started, promise);
    const auto give = [promise](const Result<Json> &result) {
        promise->addResult(result);
        promise->finish();
    };
    started
        .then(QtFuture::Launch::Sync,
              [this, &entry, call, give](const Result<Json> &result) {
                  if (!result) {
                      give(result);
                      return;
                  }
                  engine
                      ->write([this, &entry, call, result](WriteScope &scope) -> Result<Json> {
                          const auto principal = scope.catalog.findPrincipal(call.actor);
                          if (!principal || !*principal)
                              return principal ? result : Result<Json>(std::unexpected(principal.error()));
                          const auto noted = note(scope, entry, call, (*principal)->key, *result, Json());
                          return noted ? result : Result<Json>(std::unexpected(noted.error()));
                      })
                      .then(QtFuture::Launch::Sync, give);
              })
        .onCanceled([give] { give(fail(ErrorCode::Cancelled, u"the command was cancelled"_s)); });
    return promise->future();
}

QFuture<Result<Json>> Workspace::Private::runWrite(const CommandTable::Entry &entry, const CommandCall &call)
{
    if (auto otherwise = entry.divert ? entry.divert(call) : std::nullopt)
        return *otherwise;
    if (!entry.search)
        return write(entry, call);
    return inBackground([this, &entry, call]() -> Result<Json> {
        const auto found = readers->runNow<Json>([&](Reader &reader) { return entry.search(reader, call); });
        if (!found)
            noteRefusal(entry.info.name, found.error());
        return found ? write(entry, {call.args, call.actor, *found}).result() : found;
    });
}

QFuture<Result<Json>> Workspace::Private::write(const CommandTable::Entry &command, const CommandCall &call)
{
    const auto job = [this, entry = &command, call, asked = clock.monotonicUs()](WriteScope &scope) -> Result<Json> {
        const qint64 began = clock.monotonicUs();
        bool succeeded = false;
        const auto counted
            = qScopeGuard([&] { Measuring::of(table)->countCommand(entry->info.name, began - asked, clock.monotonicUs() - began, succeeded); });
        const Inverse *inverse = desk->clients.findByPrincipal(call.actor) ? inverseOf(entry->info.name) : nullptr;
        const Json before = inverse && inverse->before ? inverse->before(scope, call.args) : Json();
        const auto principal = scope.catalog.findPrincipal(call.actor);
        if (!principal)
            return std::unexpected(principal.error());
        if (!*principal)
            return fail(ErrorCode::PermissionDenied, u"nobody here is called \"%1\""_s.arg(call.actor));
        auto result = std::get<CommandTable::WriteFunction>(entry->function)(scope, call, (*principal)->key);
        if (!result) {
            noteRefusal(entry->info.name, result.error());
            return result;
        }
        const auto noted = note(scope, *entry, call, (*principal)->key, *result, before);
        succeeded = noted.has_value();
        return noted ? result : Result<Json>(std::unexpected(noted.error()));
    };
    return engine->write(job, Engine::Urgency::Soon);
}

/// On the bus too, where somebody asks for it. Not what is done with the bus: an acknowledgement would be the next thing to acknowledge.
Result<void> Workspace::Private::tellDeed(WriteScope &scope, const CommandTable::Entry &entry, const CommandCall &call, qint64 actorKey,
                                          const Json &result) const
{
    const QString &command = entry.info.name;
    const QString topic = u"millrace.action."_s + command;
    if (entry.info.access == Access::Read || command.startsWith("event."_L1) || command.startsWith("subscription."_L1)
        || !engine->triggers().isHeard(topic))
        return {};
    Json args = CommandTable::audited(entry, call.args);
    if (args.toBytes().size() > kMostToldBytes)
        args = Json(); // the audit has them
    const auto seq = scope.events.publish(
        {.topic = topic,
         .key = call.actor,
         .at = scope.now,
         .context = {},
         .actor = actorKey,
         .payload = Json::object({{"command", command}, {"actor", call.actor}, {"args", args}, {"id", result.value("id")}}).toBytes()});
    if (!seq)
        return std::unexpected(seq.error());
    scope.lastEvent = *seq;
    return {};
}

/// The audit row; of a client's deed with what takes it back.
Result<void> Workspace::Private::note(WriteScope &scope, const CommandTable::Entry &entry, const CommandCall &call, qint64 actorKey,
                                      const Json &result, const Json &before)
{
    if (auto told = tellDeed(scope, entry, call, actorKey, result); !told)
        return told;
    const QByteArray args = CommandTable::audited(entry, call.args).toBytes();
    if (!desk->clients.findByPrincipal(call.actor))
        return scope.catalog.audit(actorKey, entry.info.name, args, u"done"_s, scope.now);
    ClientRepository clients(scope.db);
    const auto client = clients.findByPrincipal(call.actor);
    if (!client)
        return std::unexpected(client.error());
    const Inverse *inverse = inverseOf(entry.info.name);
    const Json undo = inverse ? inverse->call(call.args, result, before) : Json();
    return clients.addDeed((*client)->key, actorKey,
                           {.at = scope.now, .command = entry.info.name, .args = args, .undo = undo.isNull() ? QByteArray() : undo.toBytes()});
}

std::optional<QList<ContextKey>> Workspace::Private::among(Reader &reader, const ContextFilter &filter) const
{
    if (filter.text.trimmed().isEmpty())
        return std::nullopt;
    if (!index)
        return reader.contexts.titled(filter.text.trimmed(), kMostHits).value_or(QList<ContextKey>());
    QStringList ids;
    for (const Finding &finding : findRanked(*index, {}, filter.text, Ranking::Text, kMostHits))
        ids.append(finding.contextId);
    return reader.contexts.keysOf(ids).value_or(QList<ContextKey>());
}

// --- the public object ----------------------------------------------------------------------------------------------------------

Result<std::unique_ptr<Workspace>> Workspace::open(const WorkspaceOptions &options)
{
    auto d = std::make_unique<Private>(options);
    if (auto opened = d->open(); !opened) {
        // Whoever asked tells the person; the log keeps it for later.
        qCInfo(lcWorkspace).noquote() << "not opened:" << options.path << errorCodeName(opened.error().code) << opened.error().text;
        d->workspaceId.clear();
        return std::unexpected(opened.error());
    }
    const bool readOnly = d->file.readOnly;
    qCInfo(lcWorkspace).noquote() << "opened" << options.path << "id" << d->workspaceId
                                  << (readOnly                ? u"read-only: "_s + d->file.readOnlyReason
                                          : options.runEngine ? u"working"_s
                                                              : u"paused"_s);
    return std::unique_ptr<Workspace>(new Workspace(std::move(d)));
}

Workspace::Workspace(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
    qRegisterMetaType<Millrace::ChangeSet>();
    qRegisterMetaType<Millrace::EngineState>();
    d->attach(this);
}

Workspace::~Workspace()
{
    d.reset();
}

QString Workspace::path() const
{
    return d->file.path;
}

QString Workspace::workspaceId() const
{
    return d->workspaceId;
}

bool Workspace::isReadOnly() const
{
    return d->file.readOnly;
}

QString Workspace::actor() const
{
    return d->actor;
}

QString Workspace::actorName() const
{
    return d->actorName;
}

const QList<CommandInfo> &Workspace::commands() const
{
    return d->table.infos();
}

AgentDesk &Workspace::agents() const
{
    return *d->agents;
}

QString Workspace::socketPath() const
{
    return d->engine ? d->socketPath : QString();
}

QFuture<Result<Json>> Workspace::execute(const QString &command, const Json &args, const QString &actor)
{
    return d->execute(command, args, actor);
}

QFuture<Result<QList<ContextKey>>> Workspace::contextKeys(const ContextFilter &filter, ContextOrder order, bool descending) const
{
    return d->read<QList<ContextKey>>(
        [this, filter, order, descending](Reader &reader) { return reader.contexts.keys(filter, order, descending, d->among(reader, filter)); });
}

QFuture<Result<QList<ContextKey>>> Workspace::firstContextKeys(const ContextFilter &filter, ContextOrder order, bool descending, int limit) const
{
    return d->read<QList<ContextKey>>([this, filter, order, descending, limit](Reader &reader) {
        return reader.contexts.firstKeys(filter, order, descending, limit, d->among(reader, filter));
    });
}

QFuture<Result<QList<ContextSummary>>> Workspace::contextRows(const QList<ContextKey> &keys) const
{
    return d->read<QList<ContextSummary>>([keys](Reader &reader) { return reader.contexts.rows(keys); });
}

QFuture<Result<QList<QList<Json>>>> Workspace::contextFields(const QList<ContextKey> &keys, const QStringList &expressions) const
{
    return d->read<QList<QList<Json>>>([keys, expressions](Reader &reader) -> Result<QList<QList<Json>>> {
        QList<JmesPath> paths;
        for (const QString &expression : expressions) {
            auto path = JmesPath::compile(expression);
            if (!path)
                return std::unexpected(path.error());
            paths.append(*path);
        }
        QList<QList<Json>> all;
        for (const ContextKey key : keys) {
            QList<Json> values;
            const auto document = reader.contexts.document(key);
            for (const JmesPath &path : paths)
                values.append(document ? path.evaluate(*document).value_or(Json()) : Json());
            all.append(values);
        }
        return all;
    });
}

QFuture<Result<Json>> Workspace::contextDocument(ContextKey key, int step) const
{
    return d->read<Json>([key, step](Reader &reader) { return reader.contexts.document(key, step); });
}

QFuture<Result<QList<TransitionRecord>>> Workspace::contextHistory(ContextKey key) const
{
    return d->read<QList<TransitionRecord>>([key](Reader &reader) { return reader.contexts.history(key); });
}

QFuture<Result<std::optional<ContextKey>>> Workspace::findContext(const QString &id) const
{
    return d->read<std::optional<ContextKey>>([id](Reader &reader) { return reader.contexts.find(id); });
}

QFuture<Result<StatusCounts>> Workspace::counts(const ContextFilter &filter) const
{
    return d->read<StatusCounts>([this, filter](Reader &reader) { return reader.contexts.counts(filter, d->among(reader, filter)); });
}

QFuture<Result<QList<FacetCount>>> Workspace::contextFacets(const ContextFilter &filter, ContextFacet facet) const
{
    return d->read<QList<FacetCount>>(
        [this, filter, facet](Reader &reader) { return reader.contexts.facets(filter, facet, d->among(reader, filter)); });
}

QFuture<Result<QList<RunSummary>>> Workspace::runs(int limit) const
{
    return d->read<QList<RunSummary>>([limit](Reader &reader) { return reader.contexts.runs(limit); });
}

QFuture<Result<QList<PipelineDefinition>>> Workspace::pipelines() const
{
    return d->read<QList<PipelineDefinition>>([](Reader &reader) -> Result<QList<PipelineDefinition>> {
        const auto stored = reader.catalog.pipelines();
        if (!stored)
            return std::unexpected(stored.error());
        QList<PipelineDefinition> all;
        for (const StoredPipeline &pipeline : *stored)
            all.append(pipeline.definition);
        return all;
    });
}

QFuture<Result<QList<ContentTemplate>>> Workspace::contentTemplates() const
{
    return d->read<QList<ContentTemplate>>([](Reader &reader) { return reader.catalog.templates(); });
}

QList<ComponentDescriptor> Workspace::components() const
{
    return d->registry.descriptors();
}

EngineState Workspace::engineState() const
{
    EngineState state = d->lastState;
    state.readOnly = d->file.readOnly;
    return state;
}

} // namespace Millrace
