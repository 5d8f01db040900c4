// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What one S2 document costs; DESIGN's numbers for two cores are the yardstick. Run on request: ctest -L bench.
#include "sdk/edit.h"
#include "sdk/json.h"
#include "tests/sdk/s2documents.h"

#include <QTest>

#include <algorithm>
#include <ctime>
#include <limits>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

/// Time this thread was given, so that others on the machine do not count.
qint64 threadNs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

/// The best of several rounds, in nanoseconds a call.
template <typename Work>
double bestNs(Work work)
{
    constexpr int kCalls = 2000;
    qint64 best = std::numeric_limits<qint64>::max();
    for (int round = 0; round < 30; ++round) {
        const qint64 start = threadNs();
        for (int i = 0; i < kCalls; ++i)
            work(i);
        best = std::min(best, threadNs() - start);
    }
    return static_cast<double>(best) / kCalls;
}

void expectBelow(const char *what, double ns, double limit)
{
    qInfo("%s: %.0f ns (limit %.0f)", what, ns, limit);
    QVERIFY2(ns <= limit, what);
}

} // namespace

class TestJsonBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parsing()
    {
        const QByteArray text = Json::parse(kS2Documents.back()).value().toBytes();
        qsizetype members = 0;
        expectBelow("parse", bestNs([&](int) { members += Json::parse(text)->size(); }), 3000);
        expectBelow("parseStrict", bestNs([&](int) { members += Json::parseStrict(text)->size(); }), 4000);
        QVERIFY(members > 0);
    }

    void writing()
    {
        const Json json = Json::parse(kS2Documents.back()).value();
        QByteArray out;
        expectBelow("write", bestNs([&](int) {
                        out.resize(0);
                        json.write(out);
                    }),
                    2000);
        expectBelow("toBytes", bestNs([&](int) { out = json.toBytes(); }), 2500);
    }

    void changingAField()
    {
        const Json document = Json::parse(kS2Documents.back()).value();
        Json json = document;
        expectBelow("change a field", bestNs([&](int i) { json.insert("status", i); }), 500);
        expectBelow("change a field of a shared document", bestNs([&](int i) {
                        Json copy = document;
                        copy.insert("status", i);
                    }),
                    500);
    }

    void editing()
    {
        const Json before = Json::parse(kS2Documents.at(2)).value().value("data");
        const Json after = Json::parse(kS2Documents.at(3)).value().value("data");
        Edit edit = Edit::between(before, after);
        expectBelow("between", bestNs([&](int) { edit = Edit::between(before, after); }), 6000);
        qsizetype members = 0;
        expectBelow("appliedTo", bestNs([&](int) { members += edit.appliedTo(before)->size(); }), 4000);
        QVERIFY(members > 0);
    }
};

QTEST_APPLESS_MAIN(TestJsonBench)
#include "tst_jsonbench.moc"
