// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// From the lines of pages to blocks.
//
// A page says by layout alone what its lines are, and most of the layout is gone by the time its text is here.
//  1. Lines between blank lines form a group. Within one, a line that is clearly shorter than the others and ends a sentence ends its
//     paragraph; so does one before a bullet or a heading. A wrong guess joins or divides paragraphs, never words.
//  2. A line is a heading where the outline names it, or where it is numbered like one ("4.1 Lists") and begins its group;
//     on a page of contents none is.
//  3. Each heading of the outline stands where it comes first; where it comes again at the top of a page, it is a running head.
//  4. The first and last two lines of a page are furniture where, digits aside, a third of the pages have them too, or where they are a
//     number alone on most pages. A page of few lines has none. Furniture is no text of the document: it would stand in the middle of sentences.
//  5. Work is linear in the text; every expression is anchored and bounded.
#include "extract/pagetext.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr int kEdgeLines = 2;
constexpr int kMinPagesForFurniture = 3;
constexpr int kMinLeaders = 5; ///< lines with leaders that make a page one of contents

/// A heading as it can be found again: letters and digits alone, no case, no number before it.
QString headingKey(const QString &text)
{
    QString key;
    for (const QChar c : withoutNumber(simplifiedText(text))) {
        if (c.isLetterOrNumber())
            key += c.toCaseFolded();
    }
    return key;
}

/// A line as it recurs on other pages: without its numbers.
QString furnitureKey(const QString &line)
{
    QString key;
    for (const QChar c : line) {
        if (c.isDigit()) {
            if (!key.endsWith(u'#'))
                key += u'#';
        } else if (!c.isSpace()) {
            key += c.toCaseFolded();
        }
    }
    return key;
}

bool isPageNumber(const QString &line)
{
    static const QRegularExpression number(u"^[-\\x{2013}\\s]*(?:\\d{1,5}|[ivxlc]{1,8})[-\\x{2013}\\s]*$"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    return line.size() <= 16 && number.match(line).hasMatch();
}

struct Marker
{
    QString marker; ///< empty: the line begins no item
    qsizetype width = 0;
};

Marker markerOf(const QString &line)
{
    static const QRegularExpression bullet(
        u"^(?:[\\x{2022}\\x{25E6}\\x{25AA}\\x{2023}\\x{2219}\\x{25CF}\\x{25CB}\\x{25A0}\\x{25A1}\\x{25B6}\\x{2013}\\x{F0B7}*-]|\\(?(\\d{1,3}|[a-z])[.)])\\s+(?=\\S)"_s);
    const QRegularExpressionMatch match = bullet.match(line);
    if (!match.hasMatch())
        return {};
    return {match.captured(1).isEmpty() ? u"-"_s : match.captured(1) + u'.', match.capturedLength()};
}

/// "4.1 Lists . . . . . 13": a line of a table of contents.
bool hasLeaders(const QString &line)
{
    return line.contains(" . . . "_L1) || line.contains("....."_L1);
}

bool endsSentence(const QString &line)
{
    return !line.isEmpty() && u".!?:;\"\u201d)\u00bb"_s.contains(line.back());
}

class PageReader
{
public:
    explicit PageReader(const QList<OutlineEntry> &outline)
    {
        for (const OutlineEntry &entry : outline) {
            const QString key = headingKey(entry.title);
            if (key.isEmpty())
                continue;
            if (!m_levels.contains(key))
                m_levels.insert(key, std::clamp(entry.level, 1, 6));
            ++m_left[key];
        }
    }

    TextDocument read(const QList<PageLines> &pages);

private:
    void findFurniture(const QList<QStringList> &pages);
    [[nodiscard]] bool isFurniture(const QStringList &lines, qsizetype at) const;
    void readGroup(const QStringList &group, bool isContents);
    [[nodiscard]] int headingLevelOf(const QStringList &group, qsizetype at);

    BlockWriter m_out;
    QHash<QString, int> m_levels; ///< of the outline's headings
    QHash<QString, int> m_left; ///< how often each is still to come; what comes after that is a running head
    QHash<QString, int> m_edges; ///< how many pages have a line at their edge
    int m_pages = 0;
};

void PageReader::findFurniture(const QList<QStringList> &pages)
{
    m_pages = int(pages.size());
    if (m_pages < kMinPagesForFurniture)
        return;
    for (const QStringList &lines : pages) {
        QStringList keys;
        for (qsizetype i = 0; i < lines.size(); ++i) {
            if (i < kEdgeLines || i >= lines.size() - kEdgeLines)
                keys.append(isPageNumber(lines[i]) ? u"#"_s : furnitureKey(lines[i]));
        }
        keys.removeDuplicates();
        for (const QString &key : std::as_const(keys))
            ++m_edges[key];
    }
}

/// `lines` are those of a page that are not blank.
bool PageReader::isFurniture(const QStringList &lines, qsizetype at) const
{
    if (m_pages < kMinPagesForFurniture || lines.size() <= qsizetype(2) * kEdgeLines || (at >= kEdgeLines && at < lines.size() - kEdgeLines))
        return false;
    if (lines[at].size() <= 160 && at < kEdgeLines && !m_left.isEmpty() && m_left.value(headingKey(lines[at]), 1) <= 0)
        return true;
    const bool number = isPageNumber(lines[at]);
    const int count = m_edges.value(number ? u"#"_s : furnitureKey(lines[at]));
    return count >= kMinPagesForFurniture && count * (number ? 2 : 3) >= m_pages;
}

int PageReader::headingLevelOf(const QStringList &group, qsizetype at)
{
    const QString &line = group[at];
    if (line.size() > 160 || line.isEmpty())
        return 0;
    if (!m_levels.isEmpty()) {
        const QString key = headingKey(line);
        if (const int level = m_levels.value(key); level > 0)
            return m_left[key]-- > 0 ? level : 0;
    }
    static const QRegularExpression numbered(u"^(\\d{1,3}(?:\\.\\d{1,3}){1,5})\\.?\\s+\\p{Lu}"_s, QRegularExpression::UseUnicodePropertiesOption);
    const QRegularExpressionMatch match = numbered.match(line);
    const bool begins = at == 0 && line.size() <= 100 && !line.endsWith(u'.') && !line.endsWith(u',') && !line.contains(" . ."_L1);
    return begins && match.hasMatch() ? std::min(6, int(match.captured(1).count(u'.')) + 1) : 0;
}

void PageReader::readGroup(const QStringList &group, bool isContents)
{
    qsizetype longest = 0;
    for (const QString &line : group)
        longest = std::max(longest, line.size());
    static const QRegularExpression leaders(u"\\s*(?:\\.\\s?){4,}\\s*"_s);
    QString open;
    QString item;
    const auto close = [&] {
        if (item.isEmpty())
            m_out.paragraph(open);
        else
            m_out.item(0, item, open);
        open.clear();
        item.clear();
    };
    for (qsizetype i = 0; i < group.size(); ++i) {
        QString line = group[i];
        if (const int level = isContents ? 0 : headingLevelOf(group, i); level > 0) {
            close();
            m_out.heading(level, line);
            continue;
        }
        if (hasLeaders(line)) {
            // A number may stand on a line of its own before its title.
            line = open.size() <= 12 && !open.isEmpty() && open[0].isDigit() ? std::exchange(open, {}) + u' ' + line : line;
            close();
            m_out.item(0, u"-"_s, line.replace(leaders, u" \u2026 "_s));
            continue;
        }
        if (const Marker marker = markerOf(line); !marker.marker.isEmpty()) {
            close();
            item = marker.marker;
            open = line.sliced(marker.width);
        } else {
            const bool hyphen = open.size() > 1 && open.endsWith(u'-') && open[open.size() - 2].isLetter() && line[0].isLower();
            if (!open.isEmpty() && !hyphen)
                open += u' ';
            open += line;
        }
        if (group[i].size() * 10 < longest * 8 && endsSentence(group[i]))
            close();
    }
    close();
}

TextDocument PageReader::read(const QList<PageLines> &pages)
{
    QList<QStringList> kept;
    for (const PageLines &page : pages) {
        QStringList lines;
        for (const QStringView line : QStringView(page.text).split(u'\n')) {
            if (const QStringView text = line.trimmed(); !text.isEmpty())
                lines.append(text.toString());
        }
        kept.append(lines);
    }
    findFurniture(kept);
    for (qsizetype p = 0; p < pages.size(); ++p) {
        m_out.beginPart(u"page"_s, pages[p].number);
        const bool isContents = std::ranges::count_if(kept[p], hasLeaders) >= kMinLeaders;
        QStringList group;
        qsizetype at = 0;
        for (const QStringView raw : QStringView(pages[p].text).split(u'\n')) {
            if (raw.trimmed().isEmpty()) {
                readGroup(group, isContents);
                group.clear();
                continue;
            }
            // On the first page it is no running head yet, but most likely the title.
            if (!isFurniture(kept[p], at) || (pages[p].number == 1 && !isPageNumber(kept[p][at])))
                group.append(kept[p][at]);
            ++at;
        }
        readGroup(group, isContents);
    }
    TextDocument document;
    m_out.finish(document);
    document.title = withoutNumber(m_out.firstHeading());
    return document;
}

} // namespace

TextDocument textFromPages(const QList<PageLines> &pages, const QList<OutlineEntry> &outline)
{
    return PageReader(outline).read(pages);
}

} // namespace Millrace
