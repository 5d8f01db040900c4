// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "components/validationrule.h"

#include "components/documentfields.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// "author.name" and "/author/name" alike; the first form has no way to write a dot in a name.
QByteArray pointerOf(const QString &path)
{
    if (path.isEmpty() || path.startsWith(u'/'))
        return path.toUtf8();
    QByteArray pointer;
    for (const QString &name : path.split(u'.'))
        pointer += '/' + escapePointerToken(name.toUtf8());
    return pointer;
}

QLatin1StringView typeName(const Json &value)
{
    switch (value.type()) {
    case Json::Type::Null:
        return "null"_L1;
    case Json::Type::Bool:
        return "boolean"_L1;
    case Json::Type::Number:
        return "number"_L1;
    case Json::Type::String:
        return "string"_L1;
    case Json::Type::Array:
        return "array"_L1;
    case Json::Type::Object:
        return "object"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

bool isInteger(const Json &value)
{
    return value.isNumber() && value.toInt(0) == value.toInt(1);
}

/// Characters of a text, items of a list, members of an object; nothing for the rest.
std::optional<qint64> lengthOf(const Json &value)
{
    if (value.isString()) {
        const QByteArrayView bytes = value.utf8();
        return std::ranges::count_if(bytes, [](char c) { return (static_cast<uchar>(c) & 0xC0) != 0x80; });
    }
    if (value.isArray() || value.isObject())
        return value.size();
    return std::nullopt;
}

/// The value as a message quotes it.
QString quoted(const Json &value)
{
    const QString text = QString::fromUtf8(value.toBytes());
    return text.size() > 80 ? text.left(77) + u"…"_s : text;
}

bool isAbsent(const Json *value)
{
    return !value || value->isNull();
}

} // namespace

QLatin1StringView severityName(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return "error"_L1;
    case Severity::Warning:
        return "warning"_L1;
    case Severity::Info:
        return "info"_L1;
    }
    Q_UNREACHABLE_RETURN({});
}

Result<ValidationRule> ValidationRule::compile(const Json &json)
{
    struct Kind
    {
        QLatin1StringView name;
        Check check;
    };
    static constexpr std::array kinds = {
        Kind{"required"_L1, &ValidationRule::checkRequired},
        Kind{"not_empty"_L1, &ValidationRule::checkNotEmpty},
        Kind{"type"_L1, &ValidationRule::checkType},
        Kind{"min"_L1, &ValidationRule::checkMin},
        Kind{"max"_L1, &ValidationRule::checkMax},
        Kind{"min_length"_L1, &ValidationRule::checkMinLength},
        Kind{"max_length"_L1, &ValidationRule::checkMaxLength},
        Kind{"pattern"_L1, &ValidationRule::checkPattern},
        Kind{"one_of"_L1, &ValidationRule::checkOneOf},
        Kind{"equals"_L1, &ValidationRule::checkEquals},
        Kind{"expression"_L1, &ValidationRule::checkExpression},
    };
    ValidationRule rule;
    rule.m_pointer = pointerOf(json.value("path").toString());
    rule.m_rule = json.value("rule").toString();
    rule.m_value = json.value("value");
    rule.m_message = json.value("message").toString();
    const auto kind = std::ranges::find(kinds, rule.m_rule, &Kind::name);
    if (kind == kinds.end())
        return fail(ErrorCode::ComponentConfig, u"There is no rule \"%1\"."_s.arg(rule.m_rule), Json::object({{"path", "/rule"}}));
    rule.m_check = kind->check;
    if (const auto tokens = splitPointer(rule.m_pointer); !tokens)
        return fail(ErrorCode::ComponentConfig, u"\"%1\" is not a path."_s.arg(json.value("path").toString()), Json::object({{"path", "/path"}}));
    const QString severity = json.value("severity").toString(u"error"_s);
    if (severity == "warning"_L1)
        rule.m_severity = Severity::Warning;
    else if (severity == "info"_L1)
        rule.m_severity = Severity::Info;
    else if (severity != "error"_L1)
        return fail(ErrorCode::ComponentConfig, u"There is no severity \"%1\"; there are error, warning and info."_s.arg(severity),
                    Json::object({{"path", "/severity"}}));
    if (const Result<void> value = rule.compileValue(); !value)
        return std::unexpected(value.error());
    return rule;
}

Result<void> ValidationRule::compileValue()
{
    const auto wrong = [this](const QString &wanted) {
        return fail(ErrorCode::ComponentConfig, u"The rule \"%1\" needs %2 as its value."_s.arg(m_rule, wanted), Json::object({{"path", "/value"}}));
    };
    const bool isLength = m_rule == "min_length"_L1 || m_rule == "max_length"_L1;
    if (isLength && (!isInteger(m_value) || m_value.toInt() < 0))
        return wrong(u"a whole number"_s);
    if ((m_rule == "min"_L1 || m_rule == "max"_L1) && !m_value.isNumber())
        return wrong(u"a number"_s);
    if (m_rule == "one_of"_L1 && (!m_value.isArray() || m_value.isEmpty()))
        return wrong(u"a list"_s);
    if (m_rule == "type"_L1) {
        static const QStringList types{u"string"_s, u"number"_s, u"integer"_s, u"boolean"_s, u"array"_s, u"object"_s, u"null"_s};
        if (!types.contains(m_value.toString()))
            return wrong(u"one of "_s + types.join(", "_L1));
    }
    if (m_rule == "pattern"_L1) {
        if (!m_value.isString())
            return wrong(u"a regular expression"_s);
        m_pattern = QRegularExpression(m_value.toString(), QRegularExpression::UseUnicodePropertiesOption);
        if (!m_pattern.isValid())
            return wrong(u"a regular expression (%1 at character %2)"_s.arg(m_pattern.errorString()).arg(m_pattern.patternErrorOffset()));
        // Compiled here, so that threads do not race to do it.
        m_pattern.optimize();
    }
    if (m_rule == "expression"_L1) {
        if (!m_value.isString())
            return wrong(u"a JMESPath expression"_s);
        Result<JmesPath> expression = JmesPath::compile(m_value.toString());
        if (!expression)
            return wrong(u"a JMESPath expression (%1)"_s.arg(expression.error().text));
        m_expression = *expression;
    }
    return {};
}

std::optional<Json> ValidationRule::problem(const Json &data) const
{
    const std::optional<QString> message = (this->*m_check)(data.find(m_pointer));
    if (!message)
        return std::nullopt;
    return Json::object(
        {{"path", m_pointer}, {"message", m_message.isEmpty() ? *message : m_message}, {"severity", severityName(m_severity)}, {"rule", m_rule}});
}

std::optional<QString> ValidationRule::checkRequired(const Json *value) const
{
    if (!value)
        return u"It is missing."_s;
    if (value->isNull())
        return u"It is null."_s;
    return std::nullopt;
}

std::optional<QString> ValidationRule::checkNotEmpty(const Json *value) const
{
    if (isAbsent(value))
        return u"It is missing."_s;
    if (value->isString() ? value->toString().trimmed().isEmpty() : lengthOf(*value) == 0)
        return u"It is empty."_s;
    return std::nullopt;
}

std::optional<QString> ValidationRule::checkType(const Json *value) const
{
    if (!value)
        return std::nullopt;
    const QString wanted = m_value.toString();
    if (wanted == typeName(*value) || (wanted == "integer"_L1 && isInteger(*value)))
        return std::nullopt;
    return u"It is %1, not %2."_s.arg(typeName(*value), wanted);
}

std::optional<QString> ValidationRule::checkMin(const Json *value) const
{
    if (isAbsent(value))
        return std::nullopt;
    if (!value->isNumber())
        return u"It is %1, not a number."_s.arg(typeName(*value));
    if (value->toDouble() < m_value.toDouble())
        return u"It is %1, which is less than %2."_s.arg(quoted(*value), quoted(m_value));
    return std::nullopt;
}

std::optional<QString> ValidationRule::checkMax(const Json *value) const
{
    if (isAbsent(value))
        return std::nullopt;
    if (!value->isNumber())
        return u"It is %1, not a number."_s.arg(typeName(*value));
    if (value->toDouble() > m_value.toDouble())
        return u"It is %1, which is more than %2."_s.arg(quoted(*value), quoted(m_value));
    return std::nullopt;
}

std::optional<QString> ValidationRule::checkMinLength(const Json *value) const
{
    if (isAbsent(value))
        return std::nullopt;
    const std::optional<qint64> length = lengthOf(*value);
    if (!length)
        return u"It is %1, which has no length."_s.arg(typeName(*value));
    if (*length < m_value.toInt())
        return u"Its length is %1, which is less than %2."_s.arg(*length).arg(m_value.toInt());
    return std::nullopt;
}

std::optional<QString> ValidationRule::checkMaxLength(const Json *value) const
{
    if (isAbsent(value))
        return std::nullopt;
    const std::optional<qint64> length = lengthOf(*value);
    if (!length)
        return u"It is %1, which has no length."_s.arg(typeName(*value));
    if (*length > m_value.toInt())
        return u"Its length is %1, which is more than %2."_s.arg(*length).arg(m_value.toInt());
    return std::nullopt;
}

std::optional<QString> ValidationRule::checkPattern(const Json *value) const
{
    if (isAbsent(value))
        return std::nullopt;
    if (!value->isString())
        return u"It is %1, not a text."_s.arg(typeName(*value));
    const QRegularExpressionMatch match = m_pattern.match(value->toString());
    if (!match.isValid())
        return u"Whether it matches %1 could not be found out: the expression gave up on this text."_s.arg(m_value.toString());
    if (!match.hasMatch())
        return u"It does not match %1."_s.arg(m_value.toString());
    return std::nullopt;
}

std::optional<QString> ValidationRule::checkOneOf(const Json *value) const
{
    if (isAbsent(value))
        return std::nullopt;
    if (std::ranges::any_of(m_value.items(), [value](const Json &allowed) { return allowed.isEquivalent(*value); }))
        return std::nullopt;
    return u"It is %1, which is not one of %2."_s.arg(quoted(*value), quoted(m_value));
}

std::optional<QString> ValidationRule::checkEquals(const Json *value) const
{
    if (isAbsent(value) || m_value.isEquivalent(*value))
        return std::nullopt;
    return u"It is %1, not %2."_s.arg(quoted(*value), quoted(m_value));
}

std::optional<QString> ValidationRule::checkExpression(const Json *value) const
{
    if (!value)
        return std::nullopt;
    const Result<Json> result = m_expression->evaluate(*value);
    if (!result)
        return u"%1 could not be evaluated: %2"_s.arg(m_value.toString(), result.error().text);
    if (!isTruthy(*result))
        return u"%1 does not hold."_s.arg(m_value.toString());
    return std::nullopt;
}

} // namespace Millrace
