// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/citationmap.h"
#include "lineage/showngraph.h"

namespace Millrace {

/// Where a part of a field came from (or what came of it), as `lineage.source_of` and `lineage.result_of` tell it. Offsets are UTF-8 bytes.
struct LineageSpan
{
    QByteArray field; ///< that was asked about
    qint64 from = 0;
    qint64 to = 0;
    LineageTie tie = LineageTie::Direct;
    bool isExact = false; ///< the bytes are the same
    QString ends; ///< what the last place is: "document", "submitted", "person", "model", "template", "step"
    QString context;
    QByteArray placeField;
    qint64 step = -1;
    qint64 placeFrom = 0;
    qint64 placeTo = 0;
    QString text;
    QString documentId; ///< empty: none
    QString documentTitle;
    qint64 page = 0; ///< from 1; 0: unknown
    QString person;
    QStringList via; ///< steps in between, nearest first

    friend bool operator==(const LineageSpan &, const LineageSpan &) = default;
};

[[nodiscard]] QList<LineageSpan> spansOf(const Json &answer);

/// The spans as citations, so that texts can mark them: `at` is the field that was asked about, the source is the place.
[[nodiscard]] QList<Citation> citationsOf(const QList<LineageSpan> &spans);

/// What a span says, in words: where it ends and what it went through.
[[nodiscard]] QString spanSentence(const LineageSpan &span);

} // namespace Millrace
