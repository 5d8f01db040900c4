// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How numbers keep their literal
//
// jsoncons evaluates on values of its own. Integers of 64 bits and doubles written in their shortest form travel as such and come back
// the same. Any other literal (1.10, 1.0, 2^64, 1e400) travels as its nearest double, so that it compares and adds like a number, with a
// tag of eight bits that jsoncons copies with the value and never reads for doubles. Tag and double lead back to the literal; a number that
// a function computed has no tag. Should one document hold more than kMostAlike literals of the same double, the further ones are
// written in the shortest form.

#include "sdk/jmespath.h"

#include <QHash>

#include <jsoncons/json.hpp>
#include <jsoncons_ext/jmespath/jmespath.hpp>

#include <array>
#include <bit>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

using Value = jsoncons::ojson;

constexpr qsizetype kFirstTag = 64; // above jsoncons' own
constexpr qsizetype kMostAlike = 128;
constexpr qsizetype kLongest = 16 * 1024; // of an expression, in UTF-8: deeper ones than fit here are no person's

/// One way through a document and back.
class Bridge
{
public:
    Value from(const Json &json)
    {
        switch (json.type()) {
        case Json::Type::Null:
            break;
        case Json::Type::Bool:
            return Value(json.toBool());
        case Json::Type::Number:
            return fromNumber(json.utf8());
        case Json::Type::String:
            return Value(std::string_view(json.utf8().data(), static_cast<std::size_t>(json.utf8().size())));
        case Json::Type::Array: {
            Value array(jsoncons::json_array_arg);
            array.reserve(static_cast<std::size_t>(json.size()));
            for (const Json &item : json.items())
                array.push_back(from(item));
            return array;
        }
        case Json::Type::Object: {
            std::vector<std::pair<std::string, Value>> members;
            members.reserve(static_cast<std::size_t>(json.size()));
            for (const JsonMember &member : json.members()) {
                if (&json.value(member.key) == &member.value) // of duplicate keys, the last counts
                    members.emplace_back(std::string(member.key.constData(), static_cast<std::size_t>(member.key.size())), from(member.value));
            }
            Value object(jsoncons::json_object_arg);
            // They are unique but not sorted; the type that keeps order asks for no more.
            object.insert(jsoncons::sorted_unique_range_tag(), std::make_move_iterator(members.begin()), std::make_move_iterator(members.end()));
            return object;
        }
        }
        return Value::null();
    }

    Json to(const Value &value) const
    {
        switch (value.type()) {
        case jsoncons::json_type::bool_value:
            return Json(value.as_bool());
        case jsoncons::json_type::int64_value:
            return Json(value.as<qint64>());
        case jsoncons::json_type::uint64_value:
            return Json(value.as<quint64>());
        case jsoncons::json_type::half_value:
        case jsoncons::json_type::double_value:
            return toNumber(value.as_double(), static_cast<qsizetype>(value.tag()) - kFirstTag);
        case jsoncons::json_type::string_value: {
            const auto text = value.as_string_view();
            const QByteArrayView bytes(text.data(), static_cast<qsizetype>(text.size()));
            const Json big = value.is_number() ? Json::number(bytes) : Json(); // a large number written in the expression
            return big.isNull() ? Json(bytes.toByteArray()) : big;
        }
        case jsoncons::json_type::array_value: {
            Json array = Json::array();
            for (const Value &item : value.array_range())
                array.append(to(item));
            return array;
        }
        case jsoncons::json_type::object_value: {
            Json object = Json::object();
            for (const auto &member : value.object_range())
                object.insert(QByteArrayView(member.key().data(), static_cast<qsizetype>(member.key().size())), to(member.value()));
            return object;
        }
        default:
            return Json();
        }
    }

private:
    Value fromNumber(QByteArrayView literal)
    {
        qint64 integer = 0;
        const auto read = std::from_chars(literal.begin(), literal.end(), integer);
        if (read.ec == std::errc() && read.ptr == literal.end() && literal != "-0")
            return Value(integer);
        quint64 large = 0;
        const auto readLarge = std::from_chars(literal.begin(), literal.end(), large);
        if (readLarge.ec == std::errc() && readLarge.ptr == literal.end())
            return Value(large);
        const double real = Json::number(literal).toDouble();
        if (Json(real).utf8() == literal)
            return Value(real);
        QList<QByteArray> &alike = m_literals[std::bit_cast<quint64>(real)];
        qsizetype at = alike.indexOf(literal);
        if (at < 0 && alike.size() < kMostAlike) {
            at = alike.size();
            alike.append(literal.toByteArray());
        }
        return at < 0 ? Value(real) : Value(real, static_cast<jsoncons::semantic_tag>(kFirstTag + at));
    }

    Json toNumber(double real, qsizetype tag) const
    {
        const auto alike = m_literals.constFind(std::bit_cast<quint64>(real));
        if (alike != m_literals.cend() && tag >= 0 && tag < alike->size())
            return Json::number(alike->at(tag));
        return Json(real);
    }

    QHash<quint64, QList<QByteArray>> m_literals;
};

} // namespace

struct JmesPath::Compiled
{
    jsoncons::jmespath::jmespath_expression<Value> expression;
    QString text;
};

Result<JmesPath> JmesPath::compile(QStringView expression)
{
    const QByteArray utf8 = expression.toUtf8();
    if (utf8.size() > kLongest)
        return fail(ErrorCode::ExpressionInvalid, u"the expression is longer than %1 bytes"_s.arg(kLongest));
    try {
        auto compiled = std::make_shared<Compiled>(
            jsoncons::jmespath::make_expression<Value>(std::string_view(utf8.constData(), static_cast<std::size_t>(utf8.size()))), expression.toString());
        JmesPath path;
        path.m_compiled = std::move(compiled);
        return path;
    } catch (const jsoncons::jmespath::jmespath_error &error) {
        return fail(ErrorCode::ExpressionInvalid,
                    u"\"%1\", column %2: %3"_s.arg(expression.toString()).arg(error.column()).arg(QString::fromStdString(error.code().message())),
                    Json::object({{"expression", expression}, {"line", error.line()}, {"column", error.column()}}));
    } catch (const std::exception &error) {
        return fail(ErrorCode::ExpressionInvalid, u"\"%1\": %2"_s.arg(expression, QString::fromUtf8(error.what())),
                    Json::object({{"expression", expression}}));
    }
}

Result<Json> JmesPath::evaluate(const Json &document) const
{
    if (!m_compiled)
        return Json();
    try {
        Bridge bridge;
        Value value = bridge.from(document);
        return bridge.to(m_compiled->expression.evaluate(value));
    } catch (const std::exception &error) {
        return fail(ErrorCode::ExpressionInvalid, u"\"%1\": %2"_s.arg(m_compiled->text, QString::fromUtf8(error.what())),
                    Json::object({{"expression", m_compiled->text}}));
    }
}

} // namespace Millrace
