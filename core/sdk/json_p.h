// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a value is kept
//
// Sixteen bytes: type, length, and either fourteen bytes of text (short strings and nearly all numbers) or a pointer to a shared node with
// a reference count. Arrays and objects are vectors in such a node; a change copies the vector unless nobody else holds it (one
// level: the children stay shared). Objects of more than kUnindexed members get an index of their keys, made by the first look-up and
// published with one atomic store, since values are read from several threads at once.
#pragma once

#include "sdk/json.h"

#include <QHashFunctions>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

namespace Millrace {

inline constexpr int kMostJsonLevels = 512;

/// The position that a JSON Pointer's token names in an array; nothing where it is none, or not below `size`.
[[nodiscard]] std::optional<qsizetype> jsonArrayIndex(QByteArrayView token, qsizetype size);

/// Qt's hash with the length mixed in, which it leaves out: with a seed, "a" and "a\u0000" would have the same.
[[nodiscard]] inline quint64 jsonKeyHash(QByteArrayView key, quint64 seed)
{
    const auto size = static_cast<quint64>(key.size());
    return qHashBits(key.data(), size, seed + size * 0x9e37'79b9'7f4a'7c15ULL);
}

/// Finds members by key: an open hash table of positions, at most two thirds full.
class JsonKeyIndex
{
public:
    using Members = std::vector<JsonMember>;

    static constexpr std::size_t kUnindexed = 16;

    explicit JsonKeyIndex(std::size_t members)
        : m_slots(std::bit_ceil(members * 2 + 2))
    {}

    [[nodiscard]] bool hasRoomFor(std::size_t members) const { return members * 3 <= m_slots.size() * 2; }

    /// Takes in the member at a position; true where another had its key before, whose place it takes.
    bool insert(const Members &members, std::size_t position)
    {
        quint32 &slot = m_slots[slotOf(members, members[position].key)];
        const bool known = slot != 0;
        slot = static_cast<quint32>(position + 1);
        return known;
    }

    /// The last member's position; -1: none.
    [[nodiscard]] qsizetype find(const Members &members, QByteArrayView key) const
    {
        return static_cast<qsizetype>(m_slots[slotOf(members, key)]) - 1;
    }

private:
    [[nodiscard]] std::size_t slotOf(const Members &members, QByteArrayView key) const
    {
        const std::size_t mask = m_slots.size() - 1;
        // The process' own seed: keys come from strangers, who could otherwise choose them to collide.
        std::size_t at = jsonKeyHash(key, QHashSeed::globalSeed()) & mask;
        while (m_slots[at] != 0 && QByteArrayView(members[m_slots[at] - 1].key) != key)
            at = (at + 1) & mask;
        return at;
    }

    std::vector<quint32> m_slots; ///< position + 1; 0: free
};

struct JsonNode
{
    std::atomic<int> references = 1;
};

/// The bytes follow the node in the same piece of memory.
struct JsonTextNode : JsonNode
{
    explicit JsonTextNode(qsizetype length)
        : size(length)
    {}
    [[nodiscard]] char *bytes() { return reinterpret_cast<char *>(this + 1); }

    qsizetype size;
};

struct JsonContainerNode : JsonNode
{
    JsonContainerNode *nextToDestroy = nullptr;
    bool isObject = false;
};

struct JsonArrayNode : JsonContainerNode
{
    std::vector<Json> items;
};

struct JsonObjectNode : JsonContainerNode
{
    JsonObjectNode() { isObject = true; }
    explicit JsonObjectNode(const std::vector<JsonMember> &copied)
        : members(copied)
    {
        isObject = true;
    }
    ~JsonObjectNode() { delete index.load(std::memory_order_relaxed); }

    std::vector<JsonMember> members;
    mutable std::atomic<const JsonKeyIndex *> index = nullptr;
};

/// The bytes behind a value, and all that works on them.
class JsonPrivate
{
public:
    static constexpr qsizetype kInline = 14;

    static Json::Type type(const Json &json) { return static_cast<Json::Type>(json.m_storage[0]); }
    static quint8 length(const Json &json) { return static_cast<quint8>(json.m_storage[1]); }
    static bool isShared(const Json &json) { return length(json) == kShared; }

    static JsonNode *node(const Json &json)
    {
        JsonNode *pointer = nullptr;
        std::memcpy(&pointer, json.m_storage + 8, sizeof pointer);
        return pointer;
    }
    template <typename T>
    static T *as(const Json &json)
    {
        return static_cast<T *>(node(json));
    }

    // The setters write over a value that holds no node.
    static void setPlain(Json &json, Json::Type type, quint8 length)
    {
        json.m_storage[0] = static_cast<std::byte>(type);
        json.m_storage[1] = static_cast<std::byte>(length);
    }
    static void setNode(Json &json, Json::Type type, JsonNode *shared)
    {
        setPlain(json, type, kShared);
        std::memcpy(json.m_storage + 8, &shared, sizeof shared);
    }
    static void setText(Json &json, Json::Type type, QByteArrayView bytes)
    {
        const auto size = static_cast<std::size_t>(bytes.size());
        if (bytes.size() <= kInline) {
            setPlain(json, type, static_cast<quint8>(bytes.size()));
            if (size > 0)
                std::memcpy(json.m_storage + 2, bytes.data(), size);
            return;
        }
        auto *shared = new (::operator new(sizeof(JsonTextNode) + size)) JsonTextNode(bytes.size());
        std::memcpy(shared->bytes(), bytes.data(), size);
        setNode(json, type, shared);
    }

    static QByteArrayView text(const Json &json)
    {
        if (isShared(json)) {
            auto *shared = as<JsonTextNode>(json);
            return {shared->bytes(), shared->size};
        }
        return {reinterpret_cast<const char *>(json.m_storage) + 2, length(json)};
    }

    static void retain(const Json &json)
    {
        if (isShared(json))
            node(json)->references.fetch_add(1, std::memory_order_relaxed);
    }
    static void release(Json &json)
    {
        if (isShared(json) && node(json)->references.fetch_sub(1, std::memory_order_acq_rel) == 1)
            destroy(json);
    }

    /// The node, held by nobody else; makes any other value an empty array or object first.
    static JsonArrayNode &array(Json &json);
    static JsonObjectNode &object(Json &json);

    /// Position of the last member with this key; -1: none.
    static qsizetype find(const JsonObjectNode &node, QByteArrayView key);
    /// Takes a member just appended, with a key that was not there, into an index that exists.
    static void indexLast(JsonObjectNode &node);
    static void dropIndex(JsonObjectNode &node) { delete node.index.exchange(nullptr); }

private:
    static constexpr quint8 kShared = 0xff;

    static void destroy(Json &json);
};

} // namespace Millrace
