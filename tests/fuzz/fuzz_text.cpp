// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// fuzz_text --runs N | --seconds S [--seed S]
//
// Feeds mutated texts to what reads values and facts out of them. What must hold: it ends; every place lies within the text and in order; a number
// that was read is a number of JSON; a text that was repaired keeps its places. A broken promise prints the seed, the execution and the text in
// hexadecimal, and ends with 1.
#include "fuzz/mutator.h"
#include "sdk/error.h"
#include "sdk/json.h"
#include "text/changelog.h"
#include "text/facts.h"
#include "text/keyphrases.h"
#include "text/languagedetector.h"
#include "text/minhash.h"
#include "text/personaldata.h"
#include "text/segmenter.h"
#include "text/sentiment.h"
#include "text/sourcetext.h"
#include "text/textrepair.h"
#include "text/utf8offsets.h"
#include "text/values.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>
#include <ctime>
#include <limits>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const QList<QByteArray> kSamples{
    "On 3 March 2026 and 03/05/2024, 2024-03-05T14:30:00Z, le 1er mars 2025, EUR 1,240.00 or 1.240,50 \xe2\x82\xac, $ 2 million, 12,5 %, 5 km/h.\n",
    "Dear Ms Anna Berg,\n\nwrite to a.berg@example.org or call +49 (0)30 1234-5678. IBAN DE89 3704 0044 0532 0130 00, card 4111 1111 1111 1111.\n\n"
    "Kind regards\nJames Whitfield\nRiverside Supplies Ltd\n10 Downing Street, London SW1A 2AA\n",
    "Sehr geehrte Damen und Herren,\nLindenstra\xc3\x9f"
    "e 12a, 10969 Berlin. Das Ger\xc3\xa4t ist leider nicht gut. Mit freundlichen Gr\xc3\xbc\xc3\x9f"
    "en\nBuchhaltung, Steinmetz Arndt GmbH & Co. KG\n",
    "mill (2.1-1) unstable; urgency=low\n\n  * parser: Fix it. (Closes: #12)\n    - more\n\n -- A <a@b>  Mon, 03 Mar 2025 10:00:00 +0100\n"
    "commit 4f2a91c0d1\n\n    feat(x): add y\n## [1.2.0] - 2025-03-03\n### Fixed\n- z\n",
    "It\xe2\x80\x99s a caf\xc3\x83\xc2\xa9, hyphen-\nated; \xd8\xa7\xd9\x84\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a\xd8\xa9 "
    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x80\x82 \xf0\x9f\x98\x80 192.0.2.44 fe80::1 "
    "https://example.org/a_(b)?c=d#e\n"};
const QList<QByteArray> kDictionary{"1.234,5",
                                    "1,234.5",
                                    "99999999999999999999",
                                    "EUR ",
                                    "\xe2\x82\xac",
                                    "%",
                                    "\xc2\xa0",
                                    "\n\n",
                                    "-\n",
                                    "@",
                                    ".com",
                                    "+49 ",
                                    "(0)",
                                    "Mr. ",
                                    "GmbH",
                                    "Ltd",
                                    "Kind regards\n",
                                    "32.13.2025",
                                    "00/00/0000",
                                    "not ",
                                    "\xcc\x81",
                                    "\xe2\x80\x8d",
                                    "\xef\xbb\xbf",
                                    "\xf0\x9f\x98\x80",
                                    "* ",
                                    "#1",
                                    "CVE-2024-1234",
                                    "(",
                                    ")",
                                    ":",
                                    "http://",
                                    "::",
                                    "A",
                                    "\xc3\x84\xc3\xb6"};

/// Why a text broke a promise; empty where it did not.
QString problemWith(const QString &text, const QByteArray &language)
{
    const auto lies = [&text](TextSpan span) { return span.from < 0 || span.to < span.from || span.to > text.size(); };
    const auto isNumber = [](const QByteArray &number) {
        const auto json = Json::parse(number);
        return json && json->isNumber();
    };
    qsizetype last = 0;
    for (const Fact &fact : findFacts(text, {.language = language})) {
        if (lies(fact.span) || fact.span.from < last || fact.span.size() == 0 || fact.confidence < 0 || fact.confidence > 1)
            return u"a fact lies outside of the text"_s;
        if (fact.kind == FactKind::Amount && !isNumber(fact.value.toLatin1()))
            return u"an amount is no number"_s;
        last = fact.span.to;
    }
    for (const PersonalItem &item : findPersonalData(text, language)) {
        if (lies(item.span) || item.value.isEmpty())
            return u"personal data lie outside of the text"_s;
    }
    for (const Change &change : readChangeLog(text).changes) {
        if (lies(change.span) || change.text.isEmpty())
            return u"a change lies outside of the text"_s;
    }
    for (const SentimentWord &word : sentimentOf(text, language).found) {
        if (lies(word.span))
            return u"a word lies outside of the text"_s;
    }
    for (const KeyPhrase &phrase : keyPhrases(text, language, 20)) {
        for (const TextSpan place : phrase.places) {
            if (lies(place))
                return u"a phrase lies outside of the text"_s;
        }
    }
    for (const TextSpan sentence : sentencesIn(text, language)) {
        if (lies(sentence))
            return u"a sentence lies outside of the text"_s;
    }
    const RepairedText repaired = repairedText(text);
    for (const RepairedText::Piece &piece : repaired.pieces) {
        if (lies(piece.source) || piece.target.from < 0 || piece.target.to > repaired.text.size())
            return u"a repaired piece lies outside of the text"_s;
    }
    const qint64 bytes = text.toUtf8().size();
    const SourceText source = SourceText::of(text, {});
    for (const SourceSentence &sentence : source.sentences()) {
        if (sentence.from < 0 || sentence.to < sentence.from || sentence.to > bytes)
            return u"a quotable sentence lies outside of the text"_s;
    }
    if (Utf8Offsets(text).size() != bytes)
        return u"its bytes are counted otherwise"_s;
    const QString value = text.left(40).trimmed();
    if (const auto number = readNumber(value, language); number && !isNumber(number->literal))
        return u"a number is none"_s;
    if (const auto amount = readAmount(value, language); amount && !isNumber(amount->number))
        return u"a sum is no number"_s;
    if (const auto quantity = readQuantity(value, language); quantity && !isNumber(quantity->number))
        return u"a quantity is no number"_s;
    (void)readDate(value, language);
    (void)detectLanguage(text);
    (void)MinHash::of(text);
    (void)normalizedTextHash(text);
    return {};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"runs"_s, u"Executions to make."_s, u"N"_s},
                       {u"seconds"_s, u"Time to run."_s, u"S"_s},
                       {u"seed"_s, u"Where chance starts."_s, u"S"_s, u"1"_s}});
    parser.addHelpOption();
    parser.process(application);
    if (!parser.isSet(u"runs"_s) && !parser.isSet(u"seconds"_s))
        parser.showHelp(2);
    const qint64 runs = parser.isSet(u"runs"_s) ? parser.value(u"runs"_s).toLongLong() : std::numeric_limits<qint64>::max();
    const qint64 ms = parser.isSet(u"seconds"_s) ? parser.value(u"seconds"_s).toLongLong() * 1000 : std::numeric_limits<qint64>::max();
    const quint64 seed = parser.value(u"seed"_s).toULongLong();

    static const QList<QByteArray> languages{"en", "de", "fr", "en-US", "tr", "ja", ""};
    Mutator texts(seed, kSamples, kDictionary);
    QElapsedTimer timer;
    timer.start();
    qint64 executions = 0;
    for (; executions < runs && (executions % 16 != 0 || timer.elapsed() < ms); ++executions) {
        const QByteArray bytes = texts.next();
        const std::clock_t begun = std::clock();
        QString problem = problemWith(QString::fromUtf8(bytes), languages.at(qsizetype(executions) % languages.size()));
        // Of the processor: a busy machine is no finding.
        if (const std::clock_t took = (std::clock() - begun) / (CLOCKS_PER_SEC / 1000); took > 10'000)
            problem = u"it took %1 ms"_s.arg(took);
        if (!problem.isEmpty()) {
            std::printf("%s, with seed %llu at execution %lld:\n%s\n", qPrintable(problem), static_cast<unsigned long long>(seed),
                        static_cast<long long>(executions), bytes.toHex().constData());
            return 1;
        }
    }
    std::printf("%lld executions, nothing broken\n", static_cast<long long>(executions));
    return 0;
}
