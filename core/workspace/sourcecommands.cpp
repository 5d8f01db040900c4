// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/id.h"
#include "store/documentrepository.h"
#include "workspace/commandschema.h"
#include "workspace/sourcewatch.h"
#include "workspace/workspace_p.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr int kUsualPage = 100;
constexpr qint64 kUsualRestMs = 60'000;
constexpr int kLargestPage = 10'000;
constexpr std::array kFileStates = {"taking", "taken", "failed", "put_away", "gone"};

QString nameOf(SourceFileState state)
{
    return QString::fromLatin1(kFileStates.at(static_cast<std::size_t>(state)));
}

QString nameOf(SourceState state)
{
    return state == SourceState::On ? u"on"_s : state == SourceState::Paused ? u"paused"_s : u"removed"_s;
}

Json momentOf(const std::optional<qint64> &us)
{
    return us ? Json(isoMicroseconds(*us)) : Json();
}

Json toJson(const StoredSource &source, const QList<qint64> &counts, qint64 waiting)
{
    Json json = Json::object({{"id", source.id},
                              {"kind", source.kind},
                              {"title", source.title},
                              {"state", nameOf(source.state)},
                              {"problem", source.problem.isEmpty() ? Json() : Json(source.problem)},
                              {"looked_at", momentOf(source.lookedAt)}});
    for (const JsonMember &member : source.spec.members())
        json.insert(member.key, member.value);
    if (source.kind != "folder"_L1)
        return json;
    Json files = Json::object({{"waiting", waiting}});
    for (std::size_t i = 0; i < kFileStates.size(); ++i)
        files.insert(kFileStates[i], counts.value(static_cast<qsizetype>(i)));
    json.insert("files", files);
    return json;
}

Json toJson(const StoredSourceFile &file, const QString &document)
{
    return Json::object({{"path", file.path},
                         {"state", nameOf(file.state)},
                         {"size", file.size},
                         {"modified_at", isoMicroseconds(file.modifiedAt)},
                         {"hash", file.hash.isEmpty() ? Json() : Json(file.hash)},
                         {"document", document.isEmpty() ? Json() : Json(document)},
                         {"attempts", file.attempts},
                         {"changed_at", isoMicroseconds(file.changedAt)},
                         {"reason", file.reason}});
}

/// The ids of the documents that files became, by key.
Result<QHash<DocumentKey, QString>> documentIds(Connection &db, const QList<StoredSourceFile> &files)
{
    QList<DocumentKey> keys;
    for (const StoredSourceFile &file : files) {
        if (file.document)
            keys.append(*file.document);
    }
    DocumentFilter all;
    all.allVersions = true;
    const auto documents = DocumentRepository(db).rows(keys, all);
    if (!documents)
        return std::unexpected(documents.error());
    QHash<DocumentKey, QString> ids;
    for (const StoredDocument &document : *documents)
        ids.insert(document.key, document.id);
    return ids;
}

Result<StoredSource> sourceOf(Connection &db, const QString &id)
{
    const auto found = SourceRepository(db).find(id);
    if (!found)
        return std::unexpected(found.error());
    if (!*found || (*found)->state == SourceState::Removed)
        return fail(ErrorCode::NotFound, u"there is no source \"%1\""_s.arg(id), Json::object({{"id", id}}));
    return **found;
}

Json wildcards(const char *description)
{
    Json json = textsUpTo(description, 1'000);
    return json;
}

/// The id that a folder's name suggests: letters, digits and hyphens.
QString idFrom(const QString &name)
{
    QString id;
    for (const QChar c : name.toLower()) {
        if (c.isLetterOrNumber())
            id += c;
        else if (!id.isEmpty() && !id.endsWith(u'-'))
            id += u'-';
    }
    while (id.endsWith(u'-'))
        id.chop(1);
    return id.isEmpty() ? u"folder"_s : id.left(60);
}

/// By whatever links lead to it.
bool isSameFolder(const QString &one, const QString &other)
{
    const QString path = QFileInfo(one).canonicalFilePath();
    return one == other || (!path.isEmpty() && path == QFileInfo(other).canonicalFilePath());
}

Result<void> checkSpec(const WatchSpec &spec)
{
    if (QDir::isRelativePath(spec.folder))
        return fail(ErrorCode::InvalidArgument, u"\"%1\" is no absolute path"_s.arg(spec.folder), Json::object({{"path", "/folder"}}));
    if (spec.after == WatchSpec::After::Move && spec.moveTo.isEmpty())
        return fail(ErrorCode::InvalidArgument, u"files are to be moved, and `move_to` does not say where"_s, Json::object({{"path", "/move_to"}}));
    if (spec.after == WatchSpec::After::Move
        && (QDir::cleanPath(spec.moveTo) == QDir::cleanPath(spec.folder) || QFileInfo(spec.moveTo) == QFileInfo(spec.folder)))
        return fail(ErrorCode::InvalidArgument, u"files cannot be moved to the folder they lie in"_s, Json::object({{"path", "/move_to"}}));
    return {};
}

/// Some pipelines' own tools are denied to this client, or asked about.
bool hasPipelineRules(const ClientPolicy &policy)
{
    return std::ranges::any_of(policy.tools.keyBegin(), policy.tools.keyEnd(),
                               [&](const QString &tool) { return tool.startsWith("run_"_L1) && policy.tools.value(tool) != Verdict::Allow; });
}

} // namespace

void Workspace::Private::addSourceCommands()
{
    const Json idOnly = schema({{"id", text("the source's id")}}, {u"id"_s});
    // After the commit, on the engine's thread.
    const auto reload = [this](WriteScope &scope) {
        scope.afterCommit.emplace_back([this] {
            if (sources)
                sources->reload();
            sourcesChanged();
        });
    };
    const auto listed = [this](Connection &db, const StoredSource &source) -> Result<Json> {
        const auto counts = SourceRepository(db).counts(source.key);
        if (!counts)
            return std::unexpected(counts.error());
        return toJson(source, *counts, sources ? sources->waiting().value(source.id) : 0);
    };
    table.add(
        info("source.add", "Watch a folder",
             "Takes in what comes to rest in a folder, while something works on the workspace. What an id has already is replaced; its "
             "files stay known.",
             Access::Write, "pipelines.write",
             schema({{"id", text("without it, of the folder's name")},
                     {"title", text("for people; the folder's name without it")},
                     {"folder", filePath("absolute path")},
                     {"pipeline", text("id, title or comma list of components; empty: as each document says")},
                     {"recursive", Json::object({{"type", "boolean"}, {"description", "folders below it too; true by default"}})},
                     {"include", wildcards("wildcards over names, or over paths below the folder where they have a \"/\"; all files without any")},
                     {"exclude", wildcards("the same, for what is left out")},
                     {"after",
                      Json::object({{"type", "string"},
                                    {"enum", Json::array({"leave", "move", "delete"})},
                                    {"description", "what becomes of a file once it is safely in; leave by default"}})},
                     {"move_to", pathOrBelow("where files are moved to, absolute or below the folder")},
                     {"duplicates",
                      Json::object({{"type", "string"},
                                    {"enum", Json::array({"take", "link"})},
                                    {"description", "bytes that are here already: taken like any, or only linked"}})},
                     {"settle_ms", integer("a file must have been as it is for so long; 2000 by default", 0)},
                     {"rest_ms",
                      integer("a file must have been as it is for so long before it is moved or deleted, and before it is taken while a program has "
                              "it open to write; 60000 by default",
                              0)},
                     {"rescan_ms", integer("how often the folder is looked through whatever the system tells; 10000 by default", 100)},
                     {"priority", prioritySchema()}},
                    {u"folder"_s})),
        [this, reload, listed](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
            WatchSpec spec = WatchSpec::fromJson(call.args);
            spec.folder = QDir::cleanPath(spec.folder);
            if (auto fits = checkSpec(spec); !fits)
                return std::unexpected(fits.error());
            if (!spec.pipeline.isEmpty()) {
                if (auto known = Submitter::checkPipeline(scope, registry, spec.pipeline); !known)
                    return std::unexpected(known.error());
            } else if (const auto client = desk->clients.findByPrincipal(call.actor); client && hasPipelineRules(client->policy)) {
                // What documents name would be started later, in nobody's name, past those rules.
                return fail(ErrorCode::InvalidArgument,
                            u"there are pipelines that \"%1\" may not run: name the one that the folder goes to"_s.arg(client->name),
                            Json::object({{"path", "/pipeline"}}));
            }
            SourceRepository repository(scope.db);
            QString id = call.args.value("id").toString();
            const auto all = repository.all();
            if (!all)
                return std::unexpected(all.error());
            const auto isTaken = [&all](const QString &name) {
                return std::ranges::any_of(*all, [&name](const StoredSource &source) { return source.id == name; });
            };
            if (id.isEmpty()) {
                const QString wanted = idFrom(spec.folder.section(u'/', -1));
                id = wanted;
                for (int n = 2; isTaken(id); ++n)
                    id = u"%1-%2"_s.arg(wanted).arg(n);
            }
            for (const StoredSource &source : *all) {
                if (source.id == id && source.kind != "folder"_L1)
                    return fail(ErrorCode::AlreadyExists, u"\"%1\" is the id of another kind of source"_s.arg(id));
                // Two that take the same files would take each file twice.
                if (source.id != id && source.state != SourceState::Removed && isSameFolder(WatchSpec::fromJson(source.spec).folder, spec.folder))
                    return fail(ErrorCode::AlreadyExists, u"\"%1\" watches %2 already"_s.arg(source.id, spec.folder));
            }
            const QString title = call.args.value("title").toString(spec.folder.section(u'/', -1));
            StoredSource source;
            source.id = id;
            source.kind = u"folder"_s;
            source.title = title;
            source.spec = spec.toJson();
            source.spec.insert("rest_ms", call.args.value("rest_ms").toInt(kUsualRestMs));
            if (desk->clients.findByPrincipal(call.actor))
                source.spec.insert("follows_links", false);
            source.actor = actorKey;
            source.createdAt = scope.now;
            if (auto saved = repository.save(source); !saved)
                return std::unexpected(saved.error());
            reload(scope);
            const auto saved = sourceOf(scope.db, id);
            return saved ? listed(scope.db, *saved) : std::unexpected(saved.error());
        });
    table.add(info("source.list", "List sources",
                   "Where documents come from: watched folders with how many files wait, are taken, failed or are put away, and the other ways in.",
                   Access::Read, "contexts.read", schema({})),
              [listed](Reader &reader, const CommandCall &) -> Result<Json> {
                  const auto all = SourceRepository(reader.db).all();
                  if (!all)
                      return std::unexpected(all.error());
                  Json list = Json::array();
                  for (const StoredSource &source : *all) {
                      if (source.state == SourceState::Removed)
                          continue;
                      const auto json = listed(reader.db, source);
                      if (!json)
                          return json;
                      list.append(*json);
                  }
                  return Json::object({{"sources", list}});
              });
    Json states = Json::array();
    for (const char *state : kFileStates)
        states.append(Json(state));
    table.add(info("source.files", "List a source's files",
                   "What became of the files of a watched folder, with the reason where one failed; `next` is the `after` of the following page.",
                   Access::Read, "contexts.read",
                   schema({{"id", text("the source's id")},
                           {"state", Json::object({{"type", "string"}, {"enum", states}, {"description", "only files in this state"}})},
                           {"limit", integer("most files to give, 100 by default", 1)},
                           {"after", text("path of the last file of the page before")}},
                          {u"id"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto source = sourceOf(reader.db, call.args.value("id").toString());
                  if (!source)
                      return std::unexpected(source.error());
                  std::optional<SourceFileState> state;
                  for (std::size_t i = 0; i < kFileStates.size(); ++i) {
                      if (call.args.value("state").toString() == QLatin1StringView(kFileStates[i]))
                          state = static_cast<SourceFileState>(i);
                  }
                  const auto limit = static_cast<int>(std::min<qint64>(call.args.value("limit").toInt(kUsualPage), kLargestPage));
                  auto files = SourceRepository(reader.db).page(source->key, state, call.args.value("after").toString(), limit + 1);
                  if (!files)
                      return std::unexpected(files.error());
                  const bool more = files->size() > limit;
                  if (more)
                      files->resize(limit);
                  Json list = Json::array();
                  const auto ids = documentIds(reader.db, *files);
                  if (!ids)
                      return std::unexpected(ids.error());
                  for (const StoredSourceFile &file : *files)
                      list.append(toJson(file, ids->value(file.document.value_or(0))));
                  return Json::object({{"files", list}, {"next", more ? Json(files->last().path) : Json()}});
              });
    const auto change = [reload](SourceState state) {
        return [reload, state](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
            const auto source = sourceOf(scope.db, call.args.value("id").toString());
            if (!source)
                return std::unexpected(source.error());
            if (source->kind != "folder"_L1)
                return fail(ErrorCode::InvalidArgument, u"\"%1\" is a way in that is always there"_s.arg(source->id));
            if (auto set = SourceRepository(scope.db).setState(source->key, state); !set)
                return std::unexpected(set.error());
            reload(scope);
            return Json::object({{"id", source->id}, {"state", nameOf(state)}, {"changed", source->state != state}});
        };
    };
    table.add(info("source.pause", "Pause a source", "Takes nothing more from a folder; what it has taken goes on.", Access::Write, "pipelines.write",
                   idOnly),
              CommandTable::WriteFunction(change(SourceState::Paused)));
    table.add(info("source.resume", "Resume a source", "Goes on with a folder, with what has come in the meantime too.", Access::Write,
                   "pipelines.write", idOnly),
              CommandTable::WriteFunction(change(SourceState::On)));
    table.add(info("source.remove", "Remove a source",
                   "Watches a folder no more. Its documents stay, and so does what is known of its files: added again, it takes none twice.",
                   Access::Destroy, "pipelines.write", idOnly),
              CommandTable::WriteFunction(change(SourceState::Removed)));
    table.add(info("source.retry", "Retry a source's failed files", "Has the files that failed tried again at the next look, which is soon.",
                   Access::Write, "contexts.run", schema({{"id", text("the source's id")}, {"path", text("only this file")}}, {u"id"_s})),
              [reload](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const auto source = sourceOf(scope.db, call.args.value("id").toString());
                  if (!source)
                      return std::unexpected(source.error());
                  const auto retried = SourceRepository(scope.db).forgetReader(source->key, call.args.value("path").toString());
                  if (!retried)
                      return std::unexpected(retried.error());
                  reload(scope);
                  return Json::object({{"retried", *retried}});
              });
    table.add(
        info("source.scan", "Look at sources now",
             "Looks through one folder, or all, at once, and answers when all that has come to rest there is in: what was taken, what failed, "
             "what still waits.",
             Access::Write, "contexts.run",
             schema({{"id", text("the source's id; all without it")},
                     {"wait_s", Json::object({{"type", "number"}, {"minimum", 0}, {"description", "how long to wait at most, 60 by default"}})}})),
        CommandTable::StartFunction([this](const CommandCall &call) {
            if (sources)
                return sources->scan(call.args.value("id").toString(), static_cast<qint64>(call.args.value("wait_s").toDouble(60) * 1000));
            QPromise<Result<Json>> promise;
            promise.start();
            promise.addResult(fail(ErrorCode::EngineStopped, u"nothing works on this workspace here, so nothing is taken in"_s));
            promise.finish();
            return promise.future();
        }));
}

void Workspace::Private::addReadingCommands()
{
    const Json idOnly = schema({{"id", text("the reading's id, as `reading.list` gives it")}}, {u"id"_s});
    const auto ended
        = [](const QString &id) { return fail(ErrorCode::NotFound, u"the reading \"%1\" is over"_s.arg(id), Json::object({{"id", id}})); };
    table.add(
        info("reading.list", "List documents being read",
             "Documents of many pages that are being taken in, with how many of their pages have been read.", Access::Read, "contexts.read",
             schema({})),
        [this](Reader &, const CommandCall &) -> Result<Json> { return Json::object({{"readings", readings ? readings->list() : Json::array()}}); });
    table.add(info("reading.get", "Get a document being read",
                   "The text of the pages that have been read so far, and where it stands in the original, as a context has them in `data`.",
                   Access::Read, "contexts.read", idOnly),
              [this, ended](Reader &, const CommandCall &call) -> Result<Json> {
                  const QString id = call.args.value("id").toString();
                  const std::optional<Json> reading = readings ? readings->find(id) : std::nullopt;
                  return reading ? Result<Json>(*reading) : ended(id);
              });
    table.add(info("reading.stop", "Stop reading a document",
                   "Reads no further pages of it. Those that were read are taken in, and marked as a part.", Access::Write, "contexts.run", idOnly),
              CommandTable::StartFunction([this, ended](const CommandCall &call) {
                  const QString id = call.args.value("id").toString();
                  QPromise<Result<Json>> promise;
                  promise.start();
                  promise.addResult(readings && readings->stop(id) ? Result<Json>(Json::object({{"id", id}})) : ended(id));
                  promise.finish();
                  return promise.future();
              }));
}

} // namespace Millrace
