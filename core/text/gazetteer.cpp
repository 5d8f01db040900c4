// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where the names come from: countries and time-zone cities out of ICU's own data (CLDR, Unicode License; part of every ICU, nothing of it is
// shipped here); larger cities, states, organisations and given names from short lists of our own.
#include "text/gazetteer.h"

#include <unicode/locid.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tznames.h>

#include <QMutex>
#include <QSet>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Also words, people or things: found only where the text says that a place is meant.
constexpr auto kAmbiguous
    = "Chad|Georgia|Jordan|Turkey|Guinea|Niger|Mali|Cuba|Reading|Nice|Mobile|Bath|Cork|Split|Essen|Hamm|Halle|Hagen|Gera|Man|Troll|Davis|Casey|"
      "Center|"
      "Sydney|Victoria|Alexandria|Florence|Vienna|Charlotte|Austin|Dallas|Houston|Jackson|Lincoln|Madison|Washington|Phoenix|Orlando|Columbus|Denver|"
      "Virginia|Carolina|Montana|Dakota|Orange|Tours|Lens|Angers|Troyes|Marengo|Vincennes|Winamac|Petersburg|Vevay|Knox|Monticello|Louisville|"
      "Cambridge|Oxford|London|Paris|Milan|Cologne|Bergen|Passau|Regen|Worms|Siegen|Erlangen|Wetzlar|Macao|Java|Bonn|Lima|Santiago|San Marino|"
      "Monaco|Malta|Bermuda|Oman|Togo|Palau|Guam|Singapore|Aden|Reno|Lusaka|Salta|Noumea|Saint Martin|St. Martin|Easter|Palmer|Vostok|Macquarie|"
      "Johnston|Wake|Midway|Pacific|Atlantic|Eastern|Central|Mountain|Curaçao|Jersey|Mexico|Macedonia|Ireland|Metro|Regina|Creston|Nome|Boise|Adak|"
      "Eire|Seine|Marne|Manche|Loire|Nord|Var|Lot|Ain|Aube|Aude|Tarn|Gard|Orne|Yonne|Vienne|Hessen|Baden|Sachsen|Bayern|UK|USA";

constexpr auto kCities
    = "Amsterdam=NL|Antwerp=BE|Antwerpen=BE|Atlanta=US|Augsburg=DE|Austin=US|Baltimore=US|Bangalore=IN|Barcelona=ES|Basel=CH|Bath=GB|Beijing=CN|"
      "Berkeley=US|Bern=CH|"
      "Bilbao=ES|Birmingham=GB|Bochum=DE|Bologna=IT|Bonn=DE|Bordeaux=FR|Boston=US|Braunschweig=DE|Bremen=DE|Brescia=IT|Brisbane=AU|Bristol=GB|Brno="
      "CZ|Bruges=BE|"
      "Cambridge=GB|Canberra=AU|Cape Town=ZA|Cardiff=GB|Chemnitz=DE|Chennai=IN|Cologne=DE|Cork=IE|Cupertino=US|Dallas=US|Darmstadt=DE|Delft=NL|Den "
      "Haag=NL|"
      "Dortmund=DE|Dresden=DE|Duisburg=DE|Düsseldorf=DE|Dusseldorf=DE|Edinburgh=GB|Eindhoven=NL|Erfurt=DE|Erlangen=DE|Essen=DE|Florence=IT|Frankfurt "
      "am Main=DE|"
      "Frankfurt=DE|Freiburg=DE|Gdańsk=PL|Geneva=CH|Genève=CH|Genf=CH|Genoa=IT|Ghent=BE|Glasgow=GB|Gothenburg=SE|Göteborg=SE|Göttingen=DE|Granada=ES|"
      "Graz=AT|"
      "Grenoble=FR|Groningen=NL|Guangzhou=CN|Hamburg=DE|Hannover=DE|Hanover=DE|Heidelberg=DE|Houston=US|Hyderabad=IN|Innsbruck=AT|Jena=DE|Karlsruhe="
      "DE|Kassel=DE|"
      "Kiel=DE|Köln=DE|Konstanz=DE|Kraków=PL|Krakow=PL|Kyoto=JP|Lausanne=CH|Leeds=GB|Leiden=NL|Leipzig=DE|Liège=BE|Lille=FR|Linz=AT|Liverpool=GB|"
      "Lübeck=DE|"
      "Lyon=FR|Magdeburg=DE|Mainz=DE|Malmö=SE|Manchester=GB|Mannheim=DE|Marburg=DE|Marseille=FR|Miami=US|Milan=IT|Milano=IT|Montpellier=FR|Montréal="
      "CA|"
      "Mountain View=US|Mumbai=IN|Munich=DE|München=DE|Münster=DE|Nagoya=JP|Nancy=FR|Nantes=FR|Naples=IT|Napoli=IT|New Delhi=IN|New York "
      "City=US|Nice=FR|"
      "Nuremberg=DE|Nürnberg=DE|Oldenburg=DE|Orléans=FR|Osaka=JP|Oulu=FI|Oxford=GB|Padova=IT|Palo "
      "Alto=US|Philadelphia=US|Pisa=IT|Pittsburgh=US|Porto=PT|"
      "Portland=US|Potsdam=DE|Poznań=PL|Regensburg=DE|Rennes=FR|Rio de "
      "Janeiro=BR|Rostock=DE|Rotterdam=NL|Rouen=FR|Saarbrücken=DE|Salamanca=ES|Salzburg=AT|"
      "San Diego=US|San Francisco=US|San Jose=US|Santa Clara=US|Santa Cruz=US|Seattle=US|Sevilla=ES|Shenzhen=CN|Silicon Valley=US|St. Gallen=CH|"
      "St. Petersburg=RU|Strasbourg=FR|Stuttgart=DE|Tampere=FI|Tel "
      "Aviv=IL|Toulouse=FR|Trieste=IT|Trondheim=NO|Tübingen=DE|Turin=IT|Torino=IT|Turku=FI|Ulm=DE|"
      "Uppsala=SE|Utrecht=NL|Valencia=ES|Venice=IT|Washington, D.C.=US|Washington D.C.=US|Washington, "
      "DC=US|Wiesbaden=DE|Winterthur=CH|Wrocław=PL|Wuppertal=DE|"
      "Würzburg=DE|York=GB|Zaragoza=ES";

constexpr auto kRegions
    = "Alabama=US-AL|Alaska=US-AK|Arizona=US-AZ|Arkansas=US-AR|California=US-CA|Colorado=US-CO|Connecticut=US-CT|Delaware=US-DE|Florida=US-FL|Hawaii="
      "US-HI|"
      "Idaho=US-ID|Illinois=US-IL|Indiana=US-IN|Iowa=US-IA|Kansas=US-KS|Kentucky=US-KY|Louisiana=US-LA|Maryland=US-MD|Massachusetts=US-MA|Michigan="
      "US-MI|"
      "Minnesota=US-MN|Mississippi=US-MS|Missouri=US-MO|Nebraska=US-NE|Nevada=US-NV|New Hampshire=US-NH|New Jersey=US-NJ|New Mexico=US-NM|New "
      "York=US-NY|"
      "North Carolina=US-NC|North Dakota=US-ND|Ohio=US-OH|Oklahoma=US-OK|Oregon=US-OR|Pennsylvania=US-PA|Rhode Island=US-RI|South Carolina=US-SC|"
      "South Dakota=US-SD|Tennessee=US-TN|Texas=US-TX|Utah=US-UT|Vermont=US-VT|West Virginia=US-WV|Wisconsin=US-WI|Wyoming=US-WY|"
      "Bavaria=DE-BY|Baden-Württemberg=DE-BW|Nordrhein-Westfalen=DE-NW|Niedersachsen=DE-NI|Saxony=DE-SN|Thüringen=DE-TH|Schleswig-Holstein=DE-SH|"
      "Rheinland-Pfalz=DE-RP|England=GB-ENG|Scotland=GB-SCT|Wales=GB-WLS|Northern Ireland=GB-NIR|Catalonia=ES-CT|Bretagne=FR-BRE|Normandie=FR-NOR|"
      "Québec=CA-QC|Quebec=CA-QC|Ontario=CA-ON|British Columbia=CA-BC|U.S.=US|United States of America=US|the Netherlands=NL|Great Britain=GB|"
      "United Kingdom=GB|Czech Republic=CZ|Hong Kong=HK|Europe=150|Europa=150|Asia=142|Africa=002|Latin America=419|South America=005|North "
      "America=003";

constexpr auto kOrganisations
    = "Free Software Foundation|FSF=Free Software Foundation|Debian Project|GNU Project|Linux Foundation|Apache Software Foundation|Mozilla "
      "Foundation|Mozilla Corporation|"
      "Software in the Public Interest|Software Freedom Conservancy|Software Freedom Law Center|Open Source Initiative|Internet Engineering Task "
      "Force|"
      "IETF=Internet Engineering Task Force|World Wide Web Consortium|W3C=World Wide Web Consortium|Unicode Consortium|X Consortium|X.Org Foundation|"
      "Open Group|The Open Group|IEEE|ECMA International|International Organization for Standardization|ANSI|Red Hat|Canonical Ltd|SUSE "
      "Linux|Novell|IBM|Intel Corporation|"
      "NVIDIA|Microsoft|Microsoft Corporation|Google|Google Inc|Apple Inc|Apple Computer|Oracle Corporation|Sun Microsystems|Silicon "
      "Graphics|Hewlett-Packard|"
      "Digital Equipment Corporation|Bell Laboratories|Bell "
      "Labs|Siemens|SAP|Nokia|Ericsson|Samsung|Sony|Toshiba|Facebook|Twitter|LinkedIn|GitHub|GitLab|SourceForge|"
      "Wikimedia Foundation|Internet Archive|UNESCO|UNICEF|NATO|European Union|European Commission|European Parliament|United Nations|World "
      "Bank|World Health "
      "Organization|NASA|CERN|ESA|Red Cross|Greenpeace|Amnesty International|Deutsche Telekom|Deutsche Bahn|Deutsche "
      "Bank|Bundesregierung|Bundestag|Europäische "
      "Union|Europäische Kommission|Vereinte Nationen|Union européenne|Commission européenne|Nations unies|Assemblée nationale|SNCF|CNRS|INRIA|"
      "Fraunhofer-Gesellschaft|Max-Planck-Gesellschaft|Chaos Computer Club|Electronic Frontier Foundation|Creative Commons|Trolltech|KDE e.V.|GNOME "
      "Foundation|"
      "The Document Foundation|Document Foundation|Python Software Foundation|Carnegie Mellon University|Massachusetts Institute of Technology|"
      "University of California|Stanford University|Harvard University|Regents of the University of California|Netscape Communications|America "
      "Online|"
      "Freedesktop.org|AT&T|Xerox|Adobe Systems|Bitstream|Linotype|National Institute of Standards and Technology|NIST=National Institute of "
      "Standards and "
      "Technology|Internet Systems Consortium|Internet Software Consortium|RSA Data Security|OpenBSD Foundation|NetBSD Foundation|FreeBSD Foundation|"
      "PostgreSQL Global Development "
      "Group|Collabora|Igalia|KDAB|Bloomberg|Reuters|Volkswagen|Mercedes-Benz|BMW|Bosch|Airbus|Boeing|Renault|Peugeot|Philips";

constexpr auto kGivenNames
    = "Aaron|Adam|Adrian|Agnes|Alan|Albert|Alessandro|Alex|Alexander|Alexandra|Alexandre|Alexis|Alfred|Alice|Alison|Amanda|"
      "Amy|Ana|Andrea|Andreas|Andrew|André|Andy|Angela|Anja|"
      "Ann|Anna|Anne|Annette|Anthony|Antoine|Anton|Antonio|Arnaud|Arne|Arthur|Axel|Barbara|Bastian|Ben|Benjamin|Benoît|"
      "Bernard|Bernd|Bernhard|Bertrand|Bill|Birgit|Bob|"
      "Boris|Brian|Brigitte|Bruce|Bruno|Camille|Carl|Carla|Carlos|Carol|Caroline|Catherine|Cédric|Charles|Chris|Christian|"
      "Christina|Christine|Christoph|Christophe|"
      "Christopher|Claire|Clara|Claude|Claudia|Colin|Craig|Cyril|Damien|Dan|Daniel|Daniela|Darren|David|Deborah|Denis|Dennis|"
      "Derek|Diana|Didier|Dieter|Dirk|Dominik|"
      "Dominique|Don|Donald|Doris|Doug|Douglas|Eduardo|Edward|Elena|Elisabeth|Elizabeth|Emily|Emma|Emmanuel|Enrico|Eric|Erica|"
      "Erich|Erik|Ernst|Eugene|Eva|Fabian|Fabien|"
      "Fabio|Federico|Felix|Fernando|Florence|Florian|Francesco|Francis|Francisco|Franck|Frank|Frans|Franz|François|Françoise|"
      "Fred|Frédéric|Friedrich|Gabriel|Gary|"
      "Geoff|Georg|George|Georges|Gerald|Gérard|Gerhard|Giovanni|Giuseppe|Glenn|Gordon|Graham|Greg|Gregory|Guido|Guillaume|"
      "Guillem|Gunnar|Günter|Günther|Gustavo|Hannah|Hans|Harald|Harry|"
      "Heather|Heike|Heiko|Heinrich|Heinz|Helen|Helmut|Henri|Henrik|Henry|Herbert|Hervé|Holger|Horst|Howard|Hugo|Ian|Ines|"
      "Ingo|Ingrid|Isabelle|Ivan|Jack|Jacob|Jacques|"
      "Jakob|Jakub|James|Jamie|Jan|Jana|Jane|Janet|Jason|Javier|Jay|Jean|Jean-Pierre|Jeff|Jeffrey|Jennifer|Jens|Jeremy|Jérôme|"
      "Jessica|Jim|Joachim|Joan|Joanna|Joe|Joerg|"
      "Joel|Johan|Johann|Johannes|John|Jon|Jonas|Jonathan|Jordi|Jorge|José|Josef|Joseph|Josh|Joshua|Josip|Joey|Juan|Julia|"
      "Julian|Julie|Julien|Jürgen|Justin|Jörg|Karen|Karin|Karl|Karsten|Kate|"
      "Katharina|Katherine|Kathrin|Keith|Ken|Kenneth|Kevin|Kim|Klaus|Kurt|Larry|Lars|Laura|Laurence|Laurent|Lawrence|Lea|Lena|"
      "Leo|Leon|Leonard|Linda|Linus|Lisa|Louis|"
      "Louise|Luc|Luca|Lucas|Luis|Luigi|Lukas|Lutz|Lynn|Manfred|Manuel|Manoj|Marc|Marcel|Marcin|Marco|Marcus|Marek|Margaret|"
      "Maria|Marie|Mario|Mark|Markus|Marta|Martha|Martin|"
      "Martina|Mary|Mathias|Mathieu|Matt|Matteo|Matthew|Matthias|Matthieu|Maurice|Max|Maximilian|Mechtilde|Melanie|Michael|"
      "Michaela|Michal|Michel|Michele|Michelle|Miguel|Mike|Mikael|Milan|"
      "Miriam|Monica|Monika|Nadine|Nancy|Nathan|Neil|Nicholas|Nick|Nicola|Nicolas|Nicole|Niels|Nikolaus|Nils|Norbert|Norman|"
      "Olaf|Oliver|Olivier|Oscar|Osamu|Otto|Pablo|Paolo|"
      "Pascal|Patrick|Patricia|Paul|Paula|Pavel|Pedro|Per|Peter|Petra|Petr|Phil|Philip|Philipp|Philippe|Pierre|Pietro|Rachel|"
      "Rafael|Rainer|Ralf|Ralph|Raphaël|Raul|Ray|"
      "Raymond|Rebecca|Reinhard|Renate|Rene|René|Ricardo|Riccardo|Richard|Rick|Rob|Robert|Roberto|Robin|Roger|Roland|Rolf|"
      "Roman|Ron|Ronald|Rudolf|Russ|Russell|Ruth|Ryan|Sabine|"
      "Sally|Salvatore|Sam|Samuel|Sandra|Sara|Sarah|Scott|Sean|Sébastien|Sebastian|Sergio|Sharon|Silvia|Simon|Simone|Sophie|"
      "Stanislav|Stefan|Stefano|Steffen|Stéphane|Stephan|"
      "Stephen|Steve|Steven|Stuart|Susan|Susanne|Sven|Sylvain|Sylvie|Tanja|Ted|Terry|Theodore|Theo|Thierry|Thomas|Thorsten|"
      "Tim|Timo|Timothy|Tina|Tobias|Todd|Tom|Tomas|Tomasz|"
      "Tony|Torsten|Udo|Ulrich|Ulrike|Ursula|Uwe|Valérie|Vanessa|Vera|Victor|Viktor|Vincent|Vladimir|Volker|Walter|Warren|"
      "Wayne|Werner|Wilhelm|William|Wolfgang|Xavier|"
      "Yann|Yves|Yvonne|Zoe"
      "|Abdullah|Abigail|Achim|Adèle|Adriana|Agata|Agnieszka|Ahmed|Ahmet|Aisha|Aleksander|Aleksandra|Alena|Ali|Alicia|Alina"
      "|Alma|Amélie|Amir|Amit|Anders|Anastasia|Angelika|Anika|Anita|Anke|Annika|Antje|Arjun|Armin|Astrid|Audrey|August"
      "|Aurélie|Ayşe|Beata|Beate|Beatrice|Beatriz|Benedikt|Bettina|Birgitta|Björn|Blanca|Bogdan|Britta|Burkhard|Carina"
      "|Carmen|Carolina|Carsten|Cecilia|Céline|Chiara|Chloé|Cornelia|Corinna|Cristina|Dagmar|Danuta|Daria|Debra|Denise"
      "|Diego|Dimitri|Dmitri|Dorothea|Edith|Edgar|Edwin|Eleanor|Eleonora|Elias|Elif|Elke|Ella|Ellen|Elsa|Emil|Emilia|Emilie"
      "|Emre|Erika|Esther|Ethan|Evelyn|Ewa|Fatima|Fatma|Filip|Finn|Fiona|Fiorella|Frederik|Frieda|Gabriela|Gabriele|Georgia"
      "|Gertrud|Gianluca|Giulia|Gisela|Gloria|Grace|Grażyna|Greta|Gudrun|Gustav|Hanna|Hanne|Hasan|Hassan|Hedda|Hedwig|Helena"
      "|Helga|Helge|Henrietta|Hilde|Ibrahim|Ida|Igor|Ilse|Inga|Inge|Ingeborg|Irene|Irina|Iris|Isabel|Isabella|Ivana|Jaana"
      "|Janina|Jasmin|Johanna|Jörn|Josefine|Juliette|Jutta|Kai|Karla|Karolina|Katarina|Katarzyna|Katja|Katrin|Kerstin|Khalid"
      "|Kirsten|Klara|Konrad|Krystyna|Krzysztof|Lara|Larissa|Leonie|Lidia|Lina|Linnea|Liisa|Lotte|Lucia|Lucy|Luisa|Luise"
      "|Maciej|Magda|Magdalena|Małgorzata|Manuela|Margarete|Margit|Margot|Mariana|Marianne|Marina|Mariusz|Marlene|Mathilde"
      "|Mats|Mehmet|Mia|Milena|Mohamed|Mohammed|Mona|Moritz|Murat|Mustafa|Nadia|Natalia|Natascha|Nele|Nikolai|Nina|Noah"
      "|Nora|Ole|Olga|Olivia|Omar|Oskar|Owen|Özlem|Pauline|Pia|Piotr|Priya|Rahul|Ramona|Rania|Raquel|Rita|Romina|Rosa|Rosemarie"
      "|Roswitha|Samir|Samira|Sandrine|Selma|Sergei|Sibylle|Sigrid|Silke|Sofia|Sofie|Sonja|Sophia|Stefanie|Stella|Svenja"
      "|Tamara|Tatjana|Teresa|Thea|Theresa|Ulla|Uta|Valentina|Verena|Veronika|Viola|Viktoria|Waltraud|Wanda|Wei|Wiebke"
      "|Wiktor|Wojciech|Yannick|Yasmin|Yusuf|Zainab|Zoé|Zofia";

QList<Gazetteer::Entry> listed(const char *text)
{
    QList<Gazetteer::Entry> entries;
    for (const QString &item : QString::fromUtf8(text).split(u'|')) {
        const qsizetype equals = item.indexOf(u'=');
        entries.append({equals < 0 ? item : item.first(equals), equals < 0 ? item : item.sliced(equals + 1), false});
    }
    return entries;
}

QString toQString(const icu::UnicodeString &text)
{
    return text.isBogus() ? QString() : QString(reinterpret_cast<const QChar *>(text.getBuffer()), text.length());
}

bool isWordPart(QChar c)
{
    return c.isLetterOrNumber() || c.isMark() || c == u'_';
}

Gazetteer makePlaces(const QByteArray &language)
{
    const QStringList ambiguousList = QString::fromUtf8(kAmbiguous).split(u'|');
    const QSet<QString> ambiguous(ambiguousList.cbegin(), ambiguousList.cend());
    QList<Gazetteer::Entry> entries;
    QSet<QString> known;
    const auto add = [&](const QString &name, const QString &value) {
        if (name.size() < 4 && name != "U.S."_L1)
            return;
        if (name[0].isUpper() && !known.contains(name)) {
            known.insert(name);
            entries.append({name, value, ambiguous.contains(name)});
        }
    };
    for (const Gazetteer::Entry &entry : listed(kRegions) + listed(kCities))
        add(entry.name, entry.value);
    QByteArrayList languages{"en"};
    if (!language.isEmpty() && language != "en")
        languages.append(language);
    for (const QByteArray &code : std::as_const(languages)) {
        const icu::Locale locale = icu::Locale::createFromName(code.constData());
        for (const char *const *country = icu::Locale::getISOCountries(); *country; ++country) {
            icu::UnicodeString name;
            icu::Locale("", *country).getDisplayCountry(locale, name);
            const QString text = toQString(name);
            // "Hong Kong SAR China" and "Myanmar (Burma)" are nobody's words.
            if (!text.contains(u'(') && !text.contains("SAR"_L1) && !text.contains(u'&'))
                add(text, QString::fromLatin1(*country));
        }
        UErrorCode status = U_ZERO_ERROR;
        const std::unique_ptr<icu::TimeZoneNames> names(icu::TimeZoneNames::createInstance(locale, status));
        const std::unique_ptr<icu::StringEnumeration> zones(
            icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_CANONICAL_LOCATION, nullptr, nullptr, status));
        while (U_SUCCESS(status) && names && zones) {
            const icu::UnicodeString *zone = zones->snext(status);
            if (!zone || U_FAILURE(status))
                break;
            std::array<char, 8> region{};
            icu::TimeZone::getRegion(*zone, region.data(), int32_t(region.size()), status);
            icu::UnicodeString city;
            names->getExemplarLocationName(*zone, city);
            const QString text = toQString(city);
            // Stations of Antarctica are no places that texts are about, and "Dumont d’Urville" has people of the same name.
            if (!text.isEmpty() && !text.contains(u',') && qstrcmp(region.data(), "AQ") != 0)
                add(text, QString::fromLatin1(region.data()));
        }
    }
    return Gazetteer(entries);
}

} // namespace

Gazetteer::Gazetteer(const QList<Entry> &entries)
    : m_entries(entries)
{
    for (qsizetype i = 0; i < m_entries.size(); ++i) {
        const QString &name = m_entries[i].name;
        qsizetype end = 0;
        while (end < name.size() && isWordPart(name[end]))
            ++end;
        m_byFirstWord[name.first(end)].append(i);
    }
    for (QList<qsizetype> &list : m_byFirstWord)
        std::ranges::stable_sort(list, [this](qsizetype a, qsizetype b) { return m_entries[a].name.size() > m_entries[b].name.size(); });
}

std::vector<Gazetteer::Hit> Gazetteer::find(QStringView text) const
{
    std::vector<Hit> hits;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!text[i].isLetter())
            continue;
        qsizetype end = i;
        while (end < text.size() && isWordPart(text[end]))
            ++end;
        if (text[i].isUpper()) {
            if (const auto list = m_byFirstWord.constFind(text.sliced(i, end - i).toString()); list != m_byFirstWord.cend()) {
                for (const qsizetype index : *list) {
                    const QString &name = m_entries[index].name;
                    const qsizetype to = i + name.size();
                    if (to <= text.size() && text.sliced(i, name.size()) == name && (to == text.size() || !isWordPart(text[to]))) {
                        hits.push_back({{i, to}, &m_entries[index]});
                        end = std::max(end, to);
                        break;
                    }
                }
            }
        }
        i = end - 1 + (end == i ? 1 : 0);
    }
    return hits;
}

bool Gazetteer::contains(const QString &name) const
{
    qsizetype end = 0;
    while (end < name.size() && isWordPart(name[end]))
        ++end;
    const auto list = m_byFirstWord.constFind(name.first(end));
    return list != m_byFirstWord.cend() && std::ranges::any_of(*list, [&](qsizetype index) { return m_entries[index].name == name; });
}

const Gazetteer &Gazetteer::places(QByteArrayView language)
{
    // Languages come from documents: what ICU has no names for is English, so that the list of lists stays short.
    static QMutex mutex;
    static QHash<QByteArray, std::shared_ptr<const Gazetteer>> made;
    QByteArray key = language.toByteArray().split('-').first().toLower();
    static const QByteArrayList known{"en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb",
                                      "fi", "pl", "cs", "hu", "ro", "ru", "uk", "tr", "el"};
    if (!known.contains(key))
        key = "en";
    const QMutexLocker lock(&mutex);
    std::shared_ptr<const Gazetteer> &entry = made[key];
    if (!entry)
        entry = std::make_shared<const Gazetteer>(makePlaces(key));
    return *entry;
}

const Gazetteer &Gazetteer::organisations()
{
    static const Gazetteer gazetteer(listed(kOrganisations));
    return gazetteer;
}

const Gazetteer &Gazetteer::givenNames()
{
    static const Gazetteer gazetteer(listed(kGivenNames));
    return gazetteer;
}

} // namespace Millrace
