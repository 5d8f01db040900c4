// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/registry.h"

#include "components/aigeneratorcomponent.h"
#include "components/scriptcomponent.h"
#include "components/templatecomponent.h"
#include "components/transformercomponent.h"

namespace Millrace {

std::vector<std::shared_ptr<Component>> builtinComponents()
{
    return {
        std::make_shared<TemplateComponent>(),
        std::make_shared<AiGeneratorComponent>(),
        std::make_shared<TransformerComponent>(),
        std::make_shared<ScriptComponent>(),
    };
}

} // namespace Millrace
