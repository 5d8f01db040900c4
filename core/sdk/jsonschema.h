// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/export.h"
#include "sdk/json.h"

#include <QList>

#include <memory>

namespace Millrace {

/// One way in which a value does not satisfy its schema.
struct SchemaProblem
{
    QByteArray path; ///< JSON Pointer into the value
    QString message; ///< "is missing \"title\""
    QByteArray keyword; ///< of the schema that failed: "required"

    friend bool operator==(const SchemaProblem &, const SchemaProblem &) = default;
};

/// A compiled JSON Schema (2020-12, assertions and applicators, references within the document). Cheap to copy; any thread.
class MILLRACE_SDK_EXPORT JsonSchema
{
public:
    /// Accepts everything.
    JsonSchema();
    /// SchemaInvalid with the JSON Pointer of what is wrong with the schema itself.
    [[nodiscard]] static Result<JsonSchema> compile(const Json &schema);
    /// Every problem, not the first; empty: the value is valid.
    [[nodiscard]] QList<SchemaProblem> check(const Json &value) const;

private:
    struct Compiled;
    std::shared_ptr<const Compiled> m_compiled;
};

} // namespace Millrace
