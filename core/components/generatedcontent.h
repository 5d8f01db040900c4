// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QStringView>

namespace Millrace {

/// `value` as `{"introduction","body":[{"heading","content"}],"conclusion"}`. What has that form already comes back unchanged, byte
/// for byte, because spans point into it; near forms (other cases of keys, a body of texts or of headings to texts, one wrapping
/// object) are brought into it. ModelAnswer where nothing readable is in it.
[[nodiscard]] Result<Json> normalizedContent(const Json &value);

/// Reads a language model's text: JSON, bare or in a code fence or amid chatter, else Markdown with headings. ModelAnswer
/// where it is neither.
[[nodiscard]] Result<Json> readGeneratedContent(const QString &text);

} // namespace Millrace
