// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/officeextractors.h"

#include "extract/ooxml.h"

#include <QXmlStreamReader>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qsizetype kMaxSlides = 10'000;

/// What a shape is there for: its placeholder's type.
enum class Role : quint8 { Text, Title, Body, Furniture };

Role roleOf(QStringView type, bool isPlaceholder)
{
    if (type == "title"_L1 || type == "ctrTitle"_L1)
        return Role::Title;
    if (type == "sldNum"_L1 || type == "dt"_L1 || type == "ftr"_L1 || type == "hdr"_L1 || type == "sldImg"_L1)
        return Role::Furniture;
    return isPlaceholder && (type.isEmpty() || type == "body"_L1 || type == "obj"_L1) ? Role::Body : Role::Text;
}

class PptxReader
{
public:
    PptxReader(const OoxmlPackage &package, ExtractedDocument &document)
        : m_package(package)
        , m_document(document)
    {}

    void read();

private:
    void readSlide(const QString &part, bool isNotes);
    void endParagraph();

    const OoxmlPackage &m_package;
    ExtractedDocument &m_document;
    BlockWriter m_out;
    QString m_text;
    Role m_role = Role::Text;
    int m_level = 0;
    bool m_isNumbered = false;
    int m_number = 0;
    qint64 m_paragraphs = 0;
    bool m_inCell = false;
    QStringList m_cells;
    bool m_isNotes = false;
};

void PptxReader::endParagraph()
{
    const QString text = simplifiedText(std::exchange(m_text, {}));
    if (text.isEmpty() || m_role == Role::Furniture)
        return;
    if (m_inCell && !m_cells.isEmpty()) {
        QString &cell = m_cells.back();
        cell += (cell.isEmpty() ? QString() : u" "_s) + text;
        return;
    }
    m_out.place(m_paragraphs, m_paragraphs + 1);
    if (m_role == Role::Title && !m_isNotes)
        m_out.heading(1, text);
    else if (m_role == Role::Body && !m_isNotes)
        m_out.item(m_level, m_isNumbered ? QString::number(++m_number) + u'.' : u"-"_s, text);
    else
        m_out.paragraph(text);
}

void PptxReader::readSlide(const QString &part, bool isNotes)
{
    const Result<QByteArray> bytes = m_package.archive().read(part);
    if (!bytes) {
        m_document.partial = true;
        m_document.problems.append({m_document.partCount, bytes.error().text});
        return;
    }
    m_isNotes = isNotes;
    QXmlStreamReader xml(*bytes);
    while (!xml.atEnd()) {
        const QXmlStreamReader::TokenType token = xml.readNext();
        const QStringView name = xml.name();
        if (token == QXmlStreamReader::StartElement) {
            const QXmlStreamAttributes attributes = xml.attributes();
            if (name == "Fallback"_L1) {
                xml.skipCurrentElement();
            } else if (name == "sp"_L1) {
                m_role = Role::Text;
                m_number = 0;
            } else if (name == "ph"_L1) {
                m_role = roleOf(attributes.value("type"_L1), true);
            } else if (name == "p"_L1 && xml.namespaceUri().contains("drawingml"_L1)) {
                m_text.clear();
                m_level = 0;
                m_isNumbered = false;
                ++m_paragraphs;
            } else if (name == "pPr"_L1) {
                m_level = std::clamp(attributes.value("lvl"_L1).toInt(), 0, 8);
            } else if (name == "buAutoNum"_L1) {
                m_isNumbered = true;
            } else if (name == "t"_L1) {
                m_text += xml.readElementText(QXmlStreamReader::SkipChildElements);
            } else if (name == "br"_L1 || name == "tab"_L1) {
                m_text += u' ';
            } else if (name == "tbl"_L1) {
                m_out.endTable();
                m_role = Role::Text;
            } else if (name == "tr"_L1) {
                m_cells.clear();
            } else if (name == "tc"_L1) {
                m_cells.append(QString());
                m_inCell = true;
            }
        } else if (token == QXmlStreamReader::EndElement) {
            if (name == "p"_L1 && xml.namespaceUri().contains("drawingml"_L1)) {
                endParagraph();
            } else if (name == "tc"_L1) {
                m_inCell = false;
            } else if (name == "tr"_L1 && std::ranges::any_of(m_cells, [](const QString &cell) { return !cell.isEmpty(); })) {
                m_out.place(m_paragraphs, m_paragraphs + 1);
                m_out.row(m_cells);
            }
        }
    }
    m_inCell = false;
    noteXmlEnd(xml, part, m_document);
}

void PptxReader::read()
{
    const QHash<QString, OoxmlPackage::Relationship> relations = m_package.relationships(m_package.mainPart());
    const Result<QByteArray> bytes = m_package.archive().read(m_package.mainPart());
    QXmlStreamReader xml(bytes.value_or(QByteArray()));
    QStringList slides;
    while (!xml.atEnd() && slides.size() < kMaxSlides) {
        if (xml.readNext() != QXmlStreamReader::StartElement || xml.name() != "sldId"_L1)
            continue;
        for (const QXmlStreamAttribute &attribute : xml.attributes()) {
            const OoxmlPackage::Relationship relation = relations.value(attribute.value().toString());
            if (attribute.name() == "id"_L1 && attribute.prefix().size() > 0 && relation.type == "slide"_L1)
                slides.append(relation.target);
        }
    }
    noteXmlEnd(xml, m_package.mainPart(), m_document);
    for (const QString &slide : std::as_const(slides)) {
        m_out.beginPart(u"slide"_s, ++m_document.partCount, slide);
        m_paragraphs = 0;
        readSlide(slide, false);
        if (const QString notes = m_package.related(slide, "notesSlide"_L1); !notes.isEmpty())
            readSlide(notes, true);
    }
    m_document.facts.insert("slides", slides.size());
    m_out.finish(m_document);
    m_package.readProperties(m_document);
    if (m_document.title.isEmpty() || m_document.title.startsWith("PowerPoint "_L1))
        m_document.title = m_out.firstHeading();
}

} // namespace

const FormatDescriptor &PptxExtractor::descriptor() const
{
    static const FormatDescriptor descriptor{u"pptx"_s,
                                             u"PowerPoint presentation"_s,
                                             {u"pptx"_s, u"pptm"_s},
                                             {u"application/vnd.openxmlformats-officedocument.presentationml.presentation"_s},
                                             u"KArchive"_s,
                                             archiveVersion(),
                                             true,
                                             false};
    return descriptor;
}

Result<ExtractedDocument> PptxExtractor::extract(const ExtractInput &input) const
{
    return extractOoxml<PptxReader>(input, descriptor(), PlaceUnit::Paragraph);
}

std::pair<QByteArray, QString> PptxExtractor::sample() const
{
    return {storedZip({{"ppt/presentation.xml",
                        "<p:presentation xmlns:p=\"urn:p\" xmlns:r=\"urn:r\"><p:sldIdLst><p:sldId id=\"256\" r:id=\"r1\"/></p:sldIdLst>"
                        "</p:presentation>"},
                       {"ppt/_rels/presentation.xml.rels",
                        "<Relationships><Relationship Id=\"r1\" Type=\"x/slide\" Target=\"slide1.xml\"/></Relationships>"},
                       {"ppt/slide1.xml",
                        "<p:sld xmlns:p=\"urn:p\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><p:sp><a:p><a:r>"
                        "<a:t>Millrace</a:t></a:r></a:p></p:sp></p:sld>"}}),
            u"Millrace"_s};
}

} // namespace Millrace
