// SPDX-FileCopyrightText: 2026 The Millrace authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "extract/textextractor.h"

#include "extract/charset.h"
#include "extract/htmltext.h"
#include "extract/manualtext.h"
#include "extract/plaintext.h"

using namespace Qt::StringLiterals;

namespace Millrace {
namespace {

constexpr qint64 kMaxText = qint64(64) * 1024 * 1024;

FormatDescriptor descriptorOf(FileKind kind)
{
    const auto own = [](const QString &id, const QString &title, const QStringList &extensions, const QString &mediaType) {
        return FormatDescriptor{id, title, extensions, {mediaType}, u"Millrace"_s, QStringLiteral(MILLRACE_VERSION), false, false};
    };
    switch (kind) {
    case FileKind::Markdown:
        return own(u"markdown"_s, u"Markdown"_s, {u"md"_s, u"markdown"_s, u"mkd"_s}, u"text/markdown"_s);
    case FileKind::ReStructured:
        return own(u"rst"_s, u"reStructuredText"_s, {u"rst"_s}, u"text/x-rst"_s);
    case FileKind::Html:
        return own(u"html"_s, u"HTML page"_s, {u"html"_s, u"htm"_s, u"xhtml"_s}, u"text/html"_s);
    case FileKind::Manual:
        return own(u"manual"_s, u"Manual page"_s, {u"1"_s, u"3"_s, u"5"_s, u"7"_s, u"8"_s, u"man"_s}, u"text/troff"_s);
    case FileKind::Source:
        return own(u"source"_s, u"Source code"_s, {u"c"_s, u"cpp"_s, u"py"_s, u"sh"_s, u"sql"_s, u"yaml"_s}, u"text/x-source"_s);
    default:
        return own(u"text"_s, u"Plain text"_s, {u"txt"_s}, u"text/plain"_s);
    }
}

} // namespace

TextExtractor::TextExtractor(FileKind kind)
    : m_kind(kind)
    , m_descriptor(descriptorOf(kind))
{}

Result<ExtractedDocument> TextExtractor::extract(const ExtractInput &input) const
{
    const Result<QByteArray> bytes = input.all(kMaxText);
    if (!bytes)
        return std::unexpected(bytes.error());
    const Result<DecodedText> decoded = decodedText(*bytes, m_kind == FileKind::Html ? declaredHtmlCharset(*bytes) : std::nullopt);
    if (!decoded)
        return std::unexpected(decoded.error());

    TextDocument text;
    switch (m_kind) {
    case FileKind::Html:
        text = textFromHtml(decoded->text);
        break;
    case FileKind::Markdown:
        text = textFromPlain(decoded->text, TextMarkup::Markdown);
        break;
    case FileKind::ReStructured:
        text = textFromPlain(decoded->text, TextMarkup::ReStructured);
        break;
    case FileKind::Manual:
        text = textFromManual(decoded->text);
        break;
    case FileKind::Source: {
        BlockWriter code;
        QString body = decoded->text;
        body.replace("```"_L1, "'''"_L1);
        code.place(0, body.size());
        code.code(body);
        code.finish(text);
        break;
    }
    default:
        text = textFromPlain(decoded->text, TextMarkup::Plain);
    }
    if (text.text.isEmpty())
        return refuse(u"holds no text"_s);
    decoded->placesToBytes(text.blocks);

    ExtractedDocument document;
    static_cast<TextDocument &>(document) = std::move(text);
    document.format = m_descriptor.id;
    document.reader = m_descriptor.library + u' ' + m_descriptor.version;
    document.unit = PlaceUnit::Byte;
    if (decoded->charset != "UTF-8")
        document.facts.insert("charset", QString::fromLatin1(decoded->charset));
    if (!decoded->warning.isEmpty())
        document.warnings.append(decoded->warning);
    return document;
}

std::pair<QByteArray, QString> TextExtractor::sample() const
{
    if (m_kind == FileKind::Html)
        return {"<p>Millrace</p>"_ba, u"Millrace"_s};
    if (m_kind == FileKind::Manual)
        return {".TH M 1\n.SH N\n.B Mill\\c\nrace\n"_ba, u"Millrace"_s};
    return {"Millrace works.\n"_ba, u"Millrace"_s};
}

} // namespace Millrace
