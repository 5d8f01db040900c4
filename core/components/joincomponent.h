// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

namespace Millrace {

/// Waits for the children of every split before it and gathers what became of them in a list. A child that comes here has ended.
class JoinComponent final : public Component
{
public:
    [[nodiscard]] const ComponentDescriptor &descriptor() const override;
    [[nodiscard]] Result<std::shared_ptr<const Step>> prepare(const Json &config) const override;
};

} // namespace Millrace
