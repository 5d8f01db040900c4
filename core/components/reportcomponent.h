// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

namespace Millrace {

/// Adds `data.formatted_content`: a text of the user's own wording with the document's fields filled in, for findings that are not prose.
class ReportComponent final : public Component
{
public:
    [[nodiscard]] const ComponentDescriptor &descriptor() const override;
    [[nodiscard]] Result<std::shared_ptr<const Step>> prepare(const Json &config) const override;
};

} // namespace Millrace
