// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ingest/inputreader.h"

#include "extract/charset.h"
#include "extract/csvreader.h"
#include "extract/documentreader.h"
#include "extract/filekind.h"
#include "extract/formats.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <memory>
#include <utility>

#include <dirent.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qsizetype kMostColumns = 16'384; ///< of a table, as a spreadsheet has them
constexpr qint64 kHead = 8192;
constexpr qsizetype kLongestLine = 64 * 1024; ///< of a text that is cut
constexpr qint64 kMostDecoded = qint64(64) * 1024 * 1024; ///< of a table in another charset, which is held whole

QString sizeText(qint64 bytes)
{
    if (bytes >= 1024 * 1024)
        return u"%1 MiB"_s.arg((bytes + 512 * 1024) / (1024 * 1024));
    return bytes >= 1024 ? u"%1 KiB"_s.arg((bytes + 512) / 1024) : u"%1 bytes"_s.arg(bytes);
}

/// "name:line: pointer: text", the parts that there are.
QString placed(const QString &name, int line, const QByteArray &pointer, const QString &text)
{
    QString out = name;
    if (line > 0)
        out += u':' + QString::number(line);
    out += u": "_s;
    if (!pointer.isEmpty())
        out += QString::fromUtf8(pointer) + u": "_s;
    return out + text;
}

Error placedError(ErrorCode code, const QString &name, int line, const QByteArray &pointer, const QString &text, Json detail = {})
{
    detail.insert("file", name);
    if (line > 0)
        detail.insert("line", line);
    if (!pointer.isEmpty())
        detail.insert("path", pointer);
    return Error::make(code, placed(name, line, pointer, text), detail);
}

/// An error of the JSON parser, told with its place. `line` is the file's line, or 0 to take the parser's.
Error placedJsonError(const Error &error, const QString &name, int line)
{
    const QByteArray pointer = error.detail.value("path").utf8().toByteArray();
    const int at = line > 0 ? line : int(error.detail.value("line").toInt());
    // The parser tells its own place first, which within a line of a file is misleading.
    static const QRegularExpression own(u"^line \\d+, column \\d+: (?:/\\S*: )?"_s);
    QString text = error.text;
    text.remove(own);
    const qint64 column = error.detail.value("column").toInt();
    if (pointer.isEmpty() && column > 0)
        text += u" (column %1)"_s.arg(column);
    return placedError(error.code, name, at, pointer, text, error.detail);
}

/// Without what a limit may have left of the last character.
QByteArray wholeCharacters(QByteArray bytes)
{
    qsizetype end = bytes.size();
    while (end > 0 && bytes.size() - end < 4 && (uchar(bytes[end - 1]) & 0xC0) == 0x80)
        --end;
    if (end > 0 && uchar(bytes[end - 1]) >= 0xC0)
        bytes.truncate(end - 1);
    return bytes;
}

/// `keywords` in one CSV cell: divided by ";" or "," or "|".
Json keywordList(const QString &cell)
{
    static const QRegularExpression divider(u"\\s*[;,|]\\s*"_s);
    Json list = Json::array();
    for (const QString &word : cell.split(divider, Qt::SkipEmptyParts)) {
        const QString clean = word.trimmed();
        if (!clean.isEmpty())
            list.append(Json(clean));
    }
    return list;
}

QString kindOfSpecialFile(const QString &path)
{
    struct stat facts = {};
    if (::stat(QFile::encodeName(path).constData(), &facts) != 0)
        return u"cannot be looked at"_s;
    if (S_ISFIFO(facts.st_mode))
        return u"is a named pipe"_s;
    if (S_ISSOCK(facts.st_mode))
        return u"is a socket"_s;
    return S_ISCHR(facts.st_mode) || S_ISBLK(facts.st_mode) ? u"is a device"_s : u"is no regular file"_s;
}

/// What lies in a folder, in order. QDir ends its list at the first name that it cannot decode.
QList<QByteArray> namesIn(const QString &path)
{
    QList<QByteArray> names;
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(::opendir(QFile::encodeName(path).constData()), ::closedir);
    while (const dirent *entry = folder ? ::readdir(folder.get()) : nullptr) {
        const QByteArray name(entry->d_name);
        if (name != "." && name != "..")
            names.append(name);
    }
    std::ranges::sort(names);
    return names;
}

/// Device and inode: the same file by whatever name.
std::optional<QByteArray> fileIdentity(const QString &path)
{
    struct stat facts = {};
    if (::stat(QFile::encodeName(path).constData(), &facts) != 0)
        return std::nullopt;
    return QByteArray::number(quint64(facts.st_dev), 36) + ':' + QByteArray::number(quint64(facts.st_ino), 36);
}

} // namespace

/// What one reading carries along.
struct InputReader::Run
{
    const Sink &sink;
    const IsCancelled &isCancelled;
    InputTotals totals;
    QSet<QByteArray> seen; ///< identities of files and folders read below folders
    qint64 fileDocuments = 0;
    bool stopped = false;

    [[nodiscard]] bool isStopped()
    {
        if (!stopped && isCancelled && isCancelled()) {
            stopped = true;
            totals.cancelled = true;
        }
        return stopped;
    }

    void deliver(Submission &&submission)
    {
        if (submission.error) {
            ++totals.errors;
        } else {
            ++totals.documents;
            ++fileDocuments;
        }
        if (!stopped && !sink(std::move(submission))) {
            stopped = true;
            totals.cancelled = true;
        }
    }

    void refuse(const QString &name, int line, Error error, const QByteArray &original = {})
    {
        Submission submission;
        submission.name = name;
        submission.line = line;
        submission.original = original;
        submission.error = std::move(error);
        deliver(std::move(submission));
    }

    void endFile()
    {
        ++totals.files;
        ++(fileDocuments > 0 ? totals.filesTaken : totals.filesRefused);
        fileDocuments = 0;
    }
};

QString titleFromName(const QString &name)
{
    static const QRegularExpression suffixes(
        u"(\\.(html?|xhtml|txt|md|markdown|mkd|rst|pdf|docx|odt|pptx|odp|xlsx|ods|epub|eml|mbox|csv|tsv|jsonl?|ndjson|jpe?g|png|tiff?|webp|gif|"
        "xml|en|de|fr|es|it|nl|pt))+$"_s,
        QRegularExpression::CaseInsensitiveOption);
    QString title = name.section(u'/', -1);
    title.remove(suffixes);
    title.replace(u'-', u' ').replace(u'_', u' ');
    title = simplifiedText(title);
    if (!title.isEmpty())
        title[0] = title[0].toUpper();
    return title.isEmpty() ? name : title;
}

InputReader::InputReader(InputOptions options)
    : m_options(std::move(options))
{}

InputTotals InputReader::read(const QStringList &paths, const Sink &sink, const IsCancelled &isCancelled) const
{
    Run run{sink, isCancelled, {}, {}, 0, false};
    for (const QString &path : paths) {
        if (run.isStopped())
            break;
        readPath(run, path, path, 0);
    }
    return run.totals;
}

InputTotals InputReader::readBytes(const QString &name, const QByteArray &bytes, const Sink &sink) const
{
    const IsCancelled never;
    Run run{sink, never, {}, {}, 0, false};
    QBuffer buffer;
    buffer.setData(bytes);
    (void)buffer.open(QIODevice::ReadOnly);
    readDevice(run, &buffer, name, bytes.size());
    run.endFile();
    return run.totals;
}

void InputReader::readPath(Run &run, const QString &path, const QString &name, int depth) const
{
    const QFileInfo info(path);
    if (info.isDir()) {
        readFolder(run, path, name, depth);
        return;
    }
    if (!info.exists()) {
        const QString text = info.isSymLink() ? u"is a link to a file that does not exist"_s : u"does not exist"_s;
        run.refuse(name, 0, placedError(ErrorCode::FileUnreadable, name, 0, {}, text));
        run.endFile();
        return;
    }
    if (depth > 0) {
        // Within folders, a second way to the same file is not a second document.
        const std::optional<QByteArray> identity = fileIdentity(path);
        if (identity && run.seen.contains(*identity)) {
            ++run.totals.files;
            ++run.totals.filesSkipped;
            return;
        }
        if (identity)
            run.seen.insert(*identity);
    }
    readFile(run, info, name);
    run.endFile();
}

void InputReader::readFolder(Run &run, const QString &path, const QString &name, int depth) const
{
    const std::optional<QByteArray> identity = fileIdentity(path);
    if (!identity || run.seen.contains(*identity))
        return;
    run.seen.insert(*identity);
    const QDir folder(path);
    if (!folder.isReadable() || depth >= m_options.maxFolders) {
        const QString text = depth >= m_options.maxFolders ? u"lies deeper than %1 folders"_s.arg(m_options.maxFolders) : u"cannot be read"_s;
        run.refuse(name, 0, placedError(ErrorCode::FileUnreadable, name, 0, {}, text));
        run.endFile();
        return;
    }
    // A link is read after the files themselves, so that a file has its own name where it has one here.
    QStringList entries;
    for (const QByteArray &raw : namesIn(path)) {
        QString entry = QFile::decodeName(raw);
        if (QFile::encodeName(entry) == raw) {
            entries.append(std::move(entry));
            continue;
        }
        const QString below = name.endsWith(u'/') ? name + entry : name + u'/' + entry;
        run.refuse(below, 0, placedError(ErrorCode::FileRefused, below, 0, {}, u"has a name that is not UTF-8; rename it first"_s));
        run.endFile();
    }
    for (const bool links : {false, true}) {
        for (const QString &entry : entries) {
            if (run.isStopped())
                return;
            const QString below = folder.filePath(entry);
            if (QFileInfo(below).isSymLink() != links)
                continue;
            if (entry.startsWith(u'.') || (links && !m_options.followsLinks)) {
                ++run.totals.files;
                ++run.totals.filesSkipped;
                continue;
            }
            readPath(run, below, name.endsWith(u'/') ? name + entry : name + u'/' + entry, depth + 1);
        }
    }
}

void InputReader::readFile(Run &run, const QFileInfo &info, const QString &name) const
{
    if (!info.isFile()) {
        run.refuse(name, 0, placedError(ErrorCode::FileRefused, name, 0, {}, kindOfSpecialFile(info.filePath())));
        return;
    }
    QFile file(info.filePath());
    if (!file.open(QIODevice::ReadOnly)) {
        run.refuse(name, 0, placedError(ErrorCode::FileUnreadable, name, 0, {}, u"cannot be read: "_s + file.errorString()));
        return;
    }
    readDevice(run, &file, name, file.size());
}

void InputReader::readDevice(Run &run, QIODevice *device, const QString &name, qint64 size) const
{
    const QByteArray head = device->peek(kHead);
    if (head.isEmpty()) {
        run.refuse(name, 0, placedError(ErrorCode::FileRefused, name, 0, {}, u"is empty"_s));
        return;
    }
    const QString format = formatOf(name, head);
    const Extractor *extractor = findExtractor(format);
    if (format == "zip"_L1 || (extractor && extractor->descriptor().foreign)) {
        readDocument(run, device, name, format);
        return;
    }
    if (const std::optional<QString> foreign = foreignFormatOf(head)) {
        run.refuse(name, 0, placedError(ErrorCode::FileRefused, name, 0, {}, u"is "_s + *foreign));
        return;
    }
    if (const std::optional<QString> unread = unreadFormatOf(name, head)) {
        run.refuse(name, 0, placedError(ErrorCode::FileRefused, name, 0, {}, u"is "_s + *unread + u", no text to read"_s));
        return;
    }
    const FileKind kind = fileKindOf(name, head);
    if (kind == FileKind::JsonLines) {
        readJsonLines(run, device, name);
        return;
    }
    if (kind == FileKind::Csv) {
        readCsv(run, device, name);
        return;
    }
    if (size > m_options.maxDocument && kind == FileKind::Json) {
        readLargeJson(run, device, name, size);
        return;
    }
    if (size > m_options.maxDocument) {
        // Of whole characters in any charset, and of whole lines where these are no longer than usual.
        QByteArray beginning = device->read(m_options.maxDocument & ~qint64(3));
        if (const QByteArray whole = wholeCharacters(beginning); firstInvalidUtf8(whole) < 0) {
            const qsizetype end = whole.lastIndexOf('\n');
            beginning = whole.first(end > whole.size() - kLongestLine ? end + 1 : whole.size());
        }
        readText(run, beginning, name, format, true);
        return;
    }
    const QByteArray bytes = device->readAll();
    if (kind == FileKind::Json)
        readJson(run, bytes, name);
    else
        readText(run, bytes, name, format);
}

void InputReader::deliverObject(Run &run, const Json &value, const QByteArray &original, const QString &name, int line,
                                const QByteArray &pointer) const
{
    if (!value.isObject()) {
        run.refuse(name, line, placedError(ErrorCode::ContextInvalid, name, line, pointer, u"a context must be a JSON object"_s), original);
        return;
    }
    Submission submission;
    submission.name = name;
    submission.line = line;
    submission.original = original;
    if (value.value("data").isObject()) {
        submission.document = value;
    } else if (value.contains("data") && (value.contains("pipeline") || value.contains("status"))) {
        run.refuse(name, line, placedError(ErrorCode::ContextInvalid, name, line, pointer + "/data", u"must be a JSON object"_s), original);
        return;
    } else {
        submission.document = Json::object({{"type", m_options.type}, {"data", value}});
    }
    run.deliver(std::move(submission));
}

void InputReader::readJson(Run &run, const QByteArray &bytes, const QString &name) const
{
    const Result<Json> json = Json::parseStrict(bytes);
    if (!json) {
        run.refuse(name, 0, placedJsonError(json.error(), name, 0), bytes);
        return;
    }
    if (!json->isArray()) {
        deliverObject(run, *json, bytes, name, 0, {});
        return;
    }
    if (json->isEmpty())
        run.refuse(name, 0, placedError(ErrorCode::ContextInvalid, name, 0, {}, u"is an empty array: it holds no context"_s), bytes);
    for (qsizetype i = 0; i < json->size() && !run.isStopped(); ++i)
        deliverObject(run, json->at(i), json->at(i).toBytes(), name, 0, '/' + QByteArray::number(i));
}

void InputReader::readLargeJson(Run &run, QIODevice *device, const QString &name, qint64 size) const
{
    if (device->peek(kHead).trimmed().startsWith('[')) {
        readArray(run, device, name);
        return;
    }
    const auto *file = qobject_cast<QFile *>(device);
    if (size > m_options.maxLarge || !m_options.takesLarge || !file) {
        const qint64 limit = m_options.takesLarge && file ? m_options.maxLarge : m_options.maxDocument;
        run.refuse(name, 0,
                   placedError(ErrorCode::JsonTooLarge, name, 0, {}, u"is %1; one document may have %2"_s.arg(sizeText(size), sizeText(limit))));
        return;
    }
    Result<LargeDocument> large = checkLargeObject(device, [&run] { return run.isStopped(); });
    if (!large) {
        if (large.error().code != ErrorCode::Cancelled)
            run.refuse(name, 0, placedJsonError(large.error(), name, 0));
        return;
    }
    large->path = file->fileName();
    Submission submission;
    submission.name = name;
    submission.document = Json::object();
    if (large->dataFrom == 0) {
        submission.document.insert("type", Json(m_options.type));
    } else {
        // The envelope is small; what of it is not, a context document does not have.
        for (const JsonShape::Member &member : large->shape.members) {
            if (member.key == "data" || member.to - member.from > 64 * 1024 || !device->seek(member.from))
                continue;
            if (const Result<Json> value = Json::parse(device->read(member.to - member.from)))
                submission.document.insert(QByteArrayView(member.key), *value);
        }
    }
    submission.large = std::move(*large);
    run.deliver(std::move(submission));
}

void InputReader::readArray(Run &run, QIODevice *device, const QString &name) const
{
    ArraySplitter splitter(device, m_options.maxDocument);
    bool any = false;
    while (!run.isStopped()) {
        const std::optional<ArrayElement> element = splitter.next();
        if (!element)
            break;
        any = true;
        const QByteArray pointer = '/' + QByteArray::number(element->index);
        if (!element->problem.isEmpty()) {
            const ErrorCode code = element->bytes.isEmpty() ? ErrorCode::JsonSyntax : ErrorCode::JsonTooLarge;
            run.refuse(name, element->line, placedError(code, name, element->line, pointer, element->problem));
            continue;
        }
        const Result<Json> json = Json::parseStrict(element->bytes);
        if (json) {
            deliverObject(run, *json, element->bytes, name, element->line, pointer);
        } else {
            const int line = element->line + std::max(0, int(json.error().detail.value("line").toInt(1)) - 1);
            Error error = json.error();
            error.detail.insert("path", Json(pointer + json.error().detail.value("path").utf8().toByteArray()));
            run.refuse(name, line, placedJsonError(error, name, line), element->bytes);
        }
    }
    if (!any && !run.isStopped())
        run.refuse(name, 0, placedError(ErrorCode::ContextInvalid, name, 0, {}, u"is an empty array: it holds no context"_s));
}

void InputReader::readJsonLines(Run &run, QIODevice *device, const QString &name) const
{
    int line = 0;
    bool any = false;
    while (!device->atEnd() && !run.isStopped()) {
        QByteArray bytes = device->readLine(m_options.maxDocument + 2);
        ++line;
        const bool whole = bytes.endsWith('\n') || device->atEnd();
        while (bytes.endsWith('\n') || bytes.endsWith('\r'))
            bytes.chop(1);
        if (!whole || bytes.size() > m_options.maxDocument) {
            run.refuse(name, line,
                       placedError(ErrorCode::JsonTooLarge, name, line, {}, u"the line is larger than %1"_s.arg(sizeText(m_options.maxDocument))));
            any = true;
            // Past the rest of this line.
            while (!whole && !device->atEnd()) {
                if (device->readLine(256 * 1024).endsWith('\n'))
                    break;
            }
            continue;
        }
        if (bytes.trimmed().isEmpty())
            continue;
        any = true;
        const Result<Json> json = Json::parseStrict(bytes);
        if (!json)
            run.refuse(name, line, placedJsonError(json.error(), name, line), bytes);
        else
            deliverObject(run, *json, bytes, name, line, {});
    }
    if (!any && !run.isStopped())
        run.refuse(name, 0, placedError(ErrorCode::ContextInvalid, name, 0, {}, u"holds no context"_s));
}

void InputReader::readCsv(Run &run, QIODevice *device, const QString &name) const
{
    // A spreadsheet writes its country's charset, or UTF-16. What is UTF-8 but for a few rows is UTF-8 with those rows refused.
    QBuffer decoded;
    QString notice;
    if (firstInvalidUtf8(wholeCharacters(device->peek(m_options.maxDocument))) >= 0) {
        if (device->size() > kMostDecoded) {
            run.refuse(name, 0,
                       placedError(ErrorCode::FileRefused, name, 0, {},
                                   u"is not UTF-8 and larger than %1; save it as CSV UTF-8"_s.arg(sizeText(kMostDecoded))));
            return;
        }
        const auto text = decodedText(device->peek(device->size()));
        if (text && text->charset != "UTF-8") {
            notice = text->warning.isEmpty() ? QString() : name + u": "_s + text->warning;
            decoded.setData(text->text.toUtf8());
            (void)decoded.open(QIODevice::ReadOnly);
            device = &decoded;
        }
    }
    CsvReader reader(device, m_options.maxDocument);
    const std::optional<CsvRecord> header = reader.next();
    if (!header || !header->problem.isEmpty()) {
        const QString text = header ? header->problem : u"holds no rows"_s;
        run.refuse(name, header ? header->line : 0, placedError(ErrorCode::FileRefused, name, header ? header->line : 0, {}, text));
        return;
    }
    if (header->fields.size() > kMostColumns) {
        const QString text = u"has more than %1 columns"_s.arg(kMostColumns);
        run.refuse(name, header->line, placedError(ErrorCode::FileRefused, name, header->line, {}, text));
        return;
    }
    QList<QByteArray> columns;
    QSet<QByteArray> names;
    for (qsizetype i = 0; i < header->fields.size(); ++i) {
        QByteArray column = header->fields[i].trimmed();
        if (column.isEmpty())
            column = "column " + QByteArray::number(i + 1);
        if (names.contains(column)) {
            const QString text = u"column \"%1\" appears twice"_s.arg(QString::fromUtf8(column));
            run.refuse(name, header->line, placedError(ErrorCode::FileRefused, name, header->line, {}, text), header->raw);
            return;
        }
        columns.append(column);
        names.insert(column);
    }
    bool any = false;
    while (!run.isStopped()) {
        const std::optional<CsvRecord> record = reader.next();
        if (!record)
            break;
        any = true;
        QString problem = record->problem;
        if (problem.isEmpty() && record->fields.size() != header->fields.size())
            problem = u"%1 fields where the header has %2"_s.arg(record->fields.size()).arg(header->fields.size());
        if (problem.isEmpty() && record->raw.contains('\0'))
            problem = u"a NUL byte stands in the record"_s;
        if (!problem.isEmpty()) {
            run.refuse(name, record->line, placedError(ErrorCode::ContextInvalid, name, record->line, {}, problem), record->raw);
            continue;
        }
        Json data = Json::object();
        for (qsizetype i = 0; i < header->fields.size(); ++i) {
            const QByteArray &column = columns.at(i);
            if (column == "keywords")
                data.insert(QByteArrayView(column), keywordList(QString::fromUtf8(record->fields[i])));
            else
                data.insert(QByteArrayView(column), Json(record->fields[i]));
        }
        Submission submission;
        submission.name = name;
        submission.line = record->line;
        submission.original = record->raw;
        submission.notice = notice;
        submission.document = Json::object({{"type", m_options.type}, {"data", data}});
        run.deliver(std::move(submission));
    }
    if (!any && !run.isStopped())
        run.refuse(name, 0, placedError(ErrorCode::ContextInvalid, name, 0, {}, u"has a header and no rows"_s));
}

void InputReader::readText(Run &run, const QByteArray &bytes, const QString &name, const QString &format, bool isPart) const
{
    const Extractor *extractor = findExtractor(format);
    ExtractInput input;
    input.name = name;
    input.bytes = bytes;
    Result<ExtractedDocument> document = extractor->extract(input);
    if (document && isPart) {
        document->partial = true;
        document->warnings.append(u"The text is longer than %1; the rest was left out."_s.arg(sizeText(m_options.maxDocument)));
    }
    const QByteArray original = isPart ? QByteArray() : bytes;
    if (document)
        deliverDocument(run, *document, original, name, Place::File);
    else
        run.refuse(name, 0, placedError(document.error().code, name, 0, {}, document.error().text, document.error().detail), original);
}

void InputReader::readDocument(Run &run, QIODevice *device, const QString &name, const QString &format) const
{
    ExtractInput input;
    input.name = name.section(u'/', -1);
    input.isCancelled = [this, &run] { return run.isStopped() || (m_options.isEnough && m_options.isEnough()); };
    if (!m_options.documents) {
        const QString what = foreignFormatOf(device->peek(kHead)).value_or(u"a "_s + format + u" document"_s);
        run.refuse(name, 0, placedError(ErrorCode::FileRefused, name, 0, {}, u"is "_s + what));
        return;
    }
    if (const auto *file = qobject_cast<QFile *>(device))
        input.path = file->fileName();
    else
        input.bytes = device->readAll();
    DocumentReader::Progress progress;
    if (m_options.onPages) {
        progress = [this, &name](const ExtractedDocument &soFar) {
            if (soFar.partCount > 1)
                m_options.onPages(name, soFar);
        };
    }
    const Result<ExtractedDocument> document = m_options.documents->read(input, format, progress);
    if (!document) {
        if (document.error().code != ErrorCode::Cancelled)
            run.refuse(name, 0, placedError(document.error().code, name, 0, {}, document.error().text, document.error().detail));
        return;
    }
    deliverDocument(run, *document, input.bytes, name, Place::File);
    readWithin(run, input, *document, name);
}

/// What lies in a document comes behind it, each under its own name.
void InputReader::readWithin(Run &run, const ExtractInput &input, const ExtractedDocument &document, const QString &name) const
{
    QSet<QString> used; // two attachments of one name are two files, not two versions of one
    for (qsizetype i = 0; i < document.children.size() && !run.isStopped(); ++i) {
        const QString number = QString::number(i + 1);
        QString own = document.children[i].name.isEmpty() ? number : document.children[i].name;
        if (used.contains(own))
            own = number + u'-' + own;
        while (used.contains(own))
            own.prepend(u'_');
        used.insert(own);
        const QString below = name + u'/' + own;
        ExtractInput child = input;
        if (document.children[i].from >= 0) {
            child.name = document.children[i].name;
            child.from = document.children[i].from;
            child.to = document.children[i].to;
        } else {
            child.child.append(int(i));
        }
        // A mail of a box is kept with the box; what lies in a document is a file of its own.
        auto read = child.child.isEmpty()
            ? m_options.documents->read(child, {}).transform([](ExtractedDocument &&mail) { return DocumentReader::Within{std::move(mail), {}}; })
            : m_options.documents->readWithin(child);
        if (read) {
            deliverDocument(run, read->document, std::exchange(read->bytes, {}), below, child.child.isEmpty() ? Place::Part : Place::Attachment);
            readWithin(run, child, read->document, below);
        } else if (read.error().code != ErrorCode::Cancelled) {
            run.refuse(below, 0, placedError(read.error().code, below, 0, {}, read.error().text, read.error().detail));
        }
    }
}

void InputReader::deliverDocument(Run &run, const ExtractedDocument &document, const QByteArray &original, const QString &name, Place place) const
{
    if (document.text.isEmpty() && document.children.isEmpty()) {
        const QString text
            = document.partCount > 0 ? u"holds no text; its pages are pictures, perhaps, and those are not read"_s : u"holds no text"_s;
        run.refuse(name, 0, placedError(ErrorCode::FileRefused, name, 0, {}, text), original);
        return;
    }
    Json data = Json::object();
    data.insert("title", document.title.isEmpty() || document.title.size() > 300 ? titleFromName(name) : document.title);
    if (!document.keywords.isEmpty())
        data.insert("keywords", Json::array(document.keywords));
    if (!document.language.isEmpty())
        data.insert("language", document.language);
    data.insert("source_name", name.section(u'/', -1));
    data.insert("source_text", document.text);
    data.insert("document", document.structure());
    Submission submission;
    submission.name = name;
    submission.original = original;
    submission.isWholeFile = place == Place::File;
    submission.isAttachment = place == Place::Attachment;
    // A reader of several kinds, such as pictures, says which it was.
    if (const Json told = document.facts.value("media_type"); told.isString())
        submission.mediaType = told.toString();
    else if (const Extractor *extractor = findExtractor(document.format))
        submission.mediaType = extractor->descriptor().mediaTypes.value(0);
    submission.document = Json::object({{"type", m_options.type}, {"data", data}});
    run.deliver(std::move(submission));
}

} // namespace Millrace
