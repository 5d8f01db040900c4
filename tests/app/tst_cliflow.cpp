// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

QByteArray quoted(QByteArray text)
{
    return text.replace('\'', '"');
}

} // namespace

/// Graphs at work on the command line: children, reviews, runs, replays, paused pipelines.
class TstCliFlow : public QObject
{
    Q_OBJECT

    Program m_program;

    QString input(const QByteArray &id, const QByteArray &data) const
    {
        return m_program.write(QString::fromUtf8(id) + u".json"_s, quoted("{'id':'" + id + "','type':'note','data':" + data + "}"));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(m_program.on(u"init"_s).code, 0);
        const QString fan = m_program.write(
            u"fan.pipeline.json"_s,
            quoted("{'format':'millrace.pipeline/1','id':'fan','nodes':[{'id':'split','component':'split','config':{'items':'parts'}},"
                   "{'id':'mark','component':'set_fields','config':{'fields':{'seen':true}}},"
                   "{'id':'join','component':'join','config':{'take':'item'}},{'id':'ask','component':'review','config':{'question':'Good?'}}],"
                   "'links':[{'from':{'node':'split','port':'item'},'to':{'node':'mark'}},{'from':{'node':'split'},'to':{'node':'join'}},"
                   "{'from':{'node':'mark'},'to':{'node':'join'}},{'from':{'node':'join'},'to':{'node':'ask'}}]}"));
        const ProgramRun saved = m_program.on(u"pipeline"_s, {u"save"_s, fan});
        QVERIFY2(saved.code == 0, saved.err.constData());
    }

    void childrenReviewAndSums()
    {
        const ProgramRun run = m_program.on(u"run"_s, {u"fan"_s, input("one", "{'parts':[3,1,2]}"), u"--json"_s});
        QVERIFY2(run.code == 0, run.err.constData());
        QCOMPARE(run.json().value("submitted").toInt(), 1);
        QCOMPARE(run.json().value("awaiting_review").toInt(), 1);
        const Json waiting = m_program.on(u"review"_s, {u"--json"_s}).json().value("items");
        QCOMPARE(waiting.size(), 1);
        QCOMPARE(waiting.at(0).value("question").toString(), u"Good?"_s);
        QCOMPARE(m_program.on(u"review"_s, {u"one"_s, u"approve"_s, u"--note"_s, u"fine"_s}).code, 0);
        QCOMPARE(m_program.on(u"review"_s, {u"one"_s, u"approve"_s}).code, 1); // decided already
        const Json shown = m_program.on(u"show"_s, {u"one"_s, u"--json"_s}).json();
        QCOMPARE(shown.value("status").toString(), u"completed"_s);
        QCOMPARE(shown.value("data").value("joined").toBytes(), "[3,1,2]");
        const Json stats = m_program.on(u"stats"_s, {u"--json"_s}).json();
        QCOMPARE(stats.value("submitted").toInt(), 1);
        QCOMPARE(stats.value("children").value("completed").toInt(), 3);
        QVERIFY(m_program.on(u"stats"_s).out.contains("= children"));
    }

    void theSumsSayWhichChildrenAParentWaitsFor()
    {
        const Program program;
        QCOMPARE(program.on(u"init"_s).code, 0);
        const QString pipeline = program.write(
            u"held.pipeline.json"_s,
            quoted("{'format':'millrace.pipeline/1','id':'held','nodes':[{'id':'split','component':'split','config':{'items':'parts'}},"
                   "{'id':'clean','component':'clean'},{'id':'join','component':'join','config':{'take':'item'}}],"
                   "'links':[{'from':{'node':'split','port':'item'},'to':{'node':'clean'}},{'from':{'node':'split'},'to':{'node':'join'}},"
                   "{'from':{'node':'clean'},'to':{'node':'join'}}]}"));
        const QString document
            = program.write(u"held.json"_s, quoted("{'id':'held','type':'note','data':{'parts':[{'source_text':'Some text.'},{'other':1}]}}"));
        const ProgramRun run = program.on(u"run"_s, {pipeline, document});
        QVERIFY2(run.out.contains("1 submitted = 1 processing; of 2 children 1 quarantined"), run.out.constData());
    }

    void aRunIsListedAndCancelled()
    {
        QCOMPARE(m_program.on(u"run"_s, {u"fan"_s, input("two", "{'parts':[]}")}).code, 0);
        const Json runs = m_program.on(u"runs"_s, {u"--json"_s}).json().value("runs");
        const QString id = runs.at(0).value("id").toString();
        QVERIFY(m_program.on(u"runs"_s, {id}).out.contains("1 awaiting_review"));
        QVERIFY(m_program.on(u"runs"_s, {id, u"cancel"_s}).out.contains("1 cancelled"));
        QCOMPARE(m_program.on(u"show"_s, {u"two"_s, u"--json"_s}).json().value("status").toString(), u"cancelled"_s);
        QCOMPARE(m_program.on(u"runs"_s, {u"nobody"_s}).code, 1);
        QCOMPARE(m_program.on(u"runs"_s, {id, u"explode"_s}).code, 2);
    }

    void aReplaySaysItsBillFirst()
    {
        const ProgramRun plan = m_program.on(u"replay"_s, {u"one"_s, u"--plan"_s});
        QVERIFY2(plan.code == 0, plan.err.constData());
        QVERIFY(plan.out.contains("run again"));
        const ProgramRun done = m_program.on(u"replay"_s, {u"one"_s});
        QVERIFY(done.err.contains("run again"));
        const QString again = QString::fromUtf8(done.out.trimmed());
        QCOMPARE(m_program.on(u"work"_s).code, 0);
        QCOMPARE(m_program.on(u"show"_s, {again, u"--json"_s}).json().value("status").toString(), u"awaiting_review"_s);
        QCOMPARE(m_program.on(u"replay"_s, {u"nobody"_s}).code, 1);
        QCOMPARE(m_program.on(u"check"_s).code, 0);
    }

    void aPartOfTheLineageIsReplayedAsOneJobAndDecided()
    {
        const QString marks = m_program.write(u"marks.pipeline.json"_s,
                                              quoted("{'format':'millrace.pipeline/1','id':'marks','nodes':[{'id':'mark',"
                                                     "'component':'set_fields','config':{'fields':{'seen':true}}}],'links':[]}"));
        for (const char *id : {"left", "right"})
            QCOMPARE(m_program.on(u"run"_s, {marks, input(id, "{'n':1}")}).code, 0);
        const QStringList nodes{u"context:left"_s, u"context:right"_s};
        const ProgramRun plan = m_program.on(u"replay"_s, QStringList{u"--selection"_s, u"--plan"_s} + nodes);
        QVERIFY2(plan.code == 0 && plan.out.contains("2 contexts"), plan.err.constData());
        const ProgramRun done = m_program.on(u"replay"_s, QStringList{u"--selection"_s} + nodes);
        QVERIFY2(done.code == 0, done.err.constData());
        QVERIFY(done.err.contains("2 contexts")); // the bill comes first
        const QString job = QString::fromUtf8(done.out.trimmed());
        QCOMPARE(m_program.on(u"work"_s).code, 0);
        const Json state = m_program.on(u"replay"_s, {u"--compare"_s, job, u"--json"_s}).json();
        QCOMPARE(state.value("contexts").size(), 2);
        QVERIFY(m_program.on(u"replay"_s, {u"--compare"_s, job}).out.contains("left"));
        const QString first = state.value("contexts").at(0).value("id").toString();
        QVERIFY(m_program.on(u"replay"_s, {u"--adopt"_s, job, first}).out.contains("1 adopted"));
        QVERIFY(m_program.on(u"replay"_s, {u"--discard"_s, job}).out.contains("1 discarded"));
        QCOMPARE(m_program.on(u"replay"_s, {u"--selection"_s}).code, 2);
        QCOMPARE(m_program.on(u"replay"_s).code, 2);
    }

    void aPausedPipelineTakesWorkAndDoesNone()
    {
        QCOMPARE(m_program.on(u"pipeline"_s, {u"pause"_s, u"fan"_s}).code, 0);
        QCOMPARE(m_program.on(u"submit"_s, {u"fan"_s, input("three", "{'parts':[1]}")}).code, 0);
        QCOMPARE(m_program.on(u"work"_s).code, 0);
        QCOMPARE(m_program.on(u"show"_s, {u"three"_s, u"--json"_s}).json().value("status").toString(), u"pending"_s);
        QVERIFY(m_program.on(u"pipeline"_s, {u"load"_s, u"fan"_s}).out.contains("split"));
        QCOMPARE(m_program.on(u"pipeline"_s, {u"drain"_s, u"fan"_s}).code, 0);
        const ProgramRun closed = m_program.on(u"submit"_s, {u"fan"_s, input("four", "{'parts':[1]}")});
        QCOMPARE(closed.code, 1);
        QVERIFY(closed.err.contains("drained"));
        QCOMPARE(m_program.on(u"work"_s).code, 0);
        QCOMPARE(m_program.on(u"show"_s, {u"three"_s, u"--json"_s}).json().value("status").toString(), u"awaiting_review"_s);
        QCOMPARE(m_program.on(u"pipeline"_s, {u"resume"_s, u"fan"_s}).code, 0);
    }
};

QTEST_GUILESS_MAIN(TstCliFlow)
#include "tst_cliflow.moc"
