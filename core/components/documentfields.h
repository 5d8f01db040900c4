// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"
#include "sdk/error.h"
#include "sdk/jmespath.h"
#include "sdk/json.h"

#include <QByteArrayView>
#include <QStringList>

#include <optional>

namespace Millrace {

/// A field that people write as one text or as a list of texts.
[[nodiscard]] inline QStringList textOrList(const Json &json)
{
    if (json.isString() && !json.utf8().isEmpty())
        return {json.toString()};
    return json.toStringList();
}

/// Lineage as a document keeps it in `citations`: which bytes of its texts came from where.
[[nodiscard]] inline Json citationsOf(const QList<LineageRef> &lineage)
{
    Json citations = Json::array();
    for (const LineageRef &ref : lineage) {
        citations.append(Json::object({{"at", ref.target},
                                       {"from", ref.targetFrom},
                                       {"to", ref.targetTo},
                                       {"source", ref.source},
                                       {"source_from", ref.sourceFrom},
                                       {"source_to", ref.sourceTo}}));
    }
    return citations;
}

/// A JSON text written in the source code (a schema); null where it is wrong, which every test of a descriptor notices.
[[nodiscard]] inline Json jsonLiteral(QByteArrayView text)
{
    const Result<Json> json = Json::parse(text);
    return json ? *json : Json();
}

/// A config schema that also says what a step gives: the schema of each field that it adds to a document or puts in the place of one. "{into}" is
/// the field that the setting `into` names, "{fields.*}" each member or item of the setting `fields`. Who reads it: pipeline/documentshape.h.
[[nodiscard]] inline Json giving(Json configSchema, QByteArrayView fields)
{
    configSchema.insert("x-gives", jsonLiteral(fields));
    return configSchema;
}

/// A config's expression, if it has one; ComponentConfig with its place where it cannot be read.
[[nodiscard]] inline Result<std::optional<JmesPath>> expressionOf(const Json &config, const char *name)
{
    if (!config.contains(name))
        return std::nullopt;
    Result<JmesPath> expression = JmesPath::compile(config.value(name).toString());
    if (!expression)
        return fail(ErrorCode::ComponentConfig, expression.error().text, Json::object({{"path", QByteArray("/") + name}}));
    return std::move(*expression);
}

} // namespace Millrace
