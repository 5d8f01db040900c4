// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QByteArray>
#include <QList>

#include <vector>

namespace Millrace {

/// A stretch of bytes of one text that is a stretch of another.
struct TextMove
{
    qint64 from = 0;
    qint64 to = 0;
    qint64 targetFrom = 0;
    qint64 targetTo = 0;

    friend bool operator==(const TextMove &, const TextMove &) = default;
};

struct ByteRange
{
    qint64 from = 0;
    qint64 to = 0;

    friend bool operator==(const ByteRange &, const ByteRange &) = default;
};

/// What of `before` is still in `after`, in order, when somebody changed the one into the other: every move's bytes are the same.
[[nodiscard]] std::vector<TextMove> keptText(QByteArrayView before, QByteArrayView after);

/// Sentences and lines of a stretch of a text, without the white space around them.
[[nodiscard]] std::vector<ByteRange> piecesOf(QByteArrayView text, ByteRange range);

/// Where `piece` stands in `text`, at best near `near`; -1 where it does not.
[[nodiscard]] qint64 placeOf(QByteArrayView piece, QByteArrayView text, qint64 near);

/// A piece of HTML as its text: without tags, entities read.
[[nodiscard]] QByteArray plainOf(QByteArrayView html);

/// A text of a document with its place.
struct TextLeaf
{
    QByteArray pointer;
    QByteArray text;
};

/// The texts of a document or a part of it, in order; at most `most`.
[[nodiscard]] QList<TextLeaf> leavesOf(const Json &data, const QByteArray &pointer, qsizetype most);

} // namespace Millrace
