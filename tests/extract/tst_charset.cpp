// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/charset.h"

#include "extract/blockwriter.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestCharset : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheFirstInvalidByte_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("at");
        QTest::newRow("ascii") << "abc"_ba << -1;
        QTest::newRow("all lengths") << QByteArray("aé€😀") << -1;
        QTest::newRow("latin 1") << "caf\xe9 x"_ba << 3;
        QTest::newRow("overlong") << "\xc0\xaf"_ba << 0;
        QTest::newRow("overlong three") << "a\xe0\x80\xaf"_ba << 1;
        QTest::newRow("surrogate") << "\xed\xa0\x80"_ba << 0;
        QTest::newRow("beyond Unicode") << "\xf4\x90\x80\x80"_ba << 0;
        QTest::newRow("cut off") << "ab\xe2\x82"_ba << 2;
    }
    void findsTheFirstInvalidByte()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, at);
        QCOMPARE(firstInvalidUtf8(bytes), at);
    }

    void decodesByMarkThenByDeclarationThenAsUtf8()
    {
        QCOMPARE(decodedText("a\r\nb\rc", {})->text, u"a\nb\nc"_s);
        QCOMPARE(decodedText("\xEF\xBB\xBFxé", {})->text, u"xé"_s);
        const auto wide = decodedText(QByteArray("\xFF\xFE"
                                                 "a\0\xe9\0",
                                                 6));
        QCOMPARE(wide->text, u"aé"_s);
        QCOMPARE(wide->charset, "UTF-16LE"_ba);
        const auto declared = decodedText("caf\xe9", "ISO-8859-1"_ba);
        QCOMPARE(declared->text, u"café"_s);
        QVERIFY(declared->warning.isEmpty());
        QVERIFY(decodedText(QByteArray("a\0b", 3), {}).error().text.contains("binary"_L1));
    }

    void statesWhatItGuesses()
    {
        const QByteArray german("Die Stra\xdf"
                                "e f\xfchrt \xfc"
                                "ber die gr\xfc"
                                "ne Wiese, und wir m\xfcssen sp\xe4ter noch zur\xfc"
                                "ck.");
        const auto guessed = decodedText(german);
        QVERIFY(guessed);
        QVERIFY2(guessed->text.startsWith(u"Die Straße führt über"_s), qPrintable(guessed->text));
        QVERIFY2(guessed->warning.contains("guess"_L1), qPrintable(guessed->warning));
        const auto unknown = decodedText("abc", "x-no-such-charset"_ba);
        QCOMPARE(unknown->text, u"abc"_s);
        QVERIFY(unknown->warning.contains("x-no-such-charset"_L1));
        const auto untrue = decodedText("\xc3\xa9t\xc3\xa9 \xe2\x82\xac", "us-ascii"_ba);
        QCOMPARE(untrue->text, u"été €"_s);
    }

    void keepsATextThatIsAlmostUtf8()
    {
        const QByteArray text = QByteArray("é").repeated(40) + "\xff" + QByteArray("ü").repeated(40);
        const auto decoded = decodedText(text);
        QCOMPARE(decoded->text.count(u'é'), 40);
        QCOMPARE(decoded->text.count(QChar::ReplacementCharacter), 1);
        QVERIFY(decoded->warning.contains("byte 80"_L1));
    }

    void refusesBytesThatAreNoText()
    {
        QByteArray noise;
        for (int i = 0; i < 400; ++i)
            noise += char(1 + (i * 37) % 255);
        const auto refused = decodedText(noise);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::FileRefused);
        QVERIFY(refused.error().detail.value("offset").toInt() > 0);
    }

    void placesAreBytesOfTheOriginal_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("piece");
        QTest::newRow("UTF-8") << QByteArray("é😀\r\n\r\nwörter") << QByteArray("wörter");
        QTest::newRow("marked") << QByteArray("\xEF\xBB\xBFé\r\nwörter\r\n") << QByteArray("wörter");
        QTest::newRow("UTF-16") << QByteArray("\xFF\xFE\xe9\0\n\0w\0", 8) << QByteArray("w\0", 2);
        QTest::newRow("Latin 1") << QByteArray("\xe9t\xe9 et la for\xeat fran\xe7"
                                               "aise\rw\xf6rter")
                                 << QByteArray("w\xf6rter");
    }
    void placesAreBytesOfTheOriginal()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, piece);
        const auto decoded = decodedText(bytes);
        QVERIFY(decoded);
        const qsizetype at = decoded->text.indexOf(u'w');
        qsizetype end = decoded->text.indexOf(u'\n', at);
        end = end < 0 ? decoded->text.size() : end;
        QList<TextBlock> blocks{{BlockKind::Paragraph, 0, 0, 0, {-1, at, end}, {}}, {BlockKind::Paragraph, 0, 0, 0, {-1, 0, at}, {}}};
        decoded->placesToBytes(blocks);
        QCOMPARE(bytes.sliced(blocks[0].place.from, blocks[0].place.to - blocks[0].place.from), piece);
        QCOMPARE(blocks[1].place.to, blocks[0].place.from);
    }
};

QTEST_GUILESS_MAIN(TestCharset)
#include "tst_charset.moc"
