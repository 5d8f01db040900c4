// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// SpreadsheetML: the workbook names sheets, cells name shared strings and styles.
//
//  1. A cell shows what was last computed; a formula without a value shows nothing.
//  2. A number whose style is a date becomes ISO 8601; any other has at most 15 digits, as it shows.
//  3. Rows that stand apart by an empty one are tables apart. Cells beyond kMaxCells are left out, and said.
#include "extract/officeextractors.h"

#include "extract/ooxml.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>
#include <QXmlStreamReader>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kMaxCells = 2'000'000;
constexpr qsizetype kMaxSheets = 1000;

enum class NumberShape : quint8 { Plain, Date, Time, DateTime, Duration };

/// "BC12" is column 55.
int columnOf(QStringView reference)
{
    int column = 0;
    for (const QChar c : reference) {
        const char16_t upper = c.toUpper().unicode();
        if (upper < u'A' || upper > u'Z' || column > 100'000)
            break;
        column = column * 26 + (upper - u'A' + 1);
    }
    return column;
}

/// What a number format code shows.
NumberShape shapeOf(const QString &code)
{
    static const QRegularExpression quoted(u"\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.|_.|\\*."_s);
    static const QRegularExpression elapsed(u"\\[(?:h+|m+|s+)\\]"_s, QRegularExpression::CaseInsensitiveOption);
    if (elapsed.match(code).hasMatch())
        return NumberShape::Duration;
    const QString plain = QString(code).remove(quoted).toLower();
    const bool day = plain.contains(u'y') || plain.contains(u'd') || (plain.contains(u'm') && !plain.contains(u'h') && !plain.contains(u's'));
    const bool time = plain.contains(u'h') || plain.contains(u's');
    if (plain.contains("general"_L1))
        return NumberShape::Plain;
    return day && time ? NumberShape::DateTime : day ? NumberShape::Date : time ? NumberShape::Time : NumberShape::Plain;
}

NumberShape builtinShape(int id)
{
    return (id >= 14 && id <= 17) || (id >= 27 && id <= 31) || (id >= 50 && id <= 58) ? NumberShape::Date
        : id == 46                                                                    ? NumberShape::Duration
        : (id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)  ? NumberShape::Time
        : id == 22                                                                    ? NumberShape::DateTime
                                                                                      : NumberShape::Plain;
}

class XlsxReader
{
public:
    XlsxReader(const OoxmlPackage &package, ExtractedDocument &document)
        : m_package(package)
        , m_document(document)
    {}

    void read();

private:
    void readStrings();
    void readStyles();
    void readSheet(const QString &part);
    [[nodiscard]] QString shown(const QString &value, QStringView type, int style) const;

    const OoxmlPackage &m_package;
    ExtractedDocument &m_document;
    BlockWriter m_out;
    QStringList m_strings;
    QList<NumberShape> m_shapes; ///< by a cell's style
    bool m_from1904 = false;
    qint64 m_cells = 0;
};

/// The text of a string item that was begun: its runs, without phonetic hints.
QString stringItem(QXmlStreamReader &xml, QLatin1StringView element)
{
    QString text;
    while (!xml.atEnd()) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        if (token == QXmlStreamReader::EndElement && xml.name() == element)
            break;
        if (token != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "rPh"_L1)
            xml.skipCurrentElement();
        else if (xml.name() == "t"_L1)
            text += xml.readElementText(QXmlStreamReader::SkipChildElements);
    }
    return simplifiedText(text);
}

void XlsxReader::readStrings()
{
    const Result<QByteArray> bytes = m_package.archive().read(m_package.related(m_package.mainPart(), "sharedStrings"_L1));
    if (!bytes)
        return;
    QXmlStreamReader xml(*bytes);
    while (!xml.atEnd()) {
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == "si"_L1)
            m_strings.append(stringItem(xml, "si"_L1));
    }
    noteXmlEnd(xml, u"xl/sharedStrings.xml"_s, m_document);
}

void XlsxReader::readStyles()
{
    const Result<QByteArray> bytes = m_package.archive().read(m_package.related(m_package.mainPart(), "styles"_L1));
    if (!bytes)
        return;
    QXmlStreamReader xml(*bytes);
    QHash<int, NumberShape> shapes;
    bool isCells = false;
    while (!xml.atEnd()) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        if (token == QXmlStreamReader::EndElement && xml.name() == "cellXfs"_L1)
            isCells = false;
        if (token != QXmlStreamReader::StartElement)
            continue;
        const QXmlStreamAttributes attributes = xml.attributes();
        if (xml.name() == "numFmt"_L1)
            shapes.insert(attributes.value("numFmtId"_L1).toInt(), shapeOf(attributes.value("formatCode"_L1).toString()));
        else if (xml.name() == "cellXfs"_L1)
            isCells = true;
        else if (xml.name() == "xf"_L1 && isCells) {
            const int id = attributes.value("numFmtId"_L1).toInt();
            m_shapes.append(shapes.contains(id) ? shapes.value(id) : builtinShape(id));
        }
    }
}

QString XlsxReader::shown(const QString &value, QStringView type, int style) const
{
    if (value.isEmpty())
        return {};
    if (type == "s"_L1) {
        bool isNumber = false;
        const qsizetype index = value.toLongLong(&isNumber);
        return isNumber && index >= 0 && index < m_strings.size() ? m_strings[index] : QString();
    }
    if (type == "b"_L1)
        return value == "1"_L1 ? u"TRUE"_s : u"FALSE"_s;
    if (type == "str"_L1 || type == "e"_L1 || type == "d"_L1)
        return simplifiedText(value);
    bool isNumber = false;
    const double number = value.toDouble(&isNumber);
    if (!isNumber || !std::isfinite(number))
        return simplifiedText(value);
    const NumberShape shape = style >= 0 && style < m_shapes.size() ? m_shapes[style] : NumberShape::Plain;
    if (shape == NumberShape::Plain || number < 0 || number > 2'958'466)
        return QString::number(number, 'g', 15);
    if (shape == NumberShape::Duration) {
        const qint64 seconds = std::llround(number * 86400);
        return u"%1:%2:%3"_s.arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QChar(u'0')).arg(seconds % 60, 2, 10, QChar(u'0'));
    }
    // Day 60 is 29 February 1900, which never was.
    const double days = m_from1904 ? number : number < 60 ? number + 1 : number;
    const QDateTime base(m_from1904 ? QDate(1904, 1, 1) : QDate(1899, 12, 30), QTime(0, 0), QTimeZone::UTC);
    const QDateTime moment = base.addSecs(std::llround(days * 86400));
    if (shape == NumberShape::Time)
        return moment.time().toString(Qt::ISODate);
    return shape == NumberShape::Date ? moment.date().toString(Qt::ISODate) : moment.toString(u"yyyy-MM-ddTHH:mm:ss"_s);
}

void XlsxReader::readSheet(const QString &part)
{
    const Result<QByteArray> bytes = m_package.archive().read(part);
    if (!bytes) {
        m_document.partial = true;
        m_document.problems.append({int(m_document.partCount), bytes.error().text});
        return;
    }
    QXmlStreamReader xml(*bytes);
    qint64 row = 0;
    qint64 lastRow = 0;
    int column = 0;
    QStringList cells;
    QList<int> columns;
    QString type;
    QString value;
    int style = -1;
    while (!xml.atEnd() && m_cells <= kMaxCells) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        const QStringView name = xml.name();
        if (token == QXmlStreamReader::StartElement) {
            const QXmlStreamAttributes attributes = xml.attributes();
            if (name == "row"_L1) {
                const qint64 given = attributes.value("r"_L1).toLongLong();
                row = given > row ? given : row + 1;
                column = 0;
            } else if (name == "c"_L1) {
                const int given = columnOf(attributes.value("r"_L1));
                column = given > 0 ? given : column + 1;
                type = attributes.value("t"_L1).toString();
                style = attributes.hasAttribute("s"_L1) ? attributes.value("s"_L1).toInt() : 0;
                value.clear();
            } else if (name == "v"_L1) {
                value = xml.readElementText(QXmlStreamReader::SkipChildElements);
            } else if (name == "is"_L1) {
                value = stringItem(xml, "is"_L1);
                type = u"str"_s;
            } else if (name == "f"_L1 || name == "headerFooter"_L1) {
                xml.skipCurrentElement();
            }
        } else if (token == QXmlStreamReader::EndElement && name == "c"_L1) {
            if (const QString text = shown(value, type, style); !text.isEmpty()) {
                cells.append(text);
                columns.append(column);
            }
        } else if (token == QXmlStreamReader::EndElement && name == "row"_L1 && !cells.isEmpty()) {
            if (row != lastRow + 1)
                m_out.endTable();
            lastRow = row;
            m_cells += cells.size();
            m_out.place(row, row + 1);
            m_out.row(cells, columns);
            cells.clear();
            columns.clear();
        }
    }
    noteXmlEnd(xml, part, m_document);
    if (m_cells > kMaxCells) {
        m_document.partial = true;
        m_document.problems.append({int(m_document.partCount), u"it has more cells than are read"_s});
    }
}

void XlsxReader::read()
{
    readStrings();
    readStyles();
    const QHash<QString, OoxmlPackage::Relationship> relations = m_package.relationships(m_package.mainPart());
    const Result<QByteArray> bytes = m_package.archive().read(m_package.mainPart());
    QXmlStreamReader xml(bytes.value_or(QByteArray()));
    QList<std::pair<QString, QString>> sheets; // name, part
    QStringList hidden;
    while (!xml.atEnd() && sheets.size() < kMaxSheets) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const QXmlStreamAttributes attributes = xml.attributes();
        if (xml.name() == "workbookPr"_L1) {
            m_from1904 = attributes.value("date1904"_L1) == "1"_L1 || attributes.value("date1904"_L1) == "true"_L1;
        } else if (xml.name() == "sheet"_L1) {
            QString id;
            for (const QXmlStreamAttribute &attribute : attributes) {
                if (attribute.name() == "id"_L1)
                    id = attribute.value().toString();
            }
            const OoxmlPackage::Relationship relation = relations.value(id);
            const QString name = attributes.value("name"_L1).toString();
            if (relation.type == "worksheet"_L1)
                sheets.append({name, relation.target});
            if (attributes.value("state"_L1).contains("idden"_L1))
                hidden.append(name);
        }
    }
    noteXmlEnd(xml, m_package.mainPart(), m_document);
    for (const auto &[name, part] : std::as_const(sheets)) {
        m_out.beginPart(u"sheet"_s, ++m_document.partCount, name);
        readSheet(part);
    }
    if (!hidden.isEmpty())
        m_document.warnings.append(u"Some sheets are hidden in the workbook: %1."_s.arg(hidden.join(u", "_s)));
    m_document.facts.insert("sheets", sheets.size());
    m_out.finish(m_document);
    m_package.readProperties(m_document);
}

} // namespace

const FormatDescriptor &XlsxExtractor::descriptor() const
{
    static const FormatDescriptor descriptor{u"xlsx"_s,
                                             u"Excel workbook"_s,
                                             {u"xlsx"_s, u"xlsm"_s},
                                             {u"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"_s},
                                             u"KArchive"_s,
                                             archiveVersion(),
                                             true,
                                             false};
    return descriptor;
}

Result<ExtractedDocument> XlsxExtractor::extract(const ExtractInput &input) const
{
    return extractOoxml<XlsxReader>(input, descriptor(), PlaceUnit::Row);
}

std::pair<QByteArray, QString> XlsxExtractor::sample() const
{
    return {storedZip({{"xl/workbook.xml", "<workbook xmlns:r=\"urn:r\"><sheets><sheet name=\"A\" r:id=\"r1\"/></sheets></workbook>"},
                       {"xl/_rels/workbook.xml.rels",
                        "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"sheet1.xml\"/></Relationships>"},
                       {"xl/sheet1.xml",
                        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Millrace</t></is></c></row></sheetData>"
                        "</worksheet>"}}),
            u"Millrace"_s};
}

} // namespace Millrace
