// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/jsonplaces.h"

#include "sdk/error.h"
#include "sdk/json.h"

#include <QString>

#include <algorithm>

namespace Millrace {

namespace {

/// Steps over the values of a well-formed text.
class Walker
{
public:
    explicit Walker(QByteArrayView text)
        : m_text(text)
    {}

    qsizetype at = 0;

    [[nodiscard]] char now() const { return at < m_text.size() ? m_text.at(at) : '\0'; }
    void skipBlanks()
    {
        while (at < m_text.size() && (now() == ' ' || now() == '\n' || now() == '\r' || now() == '\t'))
            ++at;
    }
    QByteArrayView string()
    {
        const qsizetype from = at++;
        while (at < m_text.size() && now() != '"')
            at += now() == '\\' ? 2 : 1;
        ++at;
        return m_text.sliced(from, std::min(at, m_text.size()) - from);
    }
    void value()
    {
        int depth = 0;
        do {
            skipBlanks();
            const char c = now();
            if (c == '"') {
                string();
                continue;
            }
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            ++at;
            const bool isScalar = depth == 0 && c != '}' && c != ']';
            while (isScalar && at < m_text.size() && !QByteArrayView(" \n\r\t,:]}").contains(now()))
                ++at;
        } while (depth > 0 && at < m_text.size());
    }

private:
    QByteArrayView m_text;
};

/// Goes into the member or item; false where there is none, and it stays.
bool enter(Walker &walker, const QByteArray &token)
{
    Walker inner = walker;
    const char open = inner.now();
    if (open != '{' && open != '[')
        return false;
    ++inner.at;
    for (qsizetype index = 0;; ++index) {
        inner.skipBlanks();
        if (inner.now() == '}' || inner.now() == ']' || inner.now() == '\0')
            return false;
        bool isIt = open == '[' && QByteArray::number(index) == token;
        if (open == '{') {
            const auto key = Json::parse(inner.string());
            isIt = key && key->utf8() == QByteArrayView(token);
            inner.skipBlanks();
            ++inner.at; // the colon
            inner.skipBlanks();
        }
        if (isIt) {
            walker.at = inner.at;
            return true;
        }
        inner.value();
        inner.skipBlanks();
        if (inner.now() == ',')
            ++inner.at;
    }
}

} // namespace

TextPlace placeOf(QByteArrayView json, QByteArrayView pointer)
{
    Walker walker(json);
    walker.skipBlanks();
    const auto tokens = splitPointer(pointer);
    if (tokens) {
        for (const QByteArray &token : *tokens) {
            if (!enter(walker, token))
                break;
        }
    }
    return placeOf(json, walker.at);
}

TextPlace placeOf(QByteArrayView text, qsizetype offset)
{
    const QByteArrayView before = text.first(std::clamp<qsizetype>(offset, 0, text.size()));
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    return {before.size(), static_cast<int>(before.count('\n')) + 1, static_cast<int>(QString::fromUtf8(before.sliced(lineStart)).size()) + 1};
}

} // namespace Millrace
