// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/segmenter.h"

#include <QByteArrayView>
#include <QString>

#include <optional>
#include <vector>

namespace Millrace {

/// How a date of three numbers is read where its text does not tell.
enum class DateOrder : quint8 { Auto, DayFirst, MonthFirst };

/// A date in a text.
struct FoundDate
{
    TextSpan span;
    QString iso; ///< "2024-03-05", "2024-03", "2024-03-05T14:30", "2024-03-05T14:30:00Z"
    QString other; ///< the other reading, where both are dates and nothing decides
    double confidence = 0;

    friend bool operator==(const FoundDate &, const FoundDate &) = default;
};

/// The dates of a text: ISO 8601, numbers with dots, slashes or hyphens, and names of months in English, German, French, Spanish,
/// Italian, Portuguese and Dutch. A year alone is none. Where "03/05/2024" may be March or May, the other dates of the text decide,
/// then the order that is given, then the language ("en-US" and "en-GB" do, "en" does not); else both readings are told.
[[nodiscard]] std::vector<FoundDate> findDates(QStringView text, QByteArrayView language, DateOrder order = DateOrder::Auto);
/// The one date that a whole value is.
[[nodiscard]] std::optional<FoundDate> readDate(const QString &value, QByteArrayView language, DateOrder order = DateOrder::Auto);

/// A number as people write it.
struct ReadNumber
{
    QByteArray literal; ///< as JSON has it: "1234.5"
    QByteArray other; ///< the other reading of "1.234" or "1,234"
    double confidence = 1;

    friend bool operator==(const ReadNumber &, const ReadNumber &) = default;
};

/// Reads a whole value as a number: digits in groups of three by dot, comma, blank or apostrophe, a decimal dot or comma, a sign, and a
/// percent sign behind (12,5 % is 12.5). Where one mark could be either, the language decides; else the decimal point of English.
[[nodiscard]] std::optional<ReadNumber> readNumber(QStringView value, QByteArrayView language);

/// A sum of money.
struct FoundAmount
{
    TextSpan span;
    QByteArray number; ///< JSON literal, multiplied out ("2 Mio." is 2000000)
    QByteArray otherNumber; ///< the other reading
    QByteArray currency; ///< ISO 4217
    bool isCurrencyAssumed = false; ///< "$" may be another dollar, "¥" a yuan
    double confidence = 0;

    friend bool operator==(const FoundAmount &, const FoundAmount &) = default;
};

[[nodiscard]] std::vector<FoundAmount> findAmounts(QStringView text, QByteArrayView language);
[[nodiscard]] std::optional<FoundAmount> readAmount(const QString &value, QByteArrayView language);

/// A number with a unit, and the same in the unit of SI (or of information: bytes).
struct ReadQuantity
{
    QByteArray number; ///< JSON literal, as written
    QByteArray unit; ///< as written, in its usual form: "km/h"
    double value = 0; ///< in `baseUnit`
    QByteArray baseUnit; ///< "m", "kg", "s", "B", "K", …
    double confidence = 1;

    friend bool operator==(const ReadQuantity &, const ReadQuantity &) = default;
};

[[nodiscard]] std::optional<ReadQuantity> readQuantity(QStringView value, QByteArrayView language);

} // namespace Millrace
