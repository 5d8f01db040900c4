// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/lookupservicecomponent.h"

#include "components/documentfields.h"
#include "components/httptarget.h"
#include "sdk/clock.h"

#include <QHash>
#include <QSet>

#include <mutex>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kLongestValue = 1'000; ///< characters
constexpr qsizetype kMostRememberedBytes = 8 * 1024; ///< of one answer; larger ones are asked for again
constexpr auto kConfigSchema = R"schema({
  "type": "object",
  "additionalProperties": false,
  "required": ["url", "value"],
  "properties": {
    "url": {
      "type": "string", "minLength": 1, "title": "Address",
      "description": "Where the service is asked, with {value} in its path or query: \"https://kb.example.org/entities?name={value}\"."
    },
    "value": {"type": "string", "minLength": 1, "title": "Value", "description": "JMESPath over the document's data: what is looked up."},
    "each": {
      "type": "boolean", "default": false, "title": "Each of a list",
      "description": "The value is a list, such as the names that \"facts\" has found (`facts.list[?kind=='organisation'].value`): the service is asked once for each."
    },
    "take": {
      "type": "string", "minLength": 1, "title": "Take",
      "description": "JMESPath over the answer's JSON that gives the entry, as in \"results[0]\". Without it all of it; nothing, or an empty list, is no entry."
    },
    "headers": {
      "type": "object", "additionalProperties": {"type": "string", "x-secret": true}, "title": "Headers",
      "description": "Names and values. \"secret:NAME\" in a value stands for a secret."
    },
    "timeout_s": {"type": "number", "exclusiveMinimum": 0, "maximum": 3600, "default": 30, "title": "Longest wait for an answer, seconds"},
    "per_minute": {"type": "integer", "minimum": 0, "default": 0, "title": "Requests a minute", "description": "0: as many as there are."},
    "remember_s": {
      "type": "integer", "minimum": 0, "maximum": 86400, "default": 3600, "title": "Remember answers for, seconds",
      "description": "A value that comes again within that time is not asked for again; 0 asks each time."
    },
    "into": {"type": "string", "minLength": 1, "default": "lookup", "title": "Result field", "description": "The document's field that takes the entry."}
  }
})schema";

constexpr auto kGives = R"({
  "{into}": {"type": "object", "properties": {"row": {}, "matched": {}, "url": {"type": "string"},
    "rows": {"type": "array", "items": {"type": "object", "properties": {"value": {}, "row": {}, "url": {"type": "string"}}}},
    "missing": {"type": "array"}}}
})";

constexpr qsizetype kMostValues = 1'000; ///< of one document
constexpr qsizetype kMostRemembered = 10'000;
constexpr auto kPlace = "{value}"_L1;

QString textOf(const Json &value)
{
    return (value.isString() ? value.toString() : value.isNumber() ? QString::fromUtf8(value.toBytes()) : QString()).trimmed();
}

class LookupServiceStep final : public Step
{
public:
    explicit LookupServiceStep(JmesPath value)
        : m_value(std::move(value))
    {}

    HttpCall call; ///< its address and the secret headers are filled in for each value
    QString url;
    std::optional<JmesPath> take;
    bool each = false;
    qint64 rememberUs = 0;
    QByteArray into;

    StepResult run(const StepInput &input, RunContext &context) const override
    {
        const Result<Json> value = m_value.evaluate(input.data);
        if (!value)
            return StepResult::failed(Error::make(ErrorCode::InputInvalid, value.error().text, value.error().detail));
        if (each && (!value->isArray() || value->size() > kMostValues))
            return StepResult::failed(Error::make(ErrorCode::InputInvalid,
                                                  value->isArray() ? u"There are more than %1 values to look up."_s.arg(kMostValues)
                                                                   : u"What is to be looked up is no list."_s));
        if (!context.http())
            return StepResult::failed(Error::make(ErrorCode::Unsupported, u"There is no network here."_s));
        Json rows = Json::array();
        Json missing = Json::array();
        QSet<QString> seen;
        const Json asked = each ? *value : Json::array({*value});
        for (const Json &one : asked.items()) {
            const QString text = textOf(one);
            if (text.isEmpty() || seen.contains(text))
                continue;
            seen.insert(text);
            // Nothing that leads elsewhere than the address says: a path's dots are resolved however they are written.
            if (text == "."_L1 || text == ".."_L1 || text.size() > kLongestValue) {
                missing.append(one);
                continue;
            }
            qint64 wait = 0;
            const Result<Json> entry = entryOf(text, context, wait);
            if (!entry)
                return StepResult::failed(entry.error(), wait);
            if (entry->isNull())
                missing.append(one);
            else
                rows.append(Json::object({{"value", one}, {"row", *entry}, {"url", addressOf(text).toString(QUrl::FullyEncoded)}}));
        }
        StepResult result;
        if (rows.isEmpty()) {
            result.port = u"missing"_s;
            const QString why = seen.isEmpty() ? u"There is nothing to look up."_s
                : each                         ? u"The service knows none of the values."_s
                                               : u"The service does not know \"%1\"."_s.arg(textOf(*value).left(100));
            result.reasons = Json::array({Json::object({{"path", '/' + escapePointerToken(into)}, {"message", why}, {"severity", "info"}})});
            // An earlier visit's entry is not this one's.
            if (input.data.contains(QByteArrayView(into)))
                result.edit.remove('/' + escapePointerToken(into));
            return result;
        }
        if (each) {
            result.edit.set(into, Json::object({{"rows", rows}, {"missing", missing}}));
        } else {
            const Json &found = rows.at(0);
            result.edit.set(into, Json::object({{"row", found.value("row")}, {"matched", found.value("value")}, {"url", found.value("url")}}));
        }
        return result;
    }

private:
    struct Remembered
    {
        Json entry;
        qint64 at = 0;
    };

    [[nodiscard]] QUrl addressOf(const QString &text) const
    {
        QString address = url;
        return QUrl(address.replace(kPlace, QString::fromLatin1(QUrl::toPercentEncoding(text))), QUrl::StrictMode);
    }

    /// Null where the service has none.
    Result<Json> entryOf(const QString &text, RunContext &context, qint64 &wait) const
    {
        const qint64 now = context.clock().nowUs();
        if (rememberUs > 0) {
            const std::lock_guard lock(m_mutex);
            if (const auto known = m_remembered.constFind(text); known != m_remembered.cend() && now - known->at < rememberUs)
                return known->entry;
        }
        HttpCall request = call;
        request.url = addressOf(text);
        const Result<HttpReply> reply = context.http()->call(request, context, &wait);
        if (!reply)
            return std::unexpected(reply.error());
        Json entry;
        if (reply->status != 404 && reply->status != 410) {
            if (const auto error = errorOfStatus(*reply, now, &wait))
                return std::unexpected(*error);
            if (reply->status >= 300)
                return fail(ErrorCode::HttpRedirect, u"The service answered with %1 and leads nowhere."_s.arg(reply->status));
            const Result<Json> body = Json::parse(reply->body);
            if (!body)
                return fail(ErrorCode::ComponentOutput, u"The service's answer is no JSON: "_s + body.error().text);
            const Result<Json> taken = take ? take->evaluate(*body) : body;
            if (!taken)
                return fail(ErrorCode::ComponentOutput, taken.error().text, taken.error().detail);
            if (!(taken->isArray() || taken->isObject()) || !taken->isEmpty())
                entry = *taken;
        }
        const std::lock_guard lock(m_mutex);
        if (rememberUs > 0 && reply->body.size() <= kMostRememberedBytes) {
            if (m_remembered.size() >= kMostRemembered)
                m_remembered.clear();
            m_remembered.insert(text, {entry, now});
        }
        return entry;
    }

    JmesPath m_value;
    mutable std::mutex m_mutex;
    mutable QHash<QString, Remembered> m_remembered;
};

std::unexpected<Error> wrong(const QString &text, const char *path)
{
    return fail(ErrorCode::ComponentConfig, text, Json::object({{"path", path}}));
}

} // namespace

const ComponentDescriptor &LookupServiceComponent::descriptor() const
{
    static const ComponentDescriptor descriptor{
        .name = u"lookup_service"_s,
        .title = u"Ask a service"_s,
        .category = u"connect"_s,
        .description
        = u"Adds what a web service knows of the document's values, such as names that were found; what it does not know leaves by its own port."_s,
        .icon = u"network-connect"_s,
        .configSchema = giving(jsonLiteral(kConfigSchema), kGives),
        .outputs = {{u"out"_s, u"Found"_s}, {u"missing"_s, u"Not known there"_s}},
        .effect = Effect::Network,
        .cacheable = true,
    };
    return descriptor;
}

Result<std::shared_ptr<const Step>> LookupServiceComponent::prepare(const Json &config) const
{
    auto value = JmesPath::compile(config.value("value").toString());
    if (!value)
        return wrong(value.error().text, "/value");
    auto take = expressionOf(config, "take");
    if (!take)
        return std::unexpected(take.error());
    auto step = std::make_shared<LookupServiceStep>(std::move(*value));
    step->url = config.value("url").toString();
    const auto addressWith = [&step](const QString &text) { return QUrl(QString(step->url).replace(kPlace, text), QUrl::StrictMode); };
    const QUrl address = addressWith(u"a"_s);
    // A document chooses what is asked, not who is asked.
    if (!step->url.contains(kPlace) || address.authority() != addressWith(u"b"_s).authority())
        return wrong(u"The address needs {value} in its path or query."_s, "/url");
    if (!address.isValid() || address.host().isEmpty() || (address.scheme() != "http"_L1 && address.scheme() != "https"_L1)
        || !address.userInfo().isEmpty())
        return wrong(u"The address begins with http:// or https:// and holds no password."_s, "/url");
    step->take = std::move(*take);
    step->each = config.value("each").toBool();
    step->rememberUs = config.value("remember_s").toInt(3600) * 1'000'000;
    step->into = config.value("into").toString(u"lookup"_s).toUtf8();
    step->call.timeoutMs = static_cast<qint64>(config.value("timeout_s").toDouble(30) * 1000);
    step->call.redirects = 5;
    step->call.perMinute = static_cast<int>(config.value("per_minute").toInt());
    step->call.headers.emplaceBack("Accept", "application/json");
    for (const JsonMember &header : config.value("headers").members()) {
        const QByteArray text = header.value.utf8().toByteArray();
        (text.contains("secret:") ? step->call.secretHeaders : step->call.headers).emplaceBack(header.key, text);
    }
    return step;
}

} // namespace Millrace
