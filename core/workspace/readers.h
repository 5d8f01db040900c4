// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/catalog.h"
#include "store/contextreader.h"
#include "store/workspacefile.h"

#include <QFuture>
#include <QPromise>
#include <QThreadPool>

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
    explicit Readers(const WorkspaceFile &file);
    ~Readers();

    /// Runs `query` on a reader thread. It sees one consistent state of the workspace.
    template <typename T>
    [[nodiscard]] QFuture<Result<T>> run(std::function<Result<T>(Reader &)> query)
    {
        auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        QFuture<Result<T>> future = promise->future();
        m_pool.start([this, promise, query = std::move(query)] {
            promise->addResult(promise->isCanceled() ? Result<T>(fail(ErrorCode::Cancelled, QStringLiteral("nobody waits for it any more")))
                                                     : runNow<T>(query));
            promise->finish();
        });
        return future;
    }

    /// The same on the caller's thread.
    template <typename T>
    [[nodiscard]] Result<T> runNow(const std::function<Result<T>(Reader &)> &query)
    {
        Slot slot = take();
        if (!slot.error.has_value() && slot.entry->connection.exec("BEGIN")) {
            Result<T> result = query(slot.entry->reader);
            [[maybe_unused]] const auto ended = slot.entry->connection.exec("COMMIT");
            give(std::move(slot));
            return result;
        }
        return std::unexpected(slot.error.value_or(Error::make(ErrorCode::StoreIo, QStringLiteral("the workspace could not be read"))));
    }

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
    };
    [[nodiscard]] Slot take();
    void give(Slot slot);

    QString m_path;
    Connection::Mode m_mode;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Entry>> m_idle;
    std::vector<Connection *> m_busy;
    bool m_closing = false;
    QThreadPool m_pool;
};

} // namespace Millrace
