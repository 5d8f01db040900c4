// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/tool.h"

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

void findMirrored(const Json &schema, const QByteArray &pointer, QList<Tool::Mirrored> &found)
{
    for (const JsonMember &property : schema.value("properties").members()) {
        const QByteArray at = pointer + '/' + escapePointerToken(property.key);
        if (property.value.contains("x-mcp-header"))
            found.append({property.value.value("x-mcp-header").utf8().toByteArray().toLower(), at});
        findMirrored(property.value, at, found);
    }
}

QByteArrayView typeOf(const Json &value)
{
    switch (value.type()) {
    case Json::Type::Bool:
        return "boolean";
    case Json::Type::Number:
        return "number";
    case Json::Type::Array:
        return "array";
    case Json::Type::Object:
        return "object";
    default:
        return "string";
    }
}

/// Where several types are allowed, the one that says most: an object, then what comes first.
Json oneType(const Json &types)
{
    Json first;
    for (const Json &type : types.items()) {
        if (type.utf8() == "object")
            return type;
        if (first.isNull() && type.utf8() != "null")
            first = type;
    }
    return first;
}

Json loweredValue(const Json &schema)
{
    Json out = Json::object();
    for (const JsonMember &member : schema.members()) {
        if (member.key == "anyOf" || member.key == "oneOf" || member.key == "allOf" || member.key == "not" || member.key == "if"
            || member.key == "then" || member.key == "else" || member.key == "x-mcp-header")
            continue;
        if (member.key == "type" && member.value.isArray()) {
            if (const Json type = oneType(member.value); !type.isNull())
                out.insert("type", type);
        } else if (member.key == "properties") {
            Json properties = Json::object();
            for (const JsonMember &property : member.value.members())
                properties.insert(property.key, loweredValue(property.value));
            out.insert("properties", properties);
        } else if (member.key == "items" || (member.key == "additionalProperties" && member.value.isObject())) {
            out.insert(member.key, loweredValue(member.value));
        } else if (!member.value.isNull()) {
            out.insert(member.key, member.value);
        }
    }
    if (out.value("type").utf8() == "array" && !out.contains("items"))
        out.insert("items", Json::object({{"type", "string"}}));
    if (!out.contains("type")) {
        if (!out.value("enum").isEmpty())
            out.insert("type", Json(typeOf(out.value("enum").at(0)).toByteArray()));
        else if (out.contains("properties"))
            out.insert("type", "object");
    }
    return out;
}

void look(const Json &schema, const QString &at, bool isRoot, QStringList &problems)
{
    for (const char *combinator : {"anyOf", "oneOf", "allOf", "not", "if", "$ref"}) {
        if (schema.contains(combinator))
            problems.append(u"%1 has %2"_s.arg(at, QString::fromLatin1(combinator)));
    }
    const Json &type = schema.value("type");
    if (isRoot && type.utf8() != "object")
        problems.append(u"%1 is no object"_s.arg(at));
    if (!type.isString() || type.utf8() == "null")
        problems.append(u"%1 has no single type"_s.arg(at));
    if (type.utf8() == "array" && !schema.value("items").isObject())
        problems.append(u"%1 does not say what its items are"_s.arg(at));
    for (const JsonMember &member : schema.members()) {
        if (member.value.isNull())
            problems.append(u"%1 has null for %2"_s.arg(at, QString::fromUtf8(member.key)));
    }
    for (const JsonMember &property : schema.value("properties").members())
        look(property.value, at + u'/' + QString::fromUtf8(property.key), false, problems);
    if (schema.value("items").isObject())
        look(schema.value("items"), at + u"/items"_s, false, problems);
}

} // namespace

void Tool::complete()
{
    mirrored.clear();
    findMirrored(inputSchema, {}, mirrored);
    Json json = Json::object({{"name", name}, {"title", title}, {"description", description}, {"inputSchema", inputSchema}});
    if (!outputSchema.isNull())
        json.insert("outputSchema", outputSchema);
    const bool isRead = access == Access::Read;
    Json annotations = Json::object({{"title", title}, {"readOnlyHint", isRead}});
    if (!isRead) {
        annotations.insert("destructiveHint", Json(access == Access::Destroy));
        annotations.insert("idempotentHint", Json(isIdempotent));
    }
    annotations.insert("openWorldHint", Json(isOpenWorld));
    json.insert("annotations", annotations);
    listed = json.toBytes();
    if (tasks != TaskUse::Never)
        json.insert("execution", Json::object({{"taskSupport", tasks == TaskUse::Always ? "required" : "optional"}}));
    listedLegacy = json.toBytes();
}

Json lowered(const Json &schema)
{
    Json out = loweredValue(schema);
    out.insert("type", "object");
    if (!out.contains("properties"))
        out.insert("properties", Json::object());
    return out;
}

QStringList schemaProblems(const Json &schema)
{
    QStringList problems;
    look(schema, u"#"_s, true, problems);
    return problems;
}

} // namespace Millrace::Mcp
