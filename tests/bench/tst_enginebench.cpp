// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/error.h"
#include "sdk/json.h"

#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class EngineBenchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figuresAgreeWithEachOther()
    {
        const Json figures = measured({u"--short"_s});
        for (const char *key :
             {"engine_contexts_per_s", "fused_contexts_per_s", "raw_contexts_per_s", "ratio", "fused_ratio", "p50_ms", "p99_ms", "bytes_per_context"})
            QVERIFY2(figures.value(key).toDouble() > 0, key);
        const double raw = figures.value("raw_contexts_per_s").toDouble();
        QVERIFY(isNear(figures.value("ratio").toDouble(), figures.value("engine_contexts_per_s").toDouble() / raw));
        QVERIFY(isNear(figures.value("fused_ratio").toDouble(), figures.value("fused_contexts_per_s").toDouble() / raw));
        QVERIFY(figures.value("p50_ms").toDouble() <= figures.value("p99_ms").toDouble());
        QVERIFY(figures.value("engine_with_intake_contexts_per_s").toDouble() < figures.value("engine_contexts_per_s").toDouble());
    }

    void slowDiskIsFelt()
    {
        const Json figures = measured({u"--short"_s, u"--slow-fsync"_s});
        QVERIFY(figures.value("fsync_ms").toDouble() >= 5);
        QVERIFY(figures.value("p50_ms").toDouble() >= 5);
    }

    void scaleIsMeasured()
    {
        const Json rows = measured({u"--scale"_s, u"1000"_s}).value("scale");
        QCOMPARE(rows.size(), 1);
        QCOMPARE(rows.at(0).value("contexts").toInt(), 1000);
        for (const char *key : {"us_per_context", "rss_mb", "file_bytes", "open_ms"})
            QVERIFY2(rows.at(0).value(key).toDouble() > 0, key);
    }

private:
    static bool isNear(double a, double b) { return qAbs(a - b) <= 1e-6 * qMax(a, b); }

    static Json measured(const QStringList &arguments)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QStringLiteral(MILLRACE_BIN_DIR "/millrace-bench-engine"), QStringList{u"--json"_s} + arguments);
        if (!process.waitForFinished(200'000) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
            return {};
        // One line, and nothing else.
        const QByteArray out = process.readAllStandardOutput();
        return out.count('\n') == 1 ? Json::parse(out.trimmed()).value_or(Json()) : Json();
    }
};

QTEST_GUILESS_MAIN(EngineBenchTest)
#include "tst_enginebench.moc"
