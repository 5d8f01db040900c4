// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/services.h"

#include <QString>
#include <QStringList>

namespace Millrace {

/// What a language model is told: the parts of one piece of writing.
struct WriterBrief
{
    QString type; ///< "article"
    QString title;
    QStringList keywords;
    QString audience;
    QString tone;
    Json sections; ///< array of {"type","sections"?,"heading"?,"instructions"}
    QString sourceText; ///< shortened for the prompt where it is very long
    QString wording; ///< a user's own opening of the request; empty: the usual one
};

/// A system and a user message that ask for S2's generated_content as JSON. The source is fenced in and named as material, so
/// that instructions inside it are less likely to be obeyed.
[[nodiscard]] QList<ModelMessage> writerMessages(const WriterBrief &brief);

} // namespace Millrace
