// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kPipeline = R"({"format":"millrace.pipeline/1","id":"notes","nodes":[
    {"id":"rules","component":"validate","config":{"schema":{"type":"object","properties":{"year":{"type":"integer"}}}}},
    {"id":"check","component":"review","config":{"question":"Is it so?","confidence":"sure","label":"kind","form":{"type":"object",
        "properties":{"topic":{"type":"string","enum":["mill","weir"]}},"required":["topic"]}}},
    {"id":"ready","component":"set_fields","config":{"fields":{"ready":true}}}],
    "links":[{"from":{"node":"rules"},"to":{"node":"check"}},{"from":{"node":"check","port":"approved"},"to":{"node":"ready"}}]})";

/// JSON with single quotes, as it is read best.
QByteArray quoted(QByteArray text)
{
    return text.replace('\'', '"');
}

QString given(const char *text)
{
    return QString::fromUtf8(quoted(text));
}

} // namespace

/// A reviewer and an operator without a window: every action of `millrace review` and `millrace quarantine`.
class TestCliReview : public QObject
{
    Q_OBJECT

private:
    Program m_program;

    [[nodiscard]] ProgramRun review(const QStringList &arguments) const { return m_program.on(u"review"_s, arguments); }
    [[nodiscard]] ProgramRun quarantine(const QStringList &arguments) const { return m_program.on(u"quarantine"_s, arguments); }
    [[nodiscard]] QString status(const QString &id) const { return m_program.on(u"show"_s, {id, u"--json"_s}).json().value("status").toString(); }

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(m_program.on(u"init"_s).code, 0);
        QCOMPARE(m_program.on(u"pipeline"_s, {u"save"_s, m_program.write(u"notes.pipeline.json"_s, kPipeline)}).code, 0);
        QByteArray documents;
        for (int i = 0; i < 6; ++i) {
            const QByteArray number = QByteArray::number(i);
            documents += quoted("{'id':'n" + number + "','type':'note','data':{'title':'Mill " + number + "','kind':'mill','sure':0." + number
                                + ",'year':" + (i == 5 ? "'no year'" : "1874") + "}}")
                + '\n';
        }
        QCOMPARE(m_program.on(u"run"_s, {u"notes"_s, m_program.write(u"notes.jsonl"_s, documents)}).code, 1); // one is refused
    }

    void theQueueIsListedAndTaken()
    {
        const ProgramRun list = review({u"list"_s, u"--order"_s, u"confidence"_s});
        QCOMPARE(list.code, 0);
        QVERIFY2(list.out.contains("Is it so?") && list.out.indexOf("Mill 0") < list.out.indexOf("Mill 4"), list.out.constData());
        QCOMPARE(review({u"list"_s, u"--label"_s, u"weir"_s}).out.trimmed(), "nothing waits for review");
        const ProgramRun shown = review({u"show"_s, u"n0"_s});
        QVERIFY2(shown.out.contains("Is it so?") && shown.out.contains("\"kind\": \"mill\""), shown.out.constData());
        const QList<Json> taken = review({u"claim"_s, u"--title"_s, u"mill 3"_s, u"--json"_s}).items("items");
        QCOMPARE(taken.size(), 1);
        QVERIFY(taken.first().value("claim").value("mine").toBool());
        // By the name of its context, and by the id that the list prints.
        const QString item = review({u"list"_s, u"--title"_s, u"mill 4"_s, u"--json"_s}).items("items").first().value("item").toString();
        QVERIFY(review({u"list"_s}).out.contains(item.toUtf8()));
        QCOMPARE(review({u"claim"_s, u"n4"_s, u"--json"_s}).items("items").first().value("item").toString(), item);
        QCOMPARE(review({u"claim"_s, item, u"--take-over"_s, u"--json"_s}).items("items").first().value("context").toString(), u"n4"_s);
        QCOMPARE(review({u"claim"_s, u"nobody"_s}).code, 1);
        QVERIFY(review({u"list"_s, u"--limit"_s, u"2"_s}).err.contains("there are more"));
        QCOMPARE(review({u"show"_s}).code, 2);
        QCOMPARE(review({u"show"_s, u"nobody"_s}).code, 1);
    }

    void aDecisionIsMadeOnceTakenBackAndCounted()
    {
        QCOMPARE(review({u"decide"_s, u"n0"_s, u"approve"_s}).code, 2); // its form has a question
        const QStringList approve{u"decide"_s, u"n0"_s,         u"approve"_s, u"--answers"_s, given("{'topic':'mill'}"),
                                  u"--note"_s, u"as it says"_s, u"--key"_s,   u"k0"_s,        u"--json"_s};
        QCOMPARE(review(approve).json().value("repeated").toBool(true), false);
        QCOMPARE(review(approve).json().value("repeated").toBool(false), true);
        QCOMPARE(m_program.on(u"work"_s).code, 0);
        QCOMPARE(status(u"n0"_s), u"completed"_s);
        const ProgramRun undone = review({u"undo"_s});
        QVERIFY2(undone.code == 0 && undone.out.contains("is taken back"), undone.err.constData());
        QCOMPARE(review({u"list"_s, u"--json"_s}).items("items").size(), 5);
        QCOMPARE(review({u"decide"_s, u"n1"_s, u"reject"_s, u"--answers"_s, given("{'topic':'weir'}")}).code, 0);
        const Json stats = review({u"stats"_s, u"--json"_s}).json();
        QCOMPARE(stats.value("waiting").toInt(), 4);
        QCOMPARE(stats.value("mine").value("rejected").toInt(), 1);
        QVERIFY(review({u"stats"_s, u"--error"_s, u"5"_s}).out.contains("4 wait"));
        QCOMPARE(review({u"examples"_s}).outLines().size(), 1);
        QCOMPARE(review({u"decide"_s, u"n4"_s, u"edit"_s, u"--answers"_s, given("{'topic':'weir'}")}).code, 2); // what?
        QCOMPARE(review({u"undo"_s, u"nothing"_s}).code, 1);
        QCOMPARE(review({u"decide"_s, u"n4"_s, u"reject"_s, u"--answers"_s, given("{'topic':'weir'}"), u"--key"_s, u"k4"_s}).code, 0);
        QVERIFY(review({u"show"_s, u"n4"_s}).out.contains("k4"));
        QCOMPARE(review({u"undo"_s, u"k4"_s, u"--json"_s}).json().value("undone").value("id").toString(), u"k4"_s);
    }

    void aPackGoesAwayAndComesBack()
    {
        const QString pack = m_program.path(u"train.millrace"_s);
        const ProgramRun packed = review({u"pack"_s, pack, u"--title"_s, u"mill 2"_s});
        QVERIFY2(packed.code == 0 && packed.out.startsWith("1 items in "), packed.err.constData());
        // Nobody has worked in it yet, and it can be looked at.
        const ProgramRun looked = m_program.run({u"review"_s, u"-w"_s, pack, u"list"_s});
        QVERIFY2(looked.code == 0 && looked.out.contains("n2"), looked.err.constData());
        const ProgramRun away
            = m_program.run({u"review"_s, u"-w"_s, pack, u"decide"_s, u"n2"_s, u"reject"_s, u"--answers"_s, given("{'topic':'mill'}")});
        QVERIFY2(away.code == 0, away.err.constData());
        QCOMPARE(review({u"merge"_s, pack}).out.trimmed(), "1 decisions are taken in, 0 were here already");
        QCOMPARE(review({u"merge"_s, pack}).out.trimmed(), "0 decisions are taken in, 1 were here already");
        QCOMPARE(m_program.on(u"check"_s).code, 0);
    }

    void whatWasRefusedIsShownMendedAndTriedAgain()
    {
        QVERIFY(quarantine({}).out.contains("Mill 5"));
        QVERIFY(quarantine({u"show"_s, u"n5"_s}).out.contains("/year"));
        QCOMPARE(quarantine({u"retry"_s}).code, 2); // which?
        const ProgramRun retried = quarantine({u"retry"_s, u"--title"_s, u"mill 5"_s});
        QCOMPARE(retried.out.trimmed(), "1 retried");
        QCOMPARE(m_program.on(u"work"_s).code, 0);
        QCOMPARE(quarantine({u"list"_s, u"--json"_s}).items("items").first().value("passes").toInt(), 2);
        const ProgramRun wrong = quarantine({u"fix"_s, u"n5"_s, u"--data"_s, given("{'title':'Mill 5','year':'18'}")});
        QVERIFY2(wrong.code != 0 && wrong.err.contains("line 1, column"), wrong.err.constData());
        QCOMPARE(quarantine({u"fix"_s, u"n5"_s, u"--data"_s, given("{'title':'Mill 5','year':1874}"), u"--note"_s, u"the year in figures"_s}).code,
                 0);
        QCOMPARE(m_program.on(u"work"_s).code, 0);
        QCOMPARE(status(u"n5"_s), u"awaiting_review"_s);
        QCOMPARE(quarantine({}).out.trimmed(), "nothing is in quarantine");
    }
};

QTEST_GUILESS_MAIN(TestCliReview)
#include "tst_clireview.moc"
