// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/faultvfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <vector>

namespace Millrace {

namespace {

constexpr qint64 kSector = 512;

/// Something done to a file that no sync has covered yet.
struct Change
{
    bool truncates = false;
    qint64 offset = 0; ///< or the new size
    QByteArray bytes;

    void applyTo(QByteArray &content) const
    {
        if (truncates) {
            content.resize(std::min<qsizetype>(offset, content.size()));
            return;
        }
        if (content.size() < offset + bytes.size())
            content.resize(offset + bytes.size(), '\0');
        std::memcpy(content.data() + offset, bytes.constData(), static_cast<std::size_t>(bytes.size()));
    }
};

struct File
{
    QByteArray content; ///< as processes see it
    QByteArray durable;
    std::vector<Change> pending;
    bool isThere = true;
    bool isThereDurably = false; ///< its name is in the folder on the platter
    int handles = 0;
    // Locks of the main file, and the shared memory of its WAL.
    int shared = 0;
    bool reserved = false;
    bool exclusive = false;
    std::vector<std::unique_ptr<std::array<char, 32768>>> memory;
    int mappings = 0;
    std::array<int, SQLITE_SHM_NLOCK> memoryShared{};
    std::array<bool, SQLITE_SHM_NLOCK> memoryExclusive{};
};

struct Handle
{
    sqlite3_file base; ///< first: SQLite allocates and casts
    FaultVfs *vfs;
    std::shared_ptr<File> *file;
    int lock;
    int memoryShared; ///< bits
    int memoryExclusive;
    bool mapped;
    bool isTemporary;
};

Handle *handle(sqlite3_file *file)
{
    return reinterpret_cast<Handle *>(file);
}

std::atomic<int> instances = 0;

} // namespace

class FaultVfs::Private
{
public:
    explicit Private(quint64 seed)
        : random(seed)
    {}

    enum class Verdict : quint8 { Go, Fail };

    Verdict count(Call call, qint64 where, qint64 size)
    {
        const int bit = static_cast<int>(call);
        if (dead)
            return Verdict::Fail;
        ++seen[bit];
        if (bit & kChanges) {
            trace = (trace ^ static_cast<quint64>(bit + where * 31 + size * 1009)) * 1099511628211ULL;
            if (deadline > 0 && --deadline == 0) {
                dead = true;
                return Verdict::Fail;
            }
        }
        if ((bit & failKinds) && failAfter > 0 && (--failAfter == 0 || (failLasts && failed))) {
            failed = true;
            if (failLasts)
                failAfter = 1;
            return Verdict::Fail;
        }
        return Verdict::Go;
    }

    qint64 used() const
    {
        qint64 sum = 0;
        for (const auto &[name, file] : files)
            sum += file->isThere ? file->content.size() : 0;
        return sum;
    }

    void forgetFaults()
    {
        dead = false;
        deadline = 0;
        failKinds = 0;
        failAfter = 0;
        failLasts = false;
        failed = false;
        capacity = -1;
        full = false;
        seen.clear();
    }

    qint64 below(qint64 n) { return n <= 0 ? 0 : static_cast<qint64>(random() % static_cast<quint64>(n)); }

    /// What of the unsynced is on the platter after all.
    void settle(File &file)
    {
        std::vector<Change> pending = std::exchange(file.pending, {});
        const qint64 kept = below(4); // of four: none, some, most, or nearly all in order
        if (kept < 3)
            std::ranges::shuffle(pending, random);
        for (Change &change : pending) {
            const qint64 fate = below(8);
            if (kept == 0 || (kept == 1 && fate < 6) || (kept > 1 && fate == 0))
                continue;
            if (fate > 1 || change.truncates) {
                change.applyTo(file.durable);
                continue;
            }
            // Torn: some of its sectors, as the disk has them.
            for (qint64 at = 0; at < change.bytes.size();) {
                const qint64 next = std::min<qint64>(change.bytes.size(), ((change.offset + at) / kSector + 1) * kSector - change.offset);
                if (below(2) == 0)
                    Change{false, change.offset + at, change.bytes.sliced(at, next - at)}.applyTo(file.durable);
                at = next;
            }
        }
    }

    mutable std::mutex mutex;
    std::mt19937_64 random;
    std::map<QByteArray, std::shared_ptr<File>> files;
    std::map<int, qint64> seen;
    quint64 trace = 14695981039346656037ULL;
    bool dead = false;
    qint64 deadline = 0;
    int failKinds = 0;
    qint64 failAfter = 0;
    bool failLasts = false;
    bool failed = false;
    qint64 capacity = -1;
    bool full = false;
    sqlite3_vfs *previous = nullptr;
    sqlite3_vfs vfs{};
    QByteArray name;
};

/// SQLite's function tables.
struct FaultMethods
{
    static FaultVfs::Private &of(Handle *h) { return *h->vfs->d; }
    static FaultVfs::Private &of(sqlite3_vfs *vfs) { return *static_cast<FaultVfs *>(vfs->pAppData)->d; }
    using Verdict = FaultVfs::Private::Verdict;
    using Call = FaultVfs::Call;

    static int close(sqlite3_file *base)
    {
        Handle *h = handle(base);
        auto &d = of(h);
        const std::lock_guard lock(d.mutex);
        setLock(h, SQLITE_LOCK_NONE);
        if (--(*h->file)->handles == 0 && h->isTemporary)
            (*h->file)->isThere = false;
        delete h->file;
        return SQLITE_OK;
    }

    static int read(sqlite3_file *base, void *to, int n, sqlite3_int64 offset)
    {
        Handle *h = handle(base);
        auto &d = of(h);
        const std::lock_guard lock(d.mutex);
        if (d.count(Call::Read, offset, n) == Verdict::Fail)
            return SQLITE_IOERR_READ;
        const QByteArray &content = (*h->file)->content;
        const qint64 there = std::clamp<qint64>(content.size() - offset, 0, n);
        std::memcpy(to, content.constData() + std::min<qint64>(offset, content.size()), static_cast<std::size_t>(there));
        if (there == n)
            return SQLITE_OK;
        std::memset(static_cast<char *>(to) + there, 0, static_cast<std::size_t>(n - there));
        return SQLITE_IOERR_SHORT_READ;
    }

    static int write(sqlite3_file *base, const void *from, int n, sqlite3_int64 offset)
    {
        Handle *h = handle(base);
        auto &d = of(h);
        const std::lock_guard lock(d.mutex);
        int result = SQLITE_OK;
        qint64 size = n;
        File &file = **h->file;
        if (d.count(Call::Write, offset, n) == Verdict::Fail) {
            if (d.dead)
                return SQLITE_IOERR_WRITE;
            size = d.below(n);
            result = SQLITE_IOERR_WRITE;
        }
        const qint64 growth = std::max<qint64>(0, offset + size - file.content.size());
        if (d.capacity >= 0 && growth > 0) {
            const qint64 room = std::max<qint64>(0, d.capacity - d.used());
            if (growth > room) {
                size = std::max<qint64>(0, size - (growth - room));
                d.full = true;
                result = SQLITE_FULL;
            }
        }
        if (size > 0) {
            const Change change{false, offset, QByteArray(static_cast<const char *>(from), size)};
            change.applyTo(file.content);
            file.pending.push_back(change);
        }
        return result;
    }

    static int truncate(sqlite3_file *base, sqlite3_int64 size)
    {
        Handle *h = handle(base);
        auto &d = of(h);
        const std::lock_guard lock(d.mutex);
        if (d.count(Call::Truncate, size, 0) == Verdict::Fail)
            return SQLITE_IOERR_TRUNCATE;
        const Change change{true, size, {}};
        change.applyTo((*h->file)->content);
        (*h->file)->pending.push_back(change);
        return SQLITE_OK;
    }

    static int sync(sqlite3_file *base, int)
    {
        Handle *h = handle(base);
        auto &d = of(h);
        const std::lock_guard lock(d.mutex);
        File &file = **h->file;
        if (d.count(Call::Sync, 0, 0) == Verdict::Fail) {
            if (!d.dead)
                file.pending.clear(); // marked as written, and gone
            return SQLITE_IOERR_FSYNC;
        }
        for (const Change &change : file.pending)
            change.applyTo(file.durable);
        file.pending.clear();
        file.isThereDurably = true;
        return SQLITE_OK;
    }

    static int fileSize(sqlite3_file *base, sqlite3_int64 *size)
    {
        Handle *h = handle(base);
        const std::lock_guard lock(of(h).mutex);
        *size = (*h->file)->content.size();
        return SQLITE_OK;
    }

    static int lockFile(sqlite3_file *base, int level)
    {
        Handle *h = handle(base);
        const std::lock_guard lock(of(h).mutex);
        File &file = **h->file;
        if (h->lock >= level)
            return SQLITE_OK;
        const int others = file.shared - (h->lock >= SQLITE_LOCK_SHARED ? 1 : 0);
        if (level == SQLITE_LOCK_SHARED && file.exclusive)
            return SQLITE_BUSY;
        if (level >= SQLITE_LOCK_RESERVED && h->lock < SQLITE_LOCK_RESERVED && file.reserved)
            return SQLITE_BUSY;
        if (level == SQLITE_LOCK_EXCLUSIVE && others > 0)
            return SQLITE_BUSY;
        setLock(h, level);
        return SQLITE_OK;
    }

    static int unlockFile(sqlite3_file *base, int level)
    {
        Handle *h = handle(base);
        const std::lock_guard lock(of(h).mutex);
        if (h->lock > level)
            setLock(h, level);
        return SQLITE_OK;
    }

    static void setLock(Handle *h, int level)
    {
        File &file = **h->file;
        file.shared += (level >= SQLITE_LOCK_SHARED ? 1 : 0) - (h->lock >= SQLITE_LOCK_SHARED ? 1 : 0);
        if (h->lock >= SQLITE_LOCK_RESERVED || level >= SQLITE_LOCK_RESERVED)
            file.reserved = level >= SQLITE_LOCK_RESERVED;
        if (h->lock == SQLITE_LOCK_EXCLUSIVE || level == SQLITE_LOCK_EXCLUSIVE)
            file.exclusive = level == SQLITE_LOCK_EXCLUSIVE;
        h->lock = level;
    }

    static int checkReserved(sqlite3_file *base, int *result)
    {
        Handle *h = handle(base);
        const std::lock_guard lock(of(h).mutex);
        *result = (*h->file)->reserved ? 1 : 0;
        return SQLITE_OK;
    }

    static int fileControl(sqlite3_file *, int, void *) { return SQLITE_NOTFOUND; }
    static int sectorSize(sqlite3_file *) { return 4096; }
    static int characteristics(sqlite3_file *) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; } // as the real one says

    static int memoryMap(sqlite3_file *base, int region, int size, int extend, void volatile **to)
    {
        Handle *h = handle(base);
        const std::lock_guard lock(of(h).mutex);
        File &file = **h->file;
        Q_ASSERT(size <= 32768);
        if (!h->mapped) {
            h->mapped = true;
            ++file.mappings;
        }
        while (extend && static_cast<int>(file.memory.size()) <= region)
            file.memory.push_back(std::make_unique<std::array<char, 32768>>());
        *to = static_cast<int>(file.memory.size()) > region ? file.memory.at(static_cast<std::size_t>(region))->data() : nullptr;
        return SQLITE_OK;
    }

    static int memoryLock(sqlite3_file *base, int offset, int n, int flags)
    {
        Handle *h = handle(base);
        const std::lock_guard lock(of(h).mutex);
        File &file = **h->file;
        for (int i = offset; i < offset + n && (flags & SQLITE_SHM_LOCK); ++i) {
            const auto slot = static_cast<std::size_t>(i);
            const bool mineShared = (h->memoryShared & (1 << i)) != 0;
            const bool mineExclusive = (h->memoryExclusive & (1 << i)) != 0;
            if (file.memoryExclusive.at(slot) && !mineExclusive)
                return SQLITE_BUSY;
            if ((flags & SQLITE_SHM_EXCLUSIVE) && file.memoryShared.at(slot) > (mineShared ? 1 : 0))
                return SQLITE_BUSY;
        }
        for (int i = offset; i < offset + n; ++i) {
            const auto slot = static_cast<std::size_t>(i);
            const int bit = 1 << i;
            const bool takes = (flags & SQLITE_SHM_LOCK) != 0;
            if (flags & SQLITE_SHM_SHARED) {
                if (takes != ((h->memoryShared & bit) != 0))
                    file.memoryShared.at(slot) += takes ? 1 : -1;
                h->memoryShared = takes ? h->memoryShared | bit : h->memoryShared & ~bit;
            } else {
                if (takes || (h->memoryExclusive & bit))
                    file.memoryExclusive.at(slot) = takes;
                h->memoryExclusive = takes ? h->memoryExclusive | bit : h->memoryExclusive & ~bit;
            }
        }
        return SQLITE_OK;
    }

    static void memoryBarrier(sqlite3_file *) { std::atomic_thread_fence(std::memory_order_seq_cst); }

    static int memoryUnmap(sqlite3_file *base, int)
    {
        Handle *h = handle(base);
        const std::lock_guard lock(of(h).mutex);
        File &file = **h->file;
        if (std::exchange(h->mapped, false) && --file.mappings == 0)
            file.memory.clear();
        return SQLITE_OK;
    }

    static int open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *base, int flags, int *outFlags)
    {
        auto &d = of(vfs);
        const std::lock_guard lock(d.mutex);
        Handle *h = handle(base);
        std::memset(static_cast<void *>(h), 0, sizeof *h);
        if (d.dead)
            return SQLITE_CANTOPEN;
        std::shared_ptr<File> file;
        const QByteArray key(name ? name : "");
        if (const auto it = d.files.find(key); name && it != d.files.end() && it->second->isThere) {
            file = it->second;
        } else if (!name || (flags & SQLITE_OPEN_CREATE)) {
            file = std::make_shared<File>();
            if (name) {
                if (it != d.files.end() && it->second->isThereDurably) { // an older one of that name may still be found after a power cut
                    file->durable = it->second->durable;
                    file->isThereDurably = true;
                    file->pending.push_back({true, 0, {}});
                }
                d.files[key] = file;
            }
        } else {
            return SQLITE_CANTOPEN;
        }
        ++file->handles;
        h->base.pMethods = &kMethods;
        h->vfs = static_cast<FaultVfs *>(vfs->pAppData);
        h->file = new std::shared_ptr<File>(file);
        h->isTemporary = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
        if (outFlags)
            *outFlags = flags;
        return SQLITE_OK;
    }

    static int remove(sqlite3_vfs *vfs, const char *name, int syncFolder)
    {
        auto &d = of(vfs);
        const std::lock_guard lock(d.mutex);
        const auto it = d.files.find(name);
        if (it == d.files.end() || !it->second->isThere)
            return SQLITE_IOERR_DELETE_NOENT;
        if (d.count(Call::Remove, 0, 0) == Verdict::Fail)
            return SQLITE_IOERR_DELETE;
        it->second->isThere = false;
        if (syncFolder)
            it->second->isThereDurably = false;
        return SQLITE_OK;
    }

    static int access(sqlite3_vfs *vfs, const char *name, int, int *result)
    {
        auto &d = of(vfs);
        const std::lock_guard lock(d.mutex);
        const auto it = d.files.find(name);
        *result = it != d.files.end() && it->second->isThere && !it->second->content.isEmpty() ? 1 : 0; // an empty file counts as none
        return SQLITE_OK;
    }

    static int fullName(sqlite3_vfs *, const char *name, int size, char *to)
    {
        qstrncpy(to, name, static_cast<std::size_t>(size));
        return SQLITE_OK;
    }

    static int randomness(sqlite3_vfs *vfs, int n, char *to)
    {
        auto &d = of(vfs);
        const std::lock_guard lock(d.mutex);
        for (int i = 0; i < n; ++i)
            to[i] = static_cast<char>(d.random());
        return n;
    }

    static int sleep(sqlite3_vfs *vfs, int us)
    {
        sqlite3_vfs *real = of(vfs).previous;
        return real->xSleep(real, us);
    }
    static int currentTime(sqlite3_vfs *vfs, double *to)
    {
        sqlite3_vfs *real = of(vfs).previous;
        return real->xCurrentTime(real, to);
    }
    static int lastError(sqlite3_vfs *, int, char *) { return 0; }
    static int currentTime64(sqlite3_vfs *vfs, sqlite3_int64 *to)
    {
        sqlite3_vfs *real = of(vfs).previous;
        return real->xCurrentTimeInt64(real, to);
    }

    static const sqlite3_io_methods kMethods;
};

const sqlite3_io_methods FaultMethods::kMethods = {
    .iVersion = 2,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = fileSize,
    .xLock = lockFile,
    .xUnlock = unlockFile,
    .xCheckReservedLock = checkReserved,
    .xFileControl = fileControl,
    .xSectorSize = sectorSize,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = memoryMap,
    .xShmLock = memoryLock,
    .xShmBarrier = memoryBarrier,
    .xShmUnmap = memoryUnmap,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

FaultVfs::FaultVfs(quint64 seed)
    : d(std::make_unique<Private>(seed))
{
    sqlite3_initialize();
    d->previous = sqlite3_vfs_find(nullptr);
    d->name = "fault" + QByteArray::number(++instances);
    d->vfs.iVersion = 2;
    d->vfs.szOsFile = sizeof(Handle);
    d->vfs.mxPathname = 1024;
    d->vfs.zName = d->name.constData();
    d->vfs.pAppData = this;
    d->vfs.xOpen = FaultMethods::open;
    d->vfs.xDelete = FaultMethods::remove;
    d->vfs.xAccess = FaultMethods::access;
    d->vfs.xFullPathname = FaultMethods::fullName;
    d->vfs.xRandomness = FaultMethods::randomness;
    d->vfs.xSleep = FaultMethods::sleep;
    d->vfs.xCurrentTime = FaultMethods::currentTime;
    d->vfs.xGetLastError = FaultMethods::lastError;
    d->vfs.xCurrentTimeInt64 = FaultMethods::currentTime64;
    sqlite3_vfs_register(&d->vfs, 1);
    sqlite3_randomness(0, nullptr); // seeded anew, from here
}

FaultVfs::~FaultVfs()
{
    sqlite3_vfs_unregister(&d->vfs);
    sqlite3_vfs_register(d->previous, 1);
    sqlite3_randomness(0, nullptr);
}

void FaultVfs::put(const QString &path, const QByteArray &bytes)
{
    const std::lock_guard lock(d->mutex);
    if (bytes.isNull()) {
        d->files.erase(path.toUtf8());
        return;
    }
    auto file = std::make_shared<File>();
    file->content = bytes;
    file->durable = bytes;
    file->isThereDurably = true;
    d->files[path.toUtf8()] = std::move(file);
}

QByteArray FaultVfs::bytes(const QString &path) const
{
    const std::lock_guard lock(d->mutex);
    const auto it = d->files.find(path.toUtf8());
    return it != d->files.end() && it->second->isThere ? it->second->content : QByteArray();
}

qint64 FaultVfs::calls(int kinds) const
{
    const std::lock_guard lock(d->mutex);
    qint64 sum = 0;
    for (const auto &[kind, n] : d->seen)
        sum += kind & kinds ? n : 0;
    return sum;
}

quint64 FaultVfs::trace() const
{
    const std::lock_guard lock(d->mutex);
    return d->trace;
}

void FaultVfs::dieAt(qint64 n)
{
    const std::lock_guard lock(d->mutex);
    d->seen.clear();
    d->deadline = n;
}

void FaultVfs::failAt(int kinds, qint64 n, bool lasts)
{
    const std::lock_guard lock(d->mutex);
    d->seen.clear();
    d->failKinds = kinds;
    d->failAfter = n;
    d->failLasts = lasts;
    d->failed = false;
}

void FaultVfs::setRoom(qint64 bytes)
{
    const std::lock_guard lock(d->mutex);
    d->capacity = bytes < 0 ? -1 : d->used() + bytes;
    d->full = false;
}

bool FaultVfs::wasFull() const
{
    const std::lock_guard lock(d->mutex);
    return d->full;
}

bool FaultVfs::isDead() const
{
    const std::lock_guard lock(d->mutex);
    return d->dead;
}

bool FaultVfs::hasFailed() const
{
    const std::lock_guard lock(d->mutex);
    return d->failed;
}

void FaultVfs::killProcess()
{
    const std::lock_guard lock(d->mutex);
    d->forgetFaults();
}

void FaultVfs::cutPower()
{
    const std::lock_guard lock(d->mutex);
    d->forgetFaults();
    for (auto it = d->files.begin(); it != d->files.end();) {
        File &file = *it->second;
        // A name that no sync of its folder has covered may be there or not; so may one that was removed.
        const bool isThere = file.isThere == file.isThereDurably ? file.isThere : d->below(2) == 0;
        if (!isThere) {
            it = d->files.erase(it);
            continue;
        }
        d->settle(file);
        file.content = file.durable;
        file.isThere = true;
        file.isThereDurably = true;
        ++it;
    }
}

} // namespace Millrace
