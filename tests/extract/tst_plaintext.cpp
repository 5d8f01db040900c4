// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/plaintext.h"

#include <QTest>

#include <ctime>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestPlainText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void joinsWrappedLinesAndKeepsBlocks()
    {
        const TextDocument document = textFromPlain(uR"(The Mill
========

A mill race is the channel
that carries water to a wheel, and non-
free water is rare.

1.2. Wheels

    Indented prose is still prose in
    many a manual. It is joined.

    int main() { return x->y; }
    foo(bar); baz = qux;

  * first item
    goes on
  * second item

Size    Name    Date
1200    a.txt   2024
3400    b.txt   2025
)"_s,
                                                    TextMarkup::Plain);
        QCOMPARE(document.title, u"The Mill"_s);
        QCOMPARE(document.text, uR"(# The Mill

A mill race is the channel that carries water to a wheel, and non-free water is rare.

## 1.2. Wheels

Indented prose is still prose in many a manual. It is joined.

```
int main() { return x->y; }
foo(bar); baz = qux;
```

- first item goes on
- second item

```
Size    Name    Date
1200    a.txt   2024
3400    b.txt   2025
```)"_s);
    }

    /// A sender's line ends mean something where the next word would have had room: those of a greeting, a signature, an address.
    void readsMail()
    {
        const TextDocument document = textFromPlain(uR"(Dear Mr Smith

the offer for the weir is attached. We can begin on 5 May if you answer
before 20 April, and the
gate is in stock.

On Monday Peter wrote:
> Could you send us the offer? The board meets on Friday and would like
> to see it by then.
>
> > All of it?
Yes.

Best regards
Anna Berger
Hydro Works GmbH
)"_s,
                                                    TextMarkup::Mail);
        QCOMPARE(document.text, uR"(Dear Mr Smith

the offer for the weir is attached. We can begin on 5 May if you answer before 20 April, and the gate is in stock.

On Monday Peter wrote:

> Could you send us the offer? The board meets on Friday and would like to see it by then.

> All of it?

Yes.

Best regards

Anna Berger

Hydro Works GmbH)"_s);
    }

    void readsMarkdown()
    {
        const TextDocument document = textFromPlain(uR"(---
title: "Front matter"
tags: [one, two]
---
# Heading #

Text with **bold**, *emphasis*, `code`, snake_case_name, a [link](http://x.org/a_(b)) and
<https://y.org>.
![image](x.png)

[![Build](https://x.org/b.svg?a=b)](https://x.org/b) [![Docs](d.svg)](d.html)

Setext
------

> Quoted words
> in two lines.

- item
  more
- [x] done

```sh
# not a heading
rm -rf /
```

| a | b |
|---|---|
| 1 | 2 |

[ref]: http://z.org
<!-- hidden
text -->
End.
)"_s,
                                                    TextMarkup::Markdown);
        QCOMPARE(document.title, u"Front matter"_s);
        QCOMPARE(document.keywords, (QStringList{u"one"_s, u"two"_s}));
        QCOMPARE(document.text, uR"(# Heading

Text with bold, emphasis, code, snake_case_name, a link and https://y.org.

## Setext

Quoted words in two lines.

- item more
- done

```
# not a heading
rm -rf /
```

```
| a | b |
|---|---|
| 1 | 2 |
```

End.)"_s);
    }

    void readsReStructuredText()
    {
        const TextDocument document = textFromPlain(uR"(.. _top:

==========
Big Title
==========

:Author: Nobody

See :ref:`the part <part>`, :file:`/etc/passwd`, ``literal`` and `a link <http://x>`__.
Footnoted [#f1]_ text ends here::

  code here

Sub
---

.. note:: Notes are read
   like text.

.. image:: x.png
   :alt: nothing

.. code-block:: c

   int x;

Last.
)"_s,
                                                    TextMarkup::ReStructured);
        QCOMPARE(document.title, u"Big Title"_s);
        QCOMPARE(document.text, uR"(# Big Title

See the part, /etc/passwd, literal and a link. Footnoted text ends here:

```
code here
```

## Sub

Notes are read like text.

```
int x;
```

Last.)"_s);
    }

    void readsWhatDirectivesOfAProjectHold()
    {
        const TextDocument document = textFromPlain(uR"(Set a value
-----------

.. signature::
  set(<variable> <value>)
  :target: normal

  Sets the variable in the current function.

.. versionadded:: 3.1

.. py:function:: open(name)
   :async:

   Opens it.

.. toctree::
   :maxdepth: 1

   other
)"_s,
                                                    TextMarkup::ReStructured);
        QCOMPARE(document.text, uR"(# Set a value

set(<variable> <value>)

Sets the variable in the current function.

open(name)

Opens it.)"_s);
    }

    void overstrikesAreRead()
    {
        // What nroff writes for a printer: bold and underlined.
        const TextDocument document
            = textFromPlain(u"N\bNA\bAM\bME\bE of the _\bf_\bi_\bl_\be, and _\b_ stays; \u00e9\b\u00e9t\b_\u00e9.\n"_s, TextMarkup::Plain);
        QCOMPARE(document.text, u"NAME of the file, and _ stays; \u00e9t\u00e9."_s);
    }

    void stripsNumbersFromTitles_data()
    {
        QTest::addColumn<QString>("heading");
        QTest::addColumn<QString>("title");
        QTest::newRow("chapter") << u"Chapter 3. Choosing a distribution"_s << u"Choosing a distribution"_s;
        QTest::newRow("number") << u"3.1.2. Voting"_s << u"Voting"_s;
        QTest::newRow("number without stop") << u"4.2 Scope"_s << u"Scope"_s;
        QTest::newRow("German") << u"Kapitel 3. Wahl"_s << u"Wahl"_s;
        QTest::newRow("no number") << u"2 packages a day"_s << u"2 packages a day"_s;
        QTest::newRow("word") << u"Chapters and verses"_s << u"Chapters and verses"_s;
    }
    void stripsNumbersFromTitles()
    {
        QFETCH(QString, heading);
        QFETCH(QString, title);
        QCOMPARE(withoutNumber(heading), title);
    }

    void expressionsEndInBoundedTime()
    {
        // A long paragraph of each: what looks at the rest again at every mark takes minutes for a file of some MB.
        const QStringList pieces{u"**a "_s,  u"__a "_s,    u"*a "_s,      u"[a]("_s, u"[a]["_s,        u"["_s,      u"!["_s, u"![a]("_s, u"<a "_s,
                                 u"<!-- "_s, u"<a@"_s,     u"<mailto:"_s, u"`a "_s,  u"``a "_s,        u"``` ` "_s, u"`"_s,  u":a"_s,    u":a:`"_s,
                                 u"`a <"_s,  u":ref:`a"_s, u"|a "_s,      u"*"_s,    u"(see :ref:`"_s, u"> "_s,     u"\\"_s, u"a*b"_s,   u" [#"_s};
        for (const TextMarkup markup : {TextMarkup::Plain, TextMarkup::Markdown, TextMarkup::ReStructured, TextMarkup::Mail}) {
            for (const QString &piece : pieces) {
                const QString paragraph = u"Text "_s + piece.repeated(60'000 / piece.size()) + u"\n\n"_s;
                const std::clock_t begin = std::clock(); // of this process alone, however busy the machine is
                (void)textFromPlain(paragraph, markup);
                const double seconds = double(std::clock() - begin) / CLOCKS_PER_SEC;
                QVERIFY2(seconds < 1, qPrintable(u"%1: %2 s"_s.arg(piece).arg(seconds)));
            }
        }
    }

    void aTitleThatNamesItsOwnLabelEnds()
    {
        const QString text = textFromPlain(u".. _x:\n\nA :ref:`x` title\n===============\n\nSee :ref:`x`.\n"_s, TextMarkup::ReStructured).text;
        QVERIFY2(text.size() < 200 && text.contains(u"title"_s), qPrintable(text.left(300)));
    }

    void bearsHostileInput()
    {
        (void)textFromPlain(QString(u"```a\n"_s).repeated(100'000), TextMarkup::Markdown);
        (void)textFromPlain(QString(u"- "_s).repeated(100'000), TextMarkup::Markdown);
        (void)textFromPlain(QString(u"[[[["_s).repeated(20'000), TextMarkup::Markdown);
        (void)textFromPlain(QString(u".. note::\n "_s).repeated(2'000), TextMarkup::ReStructured);
        (void)textFromPlain(QString(u"=\n"_s).repeated(100'000), TextMarkup::Plain);
    }
};

QTEST_GUILESS_MAIN(TestPlainText)
#include "tst_plaintext.moc"
