// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "workspace/readers.h"

#include <QFuture>
#include <QThreadPool>

#include <atomic>

namespace Millrace {

class DocumentReader;

/// Brings documents in: reads files, checks what is in them, and hands them to the engine in groups.
///
/// Rules (DESIGN §10): PIPELINE is an id, a title, a pipeline file or a comma list of components and overrides what a document says, with
/// a notice. The same id with the same content changes nothing; with other content it is refused. What is JSON in form but not a context,
/// or not JSON at all, is kept in quarantine with its bytes and the reason; what is no text at all is refused.
/// Owned by the workspace; its functions may be called from any thread and answer with
/// {"run","ids","submitted","unchanged","refused":[{"file","line","path","code","text","id"?}],"notices"}.
class Submitter
{
public:
    /// `documents` reads the formats that are no text; nullptr: they are refused.
    Submitter(Engine &engine, const ComponentRegistry &registry, const DocumentReader *documents = nullptr);
    /// Stops readings that are under way and waits for them.
    ~Submitter();

    struct Request
    {
        QString pipeline; ///< empty: each document says its own
        QString title; ///< of the run
        QString run; ///< an existing run's id to add to; empty: a new run
        QString actor;
        std::optional<int> priority = {}; ///< without it the pipeline's own
    };

    /// Reads files and folders on a thread of its own; the future has progress (documents read) and can be cancelled.
    [[nodiscard]] QFuture<Result<Json>> files(const Request &request, const QStringList &paths);
    /// JSON documents: S2 contexts, or plain objects that become `data`.
    [[nodiscard]] QFuture<Result<Json>> documents(const Request &request, const Json &documents);

private:
    struct Batch;
    struct Item;
    class Session;

    Engine &m_engine;
    const ComponentRegistry &m_registry;
    const DocumentReader *m_documents;
    QThreadPool m_pool;
    std::atomic<bool> m_closing = false;
};

} // namespace Millrace
