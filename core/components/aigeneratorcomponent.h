// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

namespace Millrace {

/// Writes the sections of `data.template` with a model provider: adds `generated_content`, `model_used` and
/// `generation_parameters`; from an extractive provider also `citations`, the exact span behind every sentence. An outline
/// says in its own text that it is one, so that S2's shape holds. The run context's ModelService does the calls, with its limits and prices.
class AiGeneratorComponent final : public Component
{
public:
    [[nodiscard]] const ComponentDescriptor &descriptor() const override;
    [[nodiscard]] Result<std::shared_ptr<const Step>> prepare(const Json &config) const override;
};

} // namespace Millrace
