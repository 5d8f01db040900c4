// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/htmltext.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestHtmlText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatAReaderReads()
    {
        const TextDocument page = textFromHtml(uR"(<!DOCTYPE html><html lang="en"><head><title>Backups &mdash; The Manual</title>
<meta name="keywords" content="backup, restore"><style>p { color: red }</style><script>if (a < b) alert("x")</script></head>
<body><nav><a href="/">Home</a></nav><div class="navheader">Prev Next</div>
<h1>1. Backups</h1><p>A backup is
a copy of data.   It is kept <em>elsewhere</em> &amp; safe.<br>Test it.</p>
<ul><li>First item.</li><li>Second item
goes on.<ol><li>Deep</li></ol></li></ul>
<pre>cp -a /home
  /mnt</pre>
<table><tr><th>Kind</th><th>Size</th></tr><tr><td>full</td><td>10 GB</td></tr></table>
<!-- not <p>this</p> -->
<footer>All rights reserved</footer></body></html>)"_s);
        QCOMPARE(page.title, u"Backups"_s);
        QCOMPARE(page.language, u"en"_s);
        QCOMPARE(page.keywords, (QStringList{u"backup"_s, u"restore"_s}));
        QCOMPARE(page.text, uR"(# 1. Backups

A backup is a copy of data. It is kept elsewhere & safe. Test it.

- First item.
- Second item goes on.
  1. Deep

```
cp -a /home
  /mnt
```

| Kind | Size |
| full | 10 GB |)"_s);
    }

    void readsABookOnOnePage()
    {
        // Sphinx: what is a table of contents elsewhere holds the chapters here.
        const TextDocument page = textFromHtml(
            u"<html><body><h1>Book</h1><p>About it.</p><div class=\"toctree-wrapper compound\"><ul><li><a href=\"#a\">Chapter</a></li></ul>"
            "<section id=\"a\"><h2>Chapter</h2><p>Its text.</p></section></div></body></html>"_s);
        QCOMPARE(page.text, u"# Book\n\nAbout it.\n\n## Chapter\n\nIts text."_s);
    }

    void readsTheMarkedMainPartAlone()
    {
        const TextDocument page
            = textFromHtml(u"<body><div>Menu of many things</div><div role=\"main\"><h1>Topic</h1><p>%1</p></div><p>Aside</p>"_s.arg(
                u"The main part says it all in a sentence of a reasonable length for a page."_s));
        QVERIFY(page.text.startsWith("# Topic\n\nThe main part"_L1));
        QVERIFY(!page.text.contains("Menu"_L1));
        QVERIFY(!page.text.contains("Aside"_L1));
    }

    void everyBlockStandsWhereItIsWritten()
    {
        // A blank between elements has no place; a term that nothing defines has its own.
        const QString html = u"<h1>Head</h1>\n<dl>\n<dt>Alone</dt>\n<dt>Together</dt>\n</dl>\n<dl><dt>Mill</dt>\n<dd>Grinds grain.</dd>\n</dl>\n"
                             "<ul>\n<li>Item</li>\n</ul>\n<table>\n<tr><td>a</td><td>b</td></tr>\n</table>\n<p>End</p>"_s;
        const TextDocument document = textFromHtml(html);
        QStringList written;
        for (const TextBlock &block : document.blocks) {
            QVERIFY2(block.place.from >= 0 && block.place.to > block.place.from && block.place.to <= html.size(), qPrintable(document.text));
            written.append(html.sliced(block.place.from, block.place.to - block.place.from));
        }
        QCOMPARE(written,
                 (QStringList{u"Head"_s, u"Alone</dt>\n<dt>Together"_s, u"Mill</dt>\n<dd>Grinds grain."_s, u"Item"_s, u"a</td><td>b"_s, u"End"_s}));
    }

    void readsAPageThatIsLaidOutByATable()
    {
        const TextDocument page = textFromHtml(u"<table><tr><td><p>One paragraph.</p><p>Another one.</p></td></tr></table>"_s);
        QCOMPARE(page.text, u"One paragraph.\n\nAnother one."_s);
    }

    void bearsWhatIsNotWellFormed_data()
    {
        QTest::addColumn<QString>("html");
        QTest::addColumn<QString>("text");
        QTest::newRow("open elements") << u"<p>One<p>Two<ul><li>a<li>b"_s << u"One\n\nTwo\n\n- a\n- b"_s;
        QTest::newRow("head never closed") << u"<head><title>x</title><p>Text"_s << u"Text"_s;
        QTest::newRow("lone less-than") << u"<p>1 < 2 and 3<4</p>"_s << u"1 < 2 and 3<4"_s;
        QTest::newRow("crossing") << u"<p><b>bold<i>both</b>italic</i></p>"_s << u"boldbothitalic"_s;
        QTest::newRow("end without start") << u"</div></p>Text</section>"_s << u"Text"_s;
        QTest::newRow("unclosed tag") << u"<p>Text</p><a href=\"x"_s << u"Text"_s;
        QTest::newRow("unclosed comment") << u"<p>Text</p><!-- x"_s << u"Text"_s;
        QTest::newRow("script to the end") << u"<p>Text</p><script>x"_s << u"Text"_s;
        QTest::newRow("unknown entity") << u"<p>AT&T &nosuch; &#x41;&#0;</p>"_s << u"AT&T &nosuch; A&#0;"_s;
        QTest::newRow("empty") << QString() << QString();
    }
    void bearsWhatIsNotWellFormed()
    {
        QFETCH(QString, html);
        QFETCH(QString, text);
        QCOMPARE(textFromHtml(html).text, text);
    }

    void decodesCharacterReferences() { QCOMPARE(decodedEntities(u"&eacute;&#233;&#xE9;&apos;&hellip;&amp;lt;&#x1F600;"), u"ééé'…&lt;😀"_s); }

    void findsTheDeclaredCharset()
    {
        QCOMPARE(declaredHtmlCharset("<head><meta charset=utf-8>"), "utf-8"_ba);
        QCOMPARE(declaredHtmlCharset("<meta http-equiv=\"Content-Type\" content=\"text/html; charset=ISO-8859-15\">"), "ISO-8859-15"_ba);
        QCOMPARE(declaredHtmlCharset("<?xml version=\"1.0\" encoding=\"koi8-r\"?>"), "koi8-r"_ba);
        QVERIFY(!declaredHtmlCharset("<p>charset is a word</p>"));
    }

    void takesLinearTimeForHostileInput_data()
    {
        QTest::addColumn<QString>("html");
        QTest::newRow("deep") << QString(u"<div>"_s).repeated(400'000);
        QTest::newRow("ends") << QString(u"<div>"_s).repeated(600) + QString(u"</p>"_s).repeated(400'000);
        QTest::newRow("less-than") << QString(u'<').repeated(1'000'000);
        QTest::newRow("ampersands") << QString(u'&').repeated(1'000'000);
        QTest::newRow("attributes") << u"<a "_s + QString(u"x=1 "_s).repeated(400'000);
        QTest::newRow("cells") << u"<table><tr>"_s + QString(u"<td>x"_s).repeated(200'000);
    }
    void takesLinearTimeForHostileInput()
    {
        QFETCH(QString, html);
        QElapsedTimer timer;
        timer.start();
        (void)textFromHtml(html);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestHtmlText)
#include "tst_htmltext.moc"
