// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/schemafield.h"

namespace Millrace {

/// Fields of rows that can be added, removed and moved, each by keyboard too: a list, and an object whose names are free. `item` is the schema of
/// one value.
[[nodiscard]] SchemaField *makeListField(const Json &schema, QWidget *parent);
[[nodiscard]] SchemaField *makeNamesField(const Json &item, QWidget *parent);

} // namespace Millrace
