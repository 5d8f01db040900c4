// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/error.h"
#include "sdk/json.h"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// The short form: so few rounds say whether measuring has become dear, not whether it is below two in a hundred. The long one says that.
class MeasuringBenchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void measuringCostsNothingThatIsNoticed()
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QStringLiteral(MILLRACE_BIN_DIR "/millrace-bench-measuring"), {u"--json"_s, u"--contexts"_s, u"4000"_s, u"--rounds"_s, u"5"_s});
        QVERIFY(process.waitForFinished(250'000));
        QCOMPARE(process.exitCode(), 0);
        const Json figures = Json::parse(process.readAllStandardOutput().trimmed()).value_or(Json());
        QVERIFY(figures.value("contexts_per_s").toDouble() > 0);
        const double ratio = figures.value("cpu_ratio").toDouble();
        QVERIFY2(ratio > 0.5 && ratio < 1.08, figures.toBytes().constData());
    }
};

QTEST_GUILESS_MAIN(MeasuringBenchTest)
#include "tst_measuringbench.moc"
