// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/difflines.h"

#include "sdk/error.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostFields = 2000;
constexpr qsizetype kLongestValue = 3000; ///< of one added or removed value
constexpr qsizetype kLongestOutline = 30'000; ///< of one nested value
constexpr qsizetype kOneLine = 100; ///< longer texts within a nested value get lines of their own
constexpr int kIndent = 4;
constexpr qsizetype kFoldFrom = 500; ///< unchanged text longer than this is folded…
constexpr qsizetype kFoldKeeps = 160; ///< …to so much at either end

/// A text with tints that is cut into lines.
struct Marked
{
    QString text;
    QList<DiffTint> tints;

    void add(const QString &piece) { text += piece; }
    void add(const QString &piece, DiffTint::Kind kind)
    {
        tints.append({int(text.size()), int(piece.size()), kind});
        text += piece;
    }
};

QString shortened(QString text)
{
    if (text.size() > kLongestValue) {
        text = text.first(kLongestValue) + u" … (+%1)"_s.arg(text.size() - kLongestValue);
    }
    return text;
}

/// Writes a nested value as an indented list, texts with their own line breaks: for reading, where JSON would be escapes and quotes.
void outline(const Json &value, int indent, QString &out)
{
    const QString margin(indent, u' ');
    const auto write = [&](const QString &label, const Json &item) {
        if ((item.isArray() || item.isObject()) && !item.isEmpty()) {
            out += margin + label + u'\n';
            outline(item, indent + kIndent, out);
        } else if (item.isString() && (item.utf8().size() > kOneLine || item.utf8().contains('\n'))) {
            QString text = shortened(item.toString());
            text.replace(u'\n', u'\n' + QString(indent + kIndent, u' '));
            out += margin + label + u'\n' + QString(indent + kIndent, u' ') + text + u'\n';
        } else {
            out += margin + label + u' ' + (item.isString() ? item.toString() : QString::fromUtf8(item.toBytes())) + u'\n';
        }
    };
    for (const JsonMember &member : value.members()) {
        write(QString::fromUtf8(member.key) + u':', member.value);
    }
    for (const Json &item : value.items()) {
        write(u"–"_s, item);
    }
}

QString valueText(const Json &value)
{
    if (value.isString()) {
        return shortened(value.toString());
    }
    if ((value.isArray() || value.isObject()) && !value.isEmpty()) {
        QString text;
        outline(value, 0, text);
        text.chop(1);
        return text.size() > kLongestOutline ? text.first(kLongestOutline) + u" … (+%1)"_s.arg(text.size() - kLongestOutline) : text;
    }
    return QString::fromUtf8(value.toBytes());
}

QString folded(const QString &text, bool first, bool last)
{
    if (text.size() <= kFoldFrom) {
        return text;
    }
    const QString head = first ? QString() : text.first(kFoldKeeps);
    const QString tail = last ? QString() : text.last(kFoldKeeps);
    return head + u" … "_s + tail;
}

Marked changedText(const QString &before, const QString &after)
{
    Marked marked;
    const QList<WordRun> runs = wordDiff(before, after);
    for (qsizetype i = 0; i < runs.size(); ++i) {
        switch (runs[i].kind) {
        case WordRun::Kind::Same:
            marked.add(folded(runs[i].text, i == 0, i == runs.size() - 1));
            break;
        case WordRun::Kind::Removed:
            marked.add(shortened(runs[i].text), DiffTint::Kind::Removed);
            break;
        case WordRun::Kind::Added:
            marked.add(shortened(runs[i].text), DiffTint::Kind::Added);
            break;
        }
    }
    return marked;
}

Marked changedValue(const Json &before, const Json &after)
{
    if (before.isString() && after.isString()) {
        return changedText(before.toString(), after.toString());
    }
    Marked marked;
    marked.add(valueText(before), DiffTint::Kind::Removed);
    marked.add(u" → "_s);
    marked.add(valueText(after), DiffTint::Kind::Changed);
    return marked;
}

void addLines(QList<DiffLine> &lines, DiffLine::Mark mark, const Marked &marked)
{
    qsizetype from = 0;
    while (from <= marked.text.size()) {
        qsizetype end = marked.text.indexOf(u'\n', from);
        end = end < 0 ? marked.text.size() : end;
        DiffLine line{.mark = mark, .text = marked.text.sliced(from, end - from)};
        for (const DiffTint &tint : marked.tints) {
            const qsizetype start = std::max<qsizetype>(tint.from, from);
            const qsizetype stop = std::min<qsizetype>(tint.from + tint.length, end);
            if (stop > start) {
                line.tints.append({int(start - from), int(stop - start), tint.kind});
            }
        }
        lines.append(line);
        from = end + 1;
    }
}

} // namespace

QString dottedPath(QByteArrayView pointer)
{
    const Result<QList<QByteArray>> tokens = splitPointer(pointer);
    QString path;
    for (const QByteArray &token : tokens.value_or(QList<QByteArray>())) {
        const bool isIndex = !token.isEmpty() && std::ranges::all_of(token, [](char c) { return c >= '0' && c <= '9'; });
        if (isIndex) {
            path += u'[' + QString::fromLatin1(token) + u']';
        } else {
            path += (path.isEmpty() ? QString() : u"."_s) + QString::fromUtf8(token);
        }
    }
    return path;
}

DiffText diffText(const Json &before, const Json &after)
{
    DiffText result;
    int fields = 0;
    for (const FieldChange &field : fieldDiff(before, after)) {
        DiffLine::Mark mark = DiffLine::Mark::Changed;
        Marked value;
        switch (field.kind) {
        case FieldChange::Kind::Added:
            mark = DiffLine::Mark::Added;
            ++result.added;
            value.add(valueText(field.after));
            break;
        case FieldChange::Kind::Removed:
            mark = DiffLine::Mark::Removed;
            ++result.removed;
            value.add(valueText(field.before));
            break;
        case FieldChange::Kind::Changed:
            ++result.changed;
            break;
        }
        if (fields++ >= kMostFields) {
            ++result.left;
            continue;
        }
        if (mark == DiffLine::Mark::Changed) {
            value = changedValue(field.before, field.after);
        }
        result.lines.append({.mark = mark, .isHeading = true, .text = dottedPath(field.path)});
        addLines(result.lines, mark, value);
    }
    return result;
}

} // namespace Millrace
