// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "extract/blockwriter.h"
#include "sdk/error.h"
#include "sdk/json.h"

namespace Millrace {

/// What the numbers of a Place count.
enum class PlaceUnit : quint8 {
    None, ///< the part is all that is known
    Byte, ///< bytes of the original (of the part's file, where the original is an archive)
    Paragraph, ///< paragraphs of the part, from 1
    Row, ///< rows of the sheet, from 1
};

/// One entry of a table of contents.
struct OutlineEntry
{
    int level = 1;
    QString title;
    int part = -1; ///< where it leads; -1 where that is not known

    friend bool operator==(const OutlineEntry &, const OutlineEntry &) = default;
};

/// A document within the document: a mail's attachment, a mailbox's message.
struct ChildDocumentInfo
{
    QString name;
    QString mediaType;
    qint64 size = 0;
    qint64 from = -1; ///< bytes of the original, where it stands there as it is
    qint64 to = -1;

    friend bool operator==(const ChildDocumentInfo &, const ChildDocumentInfo &) = default;
};

/// A part that could not be read.
struct PartProblem
{
    int number = 0; ///< of the page, slide, …
    QString text;

    friend bool operator==(const PartProblem &, const PartProblem &) = default;
};

/// What a file of any format became. What lacks a piece says so in `problems` and is `partial`; what was passed over or guessed is in
/// `warnings`.
struct ExtractedDocument : TextDocument
{
    QString format; ///< "pdf"
    QString reader; ///< what read it: "poppler 25.03.0"
    Json facts = Json::object(); ///< author, created_at, pages, … as the document declares them
    PlaceUnit unit = PlaceUnit::None;
    int partCount = 0; ///< pages (slides, …) of the whole original, where only some were asked for
    QList<OutlineEntry> outline;
    QList<ChildDocumentInfo> children;
    QStringList warnings;
    QList<PartProblem> problems;
    bool partial = false;

    /// A further part's text behind what there is, its offsets moved.
    void append(const TextDocument &next);

    /// All but title, language, keywords and text: what a context keeps in `data.document`. The form is
    /// resources/schemas/document.schema.json: a block is `[kind, from, to, part, place from, place to, cells]`, shortened at its end.
    [[nodiscard]] Json structure() const;
    /// The whole, `{"title","language","keywords","text","structure"}`, as it travels between processes.
    [[nodiscard]] Json toJson() const;
    /// The reverse; ComponentOutput where offsets are not within the text.
    [[nodiscard]] static Result<ExtractedDocument> fromJson(const Json &json);

    friend bool operator==(const ExtractedDocument &, const ExtractedDocument &) = default;
};

[[nodiscard]] QLatin1StringView placeUnitName(PlaceUnit unit);

} // namespace Millrace
