// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "componenthostverb.h"

#include "components/componenthost.h"
#include "components/pluginloader.h"
#include "components/registry.h"
#include "extract/extractcomponents.h"
#include "observe/log.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

using namespace Qt::StringLiterals;

namespace Millrace::Cli {

int runComponentHostVerb(int argc, char *argv[])
{
    int memoryMiB = 512;
    for (int i = 2; i + 1 < argc; ++i) {
        if (std::string_view(argv[i]) == "--memory-mib")
            memoryMiB = std::max(std::atoi(argv[i + 1]), 16);
    }
    // No crash reports: components crash here by design, and the engine says so.
    const Log log(LogOptions::standard(u"component-host"_s, QStringLiteral(MILLRACE_VERSION)));
    std::vector<std::shared_ptr<Component>> components = builtinComponents();
    for (const std::shared_ptr<Component> &component : extractHostComponents())
        components.push_back(component);
    for (const QString &folder : pluginFolders()) {
        for (const std::shared_ptr<Component> &component : loadPlugins(folder, components).components)
            components.push_back(component);
    }
    return runComponentHost(components, memoryMiB);
}

} // namespace Millrace::Cli
