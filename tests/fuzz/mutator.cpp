// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz/mutator.h"

#include <algorithm>
#include <utility>

namespace Millrace {

Mutator::Mutator(quint64 seed, QList<QByteArray> samples, QList<QByteArray> dictionary)
    : m_random(seed)
    , m_samples(std::move(samples))
    , m_given(m_samples.size())
    , m_dictionary(std::move(dictionary))
{}

QByteArray Mutator::next()
{
    return mutated(m_samples.at(below(m_samples.size())));
}

QByteArray Mutator::mutated(QByteArray text)
{
    for (qsizetype i = 1 + below(below(4) == 0 ? 12 : 3); i > 0; --i)
        change(text);
    text.truncate(kLongest);
    return text;
}

void Mutator::keep(const QByteArray &text)
{
    if (m_samples.size() < kMostSamples)
        m_samples.append(text);
    else
        m_samples[m_given + below(kMostSamples - m_given)] = text;
}

void Mutator::change(QByteArray &text)
{
    const qsizetype at = below(text.size() + 1);
    const qsizetype rest = text.size() - at;
    switch (below(10)) {
    case 0: // another byte
        if (rest > 0)
            text[at] = static_cast<char>(below(256));
        break;
    case 1: // one bit
        if (rest > 0)
            text[at] = static_cast<char>(text.at(at) ^ (1 << below(8)));
        break;
    case 2:
        text.remove(at, 1 + below(std::min<qsizetype>(rest, 16)));
        break;
    case 3:
        text.truncate(at);
        break;
    case 4: // a piece again
        text.insert(at, text.sliced(at, below(std::min<qsizetype>(rest, 64) + 1)));
        break;
    case 5: { // a piece from elsewhere in the text
        const qsizetype from = below(text.size() + 1);
        text.insert(at, text.sliced(from, below(std::min<qsizetype>(text.size() - from, 64) + 1)));
        break;
    }
    case 6: { // the end of another sample
        const QByteArray &other = m_samples.at(below(m_samples.size()));
        text = text.first(at) + other.sliced(below(other.size() + 1));
        break;
    }
    case 7: // often
        if (!m_dictionary.isEmpty())
            text.insert(at, m_dictionary.at(below(m_dictionary.size())).repeated(1 + below(below(20) == 0 ? 700 : 2)));
        break;
    default:
        if (!m_dictionary.isEmpty())
            text.insert(at, m_dictionary.at(below(m_dictionary.size())));
    }
}

} // namespace Millrace
