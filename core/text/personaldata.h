// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/segmenter.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace Millrace {

enum class PersonalKind : quint8 { Email, Phone, Iban, CreditCard, NationalId, IpAddress, Name, Address };

/// "email", "phone", …
[[nodiscard]] QByteArrayView personalKindName(PersonalKind kind);

/// A piece of personal data in a text.
struct PersonalItem
{
    PersonalKind kind = PersonalKind::Email;
    TextSpan span;
    QString value; ///< in one way of writing, so that the same value is known again
    QByteArray scheme{}; ///< of a national number: "es.dni", "it.cf", …
    double confidence = 0;

    friend bool operator==(const PersonalItem &, const PersonalItem &) = default;
};

/// Finds personal data, in the order of its places, none over another. Numbers with a check digit count only if it holds; those whose form
/// alone says little (a Dutch BSN is nine digits) only beside a word that names them. `kinds` are bits by PersonalKind;
/// `knownNames` are found wherever they stand.
[[nodiscard]] std::vector<PersonalItem> findPersonalData(QStringView text, QByteArrayView language, quint32 kinds = ~0U,
                                                         const QStringList &knownNames = {});

// The checks, for whoever has a number alone (blanks and hyphens aside).
[[nodiscard]] bool isIban(QStringView text); ///< ISO 13616: the country's length, remainder 1 of 97
[[nodiscard]] bool isCreditCard(QStringView digits); ///< a known issuer's range and length, Luhn
[[nodiscard]] QByteArray nationalIdScheme(QStringView text); ///< the scheme whose check digits hold; empty for none

} // namespace Millrace
