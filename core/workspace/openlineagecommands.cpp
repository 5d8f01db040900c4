// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs in OpenLineage's words: once, as a file, and from then on, to whoever is to be told.
#include "lineage/lineageemitter.h"
#include "workspace/commandschema.h"
#include "workspace/workspace_p.h"

#include <QFileInfo>
#include <QSaveFile>
#include <QUrl>

#include <tuple>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr int kBatch = 200; ///< transitions
constexpr int kTimeoutMs = 10'000;

Json levelSchema()
{
    return Json::object(
        {{"enum", Json::array({"step", "run"})}, {"description", "each step too (the usual), or only each context's way through its pipeline"}});
}

OpenLineageLevel levelOf(const Json &args)
{
    return args.value("level").toString() == "run"_L1 ? OpenLineageLevel::Run : OpenLineageLevel::Step;
}

Json targetToJson(const StoredLineageTarget &target, const QMap<QString, LineageEmitter::State> &states, qint64 last)
{
    const LineageTargetSpec spec = LineageTargetSpec::of(Json::parse(target.spec).value_or(Json()));
    const LineageEmitter::State state = states.value(target.id);
    const qint64 position = std::max(target.position, state.position);
    return Json::object({{"id", target.id},
                         {"kind", spec.isHttp ? "http" : "file"},
                         {"path", spec.path},
                         {"url", spec.url},
                         {"token", spec.token.isEmpty() ? QString() : u"secret:"_s + spec.token},
                         {"level", spec.level == OpenLineageLevel::Run ? "run" : "step"},
                         {"enabled", target.enabled},
                         {"position", position},
                         {"waiting", std::max<qint64>(last - position, 0)},
                         {"sent", std::max(target.sent, state.sent)},
                         {"dropped", std::max(target.dropped, state.dropped)},
                         {"problem", state.problem.isEmpty() ? Json() : Json(state.problem)},
                         {"retry_at", state.retryAt > 0 ? Json(isoMicroseconds(state.retryAt)) : Json()}});
}

Result<LineageTargetSpec> specFrom(const Json &args, const LineageTargetSpec &before)
{
    LineageTargetSpec spec = before;
    if (args.contains("kind"))
        spec.isHttp = args.value("kind").toString() == "http"_L1;
    if (args.contains("path"))
        spec.path = args.value("path").toString();
    if (args.contains("url"))
        spec.url = args.value("url").toString();
    if (args.contains("level"))
        spec.level = levelOf(args);
    if (args.contains("token")) {
        const QString token = args.value("token").toString();
        if (!token.isEmpty() && !token.startsWith("secret:"_L1))
            return fail(ErrorCode::InvalidArgument, u"a token is named, not written down: \"secret:NAME\""_s, Json::object({{"path", "/token"}}));
        spec.token = token.mid(7);
    }
    const QUrl url(spec.url, QUrl::StrictMode);
    if (spec.isHttp
        && (!url.isValid() || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1) || url.host().isEmpty() || !url.userInfo().isEmpty()))
        return fail(ErrorCode::InvalidArgument, u"\"%1\" is no address that events can be sent to"_s.arg(spec.url), Json::object({{"path", "/url"}}));
    if (!spec.isHttp && !QFileInfo(spec.path).isAbsolute())
        return fail(ErrorCode::InvalidArgument, u"a file is named by its absolute path"_s, Json::object({{"path", "/path"}}));
    return spec;
}

} // namespace

void Workspace::Private::makeEmitter()
{
    LineageEmitter::Options emitting;
    emitting.clock = &clock;
    emitting.targets
        = [this] { return readers->runNow<QList<StoredLineageTarget>>([](Reader &reader) { return LineageRepository(reader.db).targets(); }); };
    emitting.read = [this](qint64 after, OpenLineageLevel level) {
        return readers->runNow<LineageEmitter::Batch>([&](Reader &reader) -> Result<LineageEmitter::Batch> {
            TransitionFeed feed(reader.db);
            OpenLineageWriter writer(reader.db, reader.contexts, {workspaceId, QStringLiteral(MILLRACE_VERSION), level});
            const auto last = feed.last();
            const auto transitions = feed.read(after, kBatch);
            if (!last || !transitions)
                return std::unexpected(last ? transitions.error() : last.error());
            LineageEmitter::Batch batch;
            batch.position = after;
            batch.last = *last;
            for (const FedTransition &transition : *transitions) {
                const auto events = writer.eventsOf(transition);
                if (!events)
                    return std::unexpected(events.error());
                for (const Json &event : *events)
                    batch.lines.append(event.toBytes());
                batch.position = transition.seq;
            }
            return batch;
        });
    };
    emitting.send = [this](const LineageTargetSpec &target, const QByteArray &body, const std::function<bool()> &isStopped) -> LineageEmitter::Reply {
        HttpRequest request;
        request.url = QUrl(target.url, QUrl::StrictMode);
        request.headers = {{"Content-Type", "application/json"}};
        if (!target.token.isEmpty()) {
            const auto secret
                = secrets ? secrets->find(target.token) : Result<FoundSecret>(fail(ErrorCode::NotFound, u"there are no secrets here"_s));
            if (!secret)
                return {0, 0, secret.error().text};
            request.headers.append({"Authorization", "Bearer " + secret->value.toUtf8()});
        }
        request.body = body;
        request.largestAnswer = 64 * 1024;
        if (!emitterHttp)
            emitterHttp = std::make_unique<HttpThread>();
        const HttpAnswer answer = emitterHttp->send(request, kTimeoutMs, isStopped);
        const qint64 wait = answer.header("Retry-After").toLongLong();
        return {answer.status, std::clamp<qint64>(wait, 0, 3'600) * 1'000'000,
                answer.status > 0 ? QString::fromUtf8(answer.body.left(200)) : answer.failureText};
    };
    emitting.advance = [this](const QString &id, qint64 position, qint64 sent, qint64 dropped) {
        std::ignore = engine->write([=](WriteScope &scope) -> Result<Json> {
            return LineageRepository(scope.db).advance(id, position, sent, dropped).transform([] { return Json(); });
        });
    };
    emitter = std::make_unique<LineageEmitter>(std::move(emitting));
}

Result<Json> Workspace::Private::exportLineage(const Json &args)
{
    const QString path = args.value("path").toString();
    if (QFileInfo::exists(path))
        return fail(ErrorCode::InvalidArgument, u"there is a file %1 already"_s.arg(path), Json::object({{"path", "/path"}}));
    const auto since = args.contains("since") ? parseIso(args.value("since").toString()) : std::optional<qint64>(0);
    if (!since)
        return fail(ErrorCode::InvalidArgument, u"\"%1\" is no time as ISO 8601 writes it"_s.arg(args.value("since").toString()),
                    Json::object({{"path", "/since"}}));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return fail(ErrorCode::FileWrite, u"%1: %2"_s.arg(path, file.errorString()), Json::object({{"path", path}}));
    qint64 events = 0;
    for (qint64 after = 0; !closing;) {
        // A state of the file for each batch: what comes in meanwhile comes at the end.
        const auto next = readers->runNow<std::pair<qint64, QByteArrayList>>([&](Reader &reader) -> Result<std::pair<qint64, QByteArrayList>> {
            ContextKey context = 0;
            if (args.contains("focus")) {
                const QString id = args.value("focus").toString();
                const auto key = reader.contexts.find(id.startsWith("context:"_L1) ? id.mid(8) : id);
                if (!key || !*key)
                    return key ? Result<std::pair<qint64, QByteArrayList>>(noContext(id)) : std::unexpected(key.error());
                context = **key;
            }
            OpenLineageWriter writer(reader.db, reader.contexts, {workspaceId, QStringLiteral(MILLRACE_VERSION), levelOf(args)});
            const auto transitions = TransitionFeed(reader.db).read(after, kBatch, context, *since);
            if (!transitions)
                return std::unexpected(transitions.error());
            std::pair<qint64, QByteArrayList> batch{after, {}};
            for (const FedTransition &transition : *transitions) {
                const auto told = writer.eventsOf(transition);
                if (!told)
                    return std::unexpected(told.error());
                for (const Json &event : *told)
                    batch.second.append(event.toBytes() + '\n');
                batch.first = transition.seq;
            }
            return batch;
        });
        if (!next)
            return std::unexpected(next.error());
        if (next->first == after)
            break;
        after = next->first;
        for (const QByteArray &line : next->second)
            file.write(line);
        events += next->second.size();
    }
    if (closing)
        return fail(ErrorCode::Cancelled, u"the workspace is being closed"_s); // a part of it would be taken for all
    if (!file.commit())
        return fail(ErrorCode::FileWrite, u"%1: %2"_s.arg(path, file.errorString()), Json::object({{"path", path}}));
    return Json::object({{"path", path}, {"events", events}});
}

void Workspace::Private::addOpenLineageCommands()
{
    table.add(
        info("lineage.export", "Export runs as OpenLineage events", "The history as run events of OpenLineage 2-0-2, one JSON line each.",
             Access::Write, "contexts.read",
             schema({{"path", filePath("the file to make; must not exist")},
                     {"focus", text("one context; all by default")},
                     {"since", text("what happened from then on, ISO 8601")},
                     {"level", levelSchema()}},
                    {u"path"_s})),
        [this](const CommandCall &call) { return inBackground([this, args = call.args] { return exportLineage(args); }); }, true);
    table.add(info("lineage.targets", "List who is told of runs", "Files and addresses that get OpenLineage events, and how far each is.",
                   Access::Read, "contexts.read", schema({})),
              [this](Reader &reader, const CommandCall &) -> Result<Json> {
                  const auto targets = LineageRepository(reader.db).targets();
                  const auto last = TransitionFeed(reader.db).last();
                  if (!targets || !last)
                      return std::unexpected(targets ? last.error() : targets.error());
                  const auto states = emitter ? emitter->states() : QMap<QString, LineageEmitter::State>();
                  Json list = Json::array();
                  for (const StoredLineageTarget &target : *targets)
                      list.append(targetToJson(target, states, *last));
                  return Json::object({{"targets", list}});
              });
    table.add(info("lineage.set_target", "Tell somebody of runs",
                   "Sends OpenLineage run events to a file (JSON Lines, appended) or an address (POST), from now on or from the start of the "
                   "history. It never "
                   "holds up what runs: what cannot be sent waits in the history.",
                   Access::Write, "workspace.manage",
                   schema({{"id", text("its name; the same again changes it")},
                           {"kind", Json::object({{"enum", Json::array({"file", "http"})}})},
                           {"path", filePath("of a file, absolute")},
                           {"url", text("of an address")},
                           {"token", text("\"secret:NAME\": sent as a bearer token")},
                           {"level", levelSchema()},
                           {"enabled", Json::object({{"type", "boolean"}})},
                           {"from", Json::object({{"enum", Json::array({"now", "start"})}, {"description", "a new one begins now by default"}})}},
                          {u"id"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  LineageRepository lineage(scope.db);
                  const QString id = call.args.value("id").toString();
                  const auto known = lineage.target(id);
                  const auto last = TransitionFeed(scope.db).last();
                  if (!known || !last)
                      return std::unexpected(known ? last.error() : known.error());
                  StoredLineageTarget target = *known ? **known : StoredLineageTarget{};
                  const auto spec
                      = specFrom(call.args, *known ? LineageTargetSpec::of(Json::parse(target.spec).value_or(Json())) : LineageTargetSpec{});
                  if (!spec)
                      return std::unexpected(spec.error());
                  if (id.isEmpty())
                      return fail(ErrorCode::InvalidArgument, u"it needs a name"_s, Json::object({{"path", "/id"}}));
                  target.id = id;
                  target.spec = spec->toJson().toBytes();
                  if (call.args.contains("enabled"))
                      target.enabled = call.args.value("enabled").toBool();
                  const QString from = call.args.value("from").toString();
                  if (!*known || !from.isEmpty()) {
                      target.position = from == "start"_L1 ? 0 : *last;
                      target.createdAt = scope.now;
                      target.actor = actorKey;
                  }
                  if (auto saved = lineage.save(target); !saved)
                      return std::unexpected(saved.error());
                  scope.afterCommit.push_back([this] { emitter->reload(); });
                  return targetToJson(target, {}, *last);
              });
    table.add(info("lineage.remove_target", "Tell somebody no more", "What it was told stays where it is.", Access::Write, "workspace.manage",
                   schema({{"id", text("its name")}}, {u"id"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  LineageRepository lineage(scope.db);
                  const QString id = call.args.value("id").toString();
                  const auto known = lineage.target(id);
                  if (!known || !*known)
                      return known ? fail(ErrorCode::NotFound, u"nobody called \"%1\" is told of runs"_s.arg(id)) : std::unexpected(known.error());
                  if (auto removed = lineage.removeTarget(id); !removed)
                      return std::unexpected(removed.error());
                  scope.afterCommit.push_back([this] { emitter->reload(); });
                  return Json::object({{"id", id}});
              });
}

} // namespace Millrace
