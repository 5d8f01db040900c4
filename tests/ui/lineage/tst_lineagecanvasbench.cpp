// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Frames of the lineage: all that the window's thread does for one event, from the event to the end of the paint, in milliseconds of processor
// time of that thread. Offscreen, 1920x1080.
#include "common/theme.h"
#include "lineage/lineagecanvas.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

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

/// Layers of contexts, each made of one to three of the layer before.
ShownGraph graphOf(int nodes)
{
    static constexpr int kLayer = 400;
    Json list = Json::array();
    Json edges = Json::array();
    const auto name = [](int node) { return u"context:c%1"_s.arg(node); };
    for (int node = 0; node < nodes; ++node) {
        list.append(Json::object({{"id", name(node)},
                                  {"kind", "context"},
                                  {"title", u"The water mill at the river, part %1"_s.arg(node)},
                                  {"detail", "Water mills"},
                                  {"status", "completed"},
                                  {"more_down", node % 3 == 0}}));
        for (int k = 0; node >= kLayer && k <= node % 3; ++k) {
            const int from = (node / kLayer - 1) * kLayer + (node * 7 + k * 13) % kLayer;
            static constexpr std::array kKinds{"direct", "indirect", "masked"};
            edges.append(Json::object({{"id", u"%1>%2"_s.arg(from).arg(node)},
                                       {"from", name(from)},
                                       {"to", name(node)},
                                       {"kind", kKinds.at(std::size_t(k))},
                                       {"relation", "child"}}));
        }
    }
    return ShownGraph::of(Json::object({{"focus", name(nodes / 2)}, {"nodes", list}, {"edges", edges}}));
}

struct Frames
{
    QList<double> times;

    template <typename F>
    void add(LineageCanvas &canvas, const F &event)
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

} // namespace

class TestLineageCanvasBench : public QObject
{
    Q_OBJECT

private:
    Theme m_theme{ThemeMode::Light};

private Q_SLOTS:
    void framesStaySmooth_data()
    {
        QTest::addColumn<int>("nodes");
        QTest::newRow("1,000 nodes") << 1'000;
        QTest::newRow("10,000 nodes") << 10'000;
    }

    void framesStaySmooth()
    {
        QFETCH(const int, nodes);
        const ShownGraph graph = graphOf(nodes);
        std::printf("--- %d nodes, %d edges\n", nodes, int(graph.edges().size()));
        const LineageScene empty;
        const LineageLayout::Question question = empty.question(graph, true);
        double begin = threadMs();
        const LineageLayout::Answer layout = LineageLayout::of(question);
        std::printf("%-28s %6.0f ms (of another thread)\n", "layout", threadMs() - begin);
        QCOMPARE(layout.places.size(), nodes);

        LineageCanvas canvas;
        canvas.resize(1920, 1080);
        canvas.show();
        QVERIFY(QTest::qWaitForWindowExposed(&canvas));
        QSignalSpy shown(&canvas, &LineageCanvas::shown);
        begin = threadMs();
        canvas.setGraph(graph, true);
        QTRY_COMPARE_WITH_TIMEOUT(shown.size(), 1, 60'000);
        canvas.repaint();
        std::printf("%-28s %6.0f ms\n", "open, to the first paint", threadMs() - begin);

        double worst = 0;
        for (const double scale : {0.0, 0.1, 0.3, 0.6, 1.0}) {
            if (scale == 0)
                canvas.fitAll();
            else
                canvas.zoomTo(scale, canvas.rect().center());
            canvas.repaint();
            QTest::qWait(250);
            Frames frames;
            for (int i = 0; i < 200; ++i)
                frames.add(canvas, [&] { canvas.scrollBy(i % 100 < 50 ? QPoint(14, 9) : QPoint(-14, -9)); });
            worst = std::max(worst, frames.tell(qPrintable(u"pan at %1 %"_s.arg(canvas.zoomPercent()))));
        }
        QVERIFY2(worst < 16, "panning is not smooth");

        canvas.fitAll();
        Frames zoom;
        for (int i = 0; i < 60; ++i) {
            zoom.add(canvas, [&] { canvas.zoomBy(i < 30 ? 1.15 : 1 / 1.15); });
            QTest::qWait(2);
        }
        zoom.tell("zoom");
        Frames walk;
        canvas.zoomTo(1, canvas.rect().center());
        for (int i = 0; i < 60; ++i)
            walk.add(canvas, [&] { QTest::keyClick(&canvas, i % 4 == 0 ? Qt::Key_Right : i % 4 == 1 ? Qt::Key_Left : Qt::Key_Down); });
        walk.tell("walk by the arrows");
        Frames path;
        path.add(canvas, [&] { canvas.setPathShown(true); });
        path.tell("dim all but the way");
    }
};

QTEST_MAIN(TestLineageCanvasBench)
#include "tst_lineagecanvasbench.moc"
