// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"

#include <QStringView>

#include <optional>

namespace Millrace {

/// Adds `data.formatted_content`: the generated content as one text in Markdown, HTML or plain form, with its number of words
/// and its reading time.
class TransformerComponent final : public Component
{
public:
    [[nodiscard]] const ComponentDescriptor &descriptor() const override;
    [[nodiscard]] Result<std::shared_ptr<const Step>> prepare(const Json &config) const override;
};

/// The finished text of a document's data in the format "markdown", "html" or "plain": as it is where it has that format, else written anew
/// from the generated content. Nothing where there is none, or where somebody has changed the finished text since, which a new one would lose.
[[nodiscard]] std::optional<QString> finishedText(const Json &data, QStringView format);

/// Words by Unicode's word boundaries (UAX 29); punctuation is none.
[[nodiscard]] qint64 countWords(QStringView text);
/// max(1, round(words / 200)) as "1 minute" or "N minutes".
[[nodiscard]] QString readingTime(qint64 words);

} // namespace Millrace
