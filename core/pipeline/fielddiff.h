// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QByteArray>
#include <QList>

namespace Millrace {

/// One field in which two documents differ, as a person reads it. A value that came or went whole is one change, not one per leaf.
struct FieldChange
{
    enum class Kind : quint8 { Added, Removed, Changed };

    Kind kind = Kind::Changed;
    QByteArray path; ///< JSON Pointer; in `before` for Removed, else in `after`
    Json before; ///< null for Added
    Json after; ///< null for Removed

    friend bool operator==(const FieldChange &, const FieldChange &) = default;
};

/// What differs between two documents, leaf by leaf in the order of `before`, new fields in their place of `after`. Members are matched by
/// key, items by position after the equal ones at both ends are set aside. The order of members is no difference.
[[nodiscard]] QList<FieldChange> fieldDiff(const Json &before, const Json &after);

} // namespace Millrace
