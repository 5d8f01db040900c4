// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/contextdocument.h"

#include "sdk/clock.h"

#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::array kMembers = {"id", "type", "status", "pipeline", "data", "processing", "created_at", "updated_at"};

class Reader
{
public:
    explicit Reader(const Json &json)
        : m_json(json)
    {}

    QString text(const char *key)
    {
        const Json &value = m_json.value(key);
        if (!value.isNull() && (!value.isString() || value.toString().isEmpty()))
            problem(key, u"must be a text that is not empty"_s);
        return value.toString();
    }

    qint64 time(const char *key)
    {
        const QString value = text(key);
        if (value.isEmpty())
            return 0;
        const auto us = parseIso(value);
        if (!us)
            problem(key, u"\"%1\" is not an ISO 8601 time with a zone"_s.arg(value));
        return us.value_or(0);
    }

    void problem(const QByteArray &path, const QString &message) { m_problems.append(Json::object({{"path", "/" + path}, {"message", message}})); }

    const Json &problems() const { return m_problems; }

private:
    const Json &m_json;
    Json m_problems = Json::array();
};

void checkPipeline(const Json &pipeline, Reader &reader)
{
    if (pipeline.isNull() || (pipeline.isString() && !pipeline.toString().isEmpty()))
        return;
    if (!pipeline.isArray() || pipeline.isEmpty()) {
        reader.problem("pipeline", u"must be a list of component names, or a pipeline's id"_s);
        return;
    }
    for (qsizetype i = 0; i < pipeline.size(); ++i) {
        if (pipeline.at(i).toString().isEmpty())
            reader.problem("pipeline/" + QByteArray::number(i), u"must be a component's name"_s);
    }
}

void checkProcessing(const Json &processing, Reader &reader)
{
    if (processing.isNull())
        return;
    if (!processing.isObject()) {
        reader.problem("processing", u"must be an object"_s);
        return;
    }
    const Json &completed = processing.value("completed_components");
    if (!completed.isNull() && (!completed.isArray() || completed.toStringList().size() != completed.size()))
        reader.problem("processing/completed_components", u"must be a list of names"_s);
    const Json &start = processing.value("start_time");
    if (!start.isNull() && !parseIso(start.toString()))
        reader.problem("processing/start_time", u"is not an ISO 8601 time with a zone"_s);
}

} // namespace

Result<ContextDocument> ContextDocument::fromJson(const Json &json)
{
    if (!json.isObject())
        return fail(ErrorCode::ContextInvalid, u"a context is a JSON object"_s);
    Reader reader(json);
    ContextDocument document;
    document.id = reader.text("id");
    if (document.id.size() > 200)
        reader.problem("id", u"is longer than 200 characters"_s);
    document.type = reader.text("type");
    const QString status = reader.text("status");
    if (const auto known = statusFromName(status))
        document.status = *known;
    else if (!status.isEmpty())
        reader.problem("status", u"\"%1\" is not a state of a context"_s.arg(status));
    document.pipeline = json.value("pipeline");
    checkPipeline(document.pipeline, reader);
    document.data = json.value("data");
    if (!document.data.isObject())
        reader.problem("data", u"must be an object"_s);
    document.processing = json.value("processing");
    checkProcessing(document.processing, reader);
    document.createdAt = reader.time("created_at");
    document.updatedAt = reader.time("updated_at");
    for (const JsonMember &member : json.members()) {
        if (std::ranges::none_of(kMembers, [&](const char *name) { return member.key == name; }))
            document.extra.insert(member.key, member.value);
    }
    if (!reader.problems().isEmpty()) {
        const Json &first = reader.problems().at(0);
        return fail(ErrorCode::ContextInvalid, u"%1: %2"_s.arg(first.value("path").toString(), first.value("message").toString()),
                    Json::object({{"path", first.value("path")}, {"problems", reader.problems()}}));
    }
    return document;
}

Json ContextDocument::toJson() const
{
    Json json = Json::object({
        {"id", id},
        {"type", type},
        {"status", statusName(status)},
        {"pipeline", pipeline},
        {"data", data},
    });
    if (!processing.isNull())
        json.insert("processing", processing);
    json.insert("created_at", isoSeconds(createdAt));
    json.insert("updated_at", isoSeconds(updatedAt));
    for (const JsonMember &member : extra.members())
        json.insert(member.key, member.value);
    return json;
}

QString titleOf(const Json &data, const QString &source)
{
    const QString title = data.value("title").toString();
    return (title.isEmpty() ? source.section(u'/', -1) : title).left(500);
}

} // namespace Millrace
