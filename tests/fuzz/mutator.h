// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <random>

namespace Millrace {

/// Texts near the edge of a grammar: samples, cut, joined, repeated, with bytes flipped and pieces of a dictionary put in. The same seed
/// gives the same texts on every machine.
class Mutator
{
public:
    Mutator(quint64 seed, QList<QByteArray> samples, QList<QByteArray> dictionary);

    /// From 0 up to, and without, `limit`.
    qsizetype below(qsizetype limit) { return limit > 0 ? static_cast<qsizetype>(m_random() % static_cast<quint64>(limit)) : 0; }
    /// A sample with one to a few changes.
    [[nodiscard]] QByteArray next();
    /// The text with one to a few changes.
    [[nodiscard]] QByteArray mutated(QByteArray text);
    /// Takes a text that led somewhere new among the samples; an old one may go for it.
    void keep(const QByteArray &text);

private:
    void change(QByteArray &text);

    static constexpr qsizetype kLongest = 4096;
    static constexpr qsizetype kMostSamples = 2000;

    std::mt19937_64 m_random;
    QList<QByteArray> m_samples;
    const qsizetype m_given; ///< samples from outside, which stay
    const QList<QByteArray> m_dictionary;
};

} // namespace Millrace
