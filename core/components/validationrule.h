// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/jmespath.h"
#include "sdk/json.h"

#include <QByteArray>
#include <QRegularExpression>
#include <QString>

#include <optional>

namespace Millrace {

enum class Severity : quint8 { Error, Warning, Info };

[[nodiscard]] QLatin1StringView severityName(Severity severity);

/// One simple rule over a document: a path, what is asked of the value there, and how much it matters.
///
/// Compiled once, checked many times from any thread. Except for `required` and `not_empty`, a rule says nothing about a value that
/// is absent or null. Lengths are characters (code points) of a text, items of a list, members of an object.
class ValidationRule
{
public:
    /// Reads `{"path","rule","value","severity","message"}`; ComponentConfig says what is wrong with it. A path is a JSON Pointer,
    /// or names separated by dots ("author.name").
    [[nodiscard]] static Result<ValidationRule> compile(const Json &rule);

    /// What is wrong with the document, as `{"path","message","severity","rule"}`; nothing where the rule is kept.
    [[nodiscard]] std::optional<Json> problem(const Json &data) const;
    [[nodiscard]] Severity severity() const { return m_severity; }

private:
    using Check = std::optional<QString> (ValidationRule::*)(const Json *value) const;

    [[nodiscard]] Result<void> compileValue();
    [[nodiscard]] std::optional<QString> checkRequired(const Json *value) const;
    [[nodiscard]] std::optional<QString> checkNotEmpty(const Json *value) const;
    [[nodiscard]] std::optional<QString> checkType(const Json *value) const;
    [[nodiscard]] std::optional<QString> checkMin(const Json *value) const;
    [[nodiscard]] std::optional<QString> checkMax(const Json *value) const;
    [[nodiscard]] std::optional<QString> checkMinLength(const Json *value) const;
    [[nodiscard]] std::optional<QString> checkMaxLength(const Json *value) const;
    [[nodiscard]] std::optional<QString> checkPattern(const Json *value) const;
    [[nodiscard]] std::optional<QString> checkOneOf(const Json *value) const;
    [[nodiscard]] std::optional<QString> checkEquals(const Json *value) const;
    [[nodiscard]] std::optional<QString> checkExpression(const Json *value) const;

    QByteArray m_pointer;
    QString m_rule;
    Json m_value;
    QString m_message;
    Severity m_severity = Severity::Error;
    Check m_check = nullptr;
    QRegularExpression m_pattern;
    std::optional<JmesPath> m_expression;
};

} // namespace Millrace
