// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a value is kept
//
// Sixteen bytes: type, length, and either fourteen bytes of text (short strings and nearly all numbers) or a pointer to a shared node with
// a reference count. Arrays and objects are vectors in such a node; a change copies the vector unless nobody else holds it
// (one level: the children stay shared). Objects of more than kIndexed members get an index of their keys, sorted, made by the first
// look-up and published with one atomic store, since values are read from several threads at once.
//
// Numbers keep the literal they came with. yyjson does the parsing (numbers raw, so that it neither rounds nor refuses them); depth
// is checked before, because a parser that recurses or allocates per level is the wrong place to find out.

#include "sdk/json.h"

#include "sdk/decimal_p.h"
#include "sdk/error.h"

#include <yyjson.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cmath>
#include <cstring>
#include <memory>
#include <unordered_set>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kMostLevels = 512;
constexpr std::size_t kIndexed = 16;
constexpr qsizetype kInline = 14;
constexpr quint8 kShared = 0xff;
constexpr qsizetype kMostReported = 100;

struct Node
{
    std::atomic<int> references = 1;
};

struct TextNode : Node
{
    QByteArray bytes;
};

struct ArrayNode : Node
{
    std::vector<Json> items;
};

struct ObjectNode : Node
{
    using Index = std::vector<quint32>; ///< positions sorted by key, later members of one key first

    ObjectNode() = default;
    explicit ObjectNode(const ObjectNode &other)
        : members(other.members)
    {}
    ~ObjectNode() { delete index.load(); }

    std::vector<JsonMember> members;
    mutable std::atomic<const Index *> index = nullptr;
};

} // namespace

/// The bytes behind a value, and all that works on them.
class JsonPrivate
{
public:
    struct Rep
    {
        Json::Type type;
        quint8 length; ///< of inline text, the bool, or kShared
        std::array<char, kInline> text;
    };
    static_assert(sizeof(Rep) == 16);

    static Rep load(const Json &json)
    {
        Rep rep;
        std::memcpy(&rep, json.m_storage, sizeof rep);
        return rep;
    }
    static void store(Json &json, const Rep &rep) { std::memcpy(json.m_storage, &rep, sizeof rep); }

    static Json::Type type(const Json &json) { return static_cast<Json::Type>(json.m_storage[0]); }
    static quint8 length(const Json &json) { return static_cast<quint8>(json.m_storage[1]); }
    static bool isShared(const Json &json) { return length(json) == kShared; }

    static Node *node(const Json &json)
    {
        Node *pointer = nullptr;
        std::memcpy(&pointer, json.m_storage + 8, sizeof pointer);
        return pointer;
    }
    template<typename T>
    static T *as(const Json &json)
    {
        return static_cast<T *>(node(json));
    }

    static void set(Json &json, Json::Type type, Node *shared)
    {
        Rep rep{type, kShared, {}};
        store(json, rep);
        std::memcpy(json.m_storage + 8, &shared, sizeof shared);
    }

    static void setText(Json &json, Json::Type type, QByteArrayView bytes)
    {
        if (bytes.size() <= kInline) {
            Rep rep{type, static_cast<quint8>(bytes.size()), {}};
            std::copy(bytes.begin(), bytes.end(), rep.text.begin());
            store(json, rep);
            return;
        }
        auto *shared = new TextNode;
        shared->bytes = bytes.toByteArray();
        set(json, type, shared);
    }

    static QByteArrayView text(const Json &json)
    {
        if (isShared(json))
            return as<TextNode>(json)->bytes;
        return {reinterpret_cast<const char *>(json.m_storage) + 2, length(json)};
    }

    static void retain(const Json &json)
    {
        if (isShared(json))
            node(json)->references.fetch_add(1, std::memory_order_relaxed);
    }

    static void release(Json &json)
    {
        if (!isShared(json) || node(json)->references.fetch_sub(1, std::memory_order_acq_rel) != 1)
            return;
        switch (type(json)) {
        case Json::Type::Array:
            delete as<ArrayNode>(json);
            break;
        case Json::Type::Object:
            delete as<ObjectNode>(json);
            break;
        default:
            delete as<TextNode>(json);
            break;
        }
    }

    /// The array's node, held by nobody else; makes a null value an array.
    static ArrayNode &array(Json &json)
    {
        if (!json.isArray())
            json = Json::array();
        auto *shared = as<ArrayNode>(json);
        if (shared->references.load(std::memory_order_acquire) != 1) {
            auto *own = new ArrayNode;
            own->items = shared->items;
            Json replaced;
            set(replaced, Json::Type::Array, own);
            json = std::move(replaced);
            shared = own;
        }
        return *shared;
    }

    static ObjectNode &object(Json &json)
    {
        if (!json.isObject())
            json = Json::object();
        auto *shared = as<ObjectNode>(json);
        if (shared->references.load(std::memory_order_acquire) != 1) {
            auto *own = new ObjectNode(*shared);
            Json replaced;
            set(replaced, Json::Type::Object, own);
            json = std::move(replaced);
            shared = own;
        }
        return *shared;
    }

    /// Position of the last member with this key; -1: none.
    static qsizetype find(const ObjectNode &node, QByteArrayView key)
    {
        const std::vector<JsonMember> &members = node.members;
        if (members.size() <= kIndexed) {
            for (std::size_t i = members.size(); i-- > 0;) {
                if (QByteArrayView(members[i].key) == key)
                    return static_cast<qsizetype>(i);
            }
            return -1;
        }
        const ObjectNode::Index &index = indexOf(node);
        const auto it = std::ranges::lower_bound(index, key, [](QByteArrayView a, QByteArrayView b) { return less(a, b); },
                                                 [&](quint32 at) { return QByteArrayView(members[at].key); });
        return it != index.end() && QByteArrayView(members[*it].key) == key ? static_cast<qsizetype>(*it) : -1;
    }

    /// Takes a member just appended, with a key that was not there, into an index that exists.
    static void indexLast(ObjectNode &node)
    {
        const auto *ready = node.index.load(std::memory_order_relaxed);
        if (!ready)
            return;
        // The node is this thread's alone while it is changed.
        auto &index = const_cast<ObjectNode::Index &>(*ready);
        const auto last = static_cast<quint32>(node.members.size() - 1);
        const auto it = std::ranges::lower_bound(index, QByteArrayView(node.members[last].key), [](QByteArrayView a, QByteArrayView b) { return less(a, b); },
                                                 [&](quint32 at) { return QByteArrayView(node.members[at].key); });
        index.insert(it, last);
    }

    static void dropIndex(ObjectNode &node) { delete node.index.exchange(nullptr); }

    static bool less(QByteArrayView a, QByteArrayView b)
    {
        const int order = std::memcmp(a.data(), b.data(), static_cast<std::size_t>(std::min(a.size(), b.size())));
        return order != 0 ? order < 0 : a.size() < b.size();
    }

private:
    static const ObjectNode::Index &indexOf(const ObjectNode &node)
    {
        if (const auto *ready = node.index.load(std::memory_order_acquire))
            return *ready;
        auto made = std::make_unique<ObjectNode::Index>(node.members.size());
        for (std::size_t i = 0; i < made->size(); ++i)
            (*made)[i] = static_cast<quint32>(i);
        std::ranges::sort(*made, [&](quint32 a, quint32 b) {
            const QByteArrayView keyA = node.members[a].key;
            const QByteArrayView keyB = node.members[b].key;
            return keyA == keyB ? a > b : less(keyA, keyB);
        });
        const ObjectNode::Index *expected = nullptr;
        if (node.index.compare_exchange_strong(expected, made.get(), std::memory_order_acq_rel))
            return *made.release();
        return *expected; // another thread was first
    }
};

namespace {

const Json &nullJson()
{
    static const Json null;
    return null;
}

// --- writing ------------------------------------------------------------------------------------------------------------------

void writeText(QByteArrayView text, QByteArray &out)
{
    static constexpr char kHex[] = "0123456789abcdef";
    out += '"';
    qsizetype plain = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        out.append(text.sliced(plain, i - plain));
        plain = i + 1;
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            out += "\\u00";
            out += kHex[c >> 4];
            out += kHex[c & 15];
        }
    }
    out.append(text.sliced(plain));
    out += '"';
}

void breakLine(QByteArray &out, int level)
{
    out += '\n';
    out.append(static_cast<qsizetype>(level) * 2, ' ');
}

void writeValue(const Json &json, QByteArray &out, Json::Format format, int level)
{
    const bool pretty = format == Json::Format::Pretty;
    switch (json.type()) {
    case Json::Type::Null:
        out += "null";
        break;
    case Json::Type::Bool:
        out += json.toBool() ? "true" : "false";
        break;
    case Json::Type::Number:
        out.append(json.utf8());
        break;
    case Json::Type::String:
        writeText(json.utf8(), out);
        break;
    case Json::Type::Array: {
        out += '[';
        bool first = true;
        for (const Json &item : json.items()) {
            if (!first)
                out += ',';
            first = false;
            if (pretty)
                breakLine(out, level + 1);
            writeValue(item, out, format, level + 1);
        }
        if (pretty && !first)
            breakLine(out, level);
        out += ']';
        break;
    }
    case Json::Type::Object: {
        out += '{';
        bool first = true;
        for (const JsonMember &member : json.members()) {
            if (!first)
                out += ',';
            first = false;
            if (pretty)
                breakLine(out, level + 1);
            writeText(member.key, out);
            out += pretty ? ": " : ":";
            writeValue(member.value, out, format, level + 1);
        }
        if (pretty && !first)
            breakLine(out, level);
        out += '}';
        break;
    }
    }
}

// --- reading ------------------------------------------------------------------------------------------------------------------

Json place(QByteArrayView bytes, qsizetype offset)
{
    const QByteArrayView before = bytes.first(std::clamp<qsizetype>(offset, 0, bytes.size()));
    const qsizetype line = std::ranges::count(before, '\n') + 1;
    const qsizetype column = before.size() - (before.lastIndexOf('\n') + 1) + 1;
    return Json::object({{"offset", offset}, {"line", line}, {"column", column}});
}

/// The byte at which the text first nests too deep; -1 where it never does. Strings are skipped; broken ones are the parser's to find.
qsizetype tooDeepAt(QByteArrayView bytes)
{
    int level = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        switch (bytes[i]) {
        case '"':
            for (++i; i < bytes.size() && bytes[i] != '"'; ++i) {
                if (bytes[i] == '\\')
                    ++i;
            }
            break;
        case '[':
        case '{':
            if (++level > kMostLevels)
                return i;
            break;
        case ']':
        case '}':
            --level;
            break;
        default:
            break;
        }
    }
    return -1;
}

class Builder
{
public:
    explicit Builder(JsonReport *report)
        : m_report(report)
    {}

    Json build(yyjson_val *value)
    {
        switch (yyjson_get_type(value)) {
        case YYJSON_TYPE_BOOL:
            return Json(yyjson_get_bool(value));
        case YYJSON_TYPE_RAW: {
            Json number;
            JsonPrivate::setText(number, Json::Type::Number, {yyjson_get_raw(value), static_cast<qsizetype>(yyjson_get_len(value))});
            return number;
        }
        case YYJSON_TYPE_STR: {
            Json text;
            JsonPrivate::setText(text, Json::Type::String, {yyjson_get_str(value), static_cast<qsizetype>(yyjson_get_len(value))});
            return text;
        }
        case YYJSON_TYPE_ARR:
            return buildArray(value);
        case YYJSON_TYPE_OBJ:
            return buildObject(value);
        default:
            return Json();
        }
    }

private:
    struct Level
    {
        QByteArrayView key;
        std::size_t index = 0;
        bool isKey = false;
    };

    Json buildArray(yyjson_val *value)
    {
        auto *node = new ArrayNode;
        node->items.reserve(yyjson_arr_size(value));
        yyjson_arr_iter iterator;
        yyjson_arr_iter_init(value, &iterator);
        while (yyjson_val *item = yyjson_arr_iter_next(&iterator)) {
            m_path.push_back({{}, node->items.size(), false});
            node->items.push_back(build(item));
            m_path.pop_back();
        }
        Json array;
        JsonPrivate::set(array, Json::Type::Array, node);
        return array;
    }

    Json buildObject(yyjson_val *value)
    {
        auto *node = new ObjectNode;
        node->members.reserve(yyjson_obj_size(value));
        yyjson_obj_iter iterator;
        yyjson_obj_iter_init(value, &iterator);
        while (yyjson_val *key = yyjson_obj_iter_next(&iterator)) {
            const QByteArrayView name(yyjson_get_str(key), static_cast<qsizetype>(yyjson_get_len(key)));
            m_path.push_back({name, 0, true});
            node->members.push_back({name.toByteArray(), build(yyjson_obj_iter_get_val(key))});
            m_path.pop_back();
        }
        if (m_report)
            reportDuplicates(*node);
        Json object;
        JsonPrivate::set(object, Json::Type::Object, node);
        return object;
    }

    void reportDuplicates(const ObjectNode &node)
    {
        const auto &members = node.members;
        if (members.size() <= kIndexed) {
            for (std::size_t i = 1; i < members.size(); ++i) {
                const auto before = std::span(members).first(i);
                if (std::ranges::contains(before, members[i].key, &JsonMember::key))
                    report(members[i].key);
            }
            return;
        }
        std::unordered_set<std::string_view> seen;
        seen.reserve(members.size());
        for (const JsonMember &member : members) {
            if (!seen.emplace(member.key.constData(), static_cast<std::size_t>(member.key.size())).second)
                report(member.key);
        }
    }

    void report(QByteArrayView key)
    {
        if (m_report->duplicateKeys.size() >= kMostReported)
            return;
        QByteArray pointer;
        for (const Level &level : m_path)
            pointer += '/' + (level.isKey ? escapePointerToken(level.key) : QByteArray::number(level.index));
        m_report->duplicateKeys.append(pointer + '/' + escapePointerToken(key));
    }

    JsonReport *m_report;
    std::vector<Level> m_path;
};

std::unexpected<Error> parseFailure(QByteArrayView bytes, const yyjson_read_err &error)
{
    const QString message = QString::fromUtf8(error.msg);
    const bool encoding = message.contains("utf-8"_L1, Qt::CaseInsensitive) || message.contains("surrogate"_L1)
        || (error.code == YYJSON_READ_ERROR_INVALID_STRING && message.contains("escaped sequence"_L1) && message.contains("unicode"_L1));
    const Json where = place(bytes, static_cast<qsizetype>(error.pos));
    return fail(encoding ? ErrorCode::JsonEncoding : ErrorCode::JsonSyntax,
                u"line %1, column %2: %3"_s.arg(where.value("line").toInt()).arg(where.value("column").toInt()).arg(message), where);
}

/// True where the literal is a number of RFC 8259.
bool isNumberLiteral(QByteArrayView s)
{
    qsizetype i = 0;
    const auto digits = [&] {
        const qsizetype from = i;
        while (i < s.size() && s[i] >= '0' && s[i] <= '9')
            ++i;
        return i - from;
    };
    if (i < s.size() && s[i] == '-')
        ++i;
    const qsizetype first = i;
    const qsizetype whole = digits();
    if (whole == 0 || (whole > 1 && s[first] == '0'))
        return false;
    if (i < s.size() && s[i] == '.') {
        ++i;
        if (digits() == 0)
            return false;
    }
    if (i < s.size() && (s[i] == 'e' || s[i] == 'E')) {
        ++i;
        if (i < s.size() && (s[i] == '+' || s[i] == '-'))
            ++i;
        if (digits() == 0)
            return false;
    }
    return i == s.size();
}

} // namespace

// --- construction -------------------------------------------------------------------------------------------------------------

Json::Json() noexcept
    : m_storage{}
{}

Json::Json(std::nullptr_t) noexcept
    : Json()
{}

Json::Json(Tag, bool value) noexcept
    : Json()
{
    JsonPrivate::store(*this, {Type::Bool, static_cast<quint8>(value), {}});
}

Json Json::fromInteger(qint64 bits, bool isUnsigned)
{
    std::array<char, 24> text{};
    const auto end = isUnsigned ? std::to_chars(text.data(), text.data() + text.size(), static_cast<quint64>(bits)).ptr
                                : std::to_chars(text.data(), text.data() + text.size(), bits).ptr;
    Json json;
    JsonPrivate::setText(json, Type::Number, {text.data(), end});
    return json;
}

Json::Json(double value)
    : Json()
{
    if (!std::isfinite(value))
        return;
    std::array<char, 40> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    JsonPrivate::setText(*this, Type::Number, {text.data(), end});
}

Json::Json(const char *utf8)
    : Json()
{
    JsonPrivate::setText(*this, Type::String, QByteArrayView(utf8));
}

Json::Json(const QString &text)
    : Json(QStringView(text))
{}

Json::Json(QStringView text)
    : Json()
{
    JsonPrivate::setText(*this, Type::String, text.toUtf8());
}

Json::Json(QLatin1StringView text)
    : Json(QStringView(QString(text)))
{}

Json::Json(const QByteArray &utf8)
    : Json()
{
    if (utf8.size() <= kInline) {
        JsonPrivate::setText(*this, Type::String, utf8);
        return;
    }
    auto *node = new TextNode;
    node->bytes = utf8;
    JsonPrivate::set(*this, Type::String, node);
}

Json::Json(const Json &other) noexcept
{
    std::memcpy(m_storage, other.m_storage, sizeof m_storage);
    JsonPrivate::retain(*this);
}

Json::Json(Json &&other) noexcept
{
    std::memcpy(m_storage, other.m_storage, sizeof m_storage);
    std::memset(other.m_storage, 0, sizeof other.m_storage);
}

Json &Json::operator=(const Json &other) noexcept
{
    Json copy(other);
    return *this = std::move(copy);
}

Json &Json::operator=(Json &&other) noexcept
{
    std::swap_ranges(std::begin(m_storage), std::end(m_storage), std::begin(other.m_storage));
    return *this;
}

Json::~Json()
{
    JsonPrivate::release(*this);
}

Json Json::array(std::initializer_list<Json> items)
{
    auto *node = new ArrayNode;
    node->items.assign(items.begin(), items.end());
    Json json;
    JsonPrivate::set(json, Type::Array, node);
    return json;
}

Json Json::array(const QStringList &items)
{
    Json json = array();
    for (const QString &item : items)
        json.append(item);
    return json;
}

Json Json::object(std::initializer_list<JsonMember> members)
{
    auto *node = new ObjectNode;
    node->members.reserve(members.size());
    Json json;
    JsonPrivate::set(json, Type::Object, node);
    for (const JsonMember &member : members)
        json.insert(QByteArrayView(member.key), member.value);
    return json;
}

Json Json::number(QByteArrayView literal)
{
    Json json;
    if (isNumberLiteral(literal))
        JsonPrivate::setText(json, Type::Number, literal);
    return json;
}

Result<Json> Json::parse(QByteArrayView bytes, JsonReport *report)
{
    if (const qsizetype deep = tooDeepAt(bytes); deep >= 0) {
        const Json where = place(bytes, deep);
        return fail(ErrorCode::JsonDepth, u"line %1, column %2: more than %3 levels"_s.arg(where.value("line").toInt()).arg(where.value("column").toInt()).arg(kMostLevels), where);
    }
    yyjson_read_err error{};
    // yyjson only writes into the text with its in-place flag, which is not set.
    const std::unique_ptr<yyjson_doc, decltype(&yyjson_doc_free)> document(
        yyjson_read_opts(const_cast<char *>(bytes.data()), static_cast<std::size_t>(bytes.size()), YYJSON_READ_NUMBER_AS_RAW, nullptr, &error),
        &yyjson_doc_free);
    if (!document)
        return parseFailure(bytes, error);
    return Builder(report).build(yyjson_doc_get_root(document.get()));
}

Result<Json> Json::parseStrict(QByteArrayView bytes)
{
    JsonReport report;
    auto json = parse(bytes, &report);
    if (json && !report.duplicateKeys.isEmpty()) {
        const QByteArray &path = report.duplicateKeys.first();
        return fail(ErrorCode::JsonDuplicateKey, u"%1: the key stands there twice"_s.arg(QString::fromUtf8(path)), object({{"path", path}}));
    }
    return json;
}

QByteArray Json::toBytes(Format format) const
{
    QByteArray out;
    write(out, format);
    return out;
}

void Json::write(QByteArray &out, Format format) const
{
    writeValue(*this, out, format, 0);
}

// --- getters ------------------------------------------------------------------------------------------------------------------

Json::Type Json::type() const noexcept
{
    return JsonPrivate::type(*this);
}

bool Json::toBool(bool fallback) const noexcept
{
    return isBool() ? JsonPrivate::length(*this) != 0 : fallback;
}

qint64 Json::toInt(qint64 fallback) const noexcept
{
    if (!isNumber())
        return fallback;
    const QByteArrayView literal = JsonPrivate::text(*this);
    qint64 value = 0;
    const auto read = std::from_chars(literal.begin(), literal.end(), value);
    if (read.ec == std::errc() && read.ptr == literal.end())
        return value;
    const double real = toDouble();
    // Beyond 2^53 a double no longer tells integers apart; such literals with a fraction or exponent are no integers here.
    return std::trunc(real) == real && std::abs(real) <= 9007199254740992.0 ? static_cast<qint64>(real) : fallback;
}

double Json::toDouble(double fallback) const noexcept
{
    if (!isNumber())
        return fallback;
    const QByteArrayView literal = JsonPrivate::text(*this);
    double value = 0;
    const auto read = std::from_chars(literal.begin(), literal.end(), value);
    if (read.ec != std::errc::result_out_of_range)
        return value;
    // Too small is zero, too large infinite: the exponent's sign tells which, since the literal is a number.
    const qsizetype e = std::max(literal.indexOf('e'), literal.indexOf('E'));
    const bool small = e >= 0 && literal.contains("-") && literal.sliced(e).contains('-');
    const double limit = small ? 0.0 : HUGE_VAL;
    return literal.startsWith('-') ? -limit : limit;
}

QString Json::toString(const QString &fallback) const
{
    return isString() ? QString::fromUtf8(JsonPrivate::text(*this)) : fallback;
}

QByteArrayView Json::utf8() const noexcept
{
    return isString() || isNumber() ? JsonPrivate::text(*this) : QByteArrayView();
}

QStringList Json::toStringList() const
{
    QStringList list;
    for (const Json &item : items()) {
        if (item.isString())
            list.append(item.toString());
    }
    return list;
}

qsizetype Json::size() const noexcept
{
    return static_cast<qsizetype>(isArray() ? items().size() : members().size());
}

const Json &Json::at(qsizetype index) const noexcept
{
    const auto all = items();
    return index >= 0 && index < static_cast<qsizetype>(all.size()) ? all[static_cast<std::size_t>(index)] : nullJson();
}

std::span<const Json> Json::items() const noexcept
{
    return isArray() ? std::span<const Json>(JsonPrivate::as<ArrayNode>(*this)->items) : std::span<const Json>();
}

void Json::append(const Json &item)
{
    const Json kept = item; // it may be part of this very array
    JsonPrivate::array(*this).items.push_back(kept);
}

void Json::insertAt(qsizetype index, const Json &item)
{
    const Json kept = item;
    auto &all = JsonPrivate::array(*this).items;
    all.insert(all.begin() + std::clamp<qsizetype>(index, 0, static_cast<qsizetype>(all.size())), kept);
}

void Json::replaceAt(qsizetype index, const Json &item)
{
    const Json kept = item;
    auto &all = JsonPrivate::array(*this).items;
    if (index >= 0 && index < static_cast<qsizetype>(all.size()))
        all[static_cast<std::size_t>(index)] = kept;
}

void Json::removeAt(qsizetype index)
{
    auto &all = JsonPrivate::array(*this).items;
    if (index >= 0 && index < static_cast<qsizetype>(all.size()))
        all.erase(all.begin() + index);
}

const Json &Json::value(QByteArrayView key) const noexcept
{
    if (!isObject())
        return nullJson();
    const auto *node = JsonPrivate::as<ObjectNode>(*this);
    const qsizetype at = JsonPrivate::find(*node, key);
    return at < 0 ? nullJson() : node->members[static_cast<std::size_t>(at)].value;
}

bool Json::contains(QByteArrayView key) const noexcept
{
    return isObject() && JsonPrivate::find(*JsonPrivate::as<ObjectNode>(*this), key) >= 0;
}

std::span<const JsonMember> Json::members() const noexcept
{
    return isObject() ? std::span<const JsonMember>(JsonPrivate::as<ObjectNode>(*this)->members) : std::span<const JsonMember>();
}

void Json::insert(QByteArrayView key, const Json &value)
{
    const Json kept = value;
    ObjectNode &node = JsonPrivate::object(*this);
    const qsizetype at = JsonPrivate::find(node, key);
    if (at >= 0) {
        node.members[static_cast<std::size_t>(at)].value = kept;
        return;
    }
    node.members.push_back({key.toByteArray(), kept});
    JsonPrivate::indexLast(node);
}

bool Json::remove(QByteArrayView key)
{
    if (!contains(key))
        return false;
    ObjectNode &node = JsonPrivate::object(*this);
    JsonPrivate::dropIndex(node);
    return std::erase_if(node.members, [&](const JsonMember &member) { return QByteArrayView(member.key) == key; }) > 0;
}

const Json *Json::find(QByteArrayView pointer) const
{
    const auto tokens = splitPointer(pointer);
    if (!tokens)
        return nullptr;
    const Json *at = this;
    for (const QByteArray &token : *tokens) {
        if (at->isObject()) {
            if (!at->contains(QByteArrayView(token)))
                return nullptr;
            at = &at->value(QByteArrayView(token));
        } else if (at->isArray()) {
            qint64 index = -1;
            const auto read = std::from_chars(token.begin(), token.end(), index);
            const bool plain = read.ec == std::errc() && read.ptr == token.end() && (token.size() == 1 || token.front() != '0');
            if (!plain || index < 0 || index >= at->size())
                return nullptr;
            at = &at->at(index);
        } else {
            return nullptr;
        }
    }
    return at;
}

bool operator==(const Json &a, const Json &b) noexcept
{
    if (a.type() != b.type())
        return false;
    switch (a.type()) {
    case Json::Type::Null:
        return true;
    case Json::Type::Bool:
        return a.toBool() == b.toBool();
    case Json::Type::Number:
    case Json::Type::String:
        return JsonPrivate::text(a) == JsonPrivate::text(b);
    case Json::Type::Array:
        return JsonPrivate::node(a) == JsonPrivate::node(b) || std::ranges::equal(a.items(), b.items());
    case Json::Type::Object:
        return JsonPrivate::node(a) == JsonPrivate::node(b) || std::ranges::equal(a.members(), b.members());
    }
    return false;
}

bool Json::isEquivalent(const Json &other) const
{
    if (type() != other.type())
        return false;
    switch (type()) {
    case Type::Number:
        return *this == other || Decimal(utf8()) == Decimal(other.utf8());
    case Type::Array:
        return std::ranges::equal(items(), other.items(), [](const Json &a, const Json &b) { return a.isEquivalent(b); });
    case Type::Object:
        return size() == other.size() && std::ranges::all_of(members(), [&](const JsonMember &member) {
                   return other.contains(QByteArrayView(member.key)) && member.value.isEquivalent(other.value(QByteArrayView(member.key)));
               });
    default:
        return *this == other;
    }
}

// --- pointers -----------------------------------------------------------------------------------------------------------------

QByteArray escapePointerToken(QByteArrayView token)
{
    QByteArray escaped = token.toByteArray();
    escaped.replace('~', "~0").replace('/', "~1");
    return escaped;
}

Result<QList<QByteArray>> splitPointer(QByteArrayView pointer)
{
    QList<QByteArray> tokens;
    if (pointer.isEmpty())
        return tokens;
    if (!pointer.startsWith('/'))
        return fail(ErrorCode::JsonPath, u"a JSON Pointer starts with \"/\""_s);
    for (QByteArray token : pointer.sliced(1).toByteArray().split('/')) {
        for (qsizetype i = token.indexOf('~'); i >= 0; i = token.indexOf('~', i + 1)) {
            if (i + 1 >= token.size() || (token.at(i + 1) != '0' && token.at(i + 1) != '1'))
                return fail(ErrorCode::JsonPath, u"\"~\" stands before 0 or 1 in a JSON Pointer"_s);
        }
        tokens.append(token.replace("~1", "/").replace("~0", "~"));
    }
    return tokens;
}

} // namespace Millrace
