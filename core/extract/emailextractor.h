// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extractor.h"

namespace Millrace {

/// Reads a mail: subject, sender, recipients, date, and its text; where it comes in two forms, the plain one. What is attached are
/// documents within it. Places are bytes: exact where a part stands as it is, the whole part where it is encoded.
class EmailExtractor final : public Extractor
{
public:
    [[nodiscard]] const FormatDescriptor &descriptor() const override;
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] Result<ExtractInput> child(const ExtractInput &input, int index) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;
};

/// Reads a mailbox (mbox) as the list of its mails, which are documents within it. In memory that does not grow with it.
class MailboxExtractor final : public Extractor
{
public:
    [[nodiscard]] const FormatDescriptor &descriptor() const override;
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;
};

} // namespace Millrace
