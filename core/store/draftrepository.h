// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"
#include "store/codec.h"
#include "store/sqlite.h"

#include <QList>

#include <optional>

namespace Millrace {

/// Stored: never renumber.
enum class DraftState : quint8 { Open = 0, Discarded = 1 };

/// A pipeline that somebody works on, as it is kept.
struct StoredDraft
{
    qint64 key = 0;
    QString pipeline; ///< its id
    int baseVersion = 0; ///< it began from, or was published as; 0: there is none yet
    qint64 baseHash = 0; ///< of the definition as it was then
    qint64 sequence = 0; ///< raised by every change
    qint64 position = 0; ///< so many of its edits are in it
    DraftState state = DraftState::Open;
    QString title;
    QByteArray definition; ///< JSON
    qint64 hash = 0; ///< of the definition; set by reading and saving
    qint64 actor = 0; ///< who changed it last
    QString actorName; ///< only read
    qint64 createdAt = 0;
    qint64 changedAt = 0;

    [[nodiscard]] bool isModified() const { return hash != baseHash; }
    friend bool operator==(const StoredDraft &, const StoredDraft &) = default;
};

/// One edit of a draft, applied or to be redone.
struct StoredDraftEdit
{
    qint64 seq = 0; ///< from 1
    QString label;
    Json patch; ///< RFC 6902
    Json inverse; ///< gives the same bytes as before
    qint64 actor = 0;
    qint64 at = 0;

    friend bool operator==(const StoredDraftEdit &, const StoredDraftEdit &) = default;
};

/// What a trial does otherwise at a node.
struct StoredDraftMark
{
    enum class Kind : quint8 { Pin = 0, Breakpoint = 1 }; ///< stored: never renumber

    QString node;
    Kind kind = Kind::Pin;
    Json body; ///< of a pin: {"port","data"}
    QString actorName; ///< only read
    qint64 actor = 0;
    qint64 at = 0;

    friend bool operator==(const StoredDraftMark &, const StoredDraftMark &) = default;
};

/// Drafts of pipelines with the history of their edits. Reads work on any connection, writes inside the engine's transaction.
/// What is read is held against its hash: WorkspaceDamaged.
class DraftRepository
{
public:
    explicit DraftRepository(Connection &db)
        : m_db(db)
    {}

    [[nodiscard]] Result<std::optional<StoredDraft>> find(const QString &pipeline);
    /// All of them without their definitions, the last changed first.
    [[nodiscard]] Result<QList<StoredDraft>> all();
    /// Adds it, and sets its key; hash as well.
    [[nodiscard]] Result<void> add(StoredDraft &draft);
    /// Everything but its id and when it was made.
    [[nodiscard]] Result<void> save(StoredDraft &draft);

    [[nodiscard]] Result<void> addEdit(qint64 draft, const StoredDraftEdit &edit);
    /// Edits from `from` to `to`, both among them.
    [[nodiscard]] Result<QList<StoredDraftEdit>> edits(qint64 draft, qint64 from, qint64 to);
    [[nodiscard]] Result<qint64> editCount(qint64 draft);
    /// Forgets what could be redone.
    [[nodiscard]] Result<void> dropEditsAfter(qint64 draft, qint64 seq);

    [[nodiscard]] Result<QList<StoredDraftMark>> marks(qint64 draft);
    /// Another text whenever a mark was set, changed or taken away.
    [[nodiscard]] Result<QString> markStamp(qint64 draft);
    [[nodiscard]] Result<void> setMark(qint64 draft, const StoredDraftMark &mark);
    [[nodiscard]] Result<void> removeMark(qint64 draft, const QString &node, StoredDraftMark::Kind kind);

private:
    Connection &m_db;
};

} // namespace Millrace
