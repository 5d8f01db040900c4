// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

#include <QList>
#include <QString>

#include <memory>
#include <vector>

namespace Millrace {

/// A plugin that was not taken, and why, in one sentence.
struct PluginProblem
{
    QString file;
    QString reason;

    friend bool operator==(const PluginProblem &, const PluginProblem &) = default;
};

struct LoadedPlugins
{
    std::vector<std::shared_ptr<Component>> components;
    QList<PluginProblem> problems;
};

/// Loads every component plugin of a folder, in the order of file names; a folder that is not there holds none.
///
/// Refused with a reason: what is no plugin for components, one built for another MILLRACE_SDK_VERSION (both numbers are named), one
/// without components, and a component whose name is taken by `known` or an earlier plugin. Whatever its descriptor says, a
/// plugin's component runs in a child process. Plugins stay loaded as long as the process lives.
[[nodiscard]] LoadedPlugins loadPlugins(const QString &folder, const std::vector<std::shared_ptr<Component>> &known = {});

/// Where plugins lie: what MILLRACE_PLUGINS names (with colons between), else the user's folder and the one beside the program. The component host
/// looks there, too.
[[nodiscard]] QStringList pluginFolders();

} // namespace Millrace
