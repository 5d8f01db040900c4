// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/keyphrases.h"

#include "text/language.h"
#include "text/spanset.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <array>
#include <map>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr size_t kMostWords = 200'000;
constexpr size_t kShort = 120; ///< words of content: a text that has fewer says little twice

/// Words that are said of everything: how much, who said it, what letters begin and end with.
const QSet<QString> &emptyWords()
{
    static const QSet<QString> words = [] {
        const QStringList list
            = u"million millions billion billions thousand percent said says saying told tells rose fell added announced dear regards sincerely "
              "million millionen milliarde milliarden tausend prozent sagte sagten erklärte geehrte geehrter geehrten freundlichen grüßen gruß tel "
              "fax "
              "milliard milliards mille euros dollars déclaré madame monsieur cordialement"_s.split(u' ');
        return QSet<QString>(list.cbegin(), list.cend());
    }();
    return words;
}

struct Content
{
    TextSpan span;
    QString stem;
    bool isName = false; ///< has a capital that its place does not explain
};

/// Whether a sentence or line begins at `from`, so that a capital there says nothing.
bool beginsSentence(QStringView text, qsizetype from)
{
    while (from > 0 && (text[from - 1] == u' ' || QStringView(u"\"'([«„“").contains(text[from - 1])))
        --from;
    return from == 0 || QStringView(u".!?:\n#*").contains(text[from - 1]);
}

/// Whether words of a short text, which stand there once, belong together: a whole name, or words before the noun that they end with. What else
/// stands side by side is as often a verb and its object.
bool belongsTogether(const std::vector<Content> &run, size_t from, size_t length, bool isGerman)
{
    const size_t end = from + length;
    const auto isName = [&run](size_t at) { return at < run.size() && run[at].isName; };
    const bool isWholeName = std::ranges::all_of(run.begin() + ptrdiff_t(from), run.begin() + ptrdiff_t(end), &Content::isName)
        && (from == 0 || !isName(from - 1)) && !isName(end);
    if (isWholeName)
        return true;
    // German writes nouns large: one word before it, or none.
    if (isGerman)
        return length == 2 && !isName(from) && isName(from + 1) && !isName(from + 2);
    const bool isPlain = std::ranges::none_of(run.begin() + ptrdiff_t(from), run.begin() + ptrdiff_t(end), &Content::isName);
    return isPlain && (end == run.size() || isName(end)) && (from == 0 || isName(from - 1));
}

/// The end of an address or path that the word at `from` is part of ("https://a.b/c", "/usr/share", "me@a.b"); `from` where it is in none.
qsizetype endOfAddress(QStringView text, qsizetype from)
{
    qsizetype begin = from;
    while (begin > 0 && !text[begin - 1].isSpace())
        --begin;
    qsizetype end = from;
    while (end < text.size() && !text[end].isSpace() && end - begin < 2000)
        ++end;
    const QStringView token = text.sliced(begin, end - begin);
    const bool isAddress = token.contains(u"://") || token.contains(u'@') || token.count(u'/') > 1 || token.startsWith(u"www.");
    return isAddress ? end : from;
}

/// Runs of content words with nothing but one blank between them.
std::vector<std::vector<Content>> runsOf(QStringView text, QByteArrayView code, const Language &language)
{
    Stemmer stemmer(language);
    std::vector<std::vector<Content>> runs(1);
    const std::vector<Word> words = wordsIn(text, code);
    qsizetype fenceFrom = text.indexOf(u"```");
    qsizetype fenceTo = fenceFrom < 0 ? -1 : text.indexOf(u"```", fenceFrom + 3);
    qsizetype last = -1;
    qsizetype addressTo = 0;
    for (size_t i = 0; i < std::min(words.size(), kMostWords); ++i) {
        const Word &word = words[i];
        while (fenceTo >= 0 && word.span.from > fenceTo) {
            fenceFrom = text.indexOf(u"```", fenceTo + 3);
            fenceTo = fenceFrom < 0 ? -1 : text.indexOf(u"```", fenceFrom + 3);
        }
        if (fenceTo >= 0 && word.span.from > fenceFrom)
            continue;
        if (word.span.from < addressTo)
            continue;
        if (const qsizetype end = endOfAddress(text, word.span.from); end > word.span.from) {
            addressTo = end;
            continue;
        }
        const QString lower = text.sliced(word.span.from, word.span.size()).toString().toLower();
        const bool isFunctionWord
            = language.stopwords.isEmpty() ? lower.size() < 4 && word.kind != WordKind::Ideographs : language.stopwords.contains(lower);
        const bool isContent = word.kind != WordKind::Number && lower.size() > (word.kind == WordKind::Ideographs ? 1 : 2) && !isFunctionWord
            && !emptyWords().contains(lower) && !lower[0].isDigit() && !lower.contains(u'_') && !lower.contains(u'.')
            && !language.stopwords.contains(lower.section(u'\'', 0, 0));
        const bool follows = last >= 0 && word.span.from - last <= 1 && (word.span.from == last || text[last] == u' ' || text[last] == u'-');
        if (!runs.back().empty() && (!follows || !isContent))
            runs.emplace_back();
        last = word.span.to;
        if (isContent)
            runs.back().push_back({word.span, stemmer.stem(lower), text[word.span.from].isUpper() && !beginsSentence(text, word.span.from)});
    }
    return runs;
}

struct Candidate
{
    std::vector<TextSpan> places;
    int words = 0;
    int within = 0; ///< how often it stands in a longer candidate
    QSet<QString> longer; ///< those candidates
};

} // namespace

std::vector<KeyPhrase> keyPhrases(QStringView text, QByteArrayView languageCode, int limit, int mostWords)
{
    const Language &language = Language::byCode(languageCode);
    const std::vector<std::vector<Content>> runs = runsOf(text, languageCode, language);
    std::map<QString, Candidate> found;
    size_t words = 0;
    for (const std::vector<Content> &run : runs)
        words += run.size();
    const bool isShort = words < kShort;
    const bool isGerman = languageCode.startsWith("de");
    for (const std::vector<Content> &run : runs) {
        for (size_t from = 0; from < run.size(); ++from) {
            QString key;
            for (size_t length = 1; length <= size_t(mostWords) && from + length <= run.size(); ++length) {
                const Content &end = run[from + length - 1];
                key = key.isEmpty() ? end.stem : key + u' ' + end.stem;
                if (isShort && length > 1 && !found.contains(key) && !belongsTogether(run, from, length, isGerman))
                    continue;
                Candidate &candidate = found[key];
                candidate.words = int(length);
                candidate.places.push_back({run[from].span.from, end.span.to});
            }
        }
    }
    // A phrase counts from its second time on; in a short text from its first.
    const size_t least = isShort ? 1 : 2;
    std::erase_if(found, [&](const auto &entry) { return entry.second.places.size() < least; });
    for (const auto &[key, candidate] : found) {
        if (candidate.words < 2)
            continue;
        const QStringList parts = key.split(u' ');
        for (qsizetype from = 0; from < parts.size(); ++from) {
            for (qsizetype length = 1; from + length <= parts.size() && length < parts.size(); ++length) {
                const auto inner = found.find(parts.sliced(from, length).join(u' '));
                if (inner != found.end() && !inner->second.longer.contains(key)) {
                    inner->second.longer.insert(key);
                    inner->second.within += int(candidate.places.size());
                }
            }
        }
    }
    std::vector<KeyPhrase> ranked;
    for (const auto &[key, candidate] : found) {
        double frequency = double(candidate.places.size());
        if (!candidate.longer.isEmpty())
            frequency -= double(candidate.within) / double(candidate.longer.size());
        const double early = 1.0 + 0.5 * (1.0 - double(candidate.places.front().from) / double(std::max<qsizetype>(1, text.size())));
        KeyPhrase phrase;
        constexpr std::array kByLength = {1.0, 2.2, 2.6};
        phrase.score = kByLength[size_t(std::min(candidate.words, 3) - 1)] * std::max(0.0, frequency) * early;
        if (phrase.score <= 0)
            continue;
        std::map<QString, int> forms;
        for (const TextSpan &place : candidate.places)
            ++forms[text.sliced(place.from, place.size()).toString()];
        phrase.text = std::ranges::max_element(forms, {}, [](const auto &form) { return form.second; })->first;
        phrase.places = candidate.places;
        // First the place where it stands as it is told.
        std::ranges::stable_partition(phrase.places, [&](const TextSpan &place) { return text.sliced(place.from, place.size()) == phrase.text; });
        ranked.push_back(std::move(phrase));
    }
    std::ranges::stable_sort(ranked, [](const KeyPhrase &a, const KeyPhrase &b) { return a.score != b.score ? a.score > b.score : a.text < b.text; });
    // A word that a better phrase holds adds nothing, nor does what overlaps better ones wherever it stands.
    SpanSet taken;
    std::vector<KeyPhrase> kept;
    for (KeyPhrase &phrase : ranked) {
        if (kept.size() >= size_t(limit))
            break;
        const QString padded = u' ' + phrase.text.toLower() + u' ';
        const bool isWithin = std::ranges::any_of(kept, [&](const KeyPhrase &other) {
            const QString better = u' ' + other.text.toLower() + u' ';
            return better.contains(padded);
        });
        const bool isPartOfOthers = std::ranges::all_of(phrase.places, [&taken](TextSpan place) { return taken.overlaps(place); });
        if (isWithin || isPartOfOthers)
            continue;
        for (const TextSpan place : std::as_const(phrase.places))
            (void)taken.take(place);
        kept.push_back(std::move(phrase));
    }
    const double top = kept.empty() ? 1 : kept.front().score;
    for (KeyPhrase &phrase : kept)
        phrase.score /= top;
    return kept;
}

} // namespace Millrace
