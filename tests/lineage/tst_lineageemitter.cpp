// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lineage/lineageemitter.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// A history of numbered events, one for each transition, and a receiver that does as it is told.
struct Stage
{
    std::mutex mutex;
    QList<StoredLineageTarget> targets;
    qint64 last = 0;
    QList<int> replies; ///< statuses, then 200
    QList<QByteArray> received;
    qint64 position = 0;
    qint64 sent = 0;
    qint64 dropped = 0;
    int saves = 0;

    LineageEmitter::Options options()
    {
        LineageEmitter::Options options;
        options.targets = [this]() -> Result<QList<StoredLineageTarget>> {
            const std::lock_guard lock(mutex);
            return targets;
        };
        options.read = [this](qint64 after, OpenLineageLevel) -> Result<LineageEmitter::Batch> {
            const std::lock_guard lock(mutex);
            LineageEmitter::Batch batch;
            batch.position = std::min(after + 10, last);
            batch.last = last;
            for (qint64 seq = after + 1; seq <= batch.position; ++seq)
                batch.lines.append(QByteArray::number(seq));
            return batch;
        };
        options.send = [this](const LineageTargetSpec &, const QByteArray &body, const std::function<bool()> &) -> LineageEmitter::Reply {
            const std::lock_guard lock(mutex);
            const int status = replies.isEmpty() ? 200 : replies.takeFirst();
            if (status == 200)
                received.append(body);
            return {status, 0, status == 200 ? QString() : u"no"_s};
        };
        options.advance = [this](const QString &, qint64 at, qint64 more, qint64 less) {
            const std::lock_guard lock(mutex);
            position = at;
            sent += more;
            dropped += less;
            ++saves;
        };
        return options;
    }
    void addTarget(const LineageTargetSpec &spec)
    {
        StoredLineageTarget target;
        target.id = u"t"_s;
        target.spec = spec.toJson().toBytes();
        targets.append(target);
    }
    qsizetype count()
    {
        const std::lock_guard lock(mutex);
        return received.size();
    }
};

LineageTargetSpec http()
{
    LineageTargetSpec spec;
    spec.isHttp = true;
    spec.url = u"http://127.0.0.1:1/"_s;
    return spec;
}

} // namespace

class TestLineageEmitter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEventIsToldOnceAndInOrder()
    {
        Stage stage;
        stage.addTarget(http());
        stage.last = 35;
        {
            LineageEmitter emitter(stage.options());
            emitter.start();
            QTRY_COMPARE(stage.count(), 35);
            QTRY_COMPARE(emitter.states().value(u"t"_s).position, 35);
        }
        for (int i = 0; i < 35; ++i)
            QCOMPARE(stage.received.at(i), QByteArray::number(i + 1));
        QCOMPARE(stage.position, 35);
        QCOMPARE(stage.sent, 35);
    }

    void theWayIsNotWrittenDownWithEveryEvent()
    {
        Stage stage;
        stage.addTarget(http());
        {
            LineageEmitter emitter(stage.options());
            emitter.start();
            for (int i = 1; i <= 30; ++i) {
                {
                    const std::lock_guard lock(stage.mutex);
                    stage.last = i;
                }
                emitter.poke();
                QTRY_COMPARE(stage.count(), i);
            }
        }
        QCOMPARE(stage.position, 30);
        QVERIFY2(stage.saves <= 10, qPrintable(QString::number(stage.saves))); // each is a commit
    }

    void whatIsRefusedForGoodIsCountedAndPassedOver()
    {
        Stage stage;
        stage.addTarget(http());
        stage.last = 3;
        stage.replies = {200, 422};
        {
            LineageEmitter emitter(stage.options());
            emitter.start();
            QTRY_COMPARE(emitter.states().value(u"t"_s).position, 3);
        }
        QCOMPARE(stage.received, QList<QByteArray>({"1", "3"}));
        QCOMPARE(stage.dropped, 1);
        QCOMPARE(stage.sent, 2);
    }

    void whoIsAwayIsToldLaterFromWhereItStopped()
    {
        Stage stage;
        stage.addTarget(http());
        stage.last = 3;
        stage.replies = {200, 503};
        {
            LineageEmitter emitter(stage.options());
            emitter.start();
            QTRY_VERIFY(emitter.states().value(u"t"_s).retryAt > 0);
            QCOMPARE(emitter.states().value(u"t"_s).position, 0);
            QVERIFY(!emitter.states().value(u"t"_s).problem.isEmpty());
            QTRY_COMPARE_WITH_TIMEOUT(emitter.states().value(u"t"_s).position, 3, 10'000);
        }
        QCOMPARE(stage.received, QList<QByteArray>({"1", "2", "3"}));
        QCOMPARE(stage.dropped, 0);
    }

    void aFileGetsWholeLinesBehindWhatItHas()
    {
        QTemporaryDir folder;
        Stage stage;
        LineageTargetSpec spec;
        spec.path = folder.filePath(u"events.jsonl"_s);
        stage.addTarget(spec);
        stage.last = 2;
        {
            LineageEmitter emitter(stage.options());
            emitter.start();
            QTRY_COMPARE(emitter.states().value(u"t"_s).position, 2);
            {
                const std::lock_guard lock(stage.mutex);
                stage.last = 4;
            }
            emitter.poke();
            QTRY_COMPARE(emitter.states().value(u"t"_s).position, 4);
        }
        QFile file(spec.path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "1\n2\n3\n4\n");
    }

    void aFileThatCannotBeWrittenHoldsUpNothing()
    {
        Stage stage;
        LineageTargetSpec spec;
        spec.path = u"/nowhere/at/all/events.jsonl"_s;
        stage.addTarget(spec);
        stage.last = 2;
        LineageEmitter emitter(stage.options());
        emitter.start();
        QTRY_VERIFY(!emitter.states().value(u"t"_s).problem.isEmpty());
        QCOMPARE(emitter.states().value(u"t"_s).position, 0);
    }
};

QTEST_GUILESS_MAIN(TestLineageEmitter)
#include "tst_lineageemitter.moc"
