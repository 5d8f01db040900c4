// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace Millrace {

class Component;

/// The file of the plugin that a component came from; empty for one of the program's own.
[[nodiscard]] QString pluginFileOf(const Component &component);

} // namespace Millrace
