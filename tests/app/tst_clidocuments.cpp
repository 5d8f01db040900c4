// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// Documents through the command line: S2's stages out and in, hostile input, and bytes that must come out as they went in.
class TstCliDocuments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyStepShowsTheStageThatS2Gives_data();
    void everyStepShowsTheStageThatS2Gives();
    void theDocumentAsSubmittedComesOutByteForByte();
    void theEndSaysHowLongItTook();
    void aChainOfThreeHasSixTransitions();
    void editsLeadFromStepToStep();
    void aDocumentGoesOnFromItsStage_data();
    void aDocumentGoesOnFromItsStage();
    void brokenLinesAreNamedAndTheRestRuns();
    void csvRowsBecomeContexts();
    void foldersAreReadAndWhatIsNotTextIsRefused();
    void numbersAndOrderSurvive();
    void deepAndRepeatedInputIsRefusedWithItsPath_data();
    void deepAndRepeatedInputIsRefusedWithItsPath();
    void aMillionLevelsAreRefusedAtOnce();
    void aHundredThousandKeysAreTaken();
    void theJsonTestSuiteIsJudgedAsDocumented();

private:
    Program m_s2; ///< has run S2's document
    Json m_final;
};

namespace {

/// What a model decides, put aside: S2's own values stand in for it.
Json withoutModelValues(const Json &data)
{
    Json out = data;
    for (const char *key : {"generated_content", "model_used", "formatted_content"}) {
        if (out.contains(key))
            out.insert(key, "…");
    }
    return out;
}

bool isTime(const Json &value)
{
    static const QRegularExpression form(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$"_s);
    return form.match(value.toString()).hasMatch();
}

std::unique_ptr<Program> fresh()
{
    auto program = std::make_unique<Program>();
    const ProgramRun made = program->on(u"init"_s);
    if (made.code != 0)
        qFatal("init: %s", made.err.constData());
    return program;
}

} // namespace

void TstCliDocuments::initTestCase()
{
    QCOMPARE(m_s2.on(u"init"_s).code, 0);
    const ProgramRun run = m_s2.on(u"run"_s, {u"article"_s, m_s2.write(u"s2.json"_s, s2Document(0).toBytes()), u"--json"_s});
    QVERIFY2(run.code == 0, run.err.constData());
    QCOMPARE(run.json().value("completed").toInt(), 1);
    m_final = m_s2.on(u"show"_s, {u"ctx_123456"_s, u"--json"_s}).json();
}

void TstCliDocuments::everyStepShowsTheStageThatS2Gives_data()
{
    QTest::addColumn<int>("step");
    for (int step = 0; step <= 3; ++step)
        QTest::addRow("step %d", step) << step;
}

void TstCliDocuments::everyStepShowsTheStageThatS2Gives()
{
    QFETCH(int, step);
    const ProgramRun shown = m_s2.on(u"show"_s, {u"ctx_123456"_s, u"--step"_s, QString::number(step), u"--json"_s});
    QVERIFY2(shown.code == 0, shown.err.constData());
    const Json actual = shown.json();
    const Json expected = s2Document(step);

    QCOMPARE(keysOf(actual), keysOf(expected));
    for (const char *key : {"id", "type", "status", "pipeline", "created_at"})
        QCOMPARE(actual.value(key), expected.value(key));
    QVERIFY(isTime(actual.value("updated_at")));

    QCOMPARE(keysOf(actual.value("data")), keysOf(expected.value("data")));
    QCOMPARE(withoutModelValues(actual.value("data")), withoutModelValues(expected.value("data")));
    if (step >= 2) {
        const Json content = actual.value("data").value("generated_content");
        QCOMPARE(keysOf(content), keysOf(expected.value("data").value("generated_content")));
        QVERIFY(content.value("introduction").isString() && content.value("conclusion").isString());
        QVERIFY(!content.value("body").isEmpty());
        for (const Json &section : content.value("body").items())
            QCOMPARE(keysOf(section), (QStringList{u"heading"_s, u"content"_s}));
        QCOMPARE(actual.value("data").value("model_used").toString(), u"offline-extractive"_s);
    }
    if (step == 3) {
        const Json formatted = actual.value("data").value("formatted_content");
        QCOMPARE(keysOf(formatted), keysOf(expected.value("data").value("formatted_content")));
        QCOMPARE(formatted.value("format").toString(), u"markdown"_s);
        QVERIFY(formatted.value("word_count").toInt() > 0);
        QVERIFY(formatted.value("content").toString().startsWith(u"# Example Article\n\n## Introduction\n\n"_s));
    }

    const Json processing = actual.value("processing");
    QCOMPARE(keysOf(processing), keysOf(expected.value("processing")));
    for (const char *key : {"current_component", "completed_components"})
        QCOMPARE(processing.value(key), expected.value("processing").value(key));
    if (step > 0)
        QVERIFY(isTime(processing.value("start_time")));
}

void TstCliDocuments::theDocumentAsSubmittedComesOutByteForByte()
{
    const ProgramRun shown = m_s2.on(u"show"_s, {u"ctx_123456"_s, u"--step"_s, u"0"_s, u"--json"_s});
    QCOMPARE(shown.out.trimmed(), s2Document(0).toBytes());
}

void TstCliDocuments::theEndSaysHowLongItTook()
{
    const Json processing = m_final.value("processing");
    QVERIFY(isTime(processing.value("end_time")));
    QVERIFY(processing.value("duration_ms").toInt(-1) >= 0);
    QCOMPARE(m_final.value("updated_at"), processing.value("end_time"));
}

void TstCliDocuments::aChainOfThreeHasSixTransitions()
{
    const ProgramRun history = m_s2.on(u"history"_s, {u"ctx_123456"_s, u"--json"_s});
    QVERIFY2(history.code == 0, history.err.constData());
    const QList<Json> rows = history.items("transitions");
    struct Row
    {
        const char *from;
        const char *to;
        const char *node;
        bool hasEdit;
    };
    // DESIGN's table: each step has a row for its start and one for its end.
    constexpr Row kExpected[] = {
        {"pending", "processing", "template", false},        {"processing", "processing", "template", true},
        {"processing", "processing", "ai_generator", false}, {"processing", "processing", "ai_generator", true},
        {"processing", "processing", "transformer", false},  {"processing", "completed", "transformer", true},
    };
    QCOMPARE(rows.size(), qsizetype(std::size(kExpected)));
    qint64 seq = 0;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const Json &row = rows[i];
        const Row &expected = kExpected[i];
        QCOMPARE(row.value("from").toString(), QString::fromLatin1(expected.from));
        QCOMPARE(row.value("to").toString(), QString::fromLatin1(expected.to));
        QCOMPARE(row.value("node").toString(), QString::fromLatin1(expected.node));
        QCOMPARE(row.value("edit").isArray(), expected.hasEdit);
        QCOMPARE(row.value("visit").toInt(), 1);
        QCOMPARE(row.value("attempt").toInt(), 1);
        QVERIFY(!row.value("actor").toString().isEmpty());
        QVERIFY(row.value("seq").toInt() > seq);
        seq = row.value("seq").toInt();
        for (const char *key : {"seq", "at", "from", "to", "node", "visit", "attempt", "actor", "duration_ms", "edit", "reason"})
            QVERIFY2(row.contains(key), key);
    }
    const ProgramRun people = m_s2.on(u"history"_s, {u"ctx_123456"_s});
    QCOMPARE(people.outLines().size(), 7);
}

void TstCliDocuments::editsLeadFromStepToStep()
{
    const ProgramRun diff = m_s2.on(u"call"_s, {u"context.diff"_s, R"({"id":"ctx_123456","from":1,"to":3})"_L1});
    QVERIFY2(diff.code == 0, diff.err.constData());
    QStringList paths;
    for (const Json &change : diff.items("changes")) {
        if (change.value("path").toString().startsWith("/data/"_L1))
            paths.append(change.value("path").toString());
    }
    QCOMPARE(paths,
             (QStringList{u"/data/generated_content"_s, u"/data/model_used"_s, u"/data/generation_parameters"_s, u"/data/formatted_content"_s}));
}

void TstCliDocuments::aDocumentGoesOnFromItsStage_data()
{
    QTest::addColumn<int>("stage");
    QTest::addColumn<QStringList>("nodes");
    QTest::newRow("after template") << 1 << QStringList{u"ai_generator"_s, u"transformer"_s};
    QTest::newRow("after ai_generator") << 2 << QStringList{u"transformer"_s};
    QTest::newRow("completed") << 3 << QStringList{};
}

void TstCliDocuments::aDocumentGoesOnFromItsStage()
{
    QFETCH(int, stage);
    QFETCH(QStringList, nodes);
    const auto program = fresh();
    const ProgramRun run = program->on(u"run"_s, {u"article"_s, program->write(u"stage.json"_s, s2Document(stage).toBytes()), u"--json"_s});
    QVERIFY2(run.code == 0, run.err.constData());
    QCOMPARE(run.json().value("completed").toInt(), 1);

    QStringList ran;
    for (const Json &row : program->on(u"history"_s, {u"ctx_123456"_s, u"--json"_s}).items("transitions")) {
        if (!ran.contains(row.value("node").toString()))
            ran.append(row.value("node").toString());
    }
    QCOMPARE(ran, nodes);

    const Json document = program->on(u"show"_s, {u"ctx_123456"_s, u"--json"_s}).json();
    const Json expected = s2Document(3);
    QCOMPARE(keysOf(document), keysOf(expected));
    QCOMPARE(document.value("status").toString(), u"completed"_s);
    QCOMPARE(keysOf(document.value("data")), keysOf(expected.value("data")));
    QCOMPARE(document.value("data").value("template"), expected.value("data").value("template"));
    QCOMPARE(document.value("processing").value("completed_components"), expected.value("processing").value("completed_components"));
    QCOMPARE(keysOf(document.value("processing")), keysOf(expected.value("processing")));
    if (stage >= 2) {
        // What a model made before stays: the text is S2's own, to the letter.
        QCOMPARE(document.value("data").value("model_used").toString(), u"gpt-4"_s);
        QCOMPARE(document.value("data").value("generated_content"), expected.value("data").value("generated_content"));
        QCOMPARE(document.value("data").value("formatted_content").value("content"),
                 expected.value("data").value("formatted_content").value("content"));
    }
}

void TstCliDocuments::brokenLinesAreNamedAndTheRestRuns()
{
    const auto program = fresh();
    const QString input = program->write(u"mixed.jsonl"_s,
                                         "{\"id\":\"good1\",\"type\":\"article\",\"data\":{\"title\":\"One\"}}\n"
                                         "{\"id\":\"broken\",\"data\":{\n"
                                         "{\"id\":\"twice\",\"type\":\"article\",\"data\":{\"title\":\"a\",\"title\":\"b\"}}\n"
                                         "{\"id\":17,\"type\":\"article\",\"data\":{\"title\":\"number id\"}}\n"
                                         "{\"id\":\"good2\",\"type\":\"article\",\"data\":{\"title\":\"Two\"}}\n");
    const ProgramRun run = program->on(u"run"_s, {u"article"_s, input, u"--json"_s});
    QCOMPARE(run.code, 1);
    QCOMPARE(run.json().value("completed").toInt(), 2);
    const QStringList lines = QString::fromUtf8(run.err).split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 3);
    QVERIFY2(lines.at(0).contains(u"mixed.jsonl:2"_s) && lines.at(0).contains(u"json.syntax"_s), qPrintable(lines.at(0)));
    QVERIFY2(lines.at(1).contains(u"mixed.jsonl:3"_s) && lines.at(1).contains(u"/data/title"_s) && lines.at(1).contains(u"json.duplicate_key"_s),
             qPrintable(lines.at(1)));
    QVERIFY2(lines.at(2).contains(u"mixed.jsonl:4"_s) && lines.at(2).contains(u"/id"_s) && lines.at(2).contains(u"context.invalid"_s),
             qPrintable(lines.at(2)));
}

void TstCliDocuments::csvRowsBecomeContexts()
{
    const auto program = fresh();
    const QString input = program->write(u"rows.csv"_s, "title,tone\nFirst,technical\n\"Second, quoted\",plain\n");
    const ProgramRun run = program->on(u"run"_s, {u"article"_s, input, u"--json"_s});
    QVERIFY2(run.code == 0, run.err.constData());
    QCOMPARE(run.json().value("completed").toInt(), 2);
    QStringList titles;
    for (const Json &context : program->on(u"list"_s, {u"--json"_s}).items("contexts")) {
        const Json document = program->on(u"show"_s, {context.value("id").toString(), u"--json"_s}).json();
        titles.append(document.value("data").value("title").toString());
    }
    QCOMPARE(titles, (QStringList{u"First"_s, u"Second, quoted"_s}));
}

void TstCliDocuments::foldersAreReadAndWhatIsNotTextIsRefused()
{
    const auto program = fresh();
    program->write(u"docs/a.txt"_s, "Salt is a mineral. Salt is found in sea water and in rock.\n");
    program->write(u"docs/sub/b.md"_s, "# Bread\n\nBread is made of flour and water.\n");
    program->write(u"docs/c.html"_s, "<html><head><title>Tea</title></head><body><p>Tea is a drink made of leaves.</p></body></html>");
    program->write(u"docs/picture.txt"_s, QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) + QByteArray(200, '\0'));
    const ProgramRun run = program->on(u"run"_s, {u"article"_s, program->path(u"docs"_s), u"--json"_s});
    QCOMPARE(run.code, 1);
    QCOMPARE(run.json().value("completed").toInt(), 3);
    QVERIFY2(run.err.contains("picture.txt"), run.err.constData());
    QCOMPARE(run.err.count('\n'), 1);
}

void TstCliDocuments::numbersAndOrderSurvive()
{
    const auto program = fresh();
    const QByteArray data
        = R"({"title":"Numbers","z":9007199254740993,"a":18446744073709551615,"m":1.10,"huge":1e400,"neg":-0.0,"exp":1E+2,"nul":"a\u0000b","empty":{}})";
    const QString input = program->write(u"n.json"_s, "{\"id\":\"n\",\"type\":\"article\",\"data\":" + data + "}");
    QCOMPARE(program->on(u"run"_s, {u"article"_s, input}).code, 0);
    for (const QString &step : {u"0"_s, u"3"_s}) {
        const ProgramRun shown = program->on(u"show"_s, {u"n"_s, u"--step"_s, step, u"--json"_s});
        QVERIFY2(shown.out.contains(data.chopped(1)), shown.out.constData());
    }
}

void TstCliDocuments::deepAndRepeatedInputIsRefusedWithItsPath_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("duplicate key") << "{\"data\":{\"x\":{\"y\":1,\"y\":2}}}"_ba << "json.duplicate_key"_ba << "/data/x/y"_ba;
    QTest::newRow("513 levels") << "{\"data\":{\"x\":" + QByteArray(512, '[') + QByteArray(512, ']') + "}}" << "json.depth"_ba << QByteArray();
    QTest::newRow("lone surrogate") << "{\"data\":{\"x\":\"\\ud800\"}}"_ba << "json.encoding"_ba << QByteArray();
    QTest::newRow("invalid UTF-8") << "{\"data\":{\"x\":\"\xff\"}}"_ba << "json.encoding"_ba << QByteArray();
    QTest::newRow("cut off") << "{\"data\":{\"x\":"_ba << "json.syntax"_ba << QByteArray();
    QTest::newRow("data is no object") << "{\"id\":\"x\",\"type\":\"article\",\"pipeline\":[\"template\"],\"status\":\"asleep\",\"data\":{}}"_ba
                                       << "context.invalid"_ba << "/status"_ba;
}

void TstCliDocuments::deepAndRepeatedInputIsRefusedWithItsPath()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, path);
    const auto program = fresh();
    const ProgramRun run = program->on(u"submit"_s, {u"article"_s, program->write(u"bad.json"_s, bytes)});
    QCOMPARE(run.code, 1);
    QVERIFY2(run.err.contains("bad.json"), run.err.constData());
    QVERIFY2(run.err.contains(code), run.err.constData());
    QVERIFY2(run.err.contains(path), run.err.constData());
    QCOMPARE(run.err.count('\n'), 1);
}

void TstCliDocuments::aMillionLevelsAreRefusedAtOnce()
{
    const auto program = fresh();
    const QString input = program->write(u"deep.json"_s, QByteArray(1'000'000, '['));
    const ProgramRun run = program->on(u"submit"_s, {u"article"_s, input});
    QCOMPARE(run.code, 1);
    QVERIFY2(run.err.contains("json.depth"), run.err.constData());
    QVERIFY2(run.milliseconds < 5000, qPrintable(QString::number(run.milliseconds)));
}

void TstCliDocuments::aHundredThousandKeysAreTaken()
{
    const auto program = fresh();
    QByteArray bytes = "{\"id\":\"wide\",\"type\":\"article\",\"data\":{\"title\":\"Wide\"";
    for (int i = 0; i < 100'000; ++i)
        bytes += ",\"k" + QByteArray::number(i) + "\":" + QByteArray::number(i);
    bytes += "}}";
    const ProgramRun run = program->on(u"run"_s, {u"article"_s, program->write(u"wide.json"_s, bytes), u"--json"_s});
    QVERIFY2(run.code == 0, run.err.constData());
    const ProgramRun shown = program->on(u"show"_s, {u"wide"_s, u"--json"_s});
    QVERIFY(shown.out.contains("\"k99999\":99999"));
}

void TstCliDocuments::theJsonTestSuiteIsJudgedAsDocumented()
{
    const QDir suite(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/json-test-suite/test_parsing"));
    const QStringList names = suite.entryList({u"*.json"_s}, QDir::Files);
    QCOMPARE(names.size(), 318);

    // A file of the suite is no context by itself: each stands as a value within one, so that its JSON alone decides. Wrapped, a
    // malformed text stays malformed.
    const auto program = fresh();
    QSet<QString> binary;
    for (const QString &name : names) {
        QFile file(suite.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        if (bytes.contains('\0'))
            binary.insert(name);
        program->write(u"suite/"_s + name, "{\"type\":\"article\",\"data\":{\"v\":" + bytes + "}}");
    }
    const ProgramRun submitted = program->on(u"submit"_s, {u"article"_s, program->path(u"suite"_s), u"--json"_s});
    QCOMPARE(submitted.code, 1);
    QHash<QString, QString> refused;
    for (const Json &item : submitted.items("refused"))
        refused.insert(QFileInfo(item.value("file").toString()).fileName(), item.value("code").toString());

    // Intake's own refusal of valid JSON: the same key twice says two things.
    const QStringList duplicates = {u"y_object_duplicated_key.json"_s, u"y_object_duplicated_key_and_value.json"_s};
    QStringList wrong;
    for (const QString &name : names) {
        // What the standard leaves open: numbers keep their literal, whatever their size; 500 levels are within 512; broken
        // encodings and byte order marks are refused.
        const bool open = name.startsWith("i_number"_L1) || name == "i_structure_500_nested_arrays.json"_L1;
        const bool expected = (name.startsWith(u'y') && !duplicates.contains(name)) || open;
        const QString code = refused.value(name);
        if (code.isEmpty() != expected)
            wrong.append(name + u": "_s + (code.isEmpty() ? u"taken"_s : code));
        else if (!expected && !code.startsWith("json."_L1) && !(binary.contains(name) && code == "file.refused"_L1))
            wrong.append(name + u": refused for another reason: "_s + code);
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    QCOMPARE(submitted.json().value("ids").size() + refused.size(), 318);
}

QTEST_GUILESS_MAIN(TstCliDocuments)
#include "tst_clidocuments.moc"
