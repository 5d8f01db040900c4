// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/sourcetext.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

#include <algorithm>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

QStringList usable(const QString &text, const QStringList &topic = {})
{
    const SourceText source = SourceText::of(text, topic);
    QStringList list;
    for (const SourceSentence &sentence : source.sentences()) {
        if (sentence.isUsable)
            list.append(sentence.text);
    }
    return list;
}

const SourceSentence *find(const SourceText &source, const QString &start)
{
    const auto it = std::ranges::find_if(source.sentences(), [&](const SourceSentence &s) { return s.text.startsWith(start); });
    return it == source.sentences().end() ? nullptr : &*it;
}

QString mill()
{
    QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/ai/mill.md"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

class TestSourceText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesExactSpans_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("a document") << mill();
        QTest::newRow("beyond ASCII")
            << u"# Größe 😀\n\nDie Mühle 😀 läuft seit vielen Jahren ohne Pause. Der Müller schläft – „sehr gut“ – jede Nacht.\n\nÉté comme hiver, "
               "la roue à aubes tourne sans arrêt."_s;
        QTest::newRow("hard-wrapped")
            << u"A sentence that is wrapped\nover several lines of a text\n  with some indentation too. Another one follows it here."_s;
        QTest::newRow("CRLF") << u"A sentence that is long enough here.\r\n\r\nAnother paragraph has a sentence too.\r\n"_s;
    }
    void givesExactSpans()
    {
        QFETCH(QString, text);
        const SourceText source = SourceText::of(text, {});
        const QByteArray utf8 = text.toUtf8();
        QVERIFY(!source.sentences().empty());
        qint64 last = 0;
        for (const SourceSentence &sentence : source.sentences()) {
            QVERIFY(sentence.from >= last);
            QCOMPARE(utf8.sliced(sentence.from, sentence.to - sentence.from), sentence.text.toUtf8());
            last = sentence.to;
        }
        for (const SourceSection &section : source.sections())
            QCOMPARE(utf8.sliced(section.from, section.to - section.from), section.heading.toUtf8());
    }

    void keepsOutWhatMustNotBeQuoted()
    {
        const QString all = usable(mill()).join(u'\n');
        QVERIFY(all.contains("A water mill is a mill"_L1));
        for (const char *never : {"Copyright", "redistribute", "warranty", "open_sluice", "wait()", "| wheel", "and the repairs", "65 %"})
            QVERIFY2(!all.contains(QLatin1StringView(never)), never);
    }

    void findsSectionsWithoutTheirNumbers()
    {
        const SourceText source = SourceText::of(mill(), {});
        QStringList headings;
        for (const SourceSection &section : source.sections())
            headings.append(section.heading);
        QCOMPARE(headings,
                 (QStringList{QString(), u"Water mills"_s, u"The race"_s, u"The wheel"_s, u"Gears and stones"_s, u"Licence"_s, u"Summary"_s}));
        QVERIFY(source.sections()[5].isBoilerplate);
    }

    void quotesLicencesWhereTheyAreTheTopic()
    {
        const QString text = u"## Licence\n\nThe licence of a package is under the terms of its own author alone."_s;
        QVERIFY(usable(text).isEmpty());
        QCOMPARE(usable(text, {u"licence"_s}).size(), 1);
    }

    void knowsWhatLeansOnTheSentenceBefore()
    {
        const SourceText source = SourceText::of(mill(), {});
        QVERIFY(find(source, u"It ends in"_s)->isLeaning);
        QVERIFY(find(source, u"However, they"_s)->isLeaning);
        QVERIFY(!find(source, u"A sluice"_s)->isLeaning);
        // Words within a sentence that point back.
        for (const QString &text :
             {u"The name of the mill is therefore not used for the wheel."_s, u"Usually, this means that the wheel stands still."_s,
              u"Die Mühle ist deshalb im Winter nicht in Betrieb gewesen."_s, u"Habituellement, cela signifie que la roue ne tourne pas."_s})
            QVERIFY2(usable(text).isEmpty(), qPrintable(text));
        QCOMPARE(usable(u"The water is low in the summer, and the mill is therefore closed."_s).size(), 1);
        // Nothing stands before it.
        QVERIFY(usable(u"This makes it a sentence that hangs in the air."_s).isEmpty());
        QCOMPARE(usable(u"It is possible to begin like this and stand alone."_s).size(), 1);
        QCOMPARE(usable(u"Es gibt viele Mühlen an den Flüssen und Bächen im Land."_s).size(), 1);
    }

    void thinksLessOfWhatReadsBadlyAlone()
    {
        const SourceText source = SourceText::of(mill(), {});
        const double plain = find(source, u"A sluice"_s)->quality;
        QVERIFY(find(source, u"Did every"_s)->quality < plain * 0.5);
        QVERIFY(find(source, u"See section 3"_s) == nullptr || !find(source, u"See section 3"_s)->isUsable
                || find(source, u"See section 3"_s)->quality < plain * 0.5);
    }

    void endsSentencesWhereTheyEnd_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("count");
        QTest::newRow("abbreviations") << u"Use tools, e.g. Lathes and saws, for the work at hand. Dr. Smith did so in the year of 1900."_s << 2;
        QTest::newRow("German ordinal") << u"Die Mühle wurde am 3. Mai eröffnet und läuft seither. Sie wurde danach noch oft umgebaut."_s << 2;
        QTest::newRow("initials") << u"The mill was drawn by J. R. Miller in the summer of 1850."_s << 1;
        QTest::newRow("quoted end") << u"The miller said \"It turns.\" Then the wheel of the mill stood still."_s << 2;
        QTest::newRow("version numbers") << u"Version 3.2.1 of the plan was drawn before version 4.0 was built."_s << 1;
        QTest::newRow("names with stops") << u"The groups are named comp.os.linux.* or linux.* on most servers."_s << 1;
        QTest::newRow("numbers of figures") << u"The gears of the mill are shown in Fig. 3 and in no. 4 of the book."_s << 1;
    }
    void endsSentencesWhereTheyEnd()
    {
        QFETCH(QString, text);
        QFETCH(int, count);
        QCOMPARE(int(SourceText::of(text, {}).sentences().size()), count);
    }

    void refusesHalfSentences_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("no end") << u"This paragraph has no full stop at its end, so it may be a label"_s;
        QTest::newRow("starts in the middle") << u"and goes on from something else that stood before it."_s;
        QTest::newRow("announces") << u"The wheel consists of the following parts:"_s;
        QTest::newRow("open bracket") << u"The wheel (made of oak and iron turns slowly in the stream."_s;
        QTest::newRow("too short") << u"The wheel turns."_s;
        QTest::newRow("label") << u"Required: parts that every mill of the land must have."_s;
        QTest::newRow("no subject") << u"Evaluated by any script of the mill to skip tests."_s;
        QTest::newRow("no subject in a list of cases") << u"Called before the wheel turns as part of the start."_s;
        QTest::newRow("numbers") << u"12 34 56 78 90 11 22 33 44 55 66 77 88 99."_s;
    }
    void refusesHalfSentences()
    {
        QFETCH(QString, text);
        QCOMPARE(usable(text), QStringList());
    }

    void leavesOutWhatNobodyTranslated()
    {
        const QStringList list
            = usable(u"Das Rad wird von dem Wasser getrieben, das aus dem Fluss kommt. The wheel is driven by the water of the river and not by "
                     "the wind. Der Müller regelt mit dem Wehr, wie viel Wasser auf das Rad fällt."_s);
        QCOMPARE(list.size(), 2);
        QVERIFY(list[0].startsWith("Das Rad"_L1));
    }

    void tellsLanguagesApart_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("code");
        QTest::newRow("en") << u"The wheel is driven by the water that comes from the river."_s << u"en"_s;
        QTest::newRow("de") << u"Das Rad wird von dem Wasser getrieben, das aus dem Fluss kommt."_s << u"de"_s;
        QTest::newRow("fr") << u"La roue est entraînée par les eaux qui viennent de la rivière."_s << u"fr"_s;
        QTest::newRow("none") << u"Lorem ipsum dolor amet consectetur adipiscing elit sed eiusmod tempor"_s << QString();
    }
    void tellsLanguagesApart()
    {
        QFETCH(QString, text);
        QFETCH(QString, code);
        QCOMPARE(QString::fromLatin1(Language::of(text).code), code);
    }

    void bearsHostileInput_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("one long word") << QString(u'x').repeated(1'000'000);
        QTest::newRow("one long paragraph") << QString(u"A word and another word. "_s).repeated(20'000);
        QTest::newRow("stops") << QString(u". "_s).repeated(200'000);
        QTest::newRow("hashes") << QString(u"# a\n"_s).repeated(100'000);
        QTest::newRow("fences") << QString(u"```\n"_s).repeated(100'000);
        QTest::newRow("abbreviations") << QString(u"e.g. A "_s).repeated(20'000);
        QTest::newRow("lone surrogate") << u"A text \xD800 with a lone surrogate stands in here somewhere."_s;
    }
    void bearsHostileInput()
    {
        QFETCH(QString, text);
        QElapsedTimer timer;
        timer.start();
        (void)SourceText::of(text, {u"word"_s});
        QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestSourceText)
#include "tst_sourcetext.moc"
