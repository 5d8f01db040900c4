// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/export.h"
#include "sdk/json.h"

#include <QStringView>

#include <memory>

namespace Millrace {

/// A compiled JMESPath expression. Cheap to copy; any thread.
class MILLRACE_SDK_EXPORT JmesPath
{
public:
    /// ExpressionInvalid with what is wrong and where.
    [[nodiscard]] static Result<JmesPath> compile(QStringView expression);
    /// The expression's value over the document; null where it selects nothing. ExpressionInvalid where a function gets the wrong type.
    [[nodiscard]] Result<Json> evaluate(const Json &document) const;

private:
    struct Compiled;
    std::shared_ptr<const Compiled> m_compiled;
};

/// JMESPath's idea of false: false, null and what is empty.
[[nodiscard]] MILLRACE_SDK_EXPORT bool isTruthy(const Json &value);

} // namespace Millrace
