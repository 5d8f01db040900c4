// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <shared_mutex>

namespace Millrace {

/// Takes out of a text what must be in no log: the values it was told, and what looks like a credential (Authorization headers, bearer
/// tokens, keys and passwords behind their name, common forms of API keys, the user in a URL). Any thread.
///
/// It is the last net, not the first: code that logs leaves such things out itself.
class Redactor
{
public:
    static constexpr qsizetype kShortest = 6; ///< what is shorter than this would take ordinary words out

    /// From now on this value is taken out, and each of its lines.
    void learn(const QString &value);
    [[nodiscard]] QString redacted(const QString &text) const;

private:
    mutable std::shared_mutex m_mutex;
    QStringList m_values; ///< the longest first, so that one within another leaves no rest
};

} // namespace Millrace
