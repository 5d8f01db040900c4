// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

#include <functional>

namespace Millrace {

/// The fields that a step with this config adds to a document or puts in the place of others, by what its config schema says under `x-gives`: names
/// with the JSON Schema of each, the settings' own names filled in ("{into}" is the field that the setting `into` names, or its default;
/// "{fields.*}" each member or item of the setting `fields`). Empty where it says nothing.
[[nodiscard]] Json givenFields(const Json &configSchema, const Json &config);

/// Looks a component's descriptor up by name; nullptr where there is none.
using DescriptorLookup = std::function<const ComponentDescriptor *(const QString &name)>;

/// The same of all steps that a document may have come through before a node; of several that give a field the nearest counts. What a port
/// that spawns sends on its way is a document of its own, with nothing of what was before. Any form of definition, any thread.
[[nodiscard]] Json fieldsBefore(const Json &definition, const QString &node, const DescriptorLookup &lookup);

} // namespace Millrace
