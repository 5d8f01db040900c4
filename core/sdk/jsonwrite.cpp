// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk/json.h"

#include <QVarLengthArray>

#include <array>
#include <cstring>

namespace Millrace {

namespace {

constexpr qsizetype kFirstRoom = 256;

/// What stands behind the backslash for a byte of a string: 0 for bytes that stand for themselves, 'u' for those without a letter.
constexpr auto kEscapes = [] {
    std::array<char, 256> escapes{};
    for (std::size_t i = 0; i < 0x20; ++i)
        escapes[i] = 'u';
    escapes['\b'] = 'b';
    escapes['\f'] = 'f';
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
}();

/// Writes one value behind what a byte array holds. The open levels are kept in a list, so that no nesting ends the stack.
class Writer
{
public:
    Writer(QByteArray &out, Json::Format format)
        : m_out(out)
        , m_pretty(format == Json::Format::Pretty)
    {
        const qsizetype used = m_out.size();
        m_out.resizeForOverwrite(std::max(m_out.capacity(), used + kFirstRoom));
        m_at = m_out.data() + used;
        m_end = m_out.data() + m_out.size();
    }

    void write(const Json &root)
    {
        begin(root);
        while (!m_levels.isEmpty()) {
            Level &level = m_levels.last();
            if (level.left == 0) {
                const bool isEmpty = level.isFirst;
                const char closer = level.members ? '}' : ']';
                m_levels.removeLast();
                if (!isEmpty)
                    breakLine();
                put(closer);
                continue;
            }
            if (!level.isFirst)
                put(',');
            level.isFirst = false;
            --level.left;
            breakLine();
            if (level.members) {
                const JsonMember &member = *level.members++;
                text(member.key);
                put(':');
                if (m_pretty)
                    put(' ');
                begin(member.value);
            } else {
                begin(*level.items++);
            }
        }
        m_out.truncate(m_at - m_out.constData());
    }

private:
    struct Level
    {
        const Json *items = nullptr;
        const JsonMember *members = nullptr; ///< null in an array
        std::size_t left = 0;
        bool isFirst = true;
    };

    void begin(const Json &json)
    {
        switch (json.type()) {
        case Json::Type::Null:
            put("null");
            break;
        case Json::Type::Bool:
            put(json.toBool() ? QByteArrayView("true") : QByteArrayView("false"));
            break;
        case Json::Type::Number:
            put(json.utf8());
            break;
        case Json::Type::String:
            text(json.utf8());
            break;
        case Json::Type::Array: {
            put('[');
            const std::span<const Json> items = json.items();
            m_levels.append({items.data(), nullptr, items.size()});
            break;
        }
        case Json::Type::Object: {
            static const JsonMember kNone;
            put('{');
            const std::span<const JsonMember> members = json.members();
            m_levels.append({nullptr, members.empty() ? &kNone : members.data(), members.size()});
            break;
        }
        }
    }

    void text(QByteArrayView bytes)
    {
        static constexpr char kHex[] = "0123456789abcdef";
        const char *from = bytes.data();
        const char *const end = from + bytes.size();
        need(bytes.size() + 2);
        *m_at++ = '"';
        while (true) {
            const char *plain = from;
            while (from != end && kEscapes[static_cast<unsigned char>(*from)] == 0)
                ++from;
            if (from != plain) {
                std::memcpy(m_at, plain, static_cast<std::size_t>(from - plain));
                m_at += from - plain;
            }
            if (from == end)
                break;
            need(end - from + 7); // one escape of six bytes for one byte, the rest as it is, and the quote
            const auto c = static_cast<unsigned char>(*from++);
            *m_at++ = '\\';
            *m_at++ = kEscapes[c];
            if (kEscapes[c] == 'u') {
                *m_at++ = '0';
                *m_at++ = '0';
                *m_at++ = kHex[c >> 4];
                *m_at++ = kHex[c & 15];
            }
        }
        *m_at++ = '"';
    }

    void breakLine()
    {
        if (!m_pretty)
            return;
        const qsizetype indent = m_levels.size() * 2;
        need(indent + 1);
        *m_at++ = '\n';
        std::memset(m_at, ' ', static_cast<std::size_t>(indent));
        m_at += indent;
    }

    void put(char c)
    {
        need(1);
        *m_at++ = c;
    }

    void put(QByteArrayView bytes)
    {
        need(bytes.size());
        std::memcpy(m_at, bytes.data(), static_cast<std::size_t>(bytes.size()));
        m_at += bytes.size();
    }

    void need(qsizetype bytes)
    {
        if (m_end - m_at >= bytes)
            return;
        const qsizetype used = m_at - m_out.constData();
        m_out.resizeForOverwrite(std::max(used + bytes, m_out.size() * 2));
        m_at = m_out.data() + used;
        m_end = m_out.data() + m_out.size();
    }

    QByteArray &m_out;
    const bool m_pretty;
    char *m_at = nullptr;
    char *m_end = nullptr;
    QVarLengthArray<Level, 32> m_levels;
};

} // namespace

QByteArray Json::toBytes(Format format) const
{
    QByteArray out;
    write(out, format);
    return out;
}

void Json::write(QByteArray &out, Format format) const
{
    Writer(out, format).write(*this);
}

} // namespace Millrace
