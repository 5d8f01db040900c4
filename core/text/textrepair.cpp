// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Repairs in passes. Each pass is a list of changes (a span and what takes its place) over the text that the pass before it made; the
// pieces that stay are carried along, so that every place of the result is known in the source.
#include "text/textrepair.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

struct Change
{
    TextSpan span;
    QString with;
};

/// The text with its changes, pieces divided where they lie. Changes are in order and do not overlap.
void apply(RepairedText &state, const std::vector<Change> &changes)
{
    if (changes.empty())
        return;
    const QString old = state.text;
    QString text;
    text.reserve(old.size());
    std::vector<RepairedText::Piece> pieces;
    auto piece = state.pieces.cbegin();
    const auto keep = [&](TextSpan span) {
        // The parts of pieces within span move along.
        const qsizetype shift = text.size() - span.from;
        while (piece != state.pieces.cend() && piece->target.from < span.to) {
            const TextSpan part{std::max(piece->target.from, span.from), std::min(piece->target.to, span.to)};
            if (part.from < part.to) {
                // Within a piece that was replaced as a whole, all of its source counts.
                const bool even = piece->source.size() == piece->target.size();
                const TextSpan source = even
                    ? TextSpan{piece->source.from + part.from - piece->target.from, piece->source.from + part.to - piece->target.from}
                    : piece->source;
                pieces.push_back({source, {part.from + shift, part.to + shift}});
            }
            if (piece->target.to > span.to)
                break;
            ++piece;
        }
        text += QStringView(old).sliced(span.from, span.size());
    };
    const auto sourceOf = [&](TextSpan span) {
        TextSpan source{-1, -1};
        for (auto it = piece; it != state.pieces.cend() && it->target.from < span.to; ++it) {
            if (it->target.to <= span.from)
                continue;
            const bool even = it->source.size() == it->target.size();
            const qsizetype from = even ? it->source.from + std::max<qsizetype>(0, span.from - it->target.from) : it->source.from;
            const qsizetype to = even ? it->source.to - std::max<qsizetype>(0, it->target.to - span.to) : it->source.to;
            source = {source.from < 0 ? from : source.from, to};
        }
        return source;
    };
    qsizetype done = 0;
    for (const Change &change : changes) {
        keep({done, change.span.from});
        if (!change.with.isEmpty()) {
            if (const TextSpan source = sourceOf(change.span); source.from >= 0)
                pieces.push_back({source, {text.size(), text.size() + change.with.size()}});
            text += change.with;
        }
        done = change.span.to;
    }
    keep({done, old.size()});
    // Neighbours that go on evenly are one.
    std::vector<RepairedText::Piece> joined;
    for (const RepairedText::Piece &next : pieces) {
        if (!joined.empty() && joined.back().source.to == next.source.from && joined.back().target.to == next.target.from
            && joined.back().source.size() == joined.back().target.size() && next.source.size() == next.target.size()) {
            joined.back().source.to = next.source.to;
            joined.back().target.to = next.target.to;
        } else {
            joined.push_back(next);
        }
    }
    state.text = text;
    state.pieces = joined;
}

/// The byte that Windows-1252 shows as this character; -1 for none.
int byteOf(QChar c)
{
    static const QHash<char16_t, int> upper
        = {{0x20AC, 0x80}, {0x201A, 0x82}, {0x0192, 0x83}, {0x201E, 0x84}, {0x2026, 0x85}, {0x2020, 0x86}, {0x2021, 0x87},
           {0x02C6, 0x88}, {0x2030, 0x89}, {0x0160, 0x8A}, {0x2039, 0x8B}, {0x0152, 0x8C}, {0x017D, 0x8E}, {0x2018, 0x91},
           {0x2019, 0x92}, {0x201C, 0x93}, {0x201D, 0x94}, {0x2022, 0x95}, {0x2013, 0x96}, {0x2014, 0x97}, {0x02DC, 0x98},
           {0x2122, 0x99}, {0x0161, 0x9A}, {0x203A, 0x9B}, {0x0153, 0x9C}, {0x017E, 0x9E}, {0x0178, 0x9F}};
    if (c.unicode() >= 0x80 && c.unicode() <= 0xFF)
        return c.unicode();
    return upper.value(c.unicode(), -1);
}

/// Runs of characters that are the bytes of other characters.
std::vector<Change> mojibakeIn(const QString &text)
{
    std::vector<Change> changes;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const int lead = byteOf(text[i]);
        const int length = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
        if (length == 0 || i + length > text.size())
            continue;
        QByteArray bytes(1, char(lead));
        for (int k = 1; k < length; ++k) {
            const int next = byteOf(text[i + k]);
            if (next < 0x80 || next > 0xBF)
                break;
            bytes.append(char(next));
        }
        if (bytes.size() != length)
            continue;
        QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
        const QString one = decoder.decode(bytes);
        // What becomes a control character was none.
        if (decoder.hasError() || one.isEmpty() || (one[0].unicode() < 0xA0))
            continue;
        changes.push_back({{i, i + length}, one});
        i += length - 1;
    }
    return changes;
}

/// A line as it is on every page: numbers aside.
QString patternOf(QStringView line)
{
    static const QRegularExpression digits(u"[0-9]+|\\b[ivxlc]{1,6}\\b"_s);
    return line.toString().simplified().replace(digits, u"#"_s);
}

std::vector<Change> boilerplateIn(const QString &text, int leastPages, RepairedText &report)
{
    struct Line
    {
        TextSpan span; ///< with its line end
        QString pattern;
    };
    std::vector<Line> candidates;
    QHash<QString, int> pagesOf;
    int pages = 0;
    for (qsizetype from = 0; from <= text.size();) {
        qsizetype end = text.indexOf(u'\f', from);
        if (end < 0)
            end = text.size();
        std::vector<Line> lines;
        for (qsizetype at = from; at < end;) {
            qsizetype lineEnd = text.indexOf(u'\n', at);
            lineEnd = lineEnd < 0 || lineEnd >= end ? end : lineEnd + 1;
            if (const QStringView line = QStringView(text).sliced(at, lineEnd - at); !line.trimmed().isEmpty())
                lines.push_back({{at, lineEnd}, patternOf(line)});
            at = lineEnd;
        }
        if (!lines.empty()) {
            ++pages;
            QSet<QString> onPage;
            // The edge of a page, never the most of it.
            const size_t edge = std::min<size_t>(3, (lines.size() - 1) / 3);
            for (size_t i = 0; i < lines.size(); ++i) {
                if (i >= edge && i + edge < lines.size())
                    continue;
                onPage.insert(lines[i].pattern);
                candidates.push_back(lines[i]);
            }
            for (const QString &pattern : std::as_const(onPage))
                ++pagesOf[pattern];
        }
        from = end + 1;
    }
    std::vector<Change> changes;
    QSet<QString> told;
    for (const Line &line : candidates) {
        const int count = pagesOf.value(line.pattern);
        if (pages < leastPages || count < leastPages || count * 2 < pages)
            continue;
        changes.push_back({line.span, {}});
        ++report.boilerplateLines;
        if (!told.contains(line.pattern)) {
            told.insert(line.pattern);
            report.boilerplate.append(QStringView(text).sliced(line.span.from, line.span.size()).toString().simplified());
        }
    }
    return changes;
}

std::vector<Change> hyphensIn(const QString &text)
{
    static const QRegularExpression divided(u"(?<![\\p{L}\\p{N}-])(\\p{L}{2,})[-\\x{00AD}\\x{2010}][ ]*\\r?\\n[ \\t]*(\\p{Ll}{2,})"_s,
                                            QRegularExpression::UseUnicodePropertiesOption);
    std::vector<Change> changes;
    QSet<QString> words;
    const auto ready = [&] {
        static const QRegularExpression word(u"\\p{L}+(?:-\\p{L}+)*"_s, QRegularExpression::UseUnicodePropertiesOption);
        for (auto it = word.globalMatchView(text); it.hasNext();)
            words.insert(it.next().captured().toLower());
    };
    for (auto it = divided.globalMatchView(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        if (words.isEmpty())
            ready();
        const QString whole = (match.captured(1) + match.captured(2)).toLower();
        const QString hyphenated = (match.captured(1) + u'-' + match.captured(2)).toLower();
        // German leaves one open: "Vor- und Nachteile".
        static const QSet<QString> conjunctions{u"und"_s, u"oder"_s, u"bzw"_s, u"sowie"_s, u"and"_s, u"or"_s, u"bis"_s, u"to"_s, u"et"_s, u"ou"_s};
        if (conjunctions.contains(match.captured(2)))
            continue;
        const bool isCompound = words.contains(hyphenated) && !words.contains(whole);
        const TextSpan span{match.capturedEnd(1), match.capturedStart(2)};
        changes.push_back({span, isCompound ? u"-"_s : QString()});
    }
    return changes;
}

std::vector<Change> whitespaceIn(const QString &text)
{
    std::vector<Change> changes;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'\u00A0' || c == u'\u202F' || c == u'\u2007' || c == u'\u2009') {
            changes.push_back({{i, i + 1}, u" "_s});
        } else if (c == u'\u200B' || c == u'\uFEFF' || c == u'\u00AD' || c == u'\u2060') {
            changes.push_back({{i, i + 1}, {}});
        } else if (c == u'\r') {
            const bool isPair = i + 1 < text.size() && text[i + 1] == u'\n';
            changes.push_back({{i, i + 1}, isPair ? QString() : u"\n"_s});
        } else if (c == u'\f') {
            changes.push_back({{i, i + 1}, u"\n\n"_s});
        } else if (c.unicode() < 0x20 && c != u'\n' && c != u'\t') {
            changes.push_back({{i, i + 1}, {}});
        }
    }
    return changes;
}

std::vector<Change> blankRunsIn(const QString &text)
{
    std::vector<Change> changes;
    for (qsizetype i = 0; i < text.size();) {
        if (!text[i].isSpace()) {
            ++i;
            continue;
        }
        qsizetype end = i;
        int lines = 0;
        qsizetype lastLine = i;
        while (end < text.size() && text[end].isSpace()) {
            if (text[end] == u'\n') {
                ++lines;
                lastLine = end;
            }
            ++end;
        }
        // Indentation stays; what is before the last line end, and all at the end of the text, goes.
        const QString indent = end == text.size() ? QString() : text.sliced(lines > 0 ? lastLine + 1 : i, end - (lines > 0 ? lastLine + 1 : i));
        const QString with = i == 0 ? indent : lines == 0 ? (end == text.size() ? QString() : indent) : QString(std::min(lines, 2), u'\n') + indent;
        const QString tidy = end == text.size() ? QString() : with;
        if (QStringView(text).sliced(i, end - i) != tidy)
            changes.push_back({{i, end}, tidy});
        i = end;
    }
    return changes;
}

} // namespace

RepairedText repairedText(const QString &text, const RepairWish &wish)
{
    RepairedText state;
    state.text = text;
    if (!text.isEmpty())
        state.pieces.push_back({{0, text.size()}, {0, text.size()}});
    if (wish.mojibake) {
        // Twice read wrongly is repaired twice, and no more.
        for (int round = 0; round < 2; ++round) {
            const std::vector<Change> changes = mojibakeIn(state.text);
            if (changes.empty())
                break;
            state.mojibake += int(changes.size());
            apply(state, changes);
        }
    }
    if (wish.boilerplate)
        apply(state, boilerplateIn(state.text, wish.leastPages, state));
    if (wish.hyphens) {
        const std::vector<Change> changes = hyphensIn(state.text);
        state.hyphens = int(changes.size());
        apply(state, changes);
    }
    if (wish.whitespace) {
        apply(state, whitespaceIn(state.text));
        apply(state, blankRunsIn(state.text));
    }
    return state;
}

} // namespace Millrace
