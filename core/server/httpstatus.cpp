// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/httpstatus.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr auto kTexts = std::to_array<std::pair<int, QByteArrayView>>({
    {200, "OK"},
    {202, "Accepted"},
    {204, "No Content"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {426, "Upgrade Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
});

} // namespace

QByteArrayView statusText(int status)
{
    const auto found = std::ranges::find(kTexts, status, &std::pair<int, QByteArrayView>::first);
    return found == kTexts.end() ? QByteArrayView("Other") : found->second;
}

int statusOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::JsonSyntax:
    case ErrorCode::JsonEncoding:
    case ErrorCode::JsonDepth:
    case ErrorCode::JsonDuplicateKey:
        return 400;
    case ErrorCode::TokenInvalid:
        return 401;
    case ErrorCode::PermissionDenied:
    case ErrorCode::PathDenied:
    case ErrorCode::CallRefused:
        return 403;
    case ErrorCode::NotFound:
    case ErrorCode::UnknownCommand:
        return 404;
    case ErrorCode::AlreadyExists:
    case ErrorCode::Conflict:
    case ErrorCode::Cancelled:
    case ErrorCode::TransitionRefused:
        return 409;
    case ErrorCode::TooLarge:
    case ErrorCode::JsonTooLarge:
        return 413;
    case ErrorCode::RateLimited:
        return 429;
    case ErrorCode::Unsupported:
        return 501;
    default:
        break;
    }
    return error.category == ErrorCategory::Retryable ? 503 : error.category == ErrorCategory::Recoverable ? 422 : 500;
}

QByteArray problemBody(int status, const QString &detail)
{
    return Json::object({{"type", "about:blank"}, {"title", QString::fromLatin1(statusText(status))}, {"status", status}, {"detail", detail}})
        .toBytes();
}

QByteArray problemBody(const Error &error)
{
    const QString code(errorCodeName(error.code));
    Json body = Json::object({{"type", u"urn:millrace:error:"_s + code},
                              {"title", QString(errorCodeMeaning(error.code))},
                              {"status", statusOf(error)},
                              {"detail", error.text},
                              {"code", code}});
    if (!error.detail.isNull())
        body.insert("facts", error.detail);
    return body.toBytes();
}

} // namespace Millrace
