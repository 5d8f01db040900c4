// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "review/renderededit.h"

#include "common/worddiff.h"

#include <QRegularExpression>
#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// A stretch of the source and what stands there instead.
struct Replacement
{
    qsizetype from = 0;
    qsizetype to = 0;
    QString text;
};

/// Line ends and blanks alike, length kept: rendering turns one into the other.
QString evenBlanks(QStringView text)
{
    QString even = text.toString();
    for (QChar &c : even) {
        if (c.isSpace() || c == QChar::ParagraphSeparator || c == QChar::LineSeparator)
            c = u' ';
    }
    return even;
}

/// For comparing what two texts say.
QString collapsed(QStringView text)
{
    return evenBlanks(text).simplified();
}

/// For each unit of the rendered text where it stands in the source; -1: nowhere.
QList<qsizetype> placesInSource(const QString &source, const QString &rendered)
{
    QList<qsizetype> places(rendered.size(), -1);
    qsizetype s = 0;
    qsizetype r = 0;
    for (const WordRun &run : wordDiff(evenBlanks(source), evenBlanks(rendered))) {
        for (qsizetype i = 0; run.kind == WordRun::Kind::Same && i < run.text.size(); ++i)
            places[r + i] = s + i;
        s += run.kind != WordRun::Kind::Added ? run.text.size() : 0;
        r += run.kind != WordRun::Kind::Removed ? run.text.size() : 0;
    }
    return places;
}

/// The place in the source where something between the rendered units `at - 1` and `at` stands.
qsizetype placeBetween(const QString &rendered, const QList<qsizetype> &places, qsizetype at, qsizetype sourceSize)
{
    // What begins a paragraph stands behind its mark (a list's dash), not behind the paragraph before.
    if (at > 0 && places[at - 1] >= 0 && rendered[at - 1] != QChar::ParagraphSeparator)
        return places[at - 1] + 1;
    for (qsizetype i = at; i < places.size(); ++i) {
        if (places[i] >= 0)
            return places[i];
    }
    return sourceSize;
}

bool isEmphasis(QChar c)
{
    return c == u'*' || c == u'_' || c == u'~' || c == u'`';
}

/// Takes the marks of an emphasis with it whose words are all taken out, and never one of a pair.
void balance(Replacement &r, const QString &source)
{
    const auto inside = QStringView(source).sliced(r.from, r.to - r.from);
    if (std::ranges::count_if(inside, isEmphasis) % 2 == 1) {
        const bool before = r.from > 0 && isEmphasis(source[r.from - 1]);
        while (before && r.from > 0 && isEmphasis(source[r.from - 1]))
            --r.from;
        while (!before && r.to < source.size() && isEmphasis(source[r.to]))
            ++r.to;
    } else if (r.text.isEmpty() && r.to > r.from) {
        while (r.from > 0 && r.to < source.size() && isEmphasis(source[r.from - 1]) && source[r.from - 1] == source[r.to]) {
            --r.from;
            ++r.to;
        }
    }
}

/// How a paragraph ends and the next begins in HTML at a place: as the block does that the place is in.
QString htmlBreakAt(QStringView source, qsizetype place)
{
    static const QRegularExpression opening(u"<(p|li|h[1-6]|blockquote|td)\\b[^>]*>"_s, QRegularExpression::CaseInsensitiveOption);
    QString tag;
    for (auto it = opening.globalMatchView(source.first(place)); it.hasNext();)
        tag = it.next().captured(1).toLower();
    return tag == "p"_L1 || tag == "li"_L1 ? u"</%1>\n<%1>"_s.arg(tag) : u"<br>"_s;
}

QString written(QStringView typed, ReadingText::Form form, QStringView source, qsizetype place, bool escape)
{
    QString out;
    for (const QChar c : typed) {
        const bool ends = c == QChar::ParagraphSeparator || c == QChar::LineSeparator || c == u'\n';
        if (c == QChar::ObjectReplacementCharacter)
            continue;
        if (form == ReadingText::Form::Html)
            out += ends ? htmlBreakAt(source, place) : QString(c).toHtmlEscaped();
        else if (form == ReadingText::Form::Plain)
            out += ends ? QChar(u'\n') : c;
        else if (ends)
            out += u"\n\n"_s;
        else if (escape && u"\\`*_[]<>#+-.!|~"_s.contains(c))
            out += u'\\' + QString(c);
        else
            out += c;
    }
    return out;
}

QList<Replacement> replacementsOf(const Reading &reading, const QString &before, const QString &after, bool escape)
{
    const QList<qsizetype> places = placesInSource(reading.text, before);
    QList<Replacement> replacements;
    qsizetype at = 0; // in `before`
    const QList<WordRun> runs = wordDiff(before, after);
    for (qsizetype i = 0; i < runs.size(); ++i) {
        if (runs[i].kind == WordRun::Kind::Same) {
            at += runs[i].text.size();
            continue;
        }
        const qsizetype removed = runs[i].kind == WordRun::Kind::Removed ? runs[i].text.size() : 0;
        QString added = removed == 0 ? runs[i].text : QString();
        if (removed > 0 && i + 1 < runs.size() && runs[i + 1].kind == WordRun::Kind::Added)
            added = runs[++i].text;
        Replacement r;
        r.from = removed > 0 && places[at] >= 0 ? places[at] : placeBetween(before, places, at, reading.text.size());
        r.to = r.from;
        if (removed > 0) {
            const qsizetype last = at + removed - 1;
            // A paragraph's end stands for all the blanks between two words of the source.
            r.to = places[last] >= 0 ? places[last] + 1 : placeBetween(before, places, last + 1, reading.text.size());
        }
        r.to = std::max(r.to, r.from);
        r.text = written(added, reading.form, reading.text, r.from, escape);
        if (reading.form == ReadingText::Form::Markdown)
            balance(r, reading.text);
        replacements.append(r);
        at += removed;
    }
    return replacements;
}

/// The strings of the document with the replacements made; nothing where one is outside all of them.
std::optional<QList<FieldEdit>> edited(const Reading &reading, const QList<Replacement> &replacements, QString &whole)
{
    whole = reading.text;
    QList<FieldEdit> edits;
    qsizetype next = replacements.size() - 1;
    // From the end, so that places stay true.
    for (qsizetype p = reading.parts.size() - 1; p >= 0; --p) {
        const ReadingPart &part = reading.parts[p];
        QString text = reading.text.sliced(part.from, part.to - part.from);
        bool changed = false;
        for (; next >= 0 && replacements[next].from >= part.from; --next) {
            const Replacement &r = replacements[next];
            if (r.to > part.to)
                return std::nullopt;
            text.replace(r.from - part.from, r.to - r.from, r.text);
            whole.replace(r.from, r.to - r.from, r.text);
            changed = true;
        }
        if (changed)
            edits.prepend({part.pointer, text});
    }
    return next < 0 ? std::optional(edits) : std::nullopt;
}

} // namespace

QString renderedText(const QString &text, ReadingText::Form form)
{
    QTextDocument document;
    document.setUndoRedoEnabled(false);
    switch (form) {
    case ReadingText::Form::Markdown:
        document.setMarkdown(text, ReadingText::markdownFeatures());
        break;
    case ReadingText::Form::Html:
        document.setHtml(text);
        break;
    case ReadingText::Form::Plain:
        document.setPlainText(text);
        break;
    }
    return document.toRawText();
}

std::optional<QList<FieldEdit>> applyRenderedEdit(const Reading &reading, const QString &before, const QString &after)
{
    const QString wanted = collapsed(after);
    if (wanted == collapsed(before) && before.count(QChar::ParagraphSeparator) == after.count(QChar::ParagraphSeparator))
        return QList<FieldEdit>();
    // As typed first, since most texts need no escapes and read better without.
    for (const bool escape : {false, true}) {
        QString whole;
        const auto edits = edited(reading, replacementsOf(reading, before, after, escape), whole);
        if (edits && collapsed(renderedText(whole, reading.form)) == wanted)
            return edits;
    }
    return std::nullopt;
}

} // namespace Millrace
