// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/indexer.h"

#include <chrono>
#include <pthread.h>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kBatchTransitions = 600;
constexpr auto kSourcePointer = "/source_text"_L1;
constexpr auto kResultPointer = "/formatted_content/content"_L1;

} // namespace

Indexer::Indexer(PassageIndex &index, Readers &readers)
    : m_index(index)
    , m_readers(readers)
    , m_thread([this] { work(); })
{}

Indexer::~Indexer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_wake.notify_all();
    }
    m_thread.join();
}

void Indexer::poke()
{
    const std::lock_guard lock(m_mutex);
    m_poked = true;
    m_wake.notify_all();
}

void Indexer::work()
{
    // Linux gives each thread its own nice value: searching must not cost the engine.
    pthread_setname_np(pthread_self(), "indexer");
    setpriority(PRIO_PROCESS, 0, 19);
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        m_wake.wait(lock, [this] { return m_stopping || m_poked; });
        // A moment's gathering: many small commits become one batch.
        m_wake.wait_for(lock, std::chrono::milliseconds(50), [this] { return m_stopping.load(); });
        m_poked = false;
        lock.unlock();
        while (!m_stopping && advance()) {}
        lock.lock();
    }
}

bool Indexer::advance()
{
    const qint64 from = m_index.lastSequence();
    QList<IndexedText> texts;
    // On a reader's thread: this one's low priority would keep its view of the workspace open for as long as others have work, and the
    // write-ahead log with it.
    auto reading = m_readers.run<ContextReader::Changed>([&](Reader &reader) -> Result<ContextReader::Changed> {
        texts.clear(); // it may be the second time
        auto found = reader.contexts.changedSince(from, kBatchTransitions);
        if (!found)
            return found;
        const auto rows = reader.contexts.rows(found->keys);
        if (!rows)
            return std::unexpected(rows.error());
        for (const ContextSummary &row : *rows) {
            if (!isResting(row.status) || m_stopping)
                continue;
            const auto document = reader.contexts.document(row.key);
            if (!document)
                continue; // the check names damaged documents; the index goes on
            const Json &data = document->value("data");
            const QString source = data.value("source_text").toString();
            const QString result = data.value("formatted_content").value("content").toString();
            texts.append({row.id, row.title, kSourcePointer, source});
            if (!result.isEmpty())
                texts.append({row.id, row.title, kResultPointer, result});
        }
        return found;
    });
    reading.waitForFinished();
    const Result<ContextReader::Changed> changed = reading.result();
    if (!changed || changed->sequence == from || m_stopping)
        return false;
    return m_index.add(texts, changed->sequence).has_value();
}

QList<Passage> SourcePassages::search(const QStringList &words, int limit, const QString &exceptContextId) const
{
    QList<Passage> passages = m_index.search(words, limit * 3, exceptContextId);
    passages.removeIf([](const Passage &passage) { return passage.pointer != kSourcePointer; });
    passages.resize(std::min<qsizetype>(passages.size(), limit));
    return passages;
}

} // namespace Millrace
