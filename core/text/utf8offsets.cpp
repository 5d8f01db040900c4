// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/utf8offsets.h"

#include <algorithm>

namespace Millrace {

namespace {

constexpr qsizetype kStride = 256;

/// Either half of a surrogate pair counts two of its four bytes.
constexpr int bytesOf(char16_t unit)
{
    return unit < 0x80 ? 1 : (unit < 0x800 || (unit >= 0xD800 && unit < 0xE000)) ? 2 : 3;
}

} // namespace

Utf8Offsets::Utf8Offsets(QStringView text)
    : m_text(text)
{
    m_marks.reserve(size_t(text.size() / kStride + 1));
    qint64 bytes = 0;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        if (i % kStride == 0)
            m_marks.push_back(bytes);
        if (i < text.size())
            bytes += bytesOf(text[i].unicode());
    }
}

qint64 Utf8Offsets::at(qsizetype place) const
{
    place = std::clamp<qsizetype>(place, 0, m_text.size());
    qint64 bytes = m_marks[size_t(place / kStride)];
    for (qsizetype i = place - place % kStride; i < place; ++i)
        bytes += bytesOf(m_text[i].unicode());
    return bytes;
}

} // namespace Millrace
