// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/readingdesk.h"

#include "sdk/clock.h"
#include "sdk/id.h"

namespace Millrace {

ReadingDesk::ReadingDesk(std::function<void()> changed)
    : m_changed(std::move(changed))
{}

ReadingDesk::Reading::~Reading()
{
    if (m_id.isEmpty())
        return;
    {
        const std::lock_guard lock(m_desk.m_mutex);
        m_desk.m_entries.erase(m_id);
    }
    m_desk.m_changed();
}

void ReadingDesk::Reading::add(const QString &path, const ExtractedDocument &soFar)
{
    if (soFar.partCount <= 1)
        return;
    if (m_id.isEmpty())
        m_id = newId();
    auto copy = std::make_shared<const ExtractedDocument>(soFar);
    {
        const std::lock_guard lock(m_desk.m_mutex);
        Entry &entry = m_desk.m_entries[m_id];
        if (!entry.reading)
            entry = {this, path, Clock::system().nowUs(), {}};
        entry.soFar = std::move(copy);
    }
    m_desk.m_changed();
}

Json ReadingDesk::toJson(const QString &id, const Entry &entry)
{
    return Json::object({{"id", id},
                         {"name", entry.path.section(u'/', -1)},
                         {"path", entry.path},
                         {"title", entry.soFar->title},
                         {"pages", entry.soFar->parts.size()},
                         {"all_pages", entry.soFar->partCount},
                         {"started_at", isoMicroseconds(entry.startedAt)}});
}

Json ReadingDesk::list() const
{
    const std::lock_guard lock(m_mutex);
    Json list = Json::array();
    for (const auto &[id, entry] : m_entries)
        list.append(toJson(id, entry));
    return list;
}

std::optional<Json> ReadingDesk::find(const QString &id) const
{
    Json json;
    std::shared_ptr<const ExtractedDocument> soFar;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_entries.find(id);
        if (found == m_entries.end())
            return {};
        json = toJson(id, found->second);
        soFar = found->second.soFar;
    }
    json.insert("text", soFar->text);
    json.insert("document", soFar->structure());
    return json;
}

bool ReadingDesk::stop(const QString &id)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return false;
    found->second.reading->m_isStopped = true;
    return true;
}

} // namespace Millrace
