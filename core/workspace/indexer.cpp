// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/indexer.h"

#include "store/documentrepository.h"
#include "text/languagedetector.h"
#include "text/minhash.h"

#include <algorithm>
#include <chrono>
#include <pthread.h>
#include <sys/resource.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr int kBatchTransitions = 600;
/// What is in hand when the workspace is closed is done again another time: a session begins with little at once, so that short ones come
/// forward too.
constexpr int kFirstBatch = 40;
constexpr int kMostTags = 100; ///< of one context
constexpr int kBands = 32; ///< pairs of likeness 0.7 are found with a probability of 0.9999, those of 0.5 with 0.87
constexpr qsizetype kJudged = 4'000; ///< of a text, for its language
constexpr double kSureLanguage = 0.7;
constexpr qsizetype kMostRecord = 64 * 1024; ///< characters of a record
constexpr int kMostValues = 2'000;
constexpr int kDeepestValue = 8;
constexpr qsizetype kLongestWord = 200; ///< what has no blank for longer is no text
constexpr int kLeastShingles = 8;
constexpr auto kSourcePointer = "/source_text"_L1;
constexpr auto kRecordPointer = ""_L1;
constexpr auto kResultPointer = "/formatted_content/content"_L1;

bool isWords(const QString &text)
{
    qsizetype run = 0;
    for (const QChar c : text) {
        run = c.isSpace() ? 0 : run + 1;
        if (run > kLongestWord && c.unicode() < 0x80)
            return false;
    }
    return !text.isEmpty();
}

/// What a row or an object says, a line for each value under its name. What the workspace itself has put beside it says nothing.
class RecordText
{
public:
    static QString of(const Json &data)
    {
        RecordText record;
        for (const JsonMember &member : data.members()) {
            if (member.key != "original" && member.key != "source_name" && member.key != "document" && member.key != "duplicate"
                && member.key != "formatted_content" && member.key != "error")
                record.add(QString::fromUtf8(member.key), member.value, 0);
        }
        return record.m_text;
    }

private:
    void add(const QString &name, const Json &value, int depth)
    {
        if (m_text.size() >= kMostRecord || m_values >= kMostValues || depth > kDeepestValue)
            return;
        if (value.isObject()) {
            for (const JsonMember &member : value.members())
                add(QString::fromUtf8(member.key), member.value, depth + 1);
        } else if (value.isArray()) {
            for (const Json &item : value.items())
                add(name, item, depth + 1);
        } else {
            const QString text = value.isString() ? value.toString() : value.isNumber() ? QString::fromUtf8(value.toBytes()) : QString();
            if (!isWords(text))
                return;
            ++m_values;
            m_text += name + u": "_s + text.left(kMostRecord - std::min(kMostRecord, m_text.size())) + u'\n';
        }
    }

    QString m_text;
    int m_values = 0;
};

QString languageOf(const Json &data, const QString &text)
{
    const QString said = data.value("language").toString();
    if (!said.isEmpty() || text.isEmpty())
        return said;
    const DetectedLanguage found = detectLanguage(QStringView(text).first(std::min(text.size(), kJudged)));
    return found.confidence >= kSureLanguage ? QString::fromLatin1(found.code) : QString();
}

/// What documents are filtered by, of what steps have found in them.
IndexedFacts factsOf(ContextKey key, DocumentKey document, const Json &data, const QString &source)
{
    IndexedFacts facts{key, document, languageOf(data, source), {}, {}, {}};
    for (const Json &tag : data.value("tags").items()) {
        const QString name = tag.isString() ? tag.toString() : tag.value("tag").toString();
        if (!name.isEmpty() && facts.tags.size() < kMostTags)
            facts.tags.append(name);
    }
    const auto known = MinHash::fromBase64(data.value("duplicate").value("minhash").utf8());
    const MinHash hash = known ? *known : MinHash::of(source);
    // Of a few words a signature says little, and a million of them would be alike.
    if (hash.shingles() >= kLeastShingles) {
        facts.signature = hash.toBase64();
        facts.bands = hash.bandKeys(kBands);
    }
    return facts;
}

} // namespace

Indexer::Indexer(PassageIndex &index, MeaningIndex &meaning, Readers &readers)
    : m_index(index)
    , m_meaning(meaning)
    , m_readers(readers)
    , m_batch(kFirstBatch)
    , m_thread([this] { work(); })
    , m_meaningThread([this] { workOnMeaning(); })
{}

Indexer::~Indexer()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_wake.notify_all();
    }
    m_thread.join();
    m_meaningThread.join();
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
        m_isTaking = m_poked;
        m_wake.notify_all();
        m_wake.wait(lock, [this] { return m_stopping || m_poked; });
        m_isTaking = true;
        // A moment's gathering: many small commits become one batch.
        m_wake.wait_for(lock, std::chrono::milliseconds(50), [this] { return m_stopping.load(); });
        m_poked = false;
        lock.unlock();
        while (!m_stopping && advance()) {}
        lock.lock();
        m_hasTaken = true;
    }
}

void Indexer::workOnMeaning()
{
    pthread_setname_np(pthread_self(), "meaning");
    setpriority(PRIO_PROCESS, 0, 19);
    std::unique_lock lock(m_mutex);
    while (!m_stopping) {
        // Words first: they are found at once, and a text that is still changing would be weighed twice.
        m_wake.wait(lock, [this] { return m_stopping || (m_hasTaken && !m_isTaking); });
        m_hasTaken = false;
        lock.unlock();
        while (!m_stopping && m_meaning.advance([this] { return m_stopping.load(); })) {
            lock.lock();
            m_wake.wait(lock, [this] { return m_stopping || !m_isTaking; });
            lock.unlock();
        }
        lock.lock();
    }
}

bool Indexer::advance()
{
    const qint64 from = m_index.lastSequence();
    QList<IndexedText> texts;
    QList<IndexedFacts> facts;
    // On a reader's thread: this one's low priority would keep its view of the workspace open for as long as others have work, and the
    // write-ahead log with it.
    auto reading = m_readers.run<ContextReader::Changed>([&](Reader &reader) -> Result<ContextReader::Changed> {
        texts.clear(); // it may be the second time
        facts.clear();
        auto found = reader.contexts.changedSince(from, m_batch);
        if (!found)
            return found;
        const auto rows = reader.contexts.rows(found->keys);
        if (!rows)
            return std::unexpected(rows.error());
        DocumentRepository documents(reader.db);
        for (const ContextSummary &row : *rows) {
            if (!isResting(row.status) || m_stopping)
                continue;
            const auto document = reader.contexts.document(row.key);
            if (!document)
                continue; // the check names damaged documents; the index goes on
            const Json &data = document->value("data");
            QString source = data.value("source_text").toString();
            const auto from = documents.ofContexts({row.key});
            const qint64 own = from ? from->first() : 0;
            // A pipeline may end with something else; the file is to be found all the same.
            if (source.isEmpty() && own > 0) {
                if (const auto came = reader.contexts.document(row.key, 0))
                    source = came->value("data").value("source_text").toString();
            }
            const QString result = data.value("formatted_content").value("content").toString();
            const QString record = source.isEmpty() ? RecordText::of(data) : QString();
            const auto above = own > 0 ? Result<std::optional<StoredDocument>>() : documents.ofContext(row.key);
            const qint64 file = own > 0 ? own : above && *above ? (*above)->key : 0;
            texts.append({row.id, row.title, kSourcePointer, source, row.key, !record.isEmpty(), file});
            texts.append({row.id, row.title, kRecordPointer, record, row.key, record.isEmpty(), file});
            texts.append({row.id, row.title, kResultPointer, result, row.key, result.isEmpty(), file});
            facts.append(factsOf(row.key, own, data, source.isEmpty() ? record : source));
        }
        return found;
    });
    reading.waitForFinished();
    const Result<ContextReader::Changed> changed = reading.result();
    if (!changed || changed->sequence == from || m_stopping)
        return false;
    m_batch = std::min(2 * m_batch, kBatchTransitions);
    return m_index.add(texts, changed->sequence, facts).has_value();
}

QList<Passage> SourcePassages::search(const QStringList &words, int limit, const QString &exceptContextId) const
{
    QList<Passage> passages = m_index.search(words, limit * 3, exceptContextId);
    passages.removeIf([](const Passage &passage) { return passage.pointer != kSourcePointer; });
    passages.resize(std::min<qsizetype>(passages.size(), limit));
    return passages;
}

} // namespace Millrace
