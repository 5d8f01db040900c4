// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "components/registry.h"
#include "engine/engine.h"
#include "store/contextreader.h"
#include "store/integrity.h"
#include "support/testcomponents.h"

#include <QFile>
#include <QTest>

namespace Millrace {

using namespace Qt::StringLiterals;

inline constexpr qint64 kSecond = 1'000'000;

/// JSON with single quotes, as a test likes to write it.
[[nodiscard]] inline Json parsed(QByteArray text)
{
    const auto json = Json::parse(text.replace('\'', '"'));
    if (!json)
        qFatal("%s: %s", text.constData(), qPrintable(json.error().text));
    return *json;
}

/// A workspace file with an engine on it, as a test wants it.
class Bench
{
public:
    explicit Bench(const QString &path, const Clock &clock = Clock::system(), std::function<void(Engine::Options &)> change = {},
                   SnapshotGate::Limits snapshots = {})
    {
        for (const auto &component : builtinComponents())
            registry.add(component);
        for (const auto &component : testComponents())
            registry.add(component);
        file = WorkspaceFile::open({path, !QFile::exists(path), false, true, {}, snapshots}).value();
        WriteScope scope(*file.writer);
        actor = scope.catalog.ensurePrincipal(u"person"_s, u"person"_s, u"Ada"_s, 1).value().key;
        Engine::Options options;
        options.writer = file.writer.get();
        options.lock = file.lock.get();
        options.registry = &registry;
        options.services.clock = &clock;
        options.random = [] { return 0.5; };
        if (change)
            change(options);
        engine = std::make_unique<Engine>(options);
    }
    ~Bench()
    {
        engine.reset();
        if (!file.close())
            qFatal("the file does not close");
    }

    Result<Json> write(Engine::WriteJob job)
    {
        auto future = engine->write(std::move(job));
        future.waitForFinished();
        return future.result();
    }

    /// Stores a version; throws the test away where it cannot run.
    qint64 save(const PipelineDefinition &pipeline)
    {
        const auto saved = write([&](WriteScope &scope) -> Result<Json> {
            const auto stored = scope.catalog.savePipeline(pipeline, actor, scope.now);
            if (!stored)
                return std::unexpected(stored.error());
            const auto plan = engine->plan(scope, stored->key);
            if (!plan)
                return std::unexpected(plan.error());
            return Json(stored->key);
        });
        if (!saved)
            qFatal("%s", qPrintable(saved.error().text + QString::fromUtf8(saved.error().detail.toBytes())));
        return saved->toInt();
    }

    /// Submits one document.
    ContextKey submit(const PipelineDefinition &pipeline, const QString &id, const Json &data, int priority = 0)
    {
        const qint64 version = save(pipeline);
        const auto done = write([&](WriteScope &scope) -> Result<Json> {
            const qint64 run = scope.catalog.addRun(u"run_"_s + id, version, id, actor, scope.now).value();
            NewSubmission submission;
            submission.document.id = id;
            submission.document.data = data;
            submission.digestBytes = data.toBytes();
            submission.plan = engine->plan(scope, version).value();
            submission.run = run;
            submission.actor = actor;
            submission.priority = priority;
            const auto submitted = engine->ledger().submit(scope, submission);
            if (!submitted)
                return std::unexpected(submitted.error());
            return Json(submitted->row.key);
        });
        if (!done)
            qFatal("%s", qPrintable(done.error().text));
        return done->toInt();
    }

    /// Submits documents to a pipeline; their keys.
    QList<ContextKey> submit(const PipelineDefinition &pipeline, int count, const QString &prefix = QStringLiteral("c"))
    {
        QList<ContextKey> keys;
        const auto done = write([&](WriteScope &scope) -> Result<Json> {
            const auto stored = scope.catalog.savePipeline(pipeline, actor, scope.now).value();
            const auto plan = engine->plan(scope, stored.key);
            if (!plan)
                return std::unexpected(plan.error());
            const qint64 run = scope.catalog.addRun(prefix, stored.key, prefix, actor, scope.now).value();
            for (int i = 0; i < count; ++i) {
                NewSubmission submission;
                submission.document.id = prefix + QString::number(i);
                submission.document.data = Json::object({{"n", i}});
                submission.digestBytes = submission.document.data.toBytes();
                submission.plan = *plan;
                submission.run = run;
                submission.actor = actor;
                const auto submitted = engine->ledger().submit(scope, submission);
                if (!submitted)
                    return std::unexpected(submitted.error());
                keys.append(submitted->row.key);
            }
            return Json();
        });
        if (!done)
            qFatal("%s", qPrintable(done.error().text));
        return keys;
    }

    void untilIdle(qint64 waitUs = 0)
    {
        auto future = engine->idle(waitUs);
        future.waitForFinished();
        if (!future.result())
            qFatal("%s", qPrintable(future.result().error().text));
    }

    StatusCounts counts()
    {
        Connection db;
        if (!db.open(file.path, Connection::Mode::ReadOnly))
            qFatal("cannot read");
        return ContextReader(db).counts({}).value();
    }
    QList<TransitionRecord> history(ContextKey key)
    {
        Connection db;
        if (!db.open(file.path, Connection::Mode::ReadOnly))
            qFatal("cannot read");
        return ContextReader(db).history(key).value();
    }
    QByteArray data(ContextKey key)
    {
        Connection db;
        if (!db.open(file.path, Connection::Mode::ReadOnly))
            qFatal("cannot read");
        return readData(db, key).value().toBytes();
    }
    Json document(ContextKey key) { return Json::parse(data(key)).value(); }
    ContextRow row(ContextKey key)
    {
        Connection db;
        if (!db.open(file.path, Connection::Mode::ReadOnly))
            qFatal("cannot read");
        return ContextRepository(db).find(key).value().value();
    }
    bool isSound()
    {
        Connection db;
        if (!db.open(file.path, Connection::Mode::ReadOnly))
            return false;
        const auto report = checkIntegrity(db, [](double) { return true; });
        if (!report->isOk())
            qWarning("%s", report->toJson().toBytes().constData());
        return report->isOk();
    }

    ComponentRegistry registry;
    WorkspaceFile file;
    qint64 actor = 0;
    std::unique_ptr<Engine> engine;
};

[[nodiscard]] inline PipelineDefinition chain(const QStringList &components)
{
    return PipelineDefinition::chain(u"p"_s, u"P"_s, components);
}

} // namespace Millrace
