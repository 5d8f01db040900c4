// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QByteArrayView>

#include <vector>

namespace Millrace {

/// A stretch of a text before and after it was changed, in UTF-8 bytes.
struct MovedPiece
{
    qint64 from = 0;
    qint64 to = 0;
    qint64 targetFrom = 0;
    qint64 targetTo = 0;

    friend bool operator==(const MovedPiece &, const MovedPiece &) = default;
};

/// What became of that which lies between the pieces: it stayed as it was, or is gone.
enum class BetweenPieces : quint8 { Kept, Dropped };

/// `data` with the spans of `document` (its parts, blocks with cells, children: places in `source_text`) moved to where their text stands
/// after a step changed it in place. Pieces are in order. A span whose text is gone is empty.
[[nodiscard]] Json withMovedSpans(Json data, const std::vector<MovedPiece> &pieces, BetweenPieces between);

/// The same for a text whose lines are still the same ones, each changed within itself.
[[nodiscard]] Json withMovedSpans(Json data, QByteArrayView before, QByteArrayView after);

/// Whether a step that changed this field moved what `data.document` has places in.
[[nodiscard]] inline bool hasSpansIn(const Json &data, QByteArrayView pointer)
{
    return pointer == "/source_text" && data.value("document").isObject();
}

} // namespace Millrace
