// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/segmenter.h"
#include "text/utf8offsets.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

QStringList pieces(const QString &text, const std::vector<TextSpan> &spans)
{
    QStringList list;
    for (const TextSpan &span : spans)
        list.append(text.sliced(span.from, span.size()));
    return list;
}

} // namespace

class TestSegmenter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sentencesEndWhereAReaderSeesIt_data()
    {
        QTest::addColumn<QByteArray>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("sentences");
        QTest::newRow("abbreviations") << "en"_ba << u"Mr. Jackson of Acme Inc. wrote it. It is due at 5 p.m. today."_s
                                       << QStringList{u"Mr. Jackson of Acme Inc. wrote it."_s, u"It is due at 5 p.m. today."_s};
        QTest::newRow("German") << "de"_ba << u"Das gilt z. B. für Nr. 5 und Hr. Maier. Danach kommt Dr. Huber."_s
                                << QStringList{u"Das gilt z. B. für Nr. 5 und Hr. Maier."_s, u"Danach kommt Dr. Huber."_s};
        QTest::newRow("wrapped") << "en"_ba << u"A sentence that\nwas wrapped. Another\r\none.\n\nA new paragraph"_s
                                 << QStringList{u"A sentence that\nwas wrapped."_s, u"Another\r\none."_s, u"A new paragraph"_s};
        QTest::newRow("blocks") << "en"_ba << u"# A heading\nText below it.\n- one item\n- another"_s
                                << QStringList{u"# A heading"_s, u"Text below it."_s, u"- one item"_s, u"- another"_s};
        QTest::newRow("no blanks") << "ja"_ba << u"これはペンです。それは本です。"_s << QStringList{u"これはペンです。"_s, u"それは本です。"_s};
        QTest::newRow("nothing") << "en"_ba << u" … \n—"_s << QStringList{};
    }
    void sentencesEndWhereAReaderSeesIt()
    {
        QFETCH(QByteArray, language);
        QFETCH(QString, text);
        QFETCH(QStringList, sentences);
        QCOMPARE(pieces(text, sentencesIn(text, language)), sentences);
    }

    void wordsAreFoundInEveryScript_data()
    {
        QTest::addColumn<QByteArray>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("English") << "en"_ba << u"It's 3.14, isn't it?"_s << QStringList{u"It's"_s, u"3.14"_s, u"isn't"_s, u"it"_s};
        QTest::newRow("Thai") << "th"_ba << u"ภาษาไทย"_s << QStringList{u"ภาษา"_s, u"ไทย"_s};
        QTest::newRow("Chinese") << "zh"_ba << u"自由软件"_s << QStringList{u"自由"_s, u"软件"_s};
        QTest::newRow("emoji are none") << ""_ba << u"a 😀 b"_s << QStringList{u"a"_s, u"b"_s};
    }
    void wordsAreFoundInEveryScript()
    {
        QFETCH(QByteArray, language);
        QFETCH(QString, text);
        QFETCH(QStringList, words);
        std::vector<TextSpan> spans;
        for (const Word &word : wordsIn(text, language))
            spans.push_back(word.span);
        QCOMPARE(pieces(text, spans), words);
    }

    void anyTagWillDo()
    {
        for (int i = 0; i < 100; ++i)
            QCOMPARE(wordsIn(u"one two", QByteArray("x") + char('a' + i % 26) + char('a' + i / 26)).size(), size_t(2));
        for (const QByteArray &tag : {"de-CH"_ba, "no such language"_ba, QByteArray(100'000, 'x'), "@\xff"_ba})
            QCOMPARE(sentencesIn(u"One. Two.", tag).size(), size_t(2));
    }

    void numbersAreTold()
    {
        const std::vector<Word> words = wordsIn(u"12 apples", "en");
        QCOMPARE(words.at(0).kind, WordKind::Number);
        QCOMPARE(words.at(1).kind, WordKind::Letters);
    }

    void offsetsAreThoseOfTheBytes()
    {
        const QString text = u"aä€😀"_s.repeated(300);
        const Utf8Offsets offsets(text);
        for (qsizetype i = 0; i <= text.size(); ++i) {
            if (i < text.size() && text[i].isLowSurrogate())
                continue;
            QCOMPARE(offsets.at(i), text.first(i).toUtf8().size());
        }
        QCOMPARE(offsets.size(), text.toUtf8().size());
        QCOMPARE(Utf8Offsets(u"").at(5), 0);
    }
};

QTEST_APPLESS_MAIN(TestSegmenter)
#include "tst_segmenter.moc"
