// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/ooxml.h"

#include <QRegularExpression>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kMaxSmallPart = 16 * 1024 * 1024;
constexpr qsizetype kMaxRelationships = 100'000;

QString relationsOf(const QString &part)
{
    const qsizetype slash = part.lastIndexOf(u'/');
    return part.first(slash + 1) + u"_rels/"_s + part.sliced(slash + 1) + u".rels"_s;
}

} // namespace

Result<OoxmlPackage> OoxmlPackage::open(const ExtractInput &input)
{
    Result<std::unique_ptr<ZipArchive>> archive = ZipArchive::open(input);
    if (!archive)
        return std::unexpected(archive.error());
    OoxmlPackage package;
    package.m_archive = std::move(*archive);
    package.m_main = package.related({}, "officeDocument"_L1);
    // Some programs leave the relationship out, and everybody uses the usual names.
    for (const QString &usual : {u"word/document.xml"_s, u"xl/workbook.xml"_s, u"ppt/presentation.xml"_s}) {
        if (package.m_main.isEmpty() && package.m_archive->contains(usual))
            package.m_main = usual;
    }
    if (package.m_main.isEmpty() || !package.m_archive->contains(package.m_main))
        return refuse(u"is a zip archive, and no office document"_s);
    return package;
}

QHash<QString, OoxmlPackage::Relationship> OoxmlPackage::relationships(const QString &part) const
{
    QHash<QString, Relationship> relations;
    const Result<QByteArray> bytes = m_archive->read(relationsOf(part), kMaxSmallPart);
    if (!bytes)
        return relations;
    QXmlStreamReader xml(*bytes);
    while (!xml.atEnd() && relations.size() < kMaxRelationships) {
        if (xml.readNext() != QXmlStreamReader::StartElement || xml.name() != "Relationship"_L1)
            continue;
        const QXmlStreamAttributes attributes = xml.attributes();
        const QString type = attributes.value("Type"_L1).toString().section(u'/', -1);
        const bool outside = attributes.value("TargetMode"_L1) == "External"_L1;
        const QString target = outside ? QString() : resolvedName(part, attributes.value("Target"_L1).toString());
        relations.insert(attributes.value("Id"_L1).toString(), {type, target});
    }
    return relations;
}

QString OoxmlPackage::related(const QString &part, QLatin1StringView type) const
{
    QString found;
    for (const Relationship &relation : relationships(part)) {
        if (relation.type == type && !relation.target.isEmpty() && (found.isEmpty() || relation.target < found))
            found = relation.target;
    }
    return found;
}

void OoxmlPackage::readProperties(ExtractedDocument &document) const
{
    QString part = related({}, "core-properties"_L1);
    if (part.isEmpty())
        part = u"docProps/core.xml"_s;
    const Result<QByteArray> bytes = m_archive->read(part, kMaxSmallPart);
    if (!bytes)
        return;
    QXmlStreamReader xml(*bytes);
    QString text;
    while (!xml.atEnd()) {
        switch (xml.readNext()) {
        case QXmlStreamReader::StartElement:
            text.clear();
            break;
        case QXmlStreamReader::Characters:
            text += xml.text();
            break;
        case QXmlStreamReader::EndElement:
            takeProperty(xml.name(), text, document);
            text.clear();
            break;
        default:
            break;
        }
    }
}

void takeProperty(QStringView element, const QString &text, ExtractedDocument &document)
{
    const QString clean = simplifiedText(text).left(2000);
    if (clean.isEmpty())
        return;
    const auto fact = [&](const char *key) {
        if (!document.facts.contains(key))
            document.facts.insert(key, clean);
    };
    if (element == "title"_L1 && document.title.isEmpty())
        document.title = clean;
    else if (element == "creator"_L1 || element == "initial-creator"_L1)
        fact("author");
    else if (element == "subject"_L1)
        fact("subject");
    else if (element == "description"_L1)
        fact("description");
    else if (element == "publisher"_L1)
        fact("publisher");
    else if (element == "created"_L1 || element == "creation-date"_L1)
        fact("created_at");
    else if (element == "modified"_L1 || element == "date"_L1)
        fact("modified_at");
    else if (element == "lastModifiedBy"_L1)
        fact("modified_by");
    else if (element == "generator"_L1)
        fact("creator");
    else if (element == "language"_L1 && document.language.isEmpty())
        document.language = clean.left(35);
    else if (element == "keywords"_L1 || element == "keyword"_L1) {
        static const QRegularExpression divider(u"\\s*[;,]\\s*"_s);
        for (const QString &word : clean.split(divider, Qt::SkipEmptyParts)) {
            if (document.keywords.size() < 20 && !document.keywords.contains(word))
                document.keywords.append(word.left(100));
        }
    }
}

void noteXmlEnd(const QXmlStreamReader &xml, const QString &part, ExtractedDocument &document)
{
    if (!xml.hasError())
        return;
    document.partial = true;
    document.problems.append({0, u"%1 breaks off at byte %2: %3"_s.arg(part).arg(xml.characterOffset()).arg(xml.errorString())});
}

} // namespace Millrace
