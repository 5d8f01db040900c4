// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a line is appended exactly once
//
// Beside NAME lies a hidden journal, .NAME.millrace, with a record of fixed length for every line that was appended: a digest of the effect's key,
// and where the line lies. The order is: the records, synced; the lines, synced. So
// 1. what the file holds, the journal knows;
// 2. records that point to or behind the file's end were never carried out: they are taken away before anything is appended;
// 3. a line that was cut off by the end of the process is the one whose record reaches over the file's end: it is cut away with it. The last record
//    of each append is marked once its lines are synced; where a marked one does not fit any more, somebody has edited the file, and nothing
//    of it is cut away;
// 4. an effect that comes again (attempt above 1) is there already if its record is, and the file holds its bytes at that place.
// One writer at a time holds the journal's lock. Who empties or moves the file away begins anew; only an effect whose answer was lost at that very
// moment could stand in both files then.
#include "components/filetargets.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

constexpr qsizetype kDigestLength = 32;
constexpr qsizetype kRecordLength = kDigestLength + 1 + 16 + 1 + 8 + 1;

/// A file descriptor that closes itself.
class Descriptor
{
public:
    explicit Descriptor(int fd = -1)
        : m_fd(fd)
    {}
    Descriptor(Descriptor &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {}
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }

private:
    int m_fd;
};

/// What the system just said. A missing folder, a full disk and a failing one are tried again: the cause may go.
Error systemError(const QString &path, const QString &doing)
{
    const int code = errno;
    Error error = Error::make(ErrorCode::FileWrite, u"%1 cannot be %2: %3"_s.arg(path, doing, QString::fromLocal8Bit(std::strerror(code))),
                              Json::object({{"path", path}}));
    if (code != EISDIR && code != ENOTDIR && code != ENAMETOOLONG && code != ELOOP)
        error.category = ErrorCategory::Retryable;
    return error;
}

Error refusal(const QString &path, const QString &why)
{
    return Error::make(ErrorCode::FileWrite, u"%1: %2"_s.arg(path, why), Json::object({{"path", path}}));
}

bool writeAll(int fd, QByteArrayView bytes, qint64 offset)
{
    while (!bytes.isEmpty()) {
        const ssize_t done = ::pwrite(fd, bytes.data(), static_cast<std::size_t>(bytes.size()), offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes = bytes.sliced(done);
        offset += done;
    }
    return true;
}

/// [offset, offset + length) of a file; shorter where it ends before.
QByteArray readAt(int fd, qint64 offset, qint64 length)
{
    QByteArray bytes(length, Qt::Uninitialized);
    qint64 have = 0;
    while (have < length) {
        const ssize_t got = ::pread(fd, bytes.data() + have, static_cast<std::size_t>(length - have), offset + have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        have += got;
    }
    bytes.truncate(have);
    return bytes;
}

std::optional<qint64> sizeOf(int fd)
{
    struct stat status;
    return ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? std::optional<qint64>(status.st_size) : std::nullopt;
}

DeliveryResult cancelled()
{
    return DeliveryResult::failed(Error::make(ErrorCode::Cancelled, u"there was no time left for it"_s));
}

// --- a folder -------------------------------------------------------------------------------------------------------------------

/// What has a name already.
enum class Namesake { None, Same, Other, NoFile };

Namesake namesake(const Descriptor &folder, const QByteArray &name, const QByteArray &body)
{
    struct stat there;
    if (::fstatat(folder.get(), name.constData(), &there, AT_SYMLINK_NOFOLLOW) != 0)
        return Namesake::None;
    if (!S_ISREG(there.st_mode))
        return Namesake::NoFile;
    const Descriptor file(::openat(folder.get(), name.constData(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    const bool isSame = file.isOpen() && there.st_size == body.size() && readAt(file.get(), 0, there.st_size) == body;
    return isSame ? Namesake::Same : Namesake::Other;
}

/// "report.md" as "report (2).md".
QByteArray numbered(QByteArrayView name, int number)
{
    const qsizetype dot = name.lastIndexOf('.');
    const QByteArrayView stem = dot > 0 ? name.first(dot) : name;
    return stem.toByteArray() + " (" + QByteArray::number(number) + ')' + name.sliced(stem.size()).toByteArray();
}

constexpr int kLookBack = 256;
constexpr int kMostNumber = 1 << 30;

/// The number under which a body goes into a folder where its name is taken: its own where it has come already, else the first that is free. Numbers
/// are given in a row, so it is found by halving: a folder of 100,000 namesakes is not looked through for each of them. What was carried out and
/// not noted is tried again before what comes later: it stands among the last.
int numberFor(const Descriptor &folder, QByteArrayView name, const QByteArray &body)
{
    const auto isTaken = [&](int number) {
        struct stat there;
        return ::fstatat(folder.get(), numbered(name, number).constData(), &there, AT_SYMLINK_NOFOLLOW) == 0;
    };
    int free = 2;
    int taken = 1;
    while (free < kMostNumber && isTaken(free))
        taken = std::exchange(free, free * 2);
    while (free - taken > 1) {
        const int middle = taken + (free - taken) / 2;
        (isTaken(middle) ? taken : free) = middle;
    }
    for (int number = free - 1; number >= std::max(2, free - kLookBack); --number) {
        if (namesake(folder, numbered(name, number), body) == Namesake::Same)
            return number;
    }
    return free;
}

DeliveryResult writeFile(const Descriptor &folder, const Delivery &delivery)
{
    QByteArray name = delivery.request.value("name").utf8().toByteArray();
    QString path = delivery.address + u'/' + QString::fromUtf8(name);
    if (const QString problem = problemWithFileName(name); !problem.isEmpty())
        return DeliveryResult::failed(refusal(path, problem));
    const QByteArray part = ".millrace-" + QCryptographicHash::hash(delivery.key, QCryptographicHash::Sha256).toHex().left(16) + ".part";
    ::unlinkat(folder.get(), part.constData(), 0); // of an attempt that was cut off
    Descriptor file(::openat(folder.get(), part.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (!file.isOpen() || !writeAll(file.get(), delivery.body, 0) || ::fsync(file.get()) != 0) {
        const Error error = systemError(path, u"written"_s);
        ::unlinkat(folder.get(), part.constData(), 0);
        return DeliveryResult::failed(error);
    }
    const QString ifExists = delivery.request.value("if_exists").toString();
    Namesake there = namesake(folder, name, delivery.body);
    if (ifExists == "number"_L1 && there == Namesake::Other) {
        name = numbered(name, numberFor(folder, name, delivery.body));
        path = delivery.address + u'/' + QString::fromUtf8(name);
        there = namesake(folder, name, delivery.body);
    }
    if (there == Namesake::NoFile || (there == Namesake::Other && ifExists == "refuse"_L1)) {
        ::unlinkat(folder.get(), part.constData(), 0);
        return DeliveryResult::failed(
            refusal(path, there == Namesake::Other ? u"there is another file of this name"_s : u"what has this name is no file"_s));
    }
    if (::renameat(folder.get(), part.constData(), folder.get(), name.constData()) != 0) {
        const Error error = systemError(path, u"written"_s);
        ::unlinkat(folder.get(), part.constData(), 0);
        return DeliveryResult::failed(error);
    }
    Json answer = Json::object({{"path", path}, {"bytes", delivery.body.size()}});
    if (there == Namesake::Other)
        answer.insert("replaced", true);
    return {.answer = answer, .error = {}};
}

// --- lines ----------------------------------------------------------------------------------------------------------------------

struct Record
{
    QByteArray digest;
    qint64 offset = 0;
    qint64 length = 0;
};

QByteArray digestOf(const QByteArray &key)
{
    return QCryptographicHash::hash(key, QCryptographicHash::Sha256).toHex().left(kDigestLength);
}

constexpr char kDone = '='; ///< in the place of the first blank: what was appended with this record and those before it is in the file

QByteArray toBytes(const Record &record)
{
    return record.digest + ' ' + QByteArray::number(record.offset, 16).rightJustified(16, '0') + ' '
        + QByteArray::number(record.length, 16).rightJustified(8, '0') + '\n';
}

Record recordFrom(QByteArrayView bytes)
{
    return {bytes.first(kDigestLength).toByteArray(), bytes.sliced(kDigestLength + 1, 16).toByteArray().toLongLong(nullptr, 16),
            bytes.sliced(kDigestLength + 18, 8).toByteArray().toLongLong(nullptr, 16)};
}

/// The text file and its journal, locked.
class LineFile
{
public:
    /// Empty where all is well.
    std::optional<Error> open(const QString &path)
    {
        const QFileInfo info(path);
        m_path = path;
        m_folder = Descriptor(::open(QFile::encodeName(info.path()).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!m_folder.isOpen())
            return systemError(info.path(), u"opened"_s);
        const QByteArray name = QFile::encodeName(info.fileName());
        m_journal = Descriptor(::openat(m_folder.get(), ('.' + name + ".millrace").constData(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644));
        if (!m_journal.isOpen())
            return systemError(path, u"written"_s);
        if (::flock(m_journal.get(), LOCK_EX | LOCK_NB) != 0)
            return errno == EWOULDBLOCK ? busy() : systemError(path, u"locked"_s);
        m_file = Descriptor(::openat(m_folder.get(), name.constData(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644));
        const auto size = m_file.isOpen() ? sizeOf(m_file.get()) : std::nullopt;
        const auto noted = sizeOf(m_journal.get());
        if (!size || !noted)
            return m_file.isOpen() ? refusal(path, u"it is no ordinary file"_s) : systemError(path, u"written"_s);
        m_size = *size;
        m_noted = *noted - *noted % kRecordLength;
        return repair();
    }

    [[nodiscard]] qint64 size() const { return m_size; }

    /// Where the line of this key lies, if it is there.
    std::optional<qint64> find(const QByteArray &key, const QByteArray &line, const QByteArray &header)
    {
        const QByteArray digest = digestOf(key);
        if (m_all.isEmpty() && m_noted > 0)
            m_all = readAt(m_journal.get(), 0, m_noted);
        for (qsizetype at = 0; at + kRecordLength <= m_all.size(); at += kRecordLength) {
            if (QByteArrayView(m_all).sliced(at, kDigestLength) != digest)
                continue;
            const Record record = recordFrom(QByteArrayView(m_all).sliced(at, kRecordLength));
            const QByteArray there = readAt(m_file.get(), record.offset, record.length);
            if (there == line || there == header + line || there == '\n' + line)
                return record.offset;
        }
        return std::nullopt;
    }

    struct Line
    {
        QByteArray key;
        QByteArray bytes;
        qint64 offset = 0;
    };
    /// Appends them all, in order; what stands in an error is not there.
    std::optional<Error> append(QList<Line> &lines, const QByteArray &header)
    {
        QByteArray records;
        QByteArray bytes;
        const bool isOpenEnded = m_size > 0 && readAt(m_file.get(), m_size - 1, 1) != "\n";
        for (Line &line : lines) {
            line.offset = m_size + bytes.size();
            const QByteArray text = (line.offset == 0 ? header : bytes.isEmpty() && isOpenEnded ? "\n"_ba : QByteArray()) + line.bytes;
            records += toBytes({digestOf(line.key), line.offset, text.size()});
            bytes += text;
        }
        if (!writeAll(m_journal.get(), records, m_noted) || ::fdatasync(m_journal.get()) != 0 || !writeAll(m_file.get(), bytes, m_size)
            || ::fdatasync(m_file.get()) != 0 || ::fsync(m_folder.get()) != 0) {
            const Error error = systemError(m_path, u"written"_s);
            std::ignore = ::ftruncate(m_file.get(), m_size) + ::ftruncate(m_journal.get(), m_noted);
            return error;
        }
        // Where the mark is lost with the machine, the lines are there, and nothing has to be mended.
        writeAll(m_journal.get(), QByteArrayView(&kDone, 1), m_noted + records.size() - kRecordLength + kDigestLength);
        return std::nullopt;
    }

private:
    Error busy() const
    {
        Error error = refusal(m_path, u"another program is writing into it"_s);
        error.category = ErrorCategory::Retryable;
        return error;
    }

    std::optional<Error> repair()
    {
        const qint64 before = m_size;
        bool isEdited = false;
        while (m_noted > 0) {
            const QByteArray bytes = readAt(m_journal.get(), m_noted - kRecordLength, kRecordLength);
            const Record last = recordFrom(bytes);
            if (last.offset + last.length <= m_size)
                break;
            isEdited = isEdited || (m_size == before && bytes.at(kDigestLength) == kDone);
            if (!isEdited)
                m_size = std::min(m_size, last.offset);
            m_noted -= kRecordLength;
        }
        if ((before != m_size && ::ftruncate(m_file.get(), m_size) != 0) || ::ftruncate(m_journal.get(), m_noted) != 0)
            return systemError(m_path, u"mended"_s);
        return std::nullopt;
    }

    QString m_path;
    Descriptor m_folder;
    Descriptor m_journal;
    Descriptor m_file;
    qint64 m_size = 0; ///< of the file, up to what is whole
    qint64 m_noted = 0; ///< of the journal
    QByteArray m_all; ///< of the journal, once it was needed
};

} // namespace

QString problemWithFileName(QByteArrayView name)
{
    if (name.isEmpty())
        return u"a file needs a name"_s;
    if (name.size() > 200)
        return u"a name of more than 200 bytes is too long"_s;
    if (name.startsWith('.'))
        return u"a name that begins with a dot is not for published files"_s;
    if (std::ranges::any_of(name, [](char c) { return c == '/' || c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }))
        return u"a name holds no slash and no control character: nothing leaves the folder"_s;
    return {};
}

QString FolderTarget::id() const
{
    return u"folder"_s;
}

QList<DeliveryResult> FolderTarget::deliver(const QList<Delivery> &deliveries, RunContext &context) const
{
    QList<DeliveryResult> results;
    const QString path = deliveries.constFirst().address;
    const Descriptor folder(::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.isOpen())
        return QList<DeliveryResult>(deliveries.size(), DeliveryResult::failed(systemError(path, u"opened"_s)));
    for (const Delivery &delivery : deliveries)
        results.append(context.isCancelled() ? cancelled() : writeFile(folder, delivery));
    if (::fsync(folder.get()) != 0)
        return QList<DeliveryResult>(deliveries.size(), DeliveryResult::failed(systemError(path, u"written"_s)));
    return results;
}

QString LinesTarget::id() const
{
    return u"lines"_s;
}

QList<DeliveryResult> LinesTarget::deliver(const QList<Delivery> &deliveries, RunContext &context) const
{
    const QString path = deliveries.constFirst().address;
    const auto all = [&](const Error &error) { return QList<DeliveryResult>(deliveries.size(), DeliveryResult::failed(error)); };
    if (context.isCancelled())
        return all(*cancelled().error);
    LineFile file;
    if (const auto error = file.open(path))
        return all(*error);
    QList<DeliveryResult> results(deliveries.size());
    QList<LineFile::Line> lines;
    QList<qsizetype> places;
    const auto answer = [&](qint64 offset) { return Json::object({{"path", path}, {"offset", offset}}); };
    const QByteArray header = deliveries.constFirst().request.value("header").utf8().toByteArray();
    for (qsizetype i = 0; i < deliveries.size(); ++i) {
        const Delivery &delivery = deliveries.at(i);
        if (const auto offset = delivery.attempt > 1 ? file.find(delivery.key, delivery.body, header) : std::nullopt) {
            results[i].answer = answer(*offset);
            continue;
        }
        lines.append({delivery.key, delivery.body, 0});
        places.append(i);
    }
    const auto error = lines.isEmpty() ? std::nullopt : file.append(lines, header);
    for (qsizetype i = 0; i < places.size(); ++i)
        results[places.at(i)] = error ? DeliveryResult::failed(*error) : DeliveryResult{answer(lines.at(i).offset), {}, 0};
    return results;
}

} // namespace Millrace
