// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrator.h"

#include <QFile>

using namespace Qt::StringLiterals;

static void initMigrationResources()
{
    Q_INIT_RESOURCE(migrations);
}

namespace Millrace {

namespace {

struct Marks
{
    qint64 applicationId = 0;
    qint64 version = 0;
    qint64 objects = 0;
};

Result<Marks> readMarks(Connection &db)
{
    const auto id = db.scalar("PRAGMA application_id");
    if (!id)
        return std::unexpected(id.error());
    const auto version = db.scalar("PRAGMA user_version");
    if (!version)
        return std::unexpected(version.error());
    const auto objects = db.scalar("SELECT count(*) FROM sqlite_schema");
    if (!objects)
        return std::unexpected(objects.error());
    return Marks{*id, *version, *objects};
}

Result<void> checkMarks(const Marks &marks)
{
    if (marks.applicationId != kApplicationId)
        return fail(ErrorCode::WorkspaceForeign, u"the file is a database, but not a Millrace workspace"_s);
    if (marks.version > kSchemaVersion)
        return fail(ErrorCode::WorkspaceNewer, u"the workspace has schema %1; this Millrace knows up to %2"_s.arg(marks.version).arg(kSchemaVersion),
                    Json::object({{"schema", marks.version}, {"known", kSchemaVersion}}));
    return {};
}

Result<void> apply(Connection &db, int version)
{
    QFile file(u":/millrace/migrations/%1.sql"_s.arg(version, 3, 10, QLatin1Char('0')));
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Internal, u"migration %1 is missing in the program"_s.arg(version));
    const QByteArray script = "BEGIN IMMEDIATE;\n" + file.readAll() + "\nPRAGMA application_id = " + QByteArray::number(kApplicationId)
        + ";\nPRAGMA user_version = " + QByteArray::number(version) + ";\nCOMMIT;";
    if (const auto done = db.exec(script.constData()); !done) {
        if (db.inTransaction()) [[maybe_unused]]
            const auto undone = db.exec("ROLLBACK");
        const bool cannotWrite = done.error().code != ErrorCode::StoreSql;
        return cannotWrite ? done : fail(ErrorCode::MigrationFailed, done.error().text, done.error().detail);
    }
    return {};
}

} // namespace

Result<MigrationOutcome> migrate(Connection &db, bool mayCreate)
{
    initMigrationResources();
    const auto marks = readMarks(db);
    if (!marks)
        return std::unexpected(marks.error());
    const bool empty = marks->objects == 0 && marks->applicationId == 0;
    if (empty && !mayCreate)
        return fail(ErrorCode::WorkspaceForeign, u"the file is empty, not a Millrace workspace"_s);
    if (!empty) {
        if (const auto ours = checkMarks(*marks); !ours)
            return std::unexpected(ours.error());
        if (marks->version == kSchemaVersion)
            return MigrationOutcome::Current;
    }
    for (int version = static_cast<int>(empty ? 0 : marks->version) + 1; version <= kSchemaVersion; ++version) {
        if (const auto done = apply(db, version); !done)
            return std::unexpected(done.error());
    }
    return empty ? MigrationOutcome::Created : MigrationOutcome::Upgraded;
}

Result<void> checkSchema(Connection &db)
{
    const auto marks = readMarks(db);
    if (!marks)
        return std::unexpected(marks.error());
    if (const auto ours = checkMarks(*marks); !ours)
        return ours;
    if (marks->version < kSchemaVersion)
        return fail(ErrorCode::MigrationFailed, u"the workspace has the older schema %1 and cannot be upgraded here"_s.arg(marks->version));
    return {};
}

} // namespace Millrace
