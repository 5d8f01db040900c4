// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QStringList>

namespace Millrace {

/// What a review asks for beside the decision: a JSON Schema of an object whose members are labels (a text of some), ratings (a whole number within
/// bounds), reasons (a list of some), free texts, and yes or no; each value may have a key.
///
/// ComponentConfig, with the place in the config, where the form is none of these, where two things have the same key, or where the program has it.
[[nodiscard]] Result<void> checkReviewForm(const Json &config);

/// The keys of the decisions and of "undo": what the config says, else the usual ones.
[[nodiscard]] Json reviewKeys(const Json &config);

/// The keys that mean something wherever one is in the program, and in every text, as they are compared: what a form gives a second meaning does
/// nothing at all.
[[nodiscard]] const QStringList &programKeys();

/// A key as it is compared: modifiers in one order, capitals, without blanks.
[[nodiscard]] QString comparableKey(const QString &key);

} // namespace Millrace
