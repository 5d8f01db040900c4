// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/json.h"

#include "sdk/decimal_p.h"
#include "sdk/error.h"
#include "sdk/json_p.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

std::optional<qsizetype> jsonArrayIndex(QByteArrayView token, qsizetype size)
{
    qsizetype index = 0;
    const bool plain = !token.isEmpty() && !token.startsWith('-') && (token.size() == 1 || token.front() != '0');
    const auto read = std::from_chars(token.begin(), token.end(), index);
    return plain && read.ec == std::errc() && read.ptr == token.end() && index < size ? std::optional(index) : std::nullopt;
}

// --- nodes --------------------------------------------------------------------------------------------------------------------

JsonArrayNode &JsonPrivate::array(Json &json)
{
    if (!json.isArray())
        json = Json::array();
    auto *shared = as<JsonArrayNode>(json);
    if (shared->references.load(std::memory_order_acquire) != 1) {
        auto own = std::make_unique<JsonArrayNode>();
        own->items = shared->items;
        shared = own.get();
        Json replaced;
        setNode(replaced, Json::Type::Array, own.release());
        json = std::move(replaced);
    }
    return *shared;
}

JsonObjectNode &JsonPrivate::object(Json &json)
{
    if (!json.isObject())
        json = Json::object();
    auto *shared = as<JsonObjectNode>(json);
    if (shared->references.load(std::memory_order_acquire) != 1) {
        shared = new JsonObjectNode(shared->members);
        Json replaced;
        setNode(replaced, Json::Type::Object, shared);
        json = std::move(replaced);
    }
    return *shared;
}

qsizetype JsonPrivate::find(const JsonObjectNode &node, QByteArrayView key)
{
    const std::vector<JsonMember> &members = node.members;
    if (members.size() <= JsonKeyIndex::kUnindexed) {
        for (std::size_t i = members.size(); i-- > 0;) {
            if (QByteArrayView(members[i].key) == key)
                return static_cast<qsizetype>(i);
        }
        return -1;
    }
    if (const auto *ready = node.index.load(std::memory_order_acquire))
        return ready->find(members, key);
    auto made = std::make_unique<JsonKeyIndex>(members.size());
    for (std::size_t i = 0; i < members.size(); ++i)
        made->insert(members, i);
    const JsonKeyIndex *ready = nullptr;
    if (node.index.compare_exchange_strong(ready, made.get(), std::memory_order_acq_rel))
        ready = made.release(); // else another thread was first
    return ready->find(members, key);
}

void JsonPrivate::indexLast(JsonObjectNode &node)
{
    // The node is this thread's alone while it is changed, so the index is too.
    auto *ready = const_cast<JsonKeyIndex *>(node.index.load(std::memory_order_relaxed));
    if (!ready)
        return;
    if (ready->hasRoomFor(node.members.size()))
        ready->insert(node.members, node.members.size() - 1);
    else
        dropIndex(node);
}

void JsonPrivate::destroy(Json &json)
{
    if (!json.isArray() && !json.isObject()) {
        auto *text = as<JsonTextNode>(json);
        text->~JsonTextNode();
        ::operator delete(text);
        return;
    }
    // A node's destruction destroys what it holds. Beyond some levels the rest waits in a list for the outermost call, so that no nesting,
    // however it was built, ends the stack.
    static constexpr int kDeepest = 128;
    thread_local int depth = 0;
    thread_local JsonContainerNode *waiting = nullptr;
    const auto end = [](JsonContainerNode *node) {
        ++depth;
        if (node->isObject)
            delete static_cast<JsonObjectNode *>(node);
        else
            delete static_cast<JsonArrayNode *>(node);
        --depth;
    };
    auto *node = as<JsonContainerNode>(json);
    if (depth >= kDeepest) {
        node->nextToDestroy = std::exchange(waiting, node);
        return;
    }
    end(node);
    while (depth == 0 && waiting) {
        auto *next = waiting;
        waiting = next->nextToDestroy;
        end(next);
    }
}

namespace {

const Json &nullJson()
{
    static const Json null;
    return null;
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

/// The literal's value where it is whole and fits, however it is written.
std::optional<qint64> exactInteger(QByteArrayView literal)
{
    qint64 value = 0;
    const auto read = std::from_chars(literal.begin(), literal.end(), value);
    if (read.ec == std::errc() && read.ptr == literal.end())
        return value;
    if (!literal.contains('.') && !literal.contains('e') && !literal.contains('E'))
        return std::nullopt;
    return Decimal(literal).toInteger();
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
    JsonPrivate::setPlain(*this, Type::Bool, static_cast<quint8>(value));
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
    JsonPrivate::setText(*this, Type::String, utf8);
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
    auto *node = new JsonArrayNode;
    node->items.assign(items.begin(), items.end());
    Json json;
    JsonPrivate::setNode(json, Type::Array, node);
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
    auto *node = new JsonObjectNode;
    node->members.reserve(members.size());
    Json json;
    JsonPrivate::setNode(json, Type::Object, node);
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
    return exactInteger(JsonPrivate::text(*this)).value_or(fallback);
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
    const double limit = Decimal(literal).isLarge() ? HUGE_VAL : 0.0;
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
    return isArray() ? std::span<const Json>(JsonPrivate::as<JsonArrayNode>(*this)->items) : std::span<const Json>();
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
    const auto *node = JsonPrivate::as<JsonObjectNode>(*this);
    const qsizetype at = JsonPrivate::find(*node, key);
    return at < 0 ? nullJson() : node->members[static_cast<std::size_t>(at)].value;
}

bool Json::contains(QByteArrayView key) const noexcept
{
    return isObject() && JsonPrivate::find(*JsonPrivate::as<JsonObjectNode>(*this), key) >= 0;
}

std::span<const JsonMember> Json::members() const noexcept
{
    return isObject() ? std::span<const JsonMember>(JsonPrivate::as<JsonObjectNode>(*this)->members) : std::span<const JsonMember>();
}

void Json::insert(QByteArrayView key, const Json &value)
{
    const Json kept = value;
    JsonObjectNode &node = JsonPrivate::object(*this);
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
    const auto has = [&](const JsonMember &member) { return QByteArrayView(member.key) == key; };
    if (std::ranges::none_of(members(), has)) // no look-up: it would make an index that the removal drops again
        return false;
    JsonObjectNode &node = JsonPrivate::object(*this);
    JsonPrivate::dropIndex(node);
    std::erase_if(node.members, has);
    return true;
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
            const auto index = jsonArrayIndex(token, at->size());
            if (!index)
                return nullptr;
            at = &at->at(*index);
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
        return JsonPrivate::node(*this) == JsonPrivate::node(other)
            || std::ranges::equal(items(), other.items(), [](const Json &a, const Json &b) { return a.isEquivalent(b); });
    case Type::Object:
        if (JsonPrivate::node(*this) == JsonPrivate::node(other))
            return true;
        // By key, so that of duplicates the last one counts on both sides.
        return std::ranges::all_of(members(),
                                   [&](const JsonMember &member) {
                                       return other.contains(QByteArrayView(member.key)) && value(member.key).isEquivalent(other.value(member.key));
                                   })
            && std::ranges::all_of(other.members(), [&](const JsonMember &member) { return contains(QByteArrayView(member.key)); });
    default:
        return *this == other;
    }
}

// --- pointers -----------------------------------------------------------------------------------------------------------------

QByteArray escapePointerToken(QByteArrayView token)
{
    QByteArray escaped = token.toByteArray();
    if (token.contains('~') || token.contains('/'))
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
        tokens.append(token.contains('~') ? token.replace("~1", "/").replace("~0", "~") : token);
    }
    return tokens;
}

} // namespace Millrace
