// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/officeextractors.h"

#include "extract/ooxml.h"

#include <QtEndian>

#include <karchive_version.h>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

quint32 crc32Of(QByteArrayView bytes)
{
    quint32 crc = 0xffffffff;
    for (const char c : bytes) {
        crc ^= uchar(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (0xedb88320 & (0 - (crc & 1)));
    }
    return ~crc;
}

template <typename T>
void put(QByteArray &out, T value)
{
    const T little = qToLittleEndian(value);
    out.append(reinterpret_cast<const char *>(&little), sizeof little);
}

} // namespace

Result<QString> zippedFormatOf(const ExtractInput &input)
{
    const Result<std::unique_ptr<ZipArchive>> archive = ZipArchive::open(input);
    if (!archive)
        return std::unexpected(archive.error());
    const ZipArchive &zip = **archive;
    const QByteArray type = zip.read(u"mimetype"_s, 200).value_or(QByteArray()).trimmed();
    if (type == "application/epub+zip" || zip.contains(u"META-INF/container.xml"_s))
        return u"epub"_s;
    constexpr QByteArrayView odf("application/vnd.oasis.opendocument.");
    if (type.startsWith(odf)) {
        const QByteArrayView kind = QByteArrayView(type).sliced(odf.size());
        if (kind.startsWith("text"))
            return u"odt"_s;
        if (kind.startsWith("spreadsheet") || kind.startsWith("presentation"))
            return kind.startsWith('s') ? u"ods"_s : u"odp"_s;
        return refuse(u"is an OpenDocument file of a kind that is not read here (%1)"_s.arg(QString::fromLatin1(kind)));
    }
    const Result<OoxmlPackage> package = OoxmlPackage::open(input);
    if (!package)
        return QString();
    const QString main = package->mainPart();
    return main.startsWith("word/"_L1) ? u"docx"_s : main.startsWith("xl/"_L1) ? u"xlsx"_s : main.startsWith("ppt/"_L1) ? u"pptx"_s : QString();
}

QByteArray storedZip(const QList<std::pair<QByteArray, QByteArray>> &files)
{
    QByteArray out;
    QByteArray directory;
    for (const auto &[name, bytes] : files) {
        const qsizetype offset = out.size();
        QByteArray common;
        put<quint16>(common, 20); // version needed
        put<quint16>(common, 0x0800); // names are UTF-8
        put<quint16>(common, 0); // stored
        put<quint32>(common, 0x00210000); // 1 January 1980
        put<quint32>(common, crc32Of(bytes));
        put<quint32>(common, quint32(bytes.size()));
        put<quint32>(common, quint32(bytes.size()));
        put<quint16>(common, quint16(name.size()));
        put<quint16>(common, 0);
        out += "PK\x03\x04" + common + name + bytes;
        directory += "PK\x01\x02"_ba;
        put<quint16>(directory, 20);
        directory += common;
        put<quint16>(directory, 0); // no comment
        put<quint16>(directory, 0); // first disk
        put<quint16>(directory, 0);
        put<quint32>(directory, 0);
        put<quint32>(directory, quint32(offset));
        directory += name;
    }
    const qsizetype from = out.size();
    out += directory + "PK\x05\x06"_ba;
    put<quint32>(out, 0);
    put<quint16>(out, quint16(files.size()));
    put<quint16>(out, quint16(files.size()));
    put<quint32>(out, quint32(directory.size()));
    put<quint32>(out, quint32(from));
    put<quint16>(out, 0);
    return out;
}

QString archiveVersion()
{
    return QStringLiteral(KARCHIVE_VERSION_STRING);
}

} // namespace Millrace
