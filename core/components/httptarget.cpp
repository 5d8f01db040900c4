// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/httptarget.h"

#include <QStringConverter>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Json headersToJson(const HttpCall::Headers &headers)
{
    Json json = Json::object();
    for (const auto &[name, value] : headers)
        json.insert(name, QString::fromUtf8(value));
    return json;
}

HttpCall::Headers headersFromJson(const Json &json)
{
    HttpCall::Headers headers;
    for (const JsonMember &header : json.members())
        headers.emplaceBack(header.key, header.value.utf8().toByteArray());
    return headers;
}

} // namespace

HttpCall callFromJson(const Json &json)
{
    HttpCall call;
    call.method = json.value("method").toString(u"POST"_s).toLatin1();
    call.headers = headersFromJson(json.value("headers"));
    call.secretHeaders = headersFromJson(json.value("secret_headers"));
    call.timeoutMs = static_cast<qint64>(json.value("timeout_s").toDouble(30) * 1000);
    call.largestAnswer = json.value("max_bytes").toInt(1024 * 1024);
    call.redirects = static_cast<int>(json.value("redirects").toInt());
    call.hosts = json.value("hosts").toStringList();
    call.perMinute = static_cast<int>(json.value("per_minute").toInt());
    return call;
}

Json callToJson(const HttpCall &call)
{
    return Json::object({{"method", call.method},
                         {"headers", headersToJson(call.headers)},
                         {"secret_headers", headersToJson(call.secretHeaders)},
                         {"timeout_s", static_cast<double>(call.timeoutMs) / 1000},
                         {"max_bytes", call.largestAnswer},
                         {"redirects", call.redirects},
                         {"hosts", Json::array(call.hosts)},
                         {"per_minute", call.perMinute}});
}

Json replyToJson(const HttpReply &reply)
{
    Json headers = Json::object();
    for (const auto &[name, value] : reply.headers)
        headers.insert(name.toLower(), QString::fromLatin1(value));
    Json json = Json::object({{"status", reply.status}, {"url", reply.url.toString(QUrl::FullyEncoded)}, {"headers", headers}});
    if (reply.body.isEmpty())
        return json;
    if (reply.header("Content-Type").contains("json")) {
        if (const auto body = Json::parse(reply.body)) {
            json.insert("body", *body);
            return json;
        }
    }
    QStringDecoder utf8(QStringDecoder::Utf8);
    const QString text = utf8.decode(reply.body);
    if (!utf8.hasError() && !text.contains(QChar(u'\0')))
        json.insert("body", text);
    else if (reply.header("Content-Type").toLower().contains("charset=iso-8859-1"))
        json.insert("body", QString::fromLatin1(reply.body));
    else
        json.insert("bytes", reply.body.toBase64());
    return json;
}

QString HttpTarget::id() const
{
    return u"http"_s;
}

QList<DeliveryResult> HttpTarget::deliver(const QList<Delivery> &deliveries, RunContext &context) const
{
    QList<DeliveryResult> results;
    for (const Delivery &delivery : deliveries) {
        if (!context.http()) {
            results.append(DeliveryResult::failed(Error::make(ErrorCode::Unsupported, u"there is no network here"_s)));
            continue;
        }
        HttpCall call = callFromJson(delivery.request);
        call.url = QUrl(delivery.address);
        call.headers.emplaceBack("Idempotency-Key", delivery.key);
        call.body = delivery.body;
        DeliveryResult result;
        const Result<HttpReply> reply = context.http()->call(call, context, &result.retryAfterUs);
        if (!reply) {
            result.error = reply.error();
        } else if (auto refused = errorOfStatus(*reply, context.clock().nowUs(), &result.retryAfterUs)) {
            result.error = std::move(refused);
        } else if (reply->status >= 300) {
            result.error
                = Error::make(ErrorCode::HttpRedirect, u"%1 leads on to another address (status %2)"_s.arg(call.url.host()).arg(reply->status));
        } else {
            result.answer = replyToJson(*reply);
        }
        results.append(std::move(result));
    }
    return results;
}

} // namespace Millrace
