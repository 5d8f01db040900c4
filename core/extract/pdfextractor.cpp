// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/pdfextractor.h"

#include "extract/pagetext.h"

#include <QDateTime>
#include <QFile>
#include <QRegularExpression>
#include <QTimeZone>

#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-global.h>
#include <poppler/cpp/poppler-page.h>
#include <poppler/cpp/poppler-toc.h>
#include <poppler/cpp/poppler-version.h>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qsizetype kMaxOutline = 5000;
constexpr int kMaxOutlineDepth = 12;
constexpr int kMaxPages = 100'000;
constexpr qsizetype kMaxPageText = 4 * 1024 * 1024; ///< characters: no page that anybody reads has as many
constexpr int kMaxProblems = 100;
constexpr qsizetype kMinWords = 5; ///< of a page that may have a title
constexpr double kStandsOut = 1.3; ///< times the usual size
constexpr qsizetype kMaxTitle = 200;
constexpr qint64 kMaxSearched = qint64(64) * 1024 * 1024; ///< bytes: a larger file has to say where its objects are

QString fromPoppler(const poppler::ustring &text)
{
    return QString::fromUtf16(reinterpret_cast<const char16_t *>(text.data()), qsizetype(text.size()));
}

void readOutline(const poppler::toc_item &item, int level, QList<OutlineEntry> &to)
{
    for (const poppler::toc_item *child : item.children()) {
        if (to.size() >= kMaxOutline || level > kMaxOutlineDepth)
            return;
        const QString title = simplifiedText(fromPoppler(child->title()));
        if (!title.isEmpty())
            to.append({level, title.left(300), -1});
        readOutline(*child, level + 1, to);
    }
}

/// What programs put there by themselves is no title: file names, "untitled", the program's own name.
QString titleOf(const poppler::document &pdf)
{
    static const QRegularExpression prefix(u"^Microsoft (?:Word|PowerPoint|Excel) - "_s);
    static const QRegularExpression noTitle(
        u"^(?:untitled.*|title|document\\d*|.*\\.(?:docx?|odt|tex|dvi|ps|pdf|indd|qxd|xlsx?|pptx?|rtf|txt|html?))$"_s,
        QRegularExpression::CaseInsensitiveOption);
    QString title = simplifiedText(fromPoppler(pdf.get_title()));
    title.remove(prefix);
    return noTitle.match(title).hasMatch() ? QString() : title;
}

/// What stands on the first page in the largest letters, where those are clearly larger than most: a document without a declared title has
/// one to be seen. Empty where nothing stands out.
QString largestText(const poppler::document &pdf)
{
    const std::unique_ptr<poppler::page> page(pdf.create_page(0));
    if (!page)
        return {};
    const std::vector<poppler::text_box> words = page->text_list(poppler::page::text_list_include_font);
    QList<double> sizes;
    for (const poppler::text_box &word : words)
        sizes.append(word.has_font_info() ? word.get_font_size() : 0);
    if (sizes.size() < kMinWords)
        return {};
    QList<double> sorted = sizes;
    std::ranges::sort(sorted);
    const double largest = sorted.back();
    if (largest < sorted[sorted.size() / 2] * kStandsOut)
        return {};
    QString title;
    for (size_t i = 0; i < words.size() && title.size() < kMaxTitle; ++i) {
        if (sizes[qsizetype(i)] > largest - 0.5)
            title += (title.isEmpty() ? QString() : u" "_s) + fromPoppler(words[i].text());
        else if (!title.isEmpty())
            break;
    }
    title = simplifiedText(title);
    const bool hasWords = std::ranges::count_if(title, [](QChar c) { return c.isLetter(); }) >= 4;
    return hasWords && title.size() < kMaxTitle ? title : QString();
}

Json timeOf(time_t seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, QTimeZone::UTC).toString(Qt::ISODate);
}

void readFacts(const poppler::document &pdf, ExtractedDocument &document)
{
    const auto text = [&document](const char *key, const poppler::ustring &value) {
        const QString clean = simplifiedText(fromPoppler(value));
        if (!clean.isEmpty())
            document.facts.insert(key, clean);
    };
    text("author", pdf.get_author());
    text("subject", pdf.get_subject());
    text("creator", pdf.get_creator());
    text("producer", pdf.get_producer());
    if (const time_t created = pdf.get_creation_date_t(); created > 0)
        document.facts.insert("created_at", timeOf(created));
    if (const time_t modified = pdf.get_modification_date_t(); modified > 0)
        document.facts.insert("modified_at", timeOf(modified));
    int major = 0;
    int minor = 0;
    pdf.get_pdf_version(&major, &minor);
    document.facts.insert("pdf_version", u"%1.%2"_s.arg(major).arg(minor));
    document.facts.insert("pages", pdf.pages());
    if (pdf.is_encrypted())
        document.facts.insert("encrypted", true);
    static const QRegularExpression divider(u"\\s*[;,]\\s*"_s);
    for (const QString &word : fromPoppler(pdf.get_keywords()).split(divider, Qt::SkipEmptyParts)) {
        const QString clean = simplifiedText(word);
        if (!clean.isEmpty() && clean.size() <= 100 && document.keywords.size() < 20)
            document.keywords.append(clean);
    }
}

/// Whether a file's end says where the table of its objects stands, and one stands there. Without it poppler searches the whole file for
/// objects, byte by byte, which mends a small one and takes minutes for a large one.
bool leadsToItsObjects(QFile &file)
{
    constexpr qint64 kEnd = 1024; // as far as poppler looks
    const qint64 begin = std::max<qint64>(0, file.peek(kEnd).indexOf("%PDF-"));
    if (!file.seek(std::max<qint64>(0, file.size() - kEnd)))
        return false;
    static const QRegularExpression start(u"startxref\\s+(\\d+)"_s);
    static const QRegularExpression table(u"^\\s*(?:xref\\b|\\d+\\s+\\d+\\s+obj\\b)"_s);
    const QString end = QString::fromLatin1(file.read(kEnd));
    const QRegularExpressionMatch found = start.match(end, std::max<qsizetype>(0, end.lastIndexOf("startxref"_L1)));
    const qint64 at = found.captured(1).toLongLong();
    for (const qint64 place : {begin + at, at}) {
        if (at > 0 && place < file.size() && file.seek(place) && table.match(QString::fromLatin1(file.read(64))).hasMatch())
            return true;
    }
    return false;
}

/// What poppler says while it reads goes nowhere else.
void beSilent(const std::string &, void *) {}

struct ByteHolder
{
    QByteArray bytes; ///< poppler reads from them as long as the document lives
    std::unique_ptr<poppler::document> pdf;
};

ByteHolder open(const ExtractInput &input)
{
    ByteHolder holder;
    if (input.path.isEmpty()) {
        holder.bytes = input.bytes;
        holder.pdf.reset(poppler::document::load_from_raw_data(holder.bytes.constData(), int(holder.bytes.size())));
    } else {
        holder.pdf.reset(poppler::document::load_from_file(input.path.toLocal8Bit().toStdString()));
    }
    return holder;
}

/// Where each entry's heading stands, as far as the pages read tell.
void placeOutline(ExtractedDocument &document)
{
    const QByteArray text = document.text.toUtf8();
    auto block = document.blocks.cbegin();
    for (OutlineEntry &entry : document.outline) {
        const QString wanted = withoutNumber(entry.title).toCaseFolded();
        for (auto at = block; at != document.blocks.cend(); ++at) {
            if (at->kind != BlockKind::Heading)
                continue;
            const QString heading = QString::fromUtf8(QByteArrayView(text).sliced(at->from + at->level + 1, at->to - at->from - at->level - 1));
            if (withoutNumber(heading).toCaseFolded() == wanted) {
                entry.part = at->place.part;
                block = at + 1;
                break;
            }
        }
    }
}

} // namespace

const FormatDescriptor &PdfExtractor::descriptor() const
{
    static const FormatDescriptor descriptor{
        u"pdf"_s, u"PDF document"_s, {u"pdf"_s}, {u"application/pdf"_s}, u"poppler"_s, QString::fromStdString(poppler::version_string()), true, true};
    return descriptor;
}

Result<ExtractedDocument> PdfExtractor::extract(const ExtractInput &input) const
{
    poppler::set_debug_error_function(beSilent, nullptr);
    if (QFile file(input.path); !input.path.isEmpty() && file.open(QIODevice::ReadOnly) && file.size() > kMaxSearched && !leadsToItsObjects(file))
        return refuse(u"is a damaged PDF: it does not say where its objects are, and files over %1 MiB are not searched for them"_s.arg(
            kMaxSearched / (1024 * 1024)));
    const ByteHolder holder = open(input);
    if (!holder.pdf)
        return refuse(u"is a damaged PDF: poppler cannot open it"_s);
    const poppler::document &pdf = *holder.pdf;
    if (pdf.is_locked())
        return refuse(u"is encrypted: it opens with a password alone"_s);
    const int pages = pdf.pages();
    if (pages <= 0 || pages > kMaxPages)
        return refuse(pages <= 0 ? u"is a PDF without pages"_s : u"has %1 pages; %2 are read"_s.arg(pages).arg(kMaxPages));

    ExtractedDocument document;
    document.format = descriptor().id;
    document.reader = descriptor().library + u' ' + descriptor().version;
    document.partCount = pages;
    readFacts(pdf, document);
    if (const std::unique_ptr<poppler::toc> toc(pdf.create_toc()); toc && toc->root())
        readOutline(*toc->root(), 1, document.outline);

    const auto problem = [&document](int page, const QString &text) {
        document.partial = true;
        if (document.problems.size() < kMaxProblems)
            document.problems.append({page, text});
    };
    const int first = std::max(1, input.firstPart);
    const int last = input.maxParts > 0 ? std::min(pages, first + input.maxParts - 1) : pages;
    QList<PageLines> lines;
    for (int number = first; number <= last; ++number) {
        if (input.stops()) {
            problem(number, u"the time was over; pages from here on were not read"_s);
            break;
        }
        const std::unique_ptr<poppler::page> page(pdf.create_page(number - 1));
        if (!page) {
            problem(number, u"poppler cannot read the page"_s);
            lines.append(PageLines{number, {}});
            continue;
        }
        QString text = fromPoppler(page->text(poppler::rectf(), poppler::page::non_raw_non_physical_layout));
        if (text.size() > kMaxPageText) {
            problem(number, u"the page has more text than is read"_s);
            text.truncate(kMaxPageText);
        }
        text.replace(u'\f', u'\n');
        lines.append(PageLines{number, text});
    }
    const TextDocument text = textFromPages(lines, document.outline);
    document.append(text);
    const int empty = int(std::ranges::count_if(lines, [](const PageLines &page) { return page.text.trimmed().isEmpty(); }));
    if (empty > 0)
        document.warnings.append(u"%1 of %2 pages hold no text; they may be pictures"_s.arg(empty).arg(lines.size()));
    placeOutline(document);
    document.title = titleOf(pdf);
    if (document.title.isEmpty() && first == 1)
        document.title = largestText(pdf);
    if (document.title.isEmpty())
        document.title = text.title;
    return document;
}

std::pair<QByteArray, QString> PdfExtractor::sample() const
{
    return {"%PDF-1.4\n"
            "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
            "4 0 obj<</Length 38>>stream\nBT /F 18 Tf 20 50 Td (Millrace) Tj ET  \nendstream endobj\n"
            "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
            "trailer<</Root 1 0 R>>\n"_ba,
            u"Millrace"_s};
}

} // namespace Millrace
