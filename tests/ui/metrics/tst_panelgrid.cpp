// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/panelgrid.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const QList<GridPlace> kThree = {{u"a"_s, {0, 0, 6, 3}}, {u"b"_s, {6, 0, 6, 3}}, {u"c"_s, {0, 3, 12, 3}}};

QRect of(const QList<GridPlace> &places, const QString &id)
{
    const auto found = std::ranges::find(places, id, &GridPlace::id);
    return found == places.end() ? QRect() : found->cells;
}

bool isSound(const QList<GridPlace> &places)
{
    for (qsizetype i = 0; i < places.size(); ++i) {
        const QRect &cells = places.at(i).cells;
        if (cells.left() < 0 || cells.top() < 0 || cells.right() >= kGridColumns)
            return false;
        for (qsizetype k = i + 1; k < places.size(); ++k) {
            if (cells.intersects(places.at(k).cells))
                return false;
        }
    }
    return true;
}

} // namespace

/// Panels never overlap, whatever somebody does with them.
class TestPanelGrid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatStandsWellStays() { QCOMPARE(settled(kThree), kThree); }

    void holesAreClosedUpwards()
    {
        const QList<GridPlace> places = settled({{u"a"_s, {0, 4, 6, 3}}, {u"b"_s, {0, 20, 6, 2}}});
        QCOMPARE(of(places, u"a"_s), QRect(0, 0, 6, 3));
        QCOMPARE(of(places, u"b"_s), QRect(0, 3, 6, 2));
    }

    void theOthersMakeWay()
    {
        const QList<GridPlace> places = placed(kThree, u"c"_s, QRect(0, 0, 12, 3));
        QCOMPARE(of(places, u"c"_s), QRect(0, 0, 12, 3));
        QCOMPARE(of(places, u"a"_s), QRect(0, 3, 6, 3));
        QCOMPARE(of(places, u"b"_s), QRect(6, 3, 6, 3));
        QCOMPARE(places.constFirst().id, u"a"_s); // the order is not changed
    }

    void aLargerOnePushesDown()
    {
        const QList<GridPlace> places = placed(kThree, u"a"_s, QRect(0, 0, 8, 4));
        QCOMPARE(of(places, u"a"_s), QRect(0, 0, 8, 4));
        QVERIFY(of(places, u"b"_s).top() >= 4);
        QVERIFY(isSound(places));
    }

    void sizesHaveBounds()
    {
        QCOMPARE(fittedToGrid({-3, -2, 1, 1}), QRect(0, 0, kLeastPanelColumns, kLeastPanelRows));
        QCOMPARE(fittedToGrid({8, 0, 30, 99}), QRect(0, 0, kGridColumns, kMostPanelRows));
        QCOMPARE(fittedToGrid({9, 1, 6, 3}), QRect(6, 1, 6, 3));
    }

    void aNewOneFindsTheFirstRoom()
    {
        QCOMPARE(freePlace({}, {6, 3}), QRect(0, 0, 6, 3));
        QCOMPARE(freePlace({{u"a"_s, {0, 0, 6, 3}}}, {6, 3}), QRect(6, 0, 6, 3));
        QCOMPARE(freePlace(kThree, {6, 3}), QRect(0, 6, 6, 3));
    }

    void arrowsGoToTheNext()
    {
        QCOMPARE(neighbour(kThree, u"a"_s, Qt::Key_Right), u"b"_s);
        QCOMPARE(neighbour(kThree, u"b"_s, Qt::Key_Down), u"c"_s);
        QCOMPARE(neighbour(kThree, u"c"_s, Qt::Key_Up).isEmpty(), false);
        QVERIFY(neighbour(kThree, u"a"_s, Qt::Key_Left).isEmpty());
        QVERIFY(neighbour(kThree, u"x"_s, Qt::Key_Left).isEmpty());
    }

    void whateverIsDoneTheyStandSound()
    {
        QRandomGenerator random(42);
        QList<GridPlace> places;
        for (int i = 0; i < 12; ++i)
            places.append({QString::number(i), freePlace(places, QSize(2 + random.bounded(6), 2 + random.bounded(4)))});
        for (int i = 0; i < 400; ++i) {
            const QRect cells(random.bounded(14) - 1, random.bounded(20) - 1, 1 + random.bounded(13), 1 + random.bounded(8));
            places = placed(places, QString::number(random.bounded(12)), cells);
            QCOMPARE(places.size(), 12);
            QVERIFY(isSound(places));
            QCOMPARE(settled(places), places); // each as high as it can
        }
    }
};

QTEST_APPLESS_MAIN(TestPanelGrid)
#include "tst_panelgrid.moc"
