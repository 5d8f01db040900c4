// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The specification's grammar, read by precedence (Pratt). A node knows how deep it nests, so that neither reading nor evaluating an
// expression ends the stack, however it is written.

#include "sdk/jmespathsyntax_p.h"

#include "sdk/error.h"

#include <algorithm>
#include <charconv>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace::JmesPathSyntax {

namespace {

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

enum class Token : quint8 {
    End,
    Name,
    QuotedName,
    Literal,
    Number,
    Dot,
    Star,
    Flatten,
    FilterOpen,
    Open,
    Close,
    ParenOpen,
    ParenClose,
    BraceOpen,
    BraceClose,
    Comma,
    Colon,
    Current,
    Reference,
    Pipe,
    Or,
    And,
    Not,
    Equal,
    Unequal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
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
            {"[]", Token::Flatten},   {"[?", Token::FilterOpen}, {"||", Token::Or},           {"&&", Token::And},       {"==", Token::Equal},
            {"!=", Token::Unequal},   {"<=", Token::LessEqual},  {">=", Token::GreaterEqual}, {"<", Token::Less},       {">", Token::Greater},
            {"|", Token::Pipe},       {"!", Token::Not},         {"&", Token::Reference},     {".", Token::Dot},        {"*", Token::Star},
            {"[", Token::Open},       {"]", Token::Close},       {"(", Token::ParenOpen},     {")", Token::ParenClose}, {"{", Token::BraceOpen},
            {"}", Token::BraceClose}, {",", Token::Comma},       {":", Token::Colon},         {"@", Token::Current},
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

} // namespace

std::expected<int, SyntaxError> parse(QByteArrayView expression, std::vector<Node> &nodes)
{
    return Lexer(expression).read().and_then([&](std::vector<Lexeme> lexemes) { return Parser(std::move(lexemes), nodes).parse(); });
}

} // namespace Millrace::JmesPathSyntax
