// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/secretreferences.h"

#include "sdk/edit.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

using Found = std::function<void(const QByteArray &path, const QString &text)>;

void walk(const Json &schema, const Json &value, const QByteArray &path, const Found &found)
{
    if (value.isString()) {
        if (schema.value("x-secret").toBool())
            found(path, value.toString());
    } else if (value.isObject()) {
        const Json &properties = schema.value("properties");
        for (const JsonMember &member : value.members())
            walk(properties.contains(member.key) ? properties.value(member.key) : schema.value("additionalProperties"), member.value,
                 path + '/' + escapePointerToken(member.key), found);
    } else if (value.isArray()) {
        for (std::size_t i = 0; i < value.items().size(); ++i)
            walk(schema.value("items"), value.items()[i], path + '/' + QByteArray::number(i), found);
    }
}

} // namespace

QList<SecretReference> secretReferences(const Json &definition, const std::function<Json(const QString &component)> &schemaOf)
{
    static const QRegularExpression reference(u"secret:([A-Za-z0-9_.-]+)"_s); // as what fills it in reads it
    QList<SecretReference> references;
    const Json &nodes = definition.value("nodes");
    for (std::size_t i = 0; i < nodes.items().size(); ++i) {
        const Json &node = nodes.items()[i];
        // Nearly no step has one, and schemas are large.
        if (!node.value("config").isObject() || !node.value("config").toBytes().contains("secret:"))
            continue;
        const QString id = node.value("id").toString();
        walk(schemaOf(node.value("component").toString()), node.value("config"), "/nodes/" + QByteArray::number(i) + "/config",
             [&](const QByteArray &path, const QString &text) {
                 for (const QRegularExpressionMatch &match : reference.globalMatch(text))
                     references.append({id, path, match.captured(1)});
             });
    }
    return references;
}

} // namespace Millrace
