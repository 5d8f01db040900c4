// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/enginebench.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace Millrace;

/// How many events a second are published, delivered, run through a pipeline and completed: 50,000 of 1,000 keys, in groups of 100.
class TestEventBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eventsASecond_data()
    {
        QTest::addColumn<bool>("ordered");
        QTest::newRow("in any order") << false;
        QTest::newRow("in order per key") << true;
    }

    void eventsASecond()
    {
        QFETCH(bool, ordered);
        constexpr int kEvents = 50'000;
        constexpr int kGroup = 100;
        const QTemporaryDir folder;
        Bench bench(folder.filePath(u"w.millrace"_s));
        bench.save(chain({u"test_echo"_s}));
        const auto subscribed = bench.write([&](WriteScope &scope) -> Result<Json> {
            StoredSubscription stored;
            stored.id = stored.title = u"s"_s;
            stored.topic = u"t"_s;
            stored.pipeline = u"p"_s;
            stored.ordered = ordered;
            stored.actor = bench.actor;
            scope.triggersChanged = true;
            return scope.events.save(stored).transform([] { return Json(); });
        });
        QVERIFY(subscribed);
        const QByteArray payload = Json::object({{"user", "u-123456"}, {"action", "click"}, {"page", "/products/42"}, {"ms", 137}}).toBytes();
        QElapsedTimer timer;
        timer.start();
        for (int from = 0; from < kEvents; from += kGroup) {
            const auto published = bench.write([&](WriteScope &scope) -> Result<Json> {
                for (int i = from; i < from + kGroup; ++i) {
                    const auto seq = scope.events.publish({.topic = u"t"_s,
                                                           .key = QString::number(i % 1000),
                                                           .at = scope.now,
                                                           .context = {},
                                                           .actor = bench.actor,
                                                           .payload = payload});
                    if (!seq)
                        return std::unexpected(seq.error());
                    scope.lastEvent = *seq;
                }
                return Json();
            });
            QVERIFY(published);
        }
        const qint64 published = timer.elapsed();
        bench.untilIdle();
        const qint64 done = timer.elapsed();
        QCOMPARE(bench.counts().of(ContextStatus::Completed), kEvents);
        qInfo("%d events: published in %lld ms, all completed in %lld ms, %lld a second", kEvents, static_cast<long long>(published),
              static_cast<long long>(done), static_cast<long long>(kEvents * 1000LL / done));
    }
};

QTEST_GUILESS_MAIN(TestEventBench)
#include "tst_eventbench.moc"
