// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/values.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace Millrace {

enum class FactKind : quint8 { Date, Amount, Email, Url, Phone, Address, Organisation, Place, Person };

/// "date", "amount", …
[[nodiscard]] QByteArrayView factKindName(FactKind kind);

/// Something that a text says, with its place.
struct Fact
{
    FactKind kind = FactKind::Date;
    TextSpan span;
    QString value; ///< in one way of writing: an ISO date, a JSON number, a lower-case address, a number with +, a name without line ends
    QString other{}; ///< another reading, where there is one
    QString detail{}; ///< the currency of an amount, the country or region of a place
    bool isAssumed = false; ///< the detail is likely, not said ("$")
    double confidence = 0;

    friend bool operator==(const Fact &, const Fact &) = default;
};

struct FactWish
{
    QByteArray language; ///< BCP 47; empty: not known
    DateOrder dateOrder = DateOrder::Auto;
    double leastConfidence = 0.5;
    quint32 kinds = ~0U; ///< bits by FactKind

    [[nodiscard]] bool has(FactKind kind) const { return (kinds >> quint32(kind)) & 1U; }
};

/// The facts of a text by patterns and lists of names, in the order of their places, none over another. Rather too few than wrong ones:
/// a name alone is one only where its form or a list says so. Code between ``` fences has no names.
[[nodiscard]] std::vector<Fact> findFacts(QStringView text, const FactWish &wish);

/// The parts that other finders use.
[[nodiscard]] std::vector<Fact> findEmails(QStringView text);
[[nodiscard]] std::vector<Fact> findPhones(QStringView text);
[[nodiscard]] std::vector<Fact> findAddresses(QStringView text);
/// Who was found by a form or list is found again where the name stands alone; `known` names are found as well.
[[nodiscard]] std::vector<Fact> findPersons(QStringView text, QByteArrayView language, const QStringList &known = {});

} // namespace Millrace
