// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/engine.h"
#include "ingest/folderscan.h"
#include "store/documentrepository.h"
#include "store/originalrepository.h"
#include "store/sourcerepository.h"

#include <functional>
#include <memory>
#include <optional>

namespace Millrace {

/// A file between being found and being a document: its facts, its bytes on their way into the store, and how far it has come.
///
/// Filled by the thread that reads; the engine's thread writes it, while that one waits.
struct FileIntake
{
    StoredDocument document; ///< what is known before the bytes are: path, name, format, …
    std::optional<SealedOriginal> original; ///< of a small file
    std::optional<qint64> stored; ///< of a large one: its key, complete with the document's commit
    std::optional<DocumentRepository::Taken> taken; ///< set by the commit
    std::shared_ptr<FileIntake> within; ///< the file that it lies in; null: it is one itself

    // --- of a watched folder ---------------------------------------------------------------------------------------------------
    std::optional<StoredSourceFile> row;
    qint64 found = 0; ///< what the reader has delivered of it so far
    qint64 submitted = 0;
    FileStamp stamp; ///< of the file that was hashed
    bool isOver = false; ///< the reader is through with it
    bool keepsAlone = false; ///< it becomes a document without a context: its bytes are here already, and the source wants it so
    std::optional<Error> refusal; ///< the first of what was refused
    QString reader; ///< what can be read now, for the row of a file that fails
    /// What no pipeline takes now: so many before it are dealt with, and from there the file is gone on with when one does.
    std::optional<qint64> heldAt;
    QByteArray gather; ///< what of the file comes as one document: only of the same reading can a part be passed over when it is read again

    [[nodiscard]] const OriginalInfo &info() const { return m_info; }
    void setInfo(const OriginalInfo &info) { m_info = info; }

private:
    OriginalInfo m_info;
};

/// Reads a file into an intake: its facts, its hash and, unless it is large, its bytes ready to be stored. `bytes` are used instead of
/// reading where they are not empty. FileUnreadable, also where it changes meanwhile.
[[nodiscard]] Result<void> readOriginal(FileIntake &intake, const QString &path, const QByteArray &bytes, const QString &mediaType);
/// What the reader knows of the file better than its name says; empty: nothing.
void setMediaType(FileIntake &intake, const QString &mediaType);
/// The same for bytes that came without a file.
void takeBytes(FileIntake &intake, const QString &name, const QByteArray &bytes, const QString &mediaType);

/// Writes the bytes of a large file in commits of their own, some megabytes each; no other thread's work waits long for it. Nothing to do for small
/// ones, and where they are stored already. FileUnreadable where it is not as it was when it was hashed.
[[nodiscard]] Result<void> storeLarge(Engine &engine, FileIntake &intake, const QString &path, const std::function<bool()> &isCancelled);

/// Engine thread: the document's row and its original, once per intake; what a later commit of the same file needs is in `taken`.
[[nodiscard]] Result<DocumentRepository::Taken> writeDocument(WriteScope &scope, const FileIntake &intake, qint64 source, qint64 actor);

/// `data.original` of a context that is a whole file.
[[nodiscard]] Json originalJson(const FileIntake &intake);

} // namespace Millrace
