// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Review packs: items that go to another laptop, and the decisions that come back.
#include "review/reviewpack.h"
#include "sdk/clock.h"
#include "sdk/id.h"
#include "workspace/commandschema.h"
#include "workspace/workspace_p.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr qint64 kUsualHoldS = 604'800;
constexpr int kMostPacked = 10'000;
constexpr int kUsualItems = 200;

Json decisionThere(const PackedDecision &packed)
{
    const ReviewDecision &d = packed.decision;
    return Json::object({{"id", d.id},
                         {"item", packed.item},
                         {"decision", reviewKindName(d.kind)},
                         {"answers", d.body.contains("answers") ? d.body.value("answers") : Json::object()},
                         {"note", d.body.value("note").toString()},
                         {"by", Json::object({{"id", packed.by.id}, {"name", packed.by.name}, {"kind", packed.by.kind}})},
                         {"at", isoMicroseconds(d.at)}});
}

/// An agent can write a file as well as anybody: in a pack it would decide on its own by another's name.
Result<void> mayTakeIn(WriteScope &scope, const Reviewer &who, const ReviewItem &item)
{
    if (who.kind != "agent"_L1)
        return {};
    const auto proposed = scope.reviews.hasProposed(item.key, who.key);
    const auto isOwn = scope.reviews.isWorkOf(item.context, who.key);
    if (!proposed || !isOwn)
        return std::unexpected(proposed ? isOwn.error() : proposed.error());
    if (*proposed || *isOwn)
        return fail(ErrorCode::PermissionDenied, u"an agent takes in no decision on what it has proposed, brought in or changed itself"_s,
                    Json::object({{"item", item.id}}));
    return {};
}

} // namespace

/// Holds the items for the pack, so that nobody here decides them meanwhile.
Result<Json> Workspace::Private::holdForPack(WriteScope &scope, const CommandCall &call, const QString &name)
{
    auto session = reviewerOf(scope.db, call.actor, scope.now);
    if (!session)
        return std::unexpected(session.error());
    auto &[out, who] = *session;
    if (const auto pack = isPack(scope.catalog); !pack || *pack)
        return pack ? fail(ErrorCode::Conflict, u"this is a pack itself"_s) : std::unexpected(pack.error());
    const qint64 holdUs = call.args.value("hold_s").toInt(kUsualHoldS) * 1'000'000;
    QList<ReviewItem> items;
    for (const QString &id : call.args.value("items").toStringList()) {
        auto item = scope.reviews.find(id);
        if (!item)
            return std::unexpected(item.error());
        if (!*item)
            return fail(ErrorCode::NotFound, u"there is no review item \"%1\""_s.arg(id));
        items.append(std::move(**item));
    }
    if (!call.args.contains("items")) {
        const auto claimed = claimNext(scope, out, who, call.args, true, call.found);
        if (!claimed)
            return claimed;
        for (const Json &one : claimed->items()) {
            auto item = scope.reviews.find(one.value("item").toString());
            if (!item)
                return std::unexpected(item.error());
            items.append(std::move(**item));
        }
    }
    if (items.isEmpty())
        return fail(ErrorCode::NotFound, u"there is nothing to pack"_s);
    Json keys = Json::array();
    for (ReviewItem &item : items) {
        if (auto claimed = reviewDesk().claim(scope, who, item, holdUs, false); !claimed)
            return std::unexpected(claimed.error());
        item.pack = name;
        if (auto saved = scope.reviews.setClaim(item); !saved)
            return std::unexpected(saved.error());
        if (auto noted = scope.reviews.addEvent({item.key, scope.now, who.key, ReviewEventKind::Packed, {}, name}); !noted)
            return std::unexpected(noted.error());
        keys.append(item.key);
    }
    if (auto noted = scope.catalog.audit(who.key, u"review.pack"_s, call.args.toBytes(), u"done"_s, scope.now); !noted)
        return std::unexpected(noted.error());
    return Json::object({{"keys", keys}, {"until", isoMicroseconds(scope.now + holdUs)}, {"at", scope.now}});
}

Result<Json> Workspace::Private::packItems(const CommandCall &call)
{
    const QString path = call.args.value("path").toString();
    if (QFileInfo::exists(path))
        return fail(ErrorCode::WorkspaceExists, u"there is a file %1 already"_s.arg(path));
    const QString name = call.args.value("name").toString(QFileInfo(path).completeBaseName() + u' ' + newId().right(6));
    CommandCall hold = call;
    if (!call.args.contains("items")) {
        Json wish = call.args;
        if (!wish.contains("limit"))
            wish.insert("limit", kUsualItems);
        hold.args = wish;
        auto found = lookUp(wish, call.actor);
        if (!found)
            return std::unexpected(found.error());
        hold.found = std::move(*found);
    }
    auto held = engine->write([this, hold, name](WriteScope &scope) { return holdForPack(scope, hold, name); });
    held.waitForFinished();
    if (!held.result())
        return held.result();
    const Json answer = *held.result();
    QList<qint64> keys;
    for (const Json &key : answer.value("keys").items())
        keys.append(key.toInt());
    const auto written = writePack(file.readPath, keys, path, {name, workspaceId, answer.value("at").toInt(), keys.size()});
    if (!written) {
        // Nobody has it, so nobody holds it.
        auto released = engine->write([keys, name](WriteScope &scope) -> Result<Json> {
            for (const qint64 key : keys) {
                auto item = scope.reviews.find(key);
                if (!item)
                    return std::unexpected(item.error());
                if (!*item || (*item)->pack != name)
                    continue; // somebody has taken it over meanwhile
                (*item)->claimedBy.reset();
                (*item)->claimUntil = 0;
                (*item)->pack.clear();
                scope.reviewItems.append((*item)->id);
                if (auto saved = scope.reviews.setClaim(**item); !saved)
                    return std::unexpected(saved.error());
            }
            return Json();
        });
        released.waitForFinished();
        return std::unexpected(written.error());
    }
    return Json::object(
        {{"path", path}, {"name", name}, {"items", keys.size()}, {"bytes", QFileInfo(path).size()}, {"until", answer.value("until")}});
}

Result<Json> Workspace::Private::takeIn(WriteScope &scope, const CommandCall &call, const PackContent &content)
{
    auto session = reviewerOf(scope.db, call.actor, scope.now);
    if (!session)
        return std::unexpected(session.error());
    ReviewJson &out = session->first;
    const auto reviewer = [&](const Principal &by) -> Result<Reviewer> {
        return scope.catalog.ensurePrincipal(by.id, by.kind, by.name, scope.now).transform([](const Principal &p) {
            return Reviewer{p.key, p.name, p.kind};
        });
    };
    qint64 merged = 0;
    qint64 already = 0;
    qint64 comments = 0;
    Json conflicts = Json::array();
    for (const PackedDecision &packed : content.decisions) {
        const auto item = scope.reviews.find(packed.item);
        const auto who = reviewer(packed.by);
        if (!item || !who)
            return std::unexpected(item ? who.error() : item.error());
        const auto may = *item ? mayTakeIn(scope, session->second, **item) : fail(ErrorCode::NotFound, u"the item is gone"_s);
        const auto decided = may ? reviewDesk().decide(scope, *who, **item, answerOf(packed, content.pack.name))
                                 : Result<ReviewDecided>(std::unexpected(may.error()));
        if (decided) {
            ++(decided->isRepeated ? already : merged);
            continue;
        }
        if (decided.error().category == ErrorCategory::Fatal && decided.error().code != ErrorCode::PatchConflict)
            return std::unexpected(decided.error());
        Json here;
        Json row = Json::object();
        if (*item) {
            if (auto read = out.readPeople(); !read)
                return std::unexpected(read.error());
            const auto its = scope.reviews.decisionsOf((*item)->key);
            const auto json = out.item((*item)->key);
            if (!its || !json)
                return std::unexpected(its ? json.error() : its.error());
            row = *json;
            for (const ReviewDecision &decision : *its) {
                if (decision.state == DecisionState::Standing)
                    here = out.decision(decision).value_or(Json());
            }
        }
        conflicts.append(Json::object({{"item", packed.item},
                                       {"context", row.value("context")},
                                       {"title", row.value("title")},
                                       {"here", here},
                                       {"there", decisionThere(packed)},
                                       {"why", decided.error().text}}));
    }
    for (const PackedComment &packed : content.comments) {
        const auto known = scope.reviews.findComment(packed.comment.id);
        const auto item = scope.reviews.find(packed.item);
        const auto who = reviewer(packed.by);
        if (!known || !item || !who)
            return std::unexpected(!known ? known.error() : !item ? item.error() : who.error());
        if (!*item)
            continue;
        if (*known) {
            // It came before; that it was settled since is news.
            if ((*known)->resolvedAt || !packed.comment.resolvedAt)
                continue;
            ReviewComment settled = **known;
            settled.resolvedBy = who->key;
            settled.resolvedAt = packed.comment.resolvedAt;
            if (auto saved = scope.reviews.saveComment(settled); !saved)
                return std::unexpected(saved.error());
            scope.reviewItems.append((*item)->id);
            ++comments;
            continue;
        }
        ReviewComment comment = packed.comment;
        comment.item = (*item)->key;
        comment.context = (*item)->context;
        comment.actor = who->key;
        const auto other = scope.reviews.findComment(packed.replyTo);
        if (!other)
            return std::unexpected(other.error());
        comment.replyTo = *other ? std::optional((*other)->key) : std::nullopt;
        comment.resolvedBy.reset();
        if (auto added = scope.reviews.addComment(comment); !added)
            return std::unexpected(added.error());
        if (comment.resolvedAt) {
            comment.resolvedBy = who->key;
            if (auto saved = scope.reviews.saveComment(comment); !saved)
                return std::unexpected(saved.error());
        }
        scope.reviewItems.append((*item)->id);
        ++comments;
    }
    if (auto noted = scope.catalog.audit(session->second.key, u"review.merge"_s, call.args.toBytes(), u"done"_s, scope.now); !noted)
        return std::unexpected(noted.error());
    return Json::object({{"pack", content.pack.name}, {"merged", merged}, {"already", already}, {"conflicts", conflicts}, {"comments", comments}});
}

void Workspace::Private::addPackCommands()
{
    table.add(
        info("review.pack", "Pack items for another laptop",
             "Writes a small workspace with some items, in which decisions are only kept; here they are held for it until it is back, a week by "
             "default.",
             Access::Write, "reviews.decide",
             schema({{"path", filePath("the file to make; must not exist")},
                     {"name", text("of the pack; made of the file's without it")},
                     {"items", textsUpTo("ids of items", kMostPacked)},
                     {"filter", anyObject()},
                     {"order", text("as review.claim")},
                     {"limit", Json::object({{"type", "integer"}, {"minimum", 1}, {"maximum", kMostPacked}, {"description", "200 by default"}})},
                     {"hold_s", integer("how long they are held here, in seconds", 60)}},
                    {u"path"_s})),
        [this](const CommandCall &call) { return inBackground([this, call] { return packItems(call); }); });
    table.add(info("review.merge", "Take in the decisions of a pack",
                   "Each once, however often the pack comes back; what was decided here otherwise meanwhile is listed and left as it is.",
                   Access::Write, "reviews.decide", schema({{"path", filePath("the pack")}}, {u"path"_s})),
              [this](const CommandCall &call) {
                  return inBackground([this, call]() -> Result<Json> {
                      const auto content = readPack(call.args.value("path").toString(), workspaceId);
                      if (!content)
                          return std::unexpected(content.error());
                      auto done = engine->write([this, call, content = *content](WriteScope &scope) { return takeIn(scope, call, content); });
                      done.waitForFinished();
                      return done.result();
                  });
              });
}

} // namespace Millrace
