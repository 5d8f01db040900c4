// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/scriptcomponent.h"

#include "components/running.h"
#include "components/s2.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

StepResult runScript(const QString &source, const Json &data, Json config = Json::object())
{
    config.insert("source", source);
    return runOnce<ScriptComponent>(data, config);
}

Json parsed(const char *text)
{
    return Json::parse(text).value();
}

} // namespace

class TestScriptComponent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itRunsInAProcessOfItsOwn() { QCOMPARE(ScriptComponent().descriptor().isolation, Isolation::Child); }

    void resultsAreTakenInEveryForm_data()
    {
        QTest::addColumn<QString>("source");
        QTest::newRow("new data") << u"function run(data) { return Object.assign({}, data, {n: data.keywords.length}); }"_s;
        QTest::newRow("changed in place") << u"function run(data) { data.n = data.keywords.length; }"_s;
        QTest::newRow("port and data") << u"function run(data) { data.n = 3; return {port: 'out', data}; }"_s;
        QTest::newRow("arrow function") << u"const run = data => Object.assign(data, {n: 3});"_s;
        QTest::newRow("comment at the end") << u"function run(data) { data.n = 3 } // done"_s;
    }
    void resultsAreTakenInEveryForm()
    {
        QFETCH(QString, source);
        Json expected = s2Data(0);
        expected.insert("n", 3);
        const StepResult result = runScript(source, s2Data(0));
        QVERIFY2(!result.error, result.error ? qPrintable(result.error->text) : "");
        QCOMPARE(result.port, u"out"_s);
        QCOMPARE(after(result, s2Data(0)).toBytes(), expected.toBytes());
    }

    void whatTheScriptLeavesAloneStaysByteForByte()
    {
        const Json data = parsed(R"({"b":1.10,"2":[18446744073709551615,{"x":1e400}],"1":9007199254740993,"s":"\u0000ä"})");
        const StepResult result = runScript(u"function run(data) { data.z = 1; return JSON.parse(JSON.stringify(data)); }"_s, data);
        QVERIFY2(!result.error, result.error ? qPrintable(result.error->text) : "");
        QCOMPARE(after(result, data).toBytes(), R"({"b":1.10,"2":[18446744073709551615,{"x":1e400}],"1":9007199254740993,"s":"\u0000ä","z":1})"_ba);
    }

    void portsAreThoseOfTheConfig()
    {
        const QString source = u"function run(data) { return {port: 'late'}; }"_s;
        const StepResult allowed = runScript(source, s2Data(0), Json::object({{"ports", Json::array({"late"})}}));
        QCOMPARE(allowed.port, u"late"_s);
        QVERIFY(allowed.edit.isEmpty());
        QCOMPARE(runScript(source, s2Data(0)).error->code, ErrorCode::ComponentOutput);
    }

    void theContextIsTold()
    {
        const Json data = after(runScript(u"function run(data, c) { data.c = [c.id, c.type, c.visit, c.attempt]; }"_s, s2Data(0)), s2Data(0));
        QCOMPARE(data.value("c").toBytes(), R"(["ctx_123456","article",1,1])"_ba);
    }

    void whatDependsOnTheContextIsNotUsedAgain_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<bool>("reusable");
        QTest::newRow("data alone") << u"function run(data) { data.n = 3; }"_s << true;
        QTest::newRow("context not looked at") << u"function run(data, c) { data.n = 3; }"_s << true;
        QTest::newRow("its id") << u"function run(data, c) { data.ref = c.id; }"_s << false;
        QTest::newRow("all of it") << u"function run(data, c) { data.c = c; }"_s << false;
        QTest::newRow("a copy") << u"function run(data, c) { data.c = Object.assign({}, c); }"_s << false;
        QTest::newRow("arguments") << u"function run() { return Object.assign(arguments[0], {n: arguments[1].visit}); }"_s << false;
        QTest::newRow("default") << u"const run = (data, {attempt} = {}) => Object.assign(data, {n: attempt});"_s << false;
        QTest::newRow("the rest") << u"const run = (...all) => Object.assign(all[0], {n: all[1].node});"_s << false;
    }
    void whatDependsOnTheContextIsNotUsedAgain()
    {
        QFETCH(QString, source);
        QFETCH(bool, reusable);
        const StepResult result = runScript(source, s2Data(0));
        QVERIFY2(!result.error, result.error ? qPrintable(result.error->text) : "");
        QCOMPARE(result.reusable, reusable);
    }

    void errorsNameTheirLine_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("part");
        QTest::newRow("thrown") << u"function run(data) {\n  throw new Error('too bad');\n}"_s << ErrorCode::ComponentFailed
                                << u"Line 2: Error: too bad"_s;
        QTest::newRow("thrown text") << u"function run() { throw 'plain'; }"_s << ErrorCode::ComponentFailed << u"plain"_s;
        QTest::newRow("undefined name") << u"\n\nfunction run() { return nothing; }"_s << ErrorCode::ComponentFailed << u"Line 3: ReferenceError"_s;
        QTest::newRow("at the top") << u"\nnothing();\nfunction run() {}"_s << ErrorCode::ComponentFailed << u"Line 2: ReferenceError"_s;
        QTest::newRow("no function") << u"const x = 1;"_s << ErrorCode::ComponentConfig << u"run(data, context)"_s;
        QTest::newRow("syntax") << u"function run( {\n"_s << ErrorCode::ComponentConfig << u"cannot be read"_s;
        QTest::newRow("no object") << u"function run() { return 12; }"_s << ErrorCode::ComponentOutput << u"no object"_s;
        QTest::newRow("lone surrogate") << u"function run() { return {a: '\\ud800'}; }"_s << ErrorCode::ComponentOutput << u"not JSON"_s;
        QTest::newRow("circular") << u"function run(data) { data.data = data; return data; }"_s << ErrorCode::ComponentFailed << u"TypeError"_s;
    }
    void errorsNameTheirLine()
    {
        QFETCH(QString, source);
        QFETCH(ErrorCode, code);
        QFETCH(QString, part);
        const StepResult result = runScript(source, s2Data(0));
        QVERIFY(result.error);
        QCOMPARE(result.error->code, code);
        QVERIFY2(result.error->text.contains(part), qPrintable(result.error->text));
        QVERIFY(result.error->category != ErrorCategory::Retryable);
    }

    void checkingASourceRunsNoneOfIt()
    {
        QElapsedTimer timer;
        timer.start();
        QVERIFY(ScriptComponent().prepare(Json::object({{"source", "while (true) {}"}})));
        (void)ScriptComponent().prepare(Json::object({{"source", "}); while (true) {} (function () {"}}));
        (void)ScriptComponent().prepare(Json::object({{"source", "} while (true) {} function g() {"}}));
        QVERIFY(timer.elapsed() < 5000);
    }

    void anEndlessScriptIsInterrupted_data()
    {
        QTest::addColumn<QString>("source");
        QTest::newRow("in run") << u"function run() { while (true) {} }"_s;
        QTest::newRow("at the top") << u"while (true) {}"_s;
    }
    void anEndlessScriptIsInterrupted()
    {
        QFETCH(QString, source);
        const StepResult result = runScript(source, s2Data(0), Json::object({{"timeout_ms", 30}}));
        QCOMPARE(result.error->code, ErrorCode::ComponentTimeout);
    }

    void whatItLogsComesBackAsReasons()
    {
        const StepResult result = runScript(
            u"console.log('top'); function run() { console.warn('n', {a: 1}); for (let i = 0; i < 1000; ++i) console.log(i); }"_s, s2Data(0));
        QVERIFY(!result.error);
        QCOMPARE(result.reasons.size(), 100);
        QCOMPARE(result.reasons.at(0).value("message").toString(), u"top"_s);
        QCOMPARE(result.reasons.at(1).value("message").toString(), u"n {\"a\":1}"_s);
    }

    void nothingButTheLanguageIsWithinReach()
    {
        const StepResult result = runScript(
            u"function run() { return {found: ['Qt', 'XMLHttpRequest', 'require', 'process', 'gc', 'print'].filter(n => typeof this[n] !== 'undefined')}; }"_s,
            Json::object());
        QVERIFY(!result.error);
        QCOMPARE(after(result, Json::object()).value("found").toBytes(), "[]"_ba);
    }
};

QTEST_GUILESS_MAIN(TestScriptComponent)
#include "tst_scriptcomponent.moc"
