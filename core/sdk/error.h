// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/export.h"
#include "sdk/json.h"
#include "sdk/result.h"

#include <QString>

namespace Millrace {

/// What a caller can do about an error: try again, mend something first, or stop.
enum class ErrorCategory : quint8 { Retryable, Recoverable, Fatal };

/// Every error Millrace reports; the table with meanings is errors.def.
enum class ErrorCode : quint16 {
#define MILLRACE_ERROR(name, code, category, meaning) name,
#include "sdk/errors.def"
#undef MILLRACE_ERROR
};

/// A value that says what went wrong: a stable code, one English sentence for logs, command line and agents, and facts
/// (path, node, offset, SQL state) as JSON. Windows translate the code and facts, never the text.
struct MILLRACE_SDK_EXPORT Error
{
    ErrorCode code = ErrorCode::Internal;
    QString text;
    Json detail;
    ErrorCategory category = ErrorCategory::Fatal;

    /// An error in the category that errors.def gives to its code.
    [[nodiscard]] static Error make(ErrorCode code, const QString &text, const Json &detail = {});

    /// `{"code","text","category","detail"}`; detail is left out where it is null.
    [[nodiscard]] Json toJson() const;
    /// The reverse of toJson(); an unknown code becomes Internal, with its text kept.
    [[nodiscard]] static Error fromJson(const Json &json);

    friend bool operator==(const Error &, const Error &) = default;
};

/// The stable string of a code ("json.syntax").
[[nodiscard]] MILLRACE_SDK_EXPORT QLatin1StringView errorCodeName(ErrorCode code);
/// What the code means, one English sentence.
[[nodiscard]] MILLRACE_SDK_EXPORT QLatin1StringView errorCodeMeaning(ErrorCode code);
[[nodiscard]] MILLRACE_SDK_EXPORT ErrorCategory errorCodeCategory(ErrorCode code);
[[nodiscard]] MILLRACE_SDK_EXPORT QLatin1StringView errorCategoryName(ErrorCategory category);
/// All codes, in the table's order.
[[nodiscard]] MILLRACE_SDK_EXPORT QList<ErrorCode> allErrorCodes();

/// Shorthand for `return fail(code, text)` in a function that returns Result<T>.
[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, const QString &text, const Json &detail = {})
{
    return std::unexpected(Error::make(code, text, detail));
}

} // namespace Millrace
