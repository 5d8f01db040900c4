// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"
#include "sdk/json.h"
#include "store/sqlite.h"

namespace Millrace {

/// An item in quarantine as the text that a person mends: its data or, where none could be read, what came in its place.
struct QuarantineText
{
    QByteArray text;
    Json data;
    Json raw; ///< ContextReader::rawInput()
    bool isUnread = false; ///< the text is what came, and `data` only says from where

    /// `reason`: why it is in quarantine.
    [[nodiscard]] static Result<QuarantineText> of(Connection &db, ContextKey key, const Json &reason);
    /// The data that a mended text gives: the text's own or, in place of one that could not be read, what an intake would find in it.
    [[nodiscard]] Result<Json> dataOf(QByteArrayView mended) const;
};

} // namespace Millrace
