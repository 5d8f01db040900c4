// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "contexts/contextsmodel.h"
#include "ui/contexts/fakecontextsource.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestContextsModel : public QObject
{
    Q_OBJECT

    static constexpr int kTitle = 1;

    static void load(ContextsModel &model)
    {
        QSignalSpy loaded(&model, &ContextsModel::loaded);
        model.refresh();
        QVERIFY(!loaded.isEmpty() || loaded.wait()); // an answer that is there already comes at once
    }
    static bool isRead(const ContextsModel &model, int row) { return model.index(row, 0).data(int(ContextsModel::Role::Loaded)).toBool(); }

private Q_SLOTS:
    void keysComeFirstAndRowsAreReadAroundTheViewport()
    {
        FakeContextSource source(100'000);
        ContextsModel model(&source);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        load(model);
        QCOMPARE(model.rowCount(), 100'000);
        QCOMPARE(model.keyAt(0), 100'000);
        QCOMPARE(model.index(0, kTitle).data().toString(), u"…"_s);
        model.setViewport(50'000, 50'030);
        QTRY_VERIFY(isRead(model, 50'000) && isRead(model, 50'030));
        QTRY_VERIFY(isRead(model, 50'031) && isRead(model, 49'999)); // read ahead
        QVERIFY(!isRead(model, 20'000));
        QCOMPARE(model.index(50'000, kTitle).data().toString(), source.summary(50'000).title);
    }

    void aDraggedScrollBarCostsNotAPagePerRowItPassed()
    {
        FakeContextSource source(1'000'000);
        ContextsModel model(&source);
        load(model);
        source.rowQuestions = 0;
        for (int row = 0; row < 900'000; row += 100) {
            model.setViewport(row, row + 30);
        }
        QTRY_VERIFY(isRead(model, 899'900) && isRead(model, 899'930));
        QVERIFY2(source.rowQuestions < 10, qPrintable(QString::number(source.rowQuestions)));
    }

    void rowsThatWereNotLookedAtForLongAreForgotten()
    {
        FakeContextSource source(50'000);
        ContextsModel model(&source);
        load(model);
        for (int row = 0; row < 6000; row += 100) {
            model.setViewport(row, row + 99);
            QTRY_VERIFY(isRead(model, row + 99));
        }
        int read = 0;
        for (int row = 0; row < model.rowCount(); ++row) {
            read += isRead(model, row);
        }
        QVERIFY(read <= ContextsModel::kCachedRows);
        QVERIFY(!isRead(model, 0));
    }

    void answersToAnOlderFilterAreDropped_data()
    {
        QTest::addColumn<bool>("newestFirst");
        QTest::newRow("in order") << false;
        QTest::newRow("overtaken") << true;
    }
    void answersToAnOlderFilterAreDropped()
    {
        QFETCH(bool, newestFirst);
        FakeContextSource source(1000);
        ContextsModel model(&source);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        source.holdKeys(true);
        model.setFilter({.statuses = {ContextStatus::Failed}});
        model.setFilter({.statuses = {ContextStatus::Pending}});
        QVERIFY(model.isLoading());
        QSignalSpy loaded(&model, &ContextsModel::loaded);
        source.releaseKeys(newestFirst);
        QTRY_COMPARE(loaded.size(), 1);
        QCOMPARE(model.rowCount(), 20); // the pending ones
        QVERIFY(!model.isLoading());
    }

    void oldRowsStayUntilTheFilteredOnesCome()
    {
        FakeContextSource source(1000);
        ContextsModel model(&source);
        load(model);
        source.holdKeys(true);
        model.setFilter({.statuses = {ContextStatus::Failed}});
        QCOMPARE(model.rowCount(), 1000);
        source.releaseKeys(false);
        QTRY_COMPARE(model.rowCount(), 40);
    }

    void newContextsComeInAtTheirEnd_data()
    {
        QTest::addColumn<bool>("descending");
        QTest::newRow("newest first") << true;
        QTest::newRow("oldest first") << false;
    }
    void newContextsComeInAtTheirEnd()
    {
        QFETCH(bool, descending);
        FakeContextSource source(100);
        ContextsModel model(&source);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setOrder(ContextOrder::Created, descending);
        load(model);
        QSignalSpy inserted(&model, &ContextsModel::rowsInserted);
        QSignalSpy reset(&model, &ContextsModel::modelReset);
        source.grow(3);
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(reset.size(), 0);
        QCOMPARE(model.rowCount(), 103);
        QCOMPARE(model.keyAt(descending ? 0 : 102), 103);
        QCOMPARE(model.keyAt(descending ? 2 : 100), 101);
        QCOMPARE(model.rowOf(102), descending ? 1 : 101);
    }

    void newContextsComeInOnlyWhereTheyPassTheFilter()
    {
        FakeContextSource source(100);
        ContextsModel model(&source);
        model.setFilter({.statuses = {ContextStatus::Pending}});
        QTRY_COMPARE(model.rowCount(), 2); // 1 and 100
        source.grow(2); // 101 is pending, 102 is not
        QTRY_COMPARE(model.rowCount(), 3);
        QCOMPARE(model.keyAt(0), 101);
    }

    void whereTheOrderIsByChangeNewOnesWaitForALook()
    {
        FakeContextSource source(100);
        ContextsModel model(&source);
        model.setOrder(ContextOrder::Updated, true);
        load(model);
        source.grow(5);
        QCOMPARE(model.rowCount(), 100);
        QCOMPARE(model.staleCount(), 5);
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 105, 3000);
        QCOMPARE(model.staleCount(), 0);
    }

    void aChangedRowIsReadAgainAndStaysMeanwhile()
    {
        FakeContextSource source(1000);
        ContextsModel model(&source);
        load(model);
        model.setViewport(0, 20);
        QTRY_VERIFY(isRead(model, 5));
        const ContextKey key = model.keyAt(5);
        QSignalSpy changed(&model, &ContextsModel::dataChanged);
        source.setStatus(key, ContextStatus::Cancelled);
        source.touch({key});
        QVERIFY(isRead(model, 5));
        QTRY_COMPARE(model.summaryAt(5)->status, ContextStatus::Cancelled);
        QVERIFY(!changed.isEmpty());
        QCOMPARE(changed.constLast().at(0).toModelIndex().row(), 5);
        QCOMPARE(changed.constLast().at(1).toModelIndex().row(), 5);
    }

    void whatLeavesTheFilterLeavesTheListWithinASecond()
    {
        FakeContextSource source(1000);
        ContextsModel model(&source);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFilter({.statuses = {ContextStatus::Processing}});
        QTRY_COMPARE(model.rowCount(), 20);
        QSignalSpy reset(&model, &ContextsModel::modelReset);
        const ContextKey key = model.keyAt(7);
        source.setStatus(key, ContextStatus::Completed);
        source.touch({key});
        QTRY_COMPARE_WITH_TIMEOUT(model.rowCount(), 19, 3000);
        QCOMPARE(model.rowOf(key), -1);
        QCOMPARE(reset.size(), 0); // one row was taken out, nothing else moved
    }

    void fieldColumnsAreReadWithTheirRows()
    {
        FakeContextSource source(1000);
        ContextsModel model(&source);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        load(model);
        QList<ContextColumn> columns = defaultColumns();
        columns.append(ContextColumn::field(u"data.tone"_s));
        columns.append(ContextColumn::field(u"data.formatted_content.word_count"_s));
        model.setColumns(columns);
        QCOMPARE(model.rowCount(), 1000);
        const int row = model.rowOf(999);
        const int tone = int(columns.size()) - 2;
        QTRY_COMPARE(model.index(row, tone).data().toString(), u"technical"_s);
        QCOMPARE(model.index(row, tone + 1).data().toString(), QString::number(400 + 999 % 900));
        QVERIFY(model.index(row, tone + 1).data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
        QVERIFY(model.index(row, tone).data(Qt::TextAlignmentRole).toInt() & Qt::AlignLeft);
        QCOMPARE(model.headerData(tone + 1, Qt::Horizontal).toString(), u"Word count"_s);
    }

    void aFailingSourceIsToldAndTheListStays()
    {
        FakeContextSource source(100);
        ContextsModel model(&source);
        load(model);
        source.failing = true;
        QSignalSpy failed(&model, &ContextsModel::loadFailed);
        model.refresh();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(model.rowCount(), 100);
        QVERIFY(!model.isLoading());
    }
};

QTEST_MAIN(TestContextsModel)
#include "tst_contextsmodel.moc"
