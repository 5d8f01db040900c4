// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "store/sourcerepository.h"
#include "workspace/readers.h"
#include "workspace/submitter.h"

#include <QFuture>
#include <QThread>

#include <functional>
#include <memory>
#include <mutex>

namespace Millrace {

/// What a watched folder is asked to do; the `spec` of its source.
struct WatchSpec
{
    QString folder; ///< absolute
    QString pipeline; ///< id, title or comma list; empty: each document says its own
    bool recursive = true;
    QStringList include;
    QStringList exclude;
    enum class After : quint8 { Leave, Move, Delete };
    After after = After::Leave; ///< what becomes of a file once the commit that took it in is there
    QString moveTo; ///< absolute, or below the folder
    bool linksDuplicates = false; ///< bytes that are here already become a document without a context
    qint64 settleMs = 2'000; ///< a file must have been as it is for so long
    qint64 rescanMs = 10'000; ///< the folder is looked through so often, whatever the system tells of it
    std::optional<int> priority;

    [[nodiscard]] Json toJson() const;
    [[nodiscard]] static WatchSpec fromJson(const Json &json);

    friend bool operator==(const WatchSpec &, const WatchSpec &) = default;
};

/// Watches the folders that are sources, on a thread of its own, and hands what comes to rest in them to the submitter.
///
/// 1. Nothing twice: what becomes of a file is written in the commit that takes it in, so a file whose row says so is passed over, after a restart too.
/// 2. Nothing missed: the system's notices only hasten a look; every look goes through the whole folder and holds it against the rows.
/// 3. A file is taken when it has had the same size and times for the settling time, and is put away (moved or deleted, where the source says so)
///    only when the commit is there and it is still the file that was read.
/// 4. A folder that cannot be read is the source's problem; its rows stay, and the next look may find it again.
/// 5. What failed is tried again when the file has changed, can be read again, or other readers are at hand.
///
/// Owned by the workspace; functions from any thread. Deleting it stops after the commit in hand.
class SourceWatch
{
public:
    struct Options
    {
        Engine *engine = nullptr;
        Readers *readers = nullptr;
        Submitter *submitter = nullptr;
        QString actor; ///< who submits
        std::function<QString()> reader; ///< what can be read here, for rule 5; asked once, on the watch's thread
        std::function<void()> changed; ///< something about sources or their files has changed; on the watch's thread
    };
    explicit SourceWatch(Options options);
    ~SourceWatch();
    SourceWatch(const SourceWatch &) = delete;
    SourceWatch &operator=(const SourceWatch &) = delete;

    /// Sources were added or changed.
    void reload();
    /// Looks at once, and answers when nothing waits any more or after `waitMs`: {"taken","failed","waiting","submitted"}. An empty id: all.
    [[nodiscard]] QFuture<Result<Json>> scan(const QString &id, qint64 waitMs);
    /// Files that are seen but not taken yet, by source id.
    [[nodiscard]] QHash<QString, qint64> waiting() const;

private:
    class Worker;
    QThread m_thread;
    Worker *m_worker; ///< lives on the thread and goes with it
};

} // namespace Millrace
