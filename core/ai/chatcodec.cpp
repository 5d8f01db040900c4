// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ai/chatcodec.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

void readUsage(const Json &usage, ChatAnswer &answer)
{
    if (!usage.isObject())
        return;
    answer.tokensIn = usage.value("prompt_tokens").toInt(answer.tokensIn);
    answer.tokensOut = usage.value("completion_tokens").toInt(answer.tokensOut);
}

/// Some endpoints give a list of parts instead of one text.
QString contentText(const Json &content)
{
    if (content.isString())
        return content.toString();
    QString text;
    for (const Json &part : content.items())
        text += part.value("text").toString();
    return text;
}

} // namespace

QByteArray encodeChatRequest(const ModelRequest &request, const QString &model, bool stream)
{
    Json messages = Json::array();
    for (const ModelMessage &message : request.messages)
        messages.append(Json::object({{"role", message.role}, {"content", message.text}}));
    Json body = Json::object({{"model", model}, {"messages", messages}, {"temperature", request.temperature}, {"max_tokens", request.maxTokens}});
    if (stream) {
        body.insert("stream", Json(true));
        body.insert("stream_options", Json::object({{"include_usage", Json(true)}}));
    }
    return body.toBytes();
}

Result<ChatAnswer> decodeChatAnswer(QByteArrayView body)
{
    const Result<Json> json = Json::parse(body);
    if (!json)
        return fail(ErrorCode::ModelAnswer, u"The model's answer is not JSON: "_s + json.error().text);
    const Json &choice = json->value("choices").at(0);
    const Json &content = choice.value("message").value("content");
    if (!choice.isObject() || !(content.isString() || content.isArray()))
        return fail(ErrorCode::ModelAnswer, u"The model's answer holds no choices[0].message.content."_s);
    ChatAnswer answer;
    answer.text = contentText(content);
    answer.model = json->value("model").toString();
    answer.finishReason = choice.value("finish_reason").toString();
    readUsage(json->value("usage"), answer);
    return answer;
}

Result<ChatAnswer> decodeChatStream(QByteArrayView body)
{
    ChatAnswer answer;
    bool any = false;
    bool ended = false;
    qsizetype at = 0;
    while (at < body.size() && !ended) {
        qsizetype end = body.indexOf('\n', at);
        end = end < 0 ? body.size() : end;
        QByteArrayView line = body.sliced(at, end - at).trimmed();
        at = end + 1;
        if (!line.startsWith("data:"))
            continue;
        line = line.sliced(5).trimmed();
        if (line == "[DONE]") {
            ended = true;
            continue;
        }
        const Result<Json> json = Json::parse(line);
        if (!json)
            return fail(ErrorCode::ModelAnswer, u"An event of the model's stream is not JSON: "_s + json.error().text);
        if (json->value("error").isObject())
            return fail(ErrorCode::ModelAnswer, u"The model broke off its stream: "_s + chatErrorText(line));
        any = true;
        if (answer.model.isEmpty())
            answer.model = json->value("model").toString();
        const Json &choice = json->value("choices").at(0);
        answer.text += contentText(choice.value("delta").value("content"));
        if (choice.value("finish_reason").isString())
            answer.finishReason = choice.value("finish_reason").toString();
        readUsage(json->value("usage"), answer);
    }
    if (!any)
        return fail(ErrorCode::ModelAnswer, u"The model's stream holds no event."_s);
    if (!ended && answer.finishReason.isEmpty())
        return fail(ErrorCode::ModelAnswer, u"The model's stream ended in the middle."_s);
    return answer;
}

QByteArray encodeEmbeddingRequest(const QStringList &texts, const QString &model)
{
    return Json::object({{"model", model}, {"input", Json::array(texts)}, {"encoding_format", "float"}}).toBytes();
}

Result<EmbeddingAnswer> decodeEmbeddingAnswer(QByteArrayView body, qsizetype count)
{
    const Result<Json> json = Json::parse(body);
    if (!json)
        return fail(ErrorCode::ModelAnswer, u"The model's answer is not JSON: "_s + json.error().text);
    const Json &data = json->value("data");
    if (!data.isArray() || data.size() != count)
        return fail(ErrorCode::ModelAnswer, u"The model's answer holds %1 vectors for %2 texts."_s.arg(data.size()).arg(count));
    EmbeddingAnswer answer;
    answer.model = json->value("model").toString();
    answer.tokens = json->value("usage").value("prompt_tokens").toInt(-1);
    answer.vectors.resize(static_cast<std::size_t>(count));
    for (qsizetype i = 0; i < count; ++i) {
        const qint64 at = data.at(i).value("index").toInt(i);
        const Json &numbers = data.at(i).value("embedding");
        if (at < 0 || at >= count || !numbers.isArray() || numbers.isEmpty() || !answer.vectors[static_cast<std::size_t>(at)].empty())
            return fail(ErrorCode::ModelAnswer, u"The model's answer holds no data[%1].embedding."_s.arg(i));
        std::vector<float> &vector = answer.vectors[static_cast<std::size_t>(at)];
        double length = 0;
        for (const Json &number : numbers.items()) {
            const double value = number.toDouble();
            if (!number.isNumber() || !std::isfinite(value))
                return fail(ErrorCode::ModelAnswer, u"data[%1].embedding of the model's answer holds something that is no number."_s.arg(i));
            vector.push_back(static_cast<float>(value));
            length += value * value;
        }
        for (float &value : vector)
            value = length > 0 ? static_cast<float>(value / std::sqrt(length)) : 0;
        if (vector.size() != answer.vectors[static_cast<std::size_t>(data.at(0).value("index").toInt(0))].size())
            return fail(ErrorCode::ModelAnswer, u"The vectors of the model's answer differ in length."_s);
    }
    return answer;
}

QString chatErrorText(QByteArrayView body)
{
    QString text;
    if (const Result<Json> json = Json::parse(body)) {
        const Json &error = json->value("error");
        text = error.isString() ? error.toString() : error.value("message").toString();
        if (text.isEmpty())
            text = json->value("message").toString(json->value("detail").toString());
    }
    if (text.isEmpty())
        text = QString::fromUtf8(body.first(std::min<qsizetype>(body.size(), 300)));
    return text.simplified().left(300);
}

qint64 estimatedTokens(QStringView text)
{
    return (text.toUtf8().size() + 3) / 4;
}

QString redacted(QString text, const QString &secret)
{
    if (!secret.isEmpty())
        text.replace(secret, u"[redacted]"_s);
    static const QRegularExpression bearer(u"(bearer\\s+)[A-Za-z0-9._~+/=-]{6,}"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression key(u"\\b(?:sk|pk|rk|key|gsk|xai)-[A-Za-z0-9_-]{8,}"_s);
    text.replace(bearer, u"\\1[redacted]"_s);
    text.replace(key, u"[redacted]"_s);
    return text;
}

} // namespace Millrace
