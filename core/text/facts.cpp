// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Facts by form.
//
// 1. What has a form of its own (mail, web, dates, money, telephone, postal addresses) is found by it; a form that also means other things
//    counts only beside a word that says what it is ("Tel."), or not at all.
// 2. Names are found where a list knows them, or where their last or first word says what they are ("… GmbH", "University of …").
//    A place's name within a longer name ("Paris Hilton", "Boston University Press") is no place.
// 3. The first finder of a place in the text keeps it, in the order of enum FactKind but with mail and web first.
// 4. Confidences are held against a labelled set by tst_factsmeasured, which prints how often each kind is right.
#include "text/facts.h"

#include "text/gazetteer.h"
#include "text/spanset.h"

#include <QRegularExpression>
#include <QSet>
#include <QUrl>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kUnicode = QRegularExpression::UseUnicodePropertiesOption;

QString simplified(QStringView text)
{
    return text.toString().simplified();
}

/// A closing mark or full stop behind an address belongs to the sentence; a bracket does if it was opened within.
TextSpan withoutTail(QStringView text, TextSpan span)
{
    while (span.to > span.from) {
        const QChar last = text[span.to - 1];
        const QStringView piece = text.sliced(span.from, span.size());
        const bool isTail = QStringView(u".,;:!?'\"»”’>*_`|").contains(last) || (last == u')' && piece.count(u'(') < piece.count(u')'))
            || (last == u']' && piece.count(u'[') < piece.count(u']'));
        if (!isTail)
            break;
        --span.to;
    }
    return span;
}

std::vector<Fact> findUrls(QStringView text)
{
    static const QRegularExpression url(
        u"(?<![\\w@])(?:(?:https?|ftps?|sftp|git|ssh|svn)://|www\\.(?=[a-z0-9]))[^\\s<>\"{}|\\\\^`\\x{00AB}\\x{00BB}]+"_s,
        QRegularExpression::CaseInsensitiveOption);
    std::vector<Fact> found;
    for (auto it = url.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const TextSpan span = withoutTail(text, {match.capturedStart(), match.capturedEnd()});
        QString written = text.sliced(span.from, span.size()).toString();
        const bool hasScheme = written.contains("://"_L1);
        if (!hasScheme)
            written.prepend("http://"_L1);
        const QUrl parsed(written, QUrl::StrictMode);
        const QString host = parsed.host();
        if (!parsed.isValid() || (!host.contains(u'.') && host != "localhost"_L1) || host.endsWith(u'.') || host.startsWith(u'.'))
            continue;
        found.push_back({.kind = FactKind::Url, .span = span, .value = parsed.toString(QUrl::FullyEncoded), .confidence = hasScheme ? 0.99 : 0.95});
    }
    return found;
}

// ---- telephone

/// Country calling codes (ITU-T E.164): no code begins another.
bool hasCallingCode(QStringView digits)
{
    static const QSet<QString> codes = [] {
        const QStringList list
            = u"1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 237 238 239 240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269 290 291 297 298 299 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375 376 377 378 379 380 381 382 383 385 386 387 389 420 421 423 500 501 502 503 504 505 506 507 508 509 590 591 592 593 594 595 596 597 598 599 670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 800 808 850 852 853 855 856 870 880 881 882 883 886 888 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 979 992 993 994 995 996 998"_s
                  .split(u' ');
        return QSet<QString>(list.cbegin(), list.cend());
    }();
    for (qsizetype size = 1; size <= 3 && size <= digits.size(); ++size) {
        if (codes.contains(digits.first(size).toString()))
            return true;
    }
    return false;
}

QString digitsOf(QStringView text)
{
    QString digits;
    for (const QChar c : text) {
        if (c >= u'0' && c <= u'9')
            digits += c;
    }
    return digits;
}

// ---- names

bool isCapitalised(QStringView word)
{
    return !word.isEmpty() && word[0].isUpper();
}

/// The word that ends at `place`, blanks of one line between.
QStringView wordBefore(QStringView text, qsizetype place)
{
    qsizetype end = place;
    while (end > 0 && (text[end - 1] == u' ' || text[end - 1] == u'\u00A0'))
        --end;
    qsizetype from = end;
    while (from > 0 && (text[from - 1].isLetterOrNumber() || text[from - 1] == u'-' || text[from - 1] == u'\'' || text[from - 1] == u'’'))
        --from;
    return text.sliced(from, end - from);
}

QStringView wordAfter(QStringView text, qsizetype place)
{
    qsizetype from = place;
    while (from < text.size() && (text[from] == u' ' || text[from] == u'\u00A0'))
        ++from;
    qsizetype end = from;
    while (end < text.size() && (text[end].isLetterOrNumber() || text[end] == u'-'))
        ++end;
    return text.sliced(from, end - from);
}

/// True where a word that says "here comes a place" stands before.
bool isAfterPlaceWord(QStringView text, qsizetype place)
{
    static const QSet<QString> words{u"in"_s,      u"from"_s,   u"near"_s,    u"to"_s,     u"at"_s,   u"aus"_s,  u"nach"_s,  u"bei"_s, u"à"_s,
                                     u"en"_s,      u"au"_s,     u"aux"_s,     u"de"_s,     u"von"_s,  u"vers"_s, u"desde"_s, u"da"_s,  u"a"_s,
                                     u"through"_s, u"across"_s, u"outside"_s, u"around"_s, u"dans"_s, u"über"_s, u"durch"_s};
    const QString word = wordBefore(text, place).toString();
    return words.contains(word) || words.contains(word.toLower());
}

bool opensSentence(QStringView text, qsizetype place)
{
    qsizetype i = place;
    while (i > 0 && (text[i - 1].isSpace() || text[i - 1] == u'(' || text[i - 1] == u'"' || text[i - 1] == u'“'))
        --i;
    return i == 0 || QStringView(u".!?:•*#|").contains(text[i - 1]) || QStringView(text).sliced(i, place - i).contains(u'\n');
}

std::vector<Fact> findPlaces(QStringView text, QByteArrayView language)
{
    std::vector<Fact> found;
    const bool isGerman = language.startsWith("de");
    for (const Gazetteer::Hit &hit : Gazetteer::places(language).find(text)) {
        const bool said = isAfterPlaceWord(text, hit.span.from);
        const QStringView before = wordBefore(text, hit.span.from);
        const QStringView after = wordAfter(text, hit.span.to);
        const QChar next = hit.span.to < text.size() ? text[hit.span.to] : QChar(u'.');
        const QChar previous = hit.span.from > 0 ? text[hit.span.from - 1] : QChar(u' ');
        // Parts of paths, options, identifiers, mail addresses and time zones.
        if (QStringView(u"-_/@\\=&").contains(next) || QStringView(u"-_/@\\=&.#$").contains(previous))
            continue;
        if (next == u'.' && hit.span.to + 1 < text.size() && text[hit.span.to + 1].isLetterOrNumber())
            continue;
        const bool nameBefore = isCapitalised(before) && !opensSentence(text, hit.span.from - before.size() - 1);
        const bool nameAfter = isCapitalised(after) && hit.span.to < text.size() && next == u' ';
        if (isGerman ? !said && (nameBefore || nameAfter) : nameBefore || nameAfter)
            continue;
        // Quoted, it is a word that is talked about.
        double confidence = said ? 0.95 : 0.85;
        if (hit.entry->isAmbiguous)
            confidence = said && !opensSentence(text, hit.span.from) ? 0.75 : 0.4;
        found.push_back({.kind = FactKind::Place, .span = hit.span, .value = hit.entry->name, .detail = hit.entry->value, .confidence = confidence});
    }
    return found;
}

/// Leading words that belong to the sentence, not the name.
TextSpan withoutLead(QStringView text, TextSpan span)
{
    static const QSet<QString> words{u"The"_s,  u"A"_s,     u"An"_s,        u"By"_s,      u"In"_s,   u"At"_s,     u"Of"_s,   u"For"_s,
                                     u"And"_s,  u"From"_s,  u"Copyright"_s, u"If"_s,      u"This"_s, u"Die"_s,    u"Der"_s,  u"Das"_s,
                                     u"Eine"_s, u"Bei"_s,   u"Von"_s,       u"La"_s,      u"Le"_s,   u"Les"_s,    u"To"_s,   u"With"_s,
                                     u"When"_s, u"Since"_s, u"Dear"_s,      u"Contact"_s, u"Both"_s, u"Unlike"_s, u"Like"_s, u"As"_s,
                                     u"Our"_s,  u"Your"_s,  u"Their"_s,     u"Its"_s,     u"Other"_s};
    while (true) {
        const QStringView piece = text.sliced(span.from, span.size());
        const qsizetype blank = std::ranges::find_if(piece, [](QChar c) { return c.isSpace(); }) - piece.begin();
        if (blank >= piece.size() || !words.contains(piece.first(blank).toString()))
            return span;
        span.from += blank;
        while (span.from < span.to && text[span.from].isSpace())
            ++span.from;
    }
}

/// Of a name over two lines the second one, where the lines are those of a signature or an address and no wrapped sentence: the first one begins
/// with the name, or the second one is nothing but the name.
TextSpan onItsOwnLine(QStringView text, TextSpan span)
{
    const qsizetype gap = span.from + text.sliced(span.from, span.size()).lastIndexOf(u'\n');
    if (gap < span.from)
        return span;
    const auto isBlank = [&text](qsizetype from, qsizetype to) { return text.sliced(from, to - from).trimmed().isEmpty(); };
    const qsizetype begin = text.first(span.from).lastIndexOf(u'\n') + 1;
    const qsizetype end = text.indexOf(u'\n', span.to);
    const bool opensLine = isBlank(begin, span.from);
    const bool fillsLine = isBlank(span.to, end < 0 ? text.size() : end) && text.sliced(gap, span.to - gap).trimmed().contains(u' ');
    if (!opensLine && !fillsLine)
        return span;
    span.from = gap + 1;
    while (span.from < span.to && !text[span.from].isLetterOrNumber())
        ++span.from;
    return span;
}

std::vector<Fact> findOrganisations(QStringView text)
{
    // Words of a name: capitals, "&", "of the". Blanks of one line, or one wrapped line end.
    static const QString word = u"[\\p{Lu}][\\p{L}\\p{N}&'’-]*"_s;
    static const QString blank = u"(?:[ \\x{00A0}]|[ ]?\\n[ \\t*#]{0,8}(?!\\n))"_s;
    // A company by its form.
    static const QRegularExpression company(
        u"(?<![\\p{L}\\p{N}@/._-])(?:%1(?:%2| & )){0,4}%1(?:,?%2| & )(?:Inc\\b\\.?|Incorporated\\b|Ltd\\b\\.?|L\\.?L\\.?C\\b\\.?|Corp\\b\\.?|GmbH(?: & Co\\. KG)?(?!\\p{L})|AG(?![\\p{L}\\p{N}-])|e\\.\\s?V\\.|S\\.A\\.(?:S\\.)?|SARL\\b|S\\.r\\.l\\.|S\\.p\\.A\\.|B\\.V\\.|N\\.V\\.|plc\\b|PLC\\b|Pty\\.? Ltd\\b\\.?|A/S(?!\\p{L}))"_s
            .arg(word, blank),
        kUnicode);
    // By its last word.
    static const QRegularExpression kind(
        u"(?<![\\p{L}\\p{N}@/._-])(?:%1%2){1,4}(?:Foundation|University|Institute|Corporation|Association|Consortium|Society|Laboratories|Laboratory|Ministry|Commission|Stiftung|Hochschule|Technologies|Conservancy|Alliance)(?![\\p{L}\\p{N}'’-])"_s
            .arg(word, blank),
        kUnicode);
    // By its first words.
    static const QRegularExpression of(
        u"(?<![\\p{L}\\p{N}@/._-])(?:(?:Technische |Freie |Technical )?(?:Universität|University of(?: the)?|Université (?:de |d’|d'|Paris)|Universidad de|Università di|Institute of|Institute for|Ministry of|Department of|Bundesamt für|Bundesministerium (?:für|der|des)|Ministère de(?: la| l’)?|Institut für|Institut national de|Fondation|Stiftung|College of|Bank of|Board of Trustees of(?: the)?)) ?%1(?:[ ](?:(?:of|and|für|und|et|de|at)[ ])?%1){0,4}"_s
            .arg(word),
        kUnicode);
    std::vector<Fact> found;
    SpanSet taken;
    const auto add = [&](TextSpan span, const QString &value, double confidence) {
        if (taken.take(span))
            found.push_back({.kind = FactKind::Organisation, .span = span, .value = value, .confidence = confidence});
    };
    for (auto it = company.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const TextSpan span = withoutLead(text, onItsOwnLine(text, {match.capturedStart(), match.capturedEnd()}));
        const QString name = simplified(text.sliced(span.from, span.size()));
        if (name.contains(u' '))
            add(span, name, 0.93);
    }
    for (const Gazetteer::Hit &hit : Gazetteer::organisations().find(text)) {
        const QChar next = hit.span.to < text.size() ? text[hit.span.to] : QChar(u' ');
        const QChar previous = hit.span.from > 0 ? text[hit.span.from - 1] : QChar(u' ');
        if (QStringView(u"-_/@\\=").contains(next) || QStringView(u"-_/@\\=.").contains(previous)
            || (next == u'.' && hit.span.to + 1 < text.size() && text[hit.span.to + 1].isLetterOrNumber()))
            continue;
        add(hit.span, hit.entry->value, 0.9);
    }
    for (auto it = of.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const TextSpan span{match.capturedStart(), match.capturedEnd()};
        add(span, simplified(match.capturedView()), 0.85);
    }
    for (auto it = kind.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const TextSpan span = withoutLead(text, {match.capturedStart(), match.capturedEnd()});
        const QString name = simplified(text.sliced(span.from, span.size()));
        // A heading in capitals throughout names nothing.
        if (name.contains(u' ') && name != name.toUpper())
            add(span, name, 0.8);
    }
    return found;
}

/// Ranges between ``` fences.
SpanSet codeOf(QStringView text)
{
    SpanSet code;
    qsizetype open = -1;
    for (qsizetype i = 0; i >= 0 && i < text.size();) {
        if (text.sliced(i).startsWith(u"```")) {
            if (open < 0) {
                open = i;
            } else {
                code.take({open, i + 3});
                open = -1;
            }
        }
        const qsizetype end = text.indexOf(u'\n', i);
        i = end < 0 ? -1 : end + 1;
    }
    return code;
}

} // namespace

QByteArrayView factKindName(FactKind kind)
{
    static constexpr std::array names = {"date", "amount", "email", "url", "phone", "address", "organisation", "place", "person"};
    return names[size_t(kind)];
}

std::vector<Fact> findEmails(QStringView text)
{
    static const QRegularExpression mail(
        u"(?<![\\p{L}\\p{N}._%+/=-])(?:mailto:)?([A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\\.)+[A-Za-z]{2,24})(?![\\p{L}\\p{N}@_-]|\\.[\\p{L}\\p{N}])"_s,
        kUnicode);
    std::vector<Fact> found;
    for (auto it = mail.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString written = match.captured(1);
        if (written.contains(".."_L1) || written.contains(".@"_L1))
            continue;
        const qsizetype at = written.lastIndexOf(u'@');
        // The host has no case, the name before it may.
        const QString value = written.first(at) + written.sliced(at).toLower();
        found.push_back({.kind = FactKind::Email, .span = {match.capturedStart(1), match.capturedEnd(1)}, .value = value, .confidence = 0.99});
    }
    return found;
}

std::vector<Fact> findPhones(QStringView text)
{
    // "+49 (0)30 1234-567"
    static const QRegularExpression international(
        u"(?<![\\p{L}\\p{N}+.])(?:\\+|(?<![0-9][ \\x{00A0}])00(?=[1-9][0-9 ]))([1-9][0-9](?:[ \\x{00A0}]?[-./]?[ ]?\\(?[0-9]+\\)?){1,12})(?![\\p{L}\\p{N}+]|[-.][0-9])"_s);
    static const QRegularExpression labelled(
        u"(?<!\\p{L})(?:Tel(?:ephone|efon|éfono|\\.| no\\.?)?|Phone|Ph\\.|Fon|Fax|Telefax|Mobile|Mobil|Handy|Cell|Tél(?:éphone|\\.)?|Teléfono)(?: ?(?:number|Nr\\.?|no\\.?))?[ ]?[:.]?[ ]{0,3}(\\(?[0-9][0-9 ()\\x{00A0}/.-]{5,18}[0-9])(?![\\p{L}\\p{N}])"_s,
        QRegularExpression::CaseInsensitiveOption | kUnicode);
    static const QRegularExpression american(u"(?<![\\p{L}\\p{N}(+.-])\\(([2-9][0-9]{2})\\) ?([2-9][0-9]{2})-([0-9]{4})(?![\\p{L}\\p{N}-])"_s);
    std::vector<Fact> found;
    SpanSet taken;
    for (auto it = international.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        QString number = match.captured(1);
        number.remove("(0)"_L1);
        const QString digits = digitsOf(number);
        const bool hasPlus = text[match.capturedStart()] == u'+';
        const bool isDivided = number.contains(u' ') || number.contains(u'-') || number.contains(u'\u00A0');
        // A time stamp behind a plus is the rest of a version: "1:10~+20191120".
        if (digits.size() < 8 || digits.size() > 15 || !hasCallingCode(digits)
            || (!isDivided && (!hasPlus || digits.size() > 13 || digits.startsWith("20"_L1) || digits.startsWith("19"_L1))))
            continue;
        const TextSpan span{match.capturedStart(), match.capturedEnd()};
        if (taken.take(span))
            found.push_back({.kind = FactKind::Phone, .span = span, .value = u'+' + digits, .confidence = hasPlus ? 0.95 : 0.7});
    }
    for (auto it = labelled.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString digits = digitsOf(match.capturedView(1));
        const TextSpan span{match.capturedStart(1), match.capturedEnd(1)};
        if (digits.size() >= 6 && digits.size() <= 15 && taken.take(span))
            found.push_back({.kind = FactKind::Phone, .span = span, .value = digits, .confidence = 0.88});
    }
    for (auto it = american.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const TextSpan span{match.capturedStart(), match.capturedEnd()};
        if (taken.take(span))
            found.push_back({.kind = FactKind::Phone, .span = span, .value = u"+1"_s + digitsOf(match.capturedView()), .confidence = 0.85});
    }
    return found;
}

std::vector<Fact> findAddresses(QStringView text)
{
    // Between the parts: a comma, blanks, one line end with what a comment's line begins with.
    static const QString gap = u"(?:,|[ \\x{00A0}]|\\n[ \\t#*;/-]{0,8}(?!\\n)){1,12}"_s;
    static const QString number = u"(?<![\\p{L}\\p{N}.])[0-9]{1,5}[A-Za-z]?"_s;
    static const QRegularExpression american(
        number
            + u" (?:[NSEW]\\. ?)?(?:\\p{Lu}[\\p{L}.'-]* ){1,4}?(?:Street|St\\.?|Avenue|Ave\\.?|Road|Rd\\.?|Boulevard|Blvd\\.?|Drive|Dr\\.|Lane|Ln\\.?|Way|Court|Place|Plaza|Square|Parkway|Pkwy|Highway)(?!\\p{L})"_s
            + u"(?:%1(?:(?:Suite|Ste\\.?|Floor|Fl\\.?|Room|Rm\\.?|Apt\\.?|#) ?[0-9A-Z]{1,6}|\\p{Lu}\\p{Ll}+ Floor|[0-9]{1,2}(?:st|nd|rd|th) Floor))?"_s
                  .arg(gap)
            + u"%1(?:\\p{Lu}[\\p{L}.'-]*%1){1,3}(?:[A-Z]{2}|\\p{Lu}\\p{Ll}+)%1[0-9]{5}(?:-[0-9]{4})?(?![0-9])(?:%1(?:USA|U\\.S\\.A\\.?|United States))?"_s
                  .arg(gap),
        kUnicode);
    static const QRegularExpression german(
        // One word of a street's own ("Lindenstraße", "Konrad-Adenauer-Allee"), or one before it ("Berliner Straße"): more would be whose street it is.
        u"(?<![\\p{L}\\p{N}-])(?:(?:Am|An der|Auf der|Im|In der|Zum|Zur|Unter den|Alte|Alter|Neue|Neuer|Große|Kleine|Obere|Untere|Bad) )?"
        "(?:\\p{Lu}[\\p{L}.-]*(?:straße|strasse|str\\.|weg|platz|allee|gasse|ring|damm|ufer|chaussee)"
        "|\\p{Lu}[\\p{L}.-]*[ -](?:Straße|Strasse|Str\\.|Weg|Platz|Allee|Gasse|Ring|Damm|Ufer|Chaussee)) [0-9]{1,4} ?[a-z]?(?![\\p{L}\\p{N}])"_s
            + u"%1(?:(?:D|DE|A|CH)[- ])?[0-9]{4,5} \\p{Lu}[\\p{L}.-]*\\p{L}(?: (?:am|an der|im|bei|vor der|ob der) \\p{Lu}\\p{L}+)?"_s.arg(gap),
        kUnicode);
    static const QRegularExpression french(
        number
            + u"(?: ?(?:bis|ter))?,? (?:rue|avenue|av\\.|boulevard|bd|place|chemin|impasse|allée|quai|cours|route|square) [\\p{L}0-9.'’ -]{3,50}?%1(?:F-)?[0-9]{5} \\p{Lu}[\\p{L}'’-]+(?:[ -]\\p{L}[\\p{L}'’-]+){0,3}"_s
                  .arg(gap),
        kUnicode);
    static const QRegularExpression british(
        number
            + u" (?:\\p{Lu}[\\p{L}.'-]* ){1,4}?(?:Street|St\\.?|Road|Rd\\.?|Avenue|Lane|Close|Square|Gardens|Drive|Way|Court|Terrace|Place|Hill|Row)(?!\\p{L})(?:%1\\p{Lu}[\\p{L}.'-]*){1,4}%1(?:[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2})(?![\\p{L}\\p{N}])"_s
                  .arg(gap),
        kUnicode);
    static const QRegularExpression box(
        u"(?<!\\p{L})(?:P\\.? ?O\\.? Box|Postfach) [0-9][0-9 ]{0,8}[0-9]?%1(?:(?:D-)?[0-9]{5} \\p{Lu}\\p{L}+|(?:\\p{Lu}[\\p{L}.'-]*%1){1,3}[A-Z]{2}%1[0-9]{5}(?:-[0-9]{4})?)(?![\\p{L}\\p{N}])"_s
            .arg(gap),
        kUnicode);
    std::vector<Fact> found;
    SpanSet taken;
    for (const auto &[expression, confidence] : {std::pair{&american, 0.93}, {&german, 0.93}, {&french, 0.9}, {&british, 0.92}, {&box, 0.9}}) {
        for (auto it = expression->globalMatchView(text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            const TextSpan span{match.capturedStart(), match.capturedEnd()};
            static const QRegularExpression comment(u"\\n[ \\t#*;/-]*"_s);
            QString value = match.captured();
            value.replace(comment, u" "_s);
            if (taken.take(span))
                found.push_back({.kind = FactKind::Address, .span = span, .value = value.simplified(), .confidence = confidence});
        }
    }
    return found;
}

std::vector<Fact> findPersons(QStringView text, QByteArrayView language, const QStringList &known)
{
    static const QString name = u"\\p{Lu}[\\p{Ll}'’]+(?:-\\p{Lu}\\p{Ll}+)?"_s;
    // Between first and last name: initials, particles.
    static const QString rest
        = u"(?:[ \\x{00A0}](?:\\p{Lu}\\.|(?:van|von|de|der|den|da|di|del|la|le|zu|ten|Mc|Mac|O['’])(?:[ \\x{00A0}](?:der|den|la))?))*[ \\x{00A0}](?:(?:Mc|Mac|O['’]|d['’])?%1)"_s
              .arg(name);
    static const QRegularExpression full(u"(?<![\\p{L}\\p{N}@._/-])(%1)%2(?![\\p{L}\\p{N}@_/]|\\.\\p{L}|-\\p{L})"_s.arg(name, rest), kUnicode);
    static const QRegularExpression mailed(
        u"(?<![\\p{L}\\p{N}@._/-])(\\p{Lu}[\\p{L}'’.-]+(?:[ \\x{00A0}](?:van|von|de|der|den|da|di|del|la|le|zu|ten|\\p{Lu}[\\p{L}'’.-]*)){1,4})[ \\x{00A0}]?[<(\\[](?=[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+[>)\\]])"_s,
        kUnicode);
    static const QRegularExpression titled(
        u"(?<![\\p{L}\\p{N}])(?:Mr|Mrs|Ms|Dr|Prof|Herr|Herrn|Frau|Hr|Fr|Monsieur|Madame|Mme|Señor|Señora|Sr|Sra|Signor|Signora)\\.?[ \\x{00A0}](?:(?:Dr|Prof)\\.[ ])?(%1(?:%2)?)(?![\\p{L}\\p{N}])"_s
            .arg(name, rest),
        kUnicode);
    // Under a closing formula stands who writes, alone on a line; behind some words stands who is meant.
    static const QRegularExpression signedBy(u"(?:[Rr]egards|[Ww]ishes|[Gg]reetings|[Ss]incerely|[Ff]aithfully|[Tt]ruly|[Cc]heers|[Tt]hanks|[Gg]rü(?:"
                                             u"ß|ss)en?|[Gg]ruß|[Hh]ochachtungsvoll|[Cc]ordialement|[Ss]alutations|[Ss]aludos|[Ss]aluti)"
                                             "[,.!]?[ \\t]*\\n\\s*(%1%2)[ \\t]*(?=\\n|$)"_s.arg(name, rest),
                                             kUnicode);
    static const QRegularExpression introduced(u"(?<!\\p{L})(?:[Mm]y name is|[Ii]ch heiße|[Mm]ein Name ist|[Jj]e m['’]appelle|[Ss]igned "
                                               u"by:?|[Cc]ontact(?: person)?:|[Aa]nsprechpartner(?:in)?:|[Aa]uthors?:|[Aa]utor(?:in)?:|[Aa]uteur:)"
                                               "[ \\x{00A0}]+(%1%2)(?![\\p{L}\\p{N}@_/])"_s.arg(name, rest),
                                               kUnicode);
    static const QSet<QString> notNames{
        u"License"_s, u"Licence"_s, u"Manual"_s,   u"Project"_s,     u"Foundation"_s, u"University"_s, u"Street"_s,     u"Linux"_s,   u"Debian"_s,
        u"Unix"_s,    u"System"_s,  u"Software"_s, u"Public"_s,      u"General"_s,    u"Reference"_s,  u"Guide"_s,      u"Team"_s,    u"Group"_s,
        u"Day"_s,     u"Inc"_s,     u"Ltd"_s,      u"Corporation"_s, u"Policy"_s,     u"Archive"_s,    u"Island"_s,     u"Islands"_s, u"City"_s,
        u"County"_s,  u"River"_s,   u"Standard"_s, u"And"_s,         u"The"_s,        u"Or"_s,         u"For"_s,        u"In"_s,      u"Is"_s,
        u"Of"_s,      u"To"_s,      u"Bay"_s,      u"Maintainers"_s, u"Developers"_s, u"Project"_s,    u"Conference"_s, u"Prize"_s};
    std::vector<Fact> found;
    SpanSet taken;
    const auto add = [&](TextSpan span, double confidence) {
        const QString value = simplified(text.sliced(span.from, span.size()));
        const QStringList words = value.split(u' ');
        if (std::ranges::any_of(words, [](const QString &word) { return notNames.contains(word); }))
            return;
        if (taken.take(span))
            found.push_back({.kind = FactKind::Person, .span = span, .value = value, .confidence = confidence});
    };
    for (auto it = mailed.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString first = match.captured(1).section(u' ', 0, 0);
        add(withoutLead(text, {match.capturedStart(1), match.capturedEnd(1)}), Gazetteer::givenNames().contains(first) ? 0.97 : 0.8);
    }
    for (const QRegularExpression *form : {&signedBy, &introduced}) {
        for (auto it = form->globalMatchView(text); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            add({match.capturedStart(1), match.capturedEnd(1)}, 0.86);
        }
    }
    for (auto it = titled.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        add({match.capturedStart(1), match.capturedEnd(1)}, 0.88);
    }
    const Gazetteer &places = Gazetteer::places(language);
    for (auto it = full.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        const QString first = match.captured(1);
        const QString whole = match.captured();
        if (!Gazetteer::givenNames().contains(first) || places.contains(whole))
            continue;
        TextSpan span{match.capturedStart(), match.capturedEnd()};
        // "Arthur David Olson": two given names have a third word.
        if (Gazetteer::givenNames().contains(whole.section(u' ', -1))) {
            const QStringView last = wordAfter(text, span.to);
            if (isCapitalised(last) && last.size() > 2 && text[span.to] == u' ')
                span.to = last.end() - text.begin();
        }
        add(span, 0.85);
    }
    QList<Gazetteer::Entry> names;
    QSet<QString> listed;
    const auto list = [&](const QString &value) {
        if (value.contains(u' ') && !listed.contains(value)) {
            listed.insert(value);
            names.append({value, value, false});
        }
    };
    for (const Fact &fact : found)
        list(fact.value);
    for (const QString &value : known)
        list(value);
    const Gazetteer again(names);
    for (const Gazetteer::Hit &hit : again.find(text))
        add(hit.span, 0.85);
    return found;
}

std::vector<Fact> findFacts(QStringView text, const FactWish &wish)
{
    std::vector<Fact> facts;
    SpanSet taken;
    const auto take = [&](const std::vector<Fact> &candidates) {
        for (const Fact &fact : candidates) {
            // What is not wanted still keeps its place: the host of a mail address is no place's name.
            if (taken.take(fact.span) && wish.has(fact.kind) && fact.confidence >= wish.leastConfidence)
                facts.push_back(fact);
        }
    };
    take(findEmails(text));
    take(findUrls(text));
    std::vector<Fact> values;
    for (const FoundDate &date : findDates(text, wish.language, wish.dateOrder))
        values.push_back({.kind = FactKind::Date, .span = date.span, .value = date.iso, .other = date.other, .confidence = date.confidence});
    for (const FoundAmount &amount : findAmounts(text, wish.language)) {
        values.push_back({.kind = FactKind::Amount,
                          .span = amount.span,
                          .value = QString::fromLatin1(amount.number),
                          .other = QString::fromLatin1(amount.otherNumber),
                          .detail = QString::fromLatin1(amount.currency),
                          .isAssumed = amount.isCurrencyAssumed,
                          .confidence = amount.confidence});
    }
    take(values);
    take(findAddresses(text));
    take(findPhones(text));
    const SpanSet code = codeOf(text);
    const auto outsideCode = [&](std::vector<Fact> names) {
        std::erase_if(names, [&](const Fact &fact) { return code.overlaps(fact.span); });
        return names;
    };
    if (wish.has(FactKind::Organisation) || wish.has(FactKind::Place) || wish.has(FactKind::Person)) {
        take(outsideCode(findOrganisations(text)));
        take(outsideCode(findPersons(text, wish.language)));
        take(outsideCode(findPlaces(text, wish.language)));
    }
    std::ranges::sort(facts, {}, [](const Fact &fact) { return fact.span.from; });
    return facts;
}

} // namespace Millrace
