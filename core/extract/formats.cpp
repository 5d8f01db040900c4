// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/formats.h"

#include "extract/dataextractors.h"
#include "extract/emailextractor.h"
#include "extract/filekind.h"
#include "extract/mime.h"
#include "extract/textextractor.h"
#ifdef MILLRACE_HAS_EXIV2
#include "extract/imageextractor.h"
#endif
#ifdef MILLRACE_HAS_KARCHIVE
#include "extract/gzipextractor.h"
#include "extract/officeextractors.h"
#endif
#ifdef MILLRACE_HAS_POPPLER
#include "extract/pdfextractor.h"
#endif

#include <QFile>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qsizetype kHead = 8192;
constexpr qsizetype kMaxDepth = 4; ///< a document in a mail in a mail in a mail
constexpr qint64 kMostWithin = qint64(32) * 1024 * 1024; ///< bytes of a document within another that are handed on

QByteArray headOf(const ExtractInput &input)
{
    if (input.path.isEmpty())
        return input.bytes.sliced(std::clamp<qsizetype>(input.from, 0, input.bytes.size())).left(kHead);
    QFile file(input.path);
    return file.open(QIODevice::ReadOnly) && file.seek(input.from) ? file.read(kHead) : QByteArray();
}

bool isPicture(QByteArrayView head)
{
    const QByteArrayView tiff("II*\0", 4);
    const QByteArrayView bigTiff("MM\0*", 4);
    return head.startsWith("\x89PNG\r\n\x1a\n") || head.startsWith("\xff\xd8\xff") || head.startsWith("GIF87a") || head.startsWith("GIF89a")
        || head.startsWith(tiff) || head.startsWith(bigTiff) || (head.startsWith("RIFF") && head.size() > 12 && head.sliced(8).startsWith("WEBP"));
}

bool isXml(QStringView suffix, QByteArrayView head)
{
    return suffix == "xml"_L1 || suffix == "docbook"_L1 || suffix == "dbk"_L1 || suffix == "fb2"_L1 || suffix == "rss"_L1 || suffix == "atom"_L1
        || ((suffix.isEmpty() || suffix == "txt"_L1) && head.trimmed().startsWith("<?xml"));
}

} // namespace

const std::vector<std::unique_ptr<const Extractor>> &extractors()
{
    static const auto all = [] {
        std::vector<std::unique_ptr<const Extractor>> list;
        for (const FileKind kind : {FileKind::Plain, FileKind::Markdown, FileKind::ReStructured, FileKind::Html, FileKind::Manual, FileKind::Source})
            list.push_back(std::make_unique<TextExtractor>(kind));
        list.push_back(std::make_unique<CsvExtractor>());
        list.push_back(std::make_unique<JsonExtractor>(false));
        list.push_back(std::make_unique<JsonExtractor>(true));
        list.push_back(std::make_unique<XmlExtractor>());
#ifdef MILLRACE_HAS_POPPLER
        list.push_back(std::make_unique<PdfExtractor>());
#endif
#ifdef MILLRACE_HAS_KARCHIVE
        list.push_back(std::make_unique<DocxExtractor>());
        list.push_back(std::make_unique<OdfExtractor>(OdfExtractor::Kind::Text));
        list.push_back(std::make_unique<XlsxExtractor>());
        list.push_back(std::make_unique<OdfExtractor>(OdfExtractor::Kind::Spreadsheet));
        list.push_back(std::make_unique<PptxExtractor>());
        list.push_back(std::make_unique<OdfExtractor>(OdfExtractor::Kind::Presentation));
        list.push_back(std::make_unique<EpubExtractor>());
        list.push_back(std::make_unique<GzipExtractor>());
#endif
        list.push_back(std::make_unique<EmailExtractor>());
        list.push_back(std::make_unique<MailboxExtractor>());
#ifdef MILLRACE_HAS_EXIV2
        list.push_back(std::make_unique<ImageExtractor>());
#endif
        return list;
    }();
    return all;
}

const Extractor *findExtractor(QStringView format)
{
    const auto found = std::ranges::find_if(extractors(), [&](const auto &extractor) { return extractor->descriptor().id == format; });
    return found == extractors().end() ? nullptr : found->get();
}

QString formatOf(const QString &name, QByteArrayView head)
{
    // The mark of a PDF may stand behind some bytes of a mail or a server.
    if (head.startsWith("%PDF-") || (head.first(std::min<qsizetype>(head.size(), 1024)).contains("%PDF-") && !isPlainText(head)))
        return findExtractor(u"pdf") ? u"pdf"_s : QString();
    if (head.startsWith("PK\x03\x04"))
        return u"zip"_s;
    if (head.startsWith("\x1f\x8b"))
        return findExtractor(u"gzip") ? u"gzip"_s : QString();
    if (isPicture(head) && findExtractor(u"image"))
        return u"image"_s;
    if (head.isEmpty() || foreignFormatOf(head) || unreadFormatOf(name, head))
        return {};
    const QString suffix = name.section(u'/', -1).section(u'.', 1).section(u'.', -1).toLower();
    const FileKind kind = fileKindOf(name, head);
    const bool mayBeMail = kind == FileKind::Plain;
    if (mayBeMail && looksLikeMailbox(head))
        return u"mbox"_s;
    if (suffix == "eml"_L1 || (mayBeMail && looksLikeMessage(head)))
        return u"eml"_s;
    if (kind == FileKind::Source && isXml(suffix, head))
        return u"xml"_s;
    switch (kind) {
    case FileKind::Html:
        return u"html"_s;
    case FileKind::Csv:
        return u"csv"_s;
    case FileKind::Json:
        return u"json"_s;
    case FileKind::JsonLines:
        return u"jsonl"_s;
    case FileKind::Markdown:
        return u"markdown"_s;
    case FileKind::ReStructured:
        return u"rst"_s;
    case FileKind::Manual:
        return u"manual"_s;
    case FileKind::Source:
        return u"source"_s;
    default:
        return isXml(suffix, head) ? u"xml"_s : u"text"_s;
    }
}

Result<const Extractor *> extractorFor(const ExtractInput &input)
{
    const QByteArray head = headOf(input);
    if (head.isEmpty())
        return refuse(u"is empty"_s);
    const QString format = formatOf(input.name, head);
    if (const Extractor *extractor = findExtractor(format))
        return extractor;
#ifdef MILLRACE_HAS_KARCHIVE
    if (format == "zip"_L1) {
        const Result<QString> zipped = zippedFormatOf(input);
        if (!zipped)
            return std::unexpected(zipped.error());
        if (const Extractor *extractor = findExtractor(*zipped))
            return extractor;
        return refuse(u"is a zip archive, not a document packed as one; unpack it first"_s);
    }
#endif
    if (const std::optional<QString> what = foreignFormatOf(head))
        return refuse(u"is "_s + *what);
    const std::optional<QString> unread = unreadFormatOf(input.name, head);
    return refuse(unread ? u"is "_s + *unread + u", no text to read"_s : u"is of no format that is read here"_s);
}

Result<ExtractedDocument> extractDocument(const ExtractInput &input, QByteArray *within)
{
    Result<const Extractor *> extractor = extractorFor(input);
    if (!extractor)
        return std::unexpected(extractor.error());
    ExtractInput current = input;
    current.child.clear();
    if (input.child.size() > kMaxDepth)
        return refuse(u"lies in documents within documents, deeper than %1"_s.arg(kMaxDepth));
    for (const int index : input.child) {
        Result<ExtractInput> child = (*extractor)->child(current, index);
        if (!child)
            return std::unexpected(child.error());
        current = std::move(*child);
        current.isCancelled = input.isCancelled;
        extractor = extractorFor(current);
        if (!extractor)
            return std::unexpected(extractor.error());
    }
    Result<ExtractedDocument> document = (*extractor)->extract(current);
    if (document && within && !input.child.isEmpty()) {
        if (auto bytes = current.all(kMostWithin))
            *within = std::move(*bytes);
    }
    if (document && document->text.isEmpty() && document->children.isEmpty() && document->warnings.isEmpty())
        document->warnings.append(u"There is no text in it."_s);
    return document;
}

QString problemWith(const Extractor &extractor)
{
    ExtractInput input;
    const auto [bytes, word] = extractor.sample();
    input.name = u"sample."_s + extractor.descriptor().extensions.value(0);
    input.bytes = bytes;
    const Result<ExtractedDocument> document = extractor.extract(input);
    if (!document)
        return u"its own sample "_s + document.error().text;
    return document->text.contains(word) ? QString() : u"its own sample gives another text"_s;
}

} // namespace Millrace
