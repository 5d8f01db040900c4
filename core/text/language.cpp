// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/language.h"

#include <libstemmer.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

QSet<QString> setOf(const char *words)
{
    const QStringList list = QString::fromUtf8(words).split(u' ', Qt::SkipEmptyParts);
    return QSet<QString>(list.cbegin(), list.cend());
}

QStringList listOf(const char *phrases)
{
    QStringList list = QString::fromUtf8(phrases).split(u'|', Qt::SkipEmptyParts);
    return list;
}

QMultiHash<QString, QString> openingsOf(const char *phrases)
{
    QMultiHash<QString, QString> openings;
    for (const QString &phrase : listOf(phrases))
        openings.insert(wordsOf(phrase).value(0), phrase);
    return openings;
}

QStringList paddedOf(const char *phrases)
{
    QStringList list;
    for (const QString &phrase : listOf(phrases))
        list.append(u' ' + wordsOf(phrase).join(u' ') + u' ');
    return list;
}

const std::array<Language, 6> &languages()
{
    static const std::array<Language, 6> all{
        Language{
            "en", "english",
            setOf("a about above after again all also although am an and any are as at be because been before being below between both but by "
                  "can cannot could did do does doing done down during each either else even every few for from further get gets had has have "
                  "having he her here hers him his how i if in into is it its itself just let like made make makes many may me might more most "
                  "much must my neither no nor not now of off on once one only or other others our out over own per please same shall she should "
                  "since so some such than that the their them themselves then there these they this those through thus to too two under until "
                  "up upon us use used uses using very via was we were what when where whether which while who whom whose why will with within "
                  "without would yet you your yours don t s ll re ve isn doesn won well way need want new see first e g etc"),
            openingsOf("this|these|that|those|it|it's|they|them|he|she|such|however|therefore|thus|hence|also|but|and|or|nor|so|yet|then|otherwise|"
                       "instead|furthermore|moreover|additionally|besides|similarly|likewise|consequently|accordingly|nevertheless|nonetheless|"
                       "still|again|here|its|their|his|her|neither|either|both|the former|the latter|another|for example|for instance|e.g|i.e|"
                       "in this|in that|in these|in those|in addition|in such|in particular|in fact|in contrast|in other words|in either|in both|"
                       "in each|in general|as a result|as such|as a consequence|as well|as you can see|as mentioned|as described|as noted|as above|"
                       "as with|as before|on the other hand|on the contrary|on top|by contrast|by this|by that|by the way|if so|if not|if it|if they|"
                       "if this|if that|if these|if such|even so|even then|even if|to do this|to do so|to do that|to this|doing so|doing this|after "
                       "that|after this|before that|because of|because this|like this|like that|at this|at that|at these|with this|with that|with "
                       "these|from this|from that|from there|for this|for that|for these|under this|under these|when this|when these|when it|"
                       "when they|when you make such|once this|once that|once it|once they|"
                       "while this|while it|since this|since it|although this|although it|though|although they|second|secondly|third|thirdly|next|"
                       "lastly|rather|indeed|meanwhile|more specifically|more concretely|more precisely|more importantly|specifically|"
                       "usually it|usually this|sometimes it|the same|the above|one of these|one of them|one such|some of these|some of them|"
                       "most of these|most of them|many of these|many of them|all of these|all of them|all this|all these|all those|each of these|"
                       "none of these|any of these|not only|see|yes|no|well|now|sure|only then|only when|only if|until then|apart from that|"
                       "besides that|despite this|given this|given that|of course|unfortunately|luckily|fortunately|alternatively|conversely|"
                       "other|others|especially|presumably|hopefully|finally|perhaps|maybe|back then|there it|what it|what this|whatever|"
                       "as of this|since then|at that time|at the time|by then|this way|that way|following that|not all of|two of|part of this|part "
                       "of that|until this|that's|there's|they're|he's|"
                       "the reason|the idea|the advantage|the disadvantage|the result|the difference|the problem|the solution|the answer|the first"
                       "|the second|the third|the last|the next|the other|the remaining|the rest|the latter|a second|a third|an "
                       "example|examples|note however|note also|if the other|when the other|if no such|that said|all of the|each of the|"
                       "either of the|any of the|the exception|an exception|one exception"),
            listOf("it is possible|it may be|it can be|it might be|it should be|it makes sense|it is a good|it is usually|it is often|it is best|it "
                   "is better|it is recommended|it is important|it is necessary|it is advisable|it is essential|both of|see that"),
            setOf("i my me mine myself"),
            listOf("in summary|in conclusion|to summarize|to summarise|to sum up|overall|in short|all in all|in brief|as a rule|in the end|"
                   "above all|most importantly|remember|ultimately"),
            paddedOf("below|above|the following|as follows|this section|this chapter|this document|this page|this manual|this answer|"
                     "this question|these questions|this faq|this guide|this appendix|this list|next section|previous section|previous chapter|"
                     "next chapter|earlier|see section|see chapter|see also|see the|see appendix|described in section|listed here|in section|"
                     "in chapter|section|chapter|appendix|footnote|click here|read on|previous question|next question|previously|aforementioned|in "
                     "the example|this example"),
            setOf("is are was were means refers provides describes consists contains"), u"Sources"_s},
        Language{
            "de", "german",
            setOf("ab aber alle allem allen aller alles als also am an ander andere anderen anderer anderes auch auf aus bei beim bereits bin bis "
                  "bist da dabei dadurch dafür damit dann daran darauf daraus darin das dass daß davon dazu dein dem den denn der des deshalb "
                  "dessen die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines einige einigen er es "
                  "etwa etwas euch euer für gegen gibt hab habe haben hat hatte hatten hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im "
                  "in indem ins ist ja jede jedem jeden jeder jedes jedoch kann können könnte kein keine keinen man mehr mein mit muss müssen "
                  "nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so solche soll sollen "
                  "sollte sollten sondern sonst über um und uns unser unter viel viele vielen vom von vor während war waren warum was weil "
                  "welche welchem welchen welcher welches wenn wer werden wie wieder will wir wird wo worden wurde wurden z b zu zum zur zwar "
                  "zwischen bzw usw möchten sowie kein bitte"),
            openingsOf("dies|diese|dieser|dieses|diesem|diesen|das ist|das war|das sind|das bedeutet|das heißt|das kann|das wird|das gilt|das macht|"
                       "es|er|jedoch|allerdings|daher|deshalb|deswegen|außerdem|auch|aber|und|oder|denn|dann|sonst|stattdessen|trotzdem|dennoch|"
                       "somit|also|zudem|ferner|zum beispiel|z.b|z. b|d.h|d. h|in diesem|in diesen|in dieser|in solchen|in der folge|darüber|dabei|"
                       "dadurch|dafür|damit|danach|daran|darauf|daraus|darin|davon|dazu|davor|daneben|dagegen|hier|hierbei|hierfür|hierzu|hiermit|"
                       "hierdurch|solche|solcher|solches|beide|beides|ebenso|ebenfalls|letztere|letzterer|erstere|siehe|ja|nein|nun|so|andernfalls|"
                       "ansonsten|gleichzeitig|insbesondere|tatsächlich|folglich|schließlich|anschließend|zusätzlich|weiterhin|natürlich|leider|"
                       "im gegensatz dazu|im folgenden|aus diesem|aus diesen|mit diesem|mit dieser|mit diesen|bei diesem|bei dieser|für diese|"
                       "für diesen|für dieses|zu diesem|zu dieser|unter diesen|nach diesem|auf diese|auf diesem|ihre|ihr|sein|seine|deren|dessen|"
                       "falls dies|falls sie dies|wenn dies|wenn das|wenn es|wenn diese|obwohl dies|weil dies|da dies|da diese|alle diese|"
                       "einige dieser|viele dieser|die meisten dieser|eines davon|einer davon|andere|alternativ|dort|zweitens|drittens|"
                       "der grund|der vorteil|der nachteil|der unterschied|das ergebnis|das problem|die lösung|die antwort|das andere|"
                       "der andere|die andere|das erste|das zweite|falls das|falls sie das|wenn sie das|wenn sie dies|sobald "
                       "dies|möglicherweise|vielleicht|beispielsweise|die ausnahme"),
            listOf("es gibt|es ist möglich|es wird empfohlen|es ist wichtig|es ist ratsam|es ist notwendig|es existieren"),
            setOf("ich mein meine mir mich"),
            listOf("zusammenfassend|insgesamt|kurz gesagt|alles in allem|abschließend|letztlich|vor allem|grundsätzlich"),
            paddedOf("unten|oben|im folgenden|folgende|folgenden|folgendes|dieser abschnitt|diesem abschnitt|dieses kapitel|diesem kapitel|"
                     "dieses dokument|diesem dokument|dieser seite|siehe|abschnitt|kapitel|anhang|fußnote|wie folgt|vorherigen|nächsten abschnitt|im "
                     "beispiel|in diesem beispiel"),
            setOf("ist sind war waren bedeutet bezeichnet enthält beschreibt"), u"Quellen"_s},
        Language{
            "fr", "french",
            setOf("a afin ai ainsi alors après au aucun aucune aussi autre autres aux avant avec avez avoir c car ce cela celle celles celui ces "
                  "cet cette ceux chaque chez ci comme comment d dans de depuis des deux doit doivent donc dont du elle elles en encore entre "
                  "est et étaient était été être eux fait faire fois font il ils j je jusqu l la le les leur leurs lors lorsque lui m ma mais me "
                  "même mêmes mes moi moins mon n ne ni nos notre nous on ont or ou où par parce pas pendant peu peut peuvent plus plusieurs "
                  "pour pourquoi pouvez puis qu quand que quel quelle quelles quels qui s sa sans se selon sera seront ses si soit son sont sous "
                  "souvent sur ta tant te tel telle tels tes toi ton tous tout toute toutes très trop tu un une va vers vos votre vous y devez "
                  "veuillez aujourd hui cependant"),
            openingsOf(
                "ce|cet|cette|ces|cela|ceci|ceux|celui|celle|celles|c'est|c’est|c'était|c’était|il|"
                "elle|ils|elles|cependant|toutefois|donc|ainsi|aussi|mais|et|ou|car|or|alors|sinon|puis|ensuite|enfin|de plus|"
                "par exemple|en outre|par conséquent|en conséquence|dans ce|dans cette|dans ces|dans tous les cas|pour cela|pour ce|pour cette|"
                "à cet|à cette|à ce|avec ce|avec cette|néanmoins|pourtant|également|voir|voyez|son|sa|ses|leur|leurs|oui|non|voici|voilà|"
                "autrement|en effet|d'autre|d’autre|d'autres|d’autres|de même|de ce|de cette|de ces|tous ces|toutes ces|en revanche|au contraire|au "
                "même moment|dès lors|inversement|chacun|chacune|"
                "l'un|l’un|l'une|l’une|les deux|ici|là|notamment|en particulier|si cela|si c'est|si ce|s'il|s’il|si cette|si ces|quand cela|"
                "lorsque cela|comme cela|bien sûr|malheureusement|heureusement|la raison|la différence|le résultat|le problème|la solution|"
                "l'autre|l’autre|peut-être|deuxièmement|troisièmement|si vous ne l'avez|si vous ne l’avez"),
            listOf("ce qui suit|il existe|il y a|il est possible|il est recommandé|il est conseillé|il faut|il convient|il est nécessaire|il est "
                   "important|il est utile"),
            setOf("je j mon ma mes moi"), listOf("en résumé|en conclusion|pour conclure|en somme|globalement|en bref|surtout|avant tout|au final"),
            paddedOf("ci-dessous|ci-dessus|suivant|suivante|suivants|suivantes|cette section|ce chapitre|ce document|cette page|ce manuel|"
                     "cette question|section|chapitre|annexe|voir|comme suit|précédent|précédente|plus loin|plus haut|plus bas|dans cet exemple"),
            setOf("est sont était étaient désigne signifie contient décrit fournit"), u"Sources"_s},
        Language{
            "es", "spanish",
            setOf("a al algo algunos ante antes como con contra cual cuando de del desde donde dos el ella ellas ellos en entre era es esa ese eso "
                  "esta está están estas este esto estos fue ha han hasta hay la las le les lo los más me mi muy no nos o otra otro otros para "
                  "pero poco por porque puede pueden que qué quien se ser si sí sin sobre son su sus también tan tanto te tiene tienen todo todos "
                  "tu un una uno usted y ya"),
            openingsOf("esto|este|esta|estos|estas|eso|ese|esa|esos|esas|sin embargo|por lo tanto|además|también|pero|y|o|entonces|así|por ejemplo|"
                       "en este|en esta|en estos|por eso|ellos|ellas|él|ella|su|sus|aquí|véase|sí|no|luego|finalmente|de lo contrario|en cambio"),
            listOf(""), setOf("yo mi me"), listOf("en resumen|en conclusión|en general|sobre todo"),
            paddedOf("siguiente|siguientes|a continuación|anterior|esta sección|este capítulo|este documento|véase|sección|capítulo"),
            setOf("es son era significa contiene describe"), u"Fuentes"_s},
        Language{
            "it", "italian",
            setOf("a ad al alla alle agli ai anche ancora avere che chi ci come con contro cui da dai dal dalla dalle degli dei del della delle di "
                  "dove due e è ed essere fra gli ha hanno i il in io la le lei li lo loro lui ma mi mio ne nei nel nella nelle noi non o ogni "
                  "per perché più può quale quando quello questa queste questi questo se senza si sia sono sta su sua sue sugli sui sul sulla "
                  "suo suoi tra tu tutti tutto un una uno vi voi"),
            openingsOf("questo|questa|questi|queste|quello|quella|ciò|esso|essa|essi|tuttavia|quindi|inoltre|anche|ma|e|o|poi|così|per esempio|"
                       "ad esempio|in questo|in questa|altrimenti|invece|pertanto|infine|qui|vedi|sì|no|suo|sua|loro"),
            listOf(""), setOf("io mio mia mi"), listOf("in sintesi|in conclusione|in breve|soprattutto"),
            paddedOf("seguente|seguenti|di seguito|precedente|questa sezione|questo capitolo|questo documento|vedi|sezione|capitolo"),
            setOf("è sono era significa contiene descrive"), u"Fonti"_s},
        Language{"", nullptr, {}, {}, {}, {}, {}, {}, {}, u"Sources"_s},
    };
    return all;
}

} // namespace

const Language &Language::english()
{
    return languages().front();
}

const Language &Language::byCode(QByteArrayView code)
{
    const auto it = std::ranges::find_if(languages(), [&](const Language &language) { return code == language.code; });
    return it == languages().end() ? languages().back() : *it;
}

const Language &Language::of(QStringView text)
{
    const QStringList words = wordsOf(text.first(std::min<qsizetype>(text.size(), 40000)));
    const Language *best = &languages().back();
    qsizetype bestHits = 0;
    for (const Language &language : languages()) {
        const qsizetype hits
            = std::ranges::count_if(words, [&](const QString &word) { return word.size() > 1 && language.stopwords.contains(word); });
        if (hits > bestHits) {
            bestHits = hits;
            best = &language;
        }
    }
    // One function word in eight is far less than any sentence of a known language has.
    return bestHits * 8 >= words.size() ? *best : languages().back();
}

bool Language::isLeaning(QStringView sentence) const
{
    const auto opens = [sentence](const QString &opening) {
        return sentence.size() > opening.size() && sentence.startsWith(opening, Qt::CaseInsensitive) && !sentence[opening.size()].isLetterOrNumber()
            && sentence[opening.size()] != u'-';
    };
    qsizetype from = 0;
    while (from < sentence.size() && !sentence[from].isLetterOrNumber())
        ++from;
    qsizetype to = from;
    while (to < sentence.size() && (sentence[to].isLetterOrNumber() || sentence[to].isMark()))
        ++to;
    sentence = sentence.sliced(from);
    const auto [first, last] = leaning.equal_range(sentence.first(to - from).toString().toLower());
    return std::any_of(first, last, opens) && std::ranges::none_of(standing, opens);
}

Stemmer::Stemmer(const Language &language)
{
    if (language.stemmer)
        m_stemmer = sb_stemmer_new(language.stemmer, "UTF_8");
}

Stemmer::~Stemmer()
{
    if (m_stemmer)
        sb_stemmer_delete(m_stemmer);
}

QString Stemmer::stem(const QString &word)
{
    if (!m_stemmer)
        return word;
    const auto it = m_known.constFind(word);
    if (it != m_known.cend())
        return *it;
    const QByteArray utf8 = word.toUtf8();
    const sb_symbol *stemmed = sb_stemmer_stem(m_stemmer, reinterpret_cast<const sb_symbol *>(utf8.constData()), int(utf8.size()));
    const QString stem = stemmed ? QString::fromUtf8(reinterpret_cast<const char *>(stemmed), sb_stemmer_length(m_stemmer)) : word;
    m_known.insert(word, stem);
    return stem;
}

QStringList wordsOf(QStringView text)
{
    QStringList words;
    QString word;
    const auto end = [&] {
        if (!word.isEmpty())
            words.append(std::exchange(word, {}));
    };
    for (const QChar c : text) {
        if (c.isLetterOrNumber() || c.isMark() || c.isSurrogate())
            word += c.toLower();
        else
            end();
    }
    end();
    return words;
}

} // namespace Millrace
