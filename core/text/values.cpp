// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Dates, numbers, amounts and quantities as people write them.
//
// 1. What cannot be a value is none: every date must exist, every group of a number must have three digits.
// 2. Where two readings are possible, the one that the text or its language makes likelier comes first, and the other is told beside it.
// 3. Version numbers, section numbers and times are no dates: a date has a year of four digits, or stands in a form that has no other use.
#include "text/values.h"

#include "text/spanset.h"

#include <QDate>
#include <QHash>
#include <QRegularExpression>
#include <QTime>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kNoDigitBefore = "(?<![\\p{L}\\p{N}_./:-])";
constexpr auto kNoDigitAfter = "(?![\\p{L}\\p{N}_]|[./:-]\\p{N})";

QString pattern(const QString &middle)
{
    return QLatin1StringView(kNoDigitBefore) + middle + QLatin1StringView(kNoDigitAfter);
}

const QHash<QString, int> &months()
{
    static const QHash<QString, int> names = [] {
        const std::array<const char *, 12> lists = {
            "january jan januar jänner jan janvier janv enero ene gennaio gen janeiro januari",
            "february feb februar feber février févr fév febrero febbraio febr fevereiro fev februari",
            "march mar märz mrz mär mars marzo março maart mrt",
            "april apr avril avr abril abr aprile",
            "may mai mayo maggio mag maio mei",
            "june jun juni juin junio giugno giu junho",
            "july jul juli juillet juil julio luglio lug julho",
            "august aug août aou agosto ago augustus",
            "september sep sept septembre septiembre settembre set setembro",
            "october oct oktober okt octobre octubre ottobre ott outubro out",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre déc diciembre dic dicembre dezembro",
        };
        QHash<QString, int> made;
        for (size_t month = 0; month < lists.size(); ++month) {
            for (const QString &name : QString::fromUtf8(lists[month]).split(u' '))
                made.insert(name, int(month) + 1);
        }
        return made;
    }();
    return names;
}

/// Names of months as an alternation, the longest first.
QString monthPattern()
{
    QStringList names = months().keys();
    std::ranges::sort(names, [](const QString &a, const QString &b) { return a.size() != b.size() ? a.size() > b.size() : a < b; });
    return u"(?:%1)"_s.arg(names.join(u'|'));
}

int monthOf(QStringView name)
{
    return months().value(name.toString().toLower().remove(u'.'), 0);
}

bool isUsualYear(int year)
{
    return year >= 1000 && year <= 2199;
}

QString isoOf(int year, int month, int day)
{
    const QDate date(year, month, day);
    return date.isValid() && isUsualYear(year) ? date.toString(Qt::ISODate) : QString();
}

/// A date of three numbers whose first two may change places.
struct Undecided
{
    TextSpan span;
    int first = 0;
    int second = 0;
    int year = 0;
    char16_t mark = u'/';
};

class DateFinder
{
public:
    DateFinder(QStringView text, QByteArrayView language, DateOrder order)
        : m_text(text)
        , m_language(language.toByteArray())
        , m_order(order)
    {}

    std::vector<FoundDate> find()
    {
        findIso();
        findNamed();
        findNumbers();
        decide();
        std::ranges::sort(m_found, {}, [](const FoundDate &date) { return date.span.from; });
        return std::move(m_found);
    }

private:
    void add(TextSpan span, const QString &iso, double confidence)
    {
        if (!iso.isEmpty() && m_taken.take(span))
            m_found.push_back({span, iso, {}, confidence});
    }
    static TextSpan spanOf(const QRegularExpressionMatch &match) { return {match.capturedStart(), match.capturedEnd()}; }

    void findIso()
    {
        static const QRegularExpression iso(
            pattern(u"(\\d{4})-(\\d{2})-(\\d{2})(?:[T ](\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?\\s?(Z|[+-]\\d{2}:?\\d{2})?)?"_s));
        for (auto it = iso.globalMatchView(m_text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            QString text = isoOf(match.capturedView(1).toInt(), match.capturedView(2).toInt(), match.capturedView(3).toInt());
            if (text.isEmpty())
                continue;
            if (match.hasCaptured(4)) {
                const int seconds = match.hasCaptured(6) ? match.capturedView(6).toInt() : 0;
                if (!QTime(match.capturedView(4).toInt(), match.capturedView(5).toInt(), seconds).isValid())
                    continue;
                text += u'T' + match.captured(4) + u':' + match.captured(5);
                if (match.hasCaptured(6))
                    text += u':' + match.captured(6);
                QString zone = match.captured(7);
                if (zone.size() == 5)
                    zone.insert(3, u':');
                text += zone;
            }
            add(spanOf(match), text, 0.99);
        }
    }

    void findNamed()
    {
        static const QString month = monthPattern();
        constexpr auto options = QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption;
        // "5. März 2024", "5th of May, 2024", "1er janvier 2024", "5 de marzo de 2024", "05-Mar-2024"
        static const QRegularExpression dayFirst(
            pattern(
                u"(\\d{1,2})(?:\\.|st|nd|rd|th|er|º|°)?(?:\\s+(?:of|de|di|van))?[\\s-]+(%1)\\.?,?(?:\\s+(?:de|del|di))?[\\s-]+(\\d{4})"_s.arg(month)),
            options);
        // "March 5, 2024", "Mar 5th 2024"
        static const QRegularExpression monthFirst(pattern(u"(%1)\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})"_s.arg(month)), options);
        static const QRegularExpression monthYear(pattern(u"(%1)\\.?,?(?:\\s+(?:of|de|del|di))?\\s+(\\d{4})"_s.arg(month)), options);
        for (auto it = dayFirst.globalMatchView(m_text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            add(spanOf(match), isoOf(match.capturedView(3).toInt(), monthOf(match.capturedView(2)), match.capturedView(1).toInt()), 0.98);
        }
        for (auto it = monthFirst.globalMatchView(m_text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            add(spanOf(match), isoOf(match.capturedView(3).toInt(), monthOf(match.capturedView(1)), match.capturedView(2).toInt()), 0.98);
        }
        for (auto it = monthYear.globalMatchView(m_text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            const int year = match.capturedView(2).toInt();
            // "may 2000 files" and "mar 1024" are none: a month's name begins with a capital, where its language writes it so.
            const bool capital = match.capturedView(1)[0].isUpper();
            const bool small = m_language.startsWith("fr") || m_language.startsWith("es") || m_language.startsWith("it")
                || m_language.startsWith("pt") || m_language.startsWith("nl");
            if (year >= 1500 && year <= 2099 && (capital || small) && match.capturedLength(1) > 2)
                add(spanOf(match), u"%1-%2"_s.arg(year).arg(monthOf(match.capturedView(1)), 2, 10, QChar(u'0')), 0.9);
        }
    }

    void findNumbers()
    {
        static const QRegularExpression numbers(pattern(u"(\\d{1,2})([./-])(\\d{1,2})\\2(\\d{4})"_s));
        static const QRegularExpression yearFirst(pattern(u"(\\d{4})/(\\d{1,2})/(\\d{1,2})"_s));
        // Two digits of a year are told only in the form that means nothing else.
        static const QRegularExpression shortYear(pattern(u"(\\d{2})\\.(\\d{2})\\.(\\d{2})"_s));
        for (auto it = yearFirst.globalMatchView(m_text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            add(spanOf(match), isoOf(match.capturedView(1).toInt(), match.capturedView(2).toInt(), match.capturedView(3).toInt()), 0.95);
        }
        for (auto it = numbers.globalMatchView(m_text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            const Undecided date{spanOf(match), match.capturedView(1).toInt(), match.capturedView(3).toInt(), match.capturedView(4).toInt(),
                                 match.capturedView(2)[0].unicode()};
            if (isUsualYear(date.year) && !m_taken.overlaps(date.span))
                m_undecided.push_back(date);
        }
        const bool dots = m_language.startsWith("de") || m_order == DateOrder::DayFirst;
        for (auto it = shortYear.globalMatchView(m_text); dots && it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            const int year = match.capturedView(3).toInt();
            add(spanOf(match), isoOf(year < 70 ? 2000 + year : 1900 + year, match.capturedView(2).toInt(), match.capturedView(1).toInt()), 0.6);
        }
    }

    /// By invariant 2.
    void decide()
    {
        int dayFirst = 0;
        int monthFirst = 0;
        for (const Undecided &date : m_undecided) {
            dayFirst += date.first > 12 && date.second <= 12 ? 1 : 0;
            monthFirst += date.second > 12 && date.first <= 12 ? 1 : 0;
        }
        for (const Undecided &date : m_undecided) {
            const QString byDay = isoOf(date.year, date.second, date.first);
            const QString byMonth = isoOf(date.year, date.first, date.second);
            if (byDay.isEmpty() || byMonth.isEmpty() || byDay == byMonth) {
                add(date.span, byDay.isEmpty() ? byMonth : byDay, 0.97);
                continue;
            }
            FoundDate found{date.span, byDay, {}, 0.95};
            // Nobody writes the month first with dots.
            bool isDayFirst = true;
            if (date.mark == u'.') {
                found.confidence = 0.95;
            } else if (m_order != DateOrder::Auto) {
                isDayFirst = m_order == DateOrder::DayFirst;
            } else if ((dayFirst > 0) != (monthFirst > 0)) {
                isDayFirst = dayFirst > 0;
                found.confidence = 0.85;
            } else if (m_language == "en-US" || m_language == "en_US") {
                isDayFirst = false;
                found.confidence = 0.85;
                found.other = byDay;
            } else if (m_language == "en" || m_language.isEmpty()) {
                isDayFirst = false;
                found.confidence = 0.5;
                found.other = byDay;
            } else {
                found.confidence = 0.85;
                found.other = byMonth;
            }
            if (!isDayFirst)
                found.iso = byMonth;
            if (m_taken.take(found.span))
                m_found.push_back(found);
        }
    }

    QStringView m_text;
    QByteArray m_language;
    DateOrder m_order;
    SpanSet m_taken;
    std::vector<FoundDate> m_found;
    std::vector<Undecided> m_undecided;
};

bool hasDecimalComma(QByteArrayView language)
{
    const QByteArray primary = language.toByteArray().toLower();
    static constexpr std::array comma = {"de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "nn", "fi", "pl", "cs", "sk", "hu",
                                         "ro", "bg", "ru", "uk", "el", "tr", "ca", "hr", "sl", "lt", "lv", "et", "id", "vi"};
    return std::ranges::any_of(comma, [&](const char *code) { return primary == code || primary.startsWith(QByteArray(code) + '-'); });
}

bool isBlank(QChar c)
{
    return c == u' ' || c == u'\u00A0' || c == u'\u202F' || c == u'\u2009';
}

/// True where the marks divide the digits of [0, end) into groups of three, the first shorter or as long.
bool isGrouped(QStringView digits, QChar mark)
{
    const QList<QStringView> groups = digits.split(mark);
    if (groups.size() < 2 || groups.first().isEmpty() || groups.first().size() > 3)
        return false;
    return std::all_of(groups.cbegin() + 1, groups.cend(), [](QStringView group) { return group.size() == 3; });
}

QByteArray jsonNumber(const QString &whole, const QString &fraction, bool isNegative)
{
    qsizetype zeros = 0;
    while (zeros + 1 < whole.size() && whole[zeros] == u'0')
        ++zeros;
    QByteArray literal = (isNegative ? "-" : "") + whole.sliced(zeros).toLatin1();
    if (!fraction.isEmpty())
        literal += '.' + fraction.toLatin1();
    return literal;
}

QByteArray multiplied(const QByteArray &literal, int zeros)
{
    if (zeros == 0)
        return literal;
    const qsizetype dot = literal.indexOf('.');
    QByteArray digits = literal;
    int missing = zeros;
    if (dot >= 0) {
        const auto decimals = literal.size() - dot - 1;
        digits.remove(dot, 1);
        missing = zeros - int(decimals);
        if (missing < 0) {
            digits.insert(digits.size() + missing, '.');
            while (digits.endsWith('0'))
                digits.chop(1);
            if (digits.endsWith('.'))
                digits.chop(1);
            missing = 0;
        }
    }
    digits += QByteArray(missing, '0');
    const qsizetype lead = digits.startsWith('-') ? 1 : 0;
    while (lead + 1 < digits.size() && digits[lead] == '0' && digits[lead + 1] != '.')
        digits.remove(lead, 1);
    return digits;
}

struct Currency
{
    const char *sign;
    const char *code;
    bool isAssumed;
};

constexpr std::array kCurrencies = {
    Currency{"US$", "USD", false},   Currency{"CA$", "CAD", false},  Currency{"A$", "AUD", false},     Currency{"R$", "BRL", false},
    Currency{"€", "EUR", false},     Currency{"£", "GBP", false},    Currency{"$", "USD", true},       Currency{"¥", "JPY", true},
    Currency{"₹", "INR", false},     Currency{"₽", "RUB", false},    Currency{"₩", "KRW", false},      Currency{"₺", "TRY", false},
    Currency{"₴", "UAH", false},     Currency{"zł", "PLN", false},   Currency{"Kč", "CZK", false},     Currency{"Euro", "EUR", false},
    Currency{"euros", "EUR", false}, Currency{"euro", "EUR", false}, Currency{"dollars", "USD", true}, Currency{"dollar", "USD", true},
    Currency{"Dollar", "USD", true}, Currency{"Fr.", "CHF", true},
};

/// Currencies that are written as codes beside numbers; the rest of ISO 4217 are words of other meaning too often ("ALL", "TOP").
constexpr const char *kCodes
    = "EUR USD GBP CHF JPY CNY AUD CAD NZD SEK NOK DKK PLN CZK HUF RON BGN RUB UAH TRY INR BRL MXN ZAR KRW SGD HKD ILS AED SAR THB IDR "
      "MYR PHP VND TWD ARS CLP COP PEN EGP NGN KES ISK";

const QString &currencyPattern()
{
    static const QString joined = [] {
        QStringList signs;
        for (const Currency &currency : kCurrencies)
            signs.append(QRegularExpression::escape(QString::fromUtf8(currency.sign)));
        return signs.join(u'|') + u'|' + QString::fromLatin1(kCodes).split(u' ').join(u'|');
    }();
    return joined;
}

Currency currencyOf(QStringView sign)
{
    const QByteArray utf8 = sign.toUtf8();
    const auto it = std::ranges::find_if(kCurrencies, [&](const Currency &currency) { return utf8 == currency.sign; });
    if (it != kCurrencies.end())
        return *it;
    // Codes are static text: the one in the list.
    const char *place = std::strstr(kCodes, utf8.constData());
    return {place, place, false};
}

int zerosOf(QStringView word, QByteArrayView language)
{
    const QString lower = word.toString().toLower().remove(u'.');
    // The long scale: "Billion" and "billion" are a thousand times what they are in English.
    if (lower.startsWith("bill"_L1) && (language.startsWith("de") || language.startsWith("fr") || language.startsWith("es")))
        return 12;
    if (lower == "k"_L1 || lower == "tsd"_L1 || lower == "thousand"_L1 || lower == "tausend"_L1 || lower == "mille"_L1)
        return 3;
    if (lower.startsWith("mio"_L1) || lower.startsWith("mill"_L1) || lower == "m"_L1 || lower == "mln"_L1)
        return lower.startsWith("milliard"_L1) ? 9 : 6;
    if (lower.startsWith("mrd"_L1) || lower.startsWith("bill"_L1) || lower == "bn"_L1 || lower == "md"_L1)
        return 9;
    return 0;
}

constexpr auto kNumber = "-?(?:\\d{1,3}(?: \\d{3})+(?:[.,]\\d+)?(?!\\d)|\\d(?:[\\d.,'’\\x{00A0}\\x{202F}\\x{2009}]*\\d)?)";

struct Unit
{
    const char *name;
    const char *base;
    double factor;
    double offset = 0;
};

constexpr std::array kUnits = {
    Unit{"km", "m", 1000},
    Unit{"m", "m", 1},
    Unit{"dm", "m", 0.1},
    Unit{"cm", "m", 0.01},
    Unit{"mm", "m", 0.001},
    Unit{"µm", "m", 1e-6},
    Unit{"nm", "m", 1e-9},
    Unit{"mi", "m", 1609.344},
    Unit{"mile", "m", 1609.344},
    Unit{"miles", "m", 1609.344},
    Unit{"yd", "m", 0.9144},
    Unit{"ft", "m", 0.3048},
    Unit{"in", "m", 0.0254},
    Unit{"inch", "m", 0.0254},
    Unit{"inches", "m", 0.0254},
    Unit{"t", "kg", 1000},
    Unit{"kg", "kg", 1},
    Unit{"g", "kg", 0.001},
    Unit{"mg", "kg", 1e-6},
    Unit{"µg", "kg", 1e-9},
    Unit{"lb", "kg", 0.45359237},
    Unit{"lbs", "kg", 0.45359237},
    Unit{"oz", "kg", 0.028349523125},
    Unit{"ms", "s", 0.001},
    Unit{"µs", "s", 1e-6},
    Unit{"ns", "s", 1e-9},
    Unit{"s", "s", 1},
    Unit{"sec", "s", 1},
    Unit{"seconds", "s", 1},
    Unit{"min", "s", 60},
    Unit{"minutes", "s", 60},
    Unit{"h", "s", 3600},
    Unit{"hours", "s", 3600},
    Unit{"d", "s", 86400},
    Unit{"days", "s", 86400},
    Unit{"B", "B", 1},
    Unit{"bytes", "B", 1},
    Unit{"kB", "B", 1e3},
    Unit{"KB", "B", 1e3},
    Unit{"MB", "B", 1e6},
    Unit{"GB", "B", 1e9},
    Unit{"TB", "B", 1e12},
    Unit{"KiB", "B", 1024},
    Unit{"MiB", "B", 1048576},
    Unit{"GiB", "B", 1073741824},
    Unit{"TiB", "B", 1099511627776.0},
    Unit{"K", "K", 1},
    Unit{"°C", "K", 1, 273.15},
    Unit{"°F", "K", 5.0 / 9.0, 459.67 * 5.0 / 9.0},
    Unit{"m²", "m²", 1},
    Unit{"m2", "m²", 1},
    Unit{"km²", "m²", 1e6},
    Unit{"cm²", "m²", 1e-4},
    Unit{"ha", "m²", 1e4},
    Unit{"acre", "m²", 4046.8564224},
    Unit{"m³", "m³", 1},
    Unit{"l", "m³", 0.001},
    Unit{"L", "m³", 0.001},
    Unit{"ml", "m³", 1e-6},
    Unit{"cl", "m³", 1e-5},
    Unit{"gal", "m³", 0.003785411784},
    Unit{"km/h", "m/s", 1 / 3.6},
    Unit{"m/s", "m/s", 1},
    Unit{"mph", "m/s", 0.44704},
    Unit{"W", "W", 1},
    Unit{"kW", "W", 1e3},
    Unit{"MW", "W", 1e6},
    Unit{"J", "J", 1},
    Unit{"kJ", "J", 1e3},
    Unit{"kWh", "J", 3.6e6},
    Unit{"Wh", "J", 3600},
    Unit{"kcal", "J", 4184},
    Unit{"V", "V", 1},
    Unit{"A", "A", 1},
    Unit{"mA", "A", 1e-3},
    Unit{"Hz", "Hz", 1},
    Unit{"kHz", "Hz", 1e3},
    Unit{"MHz", "Hz", 1e6},
    Unit{"GHz", "Hz", 1e9},
    Unit{"Pa", "Pa", 1},
    Unit{"hPa", "Pa", 100},
    Unit{"kPa", "Pa", 1e3},
    Unit{"bar", "Pa", 1e5},
    Unit{"mbar", "Pa", 100},
    Unit{"psi", "Pa", 6894.757293168},
    Unit{"N", "N", 1},
    Unit{"kN", "N", 1e3},
    Unit{"%", "%", 1},
};

} // namespace

std::vector<FoundDate> findDates(QStringView text, QByteArrayView language, DateOrder order)
{
    return DateFinder(text, language, order).find();
}

std::optional<FoundDate> readDate(const QString &value, QByteArrayView language, DateOrder order)
{
    const QString trimmed = value.trimmed();
    const std::vector<FoundDate> dates = findDates(trimmed, language, order);
    // "Tue, 05 Mar 2024" has its day of the week before it.
    if (dates.size() != 1 || dates.front().span.to != trimmed.size())
        return std::nullopt;
    static const QRegularExpression weekday(u"^\\p{L}{2,10}\\.?,?\\s*$"_s);
    const QStringView before = QStringView(trimmed).first(dates.front().span.from);
    return before.isEmpty() || weekday.matchView(before).hasMatch() ? std::optional(dates.front()) : std::nullopt;
}

std::optional<ReadNumber> readNumber(QStringView value, QByteArrayView language)
{
    QString text = value.trimmed().toString();
    if (text.endsWith(u'%'))
        text = text.chopped(1).trimmed();
    bool isNegative = false;
    if (text.startsWith(u'-') || text.startsWith(u'−') || text.startsWith(u'+')) {
        isNegative = text[0] != u'+';
        text = text.sliced(1);
    }
    if (text.isEmpty() || !text.front().isDigit() || !text.back().isDigit())
        return std::nullopt;
    QString plain;
    bool hasBlank = false;
    for (const QChar c : std::as_const(text)) {
        if (c.isDigit() && c.unicode() < 0x80)
            plain += c;
        else if (c == u'.' || c == u',')
            plain += c;
        else if (isBlank(c) || c == u'\'' || c == u'’') {
            plain += u'_';
            hasBlank = true;
        } else {
            return std::nullopt;
        }
    }
    const qsizetype lastDot = plain.lastIndexOf(u'.');
    const qsizetype lastComma = plain.lastIndexOf(u',');
    const auto split = [&](qsizetype decimal) -> std::optional<QByteArray> {
        QString whole = decimal < 0 ? plain : plain.first(decimal);
        const QString fraction = decimal < 0 ? QString() : plain.sliced(decimal + 1);
        for (const QChar mark : {u'.', u',', u'_'}) {
            if (!whole.contains(mark))
                continue;
            if (!isGrouped(whole, mark))
                return std::nullopt;
            whole.remove(mark);
        }
        if (std::ranges::any_of(whole + fraction, [](QChar c) { return !c.isDigit(); }))
            return std::nullopt;
        return jsonNumber(whole, fraction, isNegative);
    };
    ReadNumber number;
    std::optional<QByteArray> literal;
    if (lastDot < 0 && lastComma < 0) {
        literal = split(-1);
    } else if ((lastDot >= 0 && lastComma >= 0) || hasBlank) {
        literal = split(std::max(lastDot, lastComma));
    } else {
        const QChar mark = lastDot >= 0 ? u'.' : u',';
        const qsizetype place = std::max(lastDot, lastComma);
        const bool many = plain.count(mark) > 1;
        const bool three = plain.size() - place == 4 && place <= 3;
        const bool isDecimal = (mark == u',') == hasDecimalComma(language);
        if (many) {
            literal = split(-1);
        } else if (!three || (plain[0] == u'0' && place == 1)) {
            literal = split(place);
        } else {
            // "1.234": one number of thousands or one of three decimals.
            literal = split(isDecimal ? place : -1);
            number.other = split(isDecimal ? -1 : place).value_or(QByteArray());
            number.confidence = isDecimal ? 0.7 : 0.85;
        }
    }
    if (!literal)
        return std::nullopt;
    number.literal = *literal;
    return number;
}

std::vector<FoundAmount> findAmounts(QStringView text, QByteArrayView language)
{
    static const QString scale
        = u"(?:[\\s\\x{00A0}]?(k|[Mm]io\\.?|Mrd\\.?|Tsd\\.?|[Mm]illion(?:s|en)?|[Bb]illion(?:s|en)?|[Mm]illiarden?|[Mm]illiards?|[Tt]housand|bn|M|(?<=\\d)m)(?![\\p{L}\\p{N}]))?"_s;
    static const QRegularExpression before(u"(?<![\\p{L}\\p{N}$])(%1)[\\s\\x{00A0}]?(%2)"_s.arg(currencyPattern(), QLatin1StringView(kNumber)) + scale
                                               + u"(?![\\p{N}\\p{L}]|[.,]\\d)"_s,
                                           QRegularExpression::UseUnicodePropertiesOption);
    static const QRegularExpression after(u"(?<![\\p{L}\\p{N}$.,])(%1)"_s.arg(QLatin1StringView(kNumber)) + scale
                                              + u"[\\s\\x{00A0}]?(?:d['’]|de )?(%1)(?![\\p{L}\\p{N}])"_s.arg(currencyPattern()),
                                          QRegularExpression::UseUnicodePropertiesOption);
    std::vector<FoundAmount> found;
    SpanSet taken;
    const auto add = [&](const QRegularExpressionMatch &match, int numberGroup, int scaleGroup, int signGroup) {
        const TextSpan span{match.capturedStart(), match.capturedEnd()};
        if (taken.overlaps(span))
            return;
        const std::optional<ReadNumber> number = readNumber(match.capturedView(numberGroup), language);
        // "000" is the rest of something else.
        if (!number || match.capturedView(numberGroup).startsWith(u"00"))
            return;
        // "$1" in a script is a parameter.
        const QStringView sign = match.capturedView(signGroup);
        const bool isParameter = sign == u"$" && match.capturedLength(numberGroup) == 1 && !match.hasCaptured(scaleGroup);
        if (isParameter)
            return;
        const Currency currency = currencyOf(sign);
        const int zeros = zerosOf(match.capturedView(scaleGroup), language);
        FoundAmount amount;
        amount.span = span;
        amount.number = multiplied(number->literal, zeros);
        amount.otherNumber = number->other.isEmpty() ? QByteArray() : multiplied(number->other, zeros);
        amount.currency = QByteArray(currency.code, 3);
        amount.isCurrencyAssumed = currency.isAssumed;
        amount.confidence = 0.97 * number->confidence * (currency.isAssumed ? 0.9 : 1.0);
        taken.take(span);
        found.push_back(amount);
    };
    for (auto it = before.globalMatchView(text); it.hasNext();)
        add(it.next(), 2, 3, 1);
    for (auto it = after.globalMatchView(text); it.hasNext();)
        add(it.next(), 1, 2, 3);
    std::ranges::sort(found, {}, [](const FoundAmount &amount) { return amount.span.from; });
    return found;
}

std::optional<FoundAmount> readAmount(const QString &value, QByteArrayView language)
{
    const QString trimmed = value.trimmed();
    const std::vector<FoundAmount> amounts = findAmounts(trimmed, language);
    if (amounts.size() != 1 || amounts.front().span != TextSpan{0, trimmed.size()})
        return std::nullopt;
    return amounts.front();
}

std::optional<ReadQuantity> readQuantity(QStringView value, QByteArrayView language)
{
    static const QRegularExpression whole(u"^\\s*(%1)\\s?(\\p{L}[\\p{L}/²³0-9]*|°[CF]|%|µ\\p{L}+)\\s*$"_s.arg(QLatin1StringView(kNumber)));
    const QRegularExpressionMatch match = whole.matchView(value);
    if (!match.hasMatch())
        return std::nullopt;
    const std::optional<ReadNumber> number = readNumber(match.capturedView(1), language);
    const QByteArray name = match.captured(2).replace(u'\u03BC', u'\u00B5').toUtf8();
    const auto unit = std::ranges::find_if(kUnits, [&](const Unit &known) { return name == known.name; });
    if (!number || unit == kUnits.end())
        return std::nullopt;
    return ReadQuantity{number->literal, name, number->literal.toDouble() * unit->factor + unit->offset, unit->base, number->confidence};
}

} // namespace Millrace
