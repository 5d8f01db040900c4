// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "componenthostverb.h"

#include "components/componenthost.h"
#include "components/registry.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace Millrace::Cli {

int runComponentHostVerb(int argc, char *argv[])
{
    int memoryMiB = 512;
    for (int i = 2; i + 1 < argc; ++i) {
        if (std::string_view(argv[i]) == "--memory-mib")
            memoryMiB = std::max(std::atoi(argv[i + 1]), 16);
    }
    return runComponentHost(builtinComponents(), memoryMiB);
}

} // namespace Millrace::Cli
