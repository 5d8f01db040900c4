// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pipeline/records.h"

#include <QList>
#include <QString>

namespace Millrace {

/// One column of the contexts table: one that every context has, or a field of the document by a JMESPath expression.
struct ContextColumn
{
    enum class Kind : quint8 {
        Status,
        Title,
        Type,
        Pipeline,
        Outcome,
        Steps,
        Created,
        Updated,
        Duration,
        Node,
        Attempt,
        Reason,
        Run,
        Id,
        Field, ///< `expression` over the context's current document
    };

    Kind kind = Kind::Title;
    QString expression; ///< of a field
    QString title; ///< of a field; empty: made of the expression
    int width = 0; ///< in pixels; 0: the column's usual one
    bool visible = true;

    /// Stable name for settings: "status", "field:data.model_used".
    [[nodiscard]] QString id() const;
    /// What its header says, translated.
    [[nodiscard]] QString header() const;
    /// What its header's tooltip says.
    [[nodiscard]] QString description() const;
    [[nodiscard]] bool isRightAligned() const;
    /// The order an index serves for it, if there is one.
    [[nodiscard]] std::optional<ContextOrder> order() const;

    [[nodiscard]] Json toJson() const;
    [[nodiscard]] static std::optional<ContextColumn> fromJson(const Json &json);
    [[nodiscard]] static ContextColumn field(const QString &expression, const QString &title = {});

    friend bool operator==(const ContextColumn &, const ContextColumn &) = default;
};

/// All columns there are without a field, in their usual order; the rarer ones not visible.
[[nodiscard]] QList<ContextColumn> defaultColumns();

/// Columns as settings keep them; what is missing there is added, not visible, so that a newer version's columns can be found.
[[nodiscard]] Json columnsToJson(const QList<ContextColumn> &columns);
[[nodiscard]] QList<ContextColumn> columnsFromJson(const Json &json);

} // namespace Millrace
