// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "library/librarydocument.h"

#include "sdk/clock.h"

#include <QDateTime>
#include <QTimeZone>

namespace Millrace {

namespace {

qint64 momentOf(const Json &json)
{
    return parseIso(json.toString()).value_or(0);
}

QString isoOf(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODate);
}

void insertText(Json &json, const char *key, const QString &text)
{
    if (!text.isEmpty())
        json.insert(key, text);
}

} // namespace

LibraryDocument LibraryDocument::fromJson(const Json &json)
{
    LibraryDocument document;
    document.id = json.value("id").toString();
    document.title = json.value("title").toString();
    document.name = json.value("name").toString();
    document.path = json.value("path").toString();
    document.format = json.value("format").toString();
    document.mediaType = json.value("media_type").toString();
    document.hash = json.value("hash").toString();
    document.duplicateOf = json.value("duplicate_of").toString();
    document.size = json.value("size").toInt();
    document.modifiedAt = momentOf(json.value("modified_at"));
    document.takenAt = momentOf(json.value("taken_at"));
    document.version = static_cast<int>(json.value("version").toInt(1));
    document.isLatest = json.value("is_latest").toBool(true);
    return document;
}

bool LibraryFilter::isEmpty() const
{
    LibraryFilter everything;
    everything.byWordsAlone = byWordsAlone; // an order alone leaves nothing out
    return *this == everything;
}

Json LibraryFilter::toArgs() const
{
    Json args = Json::object();
    insertText(args, "query", query);
    insertText(args, "format", format);
    insertText(args, "language", language);
    insertText(args, "tag", tag);
    insertText(args, "source", source);
    if (const QDate date = QDate::fromString(day, Qt::ISODate); date.isValid()) {
        const QDateTime begin(date, QTime(0, 0), QTimeZone::utc());
        args.insert("from", isoOf(begin));
        args.insert("to", isoOf(begin.addDays(1)));
    }
    if (hasDuplicates)
        args.insert("duplicates", *hasDuplicates);
    if (allVersions)
        args.insert("all_versions", true);
    return args;
}

Json LibraryFilter::toJson() const
{
    Json json = toArgs();
    json.remove("from");
    json.remove("to");
    insertText(json, "day", day);
    if (byWordsAlone)
        json.insert("ranking", "text");
    return json;
}

LibraryFilter LibraryFilter::fromJson(const Json &json)
{
    LibraryFilter filter;
    filter.query = json.value("query").toString();
    filter.byWordsAlone = json.value("ranking").toString() == QLatin1StringView("text");
    filter.format = json.value("format").toString();
    filter.language = json.value("language").toString();
    filter.tag = json.value("tag").toString();
    filter.source = json.value("source").toString();
    filter.day = json.value("day").toString();
    if (json.contains("duplicates"))
        filter.hasDuplicates = json.value("duplicates").toBool();
    filter.allVersions = json.value("all_versions").toBool();
    return filter;
}

} // namespace Millrace
