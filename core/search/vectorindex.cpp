// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The index is two files: the graph as hnswlib writes it, and beside it a line of JSON that says what it is (space, dimensions, sequence) and
// has its size and hash. The graph is written first, under a name of its own that the line gives, so that a crash between the two leaves
// the old pair whole. hnswlib itself believes what it reads: nothing is given to it whose hash is not right.
#include "search/vectorindex.h"

#include "sdk/id.h"
#include "sdk/json.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <hnswlib/hnswlib.h>

#include <algorithm>
#include <mutex>
#include <shared_mutex>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr std::size_t kNeighbours = 16; ///< of each element in the graph (M)
constexpr std::size_t kBuildWidth = 200; ///< candidates looked at while an element is put in
constexpr std::size_t kSearchWidth = 96;
constexpr std::size_t kFirstRoom = 1'024;
constexpr int kMostDimensions = 4'096;
constexpr auto kFormat = "millrace.vectors/1"_L1;

QByteArray hashOf(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    return file.open(QIODevice::ReadOnly) && hash.addData(&file) ? hash.result().toHex() : QByteArray();
}

bool isZero(std::span<const float> vector)
{
    return std::ranges::all_of(vector, [](float value) { return value == 0; });
}

class Passing final : public hnswlib::BaseFilterFunctor
{
public:
    explicit Passing(const std::function<bool(qint64)> &passes)
        : m_passes(passes)
    {}
    bool operator()(hnswlib::labeltype key) override { return m_passes(static_cast<qint64>(key)); }

private:
    const std::function<bool(qint64)> &m_passes;
};

} // namespace

class VectorIndex::Private
{
public:
    Private(QString file, QString space, int width)
        : path(std::move(file))
        , spaceId(std::move(space))
        , dimensions(width)
        , product(static_cast<std::size_t>(width))
        , graph(std::make_unique<hnswlib::HierarchicalNSW<float>>(&product, kFirstRoom, kNeighbours, kBuildWidth, 100, true))
    {
        graph->setEf(kSearchWidth);
    }

    void load()
    {
        QFile about(path);
        if (!about.open(QIODevice::ReadOnly))
            return;
        const Json json = Json::parse(about.readAll()).value_or(Json());
        const QString name = json.value("graph").toString();
        const QString file = QFileInfo(path).dir().filePath(name);
        if (json.value("format").toString() != kFormat || json.value("space").toString() != spaceId || json.value("dimensions").toInt() != dimensions
            || name.isEmpty() || name.contains(u'/') || QFileInfo(file).size() != json.value("size").toInt(-1)
            || hashOf(file) != json.value("hash").toString().toLatin1())
            return;
        try {
            auto loaded = std::make_unique<hnswlib::HierarchicalNSW<float>>(&product, QFile::encodeName(file).toStdString(), false, 0, true);
            loaded->setEf(kSearchWidth);
            graph = std::move(loaded);
            last = json.value("sequence").toInt();
            graphFile = name;
        } catch (const std::exception &) {
            return; // made anew
        }
    }

    [[nodiscard]] bool has(qint64 key) const
    {
        const auto label = static_cast<hnswlib::labeltype>(key);
        const auto found = graph->label_lookup_.find(label);
        return found != graph->label_lookup_.end() && !graph->isMarkedDeleted(found->second);
    }

    void removeOne(qint64 key)
    {
        if (!has(key))
            return;
        graph->markDelete(static_cast<hnswlib::labeltype>(key));
        changed = true;
        ++changes;
    }

    const QString path;
    const QString spaceId;
    const int dimensions;
    mutable std::shared_mutex mutex;
    hnswlib::InnerProductSpace product;
    std::unique_ptr<hnswlib::HierarchicalNSW<float>> graph;
    QString graphFile;
    qint64 last = 0;
    bool changed = false;
    qint64 changes = 0; ///< entries, since the file was written
};

VectorIndex::VectorIndex(std::unique_ptr<Private> p)
    : d(std::move(p))
{}

VectorIndex::~VectorIndex() = default;

Result<std::unique_ptr<VectorIndex>> VectorIndex::open(const QString &path, const QString &space, int dimensions)
{
    if (dimensions < 1 || dimensions > kMostDimensions)
        return fail(ErrorCode::InvalidArgument, u"vectors have 1 to %1 dimensions, not %2"_s.arg(kMostDimensions).arg(dimensions));
    auto p = std::make_unique<Private>(path, space, dimensions);
    p->load();
    return std::unique_ptr<VectorIndex>(new VectorIndex(std::move(p)));
}

QString VectorIndex::space() const
{
    return d->spaceId;
}

int VectorIndex::dimensions() const
{
    return d->dimensions;
}

qsizetype VectorIndex::size() const
{
    const std::shared_lock lock(d->mutex);
    return static_cast<qsizetype>(d->graph->getCurrentElementCount() - d->graph->getDeletedCount());
}

qint64 VectorIndex::sequence() const
{
    const std::shared_lock lock(d->mutex);
    return d->last;
}

Result<void> VectorIndex::add(const QList<Entry> &entries, qint64 sequence)
{
    for (const Entry &entry : entries) {
        if (std::ssize(entry.vector) != d->dimensions)
            return fail(ErrorCode::InvalidArgument,
                        u"a vector has %1 dimensions where the index has %2"_s.arg(entry.vector.size()).arg(d->dimensions));
    }
    for (const Entry &entry : entries) {
        const std::unique_lock lock(d->mutex); // one by one, so that nobody who seeks waits for a whole batch
        if (isZero(entry.vector)) {
            d->removeOne(entry.key);
            continue;
        }
        try {
            const bool isReplaced = d->graph->label_lookup_.contains(static_cast<hnswlib::labeltype>(entry.key));
            if (!isReplaced && d->graph->getCurrentElementCount() >= d->graph->getMaxElements() && d->graph->getDeletedCount() == 0)
                d->graph->resizeIndex(d->graph->getMaxElements() * 2);
            if (isReplaced && !d->has(entry.key))
                d->graph->unmarkDelete(static_cast<hnswlib::labeltype>(entry.key));
            d->graph->addPoint(entry.vector.data(), static_cast<hnswlib::labeltype>(entry.key), !isReplaced && d->graph->getDeletedCount() > 0);
        } catch (const std::exception &e) {
            return fail(ErrorCode::Internal, u"the vector index cannot grow: %1"_s.arg(QString::fromUtf8(e.what())));
        }
        d->changed = true;
        ++d->changes;
    }
    const std::unique_lock lock(d->mutex);
    d->changed |= d->last != sequence;
    d->last = sequence;
    return {};
}

void VectorIndex::remove(qint64 key)
{
    const std::unique_lock lock(d->mutex);
    d->removeOne(key);
}

void VectorIndex::removeBefore(qint64 key)
{
    const std::unique_lock lock(d->mutex);
    std::vector<qint64> keys;
    for (const auto &[label, element] : d->graph->label_lookup_) {
        if (static_cast<qint64>(label) < key)
            keys.push_back(static_cast<qint64>(label));
    }
    for (const qint64 each : keys)
        d->removeOne(each);
}

qint64 VectorIndex::unsaved() const
{
    const std::shared_lock lock(d->mutex);
    return d->changes;
}

void VectorIndex::removeFiles(const QString &path)
{
    const QFileInfo file(path);
    QFile::remove(path);
    for (const QString &name : file.dir().entryList({file.fileName() + u"-*"_s}, QDir::Files))
        QFile::remove(file.dir().filePath(name));
}

QList<VectorIndex::Neighbour> VectorIndex::nearest(std::span<const float> vector, int count, const std::function<bool(qint64)> &passes) const
{
    QList<Neighbour> found;
    if (std::ssize(vector) != d->dimensions || count < 1 || isZero(vector))
        return found;
    const std::shared_lock lock(d->mutex);
    Passing filter(passes);
    auto heap = d->graph->searchKnn(vector.data(), static_cast<std::size_t>(count), passes ? &filter : nullptr);
    found.resize(static_cast<qsizetype>(heap.size()));
    for (qsizetype i = found.size() - 1; i >= 0; --i, heap.pop())
        found[i] = {static_cast<qint64>(heap.top().second), 1 - heap.top().first};
    return found;
}

std::vector<float> VectorIndex::vectorOf(qint64 key) const
{
    const std::shared_lock lock(d->mutex);
    return d->has(key) ? d->graph->getDataByLabel<float>(static_cast<hnswlib::labeltype>(key)) : std::vector<float>();
}

Result<void> VectorIndex::save()
{
    const std::unique_lock lock(d->mutex);
    if (!d->changed)
        return {};
    const QDir folder = QFileInfo(d->path).dir();
    const QString name = QFileInfo(d->path).fileName() + u'-' + newId();
    const QString file = folder.filePath(name);
    const auto failed = [&](const QString &why) {
        QFile::remove(file);
        return fail(ErrorCode::FileWrite, u"%1: %2"_s.arg(d->path, why));
    };
    try {
        d->graph->saveIndex(QFile::encodeName(file).toStdString());
    } catch (const std::exception &e) {
        return failed(QString::fromUtf8(e.what()));
    }
    const qint64 size = QFileInfo(file).size();
    if (size != static_cast<qint64>(d->graph->indexFileSize())) // hnswlib does not look whether the disk took it
        return failed(u"the disk did not take it whole"_s);
    const Json about = Json::object({{"format", kFormat},
                                     {"space", d->spaceId},
                                     {"dimensions", d->dimensions},
                                     {"sequence", d->last},
                                     {"graph", name},
                                     {"size", size},
                                     {"hash", QString::fromLatin1(hashOf(file))}});
    QSaveFile to(d->path);
    if (!to.open(QIODevice::WriteOnly) || to.write(about.toBytes()) < 0 || !to.commit())
        return failed(to.errorString());
    if (!d->graphFile.isEmpty())
        QFile::remove(folder.filePath(d->graphFile));
    d->graphFile = name;
    d->changed = false;
    d->changes = 0;
    return {};
}

} // namespace Millrace
