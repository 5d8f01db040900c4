// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/trial.h"
#include "workspace/readers.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace Millrace {

/// The trials of an open workspace: those that run, and until they are stored those that have ended. Any thread.
///
/// A trial leaves no trace in contexts, outbox or events; when it is over, what came in and went out at its nodes is kept beside the drafts.
class TrialDesk
{
public:
    struct Options
    {
        Engine *engine = nullptr; ///< only to keep what is over
        std::function<void(const QString &id)> changed; ///< any thread
        int mostRunning = 4;
    };
    explicit TrialDesk(Options options);
    ~TrialDesk();

    struct Request
    {
        QString pipeline;
        QString actor; ///< principal id
        QString inputName;
        QString inputType; ///< of the document that it begins with
        TrialOptions options; ///< without log.changed
    };
    /// The trial's id. Busy where as many run as may.
    [[nodiscard]] Result<QString> begin(Request request);

    /// A trial with its steps after `stamp`, without them where it is negative; nothing where it is not at this desk.
    [[nodiscard]] std::optional<Json> describe(const QString &id, qint64 after) const;
    /// Of a pipeline, the newest first, without steps.
    [[nodiscard]] QList<Json> ofPipeline(const QString &pipeline) const;
    [[nodiscard]] Result<void> goOn(const QString &id, const QString &context, const Json &answer, bool all, bool stops);
    [[nodiscard]] Result<void> cancel(const QString &id);

private:
    struct Entry
    {
        QString id;
        QString pipeline;
        QString actor;
        QString inputName;
        QString inputType;
        QString to;
        QString only;
        qint64 startedAt = 0;
        qint64 endedAt = 0;
        bool isBeingKept = false;
        std::unique_ptr<Trial> trial;
    };
    [[nodiscard]] static Json toJson(const Entry &entry, qint64 after);
    /// A trial has moved, on any thread.
    void moved(const QString &id);
    void keep(Entry &entry);
    void dropKept();

    Options m_options;
    mutable std::mutex m_mutex;
    std::map<QString, Entry> m_entries; ///< ids grow with time
    /// Those that are stored, or cannot be, and are to be dropped. The engine's thread adds to it, and may outlive the desk.
    struct Kept
    {
        std::mutex mutex;
        QStringList ids;
    };
    std::shared_ptr<Kept> m_kept = std::make_shared<Kept>();
};

/// What a trial does without.
[[nodiscard]] Json offState();

} // namespace Millrace
