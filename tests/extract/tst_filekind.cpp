// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/filekind.h"
#include "extract/formats.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestFileKind : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsAFileByNameAndStart_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("kind");
        QTest::newRow("html") << u"a.HTML"_s << "x"_ba << int(FileKind::Html);
        QTest::newRow("html without a name for it") << u"index"_s << "\n<!DOCTYPE html><html>"_ba << int(FileKind::Html);
        QTest::newRow("text about html") << u"a.txt"_s << "How to write <html> pages"_ba << int(FileKind::Plain);
        QTest::newRow("json") << u"a.json"_s << "{}"_ba << int(FileKind::Json);
        QTest::newRow("lines") << u"a.ndjson"_s << "{}"_ba << int(FileKind::JsonLines);
        QTest::newRow("csv") << u"a.tsv"_s << "a"_ba << int(FileKind::Csv);
        QTest::newRow("markdown") << u"README.md"_s << "a"_ba << int(FileKind::Markdown);
        QTest::newRow("rst as text") << u"index.rst.txt"_s << "a"_ba << int(FileKind::ReStructured);
        QTest::newRow("readme") << u"README"_s << "a"_ba << int(FileKind::Plain);
        QTest::newRow("program") << u"x.py"_s << "import os"_ba << int(FileKind::Source);
        QTest::newRow("script") << u"run"_s << "#!/bin/sh\n"_ba << int(FileKind::Source);
    }
    void knowsAFileByNameAndStart()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, head);
        QFETCH(int, kind);
        QCOMPARE(int(fileKindOf(name, head)), kind);
    }

    void namesWhatNobodyReads_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<QString>("what");
        QTest::newRow("style sheet") << u"a/theme.CSS"_s << "body { color: red }"_ba << u"a style sheet"_s;
        QTest::newRow("drawing") << u"a.svg"_s << "<?xml version=\"1.0\"?><svg/>"_ba << u"an SVG image"_s;
        QTest::newRow("drawing by another name") << u"logo"_s << "<svg xmlns='x'>"_ba << u"an SVG image"_s;
        QTest::newRow("page with a drawing") << u"a.xhtml"_s << "<?xml version=\"1.0\"?><html><svg/>"_ba << QString();
        QTest::newRow("packed") << u"jquery.js"_s << "/*! (c) */\n" + QByteArray("a=function(b){return c};").repeated(100) << u"a packed script"_s;
        QTest::newRow("written by somebody") << u"a.js"_s << QByteArray("// Says hello.\nfunction hello() {\n    return 1;\n}\n").repeated(20)
                                             << QString();
        QTest::newRow("short") << u"a.js"_s << "hello()"_ba << QString();
        QTest::newRow("source map") << u"a.js.map"_s << "{\"version\":3,\"mappings\":\"AAAA\"}"_ba << u"a source map"_s;
        QTest::newRow("another map") << u"site.map"_s << "The mill stands left of the river."_ba << QString();
        QTest::newRow("a folder's suffix") << u"x.css/README"_s << "Read me"_ba << QString();
    }
    void namesWhatNobodyReads()
    {
        QFETCH(QString, name);
        QFETCH(QByteArray, head);
        QFETCH(QString, what);
        QCOMPARE(unreadFormatOf(name, head).value_or(QString()), what);
    }

    void namesForeignFormats()
    {
        QVERIFY(foreignFormatOf("\x89PNG\r\n\x1a\n...")->contains("PNG"_L1));
        QVERIFY(foreignFormatOf("\x7f"
                                "ELF\2")
                    ->contains("program"_L1));
        QVERIFY(foreignFormatOf("\x1f\x8b\x08")->contains("gzip"_L1));
        QVERIFY(foreignFormatOf("%PDF-1.7")->contains("PDF"_L1));
        QVERIFY(!foreignFormatOf("MZ is how this text begins"));
        for (const char *text : {"OTTO GmbH & Co KG", "ID3 is an algorithm", "RIFF stands for", "BZh\xc3\xa4",
                                 "MZ-Stra\xdf"
                                 "e"})
            QVERIFY2(!foreignFormatOf(text), text);
        QVERIFY(foreignFormatOf(QByteArray("OTTO\0\x0c", 6)));
        QVERIFY(!foreignFormatOf("Plain"));
    }

    void aTextThatTellsOfPdfIsNone()
    {
        QVERIFY(formatOf(u"log.txt"_s, "A file begins with %PDF-1.7, as the standard says.\n") != "pdf"_L1);
        QCOMPARE(formatOf(u"a.bin"_s, QByteArray("\0\1mail\n%PDF-1.4\n", 16)), u"pdf"_s);
        QCOMPARE(formatOf(u"a"_s, "%PDF-1.4\n1 0 obj"), u"pdf"_s);
    }
};

QTEST_GUILESS_MAIN(TestFileKind)
#include "tst_filekind.moc"
