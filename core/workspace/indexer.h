// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "search/meaningindex.h"
#include "workspace/readers.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace Millrace {

/// Keeps the indexes in step with the history, in the background: reads what changed since the full text's own sequence number, so a lost index
/// is made again by itself; what texts mean is learnt from it on a second thread, while there is no text to take in. Owned by the workspace;
/// poke() from any thread.
class Indexer
{
public:
    Indexer(PassageIndex &index, MeaningIndex &meaning, Readers &readers);
    ~Indexer();
    Indexer(const Indexer &) = delete;
    Indexer &operator=(const Indexer &) = delete;

    /// There is something new.
    void poke();

private:
    void work();
    void workOnMeaning();
    /// One batch; false: nothing more to do now.
    bool advance();

    PassageIndex &m_index;
    MeaningIndex &m_meaning;
    Readers &m_readers;
    int m_batch; ///< transitions, of the first thread
    std::mutex m_mutex; ///< guards the next four
    std::condition_variable m_wake;
    bool m_poked = true;
    bool m_isTaking = true; ///< texts are on their way into the index
    bool m_hasTaken = true; ///< since meaning was last looked at
    std::atomic<bool> m_stopping = false;
    std::thread m_thread;
    std::thread m_meaningThread;
};

/// Retrieval for the offline model: passages of people's own texts only, never of what a model wrote.
class SourcePassages final : public PassageSource
{
public:
    explicit SourcePassages(const PassageIndex &index)
        : m_index(index)
    {}
    [[nodiscard]] QList<Passage> search(const QStringList &words, int limit, const QString &exceptContextId) const override;

private:
    const PassageIndex &m_index;
};

} // namespace Millrace
