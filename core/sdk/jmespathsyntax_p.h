// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sdk/json.h"

#include <QByteArray>
#include <QString>

#include <array>
#include <expected>
#include <optional>
#include <vector>

namespace Millrace::JmesPathSyntax {

enum TypeBit : quint8 { NullBit = 1, BoolBit = 2, NumberBit = 4, TextBit = 8, ListBit = 16, ObjectBit = 32, ExpressionBit = 64 };
inline constexpr quint8 kAny = NullBit | BoolBit | NumberBit | TextBit | ListBit | ObjectBit;

enum class Call : quint8 {
    Abs,
    Avg,
    Ceil,
    Contains,
    EndsWith,
    Floor,
    Join,
    Keys,
    Length,
    Map,
    Max,
    MaxBy,
    Merge,
    Min,
    MinBy,
    NotNull,
    Reverse,
    Sort,
    SortBy,
    StartsWith,
    Sum,
    ToArray,
    ToNumber,
    ToString,
    Type,
    Values,
};

struct Function
{
    QByteArrayView name;
    Call call;
    std::array<quint8, 2> takes; ///< types of the arguments; zero: none
    bool takesMore = false; ///< the last type any number of times
};

enum class Kind : quint8 {
    Current,
    Literal,
    Field,
    Index,
    Slice,
    Chain, ///< left, then right on its value; also a pipe
    Project, ///< left a list: right on each item
    ProjectValues,
    Filter, ///< left a list: right on each item for which `condition` holds
    Flatten,
    Or,
    And,
    Not,
    Equal,
    Unequal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    List,
    Object,
    Function,
    Reference, ///< &expression
};

struct Node
{
    Kind kind = Kind::Current;
    int left = -1;
    int right = -1;
    int condition = -1;
    int depth = 1;
    std::vector<int> children;
    std::vector<QByteArray> keys; ///< of Object
    Json value; ///< of Literal
    QByteArray name; ///< of Field
    std::array<std::optional<qint64>, 3> numbers; ///< of Index (the first) and Slice
    const Function *function = nullptr;
};

struct SyntaxError
{
    qsizetype at = 0; ///< byte of the expression
    QString message;
};

/// No expression nests more nodes than this.
inline constexpr int kDeepest = 300;

/// Reads an expression into a flat list of nodes that refer to each other by position. The position of the root.
[[nodiscard]] std::expected<int, SyntaxError> parse(QByteArrayView expression, std::vector<Node> &nodes);

} // namespace Millrace::JmesPathSyntax
