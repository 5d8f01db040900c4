// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/pane.h"

#include <QFuture>
#include <QPromise>
#include <QSignalSpy>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

class CountingPane final : public Pane
{
public:
    CountingPane()
        : Pane(nullptr)
    {}

    int refreshed = 0;

    void change() { changesArrived({}); }
    void beReady() { setReady(); }
    void fail() { showError(Error::make(ErrorCode::Busy, {})); }
    Answers &questions() { return answers(); }

protected:
    void refresh() override { ++refreshed; }
};

} // namespace

class TestPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPaneRefreshesWhenItIsFirstShown()
    {
        CountingPane pane;
        QCOMPARE(pane.refreshed, 0);
        pane.show();
        QCOMPARE(pane.refreshed, 1);
        pane.hide();
        pane.show();
        QCOMPARE(pane.refreshed, 1);
    }

    void manyChangesBecomeOneRefresh()
    {
        CountingPane pane;
        pane.show();
        for (int i = 0; i < 100; ++i)
            pane.change();
        QCOMPARE(pane.refreshed, 1);
        QTRY_COMPARE(pane.refreshed, 2);
    }

    void whatChangedWhileHiddenIsAskedForWhenShown()
    {
        CountingPane pane;
        pane.show();
        pane.change();
        pane.hide();
        // The gathered change comes due while the pane is hidden.
        QTest::qWait(200);
        QCOMPARE(pane.refreshed, 1);
        pane.show();
        QCOMPARE(pane.refreshed, 2);
    }

    void readyIsSaidOnce()
    {
        CountingPane pane;
        QSignalSpy ready(&pane, &Pane::ready);
        pane.beReady();
        pane.beReady();
        QCOMPARE(ready.size(), 1);
        QVERIFY(pane.isReady());
    }

    void anErrorIsToldAndEndsTheWaiting()
    {
        CountingPane pane;
        QSignalSpy notices(&pane, &Pane::noticeRequested);
        pane.fail();
        QCOMPARE(notices.size(), 1);
        QVERIFY(pane.isReady());
    }

    void ofTwoQuestionsOnlyTheNewestIsAnswered()
    {
        CountingPane pane;
        QPromise<Result<int>> first;
        QPromise<Result<int>> second;
        first.start();
        second.start();
        QList<int> answers;
        pane.questions().ask("number", first.future(), [&](int value) { answers += value; });
        pane.questions().ask("number", second.future(), [&](int value) { answers += value; });
        second.addResult(Result<int>(2));
        second.finish();
        first.addResult(Result<int>(1));
        first.finish();
        QTRY_COMPARE(answers, QList<int>{2});
    }
};

QTEST_MAIN(TestPane)
#include "tst_pane.moc"
