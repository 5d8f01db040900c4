// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/message.h"

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

std::unexpected<RpcError> invalid(const QString &why)
{
    return std::unexpected(RpcError{RpcCode::kInvalidRequest, why, {}});
}

} // namespace

std::expected<Message, RpcError> Message::read(const Json &json, Json &id)
{
    if (!json.isObject())
        return invalid(u"a message is a JSON object"_s);
    Message message;
    bool hasId = false;
    bool isAnswer = false;
    bool isRpc = false;
    const Json *method = nullptr;
    for (const JsonMember &member : json.members()) {
        if (member.key == "jsonrpc") {
            isRpc = member.value.utf8() == "2.0";
        } else if (member.key == "id") {
            hasId = true;
            // Fractions are ids of nobody: no schema of the protocol has them.
            const bool isUsable = member.value.isString() || (member.value.isNumber() && !member.value.utf8().contains('.'));
            if (isUsable)
                message.id = member.value;
        } else if (member.key == "method") {
            method = &member.value;
        } else if (member.key == "params") {
            message.params = member.value;
        } else if (member.key == "result") {
            isAnswer = true;
            message.result = member.value;
        } else if (member.key == "error") {
            isAnswer = true;
            message.error = member.value;
        }
    }
    id = message.id;
    if (!isRpc)
        return invalid(u"\"jsonrpc\" is to be \"2.0\""_s);
    if (isAnswer && !method) {
        message.kind = Kind::Answer;
        return message;
    }
    if (!method || !method->isString())
        return invalid(u"a message has a method"_s);
    if (hasId && message.id.isNull())
        return invalid(u"an id is a string or an integer"_s);
    if (!message.params.isNull() && !message.params.isObject())
        return invalid(u"params are an object"_s);
    message.method = method->utf8().toByteArray();
    message.kind = hasId ? Kind::Request : Kind::Notification;
    return message;
}

} // namespace Millrace::Mcp
