// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>

namespace Millrace {

/// A place in a text, as an editor counts: from 1; columns in characters.
struct TextPlace
{
    qsizetype offset = 0; ///< in bytes, from 0
    int line = 1;
    int column = 1;

    friend bool operator==(const TextPlace &, const TextPlace &) = default;
};

/// Where the value at a JSON Pointer stands in a JSON text; where there is none, the innermost value on the way to it. The text must be well-formed.
[[nodiscard]] TextPlace placeOf(QByteArrayView json, QByteArrayView pointer);
/// A byte's line and column.
[[nodiscard]] TextPlace placeOf(QByteArrayView text, qsizetype offset);

} // namespace Millrace
