// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/largejson.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kChunk = 1024 * 1024;

} // namespace

Result<LargeDocument> checkLargeObject(QIODevice *device, const std::function<bool()> &isCancelled)
{
    JsonStreamChecker checker;
    char first = 0;
    char dataStart = 0;
    qint64 dataAt = -1;
    QByteArray chunk;
    while (!(chunk = device->read(kChunk)).isEmpty()) {
        if (isCancelled && isCancelled())
            return fail(ErrorCode::Cancelled, u"the reading was cancelled"_s);
        if (first == 0) {
            const auto it = std::ranges::find_if(chunk, [](char c) { return c != ' ' && c != '\n' && c != '\r' && c != '\t'; });
            first = it == chunk.cend() ? 0 : *it;
        }
        if (const Result<void> fed = checker.feed(chunk); !fed)
            return std::unexpected(fed.error());
    }
    const Result<JsonShape> shape = checker.finish();
    if (!shape)
        return std::unexpected(shape.error());
    if (shape->type != Json::Type::Object)
        return fail(ErrorCode::ContextInvalid, u"a context must be a JSON object"_s);
    LargeDocument document;
    document.shape = *shape;
    document.dataTo = shape->size;
    bool isContext = false;
    for (const JsonShape::Member &member : shape->members) {
        isContext = isContext || member.key == "pipeline" || member.key == "status";
        if (member.key == "data")
            dataAt = member.from;
        if (member.key == "data" && device->seek(member.from) && device->getChar(&dataStart) && dataStart == '{') {
            document.dataFrom = member.from;
            document.dataTo = member.to;
        }
    }
    if (dataAt >= 0 && dataStart != '{' && isContext)
        return fail(ErrorCode::ContextInvalid, u"must be a JSON object"_s, Json::object({{"path", "/data"}}));
    return document;
}

int ArraySplitter::peekByte()
{
    if (m_at >= m_buffer.size()) {
        m_buffer = m_device->read(kChunk);
        m_at = 0;
        if (m_buffer.isEmpty())
            return -1;
    }
    return uchar(m_buffer[m_at]);
}

int ArraySplitter::takeByte()
{
    const int c = peekByte();
    if (c >= 0)
        ++m_at;
    if (c == '\n')
        ++m_line;
    return c;
}

void ArraySplitter::skipBlanks()
{
    for (int c = peekByte(); c == ' ' || c == '\n' || c == '\r' || c == '\t'; c = peekByte())
        takeByte();
}

std::optional<ArrayElement> ArraySplitter::broken(const QString &problem)
{
    m_ended = true;
    ArrayElement element;
    element.index = m_index;
    element.line = m_line;
    element.problem = problem;
    return element;
}

std::optional<ArrayElement> ArraySplitter::next()
{
    if (m_ended)
        return std::nullopt;
    skipBlanks();
    if (!m_opened) {
        if (takeByte() != '[')
            return broken(u"an array must start with \"[\""_s);
        m_opened = true;
        skipBlanks();
        if (peekByte() == ']')
            m_ended = true;
    } else if (peekByte() == ',') {
        takeByte();
        skipBlanks();
    } else if (peekByte() == ']') {
        m_ended = true;
    } else {
        return broken(peekByte() < 0 ? u"the array is not closed before the end of the file"_s : u"a comma or \"]\" must follow an element"_s);
    }
    if (m_ended) {
        takeByte();
        skipBlanks();
        return peekByte() < 0 ? std::nullopt : broken(u"text follows the end of the array"_s);
    }
    ArrayElement element;
    element.index = m_index++;
    element.line = m_line;
    int depth = 0;
    bool quoted = false;
    bool escaped = false;
    while (true) {
        const int c = peekByte();
        if (c < 0)
            return broken(u"the array is not closed before the end of the file"_s);
        if (!quoted && depth == 0 && (c == ',' || c == ']'))
            break;
        takeByte();
        if (quoted) {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
        } else if (c < ' ' && c != '\n' && c != '\r' && c != '\t') {
            // It would have to be a gigabyte of them before the end of the file says that something is missing.
            return broken(u"the byte 0x%1 stands outside of texts"_s.arg(c, 2, 16, QLatin1Char('0')));
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            --depth;
        }
        if (element.bytes.size() < m_maxElement)
            element.bytes += char(c);
        else
            element.problem = u"the element is larger than %1 bytes"_s.arg(m_maxElement);
    }
    if (!element.problem.isEmpty())
        element.bytes.truncate(1024);
    return element;
}

} // namespace Millrace
