// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/workspacefile.h"

#include "store/migrator.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSysInfo>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cerrno>
#include <cstdio>
#include <cstring>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

// The lock file: magic, acknowledged sequence and its complement (a torn write is seen), then the owner as JSON from kOwnerAt.
constexpr std::array<char, 8> kMagic = {'M', 'L', 'R', 'C', 'L', 'O', 'C', 'K'};
constexpr off_t kSequenceAt = 8;
constexpr off_t kOwnerAt = 64;

constexpr int kCheckpointPages = 1000;

QByteArray lockPath(const QString &workspacePath, const struct stat &info)
{
    const QString name = u".millrace-%1-%2.lock"_s.arg(static_cast<quint64>(info.st_dev), 0, 16).arg(static_cast<quint64>(info.st_ino), 0, 16);
    return QFile::encodeName(QFileInfo(workspacePath).absolutePath() + u'/' + name);
}

QByteArray readAll(int fd)
{
    QByteArray bytes(4096, '\0');
    const ssize_t n = pread(fd, bytes.data(), static_cast<size_t>(bytes.size()), 0);
    bytes.truncate(n > 0 ? static_cast<qsizetype>(n) : 0);
    return bytes;
}

qint64 sequenceIn(const QByteArray &content)
{
    if (content.size() < kOwnerAt || std::memcmp(content.constData(), kMagic.data(), kMagic.size()) != 0)
        return 0;
    std::array<qint64, 2> stored{};
    std::memcpy(stored.data(), content.constData() + kSequenceAt, sizeof stored);
    return stored[0] == ~stored[1] ? stored[0] : 0;
}

Json ownerIn(const QByteArray &content)
{
    const auto owner = content.size() > kOwnerAt ? Json::parse(QByteArrayView(content).sliced(kOwnerAt)) : Result<Json>(Json());
    return owner ? *owner : Json();
}

std::unexpected<Error> locked(const QString &path, const QByteArray &content)
{
    Json detail = ownerIn(content);
    if (!detail.isObject())
        detail = Json::object();
    detail.insert("path", path);
    return fail(ErrorCode::WorkspaceLocked,
                u"%1 is open in %2 (process %3 on %4)"_s.arg(path, detail.value("program").toString(u"another program"_s))
                    .arg(detail.value("pid").toInt())
                    .arg(detail.value("host").toString(u"this machine"_s)),
                detail);
}

bool isWritablePlace(const QFileInfo &file)
{
    const QByteArray name = QFile::encodeName(file.absoluteFilePath());
    const QByteArray folder = QFile::encodeName(file.absolutePath());
    return faccessat(AT_FDCWD, name.constData(), W_OK, AT_EACCESS) == 0 && faccessat(AT_FDCWD, folder.constData(), W_OK, AT_EACCESS) == 0;
}

/// Removes what processes that were killed while they made a workspace here have left behind.
void sweepUnfinished(const QDir &folder)
{
    const QString prefix = u".millrace-new-"_s;
    for (const QString &name : folder.entryList({prefix + u'*'}, QDir::Files | QDir::Hidden)) {
        bool isNumber = false;
        const auto pid = static_cast<pid_t>(name.sliced(prefix.size()).section(u'-', 0, 0).toInt(&isNumber));
        if (isNumber && pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH)
            QFile::remove(folder.filePath(name));
    }
}

/// Makes a whole new workspace under another name and only then gives it its own: a kill leaves a workspace or none.
Result<void> createFile(const QString &path)
{
    sweepUnfinished(QFileInfo(path).absoluteDir());
    const QString temporary = u"%1/.millrace-new-%2"_s.arg(QFileInfo(path).absolutePath()).arg(getpid());
    QFile::remove(temporary);
    const auto abandon = [&](const Error &error) {
        QFile::remove(temporary);
        return fail(ErrorCode::FileWrite, u"%1 cannot be created: %2"_s.arg(path, error.text), error.detail);
    };
    Connection db;
    if (auto opened = db.open(temporary, Connection::Mode::Create); !opened)
        return abandon(opened.error());
    if (auto sized = db.exec("PRAGMA page_size = 16384"); !sized)
        return abandon(sized.error());
    if (auto made = migrate(db, true); !made)
        return abandon(made.error());
    if (auto closed = db.close(); !closed)
        return abandon(closed.error());
    if (::link(QFile::encodeName(temporary).constData(), QFile::encodeName(path).constData()) != 0 && errno == EEXIST) {
        QFile::remove(temporary);
        return fail(ErrorCode::WorkspaceExists, u"there is a file %1 already"_s.arg(path));
    }
    // Where a file system knows no second name, the rename alone must do.
    if (!QFileInfo::exists(path) && ::rename(QFile::encodeName(temporary).constData(), QFile::encodeName(path).constData()) != 0)
        return abandon(Error::make(ErrorCode::FileWrite, QString::fromLocal8Bit(strerror(errno))));
    QFile::remove(temporary);
    return {};
}

Result<void> openForReading(WorkspaceFile &file)
{
    file.readOnly = true;
    const QString wal = file.path + u"-wal"_s;
    const bool hasWal = QFileInfo(wal).size() > 0;
    if (isWritablePlace(QFileInfo(file.path))) {
        file.readMode = Connection::Mode::View;
    } else if (!hasWal) {
        file.readMode = Connection::Mode::Immutable;
    } else {
        // A WAL needs its shared memory beside it, which cannot be made here: look at a copy.
        file.temporary = std::make_shared<QTemporaryDir>();
        const QString copy = file.temporary->filePath(u"view.millrace"_s);
        if (!file.temporary->isValid() || !QFile::copy(file.path, copy) || !QFile::copy(wal, copy + u"-wal"_s))
            return fail(ErrorCode::FileWrite,
                        u"%1 has unfinished changes beside it, and no temporary copy could be made to look at them"_s.arg(file.path));
        QFile::setPermissions(copy, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        QFile::setPermissions(copy + u"-wal"_s, QFileDevice::ReadOwner | QFileDevice::WriteOwner);
        file.readPath = copy;
        file.readMode = Connection::Mode::ReadWrite;
    }
    Connection probe;
    if (auto opened = probe.open(file.readPath, file.readMode); !opened)
        return opened;
    return checkSchema(probe);
}

} // namespace

WorkspaceLock::~WorkspaceLock()
{
    if (m_fd < 0)
        return;
    if (m_promised == 0)
        unlink(m_path.constData());
    ::close(m_fd);
}

Result<std::unique_ptr<WorkspaceLock>> WorkspaceLock::acquire(const QString &workspacePath, const QString &socket)
{
    struct stat info{};
    if (stat(QFile::encodeName(workspacePath).constData(), &info) != 0)
        return fail(ErrorCode::WorkspaceMissing, u"there is no file %1"_s.arg(workspacePath));
    std::unique_ptr<WorkspaceLock> lock(new WorkspaceLock);
    lock->m_path = lockPath(workspacePath, info);
    // The owner removes the file when it closes: take the lock on the file that is there now, not on a removed one.
    for (int round = 0; round < 100; ++round) {
        const int fd = ::open(lock->m_path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0)
            return fail(ErrorCode::WorkspaceReadOnly,
                        u"no lock can be kept beside %1: %2"_s.arg(workspacePath, QString::fromLocal8Bit(strerror(errno))));
        if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
            const QByteArray content = readAll(fd);
            ::close(fd);
            return locked(workspacePath, content);
        }
        struct stat mine{};
        struct stat there{};
        if (fstat(fd, &mine) == 0 && stat(lock->m_path.constData(), &there) == 0 && mine.st_ino == there.st_ino) {
            lock->m_fd = fd;
            break;
        }
        ::close(fd);
    }
    if (lock->m_fd < 0)
        return fail(ErrorCode::WorkspaceLocked, u"%1 is opened and closed by another process all the time"_s.arg(workspacePath));
    lock->m_before = sequenceIn(readAll(lock->m_fd));
    const Json owner = Json::object({
        {"pid", static_cast<qint64>(getpid())},
        {"host", QSysInfo::machineHostName()},
        {"program", QFileInfo(QCoreApplication::applicationFilePath()).fileName()},
        {"socket", socket},
    });
    QByteArray content(kOwnerAt, '\0');
    std::memcpy(content.data(), kMagic.data(), kMagic.size());
    content += owner.toBytes();
    if (ftruncate(lock->m_fd, 0) != 0 || pwrite(lock->m_fd, content.constData(), static_cast<size_t>(content.size()), 0) != content.size())
        return fail(ErrorCode::StoreFull, u"the lock beside %1 cannot be written: %2"_s.arg(workspacePath, QString::fromLocal8Bit(strerror(errno))));
    if (lock->m_before > 0)
        lock->acknowledge(lock->m_before);
    return lock;
}

void WorkspaceLock::acknowledge(qint64 sequence)
{
    m_promised = sequence;
    const std::array<qint64, 2> stored = {sequence, ~sequence};
    [[maybe_unused]] const ssize_t written = pwrite(m_fd, stored.data(), sizeof stored, kSequenceAt);
}

Result<WorkspaceFile> WorkspaceFile::open(const Options &options)
{
    WorkspaceFile file;
    const QFileInfo given(options.path);
    if (given.isDir())
        return fail(ErrorCode::WorkspaceForeign, u"%1 is a folder, not a workspace"_s.arg(options.path));
    if (options.create && given.exists())
        return fail(ErrorCode::WorkspaceExists, u"there is a file %1 already"_s.arg(options.path));
    if (!options.create && !given.exists())
        return fail(ErrorCode::WorkspaceMissing, u"there is no workspace %1"_s.arg(options.path));
    if (options.create) {
        if (auto made = createFile(given.absoluteFilePath()); !made)
            return std::unexpected(made.error());
        file.created = true;
    }
    const QFileInfo info(options.path);
    file.path = info.canonicalFilePath();
    file.readPath = file.path;
    file.gate = std::make_unique<SnapshotGate>(options.snapshots);

    struct stat links{};
    const bool hardLinked = stat(QFile::encodeName(file.path).constData(), &links) == 0 && links.st_nlink > 1;
    if (options.readOnly)
        file.readOnlyReason = u"it was opened for viewing"_s;
    else if (hardLinked)
        file.readOnlyReason = u"the file has more than one name (hard links), and a second one could be open elsewhere"_s;
    else if (!isWritablePlace(QFileInfo(file.path)))
        file.readOnlyReason = u"the file or its folder cannot be written"_s;
    if (!file.readOnlyReason.isEmpty()) {
        if (auto opened = openForReading(file); !opened)
            return std::unexpected(opened.error());
        return file;
    }

    const auto abandon = [&](Error error) -> Result<WorkspaceFile> {
        file.writer.reset();
        if (file.created)
            QFile::remove(file.path);
        return std::unexpected(std::move(error));
    };
    auto lock = WorkspaceLock::acquire(file.path, options.socket);
    if (!lock)
        return abandon(lock.error());
    file.lock = std::move(*lock);
    file.writer = std::make_unique<Connection>();
    if (auto opened = file.writer->open(file.path, Connection::Mode::ReadWrite); !opened)
        return abandon(opened.error());
    if (const auto schema = file.writer->scalar("PRAGMA application_id"); !schema) {
        return abandon(schema.error()); // not a database: refuse before WAL mode would write a header
    } else if (*schema != kApplicationId) {
        return abandon(Error::make(ErrorCode::WorkspaceForeign, u"%1 is not a Millrace workspace"_s.arg(file.path)));
    }
    if (const auto version = file.writer->scalar("PRAGMA user_version"); version && *version > kSchemaVersion)
        return abandon(Error::make(ErrorCode::WorkspaceNewer,
                                   u"%1 has schema %2; this Millrace knows up to %3"_s.arg(file.path).arg(*version).arg(kSchemaVersion)));
    if (auto set = file.writer->exec(options.synchronousFull
                                         ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;"
                                         : "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864;");
        !set)
        return abandon(set.error());
    if (auto settled = file.writer->settleLog(); !settled)
        return abandon(settled.error());
    file.writer->checkpointEvery(kCheckpointPages, file.gate.get());
    if (auto migrated = migrate(*file.writer, false); !migrated)
        return abandon(migrated.error());
    if (options.checkpointsBeside) {
        auto checkpointer = Checkpointer::start(file.path);
        if (!checkpointer)
            return abandon(checkpointer.error());
        file.checkpointer = std::move(*checkpointer);
        file.writer->checkpointEvery(kCheckpointPages, file.gate.get(), file.checkpointer.get());
    }
    return file;
}

Result<void> WorkspaceFile::close()
{
    if (!writer)
        return {};
    writer->checkpointEvery(kCheckpointPages, gate.get());
    checkpointer.reset();
    auto checkpointed = writer->exec("PRAGMA wal_checkpoint(TRUNCATE)");
    auto closed = writer->close();
    writer.reset();
    if (lock && checkpointed && closed)
        lock->settle();
    lock.reset();
    return checkpointed ? closed : checkpointed;
}

QString runtimeFolder()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    const bool usable = !runtime.isEmpty() && QFileInfo(runtime).isWritable();
    const QString folder = usable ? runtime + u"/millrace"_s : u"%1/millrace-%2"_s.arg(QDir::tempPath()).arg(getuid());
    QDir().mkpath(folder);
    QFile::setPermissions(folder, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    return folder;
}

} // namespace Millrace
