// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/edit.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

std::unexpected<Error> conflict(const QString &text, const QByteArray &path)
{
    return fail(ErrorCode::PatchConflict, u"%1 at \"%2\""_s.arg(text, QString::fromUtf8(path)), Json::object({{"path", path}}));
}

/// An array position of a pointer token; "-" is the end where `mayAppend`.
std::optional<qsizetype> position(const QByteArray &token, qsizetype size, bool mayAppend)
{
    if (mayAppend && token == "-")
        return size;
    qint64 index = -1;
    const auto read = std::from_chars(token.begin(), token.end(), index);
    const bool plain = read.ec == std::errc() && read.ptr == token.end() && (token.size() == 1 || token.front() != '0');
    return plain && index >= 0 && index < size + (mayAppend ? 1 : 0) ? std::optional<qsizetype>(index) : std::nullopt;
}

enum class Action : quint8 { Add, Replace, Remove };

/// Carries out one operation below `at`, along tokens[level…].
Result<void> change(Json &at, const QList<QByteArray> &tokens, qsizetype level, Action action, const Json &value, const QByteArray &path)
{
    if (level == tokens.size()) {
        if (action == Action::Remove)
            at = Json();
        else
            at = value;
        return {};
    }
    const QByteArray &token = tokens.at(level);
    const bool last = level + 1 == tokens.size();
    if (at.isObject()) {
        const bool known = at.contains(QByteArrayView(token));
        if (!known && !(last && action == Action::Add))
            return conflict(u"there is no such member"_s, path);
        if (last && action == Action::Remove) {
            at.remove(QByteArrayView(token));
            return {};
        }
        if (last) {
            at.insert(QByteArrayView(token), value);
            return {};
        }
        Json child = at.value(QByteArrayView(token));
        auto done = change(child, tokens, level + 1, action, value, path);
        if (done)
            at.insert(QByteArrayView(token), child);
        return done;
    }
    if (at.isArray()) {
        const auto index = position(token, at.size(), last && action == Action::Add);
        if (!index)
            return conflict(u"there is no such item"_s, path);
        if (last) {
            if (action == Action::Add)
                at.insertAt(*index, value);
            else if (action == Action::Replace)
                at.replaceAt(*index, value);
            else
                at.removeAt(*index);
            return {};
        }
        Json child = at.at(*index);
        auto done = change(child, tokens, level + 1, action, value, path);
        if (done)
            at.replaceAt(*index, child);
        return done;
    }
    return conflict(u"there is nothing to go into"_s, path);
}

Result<void> applyOne(Json &document, const Json &operation)
{
    const QString name = operation.value("op").toString();
    const QByteArray path = operation.value("path").utf8().toByteArray();
    const auto tokens = splitPointer(path);
    if (!tokens)
        return std::unexpected(tokens.error());
    const auto from = [&]() -> Result<Json> {
        const QByteArray pointer = operation.value("from").utf8().toByteArray();
        const Json *found = document.find(pointer);
        return found ? Result<Json>(*found) : Result<Json>(conflict(u"there is nothing to take"_s, pointer));
    };
    if (name == "add"_L1)
        return change(document, *tokens, 0, Action::Add, operation.value("value"), path);
    if (name == "replace"_L1)
        return change(document, *tokens, 0, Action::Replace, operation.value("value"), path);
    if (name == "remove"_L1)
        return change(document, *tokens, 0, Action::Remove, {}, path);
    if (name == "copy"_L1 || name == "move"_L1) {
        const auto value = from();
        if (!value)
            return std::unexpected(value.error());
        if (name == "move"_L1) {
            const QByteArray source = operation.value("from").utf8().toByteArray();
            if (path.startsWith(source + '/'))
                return conflict(u"a value cannot be moved into itself"_s, path);
            const auto sourceTokens = splitPointer(source);
            if (!sourceTokens)
                return std::unexpected(sourceTokens.error());
            if (auto removed = change(document, *sourceTokens, 0, Action::Remove, {}, source); !removed)
                return removed;
        }
        return change(document, *tokens, 0, Action::Add, *value, path);
    }
    const Json *found = document.find(path);
    if (!found || !found->isEquivalent(operation.value("value")))
        return conflict(u"the tested value differs"_s, path);
    return {};
}

/// The keys that both have, in the order of each: equal where nothing that survives has changed places.
bool keepsOrder(const Json &before, const Json &after)
{
    auto next = after.members().begin();
    bool added = false;
    for (const JsonMember &member : after.members()) {
        const bool known = before.contains(QByteArrayView(member.key));
        if (known && added)
            return false; // a new member stands before an old one: an edit can only append
        added = added || !known;
    }
    for (const JsonMember &member : before.members()) {
        if (!after.contains(QByteArrayView(member.key)))
            continue;
        if (next == after.members().end() || next->key != member.key)
            return false;
        ++next;
    }
    return true;
}

bool hasDuplicates(const Json &object)
{
    for (const JsonMember &member : object.members()) {
        if (&object.value(QByteArrayView(member.key)) != &member.value)
            return true;
    }
    return false;
}

void compare(const Json &before, const Json &after, const QByteArray &path, Edit &edit)
{
    if (before == after)
        return;
    if (before.isObject() && after.isObject() && keepsOrder(before, after) && !hasDuplicates(before) && !hasDuplicates(after)) {
        for (const JsonMember &member : before.members()) {
            const QByteArray below = path + '/' + escapePointerToken(member.key);
            if (!after.contains(QByteArrayView(member.key)))
                edit.remove(below);
            else
                compare(member.value, after.value(QByteArrayView(member.key)), below, edit);
        }
        for (const JsonMember &member : after.members()) {
            if (!before.contains(QByteArrayView(member.key)))
                edit.add(path + '/' + escapePointerToken(member.key), member.value);
        }
        return;
    }
    if (before.isArray() && after.isArray() && before.size() < after.size() && !before.isEmpty()
        && std::ranges::equal(before.items(), after.items().first(before.items().size()))) {
        for (qsizetype i = before.size(); i < after.size(); ++i)
            edit.add(path + "/-", after.at(i));
        return;
    }
    edit.replace(path, after);
}

} // namespace

Edit Edit::between(const Json &before, const Json &after)
{
    Edit edit;
    compare(before, after, {}, edit);
    return edit;
}

Result<Edit> Edit::fromJson(const Json &patch)
{
    if (!patch.isArray())
        return fail(ErrorCode::InvalidArgument, u"an edit is an array of operations"_s);
    static constexpr std::array kWithValue = {"add"_L1, "replace"_L1, "test"_L1};
    static constexpr std::array kWithFrom = {"move"_L1, "copy"_L1};
    Edit edit;
    for (const Json &operation : patch.items()) {
        const QString name = operation.value("op").toString();
        const bool needsValue = std::ranges::contains(kWithValue, name);
        const bool needsFrom = std::ranges::contains(kWithFrom, name);
        const bool wellFormed = operation.value("path").isString() && (!needsValue || operation.contains("value"))
            && (!needsFrom || operation.value("from").isString()) && (needsValue || needsFrom || name == "remove"_L1);
        if (!wellFormed)
            return fail(ErrorCode::InvalidArgument, u"operation %1 of the edit is not one of RFC 6902"_s.arg(edit.m_ops.size()),
                        Json::object({{"index", edit.m_ops.size()}}));
        edit.m_ops.append(operation);
    }
    return edit;
}

void Edit::set(QByteArrayView key, const Json &value)
{
    add('/' + escapePointerToken(key), value);
}

void Edit::add(const QByteArray &pointer, const Json &value)
{
    m_ops.append(Json::object({{"op", "add"}, {"path", pointer}, {"value", value}}));
}

void Edit::replace(const QByteArray &pointer, const Json &value)
{
    m_ops.append(Json::object({{"op", "replace"}, {"path", pointer}, {"value", value}}));
}

void Edit::remove(const QByteArray &pointer)
{
    m_ops.append(Json::object({{"op", "remove"}, {"path", pointer}}));
}

Result<Json> Edit::appliedTo(const Json &document) const
{
    Json changed = document;
    for (qsizetype i = 0; i < m_ops.size(); ++i) {
        if (auto done = applyOne(changed, m_ops.at(i)); !done) {
            Error error = done.error();
            error.code = ErrorCode::PatchConflict;
            error.category = errorCodeCategory(error.code);
            error.text = u"operation %1: %2"_s.arg(i).arg(error.text);
            if (!error.detail.isObject())
                error.detail = Json::object();
            error.detail.insert("index", i);
            return std::unexpected(std::move(error));
        }
    }
    return changed;
}

Json Edit::toJson() const
{
    Json list = Json::array();
    for (const Json &operation : m_ops)
        list.append(operation);
    return list;
}

} // namespace Millrace
