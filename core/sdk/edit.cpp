// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// How an edit stays harmless
//
// Edits come from strangers too. Two things could make a small one a large document: copies of copies, whose texts together are bounded
// by kMostCopied, and nesting, which stays within what Json::parse() reads back.

#include "sdk/edit.h"

#include "sdk/json_p.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qint64 kMostCopied = 16 * 1024 * 1024;
constexpr qint64 kMostMoves = 10'000'000;

std::unexpected<Error> conflict(const QString &text, const QByteArray &path)
{
    return fail(ErrorCode::PatchConflict, u"%1 at \"%2\""_s.arg(text, QString::fromUtf8(path)), Json::object({{"path", path}}));
}

/// An array position of a pointer token; "-" is the end where `mayAppend`.
std::optional<qsizetype> position(const QByteArray &token, qsizetype size, bool mayAppend)
{
    if (mayAppend && token == "-")
        return size;
    return jsonArrayIndex(token, mayAppend ? size + 1 : size);
}

enum class Fit : quint8 { Fits, TooDeep, TooLarge };

/// Whether a value nests at most `levels` deep and its text stays within the budget, which is used up.
Fit fit(const Json &value, qsizetype levels, qint64 &budget)
{
    budget -= 1 + value.utf8().size();
    if (budget < 0)
        return Fit::TooLarge;
    if (!value.isArray() && !value.isObject())
        return Fit::Fits;
    if (levels <= 0)
        return Fit::TooDeep;
    for (const Json &item : value.items()) {
        if (const Fit found = fit(item, levels - 1, budget); found != Fit::Fits)
            return found;
    }
    for (const JsonMember &member : value.members()) {
        budget -= member.key.size();
        if (const Fit found = fit(member.value, levels - 1, budget); found != Fit::Fits)
            return found;
    }
    return Fit::Fits;
}

enum class Action : quint8 { Add, Replace, Remove };

/// Carries out one operation below `at`, along tokens[level…]. What it leaves behind when it fails is of no use.
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
        // Taken out while it is changed: a value held twice would be copied.
        Json child = at.value(QByteArrayView(token));
        at.insert(QByteArrayView(token), Json());
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
        at.replaceAt(*index, Json());
        auto done = change(child, tokens, level + 1, action, value, path);
        if (done)
            at.replaceAt(*index, child);
        return done;
    }
    return conflict(u"there is nothing to go into"_s, path);
}

Result<void> put(Json &document, const QList<QByteArray> &tokens, Action action, const Json &value, const QByteArray &path, qint64 &budget)
{
    const Fit found = fit(value, kMostJsonLevels - tokens.size(), budget);
    if (found == Fit::TooDeep)
        return conflict(u"the document would nest deeper than %1 levels"_s.arg(kMostJsonLevels), path);
    if (found == Fit::TooLarge)
        return conflict(u"the edit copies too much"_s, path);
    return change(document, tokens, 0, action, value, path);
}

Result<void> applyOne(Json &document, const Json &operation, qint64 &copyBudget)
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
    qint64 unlimited = std::numeric_limits<qint64>::max();
    if (name == "add"_L1)
        return put(document, *tokens, Action::Add, operation.value("value"), path, unlimited);
    if (name == "replace"_L1)
        return put(document, *tokens, Action::Replace, operation.value("value"), path, unlimited);
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
        return put(document, *tokens, Action::Add, *value, path, name == "copy"_L1 ? copyBudget : unlimited);
    }
    const Json *found = document.find(path);
    if (!found || !found->isEquivalent(operation.value("value")))
        return conflict(u"the tested value differs"_s, path);
    return {};
}

/// A place in a document, written out as a pointer only where something differs.
struct Place
{
    const Place *above = nullptr;
    QByteArrayView token;

    [[nodiscard]] QByteArray pointer() const { return above ? above->pointer() + '/' + escapePointerToken(token) : QByteArray(); }
};

bool hasDuplicates(std::span<const JsonMember> members, const Json &object)
{
    if (members.size() > JsonKeyIndex::kUnindexed)
        return std::ranges::any_of(members, [&](const JsonMember &member) { return &object.value(member.key) != &member.value; });
    for (std::size_t i = 1; i < members.size(); ++i) {
        if (std::ranges::contains(members.first(i), members[i].key, &JsonMember::key))
            return true;
    }
    return false;
}

/// True where removing members, changing the rest in place and appending new ones makes one object of the other, without long work.
bool canEditMembers(const Json &before, const Json &after)
{
    const std::span<const JsonMember> a = before.members();
    const std::span<const JsonMember> b = after.members();
    std::size_t common = 0;
    qint64 removed = 0;
    for (const JsonMember &member : a) {
        if (common < b.size() && b[common].key == member.key)
            ++common;
        else if (after.contains(QByteArrayView(member.key)))
            return false; // it stands elsewhere, or behind a new one
        else
            ++removed;
    }
    const bool onlyNew
        = std::ranges::none_of(b.subspan(common), [&](const JsonMember &member) { return before.contains(QByteArrayView(member.key)); });
    // Each removal moves what stands behind.
    return onlyNew && removed * before.size() <= kMostMoves && !hasDuplicates(a, before) && !hasDuplicates(b, after);
}

void compare(const Json &before, const Json &after, const Place &place, Edit &edit)
{
    const bool isShared = before.isObject() && after.isObject() && before.members().data() == after.members().data();
    if (isShared && before.size() == after.size())
        return;
    if (before.isObject() && after.isObject() && canEditMembers(before, after)) {
        const std::span<const JsonMember> b = after.members();
        std::size_t common = 0;
        for (const JsonMember &member : before.members()) {
            const Place below{&place, member.key};
            if (common < b.size() && b[common].key == member.key)
                compare(member.value, b[common++].value, below, edit);
            else
                edit.remove(below.pointer());
        }
        for (const JsonMember &member : b.subspan(common))
            edit.add(Place{&place, member.key}.pointer(), member.value);
        return;
    }
    if (before == after)
        return;
    if (before.isArray() && after.isArray() && before.size() < after.size() && !before.isEmpty()
        && std::ranges::equal(before.items(), after.items().first(before.items().size()))) {
        for (qsizetype i = before.size(); i < after.size(); ++i)
            edit.add(Place{&place, "-"}.pointer(), after.at(i));
        return;
    }
    edit.replace(place.pointer(), after);
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
    qint64 copyBudget = kMostCopied;
    for (qsizetype i = 0; i < m_ops.size(); ++i) {
        if (auto done = applyOne(changed, m_ops.at(i), copyBudget); !done) {
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
