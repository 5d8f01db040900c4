// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/client/eventparser.h"

#include <algorithm>
#include <utility>

namespace Millrace::Mcp {

namespace {

constexpr QByteArrayView kByteOrderMark = "\xEF\xBB\xBF";

} // namespace

std::optional<QByteArray> EventParser::next()
{
    while (!m_isOverlong) {
        const std::optional<QByteArray> line = this->line();
        if (!line)
            break;
        if (!line->isEmpty()) {
            take(*line);
            m_isOverlong = m_data.size() > m_most;
        } else if (std::exchange(m_hasData, false)) {
            return std::exchange(m_data, {});
        }
    }
    m_isOverlong = m_isOverlong || m_bytes.size() - m_at > m_most;
    if (m_isOverlong) {
        m_bytes.clear();
        m_at = m_searched = 0;
    }
    return {};
}

std::optional<QByteArray> EventParser::line()
{
    if (!m_isBegun) {
        if (m_bytes.size() < kByteOrderMark.size() && kByteOrderMark.startsWith(m_bytes))
            return {};
        m_isBegun = true;
        if (m_bytes.startsWith(kByteOrderMark))
            m_at = kByteOrderMark.size();
    }
    if (m_skipsLf && m_at < m_bytes.size()) {
        m_skipsLf = false;
        if (m_bytes.at(m_at) == '\n')
            ++m_at;
    }
    const auto end = std::find_if(m_bytes.cbegin() + std::max(m_at, m_searched), m_bytes.cend(), [](char c) { return c == '\n' || c == '\r'; });
    if (end == m_bytes.cend()) {
        m_bytes.remove(0, std::exchange(m_at, 0));
        m_searched = m_bytes.size();
        return {};
    }
    const QByteArray line = m_bytes.sliced(m_at, end - m_bytes.cbegin() - m_at);
    m_skipsLf = *end == '\r';
    m_at += line.size() + 1;
    return line;
}

void EventParser::take(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    const QByteArrayView name = colon < 0 ? line : line.first(colon);
    QByteArrayView value = colon < 0 ? QByteArrayView() : line.sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);
    if (name == "data") {
        if (m_hasData)
            m_data += '\n';
        m_data += value;
        m_hasData = true;
    } else if (name == "id" && !value.contains('\0')) {
        m_lastId = value.toByteArray();
    } else if (name == "retry") {
        bool isNumber = false;
        const int ms = value.toInt(&isNumber);
        if (isNumber && ms >= 0)
            m_retryMs = ms;
    }
}

} // namespace Millrace::Mcp
