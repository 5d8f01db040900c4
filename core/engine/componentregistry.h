// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

#include <QHash>

#include <memory>

namespace Millrace {

/// The components of this machine by name. Filled before the engine starts, then only read: any thread.
class ComponentRegistry
{
public:
    /// A later component replaces an earlier one of the same name.
    void add(std::shared_ptr<Component> component)
    {
        const QString name = component->descriptor().name;
        m_components.insert(name, std::move(component));
    }

    [[nodiscard]] const Component *find(const QString &name) const { return m_components.value(name).get(); }
    /// All descriptors, by name.
    [[nodiscard]] QList<ComponentDescriptor> descriptors() const;

private:
    QHash<QString, std::shared_ptr<Component>> m_components;
};

} // namespace Millrace
