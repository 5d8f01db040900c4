// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/checkpointer.h"
#include "store/snapshotgate.h"
#include "store/sqlite.h"

#include <QString>

#include <memory>

class QTemporaryDir;

namespace Millrace {

/// The lock that makes one process the owner of a workspace file, and the note it leaves for the others.
///
/// flock() on a hidden file beside the workspace, named by the workspace's device and inode, so that a symlink finds the same
/// one; the kernel frees it with the process. It also carries the last acknowledged sequence number, outside the database and
/// its WAL: after a crash the next owner can tell whether a commit that was promised is missing. Removed on a clean close.
class WorkspaceLock
{
public:
    ~WorkspaceLock();

    /// WorkspaceLocked with `pid`, `host`, `program` and `socket` of the owner where another process holds it.
    [[nodiscard]] static Result<std::unique_ptr<WorkspaceLock>> acquire(const QString &workspacePath, const QString &socket);

    /// What the previous owner had acknowledged when it went away without closing; 0: it closed, or there was none.
    [[nodiscard]] qint64 acknowledgedBefore() const { return m_before; }
    /// Notes a commit as promised. One small write to the page cache: survives the process, not the power.
    void acknowledge(qint64 sequence);
    /// All that was promised is in the one file: there is nothing left to remember. Without this the note outlives its owner.
    void settle() { m_promised = 0; }

private:
    WorkspaceLock() = default;

    int m_fd = -1;
    QByteArray m_path;
    qint64 m_before = 0;
    qint64 m_promised = 0;
};

/// How a workspace file was opened, and the one connection that may write it.
struct WorkspaceFile
{
    QString path; ///< canonical
    QString readPath; ///< what readers open: the path, or a temporary copy
    Connection::Mode readMode = Connection::Mode::ReadOnly;
    bool readOnly = false;
    QString readOnlyReason; ///< English; empty where it can be written
    bool created = false;
    std::unique_ptr<WorkspaceLock> lock;
    std::unique_ptr<SnapshotGate> gate; ///< every reader goes through it
    std::unique_ptr<Connection> writer; ///< null where read-only
    std::unique_ptr<Checkpointer> checkpointer; ///< beside the writer, where asked for
    std::shared_ptr<QTemporaryDir> temporary; ///< holds the copy

    struct Options
    {
        QString path;
        bool create = false;
        bool readOnly = false;
        bool synchronousFull = true;
        QString socket; ///< where the owner will listen; told to others
        SnapshotGate::Limits snapshots = {}; ///< how long readers may stay
        bool checkpointsBeside = false; ///< the log is written back by a thread of its own
    };
    [[nodiscard]] static Result<WorkspaceFile> open(const Options &options);
    /// Writes everything back into the one file and frees the lock. Readers must be closed before.
    [[nodiscard]] Result<void> close();
};

/// The folder for user-only sockets and temporary state: XDG_RUNTIME_DIR/millrace, else a 0700 folder in the temporary one.
[[nodiscard]] QString runtimeFolder();

} // namespace Millrace
