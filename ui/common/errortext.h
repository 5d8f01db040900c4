// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QString>

namespace Millrace {

/// An error in the person's language: the one place in the window that turns codes and facts into sentences.
struct ErrorText
{
    QString what; ///< "The file could not be read"
    QString why; ///< with path, line or node where the facts have them; may be empty
    QString remedy; ///< what the person can do; may be empty

    [[nodiscard]] static ErrorText of(const Error &error);
    /// The parts in one paragraph.
    [[nodiscard]] QString paragraph() const;

    friend bool operator==(const ErrorText &, const ErrorText &) = default;
};

} // namespace Millrace
