// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <compare>
#include <optional>

namespace Millrace {

/// A JSON number exactly as its literal says it, for comparing: 2^53 and 2^53 + 1 differ, 1.10 and 11e-1 do not. A plain value.
class Decimal
{
public:
    Decimal() = default;
    /// The literal must be one of RFC 8259. Exponents beyond ±10^15 are taken as that.
    explicit Decimal(QByteArrayView literal);

    [[nodiscard]] bool isZero() const { return m_digits.isEmpty(); }
    [[nodiscard]] bool isNegative() const { return m_negative; }
    [[nodiscard]] bool isInteger() const { return m_digits.size() <= m_exponent; }
    /// The value where it is whole and fits.
    [[nodiscard]] std::optional<qint64> toInteger() const;
    /// True from 1 on, and from -1 down.
    [[nodiscard]] bool isLarge() const { return m_exponent > 0; }
    /// True where it is not zero and has at most 18 digits between its zeros: what isMultipleOf() takes.
    [[nodiscard]] bool canDivide() const { return !isZero() && m_digits.size() <= 18; }
    /// True where this divides by `divisor` without remainder.
    [[nodiscard]] bool isMultipleOf(const Decimal &divisor) const;
    /// Equal for equal numbers, different for different ones.
    [[nodiscard]] QByteArray canonical() const;

    friend bool operator==(const Decimal &, const Decimal &) = default;
    friend std::strong_ordering operator<=>(const Decimal &a, const Decimal &b);

private:
    // The number is 0.DIGITS × 10^exponent; no zero stands first or last among the digits, and zero has none.
    bool m_negative = false;
    QByteArray m_digits;
    qint64 m_exponent = 0;
};

} // namespace Millrace
