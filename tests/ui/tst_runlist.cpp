// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "home/runlist.h"

#include <QAbstractButton>
#include <QSignalSpy>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

RunSummary run(const QString &id, qint64 createdAt, qint64 completed, qint64 pending)
{
    RunSummary summary{.id = id, .pipeline = u"article"_s, .title = u"Run "_s + id, .createdAt = createdAt, .counts = {}, .children = {}};
    summary.counts.of(ContextStatus::Completed) = completed;
    summary.counts.of(ContextStatus::Pending) = pending;
    return summary;
}

} // namespace

class TestRunList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePartsAddUpToAll()
    {
        StatusCounts counts;
        qint64 number = 1;
        for (const ContextStatus status : kAllStatuses)
            counts.of(status) = number++;
        for (const QString &line : {RunList::sums(counts), RunList::details(counts)}) {
            qint64 sum = 0;
            for (const QString &part : line.split(u" · "_s))
                sum += part.section(u' ', 0, 0).toLongLong();
            QCOMPARE(sum, counts.submitted());
        }
    }

    void runsThatMoveComeFirst()
    {
        const QList<RunSummary> ordered = RunList::ordered({run(u"new"_s, 30, 5, 0), run(u"moving"_s, 10, 1, 4), run(u"old"_s, 5, 1, 0)}, 2);
        QCOMPARE(ordered.size(), 2);
        QCOMPARE(ordered.at(0).id, u"moving"_s);
        QCOMPARE(ordered.at(1).id, u"new"_s);
    }

    void aRowOpensItsRun()
    {
        RunList list;
        list.setRuns({run(u"a"_s, 2, 1, 0), run(u"b"_s, 1, 1, 0)});
        QSignalSpy requested(&list, &RunList::runRequested);
        const auto rows = list.findChildren<QAbstractButton *>();
        QCOMPARE(rows.size(), 2);
        rows.at(1)->click();
        QCOMPARE(requested.first().first().toString(), u"b"_s);
    }

    void rowsAreKeptWhenRunsChange()
    {
        RunList list;
        list.setRuns({run(u"a"_s, 2, 1, 0)});
        const auto *row = list.findChild<QAbstractButton *>();
        list.setRuns({run(u"a"_s, 2, 2, 0), run(u"b"_s, 1, 1, 0)});
        QCOMPARE(list.findChildren<QAbstractButton *>().first(), row);
        list.setRuns({});
        QVERIFY(list.findChildren<QAbstractButton *>().isEmpty());
    }
};

QTEST_MAIN(TestRunList)
#include "tst_runlist.moc"
