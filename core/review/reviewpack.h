// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "review/reviewdesk.h"

namespace Millrace {

/// A review pack: a small workspace with some items, their contexts with the whole history, and nothing else. It goes to another laptop, where it is
/// opened like any workspace; what is decided there is only kept, and taken in by the workspace that it came from.
struct ReviewPack
{
    QString name;
    QString of; ///< id of the workspace that it is a piece of
    qint64 madeAt = 0;
    qint64 items = 0;
};

/// What the workspace is a pack of; nothing where it is none.
[[nodiscard]] Result<std::optional<ReviewPack>> packOf(Catalog &catalog);

/// Writes the items of the workspace at `source` (whose migrations are this program's) into a new file. Any thread; a file that could not be finished
/// is removed. WorkspaceExists where there is one.
[[nodiscard]] Result<void> writePack(const QString &source, const QList<qint64> &items, const QString &path, const ReviewPack &pack);

/// A decision that came in a pack, with who made it.
struct PackedDecision
{
    QString item; ///< id
    ReviewDecision decision;
    Principal by;
    qint64 revision = 0; ///< of the item that they saw
};

struct PackedComment
{
    QString item;
    QString replyTo; ///< id; empty: none
    ReviewComment comment;
    Principal by;
};

struct PackContent
{
    ReviewPack pack;
    QList<PackedDecision> decisions; ///< that stand, in the order in which they were made
    QList<PackedComment> comments;
};

/// Reads what was decided in a pack of this workspace. InvalidArgument where it is no pack, or one of another workspace.
[[nodiscard]] Result<PackContent> readPack(const QString &path, const QString &workspaceId);

/// How a decision as it came is answered here.
[[nodiscard]] ReviewAnswer answerOf(const PackedDecision &packed, const QString &packName);

} // namespace Millrace
