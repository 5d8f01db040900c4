// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/contextstate.h"
#include "sdk/error.h"
#include "sdk/json.h"

#include <QString>

namespace Millrace {

/// A context as S2 writes it, taken apart. `data` is the content; all else is the envelope, which the store keeps in columns.
struct ContextDocument
{
    QString id; ///< empty in a submission without one
    QString type;
    ContextStatus status = ContextStatus::Pending;
    Json pipeline; ///< an array of component names or node ids, a pipeline's id, or null
    Json data = Json::object();
    Json processing; ///< null, or {"current_component","completed_components","start_time",…}
    qint64 createdAt = 0; ///< microseconds since the epoch; 0: not given
    qint64 updatedAt = 0;
    Json extra = Json::object(); ///< members S2 does not name; kept and written last

    /// Reads a submission. `id`, `type`, `status`, `pipeline` and the times may be missing; what is there must be right.
    /// The error's text has the first problem with its JSON path, its detail lists all.
    [[nodiscard]] static Result<ContextDocument> fromJson(const Json &json);
    /// S2's members in S2's order.
    [[nodiscard]] Json toJson() const;

    [[nodiscard]] QStringList completedComponents() const { return processing.value("completed_components").toStringList(); }

    friend bool operator==(const ContextDocument &, const ContextDocument &) = default;
};

/// What lists call a context: its data's title, else its source's file name.
[[nodiscard]] QString titleOf(const Json &data, const QString &source);

} // namespace Millrace
