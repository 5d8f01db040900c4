// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/blockwriter.h"

#include <QByteArrayView>

#include <optional>

namespace Millrace {

/// The readable text of an HTML page: its main part where it marks one, without scripts, styles, navigation, tables of
/// contents, page heads and feet. Never fails: HTML that is not well formed gives what a reader would see of it.
[[nodiscard]] TextDocument textFromHtml(QStringView html);

/// The charset that a page declares for itself (meta element or XML declaration), as written; within the first 4096 bytes.
[[nodiscard]] std::optional<QByteArray> declaredHtmlCharset(QByteArrayView bytes);

/// Replaces character references ("&amp;", "&#8212;", "&eacute;"); unknown ones stay as they are.
[[nodiscard]] QString decodedEntities(QStringView text);

} // namespace Millrace
