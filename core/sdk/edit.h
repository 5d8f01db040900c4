// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/export.h"
#include "sdk/json.h"

#include <QList>

namespace Millrace {

/// What a step did to a document: a JSON Patch (RFC 6902) of add, replace and remove at JSON Pointers.
///
/// Made so that replaying it gives the same bytes: new members are appended in order; where the order of existing members changed, the
/// whole object is replaced. Applying is all or nothing.
class MILLRACE_SDK_EXPORT Edit
{
public:
    Edit() = default;

    /// The edit that turns `before` into exactly `after` (equal bytes, order included).
    [[nodiscard]] static Edit between(const Json &before, const Json &after);
    /// Reads an RFC 6902 array of add, remove, replace, move, copy and test.
    [[nodiscard]] static Result<Edit> fromJson(const Json &patch);

    /// Sets a member of the document's root object: replaces it in its place, or appends it.
    void set(QByteArrayView key, const Json &value);
    /// `add` at a pointer (RFC 6902: replaces an existing member, inserts into an array, "-" appends).
    void add(const QByteArray &pointer, const Json &value);
    void replace(const QByteArray &pointer, const Json &value);
    void remove(const QByteArray &pointer);

    [[nodiscard]] bool isEmpty() const { return m_ops.isEmpty(); }
    /// The document after the edit, or PatchConflict with the operation's index and path; `document` is untouched.
    [[nodiscard]] Result<Json> appliedTo(const Json &document) const;
    /// The edit as an RFC 6902 array.
    [[nodiscard]] Json toJson() const;

    friend bool operator==(const Edit &, const Edit &) = default;

private:
    QList<Json> m_ops;
};

} // namespace Millrace
