// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/hybridsearch.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

#include <ctime>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

/// Words as texts have them: few are very common, most are rare (Zipf), of 60,000.
class Words
{
public:
    Words()
    {
        double sum = 0;
        for (int i = 0; i < kWords; ++i) {
            sum += 1.0 / (i + 2.7);
            m_sums.push_back(sum);
            QString word;
            for (int n = i + 1; n > 0; n /= 20)
                word += QStringLiteral("bcdfghjklmnprstvwxyz")[n % 20] + QString(QStringLiteral("aeiou")[(n / 3) % 5]);
            m_words.push_back(word);
        }
    }

    [[nodiscard]] const QString &any(std::mt19937_64 &random) const
    {
        const double at = std::uniform_real_distribution<double>(0, m_sums.back())(random);
        return m_words[static_cast<std::size_t>(std::ranges::lower_bound(m_sums, at) - m_sums.begin())];
    }
    [[nodiscard]] const QString &rank(int n) const { return m_words[static_cast<std::size_t>(n)]; }

private:
    static constexpr int kWords = 60'000;
    std::vector<double> m_sums;
    std::vector<QString> m_words;
};

QString textOf(const Words &words, std::mt19937_64 &random, int count)
{
    QString text;
    for (int i = 0; i < count; ++i) {
        text += words.any(random);
        text += (i + 1) % 12 == 0 ? (i + 1) % 96 == 0 ? u".\n\n"_s : u". "_s : u" "_s;
    }
    return text;
}

/// Time of this thread, so that another program on the machine does not count; or of the clock, with MILLRACE_WALL.
class Timer
{
public:
    Timer() { restart(); }
    void restart() { m_start = now(); }
    [[nodiscard]] double milliseconds() const { return static_cast<double>(now() - m_start) / 1e6; }

private:
    static qint64 now()
    {
        timespec time = {};
        ::clock_gettime(qEnvironmentVariableIsSet("MILLRACE_WALL") ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &time);
        return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
    }
    qint64 m_start = 0;
};

double share(std::vector<double> &times, double part)
{
    std::ranges::sort(times);
    return times[static_cast<std::size_t>(part * static_cast<double>(times.size() - 1))];
}

} // namespace

/// What the full-text index takes and how long its answers take. MILLRACE_DOCUMENTS says of how many short documents; a million without it.
class SearchBench : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTexts()
    {
        const QTemporaryDir folder;
        const auto index = PassageIndex::open(folder.filePath(u"index"_s)).value();
        const Words words;
        std::mt19937_64 random(7);
        std::vector<QList<IndexedText>> batches;
        qint64 bytes = 0;
        for (int batch = 0; batch < 5; ++batch) {
            QList<IndexedText> texts;
            for (int i = 0; i < 400; ++i) {
                texts.append({u"context-%1-%2"_s.arg(batch).arg(i), textOf(words, random, 4), u"/source_text"_s, textOf(words, random, 1'550)});
                bytes += texts.last().text.size();
            }
            batches.push_back(texts);
        }
        Timer timer;
        for (const QList<IndexedText> &batch : batches)
            QVERIFY(index->add(batch, 1));
        const double seconds = timer.milliseconds() / 1e3;
        qInfo("2,000 texts of %.1f KiB: %.0f a second, %.0f us each", static_cast<double>(bytes) / 2000 / 1024, 2000 / seconds, seconds / 2000 * 1e6);
    }

    void findsAmongAMillion()
    {
        PassageIndex *index = filled();
        QVERIFY(index);
        const Words &words = m_words;
        std::mt19937_64 random(17);
        Timer timer;
        // Queries of one to three words, as common as in the texts; and the most common words alone.
        std::vector<double> mixed;
        for (int i = 0; i < 400; ++i) {
            QStringList query;
            for (int n = 0; n <= i % 3; ++n)
                query.append(words.any(random));
            timer.restart();
            const QList<Finding> found = index->find(query.join(u' '), 20);
            mixed.push_back(timer.milliseconds());
            for (const Finding &finding : found)
                QVERIFY(!finding.snippet.isEmpty());
        }
        qInfo("400 queries of 1 to 3 words, 20 snippets: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, longest %.1f ms", share(mixed, 0.5),
              share(mixed, 0.95), share(mixed, 0.99), share(mixed, 1.0));
        std::vector<double> common;
        for (int i = 0; i < 60; ++i) {
            timer.restart();
            QCOMPARE(index->find(words.rank(i % 20), 20).size(), 20);
            common.push_back(timer.milliseconds());
        }
        qInfo("the 20 most common words alone: p50 %.1f ms, p95 %.1f ms", share(common, 0.5), share(common, 0.95));
        QVERIFY(share(mixed, 0.95) < 50);
    }

    /// What meaning costs beside that: learning, a vector for each of the newest, the nearest ten, and a search that is ranked by both.
    void findsByMeaningToo()
    {
        PassageIndex *index = filled();
        QVERIFY(index);
        const Words &words = m_words;
        std::mt19937_64 random(19);
        MeaningIndex meaning(*index, m_path + u".meaning"_s);
        Timer timer;
        const auto never = [] { return false; };
        QVERIFY(meaning.advance(never)); // loads
        // Files that are kept are there again.
        QVERIFY(meaning.view().isLearnt() || meaning.advance(never)); // learns
        const double learning = timer.milliseconds();
        timer.restart();
        while (meaning.advance(never)) {}
        const MeaningView view = meaning.view();
        const int vectors = int(view.status().texts);
        qInfo("%d texts: learnt in %.1f s, a vector of each of the newest %d in %.0f us", m_count, learning / 1e3, vectors,
              timer.milliseconds() * 1e3 / vectors);
        QCOMPARE_GE(vectors, std::min(m_count, MeaningIndex::kMostTexts));
        QCOMPARE_LE(vectors, MeaningIndex::kMostTexts + MeaningIndex::kMostTexts / 10);

        std::vector<double> nearest;
        std::vector<double> both;
        for (int i = 0; i < 300; ++i) {
            QStringList query;
            for (int n = 0; n <= i % 3; ++n)
                query.append(words.any(random));
            const std::vector<float> vector = view.vectorOf(qint64(m_count - (i * 331) % vectors));
            timer.restart();
            QCOMPARE(view.nearest(vector, 10).size(), 10);
            nearest.push_back(timer.milliseconds());
            timer.restart();
            QList<Finding> found = findRanked(*index, view, query.join(u' '), Ranking::Hybrid, 20);
            addSnippets(*index, view, query.join(u' '), found);
            both.push_back(timer.milliseconds());
        }
        qInfo("%d vectors, the nearest ten: p50 %.2f ms, p95 %.2f ms; hybrid with 20 snippets: p50 %.1f ms, p95 %.1f ms", vectors,
              share(nearest, 0.5), share(nearest, 0.95), share(both, 0.5), share(both, 0.95));
        QVERIFY(share(nearest, 0.95) < 2);
        QVERIFY(share(both, 0.95) < 50);
    }

private:
    /// The short documents, made once for all who search.
    PassageIndex *filled()
    {
        if (m_index)
            return m_index.get();
        // A file that is kept saves making it again.
        m_path = qEnvironmentVariable("MILLRACE_INDEX", m_folder.filePath(u"index"_s));
        const bool isThere = QFileInfo::exists(m_path);
        auto index = PassageIndex::open(m_path);
        if (!index)
            return nullptr;
        m_index = std::move(*index);
        std::mt19937_64 random(11);
        Timer timer;
        double spent = 0;
        QList<IndexedText> batch;
        for (int i = 0; i < m_count && !isThere; ++i) {
            batch.append({u"context-%1"_s.arg(i), textOf(m_words, random, 5), u"/source_text"_s, textOf(m_words, random, 60), i + 1});
            if (batch.size() < 500 && i + 1 < m_count)
                continue;
            timer.restart();
            if (!m_index->add(batch, i))
                return nullptr;
            spent += timer.milliseconds();
            batch.clear();
        }
        if (!isThere) {
            qInfo("%d short documents: %.0f a second, %.0f us each; %.0f MB", m_count, m_count / spent * 1e3, spent * 1e3 / m_count,
                  static_cast<double>(QFileInfo(m_path).size()) / 1e6);
        }
        return m_index.get();
    }

    const int m_count = qEnvironmentVariableIsSet("MILLRACE_DOCUMENTS") ? qEnvironmentVariableIntValue("MILLRACE_DOCUMENTS") : 1'000'000;
    const Words m_words;
    const QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<PassageIndex> m_index;
};

int main(int argc, char **argv)
{
    // A million documents and their vectors take longer than a test function may.
    qputenv("QTEST_FUNCTION_TIMEOUT", "36000000");
    QCoreApplication application(argc, argv);
    SearchBench test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_searchbench.moc"
