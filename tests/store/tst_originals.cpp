// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/integrity.h"
#include "store/migrator.h"
#include "store/originalrepository.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

namespace {

QByteArray noise(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator random(7);
    for (char &c : bytes)
        c = static_cast<char>(random.bounded(256));
    return bytes;
}

} // namespace

/// Files by their content: once each, whole or not at all, and never wrong without being told.
class TestOriginals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_db = std::make_unique<Connection>();
        QVERIFY(m_db->open(m_folder->filePath(u"w.millrace"_s), Connection::Mode::Create));
        QVERIFY(migrate(*m_db, true));
    }
    void cleanup() { m_db.reset(); }

    void comesBackAsItWas_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray("");
        QTest::newRow("small") << QByteArray("A note.\n");
        QTest::newRow("packed") << QByteArray(100'000, 'a');
        QTest::newRow("one piece exactly") << noise(kOriginalChunk);
        QTest::newRow("several pieces") << noise(3 * kOriginalChunk + 17);
    }
    void comesBackAsItWas()
    {
        QFETCH(QByteArray, bytes);
        const SealedOriginal sealed = sealOriginal(u"a.bin"_s, u"application/octet-stream"_s, bytes);
        OriginalRepository originals(*m_db);
        const auto key = originals.add(sealed, 5);
        QVERIFY(key);
        QCOMPARE(originals.add(sealed, 6).value(), *key); // the second time it is there
        QCOMPARE(originals.sums()->count, 1);
        const auto found = originals.find(originalHash(bytes));
        QVERIFY(found && *found);
        QCOMPARE((*found)->info.size, bytes.size());
        QVERIFY(readOf(**found).value() == bytes);
    }

    void whatIsPackedTakesLess()
    {
        OriginalRepository originals(*m_db);
        QVERIFY(originals.add(sealOriginal(u"a"_s, {}, QByteArray(1'000'000, 'a')), 5));
        QVERIFY(originals.sums()->storedBytes < 10'000);
    }

    void oneThatIsStillComingIsNotThere()
    {
        const QByteArray bytes = noise(2 * kOriginalChunk);
        const SealedOriginal sealed = sealOriginal(u"a"_s, {}, bytes);
        OriginalRepository originals(*m_db);
        const auto key = originals.begin(sealed.info, 5);
        QVERIFY(key && originals.addChunk(*key, 0, sealed.chunks.first()));
        QVERIFY(!*originals.find(sealed.info.hash));
        // Begun again after a crash it starts afresh; and what nobody completes is thrown away.
        QCOMPARE(originals.begin(sealed.info, 6).value(), *key);
        QCOMPARE(m_db->scalar("SELECT count(*) FROM original_chunk").value(), 0);
        QVERIFY(originals.dropIncomplete());
        QCOMPARE(m_db->scalar("SELECT count(*) FROM original").value(), 0);
        QVERIFY(originals.add(sealed, 7));
        QVERIFY(readOf(**originals.find(sealed.info.hash)).value() == bytes);
    }

    void damageIsFoundByWhoReadsAndByTheCheck_data()
    {
        QTest::addColumn<QString>("damage");
        QTest::newRow("a byte") << u"UPDATE original_chunk SET data = zeroblob(length(data)) WHERE id % 1048576 = 1"_s;
        QTest::newRow("a piece that is gone") << u"DELETE FROM original_chunk WHERE id % 1048576 = 1"_s;
        QTest::newRow("pieces that changed places")
            << u"UPDATE original_chunk SET (hash, data) = (SELECT hash, data FROM original_chunk c WHERE c.id % 1048576 = 0) WHERE id % 1048576 = 1"_s;
    }
    void damageIsFoundByWhoReadsAndByTheCheck()
    {
        QFETCH(QString, damage);
        OriginalRepository originals(*m_db);
        const QByteArray bytes = noise(2 * kOriginalChunk);
        QVERIFY(originals.add(sealOriginal(u"a.bin"_s, {}, bytes), 5));
        QVERIFY(checkIntegrity(*m_db, [](double) { return true; })->isOk());
        QVERIFY(m_db->exec(damage.toUtf8().constData()));
        QCOMPARE(readOf(**originals.find(originalHash(bytes))).error().code, ErrorCode::WorkspaceDamaged);
        const auto report = checkIntegrity(*m_db, [](double) { return true; });
        QCOMPARE(report->originals, 1);
        QCOMPARE(report->problems.size(), 1);
        QVERIFY(report->problems.at(0).value("where").toString().contains(u"a.bin"_s));
    }

private:
    Result<QByteArray> readOf(const OriginalRepository::Stored &stored)
    {
        QByteArray all;
        const auto read = OriginalRepository(*m_db).read(stored, [&all](QByteArrayView piece) {
            all += piece;
            return Result<void>();
        });
        return read ? Result<QByteArray>(all) : std::unexpected(read.error());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Connection> m_db;
};

QTEST_GUILESS_MAIN(TestOriginals)
#include "tst_originals.moc"
