// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/error.h"
#include "sdk/json.h"

#include <QHash>
#include <QList>
#include <QRegularExpression>

#include <array>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace Millrace::SchemaRules {

enum TypeBit : quint8 { NullBit = 1, BoolBit = 2, IntegerBit = 4, NumberBit = 8, TextBit = 16, ListBit = 32, ObjectBit = 64 };

struct TypeName
{
    QByteArrayView name;
    TypeBit bit;
    QLatin1StringView words;
};

inline constexpr std::array kTypes = {
    TypeName{"null", NullBit, QLatin1StringView("empty (null)")},
    TypeName{"boolean", BoolBit, QLatin1StringView("true or false")},
    TypeName{"integer", IntegerBit, QLatin1StringView("a whole number")},
    TypeName{"number", NumberBit, QLatin1StringView("a number")},
    TypeName{"string", TextBit, QLatin1StringView("a text")},
    TypeName{"array", ListBit, QLatin1StringView("a list")},
    TypeName{"object", ObjectBit, QLatin1StringView("an object")},
};

struct Pattern
{
    QString source;
    QRegularExpression expression;
};

struct Rules
{
    enum class Always : quint8 { No, Accept, Refuse };

    QByteArray where; ///< JSON Pointer within the schema
    Always always = Always::No;
    quint8 types = 0;
    std::optional<Json> constant;
    std::optional<Json> options; ///< `enum`
    std::optional<Json> multipleOf, minimum, maximum, above, below;
    qint64 minLength = -1, maxLength = -1;
    qint64 minItems = -1, maxItems = -1, minContains = -1, maxContains = -1;
    qint64 minMembers = -1, maxMembers = -1;
    bool uniqueItems = false;
    std::optional<Pattern> pattern;

    std::vector<const Rules *> prefix, all, any, one;
    const Rules *items = nullptr, *contains = nullptr, *otherItems = nullptr;
    const Rules *otherMembers = nullptr, *unseenMembers = nullptr, *names = nullptr;
    const Rules *refuted = nullptr, *condition = nullptr, *then = nullptr, *otherwise = nullptr;
    std::vector<const Rules *> references;
    QHash<QByteArray, const Rules *> members;
    QList<QByteArray> memberNames;
    std::vector<std::pair<Pattern, const Rules *>> patternMembers;
    QList<QByteArray> required;
    std::vector<std::pair<QByteArray, QList<QByteArray>>> dependentRequired;
    std::vector<std::pair<QByteArray, const Rules *>> dependentRules;

    /// The rules that apply to the same value.
    [[nodiscard]] std::vector<const Rules *> inPlace() const
    {
        std::vector<const Rules *> list = references;
        for (const auto *several : {&all, &any, &one})
            list.insert(list.end(), several->begin(), several->end());
        for (const Rules *single : {refuted, condition, then, otherwise}) {
            if (single)
                list.push_back(single);
        }
        for (const auto &[key, rules] : dependentRules)
            list.push_back(rules);
        return list;
    }
};

/// A value as a person recognises it in a message.
[[nodiscard]] QString shown(const Json &value);

/// What a schema was compiled to. Rules refer to each other; the deque keeps them in their place.
struct Compiled
{
    std::deque<Rules> all;
    const Rules *root = nullptr;
    bool usesMarks = false; ///< some rule asks what the others looked at
};

/// SchemaInvalid with the pointer of what is wrong with the schema.
[[nodiscard]] Result<void> compile(const Json &schema, Compiled &compiled);

} // namespace Millrace::SchemaRules
