// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

namespace Millrace {

/// Holds a document back: for a time, until a moment that the document names, or until somebody sends a signal.
class WaitComponent final : public Component
{
public:
    [[nodiscard]] const ComponentDescriptor &descriptor() const override;
    [[nodiscard]] Result<std::shared_ptr<const Step>> prepare(const Json &config) const override;
};

} // namespace Millrace
