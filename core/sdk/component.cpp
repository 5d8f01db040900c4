// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/component.h"

#include "sdk/effecttarget.h"

namespace Millrace {

RunContext::~RunContext() = default;
Step::~Step() = default;
Component::~Component() = default;
ComponentPlugin::~ComponentPlugin() = default;
EffectTarget::~EffectTarget() = default;

QLatin1StringView effectName(Effect effect)
{
    switch (effect) {
    case Effect::Pure:
        return QLatin1StringView("pure");
    case Effect::Reads:
        return QLatin1StringView("reads");
    case Effect::Writes:
        return QLatin1StringView("writes");
    case Effect::Network:
        return QLatin1StringView("network");
    }
    Q_UNREACHABLE_RETURN({});
}

Json ComponentDescriptor::toJson() const
{
    Json ports = Json::array();
    for (const PortDescriptor &port : outputs) {
        Json json = Json::object({{"name", port.name}, {"title", port.title}});
        if (port.spawns)
            json.insert("spawns", true);
        ports.append(json);
    }
    return Json::object({
        {"name", name},
        {"title", title},
        {"category", category},
        {"description", description},
        {"icon", icon},
        {"version", version},
        {"effect", effectName(effect)},
        {"isolation", isolation == Isolation::Child ? "child" : "in_process"},
        {"cacheable", cacheable},
        {"outputs", ports},
        {"config_schema", configSchema},
    });
}

} // namespace Millrace
