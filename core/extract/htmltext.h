// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/blockwriter.h"

#include <QByteArrayView>

#include <optional>

namespace Millrace {

/// A page of the web, with all that stands around its text; or a chapter of a book, which is its text.
enum class HtmlKind : quint8 { Page, Chapter };

/// The readable text of an HTML page: its main part where it marks one, without scripts, styles, navigation, tables of
/// contents, page heads and feet. Never fails: HTML that is not well formed gives what a reader would see of it. Places are characters
/// of `html`.
[[nodiscard]] TextDocument textFromHtml(QStringView html, HtmlKind kind = HtmlKind::Page);

/// The charset that a page declares for itself (meta element or XML declaration), as written; within the first 4096 bytes.
[[nodiscard]] std::optional<QByteArray> declaredHtmlCharset(QByteArrayView bytes);

/// Replaces character references ("&amp;", "&#8212;", "&eacute;"); unknown ones stay as they are.
[[nodiscard]] QString decodedEntities(QStringView text);

} // namespace Millrace
