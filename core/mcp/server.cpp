// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The way of a message.
//
// 1. Bytes are parsed once; what is no JSON, or no message, is refused without a session or a client being looked at.
// 2. The era is the message's own: whoever says its version in `_meta`, or names a version in the header that is none of a session's, is
//    modern; `initialize` without such a `_meta` is legacy whatever was asked before on the same wire.
// 3. A modern request brings all that is to be known, and its headers repeat it: what does not agree is refused before anything is done.
//    A legacy one belongs to a session, and the session to the client that began it.
// 4. A request becomes a Call and goes to its method. Where the method answers at once, the answer is written before receive() returns,
//    and nothing of the call remains; else it is kept here until it is answered, cancelled or lost.
//
// Invariants: (a) a request is answered once, or not at all where it was cancelled or its modern peer is gone; (b) nothing is written to
// an outlet after its exchange ended; (c) what belongs to one client is as if it were not there for every other one.

#include "mcp/server.h"

#include "mcp/server_p.h"
#include "sdk/clock.h"
#include "workspace/agentdesk.h"
#include "workspace/workspace.h"

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

constexpr int kTickMs = 1000;
constexpr int kHouseMs = 60'000;
constexpr int kReadingMs = 300;
constexpr qint64 kPeerKeptUs = 60'000'000;
constexpr qsizetype kMostPeers = 1'000;
constexpr qsizetype kMostInfo = 200; ///< characters of what a client says of itself
constexpr qsizetype kMostInBatch = 100;
constexpr qsizetype kMostCalls = 10'000; ///< that are open at the same time
constexpr qsizetype kMostCallsOfOne = 512; ///< of one client

QByteArray errorJson(const Json &id, const RpcError &error)
{
    Json body = Json::object({{"code", error.code}, {"message", error.message}});
    if (!error.data.isNull())
        body.insert("data", error.data);
    // Without an id of its own an error has none: JSON-RPC's null is in no schema of the protocol's.
    return id.isNull() ? R"({"jsonrpc":"2.0","error":)" + body.toBytes() + '}'
                       : R"({"jsonrpc":"2.0","id":)" + id.toBytes() + R"(,"error":)" + body.toBytes() + '}';
}

void refuse(const std::shared_ptr<Outlet> &outlet, const Json &id, const RpcError &error, int status = 400)
{
    outlet->whole({error.status != 0 ? error.status : status, {}, 0, {}}, errorJson(id, error));
}

void accepted(const Incoming &incoming, const std::shared_ptr<Outlet> &outlet)
{
    if (!isDuplex(incoming.kind))
        outlet->whole({202, {}, 0, {}}, {});
}

QString clientIdOf(const Incoming &incoming)
{
    return incoming.client ? incoming.client->id : QString();
}

/// The answers to a batch (2025-03-26), gathered into one array. What is told on the way is left out: an array has no place for it.
class BatchOutlet : public Outlet
{
public:
    BatchOutlet(std::shared_ptr<Outlet> outlet, qsizetype missing)
        : m_outlet(std::move(outlet))
        , m_missing(missing)
    {}

    void whole(const Opening &, const QByteArray &json) override
    {
        if (!json.isEmpty())
            m_answers += (m_answers.isEmpty() ? "" : ",") + json;
        if (--m_missing == 0)
            m_outlet->whole({m_answers.isEmpty() ? 202 : 200, {}, 0, {}}, m_answers.isEmpty() ? QByteArray() : '[' + m_answers + ']');
    }
    [[nodiscard]] const Outlet *outlet() const { return m_outlet.get(); }
    void open(const Opening &) override {}
    void message(const QByteArray &, const QByteArray &) override {}
    void finished() override {}

private:
    std::shared_ptr<Outlet> m_outlet;
    QByteArray m_answers;
    qsizetype m_missing;
};

/// Whether a call is answered by this exchange: by itself, or as a part of its batch.
bool isOn(const Call &call, const Outlet *outlet)
{
    if (call.outlet.get() == outlet)
        return true;
    const auto *batch = dynamic_cast<const BatchOutlet *>(call.outlet.get());
    return batch && batch->outlet() == outlet;
}

/// A header's value as it is meant; nothing where it is written wrong.
std::optional<QByteArray> decodedHeader(const QByteArray &value)
{
    if (value.startsWith("=?base64?") && value.endsWith("?=") && value.size() >= 11) {
        const QByteArray inner = value.sliced(9, value.size() - 11);
        const auto decoded = QByteArray::fromBase64Encoding(inner, QByteArray::AbortOnBase64DecodingErrors);
        // Without its padding it is another text to whoever reads strictly.
        if (!decoded || inner.size() % 4 != 0)
            return std::nullopt;
        return decoded.decoded;
    }
    const bool isPlain = std::ranges::all_of(value, [](char c) { return (c >= 0x20 && c < 0x7f) || c == '\t'; });
    return isPlain ? std::optional(value) : std::nullopt;
}

/// What a header has to say of a value of the body.
bool agrees(const QByteArray &header, const Json &value)
{
    if (value.isNumber()) {
        bool isNumber = false;
        const double given = header.toDouble(&isNumber);
        return isNumber && given == value.toDouble();
    }
    if (value.isBool())
        return header == (value.toBool() ? "true" : "false");
    return value.isString() && header == value.utf8();
}

} // namespace

Server::Private::Private(const Options &options, Server *server)
    : q(server)
    , workspace(options.workspace)
    , clock(options.clock ? *options.clock : Clock::system())
    , book(options.stateFile, clock.nowUs())
    , seal(book.key())
    , tasks([this](Task &task) { taskChanged(task); })
    , services{q, workspace, &clock, &seal, &tasks, &answers, [this](Call &call) { ended(call); }, [this](Call &call) { working(call); }}
    , toolbox(workspace->commands())
    , watches(workspace)
{
    tasks.read(book.kept().value("tasks"), clock.nowUs());
#ifdef MILLRACE_CONFORMANCE
    if (options.conformance)
        addConformanceFixtures(toolbox, resources, ownPrompts, [this](const QByteArray &list) { listChanged(list); });
#endif
    for (const auto &session : book.sessions())
        watchSession(*session);
    house.setInterval(kHouseMs);
    house.start();
    QObject::connect(&house, &QTimer::timeout, q, [this] { keepHouse(); });
    readingSoon.setSingleShot(true);
    readingSoon.setInterval(kReadingMs);
    QObject::connect(&readingSoon, &QTimer::timeout, q, [this] { readPipelines(); });
    ticker.setInterval(kTickMs);
    QObject::connect(&ticker, &QTimer::timeout, q, [this] { tick(); });
    QObject::connect(&watches, &Watches::updated, q, [this](const QString &uri) { resourceUpdated(uri); });
    // Drafts tell of every edit; once in a while is enough for what is published.
    QObject::connect(workspace, &Workspace::pipelinesChanged, q, [this] {
        if (!readingSoon.isActive())
            readingSoon.start();
    });
    QObject::connect(&workspace->agents(), &AgentDesk::templatesChanged, q, [this] { listChanged("prompts"); });
    QObject::connect(&workspace->agents(), &AgentDesk::clientsChanged, q, [this] { toolsChanged(); });
    workspace->agents().setTools(toolbox.described());
    workspace->agents().setCaller(
        [this](const std::shared_ptr<const Client> &client, const QString &tool, const Json &args) { return inspect(client, tool, args); });
    readPipelines();
}

Server::Private::~Private()
{
    workspace->agents().setCaller({});
    const auto open = std::exchange(listeners, {});
    for (const Listener &listener : open)
        listener.call->answerListen();
    cancelCalls([](const Call &) { return true; });
    saveTasks();
    const auto joined = std::exchange(wires, {});
    for (const auto &session : joined)
        endSession(session);
    const auto sessions = book.sessions();
    for (const auto &session : sessions)
        session->endStreams();
}

// --- messages ---------------------------------------------------------------------------------------------------------------------

void Server::Private::receive(const Incoming &incoming, const std::shared_ptr<Outlet> &outlet)
{
    const auto json = Json::parse(incoming.body);
    if (!json) {
        refuse(outlet, {}, {RpcCode::kParseError, json.error().text, json.error().detail});
        return;
    }
    if (json->isArray())
        receiveBatch(*json, incoming, outlet);
    else
        receiveOne(*json, incoming, outlet);
}

void Server::Private::receiveBatch(const Json &batch, const Incoming &incoming, const std::shared_ptr<Outlet> &outlet)
{
    if (batch.isEmpty() || batch.size() > kMostInBatch) {
        refuse(outlet, {}, {RpcCode::kInvalidRequest, u"a batch has 1 to %1 messages"_s.arg(kMostInBatch), {}});
        return;
    }
    // One HTTP exchange has one answer in every era but the one that has batches; and a session does not begin in one.
    if (!isDuplex(incoming.kind)) {
        const auto session = sessionOf(incoming, outlet.get());
        const bool isModern = incoming.protocolVersion && !isLegacyVersion(*incoming.protocolVersion);
        if (isModern || (session && session->isAtLeast("2025-06-18"))
            || std::ranges::any_of(batch.items(), [](const Json &one) { return one.value("method").utf8() == "initialize"; })) {
            refuse(outlet, {}, {RpcCode::kInvalidRequest, u"this cannot be sent as a batch"_s, {}});
            return;
        }
    }
    // Over a duplex wire each answer goes out by itself: a batch is nothing but several messages there.
    const std::shared_ptr<Outlet> to = isDuplex(incoming.kind) ? outlet : std::make_shared<BatchOutlet>(outlet, batch.size());
    Incoming each = incoming;
    each.acceptsStream = false; // an array has one end
    for (const Json &one : batch.items())
        receiveOne(one, each, to);
}

void Server::Private::receiveOne(const Json &json, const Incoming &incoming, const std::shared_ptr<Outlet> &outlet)
{
    Json id;
    auto message = Message::read(json, id);
    if (!message) {
        refuse(outlet, id, message.error());
        return;
    }
    if (message->kind == Message::Kind::Answer) {
        receiveAnswer(*message, incoming, outlet);
        return;
    }
    if (message->kind == Message::Kind::Notification) {
        receiveNotification(*message, incoming, outlet);
        return;
    }
    const auto call = std::make_shared<Call>(services);
    call->message = std::move(*message);
    call->client = incoming.client;
    call->kind = incoming.kind;
    call->acceptsStream = incoming.acceptsStream;
    call->outlet = outlet;
    call->beganAt = clock.monotonicUs();
    handle(call, incoming);
    if (!call->isDone() && !call->task())
        calls.insert(call.get(), call);
    if (!call->isDone() && !ticker.isActive())
        ticker.start();
}

void Server::Private::receiveAnswer(const Message &message, const Incoming &incoming, const std::shared_ptr<Outlet> &outlet)
{
    const auto session = sessionOf(incoming, outlet.get());
    if (!session) {
        if (!isDuplex(incoming.kind))
            refuse(outlet, {}, {RpcCode::kInvalidRequest, u"nothing was asked on this exchange"_s, {}}, incoming.sessionId ? 404 : 400);
        return;
    }
    accepted(incoming, outlet);
    session->answered(message.id, message.result, message.error);
}

void Server::Private::receiveNotification(const Message &message, const Incoming &incoming, const std::shared_ptr<Outlet> &outlet)
{
    const auto session = sessionOf(incoming, outlet.get());
    if (incoming.sessionId && !session) {
        refuse(outlet, {}, {RpcCode::kInvalidRequest, u"there is no such session"_s, {}}, 404);
        return;
    }
    accepted(incoming, outlet);
    if (message.method != "notifications/cancelled")
        return;
    const Json &request = message.params.value("requestId");
    cancelCalls([&](const Call &call) {
        const bool isOurs = isDuplex(incoming.kind) ? call.outlet == outlet : session && call.session == session;
        // What became a task is ended as a task, and a beginning is not to be taken back.
        return isOurs && !call.task() && call.message.id == request && call.message.method != "initialize";
    });
}

void Server::Private::handle(const CallPtr &call, const Incoming &incoming)
{
    const QByteArray &name = call->message.method;
    const Json &meta = call->params().value("_meta");
    const bool saysVersion = meta.contains(MetaKey::kVersion);
    const bool isForeignHeader = incoming.protocolVersion && !isLegacyVersion(*incoming.protocolVersion);
    const bool isModernOnly = name == "server/discover" || name == "subscriptions/listen";
    if (saysVersion || (name != "initialize" && (isForeignHeader || (isModernOnly && !isDuplex(incoming.kind)))))
        call->era = Era::Modern;
    call->progressToken = meta.value("progressToken");
    const auto method = methods().constFind(name);
    if (incoming.client) {
        // Under a name of its own only what there is: the log keeps a sum for each.
        const Tool *tool = name == "tools/call" ? toolbox.find(call->params().value("name").utf8()) : nullptr;
        call->logged = workspace->agents().requestBegan(incoming.client, QString::fromLatin1(transportName(incoming.kind)),
                                                        method == methods().cend() ? u"unknown"_s : QString::fromLatin1(name),
                                                        tool ? tool->name : QString(), incoming.body);
    }
    const auto admitted = call->isModern() ? admitModern(*call, incoming) : admitLegacy(*call, incoming);
    if (!admitted) {
        call->refuse(admitted.error());
        return;
    }
    if (calls.size() >= kMostCallsOfOne
        && std::ranges::count_if(calls, [&](const CallPtr &other) { return other->clientId() == call->clientId(); }) >= kMostCallsOfOne) {
        call->refuse({RpcCode::kInternal, u"this client asks too much at the same time; try again in a moment"_s, {}, 429});
        return;
    }
    if (calls.size() >= kMostCalls) {
        call->refuse({RpcCode::kInternal, u"too much is asked at the same time; try again in a moment"_s, {}, 503});
        return;
    }
    if (method == methods().cend() || !(call->isModern() ? method->modern : method->legacy)) {
        RpcError unknown = methodNotFound(name);
        unknown.status = call->isModern() ? 404 : 200;
        call->refuse(unknown);
        return;
    }
    if (call->isModern() && incoming.kind == TransportKind::Http) {
        if (const auto same = checkHeaders(*call, incoming); !same) {
            call->refuse(same.error());
            return;
        }
    }
    (this->*method->function)(call);
}

std::expected<void, RpcError> Server::Private::admitModern(Call &call, const Incoming &incoming)
{
    const bool isHttp = incoming.kind == TransportKind::Http;
    if (isHttp && !incoming.protocolVersion)
        return std::unexpected(headerMismatch(u"the header MCP-Protocol-Version is missing"_s));
    const Json &meta = call.params().value("_meta");
    const Json &version = meta.value(MetaKey::kVersion);
    if (!version.isString())
        return std::unexpected(malformed(u"params._meta lacks \"%1\""_s.arg(QLatin1StringView(MetaKey::kVersion))));
    if (isHttp && *incoming.protocolVersion != version.utf8())
        return std::unexpected(headerMismatch(u"the header MCP-Protocol-Version is not what params._meta says"_s));
    if (version.utf8() != kModernVersion)
        return std::unexpected(unsupportedVersion(version.utf8()));
    if (!meta.value(MetaKey::kClientCapabilities).isObject())
        return std::unexpected(malformed(u"params._meta lacks \"%1\""_s.arg(QLatin1StringView(MetaKey::kClientCapabilities))));
    if (isHttp && incoming.method != call.message.method)
        return std::unexpected(headerMismatch(u"the header Mcp-Method is not the request's method"_s));
    call.version = kModernVersion.toByteArray();
    call.capabilities = meta.value(MetaKey::kClientCapabilities);
    call.logFrom = logLevel(meta.value(MetaKey::kLogLevel).utf8());
    showPeer(call);
    return {};
}

std::expected<void, RpcError> Server::Private::checkHeaders(const Call &call, const Incoming &incoming) const
{
    const QByteArray &method = call.message.method;
    const char *field = method == "tools/call" || method == "prompts/get" ? "name"
        : method == "resources/read"                                      ? "uri"
        : method.startsWith("tasks/")                                     ? "taskId"
                                                                          : nullptr;
    if (!field)
        return {};
    const Json &named = call.params().value(field);
    const auto name = incoming.name ? decodedHeader(*incoming.name) : std::nullopt;
    if (named.isString() && (!name || *name != named.utf8()))
        return std::unexpected(headerMismatch(u"the header Mcp-Name is not params.%1"_s.arg(QLatin1StringView(field))));
    const Tool *tool = method == "tools/call" ? toolbox.find(named.utf8()) : nullptr;
    if (!tool)
        return {};
    for (const Tool::Mirrored &mirrored : tool->mirrored) {
        const Json *value = call.params().value("arguments").find(mirrored.pointer);
        const auto given = std::ranges::find(incoming.params, mirrored.header, &std::pair<QByteArray, QByteArray>::first);
        const bool isGiven = given != incoming.params.end();
        const bool isThere = value && !value->isNull();
        const auto decoded = isGiven ? decodedHeader(given->second) : std::nullopt;
        if (isGiven != isThere || (isGiven && (!decoded || !agrees(*decoded, *value))))
            return std::unexpected(
                headerMismatch(u"the header Mcp-Param-%1 is not what the arguments say"_s.arg(QString::fromLatin1(mirrored.header))));
    }
    return {};
}

std::expected<void, RpcError> Server::Private::admitLegacy(Call &call, const Incoming &incoming)
{
    if (call.message.method == "initialize")
        return {};
    call.session = sessionOf(incoming, call.outlet.get());
    if (!call.session) {
        if (isDuplex(incoming.kind)) {
            if (call.message.method == "ping")
                return {};
            return std::unexpected(malformed(
                u"send \"initialize\" first, or a request of 2026-07-28 with \"%1\" in params._meta"_s.arg(QLatin1StringView(MetaKey::kVersion))));
        }
        if (incoming.sessionId)
            return std::unexpected(RpcError{RpcCode::kInvalidRequest, u"there is no such session"_s, {}, 404});
        return std::unexpected(RpcError{RpcCode::kInvalidRequest, u"the header Mcp-Session-Id is missing"_s, {}, 400});
    }
    // One that began before the program was started again is shown once it is heard of.
    if (call.client && call.session->shown == 0) {
        call.session->shown = workspace->agents().sessionOpened(call.client, QString::fromLatin1(transportName(call.kind)),
                                                                call.session->clientInfo.value("name").toString(),
                                                                call.session->clientInfo.value("version").toString());
    }
    call.version = call.session->version;
    call.capabilities = call.session->capabilities;
    call.logFrom = call.session->logLevel;
    return {};
}

std::shared_ptr<Session> Server::Private::sessionOf(const Incoming &incoming, const Outlet *outlet)
{
    if (isDuplex(incoming.kind))
        return wires.value(outlet);
    return incoming.sessionId ? book.find(*incoming.sessionId, clientIdOf(incoming), clock.nowUs()) : nullptr;
}

// --- exchanges --------------------------------------------------------------------------------------------------------------------

/// Its answer was that it goes on as a task: how that ends is on record by itself.
void Server::Private::working(Call &call)
{
    if (call.client) {
        call.logged = workspace->agents().requestBegan(call.client, QString::fromLatin1(transportName(call.kind)), u"task"_s, call.tool,
                                                       call.params().toBytes());
    }
    if (!ticker.isActive())
        ticker.start();
}

void Server::Private::ended(Call &call)
{
    if (call.logged != 0) {
        const QByteArray &answer = call.answered();
        const QString code = answer.isEmpty() ? u"cancelled"_s : call.failure();
        workspace->agents().requestEnded(std::exchange(call.logged, 0), code.isEmpty(), code, answer);
    }
    calls.remove(&call);
    if (call.message.method != "tasks/result")
        return;
    if (const auto waiting = taskWaiters.find(call.params().value("taskId").toString()); waiting != taskWaiters.end()) {
        waiting->removeIf([&](const CallPtr &one) { return one.get() == &call; });
        if (waiting->isEmpty())
            taskWaiters.erase(waiting);
    }
}

void Server::Private::tick()
{
    auto open = calls.values();
    open.append(tasks.working());
    if (open.isEmpty() && !tasks.hasChanged()) {
        ticker.stop();
        return;
    }
    saveTasks();
    for (const CallPtr &call : std::as_const(open))
        call->tick();
}

/// Once a minute: what nobody comes back to.
void Server::Private::keepHouse()
{
    const qint64 now = clock.nowUs();
    const auto sessions = book.sessions();
    for (const auto &session : sessions) {
        session->forgetEnded();
        if (!session->wire && session->lastUsedAt < now - SessionBook::kKeptUs)
            endSession(session);
    }
    peers.removeIf([&](const auto &entry) {
        if (entry->at > now - kPeerKeptUs)
            return false;
        workspace->agents().sessionClosed(entry->shown);
        return true;
    });
}

/// Modern clients have no session; what says its name is shown for as long as it is heard of.
void Server::Private::showPeer(const Call &call)
{
    const Json &info = call.params().value("_meta").value(MetaKey::kClientInfo);
    if (!call.client || !info.isObject())
        return;
    const QString key = call.client->id + u'\n' + QString::fromLatin1(transportName(call.kind)) + u'\n'
        + info.value("name").toString().left(kMostInfo) + u'\n' + info.value("version").toString().left(kMostInfo);
    auto known = peers.find(key);
    if (known == peers.end()) {
        if (peers.size() >= kMostPeers)
            return;
        known = peers.insert(key, {});
        known->shown
            = workspace->agents().sessionOpened(call.client, QString::fromLatin1(transportName(call.kind)),
                                                info.value("name").toString().left(kMostInfo), info.value("version").toString().left(kMostInfo));
    }
    known->at = clock.nowUs();
}

void Server::Private::saveTasks()
{
    if (tasks.takeChanged())
        book.keep(Json::object({{"tasks", tasks.toJson()}}));
}

void Server::Private::cancelCalls(const std::function<bool(const Call &)> &which)
{
    QList<CallPtr> these;
    for (const CallPtr &call : std::as_const(calls)) {
        if (which(*call))
            these.append(call);
    }
    cancelThese(these);
}

void Server::Private::cancelThese(const QList<CallPtr> &these)
{
    if (!these.isEmpty()) {
        const QSet<CallPtr> set(these.begin(), these.end());
        listeners.removeIf([&](const Listener &listener) {
            if (!set.contains(listener.call))
                return false;
            for (const QString &uri : listener.uris)
                watches.unwatch(uri);
            return true;
        });
    }
    for (const CallPtr &call : these)
        call->cancel();
}

void Server::Private::gone(Outlet *outlet)
{
    QList<CallPtr> lost;
    for (const CallPtr &call : std::as_const(calls)) {
        if (!isOn(*call, outlet))
            continue;
        call->lose();
        // In a legacy session over HTTP a connection that breaks is no cancellation; the answer is lost where no stream was opened. A
        // task keeps its result.
        if (call->isModern() || isDuplex(call->kind) || call->message.method == "tasks/result")
            lost.append(call);
    }
    cancelThese(lost);
    if (const auto session = wires.take(outlet)) {
        session->wire.reset();
        endSession(session);
        return;
    }
    const auto sessions = book.sessions();
    for (const auto &session : sessions) {
        if (session->detach(outlet))
            return;
    }
}

void Server::Private::endSession(const std::shared_ptr<Session> &session)
{
    cancelCalls([&](const Call &call) { return call.session == session && !call.task(); });
    // Nobody is left who could say what these wait for.
    for (const auto &task : tasks.of(session->clientId, clock.nowUs())) {
        const CallPtr worker = task->status == TaskStatus::InputRequired ? task->call : nullptr;
        if (worker && worker->session == session)
            worker->refuse({RpcCode::kInternal, u"the client's session ended before it answered"_s, {}});
    }
    unwatchSession(*session);
    if (session->shown != 0)
        workspace->agents().sessionClosed(session->shown);
    book.end(session);
}

// --- the public object ------------------------------------------------------------------------------------------------------------

Server::Server(const Options &options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(options, this))
{}

Server::~Server() = default;

void Server::receive(Incoming &&incoming, const std::shared_ptr<Outlet> &outlet)
{
    d->receive(incoming, outlet);
}

void Server::listen(const Incoming &headers, const QByteArray &lastEventId, const std::shared_ptr<Outlet> &outlet)
{
    if (headers.protocolVersion && !isLegacyVersion(*headers.protocolVersion)) {
        refuse(outlet, {}, {RpcCode::kInvalidRequest, u"streams are opened by subscriptions/listen"_s, {}}, 405);
        return;
    }
    const auto session = d->sessionOf(headers, nullptr);
    if (!session) {
        refuse(outlet, {},
               {RpcCode::kInvalidRequest, headers.sessionId ? u"there is no such session"_s : u"the header Mcp-Session-Id is missing"_s, {}},
               headers.sessionId ? 404 : 400);
        return;
    }
    const bool primes = session->isAtLeast(kNewestLegacyVersion);
    const auto last = EventStream::readEventId(lastEventId);
    if (last && last->first != session->standing().id()) {
        if (const auto stream = session->findStream(last->first)) {
            stream->attach(outlet, last->second, primes);
            return;
        }
        // Of an exchange that is not known any more nothing will come; one of an earlier process's standing stream goes on with this one.
        if (!EventStream::isStanding(last->first)) {
            refuse(outlet, {}, {RpcCode::kInvalidRequest, u"there is no such stream any more"_s, {}});
            return;
        }
    }
    if (!last && session->standing().isAttached()) {
        refuse(outlet, {}, {RpcCode::kInvalidRequest, u"this session has its stream already"_s, {}}, 409);
        return;
    }
    // What a client missed while it had no stream is not told again unless it says where it stopped.
    session->standing().attach(outlet, last && last->first == session->standing().id() ? last->second : std::numeric_limits<qint64>::max(), primes);
}

void Server::endSession(const Incoming &headers, const std::shared_ptr<Outlet> &outlet)
{
    const auto session = d->sessionOf(headers, nullptr);
    if (!session) {
        refuse(outlet, {},
               {RpcCode::kInvalidRequest, headers.sessionId ? u"there is no such session"_s : u"the header Mcp-Session-Id is missing"_s, {}},
               headers.protocolVersion && !isLegacyVersion(*headers.protocolVersion) ? 405
                   : headers.sessionId                                               ? 404
                                                                                     : 400);
        return;
    }
    d->endSession(session);
    outlet->whole({200, {}, 0, {}}, {});
}

void Server::gone(Outlet *outlet)
{
    d->gone(outlet);
}

void Server::dismiss(const QString &clientId)
{
    d->cancelCalls([&](const Call &call) { return call.client && call.client->id == clientId; });
    for (const auto &task : d->tasks.of(clientId, d->clock.nowUs())) {
        if (const CallPtr worker = task->call)
            worker->cancel();
    }
    QList<std::shared_ptr<Session>> sessions;
    for (const auto &session : d->book.sessions()) {
        if (session->clientId == clientId)
            sessions.append(session);
    }
    for (const auto &session : std::as_const(sessions)) {
        d->wires.removeIf([&](const auto &wire) { return wire.value() == session; });
        d->endSession(session);
    }
}

qsizetype Server::sessionCount() const
{
    return d->book.sessions().size();
}

qsizetype Server::callCount() const
{
    return d->calls.size();
}

bool Server::isAnswering(const Outlet *wire) const
{
    return std::ranges::any_of(d->calls, [&](const CallPtr &call) { return isOn(*call, wire) && call->message.method != "subscriptions/listen"; });
}

} // namespace Millrace::Mcp
