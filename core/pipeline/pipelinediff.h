// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

namespace Millrace {

/// What differs between two definitions of a pipeline, as a person sees it: nodes by their ids, links by their ends, groups and notes by id or place.
///
/// {"same","pipeline":[change],"nodes":[{"id","kind","title","component","changes"}],"links":[{"kind","from","to","nth","changes"}],
/// "groups":[…],"notes":[…],"text"}; kind is added, removed, changed, or, of a node that only stands elsewhere, moved; a change is
/// {"path","kind","before","after"}. Any thread.
[[nodiscard]] Json pipelineDiff(const Json &before, const Json &after);

} // namespace Millrace
