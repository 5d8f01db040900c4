// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/resource.h"

#include "mcp/answerstore.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

const QString kJson = u"application/json"_s;

/// A command's answer as a resource. What is not there is the protocol's error, what fails otherwise as well: a reading has no other.
void readCommand(const CallPtr &call, const QString &uri, const QString &command, const Json &args)
{
    call->tool = command;
    call->execute(command, args, [call, uri](const Result<Json> &result) {
        if (result)
            Resources::answerText(call, uri, kJson, result->toBytes());
        else if (result.error().code == ErrorCode::NotFound || result.error().code == ErrorCode::InvalidArgument)
            call->refuse(Resources::notFound(*call, uri));
        else
            call->refuse({RpcCode::kInternal, result.error().text, result.error().toJson()});
    });
}

Resource::Read byCommand(const QString &command, const char *argument)
{
    return [command, argument](const CallPtr &call, const QString &uri, const QStringList &values) {
        readCommand(call, uri, command, argument ? Json::object({{argument, values.value(0)}}) : Json::object());
    };
}

void readStep(const CallPtr &call, const QString &uri, const QStringList &values)
{
    bool isNumber = false;
    const int step = values.value(1).toInt(&isNumber);
    if (isNumber && step >= 0)
        readCommand(call, uri, u"context.get"_s, Json::object({{"id", values.value(0)}, {"step", step}}));
    else
        call->refuse(Resources::notFound(*call, uri));
}

/// What is counted, as it is now.
void readMetrics(const CallPtr &call, const QString &uri, const QStringList &)
{
    call->tool = u"metrics.exposition"_s;
    call->execute(call->tool, Json::object(), [call, uri](const Result<Json> &result) {
        if (result)
            Resources::answerText(call, uri, u"text/plain"_s, result->value("text").utf8().toByteArray());
        else
            call->refuse({RpcCode::kInternal, result.error().text, result.error().toJson()});
    });
}

void readAnswer(const CallPtr &call, const QString &uri, const QStringList &values)
{
    if (const auto answer = call->services().answers->find(values.value(0), call->clientId()))
        Resources::answerText(call, uri, kJson, *answer);
    else
        call->refuse(Resources::notFound(*call, uri));
}

bool isHash(const QString &which)
{
    return which.size() == 64 && std::ranges::all_of(which, [](QChar c) { return c.isDigit() || (c >= u'a' && c <= u'f'); });
}

void answerContents(const CallPtr &call, const Json &contents)
{
    call->answerCacheable(membersOf(Json::object({{"contents", Json::array({contents})}})), 0);
}

/// A document by its id, or an original by its hash.
void readDocument(const CallPtr &call, const QString &uri, const QStringList &values)
{
    const QString &which = values.value(0);
    readCommand(call, uri, isHash(which) ? u"original.get"_s : u"library.get"_s, Json::object({{isHash(which) ? "hash" : "id", which}}));
}

/// The bytes as they came: of a document, of an original by its hash, or of what a context was read from.
void readFile(const CallPtr &call, const QString &uri, const QStringList &values)
{
    const QString &which = values.value(0);
    const char *place = isHash(which) ? "hash" : uri.startsWith("millrace://context/"_L1) ? "context" : "document";
    call->tool = u"original.read"_s;
    call->execute(call->tool, Json::object({{place, which}}), [call, uri](const Result<Json> &result) {
        if (result) {
            const Json &type = result->value("media_type");
            answerContents(
                call,
                Json::object(
                    {{"uri", uri}, {"mimeType", type.isString() ? type : Json("application/octet-stream")}, {"blob", result->value("base64")}}));
        } else if (result.error().code == ErrorCode::NotFound || result.error().code == ErrorCode::InvalidArgument) {
            call->refuse(Resources::notFound(*call, uri));
        } else {
            call->refuse({RpcCode::kInternal, result.error().text, result.error().toJson()});
        }
    });
}

} // namespace

std::optional<QStringList> Resource::match(const QString &other) const
{
    QStringList values;
    QStringView rest = other;
    QStringView pattern = uri;
    while (!pattern.isEmpty()) {
        const qsizetype open = pattern.indexOf(u'{');
        const QStringView fixed = open < 0 ? pattern : pattern.first(open);
        if (!rest.startsWith(fixed))
            return std::nullopt;
        rest = rest.sliced(fixed.size());
        if (open < 0)
            break;
        pattern = pattern.sliced(pattern.indexOf(u'}') + 1);
        const qsizetype end = rest.indexOf(u'/');
        const QStringView value = end < 0 ? rest : rest.first(end);
        if (value.isEmpty())
            return std::nullopt;
        values.append(QUrl::fromPercentEncoding(value.toUtf8()));
        rest = rest.sliced(value.size());
    }
    return rest.isEmpty() ? std::optional(values) : std::nullopt;
}

Json Resource::toJson() const
{
    return Json::object(
        {{isTemplate() ? "uriTemplate" : "uri", uri}, {"name", name}, {"title", title}, {"description", description}, {"mimeType", mimeType}});
}

Resources::Resources()
{
    add({u"millrace://workspace"_s,
         u"workspace"_s,
         u"The workspace"_s,
         u"Its name, size and sequence number, and what was found when it was opened."_s,
         kJson,
         byCommand(u"workspace.info"_s, nullptr),
         {}});
    add({u"millrace://status"_s,
         u"status"_s,
         u"Contexts by state"_s,
         u"How many contexts are in each state; changes with every commit."_s,
         kJson,
         byCommand(u"stats"_s, nullptr),
         {}});
    add({u"millrace://metrics"_s,
         u"metrics"_s,
         u"What is measured"_s,
         u"All counters, gauges and histograms as they are now, in Prometheus' text format."_s,
         u"text/plain"_s,
         readMetrics,
         {}});
    add({u"millrace://context/{id}"_s,
         u"context"_s,
         u"A context"_s,
         u"A document on its way through its pipeline, as it is now."_s,
         kJson,
         byCommand(u"context.get"_s, "id"),
         {u"context.ids"_s, "ids", ""}});
    add({u"millrace://context/{id}/history"_s,
         u"context_history"_s,
         u"A context's history"_s,
         u"Every recorded change of a context, in order."_s,
         kJson,
         byCommand(u"context.history"_s, "id"),
         {u"context.ids"_s, "ids", ""}});
    add({u"millrace://context/{id}/step/{step}"_s,
         u"context_step"_s,
         u"A context at a step"_s,
         u"A context as it was after so many finished steps."_s,
         kJson,
         readStep,
         {u"context.ids"_s, "ids", ""}});
    add({u"millrace://pipeline/{id}"_s,
         u"pipeline"_s,
         u"A pipeline"_s,
         u"The newest version of a pipeline's definition."_s,
         kJson,
         byCommand(u"pipeline.get"_s, "id"),
         {u"pipeline.list"_s, "pipelines", "id"}});
    add({u"millrace://run/{id}"_s,
         u"run"_s,
         u"A run"_s,
         u"How a run stands: its counts, and whether it is finished."_s,
         kJson,
         byCommand(u"run.get"_s, "id"),
         {u"run.list"_s, "runs", "id", true}});
    add({u"millrace://document/{id}"_s,
         u"document"_s,
         u"A document"_s,
         u"A document of the library by its id, or an original by its hash."_s,
         kJson,
         readDocument,
         {u"library.list"_s, "documents", "id"}});
    add({u"millrace://document/{id}/file"_s,
         u"document_file"_s,
         u"A document's file"_s,
         u"A document's bytes as they came, by its id or its hash; at most 8 MiB."_s,
         u"application/octet-stream"_s,
         readFile,
         {u"library.list"_s, "documents", "id"}});
    add({u"millrace://context/{id}/file"_s,
         u"context_file"_s,
         u"The file of a context"_s,
         u"The bytes of the file that a context was read from; at most 8 MiB."_s,
         u"application/octet-stream"_s,
         readFile,
         {u"context.ids"_s, "ids", ""}});
    add({u"millrace://lineage/{id}"_s,
         u"lineage"_s,
         u"Where something came from"_s,
         u"What a context or document came from and what became of it, one step away; also \"template:ID@1\", \"model:PROVIDER/MODEL\" and the like."_s,
         kJson,
         byCommand(u"lineage.graph"_s, "focus"),
         {u"context.ids"_s, "ids", ""}});
    add({u"millrace://answer/{id}"_s,
         u"answer"_s,
         u"A long answer"_s,
         u"An answer of a tool that was too long to be shown whole."_s,
         kJson,
         readAnswer,
         {}});
}

const Resource *Resources::find(const QString &uri, QStringList *values) const
{
    for (const Resource &resource : m_all) {
        if (auto matched = resource.match(uri)) {
            if (values)
                *values = std::move(*matched);
            return &resource;
        }
    }
    return nullptr;
}

const Resource *Resources::ofTemplate(const QString &uriTemplate) const
{
    const auto found = std::ranges::find(m_all, uriTemplate, &Resource::uri);
    return found == m_all.end() ? nullptr : &*found;
}

void Resources::read(const CallPtr &call, const QString &uri) const
{
    QStringList values;
    if (const Resource *resource = find(uri, &values))
        resource->read(call, uri, values);
    else
        call->refuse(notFound(*call, uri));
}

void Resources::answerText(const CallPtr &call, const QString &uri, const QString &mimeType, const QByteArray &text)
{
    answerContents(call, Json::object({{"uri", uri}, {"mimeType", mimeType}, {"text", Json(text)}}));
}

RpcError Resources::notFound(const Call &call, const QString &uri)
{
    return {call.isModern() ? RpcCode::kInvalidParams : RpcCode::kResourceNotFound, u"there is no resource \"%1\""_s.arg(uri.left(500)),
            Json::object({{"uri", uri}})};
}

} // namespace Millrace::Mcp
