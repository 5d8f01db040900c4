// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/answerstore.h"

#include "sdk/id.h"

#include <algorithm>

namespace Millrace::Mcp {

QString AnswerStore::keep(const QString &clientId, const QByteArray &answer)
{
    m_kept.append({newId(), clientId, answer});
    m_bytes += answer.size();
    while (m_kept.size() > 1 && (m_kept.size() > kMostAnswers || m_bytes > kMostBytes))
        forgetOne();
    return m_kept.last().id;
}

void AnswerStore::forgetOne()
{
    const bool isByCount = m_kept.size() > kMostAnswers;
    QHash<QString, qsizetype> shares;
    for (qsizetype i = 0; i + 1 < m_kept.size(); ++i) // the newest stays
        shares[m_kept[i].clientId] += isByCount ? 1 : m_kept[i].answer.size();
    auto most = shares.cbegin();
    for (auto one = shares.cbegin(); one != shares.cend(); ++one) {
        if (*one > *most)
            most = one;
    }
    const auto oldest = std::ranges::find(m_kept, most.key(), &Kept::clientId);
    m_bytes -= oldest->answer.size();
    m_kept.erase(oldest);
}

std::optional<QByteArray> AnswerStore::find(const QString &id, const QString &clientId) const
{
    const auto kept = std::ranges::find_if(m_kept, [&](const Kept &one) { return one.id == id && one.clientId == clientId; });
    return kept == m_kept.end() ? std::nullopt : std::optional(kept->answer);
}

std::optional<AnswerStore::Page> AnswerStore::page(const QString &id, const QString &clientId, qsizetype from) const
{
    const auto answer = find(id, clientId);
    if (!answer || from < 0 || from >= answer->size())
        return std::nullopt;
    Page page{cut(*answer, from, kPageBytes), answer->size(), 0};
    if (from + page.text.size() < answer->size())
        page.next = from + page.text.size();
    return page;
}

QByteArray AnswerStore::cut(const QByteArray &text, qsizetype from, qsizetype most)
{
    const auto isInside = [&](qsizetype at) { return at < text.size() && (static_cast<uchar>(text[at]) & 0xC0) == 0x80; };
    while (from < text.size() && isInside(from))
        ++from;
    qsizetype end = std::min(text.size(), from + most);
    while (end > from && isInside(end))
        --end;
    return text.sliced(from, end - from);
}

} // namespace Millrace::Mcp
