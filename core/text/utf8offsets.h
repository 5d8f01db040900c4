// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringView>

#include <vector>

namespace Millrace {

/// Tells where a UTF-16 place of a text lies in its UTF-8 bytes, which is how spans leave this folder. Made once for a text, in
/// linear time; a look-up reads at most 256 units. Lives no longer than the text.
class Utf8Offsets
{
public:
    explicit Utf8Offsets(QStringView text);

    [[nodiscard]] qint64 at(qsizetype place) const;
    [[nodiscard]] qint64 size() const { return at(m_text.size()); }

private:
    QStringView m_text;
    std::vector<qint64> m_marks; ///< bytes before every 256th unit
};

} // namespace Millrace
