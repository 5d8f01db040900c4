// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace Millrace {

enum class BlockKind : quint8 { Heading, Paragraph, Item, Code, Row };

/// Where a piece of text stands in the original. What the numbers count is the document's `unit`: bytes of the file, paragraphs of
/// the part, rows of the sheet; a page says no more than its part.
struct Place
{
    int part = -1; ///< index into the document's parts; -1 where it has none
    qint64 from = -1; ///< -1 where the part is all that is known
    qint64 to = -1; ///< behind the last

    friend bool operator==(const Place &, const Place &) = default;
};

/// A table's cell: UTF-8 bytes of the text, and its column in the original, from 1.
struct TextCell
{
    qint64 from = 0;
    qint64 to = 0;
    int column = 1;

    friend bool operator==(const TextCell &, const TextCell &) = default;
};

/// A block of a source text: `[from, to)` in UTF-8 bytes, its marks ("# ", "- ") included.
struct TextBlock
{
    BlockKind kind = BlockKind::Paragraph;
    int level = 0; ///< of a heading, from 1; of an item, from 0; of a row: which table of the text, from 1
    qint64 from = 0;
    qint64 to = 0;
    Place place;
    QList<TextCell> cells; ///< of a row

    friend bool operator==(const TextBlock &, const TextBlock &) = default;
};

/// A page, slide, sheet, chapter or member of the original.
struct DocumentPart
{
    QString kind; ///< "page", "slide", "sheet", "chapter", "part", "message"
    int number = 1; ///< as a reader counts, from 1
    QString name; ///< a sheet's name, or the file within an archive ("word/document.xml")
    QString title;
    qint64 from = 0; ///< UTF-8 bytes of the text
    qint64 to = 0;

    friend bool operator==(const DocumentPart &, const DocumentPart &) = default;
};

/// What a text of any kind became.
struct TextDocument
{
    QString title; ///< empty where the text names none
    QString language; ///< a BCP 47 tag where the document declares one
    QStringList keywords; ///< where the document declares them
    QString text;
    QList<TextBlock> blocks; ///< in order, none overlapping
    QList<DocumentPart> parts;

    friend bool operator==(const TextDocument &, const TextDocument &) = default;
};

/// Builds a `source_text`: the one plain form that every kind of document is brought to.
///
/// Blocks stand apart by one blank line: headings as "# Title", paragraphs on one line, list items as "- text" or
/// "1. text" (indented by two spaces a level), code between ``` fences, table rows as "| a | b |". Sentences therefore
/// never run over a line end, and what quotes one quotes the bytes that a reader sees. Every block keeps where it came from.
/// A value; one thread.
class BlockWriter
{
public:
    /// Where the next blocks stand in the current part.
    void place(qint64 from, qint64 to = -1);
    /// What follows belongs to a new part of the original.
    void beginPart(const QString &kind, int number, const QString &name = {}, const QString &title = {});

    void heading(int level, const QString &text);
    void paragraph(const QString &text);
    /// `marker` is "-" or "1."; `depth` from 0.
    void item(int depth, const QString &marker, const QString &text);
    void code(const QString &text);
    /// Rows that follow each other are a table. `columns` names each cell's column in the original; without it they count from 1.
    void row(const QStringList &cells, const QList<int> &columns = {});
    /// The next row begins another table.
    void endTable() { m_tableOpen = false; }

    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] qsizetype size() const { return m_text.size(); }
    /// The first heading's text; empty where there was none.
    [[nodiscard]] QString firstHeading() const { return m_firstHeading; }
    /// The first paragraph's or item's text.
    [[nodiscard]] QString firstProse() const { return m_firstProse; }
    /// Gives text, blocks and parts to a document.
    void finish(TextDocument &document) const;

private:
    enum class Last : quint8 { None, Block, Item, Row };
    void separate(Last next);
    TextBlock &begin(BlockKind kind, int level);

    QString m_text;
    QString m_firstHeading;
    QString m_firstProse;
    Last m_last = Last::None;
    Place m_place;
    QList<TextBlock> m_blocks; ///< in characters until they are finished
    QList<DocumentPart> m_parts; ///< likewise
    int m_tables = 0;
    bool m_tableOpen = false;
};

/// White space runs (no-break spaces included) become one space; soft hyphens, zero-width and control characters go.
[[nodiscard]] QString simplifiedText(QStringView text);

/// A heading without its number: "3.1. Voting" and "Chapter 3. Voting" are "Voting".
[[nodiscard]] QString withoutNumber(const QString &heading);

} // namespace Millrace
