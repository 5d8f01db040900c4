// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// fuzz_extract --runs N | --seconds S [--seed S] [--only FORMAT]
//
// Feeds mutated documents to every reader of our own: texts and pages, mails and mailboxes, tables, XML in and out of archives, the directory of an
// archive, the lines of pages, charsets. One execution is one document given to one of them. What must hold: it ends; a block lies within the text,
// on whole characters, behind the one before; its place is one; what travels between processes arrives as it was. A broken promise prints the
// seed, the execution and the document in hexadecimal, and ends with 1.
#include "extract/charset.h"
#include "extract/extracteddocument.h"
#include "extract/formats.h"
#include "extract/mime.h"
#ifdef MILLRACE_HAS_KARCHIVE
#include "extract/officeextractors.h"
#endif
#include "extract/pagetext.h"
#include "fuzz/mutator.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <limits>
#include <vector>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const QList<QByteArray> kTexts{
    "# Title\n\nA paragraph of\ntwo lines.\n\n- one\n- two\n  1. deep\n\n```\ncode\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
    "Title\n=====\n\nText with *stars* and `code`::\n\n    verbatim\n\n.. note:: careful\n\n:field: x\n",
    "1. First chapter\n\nProse goes on\nand on.\n\nCAPITALS HERE\n\n  a) item\n  b) item\n",
    "\xef\xbb\xbf"
    "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80\r\n\r\nnext\rline\n",
    "caf\xe9 \xfc"
    "ber\n"};
const QList<QByteArray> kPages{"<!DOCTYPE html><html lang=de><head><title>T</title><meta charset=utf-8></head><body><main><h1>H &amp; "
                               "&#8212;</h1><p>a<br>b</p><ul><li>x<ol><li>y</ol></ul>"
                               "<table><tr><th>a<th>b<tr><td>1<td>2</table><pre>c\nd</pre><dl><dt>t<dd>d</dl></main></body></html>",
                               "<p>a<p>b<div>c</div><script>x<</script><!-- c --><table><tr><td><p>one</p></td></tr></table>"};
const QList<QByteArray> kMails{"From: A <a@b>\nTo: c\nSubject: =?utf-8?q?caf=C3=A9?= =?utf-8?b?w6k=?=\nDate: Mon, 3 Mar 2025 10:00:00 "
                               "+0100\nContent-Type: multipart/mixed; boundary=\"x\"\n\n"
                               "--x\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nEin "
                               "=FC=\nber\n--x\nContent-Type: text/html\n\n<p>h</p>\n--x\n"
                               "Content-Type: text/csv; name*0*=utf-8''a%20; name*1=b.csv\nContent-Transfer-Encoding: base64\n\nYSxiCg==\n--x--\n",
                               "From a@b Mon Mar  3 10:00:00 2025\nFrom: a@b\nTo: c\nSubject: s\n\nText.\n\nFrom c@d Tue Mar  4 10:00:00 2025\nFrom: "
                               "c@d\nTo: e\nSubject: t\n\nText.\n"};
const QList<QByteArray> kData{"a,b;c\n1,\"x\ny\",3\n\n4,5\n", "{\"a\":{\"b\":[1,\"x\",null,true]}}", "{\"a\":1}\n{\"b\":[2]}\n\n",
                              "<?xml version=\"1.0\"?><doc xml:lang=\"en\"><section><title>T</title><para>a <emphasis>b</emphasis> "
                              "c</para><screen>x\ny</screen></section></doc>"};

const QList<QByteArray> kManuals{
    ".TH A 1\n.SH NAME\na \\- b\n.TP\n.B \\-x\nText\\fBb\\fP.\n.RS\n.IP \\(bu 2\ni\n.RE\n.nf\ncode\n.fi\n.SS \"Two words\"\n.BR a (1)\n",
    ".ie \\n(.g .ds Aq \\(aq\n.el \\{\\\n.ds Aq '\n.\\}\n.de X\nno\n..\n.TH A 1\n.TS\ntab(;) allbox;\nl l.\na;T{\nb\nT}\n.TE\n\\*(Aqx\\c\n"};

const QList<QByteArray> kDictionary{".TP\n",
                                    ".IP \\(bu\n",
                                    ".RS\n",
                                    ".nf\n",
                                    ".if n \\{\\\n",
                                    ".\\}\n",
                                    ".TS\nl l.\n",
                                    "T{\n",
                                    "\\[u1F600]",
                                    "\\*(",
                                    "\\f[",
                                    "<p>",
                                    "</p>",
                                    "<table>",
                                    "<tr>",
                                    "<td>",
                                    "<li>",
                                    "</ul>",
                                    "<pre>",
                                    "<!--",
                                    "-->",
                                    "<![CDATA[",
                                    "]]>",
                                    "&amp;",
                                    "&#x0;",
                                    "&#55555;",
                                    "<",
                                    ">",
                                    "\"",
                                    "'",
                                    "\n\n",
                                    "\r\n",
                                    "\t",
                                    "\xc2\xa0",
                                    "\xe2\x80\x8b",
                                    "\xf0\x9f\x98\x80",
                                    "\xff",
                                    "\x80",
                                    "--x",
                                    "--x--",
                                    "boundary=",
                                    "Content-Type: multipart/alternative; boundary=x",
                                    "=?utf-8?q?",
                                    "?=",
                                    "=",
                                    "==",
                                    "```",
                                    "===",
                                    "---",
                                    "* ",
                                    "1. ",
                                    "| ",
                                    "#",
                                    "::",
                                    ".. ",
                                    "From ",
                                    "Subject: ",
                                    ";",
                                    ",",
                                    ":",
                                    " charset=",
                                    "PK\x01\x02",
                                    "PK\x05\x06",
                                    "w:p",
                                    "w:tbl",
                                    "w:tr",
                                    "w:tc",
                                    "w:t",
                                    "text:p",
                                    "table:table-row",
                                    "table:number-columns-repeated=\"9999999\"",
                                    "r=\"XFD1048576\"",
                                    "r=\"-1\"",
                                    "t=\"s\"",
                                    "s=\"99\"",
                                    "<v>1e308</v>"};

struct Target
{
    QString format; ///< empty: the format is found out
    QString name;
    Mutator texts;
    std::function<QByteArray(const QByteArray &)> wrap; ///< from the mutated text to a document
};

#ifdef MILLRACE_HAS_KARCHIVE
const QByteArray kWord = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:pPr><w:pStyle "
                         "w:val=\"H\"/><w:outlineLvl w:val=\"0\"/>"
                         "</w:pPr><w:r><w:t>Head</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId "
                         "w:val=\"2\"/></w:numPr></w:pPr><w:r><w:t>item</w:t><w:br/></w:r></w:p>"
                         "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></"
                         "w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
                         "<w:del><w:r><w:t>gone</w:t></w:r></w:del></w:body></w:document>";
const QByteArray kOdf
    = "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
      "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "
      "xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" "
      "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><office:body><office:text>"
      "<text:h text:outline-level=\"2\">H</text:h><text:p>a<text:s "
      "text:c=\"3\"/>b<text:note><text:note-body><text:p>n</text:p></text:note-body></text:note></text:p>"
      "<text:list text:style-name=\"L\"><text:list-item><text:p>i</text:p></text:list-item></text:list><table:table "
      "table:name=\"S\"><table:table-row "
      "table:number-rows-repeated=\"2\"><table:table-cell "
      "table:number-columns-repeated=\"3\"><text:p>1</text:p></table:table-cell></table:table-row></table:table>"
      "<draw:page draw:name=\"P\"><draw:frame><text:p>t</text:p></draw:frame></draw:page></office:text></office:body></office:document-content>";
const QByteArray kSheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>45000.5</v></c></row><row "
                          "r=\"3\"><c t=\"inlineStr\"><is><t>x</t>"
                          "</is></c><c t=\"b\"><v>1</v></c></row></sheetData></worksheet>";
const QByteArray kSlide = "<p:sld xmlns:p=\"urn:p\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><p:sp><p:nvPr><p:ph "
                          "type=\"title\"/></p:nvPr><a:p><a:r><a:t>T</a:t></a:r>"
                          "</a:p></p:sp><p:sp><p:ph/><a:p><a:pPr "
                          "lvl=\"1\"><a:buAutoNum/></a:pPr><a:r><a:t>x</a:t></a:r></a:p></p:sp><a:tbl><a:tr><a:tc><a:p><a:r><a:t>c</a:t></a:r></a:p>"
                          "</a:tc></a:tr></a:tbl></p:sld>";
#endif

std::vector<Target> targets(quint64 seed, const QString &only)
{
    const auto asItIs = [](const QByteArray &text) { return text; };
    std::vector<Target> list;
    const auto add = [&](const QString &format, const QString &name, const QList<QByteArray> &samples,
                         const std::function<QByteArray(const QByteArray &)> &wrap) {
        if ((only.isEmpty() || only == format) && (format.isEmpty() || findExtractor(format)))
            list.push_back({format, name, Mutator(seed + list.size(), samples, kDictionary), wrap});
    };
    for (const char *format : {"text", "markdown", "rst", "source"})
        add(QString::fromLatin1(format), u"a.txt"_s, kTexts, asItIs);
    add(u"manual"_s, u"a.1"_s, kManuals, asItIs);
    add(u"html"_s, u"a.html"_s, kPages, asItIs);
    add(u"eml"_s, u"a.eml"_s, kMails, asItIs);
    add(u"mbox"_s, u"a.mbox"_s, kMails, asItIs);
    add(u"csv"_s, u"a.csv"_s, kData, asItIs);
    add(u"json"_s, u"a.json"_s, kData, asItIs);
    add(u"jsonl"_s, u"a.jsonl"_s, kData, asItIs);
    add(u"xml"_s, u"a.xml"_s, kData + kPages, asItIs);
    add({}, u"a"_s, kTexts + kPages + kManuals + kMails + kData, asItIs);
#ifdef MILLRACE_HAS_KARCHIVE
    add(u"docx"_s, u"a.docx"_s, {kWord}, [](const QByteArray &xml) { return storedZip({{"word/document.xml", xml}, {"word/footnotes.xml", xml}}); });
    for (const char *format : {"odt", "ods", "odp"}) {
        add(QString::fromLatin1(format), u"a.odt"_s, {kOdf},
            [](const QByteArray &xml) { return storedZip({{"content.xml", xml}, {"meta.xml", xml}}); });
    }
    add(u"xlsx"_s, u"a.xlsx"_s, {kSheet}, [](const QByteArray &xml) {
        return storedZip({{"xl/workbook.xml", "<workbook xmlns:r=\"urn:r\"><sheets><sheet name=\"A\" r:id=\"r1\"/></sheets></workbook>"},
                          {"xl/_rels/workbook.xml.rels",
                           "<Relationships><Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"s.xml\"/><Relationship Id=\"r2\" "
                           "Type=\"x/sharedStrings\" Target=\"t.xml\"/>"
                           "</Relationships>"},
                          {"xl/s.xml", xml},
                          {"xl/t.xml", "<sst><si><t>shared</t></si></sst>"}});
    });
    add(u"pptx"_s, u"a.pptx"_s, {kSlide}, [](const QByteArray &xml) {
        return storedZip(
            {{"ppt/presentation.xml", "<p:p xmlns:p=\"urn:p\" xmlns:r=\"urn:r\"><p:sldId id=\"1\" r:id=\"r1\"/></p:p>"},
             {"ppt/_rels/presentation.xml.rels", "<Relationships><Relationship Id=\"r1\" Type=\"x/slide\" Target=\"s.xml\"/></Relationships>"},
             {"ppt/s.xml", xml}});
    });
    add(u"epub"_s, u"a.epub"_s, kPages, [](const QByteArray &html) {
        return storedZip(
            {{"META-INF/container.xml", "<c><rootfile full-path=\"b.opf\"/></c>"},
             {"b.opf",
              "<p><metadata><title>B</title></metadata><manifest><item id=\"c\" href=\"c.html\" media-type=\"text/html\"/></manifest><spine>"
              "<itemref idref=\"c\"/></spine></p>"},
             {"c.html", html}});
    });
    // Archives themselves.
    add(u"docx"_s, u"b.docx"_s,
        {storedZip({{"word/document.xml", kWord.first(200)}, {"a/b.xml", "x"}}), storedZip({{"mimetype", "application/epub+zip"}})}, asItIs);
#endif
    return list;
}

/// Why a document is none; empty where it holds what it promises.
QString problemWith(const ExtractedDocument &document)
{
    const QByteArray text = document.text.toUtf8();
    if (firstInvalidUtf8(text) >= 0)
        return u"the text is no Unicode"_s;
    qint64 last = 0;
    const auto onCharacter = [&text](qint64 at) { return at == text.size() || (uchar(text[at]) & 0xC0) != 0x80; };
    for (const TextBlock &block : document.blocks) {
        if (block.from < last || block.to <= block.from || block.to > text.size())
            return u"a block lies outside of the text"_s;
        if (!onCharacter(block.from) || !onCharacter(block.to))
            return u"a block divides a character"_s;
        if (block.place.part >= document.parts.size() || block.place.to < block.place.from || (block.place.from < 0 && block.place.to >= 0))
            return u"a place is none"_s;
        for (const TextCell &cell : block.cells) {
            if (cell.from < block.from || cell.to < cell.from || cell.to > block.to || cell.column < 1 || !onCharacter(cell.from)
                || !onCharacter(cell.to))
                return u"a cell lies outside of its row"_s;
        }
        last = block.to;
    }
    for (const DocumentPart &part : document.parts) {
        if (part.from < 0 || part.to < part.from || part.to > text.size())
            return u"a part lies outside of the text"_s;
    }
    const Result<Json> parsed = Json::parse(document.toJson().toBytes());
    const auto back = parsed ? ExtractedDocument::fromJson(*parsed) : Result<ExtractedDocument>(std::unexpected(parsed.error()));
    return back && *back == document ? QString() : u"it does not survive its journey"_s;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{u"runs"_s, u"Executions to make."_s, u"N"_s},
                       {u"seconds"_s, u"Time to run."_s, u"S"_s},
                       {u"seed"_s, u"Where chance starts."_s, u"S"_s, u"1"_s},
                       {u"only"_s, u"One format alone."_s, u"FORMAT"_s}});
    parser.addHelpOption();
    parser.process(application);
    if (!parser.isSet(u"runs"_s) && !parser.isSet(u"seconds"_s))
        parser.showHelp(2);
    const qint64 runs = parser.isSet(u"runs"_s) ? parser.value(u"runs"_s).toLongLong() : std::numeric_limits<qint64>::max();
    const qint64 ms = parser.isSet(u"seconds"_s) ? parser.value(u"seconds"_s).toLongLong() * 1000 : std::numeric_limits<qint64>::max();
    const quint64 seed = parser.value(u"seed"_s).toULongLong();
    // Broken archives are told by the library in the log; here they are what is asked for.
    qputenv("QT_LOGGING_RULES", "kf.archive=false");

    std::vector<Target> all = targets(seed, parser.value(u"only"_s));
    QElapsedTimer timer;
    timer.start();
    qint64 read = 0;
    qint64 executions = 0;
    for (; executions < runs && (executions % 64 != 0 || timer.elapsed() < ms) && !all.empty(); ++executions) {
        Target &target = all[size_t(executions) % all.size()];
        ExtractInput input;
        input.name = target.name;
        input.bytes = target.wrap(target.texts.next());
        // Of the processor: a busy machine is no finding.
        const std::clock_t begun = std::clock();
        const Result<ExtractedDocument> document = target.format.isEmpty() ? extractDocument(input) : findExtractor(target.format)->extract(input);
        QString problem = document ? problemWith(*document) : document.error().text.isEmpty() ? u"a refusal without a reason"_s : QString();
        if (const std::clock_t took = (std::clock() - begun) / (CLOCKS_PER_SEC / 1000); took > 5000)
            problem = u"it took %1 ms"_s.arg(took);
        if (document && !document->children.isEmpty()) {
            ExtractInput child = input;
            child.child = {0};
            (void)extractDocument(child);
        }
        read += document ? 1 : 0;
        if (!problem.isEmpty()) {
            std::printf("%s: %s, with seed %llu at execution %lld:\n%s\n", qPrintable(target.format), qPrintable(problem),
                        static_cast<unsigned long long>(seed), static_cast<long long>(executions), input.bytes.toHex().constData());
            return 1;
        }
        // The lines of a page are texts too.
        if (executions % 16 == 0) {
            ExtractedDocument pages;
            const QString lines = QString::fromUtf8(input.bytes);
            pages.append(textFromPages({{1, lines}, {2, lines}, {3, lines}, {4, {}}}, {{1, u"Title"_s, -1}, {2, u"First chapter"_s, -1}}));
            if (const QString broken = problemWith(pages); !broken.isEmpty()) {
                std::printf("pages: %s, with seed %llu at execution %lld:\n%s\n", qPrintable(broken), static_cast<unsigned long long>(seed),
                            static_cast<long long>(executions), input.bytes.toHex().constData());
                return 1;
            }
        }
    }
    std::printf("%lld executions, %lld of them read, nothing broken\n", static_cast<long long>(executions), static_cast<long long>(read));
    return 0;
}
