// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/generatedcontent.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

bool hasExactForm(const Json &value)
{
    const auto members = value.members();
    if (members.size() != 3 || members[0].key != "introduction" || members[1].key != "body" || members[2].key != "conclusion")
        return false;
    return value.value("introduction").isString() && value.value("conclusion").isString() && value.value("body").isArray()
        && std::ranges::all_of(value.value("body").items(), [](const Json &item) {
               return item.size() == 2 && item.value("heading").isString() && item.value("content").isString();
           });
}

bool hasText(const Json &content)
{
    const auto isText = [](const Json &json) { return !json.toString().trimmed().isEmpty(); };
    return isText(content.value("introduction"))
        || std::ranges::any_of(content.value("body").items(), [&isText](const Json &item) { return isText(item.value("content")); });
}

/// The member of any of these names, in any case.
const Json &member(const Json &object, std::initializer_list<QLatin1StringView> names)
{
    static const Json none;
    for (const QLatin1StringView name : names) {
        for (const JsonMember &m : object.members()) {
            if (QString::fromUtf8(m.key).trimmed().compare(name, Qt::CaseInsensitive) == 0)
                return m.value;
        }
    }
    return none;
}

/// A text, or the texts of a list as paragraphs.
QString textOf(const Json &json)
{
    return json.isArray() ? json.toStringList().join("\n\n"_L1).trimmed() : json.toString().trimmed();
}

void addPart(Json &body, const QString &heading, const QString &content)
{
    if (!content.isEmpty())
        body.append(Json::object({{"heading", heading}, {"content", content}}));
}

Json bodyOf(const Json &json)
{
    Json body = Json::array();
    if (json.isString())
        addPart(body, {}, textOf(json));
    for (const JsonMember &m : json.members())
        addPart(body, QString::fromUtf8(m.key), textOf(m.value));
    for (const Json &item : json.items()) {
        if (item.isString())
            addPart(body, {}, textOf(item));
        else
            addPart(body, textOf(member(item, {"heading"_L1, "title"_L1, "question"_L1})),
                    textOf(member(item, {"content"_L1, "text"_L1, "body"_L1, "paragraphs"_L1, "answer"_L1})));
    }
    return body;
}

std::unexpected<Error> unusable(const QString &why)
{
    return fail(ErrorCode::ModelAnswer, u"The model's answer cannot be used: %1."_s.arg(why));
}

struct Heading
{
    QString title;
    QString text;
};

/// The text's parts by Markdown headings; what comes before the first one has none.
QList<Heading> partsByHeading(const QString &text)
{
    static const QRegularExpression heading(uR"(^\s{0,3}(?:(#{1,6})\s+(.+?)\s*#*|\*\*([^*]+)\*\*:?)\s*$)"_s);
    QList<Heading> parts{{}};
    bool isInCode = false;
    for (const QString &line : text.split(u'\n')) {
        if (line.trimmed().startsWith("```"_L1))
            isInCode = !isInCode;
        const QRegularExpressionMatch match = isInCode ? QRegularExpressionMatch() : heading.match(line);
        if (match.hasMatch()) {
            QString title = match.captured(2).isEmpty() ? match.captured(3) : match.captured(2);
            parts.append({title.remove(u'*').trimmed(), {}});
        } else {
            parts.last().text += line + u'\n';
        }
    }
    for (Heading &part : parts)
        part.text = part.text.trimmed();
    parts.removeIf([](const Heading &part) { return part.text.isEmpty(); });
    return parts;
}

Result<Json> readMarkdown(const QString &text)
{
    static const QRegularExpression first(uR"(^(\d+[.)]\s*)?(introduction|overview|einleitung|introducción)\b)"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression last(uR"(^(\d+[.)]\s*)?(conclusions?|summary|key takeaways|fazit|schluss|zusammenfassung|conclusión)\b)"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    QList<Heading> parts = partsByHeading(text);
    if (std::ranges::none_of(parts, [](const Heading &part) { return !part.title.isEmpty(); }))
        return unusable(u"it is neither JSON nor a text with headings"_s);
    QString introduction;
    QString conclusion;
    // A text before any heading, or under the document's own title, is the introduction, unless one follows that says so.
    const bool isNamed = parts.size() > 1 && parts.at(1).title.contains(first);
    if (isNamed || parts.first().title.isEmpty() || parts.first().title.contains(first)) {
        if (isNamed)
            parts.removeFirst();
        introduction = parts.takeFirst().text;
    }
    // What stands alone is the text itself, whatever its heading.
    if ((parts.size() > 1 || !introduction.isEmpty()) && !parts.isEmpty() && parts.last().title.contains(last))
        conclusion = parts.takeLast().text;
    Json body = Json::array();
    for (const Heading &part : parts)
        addPart(body, part.title, part.text);
    return Json::object({{"introduction", introduction}, {"body", body}, {"conclusion", conclusion}});
}

} // namespace

Result<Json> normalizedContent(const Json &value)
{
    if (!value.isObject())
        return unusable(u"it is not an object with introduction, body and conclusion"_s);
    if (hasExactForm(value)) {
        if (!hasText(value))
            return unusable(u"it holds no text"_s);
        return value;
    }
    const Json &body = member(value, {"body"_L1, "sections"_L1});
    const Json &introduction = member(value, {"introduction"_L1, "intro"_L1});
    if (body.isNull() && introduction.isNull() && value.size() == 1 && value.members().front().value.isObject())
        return normalizedContent(value.members().front().value);
    const Json content = Json::object(
        {{"introduction", textOf(introduction)}, {"body", bodyOf(body)}, {"conclusion", textOf(member(value, {"conclusion"_L1, "summary"_L1}))}});
    if (!hasText(content))
        return unusable(u"it has neither introduction nor body"_s);
    return content;
}

Result<Json> readGeneratedContent(const QString &text)
{
    static const QRegularExpression fence(uR"(```[a-zA-Z]*\s*\n(.*?)\n\s*```)"_s, QRegularExpression::DotMatchesEverythingOption);
    if (text.trimmed().isEmpty())
        return unusable(u"it is empty"_s);
    QStringList candidates{text.trimmed()};
    if (const QRegularExpressionMatch match = fence.match(text); match.hasMatch())
        candidates.append(match.captured(1).trimmed());
    const qsizetype open = text.indexOf(u'{');
    const qsizetype close = text.lastIndexOf(u'}');
    if (open >= 0 && close > open)
        candidates.append(text.mid(open, close - open + 1));
    for (const QString &candidate : candidates) {
        if (!candidate.startsWith(u'{'))
            continue;
        if (const Result<Json> json = Json::parse(candidate.toUtf8()))
            return normalizedContent(*json);
    }
    if (candidates.first().startsWith(u'{'))
        return unusable(u"it begins as JSON but is cut off or broken"_s);
    // A fence around everything is the model's wrapping; one inside the text belongs to it.
    return readMarkdown(candidates.first().startsWith("```"_L1) && candidates.size() > 1 ? candidates.at(1) : candidates.first());
}

} // namespace Millrace
