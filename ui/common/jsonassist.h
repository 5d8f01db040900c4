// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/textcompletion.h"
#include "sdk/json.h"

#include <QByteArray>

namespace Millrace {

/// What may stand at the cursor of a JSON text, which may be half written, by the schema of the whole: the keys that are not there yet, and the
/// values that are known (enums, switches, defaults).
[[nodiscard]] TextOffer jsonOffer(const Json &schema, const QString &text, qsizetype cursor, bool asked);

/// The line, from 1, on which the value of a JSON Pointer begins; where it is not there, that of the nearest around it.
[[nodiscard]] int jsonLineOf(const QString &text, const QByteArray &pointer);

/// The part of a schema that speaks about what a pointer leads to; null where it says nothing.
[[nodiscard]] Json schemaAt(const Json &schema, const QByteArray &pointer);

} // namespace Millrace
