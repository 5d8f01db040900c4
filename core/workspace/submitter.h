// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "store/sourcerepository.h"
#include "workspace/readers.h"

#include <QFuture>
#include <QThreadPool>

#include <atomic>

namespace Millrace {

class DocumentReader;
class ReadingDesk;

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
    /// `documents` reads the formats that are no text; nullptr: they are refused. What has many pages lies on `desk` while it is read.
    Submitter(Engine &engine, const ComponentRegistry &registry, const DocumentReader *documents = nullptr, ReadingDesk *desk = nullptr);
    /// Whether a pipeline is there, or can be made of a comma list.
    [[nodiscard]] static Result<void> checkPipeline(WriteScope &scope, const ComponentRegistry &registry, const QString &name);
    /// Stops readings that are under way and waits for them.
    ~Submitter();

    struct Request
    {
        QString pipeline; ///< empty: each document says its own
        QString title; ///< of the run
        QString run; ///< an existing run's id to add to; empty: a new run
        QString actor;
        std::optional<int> priority = {}; ///< without it the pipeline's own
        QString source = QStringLiteral("door"); ///< id of where it comes from
        bool makesRun = false; ///< `run` is made where there is none
        bool followsLinks = true; ///< in folders
        bool takesFiles = true; ///< `pipeline` may be the file of one, which is saved then
        /// Whether a pipeline that a document names may be started; none: any may.
        std::function<Result<void>(const QString &id)> mayStart = {};
    };

    /// Reads files and folders on a thread of its own; the future has progress (documents read; of a document of many pages those, as they come) and can be cancelled.
    [[nodiscard]] QFuture<Result<Json>> files(const Request &request, const QStringList &paths);
    /// JSON documents: S2 contexts, or plain objects that become `data`.
    [[nodiscard]] QFuture<Result<Json>> documents(const Request &request, const Json &documents);
    /// Bytes that came without a file (pasted, sent), read as the kind that `name` and the bytes say.
    [[nodiscard]] QFuture<Result<Json>> content(const Request &request, const QString &name, const QByteArray &bytes);

    /// A file of a watched folder, and afterwards what became of it.
    struct WatchedFile
    {
        QString path; ///< absolute
        StoredSourceFile row; ///< as it is known, or new; as it was written afterwards
        qint64 submitted = 0;
        std::optional<Error> problem; ///< why nothing was written of it, which the next look may find better
    };
    struct Watching
    {
        qint64 source = 0; ///< key
        bool linksDuplicates = false; ///< bytes that are here already become a document without a context
        std::function<QString()> reader; ///< what can be read now, for the rows of files that fail
    };
    /// Takes files in, on the caller's thread, and writes what became of each in the very commit that takes it in; one that an earlier try
    /// took in part is gone on with. An error says why the rest could not be looked at.
    [[nodiscard]] Result<void> watched(const Request &request, const Watching &watching, QList<WatchedFile> &files,
                                       const std::function<bool()> &isCancelled);

private:
    [[nodiscard]] bool isStored(const QString &hash) const;

    Engine &m_engine;
    const ComponentRegistry &m_registry;
    const DocumentReader *m_documents;
    ReadingDesk *m_desk;
    QThreadPool m_pool;
    std::atomic<bool> m_closing = false;
};

} // namespace Millrace
