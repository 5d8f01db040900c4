// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/safehtml.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestSafeHtml : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formStaysAndDangersGo_data()
    {
        QTest::addColumn<QString>("html");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QString &html, const QString &expected) { QTest::newRow(name) << html << expected; };
        row("form", u"<h2>Mill</h2><p>A <b>race</b> &amp; a wheel.<br>Water</p>"_s, u"<h2>Mill</h2><p>A <b>race</b> &amp; a wheel.<br>Water</p>"_s);
        row("table", u"<TABLE border=1><tr><td colspan=\"2\" style='x'>a</td></tr></TABLE>"_s, u"<table><tr><td colspan=\"2\">a</td></tr></table>"_s);
        row("script", u"a<script>alert(1)</script>b<ScRiPt src=x></sCrIpT >c"_s, u"abc"_s);
        row("script without an end", u"a<script>alert(1)"_s, u"a"_s);
        row("halves of a script", u"<scr<script></script>ipt>alert(1)</script>"_s, u"ipt>alert(1)"_s);
        row("style, frame", u"<style>p{}</style><iframe src=x>y</iframe>z"_s, u"z"_s);
        row("redirection", u"<meta http-equiv=refresh content='0;url=http://evil'>x"_s, u"x"_s);
        row("handler", u"<p onclick=\"alert(1)\" title=\"t\">x</p>"_s, u"<p title=\"t\">x</p>"_s);
        row("link", u"<a href=\"https://example.org/?a=1&amp;b=2\" target=_top>x</a>"_s, u"<a href=\"https://example.org/?a=1&amp;b=2\">x</a>"_s);
        row("link within", u"<a href='other.html#x'>x</a><a href=#y>y</a>"_s, u"<a href=\"other.html#x\">x</a><a href=\"#y\">y</a>"_s);
        row("script as a link", u"<a href=\"javascript:alert(1)\">x</a>"_s, u"<a>x</a>"_s);
        row("hidden script", u"<a href=\"java&#115;cript:alert(1)\">x</a><a href=\"java\tscript:alert(1)\">y</a>"_s, u"<a>x</a><a>y</a>"_s);
        row("data", u"<a href='data:text/html,x'>x</a>"_s, u"<a>x</a>"_s);
        row("quote within", u"<p title='\"><script>'>x</p>"_s, u"<p title=\"&quot;>&lt;script>\">x</p>"_s);
        row("not closed", u"<div><p>x"_s, u"<div><p>x</p></div>"_s);
        row("not opened", u"x</div></main></body>y"_s, u"xy"_s);
        row("crossed", u"<b><i>x</b>y</i>"_s, u"<b><i>x</i></b>y"_s);
        row("comment", u"a<!-- <script> -->b<!doctype html>c<?php x ?>d"_s, u"abcd"_s);
        row("no tag", u"1 < 2 and <3"_s, u"1 &lt; 2 and &lt;3"_s);
        row("form fields", u"<form action=x><input name=y>text<textarea>z</textarea></form>"_s, u"text"_s);
        row("picture from elsewhere", u"<img src=\"http://evil/x.png\">x"_s, u"x"_s);
        row("cut off", u"<p title=\"x"_s, u"<p title=\"x\"></p>"_s);
        row("vector graphics", u"<svg><a href=\"javascript:1\"/></svg>x"_s, u"x"_s);
    }
    void formStaysAndDangersGo()
    {
        QFETCH(QString, html);
        QTEST(safeHtml(html), "expected");
        QCOMPARE(safeHtml(safeHtml(html)), safeHtml(html)); // what is safe stays as it is
    }

    void hostileTextsTakeNoTime()
    {
        QElapsedTimer timer;
        timer.start();
        for (const QString &piece : {u"<"_s, u"<div>"_s, u"</b>"_s, u"<b"_s, u"<!--"_s, u"<a href="_s, u"<p a "_s, u"<script></"_s}) {
            const QString html = safeHtml(piece.repeated(50'000));
            QVERIFY(!html.contains(u"<script"_s));
        }
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_APPLESS_MAIN(TestSafeHtml)
#include "tst_safehtml.moc"
