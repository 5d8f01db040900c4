// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"

#include <QString>

#include <functional>

namespace Millrace {

/// A message in three parts, as every message here: what happened, why, and what can be done (a button where it can be one).
struct Notice
{
    enum class Severity : quint8 { Info, Success, Warning, Error };

    Severity severity = Severity::Info;
    QString what = {};
    QString why = {};
    QString remedy = {};
    QString actionText = {}; ///< empty: no button
    std::function<void()> action = {};
    QString otherText = {}; ///< of a second, lesser button; empty: none
    std::function<void()> other = {};
    std::function<void()> dismissed = {}; ///< the person closed the message without using a button

    [[nodiscard]] static Notice fromError(const Error &error);
};

} // namespace Millrace
