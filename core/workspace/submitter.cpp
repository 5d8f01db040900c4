// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/submitter.h"

#include "ingest/inputreader.h"
#include "sdk/id.h"
#include "workspace/fileintake.h"
#include "workspace/readingdesk.h"

#include <QFile>
#include <QFileInfo>

#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kBatchItems = 64;
constexpr qsizetype kBatchBytes = 4 * 1024 * 1024;
constexpr qsizetype kMostIds = 100'000; ///< ids told in the answer; the run has them all

} // namespace

/// One document on its way in, and what came of it.
struct Submitter::Item
{
    ContextDocument document;
    QByteArray digest;
    std::optional<Sealed> keyframe;
    QByteArray raw;
    std::optional<Error> refusal;
    QString name;
    int line = 0;
    std::optional<NewSubmission::LargeData> large;
    std::shared_ptr<FileIntake> intake; ///< the file that it came from; null: none
    bool isWholeFile = false;
};

/// One submission of many documents: gathers, writes group after group, and keeps the account.
class Submitter::Session
{
public:
    Session(Submitter &submitter, const Request &request)
        : m_submitter(submitter)
        , m_request(request)
    {}

    /// Looks at the request before anything is read.
    Result<void> prepare()
    {
        const QString file = m_request.pipeline;
        if (!file.endsWith(".json"_L1) && !QFileInfo(file).isFile())
            return {};
        QFile source(file);
        if (!source.open(QIODevice::ReadOnly))
            return file.endsWith(".json"_L1) ? Result<void>(fail(ErrorCode::FileUnreadable, u"%1: %2"_s.arg(file, source.errorString())))
                                             : Result<void>();
        const auto json = Json::parseStrict(source.readAll());
        if (!json)
            return fail(json.error().code, u"%1: %2"_s.arg(file, json.error().text), json.error().detail);
        auto definition = PipelineDefinition::fromJson(*json);
        if (!definition)
            return std::unexpected(definition.error());
        m_definition = std::move(*definition);
        return {};
    }

    /// What is added from now on comes from this file.
    void begin(const std::shared_ptr<FileIntake> &intake)
    {
        m_intake = intake;
        if (intake && intake->row)
            m_watched.append(intake);
    }
    void setSource(qint64 key) { m_source = key; }

    void add(Item item)
    {
        if (item.intake && item.isWholeFile) {
            item.intake->document.title = titleOf(item.document.data, item.intake->document.name);
            if (!item.refusal)
                item.document.data.insert("original", originalJson(*item.intake));
        }
        if (!item.large)
            item.keyframe = seal(item.document.data.toBytes()); // here, not on the engine's thread
        m_bytes += item.digest.size() + item.raw.size() + (item.intake ? item.intake->document.size : 0);
        m_items.append(std::move(item));
    }

    [[nodiscard]] bool isFull() const { return m_items.size() >= kBatchItems || m_bytes >= kBatchBytes; }

    void refuse(const QString &file, int line, const Error &error, const QString &id = {})
    {
        Json entry = Json::object({
            {"file", file},
            {"line", line},
            {"path", error.detail.value("path")},
            {"code", errorCodeName(error.code)},
            {"text", error.text},
        });
        if (!id.isEmpty())
            entry.insert("id", id);
        m_refused.append(entry);
    }

    /// Writes what has been gathered in one group commit; waits for it, which is how a fast reader is held back.
    Result<void> flush()
    {
        if (m_items.isEmpty() && m_watched.isEmpty())
            return {};
        auto future = m_submitter.m_engine.write([this](WriteScope &scope) { return writeItems(scope); });
        future.waitForFinished();
        const Result<Json> answer = future.result();
        if (answer) {
            for (const auto &[intake, taken] : m_taken)
                intake->taken = taken;
            for (const auto &intake : std::as_const(m_watched)) {
                intake->row = m_rows.value(intake->row->path, *intake->row);
                intake->submitted += m_submittedOf.value(intake->row->path);
            }
            // The bytes are stored: what else comes from the same file needs its key alone.
            for (const Item &item : std::as_const(m_items)) {
                if (item.intake)
                    item.intake->original.reset();
            }
        }
        m_items.clear();
        m_bytes = 0;
        m_watched.removeIf([](const std::shared_ptr<FileIntake> &intake) { return intake->isOver; });
        if (!answer)
            return std::unexpected(answer.error());
        m_run = answer->value("run").toString();
        for (const Json &id : answer->value("ids").items()) {
            if (m_ids.size() < kMostIds)
                m_ids.append(id);
        }
        m_submitted += answer->value("submitted").toInt();
        m_unchanged += answer->value("unchanged").toInt();
        for (const Json &refused : answer->value("refused").items())
            m_refused.append(refused);
        for (const Json &notice : answer->value("notices").items()) {
            if (!m_notices.contains(notice.toString()))
                m_notices.append(notice.toString());
        }
        return {};
    }

    [[nodiscard]] Json answer() const
    {
        return Json::object({
            {"run", m_run.isEmpty() ? Json() : Json(m_run)},
            {"ids", m_ids},
            {"submitted", m_submitted},
            {"unchanged", m_unchanged},
            {"refused", m_refused},
            {"notices", Json::array(m_notices)},
        });
    }

private:
    // --- engine thread, inside the group commit ----------------------------------------------------------------------------
    Result<Json> writeItems(WriteScope &scope)
    {
        const auto actor = scope.catalog.findPrincipal(m_request.actor);
        if (!actor)
            return std::unexpected(actor.error());
        if (!*actor)
            return fail(ErrorCode::PermissionDenied, u"nobody here is called \"%1\""_s.arg(m_request.actor));
        const qint64 actorKey = (*actor)->key;
        Written written;
        m_taken.clear();
        m_rows.clear();
        m_submittedOf.clear();
        if (!m_source) {
            SourceRepository sources(scope.db);
            const auto source = sources.ensure(m_request.source, m_request.source, actorKey, scope.now);
            if (!source)
                return std::unexpected(source.error());
            written.source = *source;
        } else {
            written.source = *m_source;
        }
        std::optional<std::shared_ptr<const Plan>> forced;
        if (!m_request.pipeline.isEmpty()) {
            auto plan = m_definition ? planOfDefinition(scope, *m_definition, actorKey) : planNamed(scope, m_request.pipeline, actorKey);
            if (!plan)
                return std::unexpected(plan.error());
            forced = *plan;
        }
        for (const Item &item : m_items) {
            if (auto done = writeItem(scope, item, forced, actorKey, written); !done)
                return std::unexpected(done.error());
        }
        for (const auto &intake : std::as_const(m_watched)) {
            if (auto done = writeRow(scope, *intake, actorKey, written); !done)
                return std::unexpected(done.error());
        }
        return Json::object({
            {"run", written.runId},
            {"ids", written.ids},
            {"submitted", written.submitted},
            {"unchanged", written.unchanged},
            {"refused", written.refused},
            {"notices", Json::array(written.notices)},
        });
    }

    struct Written
    {
        QString runId;
        std::optional<qint64> run;
        Json ids = Json::array();
        Json refused = Json::array();
        QStringList notices;
        qint64 submitted = 0;
        qint64 unchanged = 0;
        qint64 source = 0;
    };

    /// The document of a file, made with the first that comes from it.
    Result<DocumentRepository::Taken> documentOf(WriteScope &scope, FileIntake &intake, qint64 actor, const Written &written)
    {
        if (intake.taken)
            return *intake.taken;
        if (const auto known = m_taken.find(&intake); known != m_taken.end())
            return known->second;
        auto taken = writeDocument(scope, intake, written.source, actor);
        if (taken)
            m_taken.emplace(&intake, *taken);
        return taken;
    }

    /// What became of a watched file, in the commit that takes it in.
    Result<void> writeRow(WriteScope &scope, FileIntake &intake, qint64 actor, const Written &written)
    {
        StoredSourceFile row = *intake.row;
        if (intake.keepsAlone) {
            if (auto taken = documentOf(scope, intake, actor, written); !taken)
                return std::unexpected(taken.error());
        }
        const auto taken = m_taken.find(&intake);
        if (taken != m_taken.end())
            row.document = taken->second.key;
        else if (intake.taken)
            row.document = intake.taken->key;
        row.hash = intake.info().hash;
        row.done = intake.found;
        row.changedAt = scope.now;
        row.reason = intake.refusal ? intake.refusal->toJson() : Json();
        if (intake.isOver) {
            row.state = row.document ? SourceFileState::Taken : SourceFileState::Failed;
            ++row.attempts;
        }
        if (auto saved = SourceRepository(scope.db).saveFile(written.source, row); !saved)
            return saved;
        m_rows.insert(row.path, row);
        return {};
    }

    static void note(Written &written, const Item &item, const Error &error, const QString &id = {})
    {
        Json entry = Json::object({
            {"file", item.name},
            {"line", item.line},
            {"path", error.detail.value("path")},
            {"code", errorCodeName(error.code)},
            {"text", error.text},
        });
        if (!id.isEmpty())
            entry.insert("id", id);
        written.refused.append(entry);
    }

    Result<void> writeItem(WriteScope &scope, const Item &item, const std::optional<std::shared_ptr<const Plan>> &forced, qint64 actor,
                           Written &written)
    {
        auto plan = forced ? Result<std::shared_ptr<const Plan>>(*forced) : planOfDocument(scope, item, actor);
        if (!plan) {
            if (plan.error().category == ErrorCategory::Fatal)
                return std::unexpected(plan.error());
            note(written, item, plan.error());
            return {};
        }
        const Json &own = item.document.pipeline;
        if (forced && own.isArray() && own != (*plan)->definition().shorthand()) {
            const QString notice
                = u"the documents name the pipeline %1; \"%2\" is used instead"_s.arg(own.toStringList().join(u", "_s), (*plan)->definition().id);
            if (!written.notices.contains(notice))
                written.notices.append(notice);
        }
        if (const auto run = ensureRun(scope, **plan, actor, written); !run)
            return run;
        const QString &pipelineId = (*plan)->definition().id;
        if (m_submitter.m_engine.pipelineState(pipelineId).state == PipelineState::Draining) {
            note(written, item,
                 Error::make(ErrorCode::PipelineClosed, u"the pipeline \"%1\" is being drained and takes nothing new"_s.arg(pipelineId)));
            return {};
        }
        std::optional<DocumentRepository::Taken> taken;
        if (item.intake) {
            auto document = documentOf(scope, *item.intake, actor, written);
            if (!document)
                return std::unexpected(document.error());
            taken = *document;
        }
        NewSubmission submission;
        submission.priority = m_request.priority.value_or(m_submitter.m_engine.pipelineState(pipelineId).priority);
        submission.document = item.document;
        submission.digestBytes = item.digest;
        submission.keyframe = item.keyframe;
        submission.plan = *plan;
        submission.run = *written.run;
        submission.actor = actor;
        submission.refusal = item.refusal;
        submission.source = item.name;
        submission.rawBytes = item.raw;
        submission.large = item.large;
        if (taken && item.isWholeFile && !item.refusal && !taken->duplicateOf.isEmpty()) {
            Json original = submission.document.data.value("original");
            original.insert("duplicate_of", taken->duplicateOf);
            submission.document.data.insert("original", original);
            submission.keyframe = seal(submission.document.data.toBytes());
        }
        const auto done = m_submitter.m_engine.ledger().submit(scope, submission);
        if (!done) {
            if (done.error().code != ErrorCode::ContextExists)
                return std::unexpected(done.error());
            note(written, item, done.error());
            if (item.intake && !item.intake->refusal)
                item.intake->refusal = done.error();
            return {};
        }
        if (taken) {
            if (auto linked = DocumentRepository(scope.db).link(done->row.key, taken->key); !linked)
                return linked;
            if (item.intake->row && done->what == Ledger::Submitted::Added)
                ++m_submittedOf[item.intake->row->path];
        }
        if (done->what == Ledger::Submitted::Unchanged) {
            ++written.unchanged;
            written.ids.append(done->id);
            return {};
        }
        ++written.submitted;
        if (item.refusal)
            note(written, item, *item.refusal, done->id);
        else
            written.ids.append(done->id);
        return {};
    }

    Result<void> ensureRun(WriteScope &scope, const Plan &plan, qint64 actor, Written &written)
    {
        if (written.run)
            return {};
        const QString wanted = m_run.isEmpty() ? m_request.run : m_run;
        if (!wanted.isEmpty()) {
            const auto known = scope.catalog.findRun(wanted);
            if (!known)
                return std::unexpected(known.error());
            if (!*known && !m_request.makesRun)
                return fail(ErrorCode::NotFound, u"there is no run \"%1\""_s.arg(wanted));
            written.runId = wanted;
            if (*known) {
                written.run = **known;
                return {};
            }
        }
        if (written.runId.isEmpty())
            written.runId = newId();
        const auto added = scope.catalog.addRun(written.runId, plan.key(), m_request.title, actor, scope.now);
        if (!added)
            return std::unexpected(added.error());
        written.run = *added;
        return {};
    }

    Result<std::shared_ptr<const Plan>> planOfDocument(WriteScope &scope, const Item &item, qint64 actor)
    {
        const Json &pipeline = item.document.pipeline;
        if (pipeline.isString())
            return planNamed(scope, pipeline.toString(), actor);
        if (pipeline.isArray())
            return planOfList(scope, pipeline.toStringList(), actor);
        return fail(ErrorCode::ContextInvalid, u"the document names no pipeline, and none was given"_s, Json::object({{"path", "/pipeline"}}));
    }

    Result<std::shared_ptr<const Plan>> planNamed(WriteScope &scope, const QString &name, qint64 actor)
    {
        const auto byId = scope.catalog.findPipeline(name);
        if (!byId)
            return std::unexpected(byId.error());
        if (*byId)
            return m_submitter.m_engine.plan(scope, (*byId)->key);
        const auto all = scope.catalog.pipelines();
        if (!all)
            return std::unexpected(all.error());
        for (const StoredPipeline &pipeline : *all) {
            if (pipeline.definition.title.compare(name, Qt::CaseInsensitive) == 0)
                return m_submitter.m_engine.plan(scope, pipeline.key);
        }
        if (name.contains(u',') || m_submitter.m_registry.find(name)) {
            QStringList components = name.split(u',', Qt::SkipEmptyParts);
            for (QString &component : components)
                component = component.trimmed();
            return planOfList(scope, components, actor);
        }
        return fail(ErrorCode::NotFound, u"there is no pipeline \"%1\""_s.arg(name), Json::object({{"pipeline", name}}));
    }

    Result<std::shared_ptr<const Plan>> planOfList(WriteScope &scope, const QStringList &components, qint64 actor)
    {
        const auto all = scope.catalog.pipelines();
        if (!all)
            return std::unexpected(all.error());
        const Json list = Json::array(components);
        for (const StoredPipeline &pipeline : *all) {
            if (pipeline.definition.isChain() && pipeline.definition.shorthand() == list)
                return m_submitter.m_engine.plan(scope, pipeline.key);
        }
        const auto definition = PipelineDefinition::fromJson(list);
        if (!definition)
            return std::unexpected(definition.error());
        return planOfDefinition(scope, *definition, actor);
    }

    Result<std::shared_ptr<const Plan>> planOfDefinition(WriteScope &scope, const PipelineDefinition &definition, qint64 actor)
    {
        if (const auto compiled = Plan::compile(0, definition, m_submitter.m_registry); !compiled)
            return fail(ErrorCode::PipelineInvalid, compiled.error().text, compiled.error().detail);
        const auto stored = scope.catalog.savePipeline(definition, actor, scope.now);
        if (!stored)
            return std::unexpected(stored.error());
        return m_submitter.m_engine.plan(scope, stored->key);
    }

    Submitter &m_submitter;
    Request m_request;
    std::optional<PipelineDefinition> m_definition;
    std::optional<qint64> m_source; ///< its key, where it is known
    QList<Item> m_items;
    qsizetype m_bytes = 0;
    std::shared_ptr<FileIntake> m_intake;
    QList<std::shared_ptr<FileIntake>> m_watched; ///< whose rows the next commit writes
    /// What the running commit makes; it counts once that is there.
    std::map<FileIntake *, DocumentRepository::Taken> m_taken;
    QHash<QString, StoredSourceFile> m_rows;
    QHash<QString, qint64> m_submittedOf;
    QString m_run;
    Json m_ids = Json::array();
    Json m_refused = Json::array();
    QStringList m_notices;
    qint64 m_submitted = 0;
    qint64 m_unchanged = 0;
};

namespace {

/// The envelope of a document whose `data` stays in its file.
Json withData(const Json &envelope)
{
    Json document = envelope;
    document.insert("data", Json::object());
    return document;
}

/// A document that came without S2's envelope is S2's `data`.
Json withEnvelope(const Json &document)
{
    return document.value("data").isObject() ? document : Json::object({{"data", document}});
}

} // namespace

namespace {

/// The place at the desk of the document that is being read, if there is a desk.
class OpenReading
{
public:
    explicit OpenReading(ReadingDesk *desk)
        : m_desk(desk)
    {}
    void add(const QString &path, const ExtractedDocument &soFar)
    {
        if (!m_desk)
            return;
        if (!m_reading)
            m_reading = std::make_unique<ReadingDesk::Reading>(*m_desk);
        m_reading->add(path, soFar);
    }
    [[nodiscard]] bool isStopped() const { return m_reading && m_reading->isStopped(); }
    [[nodiscard]] bool isShown() const { return m_reading && m_reading->isShown(); }
    void end() { m_reading.reset(); }

private:
    ReadingDesk *m_desk;
    std::unique_ptr<ReadingDesk::Reading> m_reading;
};

} // namespace

Submitter::Submitter(Engine &engine, const ComponentRegistry &registry, const DocumentReader *documents, ReadingDesk *desk)
    : m_engine(engine)
    , m_registry(registry)
    , m_documents(documents)
    , m_desk(desk)
{
    m_pool.setMaxThreadCount(2);
}

Submitter::~Submitter()
{
    m_closing = true;
    m_pool.waitForDone();
}

Result<void> Submitter::checkPipeline(WriteScope &scope, const ComponentRegistry &registry, const QString &name)
{
    const auto all = scope.catalog.pipelines();
    if (!all)
        return std::unexpected(all.error());
    for (const StoredPipeline &pipeline : *all) {
        if (pipeline.definition.id == name || pipeline.definition.title.compare(name, Qt::CaseInsensitive) == 0)
            return {};
    }
    const auto definition = PipelineDefinition::fromJson(Json::array(name.split(u',', Qt::SkipEmptyParts)));
    if (!definition || !Plan::compile(0, *definition, registry))
        return fail(ErrorCode::NotFound, u"there is no pipeline \"%1\""_s.arg(name), Json::object({{"pipeline", name}}));
    return {};
}

bool Submitter::isStored(const QString &hash) const
{
    auto future = m_engine.write([hash](WriteScope &scope) -> Result<Json> {
        return OriginalRepository(scope.db).find(hash).transform([](const auto &found) { return Json(found.has_value()); });
    });
    future.waitForFinished();
    const Result<Json> answer = future.result();
    return answer && answer->toBool();
}

/// What the reader delivers, as the session takes it; false: it is refused and noted.
bool Submitter::take(Session &session, Millrace::Submission &&input, const std::shared_ptr<FileIntake> &intake)
{
    Item item;
    item.name = input.name;
    item.line = input.line;
    item.intake = intake;
    item.isWholeFile = input.isWholeFile;
    if (input.error) {
        const bool kept = !input.original.isEmpty() && input.error->code != ErrorCode::FileRefused && input.error->code != ErrorCode::FileUnreadable;
        if (!kept) {
            session.refuse(input.name, input.line, *input.error);
            return false;
        }
        item.refusal = input.error;
        item.raw = input.original;
    } else if (auto document = ContextDocument::fromJson(input.large ? withData(input.document) : input.document)) {
        item.document = std::move(*document);
        item.digest = input.document.toBytes();
        if (input.large) {
            item.large = {input.large->path, input.large->dataFrom, input.large->dataTo};
            item.digest += intake ? intake->info().hash.toLatin1() : QByteArray();
        }
    } else {
        const QString where = input.line > 0 ? u"%1:%2"_s.arg(input.name).arg(input.line) : input.name;
        item.refusal = document.error();
        item.refusal->text = where + u": "_s + item.refusal->text;
        item.raw = input.original;
    }
    if (item.refusal) {
        item.digest = item.raw;
        item.document.data = Json::object({{"source_name", item.name}});
        item.document.type = u"document"_s;
    }
    session.add(std::move(item));
    return true;
}

/// Whether something comes of it, so that the file it came from is to be kept.
static bool isKept(const Millrace::Submission &input)
{
    return !input.error
        || (!input.original.isEmpty() && input.error->code != ErrorCode::FileRefused && input.error->code != ErrorCode::FileUnreadable);
}

/// The intake of a document that lies within the file that is being read (an attachment): of its own where its bytes are at hand.
static std::shared_ptr<FileIntake> within(Millrace::Submission &input, const std::shared_ptr<FileIntake> &file)
{
    if (input.original.isEmpty() || input.line > 0 || !file)
        return file;
    auto own = std::make_shared<FileIntake>();
    takeBytes(*own, input.name, input.original, input.mediaType);
    own->document.path = input.name;
    own->document.modifiedAt = file->document.modifiedAt;
    input.isWholeFile = true;
    return own;
}

QFuture<Result<Json>> Submitter::files(const Request &request, const QStringList &paths)
{
    auto promise = std::make_shared<QPromise<Result<Json>>>();
    promise->start();
    auto future = promise->future();
    m_pool.start([this, request, paths, promise] {
        Session session(*this, request);
        Result<void> going = session.prepare();
        int seen = 0;
        InputOptions options;
        options.takesLarge = true;
        options.documents = m_documents;
        // A document of many pages shows them as they come; then documents count again.
        bool inPages = false;
        OpenReading reading(m_desk);
        options.onPages = [promise, &inPages, &reading](const QString &name, const ExtractedDocument &soFar) {
            if (!std::exchange(inPages, true))
                promise->setProgressRange(0, soFar.partCount);
            promise->setProgressValue(static_cast<int>(soFar.parts.size()));
            reading.add(name, soFar);
        };
        options.isEnough = [&reading] { return reading.isStopped(); };
        const auto isCancelled = [&] { return m_closing || promise->isCanceled(); };
        QString current;
        std::shared_ptr<FileIntake> intake;
        const auto take = [&](Millrace::Submission &&input) {
            if (std::exchange(inPages, false))
                promise->setProgressRange(0, 0);
            promise->setProgressValue(++seen);
            if (!current.isEmpty() && input.name.startsWith(current + u'/')) {
                const auto inner = within(input, intake);
                (void)Submitter::take(session, std::move(input), inner);
                if (session.isFull())
                    going = session.flush();
                return going.has_value();
            }
            if (input.name != current) {
                current = input.name;
                intake.reset();
            }
            if (!intake && isKept(input)) {
                auto begun = std::make_shared<FileIntake>();
                Result<void> read = readOriginal(*begun, current, input.isWholeFile ? input.original : QByteArray(), input.mediaType);
                if (read)
                    read = storeLarge(m_engine, *begun, current, isCancelled);
                if (!read && read.error().code != ErrorCode::FileUnreadable) {
                    going = read;
                    return false;
                }
                if (!read) {
                    session.refuse(input.name, input.line, read.error());
                    reading.end();
                    return true;
                }
                begun->document.title = begun->document.name;
                intake = std::move(begun);
            }
            (void)Submitter::take(session, std::move(input), intake);
            // What was shown as it came is not to vanish until it is there.
            if (session.isFull() || reading.isShown())
                going = session.flush();
            reading.end();
            return going.has_value();
        };
        if (going)
            InputReader(options).read(paths, take, isCancelled);
        if (going)
            going = session.flush();
        if (going && isCancelled())
            going = fail(ErrorCode::Cancelled, u"the reading was stopped; what had been read is submitted"_s, session.answer());
        promise->addResult(going ? Result<Json>(session.answer()) : Result<Json>(std::unexpected(going.error())));
        promise->finish();
    });
    return future;
}

QFuture<Result<Json>> Submitter::content(const Request &request, const QString &name, const QByteArray &bytes)
{
    auto promise = std::make_shared<QPromise<Result<Json>>>();
    promise->start();
    auto future = promise->future();
    m_pool.start([this, request, name, bytes, promise] {
        Session session(*this, request);
        Result<void> going = session.prepare();
        std::shared_ptr<FileIntake> intake;
        const auto take = [&](Millrace::Submission &&input) {
            if (!intake && isKept(input)) {
                intake = std::make_shared<FileIntake>();
                takeBytes(*intake, name, bytes, input.mediaType);
                intake->document.title = name;
            }
            (void)Submitter::take(session, std::move(input), intake);
            if (session.isFull())
                going = session.flush();
            return going.has_value();
        };
        InputOptions options;
        options.documents = m_documents;
        OpenReading reading(m_desk);
        options.onPages = [&reading](const QString &of, const ExtractedDocument &soFar) { reading.add(of, soFar); };
        options.isEnough = [&reading] { return reading.isStopped(); };
        if (going)
            InputReader(options).readBytes(name, bytes, take);
        if (going)
            going = session.flush();
        promise->addResult(going ? Result<Json>(session.answer()) : Result<Json>(std::unexpected(going.error())));
        promise->finish();
    });
    return future;
}

Result<void> Submitter::watched(const Request &request, const Watching &watching, QList<WatchedFile> &files, const std::function<bool()> &isCancelled)
{
    Session session(*this, request);
    session.setSource(watching.source);
    Result<void> going = session.prepare();
    InputOptions options;
    options.takesLarge = true;
    options.documents = m_documents;
    options.maxFolders = 0;
    OpenReading reading(m_desk);
    options.onPages = [&reading](const QString &name, const ExtractedDocument &soFar) { reading.add(name, soFar); };
    options.isEnough = [&reading] { return reading.isStopped(); };
    const auto isStopped = [&] { return m_closing || isCancelled(); };
    std::vector<std::pair<std::shared_ptr<FileIntake>, qsizetype>> intakes;
    for (qsizetype i = 0; going && i < files.size() && !isStopped(); ++i) {
        WatchedFile &file = files[i];
        auto intake = std::make_shared<FileIntake>();
        // Whatever cannot be read is a row of its own too, with the reason.
        Result<void> read = readOriginal(*intake, file.path, {}, {});
        const bool sameBytes = read && intake->info().hash == file.row.hash;
        intake->row = file.row;
        intake->row->reader.clear();
        intakes.emplace_back(intake, i);
        if (!read)
            intake->refusal = read.error();
        if (read && sameBytes && file.row.document && file.row.state != SourceFileState::Taking) {
            // Touched, or copied over itself: nothing new.
            intake->found = file.row.done;
            intake->isOver = true;
            session.begin(intake);
            continue;
        }
        if (read && watching.linksDuplicates && isStored(intake->info().hash)) {
            intake->keepsAlone = intake->isOver = true;
            intake->document.title = intake->document.name;
            going = storeLarge(m_engine, *intake, file.path, isStopped);
            session.begin(intake);
            continue;
        }
        intake->row->state = SourceFileState::Taking;
        // What an earlier try has written of the same bytes is passed over.
        const qint64 toSkip = sameBytes && file.row.state == SourceFileState::Taking ? file.row.done : 0;
        if (toSkip == 0)
            intake->row->document.reset();
        intake->document.title = intake->document.name;
        session.begin(intake);
        if (read) {
            InputReader(options).read(
                {file.path},
                [&](Millrace::Submission &&input) {
                    if (stampOf(file.path) != intake->stamp) {
                        // What is read now is not what was hashed; the next look begins anew.
                        file.problem = Error::make(ErrorCode::FileUnreadable, u"%1: changes while it is read"_s.arg(file.path));
                        return false;
                    }
                    if (++intake->found <= toSkip)
                        return true;
                    if (isKept(input)) {
                        if (auto stored = storeLarge(m_engine, *intake, file.path, isStopped); !stored) {
                            going = stored;
                            return false;
                        }
                    }
                    if (input.error && !intake->refusal)
                        intake->refusal = input.error;
                    if (isKept(input) && input.isWholeFile)
                        setMediaType(*intake, input.mediaType);
                    const bool isWithin = input.name.startsWith(file.path + u'/');
                    const auto whose = isWithin ? within(input, intake) : intake;
                    (void)take(session, std::move(input), whose);
                    if (session.isFull())
                        going = session.flush();
                    return going.has_value();
                },
                isStopped);
        }
        if (intake->refusal)
            intake->row->reader = watching.reader();
        // A file that is left in the middle goes on from there another time.
        intake->isOver = going && !isStopped() && !file.problem;
        if (going && (session.isFull() || reading.isShown()))
            going = session.flush();
        reading.end();
    }
    if (going)
        going = session.flush();
    for (const auto &[intake, i] : intakes) {
        if (going || intake->taken)
            files[i].row = *intake->row;
        files[i].submitted = intake->submitted;
        if (!going)
            files[i].problem = going.error();
    }
    return going;
}

QFuture<Result<Json>> Submitter::documents(const Request &request, const Json &documents)
{
    auto promise = std::make_shared<QPromise<Result<Json>>>();
    promise->start();
    auto future = promise->future();
    m_pool.start([this, request, documents, promise] {
        Session session(*this, request);
        Result<void> going = session.prepare();
        for (qsizetype i = 0; going && i < documents.size(); ++i) {
            const Json json = withEnvelope(documents.at(i));
            auto document = ContextDocument::fromJson(json);
            if (!document) {
                session.refuse({}, static_cast<int>(i + 1), document.error());
                continue;
            }
            Item item;
            item.line = static_cast<int>(i + 1);
            item.digest = json.toBytes();
            item.document = std::move(*document);
            session.add(std::move(item));
            if (session.isFull())
                going = session.flush();
        }
        if (going)
            going = session.flush();
        promise->addResult(going ? Result<Json>(session.answer()) : Result<Json>(std::unexpected(going.error())));
        promise->finish();
    });
    return future;
}

} // namespace Millrace
