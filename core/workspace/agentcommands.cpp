// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The door's part for those who let agents in: clients, what each may do, calls that wait for a word, and what was asked. For people alone.
#include "access/token.h"
#include "observe/log.h"
#include "sdk/id.h"
#include "workspace/agentdesk_p.h"
#include "workspace/commandschema.h"
#include "workspace/workspace_p.h"

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr int kLargestPage = 1'000;
constexpr auto kManage = "clients.manage";

Json verdictSchema()
{
    return Json::object({{"enum", Json::array({"allow", "ask_once", "ask_always", "deny"})}});
}

/// Without `id`, which is its command's.
Json policySchema()
{
    return schema(
        {{"read", verdictSchema()},
         {"propose", verdictSchema()},
         {"write", verdictSchema()},
         {"destroy", verdictSchema()},
         {"read_only", Json::object({{"type", "boolean"}, {"description", "everything but reading is denied, whatever else the policy says"}})},
         {"tools",
          Json::object({{"type", "object"},
                        {"additionalProperties", Json::object({{"enum", Json::array({"allow", "ask_once", "ask_always", "deny", nullptr})}})},
                        {"description", "by the name of a tool or a command; null: as its access class"}})},
         {"folders", texts("absolute paths; files that it names have to lie in one of them")}});
}

Json nameSchema()
{
    return Json::object({{"type", "string"}, {"minLength", 1}, {"maxLength", 100}, {"description", "as people see it"}});
}

Result<StoredClient> clientOf(Connection &db, const Json &args)
{
    const QString id = args.value("id").toString();
    auto found = ClientRepository(db).find(id);
    if (!found)
        return std::unexpected(found.error());
    return *found ? Result<StoredClient>(**found) : fail(ErrorCode::NotFound, u"there is no client \"%1\""_s.arg(id), Json::object({{"id", id}}));
}

Result<ClientPolicy> policyOf(const StoredClient &client)
{
    const auto json = Json::parse(client.policy);
    return json ? ClientPolicy::fromJson(*json, {}) : Result<ClientPolicy>(std::unexpected(json.error()));
}

/// Two that may come in never have one name: people tell them apart by it.
Result<void> checkName(ClientRepository &clients, const QString &name, const QString &except = {})
{
    const auto all = clients.all();
    if (!all)
        return std::unexpected(all.error());
    for (const StoredClient &one : *all) {
        if (one.revokedAt == 0 && one.id != except && one.name.compare(name, Qt::CaseInsensitive) == 0)
            return fail(ErrorCode::AlreadyExists, u"there is a client \"%1\" already"_s.arg(one.name), Json::object({{"id", one.id}}));
    }
    return {};
}

/// A new token; its hash goes into `client`.
QByteArray giveToken(StoredClient &client)
{
    const QByteArray token = newToken();
    Log::conceal(QString::fromLatin1(token));
    client.tokenHash = toBytes(hashOf(token));
    return token;
}

Json toJson(const StoredRequest &request)
{
    return Json::object({{"id", request.key},
                         {"client", Json::object({{"id", request.client}, {"name", request.clientName}})},
                         {"at", isoMicroseconds(request.at)},
                         {"duration_us", request.durationUs},
                         {"calls", request.calls},
                         {"transport", request.transport},
                         {"method", request.method},
                         {"tool", request.tool},
                         {"code", request.code.isEmpty() ? Json() : Json(request.code)},
                         {"request_bytes", request.requestBytes},
                         {"answer_bytes", request.answerBytes}});
}

} // namespace

void Workspace::Private::addAgentCommands()
{
    addClientCommands();
    addCallCommands();
    addRequestCommands();
    addClientUndo();
}

/// After the commit the desk knows the client as it was written; the answer is what the desk says of it.
Result<Json> Workspace::Private::written(WriteScope &scope, const StoredClient &client, bool forgetsAllowed)
{
    if (auto saved = ClientRepository(scope.db).save(client); !saved)
        return std::unexpected(saved.error());
    scope.afterCommit.emplace_back([this, client, forgetsAllowed] {
        desk->put(client);
        if (forgetsAllowed)
            desk->forgetAllowed(client.id);
        if (client.revokedAt != 0)
            desk->withdrawAll(client.id, Error::make(ErrorCode::TokenInvalid, u"this client may not come in any more"_s));
        desk->tellClients();
    });
    const auto policy = policyOf(client);
    if (!policy)
        return std::unexpected(policy.error());
    return desk->toJson(
        Client{client.id, client.name, client.principalId, *policy, client.tokenHash.has_value(), client.addedAt, client.seenAt, client.revokedAt});
}

void Workspace::Private::addClientCommands()
{
    const Json one = schema({{"id", text("the client's id")}}, {u"id"_s});
    table.add(info("client.list", "List the clients",
                   "The agents that were let in: what each may do, its sessions, what it does now, and how many of its calls wait for a person.",
                   Access::Read, kManage, schema({})),
              [this](Reader &, const CommandCall &) -> Result<Json> {
                  Json list = Json::array();
                  for (const std::shared_ptr<const Client> &client : desk->clients.all())
                      list.append(desk->toJson(*client));
                  return Json::object({{"clients", list}});
              });
    table.add(
        info("client.add", "Let an agent in",
             "Adds a client, which acts under a name of its own, and gives its token: it is shown this once and kept nowhere. Without a policy it "
             "reads and proposes, is asked about the first change of each kind, and about each that destroys something.",
             Access::Write, kManage,
             schema({{"name", nameSchema()},
                     {"policy", policySchema()},
                     {"token",
                      Json::object({{"type", "boolean"}, {"description", "false: it comes over a pipe or the user-only socket, without one"}})}},
                    {u"name"_s})),
        [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
            ClientRepository clients(scope.db);
            StoredClient client;
            client.id = u"client-"_s + newId();
            client.name = call.args.value("name").toString().trimmed();
            if (client.name.isEmpty())
                return fail(ErrorCode::InvalidArgument, u"a client needs a name"_s);
            if (auto isFree = checkName(clients, client.name); !isFree)
                return std::unexpected(isFree.error());
            const auto policy = ClientPolicy::fromJson(call.args.value("policy"), {});
            if (!policy)
                return std::unexpected(policy.error());
            const auto principal = scope.catalog.ensurePrincipal(u"agent-"_s + newId(), u"agent"_s, client.name, scope.now);
            if (!principal)
                return std::unexpected(principal.error());
            const bool hasToken = call.args.value("token").toBool(true);
            const Json token = hasToken ? Json(giveToken(client)) : Json();
            client.principal = principal->key;
            client.principalId = principal->id;
            client.policy = policy->toJson().toBytes();
            client.actor = actorKey;
            client.addedAt = scope.now;
            if (auto added = clients.add(client); !added)
                return std::unexpected(added.error());
            const auto json = written(scope, client, false);
            return json ? Json::object({{"client", *json}, {"token", token}}) : json;
        });
    table.add(info("client.renew", "Give a client a new token", "The old one is worth nothing from then on; a revoked client may come in again.",
                   Access::Write, kManage, one),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto client = clientOf(scope.db, call.args);
                  if (!client)
                      return std::unexpected(client.error());
                  ClientRepository clients(scope.db);
                  if (auto isFree = checkName(clients, client->name, client->id); !isFree)
                      return std::unexpected(isFree.error());
                  const Json token = client->tokenHash ? Json(giveToken(*client)) : Json();
                  client->revokedAt = 0;
                  const auto json = written(scope, *client, true);
                  return json ? Json::object({{"client", *json}, {"token", token}}) : json;
              });
    table.add(info("client.revoke", "Shut a client out",
                   "Its token is worth nothing from then on, its sessions end, and what of it waits for a person is refused. What it did stays.",
                   Access::Destroy, kManage, one),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto client = clientOf(scope.db, call.args);
                  if (!client)
                      return std::unexpected(client.error());
                  if (client->revokedAt == 0)
                      client->revokedAt = scope.now;
                  return written(scope, *client, true);
              });
    Json policyArgs = policySchema();
    Json properties = policyArgs.value("properties");
    properties.insert("id", text("the client's id"));
    policyArgs.insert("properties", properties);
    policyArgs.insert("required", Json::array({"id"}));
    table.add(
        info("client.policy", "Say what a client may do",
             "What is given is changed, the rest stays; without more than `id` it says how it is. What a person allowed once is asked about anew.",
             Access::Write, kManage, policyArgs),
        [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
            auto client = clientOf(scope.db, call.args);
            if (!client)
                return std::unexpected(client.error());
            const auto before = policyOf(*client);
            const auto after = before ? ClientPolicy::fromJson(call.args, *before) : before;
            if (!after)
                return std::unexpected(after.error());
            client->policy = after->toJson().toBytes();
            return written(scope, *client, *after != *before);
        });
    table.add(info("client.rename", "Rename a client", "It acts under the new name from then on; what it did is shown under it too.", Access::Write,
                   kManage, schema({{"id", text("the client's id")}, {"name", nameSchema()}}, {u"id"_s, u"name"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  auto client = clientOf(scope.db, call.args);
                  if (!client)
                      return std::unexpected(client.error());
                  ClientRepository clients(scope.db);
                  client->name = call.args.value("name").toString().trimmed();
                  if (client->name.isEmpty())
                      return fail(ErrorCode::InvalidArgument, u"a client needs a name"_s);
                  if (auto isFree = checkName(clients, client->name, client->id); !isFree)
                      return std::unexpected(isFree.error());
                  if (auto renamed = scope.catalog.renamePrincipal(client->principalId, client->name); !renamed)
                      return std::unexpected(renamed.error());
                  return written(scope, *client, false);
              });
    table.add(
        info("tool.list", "List the tools that agents get",
             "Each with the command it is made of, what its arguments are, about how many tokens its description takes and, with `client`, what "
             "becomes of a call of that client's.",
             Access::Read, kManage, schema({{"client", text("a client's id")}})),
        [this](Reader &, const CommandCall &call) -> Result<Json> {
            const QString id = call.args.value("client").toString();
            const std::shared_ptr<const Client> client = desk->clients.findById(id);
            if (!id.isEmpty() && !client)
                return fail(ErrorCode::NotFound, u"there is no client \"%1\""_s.arg(id), Json::object({{"id", id}}));
            return desk->toolsToJson(client.get());
        });
    table.add(
        info("tool.call", "Call a tool",
             "As an agent would: gives the request and the answer as they go over the wire. As you, or with `client` as that one, with all that its "
             "policy says. Only while agents are let in.",
             Access::Write, kManage, schema({{"tool", text("its name")}, {"args", anyObject()}, {"client", text("a client's id")}}, {u"tool"_s})),
        CommandTable::StartFunction([this](const CommandCall &call) { return desk->callTool(call.args); }));
}

void Workspace::Private::addCallCommands()
{
    const Json one = schema({{"id", text("the held call's id")}}, {u"id"_s});
    const auto gone
        = [](const QString &id) { return fail(ErrorCode::NotFound, u"no call \"%1\" waits for a person"_s.arg(id), Json::object({{"id", id}})); };
    table.add(info("call.list", "List the calls that wait for a person", "The oldest first, each with what it would change.", Access::Read, kManage,
                   schema({})),
              [this](Reader &, const CommandCall &) -> Result<Json> {
                  Json list = Json::array();
                  for (const HeldCall &call : desk->held.all())
                      list.append(desk->toJson(call));
                  return Json::object({{"calls", list}});
              });
    table.add(info("call.get", "Get a call that waits", "With its arguments and what it would change.", Access::Read, kManage, one),
              [this, gone](Reader &, const CommandCall &call) -> Result<Json> {
                  const auto held = desk->held.find(call.args.value("id").toString());
                  return held ? Result<Json>(desk->toJson(*held)) : gone(call.args.value("id").toString());
              });
    table.add(info("call.allow", "Allow a call that waits",
                   "It runs with the arguments that were shown. With `always` such calls of this client are not asked about again.", Access::Write,
                   kManage,
                   schema({{"id", text("the held call's id")},
                           {"always", Json::object({{"type", "boolean"}, {"description", "its policy allows the tool from then on"}})}},
                          {u"id"_s})),
              [this, gone](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const QString id = call.args.value("id").toString();
                  const auto held = desk->held.find(id);
                  if (!held)
                      return gone(id);
                  if (call.args.value("always").toBool()) {
                      auto client = clientOf(scope.db, Json::object({{"id", held->client}}));
                      auto policy = client ? policyOf(*client) : Result<ClientPolicy>(std::unexpected(client.error()));
                      if (!policy)
                          return std::unexpected(policy.error());
                      client->policy = desk->allowing(*policy, *held).toJson().toBytes();
                      if (auto saved = written(scope, *client, false); !saved)
                          return saved;
                  }
                  scope.afterCommit.emplace_back([this, id] { desk->proceed(id); });
                  return Json::object({{"id", id}, {"tool", held->tool}, {"client", held->client}});
              });
    table.add(info("call.refuse", "Refuse a call that waits", "It is answered with call.refused, and the reason where one is given.", Access::Write,
                   kManage,
                   schema({{"id", text("the held call's id")}, {"reason", Json::object({{"type", "string"}, {"maxLength", 1000}})}}, {u"id"_s})),
              [this, gone](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  const QString id = call.args.value("id").toString();
                  const auto held = desk->held.find(id);
                  if (!held)
                      return gone(id);
                  const QString reason = call.args.value("reason").toString().trimmed();
                  scope.afterCommit.emplace_back([this, id, reason] {
                      if (auto taken = desk->held.take(id))
                          desk->refuse(std::move(*taken),
                                       Error::make(ErrorCode::CallRefused,
                                                   reason.isEmpty() ? u"a person did not allow this call"_s
                                                                    : u"a person did not allow this call: %1"_s.arg(reason)));
                  });
                  return Json::object({{"id", id}, {"tool", held->tool}, {"client", held->client}});
              });
}

void Workspace::Private::addRequestCommands()
{
    table.add(info("request.list", "List what agents asked",
                   "Requests and how they ended, the newest first; `next` is the `before` of the following page, or null. One with more than one of "
                   "`calls` is a sum of that many alike that came in a flood.",
                   Access::Read, kManage,
                   schema({{"client", text("only this client's id")},
                           {"tool", text("only this tool")},
                           {"method", text("only this method")},
                           {"failed", Json::object({{"type", "boolean"}, {"description", "only those that failed, or did not"}})},
                           {"text", text("part of the name of a method, tool or error")},
                           {"before", integer("only those before this one", 1)},
                           {"limit", integer("most to give, 100 by default", 1)}})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  RequestFilter filter;
                  filter.client = call.args.value("client").toString();
                  filter.tool = call.args.value("tool").toString();
                  filter.method = call.args.value("method").toString();
                  if (call.args.contains("failed"))
                      filter.failed = call.args.value("failed").toBool();
                  filter.text = call.args.value("text").toString();
                  filter.before = call.args.value("before").toInt();
                  const auto limit = static_cast<int>(std::min<qint64>(call.args.value("limit").toInt(filter.limit), kLargestPage));
                  filter.limit = limit + 1;
                  auto rows = ClientRepository(reader.db).requests(filter);
                  if (!rows)
                      return std::unexpected(rows.error());
                  const bool hasMore = rows->size() > limit;
                  rows->resize(std::min<qsizetype>(rows->size(), limit));
                  Json list = Json::array();
                  for (const StoredRequest &row : *rows)
                      list.append(toJson(row));
                  return Json::object({{"requests", list}, {"next", hasMore ? Json(rows->last().key) : Json()}});
              });
    table.add(info("request.get", "Get what an agent asked", "A request with its text and the answer's, as far as they were kept.", Access::Read,
                   kManage, schema({{"id", integer("its number", 1)}}, {u"id"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto found = ClientRepository(reader.db).request(call.args.value("id").toInt());
                  if (!found)
                      return std::unexpected(found.error());
                  if (!*found)
                      return fail(ErrorCode::NotFound, u"there is no request %1"_s.arg(call.args.value("id").toInt()));
                  Json json = toJson(**found);
                  json.insert("request", (*found)->request);
                  json.insert("answer", (*found)->answer);
                  return json;
              });
    table.add(
        info("request.replay", "Ask again what an agent asked",
             "Makes a call of a tool, or of a command, once more, as you: with the arguments that the log kept. What was a secret there is not one "
             "any more.",
             Access::Write, kManage, schema({{"id", integer("its number", 1)}}, {u"id"_s})),
        CommandTable::StartFunction([this](const CommandCall &call) { return desk->replay(call.args); }));
}

} // namespace Millrace
