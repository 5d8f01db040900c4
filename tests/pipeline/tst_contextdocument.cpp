// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/contextdocument.h"
#include "tests/sdk/s2documents.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestContextDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void s2sDocumentsComeOutAsTheyWentIn_data()
    {
        QTest::addColumn<int>("stage");
        QTest::newRow("submitted") << 0;
        QTest::newRow("after template") << 1;
        QTest::newRow("after ai_generator") << 2;
        QTest::newRow("final") << 3;
    }
    void s2sDocumentsComeOutAsTheyWentIn()
    {
        QFETCH(int, stage);
        const Json json = Json::parseStrict(kS2Documents.at(static_cast<std::size_t>(stage))).value();
        const auto document = ContextDocument::fromJson(json);
        QVERIFY(document);
        QCOMPARE(document->toJson().toBytes(), json.toBytes());
        QCOMPARE(document->id, u"ctx_123456"_s);
        QCOMPARE(document->type, u"article"_s);
        QCOMPARE(document->completedComponents().size(), stage);
        QCOMPARE(document->createdAt, 1'684'146'600'000'000);
        QCOMPARE(ContextDocument::fromJson(document->toJson()).value(), *document);
    }

    void aSubmissionNeedsOnlyData()
    {
        const auto document = ContextDocument::fromJson(Json::object({{"data", Json::object({{"title", "x"}})}}));
        QVERIFY(document);
        QVERIFY(document->id.isEmpty());
        QCOMPARE(document->status, ContextStatus::Pending);
        QVERIFY(document->pipeline.isNull());
        QCOMPARE(document->createdAt, 0);
        QVERIFY(document->completedComponents().isEmpty());
    }

    void unknownMembersAreKeptAndWrittenLast()
    {
        const auto document = ContextDocument::fromJson(Json::parse(R"({"x":1.10,"data":{},"y":[2]})").value());
        QVERIFY(document);
        QCOMPARE(document->extra.toBytes(), R"({"x":1.10,"y":[2]})"_ba);
        QVERIFY(document->toJson().toBytes().endsWith(R"("x":1.10,"y":[2]})"));
    }

    void aPipelineMayBeGivenByItsId()
    {
        QCOMPARE(ContextDocument::fromJson(Json::parse(R"({"data":{},"pipeline":"article"})").value())->pipeline, Json("article"));
    }

    void timesWithAnOffsetAreTheSameInstant()
    {
        const auto document = ContextDocument::fromJson(Json::parse(R"({"data":{},"created_at":"2023-05-15T12:30:00+02:00"})").value());
        QVERIFY(document);
        QCOMPARE(document->toJson().value("created_at").toString(), u"2023-05-15T10:30:00Z"_s);
    }

    void eachWrongFieldIsNamed_data()
    {
        QTest::addColumn<QByteArray>("path");
        const auto row = [](const char *json, const char *path) { QTest::newRow(json) << QByteArray(path); };
        row(R"({"data":{},"id":5})", "/id");
        row(R"({"data":{},"id":""})", "/id");
        row(R"({"data":{},"type":["a"]})", "/type");
        row(R"({"data":{},"status":"done"})", "/status");
        row(R"({"data":{},"status":1})", "/status");
        row(R"({"data":[]})", "/data");
        row(R"({"id":"a"})", "/data");
        row(R"({"data":{},"pipeline":[]})", "/pipeline");
        row(R"({"data":{},"pipeline":5})", "/pipeline");
        row(R"({"data":{},"pipeline":["a",5]})", "/pipeline/1");
        row(R"({"data":{},"pipeline":["a",""]})", "/pipeline/1");
        row(R"({"data":{},"processing":[]})", "/processing");
        row(R"({"data":{},"processing":{"completed_components":"a"}})", "/processing/completed_components");
        row(R"({"data":{},"processing":{"completed_components":["a",1]}})", "/processing/completed_components");
        row(R"({"data":{},"processing":{"start_time":"soon"}})", "/processing/start_time");
        row(R"({"data":{},"created_at":"2023-05-15"})", "/created_at");
        row(R"({"data":{},"updated_at":5})", "/updated_at");
    }
    void eachWrongFieldIsNamed()
    {
        QFETCH(QByteArray, path);
        const auto document = ContextDocument::fromJson(Json::parse(QTest::currentDataTag()).value());
        QVERIFY(!document);
        QCOMPARE(document.error().code, ErrorCode::ContextInvalid);
        QCOMPARE(document.error().detail.value("path").utf8(), path);
        QVERIFY(document.error().text.startsWith(QString::fromUtf8(path)));
    }

    void everyProblemIsTold()
    {
        const auto document = ContextDocument::fromJson(Json::parse(R"({"id":5,"status":"x","data":1,"pipeline":{},"created_at":"x"})").value());
        QVERIFY(!document);
        QCOMPARE(document.error().detail.value("problems").size(), 5);
        QVERIFY(!ContextDocument::fromJson(Json::array()));
    }

    void aLongIdIsRefused()
    {
        QVERIFY(ContextDocument::fromJson(Json::object({{"id", QString(200, u'a')}, {"data", Json::object()}})));
        QVERIFY(!ContextDocument::fromJson(Json::object({{"id", QString(201, u'a')}, {"data", Json::object()}})));
    }
};

QTEST_APPLESS_MAIN(TestContextDocument)
#include "tst_contextdocument.moc"
