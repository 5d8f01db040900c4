// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/workspace.h"

#include <QCoreApplication>
#include <QFile>
#include <QHash>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr int kUndoEvery = 10;

int fromEnvironment(const char *name, int fallback)
{
    return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : fallback;
}

std::unique_ptr<Workspace> opened(const QString &path)
{
    WorkspaceOptions options;
    options.path = path;
    options.create = !QFile::exists(path);
    options.actorName = u"Ada"_s;
    options.indexPath = path + u".index"_s;
    auto workspace = Workspace::open(options);
    if (!workspace)
        qFatal("%s", qPrintable(workspace.error().text));
    return std::move(*workspace);
}

Json run(Workspace &workspace, const QString &command, const Json &args)
{
    const auto future = workspace.execute(command, args, workspace.actor());
    while (!future.isFinished())
        QTest::qWait(0);
    if (!future.result())
        qFatal("%s: %s", qPrintable(command), qPrintable(future.result().error().text));
    return *future.result();
}

/// What the reviewer makes of the nth.
QString verdictOf(qint64 number)
{
    return number % 3 == 0 ? u"rejected"_s : u"approved"_s;
}

void say(const QString &line)
{
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

/// The reviewer who is killed. Says what it is about to send, and again when it was answered; sends the last once more that nobody answered.
int review(const QString &path, qint64 number, const QString &unanswered, bool undoesFirst)
{
    const auto workspace = opened(path);
    if (undoesFirst) {
        // Nobody answered whether it was taken back: where it was, it cannot be again.
        const auto again = workspace->execute(u"review.undo"_s, Json::object({{"decision", u"d%1"_s.arg(number - 1)}}), workspace->actor());
        while (!again.isFinished())
            QTest::qWait(0);
        if (!again.result() && again.result().error().code != ErrorCode::Conflict)
            qFatal("%s", qPrintable(again.result().error().text));
        say(u"undone %1"_s.arg(number - 1));
    }
    QString item = unanswered;
    for (;; ++number) {
        if (item.isEmpty()) {
            const Json next = run(*workspace, u"review.claim"_s, Json::object({{"limit", 1}})).value("items");
            if (next.isEmpty())
                break;
            item = next.at(0).value("item").toString();
        }
        say(u"sends %1 %2"_s.arg(number).arg(item));
        run(*workspace, u"review.decide"_s, Json::object({{"item", item}, {"decision", verdictOf(number)}, {"key", u"d%1"_s.arg(number)}}));
        say(u"decided %1"_s.arg(number));
        item.clear();
        if (number % kUndoEvery == 0) {
            const QString key = u"d%1"_s.arg(number);
            run(*workspace, u"review.undo"_s, Json::object({{"decision", key}}));
            say(u"undone %1"_s.arg(number));
        }
    }
    say(u"done"_s);
    return 0;
}

} // namespace

/// kill -9 of a reviewer between any two decisions: every one that was answered is there exactly once, and what was taken back is taken back.
class TestReviewKills : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyAnsweredDecisionIsThereOnce()
    {
        const quint32 seed
            = static_cast<quint32>(fromEnvironment("MILLRACE_CRASH_SEED", static_cast<int>(QRandomGenerator::system()->bounded(1'000'000))));
        const int decisions = fromEnvironment("MILLRACE_REVIEW_DECISIONS", 100);
        const int kills = fromEnvironment("MILLRACE_REVIEW_KILLS", 5);
        qInfo("seed %u, %d decisions, %d kills", seed, decisions, kills);
        QRandomGenerator random(seed);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"w.millrace"_s);
        fill(path, decisions);

        qint64 answered = 0;
        QSet<qint64> undone;
        qint64 sending = 0;
        QString item;
        for (int life = 0; answered < decisions; ++life) {
            QProcess reviewer;
            const bool undoesFirst = answered > 0 && answered % kUndoEvery == 0 && !undone.contains(answered);
            reviewer.start(
                QCoreApplication::applicationFilePath(),
                {u"review"_s, path, QString::number(answered + 1), sending > answered ? item : QString(), undoesFirst ? u"undo"_s : QString()});
            const qint64 killAt = answered + 1 + random.bounded(std::max(1, 2 * decisions / kills));
            bool isOver = false;
            const auto read = [&] {
                while (reviewer.canReadLine()) {
                    const QStringList words = QString::fromLatin1(reviewer.readLine()).trimmed().split(u' ');
                    if (words.first() == "sends"_L1) {
                        sending = words.value(1).toLongLong();
                        item = words.value(2);
                    } else if (words.first() == "decided"_L1) {
                        answered = words.value(1).toLongLong();
                    } else if (words.first() == "undone"_L1) {
                        undone.insert(words.value(1).toLongLong());
                    } else {
                        isOver = true;
                    }
                }
            };
            while (!isOver && answered < std::min<qint64>(killAt, decisions)) {
                QVERIFY(reviewer.waitForReadyRead(60'000) || reviewer.state() == QProcess::Running);
                read();
            }
            QThread::usleep(random.bounded(3'000));
            ::kill(static_cast<pid_t>(reviewer.processId()), SIGKILL);
            QVERIFY(reviewer.waitForFinished());
            read();
            check(path, answered, undone, decisions);
            if (QTest::currentTestFailed())
                return;
            qInfo("life %d: %lld decided, %lld taken back", life, static_cast<long long>(answered), static_cast<long long>(undone.size()));
        }
    }

private:
    static void fill(const QString &path, int n)
    {
        const auto workspace = opened(path);
        run(*workspace, u"pipeline.save"_s,
            Json::object({{"definition",
                           *Json::parse(R"({"format":"millrace.pipeline/1","id":"r","nodes":[{"id":"check","component":"review"},)"
                                        R"({"id":"after","component":"set_fields","config":{"fields":{"done":true}}}],)"
                                        R"("links":[{"from":{"node":"check","port":"approved"},"to":{"node":"after"}}]})")}}));
        for (int from = 0; from < n; from += 1'000) {
            Json documents = Json::array();
            for (int i = from; i < std::min(n, from + 1'000); ++i)
                documents.append(Json::object({{"id", u"c%1"_s.arg(i)}, {"type", "note"}, {"data", Json::object({{"n", i}})}}));
            run(*workspace, u"submit.documents"_s, Json::object({{"pipeline", "r"}, {"documents", documents}}));
        }
        run(*workspace, u"engine.wait"_s, Json::object({{"wait_s", 0}}));
    }

    void check(const QString &path, qint64 answered, const QSet<qint64> &undone, qint64 documents)
    {
        const auto workspace = opened(path);
        run(*workspace, u"engine.wait"_s, Json::object({{"wait_s", 0}}));
        QHash<QString, QString> states;
        QHash<QString, qint64> standing; ///< how many of each verdict
        Json before;
        do {
            Json args = Json::object({{"limit", 1'000}});
            if (!before.isNull())
                args.insert("before", before);
            const Json page = run(*workspace, u"review.decisions"_s, args);
            for (const Json &decision : page.value("decisions").items()) {
                const QString id = decision.value("id").toString();
                QVERIFY2(!states.contains(id), qPrintable(id + u" is there twice"_s));
                states.insert(id, decision.value("state").toString());
                const QString verdict = decision.value("decision").toString();
                QCOMPARE(verdict, verdictOf(id.sliced(1).toLongLong()));
                standing[verdict] += decision.value("state").toString() == "standing"_L1 ? 1 : 0;
            }
            before = page.value("before");
        } while (!before.isNull());
        for (qint64 number = 1; number <= answered; ++number)
            QVERIFY2(states.contains(u"d%1"_s.arg(number)), qPrintable(u"decision %1 was answered and is not there"_s.arg(number)));
        QVERIFY2(states.size() <= answered + 1, qPrintable(u"%1 decisions of %2"_s.arg(states.size()).arg(answered)));
        for (const qint64 number : undone)
            QCOMPARE(states.value(u"d%1"_s.arg(number)), u"undone"_s);
        // Each document is there once, and has gone where its decision leads.
        QHash<QString, qint64> ends;
        Json after;
        do {
            Json args = Json::object({{"limit", 1'000}});
            if (!after.isNull())
                args.insert("after", after);
            const Json page = run(*workspace, u"context.list"_s, args);
            for (const Json &context : page.value("contexts").items()) {
                if (context.value("superseded_by").isNull())
                    ++ends[context.value("status").toString() == "awaiting_review"_L1 ? u"open"_s : context.value("outcome").toString()];
            }
            after = page.value("next");
        } while (!after.isNull());
        const qint64 approved = standing.value(u"approved"_s);
        const qint64 rejected = standing.value(u"rejected"_s);
        QCOMPARE(ends.value(u"out"_s), approved);
        QCOMPARE(ends.value(u"rejected"_s), rejected);
        QCOMPARE(ends.value(u"open"_s), documents - approved - rejected);
        QCOMPARE(run(*workspace, u"review.count"_s, {}).value("count").toInt(), documents - approved - rejected);
        QCOMPARE(run(*workspace, u"workspace.check"_s, {}).value("problems").size(), 0);
    }
};

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "review"_L1)
        return review(arguments.value(2), arguments.value(3).toLongLong(), arguments.value(4), arguments.value(5) == "undo"_L1);
    TestReviewKills test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_reviewkills.moc"
