// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pipeline/draftedit.h"

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

/// The operations of both, one after the other.
Edit joined(const Json &first, const Json &then)
{
    Json all = first;
    for (const Json &operation : then.items())
        all.append(operation);
    return Edit::fromJson(all).value_or(Edit());
}

/// True where `newer` only gives other values to what `older` set.
bool setsTheSame(const Json &older, const Json &newer)
{
    if (older.size() != newer.size())
        return false;
    for (qsizetype i = 0; i < older.size(); ++i) {
        if (older.at(i).value("path") != newer.at(i).value("path") || older.at(i).value("op").toString() == "remove"_L1
            || newer.at(i).value("op").toString() != "replace"_L1)
            return false;
    }
    return true;
}

} // namespace

DraftEdit DraftEdit::mergedWith(const DraftEdit &newer) const
{
    DraftEdit merged{newer.label, {}, {}, mergeKey};
    const Json before = patch.toJson();
    const Json after = newer.patch.toJson();
    if (!setsTheSame(before, after)) {
        merged.patch = joined(before, after);
        merged.inverse = joined(newer.inverse.toJson(), inverse.toJson());
        return merged;
    }
    Json operations = before;
    for (qsizetype i = 0; i < operations.size(); ++i) {
        Json operation = operations.at(i);
        operation.insert("value", after.at(i).value("value"));
        operations.replaceAt(i, operation);
    }
    merged.patch = Edit::fromJson(operations).value_or(Edit());
    merged.inverse = inverse;
    return merged;
}

Json DraftEdit::toJson() const
{
    Json json = Json::object({{"label", label}, {"patch", patch.toJson()}, {"inverse", inverse.toJson()}});
    if (!mergeKey.isEmpty())
        json.insert("merge_key", mergeKey);
    return json;
}

Result<DraftEdit> DraftEdit::fromJson(const Json &json)
{
    auto patch = Edit::fromJson(json.value("patch"));
    if (!patch)
        return std::unexpected(patch.error());
    auto inverse = Edit::fromJson(json.value("inverse"));
    if (!inverse)
        return std::unexpected(inverse.error());
    return DraftEdit{json.value("label").toString(), std::move(*patch), std::move(*inverse), json.value("merge_key").toString()};
}

} // namespace Millrace
