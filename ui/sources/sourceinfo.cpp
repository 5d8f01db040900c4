// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/sourceinfo.h"

#include "sdk/clock.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kKinds = {"failed", "taken", "put_away", "taking", "gone"};
/// What a source is made of, when it is made anew.
constexpr std::array kSpec = {"id",    "title",   "folder",     "pipeline",  "recursive", "include",   "exclude",
                              "after", "move_to", "duplicates", "settle_ms", "rest_ms",   "rescan_ms", "priority"};

QStringList listOf(const Json &json)
{
    QStringList list;
    for (const Json &item : json.items())
        list.append(item.toString());
    return list;
}

qint64 momentOf(const Json &json)
{
    return parseIso(json.toString()).value_or(0);
}

} // namespace

QString sourceFileKindName(SourceFileKind kind)
{
    return QString::fromLatin1(kKinds.at(static_cast<std::size_t>(kind)));
}

SourceInfo SourceInfo::fromJson(const Json &json)
{
    SourceInfo info;
    info.id = json.value("id").toString();
    info.title = json.value("title").toString();
    info.folder = json.value("folder").toString();
    info.pipeline = json.value("pipeline").toString();
    info.isRecursive = json.value("recursive").toBool(true);
    info.include = listOf(json.value("include"));
    info.exclude = listOf(json.value("exclude"));
    info.after = json.value("after").toString(u"leave"_s);
    info.moveTo = json.value("move_to").toString();
    info.linksDuplicates = json.value("duplicates").toString() == "link"_L1;
    info.settleMs = json.value("settle_ms").toInt();
    info.restMs = json.value("rest_ms").toInt(60'000);
    info.isPaused = json.value("state").toString() == "paused"_L1;
    info.problem = json.value("problem").toString();
    info.lookedAt = momentOf(json.value("looked_at"));
    info.waiting = json.value("files").value("waiting").toInt();
    for (const char *kind : kKinds)
        info.counts.append(json.value("files").value(kind).toInt());
    info.args = Json::object();
    for (const char *name : kSpec) {
        const Json &value = json.value(name);
        if (!value.isNull() && !(value.isString() && value.toString().isEmpty()))
            info.args.insert(name, value);
    }
    return info;
}

SourceFile SourceFile::fromJson(const Json &json)
{
    SourceFile file;
    file.path = json.value("path").toString();
    const QString state = json.value("state").toString();
    const auto kind = std::ranges::find_if(kKinds, [&](const char *name) { return state == QLatin1StringView(name); });
    if (kind != kKinds.end())
        file.kind = static_cast<SourceFileKind>(kind - kKinds.begin());
    file.size = json.value("size").toInt();
    file.changedAt = momentOf(json.value("changed_at"));
    file.attempts = static_cast<int>(json.value("attempts").toInt());
    file.document = json.value("document").toString();
    file.reason = json.value("reason");
    return file;
}

} // namespace Millrace
