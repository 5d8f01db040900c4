// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/citationmap.h"
#include "sdk/error.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestCitationMap : public QObject
{
    Q_OBJECT

    static Json citation(const char *at, int from, int to, const char *source, int sourceFrom, int sourceTo)
    {
        return Json::object({{"at", Json(at)},
                             {"from", Json(from)},
                             {"to", Json(to)},
                             {"source", Json(source)},
                             {"source_from", Json(sourceFrom)},
                             {"source_to", Json(sourceTo)}});
    }
    static Json data()
    {
        const char *introduction = "/generated_content/introduction";
        const char *body = "/generated_content/body/0/content";
        return Json::object(
            {{"generated_content",
              Json::object({{"introduction", Json("Größe zählt. Same words.")},
                            {"body", Json::array({Json::object({{"content", Json("Same words. *Star* text!")}})})}})},
             {"citations",
              Json::array({citation(introduction, 0, 15, "/source_text", 10, 25), citation(introduction, 16, 27, "/source_text", 40, 60),
                           citation(body, 0, 11, "CTX#/source_text", 0, 5), citation(body, 12, 24, "/source_text", 45, 50),
                           citation("no pointer", 0, 5, "/source_text", 0, 5), citation("/a", 5, 5, "/source_text", 0, 5)})}});
    }

private Q_SLOTS:
    void citationsOfAnotherShapeAreLeftOut()
    {
        const QList<Citation> citations = citationsOf(data());
        QCOMPARE(citations.size(), 4);
        QCOMPARE(citations[0].context, QString());
        QCOMPARE(citations[2].context, u"CTX"_s);
        QCOMPARE(citations[2].source, QByteArray("/source_text"));
    }

    void sentencesAreFoundAlthoughRenderingChangedBlanksAndMarks()
    {
        const QString rendered = u"Title\u2029Größe  zählt.\u2029Same\nwords.\u2029Same words. Star text!"_s;
        const QList<Citation> citations = citationsOf(data());
        const QList<CitedSpan> spans = locateCitations(rendered, data(), citations);
        QCOMPARE(spans.size(), 4);
        const auto text = [&](int span) { return rendered.sliced(spans[span].from, spans[span].to - spans[span].from); };
        QCOMPARE(text(0), u"Größe  zählt."_s);
        QCOMPARE(text(1), u"Same\nwords."_s);
        QCOMPARE(text(2), u"Same words."_s);
        QCOMPARE(text(3), u"Star text!"_s);
        for (int i = 0; i < 4; ++i) {
            QCOMPARE(spans[i].citation, i);
        }
    }

    void aSentenceThatIsNotThereHasNoSpan() { QVERIFY(locateCitations(u"Something else altogether", data(), citationsOf(data())).isEmpty()); }

    void aPositionFindsItsSpan()
    {
        const QList<CitedSpan> spans = {{2, 5, 0}, {7, 9, 1}};
        QCOMPARE(spanAt(spans, 1), -1);
        QCOMPARE(spanAt(spans, 2), 0);
        QCOMPARE(spanAt(spans, 4), 0);
        QCOMPARE(spanAt(spans, 5), -1);
        QCOMPARE(spanAt(spans, 8), 1);
        QCOMPARE(spanAt(spans, 9), -1);
        QCOMPARE(spanAt({}, 0), -1);
    }

    void ofSeveralCitationsOfASourceTheShortestIsTaken()
    {
        const QList<Citation> citations = citationsOf(data());
        QCOMPARE(citationAtSource(citations, {}, "/source_text", 12), 0);
        QCOMPARE(citationAtSource(citations, {}, "/source_text", 46), 3);
        QCOMPARE(citationAtSource(citations, {}, "/source_text", 42), 1);
        QCOMPARE(citationAtSource(citations, {}, "/source_text", 30), -1);
        QCOMPARE(citationAtSource(citations, u"CTX"_s, "/source_text", 3), 2);
    }

    void offsetsAreBytesOutsideAndUnitsInside()
    {
        QCOMPARE(utf16Offset("aö😀b", 3), 2);
        QCOMPARE(utf16Offset("aö😀b", 7), 4);
        QCOMPARE(utf16Offset("ab", 99), 2);
        QCOMPARE(utf8Offset(u"aö😀b", 4), 7);
        QCOMPARE(utf8Offset(u"ab", -1), 0);
    }
};

QTEST_GUILESS_MAIN(TestCitationMap)
#include "tst_citationmap.moc"
