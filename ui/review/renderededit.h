// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/reading.h"

#include <QList>
#include <QString>

#include <optional>

namespace Millrace {

/// A string of the document with what it is to be instead.
struct FieldEdit
{
    QByteArray pointer; ///< JSON Pointer under `data`
    QString text;

    friend bool operator==(const FieldEdit &, const FieldEdit &) = default;
};

/// A reading's text as it is rendered, in the words of QTextDocument::toRawText. Main thread.
[[nodiscard]] QString renderedText(const QString &text, ReadingText::Form form);

/// What a person changed in the rendered text, put back into the strings it was rendered from: only the changed words are others
/// there, all marks, links and line breaks stay.
///
/// The rendered text is laid over the source word by word; a change between two words that stand in both goes to the same place of the
/// source. The result is rendered again and compared: nothing is answered where it does not read as the person wrote it, or where the change
/// touches a heading that is no part of the document. `before` is the reading's text rendered. Main thread.
[[nodiscard]] std::optional<QList<FieldEdit>> applyRenderedEdit(const Reading &reading, const QString &before, const QString &after);

} // namespace Millrace
