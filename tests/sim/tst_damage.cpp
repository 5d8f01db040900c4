// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/world.h"
#include "store/contextreader.h"
#include "store/integrity.h"

#include <QLoggingCategory>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;
using namespace Millrace::Sim;

/// A byte is flipped, or the write-ahead log cut off: nothing crashes, what is damaged is named, and the rest can be read (R8, R9).
/// MILLRACE_FAULT_CASES=all runs every case; a share is the default.
class TestDamage : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_cases = 60;

    struct Content
    {
        std::map<ContextKey, QByteArray> contexts; ///< document and history as they can be read
        qint64 damaged = 0;
    };

    static Content contentOf(const QString &path, qint64 last)
    {
        Content content;
        Connection db;
        if (!db.open(path, Connection::Mode::ReadOnly))
            return content;
        ContextRepository rows(db);
        ContextReader reader(db);
        for (ContextKey key = 1; key <= last; ++key) {
            const auto row = rows.find(key);
            const auto data = readData(db, key);
            const auto history = reader.history(key);
            if (!row || !*row || !data || !history) {
                ++content.damaged;
                continue;
            }
            QByteArray bytes = data->toBytes();
            for (const TransitionRecord &record : *history)
                bytes += QByteArray::number(record.seq) + record.edit.toBytes() + record.reason.toBytes() + record.port.toUtf8();
            content.contexts[key] = bytes;
        }
        return content;
    }

    static Result<IntegrityReport> checked(const QString &path)
    {
        Connection db;
        if (auto opened = db.open(path, Connection::Mode::ReadOnly); !opened)
            return std::unexpected(opened.error());
        return checkIntegrity(db, [](double) { return true; });
    }

private Q_SLOTS:
    void initTestCase()
    {
        QHashSeed::setDeterministicGlobalSeed();
        QLoggingCategory::setFilterRules(u"millrace.engine=false"_s);
        if (qEnvironmentVariableIsSet("MILLRACE_FAULT_CASES"))
            m_cases = 500;
    }

    void aFlippedByteIsNamedAndTheRestCanBeRead()
    {
        World world(m_folder.path(), {.seed = 8});
        QVERIFY(world.open());
        for (int i = 0; i < 150; ++i)
            world.submit(3);
        QVERIFY(world.rest());
        QVERIFY(world.close());
        const World::Image image = world.image();
        qint64 last = 0;
        QSet<qint64> schemaPages; // without them nothing is read at all: a few of the file's
        {
            Connection db;
            QVERIFY(db.open(world.path(), Connection::Mode::ReadOnly));
            last = db.scalar("SELECT max(pk) FROM context").value();
            Statement &pages = db.prepared("SELECT pageno FROM dbstat WHERE name = 'sqlite_schema'");
            pages.bind();
            while (pages.step().value())
                schemaPages.insert(pages.integer(0));
            QVERIFY(schemaPages.contains(1) && schemaPages.size() <= 4);
        }
        const Content whole = contentOf(world.path(), last);
        QCOMPARE(whole.damaged, 0);
        QVERIFY(checked(world.path())->isOk());

        constexpr qsizetype kPage = 16384;
        int named = 0;
        int harmless = 0;
        int inSchema = 0;
        double kept = 0;
        double worst = 1;
        for (int i = 0; i < m_cases; ++i) {
            World::Image flipped = image;
            const qsizetype at = static_cast<qsizetype>(world.random()() % static_cast<quint64>(image.file.size()));
            flipped.file[at] = static_cast<char>(flipped.file.at(at) ^ (1 << below(world.random(), 8)));
            world.restore(flipped);
            const auto report = checked(world.path());
            const Content content = contentOf(world.path(), last);
            qsizetype same = 0;
            QByteArray other;
            for (const auto &[key, bytes] : whole.contexts) {
                const auto it = content.contexts.find(key);
                const bool isSame = it != content.contexts.end() && it->second == bytes;
                same += isSame ? 1 : 0;
                if (!isSame)
                    other = bytes + " is now " + (it == content.contexts.end() ? QByteArray("gone") : it->second);
            }
            const bool isNamed = !report || !report->isOk();
            QVERIFY2(isNamed || same == static_cast<qsizetype>(whole.contexts.size()),
                     qPrintable(u"byte %1 changed what is read, and check says nothing: %2"_s.arg(at).arg(QString::fromUtf8(other))));
            ++(isNamed ? named : harmless);
            if (schemaPages.contains(at / kPage + 1)) { // named, and the file is not read at all any more
                ++inSchema;
                continue;
            }
            const double share = static_cast<double>(same) / static_cast<double>(whole.contexts.size());
            kept += share;
            worst = std::min(worst, share);
        }
        qInfo("%lld contexts in %lld KiB; %d flips: %d named, %d without a trace in any document or history; %d in the schema; after the others "
              "%.2f %% of the contexts whole on "
              "average, %.1f %% at worst",
              static_cast<long long>(last), static_cast<long long>(image.file.size() / 1024), m_cases, named, harmless, inSchema,
              kept / (m_cases - inSchema) * 100, worst * 100);
        QVERIFY(kept / (m_cases - inSchema) >= 0.99);
        world.restore(image);
    }

    void aFlippedByteOfTheLogLosesOnlyTheNewestAndSaysHowMuch()
    {
        World world(m_folder.path(), {.seed = 9});
        QVERIFY(world.open());
        for (int i = 0; i < 600; ++i)
            world.act();
        const qint64 promised = world.promisedSequence();
        world.end(World::End::Killed);
        const World::Image image = world.image();
        QVERIFY(image.log.size() > 100'000);
        int losses = 0;
        for (int i = 0; i < m_cases; ++i) {
            World::Image flipped = image;
            const qsizetype at = static_cast<qsizetype>(world.random()() % static_cast<quint64>(image.log.size()));
            flipped.log[at] = static_cast<char>(flipped.log.at(at) ^ (1 << below(world.random(), 8)));
            world.restore(flipped);
            const qint64 lost = promised - world.lastSequence();
            const auto opened = world.open();
            QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().text));
            const QString said = world.engine()->status().problem;
            if (lost > 0)
                QVERIFY2(said.startsWith(u"%1 recorded changes after number %2 are lost"_s.arg(lost).arg(promised - lost)), qPrintable(said));
            else
                QVERIFY2(said.isEmpty(), qPrintable(said));
            losses += lost > 0 ? 1 : 0;
            const auto report = checked(world.path());
            QVERIFY2(report && report->isOk(), report ? report->toJson().toBytes().constData() : "");
            world.end(World::End::Killed);
        }
        qInfo("%lld KiB of log, %d flips, %d cost the newest changes, all told", static_cast<long long>(image.log.size() / 1024), m_cases, losses);
        world.restore(image);
    }

    void aLogThatIsCutOffLeavesAPrefixOfTheHistory()
    {
        World world(m_folder.path(), {.seed = 12});
        QVERIFY(world.open());
        while (world.disk().bytes(world.path() + u"-wal"_s).size() < 4 * 1024 * 1024)
            world.act();
        const qint64 promised = world.promisedSequence();
        world.end(World::End::Killed);
        const World::Image image = world.image();
        const qsizetype step = 4096 * (m_cases == 500 ? 1 : 16);
        qint64 before = 0;
        int cuts = 0;
        for (qsizetype size = 0; size <= image.log.size(); size += step, ++cuts) {
            World::Image cut = image;
            cut.log.truncate(size);
            world.restore(cut);
            Connection db;
            QVERIFY(db.open(world.path(), Connection::Mode::ReadWrite));
            const qint64 count = db.scalar("SELECT count(*) FROM transition").value();
            QCOMPARE(db.scalar("SELECT coalesce(max(seq), 0) FROM transition").value(), count);
            QVERIFY(count >= before);
            before = count;
            if (cuts % 8 == 0) {
                const auto report = checkIntegrity(db, [](double) { return true; });
                QVERIFY2(report && report->isOk(), report ? report->toJson().toBytes().constData() : "");
            }
        }
        QVERIFY(before >= promised - 1000);
        qInfo("%d cuts of %lld KiB, each a prefix of %lld transitions", cuts, static_cast<long long>(image.log.size() / 1024),
              static_cast<long long>(promised));
        world.restore(image);
        QVERIFY(world.open());
        QVERIFY(world.problem().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestDamage)
#include "tst_damage.moc"
