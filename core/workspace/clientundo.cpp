// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Taking back what a client did: its audit rows, the newest first, each by the call that was found out when it ran. What follows on a deed
// has gone by then, so that most are as their calls expect them; where somebody else has gone on from it, it stays, and that is said.
#include "workspace/commandschema.h"
#include "workspace/workspace_p.h"

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

/// Drafts count every change, an undo too: what has taken back change 7 leaves the draft as it was at change 6, and it is change 8.
class DraftTrail
{
public:
    [[nodiscard]] Json followed(Json args) const
    {
        const auto now = m_now.constFind({args.value("pipeline").toString(), args.value("sequence").toInt()});
        if (now != m_now.cend())
            args.insert("sequence", *now);
        return args;
    }
    void undone(const Json &args, const Json &result)
    {
        if (args.contains("sequence") && result.contains("sequence"))
            m_now.insert({args.value("pipeline").toString(), args.value("sequence").toInt() - 1}, result.value("sequence").toInt());
    }

private:
    QHash<std::pair<QString, qint64>, qint64> m_now; ///< by the change that it was
};

Json described(const StoredDeed &deed)
{
    return Json::object({{"command", deed.command}, {"at", isoMicroseconds(deed.at)}, {"args", Json::parse(deed.args).value_or(Json())}});
}

Json kept(const StoredDeed &deed, const Error &why)
{
    Json json = described(deed);
    json.insert("reason", why.toJson());
    return json;
}

} // namespace

Result<Json> Workspace::Private::undoClient(const CommandCall &call)
{
    const auto deeds = readers->runNow<QList<StoredDeed>>([&call](Reader &reader) -> Result<QList<StoredDeed>> {
        ClientRepository clients(reader.db);
        const QString id = call.args.value("id").toString();
        const auto client = clients.find(id);
        if (!client)
            return std::unexpected(client.error());
        return *client ? clients.deeds((*client)->key) : fail(ErrorCode::NotFound, u"there is no client \"%1\""_s.arg(id));
    });
    if (!deeds)
        return std::unexpected(deeds.error());
    const bool isTry = call.args.value("dry_run").toBool();
    Json done = Json::array();
    Json left = Json::array();
    DraftTrail trail;
    for (const StoredDeed &deed : *deeds) {
        const Json undo = Json::parse(deed.undo).value_or(Json());
        const bool isNothing = undo.isBool();
        if (!undo.isObject() && !isNothing) {
            left.append(kept(deed, Error::make(ErrorCode::Unsupported, u"nothing takes back %1"_s.arg(deed.command))));
            continue;
        }
        Json entry = described(deed);
        if (undo.isObject())
            entry.insert("by", undo);
        if (!isTry && undo.isObject()) {
            const Json args = undo.value("args");
            auto future = run(undo.value("command").toString(), trail.followed(args), call.actor, true);
            future.waitForFinished();
            const Result<Json> result
                = future.resultCount() > 0 ? future.result() : Result<Json>(fail(ErrorCode::Cancelled, u"the command was cancelled"_s));
            const Json refused = result ? result->value("refused") : Json();
            if (!result || (!refused.isEmpty() && result->value("cancelled").toInt() == 0)) {
                left.append(kept(deed, result ? Error::make(ErrorCode::TransitionRefused, u"all of it is finished"_s) : result.error()));
                continue;
            }
            trail.undone(args, *result);
            if (!refused.isEmpty())
                entry.insert("refused", refused);
        }
        if (!isTry) {
            auto marked = engine->write([key = deed.key](WriteScope &scope) -> Result<Json> {
                return ClientRepository(scope.db).markUndone(key, scope.now).transform([] { return Json(true); });
            });
            marked.waitForFinished();
        }
        if (!isNothing)
            done.append(entry);
    }
    return Json::object({{"undone", done}, {"kept", left}, {"dry_run", isTry}});
}

void Workspace::Private::addClientUndo()
{
    table.add(info("client.undo", "Undo what a client did",
                   "Takes back everything that a client did and that stands, the newest first. `kept` is what could not be taken back, each with the "
                   "reason. With `dry_run` it only says what it would do.",
                   Access::Destroy, "clients.manage",
                   schema({{"id", text("the client's id")}, {"dry_run", Json::object({{"type", "boolean"}})}}, {u"id"_s})),
              [this](const CommandCall &call) {
                  auto promise = std::make_shared<QPromise<Result<Json>>>();
                  promise->start();
                  // It waits for commands of its own, which this pool must not be needed for.
                  desk->background.start([this, promise, call] {
                      promise->addResult(undoClient(call));
                      promise->finish();
                  });
                  return promise->future();
              });
}

} // namespace Millrace
