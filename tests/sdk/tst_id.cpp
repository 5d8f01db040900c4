// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/id.h"

#include <QSet>
#include <QTest>
#include <QUuid>

#include <chrono>
#include <thread>
#include <vector>

using namespace Millrace;

namespace {

qint64 nowMs()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace

class TestId : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isAUuidOfVersion7WithTheTime()
    {
        const qint64 before = nowMs();
        const QString text = newId();
        const qint64 after = nowMs();
        QCOMPARE(text.size(), 36);
        QCOMPARE(text, text.toLower());
        QCOMPARE(text.at(14), u'7');
        QVERIFY(QStringView(u"89ab").contains(text.at(19)));
        QCOMPARE(QUuid::fromString(text).toString(QUuid::WithoutBraces), text);
        const qint64 ms = (text.first(8) + text.sliced(9, 4)).toLongLong(nullptr, 16);
        QVERIFY(ms >= before && ms <= after);
    }

    void sortsByCreation()
    {
        QString last;
        for (int i = 0; i < 10'000; ++i) {
            const QString id = newId();
            QVERIFY(id > last);
            last = id;
        }
    }

    void neverRepeatsAcrossThreads()
    {
        std::vector<QStringList> made(4);
        std::vector<std::jthread> threads;
        for (QStringList &list : made) {
            threads.emplace_back([&list] {
                for (int i = 0; i < 5000; ++i)
                    list.append(newId());
            });
        }
        threads.clear();
        QSet<QString> all;
        for (const QStringList &list : made)
            all.unite(QSet<QString>(list.begin(), list.end()));
        QCOMPARE(all.size(), 20'000);
    }
};

QTEST_APPLESS_MAIN(TestId)
#include "tst_id.moc"
