// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/documentreader.h"

#include "extract/extractcomponents.h"
#include "extract/formats.h"
#include "sdk/clock.h"

#include <QTemporaryFile>

#include <algorithm>
#include <deque>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr int kFirstRange = 16; ///< pages: the first ones are there at once
constexpr int kLargestRange = 256;
constexpr int kMaxLostPages = 20; ///< a document that crashes its reader more often is not worth the processes
constexpr qint64 kCheckLimitUs = 20'000'000;

qint64 nowUs()
{
    return Clock::system().monotonicUs();
}

/// An end of the process, not an answer of the reader.
bool isLoss(const Error &error)
{
    return error.code == ErrorCode::ComponentCrashed || error.code == ErrorCode::ComponentTimeout || error.code == ErrorCode::ComponentMemory
        || error.code == ErrorCode::ComponentOutput;
}

QString lossText(const Error &error)
{
    switch (error.code) {
    case ErrorCode::ComponentTimeout:
        return u"takes its reader longer than it may"_s;
    case ErrorCode::ComponentMemory:
        return u"takes its reader more memory than it may have"_s;
    case ErrorCode::ComponentOutput:
        return u"gives more text than an answer may have"_s;
    default:
        return u"makes its reader crash"_s;
    }
}

/// A file's refusal, with what the process came to as detail.
Error refusalOf(const Error &error)
{
    return isLoss(error) ? Error::make(ErrorCode::FileRefused, lossText(error), Json::object({{"cause", error.toJson()}})) : error;
}

/// Leaves out what is beyond the limit, whole blocks at a time.
void shorten(ExtractedDocument &document, qsizetype maxText)
{
    const QByteArray text = document.text.toUtf8();
    if (text.size() <= maxText)
        return;
    while (!document.blocks.isEmpty() && document.blocks.back().to > maxText)
        document.blocks.removeLast();
    const qint64 end = document.blocks.isEmpty() ? 0 : document.blocks.back().to;
    document.text = QString::fromUtf8(text.first(end));
    for (DocumentPart &part : document.parts) {
        part.from = std::min(part.from, end);
        part.to = std::min(part.to, end);
    }
    document.partial = true;
    document.warnings.append(u"The text is longer than %1 MiB; the rest was left out."_s.arg(maxText / (1024 * 1024)));
}

} // namespace

DocumentReader::DocumentReader(DocumentReaderOptions options)
    : m_options(std::move(options))
{}

Result<ExtractedDocument> DocumentReader::readOnce(const ExtractInput &input, QByteArray *within) const
{
    StepInput step;
    step.data = extractRequest(input);
    if (within)
        step.data.insert("keep", true);
    const StepResult result = m_options.run(kExtractFile, Json::object(), step, nowUs() + m_options.limitUs, input.isCancelled);
    if (result.error)
        return std::unexpected(*result.error);
    const Result<Json> data = result.edit.appliedTo(Json::object());
    if (!data)
        return std::unexpected(data.error());
    if (within)
        *within = QByteArray::fromBase64(data->value("bytes").utf8().toByteArray());
    return ExtractedDocument::fromJson(data->value("extracted"));
}

Result<ExtractedDocument> DocumentReader::readPages(const ExtractInput &input, const Progress &progress) const
{
    struct Range
    {
        int first = 1;
        int count = kFirstRange;
    };
    const qint64 overUs = nowUs() + m_options.totalLimitUs;
    ExtractedDocument document;
    bool begun = false;
    int lost = 0;
    int size = kFirstRange;
    qsizetype bytes = 0;
    std::deque<Range> ranges{{}};
    const auto leaveOut = [&](int page, const QString &why) {
        ++lost;
        document.partial = true;
        document.problems.append({page, why});
    };
    while (!ranges.empty()) {
        const Range range = ranges.front();
        ranges.pop_front();
        if (lost >= kMaxLostPages || nowUs() > overUs || bytes > m_options.maxText) {
            document.partial = true;
            document.problems.append({range.first,
                                      u"pages from here on were not read: "_s
                                          + (bytes > m_options.maxText   ? u"there is more text than is kept"_s
                                                 : lost >= kMaxLostPages ? u"too many could not be"_s
                                                                         : u"the time was over"_s)});
            break;
        }
        ExtractInput part = input;
        part.firstPart = range.first;
        part.maxParts = range.count;
        Result<ExtractedDocument> got = readOnce(part);
        if (!got && !isLoss(got.error())) {
            if (!begun)
                return got;
            const bool isStopped = got.error().code == ErrorCode::Cancelled;
            document.partial = true;
            document.problems.append(
                {range.first, u"pages from here on were not read: "_s + (isStopped ? u"the reading was stopped"_s : got.error().text)});
            break;
        }
        if (!got) {
            if (range.count > 1) {
                // Before anything was read, it may be the document and not a page: one page will tell.
                const int half = begun || lost > 0 ? range.count / 2 : 1;
                ranges.push_front({range.first + half, range.count - half});
                ranges.push_front({range.first, half});
            } else if (!begun && (lost > 0 || got.error().code == ErrorCode::ComponentTimeout)) {
                // Neither of the first two pages, or not in twice the time: it is the document.
                return std::unexpected(refusalOf(got.error()));
            } else {
                leaveOut(range.first, u"the page "_s + lossText(got.error()));
            }
            continue;
        }
        bytes += got->text.size();
        if (!begun) {
            begun = true;
            const bool partial = document.partial;
            const QList<PartProblem> problems = document.problems;
            document = std::move(*got);
            document.partial = document.partial || partial;
            document.problems = problems + document.problems;
        } else {
            const int partsBefore = int(document.parts.size());
            document.append(*got);
            document.partial = document.partial || got->partial;
            document.problems += got->problems;
            document.warnings += got->warnings;
            for (qsizetype i = 0; i < std::min(document.outline.size(), got->outline.size()); ++i) {
                if (document.outline[i].part < 0 && got->outline[i].part >= 0)
                    document.outline[i].part = got->outline[i].part + partsBefore;
            }
        }
        if (progress)
            progress(document);
        const int next = range.first + range.count;
        if (ranges.empty() && next <= document.partCount) {
            size = std::min(size * 2, kLargestRange);
            ranges.push_back({next, std::min(size, document.partCount - next + 1)});
        }
    }
    return document;
}

Result<ExtractedDocument> DocumentReader::read(const ExtractInput &input, const QString &format, const Progress &progress) const
{
    return readAny(input, format, progress, nullptr);
}

Result<DocumentReader::Within> DocumentReader::readWithin(const ExtractInput &input) const
{
    QByteArray bytes;
    auto document = readAny(input, {}, {}, &bytes);
    if (!document)
        return std::unexpected(document.error());
    return Within{std::move(*document), std::move(bytes)};
}

Result<ExtractedDocument> DocumentReader::readAny(const ExtractInput &input, const QString &format, const Progress &progress,
                                                  QByteArray *within) const
{
    const Extractor *extractor = findExtractor(format);
    Result<ExtractedDocument> document;
    if (extractor && !extractor->descriptor().foreign && input.child.isEmpty()) {
        document = extractor->extract(input);
    } else if (!m_options.run) {
        return fail(ErrorCode::Unsupported, u"needs a child process, and there is no program for it here"_s);
    } else {
        // A child process opens a file; bytes that came without one get one for as long as it takes.
        QTemporaryFile file;
        ExtractInput placed = input;
        if (input.path.isEmpty()) {
            if (!file.open() || file.write(input.bytes) != input.bytes.size() || !file.flush())
                return fail(ErrorCode::FileWrite, u"cannot be kept for its reader: "_s + file.errorString());
            placed.path = file.fileName();
            placed.bytes.clear();
        }
        document = extractor && extractor->descriptor().hasPages && input.child.isEmpty() ? readPages(placed, progress) : readOnce(placed, within);
    }
    if (!document)
        return std::unexpected(refusalOf(document.error()));
    shorten(*document, m_options.maxText);
    if (progress)
        progress(*document);
    return document;
}

QString DocumentReader::problem(const QString &format) const
{
    const Extractor *extractor = findExtractor(format);
    if (!extractor)
        return u"this program was built without its reader"_s;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto known = m_problems.constFind(format); known != m_problems.cend())
            return *known;
    }
    QString problem;
    if (!extractor->descriptor().foreign) {
        problem = problemWith(*extractor);
    } else if (!m_options.run) {
        problem = u"needs a child process, and there is no program for it here"_s;
    } else {
        StepInput step;
        step.data = Json::object({{"check", format}});
        const StepResult result = m_options.run(kExtractFile, Json::object(), step, nowUs() + kCheckLimitUs, {});
        if (result.error)
            problem = isLoss(*result.error) ? u"its own sample "_s + lossText(*result.error) : result.error->text;
    }
    const std::lock_guard lock(m_mutex);
    m_problems.insert(format, problem);
    return problem;
}

bool DocumentReader::offers(const QString &format) const
{
    return problem(format).isEmpty();
}

Json DocumentReader::formats() const
{
    Json list = Json::array();
    for (const auto &extractor : extractors()) {
        const FormatDescriptor &format = extractor->descriptor();
        const QString why = problem(format.id);
        Json one = Json::object({{"id", format.id},
                                 {"title", format.title},
                                 {"extensions", Json::array(format.extensions)},
                                 {"media_types", Json::array(format.mediaTypes)},
                                 {"library", format.library},
                                 {"version", format.version},
                                 {"isolation", format.foreign ? "child" : "in_process"},
                                 {"works", why.isEmpty()}});
        if (!why.isEmpty())
            one.insert("reason", why);
        list.append(one);
    }
    return list;
}

} // namespace Millrace
