// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"
#include "workspace/command.h"
#include "workspace/readers.h"

namespace Millrace {

/// What a call would change, as far as it can be told without running it:
/// {"objects":[{"kind","id","title","state"}],"count","more","changes":[{"what","before","after"}]}. `objects` are what it is about, the first
/// kMostPreviewed of them; an object that is not there has the state null. Facts alone: whoever shows them finds the words.
[[nodiscard]] Result<Json> callPreview(Reader &reader, const CommandInfo &info, const Json &args);

inline constexpr qsizetype kMostPreviewed = 20;

} // namespace Millrace
