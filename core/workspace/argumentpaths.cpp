// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/argumentpaths.h"

#include "access/pathrule.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace::ArgumentPaths {

namespace {

enum class Kind : quint8 { None, Path, PathOrName, PathOrBelow };

Kind kindOf(const Json &schema)
{
    const QByteArrayView format = schema.value("format").utf8();
    return format == "path" ? Kind::Path : format == "path-or-name" ? Kind::PathOrName : format == "path-or-below" ? Kind::PathOrBelow : Kind::None;
}

/// Whether the text is, to whoever takes it, a path of its own: not the name of something in the workspace, nor below another argument's folder.
bool isOwnPath(Kind kind, const QString &text)
{
    switch (kind) {
    case Kind::Path:
        return true;
    case Kind::PathOrName:
        return text.endsWith(".json"_L1) || text.contains(u'/');
    case Kind::PathOrBelow:
        return text.startsWith(u'/') || text.split(u'/').contains(".."_L1);
    case Kind::None:
        break;
    }
    return false;
}

} // namespace

bool areIn(const Json &schema)
{
    return kindOf(schema) != Kind::None || (schema.contains("items") && areIn(schema.value("items")))
        || std::ranges::any_of(schema.value("properties").members(), [](const JsonMember &member) { return areIn(member.value); });
}

Result<Json> confined(const Json &schema, const Json &args, const QStringList &folders)
{
    if (const Kind kind = kindOf(schema); kind != Kind::None && args.isString()) {
        if (!isOwnPath(kind, args.toString()))
            return args;
        return confinedTo(folders, args.toString()).transform([](const QString &path) { return Json(path); });
    }
    Json result = args;
    if (args.isArray() && schema.contains("items")) {
        for (qsizetype i = 0; i < args.size(); ++i) {
            const auto item = confined(schema.value("items"), args.at(i), folders);
            if (!item)
                return item;
            result.replaceAt(i, *item);
        }
        return result;
    }
    for (const JsonMember &property : schema.value("properties").members()) {
        if (!args.contains(property.key))
            continue;
        const auto value = confined(property.value, args.value(property.key), folders);
        if (!value)
            return value;
        // Below the folder, but a link may lie on the way.
        if (kindOf(property.value) == Kind::PathOrBelow && value->isString() && !value->toString().isEmpty()
            && !isOwnPath(Kind::PathOrBelow, value->toString())) {
            if (const auto below = confinedTo(folders, result.value("folder").toString() + u'/' + value->toString()); !below)
                return std::unexpected(below.error());
        }
        result.insert(property.key, *value);
    }
    return result;
}

} // namespace Millrace::ArgumentPaths
