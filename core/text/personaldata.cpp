// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Personal data, and the check digits that tell a number from a number.
//
// IBAN: ISO 13616, remainder 97 (ISO 7064). Cards: Luhn (ISO/IEC 7812). National numbers by their countries' own rules: Spain's DNI and NIE
// (letter by remainder 23), Italy's codice fiscale, France's NIR (remainder 97), Germany's tax id (ISO 7064 mod 11,10), the Netherlands' BSN
// (eleven test), Poland's PESEL, Belgium's national number, Switzerland's AHV (EAN-13), Sweden's personnummer (Luhn), Britain's National
// Insurance number and the US social security number (form alone).
#include "text/personaldata.h"

#include "text/facts.h"
#include "text/spanset.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kUnicode = QRegularExpression::UseUnicodePropertiesOption;

QString alnumOf(QStringView text)
{
    QString kept;
    for (const QChar c : text) {
        if (c.isLetterOrNumber())
            kept += c.toUpper();
    }
    return kept;
}

bool isDigits(QStringView text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

int digit(QStringView text, qsizetype place)
{
    return text[place].unicode() - u'0';
}

bool isLuhn(QStringView digits)
{
    int sum = 0;
    for (qsizetype i = 0; i < digits.size(); ++i) {
        int value = digit(digits, digits.size() - 1 - i);
        if (i % 2 == 1)
            value = value > 4 ? value * 2 - 9 : value * 2;
        sum += value;
    }
    return sum % 10 == 0;
}

bool allAlike(QStringView text)
{
    return std::ranges::all_of(text, [&](QChar c) { return c == text[0]; });
}

bool isDayAndMonth(int day, int month)
{
    return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

bool isDni(QStringView text) // 8 digits, letter; NIE: X, Y or Z for the first digit
{
    if (text.size() != 9 || !text[8].isLetter())
        return false;
    QString digits = text.first(8).toString();
    if (const qsizetype lead = QStringView(u"XYZ").indexOf(digits[0]); lead >= 0)
        digits[0] = QChar(char16_t(u'0' + lead));
    return isDigits(digits) && text[8] == QStringView(u"TRWAGMYFPDXBNJZSQVHLCKE")[digits.toInt() % 23];
}

bool isCodiceFiscale(QStringView text)
{
    static const QRegularExpression form(u"^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$"_s);
    if (!form.matchView(text).hasMatch())
        return false;
    static constexpr std::array odd = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
    int sum = 0;
    for (qsizetype i = 0; i < 15; ++i) {
        const int value = text[i].isDigit() ? digit(text, i) : text[i].unicode() - u'A';
        sum += i % 2 == 0 ? odd[size_t(value)] : value;
    }
    return text[15].unicode() - u'A' == sum % 26;
}

bool isNir(QStringView text) // 13 characters and a key of two
{
    if (text.size() != 15 || (text[0] != u'1' && text[0] != u'2'))
        return false;
    QString digits = text.toString();
    const bool isCorsicanA = digits.sliced(5, 2) == "2A"_L1;
    const bool isCorsicanB = digits.sliced(5, 2) == "2B"_L1;
    if (isCorsicanA || isCorsicanB)
        digits.replace(5, 2, isCorsicanA ? u"19"_s : u"18"_s);
    const int month = digits.sliced(3, 2).toInt();
    return isDigits(digits) && (month <= 12 || (month >= 20 && month <= 42)) && month > 0
        && 97 - digits.first(13).toLongLong() % 97 == digits.sliced(13).toLongLong();
}

bool isGermanTaxId(QStringView text) // one digit twice or thrice among the first ten, check digit ISO 7064 mod 11,10
{
    if (text.size() != 11 || !isDigits(text) || text[0] == u'0')
        return false;
    std::array<int, 10> counts{};
    int product = 10;
    for (qsizetype i = 0; i < 10; ++i) {
        ++counts[size_t(digit(text, i))];
        int sum = (digit(text, i) + product) % 10;
        sum = sum == 0 ? 10 : sum;
        product = (2 * sum) % 11;
    }
    const int most = *std::ranges::max_element(counts);
    const auto repeated = std::ranges::count_if(counts, [](int count) { return count > 1; });
    return (most == 2 || most == 3) && repeated == 1 && (11 - product) % 10 == digit(text, 10);
}

bool isBsn(QStringView text)
{
    if (text.size() != 9 || !isDigits(text) || allAlike(text))
        return false;
    int sum = -digit(text, 8);
    for (qsizetype i = 0; i < 8; ++i)
        sum += int(9 - i) * digit(text, i);
    return sum % 11 == 0;
}

bool isPesel(QStringView text)
{
    if (text.size() != 11 || !isDigits(text))
        return false;
    static constexpr std::array weights = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
    int sum = 0;
    for (qsizetype i = 0; i < 10; ++i)
        sum += weights[size_t(i)] * digit(text, i);
    return isDayAndMonth(text.sliced(4, 2).toInt(), text.sliced(2, 2).toInt() % 20) && (10 - sum % 10) % 10 == digit(text, 10);
}

bool isBelgian(QStringView text)
{
    if (text.size() != 11 || !isDigits(text) || !isDayAndMonth(text.sliced(4, 2).toInt(), std::max(1, text.sliced(2, 2).toInt())))
        return false;
    const qint64 number = text.first(9).toLongLong();
    const int key = text.sliced(9).toInt();
    return 97 - number % 97 == key || 97 - (2'000'000'000 + number) % 97 == key;
}

bool isAhv(QStringView text)
{
    if (text.size() != 13 || !isDigits(text) || !text.startsWith(u"756"))
        return false;
    int sum = 0;
    for (qsizetype i = 0; i < 12; ++i)
        sum += digit(text, i) * (i % 2 == 0 ? 1 : 3);
    return (10 - sum % 10) % 10 == digit(text, 12);
}

bool isSwedish(QStringView text)
{
    const QStringView ten = text.size() == 12 ? text.sliced(2) : text;
    return ten.size() == 10 && isDigits(text) && isDayAndMonth(ten.sliced(4, 2).toInt(), ten.sliced(2, 2).toInt()) && isLuhn(ten);
}

bool isNationalInsurance(QStringView text)
{
    static const QRegularExpression form(u"^(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][0-9]{6}[A-D]$"_s);
    return form.matchView(text).hasMatch();
}

bool isSocialSecurity(QStringView text)
{
    return text.size() == 9 && isDigits(text) && !text.startsWith(u"000") && !text.startsWith(u"666") && text[0] != u'9' && text.sliced(3, 2) != u"00"
        && text.sliced(5) != u"0000";
}

struct NationalScheme
{
    const char *name;
    const char *form; ///< as written, with the usual blanks and marks
    const char *label; ///< the words beside it that it needs; nullptr: its form and check say enough
    bool (*holds)(QStringView);
    double confidence;
};

constexpr std::array kSchemes = {
    NationalScheme{"it.cf", "[A-Za-z]{6}[0-9LMNPQRSTUVlmnpqrstuv]{2}[A-Za-z][0-9LMNPQRSTUVlmnpqrstuv]{2}[A-Za-z][0-9LMNPQRSTUVlmnpqrstuv]{3}[A-Za-z]",
                   nullptr, &isCodiceFiscale, 0.98},
    NationalScheme{"es.dni", "(?:[0-9]{8}|[XYZxyz]-?[0-9]{7})[ -]?[A-Za-z]", nullptr, &isDni, 0.93},
    NationalScheme{"fr.nir", "[12][ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?(?:[0-9]{2}|2[ABab])[ ]?[0-9]{3}[ ]?[0-9]{3}[ ]?[0-9]{2}", nullptr, &isNir, 0.95},
    NationalScheme{"ch.ahv", "756[. ]?[0-9]{4}[. ]?[0-9]{4}[. ]?[0-9]{2}", nullptr, &isAhv, 0.95},
    NationalScheme{"be.nrn", "[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}-[0-9]{3}\\.[0-9]{2}", nullptr, &isBelgian, 0.97},
    NationalScheme{"uk.nino", "[A-Za-z]{2}[ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?[A-Da-d]", "NI(?:NO)?|National Insurance|Insurance",
                   &isNationalInsurance, 0.93},
    NationalScheme{"us.ssn", "[0-9]{3}-[0-9]{2}-[0-9]{4}", "SSN|Social Security|soc\\. ?sec", &isSocialSecurity, 0.93},
    NationalScheme{"de.steuer_id", "[0-9]{2}[ ]?[0-9]{3}[ ]?[0-9]{3}[ ]?[0-9]{3}", "Steuer|St\\.?-?Id|Identifikationsnummer|IdNr|TIN|tax",
                   &isGermanTaxId, 0.95},
    NationalScheme{"nl.bsn", "[0-9]{9}", "BSN|burgerservice|sofi", &isBsn, 0.93},
    NationalScheme{"pl.pesel", "[0-9]{11}", "PESEL", &isPesel, 0.96},
    NationalScheme{"se.personnummer", "(?:[0-9]{2})?[0-9]{6}[-+]?[0-9]{4}", "personnummer|person-nr|pnr", &isSwedish, 0.95},
};

void findNationalIds(QStringView text, std::vector<PersonalItem> &items)
{
    static const std::array expressions = [] {
        std::array<QRegularExpression, kSchemes.size()> made;
        for (size_t i = 0; i < kSchemes.size(); ++i) {
            const NationalScheme &scheme = kSchemes[i];
            const QString label = scheme.label
                ? u"(?:%1)[\\p{L}.-]{0,20}[ ]?(?:number|no\\.?|nr\\.?)?[ ]?[:=#]?[ ]?"_s.arg(QLatin1StringView(scheme.label))
                : QString();
            made[i] = QRegularExpression(u"(?<![\\p{L}\\p{N}])%1(%2)(?![\\p{L}\\p{N}]|[.-][0-9])"_s.arg(label, QLatin1StringView(scheme.form)),
                                         kUnicode | (scheme.label ? QRegularExpression::CaseInsensitiveOption : QRegularExpression::NoPatternOption));
        }
        return made;
    }();
    for (size_t i = 0; i < kSchemes.size(); ++i) {
        for (auto it = expressions[i].globalMatchView(text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            const QString value = alnumOf(match.capturedView(1));
            if (kSchemes[i].holds(value)) {
                items.push_back(
                    {PersonalKind::NationalId, {match.capturedStart(1), match.capturedEnd(1)}, value, kSchemes[i].name, kSchemes[i].confidence});
            }
        }
    }
}

bool isSpaceOrHyphen(QChar c)
{
    return c.isSpace() || c == u'-';
}

/// Wider than the facts' addresses: what stands in links, logs and Markdown, beside any mark, with letters of every script, or with "%40".
void findMailAddresses(QStringView text, std::vector<PersonalItem> &items)
{
    static const QRegularExpression mail(u"([\\p{L}\\p{N}][\\p{L}\\p{N}._%+'-]{0,63})(?:@|%40)((?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,62})\\.){1,10}"
                                         "(?:[A-Za-z]{2,24}(?![A-Za-z0-9])|xn--[A-Za-z0-9-]{1,59}|\\p{L}{2,24}))"_s,
                                         kUnicode);
    for (auto it = mail.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        // The host has no case, the name before it may.
        const QString value = match.captured(1) + u'@' + match.captured(2).toLower();
        items.push_back({PersonalKind::Email, {match.capturedStart(), match.capturedEnd()}, value, {}, 0.99});
    }
}

void findIbans(QStringView text, std::vector<PersonalItem> &items)
{
    static const QRegularExpression head(u"(?<![\\p{L}\\p{N}])[A-Za-z]{2}[0-9]{2}"_s, kUnicode);
    qsizetype done = 0;
    for (auto it = head.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const qsizetype from = match.capturedStart();
        if (from < done)
            continue;
        // The words behind it look like part of it: every end of a word is tried, and the longest piece that holds is taken.
        int count = 4;
        for (qsizetype to = match.capturedEnd(); to < text.size() && count < 34; ++to) {
            const bool isDivided = isSpaceOrHyphen(text[to]);
            if (isDivided && ++to == text.size())
                break;
            if (!text[to].isLetterOrNumber())
                break;
            ++count;
            const bool ends = to + 1 == text.size() || !text[to + 1].isLetterOrNumber();
            if (ends && isIban(text.sliced(from, to + 1 - from)))
                done = to + 1;
        }
        if (done > from)
            items.push_back({PersonalKind::Iban, {from, done}, alnumOf(text.sliced(from, done - from)), {}, 0.99});
    }
}

/// Groups of digits, divided by one blank or hyphen. Other numbers may stand before and behind the card's own ("12/27 123"), so that every piece
/// from group to group is tried; within a longer row only with the groups that cards have, or columns of numbers would give some.
void findCards(QStringView text, std::vector<PersonalItem> &items)
{
    static const QRegularExpression digits(u"[0-9]++"_s);
    std::vector<TextSpan> groups;
    for (auto it = digits.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        groups.push_back({match.capturedStart(), match.capturedEnd()});
    }
    const auto isAlnum = [&](qsizetype at) { return at >= 0 && at < text.size() && text[at].isLetterOrNumber(); };
    const auto isJoined = [&](size_t left) { // to the next
        if (left + 1 >= groups.size() || groups[left].to + 1 != groups[left + 1].from)
            return false;
        const QChar between = text[groups[left].to];
        return between == u'-' || between.category() == QChar::Separator_Space;
    };
    const auto begins = [&](qsizetype at) { return !isAlnum(at - 1) && !(at > 1 && text[at - 1] == u'.' && text[at - 2].isDigit()); };
    const auto ends = [&](qsizetype at) { return !isAlnum(at) && !(at + 1 < text.size() && text[at] == u'.' && text[at + 1].isDigit()); };
    for (size_t first = 0; first < groups.size(); ++first) {
        if (!begins(groups[first].from))
            continue;
        const bool startsRow = first == 0 || !isJoined(first - 1);
        bool hasLongGroups = true;
        size_t last = groups.size();
        qsizetype count = 0;
        for (size_t i = first; i < groups.size() && (i == first || isJoined(i - 1)); ++i) {
            count += groups[i].size();
            hasLongGroups = hasLongGroups && groups[i].size() >= 3;
            if (count > 19)
                break;
            if (count >= 13 && (hasLongGroups || (startsRow && !isJoined(i))) && ends(groups[i].to)
                && isCreditCard(text.sliced(groups[first].from, groups[i].to - groups[first].from)))
                last = i;
        }
        if (last == groups.size())
            continue;
        const TextSpan span{groups[first].from, groups[last].to};
        items.push_back({PersonalKind::CreditCard, span, alnumOf(text.sliced(span.from, span.size())), {}, last > first ? 0.95 : 0.85});
        first = last;
    }
}

void findIpAddresses(QStringView text, std::vector<PersonalItem> &items)
{
    static const QRegularExpression four(u"(?<![\\p{L}\\p{N}./-])((?:[0-9]{1,3}\\.){3}[0-9]{1,3})(?![\\p{L}\\p{N}_-]|\\.[0-9])"_s, kUnicode);
    static const QRegularExpression six(u"(?<![\\p{L}\\p{N}:.])((?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4})(?![\\p{L}\\p{N}:])"_s, kUnicode);
    static const QRegularExpression version(u"(?:version|release|v|ver\\.?|section|§|chapter|rfc)[ ]?$"_s, QRegularExpression::CaseInsensitiveOption);
    for (auto it = four.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QStringList parts = match.captured(1).split(u'.');
        const bool fits
            = std::ranges::all_of(parts, [](const QString &part) { return part.toInt() <= 255 && (part.size() == 1 || part[0] != u'0'); });
        const qsizetype from = match.capturedStart(1);
        if (!fits || parts[0] == "0"_L1
            || version.matchView(text.sliced(std::max<qsizetype>(0, from - 10), from - std::max<qsizetype>(0, from - 10))).hasMatch())
            continue;
        // Four small numbers are a version or a section as often.
        const bool isSmall = std::ranges::all_of(parts, [](const QString &part) { return part.toInt() < 20; });
        // Those that name no machine in particular are nobody's.
        const bool isSpecial = match.capturedView(1).startsWith(u"127.") || match.capturedView(1).startsWith(u"255.");
        if (!isSpecial)
            items.push_back({PersonalKind::IpAddress, {from, match.capturedEnd(1)}, match.captured(1), {}, isSmall ? 0.5 : 0.92});
    }
    for (auto it = six.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString written = match.captured(1);
        // Times ("10:20:30"), MAC addresses and C++ scopes are none.
        if (written.size() < 6 || (!written.contains("::"_L1) && written.count(u':') != 7) || written == "::"_L1 || alnumOf(written).size() < 4)
            continue;
        if (written.count(u':') >= 3)
            items.push_back({PersonalKind::IpAddress, {match.capturedStart(1), match.capturedEnd(1)}, written.toLower(), {}, 0.85});
    }
}

} // namespace

QByteArrayView personalKindName(PersonalKind kind)
{
    static constexpr std::array names = {"email", "phone", "iban", "credit_card", "national_id", "ip_address", "name", "address"};
    return names[size_t(kind)];
}

bool isIban(QStringView text)
{
    static const QHash<QString, int> lengths = [] {
        QHash<QString, int> made;
        const QString list = u"AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 "
                             u"FR27 GB22 GE22 GI23 GL18 "
                             "GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 "
                             "MT31 MU30 NL18 NO15 PK24 "
                             "PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"_s;
        for (const QString &entry : list.split(u' '))
            made.insert(entry.first(2), entry.sliced(2).toInt());
        return made;
    }();
    const QString plain = alnumOf(text);
    if (plain.size() < 15 || lengths.value(plain.first(2)) != plain.size())
        return false;
    int remainder = 0;
    for (const QChar c : plain.sliced(4) + plain.first(4)) {
        const int value = c.isDigit() ? c.digitValue() : c.unicode() >= u'A' && c.unicode() <= u'Z' ? c.unicode() - u'A' + 10 : -1;
        if (value < 0)
            return false;
        remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    return remainder == 1;
}

bool isCreditCard(QStringView text)
{
    const QString digits = alnumOf(text);
    if (!isDigits(digits) || digits.size() < 13 || allAlike(digits) || !isLuhn(digits))
        return false;
    const int two = digits.first(2).toInt();
    const int four = digits.first(4).toInt();
    const qsizetype size = digits.size();
    return (digits[0] == u'4' && (size == 13 || size == 16 || size == 19)) // Visa
        || (size == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720))) // Mastercard
        || (size == 15 && (two == 34 || two == 37)) // American Express
        || (size == 14 && (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059))) // Diners
        || (size == 16 && (four == 6011 || two == 65 || (four >= 3528 && four <= 3589))) // Discover, JCB
        || (size >= 16 && size <= 19 && two == 62); // UnionPay
}

QByteArray nationalIdScheme(QStringView text)
{
    const QString plain = alnumOf(text);
    for (const NationalScheme &scheme : kSchemes) {
        const bool hasCheckDigit = scheme.holds != &isSocialSecurity && scheme.holds != &isNationalInsurance;
        if (hasCheckDigit && scheme.holds(plain))
            return scheme.name;
    }
    return {};
}

std::vector<PersonalItem> findPersonalData(QStringView text, QByteArrayView language, quint32 kinds, const QStringList &knownNames)
{
    std::vector<PersonalItem> candidates;
    const auto facts = [&](const std::vector<Fact> &found, PersonalKind kind) {
        for (const Fact &fact : found)
            candidates.push_back({kind, fact.span, fact.value, {}, fact.confidence});
    };
    // The surest first: what has a check digit is no telephone number.
    findMailAddresses(text, candidates);
    findIbans(text, candidates);
    findCards(text, candidates);
    findNationalIds(text, candidates);
    facts(findAddresses(text), PersonalKind::Address);
    facts(findPhones(text), PersonalKind::Phone);
    findIpAddresses(text, candidates);
    facts(findPersons(text, language, knownNames), PersonalKind::Name);
    std::vector<PersonalItem> found;
    SpanSet taken;
    for (PersonalItem &item : candidates) {
        if (((kinds >> quint32(item.kind)) & 1U) && taken.take(item.span))
            found.push_back(std::move(item));
    }
    std::ranges::sort(found, {}, [](const PersonalItem &item) { return item.span.from; });
    return found;
}

} // namespace Millrace
