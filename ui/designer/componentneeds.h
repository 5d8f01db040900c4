// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

#include <QHash>

namespace Millrace {

/// The plugins that kinds of step come from: file by the component's name. What is not in it is the program's own.
using ComponentPlugins = QHash<QString, QString>;

/// What a run of such a step needs and can do, and where the kind comes from: "uses the network · runs in a process of its own · from the plugin
/// wordcount.so". Empty where there is nothing to say.
[[nodiscard]] QString componentNeeds(const ComponentDescriptor &component, const ComponentPlugins &plugins);

} // namespace Millrace
