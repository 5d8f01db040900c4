// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/services.h"

namespace Millrace {

TemplateSource::~TemplateSource() = default;
ModelService::~ModelService() = default;
PassageSource::~PassageSource() = default;

} // namespace Millrace
