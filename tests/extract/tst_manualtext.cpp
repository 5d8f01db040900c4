// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/manualtext.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestManualText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pagesAreKnownByTheirFirstLines_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<bool>("is");
        QTest::newRow("title") << ".TH LS 1\n.SH NAME\n"_ba << true;
        QTest::newRow("comments first") << "'\\\" t\n.\\\" Copyright\n.if !\\n(.g .ds x y\n.TH LS 1\n"_ba << true;
        QTest::newRow("another set of macros") << ".Dd March 3\n.Dt LS 1\n"_ba << false;
        QTest::newRow("a text that mentions it") << "The macro .TH begins a page.\n"_ba << false;
        QTest::newRow("no title") << ".TH\n"_ba << false;
        QTest::newRow("nothing") << ""_ba << false;
    }
    void pagesAreKnownByTheirFirstLines()
    {
        QFETCH(QByteArray, head);
        QFETCH(bool, is);
        QCOMPARE(looksLikeManual(head), is);
    }

    void layoutBecomesBlocks_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("text");
        QTest::newRow("sections, fonts, paragraphs")
            << u".SH NAME\nls \\- list\\fB files\\fP\n.SS \"Exit status\"\nNone.\n.PP\nOne\n.B two\n.IR three ,\nfour.\n"_s
            << u"# NAME\n\nls - list files\n\n## Exit status\n\nNone.\n\nOne two three, four."_s;
        QTest::newRow("tagged paragraphs")
            << u".TP\n.BR \\-a ,\\  \\-\\-all\nShows all.\n.TP\n.B \\-b\n.TQ\n.B \\-c\nBoth.\n.IP \\(bu 2\nA bullet.\n.IP 1.\nFirst.\n"_s
            << u"- -a, --all: Shows all.\n- -b, -c: Both.\n- A bullet.\n1. First."_s;
        QTest::newRow("levels") << u".IP \\(bu\nOuter.\n.RS\n.IP \\(bu\nInner.\n.RE\n.IP \\(bu\nOuter.\n"_s << u"- Outer.\n  - Inner.\n- Outer."_s;
        QTest::newRow("examples") << u"Like so:\n.nf\n$ ls \\-l\n\n\\&.profile\n.fi\nDone.\n"_s
                                  << u"Like so:\n\n```\n$ ls -l\n\n.profile\n```\n\nDone."_s;
        QTest::newRow("what a terminal decides")
            << u".if n yes\n.if t no\n.ie \\nF no\n.el yes\n.if t \\{\\\nno\n.\\}\n.ie n \\{\\\nyes\n.\\}\n.el \\{\\\nno\n.\\}\n"_s
            << u"yes yes yes"_s;
        QTest::newRow("strings and characters") << u".ds Aq \\(aq\n\\*(Aqa\\*(Aq \\(lqb\\(rq \\[u00E9] \\(:u \\*(lqc\\*(rq \\s-1D\\s0 e\\e\n"_s
                                                << u"'a' \x201c"
                                                   u"b\x201d \xe9 \xfc \x201c"
                                                   u"c\x201d D e\\"_s;
        QTest::newRow("macros of its own are not run") << u".de XX\nno\n..\n.XX\n.ig\nno\n..\nyes\n"_s << u"yes"_s;
        QTest::newRow("tables") << u".TS\ntab(;);\nlb l\nl l.\nName;Value\na;T{\nlong\n.B one\nT}\n.TE\n"_s
                                << u"| Name | Value |\n| a | long one |"_s;
        QTest::newRow("lines that go on") << u"one\\c\n, two\n.UR https://example.org\nhere\n.UE .\n"_s << u"one, two https://example.org here."_s;
        QTest::newRow("an example under a tag") << u".TP\n.nf\n.B \\-x\ncode\n.fi\nText.\n"_s << u"- -x\n\n```\ncode\n```\n\nText."_s;
        QTest::newRow("halves of characters") << u"a\\(a\U0001F600b\\h\U0001F600c\n"_s << u"ab"_s;
        QTest::newRow("what never ends") << u".de X\ntext\n.if n \\{\n.TS\nx"_s << QString();
    }
    void layoutBecomesBlocks()
    {
        QFETCH(QString, page);
        QFETCH(QString, text);
        const TextDocument document = textFromManual(page);
        QCOMPARE(document.text, text);
        for (const TextBlock &block : document.blocks)
            QVERIFY(block.place.from >= 0 && block.place.to > block.place.from && block.place.to <= page.size());
    }

    void placesAndTitleAreKept()
    {
        const QString page = u".TH LS 1 2025-03-03\n.SH NAME\nls \\- list\n.PP\nMore\nof it.\n"_s;
        const TextDocument document = textFromManual(page);
        QCOMPARE(document.title, u"LS(1)"_s);
        QCOMPARE(document.blocks.size(), 3);
        const Place place = document.blocks.at(2).place;
        QCOMPARE(page.sliced(place.from, place.to - place.from), u"More\nof it."_s);
    }
};

QTEST_GUILESS_MAIN(TestManualText)
#include "tst_manualtext.moc"
