// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Ten million points in the real view, offscreen: what a redraw costs this thread, held against a frame.
#include "common/theme.h"
#include "metrics/plotview.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <ctime>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kPoints = 10'000'000;
constexpr double kFrameMs = 16;

double threadMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

} // namespace

class BenchPlot : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tenMillionPointsAreDrawnWithinAFrame()
    {
        const Theme theme(ThemeMode::Light);
        Series series;
        series.times.reserve(kPoints);
        series.values.reserve(kPoints);
        QRandomGenerator random(1);
        double value = 0;
        for (qsizetype i = 0; i < kPoints; ++i) {
            value += random.generateDouble() - 0.5;
            series.times.append(double(i));
            series.values.append(value);
        }
        double before = threadMs();
        PlotContent content;
        content.lines = {PlotLine(series)};
        qInfo("pyramid of %lld points: %.1f ms", qlonglong(kPoints), threadMs() - before);
        PlotView plot;
        plot.resize(1280, 480);
        plot.setContent(content);
        plot.setRange(0, double(kPoints));
        plot.show();
        QVERIFY(QTest::qWaitForWindowExposed(&plot));
        plot.drawNow();
        QList<double> worked;
        for (int i = 0; i < 100; ++i) {
            // Zoomed in and moved, so that nothing is as it was.
            const double width = double(kPoints) / (1 + i % 10);
            const double from = (double(kPoints) - width) * (i % 7) / 7;
            before = threadMs();
            plot.setRange(from, from + width);
            plot.drawNow();
            worked.append(threadMs() - before);
        }
        std::ranges::sort(worked);
        qInfo("redraw: median %.2f ms, p95 %.2f ms, longest %.2f ms", worked.at(50), worked.at(95), worked.constLast());
        QVERIFY2(worked.at(95) < kFrameMs, "a redraw has to fit into a frame");
    }
};

QTEST_MAIN(BenchPlot)
#include "tst_plotbench.moc"
