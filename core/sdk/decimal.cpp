// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/decimal_p.h"

#include <algorithm>
#include <charconv>

namespace Millrace {

namespace {

constexpr qint64 kFarthest = 1'000'000'000'000'000;

__extension__ using Wide = unsigned __int128;

quint64 timesModulo(quint64 a, quint64 b, quint64 modulus)
{
    return static_cast<quint64>(static_cast<Wide>(a) * b % modulus);
}

quint64 tenToModulo(qint64 power, quint64 modulus)
{
    quint64 result = 1 % modulus;
    for (quint64 base = 10 % modulus; power > 0; power >>= 1, base = timesModulo(base, base, modulus)) {
        if (power & 1)
            result = timesModulo(result, base, modulus);
    }
    return result;
}

} // namespace

Decimal::Decimal(QByteArrayView literal)
{
    qsizetype i = 0;
    if (literal.startsWith('-')) {
        m_negative = true;
        i = 1;
    }
    bool inFraction = false;
    for (; i < literal.size() && literal[i] != 'e' && literal[i] != 'E'; ++i) {
        if (literal[i] == '.') {
            inFraction = true;
            continue;
        }
        const bool leading = m_digits.isEmpty() && literal[i] == '0';
        if (!leading)
            m_digits.append(literal[i]);
        if (inFraction && leading)
            --m_exponent;
        else if (!inFraction && !leading)
            ++m_exponent;
    }
    if (i < literal.size()) {
        QByteArrayView exponent = literal.sliced(i + 1);
        if (exponent.startsWith('+'))
            exponent = exponent.sliced(1);
        qint64 value = 0;
        if (std::from_chars(exponent.begin(), exponent.end(), value).ec != std::errc())
            value = exponent.startsWith('-') ? -kFarthest : kFarthest;
        m_exponent += std::clamp(value, -kFarthest, kFarthest);
    }
    while (m_digits.endsWith('0'))
        m_digits.chop(1);
    if (m_digits.isEmpty()) {
        m_exponent = 0;
        m_negative = false;
    }
}

std::optional<qint64> Decimal::toInteger() const
{
    static constexpr qint64 kMostDigits = 19;
    if (!isInteger() || m_exponent > kMostDigits)
        return std::nullopt;
    const QByteArray literal = (m_negative ? "-" : "") + (isZero() ? QByteArray("0") : m_digits.leftJustified(m_exponent, '0'));
    qint64 value = 0;
    return std::from_chars(literal.begin(), literal.end(), value).ec == std::errc() ? std::optional(value) : std::nullopt;
}

std::strong_ordering operator<=>(const Decimal &a, const Decimal &b)
{
    const int signA = a.isZero() ? 0 : a.m_negative ? -1 : 1;
    const int signB = b.isZero() ? 0 : b.m_negative ? -1 : 1;
    if (signA != signB || signA == 0)
        return signA <=> signB;
    const Decimal &low = signA > 0 ? a : b;
    const Decimal &high = signA > 0 ? b : a;
    if (low.m_exponent != high.m_exponent)
        return low.m_exponent <=> high.m_exponent;
    return std::lexicographical_compare_three_way(low.m_digits.begin(), low.m_digits.end(), high.m_digits.begin(), high.m_digits.end());
}

bool Decimal::isMultipleOf(const Decimal &divisor) const
{
    if (isZero())
        return true;
    if (!divisor.canDivide())
        return false;
    // Both as whole numbers without last zeros, times a power of ten. Where the value's power is the smaller one, the divisor in the
    // value's power ends in a zero, which no multiple can lack.
    const qint64 shift = (m_exponent - m_digits.size()) - (divisor.m_exponent - divisor.m_digits.size());
    if (shift < 0)
        return false;
    quint64 modulus = 0;
    std::from_chars(divisor.m_digits.begin(), divisor.m_digits.end(), modulus);
    quint64 rest = 0;
    for (const char digit : m_digits)
        rest = static_cast<quint64>((static_cast<Wide>(rest) * 10 + static_cast<unsigned>(digit - '0')) % modulus);
    return timesModulo(rest, tenToModulo(shift, modulus), modulus) == 0;
}

QByteArray Decimal::canonical() const
{
    return (m_negative ? "-" : "") + m_digits + 'e' + QByteArray::number(m_exponent);
}

} // namespace Millrace
