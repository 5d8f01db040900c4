// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/segmenter.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <QHash>
#include <QSet>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Those that a capital or a number often follows. ICU has lists of its own, but matches them at the ends of words too ("wrapped." ends in
/// "ed."), so the filter is here.
const QSet<QString> &abbreviationsOf(const QByteArray &language)
{
    static const QHash<QByteArray, QSet<QString>> lists = [] {
        const std::pair<const char *, const char *> words[] = {
            {"en",
             "mr mrs ms dr prof st no nos vs e.g i.e cf fig figs approx pp ed eds vol sec gen col capt lt sgt rev hon jr sr mt ft dept univ "
             "jan feb mar apr jun jul aug sep sept oct nov dec"},
            {"de",
             "hr fr frl dr prof nr z.b d.h bzw ca ggf evtl vgl abs art s.o s.u st u.a o.g o.ä abb inkl bspw sog gem lt kap bd hrsg mio mrd "
             "dipl ing jan feb apr aug sept okt nov dez tel"},
            {"fr", "m mm mme mlle dr pr p pp cf n° no éd vol art ex av st ste fig chap janv févr avr juil sept oct nov déc tél"},
            {"es", "sr sra srta dr dra p pág págs núm art ud uds p.ej fig cap vol ee.uu"},
            {"it", "sig sigg dott prof pag art n p.es fig cap vol ing avv"},
        };
        QHash<QByteArray, QSet<QString>> made;
        for (const auto &[code, list] : words) {
            const QStringList parts = QString::fromUtf8(list).split(u' ');
            made.insert(code, QSet<QString>(parts.cbegin(), parts.cend()));
        }
        return made;
    }();
    static const QSet<QString> none;
    const auto it = lists.find(language);
    return it == lists.end() ? none : *it;
}

/// True where a piece that ends here goes on behind it: an abbreviation, or an initial.
bool endsInAbbreviation(QStringView piece, const QSet<QString> &abbreviations)
{
    if (!piece.endsWith(u'.'))
        return false;
    piece.chop(1);
    qsizetype from = piece.size();
    while (from > 0 && !piece[from - 1].isSpace() && piece[from - 1] != u'(' && piece[from - 1] != u'"')
        --from;
    const QStringView word = piece.sliced(from);
    // "12.2." is the number of what follows.
    if (from == 0 && !word.isEmpty() && std::ranges::all_of(word, [](QChar c) { return c.isDigit() || c == u'.'; }))
        return true;
    // "J." is an initial; "I." and "a." end sentences as well, but seldom.
    if (word.size() == 1 && word[0].isLetter())
        return true;
    return abbreviations.contains(word.toString().toLower());
}

icu::Locale localeOf(QByteArrayView language)
{
    return language.isEmpty() ? icu::Locale::getRoot() : icu::Locale::createFromName(language.toByteArray().replace('-', '_').constData());
}

/// The part of a tag by which iterators differ. Tags come out of documents: what is none is the root's, and few are kept.
QByteArray keyOf(QByteArrayView language)
{
    const QByteArray primary = language.toByteArray().split('-').first().toLower();
    const bool isTag = primary.size() >= 2 && primary.size() <= 3 && std::ranges::all_of(primary, [](char c) { return c >= 'a' && c <= 'z'; });
    return isTag ? primary : QByteArray();
}

constexpr qsizetype kMostIterators = 40;

struct TextClose
{
    void operator()(UText *text) const { utext_close(text); }
};

using OpenText = std::unique_ptr<UText, TextClose>;

OpenText openText(QStringView text)
{
    UErrorCode status = U_ZERO_ERROR;
    return OpenText(utext_openUChars(nullptr, reinterpret_cast<const UChar *>(text.utf16()), text.size(), &status));
}

/// Kept by thread: making one loads rules and dictionaries.
icu::BreakIterator *wordIterator(QByteArrayView language)
{
    thread_local QHash<QByteArray, std::shared_ptr<icu::BreakIterator>> made;
    const QByteArray key = keyOf(language);
    auto it = made.find(key);
    if (it == made.end()) {
        if (made.size() >= kMostIterators)
            made.clear();
        UErrorCode status = U_ZERO_ERROR;
        std::shared_ptr<icu::BreakIterator> iterator(icu::BreakIterator::createWordInstance(localeOf(key), status));
        it = made.insert(key, U_SUCCESS(status) ? iterator : nullptr);
    }
    return it->get();
}

icu::BreakIterator *sentenceIterator(QByteArrayView language)
{
    thread_local QHash<QByteArray, std::shared_ptr<icu::BreakIterator>> made;
    const QByteArray key = keyOf(language);
    auto it = made.find(key);
    if (it == made.end()) {
        if (made.size() >= kMostIterators)
            made.clear();
        UErrorCode status = U_ZERO_ERROR;
        std::shared_ptr<icu::BreakIterator> iterator(icu::BreakIterator::createSentenceInstance(localeOf(key), status));
        it = made.insert(key, U_SUCCESS(status) ? iterator : nullptr);
    }
    return it->get();
}

bool opensBlock(QStringView line)
{
    const QStringView rest = line.trimmed();
    if (rest.isEmpty())
        return true;
    const QChar first = rest[0];
    if (first == u'#' || first == u'|' || first == u'>' || first == u'•' || rest.startsWith(u"```"))
        return true;
    if ((first == u'-' || first == u'*' || first == u'+') && rest.size() > 1 && rest[1].isSpace())
        return true;
    qsizetype digits = 0;
    while (digits < rest.size() && rest[digits].isDigit())
        ++digits;
    return digits > 0 && digits < 4 && digits + 1 < rest.size() && (rest[digits] == u'.' || rest[digits] == u')') && rest[digits + 1].isSpace();
}

bool isBlockOfOneLine(QStringView line)
{
    const QStringView rest = line.trimmed();
    return rest.isEmpty() || rest[0] == u'#' || rest[0] == u'|' || rest.startsWith(u"```");
}

} // namespace

QString unwrappedInPlace(QStringView text)
{
    QString flat = text.toString();
    qsizetype lineFrom = 0;
    while (lineFrom < flat.size()) {
        const qsizetype end = flat.indexOf(u'\n', lineFrom);
        if (end < 0)
            break;
        qsizetype nextEnd = flat.indexOf(u'\n', end + 1);
        if (nextEnd < 0)
            nextEnd = flat.size();
        const QStringView line = QStringView(flat).sliced(lineFrom, end - lineFrom);
        const QStringView next = QStringView(flat).sliced(end + 1, nextEnd - end - 1);
        if (!isBlockOfOneLine(line) && !opensBlock(next)) {
            flat[end] = u' ';
            if (end > 0 && flat[end - 1] == u'\r')
                flat[end - 1] = u' ';
        }
        lineFrom = end + 1;
    }
    return flat;
}

std::vector<Word> wordsIn(QStringView text, QByteArrayView language)
{
    std::vector<Word> words;
    icu::BreakIterator *iterator = wordIterator(language);
    const OpenText open = openText(text);
    if (!iterator || !open)
        return words;
    UErrorCode status = U_ZERO_ERROR;
    iterator->setText(open.get(), status);
    int32_t from = iterator->first();
    for (int32_t to = iterator->next(); to != icu::BreakIterator::DONE; from = to, to = iterator->next()) {
        const int32_t rule = iterator->getRuleStatus();
        if (rule < UBRK_WORD_NUMBER)
            continue;
        const WordKind kind = rule < UBRK_WORD_LETTER ? WordKind::Number : rule < UBRK_WORD_KANA ? WordKind::Letters : WordKind::Ideographs;
        words.push_back({{from, to}, kind});
    }
    return words;
}

std::vector<TextSpan> sentencesIn(QStringView text, QByteArrayView language)
{
    std::vector<TextSpan> sentences;
    icu::BreakIterator *iterator = sentenceIterator(language);
    const QString flat = unwrappedInPlace(text);
    const OpenText open = openText(flat);
    if (!iterator || !open)
        return sentences;
    UErrorCode status = U_ZERO_ERROR;
    iterator->setText(open.get(), status);
    const QByteArray key = keyOf(language);
    const QSet<QString> &abbreviations = abbreviationsOf(key);
    qsizetype from = iterator->first();
    for (qsizetype to = iterator->next(); to != icu::BreakIterator::DONE; to = iterator->next()) {
        TextSpan span{from, to};
        while (span.from < span.to && flat[span.from].isSpace())
            ++span.from;
        while (span.to > span.from && flat[span.to - 1].isSpace())
            --span.to;
        const QStringView piece = QStringView(flat).sliced(span.from, span.size());
        const bool endsBlock = QStringView(flat).sliced(span.to, to - span.to).contains(u'\n');
        if (to < flat.size() && !endsBlock && endsInAbbreviation(piece, abbreviations))
            continue;
        from = to;
        if (std::ranges::any_of(piece, [](QChar c) { return c.isLetterOrNumber() || c.isSurrogate(); }))
            sentences.push_back(span);
    }
    return sentences;
}

} // namespace Millrace
