// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/contextstate.h"

#include <QString>

namespace Millrace {

/// How a status is shown, everywhere alike: always sign and word, the colour beside (Theme::color).
class StatusStyle
{
public:
    /// "Awaiting review", translated.
    [[nodiscard]] static QString word(ContextStatus status);
    /// The word within a sentence: "awaiting review". Not the same in lower case: German has "in Quarantäne".
    [[nodiscard]] static QString wordInSentence(ContextStatus status);
    /// The name of its sign, for Icons.
    [[nodiscard]] static QString iconName(ContextStatus status);
    /// One translated sentence for tooltips: what it means for the person.
    [[nodiscard]] static QString meaning(ContextStatus status);
};

} // namespace Millrace
