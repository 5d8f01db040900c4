// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QString>

namespace Millrace {

/// A document as text to look at.
struct JsonText
{
    QString text; ///< pretty-printed
    int shortened = 0; ///< how many long strings were cut for the eye

    friend bool operator==(const JsonText &, const JsonText &) = default;
};

/// Pretty-prints a value. Strings longer than `longest` UTF-16 units are cut and end with a mark that says how many more there are, since
/// a line of megabytes can be neither read nor laid out; 0 cuts none. Any thread.
[[nodiscard]] JsonText jsonText(const Json &json, qsizetype longest);

} // namespace Millrace
