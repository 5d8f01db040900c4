// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How it begins.
//
// 1. `server/discover`, as of 2026-07-28. Whoever answers with that version among its own is spoken to so from then on: each request says its version.
// 2. Whoever answers with an error of the protocol, with a status that means the message and not its sender, or (a program) ends at it or says nothing for
//    a while, is of 2025: `initialize`, with the newest version; what the server answers with is spoken, if it is one of ours. A program that ended is
//    started once more.
// 3. A wrong token, and an address where nobody is, end it at once: another era would change nothing.
// 4. Then its lists are read, page by page and bounded. One that fails is a problem that is told, not the end of it.

#include "mcp/client/remoteserver.h"

#include "mcp/client/httpwire.h"
#include "mcp/client/pipewire.h"
#include "mcp/message.h"
#include "mcp/tool.h"
#include "sdk/clock.h"
#include "workspace/answerpipe.h"

#include <QHash>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

constexpr int kMostPages = 50;
constexpr qsizetype kMostListed = 5'000;
constexpr qsizetype kMostTold = 200; ///< notifications that are kept with an answer
constexpr qsizetype kMostStray = 1'000; ///< bytes of a line that is no message

/// Methods, and what their lists are called here.
constexpr std::array<std::pair<const char *, const char *>, 4> kLists
    = {{{"tools/list", "tools"}, {"resources/list", "resources"}, {"resources/templates/list", "templates"}, {"prompts/list", "prompts"}}};

using Promise = AnswerPipe::Promise;

void keep(const Promise &promise, const Result<Json> &answer)
{
    promise->addResult(answer);
    promise->finish();
}

Promise begun()
{
    const auto promise = std::make_shared<QPromise<Result<Json>>>();
    promise->start();
    return promise;
}

/// What Mcp-Name repeats.
QByteArray nameOf(const QByteArray &method, const Json &params)
{
    const char *field = method == "tools/call" || method == "prompts/get" ? "name"
        : method == "resources/read"                                      ? "uri"
        : method.startsWith("tasks/")                                     ? "taskId"
                                                                          : nullptr;
    return field ? params.value(field).utf8().toByteArray() : QByteArray();
}

/// The error of an answer, as one of ours.
Error errorOf(const Json &answer)
{
    const Json &error = answer.value("error");
    return Error::make(ErrorCode::HttpClient, u"%1 (%2)"_s.arg(error.value("message").toString()).arg(error.value("code").toInt()), error);
}

/// What another era would not make otherwise.
bool isFinal(ErrorCode code)
{
    return code == ErrorCode::TokenInvalid || code == ErrorCode::NotFound || code == ErrorCode::HttpName || code == ErrorCode::HttpRefused
        || code == ErrorCode::HttpTls || code == ErrorCode::HttpRedirect;
}

} // namespace

class RemoteServer::Worker final : public QObject
{
public:
    explicit Worker(const Options &options)
        : m_options(options)
    {}

    void open(const Json &address, const Promise &promise)
    {
        close();
        m_address = address;
        m_opening = promise;
        if (auto made = makeWire(); !made) {
            endOpening(std::unexpected(made.error()));
            return;
        }
        m_version = kModernVersion.toByteArray();
        const bool isProgram = !m_address.contains("url");
        send("server/discover", Json::object(), isProgram ? m_options.greetingMs : m_options.patienceMs, [this](const Result<Json> &answer) {
            if (answer && std::ranges::contains(answer->value("result").value("supportedVersions").items(), Json(m_version)))
                greeted(answer->value("result"));
            else if (!answer && isFinal(answer.error().code))
                endOpening(std::unexpected(answer.error()));
            else
                initialize();
        });
    }

    void ask(const QByteArray &method, const Json &params, const Promise &promise)
    {
        if (!m_wire || m_opening) {
            keep(promise, fail(ErrorCode::HttpUnreachable, u"there is no connection to a server"_s));
            return;
        }
        const qint64 id = send(method, params, m_options.patienceMs, {});
        m_pending[id].promise = promise;
        AnswerPipe::onCancel(this, promise, [this, id, wire = m_generation] {
            if (wire == m_generation)
                abandon(id, Error::make(ErrorCode::Cancelled, u"it was cancelled before the server answered"_s));
        });
    }

    void close()
    {
        ++m_generation;
        m_wire.reset();
        m_version.clear();
        m_mirrored.clear();
        const Error gone = Error::make(ErrorCode::Cancelled, u"the connection to the server was ended"_s);
        const auto pending = std::exchange(m_pending, {});
        if (m_opening)
            endOpening(std::unexpected(gone));
        for (const Pending &one : pending) {
            if (one.promise)
                keep(one.promise, std::unexpected(gone));
        }
    }

private:
    using Then = std::function<void(const Result<Json> &answer)>;
    struct Pending
    {
        Json request;
        Then then; ///< of what this asks by itself
        Promise promise; ///< of what somebody asked for
        Json told = Json::array();
        qint64 beganAt = 0;
    };

    Result<void> makeWire()
    {
        const quint64 generation = ++m_generation;
        // Queued: a wire is not to end within its own call.
        const ClientWire::Events events{
            .received =
                [this, generation](const QByteArray &json) {
                    QMetaObject::invokeMethod(this, [this, generation, json] { take(generation, json); }, Qt::QueuedConnection);
                },
            .failed =
                [this, generation](qint64 id, const Error &error) {
                    QMetaObject::invokeMethod(this, [this, generation, id, error] { lose(generation, id, error); }, Qt::QueuedConnection);
                },
            .isAwaited = [this, generation](qint64 id) { return generation == m_generation && m_pending.contains(id); },
        };
        if (m_address.contains("url")) {
            const QUrl url(m_address.value("url").toString(), QUrl::StrictMode);
            if (!url.isValid() || url.host().isEmpty() || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1))
                return fail(ErrorCode::HttpAddress, u"\"%1\" is no address of a server"_s.arg(m_address.value("url").toString()));
            const QByteArray token = m_address.value("token").toString().trimmed().toUtf8();
            if (!std::ranges::all_of(token, [](char c) { return c > 0x20 && c < 0x7f; }))
                return fail(ErrorCode::InvalidArgument, u"a token is one word of plain letters, digits and signs"_s);
            m_wire = std::make_unique<HttpWire>(url, token, m_options.mostBytes, this, events);
            return {};
        }
        const QStringList command = m_address.value("command").toStringList();
        if (command.isEmpty() || command.first().isEmpty())
            return fail(ErrorCode::InvalidArgument, u"no program and no address is named"_s);
        m_wire = std::make_unique<PipeWire>(command, m_options.mostBytes, events);
        return {};
    }

    /// 2025: a session.
    void initialize()
    {
        m_version.clear();
        if (!m_wire) {
            if (auto made = makeWire(); !made) {
                endOpening(std::unexpected(made.error()));
                return;
            }
        }
        const Json params = Json::object(
            {{"protocolVersion", kNewestLegacyVersion.toByteArray()}, {"capabilities", Json::object()}, {"clientInfo", implementation()}});
        send("initialize", params, m_options.patienceMs, [this](const Result<Json> &answer) {
            const Json &version = answer ? answer->value("result").value("protocolVersion") : Json();
            if (!answer || answer->contains("error")) {
                endOpening(std::unexpected(answer ? errorOf(*answer) : answer.error()));
            } else if (!isLegacyVersion(version.utf8())) {
                endOpening(fail(ErrorCode::Unsupported, u"the server speaks \"%1\", which is not known here"_s.arg(version.toString().left(100))));
            } else {
                m_version = version.utf8().toByteArray();
                m_wire->send({.json = notification("notifications/initialized", {}), .version = m_version});
                greeted(answer->value("result"));
            }
        });
    }

    void greeted(const Json &result)
    {
        // 2026 has it in the answer's _meta.
        const Json &named = result.contains("serverInfo") ? result.value("serverInfo") : result.value("_meta").value(MetaKey::kServerInfo);
        m_found = Json::object({{"version", m_version},
                                {"server", named},
                                {"capabilities", result.value("capabilities")},
                                {"instructions", result.value("instructions")},
                                {"problems", Json::array()}});
        for (const auto &[method, list] : kLists)
            m_found.insert(list, Json::array());
        readLists(0, {}, 0);
    }

    void readLists(std::size_t at, const Json &cursor, int page)
    {
        if (at == kLists.size()) {
            rememberMirrored();
            endOpening(m_found);
            return;
        }
        const auto &[method, list] = kLists.at(at);
        const QByteArray capability = QByteArray(method).left(QByteArrayView(method).indexOf('/'));
        if (!m_found.value("capabilities").contains(capability)) {
            readLists(at + 1, {}, 0);
            return;
        }
        const Json params = cursor.isNull() ? Json::object() : Json::object({{"cursor", cursor}});
        send(method, params, m_options.patienceMs, [this, at, page, method, list](const Result<Json> &answer) {
            if (!m_wire) {
                endOpening(answer ? fail(ErrorCode::HttpUnreachable, u"the server went away"_s) : answer);
                return;
            }
            if (!answer || answer->contains("error")) {
                Json problems = m_found.value("problems");
                problems.append(u"%1: %2"_s.arg(QLatin1StringView(method), answer ? errorOf(*answer).text : answer.error().text));
                m_found.insert("problems", problems);
                readLists(at + 1, {}, 0);
                return;
            }
            const Json &result = answer->value("result");
            Json all = m_found.value(list);
            for (const Json &one : result.value(list == QByteArrayView("templates") ? "resourceTemplates" : list).items()) {
                if (all.size() < kMostListed)
                    all.append(one);
            }
            m_found.insert(list, all);
            const Json &next = result.value("nextCursor");
            const bool goesOn = next.isString() && page + 1 < kMostPages && all.size() < kMostListed;
            readLists(goesOn ? at : at + 1, goesOn ? next : Json(), goesOn ? page + 1 : 0);
        });
    }

    /// Which arguments a server wants to see in headers too.
    void rememberMirrored()
    {
        if (m_version != kModernVersion)
            return;
        for (const Json &one : m_found.value("tools").items()) {
            Tool tool;
            tool.inputSchema = one.value("inputSchema");
            tool.complete();
            if (!tool.mirrored.isEmpty())
                m_mirrored.insert(one.value("name").utf8().toByteArray(), tool.mirrored);
        }
    }

    void endOpening(const Result<Json> &answer)
    {
        const Promise opening = std::exchange(m_opening, nullptr);
        if (!answer) {
            ++m_generation;
            m_wire.reset();
            m_pending.clear();
        }
        if (opening)
            keep(opening, answer);
    }

    qint64 send(const QByteArray &method, Json params, int patienceMs, const Then &then)
    {
        const qint64 id = ++m_lastId;
        const bool isModern = m_version == kModernVersion;
        Json meta = params.value("_meta").isObject() ? params.value("_meta") : Json::object();
        if (isModern) {
            meta.insert(MetaKey::kVersion, Json(m_version));
            meta.insert(MetaKey::kClientInfo, implementation());
            meta.insert(MetaKey::kClientCapabilities, Json::object());
        }
        if (method == "tools/call")
            meta.insert("progressToken", Json(id));
        if (!meta.isEmpty())
            params.insert("_meta", meta);
        const Json request = Json::object({{"jsonrpc", "2.0"}, {"id", id}, {"method", Json(method)}, {"params", params}});
        m_pending.insert(id, {request, then, nullptr, Json::array(), Clock::system().monotonicUs()});
        Outgoing message{.json = request.toBytes(), .id = id, .version = m_version};
        if (isModern) {
            message.method = method;
            message.name = nameOf(method, params);
            if (method == "tools/call") {
                const auto mirrored = m_mirrored.value(message.name);
                for (const Tool::Mirrored &one : mirrored) {
                    const Json *value = params.value("arguments").find(one.pointer);
                    if (value && !value->isNull())
                        message.params.append({one.header, value->isString() ? value->utf8().toByteArray() : value->toBytes()});
                }
            }
        }
        m_wire->send(message);
        QTimer::singleShot(patienceMs, this, [this, id, generation = m_generation] {
            if (generation == m_generation)
                abandon(id, Error::make(ErrorCode::HttpTimeout, u"the server did not answer in time"_s));
        });
        return id;
    }

    void abandon(qint64 id, const Error &error)
    {
        if (!m_pending.contains(id))
            return;
        // A beginning is not to be taken back.
        if (const QByteArrayView method = m_pending[id].request.value("method").utf8(); method != "initialize" && method != "server/discover")
            m_wire->send({.json = notification("notifications/cancelled", Json::object({{"requestId", id}, {"reason", error.text}})),
                          .version = m_version,
                          .method = m_version == kModernVersion ? QByteArray("notifications/cancelled") : QByteArray()});
        m_wire->abandon(id);
        settle(id, std::unexpected(error), 0);
    }

    void take(quint64 generation, const QByteArray &bytes)
    {
        if (generation != m_generation)
            return;
        const auto json = Json::parse(bytes);
        if (!json) {
            tell(Json::object({{"stray", QString::fromUtf8(bytes.left(kMostStray))}}));
            return;
        }
        if (json->isArray()) {
            for (const Json &one : json->items())
                takeOne(generation, one, one.toBytes().size());
        } else {
            takeOne(generation, *json, bytes.size());
        }
    }

    void takeOne(quint64 generation, const Json &message, qsizetype bytes)
    {
        if (generation != m_generation) // what came before it in one batch ended the connection
            return;
        const Json &id = message.value("id");
        if (!message.contains("method")) {
            // An error that names no request can be meant for one alone.
            const bool isNameless = id.isNull() && message.contains("error") && m_pending.size() == 1;
            settle(isNameless ? m_pending.cbegin().key() : id.toInt(-1), message, bytes);
            return;
        }
        tell(message);
        if (id.isNull())
            return;
        const bool isPing = message.value("method").utf8() == "ping";
        Json answer = Json::object({{"jsonrpc", "2.0"}, {"id", id}});
        if (isPing)
            answer.insert("result", Json::object());
        else
            answer.insert("error", Json::object({{"code", RpcCode::kMethodNotFound}, {"message", "nothing of this client was declared"}}));
        m_wire->send({.json = answer.toBytes(), .version = m_version});
    }

    /// What comes besides belongs to whatever waits.
    void tell(const Json &message)
    {
        for (Pending &one : m_pending) {
            if (one.told.size() < kMostTold)
                one.told.append(message);
        }
    }

    void lose(quint64 generation, qint64 id, const Error &error)
    {
        if (generation != m_generation)
            return;
        if (id != 0) {
            settle(id, std::unexpected(error), 0);
            return;
        }
        m_wire.reset();
        ++m_generation;
        const auto pending = std::exchange(m_pending, {});
        for (const Pending &one : pending)
            answer(one, std::unexpected(error), 0);
    }

    void settle(qint64 id, const Result<Json> &result, qsizetype bytes)
    {
        if (const auto found = m_pending.find(id); found != m_pending.end()) {
            const Pending pending = std::move(*found);
            m_pending.erase(found);
            answer(pending, result, bytes);
        }
    }

    static void answer(const Pending &pending, const Result<Json> &result, qsizetype bytes)
    {
        if (pending.then)
            pending.then(result);
        if (!pending.promise)
            return;
        keep(pending.promise,
             result ? Result<Json>(Json::object({{"request", pending.request},
                                                 {"answer", *result},
                                                 {"told", pending.told},
                                                 {"bytes", bytes},
                                                 {"duration_us", Clock::system().monotonicUs() - pending.beganAt}}))
                    : result);
    }

    const Options m_options;
    Json m_address;
    std::unique_ptr<ClientWire> m_wire;
    quint64 m_generation = 0; ///< of the wire: what an earlier one tells late counts for nothing
    QByteArray m_version; ///< that is spoken; empty: not agreed on
    Promise m_opening;
    Json m_found;
    QHash<QByteArray, QList<Tool::Mirrored>> m_mirrored; ///< by tool
    QHash<qint64, Pending> m_pending; ///< by id
    qint64 m_lastId = 0;
};

RemoteServer::RemoteServer()
    : RemoteServer(Options())
{}

RemoteServer::RemoteServer(const Options &options)
    : m_worker(new Worker(options))
{
    m_thread.setObjectName(u"millrace-client"_s);
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

RemoteServer::~RemoteServer()
{
    close();
    QMetaObject::invokeMethod(m_worker, [this] { m_thread.quit(); }, Qt::QueuedConnection);
    m_thread.wait();
}

QFuture<Result<Json>> RemoteServer::open(const Json &address)
{
    const Promise promise = begun();
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, address, promise] { worker->open(address, promise); }, Qt::QueuedConnection);
    return promise->future();
}

QFuture<Result<Json>> RemoteServer::ask(const QString &method, const Json &params)
{
    const Promise promise = begun();
    QMetaObject::invokeMethod(
        m_worker, [worker = m_worker, method = method.toUtf8(), params, promise] { worker->ask(method, params, promise); }, Qt::QueuedConnection);
    return promise->future();
}

void RemoteServer::close()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->close(); }, Qt::QueuedConnection);
}

} // namespace Millrace::Mcp
