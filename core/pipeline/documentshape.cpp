// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/documentshape.h"

#include <QHash>
#include <QMultiHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

void addAll(Json &fields, const Json &more)
{
    for (const JsonMember &field : more.members()) {
        if (!fields.contains(field.key))
            fields.insert(field.key, field.value);
    }
}

} // namespace

Json givenFields(const Json &configSchema, const Json &config)
{
    Json fields = Json::object();
    for (const JsonMember &field : configSchema.value("x-gives").members()) {
        if (!field.key.startsWith('{') || !field.key.endsWith('}')) {
            fields.insert(field.key, field.value);
            continue;
        }
        QByteArray setting = field.key.sliced(1, field.key.size() - 2);
        if (setting.endsWith(".*")) {
            setting.chop(2);
            for (const JsonMember &member : config.value(setting).members())
                fields.insert(member.key, field.value);
            for (const QString &name : config.value(setting).toStringList())
                fields.insert(name, field.value);
            continue;
        }
        const Json &usual = configSchema.value("properties").value(setting).value("default");
        const QByteArray name = config.value(setting).toString(usual.toString()).toUtf8();
        if (!name.isEmpty())
            fields.insert(name, field.value);
    }
    return fields;
}

QList<TakenField> takenFields(const Json &configSchema, const Json &config)
{
    QList<TakenField> taken;
    for (const JsonMember &field : configSchema.value("x-takes").members()) {
        if (config.contains(field.value.value("x-unless").utf8()))
            continue;
        if (!field.key.startsWith('{') || !field.key.endsWith('}')) {
            taken.append({'/' + escapePointerToken(field.key), field.value, {}});
            continue;
        }
        const QByteArray setting = field.key.sliced(1, field.key.size() - 2);
        const Json &usual = configSchema.value("properties").value(setting).value("default");
        const QString path = config.value(setting).toString(usual.toString());
        if (path.isEmpty())
            continue;
        QByteArray pointer = path.startsWith(u'/') ? path.toUtf8() : QByteArray();
        const QStringList names = pointer.isEmpty() ? path.split(u'.') : QStringList();
        for (const QString &name : names)
            pointer += '/' + escapePointerToken(name.toUtf8());
        if (splitPointer(pointer))
            taken.append({pointer, field.value, setting});
    }
    return taken;
}

Json fieldsBefore(const Json &definition, const QString &node, const DescriptorLookup &lookup)
{
    QHash<QString, Json> nodes;
    for (const Json &one : definition.value("nodes").items())
        nodes.insert(one.value("id").toString(), one);
    QMultiHash<QString, const Json *> into;
    for (const Json &link : definition.value("links").items())
        into.insert(link.value("to").value("node").toString(), &link);
    Json fields = Json::object();
    QSet<QString> seen{node};
    QStringList open{node};
    for (qsizetype i = 0; i < open.size(); ++i) {
        const QList<const Json *> links = into.values(open.at(i));
        for (const Json *link : links) {
            const Json &from = link->value("from");
            const QString before = from.value("node").toString();
            const Json &step = nodes[before];
            const ComponentDescriptor *component = lookup(step.value("component").toString());
            const QString port = from.value("port").toString();
            if (component && before != node && port != "error"_L1) // what fails leaves as it came
                addAll(fields, givenFields(component->configSchema, step.value("config")));
            if (seen.contains(before))
                continue; // it may lead on by more than one port, and only some of them give
            seen.insert(before);
            const bool spawns = component
                && std::ranges::any_of(component->outputs, [&](const PortDescriptor &output) { return output.spawns && output.name == port; });
            if (!spawns)
                open.append(before);
        }
    }
    return fields;
}

} // namespace Millrace
