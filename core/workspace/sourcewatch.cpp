// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace/sourcewatch.h"

#include "ingest/folderscan.h"

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QLoggingCategory>
#include <QPromise>
#include <QTimer>

#include <atomic>
#include <map>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

Q_LOGGING_CATEGORY(lcSource, "millrace.source")

constexpr int kGatherMs = 100; ///< notices that come together
constexpr qsizetype kMostAtOnce = 256; ///< files between one progress and the next
constexpr qsizetype kMostNoticed = 8'000; ///< folders that the system watches for us; deeper ones wait for the next look
constexpr qint64 kLongestRetryUs = 600'000'000;
constexpr int kScanShare = 20; ///< looking through a folder takes at most one part in so many of the time

QString afterName(WatchSpec::After after)
{
    return after == WatchSpec::After::Move ? u"move"_s : after == WatchSpec::After::Delete ? u"delete"_s : u"leave"_s;
}

/// Not where a client added the source: a link in a folder that it was given may lead out of it.
bool followsLinks(const Json &spec)
{
    return spec.value("follows_links").toBool(true);
}

/// A file must have been as it is for so long before it is moved or deleted, and before it is taken while somebody has it open to write: a copy
/// over a network may pause for long, and what its writer still has is not to be taken from under it.
qint64 restMsOf(const Json &spec)
{
    return spec.value("rest_ms").toInt(60'000);
}

/// A name beside others: "a.txt", "a-2.txt", …
QString freeName(const QDir &folder, const QString &name)
{
    if (!QFileInfo::exists(folder.filePath(name)))
        return folder.filePath(name);
    const qsizetype dot = name.lastIndexOf(u'.');
    const QString stem = dot > 0 ? name.left(dot) : name;
    const QString suffix = dot > 0 ? name.mid(dot) : QString();
    for (int n = 2;; ++n) {
        QString head = stem;
        const QString tail = u'-' + QString::number(n) + suffix;
        while ((head + tail).toUtf8().size() > 255)
            head.chop(1);
        if (!QFileInfo::exists(folder.filePath(head + tail)))
            return folder.filePath(head + tail);
    }
}

} // namespace

Json WatchSpec::toJson() const
{
    Json json = Json::object({{"folder", folder},
                              {"pipeline", pipeline},
                              {"recursive", recursive},
                              {"include", Json::array(include)},
                              {"exclude", Json::array(exclude)},
                              {"after", afterName(after)},
                              {"move_to", moveTo},
                              {"duplicates", linksDuplicates ? "link" : "take"},
                              {"settle_ms", settleMs},
                              {"rescan_ms", rescanMs}});
    if (priority)
        json.insert("priority", *priority);
    return json;
}

WatchSpec WatchSpec::fromJson(const Json &json)
{
    WatchSpec spec;
    spec.folder = json.value("folder").toString();
    spec.pipeline = json.value("pipeline").toString();
    spec.recursive = json.value("recursive").toBool(true);
    spec.include = json.value("include").toStringList();
    spec.exclude = json.value("exclude").toStringList();
    const QString after = json.value("after").toString();
    spec.after = after == "move"_L1 ? After::Move : after == "delete"_L1 ? After::Delete : After::Leave;
    spec.moveTo = json.value("move_to").toString();
    if (!spec.moveTo.isEmpty() && QDir::isRelativePath(spec.moveTo))
        spec.moveTo = QDir(spec.folder).filePath(spec.moveTo);
    spec.linksDuplicates = json.value("duplicates").toString() == "link"_L1;
    spec.settleMs = json.value("settle_ms").toInt(spec.settleMs);
    spec.rescanMs = json.value("rescan_ms").toInt(spec.rescanMs);
    if (json.contains("priority"))
        spec.priority = static_cast<int>(json.value("priority").toInt());
    return spec;
}

/// The thread's side.
class SourceWatch::Worker : public QObject
{
public:
    explicit Worker(Options options)
        : m_options(std::move(options))
    {}

    std::atomic<bool> isStopping = false;

    void start()
    {
        m_timer = new QTimer(this);
        m_timer->setSingleShot(true);
        connect(m_timer, &QTimer::timeout, this, &Worker::tick);
        m_clock.start();
        load();
    }

    void load()
    {
        m_loadedAt = nowUs();
        const auto stored = m_options.readers->runNow<QList<StoredSource>>([](Reader &reader) { return SourceRepository(reader.db).all(); });
        if (!stored)
            return schedule(1'000);
        for (auto it = m_watches.begin(); it != m_watches.end();) {
            const bool stays = std::ranges::any_of(*stored, [&](const StoredSource &source) {
                return source.id == it->first && source.state == SourceState::On && WatchSpec::fromJson(source.spec) == it->second.spec
                    && followsLinks(source.spec) == followsLinks(it->second.source.spec) && restMsOf(source.spec) == it->second.restMs;
            });
            it = stays ? std::next(it) : m_watches.erase(it);
        }
        m_claimed.clear();
        for (const StoredSource &source : *stored) {
            if (source.kind != "folder"_L1 || source.state == SourceState::Removed)
                continue;
            m_claimed.insert(source.id, WatchSpec::fromJson(source.spec).folder);
            if (source.state != SourceState::On)
                continue;
            // What is known of files may have been changed at the door.
            Watch &watch = m_watches.try_emplace(source.id, Watch(source)).first->second;
            watch.rows.reset();
            watch.dueMs = 0;
        }
        watchFolders();
        schedule(0);
    }

    void scan(const QString &id, qint64 waitMs, const std::shared_ptr<QPromise<Result<Json>>> &promise)
    {
        if (!id.isEmpty() && !m_watches.contains(id)) {
            promise->addResult(fail(ErrorCode::NotFound, u"there is no folder \"%1\" that is watched now"_s.arg(id)));
            promise->finish();
            return;
        }
        m_waits.append({id, m_clock.elapsed() + waitMs, {}, promise});
        for (auto &[name, watch] : m_watches) {
            if (id.isEmpty() || id == name)
                watch.dueMs = 0;
        }
        tick();
    }

    [[nodiscard]] QHash<QString, qint64> waiting() const
    {
        const std::lock_guard lock(m_mutex);
        return m_waiting;
    }

private:
    struct Watch
    {
        explicit Watch(const StoredSource &s)
            : source(s)
            , spec(WatchSpec::fromJson(s.spec))
            , restMs(restMsOf(s.spec))
            , settling(spec.settleMs)
        {}

        StoredSource source;
        WatchSpec spec;
        qint64 restMs;
        SettlingFiles settling;
        std::optional<QHash<QString, StoredSourceFile>> rows; ///< as the workspace has them; nothing: to be read
        QStringList folders;
        qint64 dueMs = 0; ///< when it is looked at next
        QString problem;
    };

    struct Sums
    {
        qint64 taken = 0;
        qint64 failed = 0;
        qint64 submitted = 0;
    };

    struct Wait
    {
        QString id;
        qint64 untilMs = 0;
        Sums sums;
        std::shared_ptr<QPromise<Result<Json>>> promise;
    };

    void schedule(qint64 inMs)
    {
        const int ms = static_cast<int>(std::clamp<qint64>(inMs, 0, 3'600'000));
        if (!m_timer->isActive() || m_timer->remainingTime() > ms)
            m_timer->start(ms);
    }

    /// Every source that is due is looked at, and what has settled there is taken in.
    void tick()
    {
        for (auto &[id, watch] : m_watches) {
            if (isStopping)
                break;
            if (watch.dueMs <= m_clock.elapsed())
                look(watch);
        }
        answer();
        qint64 next = -1;
        for (const auto &[id, watch] : m_watches)
            next = next < 0 ? watch.dueMs : std::min(next, watch.dueMs);
        for (const Wait &wait : std::as_const(m_waits))
            next = next < 0 ? wait.untilMs : std::min(next, wait.untilMs);
        if (next >= 0 && !isStopping)
            schedule(std::max<qint64>(next - m_clock.elapsed(), 0));
    }

    void look(Watch &watch)
    {
        QElapsedTimer took;
        took.start();
        if (!watch.rows && !readRows(watch)) {
            watch.dueMs = m_clock.elapsed() + watch.spec.rescanMs;
            return;
        }
        FolderSpec spec{watch.spec.folder, watch.spec.recursive, watch.spec.include, watch.spec.exclude, {}, followsLinks(watch.source.spec)};
        if (!watch.spec.moveTo.isEmpty())
            spec.without.append(QDir::cleanPath(watch.spec.moveTo));
        // A folder below that has a source is that one's alone, also while it is paused.
        for (const auto &[id, folder] : m_claimed.asKeyValueRange()) {
            if (id != watch.source.id && !folder.isEmpty())
                spec.without.append(folder);
        }
        const auto listing = scanFolder(spec, [this] { return isStopping.load(); });
        if (!listing) {
            watch.dueMs = m_clock.elapsed() + watch.spec.rescanMs;
            if (listing.error().code != ErrorCode::Cancelled)
                setProblem(watch, listing.error().text);
            return;
        }
        watch.dueMs = m_clock.elapsed() + std::max(watch.spec.rescanMs, took.elapsed() * kScanShare);
        if (listing->folders != watch.folders) {
            watch.folders = listing->folders;
            watchFolders();
        }
        const qint64 now = m_clock.elapsed();
        QList<Submitter::WatchedFile> ready;
        qint64 waits = 0;
        bool isHeldUp = false;
        QString problem;
        if (!listing->unreadable.isEmpty())
            problem = u"%1 cannot be read"_s.arg(listing->unreadable.first());
        for (const FoundFile &file : listing->files) {
            const auto known = watch.rows->constFind(file.path);
            const StoredSourceFile *row = known == watch.rows->cend() ? nullptr : &*known;
            if (row && !isWanted(watch, *row, file)) {
                watch.settling.forget(file.path);
                if (isToBePutAway(watch, *row))
                    putAway(watch, *row, problem);
                continue;
            }
            ++waits;
            if (!watch.settling.look(file.path, file.stamp, now))
                continue;
            if (watch.settling.restMs(file.path, now) < watch.restMs && isBeingWritten(QDir(watch.spec.folder).filePath(file.path))) {
                isHeldUp = true;
                continue;
            }
            StoredSourceFile next = row ? *row : StoredSourceFile();
            next.path = file.path;
            next.size = file.stamp.size;
            next.modifiedAt = file.stamp.modifiedAt;
            next.inode = file.stamp.inode;
            ready.append({QDir(watch.spec.folder).filePath(file.path), next, 0, {}});
        }
        watch.settling.forgetUnseen(now);
        noteGone(watch, *listing);
        setWaiting(watch.source.id, waits);
        for (qsizetype i = 0; i < ready.size() && watch.rows && !isStopping; i += kMostAtOnce) {
            QList<Submitter::WatchedFile> some = ready.mid(i, kMostAtOnce);
            waits -= takeIn(watch, some, problem);
            setWaiting(watch.source.id, waits);
        }
        if (isStopping)
            return; // what was left in the middle is no problem of the source's
        if (const qint64 next = watch.settling.nextMs(); next >= 0)
            watch.dueMs = std::min(watch.dueMs, std::max(next, m_clock.elapsed() + (problem.isEmpty() && !isHeldUp ? 0 : watch.spec.settleMs)));
        setProblem(watch, problem);
    }

    const QString &reader()
    {
        if (m_reader.isNull())
            m_reader = m_options.reader() + u' ';
        return m_reader;
    }

    /// Whether a file that is known has something new to it.
    [[nodiscard]] bool isWanted(const Watch &watch, const StoredSourceFile &row, const FoundFile &file)
    {
        const bool same = FileStamp{row.size, row.modifiedAt, row.inode} == file.stamp;
        switch (row.state) {
        case SourceFileState::Taken:
            return !same;
        case SourceFileState::Failed: {
            if (!same || row.reader != reader())
                return true;
            const qint64 rest = std::min(watch.spec.rescanMs * 1000 * row.attempts, kLongestRetryUs);
            if (row.reason.contains("held_at"))
                return row.changedAt < m_loadedAt || nowUs() - row.changedAt >= rest;
            return row.reason.value("code").toString() == errorCodeName(ErrorCode::FileUnreadable) && nowUs() - row.changedAt >= rest
                && ::access(QFile::encodeName(QDir(watch.spec.folder).filePath(file.path)).constData(), R_OK) == 0;
        }
        default: // in the middle, or it was gone and has come again
            return true;
        }
    }

    /// How many were dealt with.
    qint64 takeIn(Watch &watch, QList<Submitter::WatchedFile> &files, QString &problem)
    {
        Submitter::Request request{.pipeline = watch.spec.pipeline,
                                   .title = u"%1, %2"_s.arg(watch.source.title, QDateTime::currentDateTimeUtc().toString(u"yyyy-MM-dd"_s)),
                                   .run = {},
                                   .actor = m_options.actor,
                                   .priority = watch.spec.priority,
                                   .source = watch.source.id,
                                   .makesRun = true};
        // One run a day, so that runs stay few however often something comes.
        request.run = u"%1/%2"_s.arg(watch.source.id, QDateTime::currentDateTimeUtc().toString(u"yyyy-MM-dd"_s));
        const auto taken = m_options.submitter->watched(request, {watch.source.key, watch.spec.linksDuplicates, [this] { return reader(); }}, files,
                                                        [this] { return isStopping.load(); });
        if (!taken) {
            problem = taken.error().text;
            watch.rows.reset(); // some may be written: what the workspace says counts
            watch.dueMs = m_clock.elapsed() + watch.spec.rescanMs;
            return 0;
        }
        qint64 dealt = 0;
        Sums sums;
        for (const Submitter::WatchedFile &file : std::as_const(files)) {
            sums.submitted += file.submitted;
            if (file.problem || file.row.state == SourceFileState::Taking) {
                if (file.problem)
                    problem = file.problem->text;
                if (file.row.state == SourceFileState::Taking && file.row.changedAt > 0)
                    watch.rows->insert(file.row.path, file.row);
                continue;
            }
            ++dealt;
            ++(file.row.state == SourceFileState::Failed ? sums.failed : sums.taken);
            watch.rows->insert(file.row.path, file.row);
            watch.settling.forget(file.row.path);
            if (isToBePutAway(watch, file.row))
                putAway(watch, file.row, problem);
        }
        for (Wait &wait : m_waits) {
            if (!wait.id.isEmpty() && wait.id != watch.source.id)
                continue;
            wait.sums.taken += sums.taken;
            wait.sums.failed += sums.failed;
            wait.sums.submitted += sums.submitted;
        }
        m_options.changed();
        return dealt;
    }

    [[nodiscard]] static bool isToBePutAway(const Watch &watch, const StoredSourceFile &row)
    {
        return row.state == SourceFileState::Taken && watch.spec.after != WatchSpec::After::Leave && nowUs() - row.changedAt >= watch.restMs * 1000;
    }

    /// Moves or deletes a file that the commit has, where it is still the one that was read and nobody writes to it.
    void putAway(Watch &watch, StoredSourceFile row, QString &problem)
    {
        const QString path = QDir(watch.spec.folder).filePath(row.path);
        const FileStamp stamp = stampOf(path);
        if (stamp.size < 0 || stamp != FileStamp{row.size, row.modifiedAt, row.inode} || isBeingWritten(path))
            return;
        if (const QString failure = watch.spec.after == WatchSpec::After::Delete ? removed(path) : moved(path, watch.spec.moveTo, row.path);
            !failure.isEmpty()) {
            problem = failure;
            return;
        }
        row.state = SourceFileState::PutAway;
        row.changedAt = nowUs();
        if (!save(watch, {row}))
            return;
        watch.rows->insert(row.path, row);
        m_options.changed();
    }

    /// Why not; empty: it is done.
    static QString removed(const QString &path)
    {
        QFile file(path);
        return file.remove() ? QString() : u"%1 cannot be deleted: %2"_s.arg(path, file.errorString());
    }

    static QString moved(const QString &path, const QString &folder, const QString &below)
    {
        const QDir target(QFileInfo(QDir(folder).filePath(below)).path());
        if (!target.mkpath(u"."_s))
            return u"%1 cannot be made"_s.arg(target.path());
        const QString to = freeName(target, QFileInfo(below).fileName());
        // Within a volume this is one step; else the copy is whole before the original goes.
        if (::rename(QFile::encodeName(path).constData(), QFile::encodeName(to).constData()) == 0)
            return {};
        const QString part = to + u".part"_s;
        QFile::remove(part);
        QFile file(path);
        if (!file.copy(part) || !QFile::rename(part, to))
            return u"%1 cannot be moved to %2: %3"_s.arg(path, target.path(), file.errorString());
        return removed(path);
    }

    /// What failed and is not there any more is no failure to show.
    void noteGone(Watch &watch, const FolderListing &listing)
    {
        QSet<QString> there;
        bool any = false;
        for (const StoredSourceFile &row : std::as_const(*watch.rows))
            any = any || row.state == SourceFileState::Failed;
        if (!any)
            return;
        for (const FoundFile &file : listing.files)
            there.insert(file.path);
        QList<StoredSourceFile> gone;
        for (const StoredSourceFile &row : std::as_const(*watch.rows)) {
            if (row.state != SourceFileState::Failed || there.contains(row.path))
                continue;
            gone.append(row);
            gone.last().state = SourceFileState::Gone;
            gone.last().changedAt = nowUs();
        }
        if (gone.isEmpty() || !save(watch, gone))
            return;
        for (const StoredSourceFile &row : std::as_const(gone))
            watch.rows->insert(row.path, row);
        m_options.changed();
    }

    bool save(const Watch &watch, const QList<StoredSourceFile> &rows)
    {
        auto future = m_options.engine->write([key = watch.source.key, rows](WriteScope &scope) -> Result<Json> {
            SourceRepository sources(scope.db);
            for (const StoredSourceFile &row : rows) {
                if (auto saved = sources.saveFile(key, row); !saved)
                    return std::unexpected(saved.error());
            }
            return Json();
        });
        future.waitForFinished();
        return future.result().has_value();
    }

    bool readRows(Watch &watch)
    {
        const auto rows = m_options.readers->runNow<QList<StoredSourceFile>>(
            [key = watch.source.key](Reader &reader) { return SourceRepository(reader.db).files(key); });
        if (!rows)
            return false;
        watch.rows.emplace();
        for (const StoredSourceFile &row : *rows)
            watch.rows->insert(row.path, row);
        return true;
    }

    void setProblem(Watch &watch, const QString &problem)
    {
        const bool isFirst = !watch.source.lookedAt;
        if (watch.problem == problem && !isFirst)
            return;
        watch.problem = problem;
        watch.source.lookedAt = nowUs();
        if (!problem.isEmpty())
            qCInfo(lcSource).noquote() << watch.source.id << "has a problem";
        auto future = m_options.engine->write([key = watch.source.key, problem](WriteScope &scope) -> Result<Json> {
            return SourceRepository(scope.db).setLooked(key, scope.now, problem).transform([] { return Json(); });
        });
        future.waitForFinished();
        m_options.changed();
    }

    void setWaiting(const QString &id, qint64 count)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_waiting.value(id) == count)
                return;
            m_waiting.insert(id, count);
        }
        m_options.changed();
    }

    /// Those who wait are told when nothing is left to wait for, or their time is over.
    void answer()
    {
        for (qsizetype i = m_waits.size() - 1; i >= 0; --i) {
            const Wait &wait = m_waits[i];
            qint64 left = 0;
            bool isDue = false;
            for (const auto &[id, watch] : m_watches) {
                if (!wait.id.isEmpty() && wait.id != id)
                    continue;
                left += m_waiting.value(id);
                isDue = isDue || watch.dueMs <= m_clock.elapsed();
            }
            if ((left > 0 || isDue) && m_clock.elapsed() < wait.untilMs && !isStopping)
                continue;
            wait.promise->addResult(
                Json::object({{"taken", wait.sums.taken}, {"failed", wait.sums.failed}, {"submitted", wait.sums.submitted}, {"waiting", left}}));
            wait.promise->finish();
            m_waits.removeAt(i);
        }
    }

    /// The system tells of changes in all folders that are watched, as far as it can.
    void watchFolders()
    {
        QStringList wanted;
        for (const auto &[id, watch] : m_watches)
            wanted += watch.folders.first(std::min(watch.folders.size(), kMostNoticed));
        if (!m_notices) {
            m_notices = new QFileSystemWatcher(this);
            connect(m_notices, &QFileSystemWatcher::directoryChanged, this, [this](const QString &folder) { noticed(folder); });
        }
        const QStringList had = m_notices->directories();
        const QSet<QString> now(wanted.cbegin(), wanted.cend());
        const QSet<QString> before(had.cbegin(), had.cend());
        if (const QSet<QString> gone = before - now; !gone.isEmpty())
            m_notices->removePaths(gone.values());
        if (const QSet<QString> added = now - before; !added.isEmpty())
            m_notices->addPaths(added.values());
    }

    void noticed(const QString &folder)
    {
        for (auto &[id, watch] : m_watches) {
            if (watch.folders.contains(folder))
                watch.dueMs = std::min(watch.dueMs, m_clock.elapsed() + kGatherMs);
        }
        schedule(kGatherMs);
    }

    static qint64 nowUs() { return Clock::system().nowUs(); }

    Options m_options;
    QString m_reader;
    QTimer *m_timer = nullptr;
    QFileSystemWatcher *m_notices = nullptr;
    QElapsedTimer m_clock;
    qint64 m_loadedAt = 0; ///< when sources or pipelines changed
    std::map<QString, Watch> m_watches;
    QHash<QString, QString> m_claimed; ///< folders by source, of paused ones too
    QList<Wait> m_waits;
    mutable std::mutex m_mutex;
    QHash<QString, qint64> m_waiting; ///< written by the thread, under the mutex
};

SourceWatch::SourceWatch(Options options)
    : m_worker(new Worker(std::move(options)))
{
    m_thread.setObjectName(u"sources"_s);
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::started, m_worker, [worker = m_worker] { worker->start(); });
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

SourceWatch::~SourceWatch()
{
    m_worker->isStopping = true;
    m_thread.quit();
    m_thread.wait();
}

void SourceWatch::reload()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->load(); }, Qt::QueuedConnection);
}

QFuture<Result<Json>> SourceWatch::scan(const QString &id, qint64 waitMs)
{
    auto promise = std::make_shared<QPromise<Result<Json>>>();
    promise->start();
    auto future = promise->future();
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, id, waitMs, promise] { worker->scan(id, waitMs, promise); }, Qt::QueuedConnection);
    return future;
}

QHash<QString, qint64> SourceWatch::waiting() const
{
    return m_worker->waiting();
}

} // namespace Millrace
