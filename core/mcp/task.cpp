// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcp/task.h"

#include "sdk/clock.h"

using namespace Qt::StringLiterals;

namespace Millrace::Mcp {

namespace {

constexpr std::array<QByteArrayView, 5> kNames = {"working", "input_required", "completed", "failed", "cancelled"};

} // namespace

QByteArrayView taskStatusName(TaskStatus status)
{
    return kNames.at(static_cast<size_t>(status));
}

Task::Task(const QString &givenId, const QString &client, qint64 now)
    : id(givenId)
    , clientId(client)
    , createdAt(now)
    , updatedAt(now)
{}

QByteArray Task::modernMembers(bool detailed) const
{
    Json json = Json::object({{"taskId", id}, {"status", taskStatusName(status).toByteArray()}});
    if (!statusMessage.isEmpty())
        json.insert("statusMessage", Json(statusMessage));
    json.insert("createdAt", Json(isoMicroseconds(createdAt)));
    json.insert("lastUpdatedAt", Json(isoMicroseconds(updatedAt)));
    json.insert("ttlMs", Json(ttlMs));
    json.insert("pollIntervalMs", Json(kPollMs));
    if (detailed && status == TaskStatus::InputRequired)
        json.insert("inputRequests", inputRequests.isObject() ? inputRequests : Json::object());
    if (detailed && status == TaskStatus::Failed)
        json.insert("error", error);
    QByteArray members = membersOf(json);
    if (detailed && status == TaskStatus::Completed)
        members += R"(,"result":{"resultType":"complete")" + (resultMembers.isEmpty() ? QByteArray() : ',' + resultMembers) + '}';
    return members;
}

Json Task::legacyJson() const
{
    // There a tool that failed is a task that failed; the extension has it the other way.
    const TaskStatus shown = status == TaskStatus::Completed && isError ? TaskStatus::Failed : status;
    Json json = Json::object({{"taskId", id}, {"status", taskStatusName(shown).toByteArray()}});
    if (!statusMessage.isEmpty())
        json.insert("statusMessage", Json(statusMessage));
    json.insert("createdAt", Json(isoMicroseconds(createdAt)));
    json.insert("lastUpdatedAt", Json(isoMicroseconds(updatedAt)));
    json.insert("ttl", Json(ttlMs));
    json.insert("pollInterval", Json(kPollMs));
    return json;
}

void Task::require(const Json &requests)
{
    ++m_round;
    inputRequests = Json::object();
    m_responses = Json::object();
    for (const JsonMember &member : requests.members()) {
        const QByteArray key = m_round == 1 ? member.key : member.key + '-' + QByteArray::number(m_round);
        m_keys.insert(key, member.key);
        inputRequests.insert(key, member.value);
    }
    status = TaskStatus::InputRequired;
}

bool Task::take(const Json &responses)
{
    if (status != TaskStatus::InputRequired || !inputRequests.isObject()) // what a session is asked is not answered this way
        return false;
    for (const JsonMember &member : responses.members()) {
        if (member.value.isObject() && inputRequests.remove(QByteArrayView(member.key)))
            m_responses.insert(m_keys.value(member.key), member.value);
    }
    return inputRequests.isEmpty();
}

Json Task::toJson() const
{
    return Json::object({{"id", id},
                         {"client", clientId},
                         {"status", static_cast<int>(status)},
                         {"message", statusMessage},
                         {"created_at", createdAt},
                         {"updated_at", updatedAt},
                         {"ttl_ms", ttlMs},
                         {"result", Json(resultMembers)},
                         {"is_error", isError},
                         {"error", error}});
}

std::shared_ptr<Task> Task::fromJson(const Json &json)
{
    const auto task = std::make_shared<Task>(json.value("id").toString(), json.value("client").toString(), json.value("created_at").toInt());
    task->status = static_cast<TaskStatus>(std::clamp<qint64>(json.value("status").toInt(), 0, kNames.size() - 1));
    task->statusMessage = json.value("message").toString();
    task->updatedAt = json.value("updated_at").toInt();
    task->ttlMs = json.value("ttl_ms").toInt(kTtlMs);
    task->resultMembers = json.value("result").utf8().toByteArray();
    task->isError = json.value("is_error").toBool();
    task->error = json.value("error");
    return task;
}

} // namespace Millrace::Mcp
