// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/worddiff.h"
#include "pipeline/fielddiff.h"

#include <QList>
#include <QString>

namespace Millrace {

/// Words within a line that are in one of the two documents only.
struct DiffTint
{
    enum class Kind : quint8 { Added, Removed, Changed };

    int from = 0; ///< UTF-16 units
    int length = 0;
    Kind kind = Kind::Changed;

    friend bool operator==(const DiffTint &, const DiffTint &) = default;
};

/// One line of a comparison. A field is a heading with its path, followed by the lines of its value.
struct DiffLine
{
    enum class Mark : quint8 { Added, Removed, Changed };

    Mark mark = Mark::Changed; ///< the field's
    bool isHeading = false;
    QString text = {}; ///< without line breaks
    QList<DiffTint> tints = {};

    friend bool operator==(const DiffLine &, const DiffLine &) = default;
};

/// A comparison of two documents, ready to be shown.
struct DiffText
{
    QList<DiffLine> lines;
    int added = 0; ///< fields
    int removed = 0;
    int changed = 0;
    int left = 0; ///< fields that are not shown, since there are too many

    friend bool operator==(const DiffText &, const DiffText &) = default;
};

/// Compares two values field by field, texts word by word; long stretches in which nothing changed are folded to "…". Any thread.
[[nodiscard]] DiffText diffText(const Json &before, const Json &after);

/// "/generated_content/body/1" as people write it: "generated_content.body[1]".
[[nodiscard]] QString dottedPath(QByteArrayView pointer);

} // namespace Millrace
