// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// OpenDocument's content.xml, read as a stream; texts, spreadsheets and presentations are one format here.
//
//  1. Open paragraphs are a stack (a frame stands in a paragraph of another), as in docx. A note is set aside and written at the end.
//  2. Only the outermost table's rows are rows. A spreadsheet's repeated cells and rows are written as often as they show, as long as they
//     hold something; the thousands of empty ones behind a table are counted, not made.
//  3. What a reader does not see is not read: tracked deletions, annotations, the table of contents, a shape's title and description.
#include "extract/officeextractors.h"

#include "extract/ooxml.h"

#include <QSet>
#include <QXmlStreamReader>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr size_t kMaxOpen = 1000;
constexpr int kMaxColumns = 16'384;
constexpr int kMaxRepeatedRows = 1000; ///< of one row that says the same again
constexpr qint64 kMaxCells = 2'000'000;

struct Paragraph
{
    QString text;
    int headingLevel = 0;
    bool isItem = false;
    int depth = 0;
    QString marker;
    qint64 number = 0;
    bool isNote = false;
};

struct List
{
    QString style;
    int count = 0;
    bool itemOpen = false; ///< its first paragraph is still to come
};

struct Table
{
    QStringList cells;
    QList<int> columns;
    int column = 0; ///< of the cell that is open, from 1
    int repeats = 1; ///< how often that cell shows
    QString cell;
    qint64 row = 0;
    int rowRepeats = 1;
    qint64 rowFrom = 0;
    bool cellOpen = false;
};

class OdfReader
{
public:
    OdfReader(const ZipArchive &archive, OdfExtractor::Kind kind, ExtractedDocument &document)
        : m_archive(archive)
        , m_kind(kind)
        , m_document(document)
    {}

    void read();

private:
    void readMeta();
    void readStyles(const QString &part);
    void start(QXmlStreamReader &xml);
    void end(QStringView name, bool isText);
    void beginParagraph(int headingLevel);
    void endParagraph();
    void endCell();
    void endRow();

    const ZipArchive &m_archive;
    OdfExtractor::Kind m_kind;
    ExtractedDocument &m_document;
    BlockWriter m_out;
    QSet<QString> m_numbered; ///< list style and level that count
    std::vector<Paragraph> m_open;
    std::vector<List> m_lists;
    std::vector<Table> m_tables;
    QStringList m_notes;
    int m_noteDepth = 0;
    qint64 m_paragraphs = 0;
    qint64 m_cells = 0;
    int m_parts = 0;
    bool m_isTitle = false;
    bool m_isTruncated = false;
};

void OdfReader::readMeta()
{
    const Result<QByteArray> bytes = m_archive.read(u"meta.xml"_s);
    if (!bytes)
        return;
    QXmlStreamReader xml(*bytes);
    QString text;
    while (!xml.atEnd()) {
        switch (xml.readNext()) {
        case QXmlStreamReader::StartElement:
            text.clear();
            if (xml.name() == "document-statistic"_L1) {
                for (const char *count : {"page-count", "word-count", "table-count", "image-count"}) {
                    const QString name = u"meta:"_s + QLatin1StringView(count);
                    if (xml.attributes().hasAttribute(name))
                        m_document.facts.insert(QByteArray(count).replace("-count", "s"), xml.attributes().value(name).toLongLong());
                }
            }
            break;
        case QXmlStreamReader::Characters:
            text += xml.text();
            break;
        case QXmlStreamReader::EndElement:
            takeProperty(xml.name(), text, m_document);
            text.clear();
            break;
        default:
            break;
        }
    }
}

/// Which list styles count.
void OdfReader::readStyles(const QString &part)
{
    const Result<QByteArray> bytes = m_archive.read(part);
    if (!bytes)
        return;
    QXmlStreamReader xml(*bytes);
    QString style;
    while (!xml.atEnd()) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        if (token == QXmlStreamReader::EndElement && xml.name() == "list-style"_L1)
            style.clear();
        if (token == QXmlStreamReader::StartElement && xml.name() == "body"_L1)
            break;
        if (token != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "list-style"_L1)
            style = xml.attributes().value("style:name"_L1).toString();
        else if (xml.name() == "list-level-style-number"_L1 && !style.isEmpty() && !xml.attributes().value("style:num-format"_L1).isEmpty())
            m_numbered.insert(style + u' ' + xml.attributes().value("text:level"_L1).toString());
    }
}

void OdfReader::beginParagraph(int headingLevel)
{
    Paragraph paragraph;
    paragraph.headingLevel = headingLevel;
    paragraph.number = ++m_paragraphs;
    paragraph.isNote = m_noteDepth > 0;
    if (!m_lists.empty() && paragraph.headingLevel == 0 && !paragraph.isNote) {
        List &list = m_lists.back();
        paragraph.isItem = list.itemOpen;
        list.itemOpen = false;
        paragraph.depth = int(m_lists.size()) - 1;
        // An inner list takes its style from the one around it.
        QString style;
        for (auto it = m_lists.rbegin(); it != m_lists.rend() && style.isEmpty(); ++it)
            style = it->style;
        paragraph.marker = m_numbered.contains(style + u' ' + QString::number(m_lists.size())) ? QString::number(list.count) + u'.' : u"-"_s;
    }
    m_open.push_back(std::move(paragraph));
}

void OdfReader::endParagraph()
{
    const Paragraph paragraph = std::move(m_open.back());
    m_open.pop_back();
    const QString text = simplifiedText(paragraph.text);
    if (text.isEmpty())
        return;
    if (paragraph.isNote) {
        m_notes.append(text);
        return;
    }
    if (!m_tables.empty()) {
        QString &cell = m_tables.back().cell;
        cell += (cell.isEmpty() ? QString() : u" "_s) + text;
        return;
    }
    m_out.place(paragraph.number, paragraph.number + 1);
    if (m_isTitle)
        m_out.heading(1, text);
    else if (paragraph.headingLevel > 0)
        m_out.heading(paragraph.headingLevel, text);
    else if (paragraph.isItem)
        m_out.item(paragraph.depth, paragraph.marker, text);
    else
        m_out.paragraph(text);
}

void OdfReader::endCell()
{
    Table &table = m_tables.back();
    table.cellOpen = false;
    const QString cell = std::exchange(table.cell, {});
    if (cell.isEmpty() && m_kind == OdfExtractor::Kind::Spreadsheet) {
        table.column += table.repeats - 1;
        return;
    }
    for (int i = 0; i < std::min(table.repeats, 100) && table.cells.size() < kMaxColumns; ++i) {
        table.cells.append(cell);
        table.columns.append(table.column + i);
    }
    table.column += table.repeats - 1;
}

void OdfReader::endRow()
{
    Table &table = m_tables.back();
    const QStringList cells = std::exchange(table.cells, {});
    const QList<int> columns = std::exchange(table.columns, {});
    const bool filled = std::ranges::any_of(cells, [](const QString &cell) { return !cell.isEmpty(); });
    const qint64 row = table.row;
    table.row += table.rowRepeats;
    if (!filled) {
        if (m_tables.size() == 1 && m_kind == OdfExtractor::Kind::Spreadsheet)
            m_out.endTable();
        return;
    }
    if (m_tables.size() > 1) {
        QString &outer = m_tables[m_tables.size() - 2].cell;
        outer += (outer.isEmpty() ? QString() : u" "_s) + cells.join(u' ');
        return;
    }
    if (m_kind != OdfExtractor::Kind::Spreadsheet) {
        m_out.place(table.rowFrom, m_paragraphs + 1);
        if (cells.size() == 1)
            m_out.paragraph(cells.first());
        else
            m_out.row(cells);
        return;
    }
    for (int i = 0; i < std::min(table.rowRepeats, kMaxRepeatedRows); ++i) {
        m_cells += cells.size();
        if (m_cells > kMaxCells) {
            m_isTruncated = true;
            return;
        }
        m_out.place(row + i, row + i + 1);
        m_out.row(cells, columns);
    }
}

void OdfReader::start(QXmlStreamReader &xml)
{
    const QStringView name = xml.name();
    const QXmlStreamAttributes attributes = xml.attributes();
    const auto count = [&](QLatin1StringView attribute, int most) { return std::clamp(attributes.value(attribute).toInt(), 1, most); };
    if (name == "tracked-changes"_L1 || name == "annotation"_L1 || name == "table-of-content"_L1 || name == "automatic-styles"_L1
        || name == "font-face-decls"_L1 || name == "scripts"_L1 || name == "forms"_L1 || name == "note-citation"_L1 || name == "title"_L1
        || name == "desc"_L1 || name == "shapes"_L1) {
        xml.skipCurrentElement();
    } else if (name == "page"_L1 && m_kind == OdfExtractor::Kind::Presentation) {
        m_out.beginPart(u"slide"_s, ++m_parts, attributes.value("draw:name"_L1).toString());
        m_paragraphs = 0;
    } else if (name == "frame"_L1) {
        const QStringView presentation = attributes.value("presentation:class"_L1);
        m_isTitle = presentation == "title"_L1;
    } else if (name == "h"_L1) {
        beginParagraph(count("text:outline-level"_L1, 9));
    } else if (name == "p"_L1) {
        beginParagraph(m_open.empty() && attributes.value("text:style-name"_L1) == "Title"_L1 ? 1 : 0);
    } else if (name == "list"_L1) {
        m_lists.push_back({attributes.value("text:style-name"_L1).toString(), 0, false});
    } else if ((name == "list-item"_L1 || name == "list-header"_L1) && !m_lists.empty()) {
        ++m_lists.back().count;
        m_lists.back().itemOpen = true;
    } else if (name == "note"_L1) {
        ++m_noteDepth;
    } else if (name == "table"_L1) {
        if (m_tables.empty() && m_kind == OdfExtractor::Kind::Spreadsheet)
            m_out.beginPart(u"sheet"_s, ++m_parts, attributes.value("table:name"_L1).toString());
        else if (m_tables.empty())
            m_out.endTable();
        m_tables.push_back({});
        m_tables.back().row = 1;
    } else if (name == "table-row"_L1 && !m_tables.empty()) {
        m_tables.back().rowRepeats = count("table:number-rows-repeated"_L1, 2'000'000);
        m_tables.back().rowFrom = m_paragraphs + 1;
        m_tables.back().column = 0;
    } else if ((name == "table-cell"_L1 || name == "covered-table-cell"_L1) && !m_tables.empty()) {
        Table &table = m_tables.back();
        ++table.column;
        table.repeats = count("table:number-columns-repeated"_L1, kMaxColumns);
        table.cellOpen = true;
    } else if (!m_open.empty()) {
        if (name == "s"_L1 || name == "tab"_L1 || name == "line-break"_L1)
            m_open.back().text += u' ';
    }
}

void OdfReader::end(QStringView name, bool isText)
{
    if (isText && (name == "p"_L1 || name == "h"_L1) && !m_open.empty())
        endParagraph();
    else if (name == "list"_L1 && !m_lists.empty())
        m_lists.pop_back();
    else if (name == "note"_L1)
        m_noteDepth = std::max(0, m_noteDepth - 1);
    else if (name == "frame"_L1)
        m_isTitle = false;
    else if ((name == "table-cell"_L1 || name == "covered-table-cell"_L1) && !m_tables.empty() && m_tables.back().cellOpen)
        endCell();
    else if (name == "table-row"_L1 && !m_tables.empty())
        endRow();
    else if (name == "table"_L1 && !m_tables.empty())
        m_tables.pop_back();
}

void OdfReader::read()
{
    readStyles(u"styles.xml"_s);
    const QString part = u"content.xml"_s;
    readStyles(part);
    if (m_kind == OdfExtractor::Kind::Text)
        m_out.beginPart(u"part"_s, 1, part);
    const Result<QByteArray> bytes = m_archive.read(part);
    QXmlStreamReader xml;
    if (bytes)
        xml.addData(*bytes);
    while (bytes && !xml.atEnd() && !m_isTruncated && std::max({m_open.size(), m_tables.size(), m_lists.size()}) < kMaxOpen) {
        switch (xml.readNext()) {
        case QXmlStreamReader::StartElement:
            start(xml);
            break;
        case QXmlStreamReader::EndElement:
            end(xml.name(), xml.namespaceUri().endsWith("text:1.0"_L1));
            break;
        case QXmlStreamReader::Characters:
            if (!m_open.empty())
                m_open.back().text += xml.text();
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
    const auto problem = [this](const QString &text) {
        m_document.partial = true;
        m_document.problems.append({0, text});
    };
    if (!bytes)
        problem(bytes.error().text);
    else if (m_isTruncated)
        problem(u"it has more cells than are read"_s);
    else if (!xml.hasError() && !xml.atEnd())
        problem(u"%1 nests too deeply"_s.arg(part));
    noteXmlEnd(xml, part, m_document);
    m_out.place(-1);
    for (qsizetype i = 0; i < m_notes.size(); ++i)
        m_out.item(0, QString::number(i + 1) + u'.', m_notes[i]);

    readMeta();
    const QString declared = m_document.title;
    m_out.finish(m_document);
    m_document.partCount = m_parts;
    if (declared.isEmpty())
        m_document.title = withoutNumber(m_out.firstHeading());
}

struct KindNames
{
    const char *id;
    const char *title;
    const char *mediaType;
    const char *body;
};

constexpr KindNames kNames[] = {
    {"odt", "OpenDocument text", "application/vnd.oasis.opendocument.text", "text"},
    {"ods", "OpenDocument spreadsheet", "application/vnd.oasis.opendocument.spreadsheet", "spreadsheet"},
    {"odp", "OpenDocument presentation", "application/vnd.oasis.opendocument.presentation", "presentation"},
};

} // namespace

OdfExtractor::OdfExtractor(Kind kind)
    : m_kind(kind)
    , m_descriptor{QLatin1StringView(kNames[int(kind)].id),
                   QLatin1StringView(kNames[int(kind)].title),
                   {QLatin1StringView(kNames[int(kind)].id)},
                   {QLatin1StringView(kNames[int(kind)].mediaType)},
                   u"KArchive"_s,
                   archiveVersion(),
                   true,
                   false}
{}

Result<ExtractedDocument> OdfExtractor::extract(const ExtractInput &input) const
{
    const Result<std::unique_ptr<ZipArchive>> archive = ZipArchive::open(input);
    if (!archive)
        return std::unexpected(archive.error());
    if (!(*archive)->contains(u"content.xml"_s))
        return refuse(u"is an OpenDocument file without content"_s);
    const QByteArray manifest = (*archive)->read(u"META-INF/manifest.xml"_s).value_or(QByteArray());
    if (manifest.contains("encryption-data"))
        return refuse(u"is encrypted: it opens with a password alone"_s);
    ExtractedDocument document;
    document.format = m_descriptor.id;
    document.reader = m_descriptor.library + u' ' + m_descriptor.version;
    document.unit = m_kind == Kind::Spreadsheet ? PlaceUnit::Row : PlaceUnit::Paragraph;
    OdfReader(**archive, m_kind, document).read();
    return document;
}

std::pair<QByteArray, QString> OdfExtractor::sample() const
{
    constexpr auto kNamespaces = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
                                 "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
                                 "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" "
                                 "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"";
    const QByteArray text = "<text:p>Millrace</text:p>";
    const QByteArray inner = m_kind == Kind::Text ? text
        : m_kind == Kind::Spreadsheet
        ? "<table:table table:name=\"A\"><table:table-row><table:table-cell>" + text + "</table:table-cell></table:table-row></table:table>"
        : "<draw:page draw:name=\"A\">" + text + "</draw:page>";
    const QByteArray body = QByteArray("office:") + kNames[int(m_kind)].body;
    return {storedZip({{"mimetype", kNames[int(m_kind)].mediaType},
                       {"content.xml",
                        QByteArray("<office:document-content ") + kNamespaces + "><office:body><" + body + ">" + inner + "</" + body
                            + "></office:body></office:document-content>"}}),
            u"Millrace"_s};
}

} // namespace Millrace
