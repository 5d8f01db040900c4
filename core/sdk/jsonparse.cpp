// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a text becomes a value
//
// yyjson does the parsing, numbers raw, so that it neither rounds nor refuses them. Depth is checked before, because a parser that
// allocates for each level is the wrong place to find out. What is wrong with a text that is refused is then told by
// JsonStreamChecker, so that a file says the same whether it is read whole or in pieces.

#include "sdk/json.h"

#include "sdk/error.h"
#include "sdk/json_p.h"
#include "sdk/jsonstream.h"

#include <yyjson.h>

#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kMostReported = 100;

/// Bytes that may open a level, inside strings too. In blocks of a fixed length, which compilers turn into vector instructions.
qsizetype openers(QByteArrayView bytes)
{
    static constexpr qsizetype kBlock = 128;
    const auto isOpener = [](char c) { return static_cast<quint8>((c | 0x20) == '{'); }; // '[' and '{' differ in that bit
    qsizetype count = 0;
    const char *at = bytes.data();
    for (const char *end = at + bytes.size() / kBlock * kBlock; at != end; at += kBlock) {
        quint8 here = 0;
        for (qsizetype i = 0; i < kBlock; ++i)
            here = static_cast<quint8>(here + isOpener(at[i]));
        count += here;
    }
    for (const char *end = bytes.data() + bytes.size(); at != end; ++at)
        count += isOpener(*at);
    return count;
}

/// True where the text nests too deep. Strings are skipped; broken ones are the parser's to find.
bool isTooDeep(QByteArrayView bytes)
{
    if (openers(bytes) <= kMostJsonLevels)
        return false;
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
            if (++level > kMostJsonLevels)
                return true;
            break;
        case ']':
        case '}':
            --level;
            break;
        default:
            break;
        }
    }
    return false;
}

QByteArrayView textOf(yyjson_val *value)
{
    return {unsafe_yyjson_get_str(value), static_cast<qsizetype>(unsafe_yyjson_get_len(value))};
}

class Builder
{
public:
    explicit Builder(JsonReport *report)
        : m_report(report)
    {}

    /// Recursion is bounded, since depth has been checked.
    void build(yyjson_val *value, Json &out)
    {
        switch (yyjson_get_type(value)) {
        case YYJSON_TYPE_BOOL:
            JsonPrivate::setPlain(out, Json::Type::Bool, unsafe_yyjson_get_bool(value));
            break;
        case YYJSON_TYPE_RAW:
            JsonPrivate::setText(out, Json::Type::Number, textOf(value));
            break;
        case YYJSON_TYPE_STR:
            JsonPrivate::setText(out, Json::Type::String, textOf(value));
            break;
        case YYJSON_TYPE_ARR:
            buildArray(value, out);
            break;
        case YYJSON_TYPE_OBJ:
            buildObject(value, out);
            break;
        default:
            break;
        }
    }

private:
    struct Level
    {
        QByteArrayView key;
        std::size_t index = 0;
        bool isKey = false;
    };

    void buildArray(yyjson_val *value, Json &out)
    {
        auto *node = new JsonArrayNode;
        JsonPrivate::setNode(out, Json::Type::Array, node);
        const std::size_t size = unsafe_yyjson_get_len(value);
        node->items.resize(size);
        yyjson_val *item = unsafe_yyjson_get_first(value);
        for (std::size_t i = 0; i < size; ++i, item = unsafe_yyjson_get_next(item)) {
            enter({{}, i, false});
            build(item, node->items[i]);
            leave();
        }
    }

    void buildObject(yyjson_val *value, Json &out)
    {
        auto *node = new JsonObjectNode;
        JsonPrivate::setNode(out, Json::Type::Object, node);
        std::vector<JsonMember> &members = node->members;
        const std::size_t size = unsafe_yyjson_get_len(value);
        members.resize(size);
        // Duplicates of a large object are looked for in the index that its look-ups will want.
        auto index = m_report && size > JsonKeyIndex::kUnindexed ? std::make_unique<JsonKeyIndex>(size) : nullptr;
        yyjson_val *key = unsafe_yyjson_get_first(value);
        for (std::size_t i = 0; i < size; ++i) {
            yyjson_val *const content = key + 1;
            const QByteArrayView name = textOf(key);
            members[i].key = keep(name);
            if (m_report && (index ? index->insert(members, i) : isAmong(std::span(members).first(i), name)))
                report(name);
            enter({name, 0, true});
            build(content, members[i].value);
            leave();
            key = unsafe_yyjson_get_next(content);
        }
        node->index.store(index.release(), std::memory_order_release);
    }

    /// Documents have the same few keys again and again. Equal ones share their bytes, within a document and from one to the next of a
    /// thread, which saves most of the allocations of a small document.
    static QByteArray keep(QByteArrayView key)
    {
        static thread_local std::array<QByteArray, kKnownKeys> knownKeys;
        if (key.isEmpty() || key.size() > kLongestKnown)
            return key.toByteArray();
        const auto byte = [&](qsizetype at) { return static_cast<unsigned char>(key[at]); };
        const auto sum = byte(0) * 31U + byte(key.size() / 2) * 17U + byte(key.size() - 1) * 7U + static_cast<std::size_t>(key.size());
        QByteArray &known = knownKeys[sum % kKnownKeys];
        if (QByteArrayView(known) != key)
            known = key.toByteArray();
        return known;
    }

    static bool isAmong(std::span<const JsonMember> members, QByteArrayView key)
    {
        return std::ranges::any_of(members, [&](const JsonMember &member) { return QByteArrayView(member.key) == key; });
    }

    // The way to a value is only wanted for reports.
    void enter(const Level &level)
    {
        if (m_report)
            m_path.push_back(level);
    }
    void leave()
    {
        if (m_report)
            m_path.pop_back();
    }

    void report(QByteArrayView key)
    {
        if (m_report->duplicateKeys.size() >= kMostReported)
            return;
        QByteArray pointer;
        for (const Level &level : m_path)
            pointer += '/' + (level.isKey ? escapePointerToken(level.key) : QByteArray::number(static_cast<qulonglong>(level.index)));
        m_report->duplicateKeys.append(pointer + '/' + escapePointerToken(key));
    }

    static constexpr std::size_t kKnownKeys = 256;
    static constexpr qsizetype kLongestKnown = 64;

    JsonReport *m_report;
    std::vector<Level> m_path;
};

std::unexpected<Error> refusal(QByteArrayView bytes, JsonStreamChecker::Duplicates duplicates)
{
    JsonStreamChecker checker(duplicates);
    Result<void> fed = checker.feed(bytes);
    Result<JsonShape> shape = fed ? checker.finish() : Result<JsonShape>(std::unexpected(fed.error()));
    if (!shape)
        return std::unexpected(shape.error());
    return fail(ErrorCode::Internal, u"the JSON parser and the JSON checker disagree about a text"_s);
}

/// yyjson's own function is one that must be inlined, so its address is of no use.
struct FreeDocument
{
    void operator()(yyjson_doc *document) const { yyjson_doc_free(document); }
};

Result<Json> read(QByteArrayView bytes, JsonReport *report, JsonStreamChecker::Duplicates duplicates)
{
    if (isTooDeep(bytes))
        return refusal(bytes, duplicates);
    yyjson_read_err error{};
    // yyjson only writes into the text with its in-place flag, which is not set.
    const std::unique_ptr<yyjson_doc, FreeDocument> document(
        yyjson_read_opts(const_cast<char *>(bytes.data()), static_cast<std::size_t>(bytes.size()), YYJSON_READ_NUMBER_AS_RAW, nullptr, &error));
    if (!document && error.code == YYJSON_READ_ERROR_MEMORY_ALLOCATION)
        return fail(ErrorCode::Internal, u"there is not enough memory to read the document"_s);
    if (!document)
        return refusal(bytes, duplicates);
    Json json;
    Builder(report).build(yyjson_doc_get_root(document.get()), json);
    if (duplicates == JsonStreamChecker::Duplicates::Refuse && !report->duplicateKeys.isEmpty())
        return refusal(bytes, duplicates);
    return json;
}

} // namespace

Result<Json> Json::parse(QByteArrayView bytes, JsonReport *report)
{
    return read(bytes, report, JsonStreamChecker::Duplicates::Keep);
}

Result<Json> Json::parseStrict(QByteArrayView bytes)
{
    JsonReport report;
    return read(bytes, &report, JsonStreamChecker::Duplicates::Refuse);
}

} // namespace Millrace
