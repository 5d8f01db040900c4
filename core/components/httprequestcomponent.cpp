// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/httprequestcomponent.h"

#include "components/documentfields.h"
#include "components/httptarget.h"
#include "sdk/services.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kConfigSchema = R"schema({
  "type": "object",
  "additionalProperties": false,
  "oneOf": [{"required": ["url"]}, {"required": ["url_from"]}],
  "properties": {
    "method": {"enum": ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"], "default": "GET", "title": "Method"},
    "url": {"type": "string", "format": "uri", "pattern": "^https?://", "title": "Address", "description": "https://api.example.org/items"},
    "url_from": {
      "type": "string", "minLength": 1, "title": "Address, computed",
      "description": "JMESPath over the document that gives the address."
    },
    "query": {
      "type": "object", "additionalProperties": {"type": "string", "minLength": 1}, "title": "Query",
      "description": "Names and JMESPath expressions: what is added to the address behind the \"?\", encoded. What gives null is left out."
    },
    "headers": {
      "type": "object", "additionalProperties": {"type": "string", "x-secret": true}, "title": "Headers",
      "description": "Names and values. \"secret:NAME\" in a value stands for a secret: \"Bearer secret:crm\"."
    },
    "header_values": {
      "type": "object", "additionalProperties": {"type": "string", "minLength": 1}, "title": "Headers, computed",
      "description": "Names and JMESPath expressions over the document."
    },
    "body": {
      "type": "string", "minLength": 1, "title": "Body",
      "description": "JMESPath over the document: a text is sent as text, anything else as JSON."
    },
    "content_type": {"type": "string", "minLength": 1, "title": "Content type", "description": "Of the body; without it application/json or text/plain."},
    "hosts": {
      "type": "array", "items": {"type": "string", "minLength": 1}, "title": "Allowed hosts",
      "description": "Where a request may go (\"api.example.org\", \"127.0.0.1:8080\"). Needed where a secret goes to an address from the document."
    },
    "timeout_s": {"type": "number", "exclusiveMinimum": 0, "maximum": 3600, "default": 30, "title": "Longest wait, seconds"},
    "max_bytes": {"type": "integer", "minimum": 1, "maximum": 16777216, "default": 1048576, "title": "Largest answer, bytes"},
    "redirects": {"type": "integer", "minimum": 0, "maximum": 10, "default": 0, "title": "Redirections followed"},
    "per_minute": {"type": "integer", "minimum": 0, "default": 0, "title": "Requests a minute", "description": "To this host at most; 0: no limit."},
    "on_refusal": {
      "enum": ["fail", "pass"], "default": "fail", "title": "A status of 4xx",
      "description": "Fails the step, or leaves by `refused` with the answer in the document. 408, 425, 429 and 5xx are tried again either way."
    },
    "into": {"type": "string", "minLength": 1, "default": "response", "title": "Field", "description": "The field that takes the answer."},
    "take": {
      "type": "string", "minLength": 1, "title": "Take",
      "description": "JMESPath over the answer {\"status\",\"headers\",\"body\"}; without it all of it."
    },
    "keep": {
      "type": "boolean", "default": false, "title": "Keep it as a file",
      "description": "The answer's bytes become the document's original, as a file's are: \"Extract text\" reads a page or a PDF of them. The field takes status and headers alone."
    }
  }
})schema";

constexpr auto kGives = R"({"{into}": {"type": "object", "properties": {"status": {"type": "integer"}, "headers": {"type": "object"}, "body": {}}},
  "original": {"type": "object", "properties": {"hash": {"type": "string"}, "name": {"type": "string"}, "size": {"type": "integer"},
  "media_type": {"type": "string"}}}})";

using Expressions = QList<std::pair<QByteArray, JmesPath>>;

class HttpRequestStep final : public Step
{
public:
    HttpCall call;
    std::optional<JmesPath> url;
    std::optional<JmesPath> body;
    std::optional<JmesPath> take;
    Expressions query;
    Expressions headers;
    QByteArray contentType;
    QByteArray into;
    bool passesRefusals = false;
    bool keeps = false;

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        const bool onlyReads = call.method == "GET" || call.method == "HEAD";
        if (input.dry && !onlyReads) {
            StepResult passed;
            passed.reasons = note(u"It may change something outside, and this replay does not."_s, "info");
            return passed;
        }
        Result<HttpCall> request = callFor(input);
        if (!request)
            return StepResult::failed(request.error());
        if (!context.http())
            return StepResult::failed(Error::make(ErrorCode::Unsupported, u"There is no network here."_s));
        qint64 wait = 0;
        const Result<HttpReply> reply = context.http()->call(*request, context, &wait);
        if (!reply)
            return StepResult::failed(reply.error(), wait);
        StepResult result;
        if (const auto error = errorOfStatus(*reply, context.clock().nowUs(), &wait)) {
            if (error->code != ErrorCode::HttpClient || !passesRefusals)
                return StepResult::failed(*error, wait);
            result.port = u"refused"_s;
            result.reasons = note(error->text, "warning");
        }
        if (keeps && result.port == "out"_L1 && reply->status < 300 && !reply->body.isEmpty())
            keep(*reply, result);
        HttpReply told = *reply;
        if (!result.originals.isEmpty())
            told.body.clear();
        Json answer = replyToJson(told);
        if (take) {
            const Result<Json> taken = take->evaluate(answer);
            if (!taken)
                return StepResult::failed(Error::make(ErrorCode::ComponentOutput, taken.error().text, taken.error().detail));
            answer = *taken;
        }
        result.edit.set(into, answer);
        result.reusable = onlyReads && result.port == "out"_L1;
        return result;
    }

private:
    static void keep(const HttpReply &reply, StepResult &result)
    {
        const QString type = QString::fromLatin1(reply.header("content-type")).section(u';', 0, 0).trimmed().toLower();
        const QString last = reply.url.fileName();
        const QString name = last.isEmpty() ? reply.url.host() : last;
        result.edit.set("original",
                        Json::object({{"hash", originalHash(reply.body)}, {"name", name}, {"size", reply.body.size()}, {"media_type", type}}));
        result.edit.set("source_name", name);
        result.originals.append({name, type, reply.body});
    }

    static Json note(const QString &message, const char *severity)
    {
        return Json::array({Json::object({{"path", ""}, {"message", message}, {"severity", severity}})});
    }

    static std::unexpected<Error> wrong(const Error &error) { return fail(ErrorCode::InputInvalid, error.text, error.detail); }

    Result<HttpCall> callFor(const StepInput &input) const
    {
        HttpCall request = call;
        if (url) {
            const Result<Json> address = url->evaluate(input.data);
            if (!address || !address->isString())
                return address ? fail(ErrorCode::InputInvalid, u"The address is no text."_s) : wrong(address.error());
            request.url = QUrl(address->toString());
        }
        if (!query.isEmpty()) {
            QUrlQuery items(request.url);
            for (const auto &[name, expression] : query) {
                const Result<Json> value = expression.evaluate(input.data);
                if (!value)
                    return wrong(value.error());
                if (!value->isNull())
                    items.addQueryItem(QString::fromUtf8(QByteArray(name).toPercentEncoding()),
                                       QString::fromUtf8(textOf(*value).toPercentEncoding()));
            }
            request.url.setQuery(items);
        }
        for (const auto &[name, expression] : headers) {
            const Result<Json> value = expression.evaluate(input.data);
            if (!value)
                return wrong(value.error());
            const QByteArray text = textOf(*value);
            if (text.contains('\n') || text.contains('\r') || text.contains('\0'))
                return fail(ErrorCode::InputInvalid, u"The header \"%1\" would hold a line break."_s.arg(QString::fromUtf8(name)));
            if (!value->isNull())
                request.headers.emplaceBack(name, text);
        }
        if (body) {
            const Result<Json> content = body->evaluate(input.data);
            if (!content)
                return wrong(content.error());
            request.body = textOf(*content);
            request.headers.emplaceBack("Content-Type",
                                        !contentType.isEmpty()    ? contentType
                                            : content->isString() ? "text/plain; charset=utf-8"_ba
                                                                  : "application/json"_ba);
        }
        request.headers.emplaceBack("Idempotency-Key", input.idempotencyKey);
        return request;
    }

    static QByteArray textOf(const Json &value) { return value.isString() ? value.utf8().toByteArray() : value.toBytes(); }
};

Result<Expressions> expressionsOf(const Json &config, const char *name)
{
    Expressions all;
    for (const JsonMember &member : config.value(name).members()) {
        auto compiled = JmesPath::compile(member.value.toString());
        if (!compiled)
            return fail(ErrorCode::ComponentConfig, compiled.error().text,
                        Json::object({{"path", QByteArray("/") + name + '/' + escapePointerToken(member.key)}}));
        all.emplaceBack(member.key, std::move(*compiled));
    }
    return all;
}

} // namespace

const ComponentDescriptor &HttpRequestComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"http_request"_s,
        .title = u"HTTP request"_s,
        .category = u"connect"_s,
        .description = u"Asks a web service and keeps its answer in the document."_s,
        .icon = u"globe"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Answered"_s}, {u"refused"_s, u"Refused"_s}},
        .effect = Effect::Network,
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> HttpRequestComponent::prepare(const Json &config) const
{
    auto step = std::make_shared<HttpRequestStep>();
    HttpCall &call = step->call;
    call.method = config.value("method").toString(u"GET"_s).toLatin1();
    call.url = QUrl(config.value("url").toString());
    call.hosts = config.value("hosts").toStringList();
    call.timeoutMs = static_cast<qint64>(config.value("timeout_s").toDouble(30) * 1000);
    call.largestAnswer = config.value("max_bytes").toInt(1024 * 1024);
    call.redirects = static_cast<int>(config.value("redirects").toInt());
    call.perMinute = static_cast<int>(config.value("per_minute").toInt());
    for (const JsonMember &header : config.value("headers").members()) {
        const QByteArray value = header.value.utf8().toByteArray();
        (value.contains("secret:") ? call.secretHeaders : call.headers).emplaceBack(header.key, value);
    }
    if (config.contains("url") && !call.url.isValid())
        return fail(ErrorCode::ComponentConfig, u"The address cannot be read: %1"_s.arg(call.url.errorString()), Json::object({{"path", "/url"}}));
    if (!call.secretHeaders.isEmpty() && config.contains("url_from") && call.hosts.isEmpty())
        return fail(ErrorCode::ComponentConfig, u"A secret to an address from the document needs \"hosts\": else the document chose who gets it."_s,
                    Json::object({{"path", "/hosts"}}));
    auto url = expressionOf(config, "url_from");
    auto body = expressionOf(config, "body");
    auto take = expressionOf(config, "take");
    auto query = expressionsOf(config, "query");
    auto headers = expressionsOf(config, "header_values");
    if (!url || !body || !take)
        return std::unexpected(!url ? url.error() : !body ? body.error() : take.error());
    if (!query || !headers)
        return std::unexpected(query ? headers.error() : query.error());
    step->url = std::move(*url);
    step->body = std::move(*body);
    step->take = std::move(*take);
    step->query = std::move(*query);
    step->headers = std::move(*headers);
    step->contentType = config.value("content_type").utf8().toByteArray();
    step->into = config.value("into").toString(u"response"_s).toUtf8();
    step->keeps = config.value("keep").toBool();
    step->passesRefusals = config.value("on_refusal").toString() == "pass"_L1;
    return step;
}

} // namespace Millrace
