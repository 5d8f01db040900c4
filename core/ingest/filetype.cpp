// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/filetype.h"

#include <QHash>
#include <QMimeDatabase>

#include <array>

using namespace Qt::StringLiterals;

namespace Millrace {

namespace {

struct Known
{
    QLatin1StringView suffix;
    QLatin1StringView format;
    QLatin1StringView mediaType;
};

// What documents mostly are. The machine's database, which is slower and differs between machines, is asked for the rest. The first of a media type
// names its format.
constexpr auto kKnown = std::to_array<Known>({
    {"txt"_L1, "text"_L1, "text/plain"_L1},
    {"text"_L1, "text"_L1, "text/plain"_L1},
    {"log"_L1, "text"_L1, "text/plain"_L1},
    {"md"_L1, "markdown"_L1, "text/markdown"_L1},
    {"markdown"_L1, "markdown"_L1, "text/markdown"_L1},
    {"mkd"_L1, "markdown"_L1, "text/markdown"_L1},
    {"rst"_L1, "rst"_L1, "text/x-rst"_L1},
    {"html"_L1, "html"_L1, "text/html"_L1},
    {"htm"_L1, "html"_L1, "text/html"_L1},
    {"xhtml"_L1, "html"_L1, "application/xhtml+xml"_L1},
    {"json"_L1, "json"_L1, "application/json"_L1},
    {"jsonl"_L1, "jsonl"_L1, "application/x-ndjson"_L1},
    {"ndjson"_L1, "jsonl"_L1, "application/x-ndjson"_L1},
    {"csv"_L1, "csv"_L1, "text/csv"_L1},
    {"tsv"_L1, "tsv"_L1, "text/tab-separated-values"_L1},
    {"xml"_L1, "xml"_L1, "application/xml"_L1},
    {"pdf"_L1, "pdf"_L1, "application/pdf"_L1},
    {"docx"_L1, "docx"_L1, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"_L1},
    {"xlsx"_L1, "xlsx"_L1, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"_L1},
    {"pptx"_L1, "pptx"_L1, "application/vnd.openxmlformats-officedocument.presentationml.presentation"_L1},
    {"odt"_L1, "odt"_L1, "application/vnd.oasis.opendocument.text"_L1},
    {"ods"_L1, "ods"_L1, "application/vnd.oasis.opendocument.spreadsheet"_L1},
    {"odp"_L1, "odp"_L1, "application/vnd.oasis.opendocument.presentation"_L1},
    {"epub"_L1, "epub"_L1, "application/epub+zip"_L1},
    {"eml"_L1, "email"_L1, "message/rfc822"_L1},
    {"png"_L1, "png"_L1, "image/png"_L1},
    {"jpg"_L1, "jpeg"_L1, "image/jpeg"_L1},
    {"jpeg"_L1, "jpeg"_L1, "image/jpeg"_L1},
    {"tif"_L1, "tiff"_L1, "image/tiff"_L1},
    {"tiff"_L1, "tiff"_L1, "image/tiff"_L1},
    {"webp"_L1, "webp"_L1, "image/webp"_L1},
    {"gif"_L1, "gif"_L1, "image/gif"_L1},
});

} // namespace

FileType fileTypeOf(const QString &name, QByteArrayView head)
{
    const QString suffix = name.section(u'/', -1).section(u'.', -1).toLower();
    // A wrong suffix is common enough for these to be looked at.
    const bool isPdf = head.startsWith("%PDF-");
    const bool isText = !isPdf && !head.startsWith("PK\x03\x04") && !head.contains('\0');
    for (const Known &known : kKnown) {
        const bool textual = known.mediaType.startsWith("text/"_L1) || known.mediaType.contains("json"_L1) || known.mediaType.contains("xml"_L1);
        if (suffix == known.suffix && isPdf == (known.suffix == "pdf"_L1) && (!textual || isText))
            return {known.format, known.mediaType};
    }
    if (isPdf)
        return {u"pdf"_s, u"application/pdf"_s};
    const QString mediaType
        = QMimeDatabase().mimeTypeForFileNameAndData(name, head.first(std::min<qsizetype>(head.size(), 4096)).toByteArray()).name();
    if (mediaType == "application/octet-stream"_L1 && isText)
        return {u"text"_s, u"text/plain"_s};
    return {formatOf(mediaType), mediaType};
}

QString formatOf(const QString &mediaType)
{
    for (const Known &known : kKnown) {
        if (mediaType == known.mediaType)
            return known.format;
    }
    QString name = mediaType.section(u'/', 1).section(u'+', 0, 0);
    if (name.startsWith("x-"_L1))
        name.remove(0, 2);
    return mediaType.startsWith("text/"_L1) ? u"text"_s : name.section(u'.', -1);
}

} // namespace Millrace
