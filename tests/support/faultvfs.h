// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <memory>

namespace Millrace {

/// A disk in memory that fails as asked: SQLite's default file system while it lives.
///
/// It knows of every file what was written and what has reached the platter, that is, what a sync has covered. Faults are counted in
/// calls, so that the same seed and the same work give the same fault. A process kill keeps what was written; a power cut keeps what was
/// synced, and of the rest, in any order, whatever the seed says: all of a write, nothing, or some of its 512-byte sectors.
/// After a failed sync what it should have covered is never durable, though it can still be read: so do page caches. Any thread.
class FaultVfs
{
public:
    enum class Call : quint8 { Read = 1, Write = 2, Sync = 4, Truncate = 8, Remove = 16 };
    static constexpr int kChanges = 2 | 4 | 8 | 16; ///< all but reads

    explicit FaultVfs(quint64 seed);
    ~FaultVfs();
    FaultVfs(const FaultVfs &) = delete;
    FaultVfs &operator=(const FaultVfs &) = delete;

    /// What the file holds, durably; a null array: there is none.
    void put(const QString &path, const QByteArray &bytes);
    [[nodiscard]] QByteArray bytes(const QString &path) const;

    /// Calls of these kinds (a sum of Call) since the last fault was set.
    [[nodiscard]] qint64 calls(int kinds) const;
    /// A number that stands for all changes so far: their kinds, places and sizes. Equal runs have equal ones.
    [[nodiscard]] quint64 trace() const;

    /// From the nth change on nothing reaches the disk and every call fails, until restart(): the process is as good as dead.
    void dieAt(qint64 n);
    /// The nth call of these kinds fails with EIO; a failed write has written some of its bytes. `lasts`: and all after it.
    void failAt(int kinds, qint64 n, bool lasts = false);
    /// So many bytes more, then the disk is full; below zero: there is room.
    void setRoom(qint64 bytes);
    [[nodiscard]] bool wasFull() const;
    [[nodiscard]] bool isDead() const;
    [[nodiscard]] bool hasFailed() const;

    /// The process has ended (all connections are closed), or the power has gone; faults are over.
    void killProcess();
    void cutPower();

private:
    friend struct FaultMethods;
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Millrace
