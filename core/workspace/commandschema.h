// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/contextstate.h"
#include "sdk/error.h"
#include "workspace/command.h"

#include <utility>

/// The words that descriptions of commands are written in.
namespace Millrace::CommandSchema {

using namespace Qt::StringLiterals;

[[nodiscard]] inline Json text(const char *description)
{
    return Json::object({{"type", "string"}, {"description", description}});
}

[[nodiscard]] inline Json integer(const char *description, qint64 least)
{
    return Json::object({{"type", "integer"}, {"minimum", least}, {"description", description}});
}

[[nodiscard]] inline Json texts(const char *description)
{
    return Json::object({{"type", "array"}, {"items", Json::object({{"type", "string"}})}, {"description", description}});
}

/// Of the file system: what a client gives has to lie in one of its folders.
[[nodiscard]] inline Json filePath(const char *description)
{
    return Json::object({{"type", "string"}, {"format", "path"}, {"description", description}});
}

/// What may be a name instead.
[[nodiscard]] inline Json pathOrName(const char *description)
{
    return Json::object({{"type", "string"}, {"format", "path-or-name"}, {"description", description}});
}

/// What may be relative to another argument's folder instead.
[[nodiscard]] inline Json pathOrBelow(const char *description)
{
    return Json::object({{"type", "string"}, {"format", "path-or-below"}, {"description", description}});
}

[[nodiscard]] inline Json filePaths(const char *description)
{
    return Json::object({{"type", "array"}, {"items", Json::object({{"type", "string"}, {"format", "path"}})}, {"description", description}});
}

[[nodiscard]] inline Json anyObject()
{
    return Json::object({{"type", "object"}});
}

[[nodiscard]] inline Json schema(std::initializer_list<JsonMember> properties, const QStringList &required = {})
{
    Json json = Json::object({{"type", "object"}, {"properties", Json::object(properties)}, {"additionalProperties", false}});
    if (!required.isEmpty())
        json.insert("required", Json::array(required));
    return json;
}

[[nodiscard]] inline Json statusSchema()
{
    Json names = Json::array();
    for (const ContextStatus status : kAllStatuses)
        names.append(Json(statusName(status)));
    return Json::object({{"type", "string"}, {"enum", names}, {"description", "only contexts in this state"}});
}

[[nodiscard]] inline CommandInfo info(const char *name, const char *title, const char *description, Access access, const char *permission, Json args,
                                      bool undoable = false)
{
    return {QString::fromUtf8(name),
            QString::fromUtf8(title),
            QString::fromUtf8(description),
            std::move(args),
            anyObject(),
            access,
            QString::fromUtf8(permission),
            undoable};
}

/// The same, with a bound that is told to whoever exceeds it.
[[nodiscard]] inline Json textsUpTo(const char *description, qint64 most)
{
    Json json = texts(description);
    json.insert("maxItems", most);
    return json;
}

[[nodiscard]] inline Json prioritySchema()
{
    return Json::object(
        {{"type", "integer"}, {"minimum", -1000}, {"maximum", 1000}, {"description", "higher goes first; without it the pipeline's own, else 0"}});
}

[[nodiscard]] inline QStringList idsOf(const Json &args)
{
    QStringList ids = args.value("ids").toStringList();
    if (args.contains("id"))
        ids.append(args.value("id").toString());
    return ids;
}

[[nodiscard]] inline std::unexpected<Error> noContext(const QString &id)
{
    return fail(ErrorCode::NotFound, u"there is no context \"%1\""_s.arg(id), Json::object({{"id", id}}));
}

} // namespace Millrace::CommandSchema
