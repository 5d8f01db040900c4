// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

#include <QByteArray>
#include <QList>

#include <functional>

namespace Millrace {

/// The fields that a step with this config adds to a document or puts in the place of others, by what its config schema says under `x-gives`: names
/// with the JSON Schema of each, the settings' own names filled in ("{into}" is the field that the setting `into` names, or its default;
/// "{fields.*}" each member or item of the setting `fields`). Empty where it says nothing.
[[nodiscard]] Json givenFields(const Json &configSchema, const Json &config);

/// A field that a step reads, and has to find.
struct TakenField
{
    QByteArray pointer; ///< "/source_text"
    Json schema; ///< of it; what has no type may be anything
    QByteArray setting; ///< that names it; empty: it is always this one

    friend bool operator==(const TakenField &, const TakenField &) = default;
};

/// What a step with this config takes, by what its config schema says under `x-takes`: names as in `x-gives`, where a setting may also hold a
/// JSON Pointer or names with dots. One with `x-unless` is not read where the config has that setting.
[[nodiscard]] QList<TakenField> takenFields(const Json &configSchema, const Json &config);

/// Looks a component's descriptor up by name; nullptr where there is none.
using DescriptorLookup = std::function<const ComponentDescriptor *(const QString &name)>;

/// The same of all steps that a document may have come through before a node; of several that give a field the nearest counts. What a port
/// that spawns sends on its way is a document of its own, with nothing of what was before. Any form of definition, any thread.
[[nodiscard]] Json fieldsBefore(const Json &definition, const QString &node, const DescriptorLookup &lookup);

} // namespace Millrace
