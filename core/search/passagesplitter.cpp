// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/passagesplitter.h"

#include <algorithm>

namespace Millrace {
namespace {

constexpr qsizetype kWanted = 800;
constexpr qsizetype kLargest = 2000;

bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
}

/// Where to divide a long paragraph: after a sentence, else after a word, else before a character.
qsizetype dividePoint(QByteArrayView text, qsizetype from, qsizetype end)
{
    const qsizetype last = std::min(end, from + kLargest);
    if (last == end)
        return end;
    for (qsizetype i = last - 1; i > from + kWanted / 2; --i) {
        if (isBlank(text[i]) && (text[i - 1] == '.' || text[i - 1] == '!' || text[i - 1] == '?'))
            return i;
    }
    for (qsizetype i = last - 1; i > from + kWanted / 2; --i) {
        if (isBlank(text[i]))
            return i;
    }
    qsizetype i = last;
    while (i > from + 1 && (uchar(text[i]) & 0xC0) == 0x80)
        --i;
    return i;
}

} // namespace

std::vector<PassageSpan> splitPassages(QByteArrayView utf8)
{
    std::vector<PassageSpan> paragraphs;
    qsizetype at = 0;
    while (at < utf8.size()) {
        while (at < utf8.size() && isBlank(utf8[at]))
            ++at;
        if (at >= utf8.size())
            break;
        qsizetype end = utf8.indexOf("\n\n", at);
        end = end < 0 ? utf8.size() : end;
        for (qsizetype from = at; from < end;) {
            qsizetype to = dividePoint(utf8, from, end);
            const qsizetype next = to;
            while (to > from && isBlank(utf8[to - 1]))
                --to;
            if (to > from)
                paragraphs.push_back({from, to});
            from = next;
            while (from < end && isBlank(utf8[from]))
                ++from;
        }
        at = end;
    }
    std::vector<PassageSpan> passages;
    for (const PassageSpan &paragraph : paragraphs) {
        const bool heading = utf8[paragraph.from] == '#';
        if (!passages.empty() && !heading && paragraph.to - passages.back().from <= kWanted)
            passages.back().to = paragraph.to;
        else if (!passages.empty() && utf8[passages.back().from] == '#'
                 && utf8.sliced(passages.back().from, passages.back().to - passages.back().from).indexOf('\n') < 0 && !heading)
            passages.back().to = paragraph.to;
        else
            passages.push_back(paragraph);
    }
    return passages;
}

} // namespace Millrace
