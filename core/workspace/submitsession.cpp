// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/submitsession.h"

#include "ingest/inputreader.h"
#include "sdk/id.h"

#include <QFile>
#include <QFileInfo>

#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kBatchItems = 64;
constexpr qsizetype kBatchBytes = 4 * 1024 * 1024;
constexpr qsizetype kMostIds = 100'000; ///< ids told in the answer; the run has them all

/// The envelope of a document whose `data` stays in its file.
Json withData(const Json &envelope)
{
    Json document = envelope;
    document.insert("data", Json::object());
    return document;
}

/// The file that it lies in, or is.
FileIntake &fileOf(FileIntake &intake)
{
    return intake.within ? *intake.within : intake;
}

/// Why something was not taken, as the answer tells it. `id` is the context that keeps its bytes, if one does.
Json refusal(const QString &file, int line, const Error &error, const QString &id)
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
    return entry;
}

/// The saved pipeline that is meant by its id or title.
Result<std::optional<StoredPipeline>> pipelineNamed(WriteScope &scope, const QString &name)
{
    auto byId = scope.catalog.findPipeline(name);
    if (!byId || *byId)
        return byId;
    const auto all = scope.catalog.pipelines();
    if (!all)
        return std::unexpected(all.error());
    for (const StoredPipeline &pipeline : *all) {
        if (pipeline.definition.title.compare(name, Qt::CaseInsensitive) == 0)
            return pipeline;
    }
    return std::optional<StoredPipeline>();
}

} // namespace

SubmitSession::SubmitSession(Engine &engine, const ComponentRegistry &registry, const Submitter::Request &request)
    : m_engine(engine)
    , m_registry(registry)
    , m_request(request)
{}

Result<void> SubmitSession::prepare()
{
    const QString file = m_request.pipeline;
    if (!m_request.takesFiles) {
        // Here a name is no file that happens to lie where the program was started.
        return file.endsWith(".json"_L1) || file.contains(u'/')
            ? Result<void>(fail(ErrorCode::PermissionDenied, u"%1: an agent runs pipelines that are saved; save it first"_s.arg(file)))
            : Result<void>();
    }
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

QByteArray SubmitSession::gathers() const
{
    if (m_definition)
        return m_definition->extra.value("gather").utf8().toByteArray();
    if (m_request.pipeline.isEmpty())
        return {};
    auto future = m_engine.write([name = m_request.pipeline](WriteScope &scope) -> Result<Json> {
        return pipelineNamed(scope, name).transform([](const auto &known) { return known ? known->definition.extra.value("gather") : Json(); });
    });
    future.waitForFinished();
    const Result<Json> list = future.result();
    return list ? list->utf8().toByteArray() : QByteArray();
}

void SubmitSession::begin(const std::shared_ptr<FileIntake> &intake)
{
    if (intake && intake->row)
        m_watched.append(intake);
}

void SubmitSession::add(Item item)
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

void SubmitSession::take(Submission &&input, const std::shared_ptr<FileIntake> &intake)
{
    Item item;
    item.name = input.name;
    item.line = input.line;
    item.intake = intake;
    item.isWholeFile = input.isWholeFile;
    item.position = intake ? fileOf(*intake).found : 0;
    if (!input.notice.isEmpty() && !m_notices.contains(input.notice))
        m_notices.append(input.notice);
    if (input.error) {
        const bool kept = !input.original.isEmpty() && input.error->code != ErrorCode::FileRefused && input.error->code != ErrorCode::FileUnreadable;
        if (!kept) {
            refuse(input.name, input.line, *input.error);
            return;
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
    add(std::move(item));
}

bool SubmitSession::isFull() const
{
    return m_items.size() >= kBatchItems || m_bytes >= kBatchBytes;
}

void SubmitSession::refuse(const QString &file, int line, const Error &error)
{
    m_refused.append(refusal(file, line, error, {}));
}

Result<void> SubmitSession::flush()
{
    if (m_items.isEmpty() && m_watched.isEmpty())
        return {};
    auto future = m_engine.write([this](WriteScope &scope) { return writeItems(scope); });
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
    for (const Json &id : answer->value("added").items()) {
        if (m_added.size() < kMostIds)
            m_added.append(id);
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

Json SubmitSession::answer() const
{
    return Json::object({
        {"run", m_run.isEmpty() ? Json() : Json(m_run)},
        {"ids", m_ids},
        {"added", m_added},
        {"submitted", m_submitted},
        {"unchanged", m_unchanged},
        {"refused", m_refused},
        {"notices", Json::array(m_notices)},
    });
}

// --- engine thread, inside the group commit -------------------------------------------------------------------------------
Result<Json> SubmitSession::writeItems(WriteScope &scope)
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
        {"added", written.added},
        {"submitted", written.submitted},
        {"unchanged", written.unchanged},
        {"refused", written.refused},
        {"notices", Json::array(written.notices)},
    });
}

Result<DocumentRepository::Taken> SubmitSession::documentOf(WriteScope &scope, FileIntake &intake, qint64 actor, const Written &written)
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

Result<void> SubmitSession::writeRow(WriteScope &scope, FileIntake &intake, qint64 actor, const Written &written)
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
    row.done = intake.heldAt.value_or(intake.found);
    row.changedAt = scope.now;
    row.reason = intake.refusal ? intake.refusal->toJson() : Json();
    if (intake.isOver) {
        row.state = row.document && !intake.heldAt ? SourceFileState::Taken : SourceFileState::Failed;
        ++row.attempts;
        if (intake.heldAt)
            row.reason.insert("held_at", *intake.heldAt);
        else if (row.state == SourceFileState::Failed && row.reason.isNull())
            row.reason = Error::make(ErrorCode::FileRefused, u"%1: nothing in it is a document"_s.arg(row.path)).toJson();
        row.reader = row.reason.isNull() ? QString() : intake.reader;
    }
    const bool isGoneOnWith = row.state == SourceFileState::Taking || row.reason.contains("held_at");
    if (isGoneOnWith && !intake.gather.isEmpty()) {
        if (row.reason.isNull())
            row.reason = Json::object();
        row.reason.insert("gather", QString::fromUtf8(intake.gather));
    }
    if (auto saved = SourceRepository(scope.db).saveFile(written.source, row); !saved)
        return saved;
    m_rows.insert(row.path, row);
    return {};
}

Result<void> SubmitSession::writeItem(WriteScope &scope, const Item &item, const std::optional<std::shared_ptr<const Plan>> &forced, qint64 actor,
                                      Written &written)
{
    if (item.intake && fileOf(*item.intake).heldAt)
        return {}; // it waits with what was turned away before it
    auto plan = forced ? Result<std::shared_ptr<const Plan>>(*forced) : planOfDocument(scope, item, actor, written);
    if (!plan) {
        if (plan.error().category == ErrorCategory::Fatal)
            return std::unexpected(plan.error());
        turnAway(item, plan.error(), written);
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
    if (m_engine.pipelineState(pipelineId).state == PipelineState::Draining) {
        const Error closed = Error::make(ErrorCode::PipelineClosed, u"the pipeline \"%1\" is being drained and takes nothing new"_s.arg(pipelineId));
        turnAway(item, closed, written);
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
    submission.priority = m_request.priority.value_or(m_engine.pipelineState(pipelineId).priority);
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
    const auto done = m_engine.ledger().submit(scope, submission);
    if (!done) {
        if (done.error().code != ErrorCode::ContextExists)
            return std::unexpected(done.error());
        written.refused.append(refusal(item.name, item.line, done.error(), {}));
        if (item.intake && !fileOf(*item.intake).refusal)
            fileOf(*item.intake).refusal = done.error();
        return {};
    }
    if (taken) {
        if (auto linked = DocumentRepository(scope.db).link(done->row.key, taken->key, !item.isWholeFile); !linked)
            return linked;
        if (const FileIntake &file = fileOf(*item.intake); file.row && done->what == Ledger::Submitted::Added)
            ++m_submittedOf[file.row->path];
    }
    if (done->what == Ledger::Submitted::Unchanged) {
        ++written.unchanged;
        written.ids.append(done->id);
        return {};
    }
    ++written.submitted;
    written.added.append(done->id);
    if (item.refusal)
        written.refused.append(refusal(item.name, item.line, *item.refusal, done->id));
    else
        written.ids.append(done->id);
    return {};
}

void SubmitSession::turnAway(const Item &item, const Error &error, Written &written)
{
    written.refused.append(refusal(item.name, item.line, error, {}));
    if (!item.intake || !fileOf(*item.intake).row)
        return;
    FileIntake &file = fileOf(*item.intake);
    file.heldAt = item.position - 1;
    file.refusal = error;
}

Result<void> SubmitSession::ensureRun(WriteScope &scope, const Plan &plan, qint64 actor, Written &written)
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

Result<std::shared_ptr<const Plan>> SubmitSession::planOfDocument(WriteScope &scope, const Item &item, qint64 actor, Written &written)
{
    const Json &pipeline = item.document.pipeline;
    if (!pipeline.isString() && !pipeline.isArray())
        return fail(ErrorCode::ContextInvalid, u"the document names no pipeline, and none was given"_s, Json::object({{"path", "/pipeline"}}));
    const QByteArray said = pipeline.toBytes();
    if (const auto known = written.plans.constFind(said); known != written.plans.cend())
        return *known;
    auto plan = pipeline.isString() ? planNamed(scope, pipeline.toString(), actor) : planOfList(scope, pipeline.toStringList(), actor);
    if (plan)
        written.plans.insert(said, *plan);
    return plan;
}

Result<std::shared_ptr<const Plan>> SubmitSession::planNamed(WriteScope &scope, const QString &name, qint64 actor)
{
    const auto known = pipelineNamed(scope, name);
    if (!known)
        return std::unexpected(known.error());
    if (*known) {
        if (const auto may = m_request.mayStart ? m_request.mayStart((*known)->definition.id) : Result<void>(); !may)
            return std::unexpected(may.error());
        return m_engine.plan(scope, (*known)->key);
    }
    if (name.contains(u',') || m_registry.find(name)) {
        QStringList components = name.split(u',', Qt::SkipEmptyParts);
        for (QString &component : components)
            component = component.trimmed();
        return planOfList(scope, components, actor);
    }
    return fail(ErrorCode::NotFound, u"there is no pipeline \"%1\""_s.arg(name), Json::object({{"pipeline", name}}));
}

Result<std::shared_ptr<const Plan>> SubmitSession::planOfList(WriteScope &scope, const QStringList &components, qint64 actor)
{
    const auto all = scope.catalog.pipelines();
    if (!all)
        return std::unexpected(all.error());
    const Json list = Json::array(components);
    for (const StoredPipeline &pipeline : *all) {
        if (pipeline.definition.isChain() && pipeline.definition.shorthand() == list)
            return m_engine.plan(scope, pipeline.key);
    }
    const auto definition = PipelineDefinition::fromJson(list);
    if (!definition)
        return std::unexpected(definition.error());
    return planOfDefinition(scope, *definition, actor);
}

Result<std::shared_ptr<const Plan>> SubmitSession::planOfDefinition(WriteScope &scope, const PipelineDefinition &definition, qint64 actor)
{
    if (const auto compiled = Plan::compile(0, definition, m_registry); !compiled)
        return fail(ErrorCode::PipelineInvalid, compiled.error().text, compiled.error().detail);
    const auto stored = scope.catalog.savePipeline(definition, actor, scope.now);
    if (!stored)
        return std::unexpected(stored.error());
    return m_engine.plan(scope, stored->key);
}

} // namespace Millrace
