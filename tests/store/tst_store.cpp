// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/edit.h"
#include "store/catalog.h"
#include "store/codec.h"
#include "store/contextreader.h"
#include "store/contextrepository.h"
#include "store/documentrepository.h"
#include "store/eventrepository.h"
#include "store/integrity.h"
#include "store/migrator.h"
#include "store/reviewrepository.h"
#include "store/schedulerepository.h"

#include <QBuffer>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Millrace;

class TestStore : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::unique_ptr<Connection> m_db;
    qint64 m_actor = 0;
    qint64 m_pipeline = 0;
    qint64 m_run = 0;

    ContextKey addContext(const QString &id, const Json &data, ContextStatus status = ContextStatus::Pending)
    {
        NewContext context;
        context.row.id = id;
        context.row.type = u"article"_s;
        context.row.status = status;
        context.row.pipeline = m_pipeline;
        context.row.run = m_run;
        context.row.dueAt = 1000;
        context.title = data.value("title").toString();
        context.actor = m_actor;
        context.createdAt = 500;
        context.updatedAt = 500;
        const auto key = ContextRepository(*m_db).insert(context);
        if (!key || !ContextRepository(*m_db).addKeyframe(*key, 0, seal(data.toBytes())))
            qFatal("no context");
        TallyDelta tally;
        context.row.key = *key;
        tally.add(context.row, 1);
        if (!tally.write(*m_db))
            qFatal("no tally");
        return *key;
    }

    void finishStep(ContextKey key, int step, const Edit &edit, ContextStatus to = ContextStatus::Processing)
    {
        ContextRepository contexts(*m_db);
        const auto row = contexts.find(key);
        NewTransition t;
        t.context = key;
        t.node = 0;
        t.actor = m_actor;
        t.from = (*row)->status;
        t.to = ContextStatus::Processing;
        t.at = 2000 + step;
        QVERIFY(contexts.append(t));
        t.kind = TransitionKind::Finished;
        t.from = ContextStatus::Processing;
        t.to = to;
        t.step = step;
        t.edit = edit.toJson().toBytes();
        QVERIFY(contexts.append(t));
        ContextRow changed = **row;
        changed.status = to;
        changed.steps = step;
        ++changed.revision;
        changed.dueAt.reset();
        QCOMPARE(contexts.update(changed, (*row)->revision, {t.at, std::nullopt, {}}).value(), true);
        TallyDelta tally;
        tally.add(**row, -1);
        tally.add(changed, 1);
        QVERIFY(tally.write(*m_db));
    }

    Json checked()
    {
        return checkIntegrity(*m_db, [](double) { return true; }).value().toJson();
    }

private Q_SLOTS:
    void init()
    {
        static int number = 0;
        m_db = std::make_unique<Connection>();
        QVERIFY(m_db->open(m_folder.filePath(u"%1.millrace"_s.arg(++number)), Connection::Mode::Create));
        QCOMPARE(migrate(*m_db, true).value(), MigrationOutcome::Created);
        Catalog catalog(*m_db);
        m_actor = catalog.ensurePrincipal(u"p1"_s, u"person"_s, u"Ada"_s, 1).value().key;
        m_pipeline
            = catalog.savePipeline(PipelineDefinition::chain(u"article"_s, u"Article"_s, {u"template"_s, u"transformer"_s}), m_actor, 1).value().key;
        m_run = catalog.addRun(u"r1"_s, m_pipeline, u"Run"_s, m_actor, 1).value();
    }

    void migratingACurrentFileChangesNothing()
    {
        QCOMPARE(migrate(*m_db, false).value(), MigrationOutcome::Current);
        QVERIFY(checkSchema(*m_db));
    }

    void everyReleasedSchemaIsUpgraded_data()
    {
        QTest::addColumn<QString>("file");
        for (const QString &file : QDir(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/workspaces")).entryList(QDir::Files))
            QTest::newRow(qPrintable(file)) << file;
    }
    void everyReleasedSchemaIsUpgraded()
    {
        QFETCH(QString, file);
        const QString path = m_folder.filePath(file);
        QVERIFY(QFile::copy(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/workspaces/") + file, path));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
        Connection old;
        QVERIFY(old.open(path, Connection::Mode::ReadWrite));
        const auto before = StatusCounts(ContextReader(old).counts({}).value_or(StatusCounts()));
        QCOMPARE(migrate(old, false).value(), MigrationOutcome::Upgraded);
        QCOMPARE(migrate(old, false).value(), MigrationOutcome::Current);
        QCOMPARE(ContextReader(old).counts({}).value(), before);
        QVERIFY(before.submitted() > 0);
        QCOMPARE(checkIntegrity(old, [](double) { return true; }).value().problems, Json::array());
    }

    void anUpgradeKeepsSchedulesEventsAndWhatWaits()
    {
        const QString path = m_folder.filePath(u"from-2.millrace"_s);
        QVERIFY(QFile::copy(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/workspaces/schema-2.millrace"), path));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
        Connection old;
        QVERIFY(old.open(path, Connection::Mode::ReadWrite));
        QCOMPARE(migrate(old, false).value(), MigrationOutcome::Upgraded);
        QCOMPARE(ScheduleRepository(old).all().value().value(0).id, u"digest"_s);
        QCOMPARE(EventRepository(old).events(u"flow.*"_s, 0, 1000, 100).value().size(), 4);
        QCOMPARE(EventRepository(old).find(u"heard"_s).value()->position, 4);
        QCOMPARE(old.scalar("SELECT count(*) FROM suspension WHERE kind = 1").value(), 2);
        QCOMPARE(old.scalar("SELECT count(*) FROM child").value(), 7);
        QCOMPARE(old.scalar("SELECT count(*) FROM outbox").value(), 0);
    }

    void anUpgradeKeepsFilesAndWhatWasPublished()
    {
        const QString path = m_folder.filePath(u"from-3.millrace"_s);
        QVERIFY(QFile::copy(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/workspaces/schema-3.millrace"), path));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
        Connection old;
        QVERIFY(old.open(path, Connection::Mode::ReadWrite));
        QCOMPARE(migrate(old, false).value(), MigrationOutcome::Upgraded);
        QCOMPARE(old.scalar("SELECT count(*) FROM document").value(), 2);
        QCOMPARE(old.scalar("SELECT state FROM outbox").value(), 2);
        QCOMPARE(Catalog(old).findPipeline(u"sent"_s).value()->definition.version, 2);
        QCOMPARE(old.scalar("SELECT count(*) FROM pipeline WHERE note <> ''").value(), 0);
    }

    void anUpgradeMakesItemsOfWhatWaitsForReview()
    {
        const QString path = m_folder.filePath(u"from-4.millrace"_s);
        QVERIFY(QFile::copy(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/workspaces/schema-4.millrace"), path));
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
        Connection old;
        QVERIFY(old.open(path, Connection::Mode::ReadWrite));
        QCOMPARE(migrate(old, false).value(), MigrationOutcome::Upgraded);
        ReviewRepository reviews(old);
        QString next;
        const auto keys = reviews.list({}, ReviewOrder::Age, {}, {}, 10, next).value();
        QCOMPARE(keys.size(), 1);
        const ReviewRow row = reviews.rows(keys).value().first();
        QCOMPARE(row.contextId, u"open-1"_s);
        QCOMPARE(row.item.pipeline, u"reviewed"_s);
        QCOMPARE(row.item.node, u"check"_s);
        QCOMPARE(row.item.confidence, -1);
        QCOMPARE(checkIntegrity(old, [](double) { return true; }).value().problems, Json::array());
    }

    void anUpgradeTellsTheThingsInAFileFromTheFile()
    {
        for (const auto &[file, parts] :
             {std::pair(u"schema-3.millrace"_s, 0), std::pair(u"schema-4.millrace"_s, 3)}) { // two texts; three objects of one file
            const QString path = m_folder.filePath(u"parts-"_s + file);
            QVERIFY(QFile::copy(QStringLiteral(MILLRACE_SOURCE_DIR "/tests/data/workspaces/") + file, path));
            QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
            Connection old;
            QVERIFY(old.open(path, Connection::Mode::ReadWrite));
            QCOMPARE(migrate(old, false).value(), MigrationOutcome::Upgraded);
            QCOMPARE(old.scalar("SELECT sum(is_part) FROM document_context").value(), parts);
            DocumentRepository documents(old);
            const auto first = documents.placeOf(1).value();
            QCOMPARE(first->isPart, parts > 0);
            QCOMPARE(first->thing(), parts > 0 ? -1 : 1);
        }
    }

    void aNewerFileIsRefusedUntouched()
    {
        QVERIFY(m_db->exec("PRAGMA user_version = 99"));
        QCOMPARE(migrate(*m_db, false).error().code, ErrorCode::WorkspaceNewer);
        QCOMPARE(m_db->scalar("PRAGMA user_version").value(), 99);
    }

    void aForeignDatabaseIsRefused()
    {
        Connection foreign;
        QVERIFY(foreign.open(m_folder.filePath(u"foreign.db"_s), Connection::Mode::Create));
        QVERIFY(foreign.exec("CREATE TABLE t (a)"));
        QCOMPARE(migrate(foreign, true).error().code, ErrorCode::WorkspaceForeign);
        QCOMPARE(foreign.scalar("SELECT count(*) FROM sqlite_schema").value(), 1);
    }

    void anEmptyFileIsNoWorkspaceUnlessItIsToBeMade()
    {
        Connection empty;
        QVERIFY(empty.open(m_folder.filePath(u"empty.db"_s), Connection::Mode::Create));
        QCOMPARE(migrate(empty, false).error().code, ErrorCode::WorkspaceForeign);
    }

    void packingKeepsEveryByte_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("short") << QByteArray("{\"a\":1}");
        QTest::newRow("long") << QByteArray(100'000, 'x');
        QByteArray noise(5000, '\0');
        for (qsizetype i = 0; i < noise.size(); ++i)
            noise[i] = static_cast<char>((i * 7919) >> 3);
        QTest::newRow("noise") << noise;
    }
    void packingKeepsEveryByte()
    {
        QFETCH(QByteArray, bytes);
        const Packed packed = pack(bytes);
        QVERIFY(packed.bytes.size() <= bytes.size());
        QCOMPARE(unpack(packed.bytes, packed.codec).value(), bytes);
    }

    void damagedPackedBytesAreAnError()
    {
        Packed packed = pack(QByteArray(10'000, 'a'));
        QCOMPARE(packed.codec, Codec::Zstd);
        packed.bytes.truncate(packed.bytes.size() / 2);
        QCOMPARE(unpack(packed.bytes, packed.codec).error().code, ErrorCode::WorkspaceDamaged);
        QVERIFY(!unpack("not zstd at all", Codec::Zstd));
    }

    void anyStepsDocumentIsTheReplayOfItsEdits()
    {
        const Json start = Json::parse(R"({"title":"A","n":1.10})").value();
        const ContextKey key = addContext(u"c1"_s, start);
        Edit first;
        first.set("template", Json::object({{"id", "t"}}));
        finishStep(key, 1, first);
        Edit second;
        second.set("text", QByteArray(1000, 'y'));
        second.replace("/template/id", "u");
        finishStep(key, 2, second, ContextStatus::Completed);
        QCOMPARE(readData(*m_db, key, 0).value().toBytes(), start.toBytes());
        QCOMPARE(readData(*m_db, key, 1).value(), first.appliedTo(start).value());
        const Json last = second.appliedTo(first.appliedTo(start).value()).value();
        QCOMPARE(readData(*m_db, key, 2).value().toBytes(), last.toBytes());
        QCOMPARE(readData(*m_db, key).value().toBytes(), last.toBytes());
    }

    void aLargeDocumentIsStoredInPiecesAndComesBackWhole()
    {
        const ContextKey key = addContext(u"c1"_s, Json::object());
        QByteArray bytes = Json::object({{"text", QByteArray(3 * kLargePiece + 17, 'z')}}).toBytes();
        QBuffer device(&bytes);
        QVERIFY(device.open(QIODevice::ReadOnly));
        QVERIFY(ContextRepository(*m_db).addKeyframe(key, 16, device, bytes.size()));
        QCOMPARE(readData(*m_db, key, 16).value().toBytes(), bytes);
        QVERIFY(m_db->exec("UPDATE keyframe SET hash = hash + 1 WHERE codec = 2"));
        QCOMPARE(readData(*m_db, key, 16).error().code, ErrorCode::WorkspaceDamaged);
    }

    void aKeyframeBoundsTheReplay()
    {
        const ContextKey key = addContext(u"c1"_s, Json::object({{"n", 0}}));
        for (int step = 1; step <= 20; ++step) {
            Edit edit;
            edit.replace("/n", step);
            finishStep(key, step, edit);
            if (step == 16)
                QVERIFY(ContextRepository(*m_db).addKeyframe(key, 16, seal("{\"n\":16}")));
        }
        // Edits before the keyframe are no longer needed for what comes after it.
        QVERIFY(m_db->exec("UPDATE transition SET edit = x'00' WHERE step BETWEEN 1 AND 16"));
        QCOMPARE(readData(*m_db, key, 18).value().value("n").toInt(), 18);
        QVERIFY(!readData(*m_db, key, 7));
    }

    void aRowIsWrittenOnlyAtItsRevision()
    {
        const ContextKey key = addContext(u"c1"_s, Json::object());
        ContextRepository contexts(*m_db);
        ContextRow row = contexts.find(key).value().value();
        row.status = ContextStatus::Processing;
        row.revision = 1;
        QCOMPARE(contexts.update(row, 0, {}).value(), true);
        row.status = ContextStatus::Failed;
        QCOMPARE(contexts.update(row, 0, {}).value(), false);
        QCOMPARE(contexts.find(key).value()->status, ContextStatus::Processing);
    }

    void dueContextsComeInOrderAndPageByKey()
    {
        for (int i = 0; i < 10; ++i)
            addContext(u"c%1"_s.arg(i), Json::object());
        ContextRepository contexts(*m_db);
        const ContextRepository::Lane lane{m_pipeline, 0};
        QCOMPARE(contexts.lanes().value(), QList{lane});
        const auto first = contexts.due(lane, 1000, -1, 0, 4).value();
        QCOMPARE(first.size(), 4);
        const auto second = contexts.due(lane, 1000, *first.last().dueAt, first.last().key, 100).value();
        QCOMPARE(second.size(), 6);
        QCOMPARE(second.first().key, first.last().key + 1);
        QVERIFY(contexts.due(lane, 999, -1, 0, 100).value().isEmpty());
        QCOMPARE(contexts.nextDue(lane, 999).value(), 1000);
    }

    void savingTheSamePipelineAgainAddsNoVersion()
    {
        Catalog catalog(*m_db);
        auto definition = catalog.findPipeline(u"article"_s).value()->definition;
        QCOMPARE(catalog.savePipeline(definition, m_actor, 2).value().definition.version, 1);
        definition.title = u"Better"_s;
        QCOMPARE(catalog.savePipeline(definition, m_actor, 3).value().definition.version, 2);
        QCOMPARE(catalog.pipelines().value().size(), 1);
        QCOMPARE(catalog.pipelineByKey(m_pipeline).value()->definition.title, u"Article"_s);
    }

    void listsFilterCountAndSum()
    {
        for (int i = 0; i < 5; ++i)
            addContext(u"c%1"_s.arg(i), Json::object({{"title", u"T%1"_s.arg(i)}}), i < 2 ? ContextStatus::Failed : ContextStatus::Pending);
        ContextReader reader(*m_db);
        ContextFilter failed;
        failed.statuses = {ContextStatus::Failed};
        QCOMPARE(reader.keys(failed, ContextOrder::Created, true).value(), (QList<ContextKey>{2, 1}));
        QCOMPARE(reader.keys({}, ContextOrder::Created, false).value().size(), 5);
        ContextFilter waiting;
        waiting.statuses = {ContextStatus::Pending};
        for (const ContextFilter &filter : {ContextFilter(), failed, waiting}) {
            for (const ContextOrder order : {ContextOrder::Created, ContextOrder::Updated}) {
                for (const bool descending : {false, true}) {
                    const QList<ContextKey> all = reader.keys(filter, order, descending).value();
                    QCOMPARE(reader.firstKeys(filter, order, descending, 2).value(), all.first(2));
                    QCOMPARE(reader.firstKeys(filter, order, descending, 9).value(), all);
                }
            }
        }
        const StatusCounts counts = reader.counts({}).value();
        QCOMPARE(counts.submitted(), 5);
        QCOMPARE(counts.of(ContextStatus::Failed), 2);
        ContextFilter typed = failed;
        typed.type = u"article"_s;
        QCOMPARE(reader.counts(typed).value().submitted(), 2);
        typed.type.clear();
        typed.noOutcome = true;
        QCOMPARE(reader.counts(typed).value().submitted(), 2);
        QCOMPARE(reader.keys(typed, ContextOrder::Created, false).value(), (QList<ContextKey>{1, 2}));
        typed.noType = true;
        QCOMPARE(reader.counts(typed).value().submitted(), 0);
        typed.type = u"other' OR '1'='1"_s;
        QCOMPARE(reader.counts(typed).value().submitted(), 0);
        const auto facets = reader.facets({}, ContextFacet::Status).value();
        qint64 sum = 0;
        for (const FacetCount &facet : facets)
            sum += facet.count;
        QCOMPARE(sum, 5);
        QCOMPARE(reader.rows({3, 1, 99}).value().size(), 2);
        QCOMPARE(reader.rows({3, 1}).value().first().title, u"T2"_s);
    }

    void aSoundWorkspaceChecksClean()
    {
        Edit edit;
        edit.set("a", 1);
        finishStep(addContext(u"c1"_s, Json::object()), 1, edit, ContextStatus::Completed);
        const Json report = checked();
        QVERIFY2(report.value("ok").toBool(), report.toBytes().constData());
        QCOMPARE(report.value("transitions").toInt(), 2);
    }

    void damageIsFoundAndNamed_data()
    {
        QTest::addColumn<QByteArray>("damage");
        QTest::newRow("a document") << QByteArray("UPDATE keyframe SET data = CAST('{\"a\":2}' AS BLOB)");
        QTest::newRow("an edit") << QByteArray("UPDATE transition SET edit = CAST('[]' AS BLOB) WHERE edit IS NOT NULL");
        QTest::newRow("a time") << QByteArray("UPDATE transition SET at = at + 1 WHERE seq = 1");
        QTest::newRow("a missing change") << QByteArray("DELETE FROM transition WHERE seq = 1");
        QTest::newRow("a state") << QByteArray("UPDATE context SET status = 6");
        QTest::newRow("a count of steps") << QByteArray("UPDATE context SET steps = 9");
        QTest::newRow("a sum") << QByteArray("UPDATE tally SET n = n + 1");
    }
    void damageIsFoundAndNamed()
    {
        QFETCH(QByteArray, damage);
        Edit edit;
        edit.set("a", 1);
        finishStep(addContext(u"c1"_s, Json::object()), 1, edit, ContextStatus::Completed);
        QVERIFY(m_db->exec(damage.constData()));
        const Json report = checked();
        QVERIFY(!report.value("ok").toBool());
        QVERIFY(!report.value("problems").at(0).value("where").toString().isEmpty());
    }

    void theDocumentsEnvelopeIsThatOfItsStep()
    {
        const ContextKey key = addContext(u"c1"_s, Json::object({{"title", "A"}}));
        Edit edit;
        edit.set("x", 1);
        finishStep(key, 1, edit);
        finishStep(key, 2, edit, ContextStatus::Completed);
        ContextReader reader(*m_db);
        QCOMPARE(reader.document(key, 0).value().value("status").toString(), u"pending"_s);
        QVERIFY(!reader.document(key, 0).value().contains("processing"));
        const Json first = reader.document(key, 1).value();
        QCOMPARE(first.value("status").toString(), u"processing"_s);
        QCOMPARE(first.value("processing").value("completed_components").size(), 1);
        QCOMPARE(reader.document(key, 2).value().value("status").toString(), u"completed"_s);
        QCOMPARE(reader.document(key, 3).error().code, ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
