// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/gzipextractor.h"

#include "extract/formats.h"

#include <QTest>
#include <QtEndian>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

QByteArray little(quint32 value)
{
    value = qToLittleEndian(value);
    return QByteArray(reinterpret_cast<const char *>(&value), sizeof value);
}

/// RFC 1952, around what zlib packs.
QByteArray gzip(const QByteArray &bytes)
{
    quint32 crc = 0xffffffff;
    for (const char c : bytes) {
        crc ^= uchar(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (0xedb88320 & (0 - (crc & 1)));
    }
    const QByteArray packed = qCompress(bytes, 9);
    return QByteArray("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10) + packed.sliced(6, packed.size() - 10) + little(~crc) + little(quint32(bytes.size()));
}

ExtractInput file(const QString &name, const QByteArray &bytes)
{
    ExtractInput input;
    input.name = name;
    input.bytes = bytes;
    return input;
}

const auto kPage = "# The mill\n\nA mill turns the wheel.\n"_ba;

} // namespace

class TestGzipExtractor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPackedFileIsReadAsWhatItUnpacksTo()
    {
        const auto plain = extractDocument(file(u"mill.md"_s, kPage));
        const auto packed = extractDocument(file(u"mill.md.gz"_s, gzip(kPage)));
        QVERIFY(plain);
        QVERIFY2(packed, packed ? "" : qPrintable(packed.error().text));
        QCOMPARE(packed->text, plain->text);
        QCOMPARE(packed->format, u"markdown"_s);
        QCOMPARE(packed->blocks, plain->blocks);
        QCOMPARE(packed->facts.value("packed").toString(), u"gzip"_s);
        QVERIFY(!packed->partial);
    }

    void whatWasAppendedIsReadToo()
    {
        const auto packed = extractDocument(file(u"log.gz"_s, gzip("The first day.\n") + gzip("The second day.\n")));
        QVERIFY(packed);
        QVERIFY2(packed->text.contains(u"first day"_s) && packed->text.contains(u"second day"_s), qPrintable(packed->text));
    }

    void aMailWithinKeepsItsAttachments()
    {
        const QByteArray mail
            = "From: a@example.org\nTo: b@example.org\nSubject: Mill\nMIME-Version: 1.0\n"
              "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nSee the page.\n"
              "--x\nContent-Type: text/plain; name=page.txt\nContent-Disposition: attachment; filename=page.txt\n\nThe wheel.\n--x--\n";
        ExtractInput input = file(u"mill.eml.gz"_s, gzip(mail));
        const auto packed = extractDocument(input);
        QVERIFY(packed);
        QCOMPARE(packed->children.size(), 1);
        QCOMPARE(packed->children.first().from, -1);
        input.child = {0};
        const auto attached = extractDocument(input);
        QVERIFY(attached);
        QVERIFY(attached->text.contains(u"The wheel."_s));
    }

    void whatIsCutOffIsAPart()
    {
        QByteArray text;
        for (int i = 0; i < 20'000; ++i)
            text += "Line " + QByteArray::number(i * 7919) + " of the mill.\n";
        const QByteArray whole = gzip(text);
        const auto cut = extractDocument(file(u"long.txt.gz"_s, whole.first(whole.size() / 2)));
        QVERIFY2(cut, cut ? "" : qPrintable(cut.error().text));
        QVERIFY(cut->partial);
        QCOMPARE(cut->problems.size(), 1);
        QVERIFY(cut->text.contains(u"Line 7919 of the mill."_s));
    }

    void whatMeansHarmIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        QTest::newRow("a bomb") << gzip(QByteArray(64 * 1024 * 1024, 'a')) << u"more than 100 times"_s;
        QTest::newRow("packed twice") << gzip(gzip(kPage)) << u"more than once"_s;
        QTest::newRow("noise") << QByteArray("\x1f\x8b\x08zzzzzzzzzzzzzz") << u"damaged"_s;
        QTest::newRow("a program") << gzip(QByteArray("\x7f"
                                                      "ELF")
                                           + QByteArray(200, '\0'))
                                   << u"holds a file that is a Linux program"_s;
    }
    void whatMeansHarmIsRefused()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, reason);
        const auto packed = extractDocument(file(u"harm.gz"_s, bytes));
        QVERIFY(!packed);
        QCOMPARE(packed.error().code, ErrorCode::FileRefused);
        QVERIFY2(packed.error().text.contains(reason), qPrintable(packed.error().text));
    }

    void itsOwnSampleIsRead() { QCOMPARE(problemWith(GzipExtractor()), QString()); }
};

QTEST_GUILESS_MAIN(TestGzipExtractor)
#include "tst_gzipextractor.moc"
