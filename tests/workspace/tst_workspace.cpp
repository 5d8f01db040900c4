// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/testcomponents.h"
#include "workspace/remote.h"
#include "workspace/workspace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

template <typename T>
T waited(QFuture<Result<T>> future)
{
    while (!future.isFinished())
        QTest::qWait(1);
    const Result<T> result = future.result();
    if (!result)
        qFatal("%s", qPrintable(result.error().text));
    return *result;
}

Error failed(QFuture<Result<Json>> future)
{
    while (!future.isFinished())
        QTest::qWait(1);
    return future.result() ? Error{} : future.result().error();
}

constexpr auto kInitial = R"({
  "id": "ctx_123456",
  "type": "article",
  "status": "pending",
  "pipeline": ["template", "ai_generator", "transformer"],
  "data": {
    "title": "Example Article",
    "keywords": ["microservices", "architecture", "documentation"],
    "target_audience": "developers",
    "tone": "technical"
  },
  "created_at": "2023-05-15T10:30:00Z",
  "updated_at": "2023-05-15T10:30:00Z"
})";

} // namespace

class TestWorkspace : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<Workspace> m_workspace;

    WorkspaceOptions options(bool create) const
    {
        WorkspaceOptions options;
        options.path = m_path;
        options.create = create;
        options.actorName = u"Ada"_s;
        options.indexPath = m_path + u".index"_s;
        options.hostProgram = QStringLiteral(MILLRACE_BIN_DIR "/millrace");
        for (const auto &component : testComponents())
            options.extraComponents.append(component);
        return options;
    }

    void reopen(bool create = false, bool readOnly = false)
    {
        m_workspace.reset();
        WorkspaceOptions wanted = options(create);
        wanted.readOnly = readOnly;
        auto opened = Workspace::open(wanted);
        QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().text));
        m_workspace = std::move(*opened);
    }

    Json run(const QString &command, const Json &args = Json::object()) { return waited(m_workspace->execute(command, args, m_workspace->actor())); }
    Error refused(const QString &command, const Json &args = Json::object())
    {
        return failed(m_workspace->execute(command, args, m_workspace->actor()));
    }
    void untilIdle() { run(u"engine.wait"_s, Json::object({{"wait_s", 1}})); }

    Json rowOf(const Json &id)
    {
        const Json list = run(u"context.list"_s);
        for (const Json &row : list.value("contexts").items()) {
            if (row.value("id") == id)
                return row;
        }
        return {};
    }

    Json submitInitial() { return run(u"submit.documents"_s, Json::object({{"documents", Json::array({Json::parse(kInitial).value()})}})); }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void init()
    {
        static int number = 0;
        m_path = m_folder.filePath(u"%1.millrace"_s.arg(++number));
        reopen(true);
    }
    void cleanup() { m_workspace.reset(); }

    void s2sInitialDocumentGivesS2sStages()
    {
        QCOMPARE(submitInitial().value("ids"), Json::array({"ctx_123456"}));
        untilIdle();
        const auto stage = [&](int step) { return run(u"context.get"_s, Json::object({{"id", "ctx_123456"}, {"step", step}})); };
        QCOMPARE(stage(0), Json::parse(kInitial).value());
        const Json afterTemplate = stage(1);
        QCOMPARE(afterTemplate.value("status").toString(), u"processing"_s);
        QCOMPARE(afterTemplate.value("data").value("template"),
                 Json::parse(R"({"id":"tmpl_article_technical","sections":[
            {"type":"introduction","instructions":"Introduce the topic with technical context"},
            {"type":"body","sections":3,"instructions":"Cover the main points in detail"},
            {"type":"conclusion","instructions":"Summarize the key takeaways"}]})")
                     .value());
        QCOMPARE(afterTemplate.value("processing").value("current_component").toString(), u"template"_s);
        QCOMPARE(afterTemplate.value("processing").value("completed_components"), Json::array({"template"}));
        QVERIFY(!afterTemplate.value("processing").contains("end_time"));
        const Json afterModel = stage(2);
        QCOMPARE(afterModel.value("processing").value("completed_components"), Json::array({"template", "ai_generator"}));
        QVERIFY(afterModel.value("data").value("generated_content").value("body").isArray());
        const Json last = stage(3);
        QCOMPARE(last.value("status").toString(), u"completed"_s);
        QVERIFY(!last.value("processing").contains("current_component"));
        QVERIFY(last.value("processing").contains("duration_ms"));
        QStringList keys;
        for (const JsonMember &member : last.members())
            keys.append(QString::fromUtf8(member.key));
        QCOMPARE(keys.join(u' '), u"id type status pipeline data processing created_at updated_at"_s);
        QCOMPARE(last, run(u"context.get"_s, Json::object({{"id", "ctx_123456"}})));
        QVERIFY(run(u"workspace.check"_s).value("ok").toBool());
    }

    void aStageDocumentContinuesFromItsStage()
    {
        submitInitial();
        untilIdle();
        Json stage = run(u"context.get"_s, Json::object({{"id", "ctx_123456"}, {"step", 1}}));
        stage.insert("id", "continued");
        run(u"submit.documents"_s, Json::object({{"documents", Json::array({stage})}}));
        untilIdle();
        const Json history = run(u"context.history"_s, Json::object({{"id", "continued"}})).value("transitions");
        QCOMPARE(history.size(), 4);
        QCOMPARE(history.at(0).value("node").toString(), u"ai_generator"_s);
        QCOMPARE(run(u"context.get"_s, Json::object({{"id", "continued"}, {"step", 0}})), stage);
        const Json done = run(u"context.get"_s, Json::object({{"id", "continued"}}));
        QCOMPARE(done.value("processing").value("completed_components"), Json::array({"template", "ai_generator", "transformer"}));
    }

    void everyChangeIsTold()
    {
        QSignalSpy spy(m_workspace.get(), &Workspace::changed);
        submitInitial();
        untilIdle();
        QTRY_VERIFY(!spy.isEmpty());
        qint64 sequence = 0;
        QList<ContextKey> added;
        QTRY_VERIFY([&] {
            for (const auto &arguments : std::as_const(spy)) {
                sequence = std::max(sequence, arguments.first().value<ChangeSet>().sequence);
                added += arguments.first().value<ChangeSet>().added;
            }
            return sequence == 6;
        }());
        QVERIFY(added.contains(1));
    }

    void commandsCheckTheirArgumentsAndNameEveryProblem()
    {
        const Error error = refused(u"context.get"_s, Json::object({{"step", "three"}}));
        QCOMPARE(error.code, ErrorCode::InvalidArgument);
        QCOMPARE(error.detail.value("problems").size(), 2);
        QCOMPARE(refused(u"no.such"_s).code, ErrorCode::UnknownCommand);
        QCOMPARE(refused(u"context.get"_s, Json::object({{"id", "nobody"}})).code, ErrorCode::NotFound);
        QCOMPARE(failed(m_workspace->execute(u"context.cancel"_s, Json::object({{"id", "x"}}), u"a stranger"_s)).code, ErrorCode::PermissionDenied);
    }

    void everyCommandIsDescribed()
    {
        for (const CommandInfo &info : m_workspace->commands()) {
            QVERIFY2(!info.title.isEmpty() && !info.description.isEmpty() && !info.permission.isEmpty(), qPrintable(info.name));
            QCOMPARE(info.args.value("type").toString(), u"object"_s);
        }
    }

    void aCommandThatChangesIsAuditedInTheSameCommit()
    {
        submitInitial();
        untilIdle();
        QCOMPARE(refused(u"context.fix"_s, Json::object({{"id", "ctx_123456"}, {"data", Json::object()}})).code, ErrorCode::TransitionRefused);
        QVERIFY(run(u"workspace.check"_s).value("ok").toBool());
    }

    void aRunIsWaitedForWhateverElseThereIsToDo()
    {
        // Its step runs out of time at once, and is due again in ten minutes.
        const Json slow = Json::parse(R"js({"format":"millrace.pipeline/1","id":"slow","nodes":[{"id":"s","component":"script",
            "config":{"source":"function run(data) { while (true); }","timeout_ms":50},
            "retry":{"max_attempts":3,"backoff":"fixed","delay_ms":600000,"max_delay_ms":600000}}],"links":[]})js")
                              .value();
        run(u"pipeline.save"_s, Json::object({{"definition", slow}}));
        const Json documents = Json::array({Json::object({{"id", "s1"}, {"data", Json::object()}})});
        const Json other = run(u"submit.documents"_s, Json::object({{"pipeline", "slow"}, {"documents", documents}}));
        const Json own = submitInitial();
        run(u"engine.wait"_s, Json::object({{"run", own.value("run")}, {"wait_s", 3600}}));
        QCOMPARE(run(u"stats"_s, Json::object({{"run", own.value("run")}})).value("completed").toInt(), 1);
        // The other one waits for its retry no longer than it is told to.
        run(u"engine.wait"_s, Json::object({{"run", other.value("run")}, {"wait_s", 1}}));
        QCOMPARE(run(u"stats"_s).value("retrying").toInt(), 1);
    }

    void aQuarantinedItemIsFixedAndBothPassesStay()
    {
        run(u"submit.documents"_s,
            Json::object({{"pipeline", "checked-article"},
                          {"documents", Json::array({Json::object({{"id", "q"}, {"data", Json::object({{"title", ""}})}})})}}));
        untilIdle();
        QCOMPARE(run(u"stats"_s).value("quarantined").toInt(), 1);
        const Json listed = run(u"context.list"_s, Json::object({{"status", "quarantined"}})).value("contexts").at(0);
        QVERIFY(!listed.value("reason").isNull());
        const Json data = Json::object({{"title", "Good"}, {"keywords", Json::array({"water"})}, {"tone", "plain"}});
        run(u"context.fix"_s, Json::object({{"id", "q"}, {"data", data}}));
        untilIdle();
        QCOMPARE(run(u"stats"_s).value("completed").toInt(), 1);
        const Json history = run(u"context.history"_s, Json::object({{"id", "q"}})).value("transitions");
        QCOMPARE(history.at(1).value("to").toString(), u"quarantined"_s);
        QCOMPARE(history.at(1).value("reason").size(), 2);
        QCOMPARE(history.at(2).value("kind").toString(), u"control"_s);
        QCOMPARE(history.at(2).value("actor").toString(), m_workspace->actor());
        QCOMPARE(history.at(2).value("actor_name").toString(), u"Ada"_s);
        QCOMPARE(history.at(3).value("visit").toInt(), 2);
        QVERIFY(run(u"workspace.check"_s).value("ok").toBool());
    }

    void brokenFilesAreRefusedOrKeptAndTheRestRuns()
    {
        const QString folder = m_folder.filePath(u"in"_s);
        QDir().mkpath(folder);
        const auto put = [&](const char *name, const QByteArray &bytes) {
            QFile file(folder + u'/' + QString::fromLatin1(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(bytes);
        };
        put("good.txt", "A title\n\nA mill race brings water to a wheel. It leads it away again afterwards.\n");
        put("broken.json", "{\"data\": {\"title\": ");
        put("twice.json", "{\"data\": {\"title\": \"a\", \"title\": \"b\"}}");
        put("binary.txt", QByteArray("\0\1\2\3", 4));
        const Json answer = run(u"submit.files"_s, Json::object({{"pipeline", "article"}, {"paths", Json::array({folder})}}));
        QCOMPARE(answer.value("refused").size(), 3);
        QCOMPARE(answer.value("ids").size(), 1);
        untilIdle();
        const Json stats = run(u"stats"_s, Json::object({{"run", answer.value("run")}}));
        QCOMPARE(stats.value("completed").toInt(), 1);
        QCOMPARE(stats.value("quarantined").toInt(), 2);
        QCOMPARE(stats.value("submitted").toInt(), 3);
        const Json quarantined = run(u"context.list"_s, Json::object({{"status", "quarantined"}})).value("contexts");
        QCOMPARE(run(u"context.raw"_s, Json::object({{"id", quarantined.at(0).value("id")}})).value("text").toString(), u"{\"data\": {\"title\": "_s);
    }

    void aChildComponentRunsInItsOwnProcess()
    {
        const Json pipeline = Json::object({
            {"format", "millrace.pipeline/1"},
            {"id", "scripted"},
            {"nodes",
             Json::array(
                 {Json::object({{"id", "s"},
                                {"component", "script"},
                                {"config", Json::object({{"source", "function run(data) { data.sum = data.a + data.b; return data; }"}})}})})},
            {"links", Json::array()},
        });
        run(u"pipeline.save"_s, Json::object({{"definition", pipeline}}));
        run(u"submit.documents"_s,
            Json::object({{"pipeline", "scripted"},
                          {"documents", Json::array({Json::object({{"id", "s1"}, {"data", Json::object({{"a", 2}, {"b", 3}})}})})}}));
        untilIdle();
        QCOMPARE(run(u"context.get"_s, Json::object({{"id", "s1"}})).value("data").value("sum").toInt(), 5);
    }

    void aPipelineIsFoundByIdTitleListOrNotAtAll()
    {
        const Json documents = Json::array({Json::object({{"data", Json::object({{"title", "T"}})}})});
        const auto pipelineOf = [&](const QString &name) {
            const Json id = run(u"submit.documents"_s, Json::object({{"pipeline", name}, {"documents", documents}})).value("ids").at(0);
            untilIdle();
            return rowOf(id).value("pipeline").toString();
        };
        QCOMPARE(pipelineOf(u"article"_s), u"article"_s);
        QCOMPARE(pipelineOf(u"cited BRIEF"_s), u"brief"_s);
        QCOMPARE(pipelineOf(u"template,ai_generator,transformer"_s), u"article"_s);
        QCOMPARE(pipelineOf(u"test_echo, test_echo"_s), u"test_echo,test_echo"_s);
        QCOMPARE(refused(u"submit.documents"_s, Json::object({{"pipeline", "nothing like it"}, {"documents", documents}})).code, ErrorCode::NotFound);
    }

    void listsPageWithoutGapsOrRepeats()
    {
        Json documents = Json::array();
        for (int i = 0; i < 25; ++i)
            documents.append(Json::object({{"id", u"p%1"_s.arg(i)}, {"data", Json::object({{"n", i}})}}));
        run(u"submit.documents"_s, Json::object({{"pipeline", "test_echo"}, {"documents", documents}}));
        QStringList seen;
        Json after;
        do {
            Json args = Json::object({{"limit", 10}});
            if (!after.isNull())
                args.insert("after", after);
            const Json page = run(u"context.list"_s, args);
            for (const Json &row : page.value("contexts").items())
                seen.append(row.value("id").toString());
            after = page.value("next");
        } while (!after.isNull());
        QCOMPARE(seen.size(), 25);
        QCOMPARE(QSet<QString>(seen.begin(), seen.end()).size(), 25);
        QCOMPARE(seen.last(), u"p24"_s);
    }

    void wordsAreFoundOnceTheyAreIndexed()
    {
        run(u"submit.documents"_s,
            Json::object(
                {{"pipeline", "test_echo"},
                 {"documents",
                  Json::array(
                      {Json::object(
                           {{"id", "w"}, {"data", Json::object({{"title", "Wheels"}, {"source_text", "An undershot wheel stands in the stream."}})}}),
                       Json::object({{"id", "x"}, {"data", Json::object({{"title", "Other"}, {"source_text", "Nothing alike here."}})}})})}}));
        untilIdle();
        QTRY_COMPARE(run(u"context.list"_s, Json::object({{"text", "undershot"}})).value("contexts").size(), 1);
        ContextFilter filter;
        filter.text = u"undershot"_s;
        QCOMPARE(waited(m_workspace->counts(filter)).submitted(), 1);
    }

    void anotherProcessComesInThroughTheSocket()
    {
        auto second = Workspace::open(options(false));
        QCOMPARE(second.error().code, ErrorCode::WorkspaceLocked);
        const QString socket = second.error().detail.value("socket").toString();
        QVERIFY2(!socket.isEmpty(), second.error().detail.toBytes().constData());
        Result<Json> answer;
        Result<Json> refusedAnswer;
        QThread *thread = QThread::create([&] {
            auto remote = RemoteWorkspace::connectTo(socket);
            answer = remote
                ? (*remote)->execute(u"submit.documents"_s,
                                     Json::object({{"pipeline", "test_echo"},
                                                   {"documents", Json::array({Json::object({{"id", "far"}, {"data", Json::object()}})})}}))
                : std::unexpected(remote.error());
            refusedAnswer = remote ? (*remote)->execute(u"context.get"_s, Json::object({{"id", "nobody"}})) : std::unexpected(remote.error());
        });
        thread->start();
        QTRY_VERIFY(thread->isFinished());
        delete thread;
        QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().text));
        QCOMPARE(answer->value("submitted").toInt(), 1);
        QCOMPARE(refusedAnswer.error().code, ErrorCode::NotFound);
    }

    void aCopyIsWholeAndOpens()
    {
        submitInitial();
        untilIdle();
        const QString copy = m_path + u".copy.millrace"_s;
        run(u"workspace.copy"_s, Json::object({{"path", copy}}));
        QCOMPARE(refused(u"workspace.copy"_s, Json::object({{"path", copy}})).code, ErrorCode::WorkspaceExists);
        m_path = copy;
        reopen();
        QCOMPARE(run(u"stats"_s).value("completed").toInt(), 1);
        QVERIFY(run(u"workspace.check"_s).value("ok").toBool());
    }

    /// Jobs that waited when the workspace closed ran in the engine's last commit, and looked at an engine that was no longer to be seen.
    void whatIsAskedWhileItClosesIsAnswered()
    {
        submitInitial();
        QList<QFuture<Result<Json>>> asked;
        for (int i = 0; i < 200; ++i) {
            asked.append(m_workspace->execute(u"context.retry"_s, Json::object({{"id", "ctx_123456"}}), m_workspace->actor()));
            asked.append(m_workspace->execute(u"context.cancel"_s, Json::object({{"id", "ctx_123456"}}), m_workspace->actor()));
        }
        m_workspace.reset();
        for (const auto &answer : asked)
            QVERIFY(answer.isFinished());
        reopen();
        QVERIFY(run(u"workspace.check"_s).value("ok").toBool());
    }

    void aViewedWorkspaceShowsEverythingAndChangesNothing()
    {
        submitInitial();
        untilIdle();
        reopen(false, true);
        QVERIFY(m_workspace->isReadOnly());
        QCOMPARE(run(u"stats"_s).value("completed").toInt(), 1);
        QCOMPARE(refused(u"context.cancel"_s, Json::object({{"id", "ctx_123456"}})).code, ErrorCode::WorkspaceReadOnly);
        m_workspace.reset();
        QCOMPARE(QDir(m_folder.path()).entryList({u"*-wal"_s, u"*-shm"_s, u".millrace-*"_s}, QDir::Files | QDir::Hidden), QStringList());
    }

    void theExampleIsFinishedWhenItAnswers()
    {
        run(u"example.create"_s);
        const Json stats = run(u"stats"_s);
        QCOMPARE(stats.value("completed").toInt() + stats.value("quarantined").toInt(), stats.value("submitted").toInt());
        QVERIFY(stats.value("completed").toInt() >= 6);
        QCOMPARE(stats.value("quarantined").toInt(), 1);
    }

    void everyPieceOfTheGalleryRuns()
    {
        const Json gallery = run(u"gallery.list"_s).value("gallery");
        QVERIFY(gallery.size() >= 8);
        for (const Json &piece : gallery.items()) {
            QVERIFY(!piece.value("description").toString().isEmpty());
            const Json opened = run(u"gallery.open"_s, Json::object({{"id", piece.value("id")}}));
            QCOMPARE(opened.value("runs").at(0).value("submitted"), piece.value("documents"));
        }
        const Json stats = run(u"stats"_s);
        QCOMPARE(stats.value("completed").toInt() + stats.value("quarantined").toInt() + stats.value("awaiting_review").toInt(),
                 stats.value("submitted").toInt());
        QCOMPARE(stats.value("failed").toInt(), 0);
        // An article and a torn page break a rule, and one document and the notices of the review desk wait for a person, on purpose.
        QCOMPARE(stats.value("quarantined").toInt(), 2);
        QCOMPARE(stats.value("awaiting_review").toInt(), 9);
        const Json queue = run(u"review.list"_s, Json::object({{"filter", Json::object({{"pipeline", "review-desk"}})}, {"order", "confidence"}}));
        QCOMPARE(queue.value("items").size(), 8);
        QVERIFY(queue.value("items").at(0).value("confidence").toDouble() < queue.value("items").at(7).value("confidence").toDouble());
        // Six kinds of what can be wrong with them; what a rule can find, it tells the reviewer.
        QStringList items;
        for (const Json &item : queue.value("items").items())
            items.append(item.value("item").toString());
        const Json shown = run(u"review.show"_s, Json::object({{"items", Json::array(items)}})).value("items");
        const auto named = [&](const char *title) {
            return *std::ranges::find(shown.items(), QByteArrayView(title), [](const Json &item) { return item.value("title").utf8(); });
        };
        const auto tells = [&](const char *title, const char *what) {
            return std::ranges::any_of(named(title).value("problems").items(),
                                       [&](const Json &problem) { return problem.value("message").toString().contains(QLatin1StringView(what)); });
        };
        QCOMPARE(named("Library opens on Sundays").value("weakest").toString(), u"Topic"_s); // a wrong label
        QVERIFY(tells("Vaccination day at the clinic", "The author is missing"));
        QVERIFY(tells("Stalls for the autumn market", "The summary holds personal data"));
        QVERIFY(tells("Open-air opera in the castle yard", "24 August")); // a wrong date
        QVERIFY(tells("Bus line 12 keeps its timetable", "2028")); // contradicts its source
        for (const char *title : {"Night works on the Elbe bridge", "Night works on the bridge over the Elbe"}) // near duplicates
            QVERIFY(named(title).value("problems").isEmpty());
        // Reports say what is in their input.
        const auto reportOf = [&](const QString &pipeline) {
            ContextFilter of;
            of.pipeline = pipeline;
            of.children = ContextFilter::Children::Without;
            const auto reports = waited(m_workspace->contextFields(waited(m_workspace->contextKeys(of, ContextOrder::Created, false)),
                                                                   {u"data.formatted_content.content"_s}));
            QStringList texts;
            for (const QList<Json> &fields : reports)
                texts.append(fields.first().toString());
            return texts.join(u'\n');
        };
        const auto says = [&](const char *pipeline, const QStringList &words) {
            const QString report = reportOf(QLatin1StringView(pipeline));
            return std::ranges::all_of(words, [&](const QString &word) {
                if (report.contains(word))
                    return true;
                qWarning("%s does not say \"%s\": %s", pipeline, qPrintable(word), qPrintable(report));
                return false;
            });
        };
        QVERIFY(says("table-check",
                     {u"# Orders of March"_s, u"3 of 5 rows keep the rules"_s, u"Mill Lindqvist, Uppsala | 1 | 1240.00 EUR"_s,
                      u"Order 5: no customer has the code C-09"_s}));
        QVERIFY(says("inbox", {u"# Inbox of 14 March"_s, u"**5 messages:**"_s, u"Sluice gate arrived broken"_s, u"h.lindqvist@example.org"_s}));
        QVERIFY(says("repeats", {u"**3 of 5 entries are left;** 2 only repeat others"_s}));
        QVERIFY(says("personal-data", {u"[IBAN-1]"_s, u"No personal data was found"_s}));
        QVERIFY(!reportOf(u"personal-data"_s).contains(u"DE89 3704"_s));
        QVERIFY(says("sensitivity", {u"**Restricted.** Contract"_s, u"**Personal.** Letter"_s, u"**Internal.** Minutes"_s, u"**Public.** Notice"_s}));
        const QDir site(m_folder.filePath(QFileInfo(m_workspace->path()).completeBaseName() + u" site"_s));
        QCOMPARE(site.entryList({u"*.html"_s}, QDir::Files), QStringList{u"index.html"_s});
        QCOMPARE(QDir(site.filePath(u"pages"_s)).entryList({u"*.html"_s}, QDir::Files).size(), 5);
        // What came out is there to be read.
        ContextFilter filter;
        filter.statuses = {ContextStatus::Completed};
        filter.children = ContextFilter::Children::Without;
        const auto keys = waited(m_workspace->contextKeys(filter, ContextOrder::Created, false));
        for (const QList<Json> &fields : waited(m_workspace->contextFields(keys, {u"data.formatted_content.word_count"_s})))
            QVERIFY(fields.first().toInt() > 20);
    }

    void theTypedReadsAgreeWithTheCommands()
    {
        submitInitial();
        untilIdle();
        const auto keys = waited(m_workspace->contextKeys({}, ContextOrder::Created, false));
        QCOMPARE(keys.size(), 1);
        const auto rows = waited(m_workspace->contextRows(keys));
        QCOMPARE(rows.first().title, u"Example Article"_s);
        QCOMPARE(rows.first().outcome, u"out"_s);
        const auto fields = waited(m_workspace->contextFields(keys, {u"data.formatted_content.word_count"_s, u"data.nothing"_s}));
        QVERIFY(fields.first().first().toInt() > 0);
        QVERIFY(fields.first().last().isNull());
        // The tallies of the states that it left stay behind as zeros, and must not hide the group.
        for (const ContextFacet facet :
             {ContextFacet::Pipeline, ContextFacet::Status, ContextFacet::Type, ContextFacet::Outcome, ContextFacet::Run}) {
            const QList<FacetCount> groups = waited(m_workspace->contextFacets({}, facet));
            QCOMPARE(groups.size(), 1);
            QCOMPARE(groups.first().count, 1);
        }
        QCOMPARE(waited(m_workspace->contextHistory(keys.first())).size(), 6);
        QCOMPARE(waited(m_workspace->findContext(u"ctx_123456"_s)), std::optional(keys.first()));
        QCOMPARE(waited(m_workspace->runs(10)).first().counts.of(ContextStatus::Completed), 1);
    }
};

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
