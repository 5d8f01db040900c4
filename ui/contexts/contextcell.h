// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contexts/contextcolumn.h"
#include "common/csv.h"

namespace Millrace {

/// A document's field as a cell shows it.
struct FieldValue
{
    QString text; ///< one line, shortened where the field is a whole text
    double number = 0;
    bool isNumber = false;

    [[nodiscard]] static FieldValue of(const Json &json);

    friend bool operator==(const FieldValue &, const FieldValue &) = default;
};

/// A context with the values of its field columns, in the order of their expressions.
struct ContextTableRow
{
    ContextSummary summary;
    QList<FieldValue> fields;

    friend bool operator==(const ContextTableRow &, const ContextTableRow &) = default;
};

/// What the window shows in a cell. `field` is the place of the column's value within ContextTableRow::fields.
[[nodiscard]] QString cellText(const ContextTableRow &row, const ContextColumn &column, qsizetype field);
/// What the cell's tooltip says: what the cell had to shorten.
[[nodiscard]] QString cellToolTip(const ContextTableRow &row, const ContextColumn &column, qsizetype field);
/// What a file gets: complete ids, ISO times, plain numbers, durations in milliseconds.
[[nodiscard]] CsvCell csvCell(const ContextTableRow &row, const ContextColumn &column, qsizetype field);
/// The header of a column in a file: units written out.
[[nodiscard]] QString csvHeader(const ContextColumn &column);

/// How long it took, or takes until now; 0 before its first step.
[[nodiscard]] qint64 durationUs(const ContextSummary &summary, qint64 nowUs);

/// True where a summary passes all parts of a filter that can be told from it; the text cannot.
[[nodiscard]] bool passes(const ContextSummary &summary, const ContextFilter &filter);

} // namespace Millrace
