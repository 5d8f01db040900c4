// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/textcompletion.h"
#include "sdk/json.h"

#include <QStringList>

namespace Millrace {

/// What may be written in a template (Django syntax) beside plain text.
struct TemplateWords
{
    QStringList tags;
    QStringList filters;
    Json document; ///< whose fields are filled in
    Json expected = {}; ///< the same with the fields that are to be expected; what is offered. Null: the document

    friend bool operator==(const TemplateWords &, const TemplateWords &) = default;
};

/// What may stand at the cursor: fields of the document and of the loops around it in {{ }}, filters behind a |, tags in {% %}. Nothing in plain
/// text, unless asked: then a whole field.
[[nodiscard]] TextOffer templateOffer(const TemplateWords &words, const QString &text, qsizetype cursor, bool asked);

/// A path of the document as templates write it: "items[0].name" is "items.0.name".
[[nodiscard]] QString templatePath(const QString &path);

} // namespace Millrace
