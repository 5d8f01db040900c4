// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/component.h"
#include "text/segmenter.h"
#include "text/utf8offsets.h"

#include <QByteArrayView>
#include <QString>

namespace Millrace {

/// What every component over a text has in its config: which field it reads, where its findings go, in which language the text is.
///
/// `field` is a JSON Pointer or names with dots; `language` is "auto" (the document's `language`, else what CLD2 tells) or a tag.
class TextField
{
public:
    /// ComponentConfig where `field` or `into` cannot be read.
    [[nodiscard]] static Result<TextField> of(const Json &config, const char *intoDefault);

    /// The text; InputInvalid where the document has none there. An empty text is one.
    [[nodiscard]] Result<QString> textOf(const Json &data) const;
    /// Two or three lower-case letters, empty where it cannot be told.
    [[nodiscard]] QByteArray languageOf(const Json &data, QStringView text) const;

    [[nodiscard]] const QByteArray &pointer() const { return m_pointer; }
    [[nodiscard]] const QByteArray &into() const { return m_into; } ///< a member of the document's root
    [[nodiscard]] QByteArray intoPointer() const;

private:
    QByteArray m_pointer;
    QByteArray m_into;
    QByteArray m_language; ///< empty: auto
};

/// "/author/name" as it is, "author.name" as the same; the second form has no way to write a dot in a name.
[[nodiscard]] QByteArray fieldPointer(const QString &path);

/// A config schema: `own` (the members of "properties", without the braces) and what TextField reads, which the step takes. `into` empty: nothing
/// to choose there.
[[nodiscard]] Json textSchema(QByteArrayView own, QByteArrayView into, bool hasLanguage, QByteArrayView required = {});

/// A config schema with what its step takes: the schema of each field that it has to find, named as in giving(). One with "x-unless" is not read
/// where the config has that setting. Who reads it: pipeline/documentshape.h.
[[nodiscard]] Json taking(Json configSchema, QByteArrayView fields);

/// Sets a value at a pointer that exists, or a new member of the root.
void setAt(Edit &edit, const Json &data, const QByteArray &pointer, const Json &value);

/// {"from","to"} in UTF-8 bytes.
[[nodiscard]] Json spanJson(const Utf8Offsets &offsets, TextSpan span);

/// That [source] of the field became the whole text at `target`.
[[nodiscard]] LineageRef spanRef(const TextField &field, const Utf8Offsets &offsets, TextSpan source, const QByteArray &target, QStringView text);

/// Two decimals are enough for a confidence or a score.
[[nodiscard]] double rounded(double value, int decimals = 2);

} // namespace Millrace
