// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringView>

#include <array>
#include <optional>
#include <vector>

namespace Millrace {

/// A fingerprint by which the likeness of two texts can be told without the texts: MinHash over runs of four words.
///
/// The share of equal places is an estimate of the Jaccard index of the two sets of runs, with a standard error of at most
/// 0.5/√128 = 0.044. The same text gives the same signature on every machine and in every version (kVersion changes otherwise).
/// A value; any thread.
class MinHash
{
public:
    static constexpr int kPlaces = 128;
    static constexpr int kVersion = 1;

    MinHash() = default; ///< of a text without a word

    [[nodiscard]] static MinHash of(QStringView text);
    /// The reverse of toBase64(); nothing where the bytes are no signature of this version.
    [[nodiscard]] static std::optional<MinHash> fromBase64(QByteArrayView text);
    /// "1:" and 683 characters, as documents and tables keep it.
    [[nodiscard]] QByteArray toBase64() const;

    /// True for a text without a word: it is like nothing, not even its equal.
    [[nodiscard]] bool isEmpty() const { return m_shingles == 0; }
    /// Different runs of words in the text; a signature of a handful of them says little.
    [[nodiscard]] qint64 shingles() const { return m_shingles; }
    /// 0 to 1.
    [[nodiscard]] double similarity(const MinHash &other) const;
    /// Keys of locality-sensitive hashing: two texts that share one are candidates, to be held against similarity(). With 32 bands of
    /// four places a pair of likeness 0.8 shares one with a probability of 0.9999, 0.5 with 0.87, 0.2 with 0.05; with 16 of eight 0.95,
    /// 0.06 and 0.00. Keys differ by band, so that one table takes all. `bands` divides kPlaces.
    [[nodiscard]] std::vector<quint64> bandKeys(int bands = 32) const;

    friend bool operator==(const MinHash &, const MinHash &) = default;

private:
    std::array<quint32, kPlaces> m_places{};
    quint32 m_shingles = 0;
};

/// SHA-256 in hexadecimal of what remains of a text when case, compatibility forms, white space, punctuation and soft hyphens are
/// passed over: equal for texts that read alike. Empty for a text without a letter or digit.
[[nodiscard]] QByteArray normalizedTextHash(QStringView text);

} // namespace Millrace
