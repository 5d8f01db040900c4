// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "observe/redactor.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// What is taken out of a text, and what is left in.
class TstRedactor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void credentialsAreTakenOut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QString &text, const QString &expected) { QTest::newRow(name) << text << expected; };
        row("header", u"Authorization: Bearer abc.def-123, next"_s, u"Authorization: [redacted], next"_s);
        row("basic", u"authorization: Basic dXNlcjpwYXNz"_s, u"authorization: [redacted]"_s);
        row("header without a scheme", u"AUTHORIZATION=abc123"_s, u"AUTHORIZATION=[redacted]"_s);
        row("header in JSON", uR"({"Authorization":"Bearer abc123def"})"_s, uR"({"Authorization":"[redacted]"})"_s);
        row("bearer alone", u"sent bearer eyJhbGciOi.abc"_s, u"sent bearer [redacted]"_s);
        row("API key", u"api_key=12345&x=1"_s, u"api_key=[redacted]&x=1"_s);
        row("API key in JSON", uR"({"api-key": "12345", "model": "m"})"_s, uR"({"api-key": "[redacted]", "model": "m"})"_s);
        row("token", u"access_token: abcdef; more"_s, u"access_token: [redacted]; more"_s);
        row("password", u"password='abc def'"_s, u"password='[redacted] def'"_s);
        row("secret in a query", u"client_secret=abc"_s, u"client_secret=[redacted]"_s);
        row("key in a query", u"https://host/path?a=1&key=AIzaXyz"_s, u"https://host/path?a=1&key=[redacted]"_s);
        row("user in a URL", u"GET http://user:pass@host:80/x"_s, u"GET http://[redacted]@host:80/x"_s);
        row("token in a URL", u"https://ghtoken@host/x"_s, u"https://[redacted]@host/x"_s);
        row("a key by its look", u"Incorrect API key provided: sk-abcdefghijklmnopqrst."_s, u"Incorrect API key provided: [redacted]."_s);
    }

    void credentialsAreTakenOut()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(Redactor().redacted(text), expected);
    }

    void ordinaryTextIsLeftAlone_data()
    {
        QTest::addColumn<QString>("text");
        for (const QString &text :
             {u"opened /home/a/tour.millrace id 018f-2c"_s, u"the secret openai came from file"_s, u"\"api_key\": \"secret:local\""_s,
              u"http://127.0.0.1:8080/v1 answered 500"_s, u"mail to someone@example.org"_s, u"42 tokens in, 17 tokens out"_s})
            QTest::newRow(qPrintable(text)) << text;
    }

    void ordinaryTextIsLeftAlone()
    {
        QFETCH(QString, text);
        QCOMPARE(Redactor().redacted(text), text);
    }

    void aLearnedValueIsTakenOutEverywhere()
    {
        Redactor redactor;
        redactor.learn(u"täst value/1"_s);
        QCOMPARE(redactor.redacted(u"a täst value/1 b täst value/1"_s), u"a [redacted] b [redacted]"_s);
        QCOMPARE(redactor.redacted(u"q=t%C3%A4st%20value%2F1"_s), u"q=[redacted]"_s);
    }

    void everyLineOfAValueIsTakenOut()
    {
        Redactor redactor;
        redactor.learn(u"-----BEGIN-----\r\nMIIBVgIBADANBg\r\n"_s);
        QCOMPARE(redactor.redacted(u"x MIIBVgIBADANBg y"_s), u"x [redacted] y"_s);
    }

    void aValueWithinAnotherLeavesNoRest()
    {
        Redactor redactor;
        redactor.learn(u"abcdef"_s);
        redactor.learn(u"xx-abcdef-yy"_s);
        QCOMPARE(redactor.redacted(u"xx-abcdef-yy"_s), u"[redacted]"_s);
    }

    void wordsAreNotTakenForSecrets()
    {
        Redactor redactor;
        redactor.learn(u"a"_s);
        redactor.learn(u"open"_s);
        QCOMPARE(redactor.redacted(u"opened a file"_s), u"opened a file"_s);
    }

    void hostileTextCostsLittle()
    {
        const Redactor redactor;
        for (const QString &piece : {u"authorization:"_s, u"a://"_s, u"token=\""_s, u"bearer "_s, u"sk-"_s, u"api_key "_s}) {
            QBENCHMARK_ONCE
            {
                (void)redactor.redacted(piece.repeated(65'536 / piece.size()));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TstRedactor)
#include "tst_redactor.moc"
