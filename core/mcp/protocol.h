// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QByteArray>
#include <QList>
#include <QString>

/// The protocol's words: versions, numbers of errors, names of fields.
namespace Millrace::Mcp {

/// Legacy: `initialize` and sessions, 2025-03-26 to 2025-11-25. Modern: every request says all about itself, 2026-07-28.
enum class Era : quint8 { Legacy, Modern };

inline constexpr QByteArrayView kModernVersion = "2026-07-28";
inline constexpr QByteArrayView kNewestLegacyVersion = "2025-11-25";
/// What is assumed where a session's request has no version header.
inline constexpr QByteArrayView kOldestVersion = "2025-03-26";

/// Every version that is spoken here, newest first.
[[nodiscard]] const QList<QByteArray> &supportedVersions();
[[nodiscard]] bool isLegacyVersion(QByteArrayView version);

/// An error of JSON-RPC: what went wrong with the message. What went wrong with the work is an answer (`isError`).
struct RpcError
{
    int code = 0;
    QString message;
    Json data;
    int status = 0; ///< of HTTP; 0: as the code has it

    friend bool operator==(const RpcError &, const RpcError &) = default;
};

namespace RpcCode {
inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternal = -32603;
inline constexpr int kResourceNotFound = -32002; ///< before 2026
inline constexpr int kHeaderMismatch = -32020;
inline constexpr int kMissingCapability = -32021;
inline constexpr int kUnsupportedVersion = -32022;
} // namespace RpcCode

/// The status an HTTP response with this error has.
[[nodiscard]] int httpStatus(const RpcError &error);

[[nodiscard]] RpcError methodNotFound(QByteArrayView method);
[[nodiscard]] RpcError invalidParams(const QString &message, const Json &data = {});
/// 400 over HTTP: a request that is wrong in form, whatever it asks for.
[[nodiscard]] RpcError malformed(const QString &message);
[[nodiscard]] RpcError headerMismatch(const QString &message);
[[nodiscard]] RpcError unsupportedVersion(QByteArrayView requested);
/// `capabilities` as a ClientCapabilities object: {"sampling":{}}.
[[nodiscard]] RpcError missingCapability(const Json &capabilities);

namespace MetaKey {
inline constexpr const char *kVersion = "io.modelcontextprotocol/protocolVersion";
inline constexpr const char *kClientInfo = "io.modelcontextprotocol/clientInfo";
inline constexpr const char *kClientCapabilities = "io.modelcontextprotocol/clientCapabilities";
inline constexpr const char *kLogLevel = "io.modelcontextprotocol/logLevel";
inline constexpr const char *kServerInfo = "io.modelcontextprotocol/serverInfo";
inline constexpr const char *kSubscription = "io.modelcontextprotocol/subscriptionId";
inline constexpr const char *kRelatedTask = "io.modelcontextprotocol/related-task";
} // namespace MetaKey

inline constexpr const char *kTasksExtension = "io.modelcontextprotocol/tasks";

/// 0 (debug) to 7 (emergency); -1: no such level.
[[nodiscard]] int logLevel(QByteArrayView name);
[[nodiscard]] QByteArrayView logLevelName(int level);

/// {"name","title","version"} of this program.
[[nodiscard]] const Json &implementation();

/// Without the members that are null.
[[nodiscard]] Json withoutNulls(const Json &object);
/// The JSON between the braces of an object.
[[nodiscard]] QByteArray membersOf(const Json &object);
/// One message that asks for no answer.
[[nodiscard]] QByteArray notification(QByteArrayView method, const Json &params);

} // namespace Millrace::Mcp
