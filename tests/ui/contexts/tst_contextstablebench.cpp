// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A million contexts in the real view, offscreen: frames from event to paint, first rows, and memory. The 95th percentile is held against
// the promise; single frames may suffer from whatever else the machine does, and are printed.
#include "common/theme.h"
#include "contexts/contextstable.h"
#include "contexts/contextsview.h"
#include "ui/contexts/fakecontextsource.h"

#include <QAbstractEventDispatcher>
#include <QElapsedTimer>
#include <QFile>
#include <QScrollBar>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

constexpr qint64 kMillion = 1'000'000;
constexpr double kFrameMs = 16;

class Frames
{
public:
    /// Runs the event and everything up to its paint, and takes the time.
    template<typename F>
    void take(F event)
    {
        QElapsedTimer timer;
        timer.start();
        event();
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
        m_ms.append(double(timer.nsecsElapsed()) / 1e6);
    }
    [[nodiscard]] double p95()
    {
        std::ranges::sort(m_ms);
        return m_ms[m_ms.size() * 95 / 100];
    }
    void print(const char *what)
    {
        const double p = p95();
        qInfo("%s: %lld frames, median %.2f ms, p95 %.2f ms, longest %.2f ms", what, qlonglong(m_ms.size()), m_ms[m_ms.size() / 2], p,
              m_ms.constLast());
    }

private:
    QList<double> m_ms;
};

/// The longest time the event loop was busy without a break.
class LongestTurn : public QObject
{
public:
    LongestTurn()
    {
        QAbstractEventDispatcher *dispatcher = QAbstractEventDispatcher::instance();
        connect(dispatcher, &QAbstractEventDispatcher::awake, this, [this] { m_timer.restart(); });
        connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, this, [this] { m_longest = std::max(m_longest, ms()); });
        m_timer.start();
    }
    [[nodiscard]] double longest() const { return m_longest; }

private:
    [[nodiscard]] double ms() const { return double(m_timer.nsecsElapsed()) / 1e6; }

    QElapsedTimer m_timer;
    double m_longest = 0;
};

qint64 residentKib()
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("VmRSS:")) {
            return line.simplified().split(' ').at(1).toLongLong();
        }
    }
    return 0;
}

} // namespace

class BenchContextsTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_theme = new Theme(ThemeMode::Light, this);
        QElapsedTimer timer;
        timer.start();
        m_source = std::make_unique<FakeContextSource>(kMillion);
        m_view = std::make_unique<ContextsView>(m_source.get());
        m_view->resize(1920, 1080);
        m_view->show();
        m_view->refresh();
        QVERIFY(QTest::qWaitFor([this] { return m_view->model()->summaryAt(0).has_value(); }));
        qInfo("first rows after %lld ms", timer.elapsed());
        QVERIFY(timer.elapsed() < 1000); // the promise of 300 ms is for a machine that does nothing else
        QTest::qWait(500);
    }

    void scrollingByWheel()
    {
        QScrollBar *bar = m_view->table()->verticalScrollBar();
        Frames frames;
        for (int i = 0; i < 600; ++i) {
            frames.take([bar] { bar->setValue(bar->value() + 84); });
        }
        frames.print("wheel");
        QVERIFY(frames.p95() < kFrameMs);
    }

    void draggingTheScrollBar()
    {
        QScrollBar *bar = m_view->table()->verticalScrollBar();
        Frames frames;
        for (int i = 0; i < 300; ++i) {
            frames.take([bar, i] { bar->setValue(bar->maximum() / 300 * i); });
        }
        frames.print("drag");
        QVERIFY(frames.p95() < kFrameMs);
    }

    void jumpingToTheEndsByKey()
    {
        Frames frames;
        for (int i = 0; i < 60; ++i) {
            frames.take([this, i] { QTest::keyClick(m_view->table(), i % 2 == 0 ? Qt::Key_End : Qt::Key_Home); });
        }
        frames.print("ends");
        QVERIFY(frames.p95() < kFrameMs);
    }

    void steppingThroughRows()
    {
        Frames frames;
        for (int i = 0; i < 200; ++i) {
            frames.take([this] { QTest::keyClick(m_view->table(), Qt::Key_Down); });
        }
        frames.print("rows");
        QVERIFY(frames.p95() < kFrameMs);
    }

    void switchingTheFilterNeverHoldsUpTheWindow()
    {
        QList<double> turns;
        for (int i = 0; i < 20; ++i) {
            const LongestTurn turn;
            m_view->setFilter(i % 2 == 0 ? ContextFilter{.statuses = {ContextStatus::Completed}} : ContextFilter());
            QVERIFY(QTest::qWaitFor([this] { return !m_view->model()->isLoading() && m_view->model()->summaryAt(0).has_value(); }));
            QTest::qWait(50);
            turns.append(turn.longest());
        }
        std::ranges::sort(turns);
        qInfo("filter: longest turn of the event loop, median %.2f ms, worst %.2f ms", turns[turns.size() / 2], turns.constLast());
        QVERIFY(turns[turns.size() / 2] < 2 * kFrameMs);
    }

    void newContextsWhileItIsShown()
    {
        Frames frames;
        for (int i = 0; i < 100; ++i) {
            frames.take([this] { m_source->grow(50); });
        }
        frames.print("new rows");
        QVERIFY(frames.p95() < kFrameMs);
    }

    void memory()
    {
        const qint64 kib = residentKib();
        qInfo("resident: %lld MiB", qlonglong(kib / 1024));
        QVERIFY(kib < 250 * 1024);
    }

private:
    Theme *m_theme = nullptr;
    std::unique_ptr<FakeContextSource> m_source;
    std::unique_ptr<ContextsView> m_view;
};

QTEST_MAIN(BenchContextsTable)
#include "tst_contextstablebench.moc"
