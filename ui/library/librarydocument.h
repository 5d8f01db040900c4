// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace Millrace {

/// A document of the workspace as the door describes it (`library.list`, `library.get`).
struct LibraryDocument
{
    QString id;
    QString title;
    QString name;
    QString path; ///< empty: it came without a file
    QString format;
    QString mediaType;
    QString hash;
    QString duplicateOf; ///< id of the first with the same bytes
    qint64 size = 0;
    qint64 modifiedAt = 0; ///< microseconds; 0: not known
    qint64 takenAt = 0;
    int version = 1;
    bool isLatest = true;

    [[nodiscard]] static LibraryDocument fromJson(const Json &json);

    friend bool operator==(const LibraryDocument &, const LibraryDocument &) = default;
};

/// A row of the list: a document, and where something was sought, the place that was found.
struct LibraryEntry
{
    LibraryDocument document;
    QString context; ///< id of the context that was found; empty in a plain list
    QString snippet;
    QList<std::pair<int, int>> matches; ///< [from, length] within the snippet
    bool isByMeaning = false; ///< found without any of the words
    bool isPart = false; ///< one of several things in the document, such as a row or a mail

    [[nodiscard]] QString id() const { return document.id.isEmpty() ? context : document.id; }

    friend bool operator==(const LibraryEntry &, const LibraryEntry &) = default;
};

/// What the list shows.
struct LibraryFilter
{
    QString query; ///< words; empty: everything, newest first
    bool byWordsAlone = false; ///< what was sought; else by what texts mean too
    QString format;
    QString language;
    QString tag;
    QString source; ///< id
    QString day; ///< "2026-11-21", the day it was taken in
    std::optional<bool> hasDuplicates;
    bool allVersions = false;

    /// It leaves nothing out.
    [[nodiscard]] bool isEmpty() const;
    /// The arguments of `library.list`, `library.facets` and, with a query, but for the ranking, `library.search`.
    [[nodiscard]] Json toArgs() const;
    [[nodiscard]] Json toJson() const;
    [[nodiscard]] static LibraryFilter fromJson(const Json &json);

    friend bool operator==(const LibraryFilter &, const LibraryFilter &) = default;
};

} // namespace Millrace
