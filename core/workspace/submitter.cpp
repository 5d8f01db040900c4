// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/submitter.h"

#include "ingest/gatherer.h"
#include "workspace/readingdesk.h"
#include "workspace/submitsession.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// A document that came without S2's envelope is S2's `data`.
Json withEnvelope(const Json &document)
{
    return document.value("data").isObject() ? document : Json::object({{"data", document}});
}

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

/// Whether something comes of it, so that the file it came from is to be kept.
static bool isKept(const Submission &input)
{
    return !input.error
        || (!input.original.isEmpty() && input.error->code != ErrorCode::FileRefused && input.error->code != ErrorCode::FileUnreadable);
}

/// The intake of a document that lies within the file that is being read (an attachment): of its own where its bytes are at hand.
static std::shared_ptr<FileIntake> within(Submission &input, const std::shared_ptr<FileIntake> &file)
{
    if (input.original.isEmpty() || input.line > 0 || !file)
        return file;
    auto own = std::make_shared<FileIntake>();
    takeBytes(*own, input.name, input.original, input.mediaType);
    own->within = file;
    // Of a file without a place nothing has one; another that is called the same is no version of it.
    if (!file->document.path.isEmpty())
        own->document.path = input.name;
    own->document.isNew = file->document.isNew;
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
        SubmitSession session(m_engine, m_registry, request);
        Result<void> going = session.prepare();
        int seen = 0;
        InputOptions options;
        options.followsLinks = request.followsLinks;
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
        const auto take = [&](Submission &&input) {
            if (std::exchange(inPages, false))
                promise->setProgressRange(0, 0);
            promise->setProgressValue(++seen);
            if (!current.isEmpty() && input.name.startsWith(current + u'/')) {
                const auto inner = within(input, intake);
                session.take(std::move(input), inner);
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
            session.take(std::move(input), intake);
            // What was shown as it came is not to vanish until it is there.
            if (session.isFull() || reading.isShown())
                going = session.flush();
            reading.end();
            return going.has_value();
        };
        if (going) {
            Gatherer gatherer(session.gathers(), take);
            InputReader(options).read(paths, [&gatherer](Submission &&input) { return gatherer.take(std::move(input)); }, isCancelled);
            if (!isCancelled()) // a list of what was read so far would pass for all of it
                gatherer.finish();
        }
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
        SubmitSession session(m_engine, m_registry, request);
        Result<void> going = session.prepare();
        std::shared_ptr<FileIntake> intake;
        const auto take = [&](Submission &&input) {
            if (!intake && isKept(input)) {
                intake = std::make_shared<FileIntake>();
                takeBytes(*intake, name, bytes, input.mediaType);
                intake->document.title = name;
            }
            const auto whose = input.name.startsWith(name + u'/') ? within(input, intake) : intake;
            session.take(std::move(input), whose);
            if (session.isFull())
                going = session.flush();
            return going.has_value();
        };
        InputOptions options;
        options.documents = m_documents;
        OpenReading reading(m_desk);
        options.onPages = [&reading](const QString &of, const ExtractedDocument &soFar) { reading.add(of, soFar); };
        options.isEnough = [&reading] { return reading.isStopped(); };
        if (going) {
            Gatherer gatherer(session.gathers(), take);
            InputReader(options).readBytes(name, bytes, [&gatherer](Submission &&input) { return gatherer.take(std::move(input)); });
            gatherer.finish();
        }
        if (going)
            going = session.flush();
        promise->addResult(going ? Result<Json>(session.answer()) : Result<Json>(std::unexpected(going.error())));
        promise->finish();
    });
    return future;
}

Result<void> Submitter::watched(const Request &request, const Watching &watching, QList<WatchedFile> &files, const std::function<bool()> &isCancelled)
{
    SubmitSession session(m_engine, m_registry, request);
    session.setSource(watching.source);
    Result<void> going = session.prepare();
    const QByteArray list = going && !files.isEmpty() ? session.gathers() : QByteArray();
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
        intake->reader = watching.reader();
        const bool isHeld = file.row.state == SourceFileState::Failed && file.row.reason.contains("held_at");
        intakes.emplace_back(intake, i);
        if (!read)
            intake->refusal = read.error();
        if (read && sameBytes && file.row.document && file.row.state != SourceFileState::Taking && !isHeld) {
            // Touched, or copied over itself: nothing new.
            intake->found = file.row.done;
            intake->isOver = true;
            session.begin(intake);
            continue;
        }
        if (read && !isHeld && watching.linksDuplicates && isStored(intake->info().hash)) {
            intake->keepsAlone = intake->isOver = true;
            intake->document.title = intake->document.name;
            going = storeLarge(m_engine, *intake, file.path, isStopped);
            session.begin(intake);
            continue;
        }
        // A name that is free again is given to something else: the next scan, the next export.
        intake->document.isNew = file.row.state == SourceFileState::PutAway;
        intake->row->state = SourceFileState::Taking;
        // What an earlier try has written of the same bytes is passed over, where it was read as it is now: a list of all is not the first of its rows.
        intake->gather = list;
        const bool isSameReading = sameBytes && file.row.reason.value("gather").utf8() == QByteArrayView(list);
        const qint64 toSkip = isSameReading && (file.row.state == SourceFileState::Taking || isHeld) ? file.row.done : 0;
        if (toSkip == 0)
            intake->row->document.reset();
        intake->document.title = intake->document.name;
        session.begin(intake);
        if (read) {
            const auto take = [&](Submission &&input) {
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
                session.take(std::move(input), whose);
                if (session.isFull())
                    going = session.flush();
                return going.has_value() && !intake->heldAt;
            };
            Gatherer gatherer(list, take);
            InputReader(options).read({file.path}, [&gatherer](Submission &&input) { return gatherer.take(std::move(input)); }, isStopped);
            if (!isStopped())
                gatherer.finish();
        }
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
        SubmitSession session(m_engine, m_registry, request);
        Result<void> going = session.prepare();
        for (qsizetype i = 0; going && i < documents.size(); ++i) {
            const Json json = withEnvelope(documents.at(i));
            auto document = ContextDocument::fromJson(json);
            if (!document) {
                session.refuse({}, static_cast<int>(i + 1), document.error());
                continue;
            }
            SubmitSession::Item item;
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
