// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/agreement.h"
#include "review/statistics.h"

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

bool isNear(double a, double b, double within)
{
    return std::abs(a - b) <= within;
}

ReviewDecision answered(ReviewKind kind, const QByteArray &answers = "{}", const QString &note = {})
{
    ReviewDecision decision;
    decision.kind = kind;
    decision.body = Json::object({{"answers", *Json::parse(answers)}});
    if (!note.isEmpty())
        decision.body.insert("note", note);
    return decision;
}

} // namespace

/// Statistics against published worked examples, and what the answers of several people come to.
class TestStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998) 857-872, table I: 95 % intervals,
    // method 3 (Wilson's score) and method 5 (Clopper and Pearson).
    void intervalsAreNewcombes_data()
    {
        QTest::addColumn<int>("hits");
        QTest::addColumn<int>("n");
        QTest::addColumn<double>("wilsonLow");
        QTest::addColumn<double>("wilsonHigh");
        QTest::addColumn<double>("exactLow");
        QTest::addColumn<double>("exactHigh");
        QTest::newRow("81 of 263") << 81 << 263 << 0.2553 << 0.3662 << 0.2527 << 0.3676;
        QTest::newRow("15 of 148") << 15 << 148 << 0.0624 << 0.1605 << 0.0578 << 0.1617;
        QTest::newRow("0 of 20") << 0 << 20 << 0.0 << 0.1611 << 0.0 << 0.1684;
        QTest::newRow("1 of 29") << 1 << 29 << 0.0061 << 0.1718 << 0.0009 << 0.1776;
    }

    void intervalsAreNewcombes()
    {
        QFETCH(int, hits);
        QFETCH(int, n);
        QFETCH(double, wilsonLow);
        QFETCH(double, wilsonHigh);
        QFETCH(double, exactLow);
        QFETCH(double, exactHigh);
        const Interval score = wilson(hits, n);
        const Interval exact = clopperPearson(hits, n);
        QVERIFY2(isNear(score.low, wilsonLow, 5e-5) && isNear(score.high, wilsonHigh, 5e-5), qPrintable(u"%1 %2"_s.arg(score.low).arg(score.high)));
        QVERIFY2(isNear(exact.low, exactLow, 5e-5) && isNear(exact.high, exactHigh, 5e-5), qPrintable(u"%1 %2"_s.arg(exact.low).arg(exact.high)));
    }

    void intervalsOfNothingAndOfAll()
    {
        QCOMPARE(wilson(0, 0), (Interval{0, 1}));
        QCOMPARE(clopperPearson(0, 0), (Interval{0, 1}));
        QCOMPARE(clopperPearson(20, 20).high, 1.0);
        // The rule of three, exactly: no error among n leaves 1 - (alpha/2)^(1/n).
        QVERIFY(isNear(clopperPearson(0, 100).high, 1 - std::pow(0.025, 0.01), 1e-9));
        const Interval many = clopperPearson(20'000, 1'000'000);
        QVERIFY(isNear(many.low, 0.01973, 5e-5) && isNear(many.high, 0.02028, 5e-5));
    }

    // J. Cohen, "Weighted kappa", Psychological Bulletin 70 (1968), 213-220: two judges, three diagnoses, 200 patients; p_o = 0.70, p_c = 0.41 and
    // unweighted kappa = 0.492.
    void kappaIsCohens()
    {
        constexpr int kPatients[3][3] = {{88, 10, 2}, {14, 40, 6}, {18, 10, 12}};
        QList<std::pair<int, int>> ratings;
        for (int a = 0; a < 3; ++a) {
            for (int b = 0; b < 3; ++b) {
                for (int i = 0; i < kPatients[a][b]; ++i)
                    ratings.emplaceBack(a, b);
            }
        }
        QCOMPARE(ratings.size(), 200);
        QVERIFY(isNear(*cohensKappa(ratings), 0.492, 5e-4));
    }

    // By hand: 35 of 50 agree, and half would by chance.
    void kappaOfTwoReaders()
    {
        QList<std::pair<int, int>> ratings;
        const auto add = [&](int n, int a, int b) {
            for (int i = 0; i < n; ++i)
                ratings.emplaceBack(a, b);
        };
        add(20, 1, 1);
        add(5, 1, 0);
        add(10, 0, 1);
        add(15, 0, 0);
        QVERIFY(isNear(*cohensKappa(ratings), 0.4, 1e-12));
        QVERIFY(!cohensKappa({}));
        QVERIFY(!cohensKappa({{1, 1}, {1, 1}})); // neither varies: nothing is beyond chance
    }

    // K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): A, two observers and binary data: 0.095; C, four observers, twelve units,
    // with missing values: nominal 0.743, interval 0.849.
    void alphaIsKrippendorffs()
    {
        const QList<int> first{0, 1, 0, 0, 0, 0, 0, 0, 1, 0};
        const QList<int> second{1, 1, 1, 0, 0, 1, 0, 0, 0, 0};
        QList<QList<int>> binary;
        for (qsizetype i = 0; i < first.size(); ++i)
            binary.append({first.at(i), second.at(i)});
        QVERIFY(isNear(*krippendorffsAlpha(binary), 0.095, 5e-4));

        const QList<QList<int>> units{{1, 1, 1},    {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3}, {2, 2, 2, 2}, {1, 2, 3, 4},
                                      {4, 4, 4, 4}, {1, 1, 2, 1}, {2, 2, 2, 2}, {5, 5, 5},    {1, 1},       {3}};
        QVERIFY(isNear(*krippendorffsAlpha(units), 0.743, 5e-4));
        QVERIFY(isNear(*krippendorffsAlpha(units, Metric::Interval), 0.849, 5e-4));
        QVERIFY(!krippendorffsAlpha({{1}, {2}}));
    }

    void theLowestThresholdThatIsCertainEnoughIsChosen()
    {
        const QList<Threshold> found = thresholds({{0.9, 400, 0}, {0.8, 300, 2}, {0.5, 60, 40}});
        QCOMPARE(found.size(), 3);
        QCOMPARE(found.at(0).at, 0.9);
        QCOMPARE(found.at(1).count, 702);
        QVERIFY(isNear(found.at(1).error, 2.0 / 702, 1e-12));
        QVERIFY(isNear(found.at(0).coverage, 400.0 / 802, 1e-12));
        QCOMPARE(lowestThreshold(found, 0.02)->at, 0.8);
        QCOMPARE(lowestThreshold(found, 0.0105)->at, 0.9); // 0.8 may be wrong in 1.1 % of all cases
        QVERIFY(!lowestThreshold(found, 0.001));
        QVERIFY(thresholds({}).isEmpty());
        QVERIFY(!lowestThreshold({}, 0.5));
    }

    // Each threshold was held against the level alone, so with every one that was tried the choice was less certain than it said.
    void theLevelHoldsForTheChoice()
    {
        // None wrong of 150: no more than 1.98 % at 95 %, by 1 - 0.05^(1/150).
        QVERIFY(lowestThreshold(thresholds({{0.9, 150, 0}}), 0.02));
        QVERIFY(!lowestThreshold(thresholds({{0.9, 150, 0}, {0.8, 100, 30}}), 0.02));
        QVERIFY(lowestThreshold(thresholds({{0.9, 185, 0}, {0.8, 100, 30}}), 0.02)); // 1 - 0.025^(1/185) = 1.97 %
        // Too few to pass with none wrong were no try.
        QVERIFY(lowestThreshold(thresholds({{0.99, 20, 0}, {0.9, 130, 0}}), 0.02));
    }

    // Of 500 that approved themselves 25 were drawn and looked at; they were taken for 25.
    void whatIsDrawnStandsForTheRest()
    {
        const QList<Threshold> found = thresholds({{0.95, 24, 1, 20}, {0.5, 400, 100}});
        QCOMPARE(found.size(), 2);
        QCOMPARE(found.at(0).count, 25);
        QVERIFY(isNear(found.at(0).coverage, 0.5, 1e-12));
        QVERIFY(isNear(found.at(0).error, 0.04, 1e-12));
        QCOMPARE(found.at(0).interval, clopperPearson(1, 25)); // the same weight for all: exact
        QVERIFY(isNear(found.at(1).error, 0.12, 1e-12));
        const Interval drawn = clopperPearson(1, 25, 0.975);
        const Interval asked = clopperPearson(100, 500, 0.975);
        QVERIFY(isNear(found.at(1).interval.high, (drawn.high + asked.high) / 2, 1e-9));
    }

    void theMajorityAgreesAndTheLastEditCounts()
    {
        const AgreementRule majority;
        const QList<ReviewDecision> split{answered(ReviewKind::Approved), answered(ReviewKind::Rejected)};
        QVERIFY(!agreementOf(split, majority));
        const QList<ReviewDecision> yes{answered(ReviewKind::Approved, "{\"label\":\"a\"}"), answered(ReviewKind::Rejected, "{\"label\":\"b\"}"),
                                        answered(ReviewKind::Edited, "{\"label\":\"a\"}", u"a comma"_s)};
        const auto agreed = agreementOf(yes, majority);
        QVERIFY(agreed);
        QCOMPARE(agreed->kind, ReviewKind::Edited);
        QCOMPARE(*agreed->edited, 2);
        QCOMPARE(agreed->note, u"a comma"_s);
        QCOMPARE(agreed->answers.toBytes(), "{\"label\":\"a\"}");
        QVERIFY(!agreementOf(yes, {true, {}}));
    }

    void fieldsCanBeAskedToAgreeAsWell()
    {
        const QList<ReviewDecision> yes{answered(ReviewKind::Approved, "{\"label\":\"a\"}"), answered(ReviewKind::Approved, "{\"label\":\"b\"}")};
        QVERIFY(agreementOf(yes, {true, {}}));
        QVERIFY(!agreementOf(yes, {true, {u"label"_s}}));
    }
};

QTEST_GUILESS_MAIN(TestStatistics)
#include "tst_statistics.moc"
