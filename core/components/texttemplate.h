// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QStringList>

namespace Millrace {

/// A text with placeholders in Django syntax (KTextTemplate) over a document's fields.
///
/// Plain value; any thread: each thread compiles its own copy and keeps it. Never escapes, reads no file, loads no plugin but
/// KTextTemplate's own tags, and is bounded: tags and filters come from a list of those that are deterministic and cannot
/// grow a text without limit, loops nest twice at most, long texts and lists are cut before they are filled in.
class TextTemplate
{
public:
    TextTemplate() = default;

    /// Checks the text. ComponentConfig with a sentence that names the tag or filter that is wrong.
    [[nodiscard]] static Result<TextTemplate> compile(const QString &text);

    /// What may be used, in alphabetical order.
    [[nodiscard]] static QStringList tags();
    [[nodiscard]] static QStringList filters();

    /// The text with the members of `fields` (an object) filled in; an absent member becomes nothing.
    [[nodiscard]] Result<QString> render(const Json &fields) const;

    friend bool operator==(const TextTemplate &, const TextTemplate &) = default;

private:
    QString m_text;
    bool m_isPlain = true;
};

} // namespace Millrace
