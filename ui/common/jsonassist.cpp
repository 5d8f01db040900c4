// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Reading JSON that is being written
//
// A text in the making is no JSON, so it is not parsed but walked: strings, brackets, commas and colons say at every place which value of which key
// is meant. What is wrong in between does no harm, since only what stands before the place counts.
#include "common/jsonassist.h"

#include "sdk/error.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// One open object or list.
struct Level
{
    bool isObject = false;
    QString key; ///< whose value is being written; of an object
    bool hasColon = false; ///< behind the key
    int index = 0; ///< of a list
    QSet<QString> keys; ///< that are there already
};

class Walk
{
public:
    /// Goes through the text up to `end`; `lines` gets the line on which each value begins.
    Walk(const QString &text, qsizetype end, QHash<QByteArray, int> *lines = nullptr)
    {
        int line = 1;
        for (qsizetype i = 0; i < end;) {
            const QChar c = text.at(i);
            if (c == u'\n')
                ++line;
            // Of a member the key's line, of an item that of its first letter.
            const bool begins = !levels.isEmpty() && (levels.last().isObject ? c == u':' : !c.isSpace() && c != u',' && c != u']');
            if (lines && begins && !lines->contains(pointer()))
                lines->insert(pointer(), line);
            if (c == u'"') {
                i = string(text, i, end);
                continue;
            }
            if (c == u'{' || c == u'[') {
                levels.append({c == u'{', {}, false, 0, {}});
                wordFrom = -1;
            } else if (c == u'}' || c == u']') {
                if (!levels.isEmpty())
                    levels.removeLast();
                wordFrom = -1;
            } else if (c == u':') {
                if (!levels.isEmpty())
                    levels.last().hasColon = true;
                wordFrom = -1;
            } else if (c == u',') {
                if (!levels.isEmpty()) {
                    levels.last().hasColon = false;
                    ++levels.last().index;
                }
                wordFrom = -1;
            } else if (c.isSpace()) {
                wordFrom = -1;
            } else if (wordFrom < 0) {
                wordFrom = i;
            }
            ++i;
        }
    }

    /// Of the value that is being written.
    [[nodiscard]] QByteArray pointer() const
    {
        QByteArray path;
        for (const Level &level : levels)
            path += '/' + (level.isObject ? escapePointerToken(level.key.toUtf8()) : QByteArray::number(level.index));
        return path;
    }
    /// Of the object or list that the cursor is in.
    [[nodiscard]] QByteArray around() const
    {
        QByteArray path;
        for (qsizetype i = 0; i + 1 < levels.size(); ++i)
            path += '/' + (levels.at(i).isObject ? escapePointerToken(levels.at(i).key.toUtf8()) : QByteArray::number(levels.at(i).index));
        return path;
    }
    [[nodiscard]] bool isAtKey() const { return !levels.isEmpty() && levels.last().isObject && !levels.last().hasColon; }

    QList<Level> levels;
    qsizetype openString = -1; ///< the quote of a string that has no end yet
    qsizetype wordFrom = -1; ///< a number or word that is being written

private:
    qsizetype string(const QString &text, qsizetype from, qsizetype end)
    {
        QString value;
        for (qsizetype i = from + 1; i < end; ++i) {
            if (text.at(i) == u'\\') {
                ++i;
                continue;
            }
            if (text.at(i) == u'"') {
                if (isAtKey()) {
                    levels.last().key = value;
                    levels.last().keys.insert(value);
                }
                wordFrom = -1;
                return i + 1;
            }
            value += text.at(i);
        }
        openString = from;
        return end;
    }
};

/// The keys that stand behind the cursor in the same object.
QSet<QString> keysBehind(const QString &text, qsizetype cursor)
{
    QSet<QString> keys;
    int depth = 0;
    QString last;
    for (qsizetype i = cursor; i < text.size() && depth >= 0; ++i) {
        const QChar c = text.at(i);
        if (c == u'"') {
            QString value;
            for (++i; i < text.size() && text.at(i) != u'"'; ++i) {
                if (text.at(i) == u'\\')
                    ++i;
                else
                    value += text.at(i);
            }
            last = value;
        } else if (c == u'{' || c == u'[') {
            ++depth;
        } else if (c == u'}' || c == u']') {
            --depth;
        } else if (c == u':' && depth == 0) {
            keys.insert(last);
        }
    }
    return keys;
}

QString titleOf(const Json &schema)
{
    return schema.value("title").toString(schema.value("type").toString());
}

/// A value to begin with, and how far before its end one goes on.
std::pair<QString, int> beginning(const Json &schema)
{
    if (schema.contains("default"))
        return {QString::fromUtf8(schema.value("default").toBytes()), 0};
    const QString type = schema.value("type").toString();
    if (type == "string"_L1)
        return {u"\"\""_s, 1};
    if (type == "array"_L1)
        return {u"[]"_s, 1};
    if (type == "object"_L1)
        return {u"{}"_s, 1};
    if (type == "boolean"_L1)
        return {u"true"_s, 0};
    return {QString(), 0};
}

TextOffer keys(const Json &object, const QString &text, qsizetype cursor, const Walk &walk)
{
    const qsizetype from = walk.openString >= 0 ? walk.openString : walk.wordFrom >= 0 ? walk.wordFrom : cursor;
    const QString written = text.sliced(from, cursor - from).remove(u'"');
    const QSet<QString> there = walk.levels.last().keys + keysBehind(text, cursor);
    // Where the key has its value already, the key alone is written.
    qsizetype behind = cursor;
    while (behind < text.size() && (text.at(behind) == u'"' || text.at(behind).isSpace()))
        ++behind;
    const bool hasValue = behind < text.size() && text.at(behind) == u':';
    QList<TextChoice> choices;
    for (const JsonMember &property : object.value("properties").members()) {
        const QString key = QString::fromUtf8(property.key);
        if (there.contains(key) || !key.contains(written, Qt::CaseInsensitive))
            continue;
        TextChoice choice{QString::fromUtf8(Json(key).toBytes()), titleOf(property.value)};
        if (!hasValue) {
            const auto [value, back] = beginning(property.value);
            choice.text += u": "_s + value;
            choice.back = back;
        }
        choices.append(choice);
    }
    return {from, choices};
}

TextOffer values(const Json &schema, const QString &text, qsizetype cursor, const Walk &walk)
{
    const qsizetype from = walk.openString >= 0 ? walk.openString : walk.wordFrom >= 0 ? walk.wordFrom : cursor;
    QString written = text.sliced(from, cursor - from);
    QList<TextChoice> choices;
    for (const Json &value : schema.value("enum").items())
        choices.append({QString::fromUtf8(value.toBytes())});
    if (schema.value("type").toString() == "boolean"_L1)
        for (const char *word : {"true", "false"})
            choices.append({QString::fromLatin1(word)});
    if (schema.contains("default")) {
        const QString usual = QString::fromUtf8(schema.value("default").toBytes());
        choices.removeIf([&](const TextChoice &choice) { return choice.text == usual; });
        choices.prepend({usual, QCoreApplication::translate("JsonAssist", "usual")});
    }
    choices = fittingChoices(choices, written);
    // The quote that closes may be there already.
    if (walk.openString >= 0 && cursor < text.size() && text.at(cursor) == u'"') {
        for (TextChoice &choice : choices) {
            if (choice.text.endsWith(u'"'))
                choice.text.chop(1);
        }
    }
    return {from, choices};
}

} // namespace

Json schemaAt(const Json &schema, const QByteArray &pointer)
{
    const auto tokens = splitPointer(pointer);
    if (!tokens)
        return {};
    Json at = schema;
    for (const QByteArray &token : *tokens) {
        const Json &property = at.value("properties").value(token);
        const Json next = !property.isNull()              ? property
            : at.value("items").isObject()                ? at.value("items")
            : at.value("additionalProperties").isObject() ? at.value("additionalProperties")
                                                          : Json();
        at = next;
    }
    return at;
}

TextOffer jsonOffer(const Json &schema, const QString &text, qsizetype cursor, bool asked)
{
    const Walk walk(text, cursor);
    if (walk.levels.isEmpty())
        return {cursor, {}};
    const bool isWriting = walk.openString >= 0 || walk.wordFrom >= 0;
    if (!isWriting && !asked)
        return {cursor, {}};
    return walk.isAtKey() ? keys(schemaAt(schema, walk.around()), text, cursor, walk) : values(schemaAt(schema, walk.pointer()), text, cursor, walk);
}

int jsonLineOf(const QString &text, const QByteArray &pointer)
{
    QHash<QByteArray, int> lines;
    const Walk walk(text, text.size(), &lines);
    for (QByteArray sought = pointer; !sought.isEmpty(); sought.truncate(sought.lastIndexOf('/'))) {
        if (const auto found = lines.constFind(sought); found != lines.cend())
            return *found;
    }
    return 1;
}

} // namespace Millrace
