// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/componentregistry.h"

#include <algorithm>

namespace Millrace {

QList<ComponentDescriptor> ComponentRegistry::descriptors() const
{
    QList<ComponentDescriptor> all;
    for (const auto &component : m_components)
        all.append(component->descriptor());
    std::ranges::sort(all, {}, &ComponentDescriptor::name);
    return all;
}

} // namespace Millrace
