// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/extractor.h"

namespace Millrace {

/// Reads what pictures say of themselves, with Exiv2: size, camera, time, place, caption, keywords. Their text is a list of these facts; what
/// they show is not looked at.
class ImageExtractor final : public Extractor
{
public:
    [[nodiscard]] const FormatDescriptor &descriptor() const override;
    [[nodiscard]] Result<ExtractedDocument> extract(const ExtractInput &input) const override;
    [[nodiscard]] std::pair<QByteArray, QString> sample() const override;
};

} // namespace Millrace
