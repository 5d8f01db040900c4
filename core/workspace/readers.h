// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/catalog.h"
#include "store/contextreader.h"
#include "store/workspacefile.h"

#include <QFuture>
#include <QPromise>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace Millrace {

/// What a read gets: one connection's view of the workspace.
struct Reader
{
    explicit Reader(Connection &connection)
        : db(connection)
        , contexts(connection)
        , catalog(connection)
    {}

    Connection &db;
    ContextReader contexts;
    Catalog catalog;
};

/// Reader threads with read-only connections, so that queries never wait for the engine nor the window for them.
/// Owned by the workspace; run() from any thread. Deleting it interrupts what runs and waits.
class Readers
{
public:
    explicit Readers(const WorkspaceFile &file); ///< whose gate must outlive it
    ~Readers();

    /// Runs `query` on a reader thread. It sees one consistent state of the workspace. Where it stays so long that the write-ahead log cannot
    /// be written back, it is interrupted and run again on a newer state: what it captures must not remember the first time. The last of
    /// kMostBeginnings may stay Long, as a copy may from the first; Busy where that was not enough.
    template <typename T>
    [[nodiscard]] QFuture<Result<T>> run(std::function<Result<T>(Reader &)> query, SnapshotGate::Stay stay = SnapshotGate::Stay::Usual)
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        QFuture<Result<T>> future = promise->future();
        m_pool.start([this, promise, stay, query = std::move(query)] {
            promise->addResult(promise->isCanceled() ? Result<T>(fail(ErrorCode::Cancelled, QStringLiteral("nobody waits for it any more")))
                                                     : runNow<T>(query, stay));
            promise->finish();
        });
        return future;
    }

    /// The same on the caller's thread.
    template <typename T>
    [[nodiscard]] Result<T> runNow(const std::function<Result<T>(Reader &)> &query, SnapshotGate::Stay stay = SnapshotGate::Stay::Usual)
    {
        Slot slot = take();
        if (slot.error)
            return std::unexpected(*slot.error);
        Result<T> result = fail(ErrorCode::StoreIo, QStringLiteral("the workspace could not be read"));
        for (int beginning = 1; beginning <= kMostBeginnings; ++beginning) {
            if (beginning == kMostBeginnings)
                stay = SnapshotGate::Stay::Long;
            const SnapshotGate::Hold hold(m_gate, slot.entry->connection, stay, beginning > 1);
            if (slot.entry->connection.exec("BEGIN"))
                result = query(slot.entry->reader);
            slot.isUsable = slot.entry->connection.endReading();
            if (!hold.isEnded() || m_closing || !slot.isUsable)
                break;
            result = tookTooLong(stay);
            if (stay == SnapshotGate::Stay::Long)
                break;
        }
        give(std::move(slot));
        return result;
    }

    static constexpr int kMostBeginnings = 4;

private:
    struct Entry
    {
        Connection connection;
        Reader reader{connection};
    };
    struct Slot
    {
        std::unique_ptr<Entry> entry;
        std::optional<Error> error;
        bool isUsable = true; ///< for the next one
    };
    [[nodiscard]] Slot take();
    void give(Slot slot);
    /// Notes it, and says what to tell where it was the last time.
    [[nodiscard]] static std::unexpected<Error> tookTooLong(SnapshotGate::Stay stay);

    QString m_path;
    Connection::Mode m_mode;
    SnapshotGate &m_gate;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Entry>> m_idle;
    std::vector<Connection *> m_busy;
    std::atomic<bool> m_closing = false;
    QThreadPool m_pool;
};

} // namespace Millrace
