// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/jsonassist.h"

#include "sdk/error.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const Json &schema()
{
    static const Json json = Json::parseStrict(R"({"type":"object","properties":{
        "format":{"type":"string","enum":["markdown","html","plain"],"default":"markdown","title":"Format"},
        "deep":{"type":"boolean","title":"Deep"},
        "most":{"type":"integer"},
        "rules":{"type":"array","title":"Rules","items":{"type":"object","properties":{"path":{"type":"string"},"rule":{"enum":["not_empty","max_length"]}}}},
        "names":{"type":"object","additionalProperties":{"enum":["a","b"]}}}})")
                                 .value();
    return json;
}

/// The offer where the text has a "¦".
TextOffer offered(const QString &marked, bool asked = false)
{
    const qsizetype cursor = marked.indexOf(u'¦');
    return jsonOffer(schema(), QString(marked).remove(u'¦'), cursor, asked);
}

QStringList textsOf(const TextOffer &offer)
{
    QStringList texts;
    for (const TextChoice &choice : offer.choices)
        texts.append(choice.text);
    return texts;
}

} // namespace

class TestJsonAssist : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysAndValuesAreOfferedByTheSchema_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("asked");
        QTest::addColumn<QStringList>("offer");
        QTest::newRow("all keys") << u"{¦}"_s << true
                                  << QStringList{u"\"format\": \"markdown\""_s, u"\"deep\": true"_s, u"\"most\": "_s, u"\"rules\": []"_s,
                                                 u"\"names\": {}"_s};
        QTest::newRow("begun key") << u"{\"fo¦"_s << false << QStringList{u"\"format\": \"markdown\""_s};
        QTest::newRow("those that are not there") << u"{\"format\":\"html\",\n ¦ \"most\": 3, \"rules\": [], \"names\": {}}"_s << true
                                                  << QStringList{u"\"deep\": true"_s};
        QTest::newRow("a key before its value") << u"{\"de¦\": true}"_s << false << QStringList{u"\"deep\""_s};
        QTest::newRow("enum, the usual first") << u"{\"format\": ¦}"_s << true << QStringList{u"\"markdown\""_s, u"\"html\""_s, u"\"plain\""_s};
        QTest::newRow("enum begun, closed") << u"{\"format\": \"ht¦\"}"_s << false << QStringList{u"\"html"_s};
        QTest::newRow("switch") << u"{\"deep\": f¦"_s << false << QStringList{u"false"_s};
        QTest::newRow("in a list") << u"{\"rules\": [{\"path\": \"/a\", \"rule\": \"not_empty\"}, {\"r¦"_s << false << QStringList{u"\"rule\": "_s};
        QTest::newRow("free names") << u"{\"names\": {\"x\": \"¦"_s << false << QStringList{u"\"a\""_s, u"\"b\""_s};
        QTest::newRow("nothing unasked") << u"{ ¦}"_s << false << QStringList{};
        QTest::newRow("outside") << u"¦{}"_s << true << QStringList{};
        QTest::newRow("unknown value") << u"{\"other\": \"x¦"_s << false << QStringList{};
        QTest::newRow("a quote within a text") << u"{\"path\": \"a\\\"{\", \"de¦"_s << false << QStringList{u"\"deep\": true"_s};
    }

    void keysAndValuesAreOfferedByTheSchema()
    {
        QFETCH(QString, text);
        QFETCH(bool, asked);
        QFETCH(QStringList, offer);
        QCOMPARE(textsOf(offered(text, asked)), offer);
    }

    void whatIsWrittenIsReplaced()
    {
        const TextOffer offer = offered(u"{\"fo¦"_s);
        QCOMPARE(offer.from, 1);
        QCOMPARE(offered(u"{\"deep\": tr¦"_s).from, 9);
    }

    void aPointerHasALine()
    {
        const QString text = u"{\n  \"rules\": [\n    {\n      \"path\": \"/a\"\n    },\n    7\n  ],\n  \"most\": 3\n}"_s;
        QCOMPARE(jsonLineOf(text, "/rules"), 2);
        QCOMPARE(jsonLineOf(text, "/rules/0"), 3);
        QCOMPARE(jsonLineOf(text, "/rules/0/path"), 4);
        QCOMPARE(jsonLineOf(text, "/rules/0/missing"), 3);
        QCOMPARE(jsonLineOf(text, "/rules/1"), 6);
        QCOMPARE(jsonLineOf(text, "/most"), 8);
        QCOMPARE(jsonLineOf(text, "/nothing"), 1);
        QCOMPARE(jsonLineOf(text, ""), 1);
    }

    void anyTextInTheMakingIsWalked()
    {
        const QString text = u"{\"rules\": [{\"path\": \"/a\\\"\", \"rule\": \"not_empty\"}], \"names\": {\"x\": \"a\"}, \"deep\": true}"_s;
        for (qsizetype from = 0; from < text.size(); ++from) {
            for (qsizetype cut = from; cut < text.size(); cut += 3) {
                const QString part = text.first(from) + text.sliced(cut);
                for (qsizetype cursor = 0; cursor <= part.size(); cursor += 5) {
                    const TextOffer offer = jsonOffer(schema(), part, cursor, true);
                    QVERIFY(offer.from >= 0 && offer.from <= cursor);
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestJsonAssist)
#include "tst_jsonassist.moc"
