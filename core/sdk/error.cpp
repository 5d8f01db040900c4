// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/error.h"

#include <array>

namespace Millrace {

namespace {

struct Row
{
    QLatin1StringView code;
    ErrorCategory category;
    QLatin1StringView meaning;
};

constexpr std::array kRows = {
#define MILLRACE_ERROR(name, code, category, meaning) Row{QLatin1StringView(code), ErrorCategory::category, QLatin1StringView(meaning)},
#include "sdk/errors.def"
#undef MILLRACE_ERROR
};

const Row &row(ErrorCode code)
{
    return kRows.at(static_cast<std::size_t>(code));
}

} // namespace

Error Error::make(ErrorCode code, const QString &text, const Json &detail)
{
    return {code, text, detail, row(code).category};
}

Json Error::toJson() const
{
    Json json = Json::object({{"code", row(code).code}, {"text", text}, {"category", errorCategoryName(category)}});
    if (!detail.isNull())
        json.insert("detail", detail);
    return json;
}

Error Error::fromJson(const Json &json)
{
    Error error;
    error.text = json.value("text").toString();
    error.detail = json.value("detail");
    const QString name = json.value("code").toString();
    for (const ErrorCode code : allErrorCodes()) {
        if (row(code).code == name)
            error.code = code;
    }
    error.category = row(error.code).category;
    const QString category = json.value("category").toString();
    for (const ErrorCategory c : {ErrorCategory::Retryable, ErrorCategory::Recoverable, ErrorCategory::Fatal}) {
        if (errorCategoryName(c) == category)
            error.category = c;
    }
    return error;
}

QLatin1StringView errorCodeName(ErrorCode code)
{
    return row(code).code;
}

QLatin1StringView errorCodeMeaning(ErrorCode code)
{
    return row(code).meaning;
}

ErrorCategory errorCodeCategory(ErrorCode code)
{
    return row(code).category;
}

QLatin1StringView errorCategoryName(ErrorCategory category)
{
    switch (category) {
    case ErrorCategory::Retryable:
        return QLatin1StringView("retryable");
    case ErrorCategory::Recoverable:
        return QLatin1StringView("recoverable");
    case ErrorCategory::Fatal:
        return QLatin1StringView("fatal");
    }
    Q_UNREACHABLE_RETURN({});
}

QList<ErrorCode> allErrorCodes()
{
    QList<ErrorCode> codes;
    for (std::size_t i = 0; i < kRows.size(); ++i)
        codes.append(static_cast<ErrorCode>(i));
    return codes;
}

} // namespace Millrace
