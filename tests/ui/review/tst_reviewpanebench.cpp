// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/reviewpane.h"
#include "review/reviewtext.h"
#include "reviewsupport.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace Millrace;
using namespace Qt::StringLiterals;

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
        ReviewFixture fixture;
        fixture.saveReview(Json::object());
        for (int first = 0; first < waiting; first += kBatch)
            fixture.submit(std::min(kBatch, waiting - first), first);
        for (int i = 0; i < 6'000 && fixture.waiting() < waiting; ++i)
            QTest::qWait(500);
        QCOMPARE(fixture.waiting(), waiting);

        // Work for the engine beside the person: documents without end through the usual chain.
        Json documents = Json::array();
        for (int i = 0; i < 2'000; ++i)
            documents.append(
                Json::object({{"type", "note"}, {"data", Json::object({{"title", Json(u"Busy %1"_s.arg(i))}, {"text", "Some words to work on."}})}}));
        const auto keepBusy = [&] {
            if (fixture.workspace()->engineState().ready < 500)
                (void)fixture.workspace()->execute(u"submit.documents"_s,
                                                   Json::object({{"pipeline", "template,ai_generator,transformer"}, {"documents", documents}}),
                                                   fixture.workspace()->actor());
        };

        ReviewPane pane(fixture.workspace());
        pane.resize(1844, 960);
        pane.show();
        QTRY_VERIFY_WITH_TIMEOUT(pane.item()->isOnScreen(), 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(pane.session()->ahead() >= 5, 60'000);
        QList<double> took;
        int empty = 0;
        for (int i = 0; i < kDecisions; ++i) {
            if (i % 10 == 0)
                keepBusy();
            QElapsedTimer timer;
            timer.start();
            QTest::keyClick(pane.item()->text(), Qt::Key_A);
            empty += pane.session()->current().isNull();
            while (!pane.item()->isOnScreen() && timer.elapsed() < 20'000)
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
            took.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
            QTest::qWait(120); // a person who decides eight times a second
        }
        std::ranges::sort(took);
        qInfo("%d waiting, engine busy: median %.1f ms, p95 %.1f ms, longest %.1f ms; nothing ahead %d times", waiting, took.at(took.size() / 2),
              took.at(took.size() * 95 / 100), took.constLast(), empty);
        QTRY_COMPARE_WITH_TIMEOUT(pane.session()->unsettled(), 0, 60'000);
        QCOMPARE(fixture.decisions().size(), kDecisions);
        QVERIFY(took.at(took.size() * 95 / 100) < kPromiseMs);
    }
};

QTEST_MAIN(BenchReviewPane)
#include "tst_reviewpanebench.moc"
