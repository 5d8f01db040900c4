// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/formats.h"
#include "search/hybridsearch.h"
#include "store/contextids.h"
#include "store/documentrepository.h"
#include "text/minhash.h"
#include "workspace/commandschema.h"
#include "workspace/contextjson.h"
#include "workspace/workspace_p.h"

#include <QBuffer>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QSet>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Millrace {

using namespace CommandSchema;

namespace {

constexpr qint64 kMostReadBytes = qint64(8) * 1024 * 1024;
constexpr int kUsualPage = 100;
constexpr int kLargestPage = 1'000;
constexpr int kMostHits = 10'000; ///< of a search
constexpr int kMostCounted = 2'000; ///< of a search, looked at for counts
constexpr int kFewFound = 20; ///< fewer are all that there are, though a filter leaves out some
constexpr int kMostParts = 50; ///< of one document, whose like is looked for
constexpr qint64 kMostShown = 4 * 1024 * 1024; ///< bytes of a table
constexpr qint64 kMostCopied = 64 * 1024 * 1024; ///< of which the beginning is shown
constexpr int kMostListed = 200; ///< duplicates and contexts told of one document
constexpr int kMostCandidates = 500;
constexpr double kUsualLikeness = 0.7;
constexpr int kMostTransitions = 5'000; ///< looked at, to tell how far the index is behind
constexpr int kUsualSimilar = 10;
constexpr int kMostSimilar = 100;
constexpr double kLeastSimilar = 0.3;
constexpr int kComparedPieces = 60; ///< of each of two texts
constexpr float kLeastAlike = 0.3F; ///< passages
constexpr int kUsualPassages = 2;
constexpr int kMostPassages = 10;
constexpr int kMostLookedThrough = 200'000; ///< documents with a language or tag, for one page

Json toJson(const StoredDocument &document)
{
    return Json::object({
        {"id", document.id},
        {"title", document.title},
        {"name", document.name},
        {"path", document.path.isEmpty() ? Json() : Json(document.path)},
        {"source", document.sourceId},
        {"format", document.format},
        {"media_type", document.mediaType},
        {"size", document.size},
        {"hash", document.hash},
        {"modified_at", document.modifiedAt ? Json(isoMicroseconds(*document.modifiedAt)) : Json()},
        {"taken_at", isoMicroseconds(document.takenAt)},
        {"version", document.version},
        {"is_latest", document.isLatest},
        {"duplicate_of", document.duplicateOfId.isEmpty() ? Json() : Json(document.duplicateOfId)},
    });
}

Json toJson(const QList<StoredDocument> &documents)
{
    Json list = Json::array();
    for (const StoredDocument &document : documents)
        list.append(toJson(document));
    return list;
}

/// What the workspace filters by, and what only the index knows.
struct LibraryFilter
{
    DocumentFilter stored;
    std::optional<std::pair<IndexedFact, QString>> fact;
    std::optional<std::pair<IndexedFact, QString>> second;
};

Result<LibraryFilter> filterOf(const Json &args)
{
    LibraryFilter filter;
    filter.stored.format = args.value("format").toString();
    filter.stored.source = args.value("source").toString();
    filter.stored.named = args.value("named").toString();
    filter.stored.allVersions = args.value("all_versions").toBool();
    if (args.contains("duplicates"))
        filter.stored.hasDuplicates = args.value("duplicates").toBool();
    for (const auto &[name, moment] : {std::pair("from", &filter.stored.takenFrom), std::pair("to", &filter.stored.takenTo)}) {
        if (!args.contains(name))
            continue;
        *moment = parseIso(args.value(name).toString());
        if (!*moment)
            return fail(ErrorCode::InvalidArgument, u"`%1` is no time in ISO 8601"_s.arg(QLatin1StringView(name)));
    }
    if (args.contains("language"))
        filter.fact = std::pair(IndexedFact::Language, args.value("language").toString());
    if (args.contains("tag"))
        (filter.fact ? filter.second : filter.fact) = std::pair(IndexedFact::Tag, args.value("tag").toString());
    return filter;
}

Json filterSchema(std::initializer_list<JsonMember> more)
{
    Json json = schema({{"format", text("\"pdf\", \"html\", …")},
                        {"source", text("id of a source")},
                        {"named", text("words of title or file name, or parts of them")},
                        {"language", text("\"en\", \"de\", …, as the document says or its text tells")},
                        {"tag", text("one of its tags")},
                        {"from", text("taken in at this time or later, ISO 8601")},
                        {"to", text("taken in before this time")},
                        {"duplicates", Json::object({{"type", "boolean"}, {"description", "only documents with, or without, exact duplicates"}})},
                        {"all_versions", Json::object({{"type", "boolean"}, {"description", "older versions too; false by default"}})}});
    Json properties = json.value("properties");
    for (const JsonMember &member : more)
        properties.insert(member.key, member.value);
    json.insert("properties", properties);
    return json;
}

Result<StoredDocument> documentOf(Reader &reader, const QString &id)
{
    const auto found = DocumentRepository(reader.db).find(id);
    if (!found)
        return std::unexpected(found.error());
    if (!*found)
        return fail(ErrorCode::NotFound, u"there is no document \"%1\""_s.arg(id), Json::object({{"id", id}}));
    return **found;
}

int limitOf(const Json &args)
{
    return static_cast<int>(std::min<qint64>(args.value("limit").toInt(kUsualPage), kLargestPage));
}

/// A page, newest first, of documents of which the index knows something: its keys in runs, until the page is full.
Result<QList<StoredDocument>> pageWithFact(DocumentRepository &documents, const PassageIndex &index, const LibraryFilter &filter, DocumentKey before,
                                           int limit)
{
    QList<StoredDocument> page;
    for (int seen = 0; page.size() < limit && seen < kMostLookedThrough;) {
        QList<qint64> keys = index.documentsWith(filter.fact->first, filter.fact->second, before, kLargestPage);
        if (keys.isEmpty())
            break;
        seen += static_cast<int>(keys.size());
        before = keys.last();
        if (filter.second) {
            const QList<qint64> others = index.documentsWith(filter.second->first, filter.second->second, keys.first() + 1, kMostLookedThrough);
            const QSet<qint64> both(others.cbegin(), others.cend());
            keys.removeIf([&both](qint64 key) { return !both.contains(key); });
        }
        const auto rows = documents.rows(keys, filter.stored);
        if (!rows)
            return rows;
        page += *rows;
    }
    page.resize(std::min<qsizetype>(page.size(), limit));
    return page;
}

bool hasFacts(const PassageIndex &index, const LibraryFilter &filter, DocumentKey document)
{
    const auto has = [&](const auto &fact) { return !fact || index.has(fact->first, fact->second, document); };
    return has(filter.fact) && has(filter.second);
}

/// Documents that read alike, the likest first.
Json likeOf(Reader &reader, const PassageIndex &index, ContextKey context, double least, int limit)
{
    Json list = Json::array();
    const auto own = index.signatureOf(context);
    const auto signature = own ? MinHash::fromBase64(own->signature) : std::nullopt;
    if (!signature)
        return list;
    struct Like
    {
        double similarity = 0;
        PassageIndex::Signature of;
    };
    QList<Like> likes;
    DocumentRepository repository(reader.db);
    const auto thingOf = [&repository](const PassageIndex::Signature &of) -> qint64 {
        const auto place = repository.placeOf(of.context);
        return place && *place ? (*place)->thing() : of.document;
    };
    QSet<qint64> things{thingOf(*own)};
    for (const PassageIndex::Signature &candidate : index.candidates(context, kMostCandidates)) {
        const auto other = MinHash::fromBase64(candidate.signature);
        if (!other || signature->similarity(*other) < least)
            continue;
        likes.append({signature->similarity(*other), candidate});
    }
    std::ranges::stable_sort(likes, std::greater(), &Like::similarity);
    DocumentFilter every;
    every.allVersions = true;
    for (const Like &like : std::as_const(likes)) {
        if (list.size() >= limit)
            break;
        const qint64 thing = thingOf(like.of);
        if (thing != 0 && things.contains(thing))
            continue;
        things.insert(thing);
        const auto rows = reader.contexts.rows({like.of.context});
        if (!rows || rows->isEmpty())
            continue;
        Json json = Json::object({{"similarity", std::round(like.similarity * 1000) / 1000}, {"context", rows->first().id}});
        json.insert("title", rows->first().title);
        if (const auto found = repository.rows({like.of.document}, every); found && !found->isEmpty())
            json.insert("document", toJson(found->first()));
        list.append(json);
    }
    return list;
}

/// The same for a document: for each of the things in it, where there are several.
Json likeOfDocument(Reader &reader, const PassageIndex &index, DocumentKey document, double least, int limit)
{
    Json list = Json::array();
    const auto contexts = DocumentRepository(reader.db).contexts(document, kMostParts);
    const auto rows = contexts ? reader.contexts.rows(*contexts) : Result<QList<ContextSummary>>(std::unexpected(contexts.error()));
    if (!rows || rows->isEmpty())
        return list;
    const auto place = DocumentRepository(reader.db).placeOf(rows->first().key);
    if (!place || !*place || !(*place)->isPart)
        return likeOf(reader, index, rows->first().key, least, limit);
    for (const ContextSummary &row : *rows) {
        const Json likes = likeOf(reader, index, row.key, least, limit);
        for (const Json &like : likes.items()) {
            if (list.size() >= limit)
                return list;
            Json one = like;
            one.insert("of", row.id);
            list.append(one);
        }
    }
    return list;
}

Json contextsOf(Reader &reader, DocumentKey document)
{
    Json list = Json::array();
    const auto keys = DocumentRepository(reader.db).contexts(document, kMostListed);
    const auto rows = keys ? reader.contexts.rows(*keys) : Result<QList<ContextSummary>>(std::unexpected(keys.error()));
    if (!rows)
        return list;
    for (const ContextSummary &row : *rows)
        list.append(toJson(row));
    return list;
}

/// How far the indexes are: `behind` counts contexts that are not found by their words yet, `meaning_behind` those not by what they mean; while
/// `learning`, a space is read or learnt.
Result<Json> stateOf(Reader &reader, const PassageIndex &index, const MeaningView &meaning)
{
    const auto rested = reader.contexts.restedSince(index.lastSequence(), kMostTransitions);
    if (!rested)
        return std::unexpected(rested.error());
    const MeaningView::Status status = meaning.status();
    return Json::object({{"behind", rested->contexts},
                         {"at_least", rested->isMore},
                         {"meaning_behind", status.behind},
                         {"learning", !meaning.isLearnt() && index.textCount() >= MeaningIndex::kFewestTexts},
                         {"model", status.model.isEmpty() ? Json() : Json(status.model)}});
}

Json pieceJson(const KeptText::Piece &piece)
{
    return Json::object({{"text", piece.text}, {"from", piece.from}, {"to", piece.to}});
}

/// The passages of two contexts that mean the like, each with its place in its field.
Json passagesOf(const MeaningView &meaning, const std::optional<MeaningView::Pieces> &own, ContextKey other, int count)
{
    Json list = Json::array();
    const auto pieces = own && count > 0 ? meaning.piecesOf(other, kComparedPieces) : std::nullopt;
    if (!pieces)
        return list;
    for (const MeaningView::Alike &alike : MeaningView::alike(*own, *pieces, count, kLeastAlike)) {
        Json theirs = pieceJson(alike.other);
        theirs.insert("pointer", pieces->text.pointer);
        list.append(Json::object({{"similarity", std::round(alike.similarity * 1000) / 1000}, {"own", pieceJson(alike.own)}, {"other", theirs}}));
    }
    return list;
}

/// What is looked for: the vector of the context's text, from the index or, while it has none, made here.
std::vector<float> vectorOf(Reader &reader, const MeaningView &meaning, ContextKey context)
{
    std::vector<float> vector = meaning.vectorOf(context);
    if (!vector.empty() || !meaning.isLearnt())
        return vector;
    const auto document = reader.contexts.document(context);
    return document ? meaning.vectorOf(document->value("data").value("source_text").toString()) : vector;
}

Json countsOf(const QList<FacetCount> &counts)
{
    Json list = Json::array();
    for (const FacetCount &count : counts) {
        Json json = Json::object({{"value", count.value}, {"count", count.count}});
        if (!count.title.isEmpty())
            json.insert("title", count.title);
        list.append(json);
    }
    return list;
}

Ranking rankingOf(const Json &args)
{
    return args.value("ranking").toString() == "text"_L1 ? Ranking::Text : Ranking::Hybrid;
}

bool isNarrow(const LibraryFilter &filter)
{
    return filter.stored != DocumentFilter() || filter.fact;
}

/// What the index alone can tell of the documents that pass; nothing where it is not asked.
std::optional<QList<DocumentKey>> documentsWithFacts(const PassageIndex &index, const LibraryFilter &filter)
{
    if (!filter.fact)
        return {};
    QList<DocumentKey> known = index.documentsWith(filter.fact->first, filter.fact->second, 0, kMostLookedThrough);
    if (filter.second)
        known.removeIf([&](DocumentKey key) { return !index.has(filter.second->first, filter.second->second, key); });
    return known;
}

/// What a query finds, and perhaps more than passes. What passes may lie behind all that was weighed: then the words are looked for among that
/// alone, whichever page is asked for.
Result<QList<Finding>> findingsOf(Reader &reader, const PassageIndex &index, const MeaningView &meaning, const LibraryFilter &filter,
                                  const Json &args, int limit)
{
    const QString query = args.value("query").toString();
    const Ranking ranking = rankingOf(args);
    QList<Finding> findings = findRanked(index, meaning, query, ranking, limit);
    if (!isNarrow(filter) || findings.size() < kFewFound)
        return findings;
    DocumentFilter stored = filter.stored;
    stored.among = documentsWithFacts(index, filter);
    const auto sources = DocumentRepository(reader.db).keys(stored);
    if (!sources)
        return std::unexpected(sources.error());
    return findRanked(index, meaning, query, ranking, limit, &*sources);
}

/// The documents that pass what the index alone can tell: languages, tags and the words of a query; nothing where none of them is asked for.
Result<std::optional<QList<DocumentKey>>> documentsKnown(Reader &reader, const PassageIndex &index, const MeaningView &meaning,
                                                         const LibraryFilter &filter, const Json &args)
{
    std::optional<QList<DocumentKey>> known = documentsWithFacts(index, filter);
    if (args.value("query").toString().trimmed().isEmpty())
        return known;
    DocumentRepository documents(reader.db);
    QSet<DocumentKey> found;
    const auto findings = findingsOf(reader, index, meaning, filter, args, kMostCounted);
    if (!findings)
        return std::unexpected(findings.error());
    for (const Finding &finding : *findings) {
        const auto context = reader.contexts.find(finding.contextId);
        if (!context || !*context)
            continue;
        const auto document = documents.ofContext(**context);
        if (!document)
            return std::unexpected(document.error());
        if (*document)
            found.insert((*document)->key);
    }
    if (!known)
        return QList<DocumentKey>(found.cbegin(), found.cend());
    known->removeIf([&](DocumentKey key) { return !found.contains(key); });
    return known;
}

/// Counts of what the index knows among the documents that pass.
Json factCounts(const PassageIndex &index, IndexedFact fact, const std::optional<QSet<qint64>> &among)
{
    QList<FacetCount> counts;
    if (!among) {
        for (const auto &[value, n] : index.values(fact))
            counts.append({value, {}, n});
        return countsOf(counts);
    }
    QHash<QString, qint64> sums;
    index.forEachFact(fact, [&](const QString &value, qint64 document) {
        if (among->contains(document))
            ++sums[value];
    });
    for (const auto &[value, n] : sums.asKeyValueRange())
        counts.append({value, {}, n});
    std::ranges::sort(counts, [](const FacetCount &a, const FacetCount &b) { return a.count != b.count ? a.count > b.count : a.value < b.value; });
    counts.resize(std::min<qsizetype>(counts.size(), 1000));
    return countsOf(counts);
}

Json originalJson(const OriginalInfo &info)
{
    return Json::object({{"hash", info.hash}, {"name", info.name}, {"media_type", info.mediaType}, {"size", info.size}});
}

/// The hash that the arguments mean, and the name that the file had.
Result<std::pair<QString, QString>> originalOf(Reader &reader, const Json &args)
{
    if (args.contains("hash"))
        return std::pair(args.value("hash").toString(), QString());
    std::optional<StoredDocument> document;
    if (args.contains("document")) {
        const auto found = documentOf(reader, args.value("document").toString());
        if (!found)
            return std::unexpected(found.error());
        document = *found;
    } else {
        const QString id = args.value("context").toString();
        const auto key = reader.contexts.find(id);
        if (!key || !*key)
            return key ? Result<std::pair<QString, QString>>(noContext(id)) : std::unexpected(key.error());
        const auto found = DocumentRepository(reader.db).ofContext(**key);
        if (!found)
            return std::unexpected(found.error());
        if (!*found)
            return fail(ErrorCode::NotFound, u"context \"%1\" came from no file"_s.arg(id), Json::object({{"id", id}}));
        document = **found;
    }
    return std::pair(document->hash, document->name);
}

/// The text of a table or of records as their file has it: its contexts have the values alone.
Result<Json> textOfRecords(Reader &reader, const Json &args)
{
    const auto document = documentOf(reader, args.value("id").toString());
    if (!document)
        return std::unexpected(document.error());
    const Extractor *extractor = findExtractor(document->format == "tsv"_L1 ? u"csv"_s : document->format);
    const bool isJson = document->format == "json"_L1;
    if (!extractor || (!isJson && document->format != "csv"_L1 && document->format != "tsv"_L1 && document->format != "jsonl"_L1))
        return fail(ErrorCode::Unsupported, u"%1 is no table and holds no records"_s.arg(document->name));
    const auto original = findOriginal(reader.db, document->hash);
    if (!original)
        return std::unexpected(original.error());
    if (original->info.size > (isJson ? kMostShown : kMostCopied))
        return fail(ErrorCode::Unsupported, u"%1 is too large to be shown"_s.arg(document->name));
    QBuffer buffer;
    (void)buffer.open(QIODevice::ReadWrite);
    if (auto copied = copyOriginal(reader.db, *original, buffer); !copied)
        return std::unexpected(copied.error());
    ExtractInput input;
    input.name = document->name;
    input.bytes = buffer.data();
    const bool isCut = input.bytes.size() > kMostShown;
    if (isCut) {
        const qsizetype end = input.bytes.lastIndexOf('\n', kMostShown - 1);
        input.bytes.truncate(end >= 0 ? end + 1 : kMostShown);
    }
    auto text = extractor->extract(input);
    if (!text)
        return std::unexpected(text.error());
    if (isCut) {
        text->partial = true;
        text->warnings.append(u"The text is longer than %1 MiB; the rest was left out."_s.arg(kMostShown / (1024 * 1024)));
    }
    return Json::object({{"text", text->text}, {"document", text->structure()}});
}

Result<Json> exportOriginal(Reader &reader, const Json &args)
{
    const auto which = originalOf(reader, args);
    if (!which)
        return std::unexpected(which.error());
    const auto original = findOriginal(reader.db, which->first);
    if (!original)
        return std::unexpected(original.error());
    QString path = args.value("path").toString();
    // Names come from elsewhere: of a path in one only the last part counts.
    const QString name = (which->second.isEmpty() ? original->info.name : which->second).section(u'/', -1);
    if (QFileInfo(path).isDir())
        path = QDir(path).filePath(name.isEmpty() || name == ".."_L1 || name == "."_L1 ? original->info.hash : name);
    if (QFileInfo::exists(path))
        return fail(ErrorCode::AlreadyExists, u"there is a file %1 already"_s.arg(path), Json::object({{"path", path}}));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return fail(ErrorCode::FileWrite, u"%1: %2"_s.arg(path, file.errorString()), Json::object({{"path", path}}));
    if (auto copied = copyOriginal(reader.db, *original, file); !copied)
        return std::unexpected(copied.error());
    if (!file.commit())
        return fail(ErrorCode::FileWrite, u"%1: %2"_s.arg(path, file.errorString()), Json::object({{"path", path}}));
    Json json = originalJson(original->info);
    json.insert("path", path);
    return json;
}

Result<Json> readOriginal(Reader &reader, const Json &args)
{
    const auto which = originalOf(reader, args);
    const auto original = which ? findOriginal(reader.db, which->first) : std::unexpected(which.error());
    if (!original)
        return std::unexpected(original.error());
    if (original->info.size > kMostReadBytes)
        return fail(ErrorCode::TooLarge,
                    u"the file has %1 bytes; at most %2 are read at once: export it instead"_s.arg(original->info.size).arg(kMostReadBytes),
                    Json::object({{"size", original->info.size}}));
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    if (auto copied = copyOriginal(reader.db, *original, bytes); !copied)
        return std::unexpected(copied.error());
    Json json = originalJson(original->info);
    if (!which->second.isEmpty())
        json.insert("name", which->second);
    json.insert("base64", Json(bytes.data().toBase64()));
    return json;
}

} // namespace

Result<Json> Workspace::Private::searchLibrary(Reader &reader, const Json &args) const
{
    const auto filter = filterOf(args);
    if (!filter)
        return std::unexpected(filter.error());
    if (!index)
        return fail(ErrorCode::Unsupported, u"there is no full-text index here"_s);
    const QString query = args.value("query").toString();
    const Ranking ranking = rankingOf(args);
    const MeaningView view = meaning->view();
    const auto state = stateOf(reader, *index, view);
    if (!state)
        return state;
    DocumentRepository documents(reader.db);
    const auto skip = static_cast<int>(std::min<qint64>(args.value("skip").toInt(), kMostHits));
    const int most = limitOf(args);
    QList<Finding> found;
    QList<Json> origins;
    for (int limit = isNarrow(*filter) ? kMostHits : std::min(skip + most + kUsualPage, kMostHits);; limit = std::min(limit * 4, kMostHits)) {
        const auto all = findingsOf(reader, *index, view, *filter, args, limit);
        if (!all)
            return std::unexpected(all.error());
        found.clear();
        origins.clear();
        QSet<qint64> seen;
        int passed = 0;
        for (const Finding &finding : *all) {
            if (found.size() >= most)
                break;
            const auto key = reader.contexts.find(finding.contextId);
            if (!key || !*key)
                continue;
            const auto place = documents.placeOf(**key);
            if (!place)
                return std::unexpected(place.error());
            if (*place ? seen.contains((*place)->thing()) : isNarrow(*filter))
                continue;
            if (*place) {
                const DocumentKey document = (*place)->document.key;
                seen.insert((*place)->thing());
                const auto passes = documents.rows({document}, filter->stored);
                if (!passes)
                    return std::unexpected(passes.error());
                if (passes->isEmpty() || !hasFacts(*index, *filter, document))
                    continue;
            }
            if (++passed <= skip)
                continue;
            found.append(finding);
            origins.append(*place ? toJson((*place)->document) : Json());
            if (*place)
                origins.last().insert("is_part", (*place)->isPart);
        }
        if (found.size() >= most || all->size() < limit || limit >= kMostHits)
            break;
    }
    addSnippets(*index, view, query, found);
    static constexpr const char *kFoundBy[] = {"words", "meaning", "both"};
    Json hits = Json::array();
    for (qsizetype i = 0; i < found.size(); ++i) {
        const Finding &finding = found.at(i);
        Json matches = Json::array();
        for (const auto &[from, length] : finding.matches)
            matches.append(Json::array({qint64(from), qint64(length)}));
        hits.append(Json::object({{"context", finding.contextId},
                                  {"title", finding.title},
                                  {"snippet", finding.snippet},
                                  {"matches", matches},
                                  {"score", finding.score},
                                  {"found_by", kFoundBy[static_cast<int>(finding.by)]},
                                  {"document", origins.at(i)}}));
    }
    return Json::object({{"hits", hits}, {"ranking", ranking == Ranking::Text ? "text" : "hybrid"}, {"index", *state}});
}

Result<Json> Workspace::Private::similarInLibrary(Reader &reader, const Json &args) const
{
    const auto filter = filterOf(args);
    if (!filter)
        return std::unexpected(filter.error());
    if (!index)
        return fail(ErrorCode::Unsupported, u"there is no full-text index here"_s);
    if (args.contains("id") == args.contains("context"))
        return fail(ErrorCode::InvalidArgument, u"either `id` or `context` is needed"_s);
    DocumentRepository documents(reader.db);
    SimilarQuery query;
    ContextKey context = 0;
    if (args.contains("context")) {
        query.exceptContextId = args.value("context").toString();
        const auto key = reader.contexts.find(query.exceptContextId);
        if (!key || !*key)
            return key ? Result<Json>(noContext(query.exceptContextId)) : Result<Json>(std::unexpected(key.error()));
        context = **key;
        const auto place = documents.placeOf(context);
        if (!place)
            return std::unexpected(place.error());
        query.except = *place;
    } else {
        const auto document = documentOf(reader, args.value("id").toString());
        if (!document)
            return std::unexpected(document.error());
        const auto contexts = documents.contexts(document->key, 1);
        if (!contexts)
            return std::unexpected(contexts.error());
        context = contexts->isEmpty() ? 0 : contexts->first();
        const auto place = context > 0 ? documents.placeOf(context) : Result<std::optional<DocumentRepository::Place>>();
        if (!place)
            return std::unexpected(place.error());
        query.except = *place ? **place : DocumentRepository::Place{*document, 0, false};
    }
    const MeaningView view = meaning->view();
    const auto state = stateOf(reader, *index, view);
    if (!state)
        return state;
    query.vector = context > 0 ? vectorOf(reader, view, context) : std::vector<float>();
    query.limit = static_cast<int>(std::min<qint64>(args.value("limit").toInt(kUsualSimilar), kMostSimilar));
    query.least = args.value("least").toDouble(kLeastSimilar);
    query.filter = filter->stored;
    if (filter->fact)
        query.passes = [&](DocumentKey document) { return hasFacts(*index, *filter, document); };
    const auto found = similarContexts(reader, view, query);
    if (!found)
        return std::unexpected(found.error());
    const int passages = static_cast<int>(std::min<qint64>(args.value("passages").toInt(kUsualPassages), kMostPassages));
    const auto own = passages > 0 && !found->isEmpty() ? view.piecesOf(context, kComparedPieces) : std::nullopt;
    Json list = Json::array();
    for (const SimilarContext &similar : *found) {
        list.append(Json::object({{"similarity", std::round(similar.similarity * 1000) / 1000},
                                  {"context", similar.context.id},
                                  {"title", similar.context.title},
                                  {"document", similar.document ? toJson(*similar.document) : Json()},
                                  {"passages", passagesOf(view, own, similar.context.key, passages)}}));
    }
    return Json::object({{"similar", list}, {"index", *state}});
}

void Workspace::Private::addLibraryCommands()
{
    const Json limit = integer("most to give, 100 by default", 1);
    const Json ranking = Json::object(
        {{"type", "string"}, {"enum", Json::array({"hybrid", "text"})}, {"description", "by words and by meaning (the usual), or by words alone"}});
    table.add(info("library.list", "List documents",
                   "The files that were taken in, newest first, each in its newest version; `next` is the `after` of the following page, or null.",
                   Access::Read, "contexts.read", filterSchema({{"limit", limit}, {"after", text("id of the last document of the page before")}})),
              [this](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto filter = filterOf(call.args);
                  if (!filter)
                      return std::unexpected(filter.error());
                  DocumentKey before = 0;
                  if (call.args.contains("after")) {
                      const auto last = documentOf(reader, call.args.value("after").toString());
                      if (!last)
                          return std::unexpected(last.error());
                      before = last->key;
                  }
                  DocumentRepository documents(reader.db);
                  const int most = limitOf(call.args);
                  auto page = !filter->fact ? documents.page(filter->stored, before, most + 1)
                      : index               ? pageWithFact(documents, *index, *filter, before, most + 1)
                                            : Result<QList<StoredDocument>>(QList<StoredDocument>());
                  if (!page)
                      return std::unexpected(page.error());
                  const bool more = page->size() > most;
                  if (more)
                      page->resize(most);
                  return Json::object({{"documents", toJson(*page)}, {"next", more ? Json(page->last().id) : Json()}});
              });
    table.add(
        info("library.facets", "Count documents by what they are",
             "How many documents there are, and how many of each format, source, day, language and tag, and with duplicates, among those that pass; "
             "with a query, among the first 2,000 that library.search finds.",
             Access::Read, "contexts.read", filterSchema({{"query", text("words")}, {"ranking", ranking}})),
        [this](Reader &reader, const CommandCall &call) -> Result<Json> {
            const auto filter = filterOf(call.args);
            if (!filter)
                return std::unexpected(filter.error());
            DocumentRepository documents(reader.db);
            DocumentFilter stored = filter->stored;
            if (index) {
                auto known = documentsKnown(reader, *index, meaning->view(), *filter, call.args);
                if (!known)
                    return std::unexpected(known.error());
                stored.among = std::move(*known);
            }
            const auto total = documents.count(stored);
            if (!total)
                return std::unexpected(total.error());
            Json facets = Json::object();
            for (const QString &name : {u"format"_s, u"source"_s, u"day"_s, u"duplicates"_s}) {
                const auto counts = documents.facet(stored, name);
                if (!counts)
                    return std::unexpected(counts.error());
                facets.insert(name, countsOf(*counts));
            }
            if (index) {
                std::optional<QSet<qint64>> among;
                if (stored != DocumentFilter()) {
                    const auto keys = documents.keys(stored);
                    if (!keys)
                        return std::unexpected(keys.error());
                    among.emplace(keys->cbegin(), keys->cend());
                }
                facets.insert("language", factCounts(*index, IndexedFact::Language, among));
                facets.insert("tag", factCounts(*index, IndexedFact::Tag, among));
            }
            return Json::object({{"total", *total}, {"facets", facets}});
        });
    table.add(
        info("library.get", "Get a document",
             "One document: its file, all versions, exact duplicates, near duplicates with their likeness, and the contexts that were made from it.",
             Access::Read, "contexts.read",
             schema({{"id", text("the document's id")},
                     {"likeness", Json::object({{"type", "number"}, {"minimum", 0}, {"maximum", 1}, {"description", "least to call it near; 0.7"}})}},
                    {u"id"_s})),
        [this](Reader &reader, const CommandCall &call) -> Result<Json> {
            const auto document = documentOf(reader, call.args.value("id").toString());
            if (!document)
                return std::unexpected(document.error());
            DocumentRepository documents(reader.db);
            const auto versions = documents.versions(*document);
            const auto duplicates = documents.duplicates(*document, kMostListed);
            if (!versions || !duplicates)
                return std::unexpected(!versions ? versions.error() : duplicates.error());
            const double least = call.args.value("likeness").toDouble(kUsualLikeness);
            return Json::object({{"document", toJson(*document)},
                                 {"versions", toJson(*versions)},
                                 {"duplicates", toJson(*duplicates)},
                                 {"near", index ? likeOfDocument(reader, *index, document->key, least, 50) : Json::array()},
                                 {"contexts", contextsOf(reader, document->key)}});
        });
    table.add(
        info("library.text", "Read a table or records",
             "The text of a CSV, TSV, JSON or JSON Lines document, whose rows or objects became contexts, with the place of each row and value, "
             "as `source_text` and `document` have them elsewhere; the first 4 MiB.",
             Access::Read, "contexts.read", schema({{"id", text("the document's id")}}, {u"id"_s})),
        [](Reader &reader, const CommandCall &call) -> Result<Json> { return textOfRecords(reader, call.args); });
    table.add(
        info(
            "library.search", "Search documents",
            "Documents, or rows and mails of one, whose text or title has all the words, then those with any or that mean the like, best first, "
            "with a snippet; `matches` are [from, length] within it, `found_by` is \"words\", \"meaning\" or \"both\". With the ranking \"text\": "
            "all the words, else any, and "
            "nothing else. A filter narrows what is searched; a word that is nearly everywhere is weighed in its newest 8,000 passages. `index` says "
            "how many contexts are not searched yet.",
            Access::Read, "contexts.read",
            [&] {
                Json args
                    = filterSchema({{"query", text("words")}, {"limit", limit}, {"skip", integer("results to pass over", 0)}, {"ranking", ranking}});
                args.insert("required", Json::array({"query"}));
                return args;
            }()),
        [this](Reader &reader, const CommandCall &call) { return searchLibrary(reader, call.args); });
    table.add(
        info("library.similar", "Find similar documents",
             "Documents whose text means the like of a document's or a context's, nearest first, with the cosine of their vectors and the passages "
             "that "
             "are most alike (places in UTF-8 bytes of the field). The vectors are learnt from the workspace's own texts (`index.model`; null while "
             "there are too few). Its own versions and exact duplicates are left out.",
             Access::Read, "contexts.read",
             filterSchema({{"id", text("the document's id")},
                           {"context", text("instead: a context's id")},
                           {"limit", integer("most to give, 10 by default", 1)},
                           {"least", Json::object({{"type", "number"}, {"minimum", 0}, {"maximum", 1}, {"description", "least similarity; 0.3"}})},
                           {"passages", integer("pairs of passages to give of each, 2 by default", 0)}})),
        [this](Reader &reader, const CommandCall &call) { return similarInLibrary(reader, call.args); });
    table.add(info("context.ids", "Complete a context's id", "Ids of contexts that begin so, in order; `more` says whether there are others.",
                   Access::Read, "contexts.read",
                   schema({{"beginning", text("of the id; empty: the first of all")}, {"limit", integer("at most so many; 100", 1)}})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const auto limit = static_cast<int>(std::min<qint64>(call.args.value("limit").toInt(kUsualPage), kLargestPage));
                  auto ids = contextIdsFrom(reader.db, call.args.value("beginning").toString(), limit + 1);
                  if (!ids)
                      return std::unexpected(ids.error());
                  const bool hasMore = ids->size() > limit;
                  ids->resize(std::min<qsizetype>(ids->size(), limit));
                  return Json::object({{"ids", Json::array(*ids)}, {"more", hasMore}});
              });
    table.add(info("context.origin", "Find where a context came from",
                   "The document that a context, or what it was made from, was read from: file name, path, size, times, hash, source, version, and "
                   "what it is a duplicate of; null where it came from no file.",
                   Access::Read, "contexts.read", schema({{"id", text("the context's id")}}, {u"id"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> {
                  const QString id = call.args.value("id").toString();
                  const auto key = reader.contexts.find(id);
                  if (!key || !*key)
                      return key ? Result<Json>(noContext(id)) : Result<Json>(std::unexpected(key.error()));
                  const auto document = DocumentRepository(reader.db).ofContext(**key);
                  if (!document)
                      return std::unexpected(document.error());
                  return Json::object({{"document", *document ? toJson(**document) : Json()}});
              });
    table.add(
        info("original.get", "Describe an original", "What is kept under a hash; the sums of all originals without one.", Access::Read,
             "contexts.read", schema({{"hash", text("BLAKE2b-256, 64 hexadecimal digits")}})),
        [](Reader &reader, const CommandCall &call) -> Result<Json> {
            if (call.args.contains("hash"))
                return findOriginal(reader.db, call.args.value("hash").toString()).transform([](const auto &o) { return originalJson(o.info); });
            return OriginalRepository(reader.db).sums().transform([](const OriginalRepository::Sums &sums) {
                return Json::object({{"count", sums.count}, {"bytes", sums.bytes}, {"stored_bytes", sums.storedBytes}});
            });
        });
    table.add(info("original.read", "Read an original",
                   "A file as it came, in base64: of a document, a context or a hash. One of more than 8 MiB is to be exported.", Access::Read,
                   "contexts.read",
                   schema({{"hash", text("of the original")}, {"document", text("a document's id")}, {"context", text("a context's id")}})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> { return readOriginal(reader, call.args); });
    table.add(info("original.export", "Export an original",
                   "Writes a file as it came: of a document, a context or a hash. Into a folder under its own name, else to the path; refuses to "
                   "replace a file.",
                   Access::Write, "contexts.read",
                   schema({{"hash", text("of the original")},
                           {"document", text("a document's id")},
                           {"context", text("a context's id")},
                           {"path", filePath("where to")}},
                          {u"path"_s})),
              [](Reader &reader, const CommandCall &call) -> Result<Json> { return exportOriginal(reader, call.args); });
}

} // namespace Millrace
