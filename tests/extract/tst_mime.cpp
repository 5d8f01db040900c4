// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/mime.h"

#include "extract/emailextractor.h"
#include "extract/formats.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestMime : public QObject
{
    Q_OBJECT

    static Result<ExtractedDocument> read(const QByteArray &bytes, const QString &name = u"mail.eml"_s)
    {
        ExtractInput input;
        input.name = name;
        input.bytes = bytes;
        return extractDocument(input);
    }

private Q_SLOTS:
    void decodesHeaders_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("text");
        // The examples of RFC 2047, section 8.
        QTest::newRow("one word") << "=?ISO-8859-1?Q?a?="_ba << u"a"_s;
        QTest::newRow("a word and a letter") << "=?ISO-8859-1?Q?a?= b"_ba << u"a b"_s;
        QTest::newRow("two words") << "=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?="_ba << u"ab"_s;
        QTest::newRow("far apart") << "=?ISO-8859-1?Q?a?=    =?ISO-8859-1?Q?b?="_ba << u"ab"_s;
        QTest::newRow("a blank within") << "=?ISO-8859-1?Q?a_b?="_ba << u"a b"_s;
        QTest::newRow("a blank of its own") << "=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?="_ba << u"a b"_s;
        QTest::newRow("name") << "=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>"_ba << u"Keith Moore <moore@cs.utk.edu>"_s;
        QTest::newRow("Latin 1") << "=?ISO-8859-1?Q?Patrik_F=E4ltstr=F6m?= <paf@nada.kth.se>"_ba << u"Patrik Fältström <paf@nada.kth.se>"_s;
        QTest::newRow("base64") << "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?="_ba
                                << u"If you can read this you understand the example."_s;
        QTest::newRow("a letter across two words") << "=?utf-8?q?caf=C3?= =?utf-8?q?=A9?="_ba << u"café"_s;
        QTest::newRow("raw UTF-8") << QByteArray("café") << u"café"_s;
        QTest::newRow("raw Latin 1") << "caf\xe9"_ba << u"café"_s;
        QTest::newRow("no such charset") << "=?x-none?q?abc?="_ba << u"abc"_s;
        QTest::newRow("not closed") << "=?utf-8?q?abc"_ba << u"=?utf-8?q?abc"_s;
    }
    void decodesHeaders()
    {
        QFETCH(QByteArray, value);
        QFETCH(QString, text);
        QCOMPARE(decodedHeader(value), text);
    }

    void readsParametersAsRfc2231HasThem()
    {
        const MimeField plain = parsedField("Text/Plain; charset=\"utf-8\"; name = \"a \\\"b\\\".txt\"; x=1");
        QCOMPARE(plain.value, "text/plain"_ba);
        QCOMPARE(plain.parameters.value("charset"), u"utf-8"_s);
        QCOMPARE(plain.parameters.value("name"), u"a \"b\".txt"_s);
        QCOMPARE(plain.parameters.value("x"), u"1"_s);
        const MimeField pieces = parsedField(
            "application/x-stuff; title*0*=us-ascii'en'This%20is%20even%20more%20; title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*2=\"isn't it!\"");
        QCOMPARE(pieces.parameters.value("title"), u"This is even more ***fun*** isn't it!"_s);
        QCOMPARE(parsedField("attachment; filename*=UTF-8''%e2%82%ac%20rates.pdf").parameters.value("filename"), u"€ rates.pdf"_s);
        QCOMPARE(parsedField("attachment; filename=\"=?utf-8?q?=E2=82=AC.pdf?=\"").parameters.value("filename"), u"€.pdf"_s);
    }

    void namesLeadNowhere()
    {
        MimePart part;
        part.disposition = parsedField("attachment; filename=\"..\\\\..\\\\a/../../etc/passwd\"");
        QCOMPARE(part.fileName(), u"passwd"_s);
        part.disposition = parsedField("attachment; filename=\"a\nb\x01.txt\"");
        QCOMPARE(part.fileName(), u"a b.txt"_s);
    }

    void takesAMessageApart()
    {
        const QByteArray message
            = "From: A <a@example.org>\r\nTo: b@example.org\r\nSubject: One\r\n two\r\nDate: Mon, 03 Mar 2025 10:00:00 +0100 (CET)\r\n"
              "MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"outer\"\r\n\r\nPreamble\r\n--outer\r\n"
              "Content-Type: multipart/alternative; boundary=inner\r\n\r\n--inner\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
              "Content-Transfer-Encoding: quoted-printable\r\n\r\nEin gr=FC=\r\nner Satz.\r\n--inner\r\nContent-Type: text/html\r\n\r\n"
              "<p>Ein gruener Satz.</p>\r\n--inner--\r\n--outer\r\nContent-Type: text/csv; name=\"t.csv\"\r\n\r\na,b\r\n1,2\r\n"
              "--outer\r\nContent-Type: message/rfc822\r\n\r\nFrom: c@example.org\r\nSubject: Within\r\nDate: Tue, 4 Mar 2025 10:00:00 "
              "+0000\r\n\r\nDeep.\r\n"
              "--outer--\r\nEpilogue";
        const auto mail = read(message);
        QVERIFY2(mail, mail ? "" : qPrintable(mail.error().text));
        QCOMPARE(mail->title, u"One two"_s);
        QCOMPARE(mail->facts.value("sent_at").toString(), u"2025-03-03T09:00:00Z"_s);
        QCOMPARE(mail->text,
                 u"# One two\n\n- From: A <a@example.org>\n- To: b@example.org\n- Date: Mon, 03 Mar 2025 10:00:00 +0100 (CET)\n\nEin grüner Satz."_s);
        QCOMPARE(mail->children.size(), 2);
        QCOMPARE(mail->children[0].name, u"t.csv"_s);
        QCOMPARE(mail->children[0].size, 8);
        QCOMPARE(mail->children[1].name, u"message-2.eml"_s);
        ExtractInput input;
        input.name = u"mail.eml"_s;
        input.bytes = message;
        input.child = {1};
        const auto within = extractDocument(input);
        QVERIFY2(within, within ? "" : qPrintable(within.error().text));
        QCOMPARE(within->title, u"Within"_s);
        input.child = {0};
        QCOMPARE(extractDocument(input)->text, u"| a | b |\n| 1 | 2 |"_s);
    }

    void aTypeThatIsNoneIsPlainText()
    {
        const auto document
            = read("From: a@b\nTo: c\nSubject: s\nDate: Mon, 3 Mar 2025 10:00:00 +0100\nContent-Type: text; charset=iso-8859-1\n\nGr\xfc\xdf"
                   "e an alle.\n");
        QVERIFY(document);
        QVERIFY2(document->text.endsWith(u"Grüße an alle."_s), qPrintable(document->text));
    }

    void placesAreBytesOfTheMail()
    {
        const QByteArray message = "From: a@example.org\nTo: b@example.org\nSubject: S\n\nFirst paragraph.\n\nSecond one.\n";
        const auto mail = read(message);
        QVERIFY(mail);
        const TextBlock &last = mail->blocks.back();
        QCOMPARE(message.sliced(last.place.from, last.place.to - last.place.from), "Second one."_ba);
    }

    void readsAMailbox()
    {
        const QByteArray mailbox
            = "From a@example.org Mon Mar  3 10:00:00 2025\nFrom: a@example.org\nTo: x@example.org\nSubject: One\n\nText one.\n\n"
              "From b@example.org Tue Mar  4 10:00:00 2025\nFrom: b@example.org\nSubject: Two\n\nText two.\n>From here on.\n";
        const auto box = read(mailbox, u"inbox"_s);
        QVERIFY2(box, box ? "" : qPrintable(box.error().text));
        QCOMPARE(box->format, u"mbox"_s);
        QCOMPARE(box->children.size(), 2);
        ExtractInput second;
        second.name = box->children[1].name;
        second.bytes = mailbox;
        second.from = box->children[1].from;
        second.to = box->children[1].to;
        const auto mail = extractDocument(second);
        QVERIFY2(mail, mail ? "" : qPrintable(mail.error().text));
        QCOMPARE(mail->title, u"Two"_s);
        QVERIFY(mail->text.contains("Text two."_L1));
    }

    void tellsMailsFromTexts()
    {
        QVERIFY(looksLikeMessage("Return-Path: <a@b>\nReceived: from x\n by y\nFrom: a@b\nSubject: s\n\ntext"));
        QVERIFY(!looksLikeMessage("From: the desk of somebody\n\nDear all,\n"));
        QVERIFY(!looksLikeMessage("Note: this is a text\nAuthor: somebody\n\ntext"));
        QVERIFY(!looksLikeMessage("A plain text.\n"));
        QVERIFY(!looksLikeMessage(""));
        QVERIFY(!looksLikeMailbox("From here to there in 2025 things\nchanged.\n"));
    }

    void staysBounded()
    {
        QByteArray deep = "From: a@b\nSubject: s\nDate: d\n";
        for (int i = 0; i < 1000; ++i)
            deep += "Content-Type: multipart/mixed; boundary=b" + QByteArray::number(i) + "\n\n--b" + QByteArray::number(i) + '\n';
        QVERIFY(read(deep));
        QByteArray many = "From: a@b\nSubject: s\nTo: c\nContent-Type: multipart/mixed; boundary=x\n\n";
        for (int i = 0; i < 50'000; ++i)
            many += "--x\nContent-Type: text/plain\n\nA.\n";
        const auto mail = read(many);
        QVERIFY(mail);
        QVERIFY(mail->blocks.size() < 1000);
        QVERIFY(read("From: a@b\nTo: c\nSubject: " + QByteArray("=?utf-8?q?a?= ").repeated(50'000) + "\n\ntext"));
    }
};

QTEST_GUILESS_MAIN(TestMime)
#include "tst_mime.moc"
