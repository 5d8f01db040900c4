// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/prompt.h"

#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

/// The names that a template's text asks for, in the order they first stand there.
QStringList namesIn(const QString &text)
{
    static const QRegularExpression places(u"\\{\\{\\s*([a-z_][a-z0-9_]*)|\\{%\\s*(?:if|elif|firstof)\\s+([^%]*)%\\}"_s);
    static const QRegularExpression word(u"\"[^\"]*\"|([a-z_][a-z0-9_]*)"_s);
    static const QSet<QString> operators = {u"and"_s, u"or"_s, u"not"_s, u"in"_s};
    QStringList names;
    for (const auto &place : places.globalMatch(text)) {
        QStringList found{place.captured(1)};
        for (const auto &one : word.globalMatch(place.captured(2)))
            found.append(one.captured(1));
        for (const QString &name : std::as_const(found)) {
            if (!name.isEmpty() && !operators.contains(name) && !names.contains(name))
                names.append(name);
        }
    }
    return names;
}

QString instructions(const ContentTemplate &content)
{
    QString text = u"Write: %1.\n"_s.arg(content.title);
    for (const Json &section : content.sections.items()) {
        const QString heading = section.value("heading").toString(section.value("type").toString());
        text += u"\n## %1\n%2.\n"_s.arg(heading, section.value("instructions").toString());
    }
    return text;
}

} // namespace

Json Prompt::toJson() const
{
    Json json = Json::object({{"name", name}, {"title", title}, {"description", description}});
    Json list = Json::array();
    for (const Argument &argument : arguments)
        list.append(Json::object({{"name", argument.name}, {"description", argument.description}, {"required", argument.required}}));
    if (!list.isEmpty())
        json.insert("arguments", list);
    return json;
}

QString Prompt::missing(const Json &given) const
{
    for (const Argument &argument : arguments) {
        if (argument.required && !given.contains(argument.name))
            return QString::fromUtf8(argument.name);
    }
    return {};
}

Json userMessage(const Json &content)
{
    return Json::object({{"role", "user"}, {"content", content}});
}

Prompt templatePrompt(const ContentTemplate &content)
{
    const QString text = instructions(content);
    QSet<QByteArray> lists; // that the template goes through one by one
    Prompt prompt{content.id, content.title, u"Write %1 by the workspace's template \"%2\"."_s.arg(content.type, content.title), {}, {}};
    for (const QString &name : namesIn(text)) {
        Prompt::Argument argument{name.toUtf8(), u"what the template says of %1"_s.arg(QString(name).replace(u'_', u' ')), false, {}};
        if (text.contains(name + u"|join"_s)) {
            lists.insert(argument.name);
            argument.description += u"; several divided by commas"_s;
        }
        if (name == "target_audience"_L1)
            argument.values = content.audiences;
        if (name == "tone"_L1)
            argument.values = content.tones;
        prompt.arguments.append(argument);
    }
    prompt.arguments.append({"source", u"the text that it is to be about"_s, false, {}});
    prompt.get = [text, lists, description = prompt.description](const CallPtr &call, const Json &arguments) {
        Json data = Json::object();
        for (const JsonMember &member : arguments.members()) {
            if (lists.contains(member.key)) {
                QStringList items = member.value.toString().split(u',', Qt::SkipEmptyParts);
                for (QString &item : items)
                    item = item.trimmed();
                data.insert(member.key, Json::array(items));
            } else {
                data.insert(member.key, member.value);
            }
        }
        call->tool = u"template.render"_s;
        call->execute(call->tool, Json::object({{"text", text}, {"data", data}}), [=](const Result<Json> &filled) {
            if (!filled) {
                call->refuse(invalidParams(filled.error().text, filled.error().toJson()));
                return;
            }
            Json messages = Json::array({userMessage(Json::object({{"type", "text"}, {"text", filled->value("text")}}))});
            if (!arguments.value("source").utf8().isEmpty())
                messages.append(userMessage(Json::object({{"type", "text"}, {"text", arguments.value("source")}})));
            call->answer(Json::object({{"description", description}, {"messages", messages}}));
        });
    };
    return prompt;
}

} // namespace Millrace::Mcp
