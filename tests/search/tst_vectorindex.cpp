// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/vectorindex.h"

#include <QDir>
#include <QFile>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <random>
#include <thread>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr int kWide = 48;

/// Vectors as embeddings are: in clusters, of length 1.
std::vector<std::vector<float>> clustered(int count, int dimensions, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    std::vector<std::vector<float>> centres(40, std::vector<float>(static_cast<std::size_t>(dimensions)));
    for (auto &centre : centres)
        std::ranges::generate(centre, [&] { return normal(random); });
    std::vector<std::vector<float>> vectors;
    for (int i = 0; i < count; ++i) {
        std::vector<float> vector = centres[static_cast<std::size_t>(i) % centres.size()];
        float length = 0;
        for (float &value : vector) {
            value += 0.7F * normal(random);
            length += value * value;
        }
        for (float &value : vector)
            value /= std::sqrt(length);
        vectors.push_back(std::move(vector));
    }
    return vectors;
}

QList<VectorIndex::Entry> entriesOf(const std::vector<std::vector<float>> &vectors)
{
    QList<VectorIndex::Entry> entries;
    for (std::size_t i = 0; i < vectors.size(); ++i)
        entries.append({qint64(i) + 1, vectors[i]});
    return entries;
}

QSet<qint64> exactly(const std::vector<std::vector<float>> &vectors, const std::vector<float> &sought, int count)
{
    std::vector<std::pair<float, qint64>> all;
    for (std::size_t i = 0; i < vectors.size(); ++i) {
        float product = 0;
        for (std::size_t c = 0; c < sought.size(); ++c)
            product += vectors[i][c] * sought[c];
        all.emplace_back(-product, qint64(i) + 1);
    }
    std::ranges::partial_sort(all, all.begin() + count);
    QSet<qint64> keys;
    for (int i = 0; i < count; ++i)
        keys.insert(all[static_cast<std::size_t>(i)].second);
    return keys;
}

std::unique_ptr<VectorIndex> opened(const QString &path, const QString &space = u"a"_s, int dimensions = kWide)
{
    auto index = VectorIndex::open(path, space, dimensions);
    return index ? std::move(*index) : nullptr;
}

} // namespace

class TestVectorIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void findsWhatIsNear()
    {
        const auto vectors = clustered(5'000, kWide, 1);
        const auto index = opened(path());
        QVERIFY(index->add(entriesOf(vectors), 7));
        QCOMPARE(index->size(), 5'000);
        QCOMPARE(index->sequence(), 7);
        const auto sought = clustered(100, kWide, 2);
        qsizetype right = 0;
        for (const auto &vector : sought) {
            const QSet<qint64> exact = exactly(vectors, vector, 10);
            const auto found = index->nearest(vector, 10);
            QCOMPARE(found.size(), 10);
            QVERIFY(std::ranges::is_sorted(found, std::greater(), &VectorIndex::Neighbour::similarity));
            for (const auto &neighbour : found)
                right += exact.contains(neighbour.key);
        }
        qInfo("recall at 10 among 5,000: %.3f", double(right) / 1000);
        QVERIFY(right >= 950);
        const auto self = index->nearest(vectors[41], 1);
        QCOMPARE(self.first().key, 42);
        QVERIFY(self.first().similarity > 0.999F);
    }

    void survivesARestart()
    {
        const auto vectors = clustered(500, kWide, 3);
        {
            const auto index = opened(path());
            QVERIFY(index->add(entriesOf(vectors), 500));
            QVERIFY(index->save());
            QVERIFY(index->add({{501, vectors[0]}}, 501)); // not saved: as if it had been killed
        }
        const auto index = opened(path());
        QCOMPARE(index->size(), 500);
        QCOMPARE(index->sequence(), 500);
        QCOMPARE(index->nearest(vectors[9], 1).first().key, 10);
        QVERIFY(index->add({{501, vectors[0]}}, 501));
        QVERIFY(index->save());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 2); // nothing of before is left behind
    }

    void replacesAndRemoves()
    {
        const auto vectors = clustered(200, kWide, 4);
        const auto index = opened(path());
        QVERIFY(index->add(entriesOf(vectors), 1));
        QVERIFY(index->add({{5, vectors[100]}}, 2));
        const auto two = index->nearest(vectors[100], 2);
        QCOMPARE((QSet<qint64>{two[0].key, two[1].key}), (QSet<qint64>{5, 101}));
        index->remove(101);
        QCOMPARE(index->nearest(vectors[100], 1).first().key, 5);
        QVERIFY(index->vectorOf(101).empty());
        QCOMPARE(index->vectorOf(5), vectors[100]);
        // A vector of zeros takes away; the place is used again, and the key can come back.
        QVERIFY(index->add({{5, std::vector<float>(kWide)}}, 3));
        QCOMPARE(index->size(), 198);
        QVERIFY(index->add({{900, vectors[4]}, {5, vectors[4]}, {101, vectors[100]}}, 4));
        QCOMPARE(index->size(), 201);
        QCOMPARE(index->vectorOf(5), vectors[4]);
    }

    void leavesOutWhatDoesNotPass()
    {
        const auto vectors = clustered(400, kWide, 5);
        const auto index = opened(path());
        QVERIFY(index->add(entriesOf(vectors), 1));
        const auto even = index->nearest(vectors[10], 5, [](qint64 key) { return key % 2 == 0; });
        QCOMPARE(even.size(), 5);
        for (const auto &neighbour : even)
            QCOMPARE(neighbour.key % 2, 0);
    }

    void whatIsNotItsOwnIsNotTaken_data()
    {
        QTest::addColumn<QString>("what");
        for (const char *what : {"another space", "other dimensions", "a flipped byte", "a shorter graph", "no graph", "no line", "a broken line"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }

    void whatIsNotItsOwnIsNotTaken()
    {
        QFETCH(QString, what);
        const auto vectors = clustered(300, kWide, 6);
        {
            const auto index = opened(path());
            QVERIFY(index->add(entriesOf(vectors), 300) && index->save());
        }
        const QString graph = m_folder->filePath(QDir(m_folder->path()).entryList({u"index-*"_s}).first());
        QFile file(what.contains(u"line"_s) ? path() : graph);
        QVERIFY(file.open(QIODevice::ReadWrite));
        if (what == u"a flipped byte"_s) {
            file.seek(file.size() / 2);
            const char byte = char(file.peek(1)[0] ^ 0x10);
            QCOMPARE(file.write(&byte, 1), 1);
        } else if (what == u"a shorter graph"_s || what == u"a broken line"_s) {
            QVERIFY(file.resize(file.size() / 2));
        } else if (what == u"no graph"_s || what == u"no line"_s) {
            QVERIFY(file.remove());
        }
        file.close();
        const auto index = what == u"another space"_s ? opened(path(), u"b"_s) : opened(path(), u"a"_s, what == u"other dimensions"_s ? 8 : kWide);
        QCOMPARE(index->size(), 0);
        QCOMPARE(index->sequence(), 0);
        QVERIFY(index->add({{1, std::vector<float>(static_cast<std::size_t>(index->dimensions()), 0.1F)}}, 1) && index->save());
    }

    void readersGoOnWhileItGrows()
    {
        const auto vectors = clustered(3'000, kWide, 7);
        const auto index = opened(path());
        QVERIFY(index->add(entriesOf({vectors.begin(), vectors.begin() + 100}), 1));
        std::atomic<bool> stop = false;
        std::atomic<int> asked = 0;
        std::atomic<int> wrong = 0;
        std::thread reader([&] {
            for (std::size_t i = 0; !stop; i = (i + 1) % 100) {
                const auto found = index->nearest(vectors[i], 3);
                wrong += found.isEmpty() || found.first().key != qint64(i) + 1;
                ++asked;
            }
        });
        QVERIFY(index->add(entriesOf(vectors), 2));
        QTRY_VERIFY(asked > 0);
        stop = true;
        reader.join();
        QCOMPARE(wrong.load(), 0);
    }

    void refusesOtherDimensions()
    {
        QVERIFY(!VectorIndex::open(path(), u"a"_s, 0));
        const auto index = opened(path());
        QCOMPARE(index->add({{1, std::vector<float>(3, 1.0F)}}, 1).error().code, ErrorCode::InvalidArgument);
        QVERIFY(index->nearest(std::vector<float>(3, 1.0F), 1).isEmpty());
    }

private:
    [[nodiscard]] QString path() const { return m_folder->filePath(u"index"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestVectorIndex)
#include "tst_vectorindex.moc"
