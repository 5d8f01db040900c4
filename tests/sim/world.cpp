// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/world.h"

#include "components/registry.h"
#include "store/contextreader.h"
#include "store/integrity.h"

#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace Millrace::Sim {

namespace {

class SimStep final : public Step
{
public:
    SimStep(const Json &config, Outside *outside)
        : m_config(config)
        , m_outside(outside)
    {}
    StepResult run(const StepInput &input, RunContext &) const override
    {
        if (m_outside) {
            const std::lock_guard lock(m_outside->mutex);
            ++m_outside->calls[input.idempotencyKey + '/' + QByteArray::number(input.attempt)];
        }
        const Outcome outcome = outcomeOf(m_config, nameOf(input.data), input.node.toUtf8(), input.visit, input.attempt);
        if (outcome.fails) {
            Error error = Error::make(ErrorCode::ComponentFailed, u"It fails as the seed says."_s);
            error.category = outcome.category;
            return StepResult::failed(error);
        }
        StepResult result;
        Json trail = input.data.value("trail");
        if (trail.isNull())
            trail = Json::array();
        trail.append(u"%1:%2"_s.arg(input.node).arg(input.visit));
        result.edit.set("trail", trail);
        result.edit.set("again", outcome.again);
        result.port = outcome.rejects ? u"rejected"_s : u"out"_s;
        return result;
    }

private:
    Json m_config;
    Outside *m_outside;
};

class SimComponent final : public Component
{
public:
    SimComponent(const QString &name, Outside *outside)
        : m_outside(outside)
    {
        m_descriptor.name = name;
        m_descriptor.title = name;
        m_descriptor.category = u"flow"_s;
        m_descriptor.icon = u"flag"_s;
        m_descriptor.configSchema = Json::object({{"type", "object"}});
        m_descriptor.outputs = {{u"out"_s, u"Out"_s}, {u"rejected"_s, u"Rejected"_s}};
        m_descriptor.effect = outside ? Effect::Writes : Effect::Pure;
    }
    const ComponentDescriptor &descriptor() const override { return m_descriptor; }
    Result<std::shared_ptr<const Step>> prepare(const Json &config) const override { return std::make_shared<const SimStep>(config, m_outside); }

private:
    ComponentDescriptor m_descriptor;
    Outside *m_outside;
};

/// An empty workspace, made once by the real file system; beside it only the name is real from then on.
const QByteArray &emptyWorkspace(const QString &path)
{
    static QByteArray bytes;
    if (bytes.isEmpty()) {
        auto file = WorkspaceFile::open({path, true, false, true, {}});
        if (!file || !file->close())
            qFatal("no workspace can be made at %s", qPrintable(path));
        QFile made(path);
        if (!made.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(path));
        bytes = made.readAll();
    }
    return bytes;
}

void writeNotes(const std::map<QString, QByteArray> &notes)
{
    for (const auto &[name, bytes] : notes) {
        QFile note(name);
        if (note.open(QIODevice::WriteOnly))
            note.write(bytes);
    }
}

} // namespace

World::World(const QString &folder, const Options &options)
    : m_options(options)
    , m_random(options.seed)
    , m_path(folder + u"/w.millrace"_s)
{
    const QByteArray &empty = emptyWorkspace(m_path);
    m_disk = std::make_unique<FaultVfs>(options.seed);
    m_disk->put(m_path, empty);
    for (const auto &[name, note] : notes())
        QFile::remove(name); // of the world before
    m_graph = Graph::random(m_random, options.calm);
    for (const auto &component : builtinComponents())
        m_registry.add(component);
    m_registry.add(std::make_shared<SimComponent>(u"sim_pure"_s, nullptr));
    m_registry.add(std::make_shared<SimComponent>(u"sim_write"_s, &m_outside));
}

World::~World()
{
    if (m_engine || m_file.writer)
        end(End::Killed);
}

Result<void> World::open()
{
    auto file = WorkspaceFile::open({m_path, false, false, m_options.synchronousFull, {}});
    if (!file)
        return std::unexpected(file.error());
    m_file = std::move(*file);
    Engine::Options options;
    options.writer = m_file.writer.get();
    options.lock = m_file.lock.get();
    options.registry = &m_registry;
    options.services.clock = &m_clock;
    options.fuse = m_options.fuse;
    options.runners = m_options.runners;
    options.stepped = m_options.stepped;
    options.acknowledgedBefore = m_file.lock->acknowledgedBefore();
    options.random = [this] { return static_cast<double>(below(m_random, 1000)) / 1000; };
    if (!m_options.stepped)
        options.random = [] { return 0.5; };
    options.committed = [this](const ChangeSet &changes) {
        const std::lock_guard lock(m_mutex);
        m_promisedSequence = std::max(m_promisedSequence, changes.sequence);
    };
    m_engine = std::make_unique<Engine>(options);
    if (m_engine->status().stopped)
        return fail(ErrorCode::EngineStopped, m_engine->status().problem);
    return {};
}

Result<void> World::close()
{
    ++m_closings;
    if (m_engine)
        m_engine->stop();
    m_engine.reset();
    settle();
    return m_file.close();
}

void World::end(End how)
{
    const std::map<QString, QByteArray> left = notes(); // the lock file stays behind, as it does when nobody is left to remove it
    m_disk->dieAt(1);
    if (m_engine)
        m_engine->stop();
    m_engine.reset();
    m_file.writer.reset();
    m_file = {};
    settle();
    writeNotes(left);
    how == End::Killed ? m_disk->killProcess() : m_disk->cutPower();
    ++m_endings;
}

std::map<QString, QByteArray> World::notes() const
{
    std::map<QString, QByteArray> notes;
    const QDir folder = QFileInfo(m_path).dir();
    for (const QString &name : folder.entryList({u".millrace-*.lock"_s}, QDir::Files | QDir::Hidden)) {
        QFile note(folder.filePath(name));
        if (note.open(QIODevice::ReadOnly))
            notes[note.fileName()] = note.readAll();
    }
    return notes;
}

World::Image World::image() const
{
    return {m_disk->bytes(m_path), m_disk->bytes(m_path + u"-wal"_s), notes()};
}

void World::restore(const Image &image)
{
    m_disk->put(m_path, image.file);
    m_disk->put(m_path + u"-wal"_s, image.log.isEmpty() ? QByteArray() : image.log);
    writeNotes(image.notes);
}

void World::forgetPromises()
{
    m_promised.clear();
    m_promisedSequence = 0;
}

void World::settle()
{
    std::erase_if(m_pending, [this](const Pending &pending) {
        if (!pending.future.isFinished())
            return false;
        if (const auto result = pending.future.result()) {
            for (const QString &id : pending.ids)
                m_promised.insert(id);
        } else {
            ++m_refused;
            m_lastRefusal = result.error().code;
        }
        return true;
    });
}

void World::submit(int count)
{
    std::vector<std::pair<QString, Json>> documents;
    QStringList ids;
    for (int i = 0; i < count; ++i) {
        const QString id = u"c%1"_s.arg(m_submitted++);
        documents.emplace_back(id, Graph::document(m_random, id));
        m_data[id] = documents.back().second;
        ids.append(id);
    }
    const PipelineDefinition pipeline = m_graph.definition(u"sim"_s, u"Version %1"_s.arg(m_versions / 4)); // now and then a new version
    auto future = m_engine->write([this, documents, ids, pipeline](WriteScope &scope) -> Result<Json> {
        const auto principal = scope.catalog.ensurePrincipal(u"person"_s, u"person"_s, u"Ada"_s, scope.now);
        if (!principal)
            return std::unexpected(principal.error());
        m_actor = principal->key;
        const auto stored = scope.catalog.savePipeline(pipeline, m_actor, scope.now);
        if (!stored)
            return std::unexpected(stored.error());
        const auto plan = m_engine->plan(scope, stored->key);
        if (!plan)
            return std::unexpected(plan.error());
        const auto run = scope.catalog.addRun(u"run_"_s + ids.first(), stored->key, ids.first(), m_actor, scope.now);
        if (!run)
            return std::unexpected(run.error());
        for (const auto &[id, data] : documents) {
            NewSubmission submission;
            submission.document.id = id;
            submission.document.data = data;
            submission.digestBytes = data.toBytes();
            submission.plan = *plan;
            submission.run = *run;
            submission.actor = m_actor;
            if (const auto submitted = m_engine->ledger().submit(scope, submission); !submitted)
                return std::unexpected(submitted.error());
        }
        return Json();
    });
    m_pending.push_back({std::move(future), ids});
}

/// What people do meanwhile: cancel, retry, and jobs that come to nothing after they have written.
void World::interfere()
{
    const QString id = u"c%1"_s.arg(below(m_random, std::max(1, m_submitted)));
    const int what = below(m_random, 4);
    const int version = ++m_versions;
    auto future = m_engine->write([this, id, what, version](WriteScope &scope) -> Result<Json> {
        if (what == 0) { // a pipeline is stored, looked at, and given up
            const Graph other{{{"x", Graph::Kind::Step, false, Json::object(), 1, 100, {}}}, false};
            const auto stored = scope.catalog.savePipeline(other.definition(u"other"_s, u"Other %1"_s.arg(version)), 1, scope.now);
            if (!stored)
                return std::unexpected(stored.error());
            if (const auto plan = m_engine->plan(scope, stored->key); !plan)
                return std::unexpected(plan.error());
            return fail(ErrorCode::InvalidArgument, u"thought better of it"_s);
        }
        const auto found = scope.contexts.identify(id);
        if (!found)
            return std::unexpected(found.error());
        if (!*found)
            return Json();
        if (what == 1) {
            const auto cancelled = m_engine->ledger().cancel(scope, (*found)->key, 1);
            return cancelled ? Result<Json>(Json()) : std::unexpected(cancelled.error());
        }
        const auto row = scope.contexts.find((*found)->key);
        if (!row)
            return std::unexpected(row.error());
        const auto plan = m_engine->plan(scope, (*row)->pipeline);
        if (!plan)
            return std::unexpected(plan.error());
        const auto retried = m_engine->ledger().retry(scope, (*found)->key, 1, **plan);
        return retried ? Result<Json>(Json()) : std::unexpected(retried.error());
    });
    m_pending.push_back({std::move(future), {}});
}

void World::act()
{
    const int dice = below(m_random, 100);
    if (dice < 12)
        submit(1 + below(m_random, 3));
    else if (dice < 18 && !m_options.calm)
        interfere();
    else if (dice < 55 && m_engine->queuedTasks() > 0)
        m_engine->runTask(static_cast<std::size_t>(below(m_random, static_cast<int>(m_engine->queuedTasks()))));
    else if (dice < 60)
        m_clock.advance(below(m_random, 800'000));
    else if (dice < 62)
        m_clock.jumpTo(m_clock.nowUs() + below(m_random, 20'000'000) - 10'000'000);
    else
        m_engine->turn();
    settle();
}

bool World::rest()
{
    for (int rounds = 0; rounds < 100'000; ++rounds) {
        m_engine->turn();
        settle();
        const EngineStatus status = m_engine->status();
        if (status.stopped)
            return false;
        if (const std::size_t queued = m_engine->queuedTasks(); queued > 0) {
            m_engine->runTask(static_cast<std::size_t>(below(m_random, static_cast<int>(queued))));
        } else if (status.ready == 0 && status.inFlight == 0 && m_pending.empty()) {
            if (status.nextDueAt == 0) {
                m_engine->turn(); // the last look at the store
                if (m_engine->status() == status && m_engine->queuedTasks() == 0)
                    return true;
                continue;
            }
            m_clock.advance(std::max<qint64>(1, status.nextDueAt - m_clock.nowUs()));
        } else if (status.inFlight == 0 && m_pending.empty()) {
            m_clock.advance(20'000); // a rate holds back what is ready
        }
    }
    return false;
}

qint64 World::lastSequence()
{
    Connection db;
    if (!db.open(m_path, Connection::Mode::ReadOnly))
        return -1;
    return db.scalar("SELECT coalesce(max(seq), 0) FROM transition").value_or(-1);
}

QString World::problem(bool mayLose)
{
    Connection db;
    if (const auto opened = db.open(m_path, Connection::Mode::ReadOnly); !opened)
        return opened.error().text;
    if (!mayLose) {
        for (const QString &id : std::as_const(m_promised)) {
            const auto found = ContextReader(db).find(id);
            if (!found || !*found)
                return u"%1 was acknowledged and is lost"_s.arg(id);
        }
        const qint64 last = db.scalar("SELECT coalesce(max(seq), 0) FROM transition").value_or(-1);
        if (last < m_promisedSequence)
            return u"transition %1 was announced; the file ends at %2"_s.arg(m_promisedSequence).arg(last);
    }
    return problemOf(db, false);
}

QString World::problemAtRest()
{
    Connection db;
    if (const auto opened = db.open(m_path, Connection::Mode::ReadOnly); !opened)
        return opened.error().text;
    return problemOf(db, true);
}

QString World::problemOf(Connection &db, bool atRest)
{
    const auto report = checkIntegrity(db, [](double) { return true; });
    if (!report || !report->isOk())
        return report ? QString::fromUtf8(report->problems.toBytes()) : report.error().text;
    const qint64 count = db.scalar("SELECT count(*) FROM transition").value_or(-1);
    if (const qint64 last = db.scalar("SELECT coalesce(max(seq), 0) FROM transition").value_or(-2); last != count)
        return u"there are %1 transitions, and the last is number %2"_s.arg(count).arg(last);
    ContextReader reader(db);
    const auto keys = reader.keys({}, ContextOrder::Created, false);
    if (!keys)
        return keys.error().text;
    std::set<QByteArray> started;
    std::map<ContextKey, std::pair<Json, ContextStatus>> ends;
    StatusCounts counted;
    for (const ContextKey key : *keys) {
        ContextRepository rows(db);
        const auto found = rows.find(key);
        const auto first = readData(db, key, 0);
        const auto now = readData(db, key);
        const auto history = reader.history(key);
        if (!found || !*found || !first || !now || !history)
            return u"context %1 cannot be read: %2"_s.arg(key).arg(!first ? first.error().text : !now ? now.error().text : u"?"_s);
        const ContextRow &row = **found;
        const bool isChild = row.origin == ContextOrigin::Child;
        if (!isChild && *first != m_data[row.id])
            return u"%1 is not what was submitted"_s.arg(row.id);
        Reference reference(m_graph, *first, isChild, isChild ? m_graph.find("w0") : 0);
        for (const TransitionRecord &record : *history) {
            if (const QString wrong = reference.feed(record, m_endings, m_closings); !wrong.isEmpty())
                return u"%1: %2"_s.arg(row.id, wrong);
        }
        if (reference.status() != row.status)
            return u"%1 is %2 where it should be %3"_s.arg(row.id, statusName(row.status), statusName(reference.status()));
        if (const Json trail = now->contains("trail") ? now->value("trail") : Json::array(); trail != reference.trail())
            return u"%1 went %2, its history says %3"_s.arg(row.id, QString::fromUtf8(trail.toBytes()),
                                                            QString::fromUtf8(reference.trail().toBytes()));
        if (atRest && !reference.isWaiting()
            && (row.status == ContextStatus::Pending || row.status == ContextStatus::Processing || row.status == ContextStatus::Retrying))
            return u"%1 rests as %2"_s.arg(row.id, statusName(row.status));
        for (const QByteArray &write : reference.writes())
            started.insert(row.id.toUtf8() + '/' + write);
        ends[key] = {*now, row.status};
        ++counted.of(row.status);
        if (reference.hasSplit()) {
            Statement children
                = db.temporary("SELECT c.pk, c.status FROM context c JOIN child k ON k.context = c.pk WHERE c.parent = ? ORDER BY k.position");
            children.bind(key);
            qint64 n = 0;
            Json joined = Json::array();
            bool allAtRest = true;
            while (children.step().value_or(false)) {
                ++n;
                const auto status = static_cast<ContextStatus>(children.integer(1));
                const bool failed = status == ContextStatus::Failed || status == ContextStatus::Quarantined;
                allAtRest &= isFinal(status) || (failed && m_graph.skipsFailed);
                const auto data = readData(db, children.integer(0));
                if (!data)
                    return data.error().text;
                if (status == ContextStatus::Completed)
                    joined.append(data->value("trail"));
            }
            if (n != m_data[row.id].value("parts").size())
                return u"%1 has %2 children"_s.arg(row.id).arg(n);
            if (reference.hasJoined() && !m_graph.skipsFailed && now->value("joined") != joined)
                return u"%1 joined %2 instead of %3"_s.arg(row.id, QString::fromUtf8(now->value("joined").toBytes()),
                                                           QString::fromUtf8(joined.toBytes()));
            if (atRest && reference.isWaiting() && allAtRest)
                return u"%1 waits for children that are all there"_s.arg(row.id);
        }
    }
    const auto tallied = reader.counts({});
    if (!tallied || *tallied != counted)
        return u"the counts say %1"_s.arg(tallied ? QString::fromUtf8(tallied->toJson().toBytes()) : tallied.error().text);
    // Outside: only what was recorded as started, and each attempt once.
    const std::lock_guard lock(m_outside.mutex);
    for (const auto &[attempt, calls] : m_outside.calls) {
        if (!m_options.synchronousFull)
            break; // what is lost is done again
        if (calls > 1)
            return u"%1 was done %2 times"_s.arg(QString::fromUtf8(attempt)).arg(calls);
        if (!started.contains(attempt))
            return u"%1 was done, and there is no record of its start"_s.arg(QString::fromUtf8(attempt));
    }
    return {};
}

std::map<QString, QByteArray> World::documents()
{
    std::map<QString, QByteArray> documents;
    Connection db;
    if (!db.open(m_path, Connection::Mode::ReadOnly))
        return documents;
    Statement rows = db.temporary("SELECT c.pk, c.id, c.status, p.id, k.position FROM context c LEFT JOIN context p ON p.pk = c.parent "
                                  "LEFT JOIN child k ON k.context = c.pk ORDER BY c.pk");
    rows.bind();
    while (rows.step().value_or(false)) {
        const auto data = readData(db, rows.integer(0));
        const QString name = rows.isNull(3) ? rows.text(1) : rows.text(3) + u'+' + rows.text(4);
        documents[name] = QByteArray::number(rows.integer(2)) + ' ' + (data ? data->toBytes() : QByteArray("damaged"));
    }
    return documents;
}

} // namespace Millrace::Sim
