// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A zip archive ends with its directory. The directory is read here first, to judge the archive before a library touches it:
//  1. The end record stands in the last 64 KiB; with 0xffff entries or an offset of 0xffffffff, the zip64 record before it counts.
//  2. Every entry must lie wholly within the directory, and the directory within the file.
//  3. Sums are of what the directory says; what an entry unpacks to beyond that is not read.
#include "extract/ziparchive.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QtEndian>

#include <KZip>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kMaxUnpacked = qint64(1000) * 1000 * 1000;
constexpr qint64 kMaxRatio = 100;
constexpr qint64 kHarmless = 1024 * 1024; ///< what a small archive may unpack to, whatever the ratio
constexpr qint64 kMaxEntries = 100'000;
constexpr qint64 kMaxDirectory = 64 * 1024 * 1024;
constexpr qsizetype kEndSize = 22;
constexpr qsizetype kEntrySize = 46;

template <typename T>
T number(QByteArrayView bytes, qsizetype at)
{
    return qFromLittleEndian<T>(bytes.data() + at);
}

struct Directory
{
    qint64 offset = 0;
    qint64 size = 0;
    qint64 entries = 0;
};

Result<Directory> findDirectory(QIODevice &device)
{
    const auto damaged = [] { return refuse(u"is a damaged zip archive: it has no directory"_s); };
    const qint64 size = device.size();
    const qint64 tailFrom = std::max<qint64>(0, size - 65'535 - kEndSize);
    if (!device.seek(tailFrom))
        return damaged();
    const QByteArray tail = device.read(size - tailFrom);
    const qsizetype end = tail.lastIndexOf("PK\x05\x06");
    if (end < 0 || end + kEndSize > tail.size())
        return damaged();
    Directory directory{number<quint32>(tail, end + 16), number<quint32>(tail, end + 12), number<quint16>(tail, end + 10)};
    if (directory.entries == 0xffff || directory.offset == 0xffffffff || directory.size == 0xffffffff) {
        const qsizetype locator = end - 20;
        if (locator < 0 || !tail.sliced(locator).startsWith("PK\x06\x07"))
            return damaged();
        const auto at = number<quint64>(tail, locator + 8);
        if (at > quint64(size) || !device.seek(qint64(at)))
            return damaged();
        const QByteArray record = device.read(56);
        if (record.size() < 56 || !record.startsWith("PK\x06\x06"))
            return damaged();
        const auto offset = number<quint64>(record, 48);
        const auto length = number<quint64>(record, 40);
        const auto entries = number<quint64>(record, 32);
        if (offset > quint64(size) || length > quint64(size) || entries > quint64(size))
            return damaged();
        directory = {qint64(offset), qint64(length), qint64(entries)};
    }
    if (directory.offset + directory.size > size)
        return damaged();
    return directory;
}

bool leavesArchive(const QString &name)
{
    const QString slashed = QString(name).replace(u'\\', u'/');
    const bool drive = slashed.size() > 1 && slashed[1] == u':' && slashed[0].isLetter();
    return slashed.startsWith(u'/') || drive || slashed.split(u'/').contains(".."_L1);
}

} // namespace

ZipArchive::ZipArchive() = default;
ZipArchive::~ZipArchive()
{
    m_zip.reset();
}

Result<std::unique_ptr<ZipArchive>> ZipArchive::open(const ExtractInput &input)
{
    std::unique_ptr<ZipArchive> archive(new ZipArchive);
    if (input.path.isEmpty()) {
        auto buffer = std::make_unique<QBuffer>();
        buffer->setData(input.bytes);
        archive->m_device = std::move(buffer);
    } else {
        archive->m_device = std::make_unique<QFile>(input.path);
    }
    if (!archive->m_device->open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileUnreadable, u"cannot be read: "_s + archive->m_device->errorString());
    if (auto judged = archive->readDirectory(); !judged)
        return std::unexpected(judged.error());
    archive->m_device->seek(0);
    archive->m_zip = std::make_unique<KZip>(archive->m_device.get());
    if (!archive->m_zip->open(QIODevice::ReadOnly))
        return refuse(u"is a damaged zip archive"_s);
    return archive;
}

Result<void> ZipArchive::readDirectory()
{
    const Result<Directory> directory = findDirectory(*m_device);
    if (!directory)
        return std::unexpected(directory.error());
    if (directory->entries > kMaxEntries)
        return refuse(u"is an archive of %1 entries; %2 are allowed"_s.arg(directory->entries).arg(kMaxEntries));
    if (directory->size > kMaxDirectory || !m_device->seek(directory->offset))
        return refuse(u"is a damaged zip archive: its directory is too large"_s);
    const QByteArray bytes = m_device->read(directory->size);
    qint64 unpacked = 0;
    qsizetype at = 0;
    for (qint64 i = 0; i < directory->entries; ++i) {
        if (at + kEntrySize > bytes.size() || !QByteArrayView(bytes).sliced(at).startsWith("PK\x01\x02"))
            return refuse(u"is a damaged zip archive: its directory breaks off"_s);
        const auto madeBy = number<quint16>(bytes, at + 4);
        const auto flags = number<quint16>(bytes, at + 8);
        qint64 size = number<quint32>(bytes, at + 24);
        const qsizetype nameSize = number<quint16>(bytes, at + 28);
        const qsizetype extraSize = number<quint16>(bytes, at + 30);
        const qsizetype next = at + kEntrySize + nameSize + extraSize + number<quint16>(bytes, at + 32);
        const auto attributes = number<quint32>(bytes, at + 38);
        if (next > bytes.size())
            return refuse(u"is a damaged zip archive: its directory breaks off"_s);
        const QByteArrayView rawName = QByteArrayView(bytes).sliced(at + kEntrySize, nameSize);
        const QString name = QString::fromUtf8(rawName);
        if (size == 0xffffffff) {
            // The size is the first number of the zip64 field, which it has to be in.
            const QByteArrayView extra = QByteArrayView(bytes).sliced(at + kEntrySize + nameSize, extraSize);
            size = kMaxUnpacked + 1;
            for (qsizetype e = 0; e + 4 <= extra.size(); e += 4 + number<quint16>(extra, e + 2)) {
                if (number<quint16>(extra, e) == 1 && e + 12 <= extra.size())
                    size = qint64(std::min<quint64>(number<quint64>(extra, e + 4), quint64(kMaxUnpacked) + 1));
            }
        }
        at = next;
        if ((flags & 1) != 0)
            return refuse(u"is encrypted: it opens with a password alone"_s);
        if (rawName.contains('\0') || leavesArchive(name))
            return refuse(u"is an archive with a name that leads out of it (\"%1\")"_s.arg(name.left(80)));
        if ((madeBy >> 8) == 3 && (attributes >> 16 & 0170000) == 0120000)
            return refuse(u"is an archive with a symbolic link (\"%1\")"_s.arg(name.left(80)));
        unpacked += size;
        if (unpacked > kMaxUnpacked || (unpacked > kHarmless && unpacked / kMaxRatio > m_device->size()))
            return refuse(u"is an archive that unpacks to more than %1 times its size, or 1 GB; it may be a bomb"_s.arg(kMaxRatio));
        if (name.endsWith(u'/'))
            continue;
        if (m_sizes.contains(name))
            return refuse(u"is an archive with two entries named \"%1\""_s.arg(name.left(80)));
        m_sizes.insert(name, size);
        m_names.append(name);
    }
    return {};
}

Result<QByteArray> ZipArchive::read(const QString &name, qint64 limit) const
{
    const auto size = m_sizes.constFind(name);
    const KArchiveFile *file = size == m_sizes.cend() ? nullptr : m_zip->directory()->file(name);
    if (!file)
        return fail(ErrorCode::NotFound, u"has no \"%1\" in it"_s.arg(name.left(120)));
    if (*size > limit)
        return refuse(
            u"has a \"%1\" of %2 MiB in it; %3 MiB are allowed"_s.arg(name.left(120)).arg(*size / (1024 * 1024)).arg(limit / (1024 * 1024)));
    const std::unique_ptr<QIODevice> device(file->createDevice());
    if (!device)
        return refuse(u"has a \"%1\" in it that is packed in a way not known here"_s.arg(name.left(120)));
    QByteArray bytes = device->read(*size);
    if (bytes.size() < *size && bytes.isEmpty())
        return refuse(u"has a damaged \"%1\" in it"_s.arg(name.left(120)));
    return bytes;
}

QString resolvedName(const QString &base, const QString &target)
{
    if (target.startsWith(u'/'))
        return QDir::cleanPath(target.sliced(1));
    const qsizetype slash = base.lastIndexOf(u'/');
    return QDir::cleanPath(slash < 0 ? target : base.first(slash + 1) + target);
}

} // namespace Millrace
