// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/componenthost.h"
#include "components/registry.h"
#include "support/testcomponents.h"

#include <cstdlib>
#include <cstring>

/// A component host with the built-in components and those that misbehave: `testhost --memory-mib N`.
int main(int argc, char **argv)
{
    auto components = Millrace::builtinComponents();
    for (const auto &component : Millrace::testComponents())
        components.push_back(component);
    const bool hasLimit = argc > 2 && std::strcmp(argv[argc - 2], "--memory-mib") == 0;
    return Millrace::runComponentHost(components, hasLimit ? std::atoi(argv[argc - 1]) : 512);
}
