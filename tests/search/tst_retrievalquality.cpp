// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/hybridsearch.h"
#include "search/manpages.h"

#include <QHash>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kEvery = 3; ///< of the pages are asked for

/// How much each page is worth for a query.
using Gains = QHash<qsizetype, double>;

double ndcg(const QList<qsizetype> &ranked, const Gains &gains)
{
    double got = 0;
    for (qsizetype i = 0; i < std::min<qsizetype>(ranked.size(), 10); ++i)
        got += gains.value(ranked.at(i)) / std::log2(double(i) + 2);
    QList<double> best = gains.values();
    std::ranges::sort(best, std::greater());
    double most = 0;
    for (qsizetype i = 0; i < std::min<qsizetype>(best.size(), 10); ++i)
        most += best.at(i) / std::log2(double(i) + 2);
    return most > 0 ? got / most : 0;
}

struct Measure
{
    QList<double> values;

    [[nodiscard]] double mean() const
    {
        double sum = 0;
        for (const double value : values)
            sum += value;
        return sum / std::max<double>(1, double(values.size()));
    }
    /// Half of the 95 % interval of the mean of differences to another ranking of the same queries.
    [[nodiscard]] double noiseAgainst(const Measure &other) const
    {
        const double difference = mean() - other.mean();
        double sum = 0;
        for (qsizetype i = 0; i < values.size(); ++i)
            sum += std::pow(values.at(i) - other.values.at(i) - difference, 2);
        const double n = double(values.size());
        return 1.96 * std::sqrt(sum / std::max(1.0, n - 1) / n);
    }
};

} // namespace

/// How good search and likeness are, on labels that the authors of manual pages made without knowing: the line that describes a page (NAME, as
/// `apropos` shows it) as a query for that page, from which the line is taken away; the pages that it names under SEE ALSO, taken away too, as what is
/// like it.
class RetrievalQuality : public QObject
{
    Q_OBJECT

    QList<ManPage> m_pages;
    QHash<QString, qsizetype> m_byName;
    QHash<QString, QList<qsizetype>> m_bySummary; ///< several pages may have the same line
    QTemporaryDir m_folder;
    std::unique_ptr<PassageIndex> m_texts;
    std::unique_ptr<MeaningIndex> m_meaning;

    QList<qsizetype> found(const QString &query, Ranking ranking, qsizetype except = -1) const
    {
        QList<qsizetype> pages;
        for (const Finding &finding : findRanked(*m_texts, m_meaning->view(), query, ranking, 11)) {
            if (const qsizetype page = finding.contextId.toLongLong(); page != except)
                pages.append(page);
        }
        return pages;
    }
    QList<qsizetype> foundWithAny(const QString &query, qsizetype except = -1) const
    {
        QList<qsizetype> pages;
        for (const Finding &finding : m_texts->ranked(query, PassageIndex::Words::Any, 11)) {
            if (const qsizetype page = finding.contextId.toLongLong(); page != except)
                pages.append(page);
        }
        return pages;
    }
    Gains relatedTo(qsizetype page) const
    {
        Gains gains;
        for (const QString &name : m_pages.at(page).seeAlso) {
            if (const auto other = m_byName.constFind(name); other != m_byName.cend() && *other != page)
                gains.insert(*other, 1);
        }
        return gains;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_pages = manPagesIn(u"/usr/share/man"_s);
        if (m_pages.size() < 300)
            QSKIP("there are too few manual pages here");
        m_texts = PassageIndex::open(m_folder.filePath(u"index"_s)).value();
        m_meaning = std::make_unique<MeaningIndex>(*m_texts, m_folder.filePath(u"index.meaning"_s));
        for (qsizetype i = 0; i < m_pages.size(); ++i) {
            const ManPage &page = m_pages.at(i);
            m_byName.insert(page.name, i);
            m_bySummary[page.summary.toLower()].append(i);
            QVERIFY(m_texts->add({{QString::number(i), page.name, u"/source_text"_s, page.text, i + 1}}));
        }
        while (m_meaning->advance([] { return false; })) {}
        const MeaningView::Status status = m_meaning->view().status();
        qInfo("%lld pages, %d dimensions", qlonglong(m_pages.size()), status.dimensions);
        QCOMPARE(status.texts, m_pages.size());
    }

    void describedPagesAreFound()
    {
        Measure text;
        Measure any;
        Measure hybrid;
        for (qsizetype i = 0; i < m_pages.size(); i += kEvery) {
            const ManPage &page = m_pages.at(i);
            if (page.summary.count(u' ') < 2)
                continue; // a word or two describe nothing
            Gains gains;
            for (const qsizetype same : m_bySummary.value(page.summary.toLower()))
                gains.insert(same, 1);
            text.values.append(ndcg(found(page.summary, Ranking::Text), gains));
            any.values.append(ndcg(foundWithAny(page.summary), gains));
            hybrid.values.append(ndcg(found(page.summary, Ranking::Hybrid), gains));
        }
        qInfo("%lld descriptions, nDCG@10: text (all words, else any) %.3f, BM25 of any word %.3f, hybrid %.3f (+- %.3f against BM25)",
              qlonglong(text.values.size()), text.mean(), any.mean(), hybrid.mean(), hybrid.noiseAgainst(any));
        QVERIFY(text.values.size() >= 300);
        QVERIFY(hybrid.mean() + hybrid.noiseAgainst(any) >= any.mean());
        QVERIFY(hybrid.mean() + hybrid.noiseAgainst(text) >= text.mean());
        QVERIFY(hybrid.mean() > 0.67);
    }

    void descriptionsFindRelatedPagesToo()
    {
        Measure text;
        Measure any;
        Measure hybrid;
        for (qsizetype i = 0; i < m_pages.size(); ++i) {
            Gains gains = relatedTo(i);
            if (gains.size() < 2)
                continue;
            gains.insert(i, 3);
            text.values.append(ndcg(found(m_pages.at(i).summary, Ranking::Text), gains));
            any.values.append(ndcg(foundWithAny(m_pages.at(i).summary), gains));
            hybrid.values.append(ndcg(found(m_pages.at(i).summary, Ranking::Hybrid), gains));
        }
        qInfo("%lld descriptions, the page 3 and those it names 1, nDCG@10: text %.3f, BM25 of any word %.3f, hybrid %.3f (+- %.3f against BM25)",
              qlonglong(text.values.size()), text.mean(), any.mean(), hybrid.mean(), hybrid.noiseAgainst(any));
        QVERIFY(hybrid.mean() + hybrid.noiseAgainst(any) >= any.mean());
        QVERIFY(hybrid.mean() > 0.5);
    }

    /// Who knows the word gets what has it.
    void namesAreFoundAsBefore()
    {
        Measure text;
        Measure hybrid;
        for (qsizetype i = 0; i < m_pages.size(); i += kEvery) {
            const QString name = m_pages.at(i).name.section(u'(', 0, 0);
            text.values.append(ndcg(found(name, Ranking::Text), {{i, 1}}));
            hybrid.values.append(ndcg(found(name, Ranking::Hybrid), {{i, 1}}));
        }
        qInfo("%lld names, nDCG@10: text %.3f, hybrid %.3f (+- %.3f)", qlonglong(text.values.size()), text.mean(), hybrid.mean(),
              hybrid.noiseAgainst(text));
        QVERIFY(hybrid.mean() + hybrid.noiseAgainst(text) >= text.mean());
        QVERIFY(hybrid.mean() > 0.92);
    }

    void relatedPagesAreNear()
    {
        Measure words;
        Measure meaning;
        const MeaningView view = m_meaning->view();
        for (qsizetype i = 0; i < m_pages.size(); ++i) {
            const Gains gains = relatedTo(i);
            if (gains.size() < 2)
                continue;
            words.values.append(
                ndcg(foundWithAny(m_pages.at(i).name + u' ' + m_pages.at(i).summary + u' ' + m_pages.at(i).text.left(1'500), i), gains));
            QList<qsizetype> near;
            for (const MeaningView::Near &each : view.nearest(view.vectorOf(qint64(i + 1)), 11)) {
                if (each.context != i + 1)
                    near.append(each.context - 1);
            }
            meaning.values.append(ndcg(near, gains));
        }
        qInfo("%lld pages with others under SEE ALSO, nDCG@10: BM25 of their openings %.3f, nearest vectors %.3f (+- %.3f)",
              qlonglong(words.values.size()), words.mean(), meaning.mean(), meaning.noiseAgainst(words));
        QVERIFY(words.values.size() >= 200);
        QVERIFY(meaning.mean() > words.mean());
        QVERIFY(meaning.mean() > 0.55);
    }
};

QTEST_GUILESS_MAIN(RetrievalQuality)
#include "tst_retrievalquality.moc"
