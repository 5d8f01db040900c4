// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QStringList>

namespace Millrace {

// What lies in the program: pipelines with documents to try them on, one of each name.

/// In the order in which somebody would look at them.
[[nodiscard]] const QStringList &galleryIds();
[[nodiscard]] Result<Json> shippedPipeline(const QString &id);
[[nodiscard]] Result<Json> shippedDocuments(const QString &id);

} // namespace Millrace
