// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/taskbook.h"

#include "mcp/seal.h"

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

bool isOver(const Task &task, qint64 now)
{
    return task.isEnded() && task.createdAt + task.ttlMs * 1000 < now;
}

/// Whoever waited for its end has time to read what came of it.
void keepAfterEnd(Task &task, qint64 now)
{
    task.ttlMs = std::max(task.ttlMs, (now - task.createdAt) / 1000 + Task::kKeptMs);
}

} // namespace

TaskBook::TaskBook(Changed changed)
    : m_changed(std::move(changed))
{}

TaskBook::~TaskBook()
{
    for (const auto &task : std::as_const(m_order))
        task->call.reset();
}

std::shared_ptr<Task> TaskBook::begin(const QString &clientId, qint64 now)
{
    endForsaken(now);
    forgetOld(clientId, now);
    if (std::ranges::count_if(m_order, [&](const auto &task) { return task->clientId == clientId && !task->isEnded(); }) >= kMostOpen)
        return nullptr;
    // Whoever knows an id of another client's still gets nothing; but nobody is to guess one either.
    const QString id = QString::fromLatin1(Seal::newKey().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    const auto task = std::make_shared<Task>(id, clientId, now);
    m_order.append(task);
    m_tasks.insert(id, task);
    m_toKeep = true;
    return task;
}

std::shared_ptr<Task> TaskBook::find(const QString &id, const QString &clientId, qint64 now)
{
    const auto task = m_tasks.value(id);
    if (task && task->isForsaken(now))
        endForsaken(now);
    return task && task->clientId == clientId && !isOver(*task, now) ? task : nullptr;
}

QList<std::shared_ptr<Task>> TaskBook::of(const QString &clientId, qint64 now)
{
    QList<std::shared_ptr<Task>> all;
    for (const auto &task : m_order) {
        if (task->clientId == clientId && !isOver(*task, now))
            all.prepend(task);
    }
    return all;
}

void TaskBook::update(Task &task, qint64 now)
{
    task.updatedAt = now;
    if (task.isEnded()) {
        task.asked.clear();
        keepAfterEnd(task, now);
    }
    m_toKeep = m_toKeep || task.isEnded();
    m_changed(task);
}

Json TaskBook::toJson() const
{
    qsizetype bytes = 0;
    qsizetype first = m_order.size();
    while (first > 0 && bytes + m_order[first - 1]->resultMembers.size() <= kMostKeptBytes)
        bytes += m_order[--first]->resultMembers.size();
    Json list = Json::array();
    for (qsizetype i = first; i < m_order.size(); ++i)
        list.append(m_order[i]->toJson());
    return list;
}

void TaskBook::read(const Json &json, qint64 now)
{
    for (const Json &one : json.items()) {
        const auto task = Task::fromJson(one);
        if (!task->isEnded()) {
            task->status = TaskStatus::Failed;
            task->statusMessage = u"The program was closed while this was on its way; what it had begun in the workspace goes on there."_s;
            task->error = Json::object({{"code", RpcCode::kInternal}, {"message", task->statusMessage}});
            task->updatedAt = now;
            keepAfterEnd(*task, now);
        }
        if (task->id.isEmpty() || isOver(*task, now))
            continue;
        m_order.append(task);
        m_tasks.insert(task->id, task);
    }
}

void TaskBook::endForsaken(qint64 now)
{
    const auto all = m_order;
    for (const auto &task : all) {
        if (const CallPtr worker = task->isForsaken(now) ? task->call : nullptr)
            worker->refuse({RpcCode::kInternal, u"the client was asked and did not answer"_s, {}});
    }
}

QList<CallPtr> TaskBook::working() const
{
    QList<CallPtr> calls;
    for (const auto &task : m_order) {
        if (task->call)
            calls.append(task->call);
    }
    return calls;
}

void TaskBook::forgetOld(const QString &clientId, qint64 now)
{
    // A client with many makes room by its own: nobody else's result goes before its time.
    qsizetype own = std::ranges::count_if(m_order, [&](const auto &task) { return task->clientId == clientId; });
    for (qsizetype i = 0; i < m_order.size();) {
        const auto &task = m_order[i];
        const bool isOwn = task->clientId == clientId;
        if (isOver(*task, now) || (isOwn && own >= kMostTasks && task->isEnded())) {
            own -= isOwn ? 1 : 0;
            m_tasks.remove(task->id);
            m_order.removeAt(i);
        } else {
            ++i;
        }
    }
}

} // namespace Millrace::Mcp
