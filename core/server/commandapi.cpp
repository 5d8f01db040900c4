// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/commandapi.h"

#include "server/httpexchange.h"
#include "server/httpstatus.h"
#include "workspace/agentdesk.h"
#include "workspace/workspace.h"

#include <QPointer>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

void answerError(HttpExchange &exchange, const Error &error)
{
    const int status = statusOf(error);
    exchange.answer(status, kProblemType, status == 429 || status == 503 ? "Retry-After: 1\r\n" : "", problemBody(error));
}

/// A value as the query has it, as JSON of this type.
std::optional<Json> valueOf(const QString &text, const QString &type)
{
    if (type == "string"_L1 || type.isEmpty())
        return Json(text);
    if (type == "boolean"_L1)
        return text == "true"_L1 || text == "false"_L1 ? std::optional(Json(text == "true"_L1)) : std::nullopt;
    const Result<Json> parsed = Json::parseStrict(text.toUtf8());
    if (!parsed)
        return {};
    const bool fits = type == "integer"_L1 || type == "number"_L1 ? parsed->isNumber() : type == "array"_L1 ? parsed->isArray() : parsed->isObject();
    return fits ? std::optional(*parsed) : std::nullopt;
}

/// What watches from outside asks for in its own form: a scraper for text, a supervisor for a status.
void answerResult(HttpExchange &exchange, Route route, const Json &result, const QByteArray &body)
{
    if (route == Route::Metrics)
        exchange.answer(200, result.value("content_type").toString().toUtf8(), {}, result.value("text").toString().toUtf8());
    else
        exchange.answer(route == Route::Health && result.value("status").toString() == "failing"_L1 ? 503 : 200, "application/json", {}, body);
}

} // namespace

CommandApi::CommandApi(Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
{
    const QList<CommandInfo> &infos = workspace.commands();
    for (qsizetype i = 0; i < infos.size(); ++i)
        m_byName.insert(infos.at(i).name, i);
}

Result<Json> CommandApi::argumentsOf(QByteArrayView query, const Json &schema)
{
    Json args = Json::object();
    const QUrlQuery parsed(QString::fromLatin1(query));
    for (const auto &[name, text] : parsed.queryItems(QUrl::FullyDecoded)) {
        const Json &property = schema.value("properties").value(name);
        // Where several types are allowed, the first that fits.
        const Json &type = property.value("type");
        const QStringList types = type.isArray() ? type.toStringList() : QStringList{type.toString()};
        std::optional<Json> value;
        for (const QString &candidate : types) {
            value = valueOf(text, candidate);
            if (value)
                break;
        }
        if (!value)
            return fail(ErrorCode::InvalidArgument, u"\"%1\" is no %2"_s.arg(name, types.join(u" or "_s)), Json::object({{"argument", name}}));
        args.insert(name, *value);
    }
    return args;
}

Result<Json> CommandApi::arguments(const ServedRequest &request, const CommandInfo &info) const
{
    if (request.method() == "GET")
        return argumentsOf(request.query(), info.args);
    if (request.body.isEmpty())
        return Json::object();
    Result<Json> args = Json::parseStrict(request.body);
    if (args && !args->isObject())
        return fail(ErrorCode::InvalidArgument, u"the arguments are not a JSON object"_s);
    return args;
}

void CommandApi::list(const Client &client, HttpExchange &exchange) const
{
    Json commands = Json::array();
    for (const CommandInfo &info : m_workspace.commands()) {
        if (m_workspace.agents().mayUse(client, info.name, info.access))
            commands.append(info.toJson());
    }
    exchange.answer(200, "application/json", {}, Json::object({{"commands", commands}}).toBytes());
}

void CommandApi::run(const Admission &admission, const ServedRequest &request, const std::shared_ptr<HttpExchange> &exchange)
{
    const auto found = m_byName.constFind(admission.name);
    AgentDesk &desk = m_workspace.agents();
    const CommandInfo *info = found == m_byName.cend() ? nullptr : &m_workspace.commands().at(*found);
    // Under a name of its own only what there is: the log keeps a sum for each.
    const Result<Json> args = info ? arguments(request, *info) : Result<Json>(Json::object());
    const QByteArray asked = request.method() == "GET" && args ? args->toBytes() : request.body;
    const quint64 logged
        = desk.requestBegan(admission.client, u"rest"_s, QString::fromLatin1(request.method()), info ? info->name : QString(), asked);
    const auto refuse = [&](const Error &error) {
        desk.requestEnded(logged, false, QString(errorCodeName(error.code)), problemBody(error));
        answerError(*exchange, error);
    };
    if (admission.route == Route::CommandList) {
        desk.requestEnded(logged, true, {}, {});
        list(*admission.client, *exchange);
        return;
    }
    // What this client may not use is not there for it.
    if (!info || !desk.mayUse(*admission.client, info->name, info->access)) {
        refuse(Error::make(ErrorCode::UnknownCommand, u"there is no command \"%1\" for this client"_s.arg(admission.name)));
        return;
    }
    if (request.method() == "GET" && info->access != Access::Read) {
        desk.requestEnded(logged, false, u"405"_s, {});
        exchange->answer(405, kProblemType, "Allow: POST\r\n", problemBody(405, u"%1 changes something: POST it"_s.arg(info->name)));
        return;
    }
    if (!args) {
        refuse(args.error());
        return;
    }
    QFuture<Result<Json>> future = desk.execute(admission.client, info->name, info->name, *args);
    exchange->abandoned = [future]() mutable { future.cancel(); };
    future
        .then(this,
              [exchange, logged, &desk, route = admission.route](const Result<Json> &result) {
                  const QByteArray body = result ? result->toBytes() : problemBody(result.error());
                  desk.requestEnded(logged, result.has_value(), result ? QString() : QString(errorCodeName(result.error().code)), body);
                  if (result)
                      answerResult(*exchange, route, *result, body);
                  else
                      answerError(*exchange, result.error());
              })
        .onCanceled(this, [there = QPointer(this), exchange, logged, &desk] {
            if (!there) // it is its own end, and that of whoever asked
                return;
            const Error error = Error::make(ErrorCode::Cancelled, u"the call was cancelled"_s);
            const QByteArray body = problemBody(error);
            desk.requestEnded(logged, false, QString(errorCodeName(error.code)), body);
            answerError(*exchange, error);
        });
}

} // namespace Millrace
