// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// JMESPath on Json values
//
// The specification's grammar, read by precedence into a flat list of nodes that refer to each other by position, and its 26
// functions. Values are taken from the document as they are, so numbers keep their literal, members their order, and nothing is copied.
//
// Expressions come from pipelines that somebody else may have written. Therefore:
// 1. An expression nests at most kDeepest nodes, however it is written, so neither reading nor evaluating it ends the stack.
// 2. Evaluating takes at most kMostWork steps; walking a value counts by its nodes and bytes. A short expression can name a value of
//    2^40 items by doubling it; where such a value would be compared, written or given back, the work runs out first.
// 3. What comes out nests no deeper than the parser reads back.

#include "sdk/jmespath.h"

#include "sdk/decimal_p.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kLongest = 16 * 1024; // of an expression, in bytes
constexpr int kDeepest = 300;
constexpr int kDeepestValue = 512;
constexpr qint64 kMostWork = 20'000'000;

// --- functions ----------------------------------------------------------------------------------------------------------------

enum TypeBit : quint8 { NullBit = 1, BoolBit = 2, NumberBit = 4, TextBit = 8, ListBit = 16, ObjectBit = 32, ExpressionBit = 64 };
constexpr quint8 kAny = NullBit | BoolBit | NumberBit | TextBit | ListBit | ObjectBit;

enum class Call : quint8 {
    Abs, Avg, Ceil, Contains, EndsWith, Floor, Join, Keys, Length, Map, Max, MaxBy, Merge, Min, MinBy, NotNull, Reverse, Sort, SortBy, StartsWith, Sum,
    ToArray, ToNumber, ToString, Type, Values,
};

struct Function
{
    QByteArrayView name;
    Call call;
    std::array<quint8, 2> takes; ///< types of the arguments; zero: none
    bool takesMore = false; ///< the last type any number of times
};

constexpr std::array kFunctions = {
    Function{"abs", Call::Abs, {NumberBit, 0}},
    Function{"avg", Call::Avg, {ListBit, 0}},
    Function{"ceil", Call::Ceil, {NumberBit, 0}},
    Function{"contains", Call::Contains, {ListBit | TextBit, kAny}},
    Function{"ends_with", Call::EndsWith, {TextBit, TextBit}},
    Function{"floor", Call::Floor, {NumberBit, 0}},
    Function{"join", Call::Join, {TextBit, ListBit}},
    Function{"keys", Call::Keys, {ObjectBit, 0}},
    Function{"length", Call::Length, {TextBit | ListBit | ObjectBit, 0}},
    Function{"map", Call::Map, {ExpressionBit, ListBit}},
    Function{"max", Call::Max, {ListBit, 0}},
    Function{"max_by", Call::MaxBy, {ListBit, ExpressionBit}},
    Function{"merge", Call::Merge, {ObjectBit, 0}, true},
    Function{"min", Call::Min, {ListBit, 0}},
    Function{"min_by", Call::MinBy, {ListBit, ExpressionBit}},
    Function{"not_null", Call::NotNull, {kAny, 0}, true},
    Function{"reverse", Call::Reverse, {ListBit | TextBit, 0}},
    Function{"sort", Call::Sort, {ListBit, 0}},
    Function{"sort_by", Call::SortBy, {ListBit, ExpressionBit}},
    Function{"starts_with", Call::StartsWith, {TextBit, TextBit}},
    Function{"sum", Call::Sum, {ListBit, 0}},
    Function{"to_array", Call::ToArray, {kAny, 0}},
    Function{"to_number", Call::ToNumber, {kAny, 0}},
    Function{"to_string", Call::ToString, {kAny, 0}},
    Function{"type", Call::Type, {kAny, 0}},
    Function{"values", Call::Values, {ObjectBit, 0}},
};

quint8 typeBit(const Json &value)
{
    switch (value.type()) {
    case Json::Type::Null:
        return NullBit;
    case Json::Type::Bool:
        return BoolBit;
    case Json::Type::Number:
        return NumberBit;
    case Json::Type::String:
        return TextBit;
    case Json::Type::Array:
        return ListBit;
    case Json::Type::Object:
        return ObjectBit;
    }
    return 0;
}

QString typeWords(quint8 types)
{
    static constexpr std::array<std::pair<quint8, QLatin1StringView>, 7> kWords = {{
        {NullBit, "null"_L1},
        {BoolBit, "true or false"_L1},
        {NumberBit, "a number"_L1},
        {TextBit, "a text"_L1},
        {ListBit, "a list"_L1},
        {ObjectBit, "an object"_L1},
        {ExpressionBit, "an expression after \"&\""_L1},
    }};
    QStringList words;
    for (const auto &[bit, word] : kWords) {
        if (types & bit)
            words.append(word);
    }
    return words.join(u" or "_s);
}

// --- nodes --------------------------------------------------------------------------------------------------------------------

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

// --- reading ------------------------------------------------------------------------------------------------------------------

enum class Token : quint8 {
    End, Name, QuotedName, Literal, Number, Dot, Star, Flatten, FilterOpen, Open, Close, ParenOpen, ParenClose, BraceOpen, BraceClose, Comma, Colon, Current,
    Reference, Pipe, Or, And, Not, Equal, Unequal, Less, LessEqual, Greater, GreaterEqual,
};

struct Lexeme
{
    Token token = Token::End;
    qsizetype at = 0;
    QByteArray text;
    Json value;
    qint64 number = 0;
};

/// How strongly a token binds what stands left of it.
constexpr int strength(Token token)
{
    switch (token) {
    case Token::Pipe:
        return 1;
    case Token::Or:
        return 2;
    case Token::And:
        return 3;
    case Token::Equal:
    case Token::Unequal:
    case Token::Less:
    case Token::LessEqual:
    case Token::Greater:
    case Token::GreaterEqual:
        return 5;
    case Token::Flatten:
        return 9;
    case Token::Star:
        return 20;
    case Token::FilterOpen:
        return 21;
    case Token::Dot:
        return 40;
    case Token::Not:
        return 45;
    case Token::BraceOpen:
        return 50;
    case Token::Open:
        return 55;
    case Token::ParenOpen:
        return 60;
    default:
        return 0;
    }
}

constexpr int kProjectionEnds = 10; // what binds less than this ends a projection's right side

struct SyntaxError
{
    qsizetype at = 0;
    QString message;
};

class Lexer
{
public:
    explicit Lexer(QByteArrayView text)
        : m_text(text)
    {}

    std::expected<std::vector<Lexeme>, SyntaxError> read()
    {
        std::vector<Lexeme> lexemes;
        while (true) {
            while (m_at < m_text.size() && QByteArrayView(" \t\r\n").contains(m_text[m_at]))
                ++m_at;
            Lexeme lexeme;
            lexeme.at = m_at;
            if (m_at < m_text.size() && !next(lexeme))
                return std::unexpected(m_error);
            lexemes.push_back(lexeme);
            if (lexeme.token == Token::End)
                return lexemes;
        }
    }

private:
    bool next(Lexeme &lexeme)
    {
        const char c = m_text[m_at];
        if (isLetter(c)) {
            qsizetype end = m_at + 1;
            while (end < m_text.size() && (isLetter(m_text[end]) || isDigit(m_text[end])))
                ++end;
            lexeme.token = Token::Name;
            lexeme.text = take(end);
            return true;
        }
        if (isDigit(c) || c == '-')
            return number(lexeme);
        switch (c) {
        case '"':
            return quotedName(lexeme);
        case '\'':
            return rawText(lexeme);
        case '`':
            return literal(lexeme);
        default:
            return sign(lexeme);
        }
    }

    bool sign(Lexeme &lexeme)
    {
        // Longer ones first.
        static constexpr std::array<std::pair<QByteArrayView, Token>, 24> kSigns = {{
            {"[]", Token::Flatten}, {"[?", Token::FilterOpen}, {"||", Token::Or}, {"&&", Token::And}, {"==", Token::Equal}, {"!=", Token::Unequal},
            {"<=", Token::LessEqual}, {">=", Token::GreaterEqual}, {"<", Token::Less}, {">", Token::Greater}, {"|", Token::Pipe}, {"!", Token::Not},
            {"&", Token::Reference}, {".", Token::Dot}, {"*", Token::Star}, {"[", Token::Open}, {"]", Token::Close}, {"(", Token::ParenOpen},
            {")", Token::ParenClose}, {"{", Token::BraceOpen}, {"}", Token::BraceClose}, {",", Token::Comma}, {":", Token::Colon}, {"@", Token::Current},
        }};
        for (const auto &[text, token] : kSigns) {
            if (m_text.sliced(m_at).startsWith(text)) {
                lexeme.token = token;
                m_at += text.size();
                return true;
            }
        }
        return wrong(m_text[m_at] == '=' ? u"a comparison is written \"==\""_s : u"this sign means nothing here"_s);
    }

    bool number(Lexeme &lexeme)
    {
        qsizetype end = m_at + 1;
        while (end < m_text.size() && isDigit(m_text[end]))
            ++end;
        lexeme.token = Token::Number;
        const QByteArrayView digits = m_text.sliced(m_at, end - m_at);
        const auto read = std::from_chars(digits.begin(), digits.end(), lexeme.number);
        if (read.ec != std::errc() || read.ptr != digits.end())
            return wrong(u"a position is a whole number of at most 64 bits; other numbers stand between backticks"_s);
        m_at = end;
        return true;
    }

    bool quotedName(Lexeme &lexeme)
    {
        const qsizetype end = closing('"');
        if (end < 0)
            return wrong(u"the closing quote is missing"_s);
        const auto name = Json::parse(m_text.sliced(m_at, end + 1 - m_at));
        if (!name)
            return wrong(u"a name in quotes is written like a JSON string"_s);
        lexeme.token = Token::QuotedName;
        lexeme.text = name->utf8().toByteArray();
        m_at = end + 1;
        return true;
    }

    bool rawText(Lexeme &lexeme)
    {
        const qsizetype end = closing('\'');
        if (end < 0)
            return wrong(u"the closing quote is missing"_s);
        lexeme.token = Token::Literal;
        lexeme.value = Json(m_text.sliced(m_at + 1, end - m_at - 1).toByteArray().replace("\\'", "'"));
        m_at = end + 1;
        return true;
    }

    bool literal(Lexeme &lexeme)
    {
        const qsizetype end = closing('`');
        if (end < 0)
            return wrong(u"the closing backtick is missing"_s);
        auto value = Json::parse(m_text.sliced(m_at + 1, end - m_at - 1).toByteArray().replace("\\`", "`"));
        if (!value)
            return wrong(u"between backticks stands JSON"_s);
        lexeme.token = Token::Literal;
        lexeme.value = *value;
        m_at = end + 1;
        return true;
    }

    /// Where the sign that opens here closes; a backslash takes the sign after it along.
    [[nodiscard]] qsizetype closing(char sign) const
    {
        for (qsizetype i = m_at + 1; i < m_text.size(); ++i) {
            if (m_text[i] == sign)
                return i;
            if (m_text[i] == '\\')
                ++i;
        }
        return -1;
    }

    QByteArray take(qsizetype end)
    {
        const QByteArray taken = m_text.sliced(m_at, end - m_at).toByteArray();
        m_at = end;
        return taken;
    }

    bool wrong(const QString &message)
    {
        m_error = {m_at, message};
        return false;
    }

    static bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
    static bool isDigit(char c) { return c >= '0' && c <= '9'; }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    SyntaxError m_error;
};

/// Top down by precedence (Pratt), as the specification's own reading goes. Functions give a node's position; -1 after an error.
class Parser
{
public:
    Parser(std::vector<Lexeme> lexemes, std::vector<Node> &nodes)
        : m_lexemes(std::move(lexemes))
        , m_nodes(nodes)
    {}

    std::expected<int, SyntaxError> parse()
    {
        const int root = expression(0);
        if (!m_error && token() != Token::End)
            wrong(u"the expression is over here, and something follows"_s);
        if (!m_error && m_nodes[static_cast<std::size_t>(root)].kind == Kind::Reference)
            wrong(u"\"&\" stands only before an argument of a function"_s);
        if (m_error)
            return std::unexpected(*m_error);
        return root;
    }

private:
    [[nodiscard]] const Lexeme &lexeme(std::size_t ahead = 0) const { return m_lexemes[std::min(m_at + ahead, m_lexemes.size() - 1)]; }
    [[nodiscard]] Token token(std::size_t ahead = 0) const { return lexeme(ahead).token; }

    int wrong(const QString &message)
    {
        if (!m_error)
            m_error = {lexeme().at, message};
        return -1;
    }

    bool take(Token expected, QLatin1StringView sign)
    {
        if (m_error || token() != expected) {
            wrong(u"\"%1\" is missing here"_s.arg(sign));
            return false;
        }
        ++m_at;
        return true;
    }

    int add(Node node)
    {
        if (m_error)
            return -1;
        for (const int child : {node.left, node.right, node.condition})
            node.depth = std::max(node.depth, child < 0 ? 1 : m_nodes[static_cast<std::size_t>(child)].depth + 1);
        for (const int child : node.children)
            node.depth = std::max(node.depth, child < 0 ? 1 : m_nodes[static_cast<std::size_t>(child)].depth + 1);
        if (node.depth > kDeepest)
            return wrong(u"the expression nests deeper than %1 levels"_s.arg(kDeepest));
        m_nodes.push_back(std::move(node));
        return static_cast<int>(m_nodes.size() - 1);
    }

    int add(Kind kind, int left = -1, int right = -1)
    {
        Node node;
        node.kind = kind;
        node.left = left;
        node.right = right;
        return add(std::move(node));
    }

    int addCurrent() { return add(Kind::Current); }

    int expression(int binding)
    {
        if (++m_nested > kDeepest)
            wrong(u"the expression nests deeper than %1 levels"_s.arg(kDeepest));
        int left = m_error ? -1 : first();
        while (!m_error && binding < strength(token()))
            left = further(left);
        --m_nested;
        return left;
    }

    int first()
    {
        const Lexeme at = lexeme();
        ++m_at;
        switch (at.token) {
        case Token::Literal: {
            Node node;
            node.kind = Kind::Literal;
            node.value = at.value;
            return add(std::move(node));
        }
        case Token::Name:
            return token() == Token::ParenOpen ? function(at) : field(at.text);
        case Token::QuotedName:
            if (token() == Token::ParenOpen)
                return wrong(u"a function's name stands without quotes"_s);
            return field(at.text);
        case Token::Current:
            return addCurrent();
        case Token::Star: {
            const int left = addCurrent();
            return add(Kind::ProjectValues, left, token() == Token::Close ? addCurrent() : projected(strength(Token::Star)));
        }
        case Token::FilterOpen:
            return filter(addCurrent());
        case Token::Flatten: {
            const int left = add(Kind::Flatten, addCurrent());
            return add(Kind::Project, left, projected(strength(Token::Flatten)));
        }
        case Token::BraceOpen:
            return object();
        case Token::ParenOpen: {
            const int inner = expression(0);
            take(Token::ParenClose, ")"_L1);
            return inner;
        }
        case Token::Not:
            return add(Kind::Not, expression(strength(Token::Not)));
        case Token::Reference:
            return add(Kind::Reference, expression(0));
        case Token::Open:
            if (token() == Token::Number || token() == Token::Colon)
                return position(addCurrent());
            if (token() == Token::Star && token(1) == Token::Close) {
                m_at += 2;
                const int left = addCurrent();
                return add(Kind::Project, left, projected(strength(Token::Star)));
            }
            return list();
        default:
            --m_at;
            return wrong(at.token == Token::End ? u"the expression ends too early"_s : u"no expression begins like this"_s);
        }
    }

    int further(int left)
    {
        const Lexeme at = lexeme();
        ++m_at;
        switch (at.token) {
        case Token::Dot: {
            if (token() != Token::Star)
                return add(Kind::Chain, left, afterDot(strength(Token::Dot)));
            ++m_at;
            return add(Kind::ProjectValues, left, projected(strength(Token::Dot)));
        }
        case Token::Pipe:
            return add(Kind::Chain, left, expression(strength(Token::Pipe)));
        case Token::Or:
            return add(Kind::Or, left, expression(strength(Token::Or)));
        case Token::And:
            return add(Kind::And, left, expression(strength(Token::And)));
        case Token::Equal:
        case Token::Unequal:
        case Token::Less:
        case Token::LessEqual:
        case Token::Greater:
        case Token::GreaterEqual: {
            const auto offset = static_cast<int>(at.token) - static_cast<int>(Token::Equal);
            return add(static_cast<Kind>(static_cast<int>(Kind::Equal) + offset), left, expression(strength(at.token)));
        }
        case Token::FilterOpen:
            return filter(left);
        case Token::Flatten: {
            const int flat = add(Kind::Flatten, left);
            return add(Kind::Project, flat, projected(strength(Token::Flatten)));
        }
        case Token::Open:
            if (token() == Token::Number || token() == Token::Colon)
                return position(left);
            if (!take(Token::Star, "*"_L1) || !take(Token::Close, "]"_L1))
                return -1;
            return add(Kind::Project, left, projected(strength(Token::Star)));
        default:
            --m_at;
            return wrong(u"this cannot follow here"_s);
        }
    }

    int field(const QByteArray &name)
    {
        Node node;
        node.kind = Kind::Field;
        node.name = name;
        return add(std::move(node));
    }

    /// What is done with each item of a projection.
    int projected(int binding)
    {
        if (m_error || strength(token()) < kProjectionEnds)
            return addCurrent();
        if (token() == Token::Open || token() == Token::FilterOpen)
            return expression(binding);
        if (token() != Token::Dot)
            return wrong(u"this cannot follow here"_s);
        ++m_at;
        return afterDot(binding);
    }

    int afterDot(int binding)
    {
        switch (token()) {
        case Token::Name:
        case Token::QuotedName:
        case Token::Star:
            return expression(binding);
        case Token::Open:
            ++m_at;
            return list();
        case Token::BraceOpen:
            ++m_at;
            return object();
        default:
            return wrong(u"after \".\" comes a name, \"*\", a list or an object"_s);
        }
    }

    /// An index or a slice; "[" has been read.
    int position(int left)
    {
        Node node;
        node.left = -1;
        if (token() == Token::Number && token(1) == Token::Close) {
            node.kind = Kind::Index;
            node.numbers[0] = lexeme().number;
            m_at += 2;
            const int index = add(std::move(node));
            return add(Kind::Chain, left, index);
        }
        node.kind = Kind::Slice;
        std::size_t part = 0;
        while (!m_error && token() != Token::Close) {
            if (token() == Token::Colon) {
                if (++part > 2)
                    return wrong(u"a slice has at most three numbers"_s);
            } else if (token() == Token::Number && !node.numbers[part]) {
                node.numbers[part] = lexeme().number;
            } else {
                return wrong(u"a position or slice is written with numbers and \":\""_s);
            }
            ++m_at;
        }
        ++m_at;
        if (node.numbers[2] == 0)
            return wrong(u"the step of a slice cannot be 0"_s);
        const int slice = add(std::move(node));
        const int sliced = add(Kind::Chain, left, slice);
        return add(Kind::Project, sliced, projected(strength(Token::Star)));
    }

    int filter(int left)
    {
        Node node;
        node.kind = Kind::Filter;
        node.left = left;
        node.condition = expression(0);
        if (!take(Token::Close, "]"_L1))
            return -1;
        node.right = token() == Token::Flatten ? addCurrent() : projected(strength(Token::FilterOpen));
        return add(std::move(node));
    }

    int list()
    {
        Node node;
        node.kind = Kind::List;
        do {
            node.children.push_back(expression(0));
        } while (!m_error && token() == Token::Comma && ++m_at);
        take(Token::Close, "]"_L1);
        return add(std::move(node));
    }

    int object()
    {
        Node node;
        node.kind = Kind::Object;
        do {
            if (token() != Token::Name && token() != Token::QuotedName)
                return wrong(u"a name must come here"_s);
            node.keys.push_back(lexeme().text);
            ++m_at;
            if (!take(Token::Colon, ":"_L1))
                return -1;
            node.children.push_back(expression(0));
        } while (!m_error && token() == Token::Comma && ++m_at);
        take(Token::BraceClose, "}"_L1);
        return add(std::move(node));
    }

    int function(const Lexeme &name)
    {
        Node node;
        node.kind = Kind::Function;
        const auto known = std::ranges::find(kFunctions, QByteArrayView(name.text), &Function::name);
        if (known == kFunctions.end()) {
            --m_at;
            return wrong(u"there is no function \"%1\""_s.arg(QString::fromUtf8(name.text)));
        }
        node.function = &*known;
        ++m_at;
        if (token() != Token::ParenClose) {
            do {
                node.children.push_back(expression(0));
            } while (!m_error && token() == Token::Comma && ++m_at);
        }
        if (!take(Token::ParenClose, ")"_L1))
            return -1;
        return checkArguments(node) ? add(std::move(node)) : -1;
    }

    bool checkArguments(const Node &node)
    {
        const Function &function = *node.function;
        const std::size_t wanted = function.takes[1] ? 2 : 1;
        const QString name = QString::fromUtf8(function.name);
        if (function.takesMore ? node.children.size() < wanted : node.children.size() != wanted) {
            wrong(u"%1() takes %2 argument%3, not %4"_s.arg(name, function.takesMore ? u"at least %1"_s.arg(wanted) : QString::number(wanted),
                                                            wanted == 1 ? u""_s : u"s"_s, QString::number(node.children.size())));
            return false;
        }
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            const bool isReference = m_nodes[static_cast<std::size_t>(node.children[i])].kind == Kind::Reference;
            const bool mustBe = function.takes[std::min(i, wanted - 1)] & ExpressionBit;
            if (isReference != mustBe) {
                wrong(mustBe ? u"%1() takes an expression after \"&\" as argument %2"_s.arg(name).arg(i + 1)
                             : u"%1() takes a value as argument %2, not an expression after \"&\""_s.arg(name).arg(i + 1));
                return false;
            }
        }
        return true;
    }

    const std::vector<Lexeme> m_lexemes;
    std::size_t m_at = 0;
    int m_nested = 0;
    std::vector<Node> &m_nodes;
    std::optional<SyntaxError> m_error;
};

// --- evaluating ---------------------------------------------------------------------------------------------------------------

bool isTrue(const Json &value)
{
    switch (value.type()) {
    case Json::Type::Null:
        return false;
    case Json::Type::Bool:
        return value.toBool();
    case Json::Type::Number:
        return true;
    case Json::Type::String:
        return !value.utf8().isEmpty();
    default:
        return !value.isEmpty();
    }
}

std::optional<qint64> integer(const Json &number)
{
    const QByteArrayView literal = number.utf8();
    qint64 value = 0;
    const auto read = std::from_chars(literal.begin(), literal.end(), value);
    return read.ec == std::errc() && read.ptr == literal.end() ? std::optional(value) : std::nullopt;
}

std::strong_ordering compareNumbers(const Json &a, const Json &b)
{
    const auto integerA = integer(a);
    const auto integerB = integer(b);
    return integerA && integerB ? *integerA <=> *integerB : Decimal(a.utf8()) <=> Decimal(b.utf8());
}

/// Of two numbers or two texts; texts by code points, which UTF-8 orders as bytes.
bool isLess(const Json &a, const Json &b)
{
    if (a.isNumber())
        return compareNumbers(a, b) < 0;
    return std::ranges::lexicographical_compare(a.utf8(), b.utf8(), {}, [](char c) { return static_cast<unsigned char>(c); }, [](char c) { return static_cast<unsigned char>(c); });
}

Json whole(double value)
{
    return Json(value + 0.0); // no minus zero
}

class Evaluator
{
public:
    explicit Evaluator(const std::vector<Node> &nodes)
        : m_nodes(nodes)
    {}

    /// The value of a node. After a failure it means nothing, and all that goes on ends soon.
    Json value(int at, const Json &current)
    {
        const Node &node = m_nodes[static_cast<std::size_t>(at)];
        if (!work(1))
            return {};
        switch (node.kind) {
        case Kind::Current:
            return current;
        case Kind::Literal:
            return node.value;
        case Kind::Field:
            return current.value(node.name);
        case Kind::Index:
            return current.at(*node.numbers[0] < 0 ? current.size() + *node.numbers[0] : *node.numbers[0]);
        case Kind::Slice:
            return slice(node, current);
        case Kind::Chain:
            return value(node.right, value(node.left, current));
        case Kind::Project:
        case Kind::Filter:
            return project(node, value(node.left, current));
        case Kind::ProjectValues:
            return projectValues(node, value(node.left, current));
        case Kind::Flatten:
            return flatten(value(node.left, current));
        case Kind::Or: {
            Json left = value(node.left, current);
            return isTrue(left) ? left : value(node.right, current);
        }
        case Kind::And: {
            Json left = value(node.left, current);
            return isTrue(left) ? value(node.right, current) : left;
        }
        case Kind::Not:
            return Json(!isTrue(value(node.left, current)));
        case Kind::List:
        case Kind::Object:
            return made(node, current);
        case Kind::Function:
            return called(node, current);
        case Kind::Reference:
            return {};
        default:
            return compared(node.kind, value(node.left, current), value(node.right, current));
        }
    }

    /// Counts the nodes and bytes of a value as work; false where that runs out, or where it nests too deep.
    bool weigh(const Json &value, int level = 0)
    {
        if (level >= kDeepestValue && (value.isArray() || value.isObject()))
            return failed(u"the value nests deeper than %1 levels"_s.arg(kDeepestValue));
        if (!work(1 + value.utf8().size() / 16))
            return false;
        return std::ranges::all_of(value.items(), [&](const Json &item) { return weigh(item, level + 1); })
            && std::ranges::all_of(value.members(), [&](const JsonMember &member) { return work(member.key.size() / 16) && weigh(member.value, level + 1); });
    }

    [[nodiscard]] const QString &failure() const { return m_failure; }

private:
    bool failed(const QString &message)
    {
        if (m_failure.isEmpty())
            m_failure = message;
        return false;
    }

    bool work(qint64 steps)
    {
        m_work += steps;
        return (m_failure.isEmpty() && m_work <= kMostWork) || failed(u"the expression asks for too much work on this value"_s);
    }

    Json slice(const Node &node, const Json &list)
    {
        if (!list.isArray() || list.isEmpty())
            return list.isArray() ? Json::array() : Json();
        const qint64 size = list.size();
        const qint64 step = node.numbers[2].value_or(1);
        const qint64 low = step > 0 ? 0 : -1;
        const qint64 high = step > 0 ? size : size - 1;
        const auto bound = [&](std::optional<qint64> given, qint64 usual) {
            if (!given)
                return usual;
            return std::clamp(*given < 0 ? std::max(*given, -size - 1) + size : *given, low, high);
        };
        const qint64 from = bound(node.numbers[0], step > 0 ? low : high);
        const qint64 to = bound(node.numbers[1], step > 0 ? high : low);
        Json cut = Json::array();
        const qint64 stride = std::clamp(step, -size - 1, size + 1);
        for (qint64 i = from; (step > 0 ? i < to : i > to) && work(1); i += stride)
            cut.append(list.at(i));
        return cut;
    }

    void collect(const Node &node, const Json &item, Json &into)
    {
        if (node.kind == Kind::Filter && !isTrue(value(node.condition, item)))
            return;
        const Json result = value(node.right, item);
        if (!result.isNull())
            into.append(result);
    }

    Json project(const Node &node, const Json &list)
    {
        if (!list.isArray())
            return {};
        Json results = Json::array();
        for (const Json &item : list.items()) {
            if (!m_failure.isEmpty())
                break;
            collect(node, item, results);
        }
        return results;
    }

    Json projectValues(const Node &node, const Json &object)
    {
        if (!object.isObject())
            return {};
        Json results = Json::array();
        for (const JsonMember &member : object.members()) {
            if (!m_failure.isEmpty())
                break;
            collect(node, member.value, results);
        }
        return results;
    }

    Json flatten(const Json &list)
    {
        if (!list.isArray())
            return {};
        Json flat = Json::array();
        for (const Json &item : list.items()) {
            if (!work(1 + item.items().size()))
                break;
            if (!item.isArray())
                flat.append(item);
            for (const Json &inner : item.items())
                flat.append(inner);
        }
        return flat;
    }

    Json made(const Node &node, const Json &current)
    {
        if (current.isNull())
            return {};
        Json result = node.kind == Kind::List ? Json::array() : Json::object();
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            const Json child = value(node.children[i], current);
            if (node.kind == Kind::List)
                result.append(child);
            else
                result.insert(node.keys[i], child);
        }
        return result;
    }

    Json compared(Kind kind, const Json &a, const Json &b)
    {
        if (kind == Kind::Equal || kind == Kind::Unequal)
            return Json(equal(a, b) == (kind == Kind::Equal));
        if (!a.isNumber() || !b.isNumber())
            return {};
        const std::strong_ordering order = compareNumbers(a, b);
        switch (kind) {
        case Kind::Less:
            return Json(order < 0);
        case Kind::LessEqual:
            return Json(order <= 0);
        case Kind::Greater:
            return Json(order > 0);
        default:
            return Json(order >= 0);
        }
    }

    bool equal(const Json &a, const Json &b)
    {
        if (a.type() != b.type())
            return false;
        return weigh(a) && weigh(b) && a.isEquivalent(b);
    }

    // --- functions ------------------------------------------------------------------------------------------------------------

    Json called(const Node &node, const Json &current)
    {
        const Function &function = *node.function;
        std::vector<Json> given;
        for (std::size_t i = 0; i < node.children.size(); ++i) {
            const quint8 types = function.takes[std::min<std::size_t>(i, function.takes[1] ? 1 : 0)];
            given.push_back(value(node.children[i], current));
            if (!m_failure.isEmpty())
                return {};
            if (!(types & (ExpressionBit | typeBit(given.back()))))
                return wrongType(function, typeWords(types), given.back());
        }
        switch (function.call) {
        case Call::Map:
        case Call::MaxBy:
        case Call::MinBy:
        case Call::SortBy:
            return calledOnEach(node, given[function.call == Call::Map ? 1 : 0]);
        case Call::Avg:
        case Call::Max:
        case Call::Min:
        case Call::Sort:
        case Call::Sum:
            return calledOnList(function, given[0]);
        case Call::Contains:
        case Call::EndsWith:
        case Call::Join:
        case Call::Length:
        case Call::Reverse:
        case Call::StartsWith:
            return calledOnText(function, given);
        default:
            return calledOnValue(function, given);
        }
    }

    Json wrongType(const Function &function, const QString &expected, const Json &given)
    {
        failed(u"%1() takes %2, not %3"_s.arg(QString::fromUtf8(function.name), expected, typeWords(typeBit(given))));
        return {};
    }

    Json calledOnValue(const Function &function, const std::vector<Json> &given)
    {
        const Json &first = given[0];
        switch (function.call) {
        case Call::Abs:
            return first.utf8().startsWith('-') ? Json::number(first.utf8().sliced(1)) : first;
        case Call::Ceil:
            return integer(first) ? first : whole(std::ceil(first.toDouble()));
        case Call::Floor:
            return integer(first) ? first : whole(std::floor(first.toDouble()));
        case Call::Keys: {
            Json keys = Json::array();
            for (const JsonMember &member : first.members())
                keys.append(Json(member.key));
            return keys;
        }
        case Call::Values: {
            Json values = Json::array();
            for (const JsonMember &member : first.members())
                values.append(member.value);
            return values;
        }
        case Call::Merge: {
            Json merged = Json::object();
            for (const Json &object : given) {
                for (const JsonMember &member : object.members())
                    merged.insert(member.key, member.value);
            }
            return merged;
        }
        case Call::NotNull: {
            const auto found = std::ranges::find_if(given, [](const Json &value) { return !value.isNull(); });
            return found == given.end() ? Json() : *found;
        }
        case Call::ToArray:
            return first.isArray() ? first : Json::array({first});
        case Call::ToNumber:
            return first.isNumber() ? first : first.isString() ? Json::number(first.utf8()) : Json();
        case Call::ToString:
            return first.isString() || !weigh(first) ? first : Json(first.toBytes());
        default:
            return typeName(first);
        }
    }

    static Json typeName(const Json &value)
    {
        switch (value.type()) {
        case Json::Type::Bool:
            return "boolean";
        case Json::Type::Number:
            return "number";
        case Json::Type::String:
            return "string";
        case Json::Type::Array:
            return "array";
        case Json::Type::Object:
            return "object";
        default:
            return "null";
        }
    }

    Json calledOnText(const Function &function, const std::vector<Json> &given)
    {
        const Json &first = given[0];
        switch (function.call) {
        case Call::Contains:
            if (first.isString())
                return Json(given[1].isString() && first.utf8().contains(given[1].utf8()));
            return Json(std::ranges::any_of(first.items(), [&](const Json &item) { return equal(item, given[1]); }));
        case Call::StartsWith:
            return Json(first.utf8().startsWith(given[1].utf8()));
        case Call::EndsWith:
            return Json(first.utf8().endsWith(given[1].utf8()));
        case Call::Length:
            if (first.isString())
                return Json(std::ranges::count_if(first.utf8(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
            return Json(first.size());
        case Call::Reverse:
            return reversed(first);
        default:
            return joined(function, first.utf8(), given[1]);
        }
    }

    Json joined(const Function &function, QByteArrayView separator, const Json &list)
    {
        QByteArray text;
        bool isFirst = true;
        for (const Json &item : list.items()) {
            if (!item.isString())
                return wrongType(function, u"a list of texts"_s, item);
            if (!work(1 + (separator.size() + item.utf8().size()) / 16))
                return {};
            if (!isFirst)
                text += separator;
            isFirst = false;
            text += item.utf8();
        }
        return Json(text);
    }

    static Json reversed(const Json &value)
    {
        if (value.isArray()) {
            Json list = Json::array();
            for (qsizetype i = value.size(); i-- > 0;)
                list.append(value.at(i));
            return list;
        }
        const QByteArrayView text = value.utf8();
        QByteArray turned;
        turned.reserve(text.size());
        for (qsizetype end = text.size(); end > 0;) {
            qsizetype from = end - 1;
            while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xc0) == 0x80)
                --from;
            turned += text.sliced(from, end - from);
            end = from;
        }
        return Json(turned);
    }

    /// True where all are numbers, or all are texts.
    bool areComparable(const Function &function, std::span<const Json> values)
    {
        for (const Json &value : values) {
            if (!work(1))
                return false;
            const bool fits = (value.isNumber() || value.isString()) && value.type() == values.front().type();
            if (!fits) {
                wrongType(function, u"numbers alone or texts alone"_s, value);
                return false;
            }
        }
        return true;
    }

    Json calledOnList(const Function &function, const Json &list)
    {
        if (function.call == Call::Sum || function.call == Call::Avg)
            return added(function, list);
        if (!areComparable(function, list.items()))
            return {};
        if (function.call == Call::Sort) {
            std::vector<Json> sorted(list.items().begin(), list.items().end());
            std::ranges::stable_sort(sorted, isLess);
            Json result = Json::array();
            for (const Json &item : sorted)
                result.append(item);
            return result;
        }
        if (list.isEmpty())
            return {};
        return function.call == Call::Max ? *std::ranges::max_element(list.items(), isLess) : *std::ranges::min_element(list.items(), isLess);
    }

    Json added(const Function &function, const Json &list)
    {
        double sum = 0;
        qint64 integers = 0;
        bool areIntegers = true;
        for (const Json &item : list.items()) {
            if (!item.isNumber())
                return wrongType(function, u"a list of numbers"_s, item);
            if (!work(1))
                return {};
            const auto next = integer(item);
            areIntegers = areIntegers && next && !__builtin_add_overflow(integers, *next, &integers);
            sum += item.toDouble();
        }
        if (function.call == Call::Sum)
            return areIntegers ? Json(integers) : Json(sum);
        return list.isEmpty() ? Json() : Json(sum / static_cast<double>(list.size()));
    }

    Json calledOnEach(const Node &node, const Json &list)
    {
        const Function &function = *node.function;
        const int reference = m_nodes[static_cast<std::size_t>(node.children[function.call == Call::Map ? 0 : 1])].left;
        std::vector<Json> keys;
        for (const Json &item : list.items()) {
            keys.push_back(value(reference, item));
            if (!m_failure.isEmpty())
                return {};
        }
        if (function.call == Call::Map) {
            Json results = Json::array();
            for (const Json &key : keys)
                results.append(key);
            return results;
        }
        if (!areComparable(function, keys))
            return {};
        std::vector<std::size_t> order(keys.size());
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = i;
        const auto byKey = [&](std::size_t a, std::size_t b) { return isLess(keys[a], keys[b]); };
        if (function.call == Call::SortBy) {
            std::ranges::stable_sort(order, byKey);
            Json sorted = Json::array();
            for (const std::size_t i : order)
                sorted.append(list.at(static_cast<qsizetype>(i)));
            return sorted;
        }
        if (order.empty())
            return {};
        const auto best = function.call == Call::MaxBy ? std::ranges::max_element(order, byKey) : std::ranges::min_element(order, byKey);
        return list.at(static_cast<qsizetype>(*best));
    }

    const std::vector<Node> &m_nodes;
    qint64 m_work = 0;
    QString m_failure;
};

} // namespace

struct JmesPath::Compiled
{
    std::vector<Node> nodes;
    int root = -1;
    QString text;
};

Result<JmesPath> JmesPath::compile(QStringView expression)
{
    const QByteArray utf8 = expression.toUtf8();
    if (utf8.size() > kLongest)
        return fail(ErrorCode::ExpressionInvalid, u"the expression is longer than %1 bytes"_s.arg(kLongest));
    auto compiled = std::make_shared<Compiled>();
    compiled->text = expression.toString();
    const auto root = Lexer(utf8).read().and_then([&](std::vector<Lexeme> lexemes) { return Parser(std::move(lexemes), compiled->nodes).parse(); });
    if (!root) {
        const qsizetype column = QString::fromUtf8(QByteArrayView(utf8).first(root.error().at)).size() + 1;
        return fail(ErrorCode::ExpressionInvalid, u"\"%1\", column %2: %3"_s.arg(compiled->text, QString::number(column), root.error().message),
                    Json::object({{"expression", expression}, {"column", column}}));
    }
    compiled->root = *root;
    JmesPath path;
    path.m_compiled = std::move(compiled);
    return path;
}

Result<Json> JmesPath::evaluate(const Json &document) const
{
    if (!m_compiled)
        return Json();
    Evaluator evaluator(m_compiled->nodes);
    Json value = evaluator.value(m_compiled->root, document);
    if (evaluator.failure().isEmpty() && (value.isArray() || value.isObject()))
        evaluator.weigh(value);
    if (!evaluator.failure().isEmpty())
        return fail(ErrorCode::ExpressionInvalid, u"\"%1\": %2"_s.arg(m_compiled->text, evaluator.failure()), Json::object({{"expression", m_compiled->text}}));
    return value;
}

} // namespace Millrace
