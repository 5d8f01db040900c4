// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/dataextractors.h"

#include "extract/charset.h"
#include "extract/csvreader.h"
#include "extract/htmltext.h"

#include <QBuffer>
#include <QFile>
#include <QSet>
#include <QXmlStreamReader>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kMaxData = qint64(64) * 1024 * 1024;
constexpr qint64 kMaxCells = 2'000'000;
constexpr size_t kMaxOpen = 10'000;

ExtractedDocument begun(const FormatDescriptor &format, PlaceUnit unit)
{
    ExtractedDocument document;
    document.format = format.id;
    document.reader = format.library + u' ' + format.version;
    document.unit = unit;
    return document;
}

FormatDescriptor own(const QString &id, const QString &title, const QStringList &extensions, const QStringList &mediaTypes)
{
    return {id, title, extensions, mediaTypes, u"Millrace"_s, QStringLiteral(MILLRACE_VERSION), false, false};
}

} // namespace

const FormatDescriptor &CsvExtractor::descriptor() const
{
    static const FormatDescriptor descriptor
        = own(u"csv"_s, u"Table (CSV, TSV)"_s, {u"csv"_s, u"tsv"_s}, {u"text/csv"_s, u"text/tab-separated-values"_s});
    return descriptor;
}

Result<ExtractedDocument> CsvExtractor::extract(const ExtractInput &input) const
{
    const Result<QByteArray> bytes = input.all(kMaxData);
    if (!bytes)
        return std::unexpected(bytes.error());
    const Result<DecodedText> decoded = decodedText(*bytes);
    if (!decoded)
        return std::unexpected(decoded.error());
    ExtractedDocument document = begun(descriptor(), PlaceUnit::Row);
    if (!decoded->warning.isEmpty())
        document.warnings.append(decoded->warning);
    QBuffer buffer;
    buffer.setData(decoded->text.toUtf8());
    (void)buffer.open(QIODevice::ReadOnly);
    CsvReader reader(&buffer);
    BlockWriter out;
    qint64 cells = 0;
    while (const std::optional<CsvRecord> record = reader.next()) {
        if (!record->problem.isEmpty()) {
            document.partial = true;
            if (document.problems.size() < 100)
                document.problems.append({record->line, record->problem});
        }
        QStringList texts;
        for (const QByteArray &field : record->fields)
            texts.append(simplifiedText(QString::fromUtf8(field)));
        if (std::ranges::all_of(texts, &QString::isEmpty))
            continue;
        cells += texts.size();
        if (cells > kMaxCells) {
            document.partial = true;
            document.problems.append({record->line, u"there are more cells than are read"_s});
            break;
        }
        out.place(record->line, record->line + 1);
        out.row(texts);
    }
    out.finish(document);
    if (document.text.isEmpty())
        return refuse(u"holds no rows"_s);
    return document;
}

std::pair<QByteArray, QString> CsvExtractor::sample() const
{
    return {"name,works\nMillrace,yes\n"_ba, u"Millrace"_s};
}

JsonExtractor::JsonExtractor(bool isLines)
    : m_isLines(isLines)
    , m_descriptor(isLines ? own(u"jsonl"_s, u"JSON Lines"_s, {u"jsonl"_s, u"ndjson"_s}, {u"application/jsonl"_s})
                           : own(u"json"_s, u"JSON"_s, {u"json"_s}, {u"application/json"_s}))
{}

namespace {

/// Writes every value that is no container, by its path. At most 512 levels, which the parser sees to.
void writeValues(const Json &json, const QString &path, BlockWriter &out)
{
    if (json.isObject()) {
        for (const JsonMember &member : json.members())
            writeValues(member.value, path.isEmpty() ? QString::fromUtf8(member.key) : path + u'.' + QString::fromUtf8(member.key), out);
    } else if (json.isArray()) {
        for (qsizetype i = 0; i < json.size(); ++i)
            writeValues(json.at(i), path + u'[' + QString::number(i) + u']', out);
    } else if (!json.isNull()) {
        const QString value = json.isString() ? json.toString() : QString::fromUtf8(json.toBytes());
        out.item(0, u"-"_s, path.isEmpty() ? value : path + u": "_s + value);
    }
}

} // namespace

Result<ExtractedDocument> JsonExtractor::extract(const ExtractInput &input) const
{
    const Result<QByteArray> bytes = input.all(kMaxData);
    if (!bytes)
        return std::unexpected(bytes.error());
    ExtractedDocument document = begun(m_descriptor, m_isLines ? PlaceUnit::Byte : PlaceUnit::None);
    BlockWriter out;
    if (!m_isLines) {
        const Result<Json> json = Json::parse(*bytes);
        if (!json)
            return refuse(u"is damaged JSON: "_s + json.error().text);
        document.title = json->value("title").toString().left(300);
        writeValues(*json, {}, out);
    }
    int number = 0;
    for (qsizetype at = 0; m_isLines && at < bytes->size();) {
        const qsizetype end = bytes->indexOf('\n', at);
        const qsizetype to = end < 0 ? bytes->size() : end;
        const QByteArrayView line = QByteArrayView(*bytes).sliced(at, to - at);
        ++number;
        if (!line.trimmed().isEmpty()) {
            out.place(at, to);
            if (const Result<Json> json = Json::parse(line)) {
                writeValues(*json, {}, out);
            } else {
                document.partial = true;
                if (document.problems.size() < 100)
                    document.problems.append({number, json.error().text});
            }
        }
        at = to + 1;
    }
    const QString title = document.title;
    out.finish(document);
    document.title = title;
    if (document.text.isEmpty())
        return refuse(u"holds no values"_s);
    return document;
}

std::pair<QByteArray, QString> JsonExtractor::sample() const
{
    return {"{\"name\":\"Millrace\"}\n"_ba, u"name: Millrace"_s};
}

namespace {

/// Elements that dress words within a sentence, of the vocabularies that people write in.
bool isInline(QStringView name)
{
    static const QSet<QString> names{
        u"a"_s,           u"abbr"_s,     u"acronym"_s,        u"application"_s, u"b"_s,           u"bold"_s,       u"citetitle"_s,
        u"code"_s,        u"command"_s,  u"computeroutput"_s, u"em"_s,          u"emphasis"_s,    u"envar"_s,      u"filename"_s,
        u"firstterm"_s,   u"function"_s, u"guimenu"_s,        u"hi"_s,          u"i"_s,           u"italic"_s,     u"keycap"_s,
        u"kbd"_s,         u"link"_s,     u"literal"_s,        u"option"_s,      u"package"_s,     u"parameter"_s,  u"phrase"_s,
        u"productname"_s, u"q"_s,        u"quote"_s,          u"ref"_s,         u"replaceable"_s, u"s"_s,          u"span"_s,
        u"strong"_s,      u"sub"_s,      u"subscript"_s,      u"sup"_s,         u"superscript"_s, u"systemitem"_s, u"tag"_s,
        u"trademark"_s,   u"tt"_s,       u"type"_s,           u"u"_s,           u"ulink"_s,       u"userinput"_s,  u"varname"_s,
        u"wordasword"_s,  u"xref"_s};
    return names.contains(name.toString().toLower());
}

struct OpenElement
{
    QString name;
    QString text;
    qint64 from = -1;
};

} // namespace

const FormatDescriptor &XmlExtractor::descriptor() const
{
    static const FormatDescriptor descriptor
        = own(u"xml"_s, u"XML"_s, {u"xml"_s, u"docbook"_s, u"dbk"_s, u"fb2"_s, u"rss"_s, u"atom"_s}, {u"application/xml"_s});
    return descriptor;
}

Result<ExtractedDocument> XmlExtractor::extract(const ExtractInput &input) const
{
    const Result<QByteArray> bytes = input.all(kMaxData);
    if (!bytes)
        return std::unexpected(bytes.error());
    const Result<DecodedText> decoded = decodedText(*bytes, declaredHtmlCharset(*bytes));
    if (!decoded)
        return std::unexpected(decoded.error());
    ExtractedDocument document = begun(descriptor(), PlaceUnit::Byte);
    if (!decoded->warning.isEmpty())
        document.warnings.append(decoded->warning);

    QXmlStreamReader xml(decoded->text);
    BlockWriter out;
    std::vector<OpenElement> open;
    QString title;
    const auto write = [&](OpenElement &element) {
        const QString text = simplifiedText(element.text);
        if (!text.isEmpty()) {
            out.place(element.from, xml.characterOffset());
            if (element.name == "title"_L1 || element.name == "head"_L1 || element.name == "heading"_L1) {
                if (title.isEmpty())
                    title = text.left(300);
                out.heading(std::clamp(int(open.size()) - 1, 1, 6), text);
            } else if (element.name == "programlisting"_L1 || element.name == "screen"_L1 || element.name == "pre"_L1) {
                out.code(QString(element.text).replace("```"_L1, "'''"_L1));
            } else {
                out.paragraph(text);
            }
        }
        element.text.clear();
        element.from = -1;
    };
    std::vector<size_t> named; ///< of the open ones, those that have a text of their own
    while (!xml.atEnd() && open.size() < kMaxOpen) {
        switch (xml.readNext()) {
        case QXmlStreamReader::StartElement:
            if (open.empty())
                document.language = xml.attributes().value("xml:lang"_L1).toString().left(35);
            if (!open.empty() && isInline(xml.name())) {
                open.push_back({}); // its text is its parent's
                break;
            }
            // Those around it were written when the one within them began.
            if (!named.empty())
                write(open[named.back()]);
            named.push_back(open.size());
            open.push_back({xml.name().toString().toLower(), {}, -1});
            break;
        case QXmlStreamReader::Characters: {
            if (named.empty())
                break;
            OpenElement &owner = open[named.back()];
            if (owner.from < 0 && !xml.isWhitespace())
                owner.from = std::max<qint64>(0, xml.characterOffset() - xml.text().size());
            owner.text += xml.text();
            break;
        }
        case QXmlStreamReader::EndElement:
            if (!open.empty()) {
                if (!named.empty() && named.back() + 1 == open.size()) {
                    write(open.back());
                    named.pop_back();
                }
                open.pop_back();
            }
            break;
        default:
            break;
        }
    }
    for (OpenElement &element : open)
        write(element);
    if (xml.hasError() || !xml.atEnd()) {
        document.partial = true;
        document.problems.append(
            {0,
             xml.hasError() ? u"it breaks off at character %1: %2"_s.arg(xml.characterOffset()).arg(xml.errorString()) : u"it nests too deeply"_s});
    }
    if (out.size() == 0) {
        out.place(0, decoded->text.size());
        out.code(QString(decoded->text).replace("```"_L1, "'''"_L1));
    }
    const QString language = document.language;
    out.finish(document);
    document.language = language;
    document.title = title;
    if (document.text.isEmpty())
        return refuse(u"holds no text"_s);
    decoded->placesToBytes(document.blocks);
    return document;
}

std::pair<QByteArray, QString> XmlExtractor::sample() const
{
    return {"<doc><p>Millrace</p></doc>"_ba, u"Millrace"_s};
}

} // namespace Millrace
