// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/textfield.h"

#include "components/documentfields.h"
#include "text/languagedetector.h"

#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kField = R"("field": {
  "type": "string", "minLength": 1, "default": "source_text", "title": "Text field",
  "description": "Where the text is: a name, names with dots (author.note), or a JSON Pointer."
})";

constexpr auto kLanguage = R"("language": {
  "type": "string", "minLength": 2, "default": "auto", "title": "Language",
  "description": "A tag such as \"de\", or \"auto\": the document's own `language`, else what the text tells."
})";

/// "de-CH" and "de_CH" are "de".
QByteArray primaryTag(const QString &tag)
{
    qsizetype end = 0;
    while (end < tag.size() && tag[end].isLetter())
        ++end;
    return tag.first(end).toLower().toUtf8();
}

} // namespace

QByteArray fieldPointer(const QString &path)
{
    if (path.isEmpty() || path.startsWith(u'/'))
        return path.toUtf8();
    QByteArray pointer;
    for (const QString &name : path.split(u'.'))
        pointer += '/' + escapePointerToken(name.toUtf8());
    return pointer;
}

Result<TextField> TextField::of(const Json &config, const char *intoDefault)
{
    TextField field;
    field.m_pointer = fieldPointer(config.value("field").toString(u"source_text"_s));
    if (!splitPointer(field.m_pointer))
        return fail(ErrorCode::ComponentConfig, u"\"%1\" names no field."_s.arg(config.value("field").toString()),
                    Json::object({{"path", "/field"}}));
    field.m_into = config.value("into").toString(QString::fromUtf8(intoDefault)).toUtf8();
    const QString language = config.value("language").toString(u"auto"_s);
    if (language != "auto"_L1)
        field.m_language = primaryTag(language);
    return field;
}

Result<QString> TextField::textOf(const Json &data) const
{
    const Json *value = data.find(m_pointer);
    if (value && value->isString())
        return value->toString();
    return fail(ErrorCode::InputInvalid, u"The document has no text in %1."_s.arg(QString::fromUtf8(m_pointer)), Json::object({{"path", m_pointer}}));
}

QByteArray TextField::languageOf(const Json &data, QStringView text) const
{
    if (!m_language.isEmpty())
        return m_language;
    if (const QByteArray declared = primaryTag(data.value("language").toString()); !declared.isEmpty())
        return declared;
    return primaryTag(QString::fromLatin1(detectLanguage(text).code));
}

QByteArray TextField::intoPointer() const
{
    return '/' + escapePointerToken(m_into);
}

Json textSchema(QByteArrayView own, QByteArrayView into, bool hasLanguage, QByteArrayView required)
{
    QByteArray text = R"({"type":"object","additionalProperties":false,"x-takes":{"{field}":{"type":"string"}},)";
    if (!required.isEmpty())
        text += "\"required\":[" + required.toByteArray() + "],";
    text += "\"properties\":{";
    text += kField;
    if (hasLanguage)
        text += ',' + QByteArray(kLanguage);
    if (!own.trimmed().isEmpty())
        text += ',' + own.toByteArray();
    if (!into.isEmpty()) {
        text += R"(,"into":{"type":"string","minLength":1,"default":")" + into.toByteArray()
            + R"(","title":"Result field","description":"The document's field that takes the findings."})";
    }
    text += "}}";
    return jsonLiteral(text);
}

Json taking(Json configSchema, QByteArrayView fields)
{
    configSchema.insert("x-takes", jsonLiteral(fields));
    return configSchema;
}

void setAt(Edit &edit, const Json &data, const QByteArray &pointer, const Json &value)
{
    if (data.find(pointer))
        edit.replace(pointer, value);
    else
        edit.add(pointer, value);
}

Json spanJson(const Utf8Offsets &offsets, TextSpan span)
{
    return Json::object({{"from", offsets.at(span.from)}, {"to", offsets.at(span.to)}});
}

LineageRef spanRef(const TextField &field, const Utf8Offsets &offsets, TextSpan source, const QByteArray &target, QStringView text)
{
    return {QString::fromUtf8(field.pointer()), offsets.at(source.from), offsets.at(source.to), target, 0, text.toUtf8().size()};
}

double rounded(double value, int decimals)
{
    const double scale = std::pow(10.0, decimals);
    return std::round(value * scale) / scale;
}

} // namespace Millrace
