// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/edit.h"

#include <QString>

namespace Millrace {

/// One edit of a pipeline's definition with the way back: what undo, redo and the draft's record are made of. A plain value.
///
/// For the definition that it was made for, `inverse` after `patch` gives the same bytes again.
struct DraftEdit
{
    QString label; ///< as undo names it: "Move 3 nodes"
    Edit patch;
    Edit inverse;
    QString mergeKey; ///< edits of one key that follow one another are undone together (typing in one field); empty: never

    [[nodiscard]] bool isEmpty() const { return patch.isEmpty(); }
    /// This edit and then `newer` as one. Where both set the same places, the earlier values are left out.
    [[nodiscard]] DraftEdit mergedWith(const DraftEdit &newer) const;

    /// `{"label","patch","inverse","merge_key"}`, the last only where there is one.
    [[nodiscard]] Json toJson() const;
    [[nodiscard]] static Result<DraftEdit> fromJson(const Json &json);

    friend bool operator==(const DraftEdit &, const DraftEdit &) = default;
};

} // namespace Millrace
