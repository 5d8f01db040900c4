// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/documentlanguage.h"

#include <QSet>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kSample = 8000; ///< UTF-16 units that are looked at

struct KnownLanguage
{
    QByteArrayView code;
    QSet<QString> words; ///< frequent, and hardly found in the other languages
    UsualHeadings headings;
};

QSet<QString> setOf(const QString &words)
{
    const QStringList list = words.split(u' ');
    return QSet<QString>(list.cbegin(), list.cend());
}

const std::array<KnownLanguage, 5> &knownLanguages()
{
    static const std::array<KnownLanguage, 5> languages{
        KnownLanguage{"en",
                      setOf(u"the and of to is that for with as are be this from by not which you have it"_s),
                      {u"Introduction"_s, u"Conclusion"_s, u"Sources"_s}},
        KnownLanguage{"de",
                      setOf(u"der die das und ist nicht mit von für den dem ein eine zu auf sich werden oder wird auch"_s),
                      {u"Einleitung"_s, u"Fazit"_s, u"Quellen"_s}},
        KnownLanguage{"fr",
                      setOf(u"le les des et est une dans pour pas que qui sur avec vous sont du ce au ou aux"_s),
                      {u"Introduction"_s, u"Conclusion"_s, u"Sources"_s}},
        KnownLanguage{"es",
                      setOf(u"el los las y es una por para con no se del al como más su lo pero está son"_s),
                      {u"Introducción"_s, u"Conclusión"_s, u"Fuentes"_s}},
        KnownLanguage{"it",
                      setOf(u"il gli e è una per con non che di del della dei sono si al alla nel come più"_s),
                      {u"Introduzione"_s, u"Conclusione"_s, u"Fonti"_s}},
    };
    return languages;
}

const KnownLanguage *find(QByteArrayView code)
{
    const auto it = std::ranges::find(knownLanguages(), code, &KnownLanguage::code);
    return it == knownLanguages().end() ? nullptr : &*it;
}

} // namespace

QByteArray documentLanguage(const Json &data)
{
    const QString declared = data.value("language").toString();
    if (const qsizetype end = declared.indexOf(u'-'); !declared.isEmpty())
        return (end < 0 ? declared : declared.first(end)).toLower().toUtf8();
    const QString source = data.value("source_text").toString();
    const QString text = source.isEmpty() ? data.value("title").toString() : source.first(std::min(source.size(), kSample));
    std::array<int, 5> hits{};
    QString word;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i].isLetter()) {
            word += text[i].toLower();
            continue;
        }
        for (size_t l = 0; !word.isEmpty() && l < hits.size(); ++l)
            hits[l] += knownLanguages()[l].words.contains(word) ? 1 : 0;
        word.clear();
    }
    return knownLanguages()[size_t(std::ranges::max_element(hits) - hits.begin())].code.toByteArray();
}

UsualHeadings usualHeadings(QByteArrayView language)
{
    const KnownLanguage *known = find(language);
    return known ? known->headings : knownLanguages().front().headings;
}

Json inLanguage(const Json &section, QByteArrayView language)
{
    if (!section.contains("headings"))
        return section;
    const Json translated = section.value("headings").value(language);
    Json result = Json::object();
    for (const JsonMember &member : section.members()) {
        if (member.key == "heading" && translated.isString())
            result.insert("heading", translated);
        else if (member.key != "headings")
            result.insert(QByteArrayView(member.key), member.value);
    }
    return result;
}

} // namespace Millrace
