// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QList>
#include <QString>

namespace Millrace {

/// One entry of `data.citations`: `[from, to)` of the field `at` came from `[sourceFrom, sourceTo)` of the source. Offsets are UTF-8 bytes.
struct Citation
{
    QByteArray at; ///< JSON Pointer under `data`
    qint64 from = 0;
    qint64 to = 0;
    QString context; ///< id of the context that holds the source; empty: the same one
    QByteArray source; ///< JSON Pointer of the source's text under that context's `data`
    qint64 sourceFrom = 0;
    qint64 sourceTo = 0;

    friend bool operator==(const Citation &, const Citation &) = default;
};

/// The part of a rendered text that a citation stands for, in UTF-16 units.
struct CitedSpan
{
    int from = 0;
    int to = 0;
    int citation = 0; ///< index in the list of citations

    friend bool operator==(const CitedSpan &, const CitedSpan &) = default;
};

/// The citations of a document's `data`; entries of another shape are left out.
[[nodiscard]] QList<Citation> citationsOf(const Json &data);

/// Where the cited sentences stand in a rendered text, in its order. Rendering changes blanks, marks and line breaks, so letters and
/// digits alone are compared; equal sentences are taken in the order of their citations. A citation whose words do not appear is left out.
[[nodiscard]] QList<CitedSpan> locateCitations(QStringView rendered, const Json &data, const QList<Citation> &citations);

/// The index within `spans` of the one that holds `position`; -1 where none does.
[[nodiscard]] qsizetype spanAt(const QList<CitedSpan> &spans, int position);

/// The index within `citations` of the shortest one whose source span in `context` and `source` holds the byte; -1 where none does.
[[nodiscard]] qsizetype citationAtSource(const QList<Citation> &citations, const QString &context, const QByteArray &source, qint64 byte);

/// UTF-16 units before a byte offset, and the reverse. Offsets beyond the end mean the end.
[[nodiscard]] qsizetype utf16Offset(QByteArrayView utf8, qint64 byte);
[[nodiscard]] qint64 utf8Offset(QStringView text, qsizetype unit);

} // namespace Millrace
