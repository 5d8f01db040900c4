// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/hookcommands.h"

#include "access/secretstore.h"
#include "engine/engine.h"
#include "sdk/clock.h"
#include "store/sourcerepository.h"
#include "workspace/commandschema.h"
#include "workspace/commandtable.h"

#include <QHash>
#include <QMessageAuthenticationCode>
#include <QMutex>
#include <QRandomGenerator>

#include <array>
#include <cstdlib>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr qint64 kLookedBack = 10'000; ///< events among which a delivery that is sent twice is found
constexpr QByteArrayView kAlgorithm = "sha256=";
constexpr qint64 kSignedSecondsAgo = 300;

/// Secrets that were looked up once: a keychain may take long, and a hook is called often. Any thread.
class HookSecrets
{
public:
    Result<QByteArray> find(const SecretStore &store, const QString &id)
    {
        {
            const QMutexLocker lock(&m_mutex);
            if (const auto known = m_known.constFind(id); known != m_known.cend())
                return *known;
        }
        const Result<FoundSecret> found = store.find(nameFor(id));
        if (!found)
            return std::unexpected(found.error());
        const QMutexLocker lock(&m_mutex);
        return *m_known.insert(id, found->value.toUtf8());
    }
    void forget(const QString &id)
    {
        const QMutexLocker lock(&m_mutex);
        m_known.remove(id);
    }
    static QString nameFor(const QString &id) { return u"hook-"_s + id; }

private:
    QMutex m_mutex;
    QHash<QString, QByteArray> m_known;
};

QString newSecret()
{
    std::array<quint32, 8> bits = {};
    QRandomGenerator::system()->fillRange(bits.data(), static_cast<qsizetype>(bits.size()));
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(bits.data()), sizeof bits)
                                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QString topicOf(const QString &id)
{
    return u"hook."_s + id;
}

/// Takes as long wherever they differ.
bool isSame(QByteArrayView a, QByteArrayView b)
{
    if (a.size() != b.size())
        return false;
    int differs = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        differs |= a[i] ^ b[i];
    return differs == 0;
}

bool isSigned(QByteArrayView body, QByteArrayView signature, const QByteArray &secret)
{
    const QByteArray expected = QMessageAuthenticationCode::hash(body.toByteArray(), secret, QCryptographicHash::Sha256).toHex();
    return signature.startsWith(kAlgorithm) && isSame(signature.sliced(kAlgorithm.size()).toByteArray().toLower(), expected);
}

Result<Json> saveHook(WriteScope &scope, const Json &args, const QString &id, qint64 actorKey)
{
    SourceRepository sources(scope.db);
    const auto known = sources.find(id);
    if (!known)
        return std::unexpected(known.error());
    if (*known && ((*known)->kind != "hook"_L1 || (*known)->state != SourceState::Removed))
        return fail(ErrorCode::AlreadyExists, u"\"%1\" is the id of a source already"_s.arg(id));
    const QString title = args.value("title").toString(id);
    const QString pipeline = args.value("pipeline").toString();
    StoredSource source;
    source.id = id;
    source.kind = u"hook"_s;
    source.title = title;
    source.spec = Json::object({{"topic", topicOf(id)}, {"pipeline", pipeline.isEmpty() ? Json() : Json(pipeline)}});
    source.actor = actorKey;
    source.createdAt = scope.now;
    if (auto saved = sources.save(source); !saved)
        return std::unexpected(saved.error());
    if (!pipeline.isEmpty()) {
        const auto found = scope.catalog.findPipeline(pipeline);
        const auto last = scope.events.last();
        if (!found || !last)
            return std::unexpected(found ? last.error() : found.error());
        if (!*found)
            return fail(ErrorCode::NotFound, u"there is no pipeline \"%1\""_s.arg(pipeline));
        StoredSubscription subscription;
        subscription.id = topicOf(id);
        subscription.title = title;
        subscription.topic = topicOf(id);
        subscription.pipeline = pipeline;
        subscription.position = *last;
        subscription.actor = actorKey;
        subscription.createdAt = scope.now;
        if (auto saved = scope.events.save(subscription); !saved)
            return std::unexpected(saved.error());
        scope.triggersChanged = true;
    }
    return Json::object({{"id", id}, {"path", u"/hooks/"_s + id}, {"topic", topicOf(id)}});
}

Result<Json> removeHook(WriteScope &scope, const QString &id)
{
    SourceRepository sources(scope.db);
    const auto source = sources.find(id);
    if (!source)
        return std::unexpected(source.error());
    if (!*source || (*source)->kind != "hook"_L1 || (*source)->state == SourceState::Removed)
        return fail(ErrorCode::NotFound, u"there is no hook \"%1\""_s.arg(id));
    if (auto set = sources.setState((*source)->key, SourceState::Removed); !set)
        return std::unexpected(set.error());
    const auto subscription = scope.events.find(topicOf(id));
    if (!subscription)
        return std::unexpected(subscription.error());
    if (*subscription) {
        if (auto removed = scope.events.remove(**subscription); !removed)
            return std::unexpected(removed.error());
        scope.triggersChanged = true;
    }
    return Json::object({{"id", id}});
}

/// The event of a delivery; the one of before where it was sent already.
Result<Json> takeDelivery(WriteScope &scope, const QString &id, const QString &delivery, const Json &payload)
{
    const auto source = SourceRepository(scope.db).find(id);
    if (!source)
        return std::unexpected(source.error());
    if (!*source || (*source)->kind != "hook"_L1 || (*source)->state != SourceState::On)
        return fail(ErrorCode::NotFound, u"there is no hook \"%1\""_s.arg(id));
    const auto last = scope.events.last();
    if (!last)
        return std::unexpected(last.error());
    if (!delivery.isEmpty()) {
        const auto before = scope.events.events(topicOf(id), std::max<qint64>(0, *last - kLookedBack), *last, kLookedBack);
        if (!before)
            return std::unexpected(before.error());
        const auto same = std::ranges::find(*before, delivery, &StoredEvent::key);
        if (same != before->cend())
            return Json::object({{"event", same->seq}, {"repeated", true}});
    }
    const auto seq = scope.events.publish(
        {.topic = topicOf(id), .key = delivery, .at = scope.now, .context = {}, .actor = (*source)->actor, .payload = payload.toBytes()});
    if (!seq)
        return std::unexpected(seq.error());
    scope.lastEvent = *seq;
    return Json::object({{"event", *seq}, {"repeated", false}});
}

/// JSON where it is, else the text, else base64.
Json payloadOf(const QByteArray &body, const QString &type)
{
    Json payload = Json::object({{"type", type}});
    if (const Result<Json> json = Json::parseStrict(body))
        payload.insert("body", *json);
    else if (body.isValidUtf8())
        payload.insert("body", Json(body));
    else
        payload.insert("base64", Json(body.toBase64()));
    return payload;
}

Result<Json> written(const HookParts &parts, std::function<Result<Json>(WriteScope &)> job)
{
    Engine *engine = parts.engine();
    if (!engine)
        return fail(ErrorCode::WorkspaceReadOnly, u"the workspace is only read here"_s);
    auto future = engine->write(std::move(job), Engine::Urgency::Soon);
    future.waitForFinished();
    return future.resultCount() > 0 ? future.result() : Result<Json>(fail(ErrorCode::Cancelled, u"the workspace was closed"_s));
}

Result<Json> addHook(const HookParts &parts, HookSecrets &kept, const CommandCall &call)
{
    const QString id = call.args.value("id").toString();
    const std::shared_ptr<SecretStore> store = parts.secrets();
    if (!store)
        return fail(ErrorCode::WorkspaceReadOnly, u"the workspace is only read here"_s);
    const auto added = written(parts, [&](WriteScope &scope) -> Result<Json> {
        const auto principal = scope.catalog.findPrincipal(call.actor);
        if (!principal)
            return std::unexpected(principal.error());
        return saveHook(scope, call.args, id, *principal ? (*principal)->key : 0);
    });
    if (!added)
        return added;
    const QString secret = newSecret();
    if (const auto set = store->set(HookSecrets::nameFor(id), secret); !set) {
        // A hook without a secret takes nothing.
        [[maybe_unused]] const auto removed = written(parts, [&](WriteScope &scope) { return removeHook(scope, id); });
        return std::unexpected(set.error());
    }
    kept.forget(id);
    Json answer = *added;
    answer.insert("secret", secret);
    return answer;
}

Result<Json> receive(const HookParts &parts, HookSecrets &kept, const CommandCall &call)
{
    const QString id = call.args.value("id").toString();
    const QByteArray body = QByteArray::fromBase64(call.args.value("body").utf8().toByteArray());
    const std::shared_ptr<SecretStore> store = parts.secrets();
    // Whoever cannot sign does not learn which hooks there are.
    const auto refused = [] { return fail(ErrorCode::TokenInvalid, u"the signature is not right"_s); };
    const Result<QByteArray> secret = store ? kept.find(*store, id) : Result<QByteArray>(refused());
    // Whoever says when signs that and the delivery's name too: what was overheard is worth nothing under another name, or later.
    const QByteArray timestamp = call.args.value("timestamp").utf8().toByteArray();
    const QByteArray before = timestamp.isEmpty() ? QByteArray() : timestamp + '.' + call.args.value("delivery").utf8().toByteArray() + '.';
    if (!secret || !isSigned(before + body, call.args.value("signature").utf8(), *secret))
        return refused();
    if (!timestamp.isEmpty() && std::abs(timestamp.toLongLong() - Clock::system().nowUs() / 1'000'000) > kSignedSecondsAgo)
        return fail(ErrorCode::TokenInvalid, u"this delivery was signed too long ago"_s);
    const Json payload = payloadOf(body, call.args.value("type").toString());
    return written(parts, [&](WriteScope &scope) { return takeDelivery(scope, id, call.args.value("delivery").toString(), payload); });
}

} // namespace

void addHookCommands(CommandTable &table, const HookParts &parts)
{
    const auto kept = std::make_shared<HookSecrets>();
    const Json id
        = Json::object({{"type", "string"}, {"pattern", "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"}, {"description", "its id, the last part of its path"}});
    table.add(
        info("hook.add", "Add a hook",
             "Lets a program outside tell of something by POST to /hooks/ID, signed with the secret that is shown here this once: header "
             "X-Millrace-Signature (or X-Hub-Signature-256), \"sha256=\" and the HMAC-SHA256 of the body in hexadecimal. With X-Millrace-Timestamp "
             "(seconds "
             "since 1970) TIMESTAMP.DELIVERY.BODY is signed, and holds for five minutes. Each delivery is an event of the topic hook.ID, and starts "
             "the "
             "pipeline once where one is named.",
             Access::Write, "pipelines.write",
             schema({{"id", id}, {"title", text("for people")}, {"pipeline", text("id of the pipeline that each delivery starts")}}, {u"id"_s})),
        CommandTable::StartFunction(
            [parts, kept](const CommandCall &call) { return parts.inBackground([parts, kept, call] { return addHook(parts, *kept, call); }); }));
    table.add(info("hook.remove", "Remove a hook", "Takes nothing more from it, and forgets its secret; what came stays.", Access::Destroy,
                   "pipelines.write", schema({{"id", id}}, {u"id"_s})),
              CommandTable::StartFunction([parts, kept](const CommandCall &call) {
                  return parts.inBackground([parts, kept, call]() -> Result<Json> {
                      const QString name = call.args.value("id").toString();
                      auto removed = written(parts, [&](WriteScope &scope) { return removeHook(scope, name); });
                      kept->forget(name);
                      if (const std::shared_ptr<SecretStore> store = parts.secrets(); removed && store) [[maybe_unused]]
                          const auto gone = store->remove(HookSecrets::nameFor(name));
                      return removed;
                  });
              }));
    table.add(info("hook.receive", "Take a delivery of a hook",
                   "What the server calls with what was posted. The signature is checked here. A delivery with a name of its own (Idempotency-Key, "
                   "X-GitHub-Delivery) that was taken already gives the event of before, and `repeated`.",
                   Access::Write, "contexts.run",
                   schema({{"id", id},
                           {"signature", text("\"sha256=\" and the HMAC in hexadecimal")},
                           {"delivery", text("what the sender calls it")},
                           {"timestamp", text("when it was signed, in seconds since 1970; it is a part of what is signed then")},
                           {"type", text("its Content-Type")},
                           {"body", text("the bytes in base64")}},
                          {u"id"_s, u"signature"_s, u"body"_s})),
              CommandTable::StartFunction([parts, kept](const CommandCall &call) {
                  return parts.inBackground([parts, kept, call] { return receive(parts, *kept, call); });
              }));
}

} // namespace Millrace
