// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/requestlog.h"

#include <algorithm>
#include <utility>

namespace Millrace {

quint64 RequestLog::begin(Running request, QByteArrayView text, qsizetype most)
{
    request.bytes = text.size();
    const std::lock_guard lock(m_mutex);
    if (m_each.size() < kMostEach && m_runningBytes < kMostRunningBytes)
        request.text = text.first(std::min(text.size(), most)).toByteArray();
    m_runningBytes += request.text.size();
    request.id = ++m_last;
    m_seen.insert(request.client, request.at);
    const quint64 id = request.id;
    m_running.insert(id, std::move(request));
    return id;
}

std::optional<RequestLog::Ending> RequestLog::end(quint64 id, qint64 monotonicUs, const QString &code, QByteArrayView answer, qsizetype most)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_running.constFind(id);
    if (found == m_running.cend())
        return std::nullopt;
    Ended ended{*found, monotonicUs - found->beganUs, code, answer.size(), {}};
    const Ending ending{.client = found->client,
                        .transport = found->transport,
                        .method = found->method,
                        .tool = found->tool,
                        .durationUs = ended.durationUs,
                        .isFirst = m_each.isEmpty() && m_sums.empty()};
    m_runningBytes -= found->text.size();
    m_running.erase(found);
    if (m_each.size() < kMostEach) {
        ended.answer = answer.first(std::min(answer.size(), most)).toByteArray();
        m_each.append(std::move(ended));
        return ending;
    }
    const Running &request = ended.request;
    const bool isNamed = m_sums.size() < kMostSums;
    const QString tool = isNamed ? request.tool : QString();
    const QString method = isNamed ? request.method : QString();
    StoredRequest &sum = m_sums[{request.client, request.transport, method, tool, code}];
    if (sum.at == 0) {
        sum.client = request.client;
        sum.at = request.at;
        sum.calls = 0;
        sum.transport = request.transport;
        sum.method = method;
        sum.tool = tool;
        sum.code = code;
    }
    ++sum.calls;
    sum.durationUs = std::max(sum.durationUs, ended.durationUs);
    sum.requestBytes += request.bytes;
    sum.answerBytes += ended.answerBytes;
    return ending;
}

RequestLog::Batch RequestLog::take()
{
    const std::lock_guard lock(m_mutex);
    Batch batch;
    batch.each.swap(m_each);
    for (auto &[key, sum] : m_sums)
        batch.sums.append(std::move(sum));
    m_sums.clear();
    batch.seen = m_seen;
    return batch;
}

QList<RequestLog::Running> RequestLog::running() const
{
    const std::lock_guard lock(m_mutex);
    QList<Running> all = m_running.values();
    std::ranges::sort(all, {}, &Running::id);
    return all;
}

qint64 RequestLog::lastSeen(const QString &client) const
{
    const std::lock_guard lock(m_mutex);
    return m_seen.value(client);
}

} // namespace Millrace
