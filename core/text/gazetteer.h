// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/segmenter.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <vector>

namespace Millrace {

/// A list of names that are looked for in texts: exactly as written, whole words, the longest first. Immutable once made; any thread.
class Gazetteer
{
public:
    struct Entry
    {
        QString name;
        QString value; ///< what it stands for: "DE", or the full name
        bool isAmbiguous = false; ///< means something else as often ("Reading", "Jordan")

        friend bool operator==(const Entry &, const Entry &) = default;
    };
    struct Hit
    {
        TextSpan span;
        const Entry *entry = nullptr;
    };

    Gazetteer() = default;
    explicit Gazetteer(const QList<Entry> &entries);

    [[nodiscard]] std::vector<Hit> find(QStringView text) const;
    [[nodiscard]] bool contains(const QString &name) const;

    /// Countries and cities in English and in `language`: names of ICU (countries by ISO 3166-1, cities by time zone) and a list of larger
    /// cities and states. Made once for a language.
    [[nodiscard]] static const Gazetteer &places(QByteArrayView language);
    /// Organisations that texts name without saying that they are one.
    [[nodiscard]] static const Gazetteer &organisations();
    /// Given names, common in Europe and the Americas.
    [[nodiscard]] static const Gazetteer &givenNames();

private:
    QList<Entry> m_entries;
    QHash<QString, QList<qsizetype>> m_byFirstWord; ///< longest name first
};

} // namespace Millrace
