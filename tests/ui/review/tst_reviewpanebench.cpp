// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/reviewpane.h"
#include "review/reviewtext.h"
#include "reviewsupport.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <array>
#include <ctime>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr int kSubmitters = 8; ///< as many as one turn of the engine takes at the most

double percentile(QList<double> ms, int percent)
{
    std::ranges::sort(ms);
    return ms.at(std::min(ms.size() - 1, ms.size() * percent / 100));
}

void tell(const char *what, const QList<double> &ms)
{
    qInfo("%s: median %.1f ms, p95 %.1f ms, longest %.1f ms", what, percentile(ms, 50), percentile(ms, 95), percentile(ms, 100));
}

double threadMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

} // namespace

/// How long a decision takes until the next item is on the screen, with a long queue and a busy engine.
class BenchReviewPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decisionToNextItem()
    {
        const int waiting
            = qEnvironmentVariableIntValue("MILLRACE_BENCH_WAITING") > 0 ? qEnvironmentVariableIntValue("MILLRACE_BENCH_WAITING") : 100'000;
        constexpr int kDecisions = 300;
        constexpr int kBatch = 5'000;
        constexpr double kPromiseMs = 50;
        ReviewFixture fixture(true);
        fixture.saveReview(Json::object());
        for (int first = 0; first < waiting; first += kBatch)
            fixture.submit(std::min(kBatch, waiting - first), first);
        for (int i = 0; i < 6'000 && fixture.waiting() < waiting; ++i)
            QTest::qWait(500);
        QCOMPARE(fixture.waiting(), waiting);

        // Work for the engine beside the person: documents without end through the usual chain, always some more than it gets done.
        Json documents = Json::array();
        for (int i = 0; i < 500; ++i)
            documents.append(
                Json::object({{"type", "note"}, {"data", Json::object({{"title", Json(u"Busy %1"_s.arg(i))}, {"text", "Some words to work on."}})}}));
        std::array<QFuture<Result<Json>>, kSubmitters> loads;
        qint64 submitted = 0;
        const auto keepBusy = [&] {
            for (QFuture<Result<Json>> &load : loads) {
                if (load.isValid() && !load.isFinished())
                    continue;
                load = fixture.workspace()->execute(u"submit.documents"_s,
                                                    Json::object({{"pipeline", "template,ai_generator,transformer"}, {"documents", documents}}),
                                                    fixture.workspace()->actor());
                submitted += documents.size();
            }
        };

        ReviewPane pane(fixture.workspace());
        pane.resize(1844, 960);
        pane.show();
        QTRY_VERIFY_WITH_TIMEOUT(pane.item()->isOnScreen(), 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(pane.session()->ahead() >= 5, 60'000);
        QTimer feeder;
        QObject::connect(&feeder, &QTimer::timeout, &pane, keepBusy);
        feeder.start(5);
        QTest::qWait(1'000);
        submitted = 0;
        // From the key to the commit, as the answers come.
        QHash<QString, qint64> sent;
        QList<double> settled;
        QElapsedTimer clock;
        clock.start();
        QObject::connect(pane.session(), &ReviewSession::decided, &pane,
                         [&](const ReviewVerdict &d) { settled.append(static_cast<double>(clock.nsecsElapsed() - sent.value(d.item)) / 1e6); });
        QList<double> took;
        QList<double> computed; // the part of it for which this thread had a processor
        int empty = 0;
        for (int i = 0; i < kDecisions; ++i) {
            QElapsedTimer timer;
            timer.start();
            const double from = threadMs();
            sent.insert(pane.session()->currentId(), clock.nsecsElapsed());
            QTest::keyClick(pane.item()->text(), Qt::Key_A);
            empty += pane.session()->current().isNull();
            while (!pane.item()->isOnScreen() && timer.elapsed() < 20'000)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
            took.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
            computed.append(threadMs() - from);
            QTest::qWait(120); // a person who decides eight times a second
        }
        feeder.stop();
        tell("key to next item on the screen", took);
        tell("  of it at work in this thread", computed);
        qInfo("%d waiting; nothing ahead %d times of %d; %.0f documents a second went through the engine", waiting, empty, kDecisions,
              static_cast<double>(submitted) * 1e9 / static_cast<double>(clock.nsecsElapsed()));
        QTRY_COMPARE_WITH_TIMEOUT(pane.session()->unsettled(), 0, 60'000);
        QCOMPARE(fixture.decisions().size(), kDecisions);
        tell("key to commit", settled);
        QVERIFY2(percentile(took, 95) < kPromiseMs, "a reviewer would notice");
        QVERIFY2(percentile(settled, 95) < kPromiseMs, "decisions are acknowledged late");
    }
};

QTEST_MAIN(BenchReviewPane)
#include "tst_reviewpanebench.moc"
