// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/stepwire.h"

#include "components/s2.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestStepWire : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inputsComeThrough()
    {
        StepInput input;
        input.data = s2Data(2);
        input.contextId = u"ctx"_s;
        input.contextType = u"article"_s;
        input.node = u"n"_s;
        input.visit = 3;
        input.attempt = 4;
        input.idempotencyKey = QByteArray("\0\xff\x01", 3);
        const StepInput read = stepInputFromJson(Json::parse(stepInputToJson(input).toBytes()).value());
        QCOMPARE(read.data, input.data);
        QCOMPARE(read.contextId, input.contextId);
        QCOMPARE(read.contextType, input.contextType);
        QCOMPARE(read.node, input.node);
        QCOMPARE(read.visit, 3);
        QCOMPARE(read.attempt, 4);
        QCOMPARE(read.idempotencyKey, input.idempotencyKey);
        QCOMPARE(read.dry, false);
        input.wake = Wake::Fulfilled;
        input.dry = true;
        input.effects = {{u"delivered"_s, Json::object({{"path", "/x"}}), {}}, {u"failed"_s, {}, Error::make(ErrorCode::HttpServer, u"no"_s)}};
        const StepInput woken = stepInputFromJson(Json::parse(stepInputToJson(input).toBytes()).value());
        QCOMPARE(woken.effects, input.effects);
        QCOMPARE(woken.dry, true);
    }

    void resultsComeThrough()
    {
        StepResult result;
        result.port = u"invalid"_s;
        result.edit.set("a", s2Data(0));
        result.edit.remove("/b"_ba);
        result.lineage = {{u"c#/x"_s, 1, 2, "/a"_ba, 3, 4}};
        result.usage = {{u"p"_s, u"m"_s, 1, 2, 3}};
        result.reasons = Json::array({Json::object({{"path", "/a"}})});
        result.effects = {{u"folder"_s, u"/x"_s, Json::object({{"name", "a"}}), QByteArray("\0\xff", 2), true}};
        result.suspension.emplace().what = Suspension::For::Effects;
        result.reusable = false;
        QVERIFY(stepResultFromJson(Json::parse(stepResultToJson(result).toBytes()).value()).value() == result);
        QVERIFY(stepResultFromJson(stepResultToJson({})).value() == StepResult());
    }

    void errorsComeThrough()
    {
        const StepResult result = StepResult::failed(Error::make(ErrorCode::ModelRateLimited, u"wait"_s, Json::object({{"a", 1}})), 42);
        QVERIFY(stepResultFromJson(stepResultToJson(result)).value() == result);
    }

    void whatIsNoResultIsRefused()
    {
        for (const Json &json :
             {Json(), Json(1), Json::array(), Json::object(), Json::object({{"port", 1}}), Json::object({{"port", "out"}, {"edit", 1}})})
            QCOMPARE(stepResultFromJson(json).error().code, ErrorCode::ComponentOutput);
    }

    void framesSayTheirLength()
    {
        const QByteArray frame = toFrame(Json::object({{"a", 1}}));
        QCOMPARE(frameLength(frame.constData()), 7U);
        QCOMPARE(frame.mid(kFrameHeaderSize), R"({"a":1})"_ba);
    }
};

QTEST_APPLESS_MAIN(TestStepWire)
#include "tst_stepwire.moc"
