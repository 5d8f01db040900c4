// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// WordprocessingML, read as a stream.
//
//  1. Paragraphs may nest (a text box stands in a run of another paragraph), so open ones are a stack; one inside is written before the one
//     around it, each whole.
//  2. Tables may nest; only the outermost one's rows are rows, and what is deeper joins the text of its cell.
//  3. What a reader does not see is not read: deleted and moved-away text, field codes, and the fallback of what is there in a newer form.
//  4. Work and memory are linear in the part's size; nothing recurses.
#include "extract/officeextractors.h"

#include "extract/ooxml.h"

#include <QSet>
#include <QXmlStreamReader>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr size_t kMaxOpen = 1000; ///< paragraphs within paragraphs, tables within tables
constexpr int kMaxLevels = 9;
constexpr int kMaxStyleSteps = 20; ///< a style that is based on itself ends

struct Style
{
    QString name; ///< in English for built-in ones, whatever the language
    QString basedOn;
    int outlineLevel = -1; ///< from 0
    QString numbering;
    int numberingLevel = 0;
};

struct Paragraph
{
    QString text;
    QString style;
    int outlineLevel = -1;
    QString numbering;
    int numberingLevel = -1;
    qint64 number = 0;
};

struct Table
{
    QStringList cells;
    qint64 rowFrom = 0;
};

class DocxReader
{
public:
    DocxReader(const OoxmlPackage &package, ExtractedDocument &document)
        : m_package(package)
        , m_document(document)
    {}

    void read();

private:
    void readStyles();
    void readNumbering();
    void readBody(const QString &part, bool isNotes);
    void start(QXmlStreamReader &xml);
    void end(QStringView name);
    void endParagraph();
    void endRow();
    [[nodiscard]] int headingLevel(const Paragraph &paragraph) const;
    [[nodiscard]] bool hasStyle(const QString &id, QLatin1StringView name) const;

    const OoxmlPackage &m_package;
    ExtractedDocument &m_document;
    BlockWriter m_out;
    QHash<QString, Style> m_styles;
    QHash<QString, QString> m_abstracts; ///< numbering id → its abstract one
    QHash<QString, bool> m_isNumbered; ///< abstract id and level → numbers, not bullets
    QHash<QString, int> m_counters;
    std::vector<Paragraph> m_open;
    std::vector<Table> m_tables;
    qint64 m_paragraphs = 0;
    QString m_title;
    bool m_isNotes = false;
};

bool isWord(QStringView namespaceUri)
{
    return namespaceUri.contains("wordprocessingml"_L1);
}

void DocxReader::readStyles()
{
    const Result<QByteArray> bytes = m_package.archive().read(m_package.related(m_package.mainPart(), "styles"_L1));
    if (!bytes)
        return;
    QXmlStreamReader xml(*bytes);
    QString id;
    Style style;
    while (!xml.atEnd()) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        if (token == QXmlStreamReader::EndElement && xml.name() == "style"_L1 && !id.isEmpty())
            m_styles.insert(std::exchange(id, {}), std::exchange(style, {}));
        if (token != QXmlStreamReader::StartElement)
            continue;
        const QXmlStreamAttributes attributes = xml.attributes();
        const auto value = [&] { return attributes.value("w:val"_L1).toString(); };
        if (xml.name() == "style"_L1)
            id = attributes.value("w:styleId"_L1).toString();
        else if (xml.name() == "name"_L1)
            style.name = value().toLower();
        else if (xml.name() == "basedOn"_L1)
            style.basedOn = value();
        else if (xml.name() == "outlineLvl"_L1)
            style.outlineLevel = value().toInt();
        else if (xml.name() == "numId"_L1)
            style.numbering = value();
        else if (xml.name() == "ilvl"_L1)
            style.numberingLevel = value().toInt();
    }
}

void DocxReader::readNumbering()
{
    const Result<QByteArray> bytes = m_package.archive().read(m_package.related(m_package.mainPart(), "numbering"_L1));
    if (!bytes)
        return;
    QXmlStreamReader xml(*bytes);
    QString abstract;
    QString numbering;
    QString level;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const QXmlStreamAttributes attributes = xml.attributes();
        if (xml.name() == "abstractNum"_L1)
            abstract = attributes.value("w:abstractNumId"_L1).toString();
        else if (xml.name() == "lvl"_L1)
            level = attributes.value("w:ilvl"_L1).toString();
        else if (xml.name() == "numFmt"_L1 && !abstract.isEmpty())
            m_isNumbered.insert(abstract + u' ' + level, attributes.value("w:val"_L1) != "bullet"_L1 && attributes.value("w:val"_L1) != "none"_L1);
        else if (xml.name() == "num"_L1)
            numbering = attributes.value("w:numId"_L1).toString();
        else if (xml.name() == "abstractNumId"_L1)
            m_abstracts.insert(numbering, attributes.value("w:val"_L1).toString());
    }
}

bool DocxReader::hasStyle(const QString &id, QLatin1StringView name) const
{
    QString current = id;
    for (int i = 0; i < kMaxStyleSteps && !current.isEmpty(); ++i) {
        const Style style = m_styles.value(current);
        if (style.name == name)
            return true;
        current = style.basedOn;
    }
    return false;
}

int DocxReader::headingLevel(const Paragraph &paragraph) const
{
    if (paragraph.outlineLevel >= 0)
        return paragraph.outlineLevel < kMaxLevels ? paragraph.outlineLevel + 1 : 0;
    QString current = paragraph.style;
    for (int i = 0; i < kMaxStyleSteps && !current.isEmpty(); ++i) {
        const Style style = m_styles.value(current);
        if (style.outlineLevel >= 0)
            return style.outlineLevel < kMaxLevels ? style.outlineLevel + 1 : 0;
        if (style.name.startsWith("heading "_L1))
            return std::max(1, style.name.sliced(8).toInt());
        if (style.name == "title"_L1)
            return 1;
        current = style.basedOn;
    }
    return 0;
}

void DocxReader::endParagraph()
{
    Paragraph paragraph = std::move(m_open.back());
    m_open.pop_back();
    const QString text = simplifiedText(paragraph.text);
    if (text.isEmpty())
        return;
    if (!m_tables.empty()) {
        Table &table = m_tables.back();
        if (table.cells.isEmpty())
            table.cells.append(QString());
        if (!table.cells.back().isEmpty())
            table.cells.back() += u' ';
        table.cells.back() += text;
        return;
    }
    m_out.place(paragraph.number, paragraph.number + 1);
    if (m_title.isEmpty() && hasStyle(paragraph.style, "title"_L1))
        m_title = text;
    if (const int level = headingLevel(paragraph); level > 0 && !m_isNotes) {
        m_out.heading(level, text);
        return;
    }
    QString current = paragraph.style;
    for (int i = 0; i < kMaxStyleSteps && paragraph.numbering.isEmpty() && !current.isEmpty(); ++i) {
        const Style style = m_styles.value(current);
        paragraph.numbering = style.numbering;
        if (paragraph.numberingLevel < 0 && !style.numbering.isEmpty())
            paragraph.numberingLevel = style.numberingLevel;
        current = style.basedOn;
    }
    if (paragraph.numbering.isEmpty() || paragraph.numbering == "0"_L1) {
        m_out.paragraph(text);
        return;
    }
    const int level = std::clamp(paragraph.numberingLevel, 0, kMaxLevels);
    const QString abstract = m_abstracts.value(paragraph.numbering);
    QString marker = u"-"_s;
    if (m_isNumbered.value(abstract + u' ' + QString::number(level))) {
        marker = QString::number(++m_counters[paragraph.numbering + u' ' + QString::number(level)]) + u'.';
        for (int deeper = level + 1; deeper <= kMaxLevels; ++deeper)
            m_counters.remove(paragraph.numbering + u' ' + QString::number(deeper));
    }
    m_out.item(level, marker, text);
}

void DocxReader::endRow()
{
    Table &table = m_tables.back();
    const QStringList cells = std::exchange(table.cells, {});
    const bool filled = std::ranges::any_of(cells, [](const QString &cell) { return !cell.isEmpty(); });
    if (!filled)
        return;
    if (m_tables.size() > 1) {
        Table &outer = m_tables[m_tables.size() - 2];
        if (outer.cells.isEmpty())
            outer.cells.append(QString());
        outer.cells.back() += (outer.cells.back().isEmpty() ? QString() : u" "_s) + QStringList(cells).join(u' ');
        return;
    }
    m_out.place(table.rowFrom, m_paragraphs + 1);
    if (cells.size() == 1)
        m_out.paragraph(cells.first());
    else
        m_out.row(cells);
}

void DocxReader::start(QXmlStreamReader &xml)
{
    const QStringView name = xml.name();
    // What was there before a change that is tracked is not what stands there now.
    static const QSet<QString> passedOver{u"del"_s,       u"moveFrom"_s,    u"instrText"_s,  u"delText"_s,    u"rPr"_s,
                                          u"pPrChange"_s, u"tblPrChange"_s, u"trPrChange"_s, u"tcPrChange"_s, u"sectPrChange"_s};
    if (name == "Fallback"_L1 || (isWord(xml.namespaceUri()) && passedOver.contains(name.toString()))) {
        xml.skipCurrentElement();
        return;
    }
    if (!isWord(xml.namespaceUri()))
        return;
    const auto value = [&] { return xml.attributes().value("w:val"_L1).toString(); };
    if (name == "p"_L1) {
        m_open.push_back({});
        m_open.back().number = ++m_paragraphs;
    } else if (name == "tbl"_L1) {
        if (m_tables.empty())
            m_out.endTable();
        m_tables.push_back({});
    } else if (name == "tr"_L1 && !m_tables.empty()) {
        m_tables.back().rowFrom = m_paragraphs + 1;
    } else if (name == "tc"_L1 && !m_tables.empty()) {
        m_tables.back().cells.append(QString());
    } else if (!m_open.empty()) {
        Paragraph &paragraph = m_open.back();
        if (name == "t"_L1)
            paragraph.text += xml.readElementText(QXmlStreamReader::IncludeChildElements);
        else if (name == "tab"_L1 || name == "br"_L1 || name == "cr"_L1 || name == "ptab"_L1)
            paragraph.text += u' ';
        else if (name == "noBreakHyphen"_L1)
            paragraph.text += u'-';
        else if (name == "pStyle"_L1)
            paragraph.style = value();
        else if (name == "outlineLvl"_L1)
            paragraph.outlineLevel = value().toInt();
        else if (name == "numId"_L1)
            paragraph.numbering = value();
        else if (name == "ilvl"_L1)
            paragraph.numberingLevel = value().toInt();
    }
}

void DocxReader::end(QStringView name)
{
    if (name == "p"_L1 && !m_open.empty())
        endParagraph();
    else if (name == "tr"_L1 && !m_tables.empty())
        endRow();
    else if (name == "tbl"_L1 && !m_tables.empty())
        m_tables.pop_back();
}

void DocxReader::readBody(const QString &part, bool isNotes)
{
    const Result<QByteArray> bytes = m_package.archive().read(part);
    if (!bytes) {
        m_document.partial = true;
        m_document.problems.append({0, bytes.error().text});
        return;
    }
    m_isNotes = isNotes;
    m_paragraphs = 0;
    m_out.beginPart(u"part"_s, int(m_document.partCount) + 1, part);
    ++m_document.partCount;
    QXmlStreamReader xml(*bytes);
    while (!xml.atEnd() && m_open.size() < kMaxOpen && m_tables.size() < kMaxOpen) {
        switch (xml.readNext()) {
        case QXmlStreamReader::StartElement:
            start(xml);
            break;
        case QXmlStreamReader::EndElement:
            if (isWord(xml.namespaceUri()))
                end(xml.name());
            break;
        default:
            break;
        }
    }
    while (!m_open.empty())
        endParagraph();
    while (!m_tables.empty()) {
        endRow();
        m_tables.pop_back();
    }
    noteXmlEnd(xml, part, m_document);
    if (!xml.atEnd()) {
        m_document.partial = true;
        m_document.problems.append({0, u"%1 nests too deeply"_s.arg(part)});
    }
}

void DocxReader::read()
{
    readStyles();
    readNumbering();
    readBody(m_package.mainPart(), false);
    for (const QLatin1StringView notes : {"footnotes"_L1, "endnotes"_L1}) {
        if (const QString part = m_package.related(m_package.mainPart(), notes); !part.isEmpty())
            readBody(part, true);
    }
    m_package.readProperties(m_document);
    const QString declared = m_document.title;
    m_out.finish(m_document);
    if (declared.isEmpty())
        m_document.title = m_title.isEmpty() ? withoutNumber(m_out.firstHeading()) : m_title;
    // Notes that nobody wrote leave an empty part behind.
    while (m_document.parts.size() > 1 && m_document.parts.back().from == m_document.parts.back().to)
        m_document.parts.removeLast();
    m_document.partCount = 0;
}

} // namespace

const FormatDescriptor &DocxExtractor::descriptor() const
{
    static const FormatDescriptor descriptor{u"docx"_s,
                                             u"Word document"_s,
                                             {u"docx"_s, u"docm"_s, u"dotx"_s},
                                             {u"application/vnd.openxmlformats-officedocument.wordprocessingml.document"_s},
                                             u"KArchive"_s,
                                             archiveVersion(),
                                             true,
                                             false};
    return descriptor;
}

Result<ExtractedDocument> DocxExtractor::extract(const ExtractInput &input) const
{
    return extractOoxml<DocxReader>(input, descriptor(), PlaceUnit::Paragraph);
}

std::pair<QByteArray, QString> DocxExtractor::sample() const
{
    return {storedZip({{"word/document.xml",
                        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r>"
                        "<w:t>Millrace</w:t></w:r></w:p></w:body></w:document>"}}),
            u"Millrace"_s};
}

} // namespace Millrace
