// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/protocol.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

constexpr std::array<QByteArrayView, 8> kLevels = {"debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"};

} // namespace

const QList<QByteArray> &supportedVersions()
{
    static const QList<QByteArray> versions = {"2026-07-28", "2025-11-25", "2025-06-18", "2025-03-26"};
    return versions;
}

bool isLegacyVersion(QByteArrayView version)
{
    return version != kModernVersion && std::ranges::contains(supportedVersions(), version);
}

int httpStatus(const RpcError &error)
{
    if (error.status != 0)
        return error.status;
    switch (error.code) {
    case RpcCode::kParseError:
    case RpcCode::kInvalidRequest:
    case RpcCode::kHeaderMismatch:
    case RpcCode::kMissingCapability:
    case RpcCode::kUnsupportedVersion:
        return 400;
    default:
        return 200;
    }
}

RpcError methodNotFound(QByteArrayView method)
{
    return {
        RpcCode::kMethodNotFound, u"there is no method \"%1\""_s.arg(QString::fromUtf8(method.first(std::min<qsizetype>(method.size(), 100)))), {}};
}

RpcError invalidParams(const QString &message, const Json &data)
{
    return {RpcCode::kInvalidParams, message, data};
}

RpcError malformed(const QString &message)
{
    return {RpcCode::kInvalidParams, message, {}, 400};
}

RpcError headerMismatch(const QString &message)
{
    return {RpcCode::kHeaderMismatch, message, {}};
}

RpcError unsupportedVersion(QByteArrayView requested)
{
    // Those that a request may name, as server/discover has them: the others begin with `initialize`.
    return {RpcCode::kUnsupportedVersion, u"this version of the protocol is not spoken here"_s,
            Json::object({{"supported", Json::array({Json(kModernVersion.toByteArray())})}, {"requested", Json(requested.toByteArray())}})};
}

RpcError missingCapability(const Json &capabilities)
{
    return {RpcCode::kMissingCapability, u"the client did not declare a capability that this needs"_s,
            Json::object({{"requiredCapabilities", capabilities}})};
}

int logLevel(QByteArrayView name)
{
    const auto at = std::ranges::find(kLevels, name);
    return at == kLevels.end() ? -1 : static_cast<int>(at - kLevels.begin());
}

QByteArrayView logLevelName(int level)
{
    return kLevels.at(static_cast<size_t>(level));
}

const Json &implementation()
{
    static const Json info = Json::object({{"name", "millrace"}, {"title", "Millrace"}, {"version", MILLRACE_VERSION}});
    return info;
}

Json withoutNulls(const Json &object)
{
    if (!std::ranges::contains(object.members(), true, [](const JsonMember &member) { return member.value.isNull(); }))
        return object;
    Json out = Json::object();
    for (const JsonMember &member : object.members()) {
        if (!member.value.isNull())
            out.insert(member.key, member.value);
    }
    return out;
}

QByteArray membersOf(const Json &object)
{
    QByteArray bytes = object.toBytes();
    bytes.chop(1);
    return bytes.sliced(1);
}

QByteArray notification(QByteArrayView method, const Json &params)
{
    QByteArray bytes = R"({"jsonrpc":"2.0","method":")";
    bytes += method;
    bytes += '"';
    if (!params.isNull()) {
        bytes += R"(,"params":)";
        params.write(bytes);
    }
    bytes += '}';
    return bytes;
}

} // namespace Millrace::Mcp
