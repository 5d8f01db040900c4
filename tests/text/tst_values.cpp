// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/values.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestValues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void datesAreRead_data()
    {
        QTest::addColumn<QByteArray>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("found"); // iso, or iso|other
        const auto row = [](const char *language, const QString &text, const QStringList &found) {
            QTest::newRow(qPrintable(QString::fromLatin1(language) + u" "_s + text.first(std::min<qsizetype>(text.size(), 60))))
                << QByteArray(language) << text << found;
        };
        row("en", u"On 2024-03-05, and 2024-03-05T14:30:00Z, 2024-03-05 14:30 +0100"_s,
            {u"2024-03-05"_s, u"2024-03-05T14:30:00Z"_s, u"2024-03-05T14:30+01:00"_s});
        row("en", u"March 5, 2024 and 5 March 2024, Mar 5th 2024; 5th of May, 2024"_s,
            {u"2024-03-05"_s, u"2024-03-05"_s, u"2024-03-05"_s, u"2024-05-05"_s});
        row("de", u"am 5. März 2024, im Mai 2023, 05.03.2024, 05.03.24"_s, {u"2024-03-05"_s, u"2023-05"_s, u"2024-03-05"_s, u"2024-03-05"_s});
        row("fr", u"le 1er janvier 2024 et août 2023"_s, {u"2024-01-01"_s, u"2023-08"_s});
        row("es", u"el 5 de marzo de 2024"_s, {u"2024-03-05"_s});
        row("en", u"03/05/2024"_s, {u"2024-03-05|2024-05-03"_s});
        row("en-US", u"03/05/2024"_s, {u"2024-03-05|2024-05-03"_s});
        row("en-GB", u"03/05/2024"_s, {u"2024-05-03|2024-03-05"_s});
        row("en", u"03/05/2024 to 25/05/2024"_s, {u"2024-05-03"_s, u"2024-05-25"_s});
        row("en", u"03/05/2024 to 05/25/2024"_s, {u"2024-03-05"_s, u"2024-05-25"_s});
        row("fr", u"03/05/2024"_s, {u"2024-05-03|2024-03-05"_s});
        row("en", u"05/05/2024"_s, {u"2024-05-05"_s});
        row("en", u"version 1.2.2024.1, 31.02.2024, 13/13/2024, 1.2.3, 10:20:30, section 3.4.2010a"_s, {});
        row("en", u"you may 2000 times, in 1998, 3 may"_s, {});
        row("en", u"Tue, 05 Mar 2024 10:00:00 +0000"_s, {u"2024-03-05"_s});
        row("en", u"file-2024-03-05.log x2024-03-05 2024-03-051"_s, {});
        row("en", u"13.01.06"_s, {});
    }
    void datesAreRead()
    {
        QFETCH(QByteArray, language);
        QFETCH(QString, text);
        QFETCH(QStringList, found);
        QStringList read;
        for (const FoundDate &date : findDates(text, language)) {
            read.append(date.other.isEmpty() ? date.iso : date.iso + u'|' + date.other);
            QVERIFY(date.confidence > 0.4 && date.confidence < 1);
            if (!date.other.isEmpty())
                QVERIFY(date.confidence < 0.9);
        }
        QCOMPARE(read, found);
    }

    void wholeValuesAreDates()
    {
        QCOMPARE(readDate(u" 03/05/2024 "_s, "en", DateOrder::DayFirst)->iso, u"2024-05-03"_s);
        QCOMPARE(readDate(u"Tue, 5 Mar 2024"_s, "en")->iso, u"2024-03-05"_s);
        QVERIFY(!readDate(u"not before 5 Mar 2024"_s, "en"));
        QVERIFY(!readDate(u"5 Mar 2024 at noon"_s, "en"));
        QVERIFY(!readDate(u""_s, "en"));
    }

    void numbersAreRead_data()
    {
        QTest::addColumn<QByteArray>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("literal");
        QTest::addColumn<QByteArray>("other");
        const auto row = [](const char *language, const QString &text, const char *literal, const char *other = "") {
            QTest::newRow(qPrintable(u"%1 %2"_s.arg(QString::fromLatin1(language), text)))
                << QByteArray(language) << text << QByteArray(literal) << QByteArray(other);
        };
        row("en", u"1,234.50"_s, "1234.50");
        row("de", u"1.234,50"_s, "1234.50");
        row("en", u"1.234,50"_s, "1234.50");
        row("fr", u"1\u202F234,5"_s, "1234.5");
        row("de", u"1'234.50"_s, "1234.50");
        row("en", u"1.234"_s, "1.234", "1234");
        row("de", u"1.234"_s, "1234", "1.234");
        row("en", u"1,234"_s, "1234", "1.234");
        row("de", u"1,234"_s, "1.234", "1234");
        row("en", u"0.125"_s, "0.125");
        row("en", u"1,234,567"_s, "1234567");
        row("en", u"-12,5 %"_s, "-12.5");
        row("en", u"−7"_s, "-7");
        row("en", u"007"_s, "7");
        row("en", u"1,23,456"_s, "");
        row("en", u"12 34"_s, "");
        row("en", u"1.2.3"_s, "");
        row("en", u"twelve"_s, "");
        row("en", u"1e5"_s, "");
        row("en", u""_s, "");
    }
    void numbersAreRead()
    {
        QFETCH(QByteArray, language);
        QFETCH(QString, text);
        QFETCH(QByteArray, literal);
        QFETCH(QByteArray, other);
        const std::optional<ReadNumber> number = readNumber(text, language);
        QCOMPARE(number.has_value(), !literal.isEmpty());
        if (number) {
            QCOMPARE(number->literal, literal);
            QCOMPARE(number->other, other);
            QCOMPARE(number->confidence < 1, !other.isEmpty());
        }
    }

    void amountsAreFound_data()
    {
        QTest::addColumn<QByteArray>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("found");
        const auto row = [](const char *language, const QString &text, const QStringList &found) {
            QTest::newRow(qPrintable(text)) << QByteArray(language) << text << found;
        };
        row("en", u"It cost $1,250.00, or €1,100, or 12 EUR"_s, {u"1250.00 USD?"_s, u"1100 EUR"_s, u"12 EUR"_s});
        row("de", u"1.250,50 € und 2,5 Mio. Euro"_s, {u"1250.50 EUR"_s, u"2500000 EUR"_s});
        row("de", u"0,1234 Tsd. EUR; 12,5000 Tsd. EUR; 0,001 Mio. Euro"_s, {u"123.4 EUR"_s, u"12500 EUR"_s, u"1000 EUR"_s});
        row("en", u"USD 3.5 million; £20k; US$ 100"_s, {u"3500000 USD"_s, u"20000 GBP"_s, u"100 USD"_s});
        row("fr", u"1 250,50 €"_s, {u"1250.50 EUR"_s});
        row("fr", u"45 000 000 € et 1,2 milliard d'euros, 3 millions de dollars"_s, {u"45000000 EUR"_s, u"1200000000 EUR"_s, u"3000000 USD?"_s});
        row("en", u"In 2024 500 EUR; £42.9m; 12 345.67 USD; 0000 000 EUR"_s, {u"500 EUR"_s, u"42900000 GBP"_s, u"12345.67 USD"_s});
        row("de", u"1 Billion Euro und 3 Milliarden Euro"_s, {u"1000000000000 EUR"_s, u"3000000000 EUR"_s});
        row("en", u"$1 billion"_s, {u"1000000000 USD?"_s});
        row("en", u"echo $1 $2 and $HOME, A$AP, TOP 10"_s, {});
        row("en", u"20 dollars"_s, {u"20 USD?"_s});
        row("en", u"3.2 EURO-Stox EUROPE"_s, {});
    }
    void amountsAreFound()
    {
        QFETCH(QByteArray, language);
        QFETCH(QString, text);
        QFETCH(QStringList, found);
        QStringList read;
        for (const FoundAmount &amount : findAmounts(text, language))
            read.append(QString::fromLatin1(amount.number + ' ' + amount.currency) + (amount.isCurrencyAssumed ? u"?"_s : QString()));
        QCOMPARE(read, found);
    }

    void quantitiesAreConverted()
    {
        QCOMPARE(readQuantity(u"12,5 km"_s, "de")->value, 12500.0);
        QCOMPARE(readQuantity(u"20 °C"_s, "en")->value, 293.15);
        QCOMPARE(readQuantity(u"2 GiB"_s, "en")->baseUnit, "B"_ba);
        QCOMPARE(readQuantity(u"90 km/h"_s, "en")->value, 25.0);
        QVERIFY(!readQuantity(u"20 apples"_s, "en"));
        QVERIFY(!readQuantity(u"km"_s, "en"));
    }

    void hostileTextsCostLinearTime()
    {
        QVERIFY(!findDates(u"01/02/2024 "_s.repeated(20'000), "en").empty());
        QVERIFY(findAmounts(u"$"_s.repeated(200'000), "en").empty());
        QVERIFY(findDates(u"1"_s.repeated(500'000), "en").empty());
        QVERIFY(findAmounts(u"1,"_s.repeated(100'000) + u" EUR"_s, "en").empty());
    }
};

QTEST_APPLESS_MAIN(TestValues)
#include "tst_values.moc"
