// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extracteddocument.h"
#include "sdk/json.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

namespace Millrace {

/// The documents of many pages that are being read: what there is of each so far, for whoever cannot wait for the end. They are known for as
/// long as it takes, and lie nowhere but here. Any thread.
class ReadingDesk
{
public:
    /// `changed`: any thread.
    explicit ReadingDesk(std::function<void()> changed);

    /// One document while it is read; with its end it leaves the desk. Used by the thread that reads, but for isStopped().
    class Reading
    {
    public:
        explicit Reading(ReadingDesk &desk)
            : m_desk(desk)
        {}
        ~Reading();
        Reading(const Reading &) = delete;
        Reading &operator=(const Reading &) = delete;

        /// What has been read of the file; a document of one page never comes to the desk.
        void add(const QString &path, const ExtractedDocument &soFar);
        /// Somebody has enough of it: what was read is kept, and marked.
        [[nodiscard]] bool isStopped() const { return m_isStopped; }
        [[nodiscard]] bool isShown() const { return !m_id.isEmpty(); }

    private:
        friend class ReadingDesk;
        ReadingDesk &m_desk;
        QString m_id;
        std::atomic<bool> m_isStopped = false;
    };

    /// `[{"id","name","path","title","pages","all_pages","started_at"}]`, the oldest first.
    [[nodiscard]] Json list() const;
    /// One of them with `text` and `document`, as a context has them; nothing where it has ended.
    [[nodiscard]] std::optional<Json> find(const QString &id) const;
    /// False where it has ended.
    [[nodiscard]] bool stop(const QString &id);

private:
    struct Entry
    {
        Reading *reading = nullptr;
        QString path;
        qint64 startedAt = 0;
        std::shared_ptr<const ExtractedDocument> soFar;
    };
    [[nodiscard]] static Json toJson(const QString &id, const Entry &entry);

    std::function<void()> m_changed;
    mutable std::mutex m_mutex; ///< guards the rest
    std::map<QString, Entry> m_entries; ///< ids grow with time
};

} // namespace Millrace
