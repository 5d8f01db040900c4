// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

namespace Millrace {

/// Adds `data.template`: the sections to write, chosen by the document's type, audience and tone, with the document's fields
/// filled in. Takes its templates from the run context, and from those that ship where there is none (in a child process).
class TemplateComponent final : public Component
{
public:
    [[nodiscard]] const ComponentDescriptor &descriptor() const override;
    [[nodiscard]] Result<std::shared_ptr<const Step>> prepare(const Json &config) const override;
};

} // namespace Millrace
