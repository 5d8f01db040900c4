// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace Millrace {

/// Builds a `source_text`: the one plain form that every kind of document is brought to.
///
/// Blocks stand apart by one blank line: headings as "# Title", paragraphs on one line, list items as "- text" or
/// "1. text" (indented by two spaces a level), code between ``` fences, table rows as "| a | b |". Sentences therefore
/// never run over a line end, and what quotes one quotes the bytes that a reader sees. A value; one thread.
class BlockWriter
{
public:
    void heading(int level, const QString &text);
    void paragraph(const QString &text);
    /// `marker` is "-" or "1."; `depth` from 0.
    void item(int depth, const QString &marker, const QString &text);
    void code(const QString &text);
    void row(const QStringList &cells);

    [[nodiscard]] QString text() const { return m_text; }
    /// The first heading's text; empty where there was none.
    [[nodiscard]] QString firstHeading() const { return m_firstHeading; }
    /// The first paragraph's or item's text.
    [[nodiscard]] QString firstProse() const { return m_firstProse; }

private:
    enum class Last : quint8 { None, Block, Item, Row };
    void separate(Last next);

    QString m_text;
    QString m_firstHeading;
    QString m_firstProse;
    Last m_last = Last::None;
};

/// White space runs (no-break spaces included) become one space; soft hyphens, zero-width and control characters go.
[[nodiscard]] QString simplifiedText(QStringView text);

/// A heading without its number: "3.1. Voting" and "Chapter 3. Voting" are "Voting".
[[nodiscard]] QString withoutNumber(const QString &heading);

/// What a text file of any kind became.
struct TextDocument
{
    QString title; ///< empty where the text names none
    QString language; ///< a BCP 47 tag where the document declares one
    QStringList keywords; ///< where the document declares them
    QString text;

    friend bool operator==(const TextDocument &, const TextDocument &) = default;
};

} // namespace Millrace
