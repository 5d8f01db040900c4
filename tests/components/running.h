// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/documentshape.h"
#include "support/testcontext.h"

#include <QTest>

#include <algorithm>

namespace Millrace {

/// That a value has no member that a schema with members does not name.
inline bool isDeclared(const Json &value, const Json &schema)
{
    if (value.isObject() && schema.contains("properties")) {
        return std::ranges::all_of(value.members(), [&](const JsonMember &member) {
            return schema.value("properties").contains(member.key) && isDeclared(member.value, schema.value("properties").value(member.key));
        });
    }
    return std::ranges::all_of(value.items(), [&](const Json &item) { return isDeclared(item, schema.value("items")); });
}

/// A step gives what its component says that it gives, and nothing else: whatever a test runs is held to that.
inline void checkGiven(const ComponentDescriptor &component, const Json &config, const Json &before, const StepResult &result)
{
    const bool replacesAll = config.value("replace").toBool();
    if (!component.configSchema.contains("x-gives") || result.error || replacesAll)
        return;
    const Json fields = givenFields(component.configSchema, config);
    const Json after = result.edit.appliedTo(before).value_or(Json());
    for (const JsonMember &field : after.members()) {
        if (before.contains(field.key) && (before.value(field.key) == field.value || !fields.contains(field.key)))
            continue; // it came so, or was changed in its place
        const QByteArray told = component.name.toUtf8() + " gives \"" + field.key + "\": " + field.value.toBytes().left(300);
        if (!fields.contains(field.key) || !isDeclared(field.value, fields.value(field.key)))
            QTest::qFail(told.constData(), __FILE__, __LINE__);
    }
}

/// Prepares a component and runs it once over `data`; a config that is refused comes back as the step's error.
template <typename C>
StepResult runOnce(const Json &data, const Json &config, RunContext &context)
{
    const auto step = C().prepare(config);
    if (!step)
        return StepResult::failed(step.error());
    StepInput input;
    input.data = data;
    input.contextId = QStringLiteral("ctx_123456");
    input.contextType = QStringLiteral("article");
    input.node = QStringLiteral("node");
    input.idempotencyKey = "key";
    StepResult result = (*step)->run(input, context);
    checkGiven(C().descriptor(), config, data, result);
    return result;
}

template <typename C>
StepResult runOnce(const Json &data, const Json &config = {})
{
    TestContext context;
    return runOnce<C>(data, config, context);
}

/// The document after the step; null where it failed.
inline Json after(const StepResult &result, const Json &data)
{
    return result.error ? Json() : result.edit.appliedTo(data).value_or(Json());
}

} // namespace Millrace
