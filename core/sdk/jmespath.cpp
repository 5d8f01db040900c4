// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// JMESPath on Json values
//
// The whole language with its 26 functions. Values are taken from the document as they are, so numbers keep their literal, members their
// order, and nothing is copied.
//
// Expressions come from pipelines that somebody else may have written. Therefore:
// 1. An expression nests a bounded number of nodes (jmespathsyntax_p.h), so evaluating it does not end the stack.
// 2. Evaluating takes at most kMostWork steps; walking a value counts by its nodes and bytes. A short expression can name a value of
//    2^40 items by doubling it; where such a value would be compared, written or given back, the work runs out first.
// 3. What comes out nests no deeper than the parser reads back.

#include "sdk/jmespath.h"

#include "sdk/decimal_p.h"
#include "sdk/jmespathsyntax_p.h"
#include "sdk/json_p.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {

bool isTruthy(const Json &value)
{
    switch (value.type()) {
    case Json::Type::Null:
        return false;
    case Json::Type::Bool:
        return value.toBool();
    case Json::Type::Number:
        return true;
    case Json::Type::String:
        return !value.utf8().isEmpty();
    default:
        return !value.isEmpty();
    }
}

namespace {

using namespace JmesPathSyntax;

constexpr qsizetype kLongest = 16 * 1024; // of an expression, in bytes
constexpr qint64 kMostWork = 20'000'000;

quint8 typeBit(const Json &value)
{
    switch (value.type()) {
    case Json::Type::Null:
        return NullBit;
    case Json::Type::Bool:
        return BoolBit;
    case Json::Type::Number:
        return NumberBit;
    case Json::Type::String:
        return TextBit;
    case Json::Type::Array:
        return ListBit;
    case Json::Type::Object:
        return ObjectBit;
    }
    return 0;
}

QString typeWords(quint8 types)
{
    static constexpr std::array<std::pair<quint8, QLatin1StringView>, 7> kWords = {{
        {NullBit, "null"_L1},
        {BoolBit, "true or false"_L1},
        {NumberBit, "a number"_L1},
        {TextBit, "a text"_L1},
        {ListBit, "a list"_L1},
        {ObjectBit, "an object"_L1},
        {ExpressionBit, "an expression after \"&\""_L1},
    }};
    QStringList words;
    for (const auto &[bit, word] : kWords) {
        if (types & bit)
            words.append(word);
    }
    return words.join(u" or "_s);
}

std::optional<qint64> integer(const Json &number)
{
    const QByteArrayView literal = number.utf8();
    qint64 value = 0;
    const auto read = std::from_chars(literal.begin(), literal.end(), value);
    return read.ec == std::errc() && read.ptr == literal.end() ? std::optional(value) : std::nullopt;
}

std::strong_ordering compareNumbers(const Json &a, const Json &b)
{
    const auto integerA = integer(a);
    const auto integerB = integer(b);
    return integerA && integerB ? *integerA <=> *integerB : Decimal(a.utf8()) <=> Decimal(b.utf8());
}

/// Of two numbers or two texts; texts by code points, which UTF-8 orders as bytes.
bool isLess(const Json &a, const Json &b)
{
    if (a.isNumber())
        return compareNumbers(a, b) < 0;
    return std::ranges::lexicographical_compare(
        a.utf8(), b.utf8(), {}, [](char c) { return static_cast<unsigned char>(c); }, [](char c) { return static_cast<unsigned char>(c); });
}

Json whole(double value)
{
    return Json(value + 0.0); // no minus zero
}

class Evaluator
{
public:
    explicit Evaluator(const std::vector<Node> &nodes)
        : m_nodes(nodes)
    {}

    /// The value of a node. After a failure it means nothing, and all that goes on ends soon.
    Json value(int at, const Json &current)
    {
        const Node &node = m_nodes[static_cast<std::size_t>(at)];
        if (!work(1))
            return {};
        switch (node.kind) {
        case Kind::Current:
            return current;
        case Kind::Literal:
            return node.value;
        case Kind::Field:
            return current.value(node.name);
        case Kind::Index:
            return current.at(*node.numbers[0] < 0 ? current.size() + *node.numbers[0] : *node.numbers[0]);
        case Kind::Slice:
            return slice(node, current);
        case Kind::Chain:
            return value(node.right, value(node.left, current));
        case Kind::Project:
        case Kind::Filter:
            return project(node, value(node.left, current));
        case Kind::ProjectValues:
            return projectValues(node, value(node.left, current));
        case Kind::Flatten:
            return flatten(value(node.left, current));
        case Kind::Or: {
            Json left = value(node.left, current);
            return isTruthy(left) ? left : value(node.right, current);
        }
        case Kind::And: {
            Json left = value(node.left, current);
            return isTruthy(left) ? value(node.right, current) : left;
        }
        case Kind::Not:
            return Json(!isTruthy(value(node.left, current)));
        case Kind::List:
        case Kind::Object:
            return made(node, current);
        case Kind::Function:
            return called(node, current);
        case Kind::Reference:
            return {};
        default:
            return compared(node.kind, value(node.left, current), value(node.right, current));
        }
    }

    /// Counts the nodes and bytes of a value as work; false where that runs out, or where it nests too deep.
    bool weigh(const Json &value, int level = 0)
    {
        if (level >= kMostJsonLevels && (value.isArray() || value.isObject()))
            return failed(u"the value nests deeper than %1 levels"_s.arg(kMostJsonLevels));
        if (!work(1 + value.utf8().size() / 16))
            return false;
        return std::ranges::all_of(value.items(), [&](const Json &item) { return weigh(item, level + 1); })
            && std::ranges::all_of(value.members(),
                                   [&](const JsonMember &member) { return work(member.key.size() / 16) && weigh(member.value, level + 1); });
    }

    [[nodiscard]] const QString &failure() const { return m_failure; }

private:
    bool failed(const QString &message)
    {
        if (m_failure.isEmpty())
            m_failure = message;
        return false;
    }

    bool work(qint64 steps)
    {
        m_work += steps;
        return (m_failure.isEmpty() && m_work <= kMostWork) || failed(u"the expression asks for too much work on this value"_s);
    }

    Json slice(const Node &node, const Json &list)
    {
        if (!list.isArray() || list.isEmpty())
            return list.isArray() ? Json::array() : Json();
        const qint64 size = list.size();
        const qint64 step = node.numbers[2].value_or(1);
        const qint64 low = step > 0 ? 0 : -1;
        const qint64 high = step > 0 ? size : size - 1;
        const auto bound = [&](std::optional<qint64> given, qint64 usual) {
            if (!given)
                return usual;
            return std::clamp(*given < 0 ? std::max(*given, -size - 1) + size : *given, low, high);
        };
        const qint64 from = bound(node.numbers[0], step > 0 ? low : high);
        const qint64 to = bound(node.numbers[1], step > 0 ? high : low);
        Json cut = Json::array();
        const qint64 stride = std::clamp(step, -size - 1, size + 1);
        for (qint64 i = from; (step > 0 ? i < to : i > to) && work(1); i += stride)
            cut.append(list.at(i));
        return cut;
    }

    void collect(const Node &node, const Json &item, Json &into)
    {
        if (node.kind == Kind::Filter && !isTruthy(value(node.condition, item)))
            return;
        const Json result = value(node.right, item);
        if (!result.isNull())
            into.append(result);
    }

    Json project(const Node &node, const Json &list)
    {
        if (!list.isArray())
            return {};
        Json results = Json::array();
        for (const Json &item : list.items()) {
            if (!m_failure.isEmpty())
                break;
            collect(node, item, results);
        }
        return results;
    }

    Json projectValues(const Node &node, const Json &object)
    {
        if (!object.isObject())
            return {};
        Json results = Json::array();
        for (const JsonMember &member : object.members()) {
            if (!m_failure.isEmpty())
                break;
            collect(node, member.value, results);
        }
        return results;
    }

    Json flatten(const Json &list)
    {
        if (!list.isArray())
            return {};
        Json flat = Json::array();
        for (const Json &item : list.items()) {
            if (!work(1 + item.items().size()))
                break;
            if (!item.isArray())
                flat.append(item);
            for (const Json &inner : item.items())
                flat.append(inner);
        }
        return flat;
    }

    Json made(const Node &node, const Json &current)
    {
        if (current.isNull())
            return {};
        Json result = node.kind == Kind::List ? Json::array() : Json::object();
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            const Json child = value(node.children[i], current);
            if (node.kind == Kind::List)
                result.append(child);
            else
                result.insert(node.keys[i], child);
        }
        return result;
    }

    Json compared(Kind kind, const Json &a, const Json &b)
    {
        if (kind == Kind::Equal || kind == Kind::Unequal)
            return Json(equal(a, b) == (kind == Kind::Equal));
        if (!a.isNumber() || !b.isNumber())
            return {};
        const std::strong_ordering order = compareNumbers(a, b);
        switch (kind) {
        case Kind::Less:
            return Json(order < 0);
        case Kind::LessEqual:
            return Json(order <= 0);
        case Kind::Greater:
            return Json(order > 0);
        default:
            return Json(order >= 0);
        }
    }

    bool equal(const Json &a, const Json &b)
    {
        if (a.type() != b.type())
            return false;
        return weigh(a) && weigh(b) && a.isEquivalent(b);
    }

    // --- functions ------------------------------------------------------------------------------------------------------------

    Json called(const Node &node, const Json &current)
    {
        const Function &function = *node.function;
        std::vector<Json> given;
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            const quint8 types = function.takes[std::min<std::size_t>(i, function.takes[1] ? 1 : 0)];
            given.push_back(value(node.children[i], current));
            if (!m_failure.isEmpty())
                return {};
            if (!(types & (ExpressionBit | typeBit(given.back()))))
                return wrongType(function, typeWords(types), given.back());
        }
        switch (function.call) {
        case Call::Map:
        case Call::MaxBy:
        case Call::MinBy:
        case Call::SortBy:
            return calledOnEach(node, given[function.call == Call::Map ? 1 : 0]);
        case Call::Avg:
        case Call::Max:
        case Call::Min:
        case Call::Sort:
        case Call::Sum:
            return calledOnList(function, given[0]);
        case Call::Contains:
        case Call::EndsWith:
        case Call::Join:
        case Call::Length:
        case Call::Reverse:
        case Call::StartsWith:
            return calledOnText(function, given);
        default:
            return calledOnValue(function, given);
        }
    }

    Json wrongType(const Function &function, const QString &expected, const Json &given)
    {
        failed(u"%1() takes %2, not %3"_s.arg(QString::fromUtf8(function.name), expected, typeWords(typeBit(given))));
        return {};
    }

    Json calledOnValue(const Function &function, const std::vector<Json> &given)
    {
        const Json &first = given[0];
        switch (function.call) {
        case Call::Abs:
            return first.utf8().startsWith('-') ? Json::number(first.utf8().sliced(1)) : first;
        case Call::Ceil:
            return integer(first) ? first : whole(std::ceil(first.toDouble()));
        case Call::Floor:
            return integer(first) ? first : whole(std::floor(first.toDouble()));
        case Call::Keys: {
            Json keys = Json::array();
            for (const JsonMember &member : first.members())
                keys.append(Json(member.key));
            return keys;
        }
        case Call::Values: {
            Json values = Json::array();
            for (const JsonMember &member : first.members())
                values.append(member.value);
            return values;
        }
        case Call::Merge: {
            Json merged = Json::object();
            for (const Json &object : given) {
                for (const JsonMember &member : object.members())
                    merged.insert(member.key, member.value);
            }
            return merged;
        }
        case Call::NotNull: {
            const auto found = std::ranges::find_if(given, [](const Json &value) { return !value.isNull(); });
            return found == given.end() ? Json() : *found;
        }
        case Call::ToArray:
            return first.isArray() ? first : Json::array({first});
        case Call::ToNumber:
            return first.isNumber() ? first : first.isString() ? Json::number(first.utf8()) : Json();
        case Call::ToString:
            return first.isString() || !weigh(first) ? first : Json(first.toBytes());
        default:
            return typeName(first);
        }
    }

    static Json typeName(const Json &value)
    {
        switch (value.type()) {
        case Json::Type::Bool:
            return "boolean";
        case Json::Type::Number:
            return "number";
        case Json::Type::String:
            return "string";
        case Json::Type::Array:
            return "array";
        case Json::Type::Object:
            return "object";
        default:
            return "null";
        }
    }

    Json calledOnText(const Function &function, const std::vector<Json> &given)
    {
        const Json &first = given[0];
        switch (function.call) {
        case Call::Contains:
            if (first.isString())
                return Json(given[1].isString() && first.utf8().contains(given[1].utf8()));
            return Json(std::ranges::any_of(first.items(), [&](const Json &item) { return equal(item, given[1]); }));
        case Call::StartsWith:
            return Json(first.utf8().startsWith(given[1].utf8()));
        case Call::EndsWith:
            return Json(first.utf8().endsWith(given[1].utf8()));
        case Call::Length:
            if (first.isString())
                return Json(std::ranges::count_if(first.utf8(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
            return Json(first.size());
        case Call::Reverse:
            return reversed(first);
        default:
            return joined(function, first.utf8(), given[1]);
        }
    }

    Json joined(const Function &function, QByteArrayView separator, const Json &list)
    {
        QByteArray text;
        bool isFirst = true;
        for (const Json &item : list.items()) {
            if (!item.isString())
                return wrongType(function, u"a list of texts"_s, item);
            if (!work(1 + (separator.size() + item.utf8().size()) / 16))
                return {};
            if (!isFirst)
                text += separator;
            isFirst = false;
            text += item.utf8();
        }
        return Json(text);
    }

    static Json reversed(const Json &value)
    {
        if (value.isArray()) {
            Json list = Json::array();
            for (qsizetype i = value.size(); i-- > 0;)
                list.append(value.at(i));
            return list;
        }
        const QByteArrayView text = value.utf8();
        QByteArray turned;
        turned.reserve(text.size());
        for (qsizetype end = text.size(); end > 0;) {
            qsizetype from = end - 1;
            while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xc0) == 0x80)
                --from;
            turned += text.sliced(from, end - from);
            end = from;
        }
        return Json(turned);
    }

    /// True where all are numbers, or all are texts.
    bool areComparable(const Function &function, std::span<const Json> values)
    {
        for (const Json &value : values) {
            if (!work(1))
                return false;
            const bool fits = (value.isNumber() || value.isString()) && value.type() == values.front().type();
            if (!fits) {
                wrongType(function, u"numbers alone or texts alone"_s, value);
                return false;
            }
        }
        return true;
    }

    Json calledOnList(const Function &function, const Json &list)
    {
        if (function.call == Call::Sum || function.call == Call::Avg)
            return added(function, list);
        if (!areComparable(function, list.items()))
            return {};
        if (function.call == Call::Sort) {
            std::vector<Json> sorted(list.items().begin(), list.items().end());
            std::ranges::stable_sort(sorted, isLess);
            Json result = Json::array();
            for (const Json &item : sorted)
                result.append(item);
            return result;
        }
        if (list.isEmpty())
            return {};
        return function.call == Call::Max ? *std::ranges::max_element(list.items(), isLess) : *std::ranges::min_element(list.items(), isLess);
    }

    Json added(const Function &function, const Json &list)
    {
        double sum = 0;
        qint64 integers = 0;
        bool areIntegers = true;
        for (const Json &item : list.items()) {
            if (!item.isNumber())
                return wrongType(function, u"a list of numbers"_s, item);
            if (!work(1))
                return {};
            const auto next = integer(item);
            areIntegers = areIntegers && next && !__builtin_add_overflow(integers, *next, &integers);
            sum += item.toDouble();
        }
        if (function.call == Call::Sum)
            return areIntegers ? Json(integers) : Json(sum);
        return list.isEmpty() ? Json() : Json(sum / static_cast<double>(list.size()));
    }

    Json calledOnEach(const Node &node, const Json &list)
    {
        const Function &function = *node.function;
        const int reference = m_nodes[static_cast<std::size_t>(node.children[function.call == Call::Map ? 0 : 1])].left;
        std::vector<Json> keys;
        for (const Json &item : list.items()) {
            keys.push_back(value(reference, item));
            if (!m_failure.isEmpty())
                return {};
        }
        if (function.call == Call::Map) {
            Json results = Json::array();
            for (const Json &key : keys)
                results.append(key);
            return results;
        }
        if (!areComparable(function, keys))
            return {};
        std::vector<std::size_t> order(keys.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        const auto byKey = [&](std::size_t a, std::size_t b) { return isLess(keys[a], keys[b]); };
        if (function.call == Call::SortBy) {
            std::ranges::stable_sort(order, byKey);
            Json sorted = Json::array();
            for (const std::size_t i : order)
                sorted.append(list.at(static_cast<qsizetype>(i)));
            return sorted;
        }
        if (order.empty())
            return {};
        const auto best = function.call == Call::MaxBy ? std::ranges::max_element(order, byKey) : std::ranges::min_element(order, byKey);
        return list.at(static_cast<qsizetype>(*best));
    }

    const std::vector<Node> &m_nodes;
    qint64 m_work = 0;
    QString m_failure;
};

} // namespace

struct JmesPath::Compiled
{
    std::vector<Node> nodes;
    int root = -1;
    QString text;
};

Result<JmesPath> JmesPath::compile(QStringView expression)
{
    const QByteArray utf8 = expression.toUtf8();
    if (utf8.size() > kLongest)
        return fail(ErrorCode::ExpressionInvalid, u"the expression is longer than %1 bytes"_s.arg(kLongest));
    auto compiled = std::make_shared<Compiled>();
    compiled->text = expression.toString();
    const auto root = JmesPathSyntax::parse(utf8, compiled->nodes);
    if (!root) {
        const qsizetype column = QString::fromUtf8(QByteArrayView(utf8).first(root.error().at)).size() + 1;
        return fail(ErrorCode::ExpressionInvalid, u"\"%1\", column %2: %3"_s.arg(compiled->text, QString::number(column), root.error().message),
                    Json::object({{"expression", expression}, {"column", column}}));
    }
    compiled->root = *root;
    JmesPath path;
    path.m_compiled = std::move(compiled);
    return path;
}

Result<Json> JmesPath::evaluate(const Json &document) const
{
    if (!m_compiled)
        return Json();
    Evaluator evaluator(m_compiled->nodes);
    Json value = evaluator.value(m_compiled->root, document);
    if (evaluator.failure().isEmpty() && (value.isArray() || value.isObject()))
        evaluator.weigh(value);
    if (!evaluator.failure().isEmpty())
        return fail(ErrorCode::ExpressionInvalid, u"\"%1\": %2"_s.arg(m_compiled->text, evaluator.failure()),
                    Json::object({{"expression", m_compiled->text}}));
    return value;
}

} // namespace Millrace
