// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/renderededit.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestRenderedEdit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aChangedWordChangesNothingElse_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("form");
        QTest::addColumn<QString>("old");
        QTest::addColumn<QString>("replacement");
        QTest::addColumn<QString>("result");
        QTest::newRow("a word of a paragraph") << u"The mill\nturns **slowly** now.\n\nIt stops."_s << u"markdown"_s << u"turns"_s << u"runs"_s
                                               << u"The mill\nruns **slowly** now.\n\nIt stops."_s;
        QTest::newRow("a bold word") << u"It turns **slowly** now."_s << u"markdown"_s << u"slowly"_s << u"fast"_s << u"It turns **fast** now."_s;
        QTest::newRow("the text of a link") << u"See [the page](https://example.org/page) now."_s << u"markdown"_s << u"page"_s << u"site"_s
                                            << u"See [the site](https://example.org/page) now."_s;
        QTest::newRow("an item of a list") << u"Parts:\n\n- sluice\n- wheel\n"_s << u"markdown"_s << u"wheel"_s << u"mill wheel"_s
                                           << u"Parts:\n\n- sluice\n- mill wheel\n"_s;
        QTest::newRow("words added at the end") << u"One.\n\nTwo."_s << u"markdown"_s << u"Two."_s << u"Two. Three."_s << u"One.\n\nTwo. Three."_s;
        QTest::newRow("a word taken out") << u"It is *very* good."_s << u"markdown"_s << u" very good"_s << u" good"_s << u"It is good."_s;
        QTest::newRow("a mark of Markdown") << u"The rate is low."_s << u"markdown"_s << u"rate"_s << u"*rate*"_s << u"The \\*rate\\* is low."_s;
        QTest::newRow("HTML") << u"<h1>Mill</h1><p class=\"lead\">It <em>turns</em> &amp; stops.</p>"_s << u"html"_s << u"turns"_s << u"runs < 3"_s
                              << u"<h1>Mill</h1><p class=\"lead\">It <em>runs &lt; 3</em> &amp; stops.</p>"_s;
        QTest::newRow("a new paragraph") << u"One. Two."_s << u"markdown"_s << u" Two."_s << u"\u2029Two."_s << u"One.\n\nTwo."_s;
        QTest::newRow("a new paragraph of HTML") << u"<p>One. Two.</p>"_s << u"html"_s << u" Two."_s << u"\u2029Two."_s
                                                 << u"<p>One.</p>\n<p>Two.</p>"_s;
        QTest::newRow("plain") << u"One\ntwo"_s << u"plain"_s << u"two"_s << u"three"_s << u"One\nthree"_s;
        QTest::newRow("beyond the first plane") << u"A \U0001F600 smile"_s << u"plain"_s << u"smile"_s << u"\U0001F601"_s
                                                << u"A \U0001F600 \U0001F601"_s;
    }

    void aChangedWordChangesNothingElse()
    {
        QFETCH(QString, source);
        QFETCH(QString, form);
        QFETCH(QString, old);
        QFETCH(QString, replacement);
        QFETCH(QString, result);
        const Json data = Json::object({{"formatted_content", Json::object({{"format", form}, {"content", source}})}});
        const Reading reading = *Reading::of(data);
        const QString before = renderedText(reading.text, reading.form);
        QString after = before;
        const qsizetype at = before.lastIndexOf(old);
        QVERIFY2(at >= 0, qPrintable(before));
        after.replace(at, old.size(), replacement);
        const auto edits = applyRenderedEdit(reading, before, after);
        QVERIFY(edits);
        QCOMPARE(*edits, (QList<FieldEdit>{{"/formatted_content/content", result}}));
    }

    void eachSectionKeepsItsPlace()
    {
        const Json data = Json::object({{"generated_content",
                                         Json::object({{"intro", "The mill stands."},
                                                       {"body",
                                                        Json::array({Json::object({{"heading", "Wheel"}, {"content", "It turns."}}),
                                                                     Json::object({{"heading", "Sluice"}, {"content", "It opens."}})})}})}});
        const Reading reading = *Reading::of(data);
        QCOMPARE(reading.parts.size(), 3);
        for (const ReadingPart &part : reading.parts)
            QCOMPARE(reading.text.sliced(part.from, part.to - part.from), data.find(part.pointer)->toString());
        const QString before = renderedText(reading.text, reading.form);
        QString after = before;
        after.replace(u"stands"_s, u"stood"_s);
        after.replace(u"opens."_s, u"opens at noon."_s);
        QCOMPARE(
            applyRenderedEdit(reading, before, after),
            (QList<FieldEdit>{{"/generated_content/intro", u"The mill stood."_s}, {"/generated_content/body/1/content", u"It opens at noon."_s}}));
    }

    void whatIsNoPartOfTheDocumentIsRefused()
    {
        const Json data = Json::object({{"generated_content", Json::object({{"intro", "The mill stands."}})}});
        const Reading reading = *Reading::of(data);
        const QString before = renderedText(reading.text, reading.form);
        QString after = before;
        after.replace(u"Intro"_s, u"Outro"_s);
        QVERIFY(!applyRenderedEdit(reading, before, after));
        QCOMPARE(applyRenderedEdit(reading, before, before), QList<FieldEdit>());
    }
};

QTEST_MAIN(TestRenderedEdit)
#include "tst_renderededit.moc"
