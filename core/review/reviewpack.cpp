// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/reviewpack.h"

#include "store/migrator.h"
#include "store/workspacefile.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// The whole of a pack, table by table; `%1` are the keys of its items. Keys stay what they are, so that everything still points where it did; what
/// points outside the pack points nowhere. Nothing in it falls due: deadlines are the workspace's that it came from.
constexpr std::array kCopies = {
    "INSERT OR IGNORE INTO principal SELECT * FROM origin.principal",
    "CREATE TEMP TABLE picked AS SELECT pk, context, version FROM origin.review_item WHERE pk IN (%1)",
    "INSERT INTO pipeline SELECT * FROM origin.pipeline WHERE pk IN (SELECT version FROM picked)",
    "INSERT INTO run (pk, id, pipeline, title, actor, created_at) SELECT pk, id, NULL, title, actor, created_at FROM origin.run WHERE pk IN "
    "(SELECT run FROM origin.context WHERE pk IN (SELECT context FROM picked))",
    "INSERT INTO context SELECT * FROM origin.context WHERE pk IN (SELECT context FROM picked)",
    "UPDATE context SET parent = NULL, superseded_by = NULL, due_at = NULL, origin = 0, forks = 0",
    "INSERT INTO keyframe SELECT k.* FROM picked p JOIN origin.keyframe k ON k.id BETWEEN p.context * 65536 AND p.context * 65536 + 65535",
    "INSERT INTO transition SELECT * FROM origin.transition WHERE context IN (SELECT context FROM picked) ORDER BY seq",
    "INSERT INTO suspension SELECT * FROM origin.suspension WHERE context IN (SELECT context FROM picked)",
    "INSERT INTO review_item SELECT * FROM origin.review_item WHERE pk IN (SELECT pk FROM picked)",
    "UPDATE review_item SET follows = NULL, claimed_by = NULL, claim_until = 0, pack = ''",
    "INSERT INTO review_decision SELECT * FROM origin.review_decision WHERE item IN (SELECT pk FROM picked)",
    "UPDATE review_decision SET corrects = NULL WHERE corrects NOT IN (SELECT pk FROM review_decision)",
    "INSERT INTO review_comment SELECT * FROM origin.review_comment WHERE item IN (SELECT pk FROM picked)",
    "UPDATE review_comment SET reply_to = NULL WHERE reply_to NOT IN (SELECT pk FROM review_comment)",
    "INSERT INTO review_event SELECT * FROM origin.review_event WHERE item IN (SELECT pk FROM picked)",
    "INSERT INTO tally SELECT run, pipeline, 0, status, count(*) FROM context GROUP BY run, pipeline, status",
    "INSERT INTO node_load SELECT pipeline, node, status, count(*), sum(bytes) FROM context WHERE node >= 0 AND status NOT IN (5, 7) GROUP BY 1, 2, "
    "3",
    "DROP TABLE picked",
};

QByteArray joined(const QList<qint64> &keys)
{
    QByteArray list;
    for (const qint64 key : keys)
        list += QByteArray::number(key) + ',';
    list.chop(1);
    return list;
}

Result<void> copyInto(Connection &db, const QString &source, const QList<qint64> &items, const ReviewPack &pack)
{
    Statement attach = db.temporary("ATTACH :file AS origin");
    if (auto attached = attach.bind(source).run(); !attached)
        return attached;
    if (auto begun = db.exec("BEGIN"); !begun)
        return begun;
    for (const char *copy : kCopies) {
        if (auto copied = db.exec(QByteArray(copy).replace("%1", joined(items)).constData()); !copied)
            return copied;
    }
    Catalog catalog(db);
    for (const auto &[key, value] :
         {std::pair("pack_of", pack.of), std::pair("pack_name", pack.name), std::pair("pack_made_at", QString::number(pack.madeAt)),
          std::pair("pack_items", QString::number(items.size()))}) {
        if (auto set = catalog.setMeta(key, value); !set)
            return set;
    }
    return db.exec("COMMIT");
}

} // namespace

Result<std::optional<ReviewPack>> packOf(Catalog &catalog)
{
    ReviewPack pack;
    for (const auto &[key, value] : {std::pair("pack_of", &pack.of), std::pair("pack_name", &pack.name)}) {
        auto text = catalog.meta(key);
        if (!text)
            return std::unexpected(text.error());
        *value = *text;
    }
    if (pack.of.isEmpty())
        return std::nullopt;
    for (const auto &[key, value] : {std::pair("pack_made_at", &pack.madeAt), std::pair("pack_items", &pack.items)}) {
        const auto text = catalog.meta(key);
        if (!text)
            return std::unexpected(text.error());
        *value = text->toLongLong();
    }
    return pack;
}

Result<void> writePack(const QString &source, const QList<qint64> &items, const QString &path, const ReviewPack &pack)
{
    if (QFileInfo::exists(path))
        return fail(ErrorCode::WorkspaceExists, u"there is a file %1 already"_s.arg(path));
    const QString temporary = path + u".part"_s;
    QFile::remove(temporary);
    Result<void> done;
    {
        Connection db;
        done = db.open(temporary, Connection::Mode::Create);
        if (done)
            done = migrate(db, true).transform([](MigrationOutcome) {});
        if (done)
            done = copyInto(db, source, items, pack);
        const auto closed = db.close();
        if (done)
            done = closed;
    }
    if (done && !QFile::rename(temporary, path))
        done = fail(ErrorCode::FileWrite, u"the pack could not be put at %1"_s.arg(path));
    if (!done) {
        for (const QString &rest : {QString(), u"-wal"_s, u"-shm"_s, u"-journal"_s})
            QFile::remove(temporary + rest);
    }
    return done;
}

namespace {

/// A pack that was away while the program was upgraded is upgraded too, in a copy: it stays what it is for whoever has it.
Result<WorkspaceFile> openPack(const QString &path, const QTemporaryDir &folder)
{
    auto file = WorkspaceFile::open({.path = path, .readOnly = true, .socket = {}});
    if (file || file.error().code != ErrorCode::MigrationFailed)
        return file;
    const QString copy = folder.filePath(u"pack.millrace"_s);
    for (const QString &rest : {QString(), u"-wal"_s}) {
        if (!QFileInfo::exists(path + rest))
            continue;
        if (!folder.isValid() || !QFile::copy(path + rest, copy + rest))
            return fail(ErrorCode::FileWrite, u"the pack is of an older version, and no temporary copy could be made to upgrade"_s);
        QFile::setPermissions(copy + rest, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    }
    return WorkspaceFile::open({.path = copy, .socket = {}});
}

} // namespace

Result<PackContent> readPack(const QString &path, const QString &workspaceId)
{
    const QTemporaryDir folder;
    auto file = openPack(path, folder);
    if (!file)
        return std::unexpected(file.error());
    Connection db;
    if (auto opened = db.open(file->readPath, file->readMode); !opened)
        return std::unexpected(opened.error());
    Catalog catalog(db);
    const auto pack = packOf(catalog);
    if (!pack)
        return std::unexpected(pack.error());
    if (!*pack || (*pack)->of != workspaceId)
        return fail(ErrorCode::InvalidArgument, *pack ? u"the pack is another workspace's"_s : u"the file is no review pack"_s,
                    Json::object({{"path", path}}));
    const auto people = catalog.principals();
    if (!people)
        return std::unexpected(people.error());
    const auto person = [&](qint64 key) {
        const auto found = std::ranges::find(*people, key, &Principal::key);
        return found == people->end() ? Principal() : *found;
    };
    PackContent content{**pack, {}, {}};
    ReviewRepository reviews(db);
    auto decisions = reviews.decisions(0, {}, {}, true, 0, 1'000'000);
    if (!decisions)
        return std::unexpected(decisions.error());
    std::ranges::reverse(*decisions);
    for (ReviewDecision &decision : *decisions) {
        const auto item = reviews.find(decision.item);
        if (!item)
            return std::unexpected(item.error());
        const Principal by = person(decision.actor);
        if (*item)
            content.decisions.append({(*item)->id, std::move(decision), by, (*item)->revision});
    }
    Statement &contexts = db.prepared("SELECT DISTINCT context FROM review_comment ORDER BY context");
    contexts.bind();
    QList<qint64> keys;
    while (true) {
        const auto row = contexts.step();
        if (!row)
            return std::unexpected(row.error());
        if (!*row)
            break;
        keys.append(contexts.integer(0));
    }
    contexts.reset();
    for (const qint64 key : std::as_const(keys)) {
        const auto comments = reviews.comments(key);
        if (!comments)
            return std::unexpected(comments.error());
        for (const ReviewComment &comment : *comments) {
            const auto item = reviews.find(comment.item);
            if (!item)
                return std::unexpected(item.error());
            const auto other = std::ranges::find(*comments, comment.replyTo.value_or(0), &ReviewComment::key);
            if (*item)
                content.comments.append({(*item)->id, other == comments->end() ? QString() : other->id, comment, person(comment.actor)});
        }
    }
    return content;
}

ReviewAnswer answerOf(const PackedDecision &packed, const QString &packName)
{
    const ReviewDecision &d = packed.decision;
    ReviewAnswer answer;
    answer.id = d.id;
    answer.kind = d.kind;
    answer.revision = packed.revision;
    if (d.body.contains("answers"))
        answer.answers = d.body.value("answers");
    answer.note = d.body.value("note").toString();
    if (d.body.contains("edit"))
        answer.patch = d.body.value("edit");
    answer.seen = d.body.value("seen").toStringList();
    answer.rerunFrom = d.body.value("rerun_from").toString();
    answer.tookUs = d.tookUs;
    answer.mergedFrom = packName;
    answer.at = d.at;
    return answer;
}

} // namespace Millrace
