// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/qualitycheckcomponent.h"
#include "components/scoreconfidencecomponent.h"

#include "components/running.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// JSON with apostrophes for quotation marks.
Json json(const char *text)
{
    return Json::parse(QByteArray(text).replace('\'', '"')).value();
}

Json qualityOf(const Json &data, const char *rules, StepResult *told = nullptr)
{
    const StepResult result = runOnce<QualityCheckComponent>(data, json(rules));
    if (told)
        *told = result;
    return after(result, data).value("quality");
}

Json confidenceOf(const Json &data, const char *config = "{}")
{
    return after(runOnce<ScoreConfidenceComponent>(data, json(config)), data).value("confidence");
}

} // namespace

class TestQualityComponents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void claimsMustStandInTheSource()
    {
        // The article says 15 % where the source says 12 %, and names a place that is not there.
        const Json data = json("{'source_text':'On 5 March 2024 Siemens AG in Munich cut costs by 12 % to 1,200 euros.',"
                               "'text':'Siemens AG of Munich said on 5 March 2024 that costs fell by 15 % to 1,200 euros.'}");
        StepResult result;
        const Json quality = qualityOf(data, "{'rules':[{'rule':'from_source','path':'text'}]}", &result);
        QCOMPARE(result.port, u"invalid"_s);
        QCOMPARE(quality.value("problems").size(), 1);
        const Json &problem = quality.value("problems").at(0);
        QCOMPARE(problem.value("dimension").toString(), u"accuracy"_s);
        QCOMPARE(problem.value("places").at(0).value("text").toString().left(2), u"15"_s);
        const QByteArray text = data.value("text").toString().toUtf8();
        const Json &place = problem.value("places").at(0);
        QCOMPARE(text.sliced(place.value("from").toInt(), 2), "15");
        const double score = quality.value("dimensions").value("accuracy").value("score").toDouble();
        QVERIFY2(score >= 0.6 && score < 1, qPrintable(QString::number(score)));
        // With a least share that it reaches, the same is a note.
        QVERIFY(!runOnce<QualityCheckComponent>(data, json("{'rules':[{'rule':'from_source','path':'text','value':0.5}]}")).error);
        QCOMPARE(runOnce<QualityCheckComponent>(data, json("{'rules':[{'rule':'from_source','path':'text','value':0.5}]}")).port, u"out"_s);
    }

    void aNumberWithinAnotherStandsNowhere()
    {
        const Json data
            = json("{'source_text':'The works were built in 2012 and have 150 rooms.','text':'Sales rose by 12 % at a cost of 15 euros.'}");
        QCOMPARE(qualityOf(data, "{'rules':[{'rule':'from_source','path':'text'}]}").value("problems").size(), 2);
        const Json parts
            = json("{'source_text':'It cost 1,250 euros for 7.5 kg on 05.03.2012.','text':'Of 250 euros, 7 were paid in 2012 for 7.5 kg.'}");
        QCOMPARE(qualityOf(parts, "{'rules':[{'rule':'from_source','path':'text'}]}").value("problems").size(), 2);
    }

    // The bare digits were compared, so an error by a power of ten was borne out by its source.
    void aDecimalSignInTheWrongPlaceIsAnError_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("problems");
        const auto row = [](const char *name, const char *source, const char *text, int problems) {
            QTest::newRow(name) << QByteArray(source) << QByteArray(text) << problems;
        };
        row("a hundredth of the sum", "It cost 1250 euros.", "It cost 12.50 euros.", 1);
        row("a tenth of the people", "There were 35 people.", "It was 3.5 %.", 1);
        row("a tenth of the weight", "It weighs 75 kg.", "It weighs 7.5 kg.", 1);
        row("a thousand times", "It weighs 1.2 kg.", "It weighs 1200 kg.", 1);
        row("other marks", "It had 12,345.50 visitors a year.", "12 345,5 visitors came.", 0);
        row("zeros behind", "It weighs 7.50 kg.", "7.5 kg.", 0);
        row("either reading", "Es kamen 1.250 Leute.", "1250 people came.", 0);
        row("a list", "Rooms 7, 8 and 12 are open.", "Open are 12, 8, 7.", 0);
        row("a list with one too many", "Rooms 7 and 8 are open.", "Open are 7, 8, 78.", 1);
    }
    void aDecimalSignInTheWrongPlaceIsAnError()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, text);
        QFETCH(int, problems);
        const Json data = Json::object({{"source_text", source}, {"text", text}});
        const Json found = qualityOf(data, "{'rules':[{'rule':'from_source','path':'text'}]}").value("problems");
        QVERIFY2(found.size() == problems, found.toBytes().constData());
    }

    void aTextOutOfItsSourceIsAccurate()
    {
        const Json data = json("{'source_text':'Die Stadt Köln zahlte am 3. Mai 2023 insgesamt 1.250.000 € an die Muster GmbH.',"
                               "'text':'Am 3. Mai 2023 zahlte Köln 1.250.000 € an die Muster GmbH.','language':'de'}");
        const Json quality = qualityOf(data, "{'rules':[{'rule':'from_source','path':'text'}]}");
        QCOMPARE(quality.value("score").toDouble(), 1.0);
        QCOMPARE(quality.value("problems").size(), 0);
    }

    void everyDimensionIsScored()
    {
        const Json data = json("{'title':'','author':'Ada','mail':'no','from':'2024-05-02','to':'2024-05-01','date':'2020-01-01',"
                               "'text':'It rains. We stay. It rains.','items':['a','b','a'],'source_text':''}");
        StepResult result;
        const Json quality = qualityOf(data,
                                       "{'rules':["
                                       "{'rule':'not_empty','path':'title','severity':'warning'},"
                                       "{'rule':'required','path':'author'},"
                                       "{'rule':'pattern','path':'mail','value':'@','severity':'warning'},"
                                       "{'rule':'expression','path':'','value':'to >= from','severity':'warning'},"
                                       "{'rule':'max_age','path':'date','value':30,'severity':'info'},"
                                       "{'rule':'no_repeats','path':'text','severity':'info'},"
                                       "{'rule':'unique_items','path':'items','severity':'info','weight':2}]}",
                                       &result);
        QCOMPARE(result.port, u"out"_s); // nothing that must hold is broken
        const Json &dimensions = quality.value("dimensions");
        QCOMPARE(dimensions.value("completeness").value("score").toDouble(), 0.5);
        QCOMPARE(dimensions.value("validity").value("score").toDouble(), 0.0);
        QCOMPARE(dimensions.value("consistency").value("score").toDouble(), 0.0);
        QVERIFY(dimensions.value("timeliness").value("score").toDouble() < 0.1);
        QCOMPARE(dimensions.value("uniqueness").value("score").toDouble(), 0.667);
        QVERIFY(!dimensions.contains("accuracy"));
        QCOMPARE(quality.value("checks").toInt(), 7);
        QCOMPARE(quality.value("broken").toInt(), 6);
    }

    void whatIsAbsentIsNotJudged()
    {
        const Json quality = qualityOf(json("{}"), "{'rules':[{'rule':'max_age','path':'date','value':1},{'rule':'min','path':'n','value':3}]}");
        QCOMPARE(quality.value("checks").toInt(), 0);
        QVERIFY(quality.value("score").isNull());
    }

    void aDateThatIsNoneIsToldNotGuessed()
    {
        const Json quality = qualityOf(json("{'date':'soon'}"), "{'rules':[{'rule':'max_age','path':'date','value':1,'severity':'info'}]}");
        QCOMPARE(quality.value("problems").at(0).value("message").toString(), u"\"soon\" cannot be read as a date"_s);
    }

    void wrongRulesAreToldWithTheirPlace()
    {
        const auto prepared
            = QualityCheckComponent().prepare(json("{'rules':[{'rule':'required','path':'a'},{'rule':'max_age','path':'d','value':'x'}]}"));
        QVERIFY(!prepared);
        QCOMPARE(prepared.error().detail.value("path").toString(), u"/rules/1/value"_s);
    }

    void confidenceIsPutTogetherFromWhatIsThere()
    {
        const Json data = json("{'quality':{'score':0.9},'language':'en','classification':{'confidence':0.4},'model_confidence':0.8}");
        const Json confidence = confidenceOf(data);
        QCOMPARE(confidence.value("parts").size(), 3);
        QCOMPARE(confidence.value("weakest").toString(), u"classification"_s);
        QCOMPARE(confidence.value("score").toDouble(), 0.66); // (0.9 · 0.4 · 0.8)^(1/3) = 0.6604
        QCOMPARE(confidenceOf(data, "{'method':'mean'}").value("score").toDouble(), 0.7);
        QCOMPARE(confidenceOf(data, "{'method':'least'}").value("score").toDouble(), 0.4);
    }

    void partsHaveWeightsScalesAndMayBeMissing()
    {
        const Json data = json("{'stars':4,'a':{'b':0.5}}");
        const Json confidence
            = confidenceOf(data, "{'method':'mean','parts':[{'path':'stars','best':5,'weight':3},{'path':'a.b','name':'b'},{'path':'gone'}]}");
        QCOMPARE(confidence.value("score").toDouble(), 0.725); // (3 · 0.8 + 0.5) / 4
        QCOMPARE(confidence.value("parts").size(), 2);
        const Json strict = confidenceOf(data, "{'parts':[{'path':'stars','best':5},{'path':'gone','missing':'zero'}]}");
        QCOMPARE(strict.value("score").toDouble(), 0.0);
        QVERIFY(strict.value("parts").at(1).value("missing").toBool());
    }

    void nothingToScoreLeavesByItsOwnPort() { QCOMPARE(runOnce<ScoreConfidenceComponent>(json("{'title':'x'}")).port, u"unknown"_s); }
};

QTEST_APPLESS_MAIN(TestQualityComponents)
#include "tst_qualitycomponents.moc"
