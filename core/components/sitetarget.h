// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/effecttarget.h"

namespace Millrace {

/// "site": each effect becomes a page of a web site that needs no server. Request: `{"name","title","summary","tags","site"}`, the body is the
/// page's text (Markdown's headings, lists, quotes and paragraphs) or, beginning with "<", its HTML; the address is the folder, which must be
/// there already.
///
/// The folder holds `index.html` (all pages, with a search that works from file://), `search-data.js` (a record a line) and `pages/NAME.html`. The
/// same name again replaces its page, so a repetition changes nothing. Every file is replaced as a whole. Pages run no scripts, whatever they hold.
class SiteTarget final : public EffectTarget
{
public:
    [[nodiscard]] QString id() const override;
    [[nodiscard]] bool isSerial() const override { return true; }
    [[nodiscard]] QList<DeliveryResult> deliver(const QList<Delivery> &deliveries, RunContext &context) const override;
};

/// Text with Markdown's headings, lists, quotes, rules and paragraphs as HTML; all else is escaped.
[[nodiscard]] QByteArray htmlOfText(const QString &text);

} // namespace Millrace
