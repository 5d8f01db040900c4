// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sentiment.h"

#include "text/language.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Words of a language: strong ones weigh two. Inflected forms are found by their stems.
struct Lexicon
{
    const char *code;
    const char *strongGood;
    const char *good;
    const char *bad;
    const char *strongBad;
    const char *neutral; ///< mean neither, although their stems do
    const char *negations; ///< turn round what follows within three words
    const char *boosters;
};

constexpr std::array kLexicons = {
    Lexicon{"en",
            "excellent outstanding superb fantastic wonderful brilliant perfect amazing awesome delighted love loved loves thrilled exceptional "
            "superior magnificent flawless",
            "good great nice pleased pleasant happy glad satisfied helpful friendly easy reliable useful fast quick comfortable beautiful elegant "
            "clean clear recommend recommended "
            "enjoy enjoyed enjoyable thank thanks grateful improve improved improvement success successful benefit advantage robust "
            "stable convenient impressive "
            "valuable worth winner win efficient polite fair safe smooth solid bright fresh delicious tasty generous welcome appreciate "
            "positive better best praise reward "
            "trust trusted favourite favorite charming fun funny smart talented",
            "bad poor slow difficult hard unhappy unpleasant annoying annoyed disappointed disappointing disappointment expensive broken fail failed "
            "fails failure error problem problems "
            "bug crash crashed wrong complaint complain complained complains confusing confused unclear useless worse weak noisy dirty rude "
            "unfriendly late delay delayed missing "
            "lost lose refuse refused ugly boring dull mess messy cheap flaw flawed faulty defect defective defects damage damaged loss concern "
            "concerned worried worry risk unsafe "
            "unreliable unstable negative lack lacking lacks unfortunately sadly regret stuck hurt angry upset frustrating frustrated stale cold "
            "waste wasted",
            "terrible horrible awful dreadful worst hate hated hates disgusting disaster disastrous catastrophic unacceptable outrageous fraud scam "
            "pathetic abysmal atrocious appalling",
            "please likely like likes mobile failsafe worthwhile interest",
            "not no never nothing none neither nor without hardly barely cannot can't don't doesn't didn't isn't wasn't aren't weren't won't "
            "wouldn't shouldn't couldn't hasn't haven't",
            "very really extremely highly absolutely totally completely so too incredibly remarkably especially truly"},
    Lexicon{"de",
            "ausgezeichnet hervorragend fantastisch wunderbar perfekt großartig begeistert begeistern liebe lieben exzellent genial traumhaft "
            "einwandfrei tadellos spitze",
            "gut gute guter gutes gern gerne schön freundlich zufrieden hilfreich einfach zuverlässig nützlich schnell bequem elegant sauber klar "
            "empfehlen empfehlenswert freude freuen "
            "danke dank dankbar gefallen gefällt verbessern verbesserung verbessert erfolg erfolgreich vorteil robust stabil praktisch beeindruckend "
            "wertvoll lohnen lohnt effizient "
            "höflich nett fair sicher reibungslos solide frisch lecker großzügig willkommen schätzen positiv besser beste lob vertrauen angenehm "
            "glücklich froh toll prima klasse "
            "gelungen kompetent lobenswert günstig",
            "schlecht schlechte langsam schwierig unzufrieden unangenehm ärgerlich enttäuscht enttäuschend enttäuschung teuer kaputt fehler "
            "fehlerhaft problem probleme absturz falsch "
            "beschwerde beschweren verwirrend unklar nutzlos schlimmer schwach laut schmutzig unhöflich unfreundlich spät verspätung verspätet fehlt "
            "fehlen verloren hässlich "
            "langweilig chaos mangel mangelhaft defekt beschädigt schaden verlust sorge besorgt risiko unsicher unzuverlässig negativ leider "
            "bedauern ärger wütend verärgert "
            "frustrierend frustriert kalt verschwendung vergeblich nachteil scheitern gescheitert kritik reklamation mühsam umständlich",
            "furchtbar schrecklich grauenhaft entsetzlich katastrophal katastrophe miserabel hassen hasse unzumutbar unverschämt betrug skandal "
            "widerlich schlimmste abscheulich "
            "grottenschlecht",
            "sich sicherlich später spätestens einfachen einfache einfacher einfaches gutem bitte",
            "nicht kein keine keinen keinem keiner keines nie niemals nichts ohne kaum weder noch",
            "sehr wirklich äußerst extrem absolut total völlig so zu besonders ausgesprochen überaus richtig"},
    Lexicon{"fr",
            "excellent excellente parfait parfaite superbe magnifique merveilleux merveilleuse formidable fantastique génial géniale exceptionnel "
            "exceptionnelle adorer adore remarquable "
            "impeccable ravi ravie",
            "bon bonne bons bonnes bien beau belle agréable content contente satisfait satisfaite utile facile fiable rapide confortable élégant "
            "propre clair claire recommander "
            "recommande plaisir merci aimer aime apprécier apprécié améliorer amélioration amélioré succès réussi réussite avantage robuste stable "
            "pratique précieux efficace poli "
            "gentil gentille aimable juste sûr solide frais délicieux généreux bienvenue positif positive mieux meilleur meilleure louange confiance "
            "heureux heureuse chaleureux "
            "professionnel accueillant soigné",
            "mauvais mauvaise mal lent lente difficile mécontent désagréable ennuyeux déçu déçue décevant décevante déception cher chère cassé "
            "cassée échec échouer échoué erreur "
            "problème problèmes bogue panne faux fausse plainte plaindre confus confuse inutile pire faible bruyant sale impoli tard retard manque "
            "manquer perdu laid moche "
            "défaut défectueux défectueuse dommage dommages endommagé perte inquiet inquiétude risque dangereux instable négatif négative "
            "malheureusement regret regretter "
            "fâché frustrant frustré froid gaspillage pénible gênant insuffisant incompétent",
            "terrible horrible affreux affreuse épouvantable catastrophe catastrophique désastre désastreux détester déteste inacceptable honteux "
            "scandaleux arnaque fraude "
            "lamentable exécrable pitoyable",
            "biens sûrement propre propres faut", "ne pas n non jamais rien aucun aucune sans ni guère",
            "très vraiment extrêmement absolument totalement complètement si trop particulièrement fort"},
};

/// What is said out of courtesy, at the head and foot of a letter or beside a wish, tells nothing about its writer's mind.
const QRegularExpression &courtesies()
{
    static const QRegularExpression phrases(uR"((?ix) \b(?:
            (?:with\s+)?(?:(?:very|many|my)\s+)?(?:kind(?:est)?|best|warm(?:est)?|good)\s+(?:regards|wishes|greetings) |
            (?:many\s+)?thank(?:s|\s+you)(?:\s+(?:so|very)\s+much)?(?:\s+in\s+advance)? | yours\s+(?:sincerely|faithfully|truly) | (?:kindly|please) |
            good\s+(?:morning|afternoon|evening|day) | (?:you\s+are|you're)\s+welcome |
            (?:we|i)\s+(?:would|should|'d)\s+(?:be\s+(?:glad|happy|pleased|grateful)|like|appreciate) | (?:feel\s+free|happy\s+to\s+help) |
            mit\s+(?:freundlichen?|besten|herzlichen|lieben|vielen)\s+gr(?:ü|ue)(?:ß|ss)en? | (?:freundliche|beste|viele|liebe|herzliche)\s+gr(?:ü|ue)(?:ß|ss)e |
            (?:vielen|besten|herzlichen)\s+dank(?:\s+im\s+voraus)? | guten\s+(?:tag|morgen|abend) | hochachtungsvoll | danke\s+im\s+voraus |
            (?:wir|ich)\s+w(?:ü|ue)rden?\s+(?:uns|mich)\s+freuen | bitte |
            (?:bien\s+)?cordialement | (?:meilleures|sinc(?:è|e)res)\s+salutations | bien\s+(?:à|a)\s+(?:vous|toi) | bonjour | bonsoir |
            merci(?:\s+(?:beaucoup|d'avance|de\s+votre\s+\w+))? | s'il\s+vous\s+pla(?:î|i)t | salutations\s+distingu(?:é|e)es
        )\b)"_s,
                                            QRegularExpression::UseUnicodePropertiesOption);
    return phrases;
}

struct Compiled
{
    QHash<QString, double> weights; ///< by word and by stem
    QSet<QString> negations;
    QSet<QString> boosters;
    const Language *language = nullptr;
};

const Compiled *compiledFor(QByteArrayView code)
{
    static const QHash<QByteArray, Compiled> all = [] {
        QHash<QByteArray, Compiled> made;
        for (const Lexicon &lexicon : kLexicons) {
            Compiled compiled;
            compiled.language = &Language::byCode(lexicon.code);
            Stemmer stemmer(*compiled.language);
            const auto add = [&](const char *words, double weight) {
                for (const QString &word : QString::fromUtf8(words).split(u' ')) {
                    compiled.weights.insert(word, weight);
                    // Short stems mean too much.
                    const QString stem = stemmer.stem(word);
                    if (stem.size() >= 4 && !compiled.weights.contains(stem) && !compiled.language->stopwords.contains(stem))
                        compiled.weights.insert(stem, weight);
                }
            };
            // Their stems are those of other words.
            for (const QString &word : QString::fromUtf8(lexicon.neutral).split(u' '))
                compiled.weights.insert(word, 0);
            add(lexicon.strongGood, 2);
            add(lexicon.strongBad, -2);
            add(lexicon.good, 1);
            add(lexicon.bad, -1);
            const QStringList negations = QString::fromUtf8(lexicon.negations).split(u' ');
            const QStringList boosters = QString::fromUtf8(lexicon.boosters).split(u' ');
            compiled.negations = QSet<QString>(negations.cbegin(), negations.cend());
            compiled.boosters = QSet<QString>(boosters.cbegin(), boosters.cend());
            made.insert(lexicon.code, compiled);
        }
        return made;
    }();
    const auto it = all.constFind(code.toByteArray().split('-').first().toLower());
    return it == all.cend() ? nullptr : &*it;
}

} // namespace

Sentiment sentimentOf(QStringView text, QByteArrayView language)
{
    Sentiment result;
    const Compiled *lexicon = compiledFor(language);
    if (!lexicon)
        return result;
    result.isKnownLanguage = true;
    Stemmer stemmer(*lexicon->language);
    double good = 0;
    double bad = 0;
    int negatedFor = 0; // words that a negation still turns round
    double boost = 1;
    qsizetype last = 0;
    auto courtesy = courtesies().globalMatchView(text);
    TextSpan polite;
    for (const Word &word : wordsIn(text, language)) {
        ++result.words;
        while (polite.to <= word.span.from && courtesy.hasNext()) {
            const QRegularExpressionMatch match = courtesy.next();
            polite = {match.capturedStart(), match.capturedEnd()};
        }
        if (word.span.from >= polite.from && word.span.from < polite.to)
            continue;
        // A sentence's end or a comma ends both.
        for (qsizetype i = last; i < word.span.from; ++i) {
            if (QStringView(u".,;:!?\n()").contains(text[i])) {
                negatedFor = 0;
                boost = 1;
            }
        }
        last = word.span.to;
        QString lower = text.sliced(word.span.from, word.span.size()).toString().toLower().replace(u'’', u'\'');
        // "n'est", "l'erreur", "qu'il"
        bool isElidedNegation = false;
        if (const qsizetype mark = lower.indexOf(u'\''); mark >= 0 && mark <= 2 && lexicon->language->code == QByteArrayView("fr")) {
            isElidedNegation = lower.startsWith(u'n');
            lower = lower.sliced(mark + 1);
        }
        if (isElidedNegation)
            negatedFor = 4;
        if (lexicon->negations.contains(lower)) {
            negatedFor = 4;
            continue;
        }
        if (lexicon->boosters.contains(lower)) {
            boost = 1.5;
            continue;
        }
        auto weight = lexicon->weights.constFind(lower);
        if (weight == lexicon->weights.cend())
            weight = lexicon->weights.constFind(stemmer.stem(lower));
        if (weight != lexicon->weights.cend() && *weight != 0 && !lexicon->language->stopwords.contains(lower)) {
            const bool isNegated = negatedFor > 0;
            // "Not excellent" is not terrible.
            const double value = *weight * boost * (isNegated ? -0.6 : 1.0);
            result.found.push_back({word.span, value, isNegated});
            (value > 0 ? good : bad) += std::abs(value);
            boost = 1;
        }
        negatedFor = std::max(0, negatedFor - 1);
    }
    const double sum = good + bad;
    const double hits = double(result.found.size());
    const double density = result.words > 0 ? hits / double(result.words) : 0;
    result.score = sum > 0 ? (good - bad) / (sum + 2) : 0;
    const double agreement = sum > 0 ? std::abs(good - bad) / sum : 0;
    if (hits == 0 || density < 0.01) {
        result.label = "neutral";
        result.confidence = result.words < 5 ? 0.2 : std::min(0.7, 0.4 + double(result.words) / 500);
    } else if (agreement < 0.3) {
        result.label = hits < 3 ? "neutral" : "mixed";
        result.confidence = 0.3 + 0.25 * (1 - std::exp(-hits / 8));
    } else {
        result.label = good > bad ? "positive" : "negative";
        result.confidence = (0.35 + 0.5 * agreement * (1 - std::exp(-hits / 3))) * std::min(1.0, 0.6 + density * 8);
    }
    return result;
}

} // namespace Millrace
