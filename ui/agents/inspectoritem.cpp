// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "agents/inspectoritem.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kBytesOfToken = 4;
constexpr qsizetype kLongestName = 100;
constexpr qsizetype kLongestAbout = 2'000;

QString translated(const char *text)
{
    return QCoreApplication::translate("Agents", text);
}

/// As one line.
QString shortened(const QString &text)
{
    const QString line = text.simplified();
    return line.size() > kLongestName ? line.left(kLongestName) + u'…' : line;
}

QString nameOf(const Json &one)
{
    return one.value("title").toString(one.value("name").toString());
}

InspectorItem itemOf(const Json &one, const QString &method, const QString &text)
{
    InspectorItem item;
    item.text = shortened(text);
    item.about = one.value("description").toString().left(kLongestAbout);
    item.method = method;
    item.name = one.value("name").toString();
    item.tokens = (one.toBytes().size() + kBytesOfToken - 1) / kBytesOfToken;
    return item;
}

InspectorItem promptOf(const Json &one)
{
    InspectorItem item = itemOf(one, u"prompts/get"_s, translated(QT_TRANSLATE_NOOP("Agents", "Prompt: %1")).arg(nameOf(one)));
    Json properties = Json::object();
    Json required = Json::array();
    for (const Json &argument : one.value("arguments").items()) {
        const QByteArray name = argument.value("name").utf8().toByteArray();
        Json property = Json::object({{"type", "string"}});
        if (argument.value("description").isString())
            property.insert("description", argument.value("description"));
        properties.insert(name, property);
        if (argument.value("required").toBool())
            required.append(Json(name));
    }
    item.schema = Json::object({{"type", "object"}, {"properties", properties}, {"required", required}});
    return item;
}

} // namespace

QList<InspectorItem> InspectorItem::ofDoor(const Json &answer)
{
    QList<InspectorItem> items;
    for (const Json &tool : answer.value("tools").items()) {
        InspectorItem item = itemOf(tool, u"tools/call"_s, tool.value("name").toString());
        item.about = tool.value("title").toString();
        item.schema = tool.value("input_schema");
        item.tokens = tool.value("tokens").toInt();
        items.append(item);
    }
    return items;
}

QList<InspectorItem> InspectorItem::ofServer(const Json &found)
{
    QList<InspectorItem> items;
    for (const Json &tool : found.value("tools").items()) {
        InspectorItem item = itemOf(tool, u"tools/call"_s, tool.value("name").toString());
        item.schema = tool.value("inputSchema").isObject() ? tool.value("inputSchema") : Json::object();
        items.append(item);
    }
    for (const char *list : {"resources", "templates"}) {
        for (const Json &resource : found.value(list).items()) {
            InspectorItem item = itemOf(resource, u"resources/read"_s, translated(QT_TRANSLATE_NOOP("Agents", "Resource: %1")).arg(nameOf(resource)));
            const bool isTemplate = resource.value("uriTemplate").isString();
            item.name = resource.value(isTemplate ? "uriTemplate" : "uri").toString();
            // The places of a template are filled in where they stand.
            item.schema = Json::object({{"type", "object"},
                                        {"properties", Json::object({{"uri", Json::object({{"type", "string"}})}})},
                                        {"required", Json::array({"uri"})}});
            item.filled = Json::object({{"uri", item.name}});
            items.append(item);
        }
    }
    for (const Json &prompt : found.value("prompts").items())
        items.append(promptOf(prompt));
    return items;
}

Json InspectorItem::params(const Json &args) const
{
    return method == "resources/read"_L1 ? args : Json::object({{"name", name}, {"arguments", args}});
}

} // namespace Millrace
