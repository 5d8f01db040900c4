// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/schemareader.h"

#include "store/rows.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

struct Entry
{
    QString type;
    QString name;
    QString table;
    QString sql;
};

Result<Json> columnsOf(Connection &db, const QString &table)
{
    const auto references = allRows(db.prepared("SELECT \"from\", \"table\" FROM pragma_foreign_key_list(:name)").bind(table),
                                    [](const Statement &s) { return std::pair(s.text(0), s.text(1)); });
    if (!references)
        return std::unexpected(references.error());
    const QHash<QString, QString> targets(references->cbegin(), references->cend());
    const auto columns
        = allRows(db.prepared("SELECT name, type, \"notnull\", pk FROM pragma_table_info(:name) ORDER BY cid").bind(table), [&](const Statement &s) {
              const QString target = targets.value(s.text(0));
              return Json::object({{"name", s.text(0)},
                                   {"type", s.text(1)},
                                   {"required", s.integer(2) != 0},
                                   {"key", s.integer(3) > 0},
                                   {"references", target.isEmpty() ? Json() : Json(target)}});
          });
    if (!columns)
        return std::unexpected(columns.error());
    Json list = Json::array();
    for (const Json &column : *columns)
        list.append(column);
    return list;
}

} // namespace

Result<Json> describeSchema(Connection &db)
{
    const auto version = db.scalar("PRAGMA user_version");
    const auto pageSize = db.scalar("PRAGMA page_size");
    const auto pages = db.scalar("PRAGMA page_count");
    for (const auto *read : {&version, &pageSize, &pages}) {
        if (!*read)
            return std::unexpected(read->error());
    }
    const auto entries = allRows(db.prepared("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' "
                                             "ESCAPE '\\' ORDER BY tbl_name, type DESC, name"),
                                 [](const Statement &s) { return Entry{s.text(0), s.text(1), s.text(2), s.text(3)}; });
    if (!entries)
        return std::unexpected(entries.error());
    Json tables = Json::array();
    for (const Entry &table : *entries) {
        if (table.type != "table"_L1)
            continue;
        const auto columns = columnsOf(db, table.name);
        if (!columns)
            return std::unexpected(columns.error());
        Json indexes = Json::array();
        for (const Entry &index : *entries) {
            if (index.type == "index"_L1 && index.table == table.name)
                indexes.append(Json::object({{"name", index.name}, {"sql", index.sql}}));
        }
        tables.append(Json::object({{"name", table.name}, {"columns", *columns}, {"indexes", indexes}}));
    }
    return Json::object({{"schema", *version}, {"page_size", *pageSize}, {"pages", *pages}, {"tables", tables}});
}

} // namespace Millrace
