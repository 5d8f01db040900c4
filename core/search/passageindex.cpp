// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/passageindex.h"

#include "search/passagesplitter.h"
#include "search/scripttokenizer.h"
#include "store/sqlite.h"

#include <QCryptographicHash>
#include <QFile>
#include <QMutexLocker>
#include <QSet>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kApplicationId = 0x4d525358; // "MRSX"
constexpr qint64 kVersion = 4;

constexpr const char *kSchema = R"(
PRAGMA application_id = 0x4d525358;
PRAGMA user_version = 4;
CREATE TABLE document (id INTEGER PRIMARY KEY, context_id TEXT NOT NULL, pointer TEXT NOT NULL, title TEXT NOT NULL,
                       source INTEGER NOT NULL, UNIQUE (context_id, pointer));
CREATE INDEX document_source ON document (source);
CREATE TABLE passage (id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL, from_byte INTEGER NOT NULL, to_byte INTEGER NOT NULL,
                      title TEXT NOT NULL, text TEXT NOT NULL);
CREATE INDEX passage_document ON passage (document_id);
CREATE VIRTUAL TABLE passage_text USING fts5 (title, text, content = passage, content_rowid = id, tokenize = "scripts");
INSERT INTO passage_text (passage_text, rank) VALUES ('hashsize', 16777216);
CREATE TABLE fact (kind INTEGER NOT NULL, value TEXT NOT NULL, document INTEGER NOT NULL, context INTEGER NOT NULL,
                   PRIMARY KEY (kind, value, document, context)) WITHOUT ROWID;
CREATE INDEX fact_context ON fact (context);
CREATE TABLE signature (context INTEGER PRIMARY KEY, document INTEGER NOT NULL, signature BLOB NOT NULL);
CREATE TABLE band (key INTEGER NOT NULL, context INTEGER NOT NULL, PRIMARY KEY (key, context)) WITHOUT ROWID;
CREATE INDEX band_context ON band (context);
CREATE TABLE change (context INTEGER PRIMARY KEY, context_id TEXT NOT NULL UNIQUE, stamp INTEGER NOT NULL UNIQUE, gone INTEGER NOT NULL);
CREATE TABLE space (id TEXT PRIMARY KEY, current INTEGER NOT NULL, about TEXT NOT NULL, hash BLOB NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE progress (id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL, identity TEXT NOT NULL);
INSERT INTO progress VALUES (1, 0, lower(hex(randomblob(8))));
)";

constexpr int kCountedHits = 10'000; ///< of a term, for its weight
constexpr int kRankedHits = 8'000; ///< more are not weighed
constexpr qsizetype kFewSources = 20'000;
constexpr qint64 kTitlesBack = 250'000; ///< passages before those, of which the titles are looked at
constexpr int kMostSnippets = 500;
constexpr qint64 kFewHits = 500; ///< of a term, that cost little
constexpr double kCommonness = 4; ///< a word that weighs so many times less than the rarest of a query is passed over where any will do
constexpr qsizetype kMostQueryTerms = 32;
constexpr int kMostCounted = 100'000; ///< changes

/// BM25 as FTS5's own, but for the weights of terms, which come as an argument (doubles in a BLOB): FTS5 would read through every
/// term's whole list for them, which for a word of a million documents takes longer than anything else. In millionths; higher is better.
void rankPassage(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *context, int count, sqlite3_value **values)
{
    constexpr double kSaturation = 1.2;
    constexpr double kLength = 0.75;
    constexpr double kTitleWeight = 4.0;
    sqlite3_int64 rows = 0;
    sqlite3_int64 tokens = 0;
    int size = 0;
    int hits = 0;
    if (count != 1 || api->xRowCount(fts, &rows) != SQLITE_OK || api->xColumnTotalSize(fts, -1, &tokens) != SQLITE_OK
        || api->xColumnSize(fts, -1, &size) != SQLITE_OK || api->xInstCount(fts, &hits) != SQLITE_OK) {
        sqlite3_result_int64(context, 0);
        return;
    }
    const int phrases = api->xPhraseCount(fts);
    const auto *weights = static_cast<const double *>(sqlite3_value_blob(values[0]));
    if (sqlite3_value_bytes(values[0]) < phrases * static_cast<int>(sizeof(double))) {
        sqlite3_result_int64(context, 0);
        return;
    }
    std::array<double, 64> frequency{};
    for (int i = 0; i < hits; ++i) {
        int phrase = 0;
        int column = 0;
        int offset = 0;
        if (api->xInst(fts, i, &phrase, &column, &offset) == SQLITE_OK && phrase < static_cast<int>(frequency.size()))
            frequency[static_cast<std::size_t>(phrase)] += column == 0 ? kTitleWeight : 1.0;
    }
    const double average = std::max(1.0, static_cast<double>(tokens) / static_cast<double>(std::max<sqlite3_int64>(rows, 1)));
    double score = 0;
    for (int i = 0; i < std::min(phrases, static_cast<int>(frequency.size())); ++i) {
        double weight = 0;
        std::memcpy(&weight, weights + i, sizeof weight);
        const double f = frequency[static_cast<std::size_t>(i)];
        score += weight * f * (kSaturation + 1.0) / (f + kSaturation * (1 - kLength + kLength * size / average));
    }
    sqlite3_result_int64(context, static_cast<sqlite3_int64>(score * 1e6));
}

/// Whether a passage, or the document that it came from, is one of those that a query is about.
void isInScope(sqlite3_context *context, int, sqlite3_value **values)
{
    const auto *scope = static_cast<const QSet<qint64> *>(sqlite3_user_data(context));
    sqlite3_result_int(context, scope->contains(sqlite3_value_int64(values[0])) ? 1 : 0);
}

Result<void> addFunctions(Connection &db, QSet<qint64> &scope)
{
    const auto api = fullTextApi(db);
    if (!api)
        return std::unexpected(api.error());
    if ((*api)->xCreateFunction(*api, "passage_rank", nullptr, rankPassage, nullptr) != SQLITE_OK
        || sqlite3_create_function_v2(db.handle(), "in_scope", 1, SQLITE_UTF8, &scope, isInScope, nullptr, nullptr, nullptr) != SQLITE_OK)
        return fail(ErrorCode::Unsupported, u"the database has no full-text search"_s);
    return {};
}

/// Where a snippet's matches are, of the marks that stand around them.
void readSnippet(const QString &marked, Finding &finding)
{
    qsizetype from = -1;
    for (const QChar c : marked) {
        if (c == u'\x02')
            from = finding.snippet.size();
        else if (c == u'\x03' && from >= 0)
            finding.matches.append({from, finding.snippet.size() - from});
        else if (c != u'\x03')
            finding.snippet += c.isSpace() ? QChar(u' ') : c;
    }
}

QString quoted(const QString &phrase)
{
    return u'"' + phrase + u'"';
}

/// The different words of a query, each as a phrase.
QStringList queryTerms(const QString &query)
{
    QStringList terms = queryWords(query);
    terms.resize(std::min<qsizetype>(terms.size(), kMostQueryTerms));
    for (QString &term : terms)
        term = quoted(term);
    terms.removeDuplicates();
    return terms;
}

} // namespace

PassageIndex::PassageIndex(QString path)
    : m_path(std::move(path))
{}

PassageIndex::~PassageIndex() = default;

Result<std::unique_ptr<PassageIndex>> PassageIndex::open(const QString &path)
{
    std::unique_ptr<PassageIndex> index(new PassageIndex(path));
    Result<void> opened = index->openConnections();
    if (!opened) {
        index->replaceFile();
        opened = index->openConnections();
    }
    if (!opened)
        return std::unexpected(opened.error());
    return index;
}

Result<void> PassageIndex::openConnections() const
{
    auto writer = std::make_unique<Connection>();
    if (auto opened = writer->open(m_path, Connection::Mode::Create); !opened)
        return opened;
    if (auto set = writer->exec("PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4096;"); !set)
        return set;
    if (auto added = addScriptTokenizer(*writer); !added)
        return added;
    const Result<qint64> tables = writer->scalar("SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return std::unexpected(tables.error());
    if (*tables == 0) {
        if (auto made = writer->exec(QByteArray("BEGIN IMMEDIATE;" + QByteArray(kSchema) + "COMMIT;").constData()); !made)
            return made;
    } else {
        const Result<qint64> id = writer->scalar("PRAGMA application_id");
        const Result<qint64> version = writer->scalar("PRAGMA user_version");
        if (!id || !version || *id != kApplicationId || *version != kVersion)
            return fail(ErrorCode::WorkspaceForeign, u"%1 is no search index of this version"_s.arg(m_path));
        if (auto read = writer->exec("SELECT sequence FROM progress; SELECT rowid FROM passage_text LIMIT 1; SELECT id FROM passage LIMIT 1;"); !read)
            return read;
    }
    auto reader = std::make_unique<Connection>();
    if (auto opened = reader->open(m_path, Connection::Mode::ReadWrite); !opened)
        return opened;
    if (auto set = reader->exec("PRAGMA query_only = ON; PRAGMA cache_size = -4096;"); !set)
        return set;
    if (auto added = addScriptTokenizer(*reader); !added)
        return added;
    if (auto added = addFunctions(*reader, m_scope); !added)
        return added;
    auto back = std::make_unique<Connection>();
    if (auto opened = back->open(m_path, Connection::Mode::ReadWrite); !opened)
        return opened;
    if (auto set = back->exec("PRAGMA query_only = ON; PRAGMA cache_size = -4096;"); !set)
        return set;
    m_writer = std::move(writer);
    m_reader = std::move(reader);
    m_back = std::move(back);
    return {};
}

void PassageIndex::replaceFile() const
{
    m_weighed = {};
    m_back.reset();
    m_reader.reset();
    m_writer.reset();
    for (const QLatin1StringView suffix : {""_L1, "-wal"_L1, "-shm"_L1, "-journal"_L1})
        QFile::remove(m_path + suffix);
}

bool PassageIndex::isDamage(const Error &error) const
{
    // SQL that was prepared before fails where somebody changed the file's tables.
    return error.code == ErrorCode::WorkspaceDamaged || error.code == ErrorCode::WorkspaceForeign || error.code == ErrorCode::StoreSql;
}

Result<void> PassageIndex::write(const std::function<Result<void>(Connection &)> &work)
{
    const QMutexLocker lock(&m_writeMutex);
    const auto attempt = [&]() -> Result<void> {
        if (!m_writer)
            return fail(ErrorCode::StoreIo, u"%1 cannot be made"_s.arg(m_path));
        if (auto begun = m_writer->exec("BEGIN IMMEDIATE"); !begun)
            return begun;
        Result<void> done = work(*m_writer);
        if (done)
            done = m_writer->exec("COMMIT");
        if (!done && m_writer->inTransaction())
            (void)m_writer->exec("ROLLBACK");
        return done;
    };
    Result<void> done = attempt();
    if (!done && isDamage(done.error())) {
        const QMutexLocker readLock(&m_readMutex);
        const QMutexLocker backLock(&m_backMutex);
        replaceFile();
        if (auto opened = openConnections(); !opened)
            return opened;
        // What was there is gone; the owner sees it by lastSequence() and begins again.
        return {};
    }
    return done;
}

namespace {

Result<void> removeDocument(Connection &db, qint64 document)
{
    // The full text keeps no copy: it must be told what it forgets.
    if (auto removed = db.prepared("INSERT INTO passage_text (passage_text, rowid, title, text) SELECT 'delete', id, title, text FROM passage "
                                   "WHERE document_id = ?")
                           .bind(document)
                           .run();
        !removed)
        return removed;
    if (auto removed = db.prepared("DELETE FROM passage WHERE document_id = ?").bind(document).run(); !removed)
        return removed;
    return db.prepared("DELETE FROM document WHERE id = ?").bind(document).run();
}

Result<void> removeFacts(Connection &db, qint64 context)
{
    for (const char *sql : {"DELETE FROM fact WHERE context = ?", "DELETE FROM band WHERE context = ?", "DELETE FROM signature WHERE context = ?"}) {
        if (auto removed = db.prepared(sql).bind(context).run(); !removed)
            return removed;
    }
    return {};
}

Result<void> noteChange(Connection &db, qint64 context, const QString &contextId, bool isGone)
{
    return db
        .prepared("INSERT INTO change (context, context_id, stamp, gone) VALUES (?, ?, (SELECT coalesce(max(stamp), 0) + 1 FROM change), ?) "
                  "ON CONFLICT (context) DO UPDATE SET stamp = excluded.stamp, gone = excluded.gone")
        .bind(context, contextId, isGone ? 1 : 0)
        .run();
}

Result<void> addFacts(Connection &db, const IndexedFacts &facts)
{
    if (auto removed = removeFacts(db, facts.context); !removed)
        return removed;
    const auto note = [&](IndexedFact kind, const QString &value) {
        return db.prepared("INSERT OR IGNORE INTO fact (kind, value, document, context) VALUES (?, ?, ?, ?)")
            .bind(static_cast<int>(kind), value, facts.document, facts.context)
            .run();
    };
    if (facts.document > 0 && !facts.language.isEmpty()) {
        if (auto noted = note(IndexedFact::Language, facts.language); !noted)
            return noted;
    }
    for (const QString &tag : facts.tags) {
        if (facts.document <= 0)
            break;
        if (auto noted = note(IndexedFact::Tag, tag); !noted)
            return noted;
    }
    if (facts.signature.isEmpty())
        return {};
    if (auto added = db.prepared("INSERT INTO signature (context, document, signature) VALUES (?, ?, ?)")
                         .bind(facts.context, facts.document, facts.signature)
                         .run();
        !added)
        return added;
    for (const quint64 key : facts.bands) {
        if (auto added = db.prepared("INSERT OR IGNORE INTO band (key, context) VALUES (?, ?)").bind(key, facts.context).run(); !added)
            return added;
    }
    return {};
}

Result<void> addText(Connection &db, const IndexedText &text)
{
    Statement &known = db.prepared("SELECT id FROM document WHERE context_id = ? AND pointer = ?");
    known.bind(text.contextId, text.pointer);
    const Result<bool> row = known.step();
    if (!row)
        return std::unexpected(row.error());
    const qint64 old = *row ? known.integer(0) : -1;
    known.reset();
    if (old >= 0) {
        if (auto removed = removeDocument(db, old); !removed)
            return removed;
    }
    if (text.isGone)
        return {};
    if (auto made = db.prepared("INSERT INTO document (context_id, pointer, title, source) VALUES (?, ?, ?, ?)")
                        .bind(text.contextId, text.pointer, text.title, text.source)
                        .run();
        !made)
        return made;
    const qint64 document = db.lastInsertId();
    const QByteArray utf8 = text.text.toUtf8();
    std::vector<PassageSpan> spans = splitPassages(utf8);
    // A title alone is found too.
    if (spans.empty())
        spans.push_back({0, 0});
    for (const PassageSpan &span : spans) {
        const QString piece = QString::fromUtf8(QByteArrayView(utf8).sliced(span.from, span.to - span.from));
        if (auto made = db.prepared("INSERT INTO passage (document_id, from_byte, to_byte, title, text) VALUES (?, ?, ?, ?, ?)")
                            .bind(document, qint64(span.from), qint64(span.to), text.title, piece)
                            .run();
            !made)
            return made;
        if (auto made
            = db.prepared("INSERT INTO passage_text (rowid, title, text) VALUES (?, ?, ?)").bind(db.lastInsertId(), text.title, piece).run();
            !made)
            return made;
    }
    return {};
}

} // namespace

Result<void> PassageIndex::add(const QList<IndexedText> &texts, qint64 sequence, const QList<IndexedFacts> &facts)
{
    return write([&](Connection &db) -> Result<void> {
        for (const IndexedText &text : texts) {
            if (auto added = addText(db, text); !added)
                return added;
            if (text.context <= 0)
                continue;
            if (auto noted = noteChange(db, text.context, text.contextId, false); !noted)
                return noted;
        }
        for (const IndexedFacts &each : facts) {
            if (auto added = addFacts(db, each); !added)
                return added;
        }
        if (sequence < 0)
            return {};
        return db.prepared("UPDATE progress SET sequence = ?").bind(sequence).run();
    });
}

Result<void> PassageIndex::remove(const QString &contextId)
{
    return write([&](Connection &db) -> Result<void> {
        QList<qint64> documents;
        Statement &known = db.prepared("SELECT id FROM document WHERE context_id = ?");
        known.bind(contextId);
        while (true) {
            const Result<bool> row = known.step();
            if (!row)
                return std::unexpected(row.error());
            if (!*row)
                break;
            documents.append(known.integer(0));
        }
        known.reset();
        for (const qint64 document : std::as_const(documents)) {
            if (auto removed = removeDocument(db, document); !removed)
                return removed;
        }
        Statement &key = db.prepared("SELECT context FROM change WHERE context_id = ?");
        key.bind(contextId);
        const Result<bool> row = key.step();
        if (!row)
            return std::unexpected(row.error());
        const qint64 context = *row ? key.integer(0) : 0;
        key.reset();
        if (context == 0)
            return {};
        if (auto removed = removeFacts(db, context); !removed)
            return removed;
        return noteChange(db, context, contextId, true);
    });
}

qint64 PassageIndex::lastSequence() const
{
    const QMutexLocker lock(&m_readMutex);
    return m_reader ? m_reader->scalar("SELECT sequence FROM progress").value_or(0) : 0;
}

Result<void> PassageIndex::setLastSequence(qint64 sequence)
{
    return write([&](Connection &db) { return db.prepared("UPDATE progress SET sequence = ?").bind(sequence).run(); });
}

QList<Passage> PassageIndex::search(const QStringList &words, int limit, const QString &exceptContextId) const
{
    // A phrase counts as itself and as its words.
    QStringList terms;
    for (const QString &word : words) {
        const QStringList tokens = queryWords(word);
        if (tokens.size() > 1)
            terms.append(quoted(tokens.join(u' ')));
        for (const QString &token : tokens) {
            if (tokens.size() == 1 || token.size() > 2)
                terms.append(quoted(token));
        }
    }
    terms.removeDuplicates();
    QList<Passage> passages;
    if (terms.isEmpty() || limit <= 0)
        return passages;
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return passages;
    Statement &query = m_reader->prepared(
        "SELECT d.context_id, d.pointer, d.title, p.text, p.from_byte, p.to_byte, CAST(bm25(passage_text, 2.0, 1.0) "
        "* 1000000 AS INTEGER) AS weight "
        "FROM passage_text JOIN passage p ON p.id = passage_text.rowid JOIN document d ON d.id = p.document_id "
        "WHERE passage_text MATCH ? AND d.context_id <> ? AND d.pointer <> '' AND p.to_byte > p.from_byte ORDER BY weight, p.id LIMIT ?");
    query.bind(terms.first(std::min<qsizetype>(terms.size(), 64)).join(u" OR "_s), exceptContextId, limit);
    while (query.step().value_or(false)) {
        Passage passage;
        passage.contextId = query.text(0);
        passage.pointer = query.text(1);
        passage.title = query.text(2);
        passage.text = query.text(3);
        passage.from = query.integer(4);
        passage.to = query.integer(5);
        passage.score = double(-query.integer(6)) / 1e6;
        passages.append(passage);
    }
    query.reset();
    return passages;
}

/// How much each term counts: the rarer, the more (BM25's own weight). Beyond kCountedHits they are all alike.
QList<PassageIndex::TermWeight> PassageIndex::weigh(const QStringList &terms) const
{
    // One search asks twice, for all the words and for any.
    const qint64 version = m_reader->scalar("PRAGMA data_version").value_or(-1);
    if (version >= 0 && m_weighed.version == version && m_weighed.terms == terms)
        return m_weighed.weights;
    const double total = std::max<double>(1, static_cast<double>(m_reader->scalar("SELECT coalesce(max(id), 0) FROM passage").value_or(0)));
    QList<TermWeight> weights;
    for (const QString &term : terms) {
        Statement &count = m_reader->prepared("SELECT count(*) FROM (SELECT rowid FROM passage_text WHERE passage_text MATCH ? LIMIT ?)");
        count.bind(term, kCountedHits);
        const qint64 hits = count.step().value_or(false) ? count.integer(0) : 0;
        count.reset();
        const double having = static_cast<double>(hits);
        weights.append({hits, std::max(std::log((total - having + 0.5) / (having + 0.5)), 1e-6)});
    }
    m_weighed = {version, terms, weights};
    return weights;
}

bool PassageIndex::hasOneTerm(const QString &query)
{
    return queryTerms(query).size() == 1;
}

QList<Finding> PassageIndex::ranked(const QString &query, Words words, int limit, const QList<qint64> *sources) const
{
    const QStringList terms = queryTerms(query);
    QList<Finding> findings;
    if (terms.isEmpty() || limit <= 0)
        return findings;
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return findings;
    QStringList sought = terms;
    QList<TermWeight> weighed = weigh(terms);
    if (words == Words::Any) {
        // What stands nearly everywhere tells nothing apart, and is most of the work.
        double rarest = 0;
        for (const TermWeight &term : std::as_const(weighed))
            rarest = std::max(rarest, term.hits > 0 ? term.weight : 0);
        for (qsizetype i = sought.size() - 1; i >= 0; --i) {
            const TermWeight &term = weighed.at(i);
            const bool isTold = term.hits < kFewHits || term.weight >= rarest || (term.hits < kCountedHits && term.weight * kCommonness >= rarest);
            if (term.hits > 0 && isTold)
                continue;
            sought.removeAt(i);
            weighed.removeAt(i);
        }
        if (sought.isEmpty())
            return findings;
    }
    const QString match = sought.join(words == Words::All ? " AND "_L1 : " OR "_L1);
    QByteArray weights;
    for (const TermWeight &term : std::as_const(weighed))
        weights.append(reinterpret_cast<const char *>(&term.weight), sizeof term.weight);
    // Which passages first, what they belong to after, their snippets last: each costs more than the one before.
    struct Hit
    {
        qint64 row = 0;
        qint64 weight = 0;
    };
    std::vector<Hit> hits;
    // Of what is not asked for nothing is weighed, so that it does not count among the hits either. The passages of a few documents are gathered
    // first; of many it is cheaper to ask whose each hit is.
    m_scope.clear();
    const bool isOfFew = sources && sources->size() <= kFewSources;
    if (isOfFew) {
        QByteArray keys = "[";
        for (const qint64 key : *sources)
            keys += (keys.size() == 1 ? "" : ",") + QByteArray::number(key);
        Statement &passages = m_reader->prepared("SELECT p.id FROM json_each(?) k JOIN document d ON d.source = k.value JOIN passage p ON "
                                                 "p.document_id = d.id");
        const QString list = QString::fromLatin1(keys + ']');
        passages.bind(list);
        while (passages.step().value_or(false))
            m_scope.insert(passages.integer(0));
        passages.reset();
    } else if (sources) {
        m_scope = QSet<qint64>(sources->cbegin(), sources->cend());
    }
    if (sources && m_scope.isEmpty())
        return findings;
    const auto collect = [&](const QString &expression, qint64 from, qint64 to, int most) {
        const char *sql = !sources
            ? "SELECT rowid, passage_rank(passage_text, ?) FROM passage_text WHERE passage_text MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid "
              "DESC LIMIT ?"
            : isOfFew
            ? "SELECT rowid, passage_rank(passage_text, ?) FROM passage_text WHERE passage_text MATCH ? AND rowid BETWEEN ? AND ? AND "
              "in_scope(rowid) ORDER BY rowid DESC LIMIT ?"
            : "SELECT t.rowid, passage_rank(passage_text, ?) FROM passage_text t CROSS JOIN passage p ON p.id = t.rowid CROSS JOIN document d "
              "ON d.id = p.document_id WHERE passage_text MATCH ? AND t.rowid BETWEEN ? AND ? AND in_scope(d.source) ORDER BY t.rowid "
              "DESC LIMIT ?";
        Statement &ranked = m_reader->prepared(sql);
        ranked.bind(weights, expression, from, to, most);
        while (ranked.step().value_or(false))
            hits.push_back({ranked.integer(0), ranked.integer(1)});
        ranked.reset();
    };
    collect(match, 0, std::numeric_limits<qint64>::max(), kRankedHits);
    // Of words that are nearly everywhere the newest passages are weighed, and some older ones that have them in their title.
    if (hits.size() >= kRankedHits) {
        const qint64 oldest = hits.back().row;
        collect(u"{title} : ("_s + match + u')', oldest - kTitlesBack, oldest - 1, kRankedHits / 2);
    }
    const auto better = [](const Hit &a, const Hit &b) { return a.weight != b.weight ? a.weight > b.weight : a.row < b.row; };
    QSet<qint64> seen;
    QSet<QString> known;
    std::size_t sorted = 0;
    for (std::size_t i = 0; i < hits.size() && findings.size() < limit; ++i) {
        if (i == sorted) {
            sorted = std::min(hits.size(), std::max<std::size_t>(sorted * 4, static_cast<std::size_t>(limit) * 2));
            std::partial_sort(hits.begin() + static_cast<std::ptrdiff_t>(i), hits.begin() + static_cast<std::ptrdiff_t>(sorted), hits.end(), better);
        }
        Statement &whose
            = m_reader->prepared("SELECT d.id, d.context_id, d.title FROM passage p JOIN document d ON d.id = p.document_id WHERE p.id = ?");
        whose.bind(hits[i].row);
        if (whose.step().value_or(false) && !seen.contains(whose.integer(0))) {
            seen.insert(whose.integer(0));
            Finding finding;
            finding.contextId = whose.text(1);
            finding.title = whose.text(2);
            finding.score = static_cast<double>(hits[i].weight) / 1e6;
            finding.passage = hits[i].row;
            if (!known.contains(finding.contextId)) {
                known.insert(finding.contextId);
                findings.append(finding);
            }
        }
        whose.reset();
    }
    m_scope.clear();
    return findings;
}

void PassageIndex::addSnippets(const QString &query, QList<Finding> &findings) const
{
    const QString match = queryTerms(query).join(" OR "_L1);
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader || match.isEmpty())
        return;
    int made = 0;
    for (Finding &finding : findings) {
        if (finding.passage <= 0 || !finding.snippet.isEmpty() || ++made > kMostSnippets)
            continue;
        Statement &text = m_reader->prepared(
            "SELECT snippet(passage_text, 1, char(2), char(3), char(8230), 24) FROM passage_text WHERE passage_text MATCH ? AND rowid = ?");
        text.bind(match, finding.passage);
        if (text.step().value_or(false))
            readSnippet(text.text(0), finding);
        text.reset();
    }
}

QList<Finding> PassageIndex::find(const QString &query, int limit) const
{
    QList<Finding> findings = ranked(query, Words::All, limit);
    if (findings.isEmpty() && queryTerms(query).size() > 1)
        findings = ranked(query, Words::Any, limit);
    addSnippets(query, findings);
    return findings;
}

QList<std::pair<QString, qint64>> PassageIndex::values(IndexedFact fact) const
{
    QList<std::pair<QString, qint64>> values;
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return values;
    Statement &query
        = m_reader->prepared("SELECT value, count(DISTINCT document) AS n FROM fact WHERE kind = ? GROUP BY value ORDER BY n DESC, value LIMIT 1000");
    query.bind(static_cast<int>(fact));
    while (query.step().value_or(false))
        values.append({query.text(0), query.integer(1)});
    query.reset();
    return values;
}

void PassageIndex::forEachFact(IndexedFact fact, const std::function<void(const QString &, qint64)> &take) const
{
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return;
    Statement &query = m_reader->prepared("SELECT DISTINCT value, document FROM fact WHERE kind = ?");
    query.bind(static_cast<int>(fact));
    while (query.step().value_or(false))
        take(query.text(0), query.integer(1));
    query.reset();
}

QList<qint64> PassageIndex::documentsWith(IndexedFact fact, const QString &value, qint64 before, int limit) const
{
    QList<qint64> documents;
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return documents;
    Statement &query
        = m_reader->prepared("SELECT DISTINCT document FROM fact WHERE kind = ? AND value = ? AND document < ? ORDER BY document DESC LIMIT ?");
    query.bind(static_cast<int>(fact), value, before > 0 ? before : std::numeric_limits<qint64>::max(), limit);
    while (query.step().value_or(false))
        documents.append(query.integer(0));
    query.reset();
    return documents;
}

bool PassageIndex::has(IndexedFact fact, const QString &value, qint64 document) const
{
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return false;
    Statement &query = m_reader->prepared("SELECT 1 FROM fact WHERE kind = ? AND value = ? AND document = ? LIMIT 1");
    query.bind(static_cast<int>(fact), value, document);
    const bool found = query.step().value_or(false);
    query.reset();
    return found;
}

std::optional<PassageIndex::Signature> PassageIndex::signatureOf(qint64 context) const
{
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return std::nullopt;
    Statement &query = m_reader->prepared("SELECT context, document, signature FROM signature WHERE context = ?");
    query.bind(context);
    std::optional<Signature> found;
    if (query.step().value_or(false))
        found = Signature{query.integer(0), query.integer(1), query.blob(2)};
    query.reset();
    return found;
}

QString PassageIndex::identity() const
{
    const QMutexLocker lock(&m_backMutex);
    if (!m_back)
        return {};
    Statement &query = m_back->prepared("SELECT identity FROM progress");
    const QString identity = query.step().value_or(false) ? query.text(0) : QString();
    query.reset();
    return identity;
}

QList<PassageIndex::TextChange> PassageIndex::changesAfter(qint64 stamp, int limit) const
{
    QList<TextChange> changes;
    const QMutexLocker lock(&m_backMutex);
    if (!m_back)
        return changes;
    Statement &query = m_back->prepared("SELECT context, stamp, gone FROM change WHERE stamp > ? ORDER BY stamp LIMIT ?");
    query.bind(stamp, limit);
    while (query.step().value_or(false))
        changes.append({query.integer(0), query.integer(1), query.integer(2) != 0});
    query.reset();
    return changes;
}

qint64 PassageIndex::countChangesAfter(qint64 stamp) const
{
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return 0;
    Statement &query = m_reader->prepared("SELECT count(*) FROM (SELECT 1 FROM change WHERE stamp > ? LIMIT ?)");
    query.bind(stamp, kMostCounted);
    const qint64 count = query.step().value_or(false) ? query.integer(0) : 0;
    query.reset();
    return count;
}

qint64 PassageIndex::textCount() const
{
    const QMutexLocker lock(&m_backMutex);
    return m_back ? m_back->scalar("SELECT count(*) FROM change WHERE gone = 0").value_or(0) : 0;
}

QList<qint64> PassageIndex::sampleOfTexts(int most) const
{
    const qint64 count = textCount();
    QList<qint64> keys;
    const QMutexLocker lock(&m_backMutex);
    if (!m_back || most <= 0 || count == 0)
        return keys;
    // Every n-th by a counter, so that gaps in the keys do not matter.
    Statement &query = m_back->prepared("SELECT context FROM change WHERE gone = 0 ORDER BY context");
    double next = 0;
    const double step = std::max(1.0, static_cast<double>(count) / most);
    for (qint64 i = 0; query.step().value_or(false) && keys.size() < most; ++i) {
        if (static_cast<double>(i) < next)
            continue;
        keys.append(query.integer(0));
        next += step;
    }
    query.reset();
    return keys;
}

std::optional<KeptText> PassageIndex::textOf(qint64 context, int mostPieces) const
{
    const QMutexLocker lock(&m_backMutex);
    if (!m_back)
        return std::nullopt;
    struct Whose
    {
        qint64 document = 0;
        qint64 pieces = 0;
    };
    KeptText kept;
    Whose whose;
    Statement &documents
        = m_back->prepared("SELECT d.id, d.context_id, d.title, d.pointer, (SELECT count(*) FROM passage p WHERE p.document_id = d.id "
                           "AND p.to_byte > p.from_byte) AS n FROM change c JOIN document d ON d.context_id = c.context_id "
                           "WHERE c.context = ? AND c.gone = 0 ORDER BY n = 0, d.id LIMIT 1");
    documents.bind(context);
    if (documents.step().value_or(false)) {
        whose = {documents.integer(0), documents.integer(4)};
        kept.contextId = documents.text(1);
        kept.title = documents.text(2);
        kept.pointer = documents.text(3);
    }
    documents.reset();
    if (whose.pieces == 0 || mostPieces <= 0)
        return std::nullopt;
    Statement &pieces = m_back->prepared("SELECT text, from_byte, to_byte FROM passage WHERE document_id = ? AND to_byte > from_byte ORDER BY id");
    pieces.bind(whose.document);
    double next = 0;
    const double step = std::max(1.0, static_cast<double>(whose.pieces) / mostPieces);
    for (qint64 i = 0; kept.pieces.size() < mostPieces && pieces.step().value_or(false); ++i) {
        if (static_cast<double>(i) < next)
            continue;
        kept.pieces.append({pieces.text(0), pieces.integer(1), pieces.integer(2)});
        next += step;
    }
    pieces.reset();
    return kept;
}

QString PassageIndex::titleOf(const QString &contextId) const
{
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return {};
    Statement &query = m_reader->prepared("SELECT title FROM document WHERE context_id = ? ORDER BY id LIMIT 1");
    query.bind(contextId);
    const QString title = query.step().value_or(false) ? query.text(0) : QString();
    query.reset();
    return title;
}

QString PassageIndex::contextIdOf(qint64 context) const
{
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return {};
    Statement &query = m_reader->prepared("SELECT context_id FROM change WHERE context = ? AND gone = 0");
    query.bind(context);
    const QString id = query.step().value_or(false) ? query.text(0) : QString();
    query.reset();
    return id;
}

qint64 PassageIndex::sourceOf(const QString &contextId) const
{
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return 0;
    Statement &query = m_reader->prepared("SELECT max(source) FROM document WHERE context_id = ?");
    query.bind(contextId);
    const qint64 source = query.step().value_or(false) ? query.integer(0) : 0;
    query.reset();
    return source;
}

qint64 PassageIndex::contextKeyOf(const QString &contextId) const
{
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return 0;
    Statement &query = m_reader->prepared("SELECT context FROM change WHERE context_id = ? AND gone = 0");
    query.bind(contextId);
    const qint64 key = query.step().value_or(false) ? query.integer(0) : 0;
    query.reset();
    return key;
}

QList<KeptSpace> PassageIndex::spaces() const
{
    QList<KeptSpace> spaces;
    const QMutexLocker lock(&m_backMutex);
    if (!m_back)
        return spaces;
    Statement &query = m_back->prepared("SELECT id, current, about, hash, bytes FROM space ORDER BY current DESC, id");
    while (query.step().value_or(false)) {
        KeptSpace space{query.text(0), query.integer(1) != 0, Json::parse(query.text(2).toUtf8()).value_or(Json::object()), query.blob(4)};
        if (QCryptographicHash::hash(space.bytes, QCryptographicHash::Blake2b_256) == query.blob(3))
            spaces.append(space);
    }
    query.reset();
    return spaces;
}

Result<void> PassageIndex::keepSpace(const KeptSpace &space)
{
    return write([&](Connection &db) -> Result<void> {
        return db.prepared("INSERT OR REPLACE INTO space (id, current, about, hash, bytes) VALUES (?, ?, ?, ?, ?)")
            .bind(space.id, space.isCurrent ? 1 : 0, QString::fromUtf8(space.about.toBytes()),
                  QCryptographicHash::hash(space.bytes, QCryptographicHash::Blake2b_256), space.bytes)
            .run();
    });
}

Result<void> PassageIndex::noteAbout(const QString &id, const Json &about)
{
    return write(
        [&](Connection &db) { return db.prepared("UPDATE space SET about = ? WHERE id = ?").bind(QString::fromUtf8(about.toBytes()), id).run(); });
}

Result<void> PassageIndex::makeCurrent(const QString &id)
{
    return write([&](Connection &db) -> Result<void> {
        if (auto dropped = db.prepared("DELETE FROM space WHERE id <> ?").bind(id).run(); !dropped)
            return dropped;
        return db.prepared("UPDATE space SET current = 1 WHERE id = ?").bind(id).run();
    });
}

qint64 PassageIndex::oldestOfNewest(int count) const
{
    const QMutexLocker lock(&m_backMutex);
    if (!m_back)
        return 0;
    Statement &query = m_back->prepared("SELECT context FROM change WHERE gone = 0 ORDER BY context DESC LIMIT 1 OFFSET ?");
    query.bind(count - 1);
    const qint64 key = query.step().value_or(false) ? query.integer(0) : 0;
    query.reset();
    return key;
}

Result<void> PassageIndex::dropSpace(const QString &id)
{
    return write([&](Connection &db) { return db.prepared("DELETE FROM space WHERE id = ?").bind(id).run(); });
}

QList<PassageIndex::Signature> PassageIndex::candidates(qint64 context, int limit) const
{
    QList<Signature> found;
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return found;
    Statement &query = m_reader->prepared("SELECT s.context, s.document, s.signature, count(*) AS n FROM band mine JOIN band b ON b.key = mine.key "
                                          "JOIN signature s ON s.context = b.context WHERE mine.context = ? AND b.context <> mine.context "
                                          "GROUP BY s.context ORDER BY n DESC, s.context LIMIT ?");
    query.bind(context, limit);
    while (query.step().value_or(false))
        found.append({query.integer(0), query.integer(1), query.blob(2)});
    query.reset();
    return found;
}

} // namespace Millrace
