// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "text/language.h"

#include <QString>

#include <vector>

namespace Millrace {

/// A heading of a source, and all up to the next one.
struct SourceSection
{
    QString heading; ///< without its number; empty for what stands before the first heading
    qint64 from = 0; ///< UTF-8 bytes of `heading` in the source
    qint64 to = 0;
    int level = 0;
    bool isBoilerplate = false; ///< licence, index, credits and the like: nothing of it is quoted

    friend bool operator==(const SourceSection &, const SourceSection &) = default;
};

/// A sentence of a source that could be quoted, or one that must not be.
struct SourceSentence
{
    QString text; ///< exactly the source's characters in [from, to)
    qint64 from = 0; ///< UTF-8 bytes
    qint64 to = 0;
    int section = 0; ///< index into sections
    int block = 0; ///< counts paragraphs and list items
    int inBlock = 0; ///< its place within the block, from 0
    bool inList = false;
    bool isUsable = false; ///< whole, not boilerplate, not code
    bool isStray = false; ///< would be usable, but leans on what cannot be quoted
    bool isLeaning = false; ///< cannot stand without the sentence before it
    double quality = 0; ///< 0 to 1: how well it reads on its own

    friend bool operator==(const SourceSentence &, const SourceSentence &) = default;
};

/// A source text taken apart: sections, and sentences with exact places.
///
/// Reads the plain form that intake writes (see BlockWriter there) as well as raw text: hard-wrapped, indented, with
/// underlined or numbered headings. A value; any thread.
class SourceText
{
public:
    /// `topic` are the words that title and keywords bring: a section on licences is no boilerplate where they are the topic.
    [[nodiscard]] static SourceText of(const QString &text, const QStringList &topic);

    [[nodiscard]] const Language &language() const { return *m_language; }
    [[nodiscard]] const std::vector<SourceSection> &sections() const { return m_sections; }
    [[nodiscard]] const std::vector<SourceSentence> &sentences() const { return m_sentences; }

private:
    friend class SourceParser;
    const Language *m_language = nullptr;
    std::vector<SourceSection> m_sections;
    std::vector<SourceSentence> m_sentences;
};

} // namespace Millrace
