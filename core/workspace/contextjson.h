// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/workers.h"
#include "pipeline/fielddiff.h"
#include "pipeline/records.h"

namespace Millrace {

// How records are written for callers that are not C++: the shapes of `millrace list` and `history`, REST and MCP.

/// {"id","type","status","outcome","pipeline","created_at","updated_at","title",…}
[[nodiscard]] Json toJson(const ContextSummary &summary);
/// {"seq","at","from","to","node","visit","attempt","actor","duration_ms","edit","reason",…}
[[nodiscard]] Json toJson(const TransitionRecord &record);
[[nodiscard]] Json toJson(const RunSummary &run);

/// {"lanes":[{"name","workers","wanted","queued","replaced","tasks":[{"context","pipeline","node","attempt","since","expires","given_up"}]}],
/// "processes":{"running","warm","most","ended"}}
[[nodiscard]] Json toJson(const WorkerStatus &status);

/// {"changes":[{"kind","path","before","after"}]}
[[nodiscard]] Json changesToJson(const QList<FieldChange> &changes);

} // namespace Millrace
