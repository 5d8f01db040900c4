// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "search/passageindex.h"

#include "search/passagesplitter.h"
#include "store/sqlite.h"

#include <QFile>
#include <QMutexLocker>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kApplicationId = 0x4d525358; // "MRSX"
constexpr qint64 kVersion = 1;

constexpr const char *kSchema = R"(
PRAGMA application_id = 0x4d525358;
PRAGMA user_version = 1;
CREATE TABLE document (id INTEGER PRIMARY KEY, context_id TEXT NOT NULL, pointer TEXT NOT NULL, title TEXT NOT NULL,
                       UNIQUE (context_id, pointer));
CREATE TABLE passage (id INTEGER PRIMARY KEY, document_id INTEGER NOT NULL, from_byte INTEGER NOT NULL, to_byte INTEGER NOT NULL);
CREATE INDEX passage_document ON passage (document_id);
CREATE VIRTUAL TABLE passage_text USING fts5 (title, text, tokenize = "unicode61 remove_diacritics 2");
CREATE TABLE progress (id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL);
INSERT INTO progress VALUES (1, 0);
)";

/// Words as the tokenizer divides them: runs of letters, digits and marks. What is quoted of them cannot be an operator.
QStringList tokensOf(const QString &text)
{
    QStringList tokens;
    QString token;
    for (const QChar c : text) {
        if (c.isLetterOrNumber() || c.isMark() || c.isSurrogate()) {
            token += c;
        } else if (!token.isEmpty()) {
            tokens.append(std::exchange(token, {}));
        }
    }
    if (!token.isEmpty())
        tokens.append(token);
    return tokens;
}

QString quoted(const QString &phrase)
{
    return u'"' + phrase + u'"';
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
    if (auto set = writer->exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"); !set)
        return set;
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
    if (auto set = reader->exec("PRAGMA query_only = ON;"); !set)
        return set;
    m_writer = std::move(writer);
    m_reader = std::move(reader);
    return {};
}

void PassageIndex::replaceFile() const
{
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
    if (auto removed = db.prepared("DELETE FROM passage_text WHERE rowid IN (SELECT id FROM passage WHERE document_id = ?)").bind(document).run();
        !removed)
        return removed;
    if (auto removed = db.prepared("DELETE FROM passage WHERE document_id = ?").bind(document).run(); !removed)
        return removed;
    return db.prepared("DELETE FROM document WHERE id = ?").bind(document).run();
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
    if (auto made
        = db.prepared("INSERT INTO document (context_id, pointer, title) VALUES (?, ?, ?)").bind(text.contextId, text.pointer, text.title).run();
        !made)
        return made;
    const qint64 document = db.lastInsertId();
    const QByteArray utf8 = text.text.toUtf8();
    std::vector<PassageSpan> spans = splitPassages(utf8);
    // A title alone is found too.
    if (spans.empty())
        spans.push_back({0, 0});
    for (const PassageSpan &span : spans) {
        if (auto made = db.prepared("INSERT INTO passage (document_id, from_byte, to_byte) VALUES (?, ?, ?)")
                            .bind(document, qint64(span.from), qint64(span.to))
                            .run();
            !made)
            return made;
        const QString piece = QString::fromUtf8(QByteArrayView(utf8).sliced(span.from, span.to - span.from));
        if (auto made
            = db.prepared("INSERT INTO passage_text (rowid, title, text) VALUES (?, ?, ?)").bind(db.lastInsertId(), text.title, piece).run();
            !made)
            return made;
    }
    return {};
}

} // namespace

Result<void> PassageIndex::add(const QList<IndexedText> &texts, qint64 sequence)
{
    return write([&](Connection &db) -> Result<void> {
        for (const IndexedText &text : texts) {
            if (auto added = addText(db, text); !added)
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
        return {};
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
        const QStringList tokens = tokensOf(word);
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
    Statement &query
        = m_reader->prepared("SELECT d.context_id, d.pointer, d.title, passage_text.text, p.from_byte, p.to_byte, CAST(bm25(passage_text, 2.0, 1.0) "
                             "* 1000000 AS INTEGER) AS weight "
                             "FROM passage_text JOIN passage p ON p.id = passage_text.rowid JOIN document d ON d.id = p.document_id "
                             "WHERE passage_text MATCH ? AND d.context_id <> ? AND p.to_byte > p.from_byte ORDER BY weight, p.id LIMIT ?");
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

QList<Finding> PassageIndex::findMatching(const QString &match, int limit) const
{
    QList<Finding> findings;
    const QMutexLocker lock(&m_readMutex);
    if (!m_reader)
        return findings;
    // Which contexts first, their snippets after: a snippet costs more than a rank.
    QList<qint64> rows;
    Statement &ranked
        = m_reader->prepared("SELECT passage_text.rowid, d.context_id, d.title, CAST(bm25(passage_text, 4.0, 1.0) * 1000000 AS INTEGER) AS weight "
                             "FROM passage_text JOIN passage p ON p.id = passage_text.rowid JOIN document d ON d.id = p.document_id "
                             "WHERE passage_text MATCH ? ORDER BY weight, p.id LIMIT 20000");
    ranked.bind(match);
    QSet<QString> seen;
    while (findings.size() < limit && ranked.step().value_or(false)) {
        Finding finding;
        finding.contextId = ranked.text(1);
        if (seen.contains(finding.contextId))
            continue;
        seen.insert(finding.contextId);
        finding.title = ranked.text(2);
        finding.score = double(-ranked.integer(3)) / 1e6;
        rows.append(ranked.integer(0));
        findings.append(finding);
    }
    ranked.reset();
    for (qsizetype i = 0; i < findings.size(); ++i) {
        Statement &query = m_reader->prepared(
            "SELECT snippet(passage_text, 1, char(2), char(3), char(8230), 24) FROM passage_text WHERE passage_text MATCH ? AND rowid = ?");
        query.bind(match, rows[i]);
        if (!query.step().value_or(false))
            continue;
        Finding &finding = findings[i];
        qsizetype from = -1;
        for (const QChar c : query.text(0)) {
            if (c == u'\x02')
                from = finding.snippet.size();
            else if (c == u'\x03' && from >= 0)
                finding.matches.append({from, finding.snippet.size() - from});
            else if (c != u'\x03')
                finding.snippet += c.isSpace() ? QChar(u' ') : c;
        }
        query.reset();
    }
    return findings;
}

QList<Finding> PassageIndex::find(const QString &query, int limit) const
{
    QStringList terms;
    for (const QString &token : tokensOf(query).first(std::min<qsizetype>(32, tokensOf(query).size())))
        terms.append(quoted(token));
    if (terms.isEmpty() || limit <= 0)
        return {};
    QList<Finding> findings = findMatching(terms.join(u" AND "_s), limit);
    if (findings.isEmpty() && terms.size() > 1)
        findings = findMatching(terms.join(u" OR "_s), limit);
    return findings;
}

} // namespace Millrace
