// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Frames of the canvas: all that the window's thread does for one event, from the event to the end of the paint, in milliseconds of processor
// time of that thread. Offscreen, 1920x1080.
#include "designersupport.h"

#include "designer/designlayout.h"

#include <QApplication>
#include <QFile>
#include <QMouseEvent>
#include <QTest>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

double threadMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1000 + double(now.tv_nsec) / 1e6;
}

double residentMiB()
{
    QFile file(u"/proc/self/statm"_s);
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * 4096 / 1048576;
}

struct Frames
{
    QList<double> times;

    template <typename F>
    void add(Canvas &canvas, const F &event)
    {
        const double begin = threadMs();
        event();
        canvas.repaint();
        times.append(threadMs() - begin);
    }
    [[nodiscard]] double part(double share)
    {
        std::ranges::sort(times);
        return times.isEmpty() ? 0 : times.at(std::min<qsizetype>(times.size() - 1, qsizetype(double(times.size()) * share)));
    }
    double tell(const char *what)
    {
        std::printf("%-28s p50 %6.2f  p95 %6.2f  max %6.2f ms\n", what, part(0.5), part(0.95), part(1));
        std::fflush(stdout);
        return part(0.95);
    }
};

void sendMove(Canvas &canvas, QPointF at)
{
    QMouseEvent move(QEvent::MouseMove, at, canvas.mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(&canvas, &move);
}

void sendWheel(Canvas &canvas, QPointF at, int angle)
{
    QWheelEvent wheel(at, canvas.mapToGlobal(at), {}, {0, angle}, {}, Qt::ControlModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&canvas, &wheel);
}

} // namespace

class TestCanvasBench : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Light};

private Q_SLOTS:
    void framesStaySmooth_data()
    {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<int>("links");
        QTest::addColumn<double>("bound");
        QTest::newRow("1,000 nodes") << 1'000 << 1'500 << 16.0;
        QTest::newRow("10,000 nodes") << 10'000 << 15'000 << 100.0;
    }

    void framesStaySmooth()
    {
        QFETCH(const int, nodes);
        QFETCH(const int, links);
        QFETCH(const double, bound);
        const Json definition = largePipeline(nodes, links);
        const ComponentTable components = builtInComponents();
        std::printf("--- %d nodes, %d links\n", nodes, links);

        Canvas canvas;
        canvas.resize(1920, 1080);
        canvas.setComponents(components);
        canvas.show();
        QVERIFY(QTest::qWaitForWindowExposed(&canvas));
        const double begin = threadMs();
        canvas.setDefinition(definition);
        canvas.repaint();
        const double opening = threadMs() - begin;
        std::printf("%-28s %6.0f ms\n", "open, to the first paint", opening);
        QVERIFY(opening < 300.0 * nodes / 1'000);

        const auto settle = [&] { QTest::qWait(250); };
        double worst = 0;
        for (const double scale : {0.0, 0.3, 0.6, 1.0}) {
            if (scale == 0)
                canvas.fitAll();
            else
                canvas.zoomTo(scale, {960, 540});
            settle();
            Frames pan;
            for (int i = 0; i < 120; ++i)
                pan.add(canvas, [&] { canvas.scrollBy({(i / 30) % 2 ? -23 : 23, (i / 15) % 2 ? -11 : 11}); });
            worst = std::max(worst, pan.tell(qPrintable(u"pan at %1 %"_s.arg(canvas.zoomPercent()))));
        }
        canvas.fitAll();
        settle();
        Frames zoom;
        for (int i = 0; i < 120; ++i)
            zoom.add(canvas, [&] { sendWheel(canvas, {700, 400}, (i / 30) % 2 ? -60 : 60); });
        worst = std::max(worst, zoom.tell("zoom"));

        for (const double scale : {0.0, 0.8}) {
            if (scale == 0)
                canvas.fitAll();
            else
                canvas.zoomTo(scale, {960, 540});
            settle();
            const int node = canvas.scene().cardsIn(canvas.view().toScene(QRectF(600, 300, 700, 500))).value(0);
            const QPointF from = canvas.view().toPixels(canvas.scene().card(node).center());
            QMouseEvent press(QEvent::MouseButtonPress, from, canvas.mapToGlobal(from), Qt::LeftButton, Qt::LeftButton, {});
            Frames drag;
            QApplication::sendEvent(&canvas, &press);
            for (int i = 1; i <= 120; ++i)
                drag.add(canvas, [&] { sendMove(canvas, from + QPointF(i * 3 % 400, i * 2 % 250)); });
            worst = std::max(worst, drag.tell(scale == 0 ? "drag, all in sight" : "drag, near"));
            QTest::keyClick(&canvas, Qt::Key_Escape);
        }
        Frames edit;
        for (int i = 0; i < 60; ++i) {
            edit.add(canvas, [&] {
                DraftEditor editor = canvas.editor();
                editor.setNodeMember(u"n5"_s, "title", Json(u"Title %1"_s.arg(i)));
                canvas.setDefinition(editor.finish({}).patch.appliedTo(canvas.definition()).value());
            });
        }
        worst = std::max(worst, edit.tell("edit a title"));
        QVERIFY2(worst < bound, qPrintable(u"p95 of %1 ms"_s.arg(worst)));
    }

    void memoryStaysSteadyOverManyEdits()
    {
        EditedCanvas edited(largePipeline(1'000, 1'500), {1920, 1080});
        const auto some = [&](int count) {
            for (int i = 0; i < count; ++i) {
                edited->setCurrent(u"n%1"_s.arg(i % 1'000));
                edited->nudge({i % 2 ? 1 : -1, 0});
                if (i % 50 == 0)
                    edited->repaint();
                if (i % 1'000 == 999)
                    edited.stack = DraftStack(edited.stack.definition()); // the workspace keeps the history
            }
        };
        some(1'000);
        const double before = residentMiB();
        some(10'000);
        const double after = residentMiB();
        std::printf("memory before and after 10,000 edits: %.1f and %.1f MiB\n", before, after);
        QVERIFY(after - before < 12);
    }
};

QTEST_MAIN(TestCanvasBench)
#include "tst_canvasbench.moc"
