// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "mcp/message.h"
#include "mcp/session.h"
#include "mcp/transport.h"
#include "sdk/error.h"

#include <QFuture>

#include <functional>
#include <memory>

namespace Millrace {
class Clock;
class Workspace;
} // namespace Millrace

namespace Millrace::Mcp {

class AnswerStore;
class Call;
class Seal;
class Task;
class TaskBook;

using CallPtr = std::shared_ptr<Call>;

/// What a call needs of its server; outlives it.
struct CallServices
{
    QObject *context = nullptr; ///< whose thread everything here runs on
    Workspace *workspace = nullptr;
    const Clock *clock = nullptr;
    const Seal *seal = nullptr;
    TaskBook *tasks = nullptr;
    AnswerStore *answers = nullptr;
    std::function<void(Call &)> ended; ///< it was answered, refused or cancelled
    std::function<void(Call &)> working; ///< it goes on as a task; ended() comes once more
};

/// Whether and how a tool runs as a task: never; where the client can follow one; only so.
enum class TaskUse : quint8 { Never, Optional, Always };

/// One request on its way to its answer, whatever era, wire or form the answer takes: the one thing that handlers know.
///
/// A handler is run once, and again each time that input it required has come: it looks at what it has (`input()`, `state()`) and
/// either requires more or answers. In the modern era each run may be in another request; in a legacy session and in a task it is the
/// same call. Whatever is said after the first answer, or after a cancellation, is dropped.
class Call : public std::enable_shared_from_this<Call>
{
public:
    using Handler = std::function<void(const CallPtr &)>;

    explicit Call(const CallServices &services);
    ~Call();

    // --- what was asked, and by whom; set by the server, then only read -------------------------------------------------------
    Era era = Era::Legacy;
    QByteArray version;
    Message message;
    std::shared_ptr<const Client> client; ///< null: the person's own program
    TransportKind kind = TransportKind::Http;
    bool acceptsStream = true;
    std::shared_ptr<Session> session; ///< of the legacy era
    std::shared_ptr<Outlet> outlet;
    Json capabilities; ///< ClientCapabilities: of the request, or of the session
    Json progressToken;
    int logFrom = -1; ///< the least level that is told; -1: none
    QByteArray sessionToName; ///< over HTTP, what the answer's Mcp-Session-Id says
    quint64 logged = 0; ///< the desk's number of it
    QString tool;
    qint64 beganAt = 0; ///< monotonic

    [[nodiscard]] const Json &params() const { return message.params; }
    [[nodiscard]] QString clientId() const;
    [[nodiscard]] bool isModern() const { return era == Era::Modern; }
    [[nodiscard]] bool isDone() const { return m_done; }
    [[nodiscard]] bool isStreaming() const { return m_opened; }
    [[nodiscard]] const CallServices &services() const { return m_services; }
    [[nodiscard]] const std::shared_ptr<Task> &task() const { return m_task; }
    [[nodiscard]] const QByteArray &answered() const { return m_answer; }
    /// What went wrong, as a code; empty: nothing.
    [[nodiscard]] const QString &failure() const { return m_failure; }

    // --- running ---------------------------------------------------------------------------------------------------------------
    void run(Handler handler);
    /// Waits for a future without a thread: at once where it has finished already. Cancelling the call cancels it.
    void await(const QFuture<Result<Json>> &future, const std::function<void(const Result<Json> &)> &then);
    /// The command, as the client; `tool` is the call's. Not once it was answered: what was refused does no work.
    void execute(const QString &command, const Json &args, const std::function<void(const Result<Json> &)> &then);
    /// The same by the command's own name: what a tool has to know besides, to which a rule for the tool does not apply.
    void executeBeside(const QString &command, const Json &args, const std::function<void(const Result<Json> &)> &then);
    /// Reads what came of a command that this call was allowed: nobody is asked again, but what the client may not read is denied.
    void look(const QString &command, const Json &args, const std::function<void(const Result<Json> &)> &then);
    /// Again after a while, unless it is done by then.
    void later(int ms, const std::function<void()> &then);
    void onCancelled(std::function<void()> function) { m_onCancelled = std::move(function); }

    // --- on the way ------------------------------------------------------------------------------------------------------------
    /// Told where the client asked for it.
    void progress(double done, std::optional<double> total = {}, const QString &what = {});
    void log(int level, const QString &logger, const Json &data);
    /// Over HTTP: begins a stream now, so that the wire can be kept open. Not in a task.
    void openStream();
    /// Now and then while it is open: tells how what runs for it stands, and keeps a wire open that has been silent for long.
    void tick();
    /// Over legacy HTTP: ends the connection, not the call; the client comes back for the answer.
    void interruptStream();

    // --- input from the client -------------------------------------------------------------------------------------------------
    /// What came for a key; null: nothing yet.
    [[nodiscard]] const Json &input(const char *key) const { return m_input.value(key); }
    /// What was given to requireInput() before; null: nothing.
    [[nodiscard]] const Json &state() const { return m_state; }
    [[nodiscard]] bool clientCan(QByteArrayView capability) const { return capabilities.contains(capability); }
    [[nodiscard]] bool clientKnowsTasks() const;
    /// Asks the client: {key: {"method","params"}}. What it did not say that it can do is refused (kMissingCapability). `state` comes
    /// back unharmed with the next run; null: none.
    void requireInput(const Json &requests, const Json &state = {});
    /// Input and state of an earlier run, given by the client.
    [[nodiscard]] std::expected<void, RpcError> takeInput();

    /// Answers that the work goes on as a task, once; from then on what is said here is the task's. False where the client knows no tasks.
    bool becomeTask();

    // --- the one answer --------------------------------------------------------------------------------------------------------
    /// `members` as they stand between a result's braces.
    void answer(const QByteArray &members);
    void answer(const Json &result) { answer(membersOf(result)); }
    /// A result that may be kept by the client for a while. Only in the modern era that is said.
    void answerCacheable(const QByteArray &members, qint64 ttlMs, bool isPublic = false);
    /// A tool's: as text and as structured content, both whole; a long one as a preview and where the rest is.
    void answerTool(const Result<Json> &result);
    void answerContent(const Json &content, bool isError = false);
    /// The end of a subscription, as the server has it.
    void answerListen();
    /// A notification that belongs to this exchange.
    void tell(const QByteArray &json) { send(json); }
    /// What a task waited for has come: the handler runs again.
    void goOn(const Json &input);
    /// The peer went away.
    void lose() { outlet.reset(); }
    void refuse(const RpcError &error);
    /// No answer goes out. What runs for it is asked to stop.
    void cancel();

private:
    friend class Task;

    void finish(const QByteArray &json, int status);
    void send(const QByteArray &json);
    void askClient(const Json &requests, const Json &state);
    void forgetAsked(const char *why);
    /// What came of a task.
    void finishTask(const QByteArray &answer);
    [[nodiscard]] QByteArray bound() const;

    const CallServices &m_services;
    Handler m_handler;
    Json m_input;
    Json m_state;
    std::function<void()> m_onCancelled;
    QFuture<Result<Json>> m_future;
    std::shared_ptr<EventStream> m_stream; ///< of a legacy session over HTTP
    std::shared_ptr<Task> m_task;
    QList<qint64> m_asked; ///< requests to the client that are open
    QByteArray m_answer; ///< that went out, for the log
    QString m_failure;
    double m_progressed = -1; ///< what was last told of it: it only rises
    bool m_opened = false;
    bool m_done = false;
};

} // namespace Millrace::Mcp
