// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/linkrouter.h"

#include <QTest>

using namespace Millrace;

namespace {

LinkEnds between(const QRectF &from, const QRectF &to)
{
    return {.from = {from.right(), from.top() + 28}, .to = {to.left(), to.top() + 28}, .fromCard = from, .toCard = to};
}

bool isSquare(const QPolygonF &route)
{
    for (qsizetype i = 1; i < route.size(); ++i) {
        if (route.at(i).x() != route.at(i - 1).x() && route.at(i).y() != route.at(i - 1).y())
            return false;
    }
    return true;
}

CardSeeker seeker(const QList<QRectF> &cards)
{
    return [cards](const QRectF &rect) {
        QList<QRectF> hit;
        for (const QRectF &card : cards) {
            if (card.intersects(rect))
                hit.append(card);
        }
        return hit;
    };
}

} // namespace

class TestLinkRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neighboursAreJoinedByAStraightLine()
    {
        const QPolygonF route = routeLink(between({0, 0, 200, 56}, {300, 0, 200, 56}));
        QCOMPARE(route, (QPolygonF{{200, 28}, {300, 28}}));
    }

    void aLinkTurnsBetweenItsCards()
    {
        const QPolygonF route = routeLink(between({0, 0, 200, 56}, {300, 200, 200, 56}));
        QVERIFY(isSquare(route));
        QCOMPARE(route.size(), 4);
        QCOMPARE(route.first(), QPointF(200, 28));
        QCOMPARE(route.last(), QPointF(300, 228));
    }

    void aLinkThatLeadsBackGoesAround()
    {
        const QRectF from(300, 0, 200, 56);
        const QRectF to(0, 0, 200, 56);
        const QPolygonF route = routeLink(between(from, to), seeker({from, to}));
        QVERIFY(isSquare(route));
        for (qsizetype i = 2; i + 1 < route.size(); ++i) {
            const QRectF line = QRectF(route.at(i - 1), route.at(i)).normalized().adjusted(-1, -1, 1, 1);
            QVERIFY(!line.intersects(from));
            QVERIFY(!line.intersects(to));
        }
    }

    void aCardInTheWayIsGoneAround()
    {
        const QRectF from(0, 0, 200, 56);
        const QRectF between1(300, -10, 200, 80);
        const QRectF to(600, 0, 200, 56);
        const QPolygonF route = routeLink(between(from, to), seeker({from, between1, to}));
        QVERIFY(isSquare(route));
        QVERIFY(route.size() > 2);
        for (qsizetype i = 1; i < route.size(); ++i)
            QVERIFY(!QRectF(route.at(i - 1), route.at(i)).normalized().adjusted(-1, -1, 1, 1).intersects(between1));
    }

    void whatFailsLeavesDownward()
    {
        LinkEnds ends = between({0, 0, 200, 56}, {300, 200, 200, 56});
        ends.from = {176, 56};
        ends.leavesDown = true;
        const QPolygonF route = routeLink(ends);
        QVERIFY(isSquare(route));
        QCOMPARE(route.at(1).x(), 176.0);
        QVERIFY(route.at(1).y() > 56);
    }

    void whatFailsNeverRunsBehindACard_data()
    {
        QTest::addColumn<QPointF>("to");
        QTest::newRow("right above") << QPointF(300, -300);
        QTest::newRow("above") << QPointF(0, -300);
        QTest::newRow("left above") << QPointF(-300, -300);
        QTest::newRow("left") << QPointF(-300, 0);
        QTest::newRow("left below") << QPointF(-300, 300);
        QTest::newRow("below") << QPointF(0, 300);
        QTest::newRow("right") << QPointF(300, 0);
        QTest::newRow("a little right") << QPointF(150, -100);
    }

    /// It went up from its port behind its own card, where the other one stood above or to the left.
    void whatFailsNeverRunsBehindACard()
    {
        QFETCH(const QPointF, to);
        const QRectF from(0, 0, 200, 56);
        const QRectF target(to, QSizeF(200, 56));
        LinkEnds ends = between(from, target);
        ends.from = {176, 56};
        ends.leavesDown = true;
        for (const CardSeeker &cards : {CardSeeker(), seeker({from, target})}) {
            const QPolygonF route = routeLink(ends, cards);
            QVERIFY(isSquare(route));
            QCOMPARE(route.first(), ends.from);
            QCOMPARE(route.last(), ends.to);
            QVERIFY(route.at(1).y() > 56);
            for (qsizetype i = 1; i < route.size(); ++i) {
                const QRectF line = QRectF(route.at(i - 1), route.at(i)).normalized().adjusted(-1, -1, 1, 1);
                QVERIFY2(i == 1 || !line.intersects(from), "behind its own card");
                QVERIFY2(i == route.size() - 1 || !line.intersects(target), "behind the other card");
            }
        }
    }

    void theDistanceIsToTheNearestPartAndTheLabelHalfWay()
    {
        const QPolygonF route{{0, 0}, {100, 0}, {100, 50}, {400, 50}};
        QCOMPARE(distanceTo(route, {50, 10}), 10.0);
        QCOMPARE(distanceTo(route, {103, 25}), 3.0);
        QCOMPARE(labelPoint(route), QPointF(175, 50));
        QCOMPARE(roundedPath(route, 8).currentPosition(), QPointF(400, 50));
        QVERIFY(roundedPath({}, 8).isEmpty());
    }
};

QTEST_MAIN(TestLinkRouter)
#include "tst_linkrouter.moc"
