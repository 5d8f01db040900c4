// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/vectorindex.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace Millrace;
using namespace Qt::StringLiterals;

/// 100,000 vectors of 384 dimensions: how long the nearest ten take, and how many of them are right.
class VectorBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aHundredThousand()
    {
        constexpr int kCount = 100'000;
        constexpr int kDimensions = 384;
        constexpr int kSought = 200;
        std::mt19937 random(11);
        std::normal_distribution<float> normal;
        std::vector<std::vector<float>> centres(300, std::vector<float>(kDimensions));
        for (auto &centre : centres)
            std::ranges::generate(centre, [&] { return normal(random); });
        const auto near = [&](std::size_t of) {
            std::vector<float> vector = centres[of % centres.size()];
            float length = 0;
            for (float &value : vector) {
                value += 0.8F * normal(random);
                length += value * value;
            }
            for (float &value : vector)
                value /= std::sqrt(length);
            return vector;
        };
        QList<VectorIndex::Entry> entries;
        for (int i = 0; i < kCount; ++i)
            entries.append({i + 1, near(static_cast<std::size_t>(i))});
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"vectors"_s);
        QElapsedTimer timer;
        timer.start();
        {
            auto index = VectorIndex::open(path, u"bench"_s, kDimensions);
            QVERIFY(index && (*index)->add(entries, kCount) && (*index)->save());
        }
        const qint64 built = timer.restart();
        auto index = VectorIndex::open(path, u"bench"_s, kDimensions);
        QVERIFY(index);
        QCOMPARE((*index)->size(), kCount);
        const qint64 loaded = timer.elapsed();
        std::vector<double> took;
        int right = 0;
        for (std::size_t i = 0; i < kSought; ++i) {
            const std::vector<float> sought = near(i * 7);
            timer.start();
            const auto found = (*index)->nearest(sought, 10);
            took.push_back(double(timer.nsecsElapsed()) / 1e6);
            std::vector<std::pair<float, qint64>> all;
            for (const auto &entry : std::as_const(entries)) {
                float product = 0;
                for (std::size_t c = 0; c < kDimensions; ++c)
                    product += entry.vector[c] * sought[c];
                all.emplace_back(-product, entry.key);
            }
            std::ranges::partial_sort(all, all.begin() + 10);
            for (const auto &neighbour : found)
                right += std::ranges::any_of(all.begin(), all.begin() + 10, [&](const auto &one) { return one.second == neighbour.key; });
        }
        std::ranges::sort(took);
        const double p95 = took[std::size_t(0.95 * kSought)];
        const double recall = double(right) / (10 * kSought);
        qInfo("100,000 × 384: built in %lld ms, opened again in %lld ms; nearest 10: p50 %.2f ms, p95 %.2f ms, recall %.3f", built, loaded,
              took[kSought / 2], p95, recall);
        QVERIFY(recall >= 0.95);
        QVERIFY(p95 < 2);
    }
};

QTEST_GUILESS_MAIN(VectorBench)
#include "tst_vectorbench.moc"
