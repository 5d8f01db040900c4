// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Commands on what steps want done outside the workspace.
#include "pipeline/contextdocument.h"
#include "store/outboxrepository.h"
#include "workspace/commandschema.h"
#include "workspace/workspace_p.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr int kUsualEffects = 100;
constexpr int kMostEffects = 10'000;
constexpr qint64 kMostIds = 1000;

Json orNull(const QByteArray &json)
{
    return json.isEmpty() ? Json() : Json::parse(json).value_or(Json());
}

Json toJson(const StoredEffect &effect, const QString &contextId)
{
    const Json terms = Json::parse(effect.terms).value_or(Json());
    const bool delivered = effect.state == EffectState::Delivered;
    return Json::object({{"id", effect.key},
                         {"context", contextId},
                         {"node", terms.value("node")},
                         {"key", terms.value("key")},
                         {"target", effect.target},
                         {"address", effect.address},
                         {"state", effectStateName(effect.state)},
                         {"awaited", effect.awaited},
                         {"attempts", effect.attempts},
                         {"due_at", effect.dueAt ? Json(isoSeconds(*effect.dueAt)) : Json()},
                         {"created_at", isoSeconds(effect.createdAt)},
                         {"changed_at", isoSeconds(effect.changedAt)},
                         {"damaged", effect.isDamaged},
                         {"bytes", effect.body.size()},
                         {"answer", delivered ? orNull(effect.answer) : Json()},
                         {"error", delivered ? Json() : orNull(effect.answer)}});
}

Json stateSchema()
{
    return Json::object({{"enum", Json::array({"waiting", "sending", "delivered", "failed", "discarded", "all"})},
                         {"description", "only those in this state; without it what waits, is being sent or failed"}});
}

Json keysSchema()
{
    return Json::object({{"type", "array"},
                         {"items", Json::object({{"type", "integer"}, {"minimum", 1}})},
                         {"minItems", 1},
                         {"maxItems", kMostIds},
                         {"description", "ids of effects, as outbox.list gives them"}});
}

/// Does it to each; what is refused is told and leaves the others alone.
template <typename Act>
Result<Json> onEach(const Json &ids, const char *doneKey, Act act)
{
    Json done = Json::array();
    Json refused = Json::array();
    for (const Json &id : ids.items()) {
        const Result<void> result = act(id.toInt());
        if (result)
            done.append(id);
        else if (result.error().code == ErrorCode::NotFound || result.error().code == ErrorCode::TransitionRefused)
            refused.append(Json::object({{"id", id}, {"code", errorCodeName(result.error().code)}, {"message", result.error().text}}));
        else
            return std::unexpected(result.error());
    }
    return Json::object({{doneKey, done}, {"refused", refused}});
}

} // namespace

void Workspace::Private::addOutboxCommands()
{
    table.add(
        info("outbox.list", "List the outbox",
             "What steps want done outside the workspace, oldest first: where it goes, whether it waits, is being sent, is delivered, failed or was "
             "discarded, and what came back. `counts` are of the whole workspace; `next` is the `after` of the following page, or null.",
             Access::Read, "contexts.read",
             schema({{"state", stateSchema()},
                     {"context", text("only of this context")},
                     {"after", integer("only ids above this one", 0)},
                     {"limit", integer("most rows to give, 100 by default", 1)}})),
        [](Reader &reader, const CommandCall &call) -> Result<Json> {
            OutboxRepository outbox(reader.db);
            OutboxRepository::Filter filter;
            const QString state = call.args.value("state").toString();
            filter.state = effectStateFromName(state);
            filter.openOnly = state.isEmpty();
            filter.after = call.args.value("after").toInt();
            filter.limit = static_cast<int>(std::min<qint64>(call.args.value("limit").toInt(kUsualEffects), kMostEffects));
            if (call.args.contains("context")) {
                const QString id = call.args.value("context").toString();
                const auto key = reader.contexts.find(id);
                if (!key)
                    return std::unexpected(key.error());
                if (!*key)
                    return noContext(id);
                filter.context = **key;
            }
            const auto effects = outbox.list(filter);
            const auto counts = outbox.counts();
            if (!effects || !counts)
                return std::unexpected(effects ? counts.error() : effects.error());
            QList<ContextKey> keys;
            for (const StoredEffect &effect : *effects)
                keys.append(effect.context);
            const auto rows = reader.contexts.rows(keys);
            if (!rows)
                return std::unexpected(rows.error());
            QHash<ContextKey, QString> ids;
            for (const ContextSummary &row : *rows)
                ids.insert(row.key, row.id);
            Json list = Json::array();
            for (const StoredEffect &effect : *effects)
                list.append(toJson(effect, ids.value(effect.context)));
            return Json::object({{"effects", list},
                                 {"counts", counts->toJson()},
                                 {"next", effects->size() == filter.limit ? Json(effects->constLast().key) : Json()}});
        });
    table.add(info("outbox.retry", "Send again",
                   "Tries failed and discarded effects again, under the same key; a step that failed with one waits for it again.", Access::Write,
                   "contexts.run", schema({{"ids", keysSchema()}}, {u"ids"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64 actorKey) -> Result<Json> {
                  return onEach(call.args.value("ids"), "retried", [&](qint64 id) { return engine->ledger().retryEffect(scope, id, actorKey); });
              });
    table.add(info("outbox.discard", "Discard what would be sent",
                   "Gives up effects that wait or failed: they are not sent. What was sent already stays as it is; a step that waits fails.",
                   Access::Destroy, "contexts.run", schema({{"ids", keysSchema()}}, {u"ids"_s})),
              [this](WriteScope &scope, const CommandCall &call, qint64) -> Result<Json> {
                  return onEach(call.args.value("ids"), "discarded", [&](qint64 id) { return engine->ledger().discardEffect(scope, id); });
              });
}

} // namespace Millrace
