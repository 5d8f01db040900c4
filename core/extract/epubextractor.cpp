// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/officeextractors.h"

#include "extract/charset.h"
#include "extract/htmltext.h"
#include "extract/ooxml.h"

#include <QUrl>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kMaxChapter = 32 * 1024 * 1024;
constexpr qsizetype kMaxChapters = 10'000;

struct Book
{
    QString package; ///< the name of the OPF file
    QStringList chapters; ///< in reading order
    QString contents; ///< the NCX file
};

QString packageOf(const ZipArchive &archive)
{
    const Result<QByteArray> bytes = archive.read(u"META-INF/container.xml"_s);
    QXmlStreamReader xml(bytes.value_or(QByteArray()));
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == "rootfile"_L1)
            return xml.attributes().value("full-path"_L1).toString();
    }
    return {};
}

Book readPackage(const ZipArchive &archive, ExtractedDocument &document)
{
    struct Item
    {
        QString name;
        QString mediaType;
        QString properties;
    };
    Book book;
    book.package = packageOf(archive);
    const Result<QByteArray> bytes = archive.read(book.package);
    if (!bytes)
        return book;
    QXmlStreamReader xml(*bytes);
    QHash<QString, Item> items;
    QString text;
    bool isMetadata = false;
    while (!xml.atEnd()) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        const QStringView name = xml.name();
        if (token == QXmlStreamReader::Characters) {
            text += xml.text();
        } else if (token == QXmlStreamReader::EndElement) {
            if (isMetadata)
                takeProperty(name, text, document);
            if (name == "metadata"_L1)
                isMetadata = false;
            text.clear();
        } else if (token == QXmlStreamReader::StartElement) {
            text.clear();
            const QXmlStreamAttributes attributes = xml.attributes();
            if (name == "metadata"_L1) {
                isMetadata = true;
            } else if (name == "item"_L1) {
                const QString target = QUrl::fromPercentEncoding(attributes.value("href"_L1).toUtf8());
                items.insert(
                    attributes.value("id"_L1).toString(),
                    {resolvedName(book.package, target), attributes.value("media-type"_L1).toString(), attributes.value("properties"_L1).toString()});
            } else if (name == "spine"_L1) {
                book.contents = items.value(attributes.value("toc"_L1).toString()).name;
            } else if (name == "itemref"_L1 && book.chapters.size() < kMaxChapters) {
                const Item item = items.value(attributes.value("idref"_L1).toString());
                const bool isContents = item.properties.split(u' ').contains("nav"_L1);
                if (!item.name.isEmpty() && item.mediaType.contains("html"_L1) && !isContents)
                    book.chapters.append(item.name);
            }
        }
    }
    noteXmlEnd(xml, book.package, document);
    return book;
}

/// The table of contents that older books carry, and most newer ones too.
void readContents(const ZipArchive &archive, const Book &book, ExtractedDocument &document)
{
    const Result<QByteArray> bytes = archive.read(book.contents);
    if (!bytes)
        return;
    QXmlStreamReader xml(*bytes);
    int level = 0;
    while (!xml.atEnd() && document.outline.size() < 5000) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        if (token == QXmlStreamReader::EndElement && xml.name() == "navPoint"_L1)
            --level;
        if (token != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "navPoint"_L1) {
            document.outline.append({++level, {}, -1});
        } else if (xml.name() == "text"_L1 && level > 0) {
            document.outline.back().title = simplifiedText(xml.readElementText(QXmlStreamReader::SkipChildElements)).left(300);
        } else if (xml.name() == "content"_L1 && level > 0) {
            const QString target = xml.attributes().value("src"_L1).toString().section(u'#', 0, 0);
            document.outline.back().part = int(book.chapters.indexOf(resolvedName(book.contents, QUrl::fromPercentEncoding(target.toUtf8()))));
        }
    }
    document.outline.removeIf([](const OutlineEntry &entry) { return entry.title.isEmpty(); });
}

} // namespace

const FormatDescriptor &EpubExtractor::descriptor() const
{
    static const FormatDescriptor descriptor{u"epub"_s,     u"Electronic book"_s, {u"epub"_s}, {u"application/epub+zip"_s},
                                             u"KArchive"_s, archiveVersion(),     true,        false};
    return descriptor;
}

Result<ExtractedDocument> EpubExtractor::extract(const ExtractInput &input) const
{
    const Result<std::unique_ptr<ZipArchive>> archive = ZipArchive::open(input);
    if (!archive)
        return std::unexpected(archive.error());
    if ((*archive)->contains(u"META-INF/rights.xml"_s))
        return refuse(u"is protected against reading"_s);
    ExtractedDocument document;
    document.format = descriptor().id;
    document.reader = descriptor().library + u' ' + descriptor().version;
    document.unit = PlaceUnit::Byte;
    const Book book = readPackage(**archive, document);
    if (book.chapters.isEmpty())
        return refuse(u"is a damaged book: its list of chapters cannot be read"_s);
    int number = 0;
    for (const QString &name : book.chapters) {
        ++number;
        TextDocument chapter;
        if (input.stops()) {
            document.partial = true;
            document.problems.append({number, u"the time was over; chapters from here on were not read"_s});
            break;
        }
        const Result<QByteArray> bytes = (*archive)->read(name, kMaxChapter);
        const Result<DecodedText> decoded
            = bytes ? decodedText(*bytes, declaredHtmlCharset(*bytes)) : Result<DecodedText>(std::unexpected(bytes.error()));
        if (decoded) {
            chapter = textFromHtml(decoded->text, HtmlKind::Chapter);
            decoded->placesToBytes(chapter.blocks);
        } else {
            document.partial = true;
            document.problems.append({number, u"%1 %2"_s.arg(name, decoded.error().text)});
        }
        chapter.parts = {{u"chapter"_s, number, name, chapter.title, 0, chapter.text.toUtf8().size()}};
        for (TextBlock &block : chapter.blocks)
            block.place.part = 0;
        document.append(chapter);
    }
    document.partCount = int(book.chapters.size());
    readContents(**archive, book, document);
    return document;
}

std::pair<QByteArray, QString> EpubExtractor::sample() const
{
    return {storedZip({{"mimetype", "application/epub+zip"},
                       {"META-INF/container.xml", "<container><rootfiles><rootfile full-path=\"b.opf\"/></rootfiles></container>"},
                       {"b.opf",
                        "<package><manifest><item id=\"c\" href=\"c.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine>"
                        "<itemref idref=\"c\"/></spine></package>"},
                       {"c.xhtml", "<html><body><p>Millrace</p></body></html>"}}),
            u"Millrace"_s};
}

} // namespace Millrace
