// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/gzipextractor.h"

#include "extract/formats.h"
#include "extract/officeextractors.h"

#include <QBuffer>
#include <QFile>

#include <KCompressionDevice>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kMaxUnpacked = qint64(192) * 1024 * 1024;
constexpr qint64 kMaxRatio = 100;
constexpr qint64 kHarmless = 1024 * 1024; ///< what a small file may unpack to, whatever the ratio
constexpr qint64 kPiece = 256 * 1024;

/// "page.1.gz" is "page.1"; without a name for what is within, it is told by its first bytes alone.
QString unpackedName(const QString &name)
{
    for (const QLatin1StringView suffix : {".gz"_L1, ".gzip"_L1}) {
        if (name.endsWith(suffix, Qt::CaseInsensitive) && name.size() > suffix.size())
            return name.chopped(suffix.size());
    }
    return name.endsWith(".tgz"_L1, Qt::CaseInsensitive) ? name.chopped(4) + u".tar"_s
        : name.endsWith(".svgz"_L1, Qt::CaseInsensitive) ? name.chopped(1)
                                                         : name;
}

struct Unpacked
{
    ExtractInput input;
    bool isWhole = true;
};

Result<Unpacked> unpacked(const ExtractInput &input)
{
    QFile file(input.path);
    QBuffer buffer;
    buffer.setData(input.bytes);
    QIODevice *packed = input.path.isEmpty() ? static_cast<QIODevice *>(&buffer) : &file;
    if (!packed->open(QIODevice::ReadOnly))
        return fail(ErrorCode::FileUnreadable, u"cannot be read: "_s + packed->errorString());
    const qint64 size = packed->size();
    KCompressionDevice device(packed, false, KCompressionDevice::GZip);
    if (!device.open(QIODevice::ReadOnly))
        return refuse(u"is damaged: "_s + device.errorString());
    Unpacked result;
    QByteArray &bytes = result.input.bytes;
    while (true) {
        const QByteArray piece = device.read(kPiece);
        if (piece.isEmpty())
            break;
        bytes += piece;
        if (input.stops())
            return fail(ErrorCode::Cancelled, u"was not read to its end"_s);
        if (bytes.size() > kMaxUnpacked)
            return refuse(u"unpacks to more than %1 MiB"_s.arg(kMaxUnpacked / (1024 * 1024)));
        if (bytes.size() > kHarmless && bytes.size() > size * kMaxRatio)
            return refuse(u"unpacks to more than %1 times its size"_s.arg(kMaxRatio));
    }
    result.isWhole = device.error() == QFileDevice::NoError && device.atEnd();
    if (bytes.isEmpty())
        return refuse(result.isWhole ? u"is empty when it is unpacked"_s : u"is damaged: nothing of it can be unpacked"_s);
    if (bytes.startsWith("\x1f\x8b"))
        return refuse(u"is packed more than once; unpack it first"_s);
    result.input.name = unpackedName(input.name);
    result.input.firstPart = input.firstPart;
    result.input.maxParts = input.maxParts;
    result.input.isCancelled = input.isCancelled;
    return result;
}

} // namespace

const FormatDescriptor &GzipExtractor::descriptor() const
{
    static const FormatDescriptor descriptor{
        .id = u"gzip"_s,
        .title = u"File packed by gzip"_s,
        .extensions = {u"gz"_s},
        .mediaTypes = {u"application/gzip"_s, u"application/x-gzip"_s},
        .library = u"KArchive"_s,
        .version = archiveVersion(),
        .foreign = true,
    };
    return descriptor;
}

Result<ExtractedDocument> GzipExtractor::extract(const ExtractInput &input) const
{
    const Result<Unpacked> file = unpacked(input);
    if (!file)
        return std::unexpected(file.error());
    Result<ExtractedDocument> document = extractDocument(file->input);
    if (!document) {
        Error error = document.error();
        error.text = u"holds a file that "_s + error.text;
        return std::unexpected(error);
    }
    document->facts.insert("packed", "gzip");
    // What stands in it at those bytes does not stand so in the original.
    for (ChildDocumentInfo &child : document->children)
        child.from = child.to = -1;
    if (!file->isWhole) {
        document->partial = true;
        document->problems.append({0, u"the packed file is damaged: what follows is lost"_s});
    }
    return document;
}

Result<ExtractInput> GzipExtractor::child(const ExtractInput &input, int index) const
{
    const Result<Unpacked> file = unpacked(input);
    if (!file)
        return std::unexpected(file.error());
    const Result<const Extractor *> within = extractorFor(file->input);
    return within ? (*within)->child(file->input, index) : Result<ExtractInput>(std::unexpected(within.error()));
}

std::pair<QByteArray, QString> GzipExtractor::sample() const
{
    // "A mill turns the wheel.\n"
    return {QByteArray::fromBase64("H4sIAAAAAAACA3NUyM3MyVEoKS3KK1YoyUhVKM9ITc3R4wIAh1TyWBgAAAA="), u"wheel"_s};
}

} // namespace Millrace
