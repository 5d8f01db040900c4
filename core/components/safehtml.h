// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace Millrace {

/// A document's HTML as a part of a page of ours: only elements that give a text its form, only attributes that are read, links that lead to the
/// web, to mail or within the site. Scripts, styles, forms and frames go with what they hold; of other elements the text stays. Every element
/// that is opened is closed, and nothing is closed that was not opened, so that the page around it stays as it is. Linear in the length.
[[nodiscard]] QString safeHtml(QStringView html);

} // namespace Millrace
