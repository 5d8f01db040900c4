// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Precision and recall over passages of real documents that were labelled by hand (tests/data/text/facts.json); nothing was tuned to
// them afterwards. Two facts are the same where kind and text agree, blanks aside; a fact that a passage has twice counts once.
#include "text/facts.h"
#include "text/personaldata.h"

#include "sdk/error.h"
#include "sdk/json.h"

#include "measures.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSet>
#include <QTest>

#include <map>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Json passages()
{
    QFile file(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/text/facts.json"));
    return file.open(QIODevice::ReadOnly) ? Json::parse(file.readAll()).value_or(Json()) : Json();
}

struct Score
{
    qint64 right = 0;
    qint64 wrong = 0;
    qint64 missed = 0;
};

using Found = QSet<std::pair<QString, QString>>;

void count(std::map<QString, Score> &scores, const Found &expected, const Found &found, const QString &source)
{
    for (const auto &[kind, text] : found) {
        const bool isRight = expected.contains({kind, text});
        (isRight ? scores[kind].right : scores[kind].wrong) += 1;
        if (!isRight && qEnvironmentVariableIsSet("MILLRACE_SHOW_WRONG"))
            qInfo().noquote() << "wrong:" << source << kind << text;
    }
    for (const auto &[kind, text] : expected) {
        if (found.contains({kind, text}))
            continue;
        ++scores[kind].missed;
        if (qEnvironmentVariableIsSet("MILLRACE_SHOW_WRONG"))
            qInfo().noquote() << "missed:" << source << kind << text;
    }
}

Score total(const std::map<QString, Score> &scores)
{
    Score all;
    for (const auto &[kind, score] : scores) {
        qInfo().noquote() << kind.leftJustified(14) << "precision" << percent(score.right, score.right + score.wrong) << "recall"
                          << percent(score.right, score.right + score.missed);
        all.right += score.right;
        all.wrong += score.wrong;
        all.missed += score.missed;
    }
    qInfo().noquote() << "all            precision" << percent(all.right, all.right + all.wrong) << "recall"
                      << percent(all.right, all.right + all.missed);
    return all;
}

} // namespace

class TestFactsMeasured : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void factsOfRealTexts()
    {
        std::map<QString, Score> scores;
        const Json all = passages();
        QVERIFY(all.size() >= 10);
        for (const Json &passage : all.items()) {
            Found expected;
            for (const JsonMember &kind : passage.value("facts").members()) {
                for (const QString &text : kind.value.toStringList())
                    expected.insert({QString::fromUtf8(kind.key), text.simplified()});
            }
            const QString text = passage.value("text").toString();
            Found found;
            for (const Fact &fact : findFacts(text, {.language = passage.value("language").toString().toUtf8(), .leastConfidence = 0.6}))
                found.insert({QString::fromLatin1(factKindName(fact.kind)), text.sliced(fact.span.from, fact.span.size()).simplified()});
            count(scores, expected, found, passage.value("source").toString());
        }
        const Score sum = total(scores);
        QVERIFY2(sum.right >= 0.95 * double(sum.right + sum.wrong), "precision");
        QVERIFY2(sum.right >= 0.85 * double(sum.right + sum.missed), "recall");
    }

    void personalDataOfRealTexts()
    {
        std::map<QString, Score> scores;
        const Json all = passages();
        const std::map<QString, QString> kinds
            = {{u"email"_s, u"email"_s}, {u"person"_s, u"name"_s}, {u"address"_s, u"address"_s}, {u"phone"_s, u"phone"_s}};
        for (const Json &passage : all.items()) {
            Found expected;
            for (const JsonMember &kind : passage.value("facts").members()) {
                if (const auto it = kinds.find(QString::fromUtf8(kind.key)); it != kinds.end()) {
                    for (const QString &text : kind.value.toStringList())
                        expected.insert({it->second, text.simplified()});
                }
            }
            const QString text = passage.value("text").toString();
            Found found;
            for (const PersonalItem &item : findPersonalData(text, passage.value("language").toString().toUtf8())) {
                if (item.confidence >= 0.6)
                    found.insert({QString::fromLatin1(personalKindName(item.kind)), text.sliced(item.span.from, item.span.size()).simplified()});
            }
            count(scores, expected, found, passage.value("source").toString());
        }
        const Score sum = total(scores);
        QVERIFY2(sum.right >= 0.95 * double(sum.right + sum.wrong), "precision");
        QVERIFY2(sum.right >= 0.85 * double(sum.right + sum.missed), "recall");
    }

    void factsByForm_data()
    {
        QTest::addColumn<QByteArray>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("found"); // kind:value
        const auto row = [](const char *name, const char *language, const QString &text, const QStringList &found) {
            QTest::newRow(name) << QByteArray(language) << text << found;
        };
        row("telephone", "en", u"Call +49 (0)30 1234-5678 or (617) 542-5942, Fax: 030 / 123456."_s,
            {u"phone:+493012345678"_s, u"phone:+16175425942"_s, u"phone:030123456"_s});
        row("no telephone", "en", u"llvm-toolchain-11 (1:11~++20200715043845+0e377e253c1-1), +9223372036854775807, 1.2.3-4, 2024-03-05 12:00"_s,
            {u"date:2024-03-05T12:00"_s});
        row("German address", "de", u"Er wohnt in der Lindenstraße 12a, 10969 Berlin und sonst nirgends."_s,
            {u"address:Lindenstraße 12a, 10969 Berlin"_s});
        row("a name before an address", "de",
            u"Mit Grüßen Hans-Peter Schröder Lindenstraße 12a, 10969 Berlin. Uwe Adler, Alte Berliner Straße 3, 80331 München"_s,
            {u"address:Lindenstraße 12a, 10969 Berlin"_s, u"person:Uwe Adler"_s, u"address:Alte Berliner Straße 3, 80331 München"_s});
        row("the rest of an account's number", "de", u"Konto DE89 3704 0044 0532 0130 00 bei uns, oder 0049 30 1234567"_s, {u"phone:+49301234567"_s});
        row("French address", "fr", u"écrire au 12 bis, rue de la Paix, 75002 Paris"_s, {u"address:12 bis, rue de la Paix, 75002 Paris"_s});
        row("British address", "en", u"visit 10 Downing Street, London SW1A 2AA today"_s, {u"address:10 Downing Street, London SW1A 2AA"_s});
        row("web", "en", u"See (https://example.org/a_(b)), www.example.com. Not http://localhost-x or a.b.c"_s,
            {u"url:https://example.org/a_(b)"_s, u"url:http://www.example.com"_s});
        row("places", "en", u"She moved from Munich to New York City; Paris Hilton did not. Boston University Press is in Boston."_s,
            {u"place:Munich"_s, u"place:New York City"_s, u"organisation:Boston University"_s, u"place:Boston"_s});
        row("companies", "de", u"Die Beispiel Werke GmbH & Co. KG und die Muster AG sind Kunden der Technische Universität München."_s,
            {u"organisation:Beispiel Werke GmbH & Co. KG"_s, u"organisation:Muster AG"_s, u"organisation:Technische Universität München"_s});
        row("a signature", "en", u"Please call me.\n\nKind regards\nTaavetti Rantanen\nSteinmetz Arndt GmbH\nKassel\n"_s,
            {u"person:Taavetti Rantanen"_s, u"organisation:Steinmetz Arndt GmbH"_s, u"place:Kassel"_s});
        row("a department that signs", "de", u"Mit freundlichen Grüßen\nBuchhaltung, Steinmetz Arndt GmbH"_s,
            {u"organisation:Steinmetz Arndt GmbH"_s});
        row("a wrapped name", "en", u"The gate was built by Steinmetz\nArndt GmbH in the spring."_s, {u"organisation:Steinmetz Arndt GmbH"_s});
        row("who is named", "en", u"My name is Ugbekile Osawe. Contact: Xiulan Deng."_s, {u"person:Ugbekile Osawe"_s, u"person:Xiulan Deng"_s});
        row("code has no names", "en", u"```\nfrom Paris import Martin Smith\n```\n"_s, {});
        row("German cities", "de", u"Wir fahren nach Köln und dann nach Wien."_s, {u"place:Köln"_s, u"place:Wien"_s});
    }
    void factsByForm()
    {
        QFETCH(QByteArray, language);
        QFETCH(QString, text);
        QFETCH(QStringList, found);
        QStringList read;
        for (const Fact &fact : findFacts(text, {.language = language, .leastConfidence = 0.6}))
            read.append(QString::fromLatin1(factKindName(fact.kind)) + u':' + fact.value);
        QCOMPARE(read, found);
    }

    void checkDigitsTellNumbersApart()
    {
        // Published examples of the schemes themselves.
        QVERIFY(isIban(u"DE89 3704 0044 0532 0130 00") && isIban(u"GB29NWBK60161331926819") && isIban(u"FR14 2004 1010 0505 0001 3M02 606"));
        QVERIFY(!isIban(u"DE88 3704 0044 0532 0130 00") && !isIban(u"DE89 3704 0044 0532 0130 0") && !isIban(u"XX89370400440532013000"));
        QVERIFY(isCreditCard(u"4111 1111 1111 1111") && isCreditCard(u"378282246310005") && isCreditCard(u"5555-5555-5555-4444"));
        QVERIFY(!isCreditCard(u"4111 1111 1111 1112") && !isCreditCard(u"0000000000000000") && !isCreditCard(u"1234567812345670"));
        QCOMPARE(nationalIdScheme(u"RSSMRA85T10A562S"), "it.cf"_ba);
        QCOMPARE(nationalIdScheme(u"12345678Z"), "es.dni"_ba);
        QCOMPARE(nationalIdScheme(u"X1234567L"), "es.dni"_ba);
        QCOMPARE(nationalIdScheme(u"756.9217.0769.85"), "ch.ahv"_ba);
        QCOMPARE(nationalIdScheme(u"86095742719"), "de.steuer_id"_ba);
        QCOMPARE(nationalIdScheme(u"111222333"), "nl.bsn"_ba);
        QVERIFY(nationalIdScheme(u"12345678A").isEmpty() && nationalIdScheme(u"RSSMRA85T10A562T").isEmpty());
    }

    void personalNumbersAreFoundInTexts()
    {
        const QString text
            = u"IBAN: DE89 3704 0044 0532 0130 00 bitte. Karte 4111 1111 1111 1111, BSN 111222333, aber 123456789 und 4111 1111 1111 1112 nicht. "
              "Von 192.168.10.77 und 2001:db8::ff00:42:8329, nicht Version 1.2.3.4, nicht 10:20:30."_s;
        QStringList found;
        for (const PersonalItem &item : findPersonalData(text, "de"))
            found.append(QString::fromLatin1(personalKindName(item.kind)) + u':' + item.value);
        QCOMPARE(found,
                 (QStringList{u"iban:DE89370400440532013000"_s, u"credit_card:4111111111111111"_s, u"national_id:111222333"_s,
                              u"ip_address:192.168.10.77"_s, u"ip_address:2001:db8::ff00:42:8329"_s}));
    }

    void personalNumbersAreFoundAmongOthers_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("pieces");
        const auto row = [](const char *name, const QString &text, const QStringList &pieces) { QTest::newRow(name) << text << pieces; };
        const QString card = u"4111 1111 1111 1111"_s;
        const QString iban = u"DE89 3704 0044 0532 0130 00"_s;
        row("until and code", u"Karte 4111 1111 1111 1111 12/27 123"_s, {card});
        row("code", u"Karte 4111 1111 1111 1111 123"_s, {card});
        row("four digits behind", u"Karte 4111 1111 1111 1111 2027"_s, {card});
        row("numbers before", u"Nr 12 4111 1111 1111 1111"_s, {card});
        row("a date before", u"2024 12 31 4111 1111 1111 1111 7"_s, {card});
        row("two cards", u"4111 1111 1111 1111 5555 5555 5555 4444"_s, {card, u"5555 5555 5555 4444"_s});
        row("two cards, unbroken", u"4111111111111111 5555555555554444"_s, {u"4111111111111111"_s, u"5555555555554444"_s});
        row("another grouping", u"Amex 3782 822463 10005 12/27"_s, {u"3782 822463 10005"_s});
        row("hyphens and a date", u"4111-1111-1111-1111-12-27"_s, {u"4111-1111-1111-1111"_s});
        row("unusual groups", u"Karte 41 11 11 11 11 11 11 11."_s, {u"41 11 11 11 11 11 11 11"_s});
        row("no-break spaces", u"Karte 4111\u00A01111\u00A01111\u00A01111 123"_s, {u"4111\u00A01111\u00A01111\u00A01111"_s});
        row("columns", u"7,4111111111111111,12/27,123"_s, {u"4111111111111111"_s});
        row("behind a full stop", u"Kartennr.4111111111111111"_s, {u"4111111111111111"_s});
        row("fractions are none", u"0.4111111111111111 und 1.4111 1111 1111 1111"_s, {});
        row("two accounts", u"DE89 3704 0044 0532 0130 00 oder FR14 2004 1010 0505 0001 3M02 606 bitte"_s,
            {iban, u"FR14 2004 1010 0505 0001 3M02 606"_s});
        row("two accounts side by side", u"DE89370400440532013000 GB29NWBK60161331926819"_s,
            {u"DE89370400440532013000"_s, u"GB29NWBK60161331926819"_s});
        row("what looks like one before", u"Ref AB12 DE89 3704 0044 0532 0130 00"_s, {iban});
        row("two before", u"AB12 CD34 5678 DE89 3704 0044 0532 0130 00 XY99"_s, {iban});
        row("words behind", u"DE89 3704 0044 0532 0130 00 bei der Bank am Ort"_s, {iban});
        row("wrapped", u"Konto DE89 3704 0044\n0532 0130 00"_s, {u"DE89 3704 0044\n0532 0130 00"_s});
        row("in a query", u"https://example.org/?user=anna@example.com&x=1"_s, {u"anna@example.com"_s});
        row("with points in a query", u"?to=anna.b@example.com&x"_s, {u"anna.b@example.com"_s});
        row("behind a slash", u"GET /anna@example.com HTTP/1.1"_s, {u"anna@example.com"_s});
        row("Markdown", u"_anna@example.com_ **bert@example.com** `carl@example.com`"_s,
            {u"anna@example.com"_s, u"bert@example.com"_s, u"carl@example.com"_s});
        row("a compound", u"die anna@example.com-Adresse"_s, {u"anna@example.com"_s});
        row("umlauts", u"anna@müller.de und jörg.müller@köln.example.de"_s, {u"anna@müller.de"_s, u"jörg.müller@köln.example.de"_s});
        row("a domain of other letters", u"anna@xn--mller-kva.de, anna@пример.рф"_s, {u"anna@xn--mller-kva.de"_s, u"anna@пример.рф"_s});
        row("encoded", u"mailto=anna.b%40example.com&subject=x"_s, {u"anna.b%40example.com"_s});
        row("points before", u"Mail...anna@example.com..."_s, {u"Mail...anna@example.com"_s});
        row("a row of them", u"a@example.com;b@example.com|c@example.com"_s, {u"a@example.com"_s, u"b@example.com"_s, u"c@example.com"_s});
        row("no address", u"@anna, anna@, a@b, 5 @ 3.20"_s, {});
    }
    void personalNumbersAreFoundAmongOthers()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, pieces);
        QStringList found;
        for (const PersonalItem &item : findPersonalData(text, "de")) {
            if (item.kind == PersonalKind::Email || item.kind == PersonalKind::Iban || item.kind == PersonalKind::CreditCard)
                found.append(text.sliced(item.span.from, item.span.size()));
        }
        QCOMPARE(found, pieces);
    }

    void hostileTextsAreReadInBoundedTime()
    {
        const FactWish wish{.language = "en"};
        for (const QString &piece : {u"A"_s, u"a@"_s, u"Aa "_s, u"1 Street "_s, u"+1 "_s, u"www."_s, u"Mr. "_s, u"University of "_s, u"```\n"_s,
                                     u"2001:"_s, u"John van "_s, u"1 "_s, u"AB12 "_s, u"4111 "_s, u"a."_s, u"a@a."_s}) {
            QElapsedTimer timer;
            timer.start();
            const QString text = piece.repeated(200'000 / piece.size());
            (void)findFacts(text, wish);
            (void)findPersonalData(text, "en");
            QVERIFY2(timer.elapsed() < 20'000, qPrintable(u"%1: %2 ms"_s.arg(piece).arg(timer.elapsed())));
        }
    }
};

QTEST_APPLESS_MAIN(TestFactsMeasured)
#include "tst_factsmeasured.moc"
