// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "door.h"

#include "workspace/remote.h"
#include "workspace/workspace.h"

#include <QDeadlineTimer>
#include <QPromise>
#include <QThread>

#include <atomic>
#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace Millrace::Cli {

namespace {

class LocalDoor final : public Door
{
public:
    explicit LocalDoor(std::unique_ptr<Workspace> workspace)
        : m_workspace(std::move(workspace))
    {}

    QFuture<Result<Json>> execute(const QString &command, const Json &args) override
    {
        return m_workspace->execute(command, args, m_workspace->actor());
    }
    bool isRemote() const override { return false; }
    bool isReadOnly() const override { return m_workspace->isReadOnly(); }
    Json commands() const override
    {
        Json list = Json::array();
        for (const CommandInfo &info : m_workspace->commands())
            list.append(info.toJson());
        return list;
    }

private:
    std::unique_ptr<Workspace> m_workspace;
};

/// Lives on the remote door's thread, because a blocking socket must not hold up the main one (Ctrl+C, progress).
struct RemoteCaller : public QObject
{
    std::unique_ptr<RemoteWorkspace> workspace;
};

class RemoteDoor final : public Door
{
public:
    static Result<std::unique_ptr<Door>> connectTo(const QString &socket)
    {
        auto door = std::make_unique<RemoteDoor>();
        Result<void> connected;
        QMetaObject::invokeMethod(
            door->m_caller.get(),
            [&] {
                Result<std::unique_ptr<RemoteWorkspace>> workspace = RemoteWorkspace::connectTo(socket);
                if (workspace)
                    door->m_caller->workspace = std::move(*workspace);
                else
                    connected = std::unexpected(workspace.error());
            },
            Qt::BlockingQueuedConnection);
        if (!connected)
            return std::unexpected(connected.error());
        // A stopped process still has a socket that takes connections; that it answers shows that it is alive.
        const QFuture<Result<Json>> sign = door->execute(u"engine.state"_s, Json::object());
        QDeadlineTimer patience(800ms);
        while (!sign.isFinished() && !patience.hasExpired())
            QThread::sleep(2ms);
        if (!sign.isFinished())
            return fail(ErrorCode::RemoteUnavailable, u"the process that has the workspace open does not answer"_s);
        if (sign.result().has_value())
            return door;
        return std::unexpected(sign.result().error());
    }

    RemoteDoor()
    {
        m_caller->moveToThread(m_thread.get());
        m_thread->start();
    }

    ~RemoteDoor() override
    {
        RemoteCaller *caller = m_caller.release(); // dies with its thread's event loop
        if (m_pending->load() > 0) {
            // A call still waits for the owner's answer, after a signal or because the owner is stuck. Nothing of this process needs
            // that answer any more, and main ends the process without looking back; the thread is left to that.
            (void)m_thread.release();
            return;
        }
        QObject::connect(m_thread.get(), &QThread::finished, caller, &QObject::deleteLater);
        m_thread->quit();
        m_thread->wait();
    }

    QFuture<Result<Json>> execute(const QString &command, const Json &args) override
    {
        auto promise = std::make_shared<QPromise<Result<Json>>>();
        promise->start();
        m_pending->fetch_add(1);
        QMetaObject::invokeMethod(
            m_caller.get(),
            [caller = m_caller.get(), pending = m_pending, promise, command, args] {
                promise->addResult(caller->workspace->execute(command, args));
                pending->fetch_sub(1);
                promise->finish();
            },
            Qt::QueuedConnection);
        return promise->future();
    }
    bool isRemote() const override { return true; }
    bool isReadOnly() const override { return false; }
    Json commands() const override { return {}; }

private:
    std::unique_ptr<QThread> m_thread = std::make_unique<QThread>();
    std::unique_ptr<RemoteCaller> m_caller = std::make_unique<RemoteCaller>();
    std::shared_ptr<std::atomic<int>> m_pending = std::make_shared<std::atomic<int>>(0);
};

Result<std::unique_ptr<Door>> openOnce(const DoorOptions &options)
{
    WorkspaceOptions workspaceOptions;
    workspaceOptions.path = options.path;
    workspaceOptions.create = options.create;
    workspaceOptions.readOnly = options.mode == DoorMode::View;
    workspaceOptions.runEngine = options.mode == DoorMode::Work;
    workspaceOptions.runners = options.runners;
    workspaceOptions.synchronousFull = options.synchronousFull;
    workspaceOptions.settings = options.settings;
    Result<std::unique_ptr<Workspace>> workspace = Workspace::open(workspaceOptions);
    if (workspace)
        return std::make_unique<LocalDoor>(std::move(*workspace));
    if (workspace.error().code != ErrorCode::WorkspaceLocked || options.create)
        return std::unexpected(workspace.error());
    Result<std::unique_ptr<Door>> remote = RemoteDoor::connectTo(workspace.error().detail.value("socket").toString());
    // That the owner does not answer matters less to the caller than who it is.
    return remote ? std::move(remote) : std::unexpected(workspace.error());
}

QString ownerOf(const Json &detail)
{
    return u"process %1 on %2"_s.arg(detail.value("pid").toInt()).arg(detail.value("host").toString());
}

} // namespace

Door::~Door() = default;

Result<std::unique_ptr<Door>> Door::open(const DoorOptions &options)
{
    QDeadlineTimer patience(800ms);
    for (;;) {
        Result<std::unique_ptr<Door>> door = openOnce(options);
        if (door || door.error().code != ErrorCode::WorkspaceLocked)
            return door;
        if (patience.hasExpired()) {
            Error error = door.error();
            error.text = u"%1 is open in %2, which does not answer"_s.arg(options.path, ownerOf(error.detail));
            return std::unexpected(error);
        }
        // The owner may be a short command that has closed its socket and is writing the file back.
        QThread::sleep(40ms);
    }
}

} // namespace Millrace::Cli
