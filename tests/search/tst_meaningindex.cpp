// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/hybridsearch.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Millrace;
using namespace Qt::StringLiterals;

namespace {

const QStringList kMills{u"The mill wheel turns in the water of the race."_s,
                         u"Water from the sluice drives the wheel, and the wheel the stones."_s,
                         u"Grain goes between the stones of the mill; flour comes out."_s,
                         u"The sluice lets water into the race of the mill."_s,
                         u"An overshot wheel needs a race with little water."_s,
                         u"The miller grinds grain with stones, and cleans the sluice."_s};
const QStringList kShips{u"The craft has a keel, a mast and a sail."_s,
                         u"A vessel under sail needs an anchor and a crew."_s,
                         u"The crew of the craft raises the mast and the sail."_s,
                         u"Below the keel of the vessel lies the anchor."_s,
                         u"A mast and a keel make the vessel; the crew sails it."_s,
                         u"The anchor of the craft is raised by the crew."_s};

bool never()
{
    return false;
}

} // namespace

class TestMeaningIndex : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<PassageIndex> m_texts;
    std::unique_ptr<MeaningIndex> m_meaning;

    QString path() const { return m_folder->filePath(u"w.index"_s); }

    void open()
    {
        m_texts = PassageIndex::open(path()).value();
        m_meaning = std::make_unique<MeaningIndex>(*m_texts, path() + u".meaning"_s);
    }
    void close()
    {
        m_meaning.reset();
        m_texts.reset();
    }
    /// Calls advance() until there is nothing to do; how often there was.
    int settle() const
    {
        int calls = 0;
        while (m_meaning->advance(never))
            ++calls;
        return calls;
    }
    void add(qint64 key, const QString &text) const
    {
        QVERIFY(m_texts->add({{u"c%1"_s.arg(key), u"Text %1"_s.arg(key), u"/source_text"_s, text, key}}));
    }
    /// Mills have the keys from 1, ships those from 101.
    void addBoth() const
    {
        for (qsizetype i = 0; i < kMills.size(); ++i) {
            add(1 + i, kMills.at(i));
            add(101 + i, kShips.at(i));
        }
    }
    QList<qint64> nearest(qint64 key, int count) const
    {
        const MeaningView view = m_meaning->view();
        QList<qint64> keys;
        for (const MeaningView::Near &near : view.nearest(view.vectorOf(key), count))
            keys.append(near.context);
        return keys;
    }
    QStringList graphFiles() const { return QDir(m_folder->path()).entryList({u"w.index.meaning-*"_s}, QDir::Files, QDir::Name); }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup() { close(); }

    void learnsOfAFewTextsAndFindsTheLike()
    {
        QCOMPARE(settle(), 1); // it loads
        QVERIFY(!m_meaning->view().isLearnt());
        QVERIFY(m_meaning->view().nearest({}, 3).isEmpty());
        addBoth();
        settle();
        const MeaningView view = m_meaning->view();
        const MeaningView::Status status = view.status();
        QVERIFY(status.model.startsWith("latent:"_L1));
        QCOMPARE(status.texts, 12);
        QCOMPARE(status.behind, 0);
        for (const qint64 key : nearest(1, 5))
            QVERIFY2(key < 100, qPrintable(QString::number(key)));
        for (const qint64 key : nearest(103, 5))
            QVERIFY2(key > 100, qPrintable(QString::number(key)));
        const auto words = view.nearest(view.vectorOfQuery(u"sails and anchors"_s), 3);
        QCOMPARE(words.size(), 3);
        for (const MeaningView::Near &near : words)
            QVERIFY(near.context > 100);
        QVERIFY(view.nearest(view.vectorOfQuery(u"nosuchword"_s), 3).isEmpty());
    }

    void goesOnAfterARestartWithoutBeginningAnew()
    {
        addBoth();
        for (qint64 key = 1'000; key < 1'200; ++key)
            add(key, kMills.at(key % kMills.size()) + u" Number %1."_s.arg(key));
        settle();
        const MeaningView::Status before = m_meaning->view().status();
        const QStringList files = graphFiles();
        QCOMPARE(files.size(), 2);
        close();
        open();
        QCOMPARE(settle(), 1); // it loads, and has nothing to add
        QCOMPARE(m_meaning->view().status(), before);
        QCOMPARE(graphFiles(), files);
        add(2'000, kShips.first());
        settle();
        QCOMPARE(m_meaning->view().status().texts, before.texts + 1);
        QVERIFY(nearest(2'000, 3).contains(101));
    }

    void followsChangesAndRemovals()
    {
        addBoth();
        settle();
        QVERIFY(!nearest(101, 4).contains(1));
        add(1, u"A craft with sail, mast and keel, and its crew."_s);
        QVERIFY(m_texts->remove(u"c103"_s));
        QCOMPARE(m_meaning->view().status().behind, 2);
        settle();
        QCOMPARE(m_meaning->view().status().behind, 0);
        QVERIFY(nearest(101, 6).contains(1));
        QVERIFY(!nearest(101, 12).contains(103));
        QVERIFY(m_meaning->view().vectorOf(qint64(103)).empty());
    }

    void learnsAnewWhenThereIsMuchMoreOrAnotherLanguage()
    {
        addBoth();
        settle();
        const QString first = m_meaning->view().model();
        add(200, u"One more text of a mill and its race."_s);
        settle();
        QCOMPARE(m_meaning->view().model(), first);
        for (qint64 key = 300; key < 312; ++key)
            add(key, kShips.at(key % kShips.size()) + u" It has a rudder and a rope."_s);
        settle();
        const QString second = m_meaning->view().model();
        QVERIFY(second != first);
        QCOMPARE(m_meaning->view().status().learntFrom, 25);
        QCOMPARE(graphFiles().size(), 2); // the old one's are gone
        // Fewer than as many again, but nearly all in German.
        for (qint64 key = 400; key < 421; ++key)
            add(key, u"Die Mühle steht am Bach, und das Rad dreht sich mit dem Wasser, wie es seit %1 Jahren der Fall ist."_s.arg(key));
        settle();
        QVERIFY(m_meaning->view().model() != second);
        const MeaningView view = m_meaning->view();
        const auto found = view.nearest(view.vectorOfQuery(u"Mühlen am Bach"_s), 3);
        QVERIFY(!found.isEmpty() && found.first().context >= 400);
    }

    void lostOrDamagedFilesAreMadeAgain_data()
    {
        QTest::addColumn<int>("which");
        QTest::newRow("the vectors") << 0;
        QTest::newRow("their description") << 1;
        QTest::newRow("all") << 2;
        QTest::newRow("the passages") << 3;
    }
    void lostOrDamagedFilesAreMadeAgain()
    {
        QFETCH(int, which);
        addBoth();
        for (qint64 key = 1'000; key < 1'150; ++key)
            add(key, kMills.at(key % kMills.size()) + u" Number %1."_s.arg(key));
        settle();
        close();
        const QStringList files = graphFiles();
        QCOMPARE(files.size(), 2);
        const auto damage = [&](const QString &name) {
            QFile file(m_folder->filePath(name));
            QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(file.size() / 2) && file.write("damage") == 6);
        };
        if (which == 0)
            damage(files.last());
        else if (which == 1)
            damage(files.first());
        else if (which == 2)
            for (const QString &name : files)
                QVERIFY(QFile::remove(m_folder->filePath(name)));
        else
            QVERIFY(QFile::remove(path()));
        open();
        if (which == 3) {
            QCOMPARE(m_texts->lastSequence(), 0); // its owner adds everything again
            addBoth();
        }
        settle();
        QCOMPARE(m_meaning->view().status().texts, which == 3 ? 12 : 162);
        for (const qint64 key : nearest(101, 5))
            QVERIFY(key > 100 && key < 200);
    }

    void stopsWhileItLearns()
    {
        addBoth();
        QVERIFY(m_meaning->advance(never));
        QVERIFY(!m_meaning->advance([] { return true; }));
        QVERIFY(!m_meaning->view().isLearnt());
        settle();
        QVERIFY(m_meaning->view().isLearnt());
    }

    void saysWhichPassagesAreAlike()
    {
        addBoth();
        QString filler;
        for (int i = 0; i < 10; ++i)
            filler += u"The mill grinds grain with stones and the wheel turns in the water of the race. "_s;
        add(500, filler + u"\n\n"_s + kShips.at(0) + u' ' + kShips.at(1) + u' ' + kShips.at(4) + u"\n\n# Rest\n\n"_s + filler);
        settle();
        const MeaningView view = m_meaning->view();
        const auto own = view.piecesOf(qint64(500), 50);
        const auto other = view.piecesOf(qint64(103), 50);
        QVERIFY(own && other);
        QVERIFY(own->text.pieces.size() >= 3);
        const auto alike = MeaningView::alike(*own, *other, 3, 0.1F);
        QVERIFY(!alike.isEmpty());
        QVERIFY(alike.first().own.text.contains("keel"_L1));
        QCOMPARE(alike.first().other.text, kShips.at(2));
        QVERIFY(!view.piecesOf(qint64(9'999), 5));
    }

    // --- ranking ------------------------------------------------------------------------------------------------------------
    void whatHoldsAllWordsComesBeforeWhatMeansTheLike()
    {
        addBoth();
        settle();
        const QString query = u"crew raises"_s;
        const QList<Finding> text = findRanked(*m_texts, m_meaning->view(), query, Ranking::Text, 20);
        QCOMPARE(text.size(), 1);
        QList<Finding> hybrid = findRanked(*m_texts, m_meaning->view(), query, Ranking::Hybrid, 20);
        QVERIFY(hybrid.size() > text.size());
        QCOMPARE(hybrid.first().contextId, text.first().contextId);
        QCOMPARE(hybrid.first().contextId, u"c103"_s);
        addSnippets(*m_texts, m_meaning->view(), query, hybrid);
        for (const Finding &finding : std::as_const(hybrid))
            QVERIFY(!finding.snippet.isEmpty());
        // Stems are found by meaning where the word itself stands nowhere.
        QVERIFY(findRanked(*m_texts, m_meaning->view(), u"anchored"_s, Ranking::Text, 20).isEmpty());
        hybrid = findRanked(*m_texts, m_meaning->view(), u"anchored"_s, Ranking::Hybrid, 20);
        addSnippets(*m_texts, m_meaning->view(), u"anchored"_s, hybrid);
        QVERIFY(!hybrid.isEmpty());
        for (const Finding &finding : std::as_const(hybrid)) {
            QCOMPARE(finding.by, Finding::By::Meaning);
            QVERIFY(!finding.snippet.isEmpty() && finding.matches.isEmpty() && !finding.title.isEmpty());
        }
    }

    void theFirstResultsDoNotDependOnHowManyAreAsked()
    {
        addBoth();
        settle();
        for (const QString &query : {u"water wheel"_s, u"the anchor"_s, u"mast"_s, u"nosuchword sail"_s}) {
            for (const Ranking ranking : {Ranking::Text, Ranking::Hybrid}) {
                const QList<Finding> many = findRanked(*m_texts, m_meaning->view(), query, ranking, 20);
                const QList<Finding> few = findRanked(*m_texts, m_meaning->view(), query, ranking, 3);
                QCOMPARE(few, many.first(std::min<qsizetype>(3, many.size())));
            }
        }
        QVERIFY(findRanked(*m_texts, m_meaning->view(), u"mast"_s, Ranking::Hybrid, 0).isEmpty());
        QVERIFY(findRanked(*m_texts, m_meaning->view(), u"?!"_s, Ranking::Hybrid, 5).isEmpty());
    }

    void withoutASpaceWordsAloneAreRanked()
    {
        addBoth();
        const QList<Finding> found = findRanked(*m_texts, m_meaning->view(), u"mast"_s, Ranking::Hybrid, 20);
        QCOMPARE(found.size(), findRanked(*m_texts, {}, u"mast"_s, Ranking::Text, 20).size());
        QVERIFY(std::ranges::all_of(found, [](const Finding &f) { return f.by == Finding::By::Words; }));
    }
};

QTEST_GUILESS_MAIN(TestMeaningIndex)
#include "tst_meaningindex.moc"
