// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A machine that reads JSON byte by byte
//
// Its whole memory is State, the levels that are open, and a few counters, so that a text may be cut anywhere, inside a character or an
// escape too. Runs of plain characters and blanks are passed over in tight loops; all else is one step a byte.
//
// 1. Between two bytes the state says what may come next; what does not fit is an error at that byte.
// 2. Strings are checked as UTF-8 while they pass: after a first byte, m_rest bytes must follow, the next one within [m_low, m_high].
// 3. A key is hashed as it is meant, unescaped. Hashes have a seed of their own in every checker, so no text is made to collide.
// 4. A number has no end of its own: the byte after it ends it and is read again as what follows a value.

#include "sdk/jsonstream.h"

#include "sdk/json_p.h"

#include <QRandomGenerator>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::size_t kMostLevels = kMostJsonLevels;
constexpr qsizetype kFoldedKey = 64 * 1024;
constexpr std::size_t kFew = 16;

/// The hashes of one object's keys.
class KeySet
{
public:
    /// False where it is there already.
    bool insert(quint64 hash)
    {
        hash = std::max<quint64>(hash, 1); // zero is an empty slot
        if (m_table.empty()) {
            if (std::ranges::contains(m_few, hash))
                return false;
            m_few.push_back(hash);
            if (m_few.size() > kFew)
                grow(4 * kFew);
            return true;
        }
        if (!place(hash))
            return false;
        if (++m_count * 5 > m_table.size() * 4)
            grow(m_table.size() * 2);
        return true;
    }

    void clear()
    {
        m_few.clear();
        m_table = {};
        m_count = 0;
    }

private:
    bool place(quint64 hash)
    {
        const std::size_t mask = m_table.size() - 1;
        for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
            if (m_table[i] == hash)
                return false;
            if (m_table[i] == 0) {
                m_table[i] = hash;
                return true;
            }
        }
    }

    void grow(std::size_t size)
    {
        const std::vector<quint64> old = std::exchange(m_table, std::vector<quint64>(size));
        for (const quint64 hash : old) {
            if (hash != 0)
                place(hash);
        }
        for (const quint64 hash : m_few) {
            place(hash);
            ++m_count;
        }
        m_few.clear();
    }

    std::vector<quint64> m_few;
    std::vector<quint64> m_table; ///< a power of two, by linear probing
    std::size_t m_count = 0;
};

struct Level
{
    bool isObject = false;
    qint64 index = 0; ///< of the item that is read
    QByteArray key; ///< of the member that is read
    KeySet keys;
};

bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

class JsonStreamChecker::Machine
{
public:
    explicit Machine(Duplicates duplicates)
        : m_duplicates(duplicates)
    {}

    Result<void> feed(QByteArrayView chunk)
    {
        for (qsizetype i = 0; i < chunk.size() && !m_error;)
            i += step(chunk.sliced(i));
        return m_error ? Result<void>(std::unexpected(*m_error)) : Result<void>();
    }

    Result<JsonShape> finish()
    {
        if (!m_error && isInNumber())
            endNumber();
        if (!m_error && m_state != State::End)
            refuse(ErrorCode::JsonSyntax, u"the text ends too early"_s);
        if (m_error)
            return std::unexpected(*m_error);
        m_shape.size = m_offset;
        return m_shape;
    }

private:
    enum class State : quint8 {
        Value, ///< a value must come
        FirstItem, ///< a value or "]"
        FirstKey, ///< a key or "}"
        Key,
        Colon,
        AfterValue, ///< "," or the end of the level
        End, ///< the text is whole; only blanks may follow
        Text,
        Escape,
        Hex,
        LowSurrogate, ///< the "\" of a second half
        LowSurrogateU,
        Word,
        Minus,
        Zero,
        Whole,
        Point,
        Fraction,
        Exponent,
        ExponentSign,
        ExponentDigits,
    };

    /// Reads at least one byte and says how many.
    qsizetype step(QByteArrayView text)
    {
        if (m_state == State::Text)
            return stepText(text);
        const char c = text.front();
        if (m_state <= State::End && isBlank(c))
            return skipBlanks(text);
        switch (m_state) {
        case State::Value:
            beginValue(c);
            break;
        case State::FirstItem:
            c == ']' ? close() : beginValue(c);
            break;
        case State::FirstKey:
            c == '}' ? close() : beginKey(c);
            break;
        case State::Key:
            beginKey(c);
            break;
        case State::Colon:
            expect(c == ':', State::Value, u"a \":\" must follow the key"_s);
            break;
        case State::AfterValue:
            afterValue(c);
            break;
        case State::End:
            refuse(ErrorCode::JsonSyntax, u"something follows the value"_s);
            break;
        case State::Escape:
            escape(c);
            break;
        case State::Hex:
            hex(c);
            break;
        case State::LowSurrogate:
            expect(c == '\\', State::LowSurrogateU, {}, ErrorCode::JsonEncoding);
            break;
        case State::LowSurrogateU:
            expect(c == 'u', State::Hex, {}, ErrorCode::JsonEncoding);
            break;
        case State::Word:
            word(c);
            break;
        default:
            if (!number(c))
                return 0; // the number ended before this byte
            break;
        }
        if (!m_error)
            ++m_offset;
        return 1;
    }

    // --- between values -------------------------------------------------------------------------------------------------------

    qsizetype skipBlanks(QByteArrayView text)
    {
        qsizetype i = 0;
        for (; i < text.size() && isBlank(text[i]); ++i) {
            if (text[i] == '\n') {
                ++m_line;
                m_lineStart = m_offset + i + 1;
            }
        }
        m_offset += i;
        return i;
    }

    void beginValue(char c)
    {
        if (m_depth == 1)
            m_from = m_offset;
        switch (c) {
        case '{':
            open(true);
            return;
        case '[':
            open(false);
            return;
        case '"':
            note(Json::Type::String);
            m_isKey = false;
            m_state = State::Text;
            return;
        case 't':
            note(Json::Type::Bool);
            m_word = "rue";
            m_state = State::Word;
            return;
        case 'f':
            note(Json::Type::Bool);
            m_word = "alse";
            m_state = State::Word;
            return;
        case 'n':
            note(Json::Type::Null);
            m_word = "ull";
            m_state = State::Word;
            return;
        default:
            if (m_offset == 0 && static_cast<unsigned char>(c) >= 0x80) {
                const bool isMark = static_cast<unsigned char>(c) == 0xef;
                refuse(ErrorCode::JsonEncoding, isMark ? u"a byte order mark must not stand before the value"_s : u"the text is not UTF-8"_s);
                return;
            }
            if (c != '-' && !isDigit(c)) {
                refuse(ErrorCode::JsonSyntax, u"no value begins like this"_s);
                return;
            }
            note(Json::Type::Number);
            m_state = c == '-' ? State::Minus : c == '0' ? State::Zero : State::Whole;
        }
    }

    void note(Json::Type type)
    {
        if (m_depth == 0)
            m_shape.type = type;
    }

    void open(bool isObject)
    {
        if (m_depth >= kMostLevels) {
            refuse(ErrorCode::JsonDepth, u"more than %1 levels"_s.arg(kMostLevels));
            return;
        }
        note(isObject ? Json::Type::Object : Json::Type::Array);
        if (m_levels.size() == m_depth)
            m_levels.emplace_back();
        Level &level = m_levels[m_depth++];
        level.isObject = isObject;
        level.index = 0;
        m_state = isObject ? State::FirstKey : State::FirstItem;
    }

    void close()
    {
        top().keys.clear();
        --m_depth;
        endValue(m_offset + 1);
    }

    /// A value is over; `to` is the offset after its last byte.
    void endValue(qint64 to)
    {
        m_state = m_depth == 0 ? State::End : State::AfterValue;
        if (m_depth != 1 || !top().isObject)
            return;
        if (m_shape.members.size() == JsonShape::kMostMembers || m_isKeyFolded)
            m_shape.hasAllMembers = false;
        else
            m_shape.members.append({top().key, m_from, to});
    }

    void afterValue(char c)
    {
        if (c == ',') {
            ++top().index;
            m_state = top().isObject ? State::Key : State::Value;
        } else if (c == (top().isObject ? '}' : ']')) {
            close();
        } else {
            refuse(ErrorCode::JsonSyntax, top().isObject ? u"\",\" or \"}\" must follow the value"_s : u"\",\" or \"]\" must follow the value"_s);
        }
    }

    void beginKey(char c)
    {
        if (c != '"') {
            refuse(ErrorCode::JsonSyntax, u"a key in double quotes must come here"_s);
            return;
        }
        m_isKey = true;
        m_state = State::Text;
        m_keyStart = m_offset;
        m_hash = m_seed;
        top().key.resize(0);
        m_isKeyFoldedNow = false;
    }

    void endKey()
    {
        m_state = State::Colon;
        const QByteArray &key = top().key;
        const quint64 hash = jsonKeyHash(key, m_hash);
        if (m_depth == 1)
            m_isKeyFolded = m_isKeyFoldedNow;
        if (m_duplicates == Duplicates::Keep || top().keys.insert(hash))
            return;
        const QByteArray path = pointer();
        m_offset = m_keyStart;
        refuse(ErrorCode::JsonDuplicateKey, u"%1: the key stands there twice"_s.arg(QString::fromUtf8(path)));
        m_error->detail.insert("path", path);
    }

    // --- texts ----------------------------------------------------------------------------------------------------------------

    qsizetype stepText(QByteArrayView text)
    {
        const qsizetype plain = plainLength(text);
        keep(text.first(plain));
        m_offset += plain;
        if (plain == text.size() || m_error)
            return plain;
        const char c = text[plain];
        if (m_rest > 0 || static_cast<unsigned char>(c) >= 0x80) {
            refuse(ErrorCode::JsonEncoding, u"the text is not valid UTF-8"_s);
        } else if (c == '\\') {
            m_state = State::Escape;
        } else if (c != '"') {
            refuse(ErrorCode::JsonSyntax, u"a control character must be escaped"_s);
        } else if (m_isKey) {
            endKey();
        } else {
            endValue(m_offset + 1);
        }
        if (!m_error)
            ++m_offset;
        return plain + 1;
    }

    /// How many bytes from here are characters that stand for themselves, whole or cut at the end of the piece.
    qsizetype plainLength(QByteArrayView text)
    {
        qsizetype i = 0;
        for (; i < text.size(); ++i) {
            const auto c = static_cast<unsigned char>(text[i]);
            if (m_rest > 0) {
                if (c < m_low || c > m_high)
                    return i;
                --m_rest;
                m_low = 0x80;
                m_high = 0xbf;
            } else if (c >= 0x80) {
                if (!beginCharacter(c))
                    return i;
            } else if (c < 0x20 || c == '"' || c == '\\') {
                return i;
            }
        }
        return i;
    }

    /// RFC 3629's table: what may follow the first byte of a character.
    bool beginCharacter(unsigned char c)
    {
        m_low = 0x80;
        m_high = 0xbf;
        if (c >= 0xc2 && c <= 0xdf) {
            m_rest = 1;
        } else if (c >= 0xe0 && c <= 0xef) {
            m_rest = 2;
            m_low = c == 0xe0 ? 0xa0 : 0x80;
            m_high = c == 0xed ? 0x9f : 0xbf;
        } else if (c >= 0xf0 && c <= 0xf4) {
            m_rest = 3;
            m_low = c == 0xf0 ? 0x90 : 0x80;
            m_high = c == 0xf4 ? 0x8f : 0xbf;
        } else {
            return false;
        }
        return true;
    }

    /// Takes bytes into the key. Long ones are folded into the hash at fixed lengths, wherever the pieces of text are cut.
    void keep(QByteArrayView bytes)
    {
        if (!m_isKey)
            return;
        QByteArray &key = top().key;
        while (key.size() + bytes.size() >= kFoldedKey) {
            const qsizetype part = kFoldedKey - key.size();
            key.append(bytes.first(part));
            bytes = bytes.sliced(part);
            m_hash = jsonKeyHash(key, m_hash);
            key.resize(0);
            m_isKeyFoldedNow = true;
        }
        key.append(bytes);
    }

    void keep(char32_t character)
    {
        if (m_isKey)
            keep(QString::fromUcs4(&character, 1).toUtf8());
    }

    void escape(char c)
    {
        static constexpr QByteArrayView kNames = "\"\\/bfnrt";
        static constexpr QByteArrayView kMeanings = "\"\\/\b\f\n\r\t";
        if (c == 'u') {
            m_state = State::Hex;
            m_hexDigits = 0;
            m_hex = 0;
            return;
        }
        const qsizetype at = kNames.indexOf(c);
        if (at < 0) {
            refuse(ErrorCode::JsonSyntax, u"there is no such escape"_s);
            return;
        }
        keep(kMeanings.sliced(at, 1));
        m_state = State::Text;
    }

    void hex(char c)
    {
        const int value = hexValue(c);
        if (value < 0) {
            refuse(ErrorCode::JsonSyntax, u"four hexadecimal digits must follow \"\\u\""_s);
            return;
        }
        m_hex = m_hex * 16 + static_cast<char32_t>(value);
        if (++m_hexDigits < 4)
            return;
        m_hexDigits = 0;
        const char32_t unit = std::exchange(m_hex, 0);
        if (m_highSurrogate != 0) {
            if (!QChar::isLowSurrogate(unit)) {
                refuse(ErrorCode::JsonEncoding, u"a surrogate stands alone"_s);
                return;
            }
            keep(QChar::surrogateToUcs4(static_cast<char16_t>(m_highSurrogate), static_cast<char16_t>(unit)));
            m_highSurrogate = 0;
            m_state = State::Text;
        } else if (QChar::isHighSurrogate(unit)) {
            m_highSurrogate = unit;
            m_state = State::LowSurrogate;
        } else if (QChar::isLowSurrogate(unit)) {
            refuse(ErrorCode::JsonEncoding, u"a surrogate stands alone"_s);
        } else {
            keep(unit);
            m_state = State::Text;
        }
    }

    // --- words and numbers ----------------------------------------------------------------------------------------------------

    void word(char c)
    {
        if (c != m_word.front()) {
            refuse(ErrorCode::JsonSyntax, u"only true, false and null stand without quotes"_s);
            return;
        }
        m_word = m_word.sliced(1);
        if (m_word.isEmpty())
            endValue(m_offset + 1);
    }

    [[nodiscard]] bool isInNumber() const { return m_state >= State::Minus; }

    /// False where the number is over before this byte.
    bool number(char c)
    {
        const bool digit = isDigit(c);
        const bool exponent = c == 'e' || c == 'E';
        switch (m_state) {
        case State::Minus:
            if (digit)
                m_state = c == '0' ? State::Zero : State::Whole;
            break;
        case State::Zero:
        case State::Whole:
            if (m_state == State::Whole && digit)
                return true;
            if (c == '.')
                m_state = State::Point;
            else if (exponent)
                m_state = State::Exponent;
            else if (digit)
                refuse(ErrorCode::JsonSyntax, u"a number does not begin with 0"_s);
            else
                endNumber();
            return c == '.' || exponent || digit || m_error;
        case State::Point:
            if (digit)
                m_state = State::Fraction;
            break;
        case State::Fraction:
            if (exponent)
                m_state = State::Exponent;
            else if (!digit)
                endNumber();
            return exponent || digit;
        case State::Exponent:
            if (c == '+' || c == '-') {
                m_state = State::ExponentSign;
                return true;
            }
            [[fallthrough]];
        case State::ExponentSign:
            if (digit)
                m_state = State::ExponentDigits;
            break;
        default:
            if (!digit)
                endNumber();
            return digit;
        }
        if (!digit)
            refuse(ErrorCode::JsonSyntax, u"a digit is missing in the number"_s);
        return true;
    }

    void endNumber()
    {
        const bool whole = m_state == State::Zero || m_state == State::Whole || m_state == State::Fraction || m_state == State::ExponentDigits;
        if (whole)
            endValue(m_offset);
        else
            refuse(ErrorCode::JsonSyntax, u"the number is not complete"_s);
    }

    // --- errors ---------------------------------------------------------------------------------------------------------------

    void expect(bool fits, State next, const QString &message, ErrorCode code = ErrorCode::JsonSyntax)
    {
        if (fits)
            m_state = next;
        else
            refuse(code, message.isEmpty() ? u"a surrogate stands alone"_s : message);
    }

    void refuse(ErrorCode code, const QString &message)
    {
        const qint64 column = m_offset - m_lineStart + 1;
        m_error = Error::make(code, u"line %1, column %2: %3"_s.arg(m_line).arg(column).arg(message),
                              Json::object({{"offset", m_offset}, {"line", m_line}, {"column", column}}));
    }

    [[nodiscard]] QByteArray pointer() const
    {
        QByteArray path;
        for (std::size_t i = 0; i < m_depth; ++i)
            path += '/' + (m_levels[i].isObject ? escapePointerToken(m_levels[i].key) : QByteArray::number(m_levels[i].index));
        return path;
    }

    Level &top() { return m_levels[m_depth - 1]; }

    State m_state = State::Value;
    std::vector<Level> m_levels; ///< the first m_depth are open; the others keep their memory
    std::size_t m_depth = 0;
    qint64 m_offset = 0;
    qint64 m_line = 1;
    qint64 m_lineStart = 0;
    qint64 m_from = 0; ///< of the root's member that is read
    bool m_isKeyFolded = false; ///< the root's current key is not kept whole

    bool m_isKey = false;
    bool m_isKeyFoldedNow = false;
    qint64 m_keyStart = 0;
    quint64 m_hash = 0;
    const Duplicates m_duplicates;
    const quint64 m_seed = QRandomGenerator::system()->generate64();
    int m_rest = 0;
    unsigned char m_low = 0x80;
    unsigned char m_high = 0xbf;
    char32_t m_hex = 0;
    int m_hexDigits = 0;
    char32_t m_highSurrogate = 0;
    QByteArrayView m_word;

    JsonShape m_shape;
    std::optional<Error> m_error;
};

JsonStreamChecker::JsonStreamChecker(Duplicates duplicates)
    : m_machine(std::make_unique<Machine>(duplicates))
{}

JsonStreamChecker::~JsonStreamChecker() = default;

Result<void> JsonStreamChecker::feed(QByteArrayView chunk)
{
    return m_machine->feed(chunk);
}

Result<JsonShape> JsonStreamChecker::finish()
{
    return m_machine->finish();
}

} // namespace Millrace
