// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// The contract of the command line: verbs, exit codes, streams and JSON that other tools rely on.
class TstCli : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyVerbHasHelpWithExamples();
    void wrongUsageExitsWithTwo_data();
    void wrongUsageExitsWithTwo();
    void initMakesAWorkspaceWithThePipelineArticle();
    void initLeavesAnExistingFileAlone();
    void submitPrintsIdsAndWorkFinishesThem();
    void listPagesThroughContexts();
    void listFiltersByStatus();
    void unknownIdsExitWithOne_data();
    void unknownIdsExitWithOne();
    void whatCannotBeOpenedExitsWithThree();
    void runCountsItsOwnContextsAlone();
    void statsAreNineNumbersWhoseSumIsSubmitted();
    void anUnchangedDocumentIsSubmittedOnce();
    void anotherDocumentUnderTheSameIdIsRefused();
    void aCommaListIsAPipeline();
    void cancelledContextsStayCancelled();
    void retryTakesUpWhatFailed();
    void copyIsAWorkspaceOfItsOwn();
    void checkFindsNothingInASoundFile();
    void exportIsReadBackBySubmit();
    void exportWritesFinishedTextsAsFiles();
    void exportGoesOnOverWhatIsDamaged();
    void schedulesAndEventsStartPipelines();
    void commandsDescribeThemselves();
    void everyErrorCodeIsDocumented();
    void pipelineFilesAreSavedShownAndValidated();
    void pipelinesAreComparedRestoredImportedExportedAndTried();
    void callRunsAnyCommand();
    void theEnvironmentNamesTheWorkspace();
    void brokenSettingsAreNamed();
    void anExampleHasAFinishedRunOfEach();
    void aReaderThatGoesAwayIsNoCrash();

private:
    /// A fresh program folder with an empty workspace.
    static std::unique_ptr<Program> fresh();
    static QString failingPipeline(const Program &program, const QByteArray &retry);
};

std::unique_ptr<Program> TstCli::fresh()
{
    auto program = std::make_unique<Program>();
    const ProgramRun made = program->on(u"init"_s);
    if (made.code != 0)
        qFatal("init: %s", made.err.constData());
    return program;
}

QString TstCli::failingPipeline(const Program &program, const QByteArray &retry)
{
    return program.write(
        u"failing.pipeline.json"_s,
        R"({"format":"millrace.pipeline/1","id":"failing","title":"Failing","nodes":[{"id":"s","component":"script",)"
        R"("config":{"source":"function run(data) { if (data.fixed) { data.ok = true; return data; } throw new Error('not yet'); }"},)"
        R"("retry":)"
            + retry + R"(}],"links":[]})");
}

void TstCli::everyVerbHasHelpWithExamples()
{
    const Program program;
    const ProgramRun help = program.run({u"--help"_s});
    QCOMPARE(help.code, 0);
    QVERIFY(help.err.isEmpty());
    static const QRegularExpression line(u"^  ([a-z]+) +\\S"_s, QRegularExpression::MultilineOption);
    QStringList verbs;
    for (const auto &match : line.globalMatch(QString::fromUtf8(help.out)))
        verbs.append(match.captured(1));
    for (const QString &verb : {u"init"_s, u"submit"_s, u"run"_s, u"work"_s, u"list"_s, u"show"_s, u"history"_s, u"stats"_s, u"retry"_s, u"cancel"_s,
                                u"export"_s, u"copy"_s, u"check"_s, u"commands"_s, u"pipeline"_s, u"schedule"_s, u"event"_s})
        QVERIFY2(verbs.contains(verb), qPrintable(verb));
    for (const QString &verb : std::as_const(verbs)) {
        const ProgramRun own = program.run({verb, u"--help"_s});
        QCOMPARE(own.code, 0);
        QVERIFY2(own.out.contains("Usage: millrace " + verb.toUtf8()), qPrintable(verb));
        QVERIFY2(own.out.contains("Examples:\n  millrace " + verb.toUtf8()), qPrintable(verb));
        QVERIFY2(own.out.contains("--json"), qPrintable(verb));
        QVERIFY(own.err.isEmpty());
    }
}

void TstCli::wrongUsageExitsWithTwo_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no verb") << QStringList{};
    QTest::newRow("unknown verb") << QStringList{u"fly"_s};
    QTest::newRow("unknown option") << QStringList{u"list"_s, u"-w"_s, u"x.millrace"_s, u"--fast"_s};
    QTest::newRow("no workspace") << QStringList{u"list"_s};
    QTest::newRow("too few arguments") << QStringList{u"submit"_s, u"-w"_s, u"x.millrace"_s, u"article"_s};
    QTest::newRow("too many arguments") << QStringList{u"show"_s, u"-w"_s, u"x.millrace"_s, u"a"_s, u"b"_s};
    QTest::newRow("no number") << QStringList{u"list"_s, u"-w"_s, u"x.millrace"_s, u"--limit"_s, u"many"_s};
    QTest::newRow("retry of nothing") << QStringList{u"retry"_s, u"-w"_s, u"x.millrace"_s};
    QTest::newRow("unknown format") << QStringList{u"export"_s, u"-w"_s, u"x.millrace"_s, u"--format"_s, u"pdf"_s};
    QTest::newRow("unknown pipeline action") << QStringList{u"pipeline"_s, u"-w"_s, u"x.millrace"_s, u"burn"_s};
    QTest::newRow("arguments that are no JSON") << QStringList{u"call"_s, u"-w"_s, u"x.millrace"_s, u"stats"_s, u"{"_s};
}

void TstCli::wrongUsageExitsWithTwo()
{
    QFETCH(QStringList, arguments);
    const ProgramRun run = Program().run(arguments);
    QCOMPARE(run.code, 2);
    QVERIFY(run.out.isEmpty());
    QVERIFY2(run.err.startsWith("millrace: ") && run.err.count('\n') == 1, run.err.constData());
}

void TstCli::initMakesAWorkspaceWithThePipelineArticle()
{
    const Program program;
    const ProgramRun made = program.on(u"init"_s, {u"--json"_s});
    QCOMPARE(made.code, 0);
    QCOMPARE(made.json().value("workspace").toString(), program.workspace());
    const ProgramRun article = program.on(u"pipeline"_s, {u"show"_s, u"article"_s, u"--json"_s});
    QCOMPARE(article.code, 0);
    QStringList components;
    for (const Json &node : article.items("nodes"))
        components.append(node.value("component").toString());
    QCOMPARE(components, (QStringList{u"template"_s, u"ai_generator"_s, u"transformer"_s}));
    // Closing leaves exactly one file.
    QCOMPARE(QDir(program.folder.path()).entryList({u"w.millrace*"_s}, QDir::Files), QStringList{u"w.millrace"_s});
}

void TstCli::initLeavesAnExistingFileAlone()
{
    const Program program;
    program.write(u"w.millrace"_s, "precious");
    const ProgramRun made = program.on(u"init"_s);
    QCOMPARE(made.code, 3);
    QVERIFY2(made.err.contains("workspace.exists"), made.err.constData());
    QFile file(program.workspace());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "precious"_ba);
}

void TstCli::submitPrintsIdsAndWorkFinishesThem()
{
    const auto program = fresh();
    const QString one = program->write(u"one.json"_s, s2Document(0).toBytes());
    const QString two = program->write(u"two.md"_s, "# Rivers\n\nA river is a natural stream of water that flows to the sea. Rivers carry silt.\n");
    const ProgramRun submitted = program->on(u"submit"_s, {u"article"_s, one, two});
    QVERIFY2(submitted.code == 0, submitted.err.constData());
    const QStringList ids = submitted.outLines();
    QCOMPARE(ids.size(), 2);
    QCOMPARE(ids.first(), u"ctx_123456"_s);
    QCOMPARE(program->on(u"stats"_s, {u"--json"_s}).json().value("pending").toInt(), 2);

    const ProgramRun worked = program->on(u"work"_s);
    QVERIFY2(worked.code == 0, worked.err.constData());
    QVERIFY2(worked.err.isEmpty(), worked.err.constData()); // quiet in a pipe
    QCOMPARE(program->on(u"stats"_s, {u"--json"_s}).json().value("completed").toInt(), 2);
    const Json second = program->on(u"show"_s, {ids.last(), u"--json"_s}).json();
    QVERIFY(second.value("data").value("source_text").toString().contains(u"natural stream"));
    QVERIFY(second.value("data").value("formatted_content").value("content").toString().startsWith(u"# Rivers"));
}

void TstCli::listPagesThroughContexts()
{
    const auto program = fresh();
    QByteArray lines;
    for (int i = 0; i < 7; ++i)
        lines += "{\"id\":\"c" + QByteArray::number(i) + "\",\"type\":\"article\",\"data\":{\"title\":\"T" + QByteArray::number(i) + "\"}}\n";
    QCOMPARE(program->on(u"submit"_s, {u"article"_s, program->write(u"a.jsonl"_s, lines)}).code, 0);

    QStringList seen;
    QString after;
    for (int page = 0; page < 5; ++page) {
        QStringList arguments{u"--limit"_s, u"3"_s, u"--json"_s};
        if (!after.isEmpty())
            arguments += {u"--after"_s, after};
        const Json answer = program->on(u"list"_s, arguments).json();
        for (const Json &context : answer.value("contexts").items()) {
            seen.append(context.value("id").toString());
            for (const char *key : {"id", "type", "status", "outcome", "pipeline", "created_at", "updated_at"})
                QVERIFY2(context.contains(key), key);
            QCOMPARE(context.value("status").toString(), u"pending"_s);
            QCOMPARE(context.value("pipeline").toString(), u"article"_s);
        }
        QVERIFY(answer.contains("next"));
        if (answer.value("next").isNull())
            break;
        after = answer.value("next").toString();
    }
    QCOMPARE(seen, (QStringList{u"c0"_s, u"c1"_s, u"c2"_s, u"c3"_s, u"c4"_s, u"c5"_s, u"c6"_s}));

    const ProgramRun people = program->on(u"list"_s, {u"--limit"_s, u"2"_s});
    QCOMPARE(people.outLines().size(), 3);
    QVERIFY(people.outLines().first().startsWith(u"ID  STATUS"_s));
    QVERIFY2(people.err.contains("--after c1"), people.err.constData());
}

void TstCli::listFiltersByStatus()
{
    const auto program = fresh();
    QCOMPARE(program->on(u"submit"_s, {u"article"_s, program->write(u"s2.json"_s, s2Document(0).toBytes())}).code, 0);
    QCOMPARE(program->on(u"list"_s, {u"--status"_s, u"completed"_s, u"--json"_s}).json().value("contexts").size(), 0);
    QCOMPARE(program->on(u"list"_s, {u"--status"_s, u"pending"_s, u"--json"_s}).json().value("contexts").size(), 1);
    QCOMPARE(program->on(u"list"_s, {u"--status"_s, u"asleep"_s, u"--json"_s}).code, 2);
}

void TstCli::unknownIdsExitWithOne_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("show") << QStringList{u"show"_s, u"nobody"_s};
    QTest::newRow("history") << QStringList{u"history"_s, u"nobody"_s};
    QTest::newRow("retry") << QStringList{u"retry"_s, u"nobody"_s};
    QTest::newRow("cancel") << QStringList{u"cancel"_s, u"nobody"_s};
    QTest::newRow("export") << QStringList{u"export"_s, u"nobody"_s};
    QTest::newRow("pipeline") << QStringList{u"pipeline"_s, u"show"_s, u"nobody"_s};
    QTest::newRow("submit to an unknown pipeline") << QStringList{u"submit"_s, u"nobody"_s,
                                                                  QStringLiteral(MILLRACE_SOURCE_DIR "/tests/app/data/s2_stage0.json")};
}

void TstCli::unknownIdsExitWithOne()
{
    QFETCH(QStringList, arguments);
    const auto program = fresh();
    const ProgramRun run = program->on(arguments.first(), arguments.mid(1));
    QCOMPARE(run.code, 1);
    QVERIFY2(run.err.contains("nobody"), run.err.constData());
}

void TstCli::whatCannotBeOpenedExitsWithThree()
{
    const Program program;
    const ProgramRun missing = program.on(u"list"_s);
    QCOMPARE(missing.code, 3);
    QVERIFY2(missing.err.contains("millrace init"), missing.err.constData());
    QVERIFY(!QFile::exists(program.workspace()));

    program.write(u"w.millrace"_s, QByteArray(10'000, 'x'));
    for (const QString &verb : {u"list"_s, u"stats"_s, u"work"_s}) {
        const ProgramRun foreign = program.on(verb);
        QCOMPARE(foreign.code, 3);
        QVERIFY2(foreign.err.contains("workspace.foreign"), foreign.err.constData());
    }
}

void TstCli::runCountsItsOwnContextsAlone()
{
    const auto program = fresh();
    const QString one = program->write(u"one.json"_s, R"({"id":"one","type":"article","data":{"title":"One"}})");
    const QString two = program->write(u"two.jsonl"_s,
                                       "{\"id\":\"two\",\"type\":\"article\",\"data\":{\"title\":\"Two\"}}\n"
                                       "{\"id\":\"three\",\"type\":\"article\",\"data\":{\"title\":\"Three\"}}\n");
    QCOMPARE(program->on(u"run"_s, {u"article"_s, one, u"--json"_s}).code, 0);
    const ProgramRun second = program->on(u"run"_s, {u"article"_s, two, u"--json"_s});
    QVERIFY2(second.code == 0, second.err.constData());
    QCOMPARE(second.out.count('\n'), 1);
    QCOMPARE(second.json().value("submitted").toInt(), 2);
    QCOMPARE(second.json().value("completed").toInt(), 2);
    QCOMPARE(program->on(u"stats"_s, {u"--json"_s}).json().value("submitted").toInt(), 3);
}

void TstCli::statsAreNineNumbersWhoseSumIsSubmitted()
{
    const auto program = fresh();
    const QString failing = failingPipeline(*program, R"({"max_attempts":1})");
    const QString input = program->write(u"s2.json"_s, s2Document(0).toBytes());
    const QString bad = program->write(u"bad.json"_s, R"({"id":"bad","type":"article","data":{"title":"Bad"}})");
    QCOMPARE(program->on(u"run"_s, {u"article"_s, input}).code, 0);
    const ProgramRun failed = program->on(u"run"_s, {failing, bad, u"--json"_s});
    QVERIFY2(failed.code == 1, failed.err.constData());
    QCOMPARE(failed.json().value("completed").toInt(), 0);

    const Json stats = program->on(u"stats"_s, {u"--json"_s}).json();
    QCOMPARE(keysOf(stats),
             (QStringList{u"submitted"_s, u"pending"_s, u"processing"_s, u"retrying"_s, u"awaiting_review"_s, u"quarantined"_s, u"completed"_s,
                          u"failed"_s, u"cancelled"_s}));
    qint64 sum = 0;
    for (const JsonMember &member : stats.members()) {
        if (member.key != "submitted")
            sum += member.value.toInt(-1000);
    }
    QCOMPARE(sum, 2);
    QCOMPARE(stats.value("submitted").toInt(), 2);
}

void TstCli::anUnchangedDocumentIsSubmittedOnce()
{
    const auto program = fresh();
    const QString input = program->write(u"s2.json"_s, s2Document(0).toBytes());
    QCOMPARE(program->on(u"submit"_s, {u"article"_s, input}).code, 0);
    const ProgramRun again = program->on(u"submit"_s, {u"article"_s, input, u"--json"_s});
    QVERIFY2(again.code == 0, again.err.constData());
    QCOMPARE(again.json().value("submitted").toInt(), 0);
    QCOMPARE(again.json().value("unchanged").toInt(), 1);
    QCOMPARE(program->on(u"work"_s).code, 0);
    // Also once it is done: the document that came is the one that counts.
    QCOMPARE(program->on(u"submit"_s, {u"article"_s, input, u"--json"_s}).json().value("unchanged").toInt(), 1);
    QCOMPARE(program->on(u"stats"_s, {u"--json"_s}).json().value("submitted").toInt(), 1);
}

void TstCli::anotherDocumentUnderTheSameIdIsRefused()
{
    const auto program = fresh();
    QCOMPARE(program->on(u"submit"_s, {u"article"_s, program->write(u"s2.json"_s, s2Document(0).toBytes())}).code, 0);
    Json other = s2Document(0);
    Json data = other.value("data");
    data.insert("title", "Another Article");
    other.insert("data", data);
    const ProgramRun refused = program->on(u"submit"_s, {u"article"_s, program->write(u"other.json"_s, other.toBytes())});
    QCOMPARE(refused.code, 1);
    QVERIFY(refused.out.isEmpty());
    QVERIFY2(refused.err.contains("other.json") && refused.err.contains("context.exists"), refused.err.constData());
    QCOMPARE(program->on(u"show"_s, {u"ctx_123456"_s, u"--json"_s}).json().value("data").value("title").toString(), u"Example Article"_s);
}

void TstCli::aCommaListIsAPipeline()
{
    const auto program = fresh();
    const QString input = program->write(u"s2.json"_s, s2Document(1).toBytes());
    const ProgramRun run
        = program->on(u"run"_s,
                      {u"template,transformer"_s,
                       program->write(u"a.json"_s, R"({"id":"a","type":"article","data":{"title":"A","source_text":"Some text."}})"), u"--json"_s});
    // What transformer makes of a context without generated content is its own matter; the pipeline is the one that was named.
    QVERIFY2(run.code == 0 || run.code == 1, run.err.constData());
    QCOMPARE(program->on(u"show"_s, {u"a"_s, u"--json"_s}).json().value("pipeline").toStringList(), (QStringList{u"template"_s, u"transformer"_s}));
    QVERIFY(!input.isEmpty());
}

void TstCli::cancelledContextsStayCancelled()
{
    const auto program = fresh();
    QCOMPARE(program->on(u"submit"_s, {u"article"_s, program->write(u"s2.json"_s, s2Document(0).toBytes())}).code, 0);
    const ProgramRun cancelled = program->on(u"cancel"_s, {u"ctx_123456"_s, u"--json"_s});
    QVERIFY2(cancelled.code == 0, cancelled.err.constData());
    QCOMPARE(program->on(u"work"_s).code, 0);
    QCOMPARE(program->on(u"stats"_s, {u"--json"_s}).json().value("cancelled").toInt(), 1);
    const ProgramRun twice = program->on(u"cancel"_s, {u"ctx_123456"_s});
    QCOMPARE(twice.code, 1);
    QVERIFY2(twice.err.contains("context.transition_refused"), twice.err.constData());
}

void TstCli::retryTakesUpWhatFailed()
{
    const auto program = fresh();
    const QString failing = failingPipeline(*program, R"({"max_attempts":2,"delay_ms":1,"max_delay_ms":1})");
    const QString input = program->write(u"a.json"_s, R"({"id":"a","type":"article","data":{"title":"A"}})");
    const ProgramRun failed = program->on(u"run"_s, {failing, input, u"--json"_s});
    QVERIFY2(failed.code == 1, failed.err.constData());
    QVERIFY(failed.json().value("failed").toInt() + failed.json().value("quarantined").toInt() == 1);

    QCOMPARE(program->on(u"call"_s, {u"context.fix"_s, R"({"id":"a","data":{"title":"A","fixed":true}})"_L1}).code, 0);
    // A fix may set it to be tried again by itself; where it rests, retry does.
    const Json stats = program->on(u"stats"_s, {u"--json"_s}).json();
    if (stats.value("retrying").toInt() == 0) {
        const ProgramRun retried = program->on(u"retry"_s, {u"a"_s});
        QVERIFY2(retried.code == 0, retried.err.constData());
    }
    QCOMPARE(program->on(u"work"_s).code, 0);
    const Json document = program->on(u"show"_s, {u"a"_s, u"--json"_s}).json();
    QCOMPARE(document.value("status").toString(), u"completed"_s);
    QCOMPARE(document.value("data").value("ok").toBool(), true);
    QCOMPARE(program->on(u"retry"_s, {u"a"_s}).code, 1); // completed is final
}

void TstCli::copyIsAWorkspaceOfItsOwn()
{
    const auto program = fresh();
    QCOMPARE(program->on(u"run"_s, {u"article"_s, program->write(u"s2.json"_s, s2Document(0).toBytes())}).code, 0);
    const QString copy = program->path(u"copy.millrace"_s);
    const ProgramRun copied = program->on(u"copy"_s, {copy});
    QVERIFY2(copied.code == 0, copied.err.constData());
    const ProgramRun original = program->on(u"show"_s, {u"ctx_123456"_s, u"--json"_s});
    const ProgramRun shown = program->run({u"show"_s, u"-w"_s, copy, u"ctx_123456"_s, u"--json"_s});
    QCOMPARE(shown.code, 0);
    QCOMPARE(shown.out, original.out);
    QVERIFY(program->on(u"copy"_s, {copy}).code != 0); // never over a file
    QCOMPARE(program->run({u"check"_s, u"-w"_s, copy}).code, 0);
}

void TstCli::checkFindsNothingInASoundFile()
{
    const auto program = fresh();
    QCOMPARE(program->on(u"run"_s, {u"article"_s, program->write(u"s2.json"_s, s2Document(0).toBytes())}).code, 0);
    const ProgramRun checked = program->on(u"check"_s, {u"--json"_s});
    QVERIFY2(checked.code == 0, checked.err.constData());
    QCOMPARE(checked.json().value("ok"), Json(true));
}

void TstCli::exportIsReadBackBySubmit()
{
    const auto program = fresh();
    const QString input
        = program->write(u"two.jsonl"_s, s2Document(0).toBytes() + "\n{\"id\":\"b\",\"type\":\"article\",\"data\":{\"title\":\"B\",\"n\":1.10}}\n");
    QCOMPARE(program->on(u"run"_s, {u"article"_s, input}).code, 0);
    const ProgramRun exported = program->on(u"export"_s);
    QCOMPARE(exported.code, 0);
    QCOMPARE(exported.out.count('\n'), 2);
    QVERIFY(exported.out.contains("\"n\":1.10"));

    const Program other;
    QCOMPARE(other.on(u"init"_s).code, 0);
    const QString lines = other.write(u"in.jsonl"_s, exported.out);
    const ProgramRun back = other.on(u"run"_s, {u"article"_s, lines, u"--json"_s});
    QVERIFY2(back.code == 0, back.err.constData());
    QCOMPARE(back.json().value("completed").toInt(), 2);
    const Json first = program->on(u"show"_s, {u"ctx_123456"_s, u"--json"_s}).json();
    QCOMPARE(other.on(u"show"_s, {u"ctx_123456"_s, u"--json"_s}).json().value("data"), first.value("data"));

    const QString array = program->path(u"all.json"_s);
    QCOMPARE(program->on(u"export"_s, {u"--format"_s, u"json"_s, u"--out"_s, array, u"b"_s}).code, 0);
    QFile file(array);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const Json written = Json::parseStrict(file.readAll()).value_or(Json());
    QCOMPARE(written.size(), 1);
    QCOMPARE(written.at(0).value("id").toString(), u"b"_s);
}

void TstCli::exportWritesFinishedTextsAsFiles()
{
    const auto program = fresh();
    const QString input = program->write(u"a.jsonl"_s, "{\"id\":\"a/1\",\"type\":\"article\",\"data\":{\"title\":\"Über Flüsse: ein Anfang\"}}\n");
    QCOMPARE(program->on(u"run"_s, {u"article"_s, input}).code, 0);
    const QString folder = program->path(u"out"_s);
    const ProgramRun exported = program->on(u"export"_s, {u"--format"_s, u"markdown"_s, u"--out"_s, folder, u"--json"_s});
    QVERIFY2(exported.code == 0, exported.err.constData());
    QCOMPARE(exported.json().value("exported").toInt(), 1);
    QCOMPARE(QDir(folder).entryList(QDir::Files), QStringList{u"Über-Flüsse-ein-Anfang-a-1.md"_s});
    QCOMPARE(program->on(u"export"_s, {u"--format"_s, u"markdown"_s}).code, 2); // --out is missing
    // The same text as a page; what has none is named.
    const QString bare = program->write(u"b.json"_s, R"({"id":"b","type":"article","pipeline":["set_fields"],"data":{"title":"B"}})");
    QCOMPARE(program->on(u"submit"_s, {u"set_fields"_s, bare}).code, 0);
    const ProgramRun pages = program->on(u"export"_s, {u"--format"_s, u"html"_s, u"--out"_s, folder, u"--json"_s});
    QVERIFY2(pages.code == 0, pages.err.constData());
    QCOMPARE(pages.json().value("exported").toInt(), 1);
    QCOMPARE(pages.json().value("without_text").toInt(), 1);
    QVERIFY2(pages.err.contains("left out b:"), pages.err.constData());
    QFile page(folder + u"/Über-Flüsse-ein-Anfang-a-1.html"_s);
    QVERIFY(page.open(QIODevice::ReadOnly));
    QVERIFY(page.readAll().startsWith("<article>\n<h1>Über Flüsse: ein Anfang</h1>"));
}

/// A single damaged document ended the whole export.
void TstCli::exportGoesOnOverWhatIsDamaged()
{
    const auto program = fresh();
    const QString input = program->write(u"a.jsonl"_s, R"({"id":"a","data":{"title":"first needle"}}
{"id":"b","data":{"title":"second needle"}}
{"id":"c","data":{"title":"third needle"}}
)");
    QCOMPARE(program->on(u"submit"_s, {u"set_fields"_s, input}).code, 0);
    QFile file(program->workspace());
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    QVERIFY(bytes.contains("\"second needle\""));
    bytes.replace("\"second needle\"", "\"second noodle\"");
    QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
    file.close();
    const ProgramRun exported = program->on(u"export"_s);
    QCOMPARE(exported.code, 1);
    QVERIFY2(exported.err.contains("left out b:"), exported.err.constData());
    QVERIFY(exported.out.contains("first needle") && exported.out.contains("third needle") && !exported.out.contains("noodle"));
    const ProgramRun checked = program->on(u"check"_s, {u"--json"_s});
    QCOMPARE(checked.code, 1);
    QCOMPARE(checked.json().value("problems").size(), 2); // the document, and the file that it came with, which is kept too
}

void TstCli::schedulesAndEventsStartPipelines()
{
    const auto program = fresh();
    const ProgramRun saved = program->on(u"schedule"_s,
                                         {u"save"_s, u"digest"_s, u"article"_s, u"--cron"_s, u"0 7 * * MON-FRI"_s, u"--zone"_s, u"Europe/Berlin"_s,
                                          u"--data"_s, u"{\"title\":\"News\"}"_s, u"--json"_s});
    QVERIFY2(saved.code == 0, saved.err.constData());
    QVERIFY(saved.json().value("next_at").isString());
    const ProgramRun wrong = program->on(u"schedule"_s, {u"save"_s, u"x"_s, u"article"_s, u"--cron"_s, u"0 25 * * *"_s});
    QCOMPARE(wrong.code, 1);
    QVERIFY2(wrong.err.contains("hour: 25 is not within 0 to 23"), wrong.err.constData());
    QCOMPARE(program->on(u"schedule"_s, {u"save"_s, u"x"_s, u"article"_s}).code, 2);
    QCOMPARE(program->on(u"schedule"_s, {u"fire"_s, u"digest"_s}).code, 0);

    QCOMPARE(program->on(u"event"_s, {u"subscribe"_s, u"s"_s, u"user.*"_s, u"--pipeline"_s, u"article"_s, u"--ordered"_s}).code, 0);
    QCOMPARE(program->on(u"event"_s, {u"subscribe"_s, u"pull"_s, u"user.click"_s}).code, 0);
    QCOMPARE(program->on(u"event"_s, {u"publish"_s, u"user.click"_s, u"{\"x\":1}"_s, u"--key"_s, u"7"_s}).out.trimmed(), "published as 1"_ba);
    QCOMPARE(program->on(u"event"_s, {u"publish"_s, u"user.click"_s, u"{x}"_s}).code, 2);
    const ProgramRun worked = program->on(u"work"_s, {u"--json"_s});
    QCOMPARE(worked.json().value("submitted").toInt(), 2);

    const Json schedule = program->on(u"schedule"_s, {u"list"_s, u"--json"_s}).json().value("schedules").at(0);
    QCOMPARE(schedule.value("fired").toInt(), 1);
    const Json read = program->on(u"event"_s, {u"read"_s, u"pull"_s, u"--json"_s}).json();
    QCOMPARE(read.value("events").at(0).value("payload").value("x").toInt(), 1);
    QCOMPARE(program->on(u"event"_s, {u"ack"_s, u"pull"_s, u"1"_s}).out.trimmed(), "after event 1"_ba);
    const Json subscriptions = program->on(u"event"_s, {u"subscriptions"_s, u"--json"_s}).json().value("subscriptions");
    QCOMPARE(subscriptions.size(), 2);
    for (const Json &subscription : subscriptions.items())
        QCOMPARE(subscription.value("behind").toInt(), 0);
    QCOMPARE(program->on(u"event"_s, {u"unsubscribe"_s, u"none"_s}).code, 1);
    QCOMPARE(program->on(u"check"_s).code, 0);
}

void TstCli::commandsDescribeThemselves()
{
    const Program program;
    const ProgramRun listed = program.run({u"commands"_s, u"--json"_s});
    QVERIFY2(listed.code == 0, listed.err.constData());
    QStringList names;
    for (const Json &command : listed.items("commands")) {
        names.append(command.value("name").toString());
        QVERIFY2(!command.value("title").toString().isEmpty(), qPrintable(names.last()));
        QVERIFY2(command.value("args").isObject(), qPrintable(names.last()));
    }
    for (const QString &name : {u"submit.files"_s, u"context.list"_s, u"context.get"_s, u"context.history"_s, u"context.retry"_s, u"context.cancel"_s,
                                u"stats"_s, u"workspace.check"_s, u"workspace.copy"_s, u"pipeline.save"_s})
        QVERIFY2(names.contains(name), qPrintable(name));
}

void TstCli::everyErrorCodeIsDocumented()
{
    const ProgramRun listed = Program().run({u"commands"_s, u"--errors"_s, u"--json"_s});
    QCOMPARE(listed.code, 0);
    const Json errors = listed.json().value("errors");
    QCOMPARE(errors.size(), allErrorCodes().size());
    for (const Json &error : errors.items())
        QVERIFY(!error.value("code").toString().isEmpty() && !error.value("meaning").toString().isEmpty());
}

void TstCli::pipelineFilesAreSavedShownAndValidated()
{
    const auto program = fresh();
    const QString good = failingPipeline(*program, R"({"max_attempts":1})");
    const QString bad
        = program->write(u"bad.json"_s, R"({"format":"millrace.pipeline/1","id":"bad","nodes":[{"id":"a","component":"teleport"}],"links":[]})");
    QCOMPARE(program->run({u"pipeline"_s, u"validate"_s, good}).code, 0);
    const ProgramRun invalid = program->run({u"pipeline"_s, u"validate"_s, bad, u"--json"_s});
    QCOMPARE(invalid.code, 1);
    QVERIFY(invalid.json().value("problems").toStringList().join(u' ').contains(u"teleport"_s));
    QCOMPARE(program->on(u"pipeline"_s, {u"save"_s, bad}).code, 1);
    const QString odd = program->write(u"odd.json"_s, R"({"format":"millrace.pipeline/1","id":"odd","nodes":[{"id":"a","component":"tokenize"},
        {"id":"b","component":"extract_text"}],"links":[{"from":{"node":"a"},"to":{"node":"b"}}]})");
    const ProgramRun warned = program->run({u"pipeline"_s, u"validate"_s, odd, u"--json"_s});
    QCOMPARE(warned.code, 0);
    QVERIFY(warned.json().value("warnings").toStringList().join(u' ').contains(u"source_text"_s));

    const ProgramRun saved = program->on(u"pipeline"_s, {u"save"_s, good, u"--json"_s});
    QVERIFY2(saved.code == 0, saved.err.constData());
    QCOMPARE(saved.json().value("version").toInt(), 1);
    QCOMPARE(program->on(u"pipeline"_s, {u"show"_s, u"failing"_s, u"--json"_s}).json().value("title").toString(), u"Failing"_s);
    QStringList ids;
    for (const Json &pipeline : program->on(u"pipeline"_s, {u"list"_s, u"--json"_s}).items("pipelines"))
        ids.append(pipeline.value("id").toString());
    QVERIFY(ids.contains(u"article"_s) && ids.contains(u"failing"_s));
}

void TstCli::pipelinesAreComparedRestoredImportedExportedAndTried()
{
    const auto program = fresh();
    const auto file = [&](const char *value) {
        return program->write(u"p.pipeline.json"_s,
                              QByteArray(R"({"format":"millrace.pipeline/1","id":"p","title":"P","nodes":[{"id":"a","component":"set_fields",)"
                                         R"("config":{"fields":{"said":")")
                                  + value + R"("}}}],"links":[]})");
    };
    QCOMPARE(program->on(u"pipeline"_s, {u"import"_s, file("one")}).code, 0);
    QCOMPARE(program->on(u"pipeline"_s, {u"import"_s, file("two")}).code, 1); // taken
    QCOMPARE(program->on(u"pipeline"_s, {u"import"_s, file("two"), u"--as"_s, u"version"_s, u"--note"_s, u"Louder"_s}).code, 0);
    const Json versions = program->on(u"pipeline"_s, {u"versions"_s, u"p"_s, u"--json"_s}).json().value("versions");
    QCOMPARE(versions.size(), 2);
    QCOMPARE(versions.at(0).value("note").toString(), u"Louder"_s);
    QVERIFY(program->on(u"pipeline"_s, {u"diff"_s, u"p"_s, u"1"_s}).out.contains("/config/fields/said: \"one\" → \"two\""));
    QVERIFY(program->on(u"pipeline"_s, {u"diff"_s, u"p"_s, u"2"_s, file("two"), u"--json"_s}).json().value("same").toBool()
            == false); // the file says less
    QCOMPARE(program->on(u"pipeline"_s, {u"restore"_s, u"p"_s, u"1"_s}).code, 0);
    const QString out = program->path(u"out.pipeline.json"_s);
    QCOMPARE(program->on(u"pipeline"_s, {u"export"_s, u"p"_s, out}).code, 0);
    QCOMPARE(program->run({u"pipeline"_s, u"validate"_s, out}).code, 0);
    QCOMPARE(program->on(u"pipeline"_s, {u"publish"_s, u"p"_s}).code, 1); // there is no draft
    const QString mine = program->write(u"mine.pipeline.json"_s,
                                        R"({"format":"millrace.pipeline/1","id":"mine","title":"Mine","nodes":[)"
                                        R"({"id":"a","component":"clean","config":{}}],"links":[]})");
    QCOMPARE(program->on(u"pipeline"_s, {u"import"_s, mine, u"--draft"_s}).code, 0);
    QVERIFY(program->on(u"pipeline"_s, {u"drafts"_s}).out.contains("mine"));
    QCOMPARE(program->on(u"pipeline"_s, {u"publish"_s, u"mine"_s, u"--note"_s, u"At last"_s}).out.trimmed(), "published mine, version 1"_ba);
    QCOMPARE(program->on(u"pipeline"_s, {u"versions"_s, u"mine"_s, u"--json"_s}).json().value("versions").at(0).value("note").toString(),
             u"At last"_s);

    const QString document = program->write(u"d.json"_s, R"({"id":"d","type":"note","data":{"title":"D"}})");
    const ProgramRun tried = program->on(u"pipeline"_s, {u"try"_s, u"p"_s, document, u"--json"_s});
    QVERIFY2(tried.code == 0, tried.err.constData());
    QCOMPARE(tried.json().value("steps").at(0).value("output").value("said").toString(), u"one"_s);
    const ProgramRun told = program->on(u"pipeline"_s, {u"try"_s, u"p"_s, document});
    QVERIFY2(told.out.contains("    + /said: \"one\"\n") && !told.out.contains("\"title\""), told.out.constData());
    QVERIFY(program->on(u"pipeline"_s, {u"try"_s, u"p"_s, document, u"--full"_s}).out.contains("\"said\":\"one\""));
    QCOMPARE(program->on(u"list"_s, {u"--json"_s}).items("contexts").size(), 0);
}

void TstCli::callRunsAnyCommand()
{
    const auto program = fresh();
    QCOMPARE(program->on(u"run"_s, {u"article"_s, program->write(u"s2.json"_s, s2Document(0).toBytes())}).code, 0);
    const ProgramRun diff = program->on(u"call"_s, {u"context.diff"_s, R"({"id":"ctx_123456","from":0,"to":1})"_L1});
    QVERIFY2(diff.code == 0, diff.err.constData());
    QStringList paths;
    for (const Json &change : diff.items("changes"))
        paths.append(change.value("path").toString());
    QVERIFY2(paths.contains(u"/data/template"_s), qPrintable(paths.join(u' ')));
    const ProgramRun unknown = program->on(u"call"_s, {u"context.teleport"_s});
    QCOMPARE(unknown.code, 1);
    QVERIFY2(unknown.err.contains("command.unknown"), unknown.err.constData());
}

void TstCli::theEnvironmentNamesTheWorkspace()
{
    const auto program = fresh();
    program->environment.insert(u"MILLRACE_WORKSPACE"_s, program->workspace());
    const ProgramRun listed = program->run({u"list"_s, u"--json"_s});
    QVERIFY2(listed.code == 0, listed.err.constData());
    QCOMPARE(listed.json().value("contexts").size(), 0);
}

void TstCli::brokenSettingsAreNamed()
{
    const auto program = fresh();
    program->write(u"home/config/millrace/settings.json"_s, "{\"a\":");
    const ProgramRun listed = program->on(u"list"_s);
    QCOMPARE(listed.code, 1);
    QVERIFY2(listed.err.contains("settings.json"), listed.err.constData());
}

void TstCli::anExampleHasAFinishedRunOfEach()
{
    const Program program;
    const ProgramRun made = program.on(u"init"_s, {u"--example"_s, u"--json"_s});
    QVERIFY2(made.code == 0, made.err.constData());
    const Json stats = made.json().value("stats");
    QVERIFY(stats.value("completed").toInt() > 0);
    QCOMPARE(stats.value("pending").toInt() + stats.value("processing").toInt(), 0);

    const Json pipelines = program.on(u"pipeline"_s, {u"list"_s, u"--json"_s}).json().value("pipelines");
    QVERIFY(pipelines.size() >= 2);
    QSet<QString> used;
    for (const Json &context : program.on(u"list"_s, {u"--limit"_s, u"1000"_s, u"--json"_s}).items("contexts"))
        used.insert(context.value("pipeline").toString());
    for (const Json &pipeline : pipelines.items())
        QVERIFY2(used.contains(pipeline.value("id").toString()), qPrintable(pipeline.value("id").toString()));
    QCOMPARE(program.on(u"check"_s).code, 0);
}

void TstCli::aReaderThatGoesAwayIsNoCrash()
{
    const auto program = fresh();
    QByteArray lines;
    for (int i = 0; i < 500; ++i)
        lines += "{\"type\":\"article\",\"data\":{\"title\":\"" + QByteArray(500, 'x') + "\"}}\n";
    QCOMPARE(program->on(u"submit"_s, {u"article"_s, program->write(u"a.jsonl"_s, lines)}).code, 0);
    const ProgramRun piped = program->runOther(
        u"/bin/bash"_s,
        {u"-c"_s, u"\"$0\" export -w \"$1\" | head -c 10 >/dev/null; echo ${PIPESTATUS[0]}"_s, Program::binary(), program->workspace()});
    QCOMPARE(piped.out.trimmed(), "1"_ba);
    QVERIFY2(piped.err.contains("file.write"), piped.err.constData());
}

QTEST_GUILESS_MAIN(TstCli)
#include "tst_cli.moc"
