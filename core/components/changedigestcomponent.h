// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

namespace Millrace {

/// Reads the changes out of a changelog or a log of commits and writes them as a digest by kind and part of the product, each with its
/// place in the source, as `generated_content` with `citations`.
class ChangeDigestComponent final : public Component
{
public:
    [[nodiscard]] const ComponentDescriptor &descriptor() const override;
    [[nodiscard]] Result<std::shared_ptr<const Step>> prepare(const Json &config) const override;
};

} // namespace Millrace
