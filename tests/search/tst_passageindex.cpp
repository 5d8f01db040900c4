// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/passageindex.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace Millrace;
using namespace Qt::StringLiterals;

class TestPassageIndex : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString path() const { return m_folder->filePath(u"work.millrace-search"_s); }

    std::unique_ptr<PassageIndex> opened() const
    {
        auto index = PassageIndex::open(path());
        return index ? *std::move(index) : nullptr;
    }

    static QList<IndexedText> documents()
    {
        return {
            {u"c1"_s, u"Water mills"_s, u"/source_text"_s,
             u"# Race\n\nThe mill race carries water to the wheel.\n\n# Wheel\n\nAn overshot wheel uses the weight of the water."_s},
            {u"c2"_s, u"Café Müller"_s, u"/source_text"_s, u"Der Müller trinkt gern Kaffee im Café."_s},
            {u"c3"_s, u"Empty text"_s, u"/source_text"_s, QString()},
        };
    }

    static QStringList ids(const QList<Finding> &findings)
    {
        QStringList list;
        for (const Finding &finding : findings)
            list.append(finding.contextId);
        return list;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void findsPassagesWithTheirPlaces()
    {
        const auto index = opened();
        QVERIFY(index->add(documents(), 7));
        const QList<Passage> found = index->search({u"overshot"_s}, 10, {});
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0].contextId, u"c1"_s);
        QCOMPARE(found[0].pointer, u"/source_text"_s);
        QCOMPARE(found[0].title, u"Water mills"_s);
        const QByteArray utf8 = documents()[0].text.toUtf8();
        QCOMPARE(utf8.sliced(found[0].from, found[0].to - found[0].from), found[0].text.toUtf8());
        QVERIFY(found[0].text.startsWith("# Wheel"_L1));
        QVERIFY(found[0].score > 0);
    }

    void putsThePassageWithMostOfTheWordsFirst()
    {
        const auto index = opened();
        QVERIFY(index->add(documents()));
        const QList<Passage> found = index->search({u"mill race"_s, u"wheel"_s, u"water"_s}, 10, {});
        QVERIFY(found.size() >= 2);
        QVERIFY(found[0].text.contains("mill race"_L1));
        QCOMPARE(index->search({u"mill race"_s, u"wheel"_s}, 1, {}).size(), 1);
        QVERIFY(index->search({u"wheel"_s}, 10, u"c1"_s).isEmpty());
        QVERIFY(index->search({u"whee"_s}, 10, {}).isEmpty());
        QVERIFY(index->search({}, 10, {}).isEmpty());
    }

    void findsContextsByTitleAndTextWithoutCaseAndAccents()
    {
        const auto index = opened();
        QVERIFY(index->add(documents()));
        QCOMPARE(ids(index->find(u"MULLER cafe"_s, 10)), QStringList{u"c2"_s});
        QCOMPARE(ids(index->find(u"empty"_s, 10)), QStringList{u"c3"_s});
        const QList<Finding> found = index->find(u"wheel"_s, 10);
        QCOMPARE(ids(found), QStringList{u"c1"_s});
        QVERIFY(!found[0].matches.isEmpty());
        const auto [from, length] = found[0].matches[0];
        QCOMPARE(found[0].snippet.sliced(from, length).toLower(), u"wheel"_s);
        // Not all words: any of them.
        QCOMPARE(ids(index->find(u"wheel nosuchword"_s, 10)), QStringList{u"c1"_s});
    }

    void findsWordsOfScriptsWithoutBlanks_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("other");
        QTest::newRow("Chinese") << u"水车转动得很快。今天没有风。"_s << u"水车"_s << u"风车"_s; // whose characters are there
        QTest::newRow("two words") << u"水车转动得很快。今天没有风。"_s << u"没有风 水车"_s << u"磨坊"_s;
        QTest::newRow("Japanese") << u"古い水車小屋はコンピュータで動いている。"_s << u"水車"_s << u"風車"_s;
        QTest::newRow("kana") << u"古い水車小屋はコンピュータ・システムで動いている。"_s << u"システム"_s << u"シテスム"_s;
        QTest::newRow("Thai") << u"กังหันน้ำหมุนเร็วมากในฤดูฝน"_s << u"น้ำ"_s << u"ไฟ"_s;
        QTest::newRow("beside Latin letters") << u"新しいQt6版の水車"_s << u"Qt6"_s << u"Qt7"_s;
        QTest::newRow("beyond the first plane") << u"𠮷野家の水車"_s << u"𠮷野"_s << u"吉野"_s;
    }
    void findsWordsOfScriptsWithoutBlanks()
    {
        QFETCH(QString, text);
        QFETCH(QString, query);
        QFETCH(QString, other);
        const auto index = opened();
        QVERIFY(index->add({{u"c1"_s, u"One"_s, u"/source_text"_s, text}, {u"c2"_s, u"Two"_s, u"/source_text"_s, u"磨 ฝน 水 Nothing of it 車."_s}}));
        const QList<Finding> found = index->find(query, 10);
        QVERIFY(ids(found).startsWith(u"c1"_s));
        QVERIFY(!found[0].matches.isEmpty());
        const auto [from, length] = found[0].matches[0];
        QVERIFY2(query.contains(found[0].snippet.sliced(from, length)), qPrintable(found[0].snippet));
        QVERIFY(!ids(index->ranked(other, PassageIndex::Words::All, 10)).contains(u"c1"_s));
    }

    void looksAmongSomeDocumentsAlone()
    {
        const auto index = opened();
        QList<IndexedText> texts;
        for (int i = 0; i < 9'000; ++i)
            texts.append({u"n%1"_s.arg(i), u"New"_s, u"/source_text"_s, u"water water water"_s, i + 1, false, i < 5 ? 7 : 8});
        QVERIFY(index->add(texts));
        // Older than all that would be weighed.
        const QList<qint64> sources{7, 1'000};
        QStringList found = ids(index->ranked(u"water"_s, PassageIndex::Words::All, 100, &sources));
        found.sort();
        QCOMPARE(found, (QStringList{u"n0"_s, u"n1"_s, u"n2"_s, u"n3"_s, u"n4"_s}));
        const QList<qint64> none{9};
        QVERIFY(index->ranked(u"water"_s, PassageIndex::Words::All, 100, &none).isEmpty());
        QCOMPARE(index->ranked(u"water"_s, PassageIndex::Words::All, 100).size(), 100);
    }

    void takesAnyQueryAsPlainWords_data()
    {
        QTest::addColumn<QString>("query");
        for (const char *query : {"\"", "wheel\" OR \"x", "wheel*", "title:wheel", "NEAR(a b)", "a AND NOT b", "^x", "(", "'; DROP TABLE passage; --",
                                  "{a b}: c", "-wheel", "+", "😀", "\x01"})
            QTest::newRow(query) << QString::fromUtf8(query);
        QTest::newRow("long") << QString(u"wheel "_s).repeated(5000);
        QTest::newRow("NUL") << QString(QChar(0)) + u"wheel"_s;
    }
    void takesAnyQueryAsPlainWords()
    {
        QFETCH(QString, query);
        const auto index = opened();
        QVERIFY(index->add(documents()));
        (void)index->find(query, 10);
        (void)index->search({query}, 10, {});
        QCOMPARE(ids(index->find(u"overshot"_s, 10)), QStringList{u"c1"_s});
    }

    void replacesAndRemoves()
    {
        const auto index = opened();
        QVERIFY(index->add(documents()));
        QVERIFY(index->add({{u"c1"_s, u"Changed"_s, u"/source_text"_s, u"Nothing about turning things."_s}}));
        QVERIFY(index->find(u"overshot"_s, 10).isEmpty());
        QCOMPARE(ids(index->find(u"turning"_s, 10)), QStringList{u"c1"_s});
        QVERIFY(index->add({{u"c1"_s, u"Changed"_s, u"/result"_s, u"What came of it."_s}}));
        QCOMPARE(ids(index->find(u"came"_s, 10)), QStringList{u"c1"_s});
        QVERIFY(index->add({{.contextId = u"c1"_s, .title = {}, .pointer = u"/result"_s, .text = {}, .isGone = true}}));
        QVERIFY(index->find(u"came"_s, 10).isEmpty());
        QCOMPARE(ids(index->find(u"turning"_s, 10)), QStringList{u"c1"_s});
        QVERIFY(index->remove(u"c1"_s));
        QVERIFY(index->find(u"turning"_s, 10).isEmpty());
        QVERIFY(index->remove(u"never there"_s));
    }

    void remembersHowFarItsOwnerCame()
    {
        auto index = opened();
        QCOMPARE(index->lastSequence(), 0);
        QVERIFY(index->add(documents(), 42));
        QCOMPARE(index->lastSequence(), 42);
        QVERIFY(index->setLastSequence(50));
        index.reset();
        index = opened();
        QCOMPARE(index->lastSequence(), 50);
        QCOMPARE(ids(index->find(u"overshot"_s, 10)), QStringList{u"c1"_s});
    }

    void leavesOneFileWhenClosed()
    {
        auto index = opened();
        QVERIFY(index->add(documents()));
        index.reset();
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
    }

    void replacesAFileThatIsNone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("text") << "This is no database, only a text that is long enough to look like something else entirely.\n"_ba.repeated(100);
        QTest::newRow("empty") << ""_ba;
        QTest::newRow("a cut-off header") << "SQLite format 3"_ba + '\0';
        QTest::newRow("garbage after the header") << "SQLite format 3"_ba + '\0' + QByteArray(8000, '\xA5');
    }
    void replacesAFileThatIsNone()
    {
        QFETCH(QByteArray, bytes);
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
        file.close();
        const auto index = opened();
        QVERIFY(index);
        QCOMPARE(index->lastSequence(), 0);
        QVERIFY(index->add(documents(), 3));
        QCOMPARE(ids(index->find(u"overshot"_s, 10)), QStringList{u"c1"_s});
    }

    void replacesAFileThatWasDamagedWithin()
    {
        auto index = opened();
        QList<IndexedText> many;
        for (int i = 0; i < 500; ++i)
            many.append({u"c%1"_s.arg(i), u"Title %1"_s.arg(i), u"/t"_s, u"word%1 and the wheel of mill %2."_s.arg(i).arg(i * 7)});
        QVERIFY(index->add(many, 500));
        index.reset();
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadWrite));
        for (qint64 at = 4096; at < file.size(); at += 4096) {
            file.seek(at);
            file.write(QByteArray(2000, '\xFF'));
        }
        file.close();
        index = opened();
        QVERIFY(index);
        (void)index->find(u"wheel"_s, 10);
        // At the latest, writing meets the damage and begins a new file; then everything works.
        for (int i = 0; i < 3 && index->lastSequence() != 9; ++i)
            QVERIFY(index->add(documents(), 9));
        QCOMPARE(index->lastSequence(), 9);
        QCOMPARE(ids(index->find(u"overshot"_s, 10)), QStringList{u"c1"_s});
    }

    void failsWhereNoFileCanBe() { QVERIFY(!PassageIndex::open(m_folder->filePath(u"no/such/folder/x"_s))); }

    void readsWhileItWrites()
    {
        const auto index = opened();
        QVERIFY(index->add(documents()));
        std::atomic<bool> stop = false;
        std::atomic<int> wrong = 0;
        std::vector<std::unique_ptr<QThread>> readers;
        for (int i = 0; i < 3; ++i) {
            readers.emplace_back(QThread::create([&] {
                while (!stop)
                    wrong += index->search({u"overshot"_s}, 5, {}).size() == 1 ? 0 : 1;
            }));
            readers.back()->start();
        }
        for (int i = 0; i < 50; ++i)
            QVERIFY(index->add({{u"n%1"_s.arg(i), u"New"_s, u"/t"_s, u"Some more text to be found."_s}}, i));
        stop = true;
        for (const auto &reader : readers)
            reader->wait();
        QCOMPARE(wrong, 0);
        QCOMPARE(index->find(u"found"_s, 100).size(), 50);
    }
};

QTEST_GUILESS_MAIN(TestPassageIndex)
#include "tst_passageindex.moc"
