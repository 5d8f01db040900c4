// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/validatecomponent.h"

#include "components/running.h"
#include "components/s2.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

Json rule(const char *path, const char *kind, const Json &value = {}, const char *severity = "error")
{
    return Json::object({{"path", path}, {"rule", kind}, {"value", value}, {"severity", severity}});
}

Json rules(std::initializer_list<Json> list)
{
    return Json::object({{"rules", Json::array(list)}});
}

/// JSON with apostrophes for quotation marks: moc loses count in raw string literals that hold brackets.
QByteArray json(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

Json parsed(const QByteArray &text)
{
    return Json::parse(text).value();
}

} // namespace

class TestValidateComponent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aValidDocumentPassesUnchanged()
    {
        const StepResult result = runOnce<ValidateComponent>(s2Data(0), rules({rule("title", "required")}));
        QVERIFY(!result.error);
        QCOMPARE(result.port, u"out"_s);
        QVERIFY(result.edit.isEmpty());
    }

    void rulesHoldOrBreak_data()
    {
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<QByteArray>("rule");
        QTest::addColumn<bool>("holds");
        const auto row
            = [](const char *name, const QByteArray &data, const QByteArray &rule, bool holds) { QTest::newRow(name) << data << rule << holds; };
        row("required there", json("{'a':0}"), json("{'path':'a','rule':'required'}"), true);
        row("required absent", json("{}"), json("{'path':'/a','rule':'required'}"), false);
        row("required null", json("{'a':null}"), json("{'path':'a','rule':'required'}"), false);
        row("dotted path", json("{'a':{'b':1}}"), json("{'path':'a.b','rule':'required'}"), true);
        row("array index", json("{'a':[1]}"), json("{'path':'/a/0','rule':'required'}"), true);
        row("blank is empty", json("{'a':' \\n'}"), json("{'path':'a','rule':'not_empty'}"), false);
        row("empty list", json("{'a':[]}"), json("{'path':'a','rule':'not_empty'}"), false);
        row("number is not empty", json("{'a':0}"), json("{'path':'a','rule':'not_empty'}"), true);
        row("type", json("{'a':'x'}"), json("{'path':'a','rule':'type','value':'string'}"), true);
        row("integer 1.0", json("{'a':1.0}"), json("{'path':'a','rule':'type','value':'integer'}"), true);
        row("integer 1.5", json("{'a':1.5}"), json("{'path':'a','rule':'type','value':'integer'}"), false);
        row("type of absent", json("{}"), json("{'path':'a','rule':'type','value':'string'}"), true);
        row("min equal", json("{'a':2}"), json("{'path':'a','rule':'min','value':2}"), true);
        row("min below", json("{'a':1.9}"), json("{'path':'a','rule':'min','value':2}"), false);
        row("min of text", json("{'a':'9'}"), json("{'path':'a','rule':'min','value':2}"), false);
        row("max above", json("{'a':3}"), json("{'path':'a','rule':'max','value':2}"), false);
        row("length in characters", json("{'a':'äöü😀'}"), json("{'path':'a','rule':'max_length','value':4}"), true);
        row("too short", json("{'a':[1]}"), json("{'path':'a','rule':'min_length','value':2}"), false);
        row("pattern", json("{'a':'ctx_12'}"), json("{'path':'a','rule':'pattern','value':'^ctx_\\\\d+$'}"), true);
        row("pattern broken", json("{'a':'nope'}"), json("{'path':'a','rule':'pattern','value':'^ctx_\\\\d+$'}"), false);
        row("hostile pattern ends", json("{'a':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'}"),
            json("{'path':'a','rule':'pattern','value':'^(a+)+$'}"), false);
        row("one of", json("{'a':1.10}"), json("{'path':'a','rule':'one_of','value':['x',1.1]}"), true);
        row("none of", json("{'a':'y'}"), json("{'path':'a','rule':'one_of','value':['x']}"), false);
        row("equals", json("{'a':{'x':1,'y':2}}"), json("{'path':'a','rule':'equals','value':{'y':2,'x':1}}"), true);
        row("expression", json("{'a':[1,2,3]}"), json("{'rule':'expression','value':'length(a) > `2`'}"), true);
        row("expression at path", json("{'a':{'b':[]}}"), json("{'path':'a','rule':'expression','value':'b'}"), false);
    }
    void rulesHoldOrBreak()
    {
        QFETCH(QByteArray, data);
        QFETCH(QByteArray, rule);
        QFETCH(bool, holds);
        const StepResult result = runOnce<ValidateComponent>(Json::parse(data).value(), rules({Json::parse(rule).value()}));
        QVERIFY2(!result.error, result.error ? qPrintable(result.error->text) : "");
        QCOMPARE(result.port, holds ? u"out"_s : u"invalid"_s);
        QCOMPARE(result.reasons.size(), holds ? 0 : 1);
    }

    void everyReasonIsGivenAtOnce()
    {
        Json config = rules({rule("title", "min_length", 100), rule("author", "required"), rule("tone", "one_of", Json::array({"dry"}), "warning")});
        config.insert("schema", parsed(json("{'type':'object','properties':{'keywords':{'maxItems':2},'title':{'type':'integer'}}}")));
        const StepResult result = runOnce<ValidateComponent>(s2Data(0), config);
        QCOMPARE(result.port, u"invalid"_s);
        QVERIFY(result.edit.isEmpty());
        QStringList seen;
        for (const Json &reason : result.reasons.items()) {
            seen.append(reason.value("path").toString() + u' ' + reason.value("rule").toString() + u' ' + reason.value("severity").toString());
            QVERIFY(!reason.value("message").toString().isEmpty());
        }
        seen.sort();
        QCOMPARE(seen,
                 (QStringList{u"/author required error"_s, u"/keywords schema error"_s, u"/title min_length error"_s, u"/title schema error"_s,
                              u"/tone one_of warning"_s}));
    }

    void warningsPassAndAreKept()
    {
        const Json config = rules({rule("author", "required", {}, "warning"), rule("editor", "required", {}, "info")});
        const StepResult result = runOnce<ValidateComponent>(s2Data(0), config);
        QCOMPARE(result.port, u"out"_s);
        const Json validation = after(result, s2Data(0)).value("validation");
        QCOMPARE(validation.value("errors").toInt(-1), 0);
        QCOMPARE(validation.value("warnings").toInt(), 1);
        QCOMPARE(validation.value("reasons").size(), 2);
    }

    void warningsOfAnEarlierVisitGoAndForeignFieldsStay()
    {
        Json data = s2Data(0);
        data.insert("validation", parsed(json("{'errors':0,'warnings':1,'reasons':[{}]}")));
        QVERIFY(!after(runOnce<ValidateComponent>(data, rules({rule("title", "required")})), data).contains("validation"));
        data.insert("validation", "passed by hand");
        QVERIFY(runOnce<ValidateComponent>(data, rules({rule("title", "required")})).edit.isEmpty());
    }

    void anOwnMessageIsSaid()
    {
        Json own = rule("author", "required");
        own.insert("message", "Name the author.");
        QCOMPARE(runOnce<ValidateComponent>(s2Data(0), rules({own})).reasons.at(0).value("message").toString(), u"Name the author."_s);
    }

    void wrongRulesAreRefusedBeforeRunning_data()
    {
        QTest::addColumn<QByteArray>("config");
        QTest::addColumn<QString>("path");
        QTest::newRow("unknown rule") << json("{'rules':[{'rule':'odd'}]}") << u"/rules/0/rule"_s;
        QTest::newRow("pattern") << json("{'rules':[{'rule':'required'},{'path':'a','rule':'pattern','value':'('}]}") << u"/rules/1/value"_s;
        QTest::newRow("length") << json("{'rules':[{'path':'a','rule':'min_length','value':-1}]}") << u"/rules/0/value"_s;
        QTest::newRow("type") << json("{'rules':[{'path':'a','rule':'type','value':'text'}]}") << u"/rules/0/value"_s;
        QTest::newRow("expression") << json("{'rules':[{'rule':'expression','value':'a[['}]}") << u"/rules/0/value"_s;
        QTest::newRow("severity") << json("{'rules':[{'path':'a','rule':'required','severity':'grave'}]}") << u"/rules/0/severity"_s;
        QTest::newRow("schema") << json("{'schema':{'type':12}}") << u"/schema"_s;
    }
    void wrongRulesAreRefusedBeforeRunning()
    {
        QFETCH(QByteArray, config);
        const auto step = ValidateComponent().prepare(Json::parse(config).value());
        QVERIFY(!step);
        QCOMPARE(step.error().code, ErrorCode::ComponentConfig);
        QTEST(step.error().detail.value("path").toString(), "path");
    }
};

QTEST_APPLESS_MAIN(TestValidateComponent)
#include "tst_validatecomponent.moc"
