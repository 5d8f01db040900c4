// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/extractcomponents.h"
#include "extract/formats.h"
#include "extract/officeextractors.h"
#include "support/testcontext.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kWordBegin = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
                              "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>";
const QByteArray kWordEnd = "</w:body></w:document>";
const QByteArray kStyles = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"berschrift2\"><w:name w:val=\"heading 2\"/></w:style>"
                           "<w:style w:styleId=\"Eigen\"><w:name w:val=\"Mine\"/><w:basedOn w:val=\"berschrift2\"/></w:style>"
                           "<w:style w:styleId=\"Titel\"><w:name w:val=\"Title\"/></w:style></w:styles>";
const QByteArray kNumbering
    = "<w:numbering xmlns:w=\"w\"><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/></w:lvl>"
      "<w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum><w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/></w:num>"
      "</w:numbering>";
const QByteArray kRelations
    = "<Relationships><Relationship Id=\"a\" Type=\"x/styles\" Target=\"styles.xml\"/><Relationship Id=\"b\" Type=\"x/numbering\" "
      "Target=\"/word/numbering.xml\"/><Relationship Id=\"c\" Type=\"x/footnotes\" Target=\"footnotes.xml\"/>"
      "<Relationship Id=\"d\" Type=\"x/styles\" Target=\"http://example.org/\" TargetMode=\"External\"/></Relationships>";

QByteArray run(const QByteArray &text)
{
    return "<w:r><w:t>" + text + "</w:t></w:r>";
}

QByteArray paragraph(const QByteArray &text, const QByteArray &properties = {})
{
    return "<w:p><w:pPr>" + properties + "</w:pPr>" + run(text) + "</w:p>";
}

class FileOriginals final : public OriginalSource
{
public:
    explicit FileOriginals(const QString &path)
        : m_path(path)
    {}
    Result<OriginalInfo> find(const QString &) override { return fail(ErrorCode::NotFound, u"unused"_s); }
    Result<QString> path(const QString &hash) override
    {
        return hash == "known"_L1 ? Result<QString>(m_path) : fail(ErrorCode::NotFound, u"nothing is kept"_s);
    }

private:
    QString m_path;
};

class ContextWithOriginals final : public RunContext
{
public:
    explicit ContextWithOriginals(OriginalSource *originals)
        : m_originals(originals)
    {}
    const Clock &clock() const override { return m_inner.clock(); }
    bool isCancelled() const override { return false; }
    qint64 deadlineUs() const override { return m_inner.deadlineUs(); }
    TemplateSource *templates() const override { return nullptr; }
    ModelService *models() const override { return nullptr; }
    PassageSource *passages() const override { return nullptr; }
    OriginalSource *originals() const override { return m_originals; }

private:
    TestContext m_inner;
    OriginalSource *m_originals;
};

} // namespace

class TestOffice : public QObject
{
    Q_OBJECT

    static ExtractedDocument read(const QString &name, const QList<std::pair<QByteArray, QByteArray>> &files)
    {
        ExtractInput input;
        input.name = name;
        input.bytes = storedZip(files);
        const auto document = extractDocument(input);
        if (!document)
            qWarning("%s", qPrintable(document.error().text));
        return document.value_or(ExtractedDocument());
    }

    static QByteArray pieceOf(const ExtractedDocument &document, qint64 from, qint64 to) { return document.text.toUtf8().sliced(from, to - from); }

private Q_SLOTS:
    void readsWord()
    {
        const QByteArray item = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr>";
        const QByteArray inner = "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr>";
        const QByteArray body = paragraph("Großer Titel", "<w:pStyle w:val=\"Titel\"/>") + paragraph("Kapitel", "<w:pStyle w:val=\"Eigen\"/>")
            + "<w:p>" + run("Ein ") + "<w:del><w:r><w:delText>gestrichener </w:delText><w:t>alter </w:t></w:r></w:del><w:ins>" + run("neuer")
            + "</w:ins>" + "<w:r><w:tab/><w:t>Satz</w:t><w:noBreakHyphen/><w:t>teil.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
            + paragraph("eins", item) + paragraph("tief", inner) + paragraph("zwei", item) + "<w:tbl><w:tr><w:tc>" + paragraph("a") + "</w:tc><w:tc>"
            + paragraph("b1") + paragraph("b2") + "</w:tc></w:tr><w:tr><w:tc>" + paragraph("c") + "</w:tc><w:tc><w:tbl><w:tr><w:tc>" + paragraph("d")
            + "</w:tc><w:tc>" + paragraph("e") + "</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>" + "<w:p>" + run("around")
            + "<mc:AlternateContent><mc:Choice><w:txbxContent>" + paragraph("box") + "</w:txbxContent></mc:Choice><mc:Fallback>"
            + paragraph("box again") + "</mc:Fallback></mc:AlternateContent></w:p>";
        const ExtractedDocument document = read(
            u"a.docx"_s,
            {{"word/document.xml", kWordBegin + body + kWordEnd},
             {"word/styles.xml", kStyles},
             {"word/numbering.xml", kNumbering},
             {"word/footnotes.xml",
              "<w:footnotes xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">" + paragraph("A note.") + "</w:footnotes>"},
             {"word/_rels/document.xml.rels", kRelations},
             {"docProps/core.xml",
              "<c><creator>A. Writer</creator><language>de-DE</language><created>2025-03-01T10:00:00Z"
              "</created><keywords>x; y</keywords></c>"}});
        QCOMPARE(
            document.text,
            u"# Großer Titel\n\n## Kapitel\n\nEin neuer Satz-teil.\n\n1. eins\n  - tief\n2. zwei\n\n| a | b1 b2 |\n| c | d e |\n\nbox\n\naround\n\nA note."_s);
        QCOMPARE(document.title, u"Großer Titel"_s);
        QCOMPARE(document.language, u"de-DE"_s);
        QCOMPARE(document.keywords, (QStringList{u"x"_s, u"y"_s}));
        QCOMPARE(document.facts.value("author").toString(), u"A. Writer"_s);
        QVERIFY(!document.partial);
        QCOMPARE(document.parts.size(), 2);
        QCOMPARE(document.parts[1].name, u"word/footnotes.xml"_s);
        // The third paragraph of the part.
        QCOMPARE(pieceOf(document, document.blocks[2].from, document.blocks[2].to), "Ein neuer Satz-teil."_ba);
        QCOMPARE(document.blocks[2].place, (Place{0, 3, 4}));
        const TextBlock &row = document.blocks[6];
        QCOMPARE(row.kind, BlockKind::Row);
        QCOMPARE(row.place, (Place{0, 7, 10}));
        QCOMPARE(pieceOf(document, row.cells[1].from, row.cells[1].to), "b1 b2"_ba);
        QCOMPARE(document.blocks.back().place.part, 1);
    }

    void passesOverFormatsFromBeforeATrackedChange()
    {
        const QByteArray body
            = paragraph("Now a text",
                        "<w:pPrChange><w:pPr><w:pStyle w:val=\"Titel\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr>"
                        "</w:pPr></w:pPrChange>")
            + paragraph("Now a title", "<w:pStyle w:val=\"Titel\"/><w:pPrChange><w:pPr><w:pStyle w:val=\"Text\"/></w:pPr></w:pPrChange>");
        const ExtractedDocument document = read(u"a.docx"_s,
                                                {{"word/document.xml", kWordBegin + body + kWordEnd},
                                                 {"word/styles.xml", kStyles},
                                                 {"word/numbering.xml", kNumbering},
                                                 {"word/_rels/document.xml.rels", kRelations}});
        QCOMPARE(document.text, u"Now a text\n\n# Now a title"_s);
    }

    void keepsWhatStandsBeforeTheBreak()
    {
        const ExtractedDocument document = read(u"a.docx"_s, {{"word/document.xml", kWordBegin + paragraph("whole") + "<w:p><w:r><w:t>half of a"}});
        QCOMPARE(document.text, u"whole"_s);
        QVERIFY(document.partial);
        QVERIFY(document.problems[0].text.contains("word/document.xml"_L1));
    }

    void bearsARowWithinACell()
    {
        const ExtractedDocument document = read(
            u"a.pptx"_s,
            {{"ppt/presentation.xml",
              "<p:presentation xmlns:p=\"urn:p\" xmlns:r=\"urn:r\"><p:sldIdLst><p:sldId r:id=\"r1\"/></p:sldIdLst></p:presentation>"},
             {"ppt/_rels/presentation.xml.rels", "<Relationships><Relationship Id=\"r1\" Type=\"x/slide\" Target=\"slides/1.xml\"/></Relationships>"},
             {"ppt/slides/1.xml",
              "<p:sld xmlns:p=\"urn:p\" xmlns:a=\"urn:drawingml\"><a:tbl><a:tr><a:tc><a:tr><a:p><a:r><a:t>lost</a:t></a:r></a:p></a:tr>"
              "</a:tc></a:tr></a:tbl><a:p><a:r><a:t>found</a:t></a:r></a:p></p:sld>"}});
        QVERIFY2(document.text.contains("found"_L1), qPrintable(document.text));
    }

    void readsSheets()
    {
        const QByteArray sheet
            = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"inlineStr\"><is><t>in</t></is></c></row>"
              "<row r=\"2\"><c r=\"A2\"><v>0.30000000000000004</v></c><c r=\"B2\" s=\"1\"><v>45717</v></c><c r=\"C2\" s=\"2\"><v>45717.5</v></c>"
              "<c r=\"D2\" t=\"b\"><v>1</v></c><c r=\"E2\" t=\"e\"><v>#DIV/0!</v></c></row>"
              "<row r=\"9\"><c r=\"A9\"><f>1+1</f><v>2</v></c><c r=\"B9\" t=\"s\"><v>77</v></c></row></sheetData></worksheet>";
        const ExtractedDocument document = read(
            u"a.xlsx"_s,
            {{"xl/workbook.xml",
              "<workbook xmlns:r=\"urn:r\"><sheets><sheet name=\"First\" r:id=\"r1\"/><sheet name=\"Secret\" state=\"hidden\" r:id=\"r2\"/>"
              "</sheets></workbook>"},
             {"xl/_rels/workbook.xml.rels",
              "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"worksheets/1.xml\"/><Relationship Id=\"r2\" Type=\"x/worksheet\" "
              "Target=\"worksheets/2.xml\"/><Relationship Id=\"r3\" Type=\"x/sharedStrings\" Target=\"s.xml\"/><Relationship Id=\"r4\" "
              "Type=\"x/styles\" "
              "Target=\"y.xml\"/></Relationships>"},
             {"xl/s.xml", "<sst><si><r><t>Na</t></r><r><t>me</t></r><rPh><t>x</t></rPh></si></sst>"},
             {"xl/y.xml",
              "<s><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy hh:mm\"/><numFmt numFmtId=\"171\" formatCode=\"[h]:mm\"/></numFmts>"
              "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/></cellXfs></s>"},
             {"xl/worksheets/1.xml", sheet},
             {"xl/worksheets/2.xml", "<worksheet><sheetData><row><c><v>7</v></c><c s=\"3\"><v>1.5</v></c></row></sheetData></worksheet>"}});
        QCOMPARE(document.text, u"| Name | in |\n| 0.3 | 2025-03-01 | 2025-03-01T12:00:00 | TRUE | #DIV/0! |\n\n| 2 |\n\n| 7 | 36:00:00 |"_s);
        QCOMPARE(document.parts.size(), 2);
        QCOMPARE(document.parts[0].name, u"First"_s);
        QCOMPARE(document.unit, PlaceUnit::Row);
        QCOMPARE(document.blocks[0].cells[1].column, 3);
        QCOMPARE(document.blocks[2].place, (Place{0, 9, 10}));
        QCOMPARE(document.blocks[1].level, 1);
        QCOMPARE(document.blocks[2].level, 2);
        QVERIFY(document.warnings[0].contains("Secret"_L1));
    }

    void readsOpenDocument()
    {
        const QByteArray begin = "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
                                 "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
                                 "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><office:body>";
        const QByteArray end = "</office:body></office:document-content>";
        const ExtractedDocument text = read(
            u"a.odt"_s,
            {{"mimetype", "application/vnd.oasis.opendocument.text"},
             {"content.xml",
              begin
                  + "<office:text><text:h text:outline-level=\"2\">Head</text:h><text:p>One<text:s text:c=\"3\"/>two<text:note><text:note-citation>1"
                    "</text:note-citation><text:note-body><text:p>The note.</text:p></text:note-body></text:note> three."
                    "<office:annotation><text:p>gone</text:p></office:annotation></text:p><text:list><text:list-item><text:p>item</text:p>"
                    "<text:list><text:list-item><text:p>deep</text:p></text:list-item></text:list></text:list-item></text:list>"
                    "</office:text>"
                  + end},
             {"meta.xml",
              "<m xmlns:dc=\"urn:dc\" xmlns:meta=\"urn:m\"><dc:title>The Title</dc:title><meta:keyword>k</meta:keyword>"
              "<meta:document-statistic meta:page-count=\"3\"/></m>"}});
        QCOMPARE(text.text, u"## Head\n\nOne two three.\n\n- item\n  - deep\n1. The note."_s);
        QCOMPARE(text.title, u"The Title"_s);
        QCOMPARE(text.facts.value("pages").toInt(), 3);
        const ExtractedDocument sheet = read(
            u"a.ods"_s,
            {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
             {"content.xml",
              begin
                  + "<office:spreadsheet><table:table table:name=\"S\"><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
                    "<table:table-cell table:number-columns-repeated=\"3\"/><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>"
                    "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell/></table:table-row><table:table-row>"
                    "<table:table-cell><text:p>c</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet>"
                  + end}});
        QCOMPARE(sheet.text, u"| a | b |\n\n| c |"_s);
        QCOMPARE(sheet.blocks[0].cells[1].column, 5);
        QCOMPARE(sheet.blocks[1].place.from, 1'000'002);
    }

    void extractsAnOriginalAndWhatIsGivenAsBase64()
    {
        const auto component = extractComponents().front();
        const auto step = component->prepare(Json::object());
        QVERIFY(step);
        QTemporaryDir folder;
        QFile file(folder.filePath(u"kept"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray bytes = storedZip({{"word/document.xml", kWordBegin + paragraph("Kept.") + kWordEnd}});
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
        FileOriginals originals(file.fileName());
        ContextWithOriginals context(&originals);

        StepInput input;
        input.data = *Json::parse("{\"title\":\"Mine\",\"original\":{\"hash\":\"known\",\"name\":\"report.docx\"}}");
        StepResult result = (*step)->run(input, context);
        QVERIFY2(!result.error, qPrintable(result.error ? result.error->text : QString()));
        Json data = *result.edit.appliedTo(input.data);
        QCOMPARE(data.value("source_text").toString(), u"Kept."_s);
        QCOMPARE(data.value("title").toString(), u"Mine"_s);
        QCOMPARE(data.value("document").value("format").toString(), u"docx"_s);

        input.data = Json::object({{"content_base64", bytes.toBase64()}});
        result = (*step)->run(input, context);
        QVERIFY(!result.error);
        QCOMPARE(result.edit.appliedTo(input.data)->value("source_text").toString(), u"Kept."_s);

        input.data = *Json::parse("{\"original\":{\"hash\":\"lost\"}}");
        QCOMPARE((*step)->run(input, context).error->code, ErrorCode::NotFound);
        input.data = *Json::parse("{\"content_base64\":\"*\"}");
        QCOMPARE((*step)->run(input, context).error->code, ErrorCode::InputInvalid);
        input.data = Json::object();
        QCOMPARE((*step)->run(input, context).error->code, ErrorCode::InputInvalid);
    }
};

QTEST_GUILESS_MAIN(TestOffice)
#include "tst_office.moc"
