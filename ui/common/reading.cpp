// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/reading.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// Longer texts are set without layout: a formatted page of more could not be laid out without holding up the window.
constexpr qsizetype kFormattedUnits = 120'000;

QString headingOf(QByteArrayView key)
{
    QString heading = QString::fromUtf8(key);
    heading.replace(u'_', u' ');
    if (!heading.isEmpty())
        heading[0] = heading[0].toUpper();
    return heading;
}

void addPart(Reading &reading, const QByteArray &pointer, const QString &text)
{
    const qsizetype from = reading.text.size();
    reading.text += text;
    reading.parts.append({pointer, from, reading.text.size()});
}

void writeSection(Reading &reading, const QByteArray &pointer, const QString &heading, const Json &content)
{
    if (content.isString()) {
        reading.text += u"## %1\n\n"_s.arg(heading);
        addPart(reading, pointer, content.toString());
        reading.text += u"\n\n"_s;
    } else if (content.isArray()) {
        qsizetype at = 0;
        for (const Json &item : content.items()) {
            const QByteArray place = pointer + '/' + QByteArray::number(at++);
            const bool titled = item.isObject();
            writeSection(reading, titled ? place + "/content" : place, item.value("heading").toString(heading),
                         titled ? item.value("content") : item);
        }
    }
}

} // namespace

std::optional<Reading> Reading::of(const Json &data)
{
    Reading reading;
    const Json &formatted = data.value("formatted_content");
    if (formatted.value("content").isString()) {
        const QString format = formatted.value("format").toString();
        addPart(reading, "/formatted_content/content", formatted.value("content").toString());
        reading.formatted = true;
        if (reading.text.size() <= kFormattedUnits) {
            reading.form = format == "html"_L1 ? ReadingText::Form::Html
                : format == "markdown"_L1      ? ReadingText::Form::Markdown
                                               : ReadingText::Form::Plain;
        }
        return reading;
    }
    const Json &generated = data.value("generated_content");
    if (generated.isString())
        addPart(reading, "/generated_content", generated.toString());
    for (const JsonMember &member : generated.members())
        writeSection(reading, "/generated_content/" + escapePointerToken(member.key), headingOf(member.key), member.value);
    if (reading.text.isEmpty())
        return std::nullopt;
    reading.form = reading.text.size() <= kFormattedUnits ? ReadingText::Form::Markdown : ReadingText::Form::Plain;
    return reading;
}

} // namespace Millrace
