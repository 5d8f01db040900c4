// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/templatetext.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::size_t kMostMembers = 200;
constexpr qsizetype kShown = 40;

/// The value that a dotted path leads to; numbers index lists.
Json valueAt(const Json &from, const QStringList &path)
{
    Json value = from;
    for (const QString &part : path) {
        const Json next = value.isArray() ? value.at(part.toInt()) : value.value(part);
        value = next;
    }
    return value;
}

QString shown(const Json &value)
{
    if (value.isArray())
        return u"[ %1 ]"_s.arg(value.size());
    if (value.isObject())
        return u"{ … }"_s;
    const QString text = (value.isString() ? value.toString() : QString::fromUtf8(value.toBytes())).simplified();
    return text.size() > kShown ? text.first(kShown) + u"…"_s : text;
}

QList<TextChoice> membersOf(const Json &value, const QString &prefix)
{
    QList<TextChoice> choices;
    for (const JsonMember &member : value.members().first(std::min(value.members().size(), kMostMembers)))
        choices.append({prefix + QString::fromUtf8(member.key), shown(member.value)});
    if (value.isArray() && !value.isEmpty())
        choices.append({prefix + u'0', shown(value.at(0))});
    return choices;
}

QList<TextChoice> plain(const QStringList &words)
{
    QList<TextChoice> choices;
    for (const QString &word : words)
        choices.append({word});
    return choices;
}

/// The loops that the cursor is in: the names they give, and one item of what they go through.
QList<std::pair<QString, Json>> loopsBefore(const QString &text, const Json &document)
{
    static const QRegularExpression tag(uR"(\{%\s*(?:for\s+(\w+)\s+in\s+([\w.]+)|(endfor))\b)"_s);
    QList<std::pair<QString, Json>> loops;
    for (auto it = tag.globalMatch(text); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        if (match.capturedStart(3) >= 0) {
            if (!loops.isEmpty())
                loops.removeLast();
            continue;
        }
        QStringList path = match.captured(2).split(u'.');
        Json root = document;
        for (const auto &[name, item] : std::as_const(loops)) {
            if (name == path.first()) {
                root = item;
                path.removeFirst();
                break;
            }
        }
        loops.append({match.captured(1), valueAt(root, path).at(0)});
    }
    return loops;
}

QList<TextChoice> fieldsAt(const Json &document, const QList<std::pair<QString, Json>> &loops, const QString &written)
{
    QStringList path = written.split(u'.');
    path.removeLast();
    QList<TextChoice> choices;
    if (path.isEmpty()) {
        for (const auto &[name, item] : loops)
            choices.append({name, shown(item)});
        if (!loops.isEmpty())
            choices += plain({u"forloop.counter"_s, u"forloop.first"_s, u"forloop.last"_s});
        return choices + membersOf(document, {});
    }
    const QString prefix = path.join(u'.') + u'.';
    for (const auto &[name, item] : loops) {
        if (name == path.first())
            return membersOf(valueAt(item, path.sliced(1)), prefix);
    }
    return membersOf(valueAt(document, path), prefix);
}

} // namespace

QString templatePath(const QString &path)
{
    static const QRegularExpression index(uR"(\[(\d+)\])"_s);
    QString text = path;
    text.replace(index, u".\\1"_s);
    return text.remove(u'"');
}

TextOffer templateOffer(const TemplateWords &words, const QString &text, qsizetype cursor, bool asked)
{
    const Json &document = words.expected.isObject() ? words.expected : words.document;
    const QString before = text.first(cursor);
    const qsizetype open = std::max(before.lastIndexOf("{{"_L1), before.lastIndexOf("{%"_L1));
    const qsizetype close = std::max(before.lastIndexOf("}}"_L1), before.lastIndexOf("%}"_L1));
    if (open < 0 || close > open) {
        if (!asked)
            return {cursor, {}};
        QList<TextChoice> whole;
        for (const TextChoice &field : fieldsAt(document, {}, {}))
            whole.append({u"{{ %1 }}"_s.arg(field.text), field.detail});
        return {cursor, whole};
    }
    static const QRegularExpression word(uR"([\w.]*$)"_s);
    const QString written = word.match(before).captured();
    const qsizetype from = cursor - written.size();
    const QString inside = before.sliced(open + 2, from - open - 2);
    const bool isTag = before.at(open + 1) == u'%';
    if (inside.trimmed().endsWith(u'|'))
        return {from, fittingChoices(plain(words.filters), written)};
    if (isTag && inside.trimmed().isEmpty()) {
        QList<TextChoice> tags = fittingChoices(plain(words.tags), written);
        return {from, written.isEmpty() && !asked ? QList<TextChoice>() : tags};
    }
    static const QRegularExpression loop(uR"(^\s*for\s+\w*\s*$)"_s);
    if (isTag && loop.match(inside).hasMatch())
        return {from, fittingChoices(plain({u"in"_s}), written)};
    static const QRegularExpression name(uR"(^\s*for\s+$)"_s);
    if (isTag && name.match(inside).hasMatch())
        return {from, {}};
    QList<TextChoice> fields = fittingChoices(fieldsAt(document, loopsBefore(before.first(open), document), written), written);
    // In {{ }} the end is written too.
    const bool isClosed = text.sliced(cursor).trimmed().startsWith("}}"_L1);
    if (!isTag && !isClosed) {
        for (TextChoice &field : fields) {
            if (!inside.endsWith(u' ') && inside.isEmpty())
                field.text = u' ' + field.text;
            // What has fields of its own is gone on with.
            if (!field.detail.startsWith(u'{') && !field.detail.startsWith(u'['))
                field.text += u" }}"_s;
        }
    }
    return {from, fields};
}

} // namespace Millrace
