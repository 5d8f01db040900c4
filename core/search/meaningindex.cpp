// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A space is learnt once there are a few texts, and again when they have become so many more, or are in other languages, that the old one tells
// too little of them. Until every text has its vector in the new space, the old one answers. Spaces are kept in the passages' file, whose
// identity and the space's id together name the vectors: vectors of another space, or of a file that was lost since, are an empty index.
//
// Invariants
// 1. A vector index has the vectors of all texts up to its sequence, which is a stamp of the passages' changes; so nothing but that number
//    has to be kept to go on after a restart or a crash.
// 2. What answers is complete as far as its sequence says: a new space takes the old one's place only when it has caught up.
#include "search/meaningindex.h"

#include "search/passagesplitter.h"

#include <QDir>
#include <QFileInfo>
#include <QLoggingCategory>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Q_LOGGING_CATEGORY(lcMeaning, "millrace.search")

constexpr int kDimensions = 256;
constexpr int kSample = 4'000; ///< texts that are learnt from
constexpr int kLearntPieces = 24; ///< of a text, to learn from
constexpr int kVectorPieces = 48; ///< of a text, for its vector
constexpr int kBatch = 32;
constexpr qint64 kGrowthManifold = 2; ///< so many times more texts are learnt from anew
constexpr qint64 kLargeGrowthManifold = 4;
constexpr qint64 kLarge = 10'000; ///< texts, from which on growth changes little
constexpr double kMixShare = 0.15; ///< of a language, by which the mix changes
constexpr qint64 kFewestNew = 20;
constexpr qint64 kSavedChanges = 2'000;
constexpr qint64 kOldestHolds = 5'000; ///< changes until it is asked again where the newest begin: that counts all of them
constexpr qint64 kCheapChanges = 100; ///< are made again rather than saved at the end
constexpr std::size_t kQueryLanguages = 4;

Json mixToJson(const std::map<QByteArray, qint64> &mix)
{
    Json json = Json::object();
    for (const auto &[language, count] : mix)
        json.insert(QByteArrayView(language), count);
    return json;
}

std::map<QByteArray, qint64> mixFromJson(const Json &json)
{
    std::map<QByteArray, qint64> mix;
    for (const JsonMember &member : json.members())
        mix[QByteArray(member.key)] = member.value.toInt();
    return mix;
}

qint64 sumOf(const std::map<QByteArray, qint64> &mix)
{
    qint64 sum = 0;
    for (const auto &[language, count] : mix)
        sum += count;
    return sum;
}

double shareOf(const std::map<QByteArray, qint64> &mix, const QByteArray &language)
{
    const auto found = mix.find(language);
    return found == mix.end() ? 0 : double(found->second) / double(std::max<qint64>(sumOf(mix), 1));
}

QString wholeText(const KeptText &kept)
{
    QString text = kept.title;
    for (const KeptText::Piece &piece : kept.pieces)
        text += u"\n\n"_s + piece.text;
    return text;
}

} // namespace

struct MeaningView::Space
{
    using Mix = std::map<QByteArray, qint64>; ///< how many texts of each language

    LatentSpace words;
    std::unique_ptr<VectorIndex> vectors;
    qint64 learntFrom = 0; ///< this and what follows guarded by the mutex
    Mix learntMix;
    Mix mix; ///< of the texts that got a vector since
    mutable std::mutex mutex;
};

MeaningIndex::MeaningIndex(PassageIndex &texts, const QString &path)
    : m_texts(texts)
    , m_path(path)
{}

MeaningIndex::~MeaningIndex()
{
    for (const auto &space : {m_current, m_coming}) {
        if (space && space->vectors->unsaved() > kCheapChanges)
            saveSpace(*space);
    }
}

QString MeaningIndex::pathOf(const QString &id) const
{
    return m_path + u'-' + id;
}

MeaningView MeaningIndex::view() const
{
    const std::lock_guard lock(m_mutex);
    return {m_current, m_texts};
}

std::shared_ptr<MeaningIndex::Space> MeaningIndex::opened(const KeptSpace &kept) const
{
    auto words = LatentSpace::fromBytes(kept.bytes);
    if (!words || words->id() != kept.id)
        return nullptr;
    auto vectors = VectorIndex::open(pathOf(kept.id), m_identity + u'/' + kept.id, words->dimensions());
    if (!vectors)
        return nullptr;
    auto space = std::make_shared<Space>();
    space->words = std::move(*words);
    space->vectors = std::move(*vectors);
    space->learntFrom = kept.about.value("texts").toInt();
    space->learntMix = mixFromJson(kept.about.value("languages"));
    space->mix = space->vectors->sequence() > 0 ? mixFromJson(kept.about.value("since")) : Space::Mix();
    return space;
}

void MeaningIndex::load()
{
    m_identity = m_texts.identity();
    m_oldestHolds = 0;
    m_coming.reset();
    std::shared_ptr<Space> current;
    QStringList known;
    for (const KeptSpace &kept : m_texts.spaces()) {
        std::shared_ptr<Space> space = opened(kept);
        if (!space)
            continue;
        known.append(QFileInfo(pathOf(kept.id)).fileName());
        (kept.isCurrent ? current : m_coming) = std::move(space);
    }
    {
        const std::lock_guard lock(m_mutex);
        m_current = std::move(current);
    }
    const QDir folder = QFileInfo(m_path).dir();
    for (const QString &name : folder.entryList({QFileInfo(m_path).fileName() + u"-*"_s}, QDir::Files)) {
        if (std::ranges::none_of(known, [&name](const QString &of) { return name.startsWith(of); }))
            QFile::remove(folder.filePath(name));
    }
}

MeaningView::Status MeaningView::status() const
{
    if (!m_space)
        return {};
    const qint64 behind = m_texts->countChangesAfter(m_space->vectors->sequence());
    const std::lock_guard lock(m_space->mutex);
    return {model(), m_space->words.dimensions(), m_space->vectors->size(), behind, m_space->learntFrom};
}

QString MeaningView::model() const
{
    return m_space ? u"latent:"_s + m_space->words.id() : QString();
}

std::vector<float> MeaningView::vectorOf(const QString &text) const
{
    return m_space ? m_space->words.vectorOf(TermReader().termsOf(text)) : std::vector<float>();
}

std::vector<float> MeaningView::vectorOfQuery(const QString &query) const
{
    if (!m_space)
        return {};
    // A few words tell no language: they are taken in each that many of the texts are in.
    std::vector<std::pair<qint64, QByteArray>> languages;
    {
        const std::lock_guard lock(m_space->mutex);
        for (const auto &[language, count] : m_space->mix.empty() ? m_space->learntMix : m_space->mix)
            languages.emplace_back(count, language);
    }
    std::ranges::sort(languages, std::greater());
    languages.resize(std::min(languages.size(), kQueryLanguages));
    TermReader reader;
    QStringList terms;
    for (const auto &[count, language] : languages) {
        QStringList known = reader.termsOf(query, Language::byCode(language));
        known.removeIf([&](const QString &term) { return terms.contains(term) || !m_space->words.knows(term); });
        terms += known;
    }
    return m_space->words.vectorOf(terms);
}

std::vector<float> MeaningView::vectorOf(qint64 context) const
{
    return m_space ? m_space->vectors->vectorOf(context) : std::vector<float>();
}

QList<MeaningView::Near> MeaningView::nearest(const std::vector<float> &vector, int count) const
{
    QList<Near> found;
    if (!m_space || vector.empty())
        return found;
    for (const VectorIndex::Neighbour &neighbour : m_space->vectors->nearest(vector, count))
        found.append({neighbour.key, neighbour.similarity});
    return found;
}

std::optional<MeaningView::Pieces> MeaningView::piecesOf(qint64 context, int most) const
{
    auto text = m_space ? m_texts->textOf(context, most) : std::nullopt;
    if (!text)
        return std::nullopt;
    Pieces pieces{std::move(*text), {}};
    TermReader reader;
    for (const KeptText::Piece &piece : pieces.text.pieces)
        pieces.vectors.push_back(m_space->words.vectorOf(reader.termsOf(piece.text)));
    return pieces;
}

std::optional<MeaningView::Pieces> MeaningView::piecesOf(const QString &text, int most) const
{
    if (!m_space)
        return std::nullopt;
    Pieces pieces;
    const QByteArray utf8 = text.toUtf8();
    const std::vector<PassageSpan> spans = splitPassages(utf8);
    const double step = std::max(1.0, static_cast<double>(spans.size()) / std::max(most, 1));
    TermReader reader;
    for (double next = 0; next < static_cast<double>(spans.size()); next += step) {
        const PassageSpan &span = spans[static_cast<std::size_t>(next)];
        pieces.text.pieces.append({QString::fromUtf8(QByteArrayView(utf8).sliced(span.from, span.to - span.from)), span.from, span.to});
        pieces.vectors.push_back(m_space->words.vectorOf(reader.termsOf(pieces.text.pieces.last().text)));
    }
    return pieces;
}

QList<MeaningView::Alike> MeaningView::alike(const Pieces &own, const Pieces &other, int count, float least)
{
    struct Pair
    {
        float similarity = 0;
        qsizetype own = 0;
        qsizetype other = 0;
    };
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < own.vectors.size(); ++i) {
        for (std::size_t j = 0; j < other.vectors.size(); ++j) {
            if (const float similarity = cosine(own.vectors[i], other.vectors[j]); similarity >= least)
                pairs.push_back({similarity, static_cast<qsizetype>(i), static_cast<qsizetype>(j)});
        }
    }
    std::ranges::stable_sort(pairs, std::greater(), &Pair::similarity);
    QList<Alike> found;
    QSet<qsizetype> ownTaken;
    QSet<qsizetype> otherTaken;
    for (const Pair &pair : pairs) {
        if (found.size() >= count)
            break;
        if (ownTaken.contains(pair.own) || otherTaken.contains(pair.other))
            continue;
        ownTaken.insert(pair.own);
        otherTaken.insert(pair.other);
        found.append({own.text.pieces.at(pair.own), other.text.pieces.at(pair.other), pair.similarity});
    }
    return found;
}

bool MeaningIndex::advance(const std::function<bool()> &isStopping)
{
    if (m_texts.identity() != m_identity) { // at first too: reading the files takes too long for whoever opens a workspace
        load();
        m_vainAt = 0;
        return true;
    }
    if (m_current && addVectors(*m_current, isStopping))
        return true;
    if (m_coming) {
        // What could not be added is tried again: a space with gaps takes nobody's place.
        if (addVectors(*m_coming, isStopping) || isStopping())
            return true;
        if (!m_texts.changesAfter(m_coming->vectors->sequence(), 1).isEmpty())
            return false;
        promote();
        return true;
    }
    const qint64 texts = m_texts.textCount();
    if (mustLearn(texts) && !isStopping()) {
        if (learn(isStopping))
            return true;
        if (!isStopping())
            m_vainAt = texts;
    }
    return false;
}

bool MeaningIndex::addVectors(Space &space, const std::function<bool()> &isStopping)
{
    const QList<PassageIndex::TextChange> changes = m_texts.changesAfter(space.vectors->sequence(), kBatch);
    if (changes.isEmpty())
        return false;
    // From the first vector on: where there are many more texts, the oldest would only be made to be thrown away.
    if (m_oldestHolds <= 0) {
        m_oldest = m_texts.oldestOfNewest(kMostTexts);
        m_oldestHolds = kOldestHolds;
    }
    m_oldestHolds -= changes.size();
    QList<VectorIndex::Entry> entries;
    for (const PassageIndex::TextChange &change : changes) {
        if (isStopping())
            return true; // all of a batch or none, by invariant 1
        QByteArray language;
        const auto text = change.isGone || change.context < m_oldest ? std::nullopt : m_texts.textOf(change.context, kVectorPieces);
        if (text) {
            entries.append({change.context, vectorOf(space, *text, &language)});
            const std::lock_guard lock(space.mutex);
            ++space.mix[language];
        } else {
            entries.append({change.context, std::vector<float>(static_cast<std::size_t>(space.words.dimensions()), 0.0F)});
        }
    }
    if (const auto added = space.vectors->add(entries, changes.last().stamp); !added) {
        qCWarning(lcMeaning).noquote() << added.error().text;
        return false;
    }
    if (space.vectors->size() > kMostTexts + kMostTexts / 10)
        space.vectors->removeBefore(m_oldest);
    if (space.vectors->unsaved() > std::max<qint64>(kSavedChanges, space.vectors->size() / 10))
        saveSpace(space);
    return true;
}

std::vector<float> MeaningIndex::vectorOf(const Space &space, const KeptText &text, QByteArray *language)
{
    const Language *own = nullptr;
    const QStringList terms = m_reader.termsOf(wholeText(text), &own);
    *language = own->code;
    return space.words.vectorOf(terms);
}

bool MeaningIndex::mustLearn(qint64 texts) const
{
    if (texts < kFewestTexts || (m_vainAt > 0 && texts < m_vainAt + m_vainAt / 2))
        return false;
    if (!m_current)
        return true;
    const Space &space = *m_current;
    if (texts >= space.learntFrom * (space.learntFrom < kLarge ? kGrowthManifold : kLargeGrowthManifold))
        return true;
    if (sumOf(space.mix) < space.learntFrom + kFewestNew)
        return false;
    return std::ranges::any_of(space.mix, [&](const auto &language) {
        return std::abs(shareOf(space.mix, language.first) - shareOf(space.learntMix, language.first)) > kMixShare;
    });
}

bool MeaningIndex::learn(const std::function<bool()> &isStopping)
{
    auto space = std::make_shared<Space>();
    LatentSpace::Corpus corpus;
    for (const qint64 key : m_texts.sampleOfTexts(kSample)) {
        if (isStopping())
            return false;
        const auto text = corpus.isFull() ? std::nullopt : m_texts.textOf(key, kLearntPieces);
        if (!text)
            continue;
        const Language *language = nullptr;
        corpus.add(m_reader.termsOf(wholeText(*text), &language));
        ++space->learntMix[language->code];
    }
    LatentSpace::Options options;
    options.dimensions = kDimensions;
    options.isCancelled = isStopping;
    auto words = LatentSpace::learned(corpus, options);
    if (!words) {
        qCDebug(lcMeaning).noquote() << "nothing learnt:" << words.error().text;
        return false;
    }
    space->words = std::move(*words);
    space->learntFrom = m_texts.textCount();
    const QString id = space->words.id();
    if (m_current && m_current->words.id() == id) { // the same texts again
        const std::lock_guard lock(m_current->mutex);
        m_current->learntFrom = space->learntFrom;
        m_current->mix = m_current->learntMix = space->learntMix;
        return false;
    }
    if (const auto kept = m_texts.keepSpace({id, false, aboutOf(*space), space->words.toBytes()}); !kept) {
        qCWarning(lcMeaning).noquote() << "a space cannot be kept:" << kept.error().text;
        return false;
    }
    auto vectors = VectorIndex::open(pathOf(id), m_identity + u'/' + id, space->words.dimensions());
    if (!vectors)
        return false;
    space->vectors = std::move(*vectors);
    qCInfo(lcMeaning).noquote() << "learnt a space of" << corpus.size() << "texts," << space->words.termCount() << "words and"
                                << space->words.dimensions() << "dimensions";
    m_coming = std::move(space);
    return true;
}

void MeaningIndex::promote()
{
    saveSpace(*m_coming);
    const QString id = m_coming->words.id();
    if (const auto kept = m_texts.makeCurrent(id); !kept)
        qCWarning(lcMeaning).noquote() << "a space cannot be kept:" << kept.error().text;
    std::shared_ptr<Space> old;
    {
        const std::lock_guard lock(m_mutex);
        old = std::exchange(m_current, std::exchange(m_coming, nullptr));
    }
    if (old)
        VectorIndex::removeFiles(pathOf(old->words.id()));
}

void MeaningIndex::saveSpace(const Space &space)
{
    if (space.vectors->unsaved() == 0)
        return;
    if (const auto saved = space.vectors->save(); !saved) {
        qCWarning(lcMeaning).noquote() << saved.error().text;
        return;
    }
    (void)m_texts.noteAbout(space.words.id(), aboutOf(space));
}

Json MeaningIndex::aboutOf(const Space &space)
{
    return Json::object({{"texts", space.learntFrom}, {"languages", mixToJson(space.learntMix)}, {"since", mixToJson(space.mix)}});
}

} // namespace Millrace
