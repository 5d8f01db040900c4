// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "victimrun.h"

#include <QDirIterator>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// A kill at every named place of the commit, several times at each: before and after BEGIN, each statement group, COMMIT and the
/// acknowledgement.
class TstFaultPoints : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingPromisedIsLostAtAnyFaultPoint_data();
    void nothingPromisedIsLostAtAnyFaultPoint();

private:
    static QStringList faultPoints();
};

QStringList TstFaultPoints::faultPoints()
{
    // Read from the sources, so that a new one is tested from its first day.
    QStringList names;
    static const QRegularExpression call(u"faultPoint\\(\"([a-z._]+)\"\\)"_s);
    QDirIterator it(QStringLiteral(MILLRACE_SOURCE_DIR "/core"), {u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        for (const auto &match : call.globalMatch(QString::fromUtf8(file.readAll())))
            names.append(match.captured(1));
    }
    names.sort();
    names.removeDuplicates();
    return names;
}

void TstFaultPoints::nothingPromisedIsLostAtAnyFaultPoint_data()
{
    QTest::addColumn<QString>("point");
    const QStringList points = faultPoints();
    QVERIFY(points.size() >= 12);
    for (const QString &point : points)
        QTest::newRow(qPrintable(point)) << point;
}

void TstFaultPoints::nothingPromisedIsLostAtAnyFaultPoint()
{
    QFETCH(QString, point);
    VictimRun run;
    int kills = 0;
    // Far ones too, so that a kill hits each kind of statement, and files with work in every state. MILLRACE_CRASH_SEEDS=50 is R2's full form.
    QList<int> counts{1, 2, 3, 5, 8, 13, 34, 89};
    QRandomGenerator random(42);
    for (int i = static_cast<int>(counts.size()); i < qEnvironmentVariableIntValue("MILLRACE_CRASH_SEEDS"); ++i)
        counts.append(random.bounded(1, 400));
    for (const int count : counts) {
        QVERIFY(run.start(100, {}, u"%1:%2"_s.arg(point).arg(count)));
        kills += run.wasKilled();
        const QString problem = run.problemAfterReopening();
        QVERIFY2(problem.isEmpty(), qPrintable(u"%1:%2: %3"_s.arg(point).arg(count).arg(problem)));
    }
    const QString problem = run.problemAtTheEnd();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY2(kills > 0, "this place was never reached");
}

QTEST_GUILESS_MAIN(TstFaultPoints)
#include "tst_faultpoints.moc"
